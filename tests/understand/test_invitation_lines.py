"""Line ends of invitations: addresses over two lines, what is joined and what is not."""

# ruff: noqa: E501 - a table is easier to read with one row a line

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailreg.understand.invitation import understand_invitation
from mailreg.understand.invitation_lines import SOFT
from mailreg.understand.invitation_text import page_of

NOW = datetime(2022, 9, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("end", "rest", "address"),
    [
        ("an stoye@agjf-", "sachsen.de", "stoye@agjf-sachsen.de"),
        ("an **stoye@agjf-", "sachsen.de**", "stoye@agjf-sachsen.de"),
        ("an stoye@", "agjf-sachsen.de.", "stoye@agjf-sachsen.de"),
        ("an stoye@agjf-sachsen.", "de", "stoye@agjf-sachsen.de"),
        ("an stoye@mail.agjf-", "sachsen.de bis Freitag.", "stoye@mail.agjf-sachsen.de"),
        ("an stoye", "@agjf-sachsen.de", "stoye@agjf-sachsen.de"),
        ("an fachtag-", "anmeldung@verein.example", "fachtag-anmeldung@verein.example"),
        ("an claudia.", "stoye@agjf-sachsen.de", "claudia.stoye@agjf-sachsen.de"),
        ("an stoye@agjf-sach", "sen.de", "stoye@agjf-sachsen.de"),
        ("an fest@netzwerk-integration.exampl", "e bis Freitag", "fest@netzwerk-integration.example"),
        ("an (team@haus-", "der-\nvielfalt.example)", "team@haus-der-vielfalt.example"),
        # These are whole.
        ("an stoye@agjf-sachsen.de.", "danach gibt es Kaffee", "stoye@agjf-sachsen.de"),
        ("an stoye@agjf-sachsen.de", "oder per Post", "stoye@agjf-sachsen.de"),
        ("Wir freuen uns auf alle.", "info@verein.example", "info@verein.example"),
        ("an info@verein.example -", "und bis bald", "info@verein.example"),
    ],
)  # fmt: skip
def test_address_over_two_lines(end: str, rest: str, address: str) -> None:
    text = f"Fachtag Teilhabe\n\n12. Mai 2023, 10-15 Uhr\n\nBitte um Anmeldung {end}\n{rest}\n"
    found = understand_invitation(text, source="x", timezone="Europe/Berlin", now=NOW)
    assert found.event.registration_email == address


@pytest.mark.parametrize(
    ("end", "unsure"), [("an stoye@agjf-\nsachsen.de", True), ("an stoye@\nagjf-sachsen.de", False)]
)
def test_an_address_parted_at_its_hyphen_is_shown(end: str, unsure: bool) -> None:
    text = f"Fachtag Teilhabe\n\n12. Mai 2023, 10-15 Uhr\n\nBitte um Anmeldung {end}\n"
    found = understand_invitation(text, source="x", timezone="Europe/Berlin", now=NOW)
    assert any("auf zwei Zeilen" in r for r in found.remarks) == unsure


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        # The layout has been measured: only what was too long goes on.
        (f"Ein langer Satz über{SOFT}Migration und mehr\nVerein Haus", ["Ein langer Satz über Migration und mehr", "Verein Haus"]),
        (f"Netzwerk Haus,{SOFT}Lutherstraße 13, 01877\nBischofswerda\nTeilnahme frei", ["Netzwerk Haus, Lutherstraße 13, 01877 Bischofswerda", "Teilnahme frei"]),
        (f"11. Mai 2023, 15 - 18{SOFT}Uhr", ["11. Mai 2023, 15 - 18 Uhr"]),
        # Not wrapped at all: the long line shows it.
        ("Treffen der Vereine in der Stadt\ngemeinsam lernen und feiern\n" + "Wort " * 40, ["Treffen der Vereine in der Stadt", "gemeinsam lernen und feiern", ("Wort " * 40).strip()]),
        # Nobody ends a heading so.
        ("Zusammenarbeit zwischen\nVereinen und Ämtern", ["Zusammenarbeit zwischen Vereinen und Ämtern"]),
        ("Am 11. Mai 2023 von 9.00 Uhr -\n15.00 Uhr", ["Am 11. Mai 2023 von 9.00 Uhr - 15.00 Uhr"]),
        # What begins a sentence follows no unfinished one.
        (f"Fachtag für Vereine und Ämter{SOFT}Wir laden ein", ["Fachtag für Vereine und Ämter", "Wir laden ein"]),
    ],
)  # fmt: skip
def test_what_is_joined(text: str, lines: list[str]) -> None:
    assert list(page_of(text).lines) == lines


