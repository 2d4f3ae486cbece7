"""A mail that answers none: written, passed through the gate, and laid into the outbox, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mailreg.compose.letters import write_letter
from mailreg.compose.mime import is_address
from mailreg.compose.rows import Facts
from mailreg.flow.office import Office
from mailreg.model.mail import Address
from mailreg.model.outgoing import DeliveryState, Purpose
from mailreg.model.registration import Event, Registration
from mailreg.policy.guards import notice_gate
from mailreg.registrations.waitinglist import told_of
from mailreg.store.engine import Transaction


def write_notice(
    office: Office,
    tx: Transaction,
    purpose: Purpose,
    registration: Registration,
    event: Event,
    key: str,
    now: datetime,
    *,
    facts: Facts | None = None,
    wanted: bool = False,
    hold: str | None = None,
    to: Address | None = None,
    entries: Sequence[Registration] = (),
) -> bool:
    """Lay one notice to a registration's contact, or `to` one of its people, into the outbox: queued, or held with its
    reason. False if it is there already, or nobody can be written to. `wanted`: a person has asked for it. `hold`: it
    waits in any case. `entries`: the registrations whose calendar entries go along, where `registration` stands for
    several."""
    to = to or Address(registration.contact.email, registration.contact.name)
    gate = notice_gate(to.email, office.mode, office.own_addresses, (event,), wanted=wanted)
    if gate.drop or not is_address(to.email) or tx.addresses.unreachable([to.email]):
        return False
    held = gate.hold or hold
    outgoing = write_letter(
        purpose,
        told_of(purpose, registration),
        event,
        to=to,
        desk=office.desk,
        key=key,
        templates=office.templates,
        now=now,
        facts=facts or Facts(),
        entries=entries,
    )
    state = DeliveryState.HELD if held else DeliveryState.QUEUED
    return tx.outbox.add(outgoing, state=state, hold_reason=held, now=now)
