"""Who of those whom somebody else has registered has been told so: what became of their mails (COMPANION)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from mailreg.model.outgoing import DeliveryState, Purpose
from mailreg.store.names import email_key
from mailreg.store.tables import outbox

State = DeliveryState


@dataclass(frozen=True, slots=True)
class Told:
    """The latest mail that tells somebody (`email`, in lower case) of a registration."""

    registration: int
    email: str
    state: DeliveryState
    written_at: datetime
    sent_at: datetime | None = None
    hold_reason: str | None = None

    @property
    def since(self) -> datetime | None:
        """Since when they know of it; None if it has not gone out, or came back for good."""
        return self.sent_at if self.state in {State.SENT, State.QUEUED, State.CLAIMED} else None

    @property
    def on_its_way(self) -> bool:
        """Has it gone out, or may it still? Not if it was withdrawn, has failed or came too late."""
        return self.state in {State.SENT, State.QUEUED, State.CLAIMED, State.HELD}


class Informed:
    """What those who were named know, inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, event: str, registration: int | None = None) -> list[Told]:
        """For each registration of an event, or one of them, and each of its people who was written to."""
        query = select(
            outbox.c.registration, outbox.c.recipient, outbox.c.state, outbox.c.created_at, outbox.c.sent_at,
            outbox.c.hold_reason,
        ).where(outbox.c.event == event, outbox.c.purpose == Purpose.COMPANION).order_by(outbox.c.id)  # fmt: skip
        if registration is not None:
            query = query.where(outbox.c.registration == registration)
        found: dict[tuple[int, str], Told] = {}
        for row in self._connection.execute(query):
            email = email_key(row.recipient)
            if row.registration is not None and email is not None:
                found[row.registration, email] = Told(
                    row.registration, email, State(row.state), row.created_at, row.sent_at, row.hold_reason
                )
        return list(found.values())
