"""Which lines are the message and which the signature, as far as people are read from them.

The decoder has marked what surely is a signature; here the writer's closing words, the writer's name on a line of its
own, or the last short lines show where the message ends. A list or a form that goes on below is the message's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from mailreg.lexicon.fold import fold
from mailreg.lexicon.given_names import given_names
from mailreg.model.mail import SegmentKind
from mailreg.understand import names
from mailreg.understand.text import Text

BULLET = re.compile(
    r"^[ \t]*(?:(?:[-*•–·►▪‣○●+➢✓✔→✅»]|\(?\d{1,2}\s?[.):\-–]|[a-z]\))[ \t]+|\d{1,2}[.)](?=[^\W\d_])|\d{1,2}\t+)"
)
# a row that a number in words counts: lfd. Nr. 2, Person 3), TN 4:
COUNTED = re.compile(
    r"^[ \t]*(?:(?:lfd\.?[ ]?)?(?:nr|no|n°|№|#)\.?[ ]?(\d{1,2})[ ]?[.):]?"
    r"|[^\W\d_]{2,20}\.?[ ](\d{1,2})[ ]?[:)])[ \t]+(?=\S)",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"(?:\be\.? ?V|\b[iI]\. ?[AV]|\bPfr|\bStr|\bGez|\bDipl|\bInh)\.\s*$")
RULE = re.compile(r"^\s*[-_=*~]{2,}\s*$")
_POSTSCRIPT = re.compile(r"^\s*(?:p\.?\s?s\.?|n\.?\s?b\.?|з\.?\s?и\.?|з\.\s?ы\.)\s*[:.]?\s", re.IGNORECASE)
_LABELLED = re.compile(r"^\s*(?!(?:tel|fon|phone|fax|mob|handy|e-?mail|web)\b)[^\W\d_]{3,20}\s?:\s", re.IGNORECASE)
_FORM_LINE = re.compile(
    r"^\s*(?!(?:tel|fon|phone|fax|mob|handy|e-?mail|web)\b)[^\W\d_][^:?\n\d@]{1,38}?\s?"
    r"(?::\s|[?؟]\s*(?:\d{1,2}|\w{2,5})\s*$)",
    re.IGNORECASE,
)
_BEHIND_NAME = re.compile(r"[,|·•(;\t]|\s[-–—/]\s|\s{3,}|\+?\d|\b(?:tel|mobil|handy|fon)\b", re.IGNORECASE)
_BEFORE_NAME = re.compile(
    r"^[\s*_~>–—-]*(?:(?:i\.?\s?a\.?|i\.?\s?v\.?|gez\.?|ihre?|eure?|deine?|dein|euer)[:,]?\s+)?", re.IGNORECASE
)
_DEPUTY = re.compile(
    r"^\s*(?:i\.\s?[aAvV]\.|[iI]m Auftrag|[iI]n Vertretung|[gG]ez\.|p\.\s?p\.)[:,]?\s+[A-ZÄÖÜ][^.!?]{2,40}$"
)
_FARTHEST = 24  # lines with text, counted from below, among which the signature begins

RawLine = tuple[int, int, bool]  # start, end, marked as a signature


class Line(NamedTuple):
    """One line. `first`, `last`: its tokens, last exclusive; `own`: the writer's message, `signature`: below it."""

    start: int
    end: int
    text: str
    first: int
    last: int
    own: bool
    signature: bool


def lay_out(text: Text, pieces: Sequence[tuple[int, int, SegmentKind]], signer: str | None) -> tuple[Line, ...]:
    """All lines of own words and signatures, in order; quotes, footers and forwarded mail are left out.

    `signer`: the From name."""
    raw: list[RawLine] = []
    for start, end, kind in pieces:
        if kind not in {SegmentKind.OWN, SegmentKind.SIGNATURE}:
            continue
        at = start
        # a list or a form goes on below what looked like the end of the message
        head = text.text[start:end].lstrip()
        cut = text.text[:start].rstrip().endswith("\n--")
        goes_on = not cut and bool(BULLET.match(head) or _LABELLED.match(head))
        for piece in text.text[start:end].split("\n"):
            raw.append((at, at + len(piece), kind is SegmentKind.SIGNATURE and not goes_on))
            at += len(piece) + 1
    border = _Border(text, raw).number(signer)
    lines: list[Line] = []
    token = 0
    for number, (start, end, marked) in enumerate(raw):
        while token < len(text.tokens) and text.tokens[token].start < start:
            token += 1
        first = token
        while token < len(text.tokens) and text.tokens[token].start < end:
            token += 1
        below = marked or number >= border
        lines.append(Line(start, end, text.text[start:end], first, token, not below, below))
    return tuple(lines)


