"""The writer's own name: put right, cut short, in full in what is answered; and forms that are nobody."""

# ruff: noqa: E501  whole mails stand in one line

from __future__ import annotations

import pytest

from mailreg.decode import decode
from mailreg.understand.names import display_name
from mailreg.understand.read import read
from tests.understand.letters import MOMENT, judged, known_events, mail

SECOND_OPINION = True


@pytest.mark.parametrize(
    "text",
    [
        "mein Name ist falsch geschrieben, nicht Liliana Markowitsch, sondern Ljiljana Marković.",
        "kleiner Fehler: ich bin nicht Liliana Markowitsch, sondern Ljiljana Marković.",
        "ich heiße nicht Liliana Markowitsch sondern Ljiljana Marković, bitte ändern.",
    ],
)
def test_the_misspelled_name_is_nobody(text: str) -> None:
    reading, _ = judged("Re: Bestätigung", f"Liebe Frau Stoye, {text}", "Ljiljana Marković <lj.markovic@example.net>")
    assert "Liliana Markowitsch" not in [p.name for p in reading.people]


def test_who_says_the_name_is_the_writer() -> None:
    text = "ich heiße Abdulrahman Sabbagh und ich möchte am 11.10. zu get together kommen.\n\nAbood"
    reading, _ = judged("Ich möchte kommen", text, "Abood S. <abood.sabbagh@example.org>")
    assert [p.name for p in reading.people] == ["Abdulrahman Sabbagh"]


def test_given_name_from_the_mail_that_is_answered() -> None:
    text = (
        "Liebe Frau Stoye, Frau Feldmann fällt am 11.10. leider aus. Die beiden anderen kommen wie geplant.\n\nAnja Kern\n\n"
        "> hier unsere drei für das get together:\n> Anja Kern\n> Nuria Feldmann\n> Tim Rost"
    )
    letter = decode(mail("AW: Anmeldung", text, "Anja Kern <kern@example.org>"))
    assert [f.value for f in read(letter, known_events(), MOMENT).withdrawn] == ["Nuria Feldmann"]


def test_two_of_that_family_name_are_not_told_apart() -> None:
    text = "Liebe Frau Stoye, Frau Feldmann fällt am 11.10. aus.\n\nAnja Kern\n\n> Nuria Feldmann\n> Anna Feldmann\n> Anja Kern"
    letter = decode(mail("AW: Anmeldung", text, "Anja Kern <kern@example.org>"))
    assert [f.value for f in read(letter, known_events(), MOMENT).withdrawn] == ["Feldmann"]


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("Adler-Voigt, PD Dr. Regine", "Regine Adler-Voigt"),
        ("Ltd. RD Reinhold Gläser", "Reinhold Gläser"),
        ("Koll. Jens Stolpe", "Jens Stolpe"),
        ("Event form (do not reply)", None),
        ("TYPO3 Formular", None),
    ],
)
def test_display_names(shown: str, name: str | None) -> None:
    assert display_name(shown) == name
