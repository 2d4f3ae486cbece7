"""Common words: what begins a sentence or stands beside a name with a capital letter, and is no part of the name."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from mailreg.lexicon.fold import fold

_SHORTEST = 7  # letters of a word that an ending alone makes common


@lru_cache(maxsize=1)
def _known() -> tuple[frozenset[str], tuple[str, ...]]:
    text = (files("mailreg.lexicon") / "people" / "common_words.txt").read_text(encoding="utf-8")
    entries = [w for line in text.splitlines() if not line.startswith("#") for w in line.split()]
    return frozenset(fold(e) for e in entries if e[0] != "*"), tuple(fold(e[1:]) for e in entries if e[0] == "*")


@lru_cache(maxsize=8192)
def is_common(folded: str) -> bool:
    """Is this folded word no name, by the list of `lexicon/people/common_words.txt` or by its ending?"""
    words, endings = _known()
    return folded in words or (len(folded) >= _SHORTEST and folded.endswith(endings))
