"""Mails that came in: stored with the cursor, judged once, kept or forgotten.

A mail is `waiting` until it is judged. Private mail then leaves its UID and the verdict behind; what a person must
see is in `review`; what failed three times is `quarantined`, with its content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Insert,
    Select,
    Update,
    bindparam,
    case,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    update,
)  # fmt: skip

from mailreg.model.decision import Handling
from mailreg.model.errors import TransientError
from mailreg.model.mail import RawMail
from mailreg.model.ports import Cursor
from mailreg.store.mailrows import JudgedMail, MailState, StoredMail, Verdict, judged_of, raw_of
from mailreg.store.tables import cursors, mails
from mailreg.store.upsert import upsert

ATTEMPTS = 3
BATCH_BYTES = 4_000_000  # of mails that are judged together; the largest mail is 5 MB
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5))


class Inbox:
    """The mails, inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def cursor(self, mailbox: str, folder: str) -> Cursor | None:
        """How far the folder has been read; None if never."""
        row = self._connection.execute(
            select(cursors.c.uidvalidity, cursors.c.next_uid).where(
                cursors.c.mailbox == mailbox, cursors.c.folder == folder
            )
        ).first()
        return None if row is None else Cursor(row.uidvalidity, row.next_uid)

    def store_fetched(
        self,
        fetched: Sequence[RawMail],
        mailbox: str,
        folder: str,
        cursor: Cursor,
        *,
        first_sight: bool,
        now: datetime,
    ) -> int:
        """Insert the mails that are new and move the cursor; the number of new ones. The cursor never goes back
        under one uidvalidity."""
        new = 0
        if fetched:
            rows = [
                {
                    "mailbox": mail.key.mailbox,
                    "folder": mail.key.folder,
                    "uidvalidity": mail.key.uidvalidity,
                    "uid": mail.key.uid,
                    "state": MailState.WAITING,
                    "first_sight": first_sight,
                    "attempts": 0,
                    "received_at": mail.received_at,
                    "stored_at": now,
                    "size": mail.size,
                    "partial": mail.partial,
                    "content": mail.content,
                }
                for mail in fetched
            ]
            new = self._insert(rows)
        values = {
            "mailbox": mailbox,
            "folder": folder,
            "uidvalidity": cursor.uidvalidity,
            "next_uid": cursor.next_uid,
            "updated_at": now,
        }
        self._connection.execute(_moving(self._connection.dialect.name), values)
        return new

    def _insert(self, rows: Sequence[dict[str, Any]]) -> int:
        """How many of the rows are new."""
        dialect = self._connection.dialect.name
        if dialect == "sqlite":
            # Its row count is right for many rows at once, too.
            done = self._connection.execute(_storing(dialect), rows, execution_options={"preserve_rowcount": True})
            return done.rowcount
        # psycopg has no row count for many rows at once; what RETURNING gives is what was inserted.
        return len(self._connection.execute(_storing(dialect).returning(mails.c.id), rows).all())

    def waiting(self, limit: int, now: datetime, after: int = 0) -> list[StoredMail]:
        """Mails to judge, oldest first: with an id above `after`, and not before their next try. At most `limit`, and
        fewer where they are large, so that a batch fits into memory; at least one if there is any."""
        sizes = self._connection.execute(_first_waiting(), {"after": after, "now": now, "most": limit})
        ids: list[int] = []
        total = 0
        for number, size in sizes:
            total += size
            if ids and total > BATCH_BYTES:
                break
            ids.append(number)
        if not ids:
            return []
        rows = self._connection.execute(_to_judge(), {"ids": ids})
        return [StoredMail(row.id, raw_of(row), row.attempts, row.first_sight) for row in rows]

    def judged(self, mail_id: int, verdict: Verdict, *, now: datetime, keep: bool) -> None:
        """Write the verdict down, in one UPDATE. With `keep` False all but key, handling and rule goes.

        Only a waiting mail is judged, or one in review or quarantine that a person has accepted (handling automatic).
        TransientError if it is neither: another process was faster, and all that this transaction did must go."""
        values: dict[str, Any] = {
            "of_mail": mail_id,
            "handling": verdict.handling,
            "rule": verdict.rule,
            "state": MailState.REVIEW if verdict.handling is Handling.REVIEW else MailState.JUDGED,
        }
        if keep:
            values |= {
                "judged_at": now,
                "kind": verdict.kind,
                "why": verdict.why,
                "event": verdict.event,
                "reading": None if verdict.reading is None else dict(verdict.reading),
                "message_id": verdict.message_id,
                "message_digest": _digest(verdict.message_id),
                "content_hash": verdict.content_hash,
            }
        accepted = verdict.handling is Handling.AUTOMATIC
        done = self._connection.execute(_judging(keep=keep, accepted=accepted), _new(values))
        if done.rowcount != 1:
            raise _judged_elsewhere(mail_id)

    def put_away(self, verdicts: Sequence[tuple[int, Handling, str]]) -> None:
        """`judged` for several private mails: id, handling and rule are all that stays of each. TransientError as
        there."""
        if not verdicts:
            return
        values = [
            _new({"of_mail": mail, "handling": handling, "rule": rule, "state": MailState.JUDGED})
            for mail, handling, rule in verdicts
        ]
        statement = _judging(keep=False, accepted=False)
        if self._connection.dialect.supports_sane_multi_rowcount:
            if self._connection.execute(statement, values).rowcount != len(values):
                raise _judged_elsewhere(*(mail for mail, _, _ in verdicts))
            return
        for one in values:
            if self._connection.execute(statement, one).rowcount != 1:
                raise _judged_elsewhere(one["new_of_mail"])

    def failed(self, mail_id: int, error: str, now: datetime) -> int:
        """Count a failure of judging; the number of attempts so far. After the third the mail is quarantined.

        `error` is shown to people and must hold no personal data (a class name, say)."""
        attempts: int | None = self._connection.execute(
            select(mails.c.attempts).where(mails.c.id == mail_id, mails.c.state == MailState.WAITING)
        ).scalar()
        if attempts is None:
            return 0
        attempts += 1
        if attempts < ATTEMPTS:
            values = {"attempts": attempts, "error": error, "next_try": now + BACK_OFF[attempts - 1]}
        else:
            values = {"attempts": attempts, "error": error, "next_try": None, "state": MailState.QUARANTINED}
        self._connection.execute(
            update(mails).where(mails.c.id == mail_id, mails.c.state == MailState.WAITING).values(values)
        )
        return attempts

    def quarantined(self, *, content: bool = True) -> list[JudgedMail]:
        """Mails that could not be judged, oldest first. Without `content` (`raw` None) the list is small."""
        return self._in_state(MailState.QUARANTINED, content=content)

    def in_review(self, *, content: bool = True) -> list[JudgedMail]:
        """Mails that a person must look at, oldest first. Without `content` (`raw` None) the list is small."""
        return self._in_state(MailState.REVIEW, content=content)

    def with_question(self) -> list[JudgedMail]:
        """Mails that were answered although they ask something that a person must answer, until a person has dealt
        with them. Without content, oldest first."""
        columns = [column if column is not mails.c.content else _NO_CONTENT for column in mails.c]
        rows = self._connection.execute(
            select(*columns)
            .where(mails.c.state == MailState.JUDGED, mails.c.handling == Handling.AUTOMATIC)
            .order_by(mails.c.id)
        )
        return [judged_of(row) for row in rows if ((row.reading or {}).get("question") or {}).get("value")]

    def get(self, mail_id: int) -> JudgedMail | None:
        row = self._connection.execute(select(mails).where(mails.c.id == mail_id)).first()
        return None if row is None else judged_of(row)

    def reread(self, mail_id: int) -> bool:
        """Judge the mail once more, with held answers. False if its content is gone or it is unknown."""
        done = self._connection.execute(
            update(mails)
            .where(mails.c.id == mail_id, mails.c.content.is_not(None))
            .values(
                state=MailState.WAITING,
                first_sight=True,
                attempts=0,
                next_try=None,
                error=None,
                resolution=None,
                resolved_at=None,
                message_digest=None,  # else it would be taken for a double of itself
                content_hash=None,
            )
        )
        return done.rowcount == 1

    def resolve(self, mail_id: int, how: str, now: datetime) -> None:
        """A person has dealt with the mail."""
        self._connection.execute(
            update(mails).where(mails.c.id == mail_id).values(state=MailState.RESOLVED, resolution=how, resolved_at=now)
        )

    def seen(self, content_hash: str, *, besides: int | None = None) -> bool:
        """Has a mail with this content been judged and kept, in any folder? `besides`: the id of the mail in question,
        which knows itself where it is judged once more."""
        values = {"hash": content_hash, "besides": besides or 0}
        return self._connection.execute(_same_content(), values).first() is not None

    def with_message_id(self, message_id: str | None, *, besides: int | None = None, limit: int = 20) -> list[bytes]:
        """The contents of mails with this Message-ID that were judged and kept, the latest first. It alone does not
        say that a mail is the same one: scanners and forms give all their mails one Message-ID."""
        if not message_id:
            return []
        values = {"digest": _digest(message_id), "besides": besides or 0, "most": limit}
        return [bytes(row.content) for row in self._connection.execute(_same_message_id(), values)]

    def counts(self) -> dict[str, int]:
        """The number of mails in each state; every state is there."""
        rows = self._connection.execute(select(mails.c.state, func.count()).group_by(mails.c.state))
        return {str(state): 0 for state in MailState} | {row[0]: row[1] for row in rows}

    def verdicts(self) -> dict[tuple[str, str], int]:
        """How often each (handling, rule) has decided."""
        rows = self._connection.execute(
            select(mails.c.handling, mails.c.rule, func.count())
            .where(mails.c.handling.is_not(None))
            .group_by(mails.c.handling, mails.c.rule)
            .order_by(func.count().desc(), mails.c.rule)
        )
        return {(row[0], row[1]): row[2] for row in rows}

    def _in_state(self, state: MailState, *, content: bool) -> list[JudgedMail]:
        columns = [column if content or column is not mails.c.content else _NO_CONTENT for column in mails.c]
        rows = self._connection.execute(select(*columns).where(mails.c.state == state).order_by(mails.c.id))
        return [judged_of(row) for row in rows]


