"""Small facts that must outlive a restart: the last poll, an alert that was sent, a heartbeat."""

from __future__ import annotations

from sqlalchemy import Connection, select

from mailreg.store.tables import notes
from mailreg.store.upsert import upsert


class Notes:
    """The notes, inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str | None:
        return self._connection.execute(select(notes.c.value).where(notes.c.key == key)).scalar()

    def set(self, key: str, value: str) -> None:
        statement = upsert(self._connection.dialect.name, notes).values(key=key, value=value)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["key"], set_={"value": statement.excluded.value})
        )

    def starting(self, prefix: str) -> dict[str, str]:
        """The notes whose key begins so, without that beginning, in the order of their keys."""
        rows = self._connection.execute(
            select(notes.c.key, notes.c.value)
            .where(notes.c.key.startswith(prefix, autoescape=True))
            .order_by(notes.c.key)
        )
        return {row.key.removeprefix(prefix): row.value for row in rows}

    def forget(self, key: str) -> None:
        self._connection.execute(notes.delete().where(notes.c.key == key))
