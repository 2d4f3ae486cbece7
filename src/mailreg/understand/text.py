"""A letter's parts cut into tokens, sentences and clauses, with the lexicons' concepts found: analysed once, shared
by everything that reads.

Offsets are characters of the part's text (`Letter.body`, `Letter.subject`), so that every finding can be shown.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from mailreg.lexicon.kept import once
from mailreg.lexicon.match import Lexicons, Match
from mailreg.lexicon.people_concepts import COUNTING
from mailreg.model.mail import Letter, SegmentKind, Span
from mailreg.model.reading import Found
from mailreg.understand.clauses import Starts, sentences, split_clauses
from mailreg.understand.language import (
    LATIN,
    SOUTH_SLAVIC,
    Words,
    letter_language,
    plausible_languages,
    script_of,
    words_of_tokens,
)
from mailreg.understand.tokens import Token, tokenise, tokens_of

_KURDISH = frozenset({"ku", "ckb"})
# Into its opposite, where a negation before it makes one phrase with it.
_TURNED = frozenset({"undecided", "cancel", "withdraw"})
LONGEST = 40_000  # characters of a part that are read; a registration stands at the beginning
# Characters of each kind of text that are read: what somebody registers with stands at the beginning, a quoted
# invitation soon after it, and a newsletter tells in its first lines that it is one.
_READ = {
    SegmentKind.OWN: 20_000,
    SegmentKind.SIGNATURE: 3_000,
    SegmentKind.QUOTED: 2_500,
    SegmentKind.FORWARDED: 2_500,
    SegmentKind.FOOTER: 500,
}
_READ_OF_BULK = 4_000
_LINE = re.compile(r"\S[^\n]*")
_QUESTION = frozenset("?؟⁉፧")


class Clause(NamedTuple):
    """A stretch with one statement. `first`, `last`: its tokens, inclusive; `sentence`: number of its sentence;
    `question`: its sentence ends with a question mark."""

    start: int
    end: int
    first: int
    last: int
    sentence: int
    segment: SegmentKind
    question: bool


def _place(match: Match) -> tuple[int, int]:
    return match.start, -match.end


def _start(token: Token) -> int:
    return token.start


@dataclass(frozen=True)
class Text:
    """One part of a letter. `matches` are in the order of the text, those of the concepts of COUNTING apart: they are
    found by name alone (`of`)."""

    part: str
    text: str
    tokens: tuple[Token, ...]
    clauses: tuple[Clause, ...]
    matches: tuple[Match, ...]
    languages: tuple[str, ...]
    counting: tuple[Match, ...] = ()

    def span(self, start: int, end: int) -> Span:
        return Span(self.part, start, end)

    def span_of(self, match: Match) -> Span:
        return Span(self.part, match.start, match.end)

    @once
    def _token_starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @once
    def _match_firsts(self) -> list[int]:
        return [match.first for match in self.matches]

    @once
    def numbers(self) -> list[int]:
        """The tokens that are numbers."""
        return [i for i, token in enumerate(self.tokens) if token.kind == "number"]

    def tokens_in(self, start: int, end: int) -> tuple[int, int]:
        """The range of the tokens that begin in this stretch of characters."""
        low = bisect_left(self._token_starts, start)
        return low, bisect_left(self._token_starts, end, low)

    def numbers_in(self, start: int, end: int) -> list[int]:
        """The tokens that are numbers and begin in this stretch of characters."""
        low, high = self.tokens_in(start, end)
        return self.numbers[bisect_left(self.numbers, low) : bisect_left(self.numbers, high)]

    def words(self, start: int, end: int) -> str:
        """The text of a stretch, white space made plain."""
        return " ".join(self.text[start:end].split())

    @once
    def concepts(self) -> dict[str, list[Match]]:
        """Matches by concept, all segments."""
        found: dict[str, list[Match]] = {}
        for match in (*self.matches, *self.counting):
            found.setdefault(match.concept, []).append(match)
        return found

    def of(self, *concepts: str) -> Sequence[Match]:
        """All matches of these concepts, in the order of the text."""
        known = self.concepts
        if len(concepts) == 1:
            return known.get(concepts[0], ())
        found = [known[concept] for concept in concepts if concept in known]
        if len(found) == 1:
            return found[0] if len(found[0]) < 2 else sorted(found[0], key=_place)
        return sorted(chain.from_iterable(found), key=_place)

    def between(self, first: int, last: int) -> tuple[Match, ...]:
        """The matches that begin with one of these tokens, the last one included."""
        low = bisect_left(self._match_firsts, first)
        return self.matches[low : bisect_right(self._match_firsts, last, low)]

    def matches_in(self, clause: Clause, *concepts: str) -> list[Match]:
        """Matches that begin in this clause; of these concepts, or of all."""
        if not concepts:
            return list(self.between(clause.first, clause.last))
        return [m for m in self.of(*concepts) if clause.first <= m.first <= clause.last]

    @once
    def sentences(self) -> tuple[tuple[Clause, ...], ...]:
        """The clauses by sentence."""
        found: list[list[Clause]] = []
        for clause in self.clauses:
            if found and found[-1][0].sentence == clause.sentence:
                found[-1].append(clause)
            else:
                found.append([clause])
        return tuple(tuple(s) for s in found)

    @once
    def _clause_of_token(self) -> dict[int, Clause]:
        return {i: clause for clause in self.clauses for i in range(clause.first, clause.last + 1)}

    def clause_of(self, match: Match) -> Clause | None:
        return self._clause_of_token.get(match.first)

    def own_clauses(self) -> tuple[Clause, ...]:
        return tuple(c for c in self.clauses if c.segment is SegmentKind.OWN)


@dataclass(frozen=True)
class Analysis:
    """A letter, read once. `cut`: the body is longer than what was read."""

    subject: Text
    body: Text
    letter: Letter
    forwarded: Analysis | None
    language: Found[str]
    cut: bool = False


@dataclass(frozen=True)
class Pieces:
    """What is read of a letter. `segments`: kind, start, end in `body`; `cut`: own words are left out. The tokens are
    made where they are asked for: a first glance (glance.py) does without."""

    letter: Letter
    lexicons: Lexicons
    body: str
    subject: str
    segments: list[tuple[SegmentKind, int, int]]
    cut: bool

    @once
    def body_tokens(self) -> tuple[Token, ...]:
        return tuple(chain.from_iterable(tokens_of(self.body, start, end) for _, start, end in self.segments))

    @once
    def subject_tokens(self) -> tuple[Token, ...]:
        return tokenise(self.subject)

    @once
    def _words(self) -> Words:
        return words_of_tokens(self.letter, self.body_tokens, self.subject_tokens)

    @once
    def language(self) -> Found[str]:
        return letter_language(self.letter, self._words, self.lexicons.function_words, self.lexicons.owners)

    @once
    def languages(self) -> tuple[str, ...]:
        """Those whose lexicons are asked."""
        return plausible_languages(self.language, self._words, self.lexicons.function_words)

    @property
    def own_words(self) -> int:
        """How many words the writer's own part has."""
        own = [(start, end) for kind, start, end in self.segments if kind is SegmentKind.OWN]
        return sum(
            t.kind == "word"
            for start, end in own
            for t in self.body_tokens[
                bisect_left(self.body_tokens, start, key=_start) : bisect_left(self.body_tokens, end, key=_start)
            ]
        )


