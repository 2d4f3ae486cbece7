"""Alembic's entry: runs the migrations on the connection that store/schema.py hands over, in its transaction."""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy.types import TypeDecorator

from mailreg.store.tables import metadata


def plain_type(kind: str, value: Any, _: Any) -> str | bool:
    """A migration names the database's own types: it must run the same when the program's classes have moved on."""
    if kind == "type" and isinstance(value, TypeDecorator):
        return f"sa.{value.impl!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=plain_type,
    compare_type=True,
    compare_server_default=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
