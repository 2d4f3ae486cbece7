"""An invitation's title and subtitle, and the other names by which people will call the event."""

# ruff: noqa: E501 - a pattern in one piece is easier to check than one cut at column 120

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from mailreg.understand.invitation_text import Page, ends_open
from mailreg.understand.invitation_time import MONTHS, dates, times

_TYPE = (
    r"(?:[A-ZÄÖÜ][\w*]*-)*[A-ZÄÖÜ]?[\w*]*(?:treffen|tagung|fachtag|projekttag|aktionstag|thementag|infotag|studientag|praxistag|netzwerktag|tag der [a-zäöü ]*[A-ZÄÖÜ]\w+|"
    r"workshop|seminar|konferenz|fortbildung|schulung|veranstaltung|forum|gespräch|austausch|abend|fest|kongress|versammlung|stammtisch|café|cafe|"
    r"werkstatt|wochenende|exkursion|rundgang|spaziergang|picknick|runde[rn]? tisch|diskussion|dialog|klausur|messe|training|webinar|lehrgang|kurs|camp|runde|frühstück|lesung|vortrag|ausstellung|filmvorführung|"
    r"conference|meeting|symposium|course|lecture|party|gathering|get-together)"
)
_TYPE_WORD = re.compile(rf"(?<![\w*])({_TYPE})(?:s|es|en)?(?![\w*])", re.IGNORECASE)
_NO_TYPE = frozenset(
    "runde dialog austausch abend fest messe forum kurs diskussion gespräch veranstaltung tagung vortrag ausstellung treffen meeting course party grunde stunde freunde "
    "herausforderung verabredung frühjahrsmesse gemeinde gesellschaftsrunde zuvortreffen zusammentreffen".split()
)
_ENGLISH = frozenset("conference meeting training workshop symposium lecture gathering".split())
_NAMED = re.compile(
    rf"(?<![\w*-])((?:[A-ZÄÖÜ0-9][\w*.-]*\s)?(?i:{_TYPE})(?:\s(?:der|des|für|fürs|zum|zur|über|zu)\s(?:[a-zäöü]+\s)?[A-ZÄÖÜ][\w*-]+)?)(?![\w*-])"
)
_INVITES = re.compile(
    r"^(?:herzliche\s)?(?:einladung|invitation|save[ -]the[ -]date|ankündigung|programm|terminankündigung|termin|announcement|flyer|we invite you|"
    r"you(?:'re| are) (?:cordially )?invited|wir laden (?:sie|euch|dich)?\s?(?:herzlich |alle )?ein)\b[\s:!|–-]*"
    r"(?:(?:zu[rm]?|to|for|für)\b[\s:]*)?(?:(?:the|our|an?|unser\w*|einem|einer|de[mr]|den|dem|nächsten)\s)*",
    re.IGNORECASE,
)
_FORWARD = re.compile(r"^(?:(?:wg|fwd?|fw|re|aw|wtr)\s?:\s*|\[[^\]]{1,40}\]\s*)+", re.IGNORECASE)
_QUOTED = re.compile(r"[„“\"»‚]([^„“”\"«»‘\n]{4,140})[“”\"«‘]")
_INVITE_SENTENCE = re.compile(
    r"\b(?:(?:laden|lade|lädt)\b[^.!?]{0,120}?|einladung\s|einladen\b[^.!?]{0,40}?|veranstalten\s[^.!?]{0,60}?|invites?\s(?:you\s)?[^.!?]{0,40}?)"
    r"\b(?:zu[rm]?|to)\s(?:(?:the|our|an?|unser\w*|einem|einer|de[mr]|nächsten|\d\.|gemeinsamen|diesjährigen|kostenfreien)\s)*(?P<what>[„“\"»]?[A-ZÄÖÜ\d][^.!?,;:\n]{3,140})",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\s(?:(?:am|on)\s(?:(?:mo|di|mi|do|fr|sa|so)\w*,?\s)?(?:the\s)?\d|am\s(?:kommenden\s)?(?:mon|diens|mitt|donners|frei|sams|sonn)\w+|on\s(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"vom\s\d|ein\b|statt\b|begrüßen|von\s\d|ab\s\d).*$",
    re.IGNORECASE,
)
_PLACED = re.compile(r"\s(?:(?:in|an|auf)\s(?:unser\w*|die|der|das|den|dem)|im|ins|bei)\s[A-ZÄÖÜ].*$")
_MONTHLY = re.compile(rf"\s(?:im|in)\s(?:{'|'.join(MONTHS)})(?:\s20\d\d)?$", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"e\.\s?V\.|gGmbH|GmbH|gUG|landesverband|kreisverband|stiftung|geschäftsstelle|\btel|www\.|https?:|@|gefördert|kofinanziert|\bAn (?:alle|die)\b",
    re.IGNORECASE,
)
_SERIES = re.compile(r"\b(?:rundbrief|newsletter|stand|ausgabe|pressemitteilung|mitteilung|infobrief)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"\b(?:bitte|please|wir|we)\b|[a-zß]{3}\.\s?|@", re.IGNORECASE)
_NOTHING = date(2000, 1, 1)
_STRIP = " „“”\"'»«,;|·–-"


def find_title(page: Page, at: int) -> str:
    """The best of the labelled, quoted and largest-looking lines; "" where there is none. `at`: the date's line."""
    best: tuple[float, str] = (0.0, "")
    for weight, raw in _candidates(page, at):
        text = _tidy(raw)
        if not 3 <= len(text) <= 200 or not re.search(r"[^\W\d_]{3}", text):
            continue
        if text.casefold().rstrip("!:. ") in {
            "einladung",
            "invitation",
            "save the date",
            "herzliche einladung",
            "programm",
            "flyer",
            "wir laden ein",
            "termin",
        }:
            continue
        repeated = sum(line.strip(_STRIP).casefold() == text.casefold() for line in page.lines) > 1
        score = weight + 15.0 * repeated
        if score > best[0]:
            best = (score, text)
    if not best[1]:
        best = max(_mentioned(page, at), default=best)
    return best[1]


def _candidates(page: Page, at: int) -> Iterator[tuple[float, str]]:
    for field in page.of_kind("title", "topic"):
        if field.values:
            yield (100.0 if field.kind == "title" else 45.0), field.values[0]
    for field in page.of_kind("subject"):
        if field.values:
            subject = _FORWARD.sub("", field.values[0])
            quoted = _QUOTED.search(subject)
            if quoted and _INVITES.match(subject):
                yield 92.0, quoted[1]
            bare = _cut(_INVITES.sub("", subject))
            yield (72.0 if _INVITES.match(subject) or _TYPE_WORD.search(bare) else 35.0) - 30.0 * _is_type(bare), bare
    greeting = page.greeting
    fields = {i for f in page.fields if f.known for i in range(f.line, f.line + 1)}
    for i, line in enumerate(page.lines):
        if i > max(at + 8, 30):
            break
        inviting = _INVITES.match(line)
        short = len(line) <= 160 and not (len(line) > 60 and line.endswith("."))
        bare = _INVITES.sub("", line) if inviting else line
        if (
            inviting
            and short
            and bare
            and not (bare.lstrip(" ,;")[:1].islower() and not re.search(r"\bzu[rm]?\b|\bto\b", inviting[0]))
        ):
            quoted = _QUOTED.search(bare)
            if quoted:
                yield 91.0, quoted[1]
            bare = _cut(_undated(bare))
            yield 80.0 - 40.0 * _is_type(bare) - 0.2 * i, bare
            if _is_type(bare) and i and i + 1 < len(page.lines) and i + 1 not in fields:
                below = page.lines[i + 1]
                if len(below) <= 100 and not below.endswith(".") and _opens_title(line, below):
                    yield 62.0 - 0.2 * i, below
            continue
        if inviting and not bare and i + 1 < len(page.lines) and _opens_title(line, page.lines[i + 1]):
            below = re.sub(r"^(?:zu[rm]?|to)\s(?:(?:the|our|an?|unser\w*)\s)?", "", page.lines[i + 1])
            if quoted := _QUOTED.search(below):
                yield 91.0, quoted[1]
            yield 78.0 - 40.0 * _is_type(below) - 0.2 * i, _cut(below)
        if greeting is not None and i > greeting:
            continue
        if not short or page.is_greeting(i) or _ORGANISATION.search(line) or i in fields or "\t" in page.tables[i]:
            continue
        if re.search(r"\b\d{5}\b|\bstr(?:\.|aße)\s\d|^(?:Frau|Herrn?)\b|^[A-ZÄÖÜ]\w+,\s(?:den\s)?\d", line):
            continue
        bare = _undated(line)
        if not bare or len(bare) < 3 or (times(line) and i != 0):
            continue
        # The first lines look largest; in a letter the letterhead stands there, so its lines weigh less.
        score = (
            60.0 - 2.0 * i - (25.0 if greeting is not None and greeting > 2 and not _TYPE_WORD.search(line) else 0.0)
        )
        score -= 30.0 * bool(_SERIES.search(line))
        score += 8.0 * bool(_TYPE_WORD.search(line)) - 20.0 * _is_type(bare) - 25.0 * (i > at)
        yield score, bare
    for sentence in page.sentences:
        found = _INVITE_SENTENCE.search(sentence)
        quoted = _QUOTED.search(sentence)
        if quoted and (found or _TYPE_WORD.search(sentence[: quoted.start()])) and len(quoted[1].split()) > 1:
            yield (58.0 if greeting is None else 66.0), quoted[1]
        if found:
            what = _PLACED.sub("", _cut(found["what"]))
            yield (
                (30.0 if greeting is None else 55.0) - 12.0 * _is_type(what) - 10 * (not _TYPE_WORD.search(what)),
                what,
            )


def _mentioned(page: Page, at: int) -> Iterator[tuple[float, str]]:
    """The last resort: a kind of event that the sentences around the date name, "unser Orga-Treffen fürs Winterfest"."""
    for i in sorted(range(len(page.lines)), key=lambda i: abs(i - at)):
        for match in _NAMED.finditer(page.lines[i]):
            if match[1][0].isupper() and match[1].casefold() not in _NO_TYPE:
                yield 12.0 - 0.1 * abs(i - at), match[1]


def _opens_title(line: str, below: str) -> bool:
    """Does "Einladung" alone on its line announce the title in the next one?"""
    return (
        not re.match(r"programm|termin|flyer", line, re.IGNORECASE) and not dates(below, _NOTHING) and not times(below)
    )


def _cut(text: str) -> str:
    """Without what follows a title in a sentence: the date, "ein", "im November"."""
    return _MONTHLY.sub("", _STOP.sub("", text).rstrip(" .,!"))


def _is_type(text: str) -> bool:
    """A word such as "Netzwerktreffen" alone says what it is, not what it is called."""
    return _TYPE_WORD.fullmatch(text.strip(_STRIP)) is not None


def _undated(line: str) -> str:
    """A line without the date and time in it: "Fachtag am 17.11.2022, 9.30 Uhr" is "Fachtag"."""
    found = dates(line, _NOTHING)
    if found:
        line = re.sub(r"[\s,|–(-]*(?:\b(?:am|vom|on|den)\b)?[\s,]*$", "", line[: found[0].start])
    return line.strip(_STRIP)


def _tidy(text: str) -> str:
    text = re.sub(r"^(?:zu[rm]?\s)?(?:[a-zäöü]+(?:en|em|er)\s)*(?=[A-ZÄÖÜ])", "", " ".join(text.split()))
    if text.count("„") + text.count("“") + text.count('"') + text.count("”") > 1 and not text.startswith(
        ("„", "“", '"')
    ):
        return text.strip(" ,;|·–-")
    return text.strip(_STRIP).rstrip(":").strip() if not text.endswith("…") else text.strip(_STRIP)


def find_subtitle(page: Page, title: str) -> str:
    """The field "Thema:", else the longer line below the (last repetition of the) title."""
    for field in page.of_kind("topic"):
        if field.values and field.values[0].strip(_STRIP).casefold() != title.casefold():
            # What stands below may be the next paragraph, where no blank line parts them.
            return (
                field.text
                if len(field.values) == 2 and len(field.text) <= 120 and not _SENTENCE.search(field.text)
                else field.values[0]
            ).strip(_STRIP)[:220]
    places = [i for i, line in enumerate(page.lines) if line.strip(_STRIP).casefold() == title.casefold()]
    places = places or [
        i
        for i, line in enumerate(page.lines[:12])
        if line.casefold().rstrip(_STRIP).endswith(title.casefold()) and len(line) < len(title) + 50
    ]
    fields = {f.line for f in page.fields if f.kind != "other"}
    for place in reversed(places):
        if place + 1 < len(page.lines) and place + 1 not in fields and not page.is_greeting(place + 1):
            below = page.lines[place + 1]
            if _is_subtitle(below):
                return below.strip(_STRIP)
            if found := _beginning(page.rows[place + 1]):
                return found.strip(_STRIP)
    return ""


def _is_subtitle(text: str) -> bool:
    return (
        12 <= len(text) <= 220
        and not (text.endswith((".", ":")) or (text.endswith(("!", "?")) and len(text) > 120))
        and not dates(text, _NOTHING)
        and not times(text)
        and not _INVITES.match(text)
        and not _ORGANISATION.search(text)
        and not re.search(r"\b\d{5}\b|straße \d", text)
    )


def _beginning(rows: Sequence[str]) -> str:
    """The subtitle in front of a text that follows without a gap: it ends where a line has most room left."""
    best: tuple[int, str] | None = None
    for n in range(1, min(len(rows), 5)):
        head, last = " ".join(rows[:n]), rows[n - 1]
        if re.search(r"[a-zäöüß]{3}[.!?]\s", head):
            break
        if (
            rows[n][0].isupper()
            and not ends_open(last)
            and _is_subtitle(head)
            and (best is None or len(last) <= best[0])
        ):
            best = (len(last), head)
    return best[1] if best else ""


def are_ends_unsure(page: Page, *texts: str) -> bool:
    """Do title and subtitle stand without a gap beside other text, and over several lines? Where they end is a guess."""
    for i, line in enumerate(page.lines):
        text = next((t for t in texts if t and line.casefold().strip(_STRIP).startswith(t.casefold())), None)
        alone = page.blocks.count(page.blocks[i]) == 1
        if text is not None and len(page.rows[i]) > 1 and (not alone or len(line.strip(_STRIP)) > len(text)):
            return True
    return False


def find_aliases(page: Page, title: str, subtitle: str, city: str) -> tuple[str, ...]:
    """The kind of event ("Netzwerktreffen"), alone and with the town, and what stands in front of a colon or dash."""
    heads = [title]
    short = re.split(r"\s[–|-]\s|:\s", title)[0].strip(_STRIP)
    if short != title and len(short) >= 4:
        heads.append(short)
    near: list[str] = [title, subtitle]
    near += [line for line in page.lines if _INVITES.match(line) and len(line) < 160]
    near += [line.capitalize() if line.isupper() else line for line in page.lines[:8] if _is_type(line)]
    near += [f.text for f in page.of_kind("subject", "title")]
    near += [m.group() for s in page.sentences if (m := _INVITE_SENTENCE.search(s))]
    types: list[str] = []
    for n, text in enumerate(near):
        for match in _TYPE_WORD.finditer(text):
            word = match[1]
            if not word[0].isupper() and n > 1 and word not in _ENGLISH:
                continue
            word = word.capitalize() if word.isupper() else word[0].upper() + word[1:]
            compound = word.casefold() not in _NO_TYPE
            if (compound or n == 0) and word.casefold() not in {t.casefold() for t in types} and len(word) >= 4:
                types.append(word)
    names = [*heads[1:], *types[:3], *(f"{t} {city}" for t in types[:2] if city)]
    known = {title.casefold()}
    return tuple(n for n in names if not (n.casefold() in known or known.add(n.casefold())))  # type: ignore[func-returns-value]
