"""Tables without a heading; and whose the organisation and the number in a row are."""

from __future__ import annotations

import pytest

from mailreg.model.reading import Reading
from tests.understand.letters import judged

SECOND_OPINION = True
OFFICE = "Amtsverwaltung <verwaltung@amt.example>"


def read(rows: str, sender: str = OFFICE, closing: str = "MfG\ni. A. Nestler") -> Reading:
    text = (
        f"Sehr geehrte Frau Stoye,\n\nfür den Fachtag am 17.11. melden wir folgende Personen an:\n\n{rows}\n\n{closing}"
    )
    return judged("Anmeldung Fachtag 17.11.", text, sender)[0]


@pytest.mark.parametrize(
    "rows",
    [
        "Müller\tJana\tJugendamt Elstermark\nStöckel\tHans-Peter\tJugendamt Elstermark",
        "Jana\tMüller\tvegetarisch\nHans-Peter\tStöckel\t-",
        "1\tMüller\tJana\n2\tStöckel\tHans-Peter",
        "Frau\tJana\tMüller\nHerr\tHans-Peter\tStöckel",
        "Müller; Jana; 03525/174011\nStöckel; Hans-Peter; 03525/174027",
        "| Müller | Jana |\n| Stöckel | Hans-Peter |",
    ],
)
def test_names_in_two_cells(rows: str) -> None:
    reading = read(rows)
    assert [p.name for p in reading.people] == ["Jana Müller", "Hans-Peter Stöckel"]
    assert reading.headcount.value == 2


def test_a_row_has_its_number_and_organisation() -> None:
    people = read("Müller\tJana\tJugendamt Pegau\t03525/1740-11\nÖzkan\tSelin\tDiakonie Pegau\t0152/28817395").people
    assert [(p.organisation, p.phone) for p in people] == [
        ("Jugendamt Pegau", "+493525174011"),
        ("Diakonie Pegau", "+4915228817395"),
    ]


def test_a_town_beside_a_name_is_no_family_name() -> None:
    names = [p.name for p in read("Wehlen\tJana\tMüller\nRathen\tSelin\tÖzkan").people]
    assert not {"Jana Wehlen", "Selin Rathen"} & set(names)


def test_days_are_no_family_names() -> None:
    assert "Jana Montag" not in [p.name for p in read("Montag\tJana\nDienstag\tSelin").people]


@pytest.mark.parametrize(
    "below",
    ["", '"', "dito", "s. o."],
)
def test_an_empty_cell_is_the_one_above(below: str) -> None:
    rows = (
        "Name\tTräger\tEssen\nRuth Noack\tFalkenhaus Riesa\t-\n"
        f"Omar Haddad\t{below}\tvegan\nJana Wolters\tJugendklub Strehla\t-"
    )
    assert [p.organisation for p in read(rows).people] == [
        "Falkenhaus Riesa",
        "Falkenhaus Riesa",
        "Jugendklub Strehla",
    ]


def test_a_dash_is_no_organisation() -> None:
    rows = "Name\tTräger\tEssen\nRuth Noack\tFalkenhaus Riesa\t-\nOmar Haddad\t-\tvegan"
    assert [p.organisation for p in read(rows).people][1] != "Falkenhaus Riesa"


def test_what_somebody_does_takes_no_organisation_away() -> None:
    rows = "- Dana Kretzschmar (ich)\n- Enrico Thalheim, unser Sozpäd im Offenen Treff\n- Lina Saad"
    closing = "Bis dahin!\nDana\n--\nDana Kretzschmar\nLeitung Haus Linde Wurzen\nmobil 0162 / 555 39 04"
    people = read(rows, "Dana Kretzschmar <dana@linde.example>", closing).people
    assert [p.organisation for p in people] == ["Haus Linde Wurzen"] * 3


@pytest.mark.parametrize(
    ("rows", "phone"),
    [
        ("Teilnehmerin\tFrau Dr. Annegret Tauscher\nDurchwahl Frau Dr. Tauscher\t03437 1743-802", "+4934371743802"),
        ("Frau Annegret Tauscher (a.tauscher@amt.example, Tel. 03437 1743-802)", "+4934371743802"),
        ("* Annegret Tauscher\n* Sprachmittlung Arabisch\n* Handy 0151 66401127\n* Omar Haddad", "+4915166401127"),
    ],
)
def test_whose_number_it_is(rows: str, phone: str) -> None:
    people = read(rows).people
    assert [p.phone for p in people if p.name == "Annegret Tauscher"] == [phone]
    assert all(p.phone is None for p in people if p.name != "Annegret Tauscher")


def test_the_signature_of_a_list_is_the_writers() -> None:
    rows = "- Manfred Zschiesche, Vorsitzender\n- Huong Giang Pham"
    people = read(
        rows, "KGV Sonnenblick – M. Zschiesche <vorstand@kgv.example>", "Mit Gartengruß\nM. Zschiesche"
    ).people
    assert [(p.name, p.email) for p in people] == [
        ("Manfred Zschiesche", "vorstand@kgv.example"),
        ("Huong Giang Pham", None),
    ]


@pytest.mark.parametrize("heading", ["Essen 17.11.", "Anreise 16.11.", "Workshop", "Veranstaltung", "17.11."])
def test_another_column_says_nothing_of_who_comes(heading: str) -> None:
    """Nor does an empty cell below a day."""
    rows = f"Name\tTätigkeit\t{heading}\nRuth Noack\tLeitung\tx\nOmar Haddad\tBeratung\t\nJana Wolters\tTür\tx"
    assert [p.name for p in read(rows).people] == ["Ruth Noack", "Omar Haddad", "Jana Wolters"]


@pytest.mark.parametrize("heading", ["17.11.", "Do, 17.11.", "17. November", "Fachtag", "Teilnahme"])
def test_a_column_of_the_day_says_who_comes(heading: str) -> None:
    rows = (
        f"Name\tTätigkeit\t{heading}\nRuth Noack\tLeitung\tganztags\nOmar Haddad\tBeratung\tnein, Urlaub\n"
        "Jana Wolters\tTür\tbis 12.30 Uhr"
    )
    assert [p.name for p in read(rows).people] == ["Ruth Noack", "Jana Wolters"]


def test_a_seat_whose_person_is_told_later() -> None:
    reading = read("- Ruth Noack\n- Jana Wolters\n- Arbeitsassistenz der Letztgenannten, N. N.")
    assert [p.name for p in reading.people] == ["Ruth Noack", "Jana Wolters"]
    assert reading.headcount.value == 3


def test_fields_of_one_line() -> None:
    rows = "Name: Ruth Noack / Funktion: Leiterin\nName: Omar Haddad / Funktion: pädagogische Fachkraft"
    assert [p.name for p in read(rows).people] == ["Ruth Noack", "Omar Haddad"]


def test_every_row_has_an_organisation() -> None:
    """However it sounds: "Barrierefrei" is a need elsewhere."""
    rows = (
        "1. Ruth Noack, Bündnis „Absage an Gewalt“ e. V., Löbau\n"
        "2. Omar Haddad, Sprachmittlung & Kinderbetreuung Spreetal gUG\n3. Jana Wolters, Barrierefrei <3 e. V."
    )
    assert [p.organisation for p in read(rows).people] == [
        "Bündnis „Absage an Gewalt“ e. V.",
        "Sprachmittlung & Kinderbetreuung Spreetal gUG",
        "Barrierefrei <3 e. V.",
    ]
