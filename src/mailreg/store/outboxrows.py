"""A mail to send, as the database knows it: its row as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from mailreg.model.outgoing import Delivery, DeliveryState, Outgoing, Purpose


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that is ours until its lease ends. `attempts`: how often it was claimed before.
    `recovered`: a copy may have gone out already, so the Sent folder must be asked first. `crashed`: so it is because
    a process ended in the middle; else the line broke before the server's answer, and the process lived to say so.
    `again`: it was sent, came back, and is to be sent once more: that the Sent folder has it tells nothing."""

    id: int
    outgoing: Outgoing
    attempts: int = 0
    recovered: bool = False
    crashed: bool = False
    again: bool = False
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A mail of the outbox and what became of it, for the lists that people read."""

    id: int
    outgoing: Outgoing
    delivery: Delivery
    created_at: datetime
    sent_at: datetime | None = None
    copied: bool = False


def outgoing_of(row: Row[Any]) -> Outgoing:
    """The mail to send."""
    return Outgoing(
        key=row.key,
        purpose=Purpose(row.purpose),
        recipient=row.recipient,
        message_id=row.message_id,
        content=bytes(row.content),
        event=row.event,
        registration=row.registration,
        not_before=row.not_before,
        in_reply_to=row.in_reply_to,
    )


def row_of(row: Row[Any]) -> OutboxRow:
    """The mail, and what became of it."""
    delivery = Delivery(DeliveryState(row.state), row.attempts, row.next_try, row.error, row.hold_reason)
    return OutboxRow(row.id, outgoing_of(row), delivery, row.created_at, row.sent_at, row.copied)
