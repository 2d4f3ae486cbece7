"""Tables as offices send them: who comes, by whatever heading, and what each column says."""

# ruff: noqa: E501  whole mails stand in one line

from __future__ import annotations

import pytest

from mailreg.model.reading import NeedKind, Reading
from tests.understand.letters import judged

SECOND_OPINION = True
OFFICE = "Haus am Anger <info@anger.example>"


def read(rows: str, sender: str = OFFICE) -> Reading:
    text = f"Guten Tag,\n\nhiermit melden wir zum get together am 11.10. an:\n\n{rows}\n\nMit freundlichen Grüßen\nHaus am Anger"
    return judged("Anmeldung get together", text, sender)[0]


def names(rows: str, sender: str = OFFICE) -> list[str | None]:
    return [person.name for person in read(rows, sender).people]


def needs(rows: str) -> list[str]:
    return sorted(n.value.detail or n.value.kind.value for n in read(rows).needs)


@pytest.mark.parametrize(
    "rows",
    [
        "Mitarbeiter*in\tFahrtkosten\nAnna Weber\tja\nTomas Roth\tnein",
        "Wer?\tWas?\nAnna Weber\tLeitung\nTomas Roth\tBeratung",
        "Kolleg*innen\tTelefon\nWeber, Anna\t0351 111\nRoth, Tomas\t0351 222",
        "Nr.\tNachname, Vorname\tFunktion\tDolmetschen\n1\tWeber, Anna\tLeitung\tnein\n2\tRoth, Tomas\tHort\t–",
        "Lfd. Nr.\tName, Vorname\tFahrtkosten ja/nein\n1\tWeber, Anna\tnein\n2\tRoth, Tomas\tnein",
        "\tVorname\tNachname\tvegan\n1\tAnna\tWeber\tx\n2\tTomas\tRoth\t\nSumme\t\t2\t1",
        "Name\tFahrtkosten\tDolmetschen\nAnna Weber\tnein\tnein\nTomas Roth\tnein\tnein\nSumme\t0\t0",
        "Verein\tBrücke\n1. Person\tAnna Weber\n2. Person\tTomas Roth\n3. Person\t–\nNachricht\tkeine Angabe",
        "Jméno\tPříjmení\tPoznámka\nAnna\tWeber\t-\nTomas\tRoth\t-",
        "Vorname\tAnna\tTomas\nName\tWeber\tRoth\nE-Mail\tweber@a.example\troth@a.example",
        "\t1. Person\t2. Person\nName\tAnna Weber\tTomas Roth\nFahrtkosten\tja\tnein",
    ],
)
def test_everybody_in_a_table_comes(rows: str) -> None:
    reading = read(rows)
    assert [p.name for p in reading.people] == ["Anna Weber", "Tomas Roth"]
    assert reading.headcount.value == 2


@pytest.mark.parametrize(
    "rows",
    [
        "Name\tTeilnahme\nAnna Weber\tja\nTomas Roth\tja\nEva Kern\tnein (Urlaub)",
        "Name\tkommt\tAnmerkung\nAnna Weber\tx\t\nTomas Roth\tx\tvegan\nEva Kern\t\tUrlaub",
        "Name\tTeilnahme 11.10.\nAnna Weber\t☒\nTomas Roth\t☒\nEva Kern\t☐",
        "Name\tAttending\nAnna Weber\tyes\nTomas Roth\tyes\nEva Kern\tno, sorry",
    ],
)
def test_a_column_says_who_comes(rows: str) -> None:
    assert names(rows) == ["Anna Weber", "Tomas Roth"]


def test_no_to_something_else_keeps_nobody_away() -> None:
    rows = "Name\tDolmetschen\tFahrtkosten\nAnna Weber\tnein\tja\nTomas Roth\tnein\tnein"
    assert names(rows) == ["Anna Weber", "Tomas Roth"]
    assert needs(rows) == ["travel_costs"]


def test_somebody_whose_name_follows_has_a_seat() -> None:
    reading = read("Nr.\tName\tTeam\n1\tAnna Weber\tHort\n2\tN. N.\tHort")
    assert [p.name for p in reading.people] == ["Anna Weber"]
    assert reading.headcount.value == 2


