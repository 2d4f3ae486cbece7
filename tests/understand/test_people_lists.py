"""People in tables, lists and forms, with their data."""

from __future__ import annotations

import pytest

from mailreg.lexicon.load import load_lexicons
from mailreg.model.mail import Address, Letter, Segment, SegmentKind
from mailreg.model.reading import Kind, Person
from mailreg.understand.people import find_people
from mailreg.understand.text import analyse

Row = tuple[str | None, str | None, str | None, str | None]

TABLES: dict[str, tuple[str, list[Row]]] = {
    "header in any order": (
        "Nachname\tVorname\tE-Mail\tOrganisation\nKern\tEva\teva@x.example\tHaus Nord e. V.\nSalem\tAmina\t\tHaus Süd",
        [("Eva Kern", "eva@x.example", "Haus Nord e. V.", None), ("Amina Salem", None, "Haus Süd", None)],
    ),
    "semicolons": (
        "Vorname;Nachname;Mobil\nEva;Kern;0171 5550101\nAmina;Salem;",
        [("Eva Kern", "post@example.org", None, "+491715550101"), ("Amina Salem", None, None, None)],
    ),
    "columns of blanks": (
        "Name            Organisation\nEva Kern        Haus Nord\nAmina Salem     Haus Süd",
        [("Eva Kern", "post@example.org", "Haus Nord", None), ("Amina Salem", None, "Haus Süd", None)],
    ),
    "form": (
        "Name: Eva Kern\nVerein: Haus Nord e. V.\nTelefon: 0351 555010",
        [("Eva Kern", "post@example.org", "Haus Nord e. V.", "+49351555010")],
    ),
    "lines with data": (
        "Hallo, es kommen:\nEva Kern, Haus Nord e. V., eva.kern@x.example\nAmina Salem, Verein Brücke, amina@x.example",
        [
            ("Eva Kern", "post@example.org", "Haus Nord e. V.", None),
            ("Amina Salem", "amina@x.example", "Verein Brücke", None),
        ],
    ),
}


@pytest.mark.parametrize(("text", "rows"), TABLES.values(), ids=TABLES.keys())
def test_rows(text: str, rows: list[Row]) -> None:
    letter = Letter(
        None, Address("post@example.org", "Eva Kern"), "Anmeldung", text, (Segment(SegmentKind.OWN, 0, len(text)),)
    )
    found = find_people(analyse(letter, load_lexicons()), Kind.REGISTER)
    names = [(p.name, p.organisation, p.phone) for p in found.people]
    assert names == [(name, organisation, phone) for name, _, organisation, phone in rows]
    others = [p for p in found.people if p.name != "Eva Kern"]
    assert [p.email for p in others] == [email for name, email, _, _ in rows if name != "Eva Kern"]
    assert found.headcount.value == len(rows)


def test_sender_has_the_address_written_from() -> None:
    text = "Ich komme.\n\nEva Kern"
    letter = Letter(None, Address("eva@x.example", "Eva Kern"), "A", text, (Segment(SegmentKind.OWN, 0, len(text)),))
    (person,) = find_people(analyse(letter, load_lexicons()), Kind.REGISTER).people
    assert (person.name, person.email) == ("Eva Kern", "eva@x.example")
    assert isinstance(person, Person)
