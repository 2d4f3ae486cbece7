"""Rows of a model's weights as long whole numbers, one lane a label.

Python adds such a number as quickly as a short one, and whole numbers give the same sum in whatever order they come.
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence

BITS = 17
_MASK = (1 << BITS) - 1
_LIFT = 1 << 15  # what lifts each weight of 16 bits above zero
_LIFTED = bytes(b ^ 0x80 for b in range(256))  # the higher byte of a weight plus _LIFT


def signed(total: int, halves: int, size: int) -> bytes:
    """The lanes of a sum, each in two's complement. `halves`: the half of each lane, which lifts it above zero."""
    return ((total + halves) ^ halves).to_bytes(size, "little")


def bucket(feature: str) -> int:
    return zlib.crc32(feature.encode()) & _MASK


class Lanes:
    """`weights`: one a label for each bucket. `lane`: bytes a lane; a sum must have room in it."""

    def __init__(self, weights: array[int], labels: int, lane: int) -> None:
        self._lane = lane
        self._bytes = lane * labels  # of a row
        low, high = _low_and_high(weights)
        table = bytearray(lane * len(weights))
        table[::lane], table[1::lane] = low, high.translate(_LIFTED)
        self._table = bytes(table)
        self._shift = packed([_LIFT] * labels, lane)
        self.halves = packed([1 << (8 * lane - 1)] * labels, lane)
        self._wide = 4 if lane <= 4 else 8  # bytes that a lane is unpacked from
        self._unpack = struct.Struct(f"<{labels}{'i' if lane <= 4 else 'q'}").iter_unpack

    @property
    def weights(self) -> array[int]:
        """As they were given, for training."""
        whole = bytearray(2 * (len(self._table) // self._lane))
        whole[::2], whole[1::2] = self._table[:: self._lane], self._table[1 :: self._lane].translate(_LIFTED)
        return array("h", struct.unpack(f"<{len(whole) // 2}h", whole))

    def row(self, feature: str) -> int:
        """The weights of a feature. Such rows may be added, and multiplied with whole numbers."""
        return self.sum((zlib.crc32(feature.encode()),))

    def of(self, features: Iterable[str]) -> int:
        """The rows of these features, added."""
        return self.sum(zlib.crc32(feature.encode()) for feature in features)

    def sum(self, checksums: Iterable[int]) -> int:
        """The rows of the features that have these CRC-32 checksums, added."""
        table, size = self._table, self._bytes
        wide = int.from_bytes
        rows = [wide(table[(at := (crc & _MASK) * size) : at + size], "little") for crc in checksums]
        return sum(rows) - len(rows) * self._shift

    def spread(self, totals: Iterable[int], bias: Sequence[float], scale: float) -> list[tuple[float, ...]]:
        """Of each total the sum of each label, times `scale`, added to its bias."""
        halves, size = self.halves, self._bytes
        return self.told([signed(total, halves, size) for total in totals], bias, scale)

    def told(self, rows: Iterable[bytes], bias: Sequence[float], scale: float) -> list[tuple[float, ...]]:
        """As `spread`, from the totals' signed lanes."""
        lanes: bytes | bytearray = b"".join(rows)
        step, wide = self._lane, self._wide
        if step != wide:  # a lane becomes the higher bytes of a wide one
            spread = bytearray(len(lanes) // step * wide)
            for byte in range(step):
                spread[wide - step + byte :: wide] = lanes[byte::step]
            lanes, scale = spread, scale / (1 << 8 * (wide - step))
        labels = zip(*self._unpack(lanes), strict=True)
        return list(zip(*[[b + scale * v for v in label] for b, label in zip(bias, labels, strict=False)], strict=True))


def packed(values: Sequence[int], lane: int) -> int:
    """The values side by side, in lanes of so many bytes."""
    return sum(value << (8 * lane * i) for i, value in enumerate(values))


def _low_and_high(weights: Sequence[int]) -> tuple[bytes, bytes]:
    """The bytes of the weights."""
    whole = array("h", weights)
    if sys.byteorder == "big":
        whole.byteswap()
    plain = whole.tobytes()
    return plain[::2], plain[1::2]
