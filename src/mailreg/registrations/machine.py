"""From which status a registration or a seat may go where: one table.

A missing key is an illegal move: it raises, and nothing has changed, because the values are frozen.
"""

from __future__ import annotations

from enum import StrEnum

from mailreg.model.errors import IllegalTransition
from mailreg.model.registration import Status


class Action(StrEnum):
    """What can happen to a registration or to one seat of it."""

    HOLD = "hold"  # a mail asks for it, a person must look first
    CONFIRM = "confirm"  # it is clear, or a person has accepted it, and there is a seat
    WAIT = "wait"  # it is clear, but all seats are taken
    CHANGE = "change"  # other data or needs; who comes stays
    WITHDRAW = "withdraw"  # does not come after all


TRANSITIONS: dict[Status, dict[Action, Status]] = {
    Status.HELD: {
        Action.HOLD: Status.HELD,
        Action.CONFIRM: Status.CONFIRMED,
        Action.WAIT: Status.WAITING,
        Action.CHANGE: Status.HELD,
        Action.WITHDRAW: Status.CANCELLED,
    },
    # No HOLD: an unclear mail must not cost anybody the place in the queue.
    Status.WAITING: {
        Action.CONFIRM: Status.CONFIRMED,
        Action.WAIT: Status.WAITING,
        Action.CHANGE: Status.WAITING,
        Action.WITHDRAW: Status.CANCELLED,
    },
    # No HOLD, no WAIT: nothing takes back what has been confirmed.
    Status.CONFIRMED: {
        Action.CONFIRM: Status.CONFIRMED,
        Action.CHANGE: Status.CONFIRMED,
        Action.WITHDRAW: Status.CANCELLED,
    },
    # Who has cancelled may register again, but there is nothing left to change or to withdraw.
    Status.CANCELLED: {
        Action.HOLD: Status.HELD,
        Action.CONFIRM: Status.CONFIRMED,
        Action.WAIT: Status.WAITING,
    },
}


def allowed(status: Status, action: Action) -> bool:
    """True where the table has this move."""
    return action in TRANSITIONS[status]


def move(status: Status, action: Action) -> Status:
    """The status after the action. Raises IllegalTransition where the table has no such move."""
    try:
        return TRANSITIONS[status][action]
    except KeyError:
        raise IllegalTransition(
            f"Eine Anmeldung im Zustand „{status}“ lässt „{action}“ nicht zu; bitte den Stand der Anmeldung prüfen."
        ) from None
