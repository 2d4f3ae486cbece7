"""What becomes of the outbox's rows when mail comes back: failed for good, sent once more, or still under way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, or_, select, update

from mailreg.model.outgoing import INTERNAL, DeliveryState
from mailreg.store.names import email_key
from mailreg.store.tables import outbox

State = DeliveryState
_AT_REST: dict[str, Any] = {"leased_until": None, "sending": False}


class Returns:
    """Changes of rows that have been sent, inside the caller's transaction. Each method is False, and changes nothing,
    where the row is not in a state to come back: never sent, discarded, too late, or just being sent."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def failed(self, number: int, error: str, now: datetime) -> bool:
        """It will not arrive; a person is shown why. What waited for its next try waits no more."""
        waits = and_(outbox.c.state == State.QUEUED, outbox.c.sent_at.is_not(None))
        return self._change(
            number,
            or_(outbox.c.state.in_((State.SENT, State.FAILED)), waits),
            state=State.FAILED,
            error=error,
            next_try=None,
            updated_at=now,
            **_AT_REST,
        )

    def send_again(self, number: int, error: str, at: datetime, now: datetime) -> bool:
        """The same bytes once more, not before `at`."""
        return self._change(
            number,
            outbox.c.state == State.SENT,
            state=State.QUEUED,
            error=error,
            next_try=at,
            updated_at=now,
            **_AT_REST,
        )

    def delayed(self, number: int, note: str, now: datetime) -> bool:
        """It is still under way; that is noted, nothing more."""
        return self._change(number, outbox.c.state == State.SENT, error=note, updated_at=now)

    def written_to(self, addresses: Iterable[str], since: datetime, until: datetime) -> bool:
        """Has a mail to one of these addresses, not to organisers, gone out in this time?"""
        keys = sorted(filter(None, map(email_key, addresses)))
        if not keys:
            return False
        values = {"addresses": keys, "since": since, "until": until}
        return self._connection.execute(_to_these(), values).first() is not None

    def _change(self, number: int, condition: Any, **values: Any) -> bool:
        done = self._connection.execute(update(outbox).where(outbox.c.id == number, condition).values(values))
        return done.rowcount == 1


@cache
def _to_these() -> Select[int]:
    """The query of `Returns.written_to`. Built once: every report that comes back to somebody asks for it."""
    to, sent = outbox.c.recipient.in_(bindparam("addresses", expanding=True)), outbox.c.sent_at
    in_time = sent.between(bindparam("since"), bindparam("until"))
    return select(outbox.c.id).where(to, outbox.c.purpose.not_in(INTERNAL), in_time).limit(1)
