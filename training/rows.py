"""What the training sees of a sentence: its features' buckets, each with what it counts.

Written for itself, plainly; senses.py computes the same sums more quickly, and a test holds the two together.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence

from mailreg.understand import hidden
from mailreg.understand.lanes import bucket
from mailreg.understand.scope import Statement
from mailreg.understand.senses import CONTEXT, PIECE
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


def sentence_rows(statements: Sequence[Statement], ours: Signs = ()) -> Iterator[Counter[int]]:
    """One row a sentence of a mail, bucket → weight. `ours`: what names our event."""
    for pairs, others in _features(statements, ours):
        row: Counter[int] = Counter()
        for feature in pairs:
            row[bucket(feature)] += 1
        for feature, value in others:
            row[bucket(feature)] += value  # type: ignore[assignment]
        yield row


def hidden_rows(statements: Sequence[Statement], ours: Signs = ()) -> Iterator[Counter[int]]:
    """As sentence_rows, for the hidden layer: other buckets, and no pairs of words."""
    for _, others in _features(statements, ours):
        row: Counter[int] = Counter()
        for feature, value in others:
            row[zlib.crc32(feature.encode()) & ((1 << hidden.BITS) - 1)] += value  # type: ignore[assignment]
        yield row


def _features(statements: Sequence[Statement], ours: Signs) -> Iterator[tuple[list[str], list[tuple[str, float]]]]:
    """For each sentence the pairs of its words, and all other features, each with what it counts."""
    words = [words_of_statement(s, ours) for s in statements]
    concepts = [list(concept_features(s, w)) for s, w in zip(statements, words, strict=True)]
    for i in range(len(words)):
        others: list[tuple[str, float]] = []
        for word in words[i]:
            whole, *pieces = word_features(word)
            others += [(whole, 1.0), *((piece, PIECE) for piece in pieces)]
        others += [(concept, 1.0) for concept in concepts[i]]
        for mark, j in ((BEFORE, i - 1), (AFTER, i + 1)):
            beside = context_features(words[j], concepts[j]) if 0 <= j < len(words) else ("none",)
            others += [(mark + feature, CONTEXT) for feature in beside]
        yield list(pair_features(words[i])), others
