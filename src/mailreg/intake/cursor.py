"""Where to go on reading: pure, from the stored cursor and what the server says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mailreg.model.ports import Cursor, FolderState

Reason = Literal["first run", "uidvalidity changed", "nothing new", "new mail"]


@dataclass(frozen=True, slots=True)
class Plan:
    """Fetch from `start_uid` on. `first_sight`: answers to what comes are held (the age gate)."""

    first_sight: bool
    start_uid: int
    reason: Reason

    @property
    def anything(self) -> bool:
        """False only if the server said that no UID from `start_uid` on exists."""
        return self.reason != "nothing new"


def plan(stored: Cursor | None, state: FolderState) -> Plan:
    """A server that tells no UIDNEXT (RFC 9051 allows none, old ones leave it out) is always asked for new mail."""
    if stored is None:
        return Plan(True, 1, "first run")
    if stored.uidvalidity != state.uidvalidity:
        return Plan(True, 1, "uidvalidity changed")
    if state.uidnext is not None and state.uidnext <= stored.next_uid:
        return Plan(False, stored.next_uid, "nothing new")
    return Plan(False, stored.next_uid, "new mail")


def after(state: FolderState, last_uid: int | None) -> Cursor:
    """The cursor once everything that `state` announced has been stored; `last_uid`: the last mail that came.

    UIDs below UIDNEXT that did not come are gone for good (RFC 9051, 2.3.1.1: UIDs are never used again)."""
    return Cursor(state.uidvalidity, max(state.uidnext or 1, (last_uid or 0) + 1))
