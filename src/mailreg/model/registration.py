"""Events, registrations and the people in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailreg.model.mail import Address
from mailreg.model.reading import Need


@dataclass(frozen=True, slots=True)
class Event:
    """An event that people register for. Times are aware and in `timezone`.

    `extra` keeps the keys of an event file that mailreg does not know, as JSON-able values."""

    id: str  # short, lower case, unique, e.g. "get-together-2022"
    title: str
    start: datetime
    end: datetime
    subtitle: str = ""
    aliases: tuple[str, ...] = ()
    venue: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    registration_email: str = ""
    registration_deadline: datetime | None = None
    organisers: tuple[str, ...] = ()
    travel_costs: bool = False  # are covered on request
    interpreting: bool = False  # is provided on request
    timezone: str = "Europe/Berlin"
    sequence: int = 0  # RFC 5545 SEQUENCE: grows when time or place change
    capacity: int | None = None  # seats; None: as many as come
    reminders: tuple[str, ...] | None = None  # "7d", "36h" before the start, or local moments; None: the default
    interpreting_deadline: datetime | None = None  # until when interpreters must be booked
    thanks: bool = False  # a mail of thanks goes out after the event
    cancelled_at: datetime | None = None  # since when it is known that the event does not take place
    dated_at: datetime | None = None  # since when it stands on this day, where it was moved; None: from the beginning
    extra: tuple[tuple[str, object], ...] = ()

    @property
    def place(self) -> str:
        """Venue and address in one line."""
        town = f"{self.postcode} {self.city}".strip()
        return ", ".join(part for part in (self.venue, self.street, town) if part)

    @property
    def cancelled(self) -> bool:
        return self.cancelled_at is not None

    def open_at(self, moment: datetime) -> bool:
        """True until the event's start: a late mail still means this event, policy looks at the deadline."""
        return moment < self.start

    def accepts_at(self, moment: datetime) -> bool:
        """True until the deadline if there is one, else until the start."""
        return moment < self.start and (self.registration_deadline is None or moment <= self.registration_deadline)


@dataclass(frozen=True, slots=True)
class EventFile:
    """A file of the organisers' that goes with an event's mails: `purpose` says with which ("travel_costs": their
    form; "thanks": slides and the like)."""

    event: str
    purpose: str
    name: str
    content_type: str
    content: bytes


class Status(StrEnum):
    HELD = "held"  # a person must look first
    WAITING = "waiting"  # all seats were taken; the first that is given back goes to the one who waits longest
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Participant:
    """One seat. Unnamed companions have `name` None."""

    name: str | None
    email: str | None = None
    organisation: str | None = None
    phone: str | None = None
    status: Status = Status.CONFIRMED


@dataclass(frozen=True, slots=True)
class Registration:
    """What one contact has registered for one event. `version` grows with every change (1 = first)."""

    event: str
    contact: Address
    language: str
    people: tuple[Participant, ...]
    needs: tuple[Need, ...] = ()
    status: Status = Status.CONFIRMED
    id: int | None = None  # None until stored
    version: int = 1
    source: int | None = None  # the stored mail that brought it
    created_at: datetime | None = None
    updated_at: datetime | None = None
    waiting_since: datetime | None = None  # the place in the queue; None: no seat of it waits

    @property
    def seats(self) -> int:
        return sum(1 for p in self.people if p.status is not Status.CANCELLED)

    @property
    def taken(self) -> int:
        """Seats that count against the event's capacity."""
        return self.count(Status.CONFIRMED) if self.status is Status.CONFIRMED else 0

    def count(self, status: Status) -> int:
        return sum(1 for p in self.people if p.status is status)
