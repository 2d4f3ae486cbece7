"""The calendar file as others read it: three independent parsers find the same entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from mailreg.compose import clean
from mailreg.compose.calendar import uid_of, write_calendar
from mailreg.model.mail import Address
from mailreg.model.registration import Event, Participant, Registration
from tests.servers import parsers

NOW = datetime(2022, 9, 20, 10, tzinfo=UTC)
START = datetime(2022, 10, 11, 13, tzinfo=UTC)
TREFFEN = Event(
    "treffen", "Netzwerktreffen", START, START + timedelta(hours=3), venue="Haus für alle", street="Lutherstraße 13",
    postcode="01877", city="Bischofswerda",
)  # fmt: skip
EVENTS = {
    "plain": TREFFEN,
    "Arabic": replace(TREFFEN, title="لقاء شبكة الجمعيات في دريسدن – ورشة عمل مع ترجمة فورية للجميع", city="درسدن"),
    "Farsi with joiners": replace(TREFFEN, title="نشست هم‌اندیشی انجمن‌های مهاجران"),
    "emoji": replace(TREFFEN, title="👩‍👩‍👧‍👦 Familienfest 🎉 " + "🧑🏽‍🤝‍🧑🏿" * 12),
    "marks": replace(TREFFEN, title="Treffen; mit, Komma\\ und: \"Zeichen\" \\n ^'", venue="Raum 1; 2, 3"),
    "endless": replace(TREFFEN, title="Ж" * 300),
    "several days": replace(TREFFEN, end=START + timedelta(days=3, hours=1)),
    "over the end of summer time": replace(TREFFEN, start=datetime(2022, 10, 29, 20, tzinfo=UTC),
                                           end=datetime(2022, 10, 30, 3, tzinfo=UTC)),
    "the hour that comes twice": replace(TREFFEN, start=datetime(2022, 10, 29, 23, tzinfo=UTC),
                                         end=datetime(2022, 10, 30, 5, tzinfo=UTC)),
    "no place": replace(TREFFEN, venue="", street="", postcode="", city=""),
    "called off": replace(TREFFEN, cancelled_at=NOW, sequence=4),
    **{zone: replace(TREFFEN, timezone=zone) for zone in (
        "Europe/Kyiv", "Europe/Istanbul", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC")},
}  # fmt: skip


def written(event: Event, title: str | None = None) -> bytes:
    event = replace(event, title=title) if title is not None else event
    return write_calendar(
        event, uid="registration-17-abc@desk.example", sequence=9,
        organiser=Address("anmeldung@desk.example", 'Jana "J;:," Müller'), now=NOW, cancelled=event.cancelled,
        description="Zeile 1.\n\nZeile 2; mit, \\ ♿",
    )[1]  # fmt: skip


def by_icalendar(files: list[bytes]) -> list[dict[str, Any]]:
    found = []
    for content in files:
        calendar = Calendar.from_ical(content)
        (event,) = calendar.walk("VEVENT")
        assert calendar.errors == event.errors == []
        found.append(
            {
                "method": str(calendar["METHOD"]), "uid": str(event["UID"]), "sequence": event["SEQUENCE"],
                "summary": str(event["SUMMARY"]), "location": str(event.get("LOCATION", "")),
                "description": str(event["DESCRIPTION"]),
                "start": event["DTSTART"].dt.astimezone(UTC).isoformat(),
                "end": event["DTEND"].dt.astimezone(UTC).isoformat(),
            }
        )  # fmt: skip
    return found


@pytest.mark.parametrize("parser", [by_icalendar, parsers.vobject, parsers.libical])
def test_others_read_the_same(parser: Callable[[list[bytes]], list[dict[str, Any]]]) -> None:
    found = parser([written(event) for event in EVENTS.values()])
    for (name, event), entry in zip(EVENTS.items(), found, strict=True):
        expected = {
            "method": "CANCEL" if event.cancelled else "PUBLISH",
            "uid": "registration-17-abc@desk.example",
            "sequence": 9,
            "summary": clean.one_line(event.title),
            "location": event.place,
            "description": "Zeile 1.\n\nZeile 2; mit, \\ ♿",
            "start": event.start.astimezone(UTC).isoformat(),
            "end": event.end.astimezone(UTC).isoformat(),
        }
        assert {key: entry[key] for key in expected} == expected, name
        assert entry.get("errors", 0) == 0, name
        assert entry.get("allowed", 1) == 1, name


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_title_comes_back(title: str) -> None:
    content = written(TREFFEN, title)
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    for line in lines:
        line.decode()  # no letter is cut in two
    (entry,) = by_icalendar([content])
    assert entry["summary"] == clean.one_line(title)
    assert entry["uid"] == "registration-17-abc@desk.example"


def test_any_moment_in_any_zone() -> None:
    """The offsets that we write are those of the time zone database, on the days around every change of it."""
    for zone in ("Europe/Kyiv", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"):
        files, moments = [], []
        for hour in range(0, 24 * 365, 47):
            start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
            if start.astimezone(ZoneInfo(zone)).fold:
                continue  # an hour that comes twice can't be told apart in local time
            moments.append(start)
            event = replace(TREFFEN, timezone=zone, start=start, end=start + timedelta(days=1))
            files.append(written(event))
        found = parsers.libical(files)
        assert [entry["start"] for entry in found] == [moment.isoformat() for moment in moments], zone


def registration(**changes: Any) -> Registration:
    people = (Participant("Amira Haddad", "amira@msov.example"), Participant("Lina Berg", "lina@msov.example"))
    made = Registration("treffen", Address("amira@msov.example", "Amira Haddad"), "de", people, id=17)
    return replace(made, **changes)


def test_one_uid_for_good() -> None:
    desk, domain = Address("anmeldung@desk.example"), "desk.example"

    def uid(made: Registration, to: str, address: Address = desk) -> str:
        return uid_of(made, Address(to), address, domain)

    mine = uid(registration(), "amira@msov.example")
    assert mine == uid(registration(version=9, people=()), "Amira@MSOV.example"), "whatever changes"
    assert mine == uid(registration(), "amira.privat@post.example"), "whichever address she writes from"
    hers = uid(registration(), "lina@msov.example")
    others = {
        hers,
        uid(registration(id=18), "amira@msov.example"),
        uid(registration(event="fest"), "amira@msov.example"),
        uid(registration(), "amira@msov.example", Address("buero@desk.example")),
    }
    assert mine not in others
    assert len(others) == 4
    assert "lina" not in hers
