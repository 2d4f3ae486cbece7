"""Children who are brought along take no seat; those who are grown up, and whoever comes along, do."""

from __future__ import annotations

import pytest

from tests.understand.letters import judged

SECOND_OPINION = True


@pytest.mark.parametrize(
    ("text", "seats"),
    [
        ("Ich komme gern, mein Sohn (17) kommt mit.", 2),
        ("Ich komme gern. Meine Tochter kommt mit, sie ist 19 Jahre alt.", 2),
        ("I'm coming and my son, who is 18 years old, comes with me.", 2),
        ("Ez têm, kurê min ê mezin (19 salî) jî bi min re tê.", 2),
        ("Ich komme gern, mein Sohn (4) kommt mit.", 1),
        ("Ich komme gern, mein Sohn kommt am 17. November mit.", 1),
        ("Ich komme allein, meine Tochter (19) kann nicht.", 1),
        ("Ich, mein Bruder, meine Schwägerin: alle dabei!", 3),
        ("Dabei: ich, meine Frau, unser Nachbar.", 3),
        ("Bitte zwei Personen für das get together notieren, meine Partnerin und mich.", 2),
        ("Wir sind drei Personen, meine zwei Kollegen und ich.", 3),
    ],
)
def test_seats(text: str, seats: int) -> None:
    reading, _ = judged("Anmeldung get together am 11.10.", f"{text}\n\nViele Grüße\nJana Wolters")
    assert reading.headcount.value == seats
