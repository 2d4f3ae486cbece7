"""What the writer's side does, brings or sees to by itself asks for nothing, though the words of a need are there.

"Wir arbeiten mit Menschen im Rollstuhl", "ich bringe vegane Muffins mit", "muss auf die Enkel aufpassen", "die Frau aus
dem Erdgeschoss": the phrase holds the word, or stands in its clause.
"""

from __future__ import annotations

from mailreg.lexicon.match import Match
from mailreg.lexicon.small_words import small_words
from mailreg.model.reading import NeedKind
from mailreg.understand.scope import Statement

_MEALS = small_words("meals")
_VERBS = small_words("verb_or_noun")


def is_own_doing(statement: Statement, place: int, match: Match, kind: NeedKind) -> bool:
    """ "Wir kochen vegan"; but "ich arbeite als Koch und brauche einen Aufzug" and "ich komme nur, wenn jemand auf die
    Kleinen aufpasst" ask. Of travel costs and interpreting, which have rules of their own, what the phrase itself holds
    ("wohin darf ich die Fahrkarten vom 11. schicken")."""
    said = statement.of("own_doing")
    if not said or statement.covers(place, "only_if"):
        return False
    if kind is NeedKind.ACCESSIBILITY and statement.clause_has(place, "myself"):
        return False  # "… und sitze selbst in einem"
    if any(m.first <= match.first and match.last <= m.last for m in said):
        return True
    if kind is NeedKind.CHILDCARE and any(match.first <= m.first and m.last <= match.last for m in said):
        return not statement.question  # "die Tochter kommt mit, sie malt still in der Ecke"
    if kind in {NeedKind.TRAVEL_COSTS, NeedKind.INTERPRETING} and match.concept != "sign_language":
        return False
    if statement.question or statement.clause_has(place, "condition", "indispensable"):
        return False
    if any(m.concept == "need_verb" and m.first > match.last for m in statement.matches[place]):
        return False
    clause = statement.clauses[place]
    return any(m.first <= clause.last and m.last >= clause.first for m in said)


def is_a_noun(statement: Statement, match: Match) -> bool:
    """ "Wir haben keine Verträge dabei": with a capital in mid-sentence it is no verb of eating."""
    tokens, first = statement.text.tokens, statement.clauses[0].first
    return any(
        i > first and tokens[i].folded in _VERBS and tokens[i].text.istitle()
        for i in range(match.first, match.last + 1)
    )


def is_a_meal(statement: Statement, match: Match) -> bool:
    return any(t.folded in _MEALS for t in statement.text.tokens[match.first : match.last + 1])
