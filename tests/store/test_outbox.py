"""The outbox: one row per key, one worker per row, and every way that a delivery can end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mailreg.model.decision import Traffic
from mailreg.model.errors import TransientError
from mailreg.model.outgoing import Delivery, DeliveryState, Purpose
from mailreg.store.engine import Store
from mailreg.store.outbox import Outbox
from tests.store.samples import NOW, enqueue, outgoing, registration

State = DeliveryState


def minutes(number: float) -> datetime:
    return NOW + timedelta(minutes=number)


def state_of(store: Store, number: int = 1) -> DeliveryState:
    with store.begin() as tx:
        row = tx.outbox.get(number)
    assert row is not None
    return row.delivery.state


def test_a_mail_comes_back_byte_for_byte(store: Store) -> None:
    with store.begin() as tx:
        number = tx.registrations.add(registration(), NOW)
        mail = replace(outgoing(), registration=number, not_before=minutes(5), in_reply_to="<in@example.org>")
        assert tx.outbox.add(mail, state=State.HELD, hold_reason="first_sight", now=NOW)
    with store.begin() as tx:
        [row] = tx.outbox.list()
        assert tx.outbox.get(row.id) == tx.outbox.by_message_id(mail.message_id) == row
        assert tx.outbox.get(row.id + 1) is tx.outbox.by_message_id("<no@example.org>") is None
    assert (row.outgoing, row.created_at, row.sent_at) == (mail, NOW, None)
    assert row.delivery == Delivery(State.HELD, hold_reason="first_sight")


def test_the_same_key_is_stored_once(store: Store) -> None:
    enqueue(store, "confirm:1:v1")
    with store.begin() as tx:
        other = replace(outgoing("confirm:1:v1"), content=b"other")
        assert not tx.outbox.add(other, state=State.QUEUED, hold_reason=None, now=NOW)
        [row] = tx.outbox.list()
        assert row.outgoing == outgoing("confirm:1:v1")


def test_claimed_in_order_and_only_once(store: Store) -> None:
    enqueue(store, "a", "b", "c")
    with store.begin() as tx:
        assert [(c.outgoing.key, c.attempts, c.recovered) for c in tx.outbox.claim(NOW, "one", limit=2)] == [
            ("a", 0, False),
            ("b", 0, False),
        ]
    with store.begin() as tx:
        assert [c.outgoing.key for c in tx.outbox.claim(NOW, "two", limit=9)] == ["c"]
        assert tx.outbox.claim(NOW, "two") == []
        assert tx.outbox.holders() == ["one", "two"]


@pytest.mark.parametrize("state", [State.HELD, State.SENT, State.FAILED, State.DISCARDED, State.EXPIRED])
def test_only_queued_mail_is_claimed(store: Store, state: DeliveryState) -> None:
    enqueue(store, "a", state=state)
    with store.begin() as tx:
        assert tx.outbox.claim(minutes(10_000), "w") == []


def test_not_before_its_time(store: Store) -> None:
    with store.begin() as tx:
        tx.outbox.add(replace(outgoing(), not_before=minutes(5)), state=State.QUEUED, hold_reason=None, now=NOW)
        assert tx.outbox.claim(minutes(4.9), "w") == []
        assert len(tx.outbox.claim(minutes(5), "w")) == 1


@pytest.mark.parametrize("sending", [False, True], ids=["before the content", "in mid-content"])
def test_a_dead_workers_row_is_claimed_when_its_lease_ends(store: Store, sending: bool) -> None:
    enqueue(store, "a")
    with store.begin() as tx:
        tx.outbox.claim(NOW, "dead", lease_seconds=120)
        if sending:
            tx.outbox.sending(1, "dead")
    with store.begin() as tx:
        assert tx.outbox.claim(minutes(1.9), "next") == []
        [again] = tx.outbox.claim(minutes(2), "next")
    assert (again.attempts, again.recovered) == (1, sending)
    with pytest.raises(TransientError), store.begin() as tx:
        tx.outbox.sending(1, "dead")  # it was only slow: it must not send now
    with store.begin() as tx:
        assert not tx.outbox.retry(1, "x", minutes(3), "dead")
    assert state_of(store) is State.CLAIMED


def test_a_dead_workers_rows_can_be_released_at_once(store: Store) -> None:
    enqueue(store, "a", "b")
    with store.begin() as tx:
        tx.outbox.claim(NOW, "dead")
        tx.outbox.claim(NOW, "alive")
        assert tx.outbox.release("dead", NOW) == 1
        assert [c.id for c in tx.outbox.claim(NOW, "next", limit=5)] == [1]


def test_sent_is_a_fact_whoever_holds_the_row(store: Store) -> None:
    enqueue(store, "a")
    with store.begin() as tx:
        tx.outbox.claim(NOW, "slow", lease_seconds=60)
        tx.outbox.sending(1, "slow")
        tx.outbox.claim(minutes(1), "next")
        tx.outbox.hold(1, "maybe_sent")
    with store.begin() as tx:
        tx.outbox.sent(1, minutes(2), "slow")
        row = tx.outbox.get(1)
        assert row is not None
        assert (row.delivery.state, row.sent_at) == (State.SENT, minutes(2))
        tx.outbox.failed(1, "late", minutes(3))
        assert not tx.outbox.expire(1, minutes(3))
        assert not tx.outbox.hold(1, "late")
        assert not tx.outbox.discard(1, minutes(3))
        assert tx.outbox.claim(minutes(9999), "w") == []
    assert state_of(store) is State.SENT


def test_a_postponed_mail_comes_back_with_its_attempts(store: Store) -> None:
    enqueue(store, "a")
    with store.begin() as tx:
        tx.outbox.claim(NOW, "w")
        tx.outbox.sending(1, "w")
        assert tx.outbox.retry(1, "Der Server ist voll.", minutes(5), "w")
        row = tx.outbox.get(1)
        assert row is not None
        assert row.delivery == Delivery(State.QUEUED, 1, minutes(5), "Der Server ist voll.")
        assert tx.outbox.claim(minutes(4.9), "w") == []
        [again] = tx.outbox.claim(minutes(5), "w")
        assert (again.attempts, again.recovered) == (1, False)  # the server said no: no copy has gone out
        tx.outbox.retry(1, "Verbindung abgebrochen.", minutes(6), "w", maybe_sent=True)
        [again] = tx.outbox.claim(minutes(6), "w")
        assert (again.attempts, again.recovered) == (2, True)


ACTIONS: dict[str, Callable[[Outbox], bool]] = {
    "approve": lambda outbox: outbox.approve(1, NOW),
    "discard": lambda outbox: outbox.discard(1, NOW),
    "retry_now": lambda outbox: outbox.retry_now(1, NOW),
    "expire": lambda outbox: outbox.expire(1, NOW),
    "hold": lambda outbox: outbox.hold(1, "flood"),
}
# From each state, what an action leads to; an action that is not named changes nothing.
TRANSITIONS: dict[DeliveryState, dict[str, DeliveryState]] = {
    State.HELD: {"approve": State.QUEUED, "discard": State.DISCARDED, "expire": State.EXPIRED},
    State.QUEUED: {
        "discard": State.DISCARDED, "retry_now": State.QUEUED, "expire": State.EXPIRED, "hold": State.HELD,
    },
    State.CLAIMED: {"expire": State.EXPIRED, "hold": State.HELD},
    State.SENT: {},
    State.FAILED: {"discard": State.DISCARDED, "retry_now": State.QUEUED, "expire": State.EXPIRED},
    State.DISCARDED: {},
    State.EXPIRED: {},
}  # fmt: skip


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("state", State)
def test_what_can_be_done_from_each_state(store: Store, state: DeliveryState, action: str) -> None:
    enqueue(store, "a", state=state)
    goal = TRANSITIONS[state].get(action)
    with store.begin() as tx:
        assert ACTIONS[action](tx.outbox) is (goal is not None)
    assert state_of(store) is (goal or state)


def test_an_approved_mail_is_sent_without_asking_again(store: Store) -> None:
    enqueue(store, "a")
    with store.begin() as tx:
        tx.outbox.claim(NOW, "w")
        tx.outbox.sending(1, "w")
        tx.outbox.hold(1, "maybe_sent")
        tx.outbox.approve(1, NOW)
        [claimed] = tx.outbox.claim(NOW, "w")
        assert not claimed.recovered


def test_a_failed_mail_shows_why_and_is_tried_again_on_request(store: Store) -> None:
    enqueue(store, "a")
    with store.begin() as tx:
        tx.outbox.claim(NOW, "w")
        tx.outbox.failed(1, "Den Empfänger gibt es nicht.", NOW)
        [row] = tx.outbox.list([State.FAILED])
        assert row.delivery.error == "Den Empfänger gibt es nicht."
        assert tx.outbox.claim(minutes(9999), "w") == []
        tx.outbox.retry_now(1, NOW)
        assert len(tx.outbox.claim(NOW, "w")) == 1


def test_the_sent_folders_copy_is_a_second_mark(store: Store) -> None:
    enqueue(store, "a", "b", "c")
    with store.begin() as tx:
        for claimed in tx.outbox.claim(NOW, "w", limit=2):
            tx.outbox.sent(claimed.id, NOW, "w")
        tx.outbox.copies_done([1])
        tx.outbox.copies_failed([2])
        tx.outbox.copies_failed([2])
        assert [(c.outgoing.key, c.attempts) for c in tx.outbox.uncopied()] == [("b", 2)]
        tx.outbox.copies_done([2])
        assert tx.outbox.uncopied() == []


def test_lists_by_state(store: Store) -> None:
    enqueue(store, "a", state=State.HELD)
    enqueue(store, "b", "c")
    with store.begin() as tx:
        assert [row.outgoing.key for row in tx.outbox.list([State.QUEUED])] == ["b", "c"]
        assert [row.outgoing.key for row in tx.outbox.list((State.HELD, State.QUEUED))] == ["a", "b", "c"]
        assert tx.outbox.list([]) == []
        assert tx.outbox.counts() == dict.fromkeys(State, 0) | {State.HELD: 1, State.QUEUED: 2}


def test_traffic_counts_answers_that_went_out_or_wait(store: Store) -> None:
    past = {"a": 0, "b": 30, "c": 61, "d": 60 * 23, "e": 60 * 25, "f": 60 * 24 * 13, "g": 60 * 24 * 15}
    with store.begin() as tx:
        for key, age in past.items():
            tx.outbox.add(outgoing(key, "Zoe@example.org"), state=State.QUEUED, hold_reason=None, now=minutes(-age))
        for key, state in {"h": State.HELD, "i": State.DISCARDED, "j": State.EXPIRED}.items():
            tx.outbox.add(outgoing(key, "jan@example.org"), state=state, hold_reason=None, now=NOW)
        alert = outgoing("k", "zoe@example.org", Purpose.ALERT)
        tx.outbox.add(alert, state=State.QUEUED, hold_reason=None, now=NOW)
        assert tx.outbox.traffic("zoe+any.tag@EXAMPLE.org", NOW) == Traffic(2, 4, 3, 2 / 14)
        assert tx.outbox.traffic("jan@example.org", NOW) == Traffic(1, 1, 3, 2 / 14)
        assert tx.outbox.traffic("new@example.org", NOW) == Traffic(0, 0, 3, 2 / 14)


def test_what_was_not_tried_is_as_it_was(store: Store) -> None:
    enqueue(store, "a", "b", "c")
    with store.begin() as tx:
        first, second, third = tx.outbox.claim(NOW, "w", limit=3)
        tx.outbox.sending(first.id, "w")
        tx.outbox.give_back([second], "w", NOW)
        tx.outbox.give_back([third], "somebody else", NOW)
        [again] = tx.outbox.claim(NOW, "v", limit=3)
        assert (again.outgoing.key, again.attempts, again.recovered) == ("b", 0, False)


def test_what_is_in_doubt_stays_in_doubt_when_it_is_given_back(store: Store) -> None:
    enqueue(store, "killed", "cut")
    with store.begin() as tx:
        for claimed in tx.outbox.claim(NOW, "dead", limit=2):
            tx.outbox.sending(claimed.id, "dead")
        tx.outbox.retry(2, "cut", NOW, "dead", maybe_sent=True)
        tx.outbox.release("dead", NOW)
        rows = tx.outbox.claim(NOW, "w", limit=2)
        assert [(row.recovered, row.crashed) for row in rows] == [(True, True), (True, False)]
        tx.outbox.give_back(rows, "w", NOW)
        again = tx.outbox.claim(NOW, "v", limit=2)
        assert [(row.recovered, row.crashed) for row in again] == [(True, True), (True, False)]


def test_answers_before_notices(store: Store) -> None:
    with store.begin() as tx:
        for key, purpose in (("r", Purpose.REMINDER), ("c", Purpose.CONFIRM), ("d", Purpose.DIGEST)):
            tx.outbox.add(outgoing(key, purpose=purpose), state=State.QUEUED, hold_reason=None, now=NOW)
        assert [row.outgoing.key for row in tx.outbox.claim(NOW, "w", limit=3)] == ["c", "d", "r"]


def test_a_commit_that_does_not_wait_for_the_disk(store: Store) -> None:
    with store.begin(durable=False) as tx:
        tx.notes.set("a", "1")
    with pytest.raises(ValueError, match="naive"), store.begin(durable=False) as tx:  # noqa: PT012
        tx.notes.set("a", "2")
        tx.outbox.claim(datetime(2022, 9, 1), "w")  # noqa: DTZ001 - what must fail
    with store.begin() as tx:
        assert tx.notes.get("a") == "1"
        connection = tx.notes._connection
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        else:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"


def notices(store: Store) -> None:
    """Two reminders of one registration, a confirmation, a reminder of another event."""
    with store.begin() as tx:
        number = tx.registrations.add(registration(), NOW)
        for key, purpose, event in (
            ("remind:1:7d", Purpose.REMINDER, "treffen"), ("remind:1:1d", Purpose.REMINDER_LAST, "treffen"),
            ("confirm:1:v1", Purpose.CONFIRM, "treffen"), ("remind:2:1d", Purpose.REMINDER, "fest"),
        ):  # fmt: skip
            mail = replace(outgoing(key, purpose=purpose), event=event, registration=number)
            assert tx.outbox.add(mail, state=State.QUEUED, hold_reason=None, now=NOW)


BOTH = (Purpose.REMINDER, Purpose.REMINDER_LAST)


def test_what_has_been_written_of_an_event(store: Store) -> None:
    notices(store)
    with store.begin() as tx:
        tx.outbox.discard(1, NOW)
        assert tx.outbox.keys("treffen", BOTH) == {"remind:1:7d", "remind:1:1d"}
        assert tx.outbox.keys("treffen", (Purpose.THANKS,)) == set()


def test_what_waits_for_an_event_is_put_aside_but_not_what_is_being_sent(store: Store) -> None:
    notices(store)
    with store.begin() as tx:
        (claimed,) = tx.outbox.claim(NOW, "one", only=[Purpose.REMINDER_LAST])
        assert tx.outbox.expire_all("treffen", tuple(Purpose), "event_cancelled", NOW) == 2
        states = {r.outgoing.key: (r.delivery.state, r.delivery.hold_reason) for r in tx.outbox.list()}
    assert claimed.outgoing.key == "remind:1:1d"
    assert states == {
        "remind:1:7d": (State.EXPIRED, "event_cancelled"), "remind:1:1d": (State.CLAIMED, None),
        "confirm:1:v1": (State.EXPIRED, "event_cancelled"), "remind:2:1d": (State.QUEUED, None),
    }  # fmt: skip


def test_an_earlier_reminder_gives_way_and_counts_as_too_late(store: Store) -> None:
    notices(store)
    with store.begin() as tx:
        tx.outbox.hold(2, "maybe_sent")
        assert tx.outbox.supersede(1, BOTH, NOW) == 2  # not the one that may have gone out
        assert tx.outbox.too_late("treffen", BOTH) == [("remind:1:7d", "zoe@example.org")]


def test_what_has_not_gone_out_can_be_written_anew(store: Store) -> None:
    notices(store)
    with store.begin() as tx:
        (claimed,) = tx.outbox.claim(NOW, "one", only=[Purpose.REMINDER])
        tx.outbox.sent(claimed.id, NOW, "one")
        assert tx.outbox.forget("treffen", BOTH) == 1
        assert tx.outbox.keys("treffen", BOTH) == {"remind:1:7d"}


def test_other_words_for_a_mail_that_is_not_on_its_way_yet(store: Store) -> None:
    notices(store)
    with store.begin() as tx:
        (claimed,) = tx.outbox.claim(NOW, "one", only=[Purpose.REMINDER])
        fresh = replace(claimed.outgoing, content=b"fresh", purpose=Purpose.REMINDER_LAST)
        assert tx.outbox.rewrite(claimed.id, fresh, minutes(5))
        row = tx.outbox.get(claimed.id)
        assert row is not None
        assert (row.outgoing.content, row.outgoing.purpose) == (b"fresh", Purpose.REMINDER_LAST)
        assert not tx.outbox.rewrite(claimed.id, replace(fresh, key="another"), NOW)
        tx.outbox.sending(claimed.id, "one")
        assert not tx.outbox.rewrite(claimed.id, fresh, NOW)