@pytest.mark.parametrize(
    ("address", "street", "postcode", "city"),
    [
        ("Haus am Park, Lutherstraße 13, 01877 Bischofswerda Teilnahme kostenfrei", "Lutherstraße 13", "01877", "Bischofswerda"),
        ("Haus am Park, 01877 Bischofswerda, Lutherstraße 13", "Lutherstraße 13", "01877", "Bischofswerda"),
        ("Haus am Park\n01877 Bischofswerda\nLutherstraße 13", "Lutherstraße 13", "01877", "Bischofswerda"),
        ("Haus am Park\n\nLutherstraße 13\n\n01877 Bischofswerda", "Lutherstraße 13", "01877", "Bischofswerda"),
        ("Haus am Park, Kirchgasse 1, 01814 Bad Schandau Anmeldung bitte bis Mai", "Kirchgasse 1", "01814", "Bad Schandau"),
        ("Haus am Park, Kirchgasse 1, 06886 Lutherstadt Wittenberg", "Kirchgasse 1", "06886", "Lutherstadt Wittenberg"),
        ("Haus am Park, Kirchgasse 1, 01844 Neustadt in Sachsen", "Kirchgasse 1", "01844", "Neustadt in Sachsen"),
    ],
)  # fmt: skip
def test_town(address: str, street: str, postcode: str, city: str) -> None:
    text = f"Fachtag Teilhabe\n\n12. Mai 2023, 10-15 Uhr\n\n{address}\n"
    event = understand_invitation(text, source="x", timezone="Europe/Berlin", now=NOW).event
    assert (event.venue, event.street, event.postcode, event.city) == ("Haus am Park", street, postcode, city)


def test_a_town_at_the_end_of_a_full_line_is_shown() -> None:
    lines = "Haus am Park, Lutherstraße 13, 01877 Bischofswerda", "Teilnahme kostenfrei, Fahrtkosten können übernommen"
    text = f"Fachtag Teilhabe\n\n12. Mai 2023, 10-15 Uhr\n\n{lines[0]}{SOFT}{lines[1]}{SOFT}werden\n"
    found = understand_invitation(text, source="x", timezone="Europe/Berlin", now=NOW)
    assert found.event.city == "Bischofswerda"
    assert any("Bischofswerda" in r for r in found.remarks)


def test_long_words_do_not_hang() -> None:
    text = "Fachtag Teilhabe\n12. Mai 2023, 10-15 Uhr\n" + "a-" * 40_000 + "\n" + "b@" * 40_000 + "\n" + "c." * 40_000
    assert understand_invitation(text, source="x", timezone="Europe/Berlin", now=NOW).event.title == "Fachtag Teilhabe"


def test_labels_that_have_lost_their_colon() -> None:
    text = (
        "Fachtag Teilhabe\n\nTermin Dienstag, 6. Dezember 2022\n\nUhrzeit 9:30 bis 15:00 Uhr\n\n"
        "Anmeldung\n\nbis 25.11.2022 an\nfachtag@verein.example\n"
    )
    event = understand_invitation(text, source="x", timezone="Europe/Berlin", now=NOW).event
    assert f"{event.start:%d.%m.%Y %H:%M}" == "06.12.2022 09:30"
    assert event.registration_deadline is not None
    assert f"{event.registration_deadline:%d.%m.%Y}" == "25.11.2022"


def test_whom_it_invites_is_no_title() -> None:
    text = "Zuhause in der Stadt\n\nWir laden alle ein, die mit anderen wohnen.\n\n6. Dezember 2022, 9-15 Uhr\n"
    event = understand_invitation(text, source="x", timezone="Europe/Berlin", now=NOW).event
    assert event.title == "Zuhause in der Stadt"


def test_the_title_stands_below_the_kind_of_event() -> None:
    text = (
        "Netzwerk Elbe\n\nEinladung zum Fachaustausch\n\nGut beraten in vielen Sprachen\n\n6. Dezember 2022, 9-15 Uhr\n"
    )
    event = understand_invitation(text, source="x", timezone="Europe/Berlin", now=NOW).event
    assert (event.title, event.aliases) == ("Gut beraten in vielen Sprachen", ("Fachaustausch",))
