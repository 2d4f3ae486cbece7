"""The store's tests run on both databases: what takes `database_url` or `store` runs twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailreg.store.engine import Store, open_store
from tests.servers.postgres import postgres, postgres_url

__all__ = ["database_url", "postgres", "postgres_url", "store"]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'mailreg.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An open database with all tables and no rows."""
    opened = open_store(database_url)
    yield opened
    opened.dispose()
