"""Where a mail can be read in two ways, a person sees both."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.console import Console

from mailreg.cli.readout import show
from mailreg.decode import decode
from mailreg.model.decision import Decision, Handling
from mailreg.model.reading import Doubt, Found, Kind, Need, NeedKind, Reading, Rival
from mailreg.understand.opinion import Opinion
from mailreg.understand.rivals import SHOWN, with_rivals
from tests.understand.letters import judged, mail
from tests.understand.test_network import ONE, read_by_itself

SECOND_OPINION = True
DOUBTED = (Doubt("competing"),)


@pytest.fixture
def heard() -> tuple[Reading, Opinion]:
    """One seat, no travel costs, and the network has been asked."""
    reading, _, opinion = read_by_itself(ONE)
    assert opinion.listener.hear() is not None
    return replace(reading, doubts=DOUBTED), opinion


def told(reading: Reading, opinion: Opinion) -> dict[str, object]:
    return {r.field: r.value for r in with_rivals(reading, opinion).rivals}


def test_what_both_say_has_no_rival(heard: tuple[Reading, Opinion]) -> None:
    assert told(*heard) == {}


def test_another_number_of_seats(heard: tuple[Reading, Opinion]) -> None:
    reading, opinion = heard
    assert told(replace(reading, headcount=Found(4)), opinion) == {"headcount": 1}


def test_travel_costs_that_only_one_sees(heard: tuple[Reading, Opinion]) -> None:
    reading, opinion = heard
    assert told(replace(reading, needs=(Found(Need(NeedKind.TRAVEL_COSTS)),)), opinion) == {"travel_costs": False}


def test_another_kind(heard: tuple[Reading, Opinion]) -> None:
    reading, opinion = heard
    unsure = replace(opinion, kinds={"register": 0.5, "change": 0.3, "cancel": 0.2})
    assert with_rivals(reading, unsure).rivals == (Rival("kind", Kind.CHANGE, 0.3),)
    assert told(reading, replace(opinion, kinds={"register": 0.9, "change": SHOWN - 0.01})) == {}


def test_of_what_is_answered_nothing_is_told(heard: tuple[Reading, Opinion]) -> None:
    reading, opinion = heard
    assert with_rivals(replace(reading, doubts=(), headcount=Found(4)), opinion).rivals == ()
    assert with_rivals(replace(reading, headcount=Found(4)), None).rivals == ()


def test_the_network_is_not_asked_for_it(heard: tuple[Reading, Opinion]) -> None:
    reading, opinion = heard
    assert opinion.listener is not None
    opinion.listener._heard = None
    assert told(replace(reading, headcount=Found(4)), opinion) == {}


def test_two_or_three_colleagues() -> None:
    reading, decision = judged(
        "get together",
        "Hallo Frau Stoye,\nich komme am 11.10. mit zwei oder drei Kolleginnen zum get together.\nTim Wirth",
    )
    assert decision.handling == "review"
    assert {reading.headcount.value, *(r.value for r in reading.rivals)} == {3, 4}


@pytest.mark.parametrize(
    ("rival", "shown"),
    [
        (Rival("kind", Kind.CANCEL, 0.31), "Absage (31%)"),
        (Rival("headcount", 1, 0.5), "1 Platz (50%)"),
        (Rival("headcount", 3, 0.5), "3 Plätze (50%)"),
        (Rival("travel_costs", False, 0.4), "ohne Fahrtkosten (40%)"),
        (Rival("travel_costs", True, 0.4), "mit Fahrtkosten (40%)"),
    ],
)
def test_it_stands_on_the_page(rival: Rival, shown: str, heard: tuple[Reading, Opinion]) -> None:
    console = Console(record=True, width=100)
    letter = decode(mail("get together", ONE))
    decision = Decision(Handling.REVIEW, "doubt: competing", "Die Mail lässt sich auf zwei Arten lesen.")
    show(console, "mail.eml", letter, replace(heard[0], rivals=(rival,)), decision)
    assert f"Oder {shown}" in " ".join(console.export_text().split())
