"""Names in signatures beside the one who signs make nobody come or stay away."""

# ruff: noqa: E501  whole mails stand in one line

from __future__ import annotations

import pytest

from tests.understand.letters import judged

SECOND_OPINION = True
WRITER = "Franziska Moll <moll@haus.example>"


@pytest.mark.parametrize(
    "print_",
    [
        "Geschäftsführer: Götz Alsmann-Renner, Amtsgericht Leipzig HRB 90411",
        "Vorstand: Gisela Matthes (Präsidentin), Ingo Barth, Sven Uhlmann",
        "Sekretariat: Frau Mandy Israel, Tel. 034298 17 44",
        "Tel. 034291 17 46 · Vertretung: Ute Kern",
    ],
)
@pytest.mark.parametrize(
    ("subject", "text", "come", "gone"),
    [
        ("Anmeldung", "ich bin am 17. November beim Fachtag dabei.", ["Franziska Moll"], []),
        ("Absage", "leider muss ich meine Teilnahme am Fachtag absagen.", [], ["Franziska Moll"]),
    ],
)
def test_only_who_signs(print_: str, subject: str, text: str, come: list[str], gone: list[str]) -> None:
    mail = f"Liebe Frau Stoye,\n\n{text}\n\nFreundliche Grüße\nFranziska Moll\nBereichsleitung\nKinderhilfe gGmbH\n{print_}"
    reading, _ = judged(subject, mail, WRITER)
    assert [p.name for p in reading.people] == come
    assert [f.value for f in reading.withdrawn] == gone


def test_two_who_sign_both_come() -> None:
    mail = "Liebe Frau Stoye,\n\nwir beide kommen am 17. November zum Fachtag.\n\nFreundliche Grüße\nFranziska Moll und Tom Roth"
    reading, _ = judged("Anmeldung", mail, WRITER)
    assert [p.name for p in reading.people] == ["Franziska Moll", "Tom Roth"]
