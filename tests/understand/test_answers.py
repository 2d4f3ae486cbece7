"""Answers between quoted lines: each belongs to the question above it."""

from __future__ import annotations

import pytest

from mailreg.model.decision import Handling
from mailreg.model.reading import Kind
from tests.understand.letters import judged

HEAD = "Am 20.09.2022 um 08:10 schrieb Claudia Stoye <stoye@agjf-sachsen.de>:\n"
COMES = "> Kommen Sie am 17.11. zum Fachtag?\nja\n"


@pytest.mark.parametrize(
    ("question", "answer", "needs"),
    [
        ("Brauchst du Fahrtkosten?", "Nein.", []),
        ("Fahrtkosten?", "übernimmt mein Träger", []),
        ("Fahrtkosten?", "ja, ca. 20 Euro", ["travel_costs"]),
        ("Fahrtkostenerstattung gewünscht?", "ich komme mit dem Rad", []),
        ("Benötigen Sie Sprachmittlung?", "Ja, Arabisch", ["ar"]),
        ("Dolmetschen in welche Sprache?", "Dari", ["fa"]),
        ("Dolmetschen in welche Sprache?", "keine", []),
        ("Do you need interpreting?", "Yes, Tigrinya please", ["ti"]),
        ("Haben Sie Allergien?", "keine", []),
        ("Haben Sie Allergien?", "Nüsse", ["diet"]),
        ("Vegetarisch oder mit Fleisch?", "mit Fleisch", []),
        ("Vegetarisch oder mit Fleisch?", "vegetarisch", ["diet"]),
        ("Kinderbetreuung nötig?", "nicht nötig", []),
        ("Kinderbetreuung nötig?", "zwei Kinder, 3 und 5", ["childcare"]),
        ("Rollstuhl o. Ä.?", "-", []),
    ],
)
def test_a_need_is_what_the_answer_says(question: str, answer: str, needs: list[str]) -> None:
    reading, decision = judged("Re: Fachtag", f"{HEAD}{COMES}> {question}\n{answer}\n> MfG")
    assert [n.value.detail or n.value.kind.value for n in reading.needs] == needs
    assert (reading.kind.value, decision.handling) == (Kind.REGISTER, Handling.AUTOMATIC)


@pytest.mark.parametrize(
    "text",
    [
        "> Brauchst du Fahrtkosten am 17.11.?\nNein\n> LG Claudia",
        "> Kommst du am 17.11. zum Fachtag?\nja\n> Mit Hund?\nnein",
    ],
)
def test_a_no_to_something_else_cancels_nothing(text: str) -> None:
    _, decision = judged("Re: Fachtag", HEAD + text)
    assert decision.handling is Handling.REVIEW


def test_a_no_to_the_only_question_does() -> None:
    reading, decision = judged("Re: Fachtag", f"{HEAD}> kommst du am 17.11. zum Fachtag?\nNein, leider nicht.\n> LG")
    assert (reading.kind.value, decision.handling) == (Kind.CANCEL, Handling.AUTOMATIC)
