"""An invitation's day, beginning, end and deadline, among all the other dates that an invitation holds."""

# ruff: noqa: E501 - a pattern in one piece is easier to check than one cut at column 120

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailreg.understand.invitation_text import Page, says_when

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
WEEKDAYS = {name: i for i, names in enumerate(("montag mo monday mon", "dienstag di tuesday tue", "mittwoch mi wednesday wed", "donnerstag do thursday thu",
            "freitag fr friday fri", "samstag sonnabend sa saturday sat", "sonntag so sunday sun")) for name in names.split()}  # fmt: skip
_WEEK = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_TO = r"\s?(?:-|–|—|/|&|bis zum|bis|und|to|until|and)\s?"
_DAY = rf"(?:(?P<w>{_WEEK})\b\.?,?\s?(?:(?:den|dem|the)\s)?)?"
# A first day that shares month and year with the second: "11./12. November", "vom 11. bis 12.11.2022".
_FIRST = rf"(?:(?<![\d.:])(?P<f>\d{{1,2}})(?:\.|st|nd|rd|th)?{_TO}(?:(?:{_WEEK})\b\.?,?\s?(?:den\s)?)?)?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_DAY}{_FIRST}(?<![\d:.])(?P<d>\d{{1,2}})(?:\s?\.|st|nd|rd|th)?\s?(?:of\s)?(?P<m>{_MONTH})\b\.?,?\s?(?P<y>20\d\d|['’]\d\d)?",
        rf"\b{_DAY}{_FIRST}(?<![\d:.])(?P<d>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.\s?(?P<y>20\d\d|\d\d(?![\d:.]|\s?uhr))?(?!\d)",
        r"(?<![\d-])(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])",
        rf"\b{_DAY}(?P<m>{_MONTH})\.?\s(?:(?P<f>\d{{1,2}})(?:st|nd|rd|th)?{_TO})?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?\s(?P<y>20\d\d))?",
        rf"\b{_DAY}(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})/(?P<y>20\d\d)\b",
    )
)
_UNIT = r"(?P<u{0}>\s?(?:uhr\b|h\b|o['’]clock|[ap]\.?m\b\.?))"
_CLOCK = r"(?P<h{0}>\d{{1,2}})(?:[:.h](?P<m{0}>\d\d))?"
_RANGE = re.compile(
    rf"(?<![\d.,:/+-]){_CLOCK.format(1)}{_UNIT.format(1)}?\s?(?:-|–|—|bis(?: ca\.| etwa| gegen)?|to|until|till)\s?{_CLOCK.format(2)}{_UNIT.format(2)}?(?![\d:])",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    rf"(?P<end>\b(?:endet?|bis|until|ends?)\b[:\s]{{1,2}}(?:ca\.?|gegen|um|at)?\s?)?(?<![\d.,:/+-]){_CLOCK.format(1)}{_UNIT.format(1)}",
    re.IGNORECASE,
)
_BARE = re.compile(r"^(?:um |ab |at )?(?P<h1>\d{1,2})[:.](?P<m1>\d\d)$")
_REGISTER = r"anmeld|regist(?:er|r)|rückmeld|rsvp|zusag|zu sagen|melde[nt]?\b[^.!?]{0,60}\ban\b|melden sie sich|meldet euch|bescheid|sign up|u\.\s?a\.\s?w\.\s?g"
_REGISTER_RE = re.compile(_REGISTER, re.IGNORECASE)
_UNTIL = re.compile(
    r"\b(?:bis|spätestens|until|by|before|no later than)\s(?:zum|zur|spätestens|einschließlich|einschl\.|the|am|den)?[\w\s]{0,14},?\s?$|"
    r"(?:anmeldeschluss|anmeldefrist|deadline|frist|closes?)\b[^.!?\d]{0,40}$",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\b(?:bitte|please)\b", re.IGNORECASE)
_NEED = re.compile(r"dolmetsch|sprachmittl|interpret|kosten|kinderbetreuung|verpflegung|essen\b", re.IGNORECASE)
_STATED = re.compile(
    r"(?:\bstand|gesendet|erstellt|verschickt|geändert|protokoll|newsletter|rundbrief|sent|geb\.|vom)\s*:?\s*(?:am|on|den|der|vom)?\s*$",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"vormerken|save[ -]the[ -]date|weitere|nächste[nrs]?\b|außerdem|bereits jetzt|schon jetzt|folgeveranstaltung|folgetermin|im anschluss an|ausblick|"
    r"demnächst|upcoming|also|another|next\b|follow-?up|letzte[nrs]?\b|vergangene|stattgefunden|stattfand|\bfand\b|\bwar\b|\bwaren\b|last\b|took place|"
    r"seit dem|verschoben|statt am|anstelle|entfällt|einsendeschluss|antrag|förder",
    re.IGNORECASE,
)
_LETTERHEAD = re.compile(r"^[A-ZÄÖÜ][\w. -]{2,30}?,?\s(?:den |am |im )?$")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text. `last`: the last day where several days are named. `certain`: the year was named."""

    day: date
    last: date
    start: int
    end: int
    certain: bool


@dataclass(frozen=True, slots=True)
class Times:
    begin: time
    end: time | None


@dataclass(frozen=True, slots=True)
class When:
    """Start, end and where it was found. `guessed`: what the text did not say ("year", "end")."""

    start: datetime
    end: datetime
    line: int
    guessed: tuple[str, ...]


def anchor(page: Page, today: date) -> date:
    """The day that years are guessed from: another full date of the text, or of the mail that brought it, else today."""
    for name, value in page.headers:
        if name in {"gesendet", "gesendet am", "sent", "datum", "date"} and (
            found := [d for d in dates(value, today) if d.certain]
        ):
            return found[0].day
    full = [d.day for line in page.lines for d in dates(line, today) if d.certain]
    return min(full, key=lambda d: abs((d - today).days)) if full else today


def dates(text: str, near: date) -> list[Dated]:
    """All dates, in their order. Without a year: the one that fits the weekday, else the one next to `near`."""
    found: list[Dated] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if any(match.start() < f.end and f.start < match.end() for f in found):
                continue
            parts = match.groupdict()
            month = MONTHS.get(parts["m"].lower()) or (int(parts["m"]) if parts["m"].isdigit() else 0)
            year = int(parts["y"].strip("'’")) if parts.get("y") else 0
            year += 2000 if 0 < year < 100 else 0
            day = _day(year, month, int(parts["d"]), parts.get("w"), bool(parts.get("f")), near)
            if day is None:
                continue
            first = day
            if parts.get("f"):
                try:
                    first = day.replace(day=int(parts["f"]))
                except ValueError:
                    first = day
                connected_by_and = re.search(r"\d\.?\s?(?:und|and|&|/)\s", match[0], re.IGNORECASE)
                if first > day or (connected_by_and and (day - first).days > 3) or (day - first).days > 21:
                    first = day
            found.append(Dated(first, day, match.start(), match.end(), year > 0))
    found.sort(key=lambda f: f.start)
    return found


def _day(year: int, month: int, number: int, weekday: str | None, several: bool, near: date) -> date | None:
    wanted = WEEKDAYS.get(weekday.lower()) if weekday and not several else None
    days = []
    for candidate in [year] if year else range(near.year - 4, near.year + 4):
        try:
            days.append(date(candidate, month, number))
        except ValueError:
            continue
    if not year and wanted is not None:
        fitting = [d for d in days if d.weekday() == wanted]
        if fitting:
            # An old flyer is rarer than a coming event: the past counts as further away.
            return min(fitting, key=lambda d: (d - near).days if d >= near else (near - d).days * 2)
    return min(days, key=lambda d: (d - near).days if d >= near else (near - d).days * 4, default=None)


def _clock(match: re.Match[str], n: int, unit: str) -> time | None:
    hour, minute = int(match[f"h{n}"]), int(match[f"m{n}"] or 0)
    if unit.startswith("p") and hour < 12:
        hour += 12
    if unit.startswith("a") and hour == 12:
        hour = 0
    if hour == 24 and minute == 0:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def times(text: str) -> list[Times]:
    """All spans of time and single times; "15-18" alone is none, one end must look like a time of day."""
    found: list[Times] = []
    taken: list[tuple[int, int]] = []
    for match in _RANGE.finditer(text):
        first, second = ((match[f"u{n}"] or "").strip().lower() for n in (1, 2))
        if not (first or second or re.search(r"\d[:.]\d\d", match[0])):
            continue
        if not first and second[:1] in {"a", "p"}:
            first = second if int(match["h1"]) <= int(match["h2"]) or int(match["h2"]) == 12 else "am"
            if second.startswith("p") and int(match["h2"]) == 12:
                first = "am"
        begin, end = _clock(match, 1, first), _clock(match, 2, second)
        if begin and end is not None:
            found.append(Times(begin, end))
            taken.append(match.span())
    for match in _SINGLE.finditer(text):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        moment = _clock(match, 1, (match["u1"] or "").strip().lower())
        if moment is None:
            continue
        if match["end"] and found and found[-1].end is None:
            found[-1] = Times(found[-1].begin, moment)
        elif not match["end"]:
            found.append(Times(moment, None))
    bare = _BARE.match(text.strip())
    if not found and bare and (moment := _clock(bare, 1, "")):
        found.append(Times(moment, None))
    # A span says more than the single times around it ("Einlass 9 Uhr, 9.30–16 Uhr").
    return sorted(found, key=lambda t: t.end is None)


def _blank(text: str, found: Sequence[Dated]) -> str:
    """The text without its dates: "11.10." is no time."""
    for each in found:
        text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
    return text


def find_when(page: Page, near: date, zone: ZoneInfo) -> When | date | None:
    """The event's time; only its date where no time of day is to be found; None without a date."""
    labelled = {f.line: f for f in page.of_kind("when")}
    closes = list(page.of_kind("register", "deadline"))
    # The value may stand below its label.
    closed = {f.line for f in closes} | {
        f.line + 1 for f in closes if f.values[:1] == page.lines[f.line + 1 : f.line + 2]
    }
    spread = {i for f in labelled.values() for i in range(f.line, f.line + len(f.values) + 1)}
    best: tuple[float, When | date] | None = None
    for i, line in enumerate(page.lines):
        of_line = dates(line, near)
        for n, found in enumerate(of_line):
            before = line[: found.start]
            clause = re.split(r"(?<=[!?;])\s|(?<=[a-zäöüß)]\.)\s", before)[-1]
            after = line[found.end : of_line[n + 1].start if n + 1 < len(of_line) else None]
            if _UNTIL.search(before) and (_REGISTER_RE.search(line) or i in closed):
                continue
            if (i in closed and i not in labelled) or _STATED.search(before):
                continue
            ends = next(
                (
                    x
                    for x in of_line[n + 1 : n + 2]
                    if found.day < x.day <= found.day + timedelta(days=21) and _joined(line[found.end : x.start])
                ),
                None,
            )
            here = times(_blank(line, of_line)[found.start if n else 0 : None if ends else found.end + len(after)])
            near_by = here or _below(page, i, near)
            score = 30.0 * (i in spread) + 20.0 * bool(here) + 10.0 * bool(near_by) - 0.2 * i
            score -= 25.0 * bool(_OTHER.search(f"{clause} {re.split(r'[.!?]', after)[0]}"))
            announced = says_when(before)  # a table's cells, which lost their border
            alone = _LETTERHEAD.match(before) and not after.strip(" .") and not here and not ends
            score += 15.0 * announced - 30.0 * bool(alone and not announced)
            score -= 15.0 * (page.closing is not None and i > page.closing)
            score += 5.0 * found.certain
            last = ends.last if ends else found.last
            if ends is None and i + 1 < len(page.lines):
                last = max(last, _next_day(page, i, found, near))
            chosen = near_by or _elsewhere(page, near)
            value = _whole(found, last, chosen, line[found.end :] if ends else "", i, zone) if chosen else found.day
            if best is None or score > best[0]:
                best = (score, value)
    return best[1] if best else None


def _below(page: Page, i: int, near: date) -> list[Times]:
    """The times of the lines below a date; beginning and end may stand on two lines."""
    text = ""
    for k in range(i + 1, min(i + 4, len(page.lines))):
        if (k - i > 2 and page.blocks[k] != page.blocks[i]) or _REGISTER_RE.search(page.lines[k]):
            continue
        if dates(page.lines[k], near) and text:
            break
        text += _blank(page.lines[k], dates(page.lines[k], near)) + "\n"
    return times(text)


def _joined(between: str) -> bool:
    """Does what stands between two dates make them the first and the last day?"""
    return (
        re.fullmatch(
            r"[\s,(]*(?:(?:um|ab|von)?\s?[\d:.]+\s?(?:uhr|h)?)?[\s,)]*(?:-|–|—|bis(?:\szum)?|und|to|until|and|&)\s*",
            between,
            re.IGNORECASE,
        )
        is not None
    )


def _next_day(page: Page, i: int, found: Dated, near: date) -> date:
    """A second day on a line of its own, with its own times, right below."""
    last = found.last
    for line in page.lines[i + 1 : i + 3]:
        for other in dates(line, near)[:1]:
            if (
                other.start < 25
                and last < other.day <= last + timedelta(days=2)
                and times(_blank(line, [other]))
                and not _REGISTER_RE.search(line)
            ):
                last = other.day
    return last


def _elsewhere(page: Page, near: date) -> list[Times]:
    """Where no time stands beside the date: a field for it, else the first span of time in the text."""
    for field in page.of_kind("time", "when"):
        if found := times(_blank(field.text, dates(field.text, near))):
            if found[0].end is None:
                for end in page.of_kind("other", "time"):
                    if re.match(r"ende|end\b", page.lines[end.line], re.IGNORECASE) and (last := times(end.text)):
                        return [Times(found[0].begin, last[0].begin)]
            return found
    for line in page.lines:
        if (
            not _REGISTER_RE.search(line)
            and (found := times(_blank(line, dates(line, near))))
            and (found[0].end or "ab" in line or "um" in line or "at" in line)
        ):
            return found
    return []


def _whole(found: Dated, last: date, chosen: Sequence[Times], rest: str, line: int, zone: ZoneInfo) -> When:
    guessed = [] if found.certain else ["year"]
    begin, end = chosen[0].begin, chosen[0].end
    if last > found.day and end is None:
        singles = [t.begin for t in chosen]
        end = singles[1] if len(singles) > 1 else None
        if rest and (later := times(rest)):
            end = later[-1].end or later[-1].begin
    start = datetime.combine(found.day, begin, zone)
    if end is None:
        guessed.append("end")
        finish = (
            datetime.combine(last, (start + timedelta(hours=2)).time(), zone)
            if last > found.day
            else start + timedelta(hours=2)
        )
    else:
        finish = datetime.combine(last, end, zone)
    if finish <= start:
        finish += timedelta(days=1)
    return When(start, finish, line, tuple(guessed))


def find_deadline(page: Page, when: When, near: date, zone: ZoneInfo) -> datetime | None:
    """Until when people may register: the end of that day, or the time that is named. Never after the event's end."""
    stretches = [f.text for f in page.of_kind("deadline")]
    stretches += [
        f"bis {m[2]}"
        for f in page.of_kind("register")
        if (m := re.match(r"()(?:bitte )?(?:verbindlich )?bis\s(.*)", f.text, re.IGNORECASE))
    ]
    stretches += [s for s in page.sentences if _REGISTER_RE.search(s)]
    stretches += [s for s in page.sentences if _ASKED.search(s) and not _NEED.search(s)]
    event_day = when.start.date()
    for n, stretch in enumerate(stretches):
        of_field = n < sum(1 for _ in page.of_kind("deadline"))
        for found in dates(stretch, min(near, event_day)):
            if not of_field and not _UNTIL.search(stretch[: found.start]):
                continue
            day = found.day
            if not found.certain:
                day = next(
                    (d for d in (_at(day, event_day.year), _at(day, event_day.year - 1)) if d and d <= event_day), day
                )
            if day > when.end.date():
                continue
            at = times(stretch[found.end : found.end + 25])
            if at and re.match(r"[\s,(]*(?:um |at )?\d", stretch[found.end :]):
                return datetime.combine(day, at[0].begin, zone)
            return datetime.combine(day, time(23, 59, 59), zone)
    return None


def _at(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None
