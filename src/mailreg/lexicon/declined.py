"""Given names in the cases of Slavic languages: "Галину", "Нестором", "Terezu" are "Галина", "Нестор", "Tereza"."""

from __future__ import annotations

from functools import lru_cache

from mailreg.lexicon.given_names import given_names

LANGUAGES = frozenset({"uk", "ru", "pl", "cs", "hr", "bs", "sr"})
# What is taken off the folded word (й is и, ї is і there), and what the first case has instead.
_ENDINGS = (
    *((e, "а") for e in ("ою", "ой", "ои", "у", "ы", "и", "е", "і")),
    *((e, "я") for e in ("єю", "ею", "еи", "ю", "и", "і", "ї")),
    *((e, "") for e in ("ові", "ом", "ем", "еві", "а", "у", "е", "я", "ю")),
    *((e, "и") for e in ("єві", "єм", "ем", "я", "ю", "ї", "і")),
    *((e, "ь") for e in ("еві", "ем", "я", "ю")),
    *((e, "a") for e in ("ou", "om", "u", "y", "e", "i", "o")),
    *((e, "") for e in ("ovi", "owi", "em", "om", "a", "u")),
)
_SHORTEST = 4  # letters of the declined word


@lru_cache(maxsize=8192)
def is_declined_name(folded: str) -> bool:
    """Is this folded word a common given name in another case than the first?"""
    if len(folded) < _SHORTEST:
        return False
    known = given_names()
    return any(
        folded.endswith(ending) and len(folded) - len(ending) >= 3 and folded[: -len(ending)] + first in known
        for ending, first in _ENDINGS
    )
