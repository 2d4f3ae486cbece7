"""Which answer tells what has changed: one kind of mail for one kind of change."""

from __future__ import annotations

from mailreg.model.outgoing import Purpose
from mailreg.model.reading import NeedKind
from mailreg.model.registration import Registration, Status

_OWN_ANSWER = {NeedKind.TRAVEL_COSTS: Purpose.TRAVEL_COSTS, NeedKind.INTERPRETING: Purpose.INTERPRETING}


def differs(before: Registration, after: Registration) -> bool:
    """Who comes, what they need, or the status is another."""
    return (before.people, before.needs, before.status) != (after.people, after.needs, after.status)


def answer_to(before: Registration, after: Registration) -> Purpose:
    """What a registration that was there before is answered with: CONFIRM if it was not confirmed, ALREADY if nothing
    has changed, TRAVEL_COSTS or INTERPRETING if only these needs were added, else CHANGED."""
    if before.status is not Status.CONFIRMED:
        return Purpose.CONFIRM
    if not differs(before, after):
        return Purpose.ALREADY
    if (before.people, before.status) != (after.people, after.status):
        return Purpose.CHANGED
    changed = {need.kind for need in set(before.needs) ^ set(after.needs)}
    # What was taken back altogether is told with all that remains.
    left = {need.kind for need in after.needs}
    kind = next(iter(changed)) if len(changed) == 1 else None
    return _OWN_ANSWER.get(kind, Purpose.CHANGED) if kind in left and kind is not None else Purpose.CHANGED
