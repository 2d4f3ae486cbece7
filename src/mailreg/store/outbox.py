"""Mails to send, as finished bytes. Workers take turns by conditional UPDATEs and their row counts, without locks.

queued → claimed (a lease) → "sending" is written down → sent. A row whose lease has ended is claimed again; only where
"sending" was written down may a copy have gone out, and `Claimed.recovered` says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select, update
from sqlalchemy.sql.dml import ReturningInsert

from mailreg.model.decision import Traffic
from mailreg.model.errors import TransientError
from mailreg.model.outgoing import NOTICES, DeliveryState, Outgoing, Purpose
from mailreg.store.outboxrows import Claimed, OutboxRow, outgoing_of, row_of
from mailreg.store.tables import outbox
from mailreg.store.traffic import count_traffic, person
from mailreg.store.upsert import upsert

State = DeliveryState


class Outbox:
    """The outbox, inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, outgoing: Outgoing, *, state: DeliveryState, hold_reason: str | None, now: datetime) -> bool:
        """Store a mail to send. False if one with this key is there already; then nothing changes."""
        values = {
            "key": outgoing.key,
            "purpose": outgoing.purpose,
            "recipient": outgoing.recipient,
            "recipient_key": person(outgoing.recipient),
            "message_id": outgoing.message_id,
            "event": outgoing.event,
            "registration": outgoing.registration,
            "not_before": outgoing.not_before,
            "in_reply_to": outgoing.in_reply_to,
            "state": state,
            "hold_reason": hold_reason,
            "attempts": 0,
            "sending": False,
            "created_at": now,
            "updated_at": now,
            "copied": False,
            "copy_attempts": 0,
            "content": outgoing.content,
        }
        return self._connection.execute(_adding(self._connection.dialect.name), values).first() is not None

    def claim(
        self,
        now: datetime,
        worker: str,
        lease_seconds: int = 120,
        limit: int = 1,
        only: Collection[Purpose] = tuple(Purpose),
    ) -> list[Claimed]:
        """Take up to `limit` rows that are due: answers and mail to the organisers before notices, then the oldest. Two
        workers never get the same row: the UPDATE repeats what the SELECT saw, and who changes no row has come too
        late."""
        claimed: list[Claimed] = []
        due = outbox.c.purpose.in_(tuple(only)) & or_(
            and_(
                outbox.c.state == State.QUEUED,
                or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now),
                or_(outbox.c.next_try.is_(None), outbox.c.next_try <= now),
            ),
            and_(outbox.c.state == State.CLAIMED, outbox.c.leased_until <= now),
        )
        urgency = case((outbox.c.purpose.in_(NOTICES), 1), else_=0)
        while len(claimed) < limit:
            # The ids first: thousands of mails that are due would be sorted with all their bytes.
            first = select(outbox.c.id).where(due).order_by(urgency, outbox.c.id).limit(limit - len(claimed)).subquery()
            rows = self._connection.execute(
                select(outbox).join(first, outbox.c.id == first.c.id).order_by(urgency, outbox.c.id)
            ).all()
            if not rows:
                break
            for row in rows:
                done = self._connection.execute(
                    update(outbox)
                    .where(
                        outbox.c.id == row.id,
                        outbox.c.state == row.state,
                        outbox.c.attempts == row.attempts,  # grows with every claim: nobody was here in between
                        due,
                    )
                    .values(
                        state=State.CLAIMED,
                        worker=worker,
                        leased_until=now + timedelta(seconds=lease_seconds),
                        attempts=row.attempts + 1,
                        updated_at=now,
                    )
                )
                if done.rowcount == 1:
                    crashed = row.sending and row.state == State.CLAIMED
                    again = row.sent_at is not None
                    claimed.append(
                        Claimed(row.id, outgoing_of(row), row.attempts, row.sending, crashed, again, row.created_at)
                    )
        return claimed

    def sending(self, number: int, worker: str) -> None:
        """From now on a copy may have gone out. TransientError if the row is no longer this worker's: then it must not
        send."""
        changed = self._change(number, outbox.c.state == State.CLAIMED, outbox.c.worker == worker, sending=True)
        if not changed:
            raise TransientError(f"Die Mail {number} im Ausgang hat inzwischen ein anderer Prozess übernommen.")

    def sent(self, number: int, now: datetime, worker: str) -> None:
        """It has gone out: a fact, whoever holds the row by now."""
        self._change(
            number,
            outbox.c.state != State.SENT,
            state=State.SENT,
            sent_at=now,
            updated_at=now,
            worker=worker,
            **_AT_REST,
        )

    def retry(self, number: int, error: str, next_try: datetime, worker: str, *, maybe_sent: bool = False) -> bool:
        """Try again later. False (and no change) if another worker holds the row by now. `maybe_sent`: the connection
        broke so late that a copy may have gone out; the next claim is `recovered`."""
        return self._change(
            number,
            outbox.c.state == State.CLAIMED,
            outbox.c.worker == worker,
            **(_AT_REST | {"state": State.QUEUED, "error": error, "next_try": next_try, "sending": maybe_sent}),
        )

    def failed(self, number: int, error: str, now: datetime) -> None:
        """It can't be delivered; a person is shown why."""
        self._change(
            number,
            outbox.c.state != State.SENT,
            **(_AT_REST | {"state": State.FAILED, "error": error, "updated_at": now}),
        )

    def expire(self, number: int, now: datetime) -> bool:
        """Too late: its event has begun. False if it has been sent or is no longer open."""
        return self._change(
            number,
            outbox.c.state.in_((State.HELD, State.QUEUED, State.CLAIMED, State.FAILED)),
            state=State.EXPIRED,
            updated_at=now,
            **_AT_REST,
        )

    def rewrite(self, number: int, fresh: Outgoing, now: datetime) -> bool:
        """Other words for a mail that has not gone out: the same mail for all that, with its key and Message-ID. False
        if nobody holds it, or a copy may be out."""
        return self._change(
            number,
            outbox.c.state == State.CLAIMED,
            outbox.c.sending.is_(False),
            outbox.c.key == fresh.key,
            purpose=fresh.purpose,
            content=fresh.content,
            created_at=now,
            updated_at=now,
        )

    def hold(self, number: int, reason: str) -> bool:
        """Let a person decide. False if it has been sent or is no longer open."""
        return self._change(
            number,
            outbox.c.state.in_((State.QUEUED, State.CLAIMED)),
            state=State.HELD,
            hold_reason=reason,
            **_AT_REST,
        )

    def approve(self, number: int, now: datetime) -> bool:
        """A person says yes to a held mail. False if it is not held."""
        return self._change(
            number, outbox.c.state == State.HELD, state=State.QUEUED, hold_reason=None, updated_at=now, **_AT_REST
        )

    def discard(self, number: int, now: datetime) -> bool:
        """A person says no. False if it has been sent, or is being sent just now."""
        return self._change(
            number,
            outbox.c.state.in_((State.HELD, State.QUEUED, State.FAILED)),
            state=State.DISCARDED,
            updated_at=now,
            **_AT_REST,
        )

    def spare(self, number: int, reason: str, now: datetime) -> bool:
        """It is no longer needed, for this reason. False if it has been sent or is no longer open."""
        return self._change(
            number,
            outbox.c.state.in_((State.QUEUED, State.CLAIMED)),
            state=State.DISCARDED,
            hold_reason=reason,
            updated_at=now,
            **_AT_REST,
        )

    def retry_now(self, number: int, now: datetime) -> bool:
        """A person wants a failed or postponed mail to be tried again. False if it is neither."""
        return self._change(
            number,
            outbox.c.state.in_((State.QUEUED, State.FAILED)),
            **{key: value for key, value in _AT_REST.items() if key != "sending"},
            state=State.QUEUED,
            updated_at=now,
        )

    def holders(self) -> list[str]:
        """The workers that hold a row, dead ones too."""
        rows = self._connection.execute(
            select(outbox.c.worker).where(outbox.c.state == State.CLAIMED).distinct().order_by(outbox.c.worker)
        )
        return [row.worker for row in rows if row.worker]

    def release(self, worker: str, now: datetime) -> int:
        """End the leases of a worker that is known to be dead; the number of rows. They can be claimed at once."""
        return self._connection.execute(
            update(outbox)
            .where(outbox.c.state == State.CLAIMED, outbox.c.worker == worker)
            .values(leased_until=now, updated_at=now)
        ).rowcount

    def give_back(self, rows: Iterable[Claimed], worker: str, now: datetime) -> None:
        """What was claimed and not tried may be claimed again at once, as if nothing had happened. What a killed
        process left behind stays so: whoever claims it next must know."""
        mine = (outbox.c.state == State.CLAIMED, outbox.c.worker == worker)
        for row in rows:
            if row.crashed:
                self._change(row.id, *mine, leased_until=now)
            else:
                self._change(row.id, *mine, state=State.QUEUED, leased_until=None, attempts=row.attempts)

    def copies_done(self, numbers: Collection[int]) -> None:
        """The copies lie in the Sent folder."""
        if numbers:
            self._connection.execute(update(outbox).where(outbox.c.id.in_(numbers)).values(copied=True))

    def copies_failed(self, numbers: Collection[int]) -> None:
        """The copies could not be put into the Sent folder this time."""
        if numbers:
            tries = outbox.c.copy_attempts + 1
            self._connection.execute(update(outbox).where(outbox.c.id.in_(numbers)).values(copy_attempts=tries))

    def uncopied(self, after: int = 0, limit: int = 100, tries: int = 1_000) -> list[Claimed]:
        """Sent mails behind this number without a copy in the Sent folder, the first `limit` of them; `attempts` counts
        the failed tries to put one there, and those with `tries` are left out."""
        missing = (outbox.c.state == State.SENT, outbox.c.copied.is_(False), outbox.c.copy_attempts < tries)
        query = select(outbox).where(*missing, outbox.c.id > after).order_by(outbox.c.id).limit(limit)
        rows = self._connection.execute(query)
        return [Claimed(row.id, outgoing_of(row), row.copy_attempts) for row in rows]

    def events_of(self, purposes: Collection[Purpose]) -> set[str]:
        """The events of which something waits for these purposes."""
        query = select(outbox.c.event).where(outbox.c.purpose.in_(tuple(purposes)), *_UNSENT).distinct()
        return {event for event in self._connection.execute(query).scalars() if event}

    def keys(self, event: str, purposes: Collection[Purpose]) -> set[str]:
        """The keys of what has been written for these purposes, whatever became of it."""
        query = select(outbox.c.key).where(outbox.c.event == event, outbox.c.purpose.in_(tuple(purposes)))
        return set(self._connection.execute(query).scalars())

    def too_late(self, event: str, purposes: Collection[Purpose]) -> list[tuple[str, str]]:
        """Key and recipient of what was written for these purposes and did not go out in time."""
        query = select(outbox.c.key, outbox.c.recipient).where(
            outbox.c.event == event,
            outbox.c.purpose.in_(tuple(purposes)),
            or_(
                and_(outbox.c.state == State.EXPIRED, func.coalesce(outbox.c.hold_reason, "") != "event_cancelled"),
                and_(outbox.c.state == State.DISCARDED, outbox.c.hold_reason == "superseded"),
            ),
        )
        return [(row.key, row.recipient) for row in self._connection.execute(query)]

    def expire_all(self, event: str, purposes: Collection[Purpose], reason: str, now: datetime) -> int:
        """Everything of an event for these purposes that nobody is sending just now is too late, for this reason; the
        number. What may have gone out (`maybe_sent`) stays for a person to see."""
        return self._end(
            State.EXPIRED, reason, now, outbox.c.event == event, outbox.c.purpose.in_(tuple(purposes))
        )  # fmt: skip

    def supersede(
        self, registration: int, purposes: Collection[Purpose], now: datetime, recipient: str | None = None
    ) -> int:
        """What waits for this registration for these purposes, to anybody or this recipient, gives way to a later
        mail; the number."""
        to = () if recipient is None else (outbox.c.recipient.in_((recipient, recipient.lower())),)
        where = (outbox.c.registration == registration, outbox.c.purpose.in_(tuple(purposes)), *to)
        return self._end(State.DISCARDED, "superseded", now, *where)

    def _end(self, state: DeliveryState, reason: str, now: datetime, *where: ColumnElement[bool]) -> int:
        return self._connection.execute(
            update(outbox)
            .where(*where, *_UNSENT)
            .values(**(_AT_REST | {"state": state, "hold_reason": reason, "updated_at": now}))
        ).rowcount

    def forget(self, event: str, purposes: Collection[Purpose]) -> int:
        """Drop what was written for these purposes and has not gone out, so that it is written anew; the number."""
        return self._connection.execute(
            outbox.delete().where(outbox.c.event == event, outbox.c.purpose.in_(tuple(purposes)), *_UNSENT)
        ).rowcount

    def has_answered(self, message_id: str) -> bool:
        """Has a mail of ours that answers this Message-ID gone out?"""
        return bool(self.answered_ones([message_id]))

    def answered_ones(self, message_ids: Collection[str | None]) -> set[str]:
        """Those of these Message-IDs that a mail of ours which has gone out answers."""
        query = select(outbox.c.in_reply_to).where(outbox.c.in_reply_to.in_(message_ids), outbox.c.state == State.SENT)
        return set(self._connection.execute(query.distinct()).scalars()) if message_ids else set()

    def get(self, number: int) -> OutboxRow | None:
        row = self._connection.execute(select(outbox).where(outbox.c.id == number)).first()
        return None if row is None else row_of(row)

    def latest(self, purpose: Purpose, recipient: str) -> datetime | None:
        """When the last mail of this purpose that went out (or is just going) was written to this recipient; None if
        there is none."""
        query = select(func.max(outbox.c.created_at)).where(
            outbox.c.recipient_key == person(recipient),
            outbox.c.purpose == purpose,
            outbox.c.state.in_((State.SENT, State.CLAIMED)),
        )
        moment: datetime | None = self._connection.execute(query).scalar()
        return moment

    def by_message_id(self, message_id: str) -> OutboxRow | None:
        """The mail of ours with this Message-ID (with angle brackets)."""
        row = self._connection.execute(
            select(outbox).where(outbox.c.message_id == message_id).order_by(outbox.c.id).limit(1)
        ).first()
        return None if row is None else row_of(row)

    def traffic(self, address: str, now: datetime) -> Traffic:
        """Answers written to this address and in all, for the ceilings."""
        return count_traffic(self._connection, person(address), now)

    def counts(self) -> dict[str, int]:
        """The number of mails in each state; every state is there."""
        rows = self._connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
        return {str(state): 0 for state in State} | {row[0]: row[1] for row in rows}

    def list(self, states: Iterable[DeliveryState] | None = None) -> list[OutboxRow]:
        """All mails, or those in these states, oldest first."""
        query = select(outbox).order_by(outbox.c.id)
        if states is not None:
            query = query.where(outbox.c.state.in_(tuple(states)))
        return [row_of(row) for row in self._connection.execute(query)]

    def _change(self, number: int, *conditions: ColumnElement[bool], **values: Any) -> bool:
        done = self._connection.execute(update(outbox).where(outbox.c.id == number, *conditions).values(values))
        return done.rowcount == 1


@cache
def _adding(dialect: str) -> ReturningInsert[int]:
    """The INSERT of `Outbox.add`. Built once, as every answer needs it. The row count of an INSERT is not known on
    PostgreSQL; what RETURNING gives is what was inserted."""
    return upsert(dialect, outbox).on_conflict_do_nothing(index_elements=["key"]).returning(outbox.c.id)


# Surely not gone out, and nobody is at it.
_UNSENT: tuple[ColumnElement[bool], ...] = (
    outbox.c.state.in_((State.HELD, State.QUEUED)),
    outbox.c.sending.is_(False),
    or_(outbox.c.hold_reason.is_(None), outbox.c.hold_reason != "maybe_sent"),
)

# What a row has that nobody works at.
_AT_REST: dict[str, Any] = {"leased_until": None, "next_try": None, "error": None, "sending": False}
