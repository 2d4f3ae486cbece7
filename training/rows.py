"""What the training sees of a sentence: its features' buckets, each with what it counts.

Written for itself, plainly; senses.py computes the same sums more quickly, and a test holds the two together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

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
    words = [words_of_statement(s, ours) for s in statements]
    concepts = [list(concept_features(s, w)) for s, w in zip(statements, words, strict=True)]
    for i in range(len(words)):
        row: Counter[int] = Counter()

        def add(features: Iterable[str], value: float, row: Counter[int] = row) -> None:
            for feature in features:
                row[bucket(feature)] += value  # type: ignore[assignment]

        for word in words[i]:
            whole, *pieces = word_features(word)
            add([whole], 1.0)
            add(pieces, PIECE)
        add(pair_features(words[i]), 1.0)
        add(concepts[i], 1.0)
        for mark, j in ((BEFORE, i - 1), (AFTER, i + 1)):
            beside = context_features(words[j], concepts[j]) if 0 <= j < len(words) else ("none",)
            add((mark + feature for feature in beside), CONTEXT)
        yield row
