"""Who comes after all: an earlier cancellation is taken back, in so many words ("vergessen Sie meine Absage") or by
telling of it and coming ("ich hatte abgesagt, kann nun aber doch kommen")."""

from __future__ import annotations

from collections.abc import Sequence

from mailreg.lexicon.match import Match
from mailreg.model.mail import Span
from mailreg.understand.scope import Statement
from mailreg.understand.tie import FIRST_SUBJECT

_OPEN = ("undecided", "before", "condition", "only_if")
_TOLD = ("taken_back", "cancelled_before")


def taken_back(statements: Sequence[Statement], *, answers_a_no: bool = False) -> tuple[tuple[Span, ...], bool]:
    """The words by which somebody comes after all, and whether it is the writer; nothing where a cancellation stands
    behind them: "… und nun muss ich doch wieder absagen". `answers_a_no`: the thread is about a cancellation, "Re: Ihre
    Abmeldung"."""
    own = [s for s in statements if not s.is_subject]
    in_subject = answers_a_no or any(s.is_subject and s.text.of(*_TOLD) for s in statements)
    if not own or not (in_subject or own[0].text.of(*_TOLD)):
        return (), False
    text = own[0].text
    told = [m for m in text.of(*_TOLD) if any(_within(s, m) for s in own)]
    said: list[tuple[Statement, Match]] = []
    for s in own:
        here = [m for m in told if _within(s, m)]
        back = [m for m in here if m.concept == "taken_back"]
        said += [(s, m) for m in (*back, *_comes(s, text.of("after_all")))]
    if not (told or in_subject) or not said:
        return (), False
    last = max(m.last for _, m in said)
    for s in own:
        for match in s.of("cancel"):
            if match.first > last and not any(m.first <= match.last and match.first <= m.last for m in told):
                return (), False
    who = [_of_the_writer(s, m) for s, m in said]
    mine = True in who or False not in who
    return tuple(text.span_of(m) for _, m in said), mine


def _within(s: Statement, match: Match) -> bool:
    return s.clauses[0].first <= match.first <= s.clauses[-1].last


def _comes(s: Statement, matches: Sequence[Match]) -> list[Match]:
    """The words of coming after all in this sentence: not "doch nicht", "vielleicht doch noch"."""
    found = []
    for match in matches:
        if not _within(s, match):
            continue
        places = [p for p, c in enumerate(s.clauses) if c.first <= match.last and match.first <= c.last]
        if not any(s.covers(p, "negation", *_OPEN) for p in places):
            found.append(match)
    return found


def _of_the_writer(s: Statement, match: Match) -> bool | None:
    """False for "er kommt nun doch", "die Absage für Frau Weber"; None where nothing tells."""
    clause = s.clauses[s.place_of(match)]
    inside = s.text.tokens[clause.first : clause.last + 1]
    if not FIRST_SUBJECT.isdisjoint(t.folded for t in inside):
        return True
    if any(clause.first <= m.first <= clause.last for m in s.text.of("self_i")):  # "sí que puedo"
        return True
    for other in s.text.of("third", "title", "colleague", "friend"):
        reader = other.concept == "third" and _is_you(s, other.first)
        if clause.first <= other.first <= clause.last and not reader:
            return False
    return None


def _is_you(s: Statement, at: int) -> bool:
    """ "Können Sie …", "Sie bekamen von mir …", not "Sie kommt": the capital, and at a beginning the verb behind it."""
    tokens = s.text.tokens
    if not tokens[at].text[0].isupper():
        return False
    behind = tokens[at + 1].folded if at + 1 < len(tokens) else ""
    return at > s.clauses[0].first or behind.endswith("en")
