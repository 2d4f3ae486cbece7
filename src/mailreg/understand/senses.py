"""The statistical second reader: what each sentence says, and what the mail as a whole is, in probabilities.

A linear model over words, their pieces, pairs and concepts, and what stands before and behind, trained on mails that
are kept in training/ (`make train`). It decides nothing alone: opinion.py weighs it against the rules. Each figure is a
sum of weights, so that the sentence that speaks loudest can be shown.
"""

from __future__ import annotations

import math
import struct
import sys
import zlib
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import mul

from mailreg.understand.scope import Statement
from mailreg.understand.sentence_features import (
    AFTER,
    BEFORE,
    concept_features,
    context_features,
    pair_features,
    word_features,
    words_of_statement,
)

BITS = 17
MOST_SENTENCES = 40
PIECE = 0.35  # what a piece of a word counts beside the word
CONTEXT = 0.4
FLOOR = -6.0
_WHOLE, _PIECE, _CONTEXT = 20, round(20 * PIECE), round(20 * CONTEXT)  # 1, PIECE and CONTEXT as whole numbers
Row = Sequence[float]


def bucket(feature: str) -> int:
    return zlib.crc32(feature.encode()) & ((1 << BITS) - 1)


class SentenceModel:
    """`labels`; for each bucket one weight a label, as whole numbers times `scale`.

    The weights of a bucket are added as one long number, a lane of 40 bits a label: Python adds such a number as
    quickly as a short one, and whole numbers give the same sum in whatever order they come. `_table` holds the lanes
    of all buckets, each lifted above zero by `_LIFT`.
    """

    def __init__(self, labels: Sequence[str], weights: array[int], scale: float, bias: Row) -> None:
        self.labels = tuple(labels)
        self.scale = scale
        self.bias = tuple(bias)
        self._bytes = _LANE * len(self.labels)  # of a row
        low, high = _low_and_high(weights)
        table = bytearray(_LANE * len(weights))
        table[::_LANE], table[1::_LANE] = low, high.translate(_LIFTED)
        self._table = bytes(table)
        self._shift = _packed(_LIFT, len(self.labels))
        self._middle = _packed(_MIDDLE, len(self.labels))
        self._words = _Kept(self._word)
        self._concepts = _Kept(self._row)
        self._beside = {mark: _Kept(partial(self._context, mark)) for mark in (BEFORE, AFTER)}

    @property
    def weights(self) -> array[int]:
        """As they were given, for training."""
        whole = bytearray(2 * (len(self._table) // _LANE))
        whole[::2], whole[1::2] = self._table[::_LANE], self._table[1::_LANE].translate(_LIFTED)
        return array("h", struct.unpack(f"<{len(whole) // 2}h", whole))

    def logits(self, statements: Sequence[Statement]) -> list[Row]:
        """One row a sentence, in the order of `labels`."""
        words = [words_of_statement(s) for s in statements]
        concepts = [tuple(concept_features(s, w)) for s, w in zip(statements, words, strict=True)]
        found: list[Row] = []
        for i in range(len(statements)):
            total = sum(map(self._words.__getitem__, words[i]))
            total += _WHOLE * sum(map(self._row, pair_features(words[i])))
            total += _WHOLE * sum(map(self._concepts.__getitem__, concepts[i]))
            for mark, j in ((BEFORE, i - 1), (AFTER, i + 1)):
                beside = context_features(words[j], concepts[j]) if 0 <= j < len(words) else ("none",)
                total += _CONTEXT * sum(map(self._beside[mark].__getitem__, beside))
            found.append(self._spread(total))
        return found

    def _spread(self, total: int) -> Row:
        """The lanes of a sum as logits."""
        lanes = (total + self._middle).to_bytes(self._bytes, "little")
        unit = self.scale / _WHOLE
        return [
            base + unit * (int.from_bytes(lanes[at : at + _LANE], "little") - _MIDDLE)
            for base, at in zip(self.bias, range(0, self._bytes, _LANE), strict=True)
        ]

    def _row(self, feature: str) -> int:
        at = bucket(feature) * self._bytes
        return int.from_bytes(self._table[at : at + self._bytes], "little") - self._shift

    def _context(self, mark: str, feature: str) -> int:
        return self._row(mark + feature)

    def _word(self, word: str) -> int:
        whole, *pieces = word_features(word)
        return _WHOLE * self._row(whole) + _PIECE * sum(map(self._row, pieces))


_LANE = 5  # bytes: room for the sum of 800,000 weights
_LIFT = 1 << 15
_MIDDLE = 1 << (8 * _LANE - 1)
_LIFTED = bytes(b ^ 0x80 for b in range(256))  # the higher byte of a weight plus _LIFT


def _low_and_high(weights: array[int]) -> tuple[bytes, bytes]:
    """The bytes of the weights."""
    whole = array("h", weights)
    if sys.byteorder == "big":
        whole.byteswap()
    plain = whole.tobytes()
    return plain[::2], plain[1::2]


def _packed(lane: int, count: int) -> int:
    """A number with the same value in each lane."""
    return sum(lane << (8 * _LANE * i) for i in range(count))


class _Kept(dict[str, int]):
    """What has been computed before; emptied when it is full."""

    def __init__(self, compute: Callable[[str], int]) -> None:
        self._compute = compute

    def __missing__(self, key: str) -> int:
        if len(self) >= _MOST_KEPT:
            self.clear()
        found = self[key] = self._compute(key)
        return found


_MOST_KEPT = 8192


class Softmax:
    """A multinomial linear model over named features."""

    def __init__(self, classes: Sequence[str], weights: Mapping[str, Row], bias: Row) -> None:
        self.classes = tuple(classes)
        self.weights = weights
        self.bias: Row = tuple(bias)

    def probabilities(self, features: Mapping[str, float]) -> dict[str, float]:
        known = [(value, self.weights[name]) for name, value in features.items() if value and name in self.weights]
        values = [value for value, _ in known]
        columns = zip(*(weights for _, weights in known), strict=True) if known else [()] * len(self.bias)
        total = [base + sum(map(mul, values, column)) for base, column in zip(self.bias, columns, strict=True)]
        if len(self.classes) == 2 and len(total) == 1:  # yes or no
            yes = 1 / (1 + math.exp(-max(-30.0, min(30.0, total[0]))))
            return {self.classes[0]: 1 - yes, self.classes[1]: yes}
        top = max(total)
        powers = [math.exp(t - top) for t in total]
        whole = sum(powers)
        return {name: power / whole for name, power in zip(self.classes, powers, strict=True)}


def summary(labels: Sequence[str], logits: Sequence[Row]) -> dict[str, float]:
    """What the sentences of a mail say together: for each label the loudest one, how many, and the mean."""
    found: dict[str, float] = {}
    columns = zip(*logits, strict=True) if logits else [()] * len(labels)
    for label, column in zip(labels, columns, strict=True):
        yes = [1 / (1 + math.exp(-max(-30.0, min(30.0, logit)))) for logit in column]
        found[f"m_{label}"] = max(yes, default=0.0)
        found[f"s_{label}"] = min(sum(yes), 3.0)
        found[f"l_{label}"] = max(FLOOR, min(max(column, default=FLOOR), 4.0)) / 4
        found[f"a_{label}"] = max(FLOOR, min(sum(column) / len(column), -FLOOR)) / 4 if column else FLOOR / 4
    found["sentences"] = min(len(logits), 20) / 20
    found["short"] = float(len(logits) <= 3)
    return found


def loudest(labels: Sequence[str], logits: Sequence[Row], wanted: Iterable[str]) -> int | None:
    """The sentence that speaks most clearly for one of these labels."""
    places = [labels.index(label) for label in wanted if label in labels]
    if not logits or not places:
        return None
    return max(range(len(logits)), key=lambda i: max(logits[i][j] for j in places))
