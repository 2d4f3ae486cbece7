"""The statistical second reader: what each sentence says, and what the mail as a whole is, in probabilities.

A linear model over words, their pieces, pairs and concepts, and what stands before and behind, trained on mails that
are kept in training/ (`make train`). It decides nothing alone: opinion.py weighs it against the rules. Each figure is a
sum of weights, so that the sentence that speaks loudest can be shown.
"""

from __future__ import annotations

import json
import math
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

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
Row = Sequence[float]


def bucket(feature: str) -> int:
    return zlib.crc32(feature.encode()) & ((1 << BITS) - 1)


class SentenceModel:
    """`labels`; for each bucket one weight a label, as whole numbers times `scale`."""

    def __init__(self, labels: Sequence[str], weights: array[int], scale: float, bias: Row) -> None:
        self.labels = tuple(labels)
        self._weights = weights
        self._scale = scale
        self._bias = tuple(bias)
        self._words: dict[str, Row] = {}
        self._rows: dict[str, Row] = {}

    def logits(self, statements: Sequence[Statement]) -> list[Row]:
        """One row a sentence, in the order of `labels`."""
        words = [words_of_statement(s) for s in statements]
        concepts = [list(concept_features(s)) for s in statements]
        nothing = [0.0] * len(self.labels)
        beside = {
            mark: [
                self._sum(nothing, map(self._row, context_features(mark, w, c)))
                for w, c in zip(words, concepts, strict=True)
            ]
            for mark in (BEFORE, AFTER)
        }
        found: list[Row] = []
        for i in range(len(statements)):
            own = self._sum(nothing, map(self._word, words[i]))
            own = self._sum(own, map(self._row, pair_features(words[i])))
            own = self._sum(own, map(self._row, concepts[i]))
            before = beside[BEFORE][i - 1] if i else self._row(f"{BEFORE}none")
            after = beside[AFTER][i + 1] if i + 1 < len(statements) else self._row(f"{AFTER}none")
            found.append(
                [
                    base + self._scale * (here + CONTEXT * (a + b))
                    for base, here, a, b in zip(self._bias, own, before, after, strict=True)
                ]
            )
        return found

    @staticmethod
    def _sum(total: Iterable[float], rows: Iterable[Row]) -> list[float]:
        return [sum(column) for column in zip(total, *rows, strict=True)]

    def _row(self, feature: str) -> Row:
        known = self._rows.get(feature)
        if known is None:
            if len(self._rows) > 32_768:
                self._rows.clear()
            at = bucket(feature) * len(self.labels)
            known = self._rows[feature] = self._weights[at : at + len(self.labels)]
        return known

    def _word(self, word: str) -> Row:
        known = self._words.get(word)
        if known is None:
            if len(self._words) > 8192:
                self._words.clear()
            whole, *pieces = word_features(word)
            inside = self._sum([0.0] * len(self.labels), map(self._row, pieces))
            known = self._words[word] = [a + PIECE * b for a, b in zip(self._row(whole), inside, strict=True)]
        return known


class Softmax:
    """A multinomial linear model over named features."""

    def __init__(self, classes: Sequence[str], weights: Mapping[str, Row], bias: Row) -> None:
        self.classes = tuple(classes)
        self._weights = weights
        self._bias = tuple(bias)

    def probabilities(self, features: Mapping[str, float]) -> dict[str, float]:
        total = list(self._bias)
        for name, value in features.items():
            for i, weight in enumerate(self._weights.get(name, ())):
                total[i] += value * weight
        if len(self.classes) == 2 and len(total) == 1:  # yes or no
            yes = 1 / (1 + math.exp(-max(-30.0, min(30.0, total[0]))))
            return {self.classes[0]: 1 - yes, self.classes[1]: yes}
        top = max(total)
        powers = [math.exp(t - top) for t in total]
        return {name: power / sum(powers) for name, power in zip(self.classes, powers, strict=True)}


@dataclass(frozen=True)
class Models:
    sentences: SentenceModel
    documents: Mapping[str, Softmax]  # by what they tell: "kind", "handling", "travel_costs", …


@lru_cache(maxsize=1)
def load_models() -> Models | None:
    """The trained models; None where there are none (before the first training)."""
    folder = files("mailreg.understand") / "model"
    if not (folder / "model.json").is_file():
        return None
    head = json.loads((folder / "model.json").read_text("utf-8"))
    weights = array("h")
    weights.frombytes(zlib.decompress((folder / "sentences.bin").read_bytes()))
    sentences = SentenceModel(head["labels"], weights, head["scale"], head["bias"])
    documents = {name: Softmax(d["classes"], d["weights"], d["bias"]) for name, d in head["documents"].items()}
    return Models(sentences, documents)


def summary(labels: Sequence[str], logits: Sequence[Row]) -> dict[str, float]:
    """What the sentences of a mail say together: for each label the loudest one, and how many."""
    found: dict[str, float] = {}
    for j, label in enumerate(labels):
        loudest = max((row[j] for row in logits), default=FLOOR)
        yes = [1 / (1 + math.exp(-max(-30.0, min(30.0, row[j])))) for row in logits]
        found[f"m_{label}"] = max(yes, default=0.0)
        found[f"s_{label}"] = min(sum(yes), 3.0)
        found[f"l_{label}"] = max(FLOOR, min(loudest, 4.0)) / 4
    found["sentences"] = min(len(logits), 20) / 20
    found["short"] = float(len(logits) <= 3)
    return found


def loudest(labels: Sequence[str], logits: Sequence[Row], wanted: Iterable[str]) -> int | None:
    """The sentence that speaks most clearly for one of these labels."""
    places = [labels.index(label) for label in wanted if label in labels]
    if not logits or not places:
        return None
    return max(range(len(logits)), key=lambda i: max(logits[i][j] for j in places))
