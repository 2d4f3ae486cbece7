"""Where an invitation's lines end because the page did, and where because the writer wanted it; addresses across two
lines.

Who fills lines to a width breaks one only where the next word does not fit. A line that had room left was ended on
purpose: a title, an address, a name."""

# ruff: noqa: E501 - a pattern in one piece is easier to check than one cut at column 120

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

SOFT = "\u2028"  # at a line's end: it was only too long, as decode/pdftext.py has measured
_LONG = 14  # letters: a heading may well stand above a longer word without having been wrapped
_UNWRAPPED = 130  # characters: nobody wraps at more
_TOP = "de|com|org|net|eu|info|at|ch|li|lu|nl|be|pl|cz|fr|it|uk|io|online|berlin|saxony|koeln|hamburg|bayern|ngo|social|email|example|test"
_GONE = "\0"  # a line that has become part of another one
_WHOLE = re.compile(rf"[\w-]+(?:\.[\w-]+)*\.(?:{_TOP}|[a-z]{{2,12}})", re.IGNORECASE)
_KNOWN = re.compile(rf"\.(?:{_TOP})$", re.IGNORECASE)
_LOCAL = re.compile(r"[\w.+-]+")
_BEFORE_ADDRESS = re.compile(
    r"(?:\b(?:an|unter|bei|via|per|mail|e-mail|adresse|to|at|address|email|kontakt|contact)\b:?|:)\s*[*_<(„“\"]*$",
    re.IGNORECASE,
)


class Line(NamedTuple):
    """`measured`: the line as it stood in the file. `goes_on`: the next one surely belongs to it."""

    text: str
    measured: str
    goes_on: bool = False


class Wrapping:
    """What is known of a text's line ends."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._marked = any(line.endswith(SOFT) for line in lines)
        plain = [line.strip() for line in lines]
        self._longest = max(map(len, plain), default=0)
        # A line that goes on in small letters was wrapped; in a text that fills its lines nearly all of them are full.
        wrapped = [(len(a), len(b.split()[0])) for a, b in pairwise(plain) if a and b[:1].islower() and " " in a]
        width = max((n for n, _ in wrapped), default=0)
        width = max((len(line) for line in plain if len(line) <= 1.1 * width), default=0)
        full = sum(n + 1 + word > 0.97 * width for n, word in wrapped)
        filled = full >= 0.7 * len(wrapped) if full > 2 else full == len(wrapped) == 2
        self._width = width if filled and width <= _UNWRAPPED else 0

    def goes_on(self, line: str, below: str) -> bool | None:
        """May `below` be the rest of `line`? False: there was room for its first word. None: nobody knows."""
        if self._marked:
            return line.endswith(SOFT)
        line, word = line.strip(), below.split(maxsplit=1)[0]
        if not self._width:
            room = self._longest > _UNWRAPPED or len(line) + 1 + len(word) < 0.6 * self._longest
            return False if room else None
        if len(line) > 1.1 * self._width:
            return False
        if word[0].isupper():
            if len(line) < 0.6 * self._width:
                return False
            word = word[:_LONG]
        return len(line) + 1 + len(word) > 0.97 * self._width


def lines_of(text: str) -> Iterator[str]:
    """The lines, those that were only too long with SOFT at their end."""
    pieces = text.split(SOFT)
    for n, piece in enumerate(pieces, 1):
        lines = piece.splitlines() or [""]
        yield from lines[:-1]
        yield lines[-1] + (SOFT if n < len(pieces) else "")


def with_whole_addresses(lines: Sequence[str]) -> tuple[list[Line], tuple[str, ...]]:
    """The lines with each address on one of them, and the addresses that may have been put together wrongly: a hyphen
    at a line's end belongs to the address nearly always, not always."""
    kept: list[Line] = []
    unsure: list[str] = []
    rest = list(lines)
    for i, line in enumerate(lines):
        if rest[i] == _GONE:
            continue
        taken = _taken(rest, i) if rest[i].strip() else []
        if not taken:
            kept.append(Line(rest[i], line))
            continue
        last, pieces = rest[i].split()[-1], [rest[k].split()[0] for k in taken]
        text = rest[i].rstrip() + "".join(pieces)
        for k in taken:
            rest[k] = rest[k].split(maxsplit=1)[1] if len(rest[k].split()) > 1 else _GONE
        end = rest[taken[-1]] == _GONE
        kept.append(Line(text, lines[taken[-1]] if end else line, not end))
        if "@" not in last or any(part.endswith("-") for part in (last, *pieces[:-1])):
            unsure.append(_bare(last + "".join(pieces)).lower())
    return kept, tuple(unsure)


def _taken(lines: Sequence[str], i: int) -> list[int]:
    """The indexes of the lines below whose first words go on an address that begins at the end of line `i`."""
    words = lines[i].split()
    begun, taken = _bare(words[-1], left=True), list[int]()
    for k in range(i + 1, min(i + 4, len(lines))):
        below = lines[k].split()
        if not below or lines[k] == _GONE:
            break
        taken.append(k)
        if not _belongs(begun, below[0], lines[i].rstrip()[: -len(words[-1])]):
            break
        begun += below[0]
        local, at, domain = _bare(begun).partition("@")
        if at and local and _WHOLE.fullmatch(domain):
            return taken
        if len(below) > 1:
            break
    return []


def _belongs(begun: str, piece: str, before: str) -> bool:
    _, at, domain = begun.partition("@")
    if not _LOCAL.fullmatch(begun.partition("@")[0]) or not begun[0].isalnum():
        return False
    if at:
        tail = _bare(piece)
        if not domain or "." not in domain or domain.endswith(("-", "_")):
            return True
        if domain.endswith("."):
            return re.fullmatch(_TOP, tail, re.IGNORECASE) is not None
        # "…@verein.exampl" and "e" below: too long for its column, and cut anywhere.
        return (
            not _KNOWN.search(domain)
            and re.fullmatch(r"[a-z]{1,5}", tail) is not None
            and _KNOWN.search(domain + tail) is not None
        )
    if piece.startswith("@"):
        return True
    if "@" not in piece:
        return False
    return begun.endswith(("-", "_", "+")) or (begun.endswith(".") and _BEFORE_ADDRESS.search(before) is not None)


def _bare(word: str, *, left: bool = False) -> str:
    word = re.sub(r"^(?:mailto:|[*_<(\[„“\"'])+", "", word)
    return word if left else word.rstrip("*_>)]„“”\"',;:!?.")
