"""The statistical second reader: what each sentence says, and what the mail as a whole is, in probabilities.

Two models, a linear one and one with a hidden layer (hidden.py), over words, their pieces, pairs and concepts, and what
stands before and behind, trained on mails that are kept in training/ (`make train`). They decide nothing alone:
opinion.py weighs them against the rules. Each figure is a sum of weights, so that the sentence that speaks loudest can
be shown.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from math import exp, tanh
from operator import mul

from mailreg.lexicon.kept import Kept
from mailreg.understand.hidden import Hidden
from mailreg.understand.lanes import Lanes, signed
from mailreg.understand.scope import Statement
from mailreg.understand.sentence_features import (
    AFTER,
    BEFORE,
    SUBJECT,
    Signs,
    concepts_of_clause,
    pair_checksums,
    pairs_of,
    piece_checksums,
    topics_in,
    words_of_statement,
)

MOST_SENTENCES = 40
PIECE = 0.35  # what a piece of a word counts beside the word
CONTEXT = 0.4
FLOOR = -6.0
_WHOLE, _PIECE, _CONTEXT = 20, round(20 * PIECE), round(20 * CONTEXT)  # 1, PIECE and CONTEXT as whole numbers
Row = Sequence[float]


class SentenceModel:
    """`labels`; for each bucket one weight a label, as whole numbers times `scale`, added in lanes (lanes.py).
    `hidden`: the second model, whose logits are averaged with these; its lanes stand above the linear ones in the same
    whole numbers, so that both are added at once."""

    def __init__(
        self, labels: Sequence[str], weights: array[int], scale: float, bias: Row, hidden: Hidden | None = None
    ) -> None:
        self.labels = tuple(labels)
        self.scale = scale
        self.bias = tuple(bias)
        self.hidden = hidden
        self._lanes = Lanes(weights, len(self.labels), _LANE)
        self._linear = _LANE * len(self.labels)  # bytes
        self._above = 8 * self._linear
        self._halves = self._lanes.halves + (hidden.halves << self._above if hidden is not None else 0)
        self._bytes = self._linear + (hidden.bytes if hidden is not None else 0)
        self._words = Kept(self._word, _MOST_KEPT)
        self._features = Kept(self._row, _MOST_KEPT)
        self._concepts = Kept(self._concept, _MOST_KEPT)
        self._clauses: Kept[frozenset[str], tuple[int, tuple[str, ...]]] = Kept(self._clause, _MOST_KEPT // 2)
        self._checksums = Kept(pair_checksums, _MOST_KEPT)
        self._before, self._after = _Beside(self._row, BEFORE), _Beside(self._row, AFTER)

    @property
    def weights(self) -> array[int]:
        """As they were given, for training."""
        return self._lanes.weights

    def logits(self, statements: Sequence[Statement], ours: Signs = ()) -> list[Row]:
        """One row a sentence, in the order of `labels`. `ours`: what names our event."""
        words = [words_of_statement(s, ours) for s in statements]
        topics = [topics_in(w) for w in words]
        clauses = [[self._clauses[concepts] for concepts in s.by_clause] for s in statements]
        beside = [
            (set(w), alone.union(*[names for _, names in c]))
            for w, (alone, _), c in zip(words, topics, clauses, strict=True)
        ]
        before = [self._before.none, *map(self._before.sum, beside[:-1])][: len(beside)]
        after = [*map(self._after.sum, beside[1:]), self._after.none][: len(beside)]
        totals: list[int] = []
        for said, mine, (alone, pairs), here, one, other in zip(
            statements, words, topics, clauses, before, after, strict=True
        ):
            total = self._lanes.sum(pairs_of([self._checksums[word] for word in mine]))
            total += sum(map(self._features.__getitem__, alone)) + sum(map(self._features.__getitem__, pairs))
            total += sum([row for row, _ in here])
            if said.is_subject:
                total += self._features[SUBJECT]
            totals.append(_WHOLE * total + sum(map(self._words.__getitem__, mine)) + _CONTEXT * (one + other))
        return self._logits(totals)

    def _clause(self, concepts: frozenset[str]) -> tuple[int, tuple[str, ...]]:
        """The weight of a clause's concepts, each alone and with each that follows, and their names as features."""
        here = concepts_of_clause(concepts)
        total = 0
        for i, concept in enumerate(here, 1):
            alone, beside_it = self._concepts[concept]
            total += alone + sum(map(beside_it.__getitem__, here[i:]))
        return total, tuple([f"c:{concept}" for concept in here])

    def _concept(self, name: str) -> tuple[int, Kept[str, int]]:
        """The weight of a concept in a clause, and of it together with each other one."""
        row = self._row
        return row(f"c:{name}"), Kept(lambda other: row(f"c:{name}+{other}"), _MOST_KEPT)

    def _word(self, word: str) -> int:
        whole, pieces = f"w:{word}", piece_checksums(word)
        linear = _WHOLE * self._lanes.row(whole) + _PIECE * self._lanes.sum(pieces)
        if self.hidden is None:
            return linear
        return linear + ((_WHOLE * self.hidden.row(whole) + _PIECE * self.hidden.sum(pieces)) << self._above)

    def _row(self, feature: str) -> int:
        linear = self._lanes.row(feature)
        return linear if self.hidden is None else linear + (self.hidden.row(feature) << self._above)

    def _logits(self, totals: Sequence[int]) -> list[Row]:
        rows, size = [signed(total, self._halves, self._bytes) for total in totals], self._linear
        linear: list[Row] = [*self._lanes.told([row[:size] for row in rows], self.bias, self.scale / _WHOLE)]
        if self.hidden is None:
            return linear
        deep = [self.hidden.logits(row, size, _WHOLE) for row in rows]
        return [[(a + b) / 2 for a, b in zip(one, other, strict=True)] for one, other in zip(linear, deep, strict=True)]


