"""A PDF's text with what its layout says: a blank line where a paragraph ends, U+2028 where a line was only too long.

pypdf gives the lines alone. Where they stand and how large they are tells the rest: a wider gap or another size begins
a new paragraph, and a line is wrapped only if the next line's first word would not have fitted any more."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

SOFT = "\u2028"  # LINE SEPARATOR: a new line, no new paragraph; understand/invitation_lines.py reads it
PAGES = 20
_NARROW, _WIDE = frozenset("iljtfrI.,;:'’|!()[]- \t"), frozenset("mwMWGOQD@—%&")
_LONG = 14  # letters: a heading may well stand above a longer word without having been wrapped


@dataclass(frozen=True, slots=True)
class _Line:
    """`x`, `y` (the baseline, upwards), `size` and `width` in points; `width` is estimated. `level`: not rotated."""

    text: str
    x: float
    y: float
    size: float
    level: bool
    width: float


def text_of_pages(reader: PdfReader) -> str:
    text = ""
    for page in reader.pages[:PAGES]:
        next_page = _page(page)
        # A sentence that goes on upon the next page is one.
        goes_on = text[-1:].isalpha() and next_page[:1].islower()
        text += (SOFT if goes_on else "\n\n" if text else "") + next_page
    return text


def _page(page: PageObject) -> str:
    pieces: list[tuple[str, float, float, float, bool]] = []

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], _font: Any, size: float) -> None:
        across, up = tm[0] * cm[1] + tm[1] * cm[3], tm[2] * cm[1] + tm[3] * cm[3]
        side = tm[2] * cm[0] + tm[3] * cm[2]
        x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        pieces.append((text, x, y, abs(size) * math.hypot(side, up), abs(across) < 0.01 and up > 0))

    plain = page.extract_text(visitor_text=visit)
    if "".join(piece[0] for piece in pieces).strip() != plain.strip():
        return plain.replace(SOFT, "\n")  # text that runs from right to left comes in another order
    return "".join(_joined(list(_lines(pieces)))).strip("\n")


def _lines(pieces: Sequence[tuple[str, float, float, float, bool]]) -> Iterator[_Line]:
    text, places = "", list[tuple[float, float, float, bool]]()
    for piece, *place in [*pieces, ("\n", 0.0, 0.0, 0.0, True)]:
        for n, part in enumerate(piece.replace(SOFT, "\n").replace("\0", "").split("\n")):
            if n:
                if text.strip():
                    x, y, _, level = places[0]
                    size = max(p[2] for p in places)
                    yield _Line(text.strip(), x, y, size, level, _width(text.strip(), size))
                text, places = "", []
            text += part
            if part.strip():
                places.append((float(place[0]), float(place[1]), float(place[2]), bool(place[3])))


def _joined(lines: Sequence[_Line]) -> Iterator[str]:
    gaps = [_gap(a, b) for a, b in pairwise(lines)]
    single = _single(gaps)
    usual = median(size for line in lines for size in [line.size] * len(line.text)) if lines else 0.0
    rooms: dict[int, float] = {}
    for i, line in enumerate(lines):
        yield line.text
        if i + 1 == len(lines):
            return
        around = [g for g in (*gaps[max(0, i - 1) : i], *gaps[i + 1 : i + 2]) if g is not None]
        if _is_break(gaps[i], single, around):
            yield "\n\n"
        else:
            # Lines of a large heading belong together, even where they were parted by hand.
            heading = line.size > 1.35 * usual
            left = round(line.x / 3)
            rooms[left] = rooms.get(left) or _room(line, lines)
            yield SOFT if heading or _is_wrapped(line, lines[i + 1], rooms[left]) else "\n"


def _room(line: _Line, lines: Sequence[_Line]) -> float:
    """How wide a line may be here: as the page's widest, or as the widest of a column beside another one."""
    # A long word alone on its line may stick out.
    full = max((other.width for other in lines if " " in other.text), default=line.width)
    column = [other for other in lines if abs(other.x - line.x) < 3]
    width = max((other.width for other in column if " " in other.text), default=full)
    # A column of short lines alone says nothing: lines that go on in small letters must have been filled.
    going_on = [_is_wrapped(a, b, width) for a, b in pairwise(column) if b.text[0].islower()]
    return width if sum(going_on) > 1 and all(going_on) else full


def _gap(line: _Line, below: _Line) -> float | None:
    """The distance of two lines, in heights of their letters; None where they can't belong together."""
    size = min(line.size, below.size)
    if not (line.level and below.level) or size <= 0 or max(line.size, below.size) > 1.12 * size:
        return None
    distance = (line.y - below.y) / size
    return distance if 0 < distance < 5 else None


def _single(gaps: Sequence[float | None]) -> float:
    """The distance of lines within a paragraph: the smallest that occurs more than once."""
    known = sorted(g for g in gaps if g is not None and g > 0.85)
    for g in known:
        alike = [other for other in known if g <= other <= 1.08 * g]
        if len(alike) > 1:
            return median(alike)
    return known[0] if known else 1.2


def _is_break(gap: float | None, single: float, around: Sequence[float]) -> bool:
    if gap is None:
        return True
    # A little more than usual counts only beside lines that stand closer: an address may be set wider as a whole.
    return gap > 1.6 * single or (gap > 1.09 * single and (not around or gap > 1.07 * min(around)))


def _is_wrapped(line: _Line, below: _Line, full: float) -> bool:
    word = below.text.split()[0]
    if word[0].isupper():
        if line.width < 0.6 * full:
            return False
        word = word[:_LONG]
    return line.width + _width(f" {word}", line.size) > 0.96 * full


def _width(text: str, size: float) -> float:
    """About as wide as a usual font sets it; only lines of one file are compared."""
    return size * sum(0.3 if c in _NARROW else 0.8 if c in _WIDE else 0.67 if c.isupper() else 0.53 for c in text)
