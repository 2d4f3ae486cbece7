"""Where an event's reminders stand: the facts of notices/reminders.py, gathered from the database."""

from __future__ import annotations

from datetime import datetime

from mailreg.model.outgoing import Purpose
from mailreg.model.registration import Event
from mailreg.notices import reminders
from mailreg.notices.moments import Quiet, moments
from mailreg.notices.reminders import Ledger, Standing
from mailreg.store.engine import Transaction

REMINDERS = (Purpose.REMINDER, Purpose.REMINDER_LAST)


def ledger_of(tx: Transaction, event: Event, now: datetime, default: tuple[str, ...], quiet: Quiet) -> Ledger:
    """What is due of an event's reminders, and what was missed. `default`: of an event that names none."""
    if not any(m.at <= now for m in moments(event, default, quiet)):
        return Ledger()
    statuses = tx.registrations.statuses(event.id)
    registrations = tx.registrations.all(event.id)
    return reminders.ledger(
        event,
        [Standing(r, tuple(statuses.get(r.id or 0, ()))) for r in registrations],
        tx.outbox.keys(event.id, REMINDERS),
        now,
        default=default,
        quiet=quiet,
        unreachable=tx.addresses.unreachable(r.contact.email for r in registrations),
    )


def missed_of(
    tx: Transaction, event: Event, now: datetime, default: tuple[str, ...], quiet: Quiet
) -> tuple[tuple[str, str], ...]:
    """The reminders that were due and never went out: key and address of each. mailreg was not running then, or they
    waited for a yes or for the server until it was too late."""
    found = {r.key: r.registrations[0].contact.email for r in ledger_of(tx, event, now, default, quiet).missed}
    found |= dict(tx.outbox.too_late(event.id, REMINDERS))
    return tuple(sorted(found.items()))
