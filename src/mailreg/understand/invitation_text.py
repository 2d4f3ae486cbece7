"""An invitation's text as a page: clean lines, wrapped lines joined, fields such as "Wann: …" told apart, what a mail
program put above a forwarded text taken out."""

# ruff: noqa: E501 - a pattern in one piece is easier to check than one cut at column 120

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from mailreg.understand.invitation_lines import Line, Wrapping, lines_of, with_whole_addresses

LONGEST, LINES = 1200, 600  # characters of a paragraph, paragraphs
# What a label in front of a colon (or alone on its line, or in a table's first cell) announces.
_LABELS = {
    word: kind
    for kind, words in {
        "when": "wann|datum|termin|tag|zeit|zeitpunkt|datum und uhrzeit|datum/uhrzeit|termin und uhrzeit|zeit und ort|wann und wo|when|date|"
        "date and time|date & time|wann & wo|when and where",
        "time": "uhrzeit|beginn|von|start|time|dauer|zeiten",
        "where": "wo|ort|veranstaltungsort|treffpunkt|tagungsort|adresse|anschrift|where|venue|place|location|address",
        "title": "titel|veranstaltung|title|event|was|what",
        "topic": "thema|untertitel|topic|subtitle|theme",
        "subject": "betreff|subject|betrifft",
        "register": "anmeldung|anmeldungen|anmelden|anmeldung an|anmeldung unter|anmeldung per mail|anmeldung per e-mail|rückmeldung|"
        "verbindliche anmeldung|registration|register|rsvp|u. a. w. g|u.a.w.g|how to register|to register",
        "deadline": "anmeldeschluss|anmeldefrist|anmeldung bis|anmelden bis|deadline|registration deadline|register by|rückmeldung bis|frist",
        "people": "ansprechperson|ansprechpersonen|ansprechpartner|ansprechpartnerin|ansprechpartnerinnen|kontakt|kontaktperson|"
        "organisation|organisiert von|veranstalter|veranstalterin|veranstalterinnen|leitung|rückfragen|rückfragen an|bei fragen|"
        "ihre ansprechperson|für das team|für den vorstand|das team|ihr team|euer team|ihre ansprechpartnerin|contact|contact person|organiser|organisers|organizer|organizers|hosted by|host|organised by",
        "other": "kosten|eintritt|verpflegung|zielgruppe|programm|ablauf|referent|referentin|referentinnen|input|sprache|sprachen|inhalt|"
        "teilnahme|teilnahmegebühr|anreise|hinweis|barrierefreiheit|fahrtkosten|reisekosten|sprachmittlung|dolmetschen|costs|language|languages|"
        "programme|agenda|travel costs|travel expenses|interpreting|interpretation|telefon|tel|fax|e-mail|mail|web|internet|moderation|who|wer|"
        "für wen|warum|wie|speaker|speakers|catering|kinderbetreuung|kooperationspartner|gefördert durch|förderung",
    }.items()
    for word in words.split("|")
}  # fmt: skip
_LABEL = re.compile(r"^([^\W\d_][^\d:?\t@]{1,34}?)\s?(?::(?!\w{0,2}nnen)|\?(?=\s|$)|\t)\s*(.*)$")
_ALONE = re.compile(r"^[^\W\d_][\w &/*.-]{1,34}$")
_SIGNS = {"📅": "Wann: ", "🗓": "Wann: ", "📆": "Wann: ", "🕒": "Uhrzeit: ", "🕓": "Uhrzeit: ", "🕔": "Uhrzeit: ", "⏰": "Uhrzeit: ",
          "🕘": "Uhrzeit: ", "🕙": "Uhrzeit: ", "📍": "Wo: ", "🏠": "Wo: ", "✉": "Anmeldung: ", "📧": "Anmeldung: ", "📩": "Anmeldung: "}  # fmt: skip
