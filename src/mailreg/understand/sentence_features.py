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
from mailreg.understand.tokens import Token

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
    words: list[str] = []
    for index, token in enumerate(tokens, first):
        word = masked.get(index) or _word(token) if token.start <= end else ""
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


def _word(token: Token) -> str:
    if token.kind == "word":
        return token.folded[:_LONGEST_WORD]
    if token.kind == "number":
        return "#" if len(token.folded) > 1 else token.folded
    if token.kind == "email":
        return "@"
    return "?" if token.text in _SIGNS else ""


@lru_cache(maxsize=16_384)
def word_features(word: str) -> tuple[str, ...]:
    """The word and its pieces."""
    marked = f"^{word[:24]}$"
    pieces = {marked[i : i + n] for n in _PIECES if len(word) >= n for i in range(len(marked) - n + 1)}
    return (f"w:{word}", *sorted(pieces))


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
    of = zlib.crc32
    neighbours = [of(b, begun) for (_, begun, _), (b, _, _) in pairwise(words)]
    return neighbours + [of(b, begun) for (_, _, begun), (b, _, _) in zip(words, words[2:], strict=False)]


def topic_features(words: list[str]) -> Iterator[str]:
    """What its words are about, and what about after what."""
    told = [topics for word in words if (topics := topics_of(word))]
    yield from {f"t:{topic}" for topics in told for topic in topics}
    yield from {f"t:{a}+{b}" for i, one in enumerate(told) for other in told[i + 1 : i + 3] for a in one for b in other}


_FOR_RULES = frozenset({"stays_on"})  # small words that the rules alone look for, in a place of their own


def concept_features(statement: Statement, words: list[str]) -> Iterator[str]:
    """What the lexicons know of it, each clause by itself, so that it serves every language."""
    yield from topic_features(words)
    for here in concepts_of_clauses(statement):
        for i, a in enumerate(here):
            yield f"c:{a}"
            yield from (f"c:{a}+{b}" for b in here[i + 1 :])
    if statement.is_subject:
        yield SUBJECT


def concepts_of_clauses(statement: Statement) -> list[list[str]]:
    return [sorted(concepts - _FOR_RULES)[:12] for concepts in statement.by_clause]


def context(words: Iterable[str], concepts: Iterable[str]) -> tuple[Iterable[str], Iterable[str]]:
    """What the sentences beside it see of a sentence: its words and its concepts, each once."""
    return dict.fromkeys(words), [c for c in dict.fromkeys(concepts) if "+" not in c and c != SUBJECT]


def context_features(words: Iterable[str], concepts: Iterable[str]) -> Iterator[str]:
    """The sentence before or behind: its words and concepts, each once. The model puts BEFORE or AFTER in front."""
    seen, known = context(words, concepts)
    yield from (f"w:{word}" for word in seen)
    yield from known
