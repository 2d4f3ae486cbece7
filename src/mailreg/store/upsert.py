"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike and SQLAlchemy keeps in two places."""

from __future__ import annotations

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite


def upsert(dialect: str, table: Table) -> sqlite.Insert:
    """An insert with `on_conflict_do_nothing`, `on_conflict_do_update` and `excluded`. `dialect`: its name."""
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    # The two classes have the same methods; one type spares every caller a case distinction.
    return postgresql.insert(table)  # type: ignore[return-value]
