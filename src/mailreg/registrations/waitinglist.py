"""The waiting list of an event with a capacity: who gets a seat, who waits, and who moves up.

The rule, for newcomers and for those who wait alike: whoever has waited longest and fits gets the seats. People who
register together get their seats together, so a group that does not fit lets a smaller one pass; nobody else passes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from math import inf

from mailreg.model.outgoing import Purpose
from mailreg.model.registration import Participant, Registration, Status
from mailreg.registrations.machine import Action, move

# Answers that say "you have a seat", which who waits does not have.
_PROMISES = {Purpose.CONFIRM, Purpose.CHANGED, Purpose.ALREADY, Purpose.TRAVEL_COSTS, Purpose.INTERPRETING}


def moving_up(queue: Sequence[Registration], free: int | None) -> tuple[Registration, ...]:
    """Those of the queue, the longest waiting first, who get the free seats (None: as many as come), as they are then:
    confirmed, in their next version."""
    up: list[Registration] = []
    for registration in queue:
        size = registration.count(Status.WAITING)
        if free is not None and size > free:
            continue
        up.append(promoted(registration))
        free = None if free is None else free - size
    return tuple(up)


def promoted(registration: Registration) -> Registration:
    """Every waiting seat confirmed, in the next version. A person may do that for anybody who waits, seats or not."""
    return replace(
        registration,
        status=move(registration.status, Action.CONFIRM),
        people=tuple(_with(p, Status.CONFIRMED) if p.status is Status.WAITING else p for p in registration.people),
        version=registration.version + 1,
        waiting_since=None,
    )


def seats_left(capacity: int | None, taken: int, queue: Sequence[Registration]) -> int | None:
    """What a newcomer can have: the free seats without those that somebody in the queue has a claim to."""
    if capacity is None:
        return None
    free = capacity - taken
    return free - sum(r.count(Status.WAITING) for r in queue if r.id in {u.id for u in moving_up(queue, free)})


def place_of(registration: Registration, queue: Sequence[Registration]) -> int:
    """The place in the queue, from 1; the last one where it is not in it yet."""
    ids = [r.id for r in queue]
    return ids.index(registration.id) + 1 if registration.id in ids else len(ids) + 1


def seated(before: Registration | None, after: Registration, left: int | None, now: datetime) -> Registration:
    """`after`, in which everybody was given a seat, with those waiting for whom there is none. `left`: free seats, None
    without a capacity."""
    if after.status not in {Status.CONFIRMED, Status.WAITING}:
        return replace(after, waiting_since=None)
    room = inf if left is None else left
    if before is not None and before.status is Status.CONFIRMED:
        return _joined(before, after, room, now)
    fits = after.count(Status.CONFIRMED) + after.count(Status.WAITING) <= room
    status = Status.CONFIRMED if fits else Status.WAITING
    since = None if fits else (before.waiting_since if before else None) or now
    people = tuple(
        _with(p, status) if p.status in {Status.CONFIRMED, Status.WAITING} else p for p in after.people
    )  # fmt: skip
    came_from = before.status if before else Status.HELD
    return replace(
        after, people=people, status=move(came_from, Action.CONFIRM if fits else Action.WAIT), waiting_since=since
    )


def _joined(before: Registration, after: Registration, left: float, now: datetime) -> Registration:
    """More people for those who have seats: a seat that the registration itself gives back goes to its own people
    first (one comes instead of another), and only who is more than that needs a free one, or waits."""
    had = {i for i, p in enumerate(before.people) if p.status is Status.CONFIRMED}
    kept = {i for i, p in enumerate(after.people) if p.status is Status.CONFIRMED and i in had}
    waiting = [i for i, p in enumerate(after.people) if p.status is Status.WAITING]
    new = [i for i, p in enumerate(after.people) if p.status is Status.CONFIRMED and i not in had]
    own = max(0, len(had) - len(kept))
    seated_now = set((waiting + new)[:own])
    more = [i for i in new if i not in seated_now]
    if len(more) <= left:
        seated_now.update(more)
    left_out = {i for i in (*waiting, *new) if i not in seated_now}
    people = list(after.people)
    for index in seated_now:
        people[index] = _with(people[index], Status.CONFIRMED)
    for index in left_out:
        people[index] = _with(people[index], Status.WAITING)
    return replace(after, people=tuple(people), waiting_since=(before.waiting_since or now) if left_out else None)


def answer_of(purpose: Purpose | None, before: Registration | None, after: Registration) -> Purpose | None:
    """The answer, where nobody may be promised a seat that is not there."""
    had = before.count(Status.WAITING) if before is not None else 0
    waits = after.status is Status.WAITING or after.count(Status.WAITING) > had
    return Purpose.WAITING if waits and purpose in _PROMISES else purpose


def _with(seat: Participant, status: Status) -> Participant:
    return replace(seat, status=status)


def told_of(purpose: Purpose, registration: Registration) -> Registration:
    """The registration as a mail tells of it: where some have a seat and others wait, the mail about the waiting list
    is about those who wait, and every other mail about those who have a seat. What becomes of the event concerns
    both."""
    if purpose in {Purpose.EVENT_CHANGED, Purpose.EVENT_CANCELLED}:
        return registration
    waiting, seated_ones = registration.count(Status.WAITING), registration.count(Status.CONFIRMED)
    if not (waiting and seated_ones):
        return registration
    if purpose is Purpose.WAITING:
        people = tuple(p for p in registration.people if p.status is Status.WAITING)
        return replace(registration, people=people, status=Status.WAITING)
    return replace(registration, people=tuple(p for p in registration.people if p.status is not Status.WAITING))
