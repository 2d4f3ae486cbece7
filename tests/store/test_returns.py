"""What becomes of a mail that comes back; each move is made once, and only from where it can be made."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailreg.model.outgoing import DeliveryState, Purpose
from mailreg.store.engine import Store
from tests.store.samples import NOW, enqueue, outgoing

State = DeliveryState
LATER = NOW + timedelta(hours=4)


def sent(store: Store, number: int = 1) -> None:
    with store.begin() as tx:
        assert [row.id for row in tx.outbox.claim(NOW, "me")] == [number]
        tx.outbox.sent(number, NOW, "me")


def test_sent_again_later_with_the_same_bytes(store: Store) -> None:
    enqueue(store, "confirm:1:v1")
    sent(store)
    with store.begin() as tx:
        assert tx.returns.send_again(1, "voll", LATER, NOW)
        assert not tx.returns.send_again(1, "voll", LATER, NOW), "it waits already"
        assert tx.outbox.claim(LATER - timedelta(minutes=1), "me") == []
        [row] = tx.outbox.claim(LATER, "me")
    assert (row.again, row.recovered, row.outgoing.content) == (True, False, outgoing().content)


def test_failed_ends_the_waiting(store: Store) -> None:
    enqueue(store, "confirm:1:v1")
    sent(store)
    with store.begin() as tx:
        assert tx.returns.send_again(1, "voll", LATER, NOW)
        assert tx.returns.failed(1, "gibt es nicht", NOW)
        assert tx.outbox.claim(LATER, "me") == []
        row = tx.outbox.get(1)
    assert row is not None
    assert (row.delivery.state, row.delivery.error, row.delivery.next_try) == (State.FAILED, "gibt es nicht", None)


@pytest.mark.parametrize("state", [State.QUEUED, State.HELD, State.DISCARDED])
def test_what_was_never_sent_does_not_come_back(state: DeliveryState, store: Store) -> None:
    enqueue(store, "confirm:1:v1", state=state)
    with store.begin() as tx:
        assert not tx.returns.failed(1, "x", NOW)
        assert not tx.returns.send_again(1, "x", LATER, NOW)
        assert not tx.returns.delayed(1, "x", NOW)
        row = tx.outbox.get(1)
    assert row is not None
    assert (row.delivery.state, row.delivery.error) == (state, None)


def test_a_delay_is_a_note(store: Store) -> None:
    enqueue(store, "confirm:1:v1")
    sent(store)
    with store.begin() as tx:
        assert tx.returns.delayed(1, "verspätet", NOW)
        row = tx.outbox.get(1)
    assert row is not None
    assert (row.delivery.state, row.delivery.error) == (State.SENT, "verspätet")


def test_written_to_lately(store: Store) -> None:
    enqueue(store, "confirm:1:v1")
    with store.begin() as tx:
        tx.outbox.add(
            outgoing("digest:1", "leitung@example.org", Purpose.DIGEST), state=State.QUEUED, hold_reason=None, now=NOW
        )
    sent(store)
    sent(store, 2)
    day = timedelta(days=1)
    with store.begin() as tx:
        assert tx.returns.written_to(["x@example.org", "Zoe@Example.org"], NOW - day, NOW + day)
        assert not tx.returns.written_to(["zoe@example.org"], NOW + day, NOW + 2 * day)
        assert not tx.returns.written_to(["leitung@example.org"], NOW - day, NOW + day), "an organiser"
        assert not tx.returns.written_to([], NOW - day, NOW + day)
