"""Several people in one field of a form, however they are parted, and fields that are numbered."""

from __future__ import annotations

import pytest

from tests.understand.letters import judged


@pytest.mark.parametrize(
    ("lines", "people"),
    [
        ("Name: Sascha Winzer + Marthe Hollmann", ["Sascha Winzer", "Marthe Hollmann"]),
        ("Namen: Katharina Lüders / Annett Kögler", ["Katharina Lüders", "Annett Kögler"]),
        ("Name: Katharina Lüders & Annett Kögler", ["Katharina Lüders", "Annett Kögler"]),
        (
            "Teilnehmende: Katharina Lüders; Annett Kögler; Jens Roth",
            ["Katharina Lüders", "Annett Kögler", "Jens Roth"],
        ),
        ("1. Verein: Landjugend\n2. Wer kommt? Verena Tuch; Kilian Noack", ["Verena Tuch", "Kilian Noack"]),
        ("Person 1: Zink, Ramona / Beratung\nPerson 2: Schade, Jörn / Beratung", ["Ramona Zink", "Jörn Schade"]),
    ],
)
def test_people(lines: str, people: list[str]) -> None:
    reading, _ = judged(
        "Anmeldung get together 11.10.", f"Wir nehmen teil.\n\n{lines}\n", "Büro <buero@verein.example>"
    )
    assert [p.name for p in reading.people] == people


def test_address_in_the_same_field() -> None:
    lines = "Person 1: Zink, Ramona / Beratung / zink@verein.example\nPerson 2: Schade, Jörn / Beratung"
    reading, _ = judged(
        "Anmeldung get together 11.10.", f"Wir nehmen teil.\n\n{lines}\n", "Büro <buero@verein.example>"
    )
    assert [(p.name, p.email) for p in reading.people] == [
        ("Ramona Zink", "zink@verein.example"),
        ("Jörn Schade", None),
    ]