class _Beside:
    """What a sentence weighs for the one behind it (`mark` BEFORE) or before it (AFTER); `none`: at either end."""

    def __init__(self, row: Callable[[str], int], mark: str) -> None:
        self.none = row(f"{mark}none")
        self._words: Kept[str, int] = Kept(lambda word: row(f"{mark}w:{word}"), _MOST_KEPT)
        self._concepts: Kept[str, int] = Kept(lambda concept: row(f"{mark}{concept}"), _MOST_KEPT)

    def sum(self, seen: tuple[Iterable[str], Iterable[str]]) -> int:
        """`seen`: words and concepts, each once."""
        words, concepts = seen
        return sum(map(self._words.__getitem__, words)) + sum(map(self._concepts.__getitem__, concepts))


_LANE = 5  # bytes: room for the sum of 800,000 weights
_MOST_KEPT = 8192


class Softmax:
    """A multinomial linear model over named features. `weights`: of each feature one a class, or a text of them, as it
    lies in the model's file: thousands of numbers were read at each start of which a mail asks for a hundred."""

    def __init__(self, classes: Sequence[str], weights: Mapping[str, Row | str], bias: Row) -> None:
        self.classes = tuple(classes)
        self.weights = weights
        self.bias: Row = tuple(bias)
        self._nothing: Row = (0.0,) * len(self.bias)  # a feature that the model does not know
        self._rows = Kept(self._row, _MOST_KEPT)

    def _row(self, feature: str) -> Row:
        row = self.weights.get(feature, self._nothing)
        return tuple(map(float, row.split())) if isinstance(row, str) else row

    def written(self) -> dict[str, object]:
        """As it lies in the model's file."""
        told = {name: row if isinstance(row, str) else " ".join(map(str, row)) for name, row in self.weights.items()}
        return {"classes": self.classes, "weights": told, "bias": self.bias}

    def probabilities(self, features: Mapping[str, float]) -> dict[str, float]:
        values = features.values()
        rows = map(self._rows.__getitem__, features) if features else (self._nothing,)
        columns = zip(*rows, strict=True)
        total = [base + sum(map(mul, values, column)) for base, column in zip(self.bias, columns, strict=True)]
        if len(self.classes) == 2 and len(total) == 1:  # yes or no
            yes = 1 / (1 + exp(-max(-30.0, min(30.0, total[0]))))
            return {self.classes[0]: 1 - yes, self.classes[1]: yes}
        top = max(total)
        powers = [exp(t - top) for t in total]
        whole = sum(powers)
        return {name: power / whole for name, power in zip(self.classes, powers, strict=True)}


@lru_cache(maxsize=8)
def _summary_names(labels: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(f"{part}_{label}" for part in "msla") for label in labels)


def summary(labels: Sequence[str], logits: Sequence[Row]) -> dict[str, float]:
    """What the sentences of a mail say together: for each label the loudest one, how many, and the mean."""
    found: dict[str, float] = {}
    columns = zip(*logits, strict=True) if logits else [()] * len(labels)
    for (most, many, loud, mean), column in zip(_summary_names(tuple(labels)), columns, strict=True):
        if not column:
            found[most], found[many], found[loud], found[mean] = 0.0, 0.0, FLOOR / 4, FLOOR / 4
            continue
        top = max(column)
        yes = sum([tanh(v / 2) for v in column])  # (1 + tanh(v / 2)) / 2 is the logistic function of v
        found[most] = (1 + tanh(top / 2)) / 2
        found[many] = min((len(column) + yes) / 2, 3.0)
        found[loud] = max(FLOOR, min(top, 4.0)) / 4
        found[mean] = max(FLOOR, min(sum(column) / len(column), -FLOOR)) / 4
    found["sentences"] = min(len(logits), 20) / 20
    found["short"] = float(len(logits) <= 3)
    return found


def loudest(labels: Sequence[str], logits: Sequence[Row], wanted: Iterable[str]) -> int | None:
    """The sentence that speaks most clearly for one of these labels."""
    places = [labels.index(label) for label in wanted if label in labels]
    if not logits or not places:
        return None
    return max(range(len(logits)), key=lambda i: max(logits[i][j] for j in places))
