"""A small picture for the digest: seats taken over time, against the capacity.

It is a tile of its own colour, so that it looks the same on a white and on a dark page, with three pixels for each that
is shown, so that it is crisp on every screen.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from mailreg.notices import arabic

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 480, 208  # as shown, in CSS pixels
SHOWN_AT = 3  # pixels of the file for each CSS pixel
SCALE = 2 * SHOWN_AT  # drawn twice as large and made smaller, so that edges are smooth
TILE, EDGE = (18, 72, 64), (255, 255, 255, 0)
LINE, FILL, GRID, TEXT, SOFT, LIMIT = (
    (143, 227, 203), (46, 118, 104), (50, 104, 95), (255, 255, 255), (190, 221, 213), (255, 205, 124),
)  # fmt: skip
LEFT, RIGHT, TOP, BOTTOM = 20, 20, 48, 38  # margins around the curve
FONTS = Path(__file__).parent / "fonts"  # subsets; Pillow's own font has no umlauts
FONT, ARABIC = FONTS / "NotoSans.ttf", FONTS / "NotoSansArabic.ttf"
ASCENT = 1.069  # of FONT, in its size: labels of both fonts stand on one line


@dataclass(frozen=True, slots=True)
class Labels:
    """The words in the picture. `count`: at the curve's end, `limit`: at the line of the capacity ("" without one),
    `first`, `today`, `start`: below the axis. `rtl`: time goes from right to left, as the words do."""

    count: str
    limit: str
    first: str
    today: str
    start: str
    rtl: bool = False


def draw(
    curve: Sequence[tuple[datetime, int]], now: datetime, start: datetime, capacity: int | None, labels: Labels
) -> bytes:
    """The PNG (1440 × 624 pixels). `curve` holds at least one point, ascending, none after `now`; the axis goes on to
    the event's `start`. Pure: the same values give the same bytes."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGBA", (WIDTH * SCALE, HEIGHT * SCALE), EDGE)
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((0, 0, WIDTH * SCALE - 1, HEIGHT * SCALE - 1), 12 * SCALE, fill=TILE)
    first = curve[0][0]
    last = max(start, now)
    length = max((last - first).total_seconds(), 1.0)
    highest = max(*(seats for _, seats in curve), capacity or 0, 1)

    def x(moment: datetime) -> float:
        share = (min(max(moment, first), last) - first).total_seconds() / length
        share = 1 - share if labels.rtl else share
        return (LEFT + share * (WIDTH - LEFT - RIGHT)) * SCALE

    def y(seats: float) -> float:
        return (HEIGHT - BOTTOM - seats / highest * (HEIGHT - TOP - BOTTOM)) * SCALE

    floor = y(0)
    pen.line((LEFT * SCALE, floor, (WIDTH - RIGHT) * SCALE, floor), fill=GRID, width=SCALE)
    if capacity:
        _dashes(pen, LEFT * SCALE, (WIDTH - RIGHT) * SCALE, y(capacity))
    points = _steps(curve, min(now, last), x, y)
    pen.polygon([(points[0][0], floor), *points, (points[-1][0], floor)], fill=FILL)
    pen.line(points, fill=LINE, width=3 * SCALE, joint="curve")
    end_x, end_y = points[-1]
    radius = 5 * SCALE
    pen.ellipse((end_x - radius, end_y - radius, end_x + radius, end_y + radius), fill=TEXT)
    _write(pen, labels, end_x)
    return _bytes(picture)


def _steps(curve, until, x, y) -> list[tuple[float, float]]:  # type: ignore[no-untyped-def]
    """The corners of the staircase, from zero to `until`."""
    points = [(x(curve[0][0]), y(0))]
    before = 0
    for moment, seats in curve:
        points += [(x(moment), y(before)), (x(moment), y(seats))]
        before = seats
    return [*points, (x(until), y(before))]


def _dashes(pen: ImageDraw, left: float, right: float, height: float) -> None:
    step = 9 * SCALE
    position = left
    while position < right:
        pen.line((position, height, min(position + 5 * SCALE, right), height), fill=LIMIT, width=2 * SCALE)
        position += step


def _write(pen: ImageDraw, labels: Labels, today: float) -> None:
    """The count where the time begins, the capacity at the other side, the days below the axis where they don't
    collide."""
    left, right = LEFT * SCALE, (WIDTH - RIGHT) * SCALE
    _put(pen, labels.count, left, right, 12, 22, TEXT, labels.rtl)
    _put(pen, labels.limit, left, right, 18, 15, LIMIT, not labels.rtl)
    below = HEIGHT - BOTTOM + 10
    gap = 12 * SCALE
    ends = [_put(pen, labels.start, left, right, below, 15, SOFT, not labels.rtl)]
    width = _length(labels.today, 15)
    place = min(max(today - width / 2, left), right - width)
    if not _collide((place, place + width), ends, gap):
        ends.append(_put(pen, labels.today, place, place + width, below, 15, TEXT, at_right=False))
    width = _length(labels.first, 15)
    place = right - width if labels.rtl else left
    if not _collide((place, place + width), ends, gap):
        _put(pen, labels.first, place, place + width, below, 15, SOFT, at_right=False)


Span: TypeAlias = tuple[float, float]


def _collide(span: Span, others: Sequence[Span], gap: float) -> bool:
    return any(span[0] < end + gap and start < span[1] + gap for start, end in others)


def _put(
    pen: ImageDraw, text: str, left: float, right: float, top: float, size: int, ink: tuple[int, int, int],
    at_right: bool,
) -> Span:  # fmt: skip
    """Write one label between two edges, at the one or the other; from where to where it goes."""
    shown, font = _shown(text), _font(_face(text), size * SCALE)
    length = font.getlength(shown)
    start = right - length if at_right else left
    if shown:
        pen.text((start, (top + ASCENT * size) * SCALE), shown, fill=ink, font=font, anchor="ls")
    return start, start + length


def _length(text: str, size: int) -> float:
    return _font(_face(text), size * SCALE).getlength(_shown(text))


def _shown(text: str) -> str:
    """The characters as they are drawn from left to right, without the marks that isolate a text's direction."""
    if arabic.has_arabic(text):
        return arabic.visual(text)
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


def _face(text: str) -> Path:
    return ARABIC if arabic.has_arabic(text) else FONT


@cache
def _font(face: Path, size: int) -> FreeTypeFont:
    """Laid out letter by letter, so that the picture is the same whatever libraries are installed."""
    from PIL import ImageFont

    return ImageFont.truetype(face, size, layout_engine=ImageFont.Layout.BASIC)


def _bytes(picture: Image) -> bytes:
    """As PNG with a palette: a few colours and their edges need no more."""
    from PIL import Image

    out = io.BytesIO()
    shown = picture.reduce(SCALE // SHOWN_AT)  # each pixel the mean of four: a fifth of the time of a better filter
    small = shown.quantize(96, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    small.save(out, "PNG", optimize=True)
    return out.getvalue()
