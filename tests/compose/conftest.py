"""An invented desk, event and registration; `answer` writes a mail and parses its bytes with the standard library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from mailreg.compose.letters import Desk, Thread, write_letter
from mailreg.compose.rows import Facts
from mailreg.compose.templates import Templates, load_templates
from mailreg.model.mail import Address
from mailreg.model.outgoing import Outgoing, Purpose
from mailreg.model.registration import Event, Participant, Registration, Status

BERLIN = ZoneInfo("Europe/Berlin")
AMIRA = Participant("Amira Haddad", "amira@msov.example", "MSO Vielfalt e. V.")


@dataclass(frozen=True)
class Answer:
    outgoing: Outgoing
    mail: EmailMessage

    @property
    def raw(self) -> bytes:
        return self.outgoing.content

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    @property
    def calendar_part(self) -> EmailMessage:
        (part,) = [p for p in self.mail.walk() if p.get_content_type() == "text/calendar"]
        return cast("EmailMessage", part)

    @property
    def calendar(self) -> Calendar:
        return cast("Calendar", Calendar.from_ical(self.calendar_part.get_content()))

    def _part(self, kind: str) -> str:
        (part,) = [p for p in self.mail.walk() if p.get_content_type() == f"text/{kind}"]
        return str(part.get_content()).replace("\r\n", "\n")


@pytest.fixture(scope="session")
def templates() -> Templates:
    return load_templates()


@pytest.fixture
def event() -> Event:
    return Event(
        "treffen-2022",
        "Netzwerktreffen",
        datetime(2022, 10, 11, 15, tzinfo=BERLIN),
        datetime(2022, 10, 11, 18, tzinfo=BERLIN),
        subtitle="Zusammenarbeit & Austausch",
        venue="Haus für alle",
        street="Lutherstraße 13",
        postcode="01877",
        city="Bischofswerda",
        travel_costs=True,
        interpreting=True,
    )


@pytest.fixture
def desk() -> Desk:
    return Desk(
        Address("anmeldung@desk.example", "Jana Müller"),
        b"a secret",
        "Europe/Berlin",
        "de",
        "https://desk.example/datenschutz?a=1&b=2",
        "Beispiel e. V.",
    )


@pytest.fixture
def answer(templates: Templates, event: Event, desk: Desk) -> Callable[..., Answer]:
    def write(purpose: Purpose = Purpose.CONFIRM, **given: Any) -> Answer:
        to = given.pop("to", Address("amira@msov.example", "Amira Haddad"))
        registration = Registration(
            event.id,
            given.pop("contact", to),
            given.pop("language", "de"),
            tuple(given.pop("people", (AMIRA,))),
            tuple(given.pop("needs", ())),
            status=given.pop("status", Status.CONFIRMED),
            id=17,
            version=given.pop("version", 1),
        )
        outgoing = write_letter(
            purpose,
            registration,
            given.pop("event", event),
            to=to,
            thread=given.pop("thread", Thread("<m1@msov.example>", ("<m0@msov.example>",), "Anmeldung", None)),
            desk=given.pop("desk", desk),
            key=given.pop("key", "confirm:17:v1"),
            templates=given.pop("templates", templates),
            now=given.pop("now", datetime(2022, 9, 20, 10, tzinfo=UTC)),
            facts=Facts(**given),
        )
        mail = message_from_bytes(outgoing.content, policy=policy.default)
        return Answer(outgoing, cast("EmailMessage", mail))

    return write
