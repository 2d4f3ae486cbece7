"""The answer to a mail: written, passed through the gate, and laid into the outbox, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mailreg.compose.letters import Thread, write_letter
from mailreg.compose.mime import is_address
from mailreg.compose.rows import Facts
from mailreg.flow.office import Office
from mailreg.model.decision import Decision, Situation
from mailreg.model.mail import Address, Letter
from mailreg.model.outgoing import DeliveryState, Purpose
from mailreg.model.reading import Reading
from mailreg.model.registration import Registration
from mailreg.policy.guards import gate
from mailreg.registrations.waitinglist import place_of, told_of
from mailreg.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Occasion:
    """The mail that is answered, and what was found of it. `accepted`: a person has looked and said yes."""

    letter: Letter
    reading: Reading
    decision: Decision
    situation: Situation
    accepted: bool = False


def write(
    office: Office, tx: Transaction, registration: Registration, purpose: Purpose, occasion: Occasion, now: datetime
) -> dict[str, object]:
    """Lay one answer into the outbox: queued, held with its reason, or not at all. Tells what became of it."""
    letter, reading, situation = occasion.letter, occasion.reading, occasion.situation
    event = situation.event(registration.event)
    recipient = letter.answer_to
    passed = gate(occasion.decision, reading, letter, situation, recipient.email)
    if event is None or passed.drop or not is_address(recipient.email):
        return {"dropped": passed.drop or ("no event" if event is None else "no address"), "purpose": purpose}
    # What a person has just agreed to needs no second look; the ceilings hold all the same.
    waived = {"first_sight", "mode_approve"} if occasion.accepted else set()
    hold = passed.hold if passed.hold not in waived else None
    outgoing = write_letter(
        purpose,
        told_of(purpose, registration),
        event,
        to=Address(recipient.email, recipient.name or letter.sender.name),
        thread=Thread(letter.message_id, letter.references, letter.subject, letter.date),
        desk=office.desk,
        key=f"{purpose}:{registration.id}:v{registration.version}",
        templates=office.templates,
        now=now,
        facts=Facts(open_question=reading.question.value, held=hold is not None, queue_place=_place(tx, registration)),
    )
    state = DeliveryState.HELD if hold else DeliveryState.QUEUED
    added = tx.outbox.add(outgoing, state=state, hold_reason=hold, now=situation.received_at)
    return {"purpose": purpose, "held": hold, "outgoing": outgoing, "added": added}


def _place(tx: Transaction, registration: Registration) -> int | None:
    """The place in the queue of who waits, from 1."""
    if registration.waiting_since is None:
        return None
    return place_of(registration, tx.registrations.queue(registration.event))


def enter(tx: Transaction, changes: Iterable[Registration], now: datetime) -> tuple[Registration, ...]:
    """Put new and changed registrations onto the list; as they are then."""
    entered = []
    for change in changes:
        if change.id is None:
            number = tx.registrations.add(change, now)
        else:
            number = change.id
            tx.registrations.update(change, change.version - 1, now)
        registration = tx.registrations.get(number)
        assert registration is not None
        entered.append(registration)
    return tuple(entered)
