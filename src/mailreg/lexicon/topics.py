"""What a word is about: "Scharlach" is an illness, "Zug" a vehicle, "Vorstand" a boss.

Topics are wide and soft. No rule reads them; they are features of the second opinion, so that it understands words that
stood in none of the mails it learnt from. `topics/*.txt` holds a file a language, a line a topic: "ill: krank* grippe".
"krank*" is every word that begins so, "*verein" every word that ends so.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from mailreg.lexicon.fold import fold

_SHORTEST, _LONGEST = 2, 16  # letters of a beginning or an end


class Topics:
    """`whole`, `starts`, `ends`: folded words, beginnings and ends, with their topics."""

    def __init__(self, texts: list[str]) -> None:
        self.whole: dict[str, tuple[str, ...]] = {}
        self.starts: dict[str, tuple[str, ...]] = {}
        self.ends: dict[str, tuple[str, ...]] = {}
        for text in texts:
            for line in text.splitlines():
                topic, colon, words = line.partition(":")
                if colon and not line.startswith("#"):
                    for word in words.split():
                        self._add(word, topic.strip())

    def _add(self, word: str, topic: str) -> None:
        table = self.ends if word.startswith("*") else self.starts if word.endswith("*") else self.whole
        key = fold(word.strip("*"))
        if topic not in table.get(key, ()):
            table[key] = (*table.get(key, ()), topic)

    def of(self, word: str) -> tuple[str, ...]:
        """The topics of a folded word, sorted; the longest beginning and the longest end count."""
        found = set(self.whole.get(word, ()))
        longest = min(len(word), _LONGEST)
        for size in range(longest, _SHORTEST - 1, -1):
            if hit := self.starts.get(word[:size]):
                found.update(hit)
                break
        for size in range(longest, _SHORTEST - 1, -1):
            if hit := self.ends.get(word[-size:]):
                found.update(hit)
                break
        return tuple(sorted(found))


@lru_cache(maxsize=1)
def load_topics() -> Topics:
    folder = files("mailreg.lexicon") / "topics"
    return Topics([f.read_text("utf-8") for f in sorted(folder.iterdir(), key=lambda f: f.name)])


@lru_cache(maxsize=16_384)
def topics_of(word: str) -> tuple[str, ...]:
    """The topics of a folded word."""
    return load_topics().of(word)
