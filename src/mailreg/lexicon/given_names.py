"""Common given names of many cultures: a positive hint that a word in a text begins a name, never a condition."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from mailreg.lexicon.fold import fold_words


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """The folded names of `lexicon/people/given_names.txt`; lines that begin with "#" are comments."""
    text = (files("mailreg.lexicon") / "people" / "given_names.txt").read_text(encoding="utf-8")
    return frozenset(fold_words("\n".join(line for line in text.splitlines() if not line.startswith("#"))))
