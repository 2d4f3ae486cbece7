"""A body → segments: own words, quotes, signatures, footers, forwarded mail. Nothing is dropped, only marked.

Two passes over the lines, each linear: first what others wrote (quotes, forwards), then, within the writer's own
stretches, signatures and footers. In doubt a line counts as OWN: a word too many is seen, a lost one is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailreg.decode.clients import (
    ATTRIBUTION_AMID,
    ATTRIBUTION_BARE,
    ATTRIBUTION_CLOCK,
    ATTRIBUTION_DATE,
    ATTRIBUTION_START,
    ATTRIBUTION_VERB,
    FORWARD,
    GROUPWISE,
    INVISIBLE,
    LABELS,
    LONGEST_LABEL,
    RULE_LINE,
    SEPARATOR,
)
from mailreg.decode.signatures import mark_own
from mailreg.decode.text import printable
from mailreg.model.mail import Segment, SegmentKind

OWN, QUOTED, FORWARDED = SegmentKind.OWN, SegmentKind.QUOTED, SegmentKind.FORWARDED
MAX_LINES = 5000  # the rules look at so many; below them only "> " tells
LOOKED_AT = 400  # characters of a line that are looked at
_DIGIT_OR_AT = re.compile(r"[\d@]")
_QUOTE_PREFIX = re.compile(r"^[ \t]{0,3}>[ ]?")
_INITIALS = re.compile(r"[A-ZÄÖÜА-ЯІЇ]{1,4}>{1,5}(?: |$)")  # The Bat! writes "CS> " before quoted lines
_DASH = "-–—_=*"


@dataclass(frozen=True, slots=True)
class Segmented:
    segments: tuple[Segment, ...]
    forward: tuple[int, int] | None = None  # body[start:end] is the first inline forwarded mail, with its mark


@dataclass(frozen=True, slots=True)
class Block:
    """An inline header block: field → value, and the line behind it."""

    fields: dict[str, str]
    end: int


def clean(line: str) -> str:
    """What the rules look at: the head of a line, without invisible characters and outer blanks."""
    head = line[:LOOKED_AT]
    return (head if head.isascii() else INVISIBLE.sub("", head).replace("\u00a0", " ")).strip()


def unquote(line: str) -> str:
    """The line without one level of "> "."""
    return _QUOTE_PREFIX.sub("", line, count=1)


def segment(
    body: str,
    *,
    hints: Sequence[tuple[int, int]] = (),
    answers: Sequence[tuple[int, int]] = (),
    forward: bool = False,
    reply: bool = False,
    writer: str | None = None,
) -> Segmented:
    """The segments of `body` (line ends "\\n"): in order, without gaps, covering it.

    `hints`: sorted stretches that HTML marks as a quote; `answers`: those in the colour in which the writer answers.
    `forward`: the subject says so ("WG:"), so an inline header block begins a forwarded mail. `reply`: the mail answers
    one. `writer`: the From name, for signatures without a greeting.
    """
    if not body:
        return Segmented(())
    lines = body.split("\n")
    plain = body.isascii() or printable(body)
    texts = [line[:LOOKED_AT].strip() for line in lines] if plain else [clean(line) for line in lines]
    starts = _starts(lines)
    quotes = _Quotes(texts, _hinted(starts, hints), forward, reply)
    quotes.run()
    kinds = quotes.kinds
    if len(lines) <= MAX_LINES:
        mark_own(texts, lines, kinds, writer)
    else:
        kinds = [kind or (OWN if text else None) for kind, text in zip(kinds, texts, strict=True)]
    for index, answer in enumerate(_hinted(starts, answers) if answers else ()):
        if answer and kinds[index] in {QUOTED, FORWARDED}:
            kinds[index] = OWN
    return Segmented(_merge(kinds, starts, len(body)), quotes.forward_span(starts, len(body)))


def _starts(lines: list[str]) -> list[int]:
    starts, position = [], 0
    for line in lines:
        starts.append(position)
        position += len(line) + 1
    return starts


def _hinted(starts: list[int], hints: Sequence[tuple[int, int]]) -> list[bool]:
    flags = [False] * len(starts)
    at = 0
    for index, start in enumerate(starts):
        while at < len(hints) and hints[at][1] <= start:
            at += 1
        if at == len(hints):
            break
        flags[index] = hints[at][0] <= start
    return flags


class _Quotes:
    """Pass one: what others wrote."""

    def __init__(self, texts: list[str], hinted: list[bool], forward: bool, reply: bool) -> None:
        self.texts, self.hinted, self.forward, self.reply = texts, hinted, forward, reply
        self.kinds: list[SegmentKind | None] = [None] * len(texts)
        self.first_forward: tuple[int, int] | None = None

    def run(self) -> None:
        index, end = 0, len(self.texts)
        previous: SegmentKind | None = None  # of the last line that is not blank
        while index < end:
            text = self.texts[index]
            if not text:
                index += 1
                continue
            if index >= MAX_LINES:
                stop, kind = index + 1, QUOTED if text[0] == ">" or self.hinted[index] else None
            else:
                stop, kind = self._look(index, text, previous)
            if kind:
                for at in range(self._rule_above(index) if previous is None else index, stop):
                    self.kinds[at] = kind
            previous, index = kind, stop

    def _rule_above(self, index: int) -> int:
        """The line of dashes that parts a quote from what stands above it, else the quote's first line."""
        above = index - 1
        while above >= 0 and not self.texts[above]:
            above -= 1
        return above if above >= 0 and self.kinds[above] is None and RULE_LINE.match(self.texts[above]) else index

    def _look(self, index: int, text: str, previous: SegmentKind | None) -> tuple[int, SegmentKind | None]:
        quoted = text[0] == ">"
        bare = text[1:].lstrip() if quoted else text
        if text[:4] == ">>> " and GROUPWISE.match(text):
            return self._open(index, index + 1, QUOTED)
        if bare and previous is not QUOTED and (bare[0] in _DASH or bare[-1] in ":："):
            if FORWARD.match(bare):
                return self._open(index, index + 1, FORWARDED)
            if not quoted and SEPARATOR.match(bare):
                return self._open(index, index + 1, FORWARDED if self.forward else QUOTED)
        if quoted and bare and previous is None and self.forward and self._block(index, quoted=True):
            return self._open(index, index + 1, FORWARDED)
        if not quoted and (block := self._block(index)):
            # A mail that begins with a header block was passed on without a word, if it answers nothing
            passed_on = self.forward or (previous is None and not self.reply and not any(self.texts[:index]))
            return self._open(index, block.end, FORWARDED if passed_on and previous is None else QUOTED)
        if quoted or self.hinted[index] or _INITIALS.match(text) or self._wrapped(index, text, previous):
            return index + 1, QUOTED
        if bare[0] == "_" and len(bare) >= 20 and not bare.strip("_"):
            following = self._next(index + 1)
            if following < len(self.texts) and (block := self._block(following)):
                return self._open(index, block.end, FORWARDED if self.forward and previous is None else QUOTED)
        if stop := self._attribution(index, text):
            return self._open(index, stop, QUOTED)
        return index + 1, None

    def _next(self, index: int) -> int:
        while index < len(self.texts) and not self.texts[index]:
            index += 1
        return index

    def _marked(self, index: int) -> bool:
        return index < len(self.texts) and (self.texts[index][:1] == ">" or self.hinted[index])

    def _open(self, index: int, stop: int, kind: SegmentKind) -> tuple[int, SegmentKind]:
        """Where the quote that begins here ends: with its marks ("> ", HTML) if it has any, else with the mail."""
        following = self._next(stop)
        if kind is FORWARDED and self.hinted[index] and (block := self._block(following)) is not None:
            stop = block.end  # Gmail marks the head of what it passes on, and not its text
            following = self._next(stop)
            if not self._marked(following):
                stop = len(self.texts)
                self.first_forward = self.first_forward or (index, stop)
                return stop, kind
        if not self._marked(following) and not (kind is FORWARDED and self._marked(index)):
            stop = len(self.texts)
        elif kind is FORWARDED:
            while self._marked(following):
                stop = following + 1
                following = self._next(stop)
        if kind is FORWARDED and self.first_forward is None:
            self.first_forward = (index, stop)
        return stop, kind

    def _wrapped(self, index: int, text: str, previous: SegmentKind | None) -> bool:
        """The broken-off end of a long quoted line, not an answer: lower case, quoted lines right around it."""
        if previous is not QUOTED or not text[0].islower() or index + 1 >= len(self.texts):
            return False
        above = self.texts[index - 1]
        return above[:1] == ">" and len(above) >= 68 and above[-1] not in ".!?:" and self.texts[index + 1][:1] == ">"

    def _block(self, index: int, *, quoted: bool = False) -> Block | None:
        texts = self.texts
        label = label_of(texts[index].lstrip("> ") if quoted else texts[index])
        if label is None or label[0] not in ("from", "date"):
            return None
        block = header_block([t.lstrip("> ") if quoted else t for t in texts[index : index + 24]])
        return Block(block.fields, index + block.end) if block else None

    def _attribution(self, index: int, text: str) -> int:
        """The line behind an attribution that begins here, or 0. It may be broken over up to four lines."""
        if not _DIGIT_OR_AT.search(text):
            return self._short_attribution(index, text)
        joined = text
        for stop in range(index + 1, index + 5):
            if len(joined) >= LOOKED_AT:
                return 0
            if is_attribution(joined) or ATTRIBUTION_AMID.search(joined):
                return stop
            if joined[-1] in ":：" and ATTRIBUTION_CLOCK.search(joined) and self._marked(self._next(stop)):
                return stop  # a date, a clock time and a quote below it: in whatever language
            following = self.texts[stop] if stop < len(self.texts) else ""
            if (
                not following
                or (following[0] == ">" and following[1:2] not in ":：")
                or (stop == index + 1 and not _may_begin(text))
            ):
                return 0
            joined = f"{joined} {following}"
        return 0

    def _short_attribution(self, index: int, text: str) -> int:
        """ "Claudia Stoye schrieb:" right above a marked quote."""
        if text[-1] not in ":：" or len(text) > 80 or not ATTRIBUTION_VERB.search(text):
            return 0
        return index + 1 if self._marked(self._next(index + 1)) else 0

    def forward_span(self, starts: list[int], end: int) -> tuple[int, int] | None:
        if self.first_forward is None:
            return None
        first, stop = self.first_forward
        return starts[first], starts[stop] if stop < len(starts) else end


