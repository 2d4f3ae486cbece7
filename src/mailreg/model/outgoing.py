"""Mail that we send: the finished bytes, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Purpose(StrEnum):
    # answers to a mail, in its thread
    CONFIRM = "confirm"  # you are registered
    ALREADY = "already"  # you are registered already, nothing has changed
    WAITING = "waiting"  # all seats are taken: you are on the waiting list
    CHANGED = "changed"  # your registration was changed
    TRAVEL_COSTS = "travel_costs"  # how travel costs are covered, with the organiser's form
    INTERPRETING = "interpreting"  # the languages that were noted
    CANCELLED = "cancelled"  # your registration was cancelled
    NOT_REGISTERED = "not_registered"  # thanks for telling us; you were not on the list
    RECEIVED = "received"  # a person will look at your mail
    QUESTION = "question"  # your question was passed on to a person
    CLOSED = "closed"  # registration is closed
    # to participants, by our own doing
    COMPANION = "companion"  # somebody has registered you
    PLACE_FREE = "place_free"  # you were on the waiting list and have a seat now
    EVENT_CHANGED = "event_changed"  # another time or place
    EVENT_CANCELLED = "event_cancelled"  # it does not take place
    REMINDER = "reminder"  # days before
    REMINDER_LAST = "reminder_last"  # the day before, or later
    THANKS = "thanks"  # after the event
    # to the organisers
    DIGEST = "digest"  # the day in figures, and what needs a person
    ALERT = "alert"  # to the organisers: mailreg cannot work
    RECOVERED = "recovered"  # to the organisers: it works again
    COMMAND = "command"  # to an organiser: a command by mail that could not be carried out


# Answers to a mail of somebody's.
ANSWERS = (
    Purpose.CONFIRM, Purpose.ALREADY, Purpose.WAITING, Purpose.CHANGED, Purpose.TRAVEL_COSTS, Purpose.INTERPRETING,
    Purpose.CANCELLED, Purpose.NOT_REGISTERED, Purpose.RECEIVED, Purpose.QUESTION, Purpose.CLOSED,
)  # fmt: skip
# To participants, without a mail of theirs that is answered.
NOTICES = (
    Purpose.COMPANION, Purpose.PLACE_FREE, Purpose.EVENT_CHANGED, Purpose.EVENT_CANCELLED, Purpose.REMINDER,
    Purpose.REMINDER_LAST, Purpose.THANKS,
)  # fmt: skip
# What a stranger's mail can make us send: this counts against the ceilings.
COUNTED = (*ANSWERS, Purpose.COMPANION)
# To the organisers: they go out in every mode.
INTERNAL = (Purpose.DIGEST, Purpose.ALERT, Purpose.RECOVERED, Purpose.COMMAND)


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