_NO_CONTENT = null().label("content")
# What judging writes: of every mail, and of those that are kept.
_ALWAYS = ("handling", "rule", "state")
_KEPT = ("judged_at", "kind", "why", "event", "reading", "message_id", "message_digest", "content_hash")
# What a private mail does not leave behind.
_FORGOTTEN = (*_KEPT, "received_at", "stored_at", "size", "partial", "resolution", "resolved_at", "content")


# Statements that every batch or every mail needs are built once: putting them together takes longer than running them.


@cache
def _storing(dialect: str) -> Insert:
    """The INSERT of `Inbox.store_fetched`."""
    return upsert(dialect, mails).on_conflict_do_nothing(index_elements=["mailbox", "folder", "uidvalidity", "uid"])


@cache
def _moving(dialect: str) -> Insert:
    """It moves a cursor, and never back under one uidvalidity."""
    move = upsert(dialect, cursors)
    is_behind = (cursors.c.uidvalidity == move.excluded.uidvalidity) & (cursors.c.next_uid > move.excluded.next_uid)
    return move.on_conflict_do_update(
        index_elements=["mailbox", "folder"],
        set_={
            "uidvalidity": move.excluded.uidvalidity,
            "next_uid": case((is_behind, cursors.c.next_uid), else_=move.excluded.next_uid),
            "updated_at": move.excluded.updated_at,
        },
    )


