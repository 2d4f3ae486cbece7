"""Addresses that mail of ours came back from: whom not to write to, and what a person should do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Delete, Row, bindparam, select

from mailreg.store.names import email_key
from mailreg.store.tables import addresses
from mailreg.store.upsert import upsert


@dataclass(frozen=True, slots=True)
class AddressMark:
    """`unreachable_at` None: only soft failures so far, it may be written to. `reason` is a code, `diagnostic` the
    server's own words in one line, `outgoing` the row of the outbox that came back."""

    email: str
    reason: str
    last_bounce_at: datetime
    diagnostic: str = ""
    unreachable_at: datetime | None = None
    soft_bounces: int = 0
    outgoing: int | None = None
    replacement: str | None = None


class Addresses:
    """The marks, inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, email: str) -> AddressMark | None:
        key = email_key(email)
        row = self._connection.execute(select(addresses).where(addresses.c.email == key)).first()
        return None if row is None else _mark(row)

    def unreachable(self, emails: Iterable[str]) -> set[str]:
        """Those of the given addresses, as given, that must not be written to."""
        keys = {email: email_key(email) for email in emails}
        known = set(
            self._connection.execute(
                select(addresses.c.email).where(
                    addresses.c.unreachable_at.is_not(None), addresses.c.email.in_(sorted(filter(None, keys.values())))
                )
            ).scalars()
        )
        return {email for email, key in keys.items() if key in known}

    def mark(self, mark: AddressMark) -> None:
        """Insert or replace what is known of an address."""
        key = email_key(mark.email)
        if key is None:
            return
        values: dict[str, Any] = {
            "email": key,
            "unreachable_at": mark.unreachable_at,
            "reason": mark.reason,
            "diagnostic": mark.diagnostic,
            "soft_bounces": mark.soft_bounces,
            "last_bounce_at": mark.last_bounce_at,
            "outgoing": mark.outgoing,
            "replacement": mark.replacement,
        }
        statement = upsert(self._connection.dialect.name, addresses).values(values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["email"], set_=values))

    def clear(self, email: str, before: datetime | None = None) -> bool:
        """It can be reached after all. `before`: only if nothing has come back since then. False if nothing was known
        of it, or something has come back since."""
        values = {"key": email_key(email)} | ({} if before is None else {"before": before})
        return self._connection.execute(_clearing(before is not None), values).rowcount == 1

    def clear_all(self, alive: Iterable[tuple[str, datetime]]) -> None:
        """Several addresses can be reached, of which nothing has come back since a moment."""
        values = [{"key": email_key(email), "before": before} for email, before in alive]
        if values:
            self._connection.execute(_clearing(True), values)

    def all(self) -> list[AddressMark]:
        """Every mark, the latest first."""
        rows = self._connection.execute(
            select(addresses).order_by(addresses.c.last_bounce_at.desc(), addresses.c.email)
        )
        return [_mark(row) for row in rows]


@cache
def _clearing(dated: bool) -> Delete:
    """Built once: every mail asks for it."""
    statement = addresses.delete().where(addresses.c.email == bindparam("key"))
    return statement.where(addresses.c.last_bounce_at < bindparam("before")) if dated else statement


def _mark(row: Row[Any]) -> AddressMark:
    return AddressMark(
        email=row.email,
        reason=row.reason,
        last_bounce_at=row.last_bounce_at,
        diagnostic=row.diagnostic,
        unreachable_at=row.unreachable_at,
        soft_bounces=row.soft_bounces,
        outgoing=row.outgoing,
        replacement=row.replacement,
    )
