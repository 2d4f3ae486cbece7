"""The table of transitions: what it allows, and that an illegal move changes nothing."""

from __future__ import annotations

from itertools import product

import pytest

from mailreg.model.errors import IllegalTransition
from mailreg.model.registration import Participant, Status
from mailreg.registrations.machine import TRANSITIONS, Action, allowed, move
from mailreg.registrations.seats import moved

ILLEGAL = {
    (Status.CONFIRMED, Action.HOLD),  # an unclear mail takes nothing back
    (Status.CONFIRMED, Action.WAIT),  # nor does a full house
    (Status.WAITING, Action.HOLD),
    (Status.CANCELLED, Action.CHANGE),
    (Status.CANCELLED, Action.WITHDRAW),
}
PAIRS = list(product(Status, Action))


@pytest.mark.parametrize(("status", "action"), PAIRS, ids=[f"{s}-{a}" for s, a in PAIRS])
def test_each_move_is_in_the_table_or_raises(status: Status, action: Action) -> None:
    if (status, action) in ILLEGAL:
        with pytest.raises(IllegalTransition, match=status.value):
            move(status, action)
    else:
        assert move(status, action) is TRANSITIONS[status][action]
    assert allowed(status, action) is ((status, action) not in ILLEGAL)


@pytest.mark.parametrize(("status", "action"), sorted(ILLEGAL))
def test_an_illegal_move_changes_nothing(status: Status, action: Action) -> None:
    seat = Participant("Mina Aslan", status=status)
    before = {s: dict(row) for s, row in TRANSITIONS.items()}
    with pytest.raises(IllegalTransition):
        move(seat.status, action)
    assert moved(seat, action) == seat
    assert before == TRANSITIONS


def test_every_status_can_be_reached_and_left() -> None:
    assert set(TRANSITIONS) == set(Status)
    for status in Status:
        assert any(status in row.values() for other, row in TRANSITIONS.items() if other is not status) or (
            status is Status.HELD
        )
        assert any(target is not status for target in TRANSITIONS[status].values())


def test_withdrawing_ends_and_confirming_lasts() -> None:
    for status in (Status.HELD, Status.WAITING, Status.CONFIRMED):
        assert move(status, Action.WITHDRAW) is Status.CANCELLED
    for status in Status:
        assert move(status, Action.CONFIRM) is Status.CONFIRMED
