"""A first glance: a long mail in which nothing is a sign of our events is put aside before it is read in full.

Most mail of a work inbox is of this kind. Nothing is lost by it: what has no sign of our events can only be bound to
one by a hint, and in a long mail hints never count (facts.py, `may_be_ours`); tests hold both ways against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from mailreg.lexicon.match import Lexicons
from mailreg.model.mail import Letter
from mailreg.model.reading import Found, Kind, Reading
from mailreg.model.registration import Event
from mailreg.understand.event_names import names_any
from mailreg.understand.facts import LONG_MAIL
from mailreg.understand.language import letter_language, plausible_languages
from mailreg.understand.text import Pieces, Token


def put_aside(letter: Letter, pieces: Pieces, events: Sequence[Event], lexicons: Lexicons) -> Reading | None:
    """The reading of a mail that cannot be about our events; None if it must be read in full."""
    if letter.forwarded is not None or pieces.cut or not events:
        return None
    if pieces.own_words <= LONG_MAIL + _MARGIN:
        return None
    found = letter_language(letter, pieces.body_tokens, pieces.subject_tokens, lexicons.function_words)
    languages = plausible_languages(found, chain(pieces.subject_tokens, pieces.body_tokens), lexicons.function_words)

    def months_in(tokens: Sequence[Token]) -> set[str | None]:
        return {m.value for m in lexicons.match(tokens, languages) if m.concept == "month"}

    days = frozenset(str(e.start.day) for e in events)
    in_words = lexicons.openings("day_number", days, languages)
    for tokens in (pieces.subject_tokens, pieces.body_tokens):
        if names_any(tokens, events, months_in) or not in_words.isdisjoint([t.folded for t in tokens]):
            return None
    machine = letter.machine is not None or letter.bulk is not None
    return Reading(
        Found(Kind.AUTOMATIC if machine else Kind.UNRELATED, 0.9), found, Found(None), why="no_sign_of_our_events"
    )


_MARGIN = 20  # words; sentences are counted a little differently when a mail is read in full
