"""A small picture for the digest: seats taken over time, against the capacity.

It is a tile of its own colour, so that it looks the same on a white and on a dark page, with three pixels for each that
is shown, so that it is crisp on every screen.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

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
FONT = Path(__file__).parent / "fonts" / "NotoSans.ttf"  # a Latin subset; Pillow's own font has no umlauts


@dataclass(frozen=True, slots=True)
class Labels:
    """The words in the picture. `count`: at the curve's end, `limit`: at the line of the capacity ("" without one),
    `first`, `today`, `start`: below the axis."""

    count: str
    limit: str
    first: str
    today: str
    start: str


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
    """The count at the top left, the capacity at the top right, the days below the axis where they don't collide."""
    big, small = _font(22 * SCALE), _font(15 * SCALE)
    edge = (WIDTH - RIGHT) * SCALE
    pen.text((LEFT * SCALE, 12 * SCALE), labels.count, fill=TEXT, font=big)
    if labels.limit:
        pen.text((edge - small.getlength(labels.limit), 18 * SCALE), labels.limit, fill=LIMIT, font=small)
    below = (HEIGHT - BOTTOM + 10) * SCALE
    start_at = edge - small.getlength(labels.start)
    pen.text((start_at, below), labels.start, fill=SOFT, font=small)
    first_end = LEFT * SCALE + small.getlength(labels.first)
    width = small.getlength(labels.today)
    place = min(max(today - width / 2, LEFT * SCALE), edge - width)
    gap = 12 * SCALE
    if place + width + gap < start_at:
        pen.text((place, below), labels.today, fill=TEXT, font=small)
        if first_end + gap < place:
            pen.text((LEFT * SCALE, below), labels.first, fill=SOFT, font=small)
    elif first_end + gap < start_at:
        pen.text((LEFT * SCALE, below), labels.first, fill=SOFT, font=small)


@cache
def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(FONT, size)


def _bytes(picture: Image) -> bytes:
    """As PNG with a palette: a few colours and their edges need no more."""
    from PIL import Image

    out = io.BytesIO()
    shown = picture.resize((WIDTH * SHOWN_AT, HEIGHT * SHOWN_AT), Image.Resampling.LANCZOS)
    small = shown.quantize(96, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    small.save(out, "PNG", optimize=True)
    return out.getvalue()
