"""Notes keep the last value."""

from __future__ import annotations

from mailreg.store.engine import Store


def test_a_note_is_kept_and_replaced(store: Store) -> None:
    with store.begin() as tx:
        assert tx.notes.get("last poll") is None
        tx.notes.set("last poll", "one")
        tx.notes.set("last poll", "two")
        tx.notes.set("other", "")
    with store.begin() as tx:
        assert (tx.notes.get("last poll"), tx.notes.get("other")) == ("two", "")
