"""How many come, by a field of a form: "Anzahl Personen: 3", "Begleitung: keine"."""

from __future__ import annotations

from pathlib import Path

import pytest

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
