"""How many come, by a field of a form: "Anzahl Personen: 3", "Begleitung: keine"."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailreg.model.decision import Handling
from tests.understand.letters import judged

SECOND_OPINION = True
TABLE = Path(__file__).parent / "form_numbers.txt"


def forms() -> list[tuple[int, str]]:
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [(int(seats), form.replace("\\n", "\n")) for seats, form in (line.split(" || ") for line in lines)]


@pytest.mark.parametrize(("seats", "form"), forms())
def test_seats(seats: int, form: str) -> None:
    reading, _ = judged("Anmeldung get together 11.10.", form, "Lutz Herrmann <lutz.herrmann@example.net>")
    assert reading.headcount.value == seats


@pytest.mark.parametrize(
    "field", ["Anzahl Personen: 3", "Begleitpersonen: 2", "Weitere Teilnehmende: mein Vater, mein Onkel"]
)
def test_is_answered_with_the_field_as_proof(field: str) -> None:
    form = f"Ich melde mich für den 11.10. an.\nName: Lutz Herrmann\nVerein: Brücke e. V.\n{field}\nFahrtkosten: ja"
    text = f"Hallo Frau Stoye,\n{form}\nViele Grüße"
    reading, decision = judged("Anmeldung get together", text, "Lutz Herrmann <lutz.herrmann@example.net>")
    assert (reading.headcount.value, decision.handling) == (3, Handling.AUTOMATIC)
    assert field in [text[s.start : s.end] for s in reading.headcount.evidence if s.part == "body"]
