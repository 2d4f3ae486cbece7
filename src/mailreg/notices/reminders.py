"""Reminders are a ledger, not a timer: what is due follows from the event, the list's history, the mails that have been
written, and the clock. Nothing is remembered besides, so that a downtime, a second worker or a restored backup can
neither lose nor double one.

Of the moments that have passed only the latest can be due: who was reminded too late by a downtime is not reminded
twice. The earlier ones are missed, and shown as such.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mailreg.model.outgoing import Purpose
from mailreg.model.registration import Event, Registration, Status
from mailreg.notices.moments import Moment, Quiet, moments, thanks_at

# A reminder that comes this late is left out where the next one is this near.
NEAR = timedelta(hours=12)
THANKS_WITHIN = timedelta(days=14)  # after so long a downtime thanks only surprise


@dataclass(frozen=True, slots=True)
class Standing:
    """A registration, and since when it has had which status, oldest first."""

    registration: Registration
    statuses: tuple[tuple[datetime, Status], ...]

    def confirmed_at(self, moment: datetime) -> bool:
        past = [status for since, status in self.statuses if since <= moment]
        return bool(past) and past[-1] is Status.CONFIRMED


@dataclass(frozen=True, slots=True)
class Reminder:
    """One mail: `registrations` are all that one address has made for the event, the oldest first."""

    key: str
    moment: Moment
    registrations: tuple[Registration, ...]


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
    so now: who registers later has just had a confirmation, and who was told of a new day has just been told."""
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
    for group in _by_address(standings, unreachable):
        for moment in passed:
            if event.dated_at is not None and moment.at < event.dated_at:
                continue
            who = tuple(s.registration for s in group if s.registration.taken and s.confirmed_at(moment.at))
            if not who or any(key(s.registration, moment, event) in written for s in group):
                continue
            reminder = Reminder(key(who[0], moment, event), moment, who)
            latest = moment is passed[-1]
            overtaken = now - moment.at > NEAR and bool(coming) and coming[0].at - now < NEAR
            (due if open_now and latest and not overtaken else missed).append(reminder)
    return Ledger(tuple(due), tuple(missed))


def key(registration: Registration, moment: Moment, event: Event) -> str:
    """The ledger's entry. The day belongs to it: an event on another day reminds anew, one that is moved by an hour
    does not remind twice."""
    day = event.start.astimezone(ZoneInfo(event.timezone)).date()
    return f"remind:{registration.id}:{moment.spec}:{day.isoformat()}"


def purpose(event: Event, now: datetime) -> Purpose:
    """From the day before on it is the last reminder, whenever it was due."""
    zone = ZoneInfo(event.timezone)
    days = (event.start.astimezone(zone).date() - now.astimezone(zone).date()).days
    return Purpose.REMINDER_LAST if days <= 1 else Purpose.REMINDER


def merged(registrations: Sequence[Registration]) -> Registration:
    """What one address has registered, as one: everybody who has a seat, everything that was asked for."""
    first = registrations[0]
    return replace(
        first,
        people=tuple(p for r in registrations for p in r.people if p.status is Status.CONFIRMED),
        needs=tuple(dict.fromkeys(need for r in registrations for need in r.needs)),
    )


def thanks_due(
    event: Event,
    registrations: Iterable[Registration],
    written: Collection[str],
    now: datetime,
    quiet: Quiet,
    unreachable: Collection[str] = (),
) -> tuple[tuple[str, Registration], ...]:
    """Key and registration of each who is to be thanked now; one for each address."""
    at = thanks_at(event, quiet)
    if not event.thanks or event.cancelled or not at <= now < at + THANKS_WITHIN:
        return ()
    found = []
    for group in _by_address((Standing(r, ()) for r in registrations), unreachable):
        who = [s.registration for s in group if s.registration.taken]
        if who and not any(f"thanks:{s.registration.id}" in written for s in group):
            found.append((f"thanks:{who[0].id}", merged(who)))
    return tuple(found)


def _by_address(standings: Iterable[Standing], unreachable: Collection[str]) -> list[list[Standing]]:
    """All that one address has registered, in that order; cancelled ones too, for the ledger may know them."""
    groups: dict[str, list[Standing]] = {}
    for standing in sorted(standings, key=lambda s: s.registration.id or 0):
        address = standing.registration.contact.email
        if address not in unreachable:
            groups.setdefault(address, []).append(standing)
    return list(groups.values())
