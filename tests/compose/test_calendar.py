"""The calendar file, read with icalendar: it adds, updates and removes, and never asks for an answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mailreg.compose.letters import Desk
from mailreg.model.mail import Address
from mailreg.model.outgoing import Purpose
from mailreg.model.registration import Event, Participant, Status

AMIRA = Participant("Amira Haddad", "amira@msov.example")
BERLIN = ZoneInfo("Europe/Berlin")


def entry(written: Any) -> Any:
    (found,) = written.calendar.walk("VEVENT")
    return found


@pytest.mark.parametrize(
    ("purpose", "method", "status", "sequence", "filename"),
    [
        (Purpose.CONFIRM, "PUBLISH", "CONFIRMED", 6, "termin.ics"),
        (Purpose.CHANGED, "PUBLISH", "CONFIRMED", 6, "termin.ics"),
        (Purpose.CANCELLED, "CANCEL", "CANCELLED", 7, "absage.ics"),
    ],
)
def test_method(
    answer: Callable[..., Any], event: Event, purpose: Purpose, method: str, status: str, sequence: int, filename: str
) -> None:
    written = answer(purpose, event=replace(event, sequence=3))
    part = written.calendar_part
    assert part.get_content_disposition() is None, "a form of the text, for calendars"
    (file,) = [p for p in written.mail.walk() if p.get_content_disposition() == "attachment"]
    assert file.get_filename() == filename, "and a file, for people"
    assert file.get_payload(decode=True) == part.get_payload(decode=True)
    assert part["Content-Type"].params["method"] == method == written.calendar["METHOD"]
    assert part.get_content_charset() == "utf-8"
    assert entry(written)["STATUS"] == status
    assert entry(written)["SEQUENCE"] == sequence
    assert entry(written)["TRANSP"] == ("TRANSPARENT" if method == "CANCEL" else "OPAQUE")
    assert re.fullmatch(r"registration-17-[a-z2-7]{16}@desk\.example", entry(written)["UID"])


def test_each_version_replaces_the_one_before(answer: Callable[..., Any]) -> None:
    """Registered, changed, cancelled, registered again: calendars keep the highest SEQUENCE (RFC 5546, 2.1.4)."""
    course = (Purpose.CONFIRM, Purpose.CHANGED, Purpose.CANCELLED, Purpose.CONFIRM)
    written = [entry(answer(purpose, version=n + 1)) for n, purpose in enumerate(course)]
    assert [w["SEQUENCE"] for w in written] == [0, 2, 5, 6]
    assert len({w["UID"] for w in written}) == 1


def test_an_event_that_is_called_off_and_comes_back(answer: Callable[..., Any], event: Event) -> None:
    """Both times the event has changed, and the registration has not."""
    off = replace(event, sequence=1, cancelled_at=event.start)
    written = [
        entry(answer(Purpose.CONFIRM)),
        entry(answer(Purpose.EVENT_CANCELLED, event=off)),
        entry(answer(Purpose.EVENT_CHANGED, event=replace(event, sequence=2))),
    ]
    assert [w["STATUS"] for w in written] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert [w["SEQUENCE"] for w in written] == [0, 3, 4]
    assert len({w["UID"] for w in written}) == 1


def test_a_cancel_beats_the_entry_of_its_version(answer: Callable[..., Any]) -> None:
    assert entry(answer(Purpose.CANCELLED))["SEQUENCE"] > entry(answer(Purpose.CONFIRM))["SEQUENCE"]


def test_a_companion_has_an_entry_of_their_own(answer: Callable[..., Any]) -> None:
    lina = Address("lina@msov.example", "Lina Berg")
    people = [AMIRA, Participant("Lina Berg", lina.email)]
    contact = Address("amira@msov.example", "Amira Haddad")
    uids = {to: entry(answer(people=people, to=to, contact=contact))["UID"] for to in (contact, lina)}
    assert uids[contact] != uids[lina]
    told = answer(Purpose.COMPANION, people=people, to=lina, contact=contact, version=3)
    assert entry(told)["UID"] == uids[lina]


def test_who_sends_somebody_else_loses_the_entry(answer: Callable[..., Any]) -> None:
    people = [replace(AMIRA, status=Status.CANCELLED), Participant("Lena Krause")]
    written = answer(Purpose.CHANGED, people=people, version=2)
    assert written.calendar["METHOD"] == "CANCEL"
    assert "nimmt den Termin wieder aus Ihrem Kalender" in written.text
    assert "Wer: Lena Krause" in written.text


def test_who_stays_keeps_the_entry(answer: Callable[..., Any]) -> None:
    people = [AMIRA, Participant("Lena Krause", status=Status.CANCELLED)]
    assert answer(Purpose.CANCELLED, people=people).calendar["METHOD"] == "PUBLISH"


def test_what_stands_in_it(answer: Callable[..., Any]) -> None:
    written = answer()
    found = entry(written)
    assert written.calendar["VERSION"] == "2.0"
    assert written.calendar.errors == []
    assert found["SUMMARY"] == "Netzwerktreffen"
    assert found["LOCATION"] == "Haus für alle, Lutherstraße 13, 01877 Bischofswerda"
    assert "antworten Sie einfach auf diese E-Mail" in found["DESCRIPTION"]
    assert found["DTSTAMP"].dt == datetime(2022, 9, 20, 10, tzinfo=UTC)
    assert found["ORGANIZER"] == "mailto:anmeldung@desk.example"
    assert found["ORGANIZER"].params["CN"] == "Jana Müller"


def test_nobody_is_asked_to_accept(answer: Callable[..., Any]) -> None:
    for purpose in (Purpose.CONFIRM, Purpose.CHANGED, Purpose.CANCELLED):
        text = answer(purpose).calendar_part.get_content()
        assert "ATTENDEE" not in text
        assert "RSVP" not in text
        assert "REQUEST" not in text


def test_times_are_local_with_their_zone(answer: Callable[..., Any]) -> None:
    found = entry(answer())
    assert found["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert found["DTSTART"].to_ical() == b"20221011T150000"
    assert found["DTEND"].to_ical() == b"20221011T180000"


@pytest.mark.parametrize("day", [1, 24, 28])
@pytest.mark.parametrize("month", range(1, 13))
def test_the_short_zone_is_right_all_year(answer: Callable[..., Any], event: Event, month: int, day: int) -> None:
    """The offset by our VTIMEZONE's rules is the one that the time zone database gives."""
    start = datetime(2023, month, day, 12, tzinfo=BERLIN)
    written = answer(event=replace(event, start=start, end=start + timedelta(hours=1)))
    (zone,) = written.calendar.walk("VTIMEZONE")
    assert len(zone.to_ical()) < 500
    offset = zone.to_tz(lookup_tzid=False).utcoffset(start.replace(tzinfo=None))
    assert offset == start.utcoffset()


