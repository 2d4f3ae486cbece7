"""A town where an event is held is where many people are for other reasons."""

from __future__ import annotations

import pytest

from tests.understand.letters import judged

THREAD = "Re: Einladung: get together am 11. Oktober 2022 in Bischofswerda"


@pytest.mark.parametrize(
    "text",
    [
        "Gern bin ich dabei. Meine Chefin ist an dem Tag auf einer Messe in Leipzig.\nJana Wolters",
        "Ja, ich komme! Vormittags habe ich noch einen Termin in Leipzig, schaffe es aber.\nJana Wolters",
        "I will join you. My colleague from Leipzig sends her regards.\nJana Wolters",
    ],
)
def test_a_town_alone_does_not_turn_an_answer_into_one_to_another_event(text: str) -> None:
    assert judged(THREAD, text)[0].event.value == "get-together-2022"


@pytest.mark.parametrize(
    "text",
    [
        "Gern bin ich am 17. November in Leipzig dabei.\nJana Wolters",
        "Ich melde mich zum Fachtag in Leipzig an.\nJana Wolters",
    ],
)
def test_more_than_a_town_does(text: str) -> None:
    assert judged(THREAD, text)[0].event.value == "fachtag-2022"


def test_without_a_thread_the_town_is_enough() -> None:
    assert judged("Anmeldung", "Ich melde mich für Leipzig an.\nJana Wolters")[0].event.value == "fachtag-2022"
