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


OFFICES: dict[str, tuple[str, list[str]]] = {
    # a label before the name
    "units and colons": (
        "es nehmen teil:\n\nTeam Nord: Frau Sandra Holm\nTeam Süd: Herr Jens Riedel\nTeam Mitte: Frau Petra Lau",
        ["Sandra Holm", "Jens Riedel", "Petra Lau"],
    ),
    "units in columns": (
        "wir melden:\n\nGruppe Rot     Anke Winter      Normalkost\nGruppe Grün    Peter Sommer     glutenfrei",
        ["Anke Winter", "Peter Sommer"],
    ),
    "dotted": (
        "gemeldet sind:\n\nStandort Riesa ..... Carola Wünsche\nStandort Oschatz ... Gerald Brand",
        ["Carola Wünsche", "Gerald Brand"],
    ),
    "several behind one label": (
        "kommen werden:\n\nHaus 1: Sabine Moll, Anna Rezaie\nHaus 2: Friederike Lau",
        ["Sabine Moll", "Anna Rezaie", "Friederike Lau"],
    ),
    "bullets and offices": (
        "teilnehmen werden:\n\n- Leitung: Bodo Kern\n- Praktikantin: Sarah Reuter, Veganerin",
        ["Bodo Kern", "Sarah Reuter"],
    ),
    "answers behind the name": (
        (
            "Rückmeldungen zum Fachtag:\n\nFG Wohnen: Marcus Blei ja\nFG Pflege: Katrin Adler nein, Urlaub\n"
            "FG Recht: Rita Wolf ja"
        ),
        ["Marcus Blei", "Rita Wolf"],
    ),
    # numbers
    "bare numbers": (
        "Anmeldung:\n\n1 Anja Schwager\n2 Robert Thiel (ukr.)\n3 Olena Hnatiuk",
        ["Anja Schwager", "Robert Thiel", "Olena Hnatiuk"],
    ),
    "counted in words": (
        "zum Treffen kommen\n\nPerson 1: Roth, Anna (Leitung)\nPerson 2: Brandt, Jens (Verwaltung)",
        ["Anna Roth", "Jens Brandt"],
    ),
    # "Family, Given"
    "family first by a header": (
        (
            "please add:\n\nSurname, first name – role – phone\nOyelaran, Bisi – fellow – 03581 374411\n"
            "Steiner, Jonathan – tutor – 03581 374412"
        ),
        ["Bisi Oyelaran", "Jonathan Steiner"],
    ),
    "family first by most": (
        (
            "es kommen:\n\nLudwig, Ronald; Ehrenamt; 035873 4102\nTran, Thi Mai; Dolmetschen; 0151 4409012\n"
            "Förster, Petra; Amt 3; 035873 4131"
        ),
        ["Ronald Ludwig", "Thi Mai Tran", "Petra Förster"],
    ),
    "a header keeps cells apart": (
        (
            "Anmeldungen:\n\nNachname Vorname Sprachmittlung Fahrtkosten\nLange, Ulrike – nein – nein\n"
            "Rahmani, Navid – Farsi – ja"
        ),
        ["Ulrike Lange", "Navid Rahmani"],
    ),
    "one known column": (
        (
            "Wir kommen:\n\nName             Sprache      Fahrt\nMiriam Holm      Deutsch      Auto\n"
            "Hasan Darwisch   Arabisch     Bus"
        ),
        ["Miriam Holm", "Hasan Darwisch"],
    ),
    # one line behind a colon
    "behind a colon": (
        "drei von unserer Schule: Julia Hemmann, Gottlieb Bär, Aaliyah Farrukh.",
        ["Julia Hemmann", "Gottlieb Bär", "Aaliyah Farrukh"],
    ),
    "with ranks": ("teilnehmen werden: EPHK Jörn Lachs, PHKin Miriam Stern (Stab).", ["Jörn Lachs", "Miriam Stern"]),
    "semicolons": (
        "Wir melden: Ordnungsamt Wiegand, Dirk; Schulamt Mehlhorn, Rosa; Kultur Arndt, Peter.",
        ["Dirk Wiegand", "Rosa Mehlhorn", "Peter Arndt"],
    ),
    "in English": (
        "four of us will come: Mary Jones, Peter Smith, Sarah Brown and Tom Baker.",
        ["Mary Jones", "Peter Smith", "Sarah Brown", "Tom Baker"],
    ),
}


def _office(text: str) -> Letter:
    text = f"Guten Tag,\n\n{text}\n\nViele Grüße\nHeike Opitz"
    own = (Segment(SegmentKind.OWN, 0, len(text)),)
    return Letter(None, Address("buero@kreis.example", "Büro Ehrenamt"), "Anmeldung", text, own)


@pytest.mark.parametrize(("text", "people"), OFFICES.values(), ids=OFFICES.keys())
def test_lists_of_offices(text: str, people: list[str]) -> None:
    found = find_people(analyse(_office(text), load_lexicons()), Kind.REGISTER)
    assert [p.name for p in found.people] == people
    assert found.headcount.value == len(people)


def test_colleagues_who_are_greeted_take_no_seat() -> None:
    text = "Werte Kolleginnen und Kollegen,\n\nanbei unsere Meldung:\n\na) Kerstin Wendt\nb) Oleg Panter\n\nHeike Opitz"
    letter = Letter(
        None, Address("buero@x.example", "Büro"), "Meldung", text, (Segment(SegmentKind.OWN, 0, len(text)),)
    )
    assert find_people(analyse(letter, load_lexicons()), Kind.REGISTER).headcount.value == 2


@pytest.mark.parametrize(
    "text",
    [
        "Krank sind: Anna Weber, Tom Roth.",
        "ich komme gern. Nicht dabei sind: Anna Weber, Tom Roth.",
        "ich melde mich an.\n\nKontakt: Anna Weber",
    ],
)
def test_who_is_named_behind_a_colon_and_does_not_come(text: str) -> None:
    own = (Segment(SegmentKind.OWN, 0, len(text)),)
    letter = Letter(None, Address("eva@x.example", "Eva Kern"), "Anmeldung", text, own)
    found = find_people(analyse(letter, load_lexicons()), Kind.REGISTER)
    assert not {"Anna Weber", "Tom Roth"} & {p.name for p in found.people} or found.doubts


def test_a_list_above_what_only_the_writer_says_of_themselves() -> None:
    text = "Hallo,\n\nHaus 1: Sabine Moll, Anna Roth\nHaus 2: Petra Lau\nBüro: ich, Eva Kern, keine Teilnahme"
    own = (Segment(SegmentKind.OWN, 0, len(text)),)
    letter = Letter(None, Address("eva@x.example", "Eva Kern"), "Sammelanmeldung", text, own)
    assert "unclear_who" in {d.code for d in find_people(analyse(letter, load_lexicons()), Kind.CANCEL).doubts}


def test_what_stands_behind_several_in_one_row() -> None:
    rows = "- Anna Weber und Tom Roth – beide vegan\n- Lea Vogt, Jana Kern – leider krank\n- Petra Lau"
    found = find_people(analyse(_office(f"es kommen:\n\n{rows}"), load_lexicons()), Kind.REGISTER)
    assert [p.name for p in found.people] == ["Anna Weber", "Tom Roth", "Petra Lau"]
