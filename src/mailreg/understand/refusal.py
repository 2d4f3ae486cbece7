"""Is coming refused? Words of cancelling that refuse nothing, and a "not" that is about something else."""

from __future__ import annotations

from mailreg.lexicon.match import Match
from mailreg.understand.denial import NEED_CONCEPTS
from mailreg.understand.scope import Statement, negated
from mailreg.understand.tie import FIRST_SUBJECT
from mailreg.understand.whose import mine, overlaps


def is_refusal(s: Statement, m: Match) -> bool:
    """A word of cancelling that is none: "nicht allein", "aus dem Verteiler", "ich konnte nicht, jetzt komme ich"."""
    if overlaps(s, m, "indispensable", "unsubscribe", "only_if", "limited", "another_time"):
        return False
    place = s.place_of(m)
    if s.clause_has(place, "unsubscribe"):
        return False
    later = [t.folded for c in s.clauses[place + 1 :] for t in s.text.tokens[c.first : min(c.last, m.last) + 1]]
    return FIRST_SUBJECT.isdisjoint(later)


def cannot_follow(s: Statement, m: Match) -> bool:
    """ "Da komme ich nicht mit": nobody comes or stays away."""
    return any(o.first == m.first and o.last >= m.last - 1 for o in s.of("indispensable"))


def cancels(s: Statement, place: int) -> bool:
    """Does a word of cancelling stand in this clause, or reach into it?"""
    clause = s.clauses[place]
    return any(m.first <= clause.last and m.last >= clause.first and is_refusal(s, m) for m in s.of("cancel"))


def denied(s: Statement, m: Match) -> bool:
    """Negated, though not by "ohne Begleitung", "nicht allein", "und brauche keine Fahrtkosten"."""
    if not negated(s, m):
        return False
    clause = s.clauses[s.place_of(m)]
    return any(
        n.first <= clause.last
        and n.last >= clause.first
        and s.text.tokens[n.first].folded not in _WITHOUT
        and not overlaps(s, n, "limited")
        and not any(
            m.last < need.first and need.last >= n.first - _BESIDE for need in s.of(*NEED_CONCEPTS, "need_verb")
        )
        for n in s.of("negation", "no_need")
        if n.concept == "negation" or overlaps(s, n, "negation")
    )


_BESIDE = 3  # tokens between a need and the "not" that is about it

_WITHOUT = frozenset("ohne without sans sin sem bez bez без fara".split())


def was(s: Statement) -> bool:
    """ "Ich war krank" tells why the answer is late, not why nobody comes."""
    tokens = s.text.tokens[s.clauses[0].first : s.clauses[-1].last + 1]
    return s.has("past") or any(t.folded in _PAST for t in tokens)


_PAST = frozenset("war waren was were been etais etait estaba estuve bylem bylam был была були був idim".split())


def is_for_another(s: Statement, m: Match) -> bool:
    """ "Zur Schulung kann ich nicht", but not "wegen einer Schulung kann ich nicht"."""
    clause = s.clauses[s.place_of(m)]
    tokens = s.text.tokens
    return any(
        o.first > clause.first
        and not _TO_IT.isdisjoint(t.folded for t in tokens[max(clause.first, o.first - 2) : o.first])
        for o in s.of("other")
        if clause.first <= o.first <= clause.last
    )


_TO_IT = frozenset("zur zum beim fur to for a al para na do на до для".split())


def is_mere_noun(s: Statement, m: Match) -> bool:
    """ "Eine Stornierung ist bis zum 10. möglich": a noun in a sentence of nobody's."""
    return m.first == m.last and s.words > 8 and not mine(s) and not s.has("regret", "please", "unable")


def is_long_ago(s: Statement, m: Match) -> bool:
    """ "Last year I had to cancel"; but "I cancel last week's registration" is now."""
    place = s.place_of(m)
    before = any(n.concept == "past" and n.last < m.first for n in s.matches[place])
    return before and not s.clause_has(place, "earlier", "registration")
