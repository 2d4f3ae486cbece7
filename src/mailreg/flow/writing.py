"""The answer to a mail: written, passed through the gate, and laid into the outbox, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from mailreg.compose.letters import Thread, write_letter
from mailreg.compose.mime import is_address
from mailreg.compose.rows import Facts
from mailreg.flow.office import Office
from mailreg.model.decision import Decision, Handling, Situation
from mailreg.model.mail import Address, Letter
from mailreg.model.outgoing import DeliveryState, Purpose
from mailreg.model.reading import NeedKind, Reading
from mailreg.model.registration import Event, EventFile, Registration
from mailreg.policy.guards import gate
from mailreg.policy.held import answer_to_held
from mailreg.registrations.waitinglist import place_of, told_of
from mailreg.store.engine import Transaction

WITH_FORM = (Purpose.CONFIRM, Purpose.CHANGED, Purpose.TRAVEL_COSTS)  # the organisers' form for travel costs goes along


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
    drop, hold = passed(occasion, recipient.email)
    if event is None or drop or not is_address(recipient.email):
        return {"dropped": drop or ("no event" if event is None else "no address"), "purpose": purpose}
    facts = Facts(
        reading.question.value,
        hold is not None,
        files=form(tx, purpose, registration, event),
        queue_place=_place(tx, registration),
    )
    outgoing = write_letter(
        purpose,
        told_of(purpose, registration),
        event,
        to=Address(recipient.email, recipient.name or letter.sender.name),
        thread=thread_of(letter),
        desk=office.desk,
        key=f"{purpose}:{registration.id}:v{registration.version}",
        templates=office.templates,
        now=now,
        facts=facts,
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


def acknowledge(
    office: Office, tx: Transaction, mail: int, entered: tuple[Registration, ...], occasion: Occasion, now: datetime
) -> dict[str, object] | None:
    """To somebody whose mail waits for a person: it has arrived. Only what may go out at once, and where the event is
    known; never a promise. None if there is nothing to say."""
    letter, reading, situation = occasion.letter, occasion.reading, occasion.situation
    purpose = answer_to_held(occasion.decision, reading, letter)
    event = situation.event(reading.event.value)
    recipient = letter.answer_to
    if purpose is None or event is None or not is_address(recipient.email):
        return None
    # The gate's question is whether an answer may go out; that the mail waits is what this answer says.
    clear = replace(occasion, decision=replace(occasion.decision, handling=Handling.AUTOMATIC))
    if passed(clear, recipient.email) != (None, None):
        return None
    known = [*entered, *(r for r in situation.registrations if r.event == event.id)]
    plain = Registration(event.id, recipient, reading.language.value, ())
    outgoing = write_letter(
        purpose,
        replace(known[0], language=reading.language.value) if known else plain,
        event,
        to=Address(recipient.email, recipient.name or letter.sender.name),
        thread=thread_of(letter),
        desk=office.desk,
        key=f"{purpose}:mail:{mail}",
        templates=office.templates,
        now=now,
    )
    added = tx.outbox.add(outgoing, state=DeliveryState.QUEUED, hold_reason=None, now=situation.received_at)
    return {"purpose": purpose, "held": None, "outgoing": outgoing, "added": added}


def passed(occasion: Occasion, recipient: str) -> tuple[str | None, str | None]:
    """What the gate says of a mail to this address: why there is none, and why it waits for a person."""
    verdict = gate(occasion.decision, occasion.reading, occasion.letter, occasion.situation, recipient)
    # What a person has just agreed to needs no second look; the ceilings hold all the same.
    waived = {"first_sight", "mode_approve"} if occasion.accepted else set()
    return verdict.drop, verdict.hold if verdict.hold not in waived else None


def form(tx: Transaction, purpose: Purpose, registration: Registration, event: Event) -> tuple[EventFile, ...]:
    """The organisers' form for who has asked for travel costs; () if there is none."""
    asked = any(need.kind is NeedKind.TRAVEL_COSTS for need in registration.needs)
    return tx.events.files(event.id, "travel_costs") if asked and event.travel_costs and purpose in WITH_FORM else ()


def thread_of(letter: Letter) -> Thread:
    return Thread(letter.message_id, letter.references, letter.subject, letter.date)
