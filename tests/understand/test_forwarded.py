"""Registrations that somebody sends on: whose they are, with organisation, number and address of the one who wrote."""

# ruff: noqa: E501 -- a mail a row

from __future__ import annotations

import pytest

from mailreg.model.decision import Handling
from mailreg.model.reading import Kind
from tests.understand.letters import judged

HEAD = "Von: Ralf Vogel <ralf.vogel@stadt.example>\nGesendet: Dienstag, 27. September 2022 08:10\nAn: Jana Wolters <jana.wolters@verein.example>\nBetreff: Fachtag\n\n"
APPLE = "Begin forwarded message:\n\nFrom: Daniel Ofori <daniel@mail.example>\nSubject: Fachtag\nDate: 27 September 2022 at 08:10:00 CEST\nTo: Jana Wolters <jana.wolters@verein.example>\n\n"
ROWS = [
    (
        f"Liebe Frau Stoye,\nanbei die Anmeldung von Herrn Vogel.\nGruß\nJana Wolters\n\n{HEAD}Hallo Jana,\nbitte melde mich für den Fachtag am 17.11. an.\nDanke\nRalf Vogel\nJugendamt Pegau\nTel. 034296 4455",
        [("Ralf Vogel", "Jugendamt Pegau", "+49342964455", "ralf.vogel@stadt.example")],
    ),
    (
        f"{HEAD}Hallo,\nich melde mich für den Fachtag am 17.11. an.\nViele Grüße\nRalf Vogel\nJugendamt Pegau\nMobil 0176 11223344",
        [("Ralf Vogel", "Jugendamt Pegau", "+4917611223344", "ralf.vogel@stadt.example")],
    ),
    (
        f"FYI\n\n{HEAD}Sehr geehrte Frau Wolters,\nhiermit melden wir Frau Petra Sommer (p.sommer@stadt.example) und Herrn Knut Lohse für den Fachtag am 17.11. an.\nMit freundlichen Grüßen\nRalf Vogel\nStadt Pegau",
        [
            ("Petra Sommer", "Stadt Pegau", None, "p.sommer@stadt.example"),
            ("Knut Lohse", "Stadt Pegau", None, None),
        ],
    ),
    (
        f"Dear Claudia, please see below.\nThanks, Jana\n\n{APPLE}Hi Jana, I want to come to the Fachtag on 17 November.\nDaniel Ofori\nAkoma Leipzig\n0176 30915582",
        [("Daniel Ofori", "Akoma Leipzig", "+4917630915582", "daniel@mail.example")],
    ),
]


@pytest.mark.parametrize(("text", "people"), ROWS)
def test_the_registration_is_the_one_that_is_sent_on(text: str, people: list[tuple[str | None, ...]]) -> None:
    reading, decision = judged("WG: Fachtag", text)
    assert [(p.name, p.organisation, p.phone, p.email) for p in reading.people] == people
    assert reading.kind.value is Kind.REGISTER
    assert decision.handling is Handling.AUTOMATIC


def test_who_comes_and_sends_a_registration_on_is_looked_at() -> None:
    text = f"Hallo Claudia,\nich komme auch am 17.11., und Ralf hat mir geschrieben (siehe unten), dass er dabei ist.\nJana Wolters\n\n{HEAD}Hi Jana, bin am 17.11. beim Fachtag dabei, meldest du mich mit an?\nRalf Vogel"
    reading, decision = judged("WG: Fachtag", text)
    assert reading.kind.value is Kind.REGISTER
    assert decision.handling is Handling.REVIEW


def test_sent_on_twice() -> None:
    """Who sent it on first says nothing of their own."""
    inner = "Anfang der weitergeleiteten Nachricht:\nVon: Luul Warsame <luul@mail.example>\nDatum: 2. Oktober 2022 um 22:08:51 MESZ\nAn: ralf.vogel@stadt.example\nBetreff: ich will anmelden\n\nHallo Ralf, ich will anmelden mich für get together Bischofswerda 11.10. Bitte Bus und Zug bezahlen. Danke! Luul Warsame"
    text = f"Zuständigkeitshalber an die AGJF. Freundliche Grüße, Wolters\n\n{HEAD.replace('Fachtag', 'Fwd: ich will anmelden')}Hallo Jana, du weißt bestimmt, wo das hinmuss? Ich kann am 11. selber nicht. Ralf\n\n{inner}"
    reading, _ = judged("WG: WG: ich will anmelden", text)
    assert [(p.name, p.email) for p in reading.people] == [("Luul Warsame", "luul@mail.example")]
