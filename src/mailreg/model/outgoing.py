"""Mail that we send: the finished bytes, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Purpose(StrEnum):
    CONFIRM = "confirm"  # you are registered
    CHANGED = "changed"  # your registration was changed
    CANCELLED = "cancelled"  # your registration was cancelled
    ALERT = "alert"  # to the organisers: mailreg cannot work
    RECOVERED = "recovered"  # to the organisers: it works again


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One mail to send. `key` is unique for good (e.g. "confirm:17:v3"): the same answer is never written twice."""

    key: str
    purpose: Purpose
    recipient: str
    message_id: str  # with angle brackets; fixed when the mail is written
    content: bytes  # RFC 5322, CRLF
    event: str | None = None  # event id; an answer is never sent after its event's start
    registration: int | None = None
    not_before: datetime | None = None
    in_reply_to: str | None = None


class DeliveryState(StrEnum):
    HELD = "held"  # waits for a person
    QUEUED = "queued"  # to be sent
    CLAIMED = "claimed"  # a worker is at it, until its lease ends
    SENT = "sent"
    FAILED = "failed"  # permanent; shown to a person
    DISCARDED = "discarded"  # a person said no
    EXPIRED = "expired"  # too late: the event has begun


@dataclass(frozen=True, slots=True)
class Delivery:
    state: DeliveryState
    attempts: int = 0
    next_try: datetime | None = None
    error: str | None = None
    hold_reason: str | None = None
