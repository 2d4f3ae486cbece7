"""Changes that send the list as it is now, and cancellations of two of whom one is named."""

from __future__ import annotations

import pytest

from mailreg.model.reading import Kind
from tests.understand.letters import judged

SECOND_OPINION = True
SILKE = "Silke Hanke <s.hanke@verein.example>"
QUOTE = (
    "\n\nVon: Claudia Stoye <stoye@agjf-sachsen.de>\nGesendet: Montag, 26. September 2022 11:48\nAn: Silke Hanke\n"
    "Betreff: AW: Anmeldung get together\n\nGuten Tag,\n\nvielen Dank, Ihre Anmeldung zum get together am 11. Oktober "
    "2022 {whose}ist eingegangen.\n"
)


@pytest.mark.parametrize(
    ("text", "fresh"),
    [
        (
            (
                "in unserer Liste hat sich etwas geändert: Herr Eibl ist in Elternzeit, für ihn kommt Frau Kubitz. "
                "Jetzt stimmt sie so:\n\n1. Silke Hanke\n2. Paul Rademacher\n3. Marlen Kubitz\n4. Sibel Aydın"
            ),
            ["Marlen Kubitz"],
        ),
        ("hier die aktuelle Liste:\n\n- Silke Hanke\n- Paul Rademacher\n- Marek Dvořák (neu)", ["Marek Dvořák"]),
        (
            "zu unserer Anmeldung kommen noch dazu:\n- Marek Dvořák\n- Sibel Aydın",
            ["Marek Dvořák", "Sibel Aydın"],
        ),
    ],
)
def test_who_takes_a_seat(text: str, fresh: list[str]) -> None:
    mail = f"Hallo Frau Stoye,\n\n{text}\n\nDanke\nSilke Hanke{QUOTE.format(whose='')}"
    reading = judged("AW: AW: Anmeldung get together", mail, SILKE)[0]
    assert reading.kind.value is Kind.CHANGE
    assert [p.name for p in reading.people] == fresh


@pytest.mark.parametrize(
    "text",
    [
        "leider können wir beide nicht kommen.",
        "bitte wieder löschen, alle beide: Wir haben an dem Tag den Rechnungshof im Haus.",
        "wir müssen beide absagen, tut uns leid.",
    ],
)
def test_two_stay_away(text: str) -> None:
    mail = f"Sehr geehrte Frau Stoye,\n{text}\nSilke Hanke"
    whose = "für Silke Hanke und Robert Jahn "
    both = judged("AW: Anmeldung get together", mail + QUOTE.format(whose=whose), SILKE)[0]
    assert {f.value for f in both.withdrawn} == {"Silke Hanke", "Robert Jahn"}
    alone = judged("AW: Anmeldung get together", mail + QUOTE.format(whose=""), SILKE)[0]
    assert {f.value for f in alone.withdrawn} == {"Silke Hanke"}


@pytest.mark.parametrize("text", ["leider kann ich nicht kommen.", "an beiden Terminen kann ich leider nicht kommen."])
def test_one_stays_away(text: str) -> None:
    mail = f"Sehr geehrte Frau Stoye,\n{text}\nSilke Hanke"
    reading = judged(
        "AW: Anmeldung get together", mail + QUOTE.format(whose="für Silke Hanke und Robert Jahn "), SILKE
    )[0]
    assert {f.value for f in reading.withdrawn} <= {"Silke Hanke"}
