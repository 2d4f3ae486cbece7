"""What stands beside a registration and takes it back, or leaves open who else comes: "Streicht das wieder", "Frau
X soll wohl auch kommen", "vielleicht hat mich die Kollegin schon angemeldet".

Rule: each of these is looked at by a person, so the words must stand beside the writer's own registration.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mailreg.lexicon.match import Match
from mailreg.lexicon.small_words import small_words
from mailreg.model.mail import Span
from mailreg.understand.denial import NEED_CONCEPTS
from mailreg.understand.scope import Statement
from mailreg.understand.sentence_forms import somebody
from mailreg.understand.tie import DROPS_PRONOUN, FIRST_SUBJECT, FIRST_VERBS
from mailreg.understand.tokens import Token

_OR = small_words("or")
_I = ("self_i", "self_me", "self_we", "self_us")
_OTHERS = ("colleague", "friend", "title", "assistant", "third", "child")


@dataclass(frozen=True)
class SecondThoughts:
    """Each holds the words that say it."""

    turned: tuple[Span, ...] = ()  # the writer's own registration is taken back behind it
    rumour: tuple[Span, ...] = ()  # others come, as the writer has heard
    twice: tuple[Span, ...] = ()  # the writer may be on the list already
    hesitates: tuple[Span, ...] = ()  # "kann sein, dass ich doch passen muss"


def second_thoughts(statements: Sequence[Statement], acts: Sequence[Span], cancel: Sequence[Span]) -> SecondThoughts:
    """`acts`: words of registering and coming, `cancel`: words of not coming, as they hold."""
    own = [s for s in statements if not s.is_subject]
    acts = [a for a in acts if own and a.part == own[0].text.part]
    if not acts:
        return SecondThoughts()
    text = own[0].text
    twice = [m for m in text.of("twice") if any(_within(s, m) and not s.question for s in own)]
    rumour = [m for m in text.of("rumour") if any(_within(s, m) and not s.question and _others_come(s, m) for s in own)]
    return SecondThoughts(
        _turned(own, acts, cancel),
        tuple(text.span_of(m) for m in rumour),
        tuple(text.span_of(m) for m in twice),
        tuple(text.span_of(m) for s in own if not s.question for m in s.of("undecided") if _of_my_coming(s, m)),
    )


def _of_my_coming(s: Statement, m: Match) -> bool:
    """Is it the writer's own coming that is open: "ob ich auftauche, …", "…, dass ich passen muss"? Not "ob ich mit dem
    Auto oder dem Zug komme"."""
    if s.has("another_time", *NEED_CONCEPTS):
        return False
    place = s.place_of(m)
    return any(_stays_away_or_whether(s, p) for p in (place - 1, place, place + 1) if 0 <= p < len(s.clauses))


def _stays_away_or_whether(s: Statement, place: int) -> bool:
    if not _by_the_writer(s, place):
        return False
    comes = s.clause_has(place, "attend", "come")
    if s.clause_has(place, "question_word"):
        return comes and s.folded.isdisjoint(_OR)
    return s.clause_has(place, "cancel", "withdraw", "unable") or (comes and s.clause_has(place, "negation"))


def _within(s: Statement, match: Match) -> bool:
    return s.clauses[0].first <= match.first <= s.clauses[-1].last


def _turned(own: Sequence[Statement], acts: Sequence[Span], cancel: Sequence[Span]) -> tuple[Span, ...]:
    """Behind the last word of the writer's own coming: that they do not come, or "scrap that"."""
    last = max(acts, key=lambda a: a.end)
    mine = next((s for s in own if s.start <= last.start < s.end), None)
    if mine is None or not _of_the_writer(mine, last) or mine.has("past", "earlier"):
        return ()
    text = mine.text
    scrapped = {text.span_of(m) for m in text.of("turned")}
    said = [*scrapped, *(c for c in cancel if c.part == text.part)]
    behind = sorted({c for c in said if c.start > last.end}, key=lambda c: c.start)
    found = []
    for span in behind:
        s = next((s for s in own if s.start <= span.start < s.end), None)
        if s is None or s.question or s.has(*NEED_CONCEPTS):
            continue
        if span in scrapped or (_says_i(s, span) and not s.has("harmless_if", "condition")):
            found.append(span)
    return tuple(found)


def _of_the_writer(s: Statement, act: Span) -> bool:
    place = _place(s, act)
    # French "m'" is no "Monsieur"
    others = [m for m in s.of(*_OTHERS) if m.concept != "title" or s.text.tokens[m.first].text[0].isupper()]
    return (s.clause_has(place, *_I) or _speaks_first(s, place)) and not others


def _says_i(s: Statement, span: Span) -> bool:
    """Does the clause speak of the writer, and not "I myself am not coming": the others do?"""
    place = _place(s, span)
    return not s.clause_has(place, "myself") and _by_the_writer(s, place)


def _by_the_writer(s: Statement, place: int) -> bool:
    """In German the verb may begin the clause, and elsewhere it may say "I" by itself."""
    if _speaks_first(s, place):
        return True
    alone = not s.text.languages or s.text.languages[0] in DROPS_PRONOUN
    return (alone or s.clause_has(place, *_I)) and not s.clause_has(place, *_OTHERS) and not (alone and somebody(s))


def _speaks_first(s: Statement, place: int) -> bool:
    words = {t.folded for t in _tokens(s, place)} & FIRST_SUBJECT
    if words == {"my"} and s.clause_has(place, "my"):
        return False  # English, not Polish
    return bool(words) or s.text.tokens[s.clauses[place].first].folded in FIRST_VERBS


def _place(s: Statement, span: Span) -> int:
    return next((p for p, c in enumerate(s.clauses) if c.start <= span.start < c.end), 0)


def _tokens(s: Statement, place: int) -> Sequence[Token]:
    clause = s.clauses[place]
    return s.text.tokens[clause.first : clause.last + 1]


def _others_come(s: Statement, heard: Match) -> bool:
    """Does the sentence say, behind what is heard, of somebody else that they come?"""
    for come in s.of("come", "attend", "present", "accept"):
        if come.first <= heard.last:
            continue
        place = s.place_of(come)
        clause = s.clauses[place]
        behind = s.text.tokens[max(clause.first, heard.last + 1) : clause.last + 1]
        if ({t.folded for t in behind} - {"my"}) & FIRST_SUBJECT:
            continue
        if any(heard.last < n.first < come.first for n in s.of("event_noun") if s.place_of(n) == place):
            continue  # "I heard about your meeting from a friend and would like to come"
        if s.clause_has(place, *_OTHERS, "organisation") or somebody(s):
            return True
        if clause.first > heard.last and not s.clause_has(place, "request"):
            return True
    return False
