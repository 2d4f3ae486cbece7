"""Words of getting money back and words of the way, of all languages at once (`fares/fares.txt`).

They are no concepts: "Zug" is nothing that anybody asks for. Together in one sentence they are travel costs.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from mailreg.lexicon.fold import variants
from mailreg.lexicon.topics import Topics

BACK, WAY, PAY, CARD = "back", "way", "pay", "card"
_SPELLED = ("de", "ar", "ti", "sr")  # that have other spellings of a word


@lru_cache(maxsize=1)
def _fares() -> Topics:
    return Topics([(files("mailreg.lexicon") / "fares" / "fares.txt").read_text("utf-8")])


@lru_cache(maxsize=16_384)
def fare_words(word: str) -> frozenset[str]:
    """Any of BACK, WAY, PAY and CARD; `word`: folded."""
    forms = {form for language in _SPELLED for form in variants(word, language)}
    return frozenset(topic for form in forms for topic in _fares().of(form))
