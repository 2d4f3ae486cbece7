"""Towns: a word that is known as one is the name of no organisation. By their endings alone they can't be told from
families' names, which are often those of the villages they come from."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from mailreg.lexicon.fold import fold


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    text = (files("mailreg.lexicon") / "people" / "towns.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return frozenset(fold(word.strip()) for line in lines for word in line.split(",") if word.strip())


def is_town(words: str) -> bool:
    """Is this the name of a town, by the list of `lexicon/people/towns.txt`?"""
    return fold(words.strip(" .,;:()-–*")) in _known()