def test_merged_cell_is_everybodys_organisation() -> None:
    rows = "Träger\tTeilnehmende\nBrücke e. V.\tAnna Weber\n\tTomas Roth\nHalt e. V.\tEva Kern"
    assert [p.organisation for p in read(rows).people] == ["Brücke e. V.", "Brücke e. V.", "Halt e. V."]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ("Name\tÜbersetzung\tFahrtkosten\nAnna Weber\t☐\t☐\nMina Ahmadi\t☑ Dari\t☑", ["fa", "travel_costs"]),
        ("Name\tInterpreting\nAnna Weber\tEN\nMina Ahmadi\tUK, RU\nTomas Roth\t–", ["en", "ru", "uk"]),
        ("Name\tTelefon\tDolmetschen\nAnna Weber\t0351 111\nMina Ahmadi\t\tFarsi", ["fa"]),
        ("Name\tSprachmittlung\tFahrtkosten\nAnna Weber\tnein\tnein, zahlt der Träger\nTomas Roth\t–\tnein", []),
        (
            "Vorname\tAnna\tMina\nName\tWeber\tAhmadi\nFahrtkosten\tnein\tja\nSprachmittlung\t–\tDari",
            ["fa", "travel_costs"],
        ),
    ],
)
def test_cells_say_what_is_needed(rows: str, wanted: list[str]) -> None:
    assert needs(rows) == wanted


def test_names_end_at_the_end_of_their_cell() -> None:
    rows = "   Wolfram Mättig    Beauftragter\n   Halina Kowalczyk    Koordinatorin\n   Juliane Prescher    Volontärin"
    assert names(rows) == ["Wolfram Mättig", "Halina Kowalczyk", "Juliane Prescher"]


@pytest.mark.parametrize(
    "rows",
    [
        "1. Anna Weber, die fährt\n2. Eva Kern – bitte streichen, ist in Kur\n3. Tomas Roth, der lernt",
        "1) Anna Weber, Leiterin\n2) Eva Kern, Geschäftsführung: Teilnahme nicht möglich\n3) Tomas Roth, Hort",
        "- Anna Weber (Leitung)\n- Eva Kern (Bus) – doch nicht dabei\n- Tomas Roth - vegetarisch",
    ],
)
def test_row_that_ends_with_a_no(rows: str) -> None:
    assert names(rows) == ["Anna Weber", "Tomas Roth"]


@pytest.mark.parametrize(
    "rows",
    ["- Anna Weber – kein Dolmetscher nötig\n- Tomas Roth – ohne Auto", "- Anna Weber: nicht vor 10 Uhr\n- Tomas Roth"],
)
def test_row_with_a_no_to_something_else(rows: str) -> None:
    assert names(rows) == ["Anna Weber", "Tomas Roth"]


def test_names_of_several_in_one_field_are_no_table() -> None:
    text = "Organisation: Brücke\nNumber of people: 2\nNames: Anna Weber; Tomas Roth\nTravel costs: no\nEvent: get together 11.10."
    reading, _ = judged("Registration", text, "Anna Weber <weber@a.example>")
    assert [p.name for p in reading.people] == ["Anna Weber", "Tomas Roth"]
    assert not any(n.value.kind is NeedKind.TRAVEL_COSTS for n in reading.needs)


def test_form_of_two_columns_with_a_box_for_the_event_and_one_for_coming() -> None:
    form = (
        "Name, Vorname\tHänsch, Jürgen\nEinrichtung\tSoziale Dienste\nIch nehme\t☒ teil\t☐ nicht teil\n"
        "Veranstaltung\t☒ get together (11.10.) ☐ Fachtag (17.11.)\nFahrtkosten\t☐ ja ☒ nein"
    )
    reading, _ = judged("Rückmeldebogen", form, "Jürgen Hänsch <haensch@a.example>")
    assert (reading.event.value, [p.name for p in reading.people]) == ("get-together-2022", ["Jürgen Hänsch"])
