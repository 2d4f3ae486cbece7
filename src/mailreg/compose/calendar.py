"""The calendar file (RFC 5545, RFC 5546): PUBLISH adds or updates the entry, CANCEL takes it out.

PUBLISH, not REQUEST: a request asks the recipient to accept, and calendars would mail that answer to the inbox.
The UID is the same for good, SEQUENCE grows: so a later file replaces the earlier one.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailreg.compose import clean
from mailreg.model.mail import Address
from mailreg.model.registration import Event

if TYPE_CHECKING:
    from icalendar import Timezone

# The rules since 1996 (Directive 2000/84/EC); icalendar's own list of all transitions is ten times as long.
BERLIN = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


def write_calendar(
    event: Event, *, organiser: Address, domain: str, description: str, now: datetime, sequence: int, cancelled: bool
) -> tuple[str, bytes]:
    """The method ("PUBLISH" or "CANCEL") and the finished file, UTF-8 with CRLF, lines of at most 75 octets."""
    from icalendar import Calendar, vCalAddress
    from icalendar import Event as Entry

    method = "CANCEL" if cancelled else "PUBLISH"
    zone = ZoneInfo(event.timezone)
    calendar = Calendar()
    calendar.add("prodid", "-//mailreg//registration desk//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    entry = Entry()
    entry.add("uid", f"registration-{event.id}@{domain}")
    entry.add("sequence", sequence)
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("dtstart", event.start.astimezone(zone))
    entry.add("dtend", event.end.astimezone(zone))
    entry.add("summary", clean.one_line(event.title))
    if event.place:
        entry.add("location", clean.one_line(event.place, 400))
    entry.add("description", description)
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    entry.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    by = vCalAddress(f"mailto:{organiser.email}")
    if name := clean.one_line((organiser.name or "").replace('"', "'")):
        by.params["CN"] = name
    entry.add("organizer", by)
    if event.timezone == "Europe/Berlin":
        calendar.add_component(_berlin())
    calendar.add_component(entry)
    if event.timezone != "Europe/Berlin":
        calendar.add_missing_timezones()
    return method, calendar.to_ical()


@cache
def _berlin() -> Timezone:
    from icalendar import Timezone

    zone = Timezone.from_ical(BERLIN)
    assert isinstance(zone, Timezone)
    return zone
