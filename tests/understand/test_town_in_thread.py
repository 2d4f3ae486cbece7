"""A town where an event is held is where many people are for other reasons, and its month has other days."""

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


FACHTAG = "AW: Einladung zum Fachtag Jugendhilfe migrationssensibel am 17. November 2022 in Leipzig"


@pytest.mark.parametrize(
    "text",
    [
        "Gern komme ich. Im Oktober war ich noch in Elternzeit, daher so spät.\nJana Wolters",
        "Wir melden zwei Personen an, Jana Wolters und Tim Roth. Eine Antwort reicht nach den Oktoberferien.",
        "Yes, count me in! October was too busy to answer.\nJana Wolters",
        "Ja, ich bin dabei. Im Oktober tagt unser Vorstand, danach melde ich vielleicht noch jemanden.\nJana Wolters",
    ],
)
def test_a_month_alone_does_not_either(text: str) -> None:
    assert judged(FACHTAG, text)[0].event.value == "fachtag-2022"


def test_a_month_is_enough_where_the_thread_names_none() -> None:
    found = judged("AW: Ihre Einladung", "Ich melde mich für das Treffen im Oktober an.\nJana Wolters")[0]
    assert found.event.value == "get-together-2022"


def test_a_month_counts_where_the_thread_names_both() -> None:
    both = "AW: get together am 11. Oktober in Bischofswerda und Fachtag am 17. November in Leipzig"
    assert judged(both, "Ich komme nur im Oktober.\nJana Wolters")[0].event.value == "get-together-2022"
