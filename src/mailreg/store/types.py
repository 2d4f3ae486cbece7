"""Column types that keep values honest on SQLite and PostgreSQL alike.

Times are aware and stored in UTC; texts of strangers may hold characters that a database refuses, and such a mail
must not fail for that.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, LargeBinary, Text
from sqlalchemy.types import TypeDecorator

# PostgreSQL has no NUL in text, and neither database takes half of a surrogate pair (a broken header's leftovers).
_REFUSED = re.compile("[\x00\ud800-\udfff]")

# SQLite counts rows by itself only in a column that is exactly INTEGER.
RowId = BigInteger().with_variant(Integer(), "sqlite")
Number = BigInteger()
Bytes = LargeBinary()


def storable(value: str) -> str:
    """The text with U+FFFD for each character that no database takes."""
    return _REFUSED.sub("\ufffd", value)


class UtcTime(TypeDecorator[datetime]):
    """An aware time. SQLite drops the zone, so it is taken off (in UTC) on the way in and put back on the way out.

    Raises ValueError for a naive time: nobody knows when that is."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None or value.utcoffset() is None:
            raise ValueError("a naive time was given to the store: every time must know its zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the protocol
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class SafeText(TypeDecorator[str]):
    """Text that strangers wrote."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the protocol
        return None if value is None else storable(value)


class SafeJson(TypeDecorator[Any]):
    """JSON whose texts strangers wrote; None is the database's NULL."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - the protocol
        return _storable_json(value)


def _storable_json(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(str(key)): _storable_json(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_storable_json(part) for part in value]
    return value
