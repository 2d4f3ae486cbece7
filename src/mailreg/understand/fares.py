"""Travel costs that no word names: "den Zug würden wir gern abrechnen", "wir kommen per Bahn, bitte um Erstattung"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailreg.lexicon.fares import BACK, CARD, PAY, WAY, fare_words
from mailreg.lexicon.match import Match
from mailreg.understand.scope import Statement

_ASKS = ("request", "asked_for", "need_verb", "indispensable", "ask", "ask_us", "wants_to_know", "is_there", "tag")


def unnamed_fares(statements: Sequence[Statement]) -> Iterator[tuple[Statement, Match]]:
    """Sentences that ask for money back, and where they do; the way stands in them or in the sentence before."""
    for number, statement in enumerate(statements):
        if statement.is_subject or statement.has("travel_costs"):
            continue
        if not (statement.question or statement.has(*_ASKS)):
            continue
        back = _asked_back(statements, number)
        if back is None:
            continue
        token = statement.text.tokens[back]
        language = statement.text.languages[0] if statement.text.languages else ""
        yield statement, Match("travel_costs", language, token.start, token.end, back, back)


def _asked_back(statements: Sequence[Statement], number: int) -> int | None:
    """The token that asks for the money: of refunding beside the way or behind a sentence about it, of paying only
    beside it."""
    statement = statements[number]
    back = _first(statement, BACK)
    if back is not None and (_has_way(statement, back) or (number and _first(statements[number - 1], WAY) is not None)):
        return back
    paid = _first(statement, PAY)
    return paid if paid is not None and _has_way(statement, paid) else None


def is_a_card(statement: Statement, match: Match) -> bool:
    """ "Fahrt: Jobticket" asks for nothing, "bitte das Jobticket erstatten" does."""
    if match.first != match.last or CARD not in fare_words(statement.text.tokens[match.first].folded):
        return False
    return _first(statement, BACK) is None and not statement.has("need_verb")


def money_comes_back(statement: Statement, behind: int) -> bool:
    """ "Die Fahrkarte bezahle ich selbst, und Sie erstatten sie": is there money back behind this token?"""
    tokens = statement.text.tokens
    return any(BACK in fare_words(tokens[i].folded) for i in range(behind + 1, statement.clauses[-1].last + 1))


def _has_way(statement: Statement, back: int) -> bool:
    tokens = statement.text.tokens
    places = range(statement.clauses[0].first, statement.clauses[-1].last + 1)
    return any(i != back and WAY in fare_words(tokens[i].folded) for i in places)


def _first(statement: Statement, topic: str) -> int | None:
    tokens = statement.text.tokens
    places = range(statement.clauses[0].first, statement.clauses[-1].last + 1)
    return next((i for i in places if topic in fare_words(tokens[i].folded)), None)
