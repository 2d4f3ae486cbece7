"""An invitation's place: venue, street, postcode and town, or the online room. Senders print addresses, too."""

# ruff: noqa: E501 - a pattern in one piece is easier to check than one cut at column 120

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from mailreg.understand.invitation_text import Page
from mailreg.understand.invitation_time import When, dates, times


class Place(NamedTuple):
    venue: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""


_UPPER = "A-ZÄÖÜ"
_FIRST = "Bad|Sankt|St\\.|Markt|Groß|Klein|Alt|Neu|Burg|Stadt|Lutherstadt|Hansestadt|Universitätsstadt|Königs|Schwäbisch|Deutsch|Porta|Hann\\."
# A second word belongs to a town only where something says so: one of the above, or nothing behind it.
_TOWN = (
    rf"(?:(?:{_FIRST})[ -])?[{_UPPER}][^\W\d_]+(?:[-/][{_UPPER}][^\W\d_]+)*"
    rf"(?: (?:an der|am|im|bei|ob der|vor der|in) [{_UPPER}][^\W\d_]+|"
    rf" (?!(?:Anmeldung|Teilnahme|Kontakt|Eintritt|Bitte|Please|Wir|Die|Der|Das|Beginn|Raum|Einlass|Eingang|Haltestelle|Uhr|Programm|Veranstalter|Registration)\b)"
    rf"[{_UPPER}][^\W\d_]{{3,}}(?! ?:)(?=\s*(?:[,.;)|\n]|$)))?"
)
_POSTCODE = re.compile(rf"(?<![\d/+-])(?:D[ -])?(\d{{5}})(?:\s?,)?\s+({_TOWN})")
_STREET = re.compile(
    rf"(?:(?<=^)|(?<=[\s,(·|]))("
    rf"(?:[{_UPPER}][\w.éß']{{0,25}}[ -]){{0,3}}?[{_UPPER}][\wéß'-]*(?:straße|strasse|str\.|platz|weg|allee|ring|gasse|ufer|damm|markt|hof|steig|graben|promenade|berg|wall|chaussee|tor|brücke)"
    rf"|(?:[{_UPPER}][\w.éß']{{0,25}}[ -]){{1,4}}(?:Straße|Strasse|Str\.|Platz|Weg|Allee|Ring|Gasse|Ufer|Damm|Markt|Berg)"
    rf"|(?:Am|An der|An den|An dem|Auf der|Auf dem|Im|In der|In den|Zum|Zur|Unter den|Hinter der|Straße de[rs]|Platz de[rs]|Alte|Neue|Große|Kleine) [{_UPPER}][\wéß-]{{2,25}}(?: [{_UPPER}][\wéß-]{{2,25}})?"
    rf"|[{_UPPER}][\w-]+ (?:Street|Road|Lane|Avenue|Square))"
    rf"\s(\d{{1,4}}(?:\s?[a-zA-Z]\b)?(?:\s?[-/–+]\s?\d{{1,4}}(?:\s?[a-z]\b)?)?)(?![\d.:]\d|\s?(?:Uhr|h\b|€|Jahr|Tage|Person))"
)
_ONLINE = re.compile(
    r"\b(?:(?:online|digital|virtuell)\b(?:\s?(?:via|über|per|mit|auf|bei)\s(?:MS |Microsoft |Cisco )?(?P<a>[\w-]+))?|"
    r"(?:via|über|per|on)\s(?P<b>(?:MS |Microsoft )?(?:Zoom|Teams|BigBlueButton|Big Blue Button|Jitsi|Webex|Senfcall|GoTo\w*|edudip|Skype)(?:-\w+)?)\b|Videokonferenz|Zoom-(?:Meeting|Konferenz|Call))",
    re.IGNORECASE,
)
_TOOLS = re.compile(
    r"\b(Zoom|(?:MS |Microsoft )?Teams|Big ?Blue ?Button|BBB|Jitsi|Webex|Senfcall|edudip)\b", re.IGNORECASE
)
_NOT_ONLINE = re.compile(
    r"anmeld|formular|umfrage|register|unter www|website|plattform|download|digitalisier", re.IGNORECASE
)
_OFFICE = re.compile(
    r"\btel(?:efon)?\b|\bfax\b|www\.|https?:|e\.\s?V\.|gGmbH|\bIBAN\b|geschäftsstelle|vereinsregister|impressum|träger",
    re.IGNORECASE,
)
_PROSE = re.compile(
    rf"\b(?:im|in der|in den|in dem|ins|in die|at the|in the|bei der|beim)\s((?:(?:Großen |Kleinen |Alten |Neuen )?[{_UPPER}][^\W\d_]+(?:-[{_UPPER}][^\W\d_]+)*)(?:(?:\s(?:der|des|für|und|am|an der|zur|of|for|,? ?)){{0,2}}\s[{_UPPER}][\w&-]*){{0,5}}?)"
    rf"(?=,|\.|;|\s\(|\sin\s(?P<town>[{_UPPER}][^\W\d_]+)|\s(?:statt|ein|an|am|ab|um|von|mit|on|from|zu)\b|$)"
)
_LEAD = re.compile(
    r"^(?:.*\b(?:findet|treffen wir uns|laden)\b.*?\b)?(?:ort|wo|veranstaltungsort|where|venue|place|im|in der|in den|in dem|at the|bei|beim|at|in)\b\s?:?\s+(?=[„“\"A-ZÄÖÜ])",
    re.IGNORECASE,
)
_NOTHING = date(2000, 1, 1)


