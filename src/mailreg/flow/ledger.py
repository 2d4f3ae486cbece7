"""Where an event's reminders stand: the facts of notices/reminders.py, gathered from the database."""

from __future__ import annotations

from datetime import datetime

from mailreg.model.outgoing import Purpose
from mailreg.model.registration import Event
from mailreg.notices import reminders
from mailreg.notices.addressees import Standing, emails
from mailreg.notices.moments import Quiet, moments
from mailreg.notices.reminders import Ledger
from mailreg.store.engine import Transaction

REMINDERS = (Purpose.REMINDER, Purpose.REMINDER_LAST)


def standings_of(tx: Transaction, event_id: str) -> list[Standing]:
    """Every registration of an event with its past, and who of its people has been told of it."""
    statuses = tx.registrations.statuses(event_id)
    told: dict[int, list[tuple[str, datetime]]] = {}
    for one in tx.informed.of(event_id):
        if one.since is not None:
            told.setdefault(one.registration, []).append((one.email, one.since))
    return [
        Standing(r, tuple(statuses.get(r.id or 0, ())), tuple(told.get(r.id or 0, ())))
        for r in tx.registrations.all(event_id)
    ]


def ledger_of(tx: Transaction, event: Event, now: datetime, default: tuple[str, ...], quiet: Quiet) -> Ledger:
    """What is due of an event's reminders, and what was missed. `default`: of an event that names none."""
    if not any(m.at <= now for m in moments(event, default, quiet)):
        return Ledger()
    standings = standings_of(tx, event.id)
    return reminders.ledger(
        event,
        standings,
        tx.outbox.keys(event.id, REMINDERS),
        now,
        default=default,
        quiet=quiet,
        unreachable=tx.addresses.unreachable(emails(standings)),
    )


def missed_of(
    tx: Transaction, event: Event, now: datetime, default: tuple[str, ...], quiet: Quiet
) -> tuple[tuple[str, str], ...]:
    """The reminders that were due and never went out: key and address of each. mailreg was not running then, or they
    waited for a yes or for the server until it was too late."""
    found = {r.key: r.email for r in ledger_of(tx, event, now, default, quiet).missed}
    found |= dict(tx.outbox.too_late(event.id, REMINDERS))
    return tuple(sorted(found.items()))