def test_times_given_in_utc_are_shown_locally(answer: Callable[..., Any], event: Event) -> None:
    stored = replace(event, start=event.start.astimezone(UTC), end=event.end.astimezone(UTC))
    assert answer(event=stored).raw == answer().raw


def test_another_zone(answer: Callable[..., Any], event: Event) -> None:
    kyiv = ZoneInfo("Europe/Kyiv")
    written = answer(event=replace(event, timezone="Europe/Kyiv", start=datetime(2022, 10, 11, 15, tzinfo=kyiv)))
    (zone,) = written.calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Kyiv" == entry(written)["DTSTART"].params["TZID"]
    assert "15:00" in written.text


def test_lines_are_folded_and_values_escaped(answer: Callable[..., Any], event: Event, desk: Desk) -> None:
    title = "Treffen; mit, Komma\\ und\r\nATTENDEE:mailto:x@evil.example " + "ü" * 100
    sender = Address("anmeldung@desk.example", 'Jana "J;:," Müller\r\nX: 1')
    written = answer(event=replace(event, title=title), desk=replace(desk, address=sender))
    content = written.calendar_part.get_payload(decode=True)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"\r\nATTENDEE" not in content
    assert entry(written)["SUMMARY"].startswith("Treffen; mit, Komma\\ und ATTENDEE:mailto")
    assert entry(written)["ORGANIZER"].params["CN"] == "Jana 'J;:,' Müller X: 1"
    assert written.calendar.errors == []
