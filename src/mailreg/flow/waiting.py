"""The waiting list at work: seats that became free go to who has waited longest, in the caller's transaction."""

from __future__ import annotations

from datetime import datetime

from mailreg.flow.companions import tell_seated
from mailreg.flow.notices import write_notice
from mailreg.flow.office import Office
from mailreg.flow.writing import enter
from mailreg.model.errors import UsageError
from mailreg.model.outgoing import Purpose
from mailreg.model.registration import Event, Registration
from mailreg.registrations.waitinglist import moving_up, promoted
from mailreg.store.engine import Transaction


def move_up(
    office: Office, tx: Transaction, event_id: str, now: datetime, *, hold: str | None = None
) -> tuple[Registration, ...]:
    """Give the free seats of an event to those who wait, and tell them. Those who have a seat now."""
    event = tx.events.locked(event_id)
    if event is None or event.cancelled or now >= event.start:
        return ()
    queue = tx.registrations.queue(event_id)
    if not queue:
        return ()
    free = None if event.capacity is None else event.capacity - tx.registrations.taken(event_id)
    return tuple(_seat(office, tx, up, event, now, hold=hold) for up in moving_up(queue, free))


def move_up_by_hand(office: Office, tx: Transaction, number: int, now: datetime) -> tuple[Registration, Event]:
    """A person gives somebody who waits a seat, whether there is one or not. Raises UsageError."""
    registration = tx.registrations.get(number)
    if registration is None:
        raise UsageError(f"Eine Anmeldung Nr. {number} gibt es nicht (siehe „mailreg registrations“).")
    event = tx.events.locked(registration.event)
    registration = tx.registrations.get(number)
    if registration is None or registration.waiting_since is None:
        raise UsageError(f"Die Anmeldung Nr. {number} steht nicht auf der Warteliste.")
    if event is None or event.cancelled or now >= event.start:
        raise UsageError("Die Veranstaltung ist abgesagt oder hat schon begonnen.")
    return _seat(office, tx, promoted(registration), event, now, wanted=True), event


def _seat(
    office: Office,
    tx: Transaction,
    up: Registration,
    event: Event,
    now: datetime,
    *,
    hold: str | None = None,
    wanted: bool = False,
) -> Registration:
    before = tx.registrations.get(up.id) if up.id is not None else None
    (entered,) = enter(tx, (up,), now)
    # What told them that they wait, and has not gone out, would now be wrong.
    assert entered.id is not None
    tx.outbox.supersede(entered.id, (Purpose.WAITING,), now)
    key = f"{Purpose.PLACE_FREE}:{entered.id}:v{entered.version}"
    write_notice(office, tx, Purpose.PLACE_FREE, entered, event, key, now, wanted=wanted, hold=hold)
    tell_seated(office, tx, before, entered, event, now, hold=hold)
    return entered
