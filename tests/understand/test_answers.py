"""Answers between quoted lines: a bare no is a cancellation only where nothing but coming was asked."""

from __future__ import annotations

import pytest

from mailreg.model.decision import Handling
from mailreg.model.reading import Kind
from tests.understand.letters import judged

HEAD = "Am 20.09.2022 um 08:10 schrieb Claudia Stoye <stoye@agjf-sachsen.de>:\n"


@pytest.mark.parametrize(
    "text",
    [
        "> kommst du am 17.11. zum Fachtag?\nJa, sehr gern!\n> Brauchst du Fahrtkosten?\nNein.\n> LG Claudia",
        "> Brauchst du Fahrtkosten am 17.11.?\nNein\n> LG Claudia",
        "> Brauchst du am 17.11. eine Übersetzung?\nJa, Arabisch\n> Fahrtkosten?\nnein danke\n> LG Claudia",
        "> kommst du am 17.11. zum Fachtag?\nja\n> Fahrtkosten?\nnein\n> Dolmetscher?\nnein",
    ],
)
def test_a_no_to_something_else_cancels_nothing(text: str) -> None:
    _, decision = judged("Re: Fachtag", HEAD + text)
    assert decision.handling is Handling.REVIEW


def test_a_no_to_the_only_question_does() -> None:
    reading, decision = judged("Re: Fachtag", f"{HEAD}> kommst du am 17.11. zum Fachtag?\nNein, leider nicht.\n> LG")
    assert (reading.kind.value, decision.handling) == (Kind.CANCEL, Handling.AUTOMATIC)
