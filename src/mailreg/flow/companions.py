"""Those whom somebody else has registered hear of it themselves, at their own address (Art. 14 GDPR)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from mailreg.compose.letters import write_letter
from mailreg.compose.marks import message_id_for
from mailreg.compose.mime import is_address
from mailreg.compose.rows import Facts
from mailreg.flow.notices import write_notice
from mailreg.flow.office import Office
from mailreg.flow.writing import Occasion, passed
from mailreg.model.mail import Address
from mailreg.model.outgoing import DeliveryState, Purpose
from mailreg.model.registration import Event, Participant, Registration, Status
from mailreg.notices.addressees import person_key
from mailreg.store.engine import Transaction


def tell_companions(
    office: Office,
    tx: Transaction,
    before: Registration | None,
    after: Registration,
    occasion: Occasion,
    now: datetime,
) -> list[dict[str, object]]:
    """COMPANION to each person with an own address who has come onto the list, CANCELLED to each who was told so and
    has been taken off it. Whoever wrote the mail gets the answer to it, and nothing here."""
    event = occasion.situation.event(after.event)
    if event is None or after.id is None:
        return []
    letter = occasion.letter
    writers = {email.lower() for email in (after.contact.email, letter.answer_to.email, letter.sender.email)}
    was, now_in = _coming(before), _coming(after)
    written = []
    for email in sorted((was.keys() | now_in.keys()) - writers):
        if email in now_in and email not in was:
            again = before is not None and any((p.email or "").lower() == email for p in before.people)
            key = _key(Purpose.COMPANION, after, email, again=again)
            written.append(_tell(office, tx, Purpose.COMPANION, key, now_in[email], after, event, occasion, now))
        elif email in was and email not in now_in and _was_told(office, tx, after, email, now):
            key = _key(Purpose.CANCELLED, after, email, again=True)
            written.append(_tell(office, tx, Purpose.CANCELLED, key, was[email], after, event, occasion, now))
    return written


def tell_seated(
    office: Office,
    tx: Transaction,
    before: Registration | None,
    registration: Registration,
    event: Event,
    now: datetime,
    *,
    hold: str | None,
) -> None:
    """COMPANION to those of a registration who waited with it and have a seat now. Whoever had one `before` has heard
    of it; whoever has lost one since hears of the new one."""
    seated_before = _coming(before)
    for email, person in _coming(registration).items():
        if email != registration.contact.email.lower() and email not in seated_before:
            key = _key(Purpose.COMPANION, registration, email, again=True)
            to = Address(email, person.name)
            write_notice(office, tx, Purpose.COMPANION, registration, event, key, now, hold=hold, to=to)


def _tell(
    office: Office,
    tx: Transaction,
    purpose: Purpose,
    key: str,
    person: Participant,
    registration: Registration,
    event: Event,
    occasion: Occasion,
    now: datetime,
) -> dict[str, object]:
    assert person.email is not None
    # The ceilings of the one who gets it, not of the one who has named them: nobody's inbox is flooded through us.
    traffic = tx.outbox.traffic(person.email, occasion.situation.received_at)
    drop, hold = passed(replace(occasion, situation=replace(occasion.situation, traffic=traffic)), person.email)
    if drop or not is_address(person.email):
        return {"dropped": drop or "no address", "purpose": purpose}
    outgoing = write_letter(
        purpose,
        registration,
        event,
        to=Address(person.email, person.name),
        desk=office.desk,
        key=key,
        templates=office.templates,
        now=now,
        facts=Facts(held=hold is not None, registered_by=_writer(occasion, registration)),
    )
    state = DeliveryState.HELD if hold else DeliveryState.QUEUED
    added = tx.outbox.add(outgoing, state=state, hold_reason=hold, now=occasion.situation.received_at)
    return {"purpose": purpose, "held": hold, "outgoing": outgoing, "added": added}


def _was_told(office: Office, tx: Transaction, registration: Registration, email: str, now: datetime) -> bool:
    """Has a COMPANION mail gone out to them? One that still waits is taken back: then there is nothing to cancel."""
    told = False
    for version in (None, *range(registration.version, 0, -1)):
        key = _key(Purpose.COMPANION, registration, email, again=version is not None, version=version)
        row = tx.outbox.by_message_id(message_id_for(key, office.desk.secret, office.desk.domain))
        if row is None:
            continue
        if row.delivery.state in {DeliveryState.HELD, DeliveryState.QUEUED} and tx.outbox.discard(row.id, now):
            continue
        told = told or row.delivery.state in {DeliveryState.SENT, DeliveryState.CLAIMED}
    return told


def _coming(registration: Registration | None) -> dict[str, Participant]:
    """Those with an own address who have a seat, by address in lower case; the first of each."""
    if registration is None or registration.status is not Status.CONFIRMED:
        return {}
    return _by_address(p for p in registration.people if p.status is Status.CONFIRMED)


def _by_address(people: Iterable[Participant]) -> dict[str, Participant]:
    found: dict[str, Participant] = {}
    for person in people:
        if person.email and person.name:
            found.setdefault(person.email.lower(), person)
    return found


def _writer(occasion: Occasion, registration: Registration) -> str:
    """Who has named the person: their name with us, else what their mail says, else the address."""
    letter, email = occasion.letter, occasion.letter.answer_to.email
    own = [p.name for p in registration.people if p.email and p.email.lower() == email.lower() and p.name]
    return next(iter(own), None) or letter.answer_to.name or letter.sender.name or email


def _key(purpose: Purpose, registration: Registration, email: str, *, again: bool, version: int | None = None) -> str:
    """Unique for good; the address only as a hash. Who comes back after a cancellation is told again."""
    key = person_key(f"{purpose}:{registration.id}", email)
    return f"{key}:v{version or registration.version}" if again else key
