"""A second model of sentences with a layer between words and labels: what the linear one cannot say.

Words, pieces and concepts of a sentence (no pairs of words: those belong to the linear model) are added to `width`
numbers; what is above zero of each is weighed anew for each label. Its logits are averaged with the linear model's
(senses.py): the two err differently, so both together err less.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from itertools import compress
from math import sqrt
from operator import mul

Row = Sequence[float]
BITS = 16
STRENGTH = 3.0  # what a sentence adds up to, however long it is
_MASK = (1 << BITS) - 1
_LANE = 4  # bytes: room for the sum of 400,000 weights of 8 bits
_LIFT = 128  # what lifts each weight above zero


class Hidden:
    """`table`: for each bucket `width` weights of 8 bits, lifted by 128; times `scale` they are the first layer, with
    `bias`. `out`: one row of `width` weights a label, with `out_bias`."""

    def __init__(self, table: bytes, scale: float, bias: Row, out: Sequence[Row], out_bias: Row) -> None:
        self.table = table
        self.scale = scale
        self.bias = tuple(bias)
        self.out = tuple(tuple(row) for row in out)
        self.out_bias = tuple(out_bias)
        self._columns = tuple(zip(*self.out, strict=True))  # one row of labels a unit
        self.width = len(self.bias)
        self.bytes = _LANE * (self.width + 1)  # of a row: the last lane counts the features
        if len(table) != self.width << BITS:
            raise ValueError(f"{len(table)} weights are no {1 << BITS} rows of {self.width}")
        self._lift = sum(_LIFT << (8 * _LANE * lane) for lane in range(self.width))
        self._one = 1 << (8 * _LANE * self.width)
        self._half = 1 << (8 * _LANE - 1)
        self.halves = sum(self._half << (8 * _LANE * lane) for lane in range(self.width + 1))
        self._unpack = struct.Struct(f"<{self.width + 1}I").unpack

    def row(self, feature: str) -> int:
        """The weights of a feature, in lanes. Such rows may be added, and multiplied with whole numbers."""
        return self.of((feature,))

    def of(self, features: Iterable[str]) -> int:
        """The rows of these features, added."""
        table, width, total, count = self.table, self.width, 0, 0
        for feature in features:
            at = (zlib.crc32(feature.encode()) & _MASK) * width
            wide = bytearray(_LANE * width)
            wide[::_LANE] = table[at : at + width]
            total += int.from_bytes(wide, "little")
            count += 1
        return total + count * (self._one - self._lift)

    def logits(self, lifted: int, one: int) -> list[float]:
        """One number a label. `lifted`: the sum of a sentence's rows plus `halves`; `one`: what a whole feature counts
        in it."""
        *lanes, amount = self._unpack(lifted.to_bytes(self.bytes, "little"))
        counted = max(amount - self._half, 1) / one
        unit = self.scale * STRENGTH / (sqrt(counted) * one)
        half = self._half
        inner = [base + unit * (lane - half) for base, lane in zip(self.bias, lanes, strict=True)]
        above = [value for value in inner if value > 0]
        if not above:
            return list(self.out_bias)
        columns = zip(*compress(self._columns, [value > 0 for value in inner]), strict=True)
        return [base + sum(map(mul, column, above)) for base, column in zip(self.out_bias, columns, strict=True)]
