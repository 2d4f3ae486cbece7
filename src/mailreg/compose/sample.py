"""An invented registration, to try whether every text and template can be written (`mailreg check`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from mailreg.compose.letters import ALERTS, ANSWERS, Desk, Thread, write_alert, write_answer
from mailreg.compose.templates import Templates
from mailreg.model.errors import TemplateError
from mailreg.model.mail import Address
from mailreg.model.outgoing import Purpose
from mailreg.model.reading import Need, NeedKind
from mailreg.model.registration import Event, Participant, Registration, Status

NOW = datetime(2022, 10, 1, 12, tzinfo=UTC)


def try_everything(templates: Templates) -> Iterator[str]:
    """One German line for each text that cannot be written, each once."""
    told: set[str] = set()
    for language in templates.languages:
        desk = Desk(
            Address("desk@example.org", "Anmeldung"), b"sample", "Europe/Berlin", language, "https://example.org/"
        )
        for purpose in (*ANSWERS, *ALERTS):
            for plain in (False, True):
                try:
                    _try(purpose, plain, language, desk, templates)
                except TemplateError as error:
                    if str(error) not in told:
                        told.add(str(error))
                        yield str(error)


def _try(purpose: Purpose, plain: bool, language: str, desk: Desk, templates: Templates) -> None:
    if purpose in ALERTS:
        write_alert(purpose, to="desk@example.org", desk=desk, key="try", templates=templates, now=NOW,
                    problem="…", since=NOW - timedelta(hours=1))  # fmt: skip
        return
    write_answer(
        purpose,
        _registration(plain, language),
        _event(plain),
        to=Address("amira@example.org", None if plain else "Amira Beispiel"),
        thread=Thread(None, (), "", None),
        desk=desk,
        key="try",
        templates=templates,
        now=NOW,
        open_question=not plain,
        held=plain,
    )


def _event(plain: bool) -> Event:
    start = NOW + timedelta(days=10)
    end = start + timedelta(days=1 if plain else 0, hours=3)
    if plain:
        return Event("try", "Beispiel", start, end)
    return Event("try", "Beispiel", start, end, "Untertitel", (), "Haus", "Weg 1", "01877", "Bischofswerda",
                 travel_costs=True, interpreting=True)  # fmt: skip


def _registration(plain: bool, language: str) -> Registration:
    people: tuple[Participant, ...] = (Participant(None), Participant(None))
    if not plain:
        gone = Participant("Lena Beispiel", status=Status.CANCELLED)
        people = (Participant("Amira Beispiel", "amira@example.org"), gone, Participant(None))
    languages = ("und",) if plain else ("ar", "sgn")
    needs = [Need(NeedKind.INTERPRETING, code) for code in languages]
    needs += [Need(kind, "" if plain else "Beispiel") for kind in NeedKind if kind is not NeedKind.INTERPRETING]
    return Registration("try", Address("amira@example.org"), language, people, tuple(needs))