def take_apart(letter: Letter, lexicons: Lexicons) -> Pieces:
    """What is read of this letter."""
    body = letter.body[:LONGEST]
    return Pieces(letter, lexicons, body, letter.subject[:1000], *_read_segments(letter, len(body)))


def analyse(
    letter: Letter, lexicons: Lexicons, prefix: str = "", depth: int = 0, pieces: Pieces | None = None
) -> Analysis:
    """Cut into clauses and look up the concepts. `prefix` goes before the parts' names ("forwarded/"); `pieces`: the
    letter's, where it has been taken apart."""
    pieces = pieces or take_apart(letter, lexicons)
    body, segments = pieces.body, pieces.segments
    body_tokens, subject_tokens = pieces.body_tokens, pieces.subject_tokens
    language, languages = pieces.language, pieces.languages
    starts = Starts(frozenset().union(*(lexicons.function_words[c] for c in languages[:2])), language.value == "de")
    subject = Text(
        prefix + "subject",
        letter.subject,
        subject_tokens,
        _clauses(letter.subject, subject_tokens, [(SegmentKind.OWN, 0, len(letter.subject))], starts),
        *_apart(_without_false_friends(lexicons.match(subject_tokens, languages), subject_tokens, language), languages),
    )
    text = Text(
        prefix + "body",
        body,
        body_tokens,
        _clauses(body, body_tokens, segments, starts),
        *_apart(_without_false_friends(lexicons.match(body_tokens, languages), body_tokens, language), languages),
    )
    forwarded = None
    if letter.forwarded is not None and depth < 3:
        forwarded = analyse(letter.forwarded, lexicons, prefix + "forwarded/", depth + 1)
    language = replace(language, evidence=_longest_line(text, segments) or language.evidence)
    return Analysis(subject, text, letter, forwarded, language, pieces.cut)


