"""Where to go on reading."""

from __future__ import annotations

import pytest

from mailreg.intake.cursor import Plan, after, plan
from mailreg.model.ports import Cursor, FolderState


@pytest.mark.parametrize(
    ("stored", "state", "expected"),
    [
        (None, FolderState(7, 10, 9), Plan(True, 1, "first run")),
        (None, FolderState(7, 1, 0), Plan(True, 1, "first run")),
        (Cursor(6, 10), FolderState(7, 10, 9), Plan(True, 1, "uidvalidity changed")),
        (Cursor(7, 10), FolderState(7, 10, 9), Plan(False, 10, "nothing new")),
        (Cursor(7, 10), FolderState(7, 9, 8), Plan(False, 10, "nothing new")),
        (Cursor(7, 10), FolderState(7, 11, 1), Plan(False, 10, "new mail")),
        (Cursor(7, 10), FolderState(7, None, 9), Plan(False, 10, "new mail")),
    ],
    ids=["first", "first, empty", "renumbered", "nothing", "UIDNEXT went back", "new", "no UIDNEXT"],
)
def test_plan(stored: Cursor | None, state: FolderState, expected: Plan) -> None:
    assert plan(stored, state) == expected
    assert plan(stored, state).anything == (expected.reason != "nothing new")


@pytest.mark.parametrize(
    ("state", "last_uid", "next_uid"),
    [
        (FolderState(7, 10, 9), 9, 10),
        (FolderState(7, 10, 9), None, 10),  # the last mails were expunged before they came
        (FolderState(7, 10, 9), 12, 13),  # more came while it was read
        (FolderState(7, None, 0), None, 1),
        (FolderState(7, None, 3), 5, 6),
    ],
)
def test_the_cursor_afterwards(state: FolderState, last_uid: int | None, next_uid: int) -> None:
    assert after(state, last_uid) == Cursor(7, next_uid)
