"""What a sentence looks like to the statistical second opinion: its words, their pieces, pairs and concepts.

The same function feeds training and reading. Everything is a text; the model knows texts by their hash alone.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from mailreg.lexicon.topics import topics_of
from mailreg.model.mail import Span
from mailreg.understand.scope import Statement

_LONGEST = 60  # words of a sentence that are looked at
_LONGEST_WORD = 64  # letters; longer ones are no words, and are kept in memory
_PIECES = (3, 4, 5)  # letters
_SIGNS = frozenset("?؟")
_MASK = "§"
BEFORE, AFTER, SUBJECT = "<", ">", "subject"


Signs = Sequence[tuple[str, Span]]  # what names our event, and how: "title", "date", "city" …


def words_of_statement(statement: Statement, ours: Signs = ()) -> list[str]:
    """The folded words, "#" for numbers and "@" for addresses, and the marks that ask.

    What names our event stands there as "§title", "§date" …: its own words are not learnt."""
    first = statement.clauses[0].first
    tokens = statement.text.tokens[first : statement.clauses[-1].last + 2]
    end = statement.clauses[-1].end + 1
    masked = _masked(statement, ours) if ours else {}
    if not masked:
        words = [
            word
            for text, folded, start, _, kind in tokens
            if start <= end and (word := folded[:_LONGEST_WORD] if kind == "word" else _sign(text, folded, kind))
        ]
        return words[:_LONGEST]
    words = []
    for index, (text, folded, start, _, kind) in enumerate(tokens, first):
        word = folded[:_LONGEST_WORD] if kind == "word" else _sign(text, folded, kind)
        word = masked.get(index) or word if start <= end else ""
        if word and not (word[0] == _MASK and words and words[-1] == word):
            words.append(word)
    return words[:_LONGEST]


def _masked(statement: Statement, ours: Signs) -> dict[int, str]:
    text, masked = statement.text, dict[int, str]()
    for name, span in ours:
        if span.part == text.part and statement.start <= span.start < statement.end:
            for index in range(*text.tokens_in(span.start, span.end)):
                masked.setdefault(index, _MASK + name)
    return masked


def _sign(text: str, folded: str, kind: str) -> str:
    """What a token that is no word stands there as; nothing for most signs."""
    if kind == "number":
        return "#" if len(folded) > 1 else folded
    if kind == "email":
        return "@"
    return "?" if text in _SIGNS else ""


@lru_cache(maxsize=16_384)
def word_features(word: str) -> tuple[str, ...]:
    """The word and its pieces."""
    return (f"w:{word}", *sorted(_pieces(word)))


def piece_checksums(word: str) -> list[int]:
    """The CRC-32 of each piece among `word_features`."""
    return [zlib.crc32(piece.encode()) for piece in _pieces(word)]


def _pieces(word: str) -> set[str]:
    marked, size = f"^{word[:24]}$", len(word)
    return {marked[i : i + n] for n in _PIECES if size >= n for i in range(len(marked) - n + 1)}


def pair_features(words: list[str]) -> Iterator[str]:
    """Neighbours, and words with one between them."""
    for a, b in pairwise(words):
        yield f"b:{a} {b}"
    for a, b in zip(words, words[2:], strict=False):
        yield f"s:{a} {b}"


def pair_checksums(word: str) -> tuple[bytes, int, int]:
    """A word behind another one, and the CRC-32 of the beginnings of the pairs that it stands first in."""
    return word.encode(), zlib.crc32(f"b:{word} ".encode()), zlib.crc32(f"s:{word} ".encode())


def pairs_of(words: Sequence[tuple[bytes, int, int]]) -> list[int]:
    """The CRC-32 of each of `pair_features`, from the words' `pair_checksums`: no text is made for them."""
    if len(words) < 2:
        return []
    shown, neighbour, next_but_one = zip(*words, strict=True)
    return [*map(zlib.crc32, shown[1:], neighbour), *map(zlib.crc32, shown[2:], next_but_one)]


def topics_in(words: Iterable[str]) -> tuple[set[str], set[str]]:
    """What its words are about, and what about after what."""
    told = [topics for word in words if (topics := topics_of(word))]
    return (
        {f"t:{topic}" for topics in told for topic in topics},
        {f"t:{a}+{b}" for i, one in enumerate(told) for other in told[i + 1 : i + 3] for a in one for b in other},
    )


_FOR_RULES = frozenset({"stays_on"})  # small words that the rules alone look for, in a place of their own


def concept_features(statement: Statement, words: list[str]) -> Iterator[str]:
    """What the lexicons know of it, each clause by itself, so that it serves every language."""
    for topics in topics_in(words):
        yield from topics
    for here in map(concepts_of_clause, statement.by_clause):
        for i, a in enumerate(here):
            yield f"c:{a}"
            yield from (f"c:{a}+{b}" for b in here[i + 1 :])
    if statement.is_subject:
        yield SUBJECT


def concepts_of_clause(concepts: frozenset[str]) -> list[str]:
    """Those of `Statement.by_clause` that are looked at."""
    return sorted(concepts - _FOR_RULES)[:12]


def context_features(words: Iterable[str], concepts: Iterable[str]) -> Iterator[str]:
    """What the sentences beside it see of a sentence: its words and concepts, each once, without those that stand for
    two of them. The model puts BEFORE or AFTER in front."""
    yield from (f"w:{word}" for word in dict.fromkeys(words))
    yield from (c for c in dict.fromkeys(concepts) if "+" not in c and c != SUBJECT)