class _Border:
    """Where the message ends, if nothing has marked it."""

    def __init__(self, text: Text, raw: list[RawLine]) -> None:
        self.text = text
        self.raw = raw
        self.lines = [text.text[start:end] for start, end, _ in raw]
        # unmarked lines with text, from below
        self.below = [n for n in range(len(raw) - 1, -1, -1) if not raw[n][2] and self.lines[n].strip()]

    def number(self, signer: str | None) -> int:
        """The number of the first line of the signature; the number of lines if there is none."""
        for found in (self._closing(), self._signed(signer), self._for_another(), self._short_lines()):
            if found is not None:
                return found
        return len(self.raw)

    def _closing(self) -> int | None:
        """The line with the writer's closing words; a greeting at the top is none."""
        closings = {m.start for m in self.text.of("closing")}
        seen = 0
        for number in self.below[:-1] if len(self.below) > 1 else self.below:
            line = self.lines[number]
            if _POSTSCRIPT.match(line):
                seen = 0
                continue
            seen += 1
            lead = self.raw[number][0] + len(line) - len(line.lstrip(" \t*_>~"))
            if lead in closings and len(line.split()) <= 9 and not re.search(r"\d", line):
                return number
            if seen > _FARTHEST:
                break
        return None

    def _signed(self, signer: str | None) -> int | None:
        """The writer's name at the beginning of a line that stands apart from the message: "Jana Wolters | AWO |
        Tel. …". In a list of names it is one of its rows."""
        if not signer:
            return None
        for number in self.below[:-1][:_FARTHEST]:
            if self._names(number, signer) and self._apart(number) and not self._another_name(number + 1):
                return number
        return None

    def _for_another(self) -> int | None:
        """ "i. A. Jana Wolters": whoever signs for an office."""
        return next((n for n in self.below[:-1][:_FARTHEST] if _DEPUTY.match(self.lines[n])), None)

    def _names(self, number: int, signer: str) -> bool:
        line = self.lines[number]
        if BULLET.match(line) or _LABELLED.match(line):
            return False
        line = line[_BEFORE_NAME.match(line).end() :]  # type: ignore[union-attr]
        cut = _BEHIND_NAME.search(line)
        name = (line[: cut.start()] if cut else line).strip(" ,.:*_~-–—!")
        if not 0 < len(name.split()) <= 4:
            return False
        if len(name.split()) == 1:
            return cut is None and name.casefold() in names.parts(signer)[:1]
        return names.same_person(name, signer)

    def _apart(self, number: int) -> bool:
        if number and not self.lines[number - 1].strip():
            above = next((self.lines[n] for n in self.below if n < number), "")
            return not above.rstrip().endswith(":")
        return self.lines[number - 1].rstrip().endswith((".", "!", "?", ")", "…", "؟")) if number else False

    def _another_name(self, number: int) -> bool:
        """Does the next line begin with a person, too?"""
        words = self.lines[number].split() if number < len(self.lines) else []
        return len(words) > 1 and fold(words[0].strip(",.;:")) in given_names() and words[1][:1].isupper()

    def _short_lines(self) -> int | None:
        """No closing words: the last short lines may still be a signature, below a gap or a longer line."""
        run = len(self.raw)
        for number in self.below:
            line = self.lines[number]
            if (
                len(line.split()) <= 7
                and not (_FORM_LINE.match(line) or COUNTED.match(line))
                and (not line.rstrip().endswith(("?", "!", ":", ",", ".")) or _ABBREVIATED.search(line))
                and not BULLET.match(line)
                and "\t" not in line
            ):
                run = number
                continue
            break
        above = next((self.lines[n] for n in range(run - 1, -1, -1) if self.lines[n].strip()), "")
        if above.rstrip().endswith(":"):  # a list of people at the end of the mail
            return None
        lines_below = [n for n in self.below if n >= run]
        return run if lines_below and run > 0 and len(lines_below) <= 8 else None
