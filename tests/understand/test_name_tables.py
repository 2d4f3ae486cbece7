"""Tables whose first column holds "Family, Given": the name is turned round, and no cell beside it belongs to it."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from mailreg.decode import decode
from mailreg.understand.read import read
from tests.understand.letters import MOMENT, judged, known_events

SECOND_OPINION = True
PEOPLE = ["René Seidel", "Emine Yıldız", "Franzi Habermann"]
ROWS = (
    ("Seidel, René", "Leitung", "rene@jugendwerk.example"),
    ("Yıldız, Emine", "Schulsozialarbeit", "emine@jugendwerk.example"),
    ("Habermann, Franzi", "Streetwork", "franzi@jugendwerk.example"),
)
SENDER = "Jugendwerk, Sekretariat <anmeldung@jugendwerk.example>"


@pytest.mark.parametrize("sign", ["\t", " | ", "; "])
def test_text(sign: str) -> None:
    table = "\n".join(sign.join(row) for row in (("Name, Vorname", "Bereich", "E-Mail"), *ROWS))
    text = f"Aus unserem Haus nehmen teil:\n\n{table}\n\ni. A. Regina Popp\nJugendwerk Vogtland gGmbH"
    reading, _ = judged("Fachtag 17.11.", text, SENDER)
    assert [p.name for p in reading.people] == PEOPLE


def test_tables_within_cells() -> None:
    """Some mail programs put the title beside the name in a table of its own."""
    inner = "<tr><td><table><tr><td>{}</td><td>{}</td></tr></table></td><td>{}</td><td>{}</td></tr>"
    rows = "".join(inner.format("Dr." if n == 0 else "", *row) for n, row in enumerate(ROWS))
    head = "<tr><td><b>Name, Vorname</b></td><td><b>Bereich</b></td><td><b>E-Mail</b></td></tr>"
    message = EmailMessage()
    message["From"], message["To"] = SENDER, "stoye@agjf-sachsen.de"
    message["Subject"], message["Date"], message["Message-ID"] = "Fachtag 17.11.", MOMENT, "<one@jugendwerk.example>"
    message.set_content(
        f"<p>aus unserem Haus nehmen teil:</p><table><tr><td><table>{head}{rows}</table></td></tr></table>"
        "<p>i. A. Regina Popp<br>Jugendwerk Vogtland gGmbH</p>",
        subtype="html",
    )
    reading = read(decode(message.as_bytes()), known_events(), MOMENT)
    assert [p.name for p in reading.people] == PEOPLE


@pytest.mark.parametrize("sign", ["\t", " | "])
@pytest.mark.parametrize("heading", ["Teilnahme", "kommt", "dabei"])
def test_a_column_says_who_comes(sign: str, heading: str) -> None:
    """The last cells are left out where they are empty, and the last row is one all the same."""
    rows = [
        ("Name, Vorname", "Bereich", heading, "Bemerkung"),
        ("Seidel, René", "Leitung", "ja", "vegan"),
        ("Yıldız, Emine", "Schulsozialarbeit", "nein"),
        ("Habermann, Franzi", "Streetwork", "ja"),
    ]
    table = "\n".join(sign.join(row) for row in rows)
    text = f"Unsere Anmeldungen für den 17. November:\n\n{table}\n\ni. A. Regina Popp\nJugendwerk Vogtland gGmbH"
    reading, _ = judged("Fachtag 17.11.", text, SENDER)
    assert [p.name for p in reading.people] == ["René Seidel", "Franzi Habermann"]
    assert reading.headcount.value == 2
