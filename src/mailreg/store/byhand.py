"""The mails that waited for a person until somebody answered them by hand."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, or_, select, update

from mailreg.model.decision import Handling
from mailreg.store.mailrows import MailState
from mailreg.store.tables import mails

RESOLUTION = "answered_by_hand"


class ByHand:
    """What was answered by hand, inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def waiting(self, since: datetime) -> dict[str, list[int]]:
        """By Message-ID the mails, received since then, that wait for a person, or that were answered and hold a
        question which a person must answer. Asked in each round: only what is needed is read."""
        asks = and_(
            mails.c.state == MailState.JUDGED,
            mails.c.handling == Handling.AUTOMATIC,
            mails.c.reading["question"]["value"].as_boolean(),
        )
        query = (
            select(mails.c.message_id, mails.c.id)
            .where(
                or_(mails.c.state == MailState.REVIEW, asks),
                mails.c.message_id.is_not(None),
                mails.c.received_at >= since,
            )
            .order_by(mails.c.id)
        )
        found: dict[str, list[int]] = {}
        for row in self._connection.execute(query):
            found.setdefault(row.message_id, []).append(row.id)
        return found

    def mark(self, mail_id: int, now: datetime) -> bool:
        """Somebody has answered the mail. False if nobody waits for that any more."""
        done = self._connection.execute(
            update(mails)
            .where(mails.c.id == mail_id, mails.c.state.in_([MailState.REVIEW, MailState.JUDGED]))
            .values(state=MailState.RESOLVED, resolution=RESOLUTION, resolved_at=now)
        )
        return done.rowcount == 1

    def reopen(self, mail_id: int) -> bool:
        """Such a mail waits for a person again. False if it is none."""
        done = self._connection.execute(
            update(mails)
            .where(mails.c.id == mail_id, mails.c.state == MailState.RESOLVED, mails.c.resolution == RESOLUTION)
            .values(state=MailState.REVIEW, resolution=None, resolved_at=None)
        )
        return done.rowcount == 1

    def latest(self, limit: int) -> list[int]:
        """Those that were in review, the latest of them, oldest first."""
        query = (
            select(mails.c.id)
            .where(
                mails.c.state == MailState.RESOLVED,
                mails.c.resolution == RESOLUTION,
                mails.c.handling == Handling.REVIEW,
            )
            .order_by(mails.c.resolved_at.desc(), mails.c.id.desc())
            .limit(limit)
        )
        return sorted(self._connection.execute(query).scalars())
