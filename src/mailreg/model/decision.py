"""What is to be done about a letter, and the facts that decide it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailreg.model.mail import Span
from mailreg.model.outgoing import Purpose
from mailreg.model.registration import Event, Registration


class Handling(StrEnum):
    AUTOMATIC = "automatic"  # the matching standard answer goes out
    REVIEW = "review"  # a person must look first
    IGNORE = "ignore"  # not ours, or a machine's


class Mode(StrEnum):
    OBSERVE = "observe"  # read and report, send no answers
    APPROVE = "approve"  # every answer waits for a person
    AUTOMATIC = "automatic"


class Role(StrEnum):
    STRANGER = "stranger"
    REGISTERED = "registered"  # has a registration of their own
    ORGANISER = "organiser"  # one of MAILREG_ORGANISERS
    OURSELVES = "ourselves"  # the watched address


@dataclass(frozen=True, slots=True)
class Traffic:
    """How many answers have gone out or wait to go out, for the ceilings."""

    address_last_hour: int = 0
    address_last_day: int = 0
    installation_last_hour: int = 0
    usual_per_day: float = 0.0  # mean answers a day over the last 14 days


@dataclass(frozen=True, slots=True)
class Situation:
    """All facts from outside the mail that a decision may depend on."""

    now: datetime  # aware
    received_at: datetime  # INTERNALDATE; deadlines go by it
    events: tuple[Event, ...]
    own_addresses: frozenset[str] = frozenset()  # lower case; empty: unknown
    role: Role = Role.STRANGER
    registrations: tuple[Registration, ...] = ()  # those that the sender's address has made or is named in
    registered_elsewhere: tuple[Registration, ...] = ()  # others' registrations that name the people of this mail
    mode: Mode = Mode.AUTOMATIC
    first_sight: bool = False  # first run, changed UIDVALIDITY, re-read or restore: answers are held
    answered_by_hand: bool = False  # the Sent folder holds an answer to this mail
    unclear_return: bool = False  # a delivery report without our token, about somebody to whom we have just written
    seen_before: bool = False  # this Message-ID or content has been judged already
    traffic: Traffic = Traffic()
    seats_left: int | None = None  # of the mail's event; None: as many as come. Below 0: more were given than there are

    def event(self, event_id: str | None) -> Event | None:
        return next((e for e in self.events if e.id == event_id), None)


@dataclass(frozen=True, slots=True)
class Decision:
    """`rule` names the row of policy's table that decided; `why` says it in one plain German line."""

    handling: Handling
    rule: str
    why: str = ""
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """May the answer go out now? `hold` is None, or the code of the reason why it waits for a person;
    `drop` is None, or the code of the reason why there is no answer at all."""

    hold: str | None = None
    drop: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What changes on the list: registrations to insert (id None) or update, and the answer's purpose (or None)."""

    registrations: tuple[Registration, ...] = ()
    answer: Purpose | None = None
    note: str = ""  # what a person should know, in one plain German line; "" if nothing
