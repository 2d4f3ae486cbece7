"""Does coming hang on something? "Ich komme, wenn …", "if there is a ramp we come", "falls es okay ist, dass …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailreg.lexicon.match import Match
from mailreg.lexicon.small_words import small_words
from mailreg.model.mail import Span
from mailreg.understand.denial import NEED_CONCEPTS
from mailreg.understand.refusal import cannot_follow
from mailreg.understand.scope import Statement
from mailreg.understand.tie import FIRST_SUBJECT
from mailreg.understand.tokens import Token
from mailreg.understand.whose import overlaps

# Few and frequent, of all languages at once, as in text.py.
_THAT = frozenset("dass daß das that que che że ze что що да da hogy".split())
_PERHAPS = small_words("perhaps")
_IF_VERB = small_words("if_verb")
_IF_I = small_words("if_i")
_THEN_SUBJECT = small_words("then_subject")
_THEN_TELLS = small_words("then_tells")
_NOT_IF = small_words("not_if")
_IT = small_words("it")
_IT_WILL = small_words("it_will")
_THEN = small_words("then")
_NO = frozenset("не nie ne".split())
_NO_COMMAS = frozenset("ar fa ps tr ur".split())  # "if there is a room I come" is one clause there


def hangs_on(s: Statement, m: Match, place: int, *, acted: bool) -> bool:
    """Is the condition `m`, in the clause at `place`, one that coming hangs on, and no harmless one? `acted`: an act
    stands in an earlier sentence, which "falls …, muss ich passen" takes back."""
    if not s.question and overlaps(s, m, "harmless_if"):
        return _if_it_is_all_right(s, place) or _if_not_then_not(s, m, place)
    if s.question or s.covers(place, "answered", "tag", "offer", "ask"):
        return False
    if _behind_the_act(s, m, place):
        return True
    if s.covers(place, "unable"):  # "ich melde mich an, falls ich verhindert bin, sage ich Bescheid"
        last = (
            place == len(s.clauses) - 1
            and s.clauses[place].last - m.last >= 3
            and not s.clause_has(place, "cancel", "register", "attend")
        )
        return last and any(s.place_of(a) == place - 1 and not cannot_follow(s, a) for a in s.of("register", "attend"))
    if m.language in _NO_COMMAS and _before_the_act(s, m, place):
        return True
    if s.clause_has(place, "register", "attend", "past", "please", "earlier"):
        return False
    around = (place - 1, place + 1, place + 2) if _begins_with_that(s, place + 1) else (place - 1, place + 1)
    beside = [p for p in around if 0 <= p < len(s.clauses)]
    acts = [a for a in s.of("register", "attend") if not cannot_follow(s, a)]
    comes = any(s.place_of(a) in beside for a in acts)
    if acted and place + 1 < len(s.clauses) and _then_not(s, place + 1):
        return True  # "wenn es lange dauert, dann nicht"
    return comes or (acted and any(s.clause_has(p, "cancel") for p in beside))


def others_come(s: Statement, places: Sequence[int]) -> bool:
    """Is there an act in one of these clauses? The "буду" of "буду благодарен, если …" is none."""
    return any(s.place_of(a) in places and not overlaps(s, a, "harmless_if") for a in s.of("register", "attend"))


def without_if(statements: Sequence[Statement]) -> Iterator[Span]:
    """ "Bleibt die Kita zu, bleibe ich auch daheim", "bekomme ich frei, bin ich dabei": a clause that begins with its
    verb, and behind the comma the verb of what hangs on it. "Sollten Sie …" only offers something."""
    for s in statements:
        if s.question or s.is_subject:
            continue
        for place, clause in enumerate(s.clauses[:-1]):
            words = _words(s, place)
            if _it_will(s, place, words):
                yield s.text.span(clause.start, clause.end)
                continue
            enough = len(words) >= _ENOUGH or (len(words) == 2 and words[1].folded in _IT)
            verb, subject = (words[0].folded, words[1].folded) if enough else ("", "")
            begins = verb in _IF_VERB or (verb in _IF_I and subject in _THEN_SUBJECT)
            if not begins or subject in _NOT_IF or words[1].text == "Sie" or s.clause_has(place + 1, "contrast"):
                continue
            then = [w.folded for w in _words(s, place + 1)[:2]]
            english = s.text.languages[:1] == ("en",) and then[:1] and then[0] in FIRST_SUBJECT
            if english or (len(then) > 1 and then[1] in _THEN_SUBJECT and then[0] not in _THEN_TELLS):
                yield s.text.span(clause.start, clause.end)


_ENOUGH = 3  # words of a condition


def _it_will(s: Statement, place: int, words: Sequence[Token]) -> bool:
    """ "Будет отрицательный, приеду", "не буде зміни, то приїду", "dostanę wolne, to przyjadę": a clause that begins
    with its verb, and behind the comma nothing but a "then" before what hangs on it."""
    begins = words[0].folded if words else ""
    if begins in _NO and len(words) > 1:
        begins = words[1].folded
    if len(words) < 2 or begins not in _IT_WILL:
        return False
    then = s.clauses[place + 1]
    first = then.first + (s.text.tokens[then.first].folded in _THEN)
    return any(a.first == first for a in s.of("register", "attend"))


def _words(s: Statement, place: int) -> list[Token]:
    clause = s.clauses[place]
    return [t for t in s.text.tokens[clause.first : clause.last + 1] if t.kind == "word"]


def hangs_in_the_air(s: Statement, m: Match) -> bool:
    """Is what `m` calls off open yet: "zähl mich erst mal nicht mit", "… wenn ja, fangt ohne mich an"?"""
    place = s.place_of(m)
    if s.covers(place, "undecided", "before"):
        return True
    return s.clause_has(place - 1, "then") and s.clauses[place - 1].last - s.clauses[place - 1].first <= _IF_SO


_IF_SO = 2  # tokens of "if so" beside its first


def perhaps_not(s: Statement, m: Match) -> bool:
    """ "Ich komme vielleicht nicht", "könnte sein, dass ich ausfalle": it is the staying away that is open; in "ich
    sage ab, vielleicht ein andermal" it is not."""
    place = s.place_of(m)
    if s.question or s.clause_has(place, "another_time", "past"):
        return False
    alone = s.clauses[place].last - s.clauses[place].first <= 2  # "perhaps, I …"
    alone = alone and not s.clause_has(place + 1, "contrast", "regret")
    here = (place, place + 1) if alone else (place,)
    if s.text.tokens[m.first].folded not in _PERHAPS:
        # "melde mich wieder ab" is one phrase from its first word on
        return any(c.first <= m.last < c.last and c.first != m.first for c in s.of("cancel"))
    return any(m.last < c.last and s.place_of(c) in here for c in s.of("cancel"))  # not "nie może": cannot


