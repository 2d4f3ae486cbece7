"""Does a mail sound like one of ours by its words alone, whatever their order? The cheapest of all opinions.

It decides only whether a long mail that names no event is read at all: a logistic regression over the words that occur
in it, trained by training/first_words.py.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_log = logging.getLogger(__name__)
COUNTED = 200  # words; longer mails count as so long


@dataclass(frozen=True)
class FirstWords:
    """`weights`: of each word, folded; `per_hundred`: of a hundred words; `enough`: the sum from which a mail is
    read."""

    weights: Mapping[str, float]
    per_hundred: float
    bias: float
    enough: float

    def perhaps_ours(self, words: Iterable[str], count: int) -> bool:
        """`words`: the different ones that the writer's own text and the subject have, folded; `count`: how many words
        the writer's own text has."""
        known = self.weights
        length = self.per_hundred * min(count, COUNTED) / 100
        return self.bias + length + sum(known[word] for word in words if word in known) >= self.enough


@lru_cache(maxsize=1)
def load_first_words() -> FirstWords | None:
    """The trained weights; None where there are none, or where they are damaged: then such mails are put aside."""
    file = files("mailreg.understand") / "model" / "first_words.json"
    if not file.is_file():
        return None
    try:
        return FirstWords(**json.loads(file.read_text("utf-8")))
    except (ValueError, TypeError, OSError) as error:
        _log.warning("first_words.json is damaged (%s): install mailreg anew", type(error).__name__)
        return None
