"""What a sentence asks: whether one may come, something that the confirmation answers, or something else."""

from __future__ import annotations

from collections.abc import Sequence

from mailreg.lexicon.match import Match
from mailreg.understand.denial import NEED_CONCEPTS
from mailreg.understand.needs import Needs
from mailreg.understand.scope import Statement, clause_size


def is_asked(s: Statement, m: Match, place: int) -> bool:
    """Is coming what the sentence asks about: "kann ich mich noch anmelden?", "kann man auch später kommen?" """
    if s.has("ask_us") if m.concept == "attend" else s.covers(place, "ask_us"):
        return False
    if not (s.question or s.has("ask", "wants_to_know")):
        return False
    if m.concept == "register" and s.clause_has(place, "please") and not s.clause_has(place, "wants_to_know"):
        return False
    if _begins_behind(s, m, place):
        return False
    if s.clause_has(place, "question_word", "ask") or (
        s.covers(place, "wants_to_know") and not s.clause_has(place, "please")
    ):
        return True
    return s.question and m.concept == "attend" and _is_what_is_asked(s, m)


def asks_only_to_come(s: Statement, taken: Sequence[Match]) -> bool:
    """ "Darf ich mich hiermit anmelden?": what is asked is the registration itself."""
    places = {s.place_of(m) for m in taken}
    last = max((m.last for m in taken), default=-1)
    asking = {
        p
        for p, row in enumerate(s.matches)
        for o in row
        if o.concept in {"question_word", "is_there", "wants_to_know", "tag"}
        and not (p in places and o.first > last and not s.question)
    }
    if any(o.first > last for o in s.of("wants_to_know")):
        return False
    # "Ist es möglich, mich …" asks what its second clause says.
    asking = {p + 1 if clause_size(s, p) <= 4 and p + 1 in places else p for p in asking}
    return bool(places) and asking <= places


def is_answered(s: Statement) -> bool:
    """Does the confirmation answer all that this sentence asks?"""
    if not s.has("answered") or s.has(*NEED_CONCEPTS):
        return False
    return all(
        s.covers(p, "answered")
        for p in range(len(s.clauses))
        if s.clause_has(p, "question_word", "is_there", "wants_to_know")
    )


def _begins_behind(s: Statement, m: Match, place: int) -> bool:
    """ "Ich melde mich an und wüsste gern, …": the question begins behind what is said."""
    askers = [o for o in s.matches[place] if o.concept in {"question_word", "ask", "wants_to_know"}]
    return not s.question and bool(askers) and all(o.first > m.last for o in askers)


def is_whether(s: Statement, place: int) -> bool:
    """ "Ob ich mich anmelde", "whether I can come": nothing is decided."""
    return s.text.tokens[s.clauses[place].first].folded in _WHETHER


_WHETHER = frozenset("ob whether czy jestli чи dali да_ли".split())


def _is_what_is_asked(s: Statement, m: Match) -> bool:
    """ "Kann man auch nur vormittags kommen?", but not "ich komme gern, gibt es Parkplätze?"."""
    behind = [p for p, c in enumerate(s.clauses) if c.first > m.last]
    return not any(s.clause_has(p, "question_word", "is_there", "tag", "ask", *NEED_CONCEPTS) for p in behind)


def open_question(s: Statement, needs: Needs, after_need: int) -> bool:
    if s.is_subject and not s.question:
        return False
    if not (s.question or s.has("wants_to_know")):
        return False
    if s.has("ask_us") and s.has("register", "attend", "add", "change", "replace", "cancel", "earlier"):
        return False
    if s.index in needs.sentences and s.has("travel_costs", "interpreting", "sign_language"):
        return False
    if s.has("tag") and s.words <= 12 and after_need == 1:
        return False
    if s.has("ask_us") and s.has("childcare", "accessibility", "diet") and not s.has("is_there"):
        return False
    return s.words >= 2
