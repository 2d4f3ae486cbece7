"""Plain registrations, cancellations and changes in many wordings: none is ignored, nearly all go through (promise 2).

Each block of plain_wishes.txt: name and expected kind, the subject, the text.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.understand.letters import judged

WISHES = tuple(
    (*head.split(), subject.strip(), text.strip())
    for block in (Path(__file__).parent / "plain_wishes.txt").read_text("utf-8").split("\n====\n")
    if block.strip()
    for head, subject, text in [block.strip().split("\n", 2)]
)


def test_there_are_enough() -> None:
    assert len(WISHES) >= 60
    assert len({name for name, *_ in WISHES}) == len(WISHES)


@pytest.mark.parametrize(("kind", "subject", "text"), [row[1:] for row in WISHES], ids=[row[0] for row in WISHES])
def test_a_wish_is_never_ignored(kind: str, subject: str, text: str) -> None:
    reading, decision = judged(subject, text)
    assert decision.handling != "ignore", (decision.rule, reading.kind.value, reading.why)
    if decision.handling == "automatic":
        assert reading.kind.value == kind, reading.why


def test_nine_of_ten_go_through() -> None:
    held = [name for name, _, subject, text in WISHES if judged(subject, text)[1].handling != "automatic"]
    assert len(held) <= len(WISHES) // 10, held