def find_place(page: Page, when: When) -> Place:
    """The best of all places named: a labelled one, else the one next to the date; never the letterhead if there is
    another."""
    best: tuple[float, Place] | None = None
    for score, place in _candidates(page, when):
        if best is None or score > best[0]:
            best = (score, place)
    place = best[1] if best else Place()
    return place._replace(city=_cut_town(page, place.city) or place.city)


def is_town_unsure(page: Page, city: str) -> bool:
    """Does the town stand at the end of a line that may have been wrapped, so that its name may go on in the next?"""
    return any(
        a.endswith(city) and b[:1].isupper() and " " not in city
        for rows in page.rows
        for a, b in pairwise(rows)
        if city
    )


def _cut_town(page: Page, city: str) -> str:
    """The first word of the town, if the second one has only come to it from the next line; else ""."""
    first, _, second = city.partition(" ")
    if not second or re.fullmatch(_FIRST, first):
        return ""
    joins = (pair for rows in page.rows for pair in pairwise(rows))
    return first if any(a.endswith(first) and b.startswith(second) for a, b in joins) else ""


def _candidates(page: Page, when: When) -> Iterator[tuple[float, Place]]:
    labelled = False
    for field in page.of_kind("where", "when"):
        values = [
            page.tables[field.line].partition(":")[2].strip() if ":" in page.tables[field.line] else "",
            *field.values,
        ]
        values = [v for v in field.values if v]
        if not values:
            continue
        place = _of_text(values, labelled=field.kind == "where")
        if place and (field.kind == "where" or place.street or place.postcode):
            labelled = labelled or field.kind == "where"
            yield (
                (60.0 if field.kind == "where" else 50.0)
                - 0.1 * field.line
                + 3 * bool(place.street)
                + 3 * bool(place.postcode),
                place,
            )
    for i, line in enumerate(page.lines):
        distance = abs(i - when.line)
        score = (25.0 if distance <= 3 else 12.0 if distance <= 6 else 0.0) - 0.1 * i
        around = f"{page.lines[i - 1] if i else ''} {line} {page.lines[i + 1] if i + 1 < len(page.lines) else ''}"
        score -= 20.0 * bool(_OFFICE.search(around)) + 25.0 * (page.closing is not None and i > page.closing)
        score -= 25.0 * (page.greeting is not None and i < page.greeting)
        if _POSTCODE.search(line):
            block = [
                x
                for k, x in enumerate(page.lines[max(0, i - 3) : i], max(0, i - 3))
                if page.blocks[k] == page.blocks[i] and k > (page.greeting if page.greeting is not None else -1)
            ]
            apart = page.lines[i - 1] if i and not block and re.match(r"(?:D[ -])?\d{5}\s", line) else ""
            if _STREET.fullmatch(apart):
                # Each line of the address is a paragraph of its own.
                block = [*(above for above in page.lines[max(0, i - 2) : i - 1] if len(above) <= 60), apart]
            below = page.lines[i + 1] if i + 1 < len(page.lines) and page.blocks[i + 1] == page.blocks[i] else ""
            if below and not _STREET.search("\n".join([*block, line])) and _STREET.match(below):
                line = f"{line}\n{below}"  # noqa: PLW2901
            place = _of_text([*block, line], labelled=False)
            if place:
                yield score + 8, place
        elif any(
            _POSTCODE.search(x)
            for k, x in enumerate(page.lines[i + 1 : i + 3], i + 1)
            if page.blocks[k] == page.blocks[i]
        ):
            continue  # the line with the postcode gives the whole
        elif (street := _STREET.search(line)) and (
            place := _of_text(
                [
                    *([page.lines[i - 1]] if i and page.blocks[i - 1] == page.blocks[i] and not street.start() else []),
                    line,
                ],
                labelled=False,
            )
        ):
            yield score, place
        online = _ONLINE.search(line)
        if (
            online
            and not _NOT_ONLINE.search(_clause(line, online))
            and (distance <= 3 or (online["a"] or online["b"]))
            and "hybrid" not in line.lower()
        ):
            yield score - 2, Place(venue=_online(line))
        if i == when.line or (distance <= 2 and page.greeting is not None):
            for prose in _PROSE.finditer(line):
                name = prose[1].strip()
                if len(name) > 5 and not re.match(
                    r"(?:Rahmen|Namen|Bereich|Anschluss|Anhang|Jahr|Landkreis|Auftrag|Vorfeld|Zeit|Projekt|Oktober|November|\w+ber$)\b",
                    name,
                ):
                    yield score - 6, Place(venue=name, city=prose["town"] or _town_after(line[prose.end() :]))
                    break


