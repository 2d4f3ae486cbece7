"""Names compared as people mean them: without case, accents, word order or the spelling of umlauts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

# Letters that Unicode does not take apart, and letters that Arabic and Persian keyboards write differently.
_LETTERS = str.maketrans(
    {"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "a", "œ": "o", "þ": "th"}
    | {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ـ": None, "’": None, "'": None, "`": None}
)
_DIGRAPHS = re.compile(r"(?<=[aou])e")
SIMILAR = 0.8  # share of equal letters from which two names are one name spelt twice


def words(name: str) -> frozenset[str]:
    """The name's words, folded: {"aydin", "sukru"} for "Şükrü AYDIN"; "Müller" and "Mueller" are the same."""
    text = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    bare = "".join(c for c in text if not unicodedata.combining(c)).translate(_LETTERS)
    return frozenset(_DIGRAPHS.sub("", word) for word in re.findall(r"\w+", bare))


def same(one: str, other: str) -> bool:
    """The same words in any order."""
    return bool(words(one)) and words(one) == words(other)


def part_of(one: str, other: str) -> bool:
    """All words of the shorter name are in the longer one: "Amira" and "Amira Haddad"."""
    a, b = words(one), words(other)
    return bool(a and b) and (a <= b or b <= a)


def alike(one: str, other: str) -> bool:
    """One name spelt in two ways, as in a correction: "Maier" and "Meyer" beside the same given name."""
    a, b = (" ".join(sorted(words(n))) for n in (one, other))
    return bool(a and b) and SequenceMatcher(None, a, b).ratio() >= SIMILAR


def pick(known: Sequence[tuple[str | None, bool]], wanted: str) -> int | None:
    """Index of the one who is meant, among pairs of (name, still comes): the same name, else a part of it, else
    another spelling. Those who still come go first; None if nobody fits, or two of them."""
    for matches in (same, part_of, alike):
        near = [i for i, (name, _) in enumerate(known) if name and matches(name, wanted)]
        coming = [i for i in near if known[i][1]]
        if near:
            return (coming or near)[0] if len(coming) < 2 else None
    return None
