"""The calendar file (RFC 5545, RFC 5546): PUBLISH adds or updates the entry, CANCEL takes it out.

PUBLISH, not REQUEST: a request asks the recipient to accept, and calendars would mail that answer to the inbox.
The UID is the same for good, SEQUENCE grows: so a later file replaces the earlier one.
"""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from urllib.parse import quote
from zoneinfo import ZoneInfo

from mailreg.compose import clean
from mailreg.model.mail import Address
from mailreg.model.registration import Event, Registration

OCTETS = 75  # of a line, without its end (RFC 5545, 3.1)
# The rules since 1996 (Directive 2000/84/EC). Names of other zones are written with their transitions near the event.
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
END:VTIMEZONE"""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def uid_of(registration: Registration, to: Address, desk: Address, domain: str) -> str:
    """The UID (RFC 7986, 5.3) of the entry that this person has: the same for every mail about it.

    The contact's entry belongs to the registration; a companion with an address of their own has their own. Two
    installations of one domain count their registrations alike, so the desk's address is in it, too."""
    theirs = to.email.lower()
    person = theirs if any((p.email or "").lower() == theirs for p in registration.people) else ""
    if theirs == registration.contact.email.lower():
        person = ""
    seed = "\0".join((desk.email.lower(), registration.event, str(registration.id), person))
    token = base64.b32encode(hashlib.sha256(seed.encode()).digest()[:10]).decode().lower()
    return f"registration-{registration.id or 0}-{token}@{domain}"


def sequence_of(event: Event, registration: Registration, *, cancelled: bool) -> int:
    """SEQUENCE (RFC 5545, 3.8.7.4): grows with every change of the event and every version of the registration.

    In steps of two, so that a CANCEL beats the entry of the same version, and whatever comes after beats the CANCEL."""
    return 2 * (event.sequence + max(registration.version, 1) - 1) + cancelled


def write_calendar(
    event: Event, *, uid: str, sequence: int, organiser: Address, description: str, now: datetime, cancelled: bool
) -> tuple[str, bytes]:
    """The method ("PUBLISH" or "CANCEL") and the finished file, UTF-8 with CRLF, lines of at most 75 octets."""
    method = "CANCEL" if cancelled else "PUBLISH"
    zone = ZoneInfo(event.timezone)
    start, end = event.start.astimezone(zone), event.end.astimezone(zone)
    place = clean.one_line(event.place, 400)
    name = clean.one_line((organiser.name or "").replace('"', "'"))
    named = f';CN="{name}"' if name else ""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//mailreg//registration desk//EN",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
        *(BERLIN if event.timezone == "Europe/Berlin" else _zone(event.timezone, start.year, end.year)).split("\n"),
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{sequence}",
        f"DTSTART;TZID={event.timezone}:{start:%Y%m%dT%H%M%S}",
        f"DTEND;TZID={event.timezone}:{end:%Y%m%dT%H%M%S}",
        f"SUMMARY:{_text(clean.one_line(event.title))}",
        *([f"LOCATION:{_text(place)}"] if place else []),
        f"DESCRIPTION:{_text(description)}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        f"TRANSP:{'TRANSPARENT' if cancelled else 'OPAQUE'}",
        f"ORGANIZER{named}:mailto:{quote(organiser.email, safe='@+!*/=~_-.')}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return method, b"".join(_folded(line) for line in lines)


def _text(text: str) -> str:
    """A value of type TEXT (RFC 5545, 3.3.11)."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_ESCAPES)


def _folded(line: str) -> bytes:
    """With CRLF at its end, and folded where it is too long, never inside a letter (RFC 5545, 3.1)."""
    octets = line.encode("utf-8", "replace")
    if len(octets) <= OCTETS:
        return octets + b"\r\n"
    pieces: list[bytes] = []
    room = OCTETS
    while len(octets) > room:
        cut = room
        while octets[cut] & 0xC0 == 0x80:  # the second, third, fourth byte of a letter
            cut -= 1
        pieces.append(octets[:cut])
        octets = octets[cut:]
        room = OCTETS - 1  # the blank that begins the line
    return b"\r\n ".join([*pieces, octets]) + b"\r\n"


@lru_cache(maxsize=32)
def _zone(name: str, first: int, last: int) -> str:
    """The VTIMEZONE of another zone: its offsets from the year before the first to the year after the last one."""
    zone = ZoneInfo(name)
    day = datetime(first - 1, 1, 1, tzinfo=UTC)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}", *_observance(day.astimezone(zone), day.astimezone(zone))]
    while day.year <= last + 1:
        after = day + timedelta(days=1)
        if day.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            before, after_it = day, after
            while after_it - before > timedelta(seconds=1):
                middle = before + (after_it - before) / 2
                same = middle.astimezone(zone).utcoffset() == day.astimezone(zone).utcoffset()
                before, after_it = (middle, after_it) if same else (before, middle)
            moment = after_it.replace(microsecond=0)
            lines += _observance((moment - timedelta(minutes=1)).astimezone(zone), moment.astimezone(zone))
        day = after
    return "\n".join([*lines, "END:VTIMEZONE"])


def _observance(before: datetime, after: datetime) -> list[str]:
    """From `after` on, in the clock's time as it was until then."""
    kind = "DAYLIGHT" if after.dst() else "STANDARD"
    onset = (after.astimezone(UTC) + (before.utcoffset() or timedelta())).replace(tzinfo=None)
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{onset:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{before:%z}",
        f"TZOFFSETTO:{after:%z}",
        f"TZNAME:{after:%Z}",
        f"END:{kind}",
    ]
