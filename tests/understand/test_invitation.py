"""Invitations as NGOs write them, each with every field that a person would copy from it by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import mailreg
from mailreg.decode.documents import text_of
from mailreg.model.errors import EventFileError
from mailreg.understand.invitation import read_invitation, understand_invitation

HERE = Path(__file__).parent / "invitations"
FLYER = Path(mailreg.__file__).parent / "demo" / "invitation.txt"
NOW = datetime(2022, 9, 15, 12, tzinfo=UTC)
FIELDS = (
    "title subtitle start end aliases venue street postcode city registration_email registration_deadline "
    "organisers travel_costs interpreting"
).split()
EMPTY: dict[str, Any] = dict.fromkeys(FIELDS, "") | {
    "aliases": (), "organisers": (), "registration_deadline": None, "travel_costs": False, "interpreting": False,
}  # fmt: skip


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin"))


def day(text: str) -> datetime:
    return at(f"{text}T23:59:59")


EXPECTED: dict[str, dict[str, Any]] = {
    "easy_language.txt": {
        "title": "Schulung für Ehren-Amtliche", "subtitle": "Wie helfe ich gut?",
        "start": at("2022-10-21T15:00"), "end": at("2022-10-21T18:00"), "aliases": ("Schulung", "Schulung Pirna"),
        "venue": "Diakonie Pirna", "street": "Schillerstraße 21a", "postcode": "01796", "city": "Pirna",
        "registration_email": "ehrenamt@diakonie-pirna.example", "registration_deadline": day("2022-10-14"),
        "interpreting": True,
    },
    "english.txt": {
        "title": "Community Leaders' Training: Running a Migrant-Led Association",
        "start": at("2022-11-05T10:00"), "end": at("2022-11-05T16:30"),
        "aliases": ("Community Leaders' Training", "Training", "Training Leipzig"),
        "venue": "Welcome House", "street": "Eisenbahnstraße 54", "postcode": "04315", "city": "Leipzig",
        "registration_email": "training@welcomehouse.example", "registration_deadline": day("2022-10-28"),
        "organisers": ("Grace Okafor",), "travel_costs": True, "interpreting": True,
    },
    "flyer_table.txt": {
        "title": "Geflüchtete Frauen im Ehrenamt", "subtitle": "Stärken sehen, Räume öffnen",
        "start": at("2022-11-16T09:30"), "end": at("2022-11-16T16:00"), "aliases": ("Workshop", "Workshop Görlitz"),
        "venue": "Mehrgenerationenhaus Görlitz", "street": "Langenstraße 43", "postcode": "02826", "city": "Görlitz",
        "registration_email": "workshop@frauennetz.example", "registration_deadline": day("2022-11-09"),
        "organisers": ("Frauennetz Oberlausitz e. V.",), "travel_costs": True,
    },
    "from_to.txt": {
        "title": "Sprache und Macht", "start": at("2023-02-03T17:00"), "end": at("2023-02-05T14:00"),
        "aliases": ("Fortbildungswochenende", "Fortbildungswochenende Naunhof"),
        "venue": "Tagungshaus Grillensee", "street": "Ammelshainer Straße 1", "postcode": "04683", "city": "Naunhof",
        "registration_email": "bildung@sprachraum.example",
    },
    "hybrid.txt": {
        "title": "Wem gehört die Stadt? Wohnen nach der Flucht",
        "start": at("2022-10-17T18:30"), "end": at("2022-10-17T20:30"),
        "aliases": ("Podiumsdiskussion", "Podiumsdiskussion Dresden"),
        "venue": "Stadtbibliothek Dresden", "street": "Schloßstraße 2", "postcode": "01067", "city": "Dresden",
        "registration_email": "wohnen@stadtgespraech.example",
    },
    "late_night.txt": {
        "title": "Iftar – gemeinsames Fastenbrechen", "aliases": ("Iftar",),
        "start": at("2023-04-13T19:30"), "end": at("2023-04-13T21:30"),
        "venue": "Gemeindesaal Al-Rahman", "street": "Roscherstraße 33a", "postcode": "04105", "city": "Leipzig",
        "registration_email": "iftar@gemeinde.example", "registration_deadline": day("2023-04-10"),
    },
    "letter.txt": {
        "title": "Ankommen in der Kommune", "aliases": ("Fachtagung", "Fachtagung Dresden"),
        "start": at("2023-04-20T09:30"), "end": at("2023-04-20T16:00"),
        "venue": "Kulturrathaus Dresden", "street": "Königstraße 15", "postcode": "01097", "city": "Dresden",
        "registration_email": "fachtagung@auslaenderrat.example", "registration_deadline": day("2023-04-06"),
        "organisers": ("Katrin Sommerfeld",), "interpreting": True,
    },
    "letterspaced.txt": {
        "title": "Netzwerktreffen", "subtitle": "Jugendmigrationsdienste Mittelsachsen",
        "aliases": ("Netzwerktreffen Freiberg",), "start": at("2023-03-02T09:00"), "end": at("2023-03-02T12:30"),
        "venue": "Beratungszentrum Freiberg (Saal, 2. OG)", "street": "Chemnitzer Str. 8",
        "postcode": "09599", "city": "Freiberg", "registration_email": "jmd@freiberg.example", "travel_costs": True,
    },
    "markdown.txt": {
        "title": "Vernetzungstreffen der Teilnehmer*innenvertretungen",
        "aliases": ("Vernetzungstreffen", "Vernetzungstreffen Leipzig"),
        "start": at("2022-10-14T10:00"), "end": at("2022-10-14T13:00"),
        "venue": "Soziokulturelles Zentrum Die VILLA", "street": "Lessingstraße 7",
        "postcode": "04109", "city": "Leipzig", "registration_email": "villa@treffen.example",
        "travel_costs": True, "interpreting": True,
    },
    "no_postcode.txt": {
        "title": "Geschichten vom Weggehen und Ankommen", "aliases": ("Erzählcafé", "Erzählcafé Bautzen"),
        "start": at("2023-01-18T14:00"), "end": at("2023-01-18T16:00"),
        "venue": "Rathaus Bautzen", "street": "Fleischmarkt 1", "city": "Bautzen",
        "registration_email": "erzaehlcafe@bautzen-bunt.example",
    },
    "online.txt": {
        "title": "Stammtisch der Migrant*innenberatung", "subtitle": "Neues aus dem Aufenthaltsrecht",
        "aliases": ("Stammtisch",), "start": at("2022-12-07T17:00"), "end": at("2022-12-07T19:00"),
        "venue": "online (Zoom)", "registration_email": "stammtisch@beratung.example",
        "registration_deadline": day("2022-12-05"), "organisers": ("Paula Reuter",),
    },
    "several_dates.txt": {
        "title": "Infoveranstaltung: Staubsauger statt Studium? Anerkennung ausländischer Abschlüsse",
        "aliases": ("Infoveranstaltung", "Infoveranstaltung Plauen"),
        "start": at("2022-09-27T16:30"), "end": at("2022-09-27T18:30"),
        "venue": "Volkshochschule Plauen", "street": "Stresemannstraße 92", "postcode": "08523", "city": "Plauen",
        "registration_email": "info@anerkennung-vogtland.example", "registration_deadline": day("2022-09-22"),
    },
    "signature_below.txt": {
        "title": "Planungstreffen Interkulturelle Wochen 2023",
        "aliases": ("Planungstreffen", "Planungstreffen Riesa"),
        "start": at("2023-01-24T16:00"), "end": at("2023-01-24T18:00"),
        "venue": "Haus der Begegnung", "city": "Riesa", "registration_email": "ikw@riesa.example",
        "registration_deadline": day("2023-01-17"), "organisers": ("Tom Berger",), "travel_costs": True,
    },
    "subject_quoted.txt": {
        "title": "Demokratie beginnt nebenan", "aliases": ("Fachaustausch", "Fachaustausch Freital"),
        "start": at("2022-12-01T13:00"), "end": at("2022-12-01T17:00"),
        "venue": "Kulturhaus Freital", "street": "Lutherstraße 2", "postcode": "01705", "city": "Freital",
        "registration_email": "pfd@freital.example", "registration_deadline": at("2022-11-24T12:00"),
        "organisers": ("Lena Marie Hofmann",),
    },
    "series.txt": {
        "title": "Vielfalt leben", "aliases": ("Auftaktveranstaltung", "Auftaktveranstaltung Görlitz"),
        "start": at("2022-11-22T17:00"), "end": at("2022-11-22T19:00"),
        "venue": "Gleis 1", "street": "Bahnhofstraße 76", "city": "Görlitz",
        "registration_email": "io@goerlitz.example", "registration_deadline": day("2022-11-15"),
        "organisers": ("Dorothea Winzer",),
    },
    "english_letter.txt": {
        "title": "Our Voices, Our Power", "aliases": ("Conference", "Conference Leipzig"),
        "start": at("2022-12-09T09:30"), "end": at("2022-12-09T17:00"),
        "venue": "Neues Rathaus", "street": "Martin-Luther-Ring 4-6", "postcode": "04109", "city": "Leipzig",
        "registration_email": "voices@naws.example", "registration_deadline": day("2022-11-25"),
        "organisers": ("Abena Mensah", "Fatou Diallo"), "interpreting": True,
    },
    "programme.txt": {
        "title": "FORUM MIGRATION 2022", "aliases": ("Forum", "Forum Leipzig"),
        "start": at("2022-10-29T10:00"), "end": at("2022-10-29T15:30"),
        "venue": "Volkshochschule Leipzig", "street": "Löhrstraße 3 - 7", "postcode": "04105", "city": "Leipzig",
        "registration_email": "forum@beirat.example", "registration_deadline": day("2022-10-21"),
        "organisers": ("Referat für Migration und Integration",),
    },
    "chatty.txt": {
        "title": "Orga-Treffen fürs Winterfest",
        "aliases": ("Orga-Treffen", "Winterfest", "Orga-Treffen Dresden", "Winterfest Dresden"),
        "start": at("2022-10-13T19:00"), "end": at("2022-10-13T21:00"),
        "venue": "AZ Conni", "street": "Rudolf-Leonhard-Straße 39", "city": "Dresden",
        "registration_email": "lea@winterfest.example", "organisers": (),
    },
    "bars.txt": {
        "title": "Abschlusskonferenz des Projekts", "subtitle": "Arbeitsmarkt inklusiv – Wege für Geflüchtete",
        "aliases": ("Abschlusskonferenz", "Abschlusskonferenz Chemnitz"),
        "start": at("2022-12-08T09:00"), "end": at("2022-12-08T15:00"),
        "venue": "Dorint Kongresshotel Chemnitz", "street": "Brückenstraße 19", "postcode": "09111",
        "city": "Chemnitz", "registration_email": "konferenz@arbeit-inklusiv.example",
        "organisers": ("Stefan Häußler",),
    },
    "two_days.txt": {
        "title": "Klausurtagung der Integrationsnetzwerke", "aliases": ("Klausurtagung", "Klausurtagung Hohnstein"),
        "start": at("2022-11-11T14:00"), "end": at("2022-11-12T13:00"),
        "venue": "Jugendherberge Burg Hohnstein", "street": "Am Markt 1", "postcode": "01848", "city": "Hohnstein",
        "registration_email": "netzwerk@integration.example", "registration_deadline": day("2022-11-03"),
        "organisers": ("Jonas Weidlich", "Thi Mai Nguyen"), "travel_costs": True,
    },
    "wann_wo.txt": {
        "title": "Viele Wurzeln", "aliases": ("Begegnungsfest",),
        "start": at("2023-06-10T14:00"), "end": at("2023-06-10T19:00"),
        "venue": "Stadtpark Zittau", "street": "Äußere Weberstraße 17",
        "registration_email": "fest@wurzeln-zittau.example", "registration_deadline": day("2023-06-01"),
        "organisers": ("Samira Nouri",), "interpreting": True,
    },
    "wrapped_mail.txt": {
        "title": "Runder Tisch Asyl", "aliases": ("Runder Tisch", "Runder Tisch Chemnitz"),
        "start": at("2023-01-25T18:00"), "end": at("2023-01-25T20:00"),
        "venue": "Bürgerzentrum Leipziger Straße", "street": "Leipziger Straße 39",
        "postcode": "09113", "city": "Chemnitz", "registration_email": "kretschmer@buendnis-chemnitz.example",
        "registration_deadline": day("2023-01-20"), "organisers": ("Nadja Kretschmer",),
    },
}  # fmt: skip


def test_every_invitation_is_in_the_table() -> None:
    assert {p.name for p in HERE.glob("*.txt")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_invitation(name: str) -> None:
    text = text_of((HERE / name).read_bytes(), name)
    event = read_invitation(text, source=name, timezone="Europe/Berlin", now=NOW)
    assert {f: getattr(event, f) for f in FIELDS} == EMPTY | EXPECTED[name]


def test_the_flyer() -> None:
    found = understand_invitation(FLYER.read_text("utf-8"), source="x", timezone="Europe/Berlin", now=NOW)
    assert {f: getattr(found.event, f) for f in FIELDS} == EMPTY | {
        "title": "get together",
        "subtitle": "Zusammenarbeit zwischen Migrant*innenselbstorganisationen und anderen Trägern im Bereich Flucht "
        "und Migration stärken",
        "start": at("2022-10-11T15:00"),
        "end": at("2022-10-11T18:00"),
        "aliases": ("Netzwerktreffen", "Netzwerktreffen Bischofswerda"),
        "venue": "Netzwerk für Kinder- und Jugendarbeit",
        "street": "Lutherstraße 13",
        "postcode": "01877",
        "city": "Bischofswerda",
        "registration_email": "stoye@agjf-sachsen.de",
        "organisers": ("Claudia Stoye", "Friederike Beese"),
        "travel_costs": True,
        "interpreting": True,
    }
    assert found.event.id == "get-together-2022"
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("sentence", "travel", "interpreting"),
    [
        ("Fahrtkosten können auf Anfrage übernommen werden.", True, False),
        ("Fahrtkosten können leider nicht übernommen werden.", False, False),
        ("Keine Teilnahmegebühr, Reisekosten werden erstattet.", True, False),
        ("Eine Übernahme der Fahrtkosten ist nicht möglich, Sprachmittlung schon: auf Anfrage.", False, True),
        ("Fahrtkosten, Verpflegung und Unterkunft können wir nicht übernehmen.", False, False),
        ("Wir erstatten Ihnen die Reisekosten der 2. Klasse.", True, False),
        ("Es gibt einen Fahrtkostenzuschuss.", True, False),
        ("Travel costs cannot be reimbursed. Interpreters are available on request.", False, True),
        ("Die Veranstaltung wird in Gebärdensprache gedolmetscht.", False, True),
        ("Sprachmittlung können wir leider nicht anbieten.", False, False),
        ("Ohne Dolmetschung.", False, False),
        ("Kommen Sie gern mit dem Fahrrad.", False, False),
    ],
)
def test_what_is_offered(sentence: str, travel: bool, interpreting: bool) -> None:
    text = f"Fachtag Teilhabe\n\n12. Mai 2023, 10–15 Uhr\n\n{sentence}\n"
    event = read_invitation(text, source="x", timezone="Europe/Berlin", now=NOW)
    assert (event.travel_costs, event.interpreting) == (travel, interpreting)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Sommerfest\nWir freuen uns auf euch alle!", "kein Datum"),
        ("Sommerfest\n12. Mai 2023\nWir freuen uns!", "zum Datum 12.05.2023 keine Uhrzeit"),
        ("12. Mai 2023, 10–15 Uhr", "kein Titel"),
        ("Sommerfest\nAm 31. Februar 2023 um 15 Uhr", "kein Datum"),
        ("", "kein Datum"),
    ],
    ids=["no-date", "no-time", "no-title", "impossible-date", "nothing"],
)
def test_what_must_be_there(text: str, message: str) -> None:
    with pytest.raises(EventFileError, match=message) as caught:
        read_invitation(text, source="flyer.txt", timezone="Europe/Berlin", now=NOW)
    assert "flyer.txt" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_was_guessed_is_said() -> None:
    text = "Stammtisch Vielfalt\n\n3. November ab 18 Uhr"
    found = understand_invitation(text, source="x", timezone="Europe/Berlin", now=NOW)
    assert found.event.start == at("2022-11-03T18:00")
    assert [r.split()[0:3] for r in found.remarks] == [
        ["Das", "Jahr", "steht"], ["Ein", "Ende", "ist"], ["Ein", "Ort", "ist"], ["Eine", "Adresse", "für"],
    ]  # fmt: skip


def test_another_time_zone() -> None:
    text = "Workshop on Asylum Law\n\n5 November 2022, 10:00–12:00, online via Zoom"
    event = read_invitation(text, source="x", timezone="Europe/Athens", now=NOW)
    assert event.start == datetime(2022, 11, 5, 10, tzinfo=ZoneInfo("Europe/Athens"))
    assert event.timezone == "Europe/Athens"


def test_a_huge_text_does_not_hang() -> None:
    text = "Fachtag Teilhabe\n12. Mai 2023, 10–15 Uhr\n" + "Fahrtkosten Straße Anmeldung 10-12 bis " * 20_000
    assert read_invitation(text, source="x", timezone="Europe/Berlin", now=NOW).title == "Fachtag Teilhabe"