def _clause(line: str, match: re.Match[str]) -> str:
    begin = max(line.rfind(mark, 0, match.start()) for mark in ",.;!?") + 1
    end = min((e for e in (line.find(mark, match.end()) for mark in ",.;!?") if e >= 0), default=len(line))
    return line[begin:end]


def _town_after(rest: str) -> str:
    match = re.match(rf"(?:,|\s\(|\s?in)\s?(?:in )?({_TOWN})(?=[,.;)\s]|$)", rest)
    return match[1] if match else ""


def _online(line: str) -> str:
    tool = _TOOLS.search(line)
    return f"online ({tool[1]})" if tool else "online"


def _of_text(lines: list[str], *, labelled: bool) -> Place | None:
    """The place in lines that belong together; the address may be on one line or on several."""
    text = "\n".join(lines)
    code = _POSTCODE.search(text)
    street = None
    for match in _STREET.finditer(text):
        if code is None or match.start() < code.start():
            street = match
    if code and street is None and (after := _STREET.search(text, code.end())) and after.start() - code.end() < 40:
        street = after  # "01877 Bischofswerda, Lutherstraße 13"
    if labelled and not code and not street:
        online = _ONLINE.search(text)
        if online:
            return Place(venue=_online(text))
        first = _tidy(lines[0])
        parts = [p.strip() for p in re.split(r",|\sin\s(?=[A-ZÄÖÜ])", first)]
        if len(parts) > 1 and re.fullmatch(_TOWN, parts[-1]):
            return Place(venue=", ".join(parts[:-1]), city=parts[-1])
        return Place(venue=first[:160]) if first else None
    if not code and not street:
        return None
    before = text[: min(found.start() for found in (street, code) if found)]
    venue = _venue(before, labelled)
    city, postcode = (code[2], code[1]) if code else ("", "")
    if street and not code:
        rest = re.match(rf"[\s,(]*(?:in )?({_TOWN})(?=[,.;)\s]|$)", text[street.end() :])
        if rest and not re.match(
            r"(?:Die|Der|Das|Wir|Bitte|Anmeldung|Beginn|Raum|Etage|Haltestelle|Eingang|Hof|Um|Am|Ab|Für|Es|Ein)\b",
            rest[1],
        ):
            city = rest[1]
        elif not rest and labelled is False and not venue:
            return None
    if street is None and not venue and not labelled:
        return None
    return Place(
        venue, " ".join(f"{street[1]} {street[2]}".split()) if street else "", postcode, " ".join(city.split())
    )


def _venue(before: str, labelled: bool) -> str:
    """What stands before the street: the nearest line of it that is no date, sentence or greeting."""
    parts: list[str] = []
    for raw in reversed(before.split("\n")):
        found = dates(raw, _NOTHING)
        line = _sentence_end(_tidy(_after_time(raw, found[-1].end if found else 0)))
        if not line or line.endswith(":"):
            if parts or found:
                break
            continue
        if not labelled and (
            len(line) > 120 or (line.endswith((".", "!", "?")) and not line.endswith((" V.", "e.V.")))
        ):
            break
        parts.insert(0, line)
        if found or not labelled:
            break
    return ", ".join(parts)[:160]


def _after_time(line: str, date_end: int) -> str:
    """What stands after the line's date and time, where it has them."""
    if date_end:
        return re.sub(
            r"^[\s,|·–.)-]*(?:um |von |ab )?[\d.:]*\s?(?:Uhr|h\b)?(?:\s?(?:-|–|bis)\s?[\d.:]+)?\s?(?:Uhr|h\b)?",
            "",
            line[date_end:],
        )
    return re.split(r"(?:Uhr|\bh\b|[ap]\.?m\.?)", line)[-1] if times(line) else line


def _sentence_end(line: str) -> str:
    return re.split(r"(?<=[a-zß]{3}[.!?])\s", line)[-1]


def _tidy(text: str) -> str:
    text = text.strip(" \t,;–-|·:(\n")
    if text[:1].islower():
        text = re.sub(
            r"^.*?\b(?:im|ins|beim|bei|(?:in|an|auf) (?:der|dem|den|das|die)|at the|at|in)\s(?=[„“\"A-ZÄÖÜ])",
            "",
            text,
            count=1,
        )
    while (cut := _LEAD.sub("", text, count=1)) != text:
        text = cut
    text = re.sub(r"^(?:(?:ins?|zu[rm]?)\s)?(?:das|die|den|dem|der|the)\s(?=[A-ZÄÖÜ])", "", text)
    return " ".join(text.strip(" ,;–-|·:(\n").split())
