"""An invitation's text → the event it invites to. Written for flyers and mails as NGOs in Germany write them.

What is found is shown to a person before it is saved, so a good guess beats a blank; only title, date and times must be
found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailreg.model.errors import EventFileError
from mailreg.model.registration import Event

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jan jänner january", "februar feb february", "märz mär mrz maerz march mar", "april apr", "mai may",
            "juni jun june", "juli jul july", "august aug", "september sep sept", "oktober okt october oct",
            "november nov", "dezember dez december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATES = (
    re.compile(rf"\b(?P<d>\d{{1,2}})\s?(?:\.|st|nd|rd|th)?\s?(?P<m>{_MONTH})\b\.?,?\s?(?P<y>20\d\d)?", re.IGNORECASE),
    re.compile(r"\b(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>20\d\d|\d\d)?(?!\d)"),
    re.compile(r"\b(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b"),
    re.compile(rf"\b(?P<m>{_MONTH})\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y>20\d\d)\b", re.IGNORECASE),
)
_CLOCK = r"(\d{1,2})(?:[:.](\d\d))?\s?(?:uhr|h\b|o'clock)?"
_RANGE = re.compile(
    rf"\b(?:von\s|ab\s)?{_CLOCK}\s?(?:-|–|—|bis|to|until)\s?{_CLOCK}\s?(?:uhr|h\b|o'clock)?", re.IGNORECASE
)
_SINGLE = re.compile(r"\b(?:um\s|ab\s|beginn:?\s)?(\d{1,2})(?:[:.](\d\d))?\s?(?:uhr|h\b)", re.IGNORECASE)
_POSTCODE = re.compile(
    r"\b(?:D-)?(\d{5})\b[,\s]{1,3}([A-ZÄÖÜ][\w.ßäöü/()-]*(?:[ -](?:an der|am|bei|[A-ZÄÖÜ])[\w.ßäöü/-]*){0,3})"
)
_STREET = re.compile(
    r"([A-ZÄÖÜ][\w.ßäöüé-]*(?:[ -][A-ZÄÖÜa-zäöü][\w.ßäöüé-]*){0,4}?"
    r"(?:straße|strasse|str\.|platz|weg|allee|ring|gasse|ufer|damm|markt|hof|steig|graben|promenade|berg)"
    r"|(?:Am|An der|An den|Im|In der|Zum|Zur|Unter den|Straße de[rs]) [A-ZÄÖÜ][\w.ßäöüé -]{1,40}?)\s(\d{1,4}\s?[a-z]?(?:\s?[-/]\s?\d{1,4}\s?[a-z]?)?)\b",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MARKS = re.compile(r"[*_#`]+(?=\S)|(?<=\S)[*_`]+(?=\s|$|[.,;:)])")
_REGISTER = re.compile(r"anmeld|registr|rsvp|zusage|rückmeldung|regist(?:er|ration)|sign up", re.IGNORECASE)
_DEADLINE = re.compile(
    r"(?:anmeld|registr|rückmeld|rsvp|zusage|melden sie sich|meldet euch|bitte)[^.!?\n]{0,80}?"
    r"\b(?:bis|spätestens|until|by)\b"
    r"|anmeldeschluss|anmeldefrist|deadline|registration closes|frist",
    re.IGNORECASE,
)
_SAVE_THE_DATE = re.compile(
    r"save[ -]the[ -]date|einladung|invitation|wir laden|liebe|sehr geehrte|guten tag|hallo", re.IGNORECASE
)
_COVERED = re.compile(
    r"(?:fahr(?:t|t?karten)?|reise|travel)[\w -]{0,25}(?:kosten|expenses|costs?)?[^.!?\n]{0,60}"
    r"(?:übernommen|übernehmen|erstatt|covered|reimburs|refund|bezahlt)"
    r"|(?:übernehmen|erstatten|übernahme|erstattung|cover|reimburse)[^.!?\n]{0,50}(?:fahrt|reise|travel|bahnticket)",
    re.IGNORECASE,
)
_INTERPRETED = re.compile(
    r"sprachmittl|dolmetsch|übersetzung|verdolmetsch|gebärden|interpret(?:er|ing|ation)|translation", re.IGNORECASE
)
_REFUSED = re.compile(r"\b(?:keine?|nicht|leider|ohne|no|not|cannot)\b", re.IGNORECASE)
_ROLE = re.compile(
    r"^(?:projekt|referent|koordinat|extern|leit|geschäftsf|mitarbeit|bildungs|fach|vorst|ansprech|contact|project|coordinat)",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"^(?:Frau |Herr |Dr\. |Prof\. )*([A-ZÄÖÜ][\wäöüßéáíóúñç'-]+(?: (?:von|van|de|der|al|el|[A-ZÄÖÜ]\.|[A-ZÄÖÜ][\wäöüßéáíóúñç'-]+)){1,3})$"
)


def read_invitation(text: str, *, source: str, timezone: str, now: datetime) -> Event:
    """The event that an invitation's text invites to. `now` gives the year where the text has none.

    Raises EventFileError, one line, naming what could not be found."""
    lines = [line for line in (_clean(raw) for raw in text.splitlines()) if line]
    zone = ZoneInfo(timezone)
    found = _when(lines, now.astimezone(zone).date())
    if found is None:
        raise EventFileError(
            f"In {source} ist kein Datum mit Uhrzeit zu finden (wie „11. Oktober 2022, 15–18 Uhr“). "
            "Bitte ergänzen, oder die Veranstaltung als TOML-Datei anlegen."
        )
    day, begin, end, at = found
    title = _title(lines, at)
    if not title:
        raise EventFileError(f"In {source} ist kein Titel zu finden: bitte als erste Zeile schreiben.")
    start = datetime.combine(day, begin, zone)
    finish = datetime.combine(day, end, zone) if end else start + timedelta(hours=2)
    if finish <= start:
        finish += timedelta(days=1)
    venue, street, postcode, city = _place(lines)
    whole = "\n".join(lines)
    from_words = _slug(title, day.year)
    return Event(
        id=from_words,
        title=title,
        subtitle=_subtitle(lines, title),
        start=start,
        end=finish,
        venue=venue,
        street=street,
        postcode=postcode,
        city=city,
        registration_email=_address(lines),
        registration_deadline=_deadline(lines, day, zone),
        organisers=_organisers(lines),
        travel_costs=_offered(_COVERED, whole),
        interpreting=_offered(_INTERPRETED, whole),
        timezone=timezone,
    )


def _clean(line: str) -> str:
    return " ".join(_MARKS.sub("", line.replace("\u00ad", "").replace("\t", "  ")).split())


def _slug(title: str, year: int) -> str:
    folded = title.casefold()
    for letter, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        folded = folded.replace(letter, plain)
    words = re.findall(r"[a-z0-9]+", folded)[:5] or ["event"]
    return "-".join([*words, *([] if str(year) in words else [str(year)])])


def _dates(line: str, today: date) -> list[tuple[date, int, int]]:
    """All dates of a line with their places; a date without a year is the next such day."""
    found = []
    for pattern in _DATES:
        for match in pattern.finditer(line):
            month = match["m"].lower()
            number = MONTHS.get(month) or (int(month) if month.isdigit() else 0)
            year = int(match["y"]) if match["y"] else 0
            year += 2000 if 0 < year < 100 else 0
            try:
                day = date(year or today.year, number, int(match["d"]))
                if not year and day < today:
                    day = day.replace(year=day.year + 1)
            except ValueError:
                continue
            found.append((day, match.start(), match.end()))
    return sorted(found, key=lambda f: f[1])


def _clock(hour: str, minute: str | None) -> time | None:
    return time(int(hour), int(minute or 0)) if int(hour) < 24 and int(minute or 0) < 60 else None


def _times(text: str) -> tuple[time, time | None] | None:
    for match in _RANGE.finditer(text):
        # "11. - 12." is two days, "15-18" without "Uhr" may be anything: one of the ends must look like a time.
        if not re.search(r"uhr|\bh\b|o'clock|\d[:.]\d\d", match[0], re.IGNORECASE):
            continue
        begin, end = _clock(match[1], match[2]), _clock(match[3], match[4])
        if begin and end:
            return begin, end
    single = _SINGLE.search(text)
    begin = _clock(single[1], single[2]) if single else None
    return (begin, None) if begin else None


def _when(lines: Sequence[str], today: date) -> tuple[date, time, time | None, int] | None:
    """The first date that has a time beside it (same line, or the two lines after) and is no deadline."""
    for number, line in enumerate(lines):
        for day, start, end in _dates(line, today):
            if _DEADLINE.search(line[:start]):
                continue
            rest = f"{line[:start]} {line[end:]}"
            times = _times(rest) or next((t for t in map(_times, lines[number + 1 : number + 3]) if t), None)
            if times:
                return day, times[0], times[1], number
    return None


def _title(lines: Sequence[str], at: int) -> str:
    """What stands largest: the first line that is no greeting and no date; a labelled or quoted title goes before."""
    for line in lines[: at + 6]:
        labelled = re.match(r"(?:titel|thema|veranstaltung|title|event)\s?:\s?(.{3,120})", line, re.IGNORECASE)
        if labelled:
            return labelled[1].strip(" „“\"'")
    for line in lines[: at + 3]:
        quoted = re.search(r"[„“\"»]([^„“”\"«»]{4,100})[“”\"«]", line)
        if quoted and _SAVE_THE_DATE.search(line):
            return quoted[1].strip()
    for line in lines:
        bare = re.sub(
            r"^(?:einladung|invitation|save the date)\s?(?:zu[rm]?|to the|to|:)?\s+", "", line, flags=re.IGNORECASE
        )
        if _SAVE_THE_DATE.match(bare) or _dates(bare, date(2000, 1, 1)) or _EMAIL.search(bare) or len(bare) < 3:
            continue
        return bare[:160].strip(" „“\"'") if len(bare) <= 160 else ""
    return ""


def _subtitle(lines: Sequence[str], title: str) -> str:
    """The longer line that stands below a repetition of the title, or right below the title."""
    places = [i for i, line in enumerate(lines) if line.strip(" „“\"'").casefold() == title.casefold()]
    for place in reversed(places):
        below = lines[place + 1] if place + 1 < len(lines) else ""
        if (
            12 <= len(below) <= 220
            and not below.endswith((".", "!", "?", ":"))
            and not _dates(below, date(2000, 1, 1))
            and not _SAVE_THE_DATE.match(below)
            and not _POSTCODE.search(below)
            and not _EMAIL.search(below)
        ):
            return below
    return ""


def _place(lines: Sequence[str]) -> tuple[str, str, str, str]:
    """Venue, street with number, postcode, town: from the line with a postcode and those above it."""
    for number, line in enumerate(lines):
        code = _POSTCODE.search(line)
        if not code:
            continue
        before = line[: code.start()].rstrip(" ,;–-")
        above = list(lines[max(0, number - 2) : number])
        street = _STREET.search(before)
        if street:
            venue = before[: street.start()].rstrip(" ,;–-:")
        else:
            street = next((m for m in (_STREET.search(x) for x in reversed(above)) if m), None)
            venue = before
            if street:
                venue = street.string[: street.start()].rstrip(" ,;–-:")
                above = [x for x in above if x != street.string]
        if not street:
            continue
        if not venue and above and not _dates(above[-1], date(2000, 1, 1)) and len(above[-1]) <= 120:
            venue = above[-1]
        venue = re.sub(r"^(?:ort|wo|veranstaltungsort|where|venue|place)\s?:?\s+", "", venue, flags=re.IGNORECASE)
        return venue.rstrip(" ,:"), f"{street[1]} {street[2]}".strip(), code[1], code[2].rstrip(" .,")
    return "", "", "", ""


def _address(lines: Sequence[str]) -> str:
    """The address beside "Anmeldung", else the first one."""
    for number, line in enumerate(lines):
        if _REGISTER.search(line):
            found = _EMAIL.search(" ".join(lines[number : number + 2]))
            if found:
                return found[0].rstrip(".").lower()
    every = _EMAIL.search("\n".join(lines))
    return every[0].rstrip(".").lower() if every else ""


def _deadline(lines: Sequence[str], day: date, zone: ZoneInfo) -> datetime | None:
    """The end of the day until which people may register; never after the event."""
    for number, line in enumerate(lines):
        hit = _DEADLINE.search(line)
        if not hit:
            continue
        near = f"{line[hit.start() :]} {lines[number + 1] if number + 1 < len(lines) else ''}"
        for found, _, _ in _dates(near, day - timedelta(days=300)):
            if found < day:
                return datetime.combine(found, time(23, 59, 59), zone)
    return None


def _organisers(lines: Sequence[str]) -> tuple[str, ...]:
    """People's names on lines of their own that a role stands below."""
    names = []
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        person = _PERSON.match(line.split(",")[0].strip())
        if person and (_ROLE.match(below) or ("," in line and _ROLE.match(line.split(",", 1)[1].strip()))):
            names.append(person[1])
    return tuple(dict.fromkeys(names))


def _offered(pattern: re.Pattern[str], text: str) -> bool:
    """Is it offered in a sentence that does not refuse it?"""
    for match in pattern.finditer(text):
        begin = max(text.rfind(mark, 0, match.start()) for mark in ".!?\n") + 1
        end = min((e for e in (text.find(mark, match.end()) for mark in ".!?\n") if e >= 0), default=len(text))
        if not _REFUSED.search(text[begin:end]):
            return True
    return False