def _longest_line(text: Text, segments: Sequence[tuple[SegmentKind, int, int]]) -> tuple[Span, ...]:
    """The longest line of the writer's own words, which shows their language."""
    lines = [
        (start + found.start(), start + found.end())
        for kind, start, end in segments
        if kind is SegmentKind.OWN
        for found in _LINE.finditer(text.text[start : min(end, start + 5_000)])
    ]
    if not lines:
        return ()
    start, end = max(lines, key=lambda line: line[1] - line[0])
    return (text.span(start, min(end, start + 300)),)


def _read_segments(letter: Letter, length: int) -> tuple[list[tuple[SegmentKind, int, int]], bool]:
    """The stretches that are read, by kind, and whether any of the writer's own words are left out."""
    if not letter.segments:
        return ([(SegmentKind.OWN, 0, length)] if length else []), len(letter.body) > length
    left = dict(_READ)
    if letter.bulk or letter.machine:
        left[SegmentKind.OWN] = _READ_OF_BULK
    found: list[tuple[SegmentKind, int, int]] = []
    cut = False
    for segment in letter.segments:
        end = min(segment.end, length, segment.start + left[segment.kind])
        left[segment.kind] -= max(0, end - segment.start)
        cut = cut or (end < segment.end and segment.kind is SegmentKind.OWN)
        if end > segment.start:
            found.append((segment.kind, segment.start, end))
    return found, cut


def _apart(
    matches: tuple[Match, ...], languages: tuple[str, ...]
) -> tuple[tuple[Match, ...], tuple[str, ...], tuple[Match, ...]]:
    """The matches, the languages, and the matches of COUNTING."""
    counting = tuple(m for m in matches if m.concept in COUNTING)
    if not counting:
        return matches, languages, ()
    return tuple(m for m in matches if m.concept not in COUNTING), languages, counting


def _without_turned(matches: Sequence[Match]) -> Sequence[Match]:
    """Left out is what is open by itself, or says no, but is part of a phrase that says yes: "не могу не прийти", "no
    faltaré"; and "put me on the list" within "take me off the list"."""
    if any(m.concept in _TURNED for m in matches):
        denied = {m.first for m in matches if m.concept == "negation"}
        yes = [m for m in matches if m.concept == "attend" and m.first in denied]
        starts = {m.first for m in yes}
        by_length = sorted(yes, key=lambda m: m.last - m.first)  # of several the longest holds
        covered = {n: m for m in by_length for n in range(m.first, m.last + 1)}

        def turned(m: Match) -> bool:
            around = covered.get(m.first)
            if around is not None and m.last <= around.last and m.last - m.first < around.last - around.first:
                return True
            inside = [n for n in range(m.first, m.last + 1) if n in denied] if m.concept == "cancel" else []
            return bool(inside) and starts.issuperset(inside)

        if yes:
            matches = [m for m in matches if m.concept not in _TURNED or not turned(m)]
    off: dict[int, int] = {}
    for m in matches:
        if m.concept == "cancel" and m.last > m.first:
            off[m.first] = max(off.get(m.first, -1), m.last)
    if off:  # "tragen Sie mich aus der Teilnehmerliste aus": the longer phrase counts
        matches = [m for m in matches if m.concept != "register" or m.last > off.get(m.first, -1)]
    return matches


def _without_false_friends(
    matches: Sequence[Match], tokens: Sequence[Token], language: Found[str]
) -> tuple[Match, ...]:
    """Short words of another language than the mail's own are left out, Portuguese "no" is no refusal; and what a
    longer phrase turns into its opposite."""
    matches = _without_turned(matches)
    if language.confidence < 0.45:
        return tuple(matches)
    sisters = next((group for group in (SOUTH_SLAVIC, _KURDISH) if language.value in group), frozenset())
    own = sisters | {language.value}
    latin = language.value in LATIN
    return tuple(
        m
        for m in matches
        if m.language in own
        or m.last > m.first
        or len(tokens[m.first].folded) > 4
        or (latin and script_of(tokens[m.first].text[0]) != "Latn")  # "مترجم عربي" in a German mail
    )


def _clauses(
    text: str, tokens: Sequence[Token], segments: Sequence[tuple[SegmentKind, int, int]], starts: Starts
) -> tuple[Clause, ...]:
    """Sentences end at full stops, line ends that are no wrapping, and borders of segments; clauses also at commas
    and before words of contrast."""
    clauses: list[Clause] = []
    sentence = 0
    position = 0
    for kind, start, end in segments:
        while position < len(tokens) and tokens[position].start < start:
            position += 1
        first = position
        while position < len(tokens) and tokens[position].start < end:
            position += 1
        for begin, stop in sentences(text, tokens, first, position, starts):
            question = not _QUESTION.isdisjoint([t.text for t in tokens[begin:stop]])
            for a, b in split_clauses(tokens, begin, stop):
                clauses.append(Clause(tokens[a].start, tokens[b].end, a, b, sentence, kind, question))
            sentence += 1
    return tuple(clauses)
