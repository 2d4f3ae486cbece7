"""The waiting list: who gets a seat, who waits, who moves up; and what is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailreg.model.decision import Decision, Handling, Outcome, Situation
from mailreg.model.mail import Address, Letter
from mailreg.model.outgoing import Purpose
from mailreg.model.reading import Found, Kind, Person, Reading
from mailreg.model.registration import Participant, Registration, Status
from mailreg.registrations import waitinglist
from mailreg.registrations.apply import apply

NOW = datetime(2030, 5, 2, 9, tzinfo=UTC)
EARLIER = NOW - timedelta(days=3)
MINA = Address("mina@example.org", "Mina Aslan")
YES, LOOK = Decision(Handling.AUTOMATIC, "clear"), Decision(Handling.REVIEW, "doubt")
CONFIRMED, WAITING, CANCELLED, HELD = Status.CONFIRMED, Status.WAITING, Status.CANCELLED, Status.HELD


def there(number: int = 1, **seats: Status) -> Registration:
    """A registration with these people: CONFIRMED if one is, else WAITING if one is, …"""
    status = next(s for s in (CONFIRMED, WAITING, HELD, CANCELLED) if s in seats.values())
    people = tuple(Participant(name, f"{name.lower()}@example.org", status=seat) for name, seat in seats.items())
    since = EARLIER if WAITING in seats.values() else None
    return Registration("treffen", MINA, "de", people, status=status, id=number, source=3, waiting_since=since)


def run(
    kind: Kind, *people: str, known: tuple[Registration, ...] = (), left: int | None, gone: tuple[str, ...] = (),
    decision: Decision = YES, **other: Any,
) -> Outcome:  # fmt: skip
    listed = tuple(Person(p, f"{p.lower()}@example.org") for p in people)
    count = len(listed) if kind is Kind.REGISTER else other.pop("more", 0)
    read = Reading(Found(kind), Found("de"), Found("treffen"), listed, Found(count),
                   withdrawn=tuple(Found(g) for g in gone), **other)  # fmt: skip
    letter = Letter("<1@example.org>", MINA, "", "", ())
    return apply(decision, read, letter, Situation(NOW, NOW, (), registrations=known, seats_left=left), 7)


def stand(registration: Registration) -> dict[str | None, Status]:
    return {p.name: p.status for p in registration.people}


@pytest.mark.parametrize(
    ("left", "status", "answer"),
    [
        (None, CONFIRMED, Purpose.CONFIRM),
        (3, CONFIRMED, Purpose.CONFIRM),
        (2, CONFIRMED, Purpose.CONFIRM),
        (1, WAITING, Purpose.WAITING),  # people who come together are not torn apart
        (0, WAITING, Purpose.WAITING),
        (-1, WAITING, Purpose.WAITING),  # somebody has given more seats than there are
    ],
)
def test_a_new_registration_of_two(left: int | None, status: Status, answer: Purpose) -> None:
    outcome = run(Kind.REGISTER, "Mina", "Omar", left=left)
    (made,) = outcome.registrations
    assert made.status is status
    assert stand(made) == {"Mina": status, "Omar": status}
    assert outcome.answer is answer
    assert made.waiting_since == (NOW if status is WAITING else None)


def test_who_waits_and_writes_again_keeps_the_place() -> None:
    outcome = run(Kind.REGISTER, "Mina", known=(there(Mina=WAITING),), left=0)
    (made,) = outcome.registrations
    assert (made.status, made.waiting_since, outcome.answer) == (WAITING, EARLIER, Purpose.WAITING)


def test_a_mail_that_a_person_must_look_at_costs_nobody_the_place() -> None:
    outcome = run(Kind.REGISTER, "Mina", "Omar", known=(there(Mina=WAITING),), left=0, decision=LOOK)
    assert outcome.registrations == ()
    assert outcome.answer is None


def test_who_is_added_where_nothing_is_free_waits_and_nobody_loses_a_seat() -> None:
    outcome = run(Kind.REGISTER, "Mina", "Omar", known=(there(Mina=CONFIRMED),), left=0)
    (made,) = outcome.registrations
    assert made.status is CONFIRMED
    assert stand(made) == {"Mina": CONFIRMED, "Omar": WAITING}
    assert (made.waiting_since, outcome.answer) == (NOW, Purpose.WAITING)


def test_one_instead_of_another_needs_no_seat() -> None:
    outcome = run(Kind.CHANGE, "Omar", known=(there(Mina=CONFIRMED),), gone=("Mina",), more=1, left=0)
    (made,) = outcome.registrations
    assert stand(made) == {"Mina": CANCELLED, "Omar": CONFIRMED}
    assert outcome.answer is Purpose.CHANGED


def test_a_seat_given_back_goes_to_ones_own_people_first() -> None:
    outcome = run(Kind.CANCEL, known=(there(Mina=CONFIRMED, Omar=WAITING),), gone=("Mina",), left=0)
    (made,) = outcome.registrations
    assert stand(made) == {"Mina": CANCELLED, "Omar": CONFIRMED}
    assert (made.waiting_since, made.status) == (None, CONFIRMED)


def test_a_change_of_who_waits_does_not_slip_in() -> None:
    outcome = run(Kind.CHANGE, "Mina", known=(there(Mina=WAITING, Omar=WAITING),), left=0)
    (made,) = outcome.registrations
    assert stand(made) == {"Mina": WAITING, "Omar": WAITING}
    assert (made.status, made.waiting_since, outcome.answer) == (WAITING, EARLIER, Purpose.WAITING)


def test_a_group_that_became_small_enough_gets_the_seats() -> None:
    outcome = run(Kind.CHANGE, known=(there(Mina=WAITING, Omar=WAITING),), gone=("Omar",), left=1)
    (made,) = outcome.registrations
    assert stand(made) == {"Mina": CONFIRMED, "Omar": CANCELLED}
    assert (made.status, made.waiting_since, outcome.answer) == (CONFIRMED, None, Purpose.CHANGED)


def test_who_leaves_the_queue_leaves_it() -> None:
    outcome = run(Kind.CANCEL, known=(there(Mina=WAITING),), gone=("Mina",), left=0)
    (made,) = outcome.registrations
    assert (made.status, made.waiting_since, outcome.answer) == (CANCELLED, None, Purpose.CANCELLED)


def test_who_has_cancelled_and_comes_back_stands_at_the_end() -> None:
    outcome = run(Kind.REGISTER, "Mina", known=(there(Mina=CANCELLED),), left=0)
    (made,) = outcome.registrations
    assert (made.status, made.waiting_since) == (WAITING, NOW)


def queue_of(*sizes: int) -> list[Registration]:
    return [there(n, **{f"P{i}": WAITING for i in range(size)}) for n, size in enumerate(sizes, 1)]


@pytest.mark.parametrize(
    ("sizes", "free", "up"),
    [
        ((1, 1, 1), 2, [1, 2]),
        ((1, 1, 1), 0, []),
        ((1, 1, 1), -2, []),
        ((1, 1, 1), None, [1, 2, 3]),
        ((3, 1, 1), 2, [2, 3]),  # the group does not fit: the next ones pass
        ((3, 1, 1), 3, [1]),
        ((2, 2, 1), 3, [1, 3]),
    ],
)
def test_who_moves_up(sizes: tuple[int, ...], free: int | None, up: list[int]) -> None:
    moved = waitinglist.moving_up(queue_of(*sizes), free)
    assert [r.id for r in moved] == up
    assert all((r.status, r.waiting_since, r.version) == (CONFIRMED, None, 2) for r in moved)
    assert all(p.status is CONFIRMED for r in moved for p in r.people)


def test_only_the_seats_that_wait_move_up() -> None:
    (moved,) = waitinglist.moving_up([there(Mina=CONFIRMED, Omar=WAITING, Lena=CANCELLED)], 1)
    assert stand(moved) == {"Mina": CONFIRMED, "Omar": CONFIRMED, "Lena": CANCELLED}


@pytest.mark.parametrize(
    ("capacity", "taken", "sizes", "left"),
    [
        (None, 99, (1,), None),
        (10, 4, (), 6),
        (10, 9, (2, 3), 1),  # too large groups don't keep a seat from anybody
        (10, 8, (2, 3), 0),  # the queue has a claim to what has just become free
        (10, 8, (1,), 1),
        (10, 12, (1,), -2),
    ],
)
def test_what_a_newcomer_can_have(capacity: int | None, taken: int, sizes: tuple[int, ...], left: int | None) -> None:
    assert waitinglist.seats_left(capacity, taken, queue_of(*sizes)) == left


def test_the_place_in_the_queue() -> None:
    queue = queue_of(1, 1, 1)
    assert [waitinglist.place_of(r, queue) for r in queue] == [1, 2, 3]
    assert waitinglist.place_of(there(9, Mina=WAITING), queue) == 4


def test_each_mail_tells_of_those_whom_it_is_about() -> None:
    half = there(Mina=CONFIRMED, Omar=WAITING)
    assert [p.name for p in waitinglist.told_of(Purpose.WAITING, half).people] == ["Omar"]
    assert waitinglist.told_of(Purpose.WAITING, half).status is WAITING
    assert [p.name for p in waitinglist.told_of(Purpose.REMINDER, half).people] == ["Mina"]
    whole = there(Mina=WAITING, Omar=WAITING)
    assert waitinglist.told_of(Purpose.WAITING, whole) == whole


@given(st.lists(st.integers(1, 5), max_size=12), st.integers(-3, 30))
def test_moving_up_never_gives_more_than_there_is_and_leaves_nobody_who_fits(sizes: list[int], free: int) -> None:
    queue = queue_of(*sizes)
    moved = {r.id for r in waitinglist.moving_up(queue, free)}
    given_out = sum(r.seats for r in queue if r.id in moved)
    assert given_out <= max(0, free)
    assert all(r.seats > free - given_out for r in queue if r.id not in moved)
    for place, registration in enumerate(queue):
        # Who was passed did not fit when it was their turn.
        before = sum(r.seats for r in queue[:place] if r.id in moved)
        assert (registration.id in moved) is (registration.seats <= free - before)


def test_the_same_mail_twice_takes_no_second_seat() -> None:
    first = run(Kind.REGISTER, "Mina", "Omar", left=2).registrations[0]
    again = run(Kind.REGISTER, "Mina", "Omar", known=(replace(first, id=1),), left=0)
    assert stand(again.registrations[0]) == {"Mina": CONFIRMED, "Omar": CONFIRMED}
    assert again.answer is Purpose.ALREADY