@cache
def _first_waiting() -> Select[int, int]:
    """Ids and sizes of the first mails to judge."""
    return (
        select(mails.c.id, func.length(mails.c.content).label("size"))
        .where(
            mails.c.state == MailState.WAITING,
            mails.c.id > bindparam("after"),
            or_(mails.c.next_try.is_(None), mails.c.next_try <= bindparam("now")),
        )
        .order_by(mails.c.id)
        .limit(bindparam("most"))
    )


@cache
def _to_judge() -> Select[Any]:
    """These mails, with what `Inbox.waiting` tells of them."""
    names = (
        "id",
        "mailbox",
        "folder",
        "uidvalidity",
        "uid",
        "received_at",
        "size",
        "partial",
        "attempts",
        "first_sight",
    )
    columns = [mails.c[name] for name in (*names, "content")]
    return select(*columns).where(mails.c.id.in_(bindparam("ids", expanding=True))).order_by(mails.c.id)


@cache
def _judging(*, keep: bool, accepted: bool) -> Update:
    """The UPDATE of `Inbox.judged`."""
    states = [MailState.WAITING, MailState.REVIEW, MailState.QUARANTINED] if accepted else [MailState.WAITING]
    written = _ALWAYS + (_KEPT if keep else ())
    values: dict[str, Any] = {name: bindparam(f"new_{name}", type_=mails.c[name].type) for name in written}
    # As SQL, not as values, which would have to be brought into the database's form for each mail.
    values |= {"attempts": literal_column("0"), "next_try": null(), "error": null()}
    if not keep:
        values |= dict.fromkeys(_FORGOTTEN, null()) | {"first_sight": false()}
    allowed = or_(*(mails.c.state == state for state in states))
    return update(mails).where(mails.c.id == bindparam("new_of_mail"), allowed).values(values)


@cache
def _same_content() -> Select[int]:
    """Other mails than `besides` with this hash."""
    others = mails.c.id != bindparam("besides")  # no mail has the number 0
    return select(mails.c.id).where(mails.c.content_hash == bindparam("hash"), others).limit(1)


@cache
def _same_message_id() -> Select[bytes]:
    theirs = (mails.c.message_digest == bindparam("digest"), mails.c.content.is_not(None))
    query = select(mails.c.content).where(*theirs, mails.c.id != bindparam("besides"))
    return query.order_by(mails.c.id.desc()).limit(bindparam("most"))


def _judged_elsewhere(*mails: int) -> TransientError:
    names = ", ".join(map(str, mails))
    return TransientError(f"Mail {names} hat gerade ein anderer Prozess bearbeitet; es bleibt bei dessen Ergebnis.")


def _new(values: dict[str, Any]) -> dict[str, Any]:
    """A parameter may not be called like a column."""
    return {f"new_{name}": value for name, value in values.items()}


def _digest(message_id: str | None) -> str | None:
    if not message_id:
        return None
    return hashlib.sha256(message_id.encode("utf-8", "surrogatepass")).hexdigest()