# Emphasis comes in pairs and at the edge of words, so that the star of "Migrant*innen" stays.
_EMPHASIS = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,3}|`)(?=\S)(.+?)(?<=\S)\1(?![\w*])")
_ESCAPED = re.compile(r"\\([*_#\-.!()\[\]])")  # Markdown
_BULLET = re.compile(r"^(?:[-–•·▪►➢✓■●○‣*o]|\d{1,2}\))\s+(?=\S)")
_HEADER = re.compile(
    r"^(von|from|gesendet|gesendet am|sent|an|to|cc|kopie|betreff|subject|datum|date|reply-to|antwort an)\s?:\s?(.*)$",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"^(?:-{3,}.*-{3,}|(?:am|on)\s.{6,90}(?:schrieb|wrote)\b.{0,80}:|(?:anfang der weitergeleiteten nachricht|begin forwarded message):?|[-_=~*\s]{3,})$",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^(?:sehr geehrte|liebe\b|lieber\b|guten tag|guten morgen|hallo|hi\b|moin|dear\b|hello)", re.IGNORECASE
)
_CLOSING = re.compile(
    r"^(?:mit (?:\w+ ){0,3}gr(?:ü|u|ue)(?:ß|ss)(?:en)?\b|[lv]g\b|(?:\w+ )?gruß\b|(?:viele |liebe |herzliche |beste |freundliche |sonnige |solidarische )+(?:und \w+ )?gr(?:ü|ue)(?:ß|ss)e|"
    r"herzlichst|hochachtungsvoll|ihre?\b.{0,30}$|eure?\b.{0,30}$|(?:best|kind|warm) (?:regards|wishes)|(?:yours )?sincerely|mfg\b|es grü(?:ß|ss)en)",
    re.IGNORECASE,
)
# A line with such an end is not yet whole; the second kind never ends a heading, however short it is.
_OPEN_END = re.compile(
    r"(?:,|\d(?:\s?(?:Uhr|h))?\s?[-–]|\b(?:am|vom|bis|zum|zur|um|in|an|im|the|on|at|of|and|for|to|from|by|unser(?:e[nmrs]?)?))$"
)
_OPEN_HEADING = re.compile(
    r"\b(?:im|in|am|vom|der|die|das|den|dem|des|eine[nmrs]?|und|oder|sowie|von|für|mit|aus|bei|nach|über|zwischen|durch|ohne|gegen|with|between|about|our|your|for|of|and|the)$"
)
_OPEN_ADJECTIVE = re.compile(
    r"\b(?:ander|all|viel|neu|weiter|verschieden|gemeinsam|gut|jung|alt|groß|klein|unser|dies|jed|manch|mehrer|einig)e[nrms]?$"
)
# What a line that stands for itself hardly begins with, and what begins a sentence or another line of its own.
_JOINS = re.compile(
    r"(?:am|vom|bis|um|von|in|im|mit|und|oder|für|an|auf|aus|bei|nach|über|zu[mr]?|der|die|das|des|dem|den|sowie|statt|"
    r"on|at|of|and|or|for|to|from|by|with|between|about|the)\b"
)
_BEGINS = re.compile(
    r"(?:Die|Der|Das|Den|Dem|Des|Ein|Eine|Einen|Einem|Einer|Wir|Unser|Unsere|Bitte|Es|Am|Im|In|An|Auf|Für|Mit|Bei|Beim|Nach|Von|Vom|Zu|Zum|Zur|Um|Ab|"
    r"Wie|Was|Wer|Wo|Wann|Warum|Alle|Auch|Als|Wenn|Dazu|Dabei|Hier|Herzliche|Einladung|The|We|Our|A|An|All|If|How|What|Why|On|From|Please|Invitation|Save)\b|"
    r"(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag\b|Mittwoch\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
)
# Never two lines: a span of time, a postcode and its town.
_ONE = (
    (re.compile(r"\d$"), re.compile(r"Uhr\b")),
    (re.compile(r"(?:\d|Uhr|\bh|[ap]\.?m\.?)$"), re.compile(r"(?:bis|to|until)\s\d")),
    (re.compile(r"(?<!\d)\d{5},?$"), re.compile(r"[A-ZÄÖÜ][a-zäöüß]")),
)
_SHORTENED = re.compile(r"(?:\d|\b(?:Str|Nr|Dr|Prof|Tel|bzw|ca|St|inkl))\.$|(?<=[a-z])str\.$")
_SENTENCE = re.compile(
    r"(?<=[.!?])(?<!\d\.)(?<!\b\w\.)(?<!\bStr\.)(?<!\bbzw\.)(?<!\bca\.)(?<!\bTel\.)\s+(?=[„“\"(]?[A-ZÄÖÜ])"
)


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value: "Wann: 11. Oktober" has the kind "when". `line` is the index of its first line."""

    kind: str
    values: tuple[str, ...]
    line: int
    known: bool = True  # False: any other word in front of a colon

    @property
    def text(self) -> str:
        return " ".join(self.values)


@dataclass(frozen=True)
class Page:
    """The text in clean lines. `blocks[i]` counts the paragraphs; `tables[i]` keeps the line's tabs; `headers` are what
    stood above a forwarded mail, as (name, value). `rows[i]` are the lines that were joined; `unsure` are addresses that
    stood on two lines."""

    lines: tuple[str, ...]
    blocks: tuple[int, ...]
    tables: tuple[str, ...]
    headers: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    unsure: tuple[str, ...] = ()

    @cached_property
    def greeting(self) -> int | None:
        """The line of "Sehr geehrte …", None if the text is no letter."""
        return next((i for i, line in enumerate(self.lines) if _GREETING.match(line) and len(line) < 120), None)

    @cached_property
    def closing(self) -> int | None:
        """The line of "Mit freundlichen Grüßen", None if there is none."""
        return next(
            (i for i, line in reversed(list(enumerate(self.lines))) if _CLOSING.match(line) and len(line) < 60), None
        )

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        return tuple(part for line in self.lines for part in _SENTENCE.split(line))

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return tuple(_fields(self))

    def of_kind(self, *kinds: str) -> Iterator[Field]:
        return (f for f in self.fields if f.kind in kinds)

    def is_greeting(self, index: int) -> bool:
        return _GREETING.match(self.lines[index]) is not None


def page_of(text: str) -> Page:
    """The page of a text. Lines that were only wrapped are one line again."""
    raw, headers = _without_headers([x.lstrip("> ") if x.startswith(">") else x for x in lines_of(text)])
    whole, unsure = with_whole_addresses(raw)
    wrapping = Wrapping(raw)
    above, seen = Line("", ""), set[str]()
    lines: list[str] = []
    rows: list[list[str]] = []
    tables: list[str] = []
    blocks: list[int] = []
    block, open_block = 0, False
    for each in whole:
        table = (
            _EMPHASIS.sub(r"\2", _ESCAPED.sub(r"\1", _signs(each.text.strip()[:2000])))
            .replace("\u00ad", "")
            .lstrip("#")
            .strip()
        )
        bullet = _BULLET.match(table) is not None
        clean = " ".join(_BULLET.sub("", table).split())
        # Real paragraphs are shorter; patterns take long on endless ones.
        clean = " ".join(word[:90] for word in clean.split())[:LONGEST]
        table = "\t".join(" ".join(word[:90] for word in cell.split()) for cell in table.split("\t"))[:LONGEST]
        if len(lines) >= LINES:
            break
        if not clean:
            block, open_block = block + open_block, False
            continue
        last, above = above, each
        if (
            open_block
            and not bullet
            and len(lines[-1]) + len(clean) < LONGEST
            and clean not in seen  # a title that is repeated
            and _continues(lines[-1], clean, tables[-1], last.goes_on or wrapping.goes_on(last.measured, clean))
        ):
            lines[-1] = _EMPHASIS.sub(r"\2", f"{lines[-1]} {clean}")
            tables[-1] = _EMPHASIS.sub(r"\2", f"{tables[-1]} {clean}")
            rows[-1].append(clean)
        else:
            lines.append(clean)
            rows.append([clean])
            seen.add(clean)
            tables.append(_BULLET.sub("", table))
            blocks.append(block)
        open_block = True
    return Page(tuple(lines), tuple(blocks), tuple(tables), tuple(headers), tuple(tuple(row) for row in rows), unsure)


def _signs(line: str) -> str:
    bare = line.replace("\ufe0f", "")
    return next((word + bare[len(sign) :].strip() for sign, word in _SIGNS.items() if bare.startswith(sign)), bare)


def _continues(before: str, line: str, table: str, wrapped: bool | None) -> bool:
    """Is this line the rest of the one before, which was only too long for the page? `wrapped`: what the width says."""
    if "\t" in table or _label(line) or re.match(r"https?:|www\.|[\w.+-]+@", line):
        return False
    if any(end.search(before) and begin.match(line) for end, begin in _ONE):
        return True
    if _CLOSING.match(before) or _GREETING.match(before):
        return False
    if before.endswith((".", "!", "?", ":")) and not (wrapped and _SHORTENED.search(before)):
        return False
    known = wrapped is not None and re.search(r"\bzu[mr]$", before)
    if (_OPEN_END.search(before) and (known or wrapped or len(before) > 25)) or (
        _OPEN_HEADING.search(before) and (wrapped or len(before) > 8)
    ):
        return True
    if line[0].islower() and wrapped is not False:
        return wrapped or len(before) > 25
    if line[0].islower():
        return len(before) > 25 and _JOINS.match(line) is not None
    if _BEGINS.match(line):
        return False  # the sentence before would have ended with its full stop
    if wrapped is None:
        return len(before) >= 60 and not line[0].isdigit() and len(line) > 25 and len(before) + len(line) > 110
    return wrapped


def ends_open(line: str) -> bool:
    """Can no heading end like this: "zwischen", "und anderen"?"""
    return any(p.search(line) for p in (_OPEN_END, _OPEN_HEADING, _OPEN_ADJECTIVE))


def _without_headers(lines: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """A block of "Von: … Gesendet: …" belongs to the mail program, not to the invitation."""
    kept: list[str] = []
    headers: list[tuple[str, str]] = []
    i = 0
    while i < len(lines):
        end = i
        while end < len(lines) and _HEADER.match(lines[end].strip().replace("*", "")):
            end += 1
        names = [(m[1].lower(), m[2]) for line in lines[i:end] if (m := _HEADER.match(line.strip().replace("*", "")))]
        sender = {n for n, _ in names} & {"von", "from"}
        if sender and len(names) >= 2 and any(n not in {"von", "from", "to", "an"} or "@" in v for n, v in names):
            headers += names
            kept += ["", *(f"Betreff: {value}" for name, value in names if name in {"betreff", "subject"}), ""]
            i = end
            continue
        line = lines[i]
        if _INTRODUCED.match(line.strip()):
            if line.strip().lower().startswith(("am ", "on ")):
                headers.append(("gesendet", line.strip()))
            line = ""
        kept.append(line)
        i += 1
    return kept, headers


def _label(line: str) -> tuple[str, str, bool] | None:
    """(kind, value, certain) of a labelled line; an unknown word before a colon is "other", and not certain."""
    match = _LABEL.match(line)
    if match:
        word = _bare(match[1])
        kind = _LABELS.get(word)
        if kind or (
            line[match.end(1) :].lstrip()[:1] == ":" and len(word.split()) <= 3 and not re.match(r"https?$", word)
        ):
            return kind or "other", match[2].strip(), kind is not None
    return None


def _bare(label: str) -> str:
    label = re.sub(r"[*:_/·](?:innen|in|r)\b", "", label.casefold().replace("(in)", "").replace("(innen)", ""))
    return " ".join(label.split()).rstrip(" .!")


def says_when(label: str) -> bool:
    """Is it a word such as "Termin", which announces the date?"""
    return _LABELS.get(_bare(label)) == "when"


def _fields(page: Page) -> Iterator[Field]:
    for i, table in enumerate(page.tables):
        found = _label(table)
        if found is None and _ALONE.match(page.lines[i]) and _LABELS.get(_bare(page.lines[i])):
            found = (_LABELS[_bare(page.lines[i])], "", True)
        if found is None:
            continue
        kind, value, certain = found
        values = [" ".join(value.split())] if value else []
        block = page.blocks[i]
        for k in range(i + 1, min(i + 6, len(page.lines))):
            if not values and page.blocks[k] != block and page.blocks[k] - block == 1 and certain:
                block = page.blocks[k]  # a heading of its own paragraph: the value stands below
            if page.blocks[k] != block or _label(page.tables[k]) or _LABELS.get(_bare(page.lines[k])):
                break
            values.append(page.lines[k])
        yield Field(kind, tuple(values), i, certain)
