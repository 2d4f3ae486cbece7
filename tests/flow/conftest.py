"""The flow's tests run on both databases."""

from __future__ import annotations

from tests.store.conftest import database_url, postgres, postgres_url, store

__all__ = ["database_url", "postgres", "postgres_url", "store"]
