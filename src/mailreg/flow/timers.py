"""What is due by the clock: reminders, thanks, seats that became free. The scheduler only wakes us; what is due is
decided by the database (see notices/reminders.py), so any number of workers may ask as often as they like.

One transaction for each mail that is written: a letter that fails stops no other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from mailreg.compose.rows import Facts
from mailreg.flow.announcements import announce, is_pending
from mailreg.flow.ledger import REMINDERS, ledger_of, standings_of
from mailreg.flow.notices import write_notice
from mailreg.flow.office import Office
from mailreg.flow.safely import safely
from mailreg.flow.waiting import move_up
from mailreg.model.decision import Mode
from mailreg.model.outgoing import NOTICES, Purpose
from mailreg.model.registration import Event
from mailreg.notices import reminders
from mailreg.notices.addressees import address_of, comes, emails, merged
from mailreg.notices.moments import is_quiet, moments, thanks_at
from mailreg.notices.reminders import Reminder, Thanks

# What is too late once the event has begun.
BEFORE = tuple(p for p in NOTICES if p not in {Purpose.THANKS, Purpose.EVENT_CANCELLED})
LOOKED_BACK = timedelta(days=30)  # an event that is over for so long is let alone


@dataclass(frozen=True, slots=True)
class Timed:
    """What was written."""

    reminders: int = 0
    thanks: int = 0
    moved_up: int = 0
    announced: int = 0  # mails that tell of a changed event


def write_due(office: Office, now: datetime, stop: Callable[[], bool] = lambda: False) -> Timed:
    """Write everything that is due. Raises DatabaseUnavailable."""
    with office.store.begin() as tx:
        events = [e for e in tx.events.all() if now < e.end + LOOKED_BACK]
        to_tell = {e.id for e in events if is_pending(tx, e.id)}
        waiting = tx.registrations.queues()
        stale = tx.outbox.events_of(BEFORE)
    done = Timed()
    for event in events:
        if stop():
            break
        if event.id in to_tell:
            done = replace(done, announced=done.announced + announce(office, event, now, stop))
        if event.id in waiting and now < event.start:
            with office.store.begin() as tx:
                up = len(move_up(office, tx, event.id, now))
            done = replace(done, moved_up=done.moved_up + up)
        if event.id in stale and now >= event.start:
            # What nobody has said yes to in time is no longer in anybody's way.
            with office.store.begin() as tx:
                tx.outbox.expire_all(event.id, BEFORE, "event_over", now)
        # A mail that only waits for a yes has no sense in a mode in which none is sent: whoever leaves the mode gets
        # what is due then. And nobody is written to at night.
        if office.mode is Mode.OBSERVE or is_quiet(now, event, office.quiet):
            continue
        done = _remind(office, event, now, stop, done)
        done = _thank(office, event, now, stop, done)
    return done


def _remind(office: Office, event: Event, now: datetime, stop: Callable[[], bool], done: Timed) -> Timed:
    if now >= event.start or event.cancelled:
        return done
    if not any(m.at <= now for m in moments(event, office.reminders, office.quiet)):
        return done
    with office.store.begin() as tx:
        due = ledger_of(tx, event, now, office.reminders, office.quiet).due
    for reminder in due:
        if stop():
            break
        if safely(partial(_write_reminder, office, reminder, event, now)):
            done = replace(done, reminders=done.reminders + 1)
    return done


def _write_reminder(office: Office, reminder: Reminder, event: Event, now: datetime) -> bool:
    """One mail, if all that made it due still holds."""
    with office.store.begin() as tx:
        fresh = tx.events.locked(event.id)
        found = [tx.registrations.get(r.id) for r in reminder.registrations if r.id is not None]
        coming = [r for r in found if r is not None and comes(r, reminder.person)]
        if fresh is None or fresh.cancelled or fresh.start != event.start or not coming:
            return False
        told = merged(coming, reminder.person)
        to = address_of(told, reminder.person)
        # An earlier reminder that still waits (for a yes, for the server) would only come on top of this one.
        for registration in coming:
            assert registration.id is not None
            tx.outbox.supersede(registration.id, REMINDERS, now, to.email)
        kind, entries = reminders.purpose(fresh, now), [merged([r], reminder.person) for r in coming]
        return write_notice(office, tx, kind, told, fresh, reminder.key, now, to=to, entries=entries)


def _thank(office: Office, event: Event, now: datetime, stop: Callable[[], bool], done: Timed) -> Timed:
    at = thanks_at(event, office.quiet)
    if not event.thanks or not at <= now < at + reminders.THANKS_WITHIN:
        return done
    with office.store.begin() as tx:
        standings = standings_of(tx, event.id)
        unreachable = tx.addresses.unreachable(emails(standings))
        written = tx.outbox.keys(event.id, (Purpose.THANKS,))
        due = reminders.thanks_due(event, standings, written, now, office.quiet, unreachable)
        files = tx.events.files(event.id, Purpose.THANKS) if due else ()

    def write(thanks: Thanks) -> bool:
        told = merged(thanks.registrations, thanks.person)
        to, facts = address_of(told, thanks.person), Facts(files=files)
        with office.store.begin() as tx:
            return write_notice(office, tx, Purpose.THANKS, told, event, thanks.key, now, facts=facts, to=to)

    for thanks in due:
        if stop():
            break
        if safely(partial(write, thanks)):
            done = replace(done, thanks=done.thanks + 1)
    return done
