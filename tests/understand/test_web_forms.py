"""Forms on websites write as themselves; whom they write for stands in Reply-To and in their fields."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from mailreg.decode import decode
from mailreg.model.decision import Decision, Situation
from mailreg.model.reading import Kind, Reading
from mailreg.policy.decide import decide
from mailreg.understand.read import read
from tests.understand.letters import MOMENT, known_events

SECOND_OPINION = True
FORM = """Neue Einsendung
Veranstaltung: get together, 11.10.2022
Vorname: Thu Hà
Nachname: Lê
Verein: Lotusblume Dresden
E-Mail: thuha.le@privat.example
Telefon: 0170 5551234
Fahrtkosten: ja"""


def judged(sender: str, text: str, reply_to: str = "thuha.le@privat.example") -> tuple[Reading, Decision]:
    message = EmailMessage()
    message["From"] = sender
    message["Reply-To"] = reply_to
    message["To"] = "stoye@agjf-sachsen.de"
    message["Subject"] = "Anmeldung get together"
    message["Date"] = MOMENT
    message["Message-ID"] = "<one@formular.example>"
    message.set_content(text)
    letter = decode(message.as_bytes())
    reading = read(letter, known_events(), MOMENT)
    situation = Situation(now=MOMENT, received_at=MOMENT, events=known_events())
    return reading, decide(letter, reading, situation)


@pytest.mark.parametrize(
    "sender",
    [
        "WordPress <wordpress@netz.example>",
        "TYPO3 Formular <typo3@netz.example>",
        "Netz Sachsen Website <www-data@netz.example>",
        "<kontaktformular@netz.example>",
        "Anmeldung Netz <webform@netz.example>",
        "Online form (do not reply) <forms@netz.example>",
    ],
)
def test_the_person_has_the_address_of_the_reply(sender: str) -> None:
    reading, _ = judged(sender, FORM)
    assert reading.kind.value is Kind.REGISTER
    assert [(p.name, p.email, p.organisation) for p in reading.people] == [
        ("Thu Hà Lê", "thuha.le@privat.example", "Lotusblume Dresden")
    ]


def test_the_proof_of_a_name_in_two_fields() -> None:
    [person] = judged("WordPress <wordpress@netz.example>", FORM)[0].people
    assert [FORM[span.start : span.end] for span in person.evidence[:1]] == ["Thu Hà"]


def test_a_person_keeps_the_address_they_write_from() -> None:
    text = "Hallo Frau Stoye,\nich melde mich für das get together am 11.10. an.\nViele Grüße\nJana Wolters"
    reading, _ = judged("Jana Wolters <jana.wolters@verein.example>", text, "buero@verein.example")
    assert [p.email for p in reading.people] == ["jana.wolters@verein.example"]


def test_the_form_counts_without_a_word_of_registering() -> None:
    """The form's own advertising is not the person's."""
    text = (
        "A new entry has been submitted\nEvent: get together, 11 October 2022\nYour name: Samuel Boateng\n"
        "E-mail address: samuel@privat.example\nNumber of persons (including yourself): 3\nTravel costs needed? Yes\n"
        "Make your own forms for free. Sign up now!"
    )
    reading, _ = judged("Event form <forms@formhub.example>", text, "samuel@privat.example")
    assert (reading.kind.value, reading.headcount.value) == (Kind.REGISTER, 3)
    assert [(p.name, p.email) for p in reading.people] == [("Samuel Boateng", "samuel@privat.example")]


@pytest.mark.parametrize(
    ("fields", "people"),
    [
        (
            "Teilnehmende: Ruth Noack, Omar Haddad\nOrganisation: Brücken Pirna e. V.",
            [("Ruth Noack", "Brücken Pirna e. V."), ("Omar Haddad", "Brücken Pirna e. V.")],
        ),
        (
            "Name: Ruth Noack\nOrganisation: Brücken Pirna e. V.\nName: Omar Haddad\nOrganisation: Haus Linde Wehlen",
            [("Ruth Noack", "Brücken Pirna e. V."), ("Omar Haddad", "Haus Linde Wehlen")],
        ),
    ],
)
def test_whose_organisation(fields: str, people: list[tuple[str, str]]) -> None:
    text = f"Anmeldung get together 11.10.\n\n{fields}\nFahrtkosten: nein"
    reading, _ = judged("Ruth Noack <ruth.noack@verein.example>", text, "ruth.noack@verein.example")
    assert [(p.name, p.organisation) for p in reading.people] == people
