"""A "not" that stands beside a need and is about something else: another person, another language, what is asked.

"Sie braucht Arabisch ich nicht so", "Ukrainisch und nicht Russisch", "zahlt ihr keine Fahrtkosten?".
"""

from __future__ import annotations

from mailreg.lexicon.fold import fold
from mailreg.lexicon.match import Match
from mailreg.understand.fares import money_comes_back
from mailreg.understand.scope import Statement, clause_size

# Few and frequent, of all languages at once, as in text.py: they tell whose refusal it is.
FIRST_PERSON = frozenset(
    fold(word)
    for word in """ich wir mir mich uns unser unsere mein meine i we me us my our je nous moi j yo nosotros mi nos ja my
    mnie nam я мы мне мені нам ми мен мени ben biz bana bize انا نحن لي لنا من ما tôi chúng em eu noi mie nós mim
    meni nama jsem ez min mine aniga annagu
    meins meine meinem meiner mine mio mia mienne mien moje мой моя мое моё мій моє benim benimki""".split()
)
# "Kann ich übersetzen?" offers, "kann mir jemand übersetzen?" does not.
WRITER = frozenset(
    fold(word)
    for word in "ich wir i we je nous yo nosotros ja my я мы ми ben biz انا نحن من ما eu noi nós ez waxaan".split()
)
# Who a clause behind is about, where it is not the need: "nur für sie, er versteht alles", "für alle, die …".
_THIRD = frozenset(
    fold(word)
    for word in """er sie es die der das welche he she they who that il elle ils elles qui el ella ellos ellas que lui
    lei on ona oni która który którzy które он она они который которая которые він
    вона вони який яка які o onlar هو هي هم
    التي الذي الذين او آنها که ew کە""".split()
)
_REPLIES = frozenset(fold(w) for w in "nicht nein net ned ni not non no nie нет нет ні hayır لا نه không na".split())
_ASKING = ("request", "asked_for", "need_verb", "indispensable")
_QUESTION = 3  # words of a question that is more than "keine Fahrtkosten?"


def beside_the_need(statement: Statement, place: int, match: Match, refusal: Match) -> bool:
    """Does this refusal, in the clause of the need, bear on something else?"""
    if refusal.concept == "negation" and _of_a_language(statement, match, refusal):
        return True
    if _of_the_writer(statement, place, match, refusal):
        return True
    return match.concept == "travel_costs" and (
        _asks_whether(statement, place, match, refusal)
        or _if_not(statement, place, refusal)
        or _paid_for_now(statement, refusal)
    )


def tells_whose(statement: Statement, place: int, after: int) -> bool:
    """ "Bitte erstatten Sie ihr die Fahrt, sie arbeitet nicht", "für alle, die keine Karte haben": behind a request a
    sentence with its own subject and verb gives the reason, or says who is meant."""
    if not statement.covers(place, *_ASKING) or clause_size(statement, after) < _QUESTION:
        return False
    tokens = statement.text.tokens
    clause = statement.clauses[after]
    own = tokens[clause.first].folded in _THIRD
    ends = tokens[clause.last].folded in _REPLIES  # "er aber nicht"
    return own and not ends and not statement.covers(after, "no_need")


def _of_a_language(statement: Statement, match: Match, refusal: Match) -> bool:
    """ "Übersetzung bitte nicht auf Türkisch", "Ukrainisch und nicht Russisch": another language is not asked for."""
    behind = refusal.last + 1
    named = [m for m in statement.of("language_name") if behind <= m.first <= behind + 1]
    if not named or refusal.first <= match.last:
        return False
    return match.concept == "interpreting" or (
        match.concept == "language_name" and all(m.value != match.value for m in named)
    )


def _of_the_writer(statement: Statement, place: int, match: Match, refusal: Match) -> bool:
    """ "Meine Frau braucht Arabisch ich nicht so": without a comma, the writer's own "not" behind another's need; but
    "Arabisch brauchen wir nicht" is one sentence."""
    tokens = statement.text.tokens
    start = statement.clauses[place].first
    ends = any(n.last == refusal.last for n in statement.of("negation"))
    writer = refusal.last - 1
    if not ends or writer <= match.last or writer < start or tokens[writer].folded not in WRITER:
        return False
    asks = [m for m in statement.matches[place] if m.concept in _ASKING and m.last < writer]
    inverted = any(m.last == writer - 1 and m.first == m.last for m in asks)
    return bool(asks) and not inverted and not any(t.folded in WRITER for t in tokens[start : match.first])


def _asks_whether(statement: Statement, place: int, match: Match, refusal: Match) -> bool:
    """ "Zahlt ihr keine Fahrtkosten?", "muss ich die Fahrt selbst zahlen?" ask for them; "brauche ich nicht, ok?" and
    "können Sie vermerken, dass ich keine Fahrtkosten will?" don't."""
    if not statement.question or clause_size(statement, place) < _QUESTION or statement.clause_has(place, "need_verb"):
        return False
    clause = statement.clauses[place]
    if any(
        statement.text.tokens[i].folded in WRITER for i in (clause.first, clause.first + _conjunction(statement, place))
    ):
        return False
    denies = [n for n in statement.of("negation") if refusal.first <= n.first and n.last <= refusal.last]
    plain = refusal.concept == "negation" or (denies and refusal.last <= match.last)  # "keine Fahrtkosten"
    if plain:
        mine = any(t.folded in FIRST_PERSON for t in statement.text.tokens[clause.first : clause.last + 1])
        return not mine or statement.clause_has(place, "request", "is_there", "ask_us", "ask", "question_word")
    behind = range(place + 1, len(statement.clauses))
    return not denies and not any(statement.clause_has(p, "negation", "no_need") for p in behind)


def _conjunction(statement: Statement, place: int) -> int:
    return int(statement.text.tokens[statement.clauses[place].first].folded in _THAT)


_THAT = frozenset(fold(word) for word in "dass das that que że ze что що ki da că ca che انني ان که".split())


def _paid_for_now(statement: Statement, refusal: Match) -> bool:
    """ "Die Karte zahle ich selbst, und Sie erstatten sie mir": paid by the writer for the time being."""
    if refusal.concept == "negation" or any(refusal.first <= n.first <= refusal.last for n in statement.of("negation")):
        return False
    clause = statement.place_of(refusal)
    later = range(clause + 1, len(statement.clauses))
    return money_comes_back(statement, refusal.last) and not any(statement.clause_has(p, "negation") for p in later)


def _if_not(statement: Statement, place: int, refusal: Match) -> bool:
    """ "Streicht mich, falls ihr die Fahrkarte nicht wenigstens zur Hälfte übernehmen könnt"."""
    return (
        refusal.concept == "negation"
        and statement.clause_has(place, "condition")
        and (statement.clause_has(place, "request") and not statement.clause_has(place, "need_verb"))
    )
