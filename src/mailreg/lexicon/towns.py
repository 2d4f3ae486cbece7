"""Towns: a word that is known, or ends, as one is the name of no organisation."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from mailreg.lexicon.fold import fold

_SHORTEST = 5  # letters of a word that an ending alone makes a town


@lru_cache(maxsize=1)
def _known() -> tuple[frozenset[str], tuple[str, ...]]:
    text = (files("mailreg.lexicon") / "people" / "towns.txt").read_text(encoding="utf-8")
    entries = [
        fold(word.strip())
        for line in text.splitlines()
        if not line.startswith("#")
        for word in line.split(",")
        if word.strip()
    ]
    return frozenset(e for e in entries if e[0] != "*"), tuple(e[1:] for e in entries if e[0] == "*")


def is_town(words: str) -> bool:
    """Is this the name of a town, by the list of `lexicon/people/towns.txt` or, if it is one word, by its ending?"""
    towns, endings = _known()
    folded = fold(words.strip(" .,;:()-–*"))
    if folded in towns:
        return True
    alone = words.strip(" .,;:()-–*").istitle() and " " not in folded
    return alone and len(folded) >= _SHORTEST and folded.endswith(endings)