def of_a_need(s: Statement, m: Match) -> bool:
    """ "Wir brauchen keine Übersetzung, es sei denn …": what is not needed hangs on something, no coming does."""
    if s.has("register", "attend", "registration", "cancel", "accept") or not s.has(*NEED_CONCEPTS):
        return False
    return any(n.first < m.first for n in s.of("negation", "no_need"))


def _before_the_act(s: Statement, m: Match, place: int) -> bool:
    """Directly behind the "if" the coming itself is what is supposed ("if I come")."""
    return any(a.first > m.last + 1 and s.place_of(a) == place for a in s.of("attend"))


def _behind_the_act(s: Statement, m: Match, place: int) -> bool:
    """ "Count me in if my shift gets swapped", "ich komme wenn ich frei kriege": written without a comma."""
    if s.clause_has(place, "past", "please", "earlier", "request", "cancel"):
        return False
    acts = [a for a in s.of("register", "attend") if s.place_of(a) == place and not cannot_follow(s, a)]
    enough = s.clauses[place].last - m.last >= 3 or place + 1 < len(s.clauses)
    return enough and any(a.last < m.first for a in acts) and not any(a.first > m.last for a in acts)


def _if_it_is_all_right(s: Statement, place: int) -> bool:
    """ "Falls es okay ist, dass ich den Hund mitbringe, bin ich dabei": what must be all right is said, so somebody
    has to say whether it is; "falls es okay ist, komme ich zu zweit" is mere politeness."""
    return _begins_with_that(s, place + 1) and any(s.place_of(a) > place for a in s.of("register", "attend"))


def _if_not_then_not(s: Statement, m: Match, place: int) -> bool:
    """ "Wenn noch Geld da ist, komme ich, wenn nicht, dann nächstes Mal": without it nobody comes. "Wenn nicht, auch
    gut", "wenn nicht, komme ich mit dem Rad" are harmless."""
    if not s.clause_has(place, "negation") or s.clauses[place].last - m.last > _IF_SO + 1:
        return False
    behind = range(place + 1, len(s.clauses))
    stays = any(s.clause_has(p, "another_time", "cancel") or _then_not(s, p) for p in behind)
    return stays and any(s.of("register", "attend", "present"))


def _then_not(s: Statement, place: int) -> bool:
    """ "… dann eben nicht", "tak ne": a no and nothing else."""
    return s.clause_has(place, "negation") and len(_words(s, place)) <= _ENOUGH and not s.clause_has(place, "fyi")


def _begins_with_that(s: Statement, place: int) -> bool:
    return place < len(s.clauses) and s.text.tokens[s.clauses[place].first].folded in _THAT
