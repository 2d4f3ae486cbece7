"""Small words that names hang on ("für", "by", "عبد"), by lists of their own in `lexicon/people/small_words.txt`."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from mailreg.lexicon.fold import fold


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    text = (files("mailreg.lexicon") / "people" / "small_words.txt").read_text(encoding="utf-8")
    lines = (line.partition(":") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: frozenset(map(fold, words.split())) for name, _, words in lines}


def small_words(name: str) -> frozenset[str]:
    """The folded words of one list. Raises KeyError for a list that there is not."""
    return _lists()[name]
