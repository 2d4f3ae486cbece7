"""The statistical second reader: what each sentence says, and what the mail as a whole is, in probabilities.

A linear model over words, their pieces, pairs and concepts, and what stands before and behind, trained on mails that
are kept in training/ (`make train`). It decides nothing alone: opinion.py weighs it against the rules. Each figure is a
sum of weights, so that the sentence that speaks loudest can be shown.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from operator import mul

from mailreg.understand.lanes import Kept, Lanes
from mailreg.understand.scope import Statement
from mailreg.understand.sentence_features import (
    AFTER,
    BEFORE,
    Signs,
    concept_features,
    context_features,
    pair_features,
    word_features,
    words_of_statement,
)

MOST_SENTENCES = 40
PIECE = 0.35  # what a piece of a word counts beside the word
CONTEXT = 0.4
FLOOR = -6.0
_WHOLE, _PIECE, _CONTEXT = 20, round(20 * PIECE), round(20 * CONTEXT)  # 1, PIECE and CONTEXT as whole numbers
Row = Sequence[float]


class SentenceModel:
    """`labels`; for each bucket one weight a label, as whole numbers times `scale`, added in lanes (lanes.py)."""

    def __init__(self, labels: Sequence[str], weights: array[int], scale: float, bias: Row) -> None:
        self.labels = tuple(labels)
        self.scale = scale
        self.bias = tuple(bias)
        self._lanes = Lanes(weights, len(self.labels), _LANE)
        self._row = self._lanes.row
        self._words = Kept(self._word, _MOST_KEPT)
        self._concepts = Kept(self._row, _MOST_KEPT)
        self._beside = {mark: Kept(partial(self._context, mark), _MOST_KEPT) for mark in (BEFORE, AFTER)}

    @property
    def weights(self) -> array[int]:
        """As they were given, for training."""
        return self._lanes.weights

    def logits(self, statements: Sequence[Statement], ours: Signs = ()) -> list[Row]:
        """One row a sentence, in the order of `labels`. `ours`: what names our event."""
        words = [words_of_statement(s, ours) for s in statements]
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
        unit = self.scale / _WHOLE
        return [base + unit * lane for base, lane in zip(self.bias, self._lanes.spread(total), strict=True)]

    def _context(self, mark: str, feature: str) -> int:
        return self._row(mark + feature)

    def _word(self, word: str) -> int:
        whole, *pieces = word_features(word)
        return _WHOLE * self._row(whole) + _PIECE * sum(map(self._row, pieces))


_LANE = 5  # bytes: room for the sum of 800,000 weights
_MOST_KEPT = 8192


class Softmax:
    """A multinomial linear model over named features."""

    def __init__(self, classes: Sequence[str], weights: Mapping[str, Row], bias: Row) -> None:
        self.classes = tuple(classes)
        self.weights = weights
        self.bias: Row = tuple(bias)

    def probabilities(self, features: Mapping[str, float]) -> dict[str, float]:
        of = self.weights.get
        known = [(value, row) for name, value in features.items() if value and (row := of(name)) is not None]
        values = [value for value, _ in known]
        columns = zip(*(row for _, row in known), strict=True) if known else [()] * len(self.bias)
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
