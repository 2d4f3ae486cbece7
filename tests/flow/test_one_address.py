"""Several registrations of one address for one event: what becomes of the event is told in one mail, about everybody,
with each entry of the calendar. On a real database, in the real round, with real letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from icalendar import Calendar

from mailreg.model.mail import Address
from mailreg.model.registration import Participant, Registration, Status
from tests.flow.test_companions import stored, together
from tests.flow.test_timers import AMIRA, LENA, OLGA, OMAR, TREFFEN, at, kinds, save
from tests.simulation.world import Mail, World, address, open_world

NORA, PAUL, IDA = "Nora Klee", "Paul Lenz", "Ida Roth"
OFFICE = "sekretariat@verein.example"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An office has two registrations, as it happens where it also answers from another address."""
    made = open_world(tmp_path, at("09-01T12:00"))
    save(made, replace(TREFFEN, thanks=True))
    made.round()
    enter(made, NORA, PAUL)
    enter(made, IDA)
    made.round(at("09-02T10:00"))
    yield made
    made.store.dispose()


def enter(world: World, *names: str, status: Status = Status.CONFIRMED) -> None:
    people = tuple(Participant(name, status=status) for name in names)
    registration = Registration("treffen", Address(OFFICE), "de", people, status=status)
    with world.store.begin() as tx:
        tx.registrations.add(registration, at("09-02T10:00"))


def calendars(mail: Mail) -> dict[str, Calendar]:
    """The files, by name; the form of the text is the first of them."""
    files = {
        p.get_filename(): p.get_content() for p in mail.message.walk() if p.get_content_type() == "application/ics"
    }
    (form,) = [p for p in mail.message.walk() if p.get_content_type() == "text/calendar"]
    first = next(iter(files.values()))
    assert form.get_content().encode().replace(b"\r\n", b"\n") == first.replace(b"\r\n", b"\n")
    return {str(name): Calendar.from_ical(content) for name, content in files.items()}  # type: ignore[misc]


def uids(found: dict[str, Calendar]) -> list[str]:
    return [str(event["UID"]) for calendar in found.values() for event in calendar.walk("VEVENT")]


def test_another_place_is_told_of_everybody(world: World) -> None:
    save(world, replace(stored(world), city="Bautzen"), tell=True)
    world.round(at("09-04T10:00"))
    (mail,) = world.sent(OFFICE)
    for name in (NORA, PAUL, IDA):
        assert name in mail.text
    assert "Plätze: 3" in mail.text
    found = calendars(mail)
    assert list(found) == ["termin.ics", "termin-2.ics"]
    assert {str(c["METHOD"]) for c in found.values()} == {"PUBLISH"}
    assert [uid.split("-")[1] for uid in uids(found)] == ["1", "2"]


def test_who_waits_is_named_as_such_and_has_no_entry(world: World) -> None:
    enter(world, OLGA, status=Status.WAITING)
    save(world, replace(stored(world), city="Bautzen"), tell=True)
    world.round(at("09-04T10:00"))
    (mail,) = world.sent(OFFICE)
    assert "Plätze: 3" in mail.text
    assert f"Auf der Warteliste: {OLGA}" in mail.text
    assert len(calendars(mail)) == 2


def test_called_off_names_everybody_and_takes_every_entry_out(world: World) -> None:
    save(world, replace(stored(world), cancelled_at=at("10-01T10:00")), tell=True)
    world.round(at("10-01T10:05"))
    (mail,) = world.sent(OFFICE)
    assert mail.kind == "event_cancelled"
    for name in (NORA, PAUL, IDA):
        assert name in mail.text
    found = calendars(mail)
    assert list(found) == ["absage.ics", "absage-2.ics"]
    assert {str(c["METHOD"]) for c in found.values()} == {"CANCEL"}
    assert [uid.split("-")[1] for uid in uids(found)] == ["1", "2"]


def test_reminders_hold_every_entry(world: World) -> None:
    world.round(at("10-04T09:00"))
    (mail,) = world.sent(OFFICE)
    assert mail.kind == "reminder"
    assert len(uids(calendars(mail))) == 2


def test_the_same_mail_where_the_first_registration_is_cancelled_after_a_crash(world: World) -> None:
    save(world, replace(stored(world), city="Bautzen"), tell=True)
    with world.store.begin() as tx:
        note = tx.notes.get("announce:treffen")
    world.round(at("09-04T10:00"))
    with world.store.begin() as tx:
        # As a crash leaves it: the mail is written, the note that it must be is still there.
        tx.notes.set("announce:treffen", note or "")
        first = tx.registrations.of_address(OFFICE)[0]
        gone = replace(first, status=Status.CANCELLED, version=first.version + 1)
        tx.registrations.update(gone, first.version, at("09-04T10:01"))
    world.round(at("09-04T10:05"))
    assert [mail.kind for mail in world.sent(OFFICE)] == ["event_changed"]


def test_whom_two_have_registered_hears_of_it_once_with_both_entries(world: World) -> None:
    """Amira and Omar both name Lena's address, Omar for her child."""
    together(world, AMIRA, LENA)
    people = f"{OMAR}, {address(OMAR)}\nMina Wolf, {address(LENA)}"
    text = f"Guten Tag,\n\nhiermit melde ich für das Netzwerktreffen am 11. Oktober an:\n\n{people}\n\nGrüße\n{OMAR}\n"
    world.write(address(OMAR), OMAR, "Anmeldung", text, at("09-03T10:00"))
    world.round(at("09-03T10:00"))
    assert kinds(world, LENA) == ["companion", "companion"]
    entered = [uid for mail in world.sent(address(LENA)) for uid in uids(calendars(mail))]
    save(world, replace(stored(world), city="Bautzen"), tell=True)
    world.round(at("09-04T10:00"))
    mail = world.sent(address(LENA))[-1]
    assert mail.kind == "event_changed"
    assert LENA in mail.text
    assert "Mina Wolf" in mail.text
    assert AMIRA not in mail.text
    assert OMAR not in mail.text
    assert uids(calendars(mail)) == entered
