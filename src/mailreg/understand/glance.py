"""A first glance: a long mail in which nothing is a sign of our events is put aside before it is read in full.

Most mail of a work inbox is of this kind. Nothing is lost by it: what has no sign of our events can only be bound to
one by a hint, and in a long mail hints never count (facts.py, `may_be_ours`); tests hold both ways against each other.
Only what a human writes to us may be ours all the same, up to some length (opinion.py, `may_mean_us`): what sounds
like it is read.

Even the tokens of such a mail are not made: none goes beyond a blank, and what stands between two blanks has mostly
been seen before. Where something may be a sign, the tokens tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple

from mailreg.lexicon.kept import KeptTexts
from mailreg.lexicon.match import Lexicons
from mailreg.model.mail import Letter, SegmentKind
from mailreg.model.reading import Found, Kind, Reading
from mailreg.model.registration import Event
from mailreg.understand.event_names import BEFORE, BEHIND, names_any, names_day, signs_of
from mailreg.understand.facts import LONG_MAIL, UNTOLD
from mailreg.understand.first_words import load_first_words
from mailreg.understand.language import ENOUGH, Words, Written, letter_language, plausible_languages
from mailreg.understand.text import Pieces
from mailreg.understand.tokens import Token, tokenise

_MARGIN = 20  # words; sentences are counted a little differently when a mail is read in full
_LEAST = LONG_MAIL + _MARGIN
_CHUNK = re.compile(r"\n|\S+")


def put_aside(letter: Letter, pieces: Pieces, events: Sequence[Event], lexicons: Lexicons) -> Reading | None:
    """The reading of a mail that cannot be about our events; None if it must be read in full."""
    if letter.forwarded is not None or pieces.cut or not events:
        return None
    days = frozenset(str(e.start.day) for e in events)
    if (chunks := _without_signs(pieces, events)) is not None:
        words = _words(pieces, chunks)
        language = letter_language(letter, words, lexicons.function_words)
        languages = plausible_languages(language, words, lexicons.function_words)
        in_words = lexicons.openings("day_number", days, languages)
        if not (in_words.isdisjoint(words.body.folded) and in_words.isdisjoint(words.subject.folded)):
            return None
        if chunks.with_day and _names_day(pieces, chunks.with_day, events, lexicons, languages):
            return None
    elif pieces.own_words <= _LEAST:
        return None
    else:
        language, languages = pieces.language, pieces.languages
        in_words = lexicons.openings("day_number", days, languages)
        months_in = partial(_months_in, lexicons, languages)
        for tokens in (pieces.subject_tokens, pieces.body_tokens):
            if names_any(tokens, events, months_in) or not in_words.isdisjoint([t.folded for t in tokens]):
                return None
    machine = letter.machine is not None or letter.bulk is not None
    return Reading(
        Found(Kind.AUTOMATIC if machine else Kind.UNRELATED, 0.9), language, Found(None), why="no_sign_of_our_events"
    )


def sounds_like_ours(letter: Letter, pieces: Pieces) -> bool:
    """Does a human's mail, not too long to be ours, sound like that by its words?"""
    model = load_first_words()
    if model is None or letter.machine is not None or letter.bulk is not None or letter.spam is not None:
        return False
    own, count = own_words(pieces)
    return count <= UNTOLD + _MARGIN and model.perhaps_ours(own, count)


def own_words(pieces: Pieces) -> tuple[set[str], int]:
    """The different words of the writer's own text and of the subject, folded, and how many the text has."""
    own = [pieces.body[start:end] for kind, start, end in pieces.segments if kind is SegmentKind.OWN]
    text = [word for part in own for word in _words_in(part.split()).folded]
    return {*text, *_words_in(pieces.subject.split()).folded}, len(text)


def _months_in(lexicons: Lexicons, languages: Sequence[str], tokens: Sequence[Token]) -> set[str | None]:
    return {m.value for m in lexicons.match(tokens, languages) if m.concept == "month"}


class _Chunk(NamedTuple):
    """What stands between two blanks: its tokens; of those that are words how they are written, and folded."""

    tokens: tuple[Token, ...]
    shown: tuple[str, ...]
    folded: tuple[str, ...]


def _chunk(text: str) -> _Chunk:
    tokens = tokenise(text)
    words = [t for t in tokens if t.kind == "word"]
    return _Chunk(tokens, tuple([t.text for t in words]), tuple([t.folded for t in words]))


_CHUNKS: KeptTexts[_Chunk] = KeptTexts(_chunk, 8_192, longest=60)


class _Chunks(NamedTuple):
    """Of the subject, and of each segment that is read; `with_day`: those with the number of an event's day."""

    subject: list[str]
    segments: list[list[str]]
    with_day: frozenset[str]


def _without_signs(pieces: Pieces, events: Sequence[Event]) -> _Chunks | None:
    """What stands between blanks in a mail that is certainly long and certainly does not name our events, unless by
    their day."""
    segments = [pieces.body[start:end].split() for _, start, end in pieces.segments]
    own = [chunks for chunks, (kind, _, _) in zip(segments, pieces.segments, strict=True) if kind is SegmentKind.OWN]
    if sum(sum(map(str.isalpha, chunks)) for chunks in own) <= _LEAST:  # letters alone are one word
        return None
    subject = pieces.subject.split()
    different = set(subject).union(*segments)
    told = signs_of(tuple(events)).told_by(different)
    return None if told.perhaps_named else _Chunks(subject, segments, told.with_day)


def _names_day(
    pieces: Pieces, days: frozenset[str], events: Sequence[Event], lexicons: Lexicons, languages: Sequence[str]
) -> bool:
    """`names_day`, with tokens around the chunks with `days` alone. These have no right offsets, which it needs none
    of."""
    months_in = partial(_months_in, lexicons, languages)
    body = chain.from_iterable(_CHUNK.findall(pieces.body, start, end) for _, start, end in pieces.segments)
    for part in (_CHUNK.findall(pieces.subject), list(body)):
        for place in (i for i, chunk in enumerate(part) if chunk in days):
            before = _tokens_of(part[max(0, place - BEFORE) : place])  # each chunk has a token at least
            here = _CHUNKS[part[place]].tokens
            behind = _tokens_of(part[place + 1 : place + 1 + BEHIND])
            places = range(len(before), len(before) + len(here))
            if names_day([*before, *here, *behind], places, events, months_in):
                return True
    return False


def _tokens_of(chunks: Sequence[str]) -> list[Token]:
    return list(chain.from_iterable([_CHUNKS[chunk].tokens for chunk in chunks]))


def _words(pieces: Pieces, chunks: _Chunks) -> Words:
    own, body = Written([], []), Written([], [])
    for segment, (kind, _, _) in zip(chunks.segments, pieces.segments, strict=True):
        words = _words_in(segment)
        for row in (body, own) if kind is SegmentKind.OWN else (body,):
            row.shown.extend(words.shown)
            row.folded.extend(words.folded)
    return Words(own.first(ENOUGH), body, _words_in(chunks.subject))


def _words_in(chunks: list[str]) -> Written:
    known = [_CHUNKS[chunk] for chunk in chunks]
    return Written(
        list(chain.from_iterable([chunk.shown for chunk in known])),
        list(chain.from_iterable([chunk.folded for chunk in known])),
    )
