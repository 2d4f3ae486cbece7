"""Lists below headings: who comes and who stays away, in whatever words the heading says so."""

# ruff: noqa: E501  whole mails stand in one line

from __future__ import annotations

from itertools import product

import pytest

from tests.understand.letters import judged

SECOND_OPINION = True
WRITER = "Stefanie Lindemann <lindemann@kv.example>"
COMING = ["Stefanie Lindemann", "Pascal Drechsler"]
ROWS = {
    "cells": "{0}\tlindemann@kv.example\tReferat\n{1}\tdrechsler@kv.example\tBeratung",
    "bullets": "- {0}\n- {1}",
    "lines": "{0}\n{1}",
}
HEADINGS = [
    ("Kommt mit nach Leipzig", "Bleibt im Büro"),
    ("Es kommen:", "Nicht dabei:"),
    ("Dabei sind:", "Es fehlen:"),
    ("Zusagen:", "Absagen:"),
    ("Teilnehmen werden:", "Verhindert:"),
    ("Es kommen:", "Hier bleiben:"),
    ("Dabei:", "Im Urlaub:"),
    ("Anmelden möchten sich:", "Nicht teilnehmen können:"),
    ("Coming:", "Not coming:"),
    ("We will be there:", "Can't make it:"),
    ("Придут:", "Не придут:"),
]


@pytest.mark.parametrize(("headings", "rows"), list(product(HEADINGS, ROWS)), ids=str)
def test_who_stands_below_a_no_stays_away(headings: tuple[str, str], rows: str) -> None:
    coming = f"{headings[0]}\n{ROWS[rows].format(*COMING)}"
    away = f"{headings[1]}\n{ROWS[rows].format('Antje Hoyer', 'Kai-Uwe Bräunlich')}"
    text = f"Hallo Frau Stoye,\n\nunsere Planung für den Fachtag am 17.11.:\n\n{coming}\n\n{away}\n\nViele Grüße\nStefanie Lindemann"
    reading, _ = judged("Anmeldung Fachtag", text, WRITER)
    assert [person.name for person in reading.people] == COMING


@pytest.mark.parametrize(
    "heading",
    [
        "Da ich nicht kann, kommen:",
        "Statt mir kommen:",
        "Noch nicht angemeldet waren:",
        "Nicht vergessen:",
        "Es kommen nicht nur zwei, sondern:",
        "Nicht vegetarisch essen:",
        "Ohne Dolmetscher:",
        "Keine Fahrtkosten:",
        "Teilnahme trotz Urlaub:",
        "Vertretung für die Erkrankten:",
    ],
)
def test_a_no_to_something_else_keeps_nobody_away(heading: str) -> None:
    rows = ROWS["bullets"].format(*COMING)
    text = f"Hallo Frau Stoye,\n\nfür den Fachtag am 17.11. melden wir an:\n\n{heading}\n{rows}\n\nViele Grüße\nStefanie Lindemann"
    reading, _ = judged("Anmeldung Fachtag", text, WRITER)
    assert {person.name for person in reading.people} >= {"Pascal Drechsler"}


@pytest.mark.parametrize(
    ("out", "in_turn"),
    [("Abgesagt haben:", "Neu dabei:"), ("Fällt aus:", "Dafür kommt:"), ("Nicht mehr dabei:", "Stattdessen:")],
)
def test_change_in_two_lists(out: str, in_turn: str) -> None:
    lists = f"{out}\n- Antje Hoyer\n\n{in_turn}\n- Pascal Drechsler"
    text = f"Hallo Frau Stoye,\n\nunsere Anmeldung zum Fachtag am 17.11. ändert sich:\n\n{lists}\n\nViele Grüße\nStefanie Lindemann"
    reading, _ = judged("Re: Ihre Anmeldung zum Fachtag", text, WRITER)
    assert [person.name for person in reading.people] == ["Pascal Drechsler"]
    assert [found.value for found in reading.withdrawn] == ["Antje Hoyer"]
    assert reading.headcount.value == 1
