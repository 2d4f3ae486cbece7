"""A second model of sentences with a layer between words and labels: what the linear one cannot say.

Words, pieces and concepts of a sentence (no pairs of words: those belong to the linear model) are added to `width`
numbers; what is above zero of each is weighed anew for each label. Its logits are averaged with the linear model's
(senses.py): the two err differently, so both together err less.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from math import sqrt

from mailreg.understand.lanes import packed, signed

Row = Sequence[float]
BITS = 16
STRENGTH = 3.0  # what a sentence adds up to, however long it is
_MASK = (1 << BITS) - 1
_LANE = 4  # bytes: room for the sum of 400,000 weights of 8 bits
_LIFT = 128  # what lifts each weight above zero
_OUT = 10**4  # the weights of the second layer are told to so many parts of one …
_BIAS = 10**5  # … and the bias of the first one to so many
_OUT_LANE = 8  # bytes: room for 64 times the greatest lane times a weight of 200


class Hidden:
    """`table`: for each bucket `width` weights of 8 bits, lifted by 128; times `scale` they are the first layer, with
    `bias`. `out`: one row of `width` weights a label, with `out_bias`.

    A unit above zero adds `unit * lane + bias`, times its weights, to the labels. Lanes, weights and biases are whole
    numbers, so that the labels of each unit stand side by side in one long number (as in lanes.py), too; only the sums
    are multiplied with `unit`."""

    def __init__(self, table: bytes, scale: float, bias: Row, out: Sequence[Row], out_bias: Row) -> None:
        self.table = table
        self.scale = scale
        self.bias = tuple(bias)
        self.out = tuple(tuple(row) for row in out)
        self.out_bias = tuple(out_bias)
        self.width = len(self.bias)
        self.bytes = _LANE * (self.width + 1)  # of a row: the last lane counts the features
        if len(table) != self.width << BITS:
            raise ValueError(f"{len(table)} weights are no {1 << BITS} rows of {self.width}")
        self._lift = packed([_LIFT] * self.width, _LANE)
        self._every_other = int.from_bytes(b"\xff\0" * (self.width // 2 + 1), "little")
        self._one = 1 << (8 * _LANE * self.width)
        self.halves = packed([1 << (8 * _LANE - 1)] * (self.width + 1), _LANE)
        self._unpack = struct.Struct(f"<{self.width + 1}i").unpack_from
        rows = [[round(_OUT * weight) for weight in column] for column in zip(*self.out, strict=True)]
        self._units = [
            (base, packed(row, _OUT_LANE), packed([round(_BIAS * base) * weight for weight in row], _OUT_LANE))
            for base, row in zip(self.bias, rows, strict=True)
        ]
        self._out_halves = packed([1 << (8 * _OUT_LANE - 1)] * len(self.out), _OUT_LANE)
        self._out_bytes = _OUT_LANE * len(self.out)
        self._unpack_out = struct.Struct(f"<{len(self.out)}q").unpack

    def row(self, feature: str) -> int:
        """The weights of a feature, in lanes. Such rows may be added, and multiplied with whole numbers."""
        return self.sum((zlib.crc32(feature.encode()),))

    def sum(self, checksums: Sequence[int]) -> int:
        """The rows of the features that have these CRC-32 checksums, added; 256 at most."""
        table, width, every_other = self.table, self.width, self._every_other
        wide = int.from_bytes
        rows = [wide(table[(at := (crc & _MASK) * width) : at + width], "little") for crc in checksums]
        # Every other byte has room for the sum where its neighbours are left out; their sum is what then lacks.
        even = sum([row & every_other for row in rows])
        odd = (sum(rows) - even) >> 8
        pairs = width // 2 + 1
        lanes = bytearray(2 * _LANE * pairs)
        for first, part in ((0, even), (_LANE, odd)):
            told = part.to_bytes(2 * pairs, "little")
            lanes[first :: 2 * _LANE], lanes[first + 1 :: 2 * _LANE] = told[::2], told[1::2]
        return wide(lanes, "little") + len(rows) * (self._one - self._lift)

    def logits(self, lanes: bytes, at: int, one: int) -> list[float]:
        """One number a label. `lanes`: from byte `at` the sum of a sentence's rows, each lane as a signed number
        (lanes.signed); `one`: what a whole feature counts in it."""
        *sums, amount = self._unpack(lanes, at)
        unit = self.scale * STRENGTH / (sqrt(max(amount, 1) / one) * one)
        total = of_bias = 0
        for lane, (base, row, bias_row) in zip(sums, self._units, strict=True):
            if unit * lane + base > 0:
                total += lane * row
                of_bias += bias_row
        halves, size = self._out_halves, self._out_bytes
        found = self._unpack_out(signed(total, halves, size))
        constant = self._unpack_out(signed(of_bias, halves, size))
        weight, part = unit / _OUT, 1 / (_OUT * _BIAS)
        return [b + weight * f + part * c for b, f, c in zip(self.out_bias, found, constant, strict=True)]