def _may_begin(text: str) -> bool:
    return bool(ATTRIBUTION_START.match(text)) or "<" in text


def is_attribution(text: str) -> bool:
    """ "Am 5. September 2022 um 10:41 schrieb Claudia <c@example.org>:" in any of our languages."""
    text = text.strip("- ") or " "  # Zoho puts dashes around it
    colon = text[-1] in ":："
    if not colon and "@" not in text:
        return False
    if colon and ATTRIBUTION_BARE.search(text):
        return True
    verb = ATTRIBUTION_VERB.search(text)
    if not verb or not ATTRIBUTION_DATE.search(text):
        return False
    return colon or verb.end() >= len(text) - 2


def label_of(text: str) -> tuple[str, str] | None:
    """("from", value) for "Von: value" in any language, or None."""
    at = text.find(":", 0, LONGEST_LABEL)
    if at < 0:
        at = text.find("：", 0, LONGEST_LABEL)
    if at < 1:
        return None
    field = LABELS.get(text[:at].strip(" *_\t").lower())
    return (field, text[at + 1 :].strip(" *\t")) if field else None


def header_block(texts: Sequence[str]) -> Block | None:
    """The inline header block that begins in the first line, or None. Three different labels, a sender among them,
    and a subject or an address: a travel plan ("Von: …, An: …, Datum: …") is none."""
    fields: dict[str, str] = {}
    last, blanks, end, index = "", 0, 0, 0
    for index, text in enumerate(texts):
        if not text:
            if blanks or not fields:
                break
            blanks += 1
            continue
        label = label_of(text)
        if label:
            if label[0] in fields and label[0] != "other":
                break
            last = label[0]
            fields[last] = label[1]
        elif not blanks and last in ("to", "cc", "subject", "from") and len(text) < 200 and index < 20:
            if not _continues(fields, last, text):
                break
            fields[last] = f"{fields[last]} {text}"
        else:
            break
        blanks = 0
        end = index + 1
    known = fields.keys() & {"from", "date", "to", "subject"}
    if "from" not in fields or len(known) < 3:
        return None
    return Block(fields, end) if "subject" in fields or "@" in fields["from"] else None


def _continues(fields: dict[str, str], last: str, text: str) -> bool:
    """A line without a label inside a block: more recipients, or the rest of a field whose value was empty."""
    if not fields[last] or (last == "from" and text[0] == "<"):
        return True
    return last in ("to", "cc") and ("@" in text or fields[last].endswith((",", ";")))


def _merge(kinds: list[SegmentKind | None], starts: list[int], end: int) -> tuple[Segment, ...]:
    """Blank lines go with what stands above them, at the top with what follows."""
    segments: list[Segment] = []
    current: SegmentKind | None = None
    begin = 0
    for index, kind in enumerate(kinds):
        if kind is None or kind is current:
            continue
        if current is not None and starts[index] > begin:
            segments.append(Segment(current, begin, starts[index]))
            begin = starts[index]
        current = kind
    if end > begin:
        segments.append(Segment(current or OWN, begin, end))
    return tuple(segments)
