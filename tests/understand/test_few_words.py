"""Mails of a few words: their language, a no that says yes, "and so does my wife"; rows that say who cannot come."""

from __future__ import annotations

import pytest

from mailreg.model.decision import Handling
from mailreg.model.reading import Kind
from tests.understand.letters import judged

SUBJECT = "get together 11.10."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Maalesef gelemiyorum.", "tr"),
        ("Je viens sans faute.", "fr"),
        ("Je dois malheureusement renoncer.", "fr"),
        ("No puedo ir.", "es"),
        ("Vou faltar.", "pt"),
        ("Neću propustiti.", "bs"),
    ],
)
def test_language_of_phrases(text: str, language: str) -> None:
    """Their few words are no small ones; the phrases of the lexicons tell."""
    assert judged(SUBJECT, text)[0].language.value == language


@pytest.mark.parametrize(
    "text",
    [
        "No faltaré.",
        "No voy a faltar.",
        "Ich werde nicht fehlen.",
        "Das lasse ich mir nicht entgehen.",
        "Não vou faltar.",
        "Nu o să lipsesc.",
        "Nebudu chybět.",
        "Не пропущу!",
        "Neću propustiti!",
    ],
)
def test_a_no_that_says_yes(text: str) -> None:
    assert judged(SUBJECT, text)[0].kind.value is Kind.REGISTER


@pytest.mark.parametrize(
    "text",
    [
        "Je dois malheureusement renoncer.",
        "Mnie niestety zabraknie.",
        "Toplantıyı kaçırmak zorundayım maalesef.",
        "Din păcate voi lipsi.",
        "Ich werde fehlen.",
        "Bitte tragen Sie mich aus der Teilnehmerliste aus.",
        "Nehmt mich aus der Liste raus.",
        "Nehmen Sie uns bitte von der Teilnehmerliste, wir schaffen es nicht.",
    ],
)
def test_a_plain_no(text: str) -> None:
    reading, decision = judged(SUBJECT, f"{text}\nJana Wolters")
    assert (reading.kind.value, decision.handling) == (Kind.CANCEL, Handling.AUTOMATIC)


@pytest.mark.parametrize(
    ("text", "seats"),
    [
        ("Ich melde mich an. Mein Mann auch.", 2),
        ("Ich melde mich an. Genauso meine Frau.", 2),
        ("Ich wäre gern dabei, meine Kollegin ebenso.", 2),
        ("I will be there. My husband too.", 2),
        ("Je viens, mon mari aussi.", 2),
        ("Ich komme. Meine Frau leider nicht, mein Sohn auch nicht.", 1),
        ("Ich komme. Meine Frau grüßt auch.", 1),
    ],
)
def test_and_so_does_somebody(text: str, seats: int) -> None:
    assert judged(SUBJECT, f"{text}\nJana Wolters")[0].headcount.value == seats


@pytest.mark.parametrize("line", ["Yonas Tekle kann nicht, er hat Schule", "Yonas Tekle diesmal leider nicht"])
def test_a_row_that_denies(line: str) -> None:
    body = f"Unsere Liste:\n- Hanka Jurisch\n- Mulugeta Haile\n- {line}\n\nGruß\nJana Wolters"
    people = [p.name for p in judged(SUBJECT, body)[0].people]
    assert people == ["Hanka Jurisch", "Mulugeta Haile"]


def test_tigrinya_and() -> None:
    """Its "and" is an ending, also of names in Latin letters."""
    body = "ኣነን ሰበይተይ Rahwa Mehariን ኣብ 11 ጥቅምቲ ናብ Bischofswerda ክንመጽእ ኢና።\nJana Wolters"
    assert "Rahwa Mehari" in [p.name for p in judged(SUBJECT, body)[0].people]
