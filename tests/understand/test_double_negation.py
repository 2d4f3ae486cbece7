"""Two negations that say yes together, and one beside "perhaps" that leaves it open."""

from __future__ import annotations

import pytest

from mailreg.model.decision import Handling
from mailreg.model.reading import Kind
from tests.understand.letters import judged

SECOND_OPINION = True


@pytest.mark.parametrize(
    "text",
    [
        "Не можу не прийти :) Запишіть мене.",
        "Не могу не прийти! Запишите меня.",
        "Не можу пропустити, запишіть мене.",
        "Ich kann unmöglich nicht kommen, schreib mich auf.",
        "Das kann ich mir nicht entgehen lassen, bin dabei.",
    ],
)
def test_yes(text: str) -> None:
    reading, decision = judged("get together 11.10.", f"{text}\nJana Wolters")
    assert (reading.kind.value, decision.handling) == (Kind.REGISTER, Handling.AUTOMATIC)


@pytest.mark.parametrize(
    "text",
    [
        "Ich komme vielleicht nicht zum get together.",
        "Запишіть мене, хоча можу й не прийти.",
        "Запишите меня, но я могу и не прийти.",
        "Ich nehme gern teil, vielleicht kann ich aber nicht kommen.",
    ],
)
def test_open(text: str) -> None:
    assert judged("get together 11.10.", f"{text}\nJana Wolters")[1].handling is Handling.REVIEW
