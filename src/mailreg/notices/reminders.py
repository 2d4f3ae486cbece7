"""Reminders are a ledger, not a timer: what is due follows from the event, the list's history, the mails that have been
written, and the clock. Nothing is remembered besides, so that a downtime, a second worker or a restored backup can
neither lose nor double one.

Of the moments that have passed only the latest can be due: who was reminded too late by a downtime is not reminded
twice. The earlier ones are missed, and shown as such.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mailreg.model.outgoing import Purpose
from mailreg.model.registration import Event, Registration
from mailreg.notices.addressees import Standing, addressees, person_key, seats_of
from mailreg.notices.moments import Moment, Quiet, moments, thanks_at

# A reminder that comes this late is left out where the next one is this near.
NEAR = timedelta(hours=12)
THANKS_WITHIN = timedelta(days=14)  # after so long a downtime thanks only surprise


@dataclass(frozen=True, slots=True)
class Reminder:
    """One mail to `email`: `registrations` are all that it has made for the event, the oldest first; or, with
    `person` (the address once more), those of others in which it is named."""

    key: str
    moment: Moment
    email: str
    registrations: tuple[Registration, ...]
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Thanks:
    """One mail of thanks; as a reminder."""

    key: str
    email: str
    registrations: tuple[Registration, ...]
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where an event's reminders stand."""

    due: tuple[Reminder, ...] = ()
    missed: tuple[Reminder, ...] = ()


def ledger(
    event: Event,
    standings: Iterable[Standing],
    written: Collection[str],
    now: datetime,
    *,
    default: tuple[str, ...],
    quiet: Quiet,
    unreachable: Collection[str] = (),
) -> Ledger:
    """What is due now and what was missed. `written`: the keys of the event's reminders that have been written,
    whatever became of them. `unreachable`: addresses that are not written to.

    A moment counts only if the event stood on its present day then, and only for those who were confirmed then and are
    so now: who registers later has just had a confirmation, and who was told of a new day has just been told. Who was
    registered by somebody else must have known it then, too; who has registered besides hears of that."""
    if event.cancelled:
        return Ledger()
    all_moments = moments(event, default, quiet)
    passed = [m for m in all_moments if m.at <= now]
    coming = [m for m in all_moments if m.at > now]
    if not passed:
        return Ledger()
    open_now = now < event.start
    due: list[Reminder] = []
    missed: list[Reminder] = []
    for one in addressees(standings, unreachable):
        for moment in passed:
            if event.dated_at is not None and moment.at < event.dated_at:
                continue
            then = [s for s in one.own if s.confirmed_at(moment.at)]
            who, person = tuple(s.registration for s in then if s.registration.taken), None
            if not who:
                known = [s for s in one.named if s.confirmed_at(moment.at) and s.knew_at(one.email, moment.at)]
                who, person = tuple(s.registration for s in known if seats_of(s.registration, one.email)), one.email
            keys = {key(s.registration, moment, event) for s in one.own}
            keys |= {key(s.registration, moment, event, one.email) for s in one.named}
            if not who or not keys.isdisjoint(written):
                continue
            reminder = Reminder(key(who[0], moment, event, person), moment, one.email, who, person)
            latest = moment is passed[-1]
            overtaken = now - moment.at > NEAR and bool(coming) and coming[0].at - now < NEAR
            (due if open_now and latest and not overtaken else missed).append(reminder)
    return Ledger(tuple(due), tuple(missed))


def key(registration: Registration, moment: Moment, event: Event, person: str | None = None) -> str:
    """The ledger's entry, for the contact or for one of its people. The day belongs to it: an event on another day
    reminds anew, one that is moved by an hour does not remind twice."""
    day = event.start.astimezone(ZoneInfo(event.timezone)).date()
    return person_key(f"remind:{registration.id}:{moment.spec}:{day.isoformat()}", person)


def purpose(event: Event, now: datetime) -> Purpose:
    """From the day before on it is the last reminder, whenever it was due."""
    zone = ZoneInfo(event.timezone)
    days = (event.start.astimezone(zone).date() - now.astimezone(zone).date()).days
    return Purpose.REMINDER_LAST if days <= 1 else Purpose.REMINDER


def thanks_due(
    event: Event,
    standings: Iterable[Standing],
    written: Collection[str],
    now: datetime,
    quiet: Quiet,
    unreachable: Collection[str] = (),
) -> tuple[Thanks, ...]:
    """Who is to be thanked now; one mail an address."""
    at = thanks_at(event, quiet)
    if not event.thanks or event.cancelled or not at <= now < at + THANKS_WITHIN:
        return ()
    found = []
    for one in addressees(standings, unreachable):
        who, person = tuple(s.registration for s in one.own if s.registration.taken), None
        if not who:
            who, person = tuple(s.registration for s in one.named if seats_of(s.registration, one.email)), one.email
        keys = {f"thanks:{s.registration.id}" for s in one.own}
        keys |= {person_key(f"thanks:{s.registration.id}", one.email) for s in one.named}
        if who and keys.isdisjoint(written):
            found.append(Thanks(person_key(f"thanks:{who[0].id}", person), one.email, who, person))
    return tuple(found)
