"""A mail in a language that is read badly or not at all: nothing seen in it is no proof that nothing is there.

Such a mail is put aside only for a sign of something else. Where nothing but the want of a sign of our events speaks
against it, a person looks: they know the language, or know whom to ask. It is never answered for that.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailreg.lexicon.match import Lexicons
from mailreg.model.reading import Doubt, Kind
from mailreg.understand.facts import LONG_MAIL, Facts
from mailreg.understand.language import LATINISED, Token, own_words, script_of
from mailreg.understand.text import Analysis
from mailreg.understand.verdict import Verdict

LITTLE_KNOWN = "little_known"
# Rules that put a mail aside because no sign of our events was seen.
_NOTHING_SEEN = frozenset(
    {"nothing_ties_it", "nothing_of_ours", "asks_something_else", "thanks_or_talk", "nothing_said"}
)
# Signs of something else; thanks stand in every mail, and a word of change or illness in registrations, too.
_ELSEWHERE = ("spam", "unsubscribe", "business", "organising", "invite", "robot", "other")
_LEAST = 3  # words, or …
_LETTERS = 12  # … letters of a script that puts no spaces between words
_TELLING = 6  # words that small words should be among
_COVERED = 0.12  # the part of them that is small words, by which a language is known; German letters have 0.4
_SHORT = 2  # letters; "a", "de", "is" are words of many languages
_UNSURE = 0.55  # the language is no more than guessed


def little_known(analysis: Analysis, facts: Facts, verdict: Verdict, lexicons: Lexicons) -> Doubt | None:
    """The doubt about a human's mail to us that was put aside for want of a sign, in a language hardly known."""
    if verdict.kind is not Kind.UNRELATED or verdict.rule not in _NOTHING_SEEN or facts.words > LONG_MAIL:
        return None
    letter = analysis.letter
    if letter.machine is not None or letter.bulk is not None or letter.spam is not None:
        return None
    if facts.to_strangers or facts.copied or facts.from_organiser or facts.forward or facts.over:
        return None
    if facts.other or any(facts.sign(concept) for concept in _ELSEWHERE):
        return None
    words = own_words(letter, [t for t in analysis.body.tokens if t.kind == "word"])
    return Doubt(LITTLE_KNOWN) if _reads_badly(analysis, words, lexicons) else None


def is_foreign(analysis: Analysis, lexicons: Lexicons) -> bool:
    """Is a mail that seems to register in Latin letters, but in a language of which no lexicon knows? Of ours, at least
    four words in ten are known."""
    words = own_words(analysis.letter, [t for t in analysis.body.tokens if t.kind == "word"])
    plain = [t for t in words if t.text[0].islower() and t.text[0] < _BEYOND_LATIN]
    if len(plain) < _TELLING_OF_ANY or 2 * len(plain) < len([t for t in words if not t.text[0].isupper()]):
        return False
    return known_part(analysis, plain, lexicons) < _KNOWN_OF_ANY


def known_part(analysis: Analysis, words: Sequence[Token], lexicons: Lexicons) -> float:
    """The part of these words that the lexicon of the mail's language knows."""
    body = analysis.body
    language = analysis.language.value or ""
    known = lexicons.function_words.get(language, frozenset())
    places = {i for m in body.matches if m.language == language for i in range(m.first, m.last + 1)}
    at = {t.start: i for i, t in enumerate(body.tokens)}
    return sum(t.folded in known or at[t.start] in places for t in words) / len(words)


_TELLING_OF_ANY, _KNOWN_OF_ANY = 10, 0.24
_BEYOND_LATIN = "\u0250"


def _reads_badly(analysis: Analysis, words: Sequence[Token], lexicons: Lexicons) -> bool:
    letters = sum(len(t.text) for t in words)
    strange = sum(len(t.text) for t in words if t.text[0].isalpha() and script_of(t.text[0]) is None)
    if 2 * strange > letters:
        return letters >= _LETTERS
    if len(words) < _LEAST:
        return False
    language = analysis.language
    latinised = language.value in LATINISED and 2 * sum(t.text[0].isascii() for t in words) > len(words)
    if language.value in lexicons.thin or latinised:
        return True
    plain = [t for t in words if not t.text[0].isupper()]  # lists of names and addresses are of no language
    if len(plain) < _TELLING or language.confidence > _UNSURE:
        return False
    known = [lexicons.function_words.get(code, frozenset()) for code in (language.value, "de", "en")]
    small = sum(len(t.text) > _SHORT and any(t.folded in have for have in known) for t in plain)
    return small <= _COVERED * len(plain)
