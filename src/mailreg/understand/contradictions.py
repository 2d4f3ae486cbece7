"""What a registration says of its people and takes back in the same breath: another number ("zwei Plätze … oder doch
drei?"), a number that the names behind it don't fit, one of two, or somebody whom somebody will choose later.

Rule: this doubt is lifted by nobody but a person, so it is raised only where both statements are certain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from mailreg.lexicon.small_words import small_words
from mailreg.model.mail import Span
from mailreg.model.reading import Doubt
from mailreg.understand import names
from mailreg.understand.companions import Crowd
from mailreg.understand.said_numbers import numbers_in
from mailreg.understand.scene import RELATIONS, Scene
from mailreg.understand.text import Clause
from mailreg.understand.tokens import Token
from mailreg.understand.withdrawn import NEEDS, Says, says

_OR = small_words("or")
_DASHES = frozenset("-–—/")
_EITHER = small_words("either")
_PERHAPS = small_words("perhaps")
_EVEN = small_words("even")
_DECIDING = small_words("deciding")
_LATER = small_words("later")
_WHO = small_words("who")
_WHICH = small_words("which_one")
_ONE = small_words("one")
_OF = small_words("from")
_FOR = small_words("for")
_EACH = small_words("each")
_US = small_words("us")
_ONE_OF_US = small_words("one_of_us")
_MOST = 9  # a larger number in digits is rather a day
_SHORT = 3  # words: "wer genau", "wer es ist"
_BETWEEN = ("joins", "title", "my", "accompanied")
_NEAR = 6  # words between a number and the colon behind it: "4 Personen zum Fachtag:"


def contradictions(scene: Scene, crowd: Crowd, named: Sequence[str], sender: str) -> Iterator[Doubt]:
    """At most one. `named`: all who come, `sender`: the writer's name."""
    others = tuple(n for n in named if not names.same_person(n, sender))
    spans = (
        _names_do_not_fit(scene, crowd, named, sender)
        or _more_than_all(scene, crowd, named)
        or _one_too_many(scene, crowd, named)
        or _another_number(scene, crowd)
        or _one_number_or_the_next(scene)
        or (() if others else _chosen_later(scene, crowd))
        or _one_or_the_other(scene)
        or _one_of_us(scene, named)
    )
    if spans:
        yield Doubt("contradictory", spans)


# --- numbers ---


def _numbers(scene: Scene) -> list[tuple[int, int, int]]:
    """Numbers of people or places, as (first token, last token, value): "zu dritt", "drei", "3"."""
    groups = [
        (m.first, m.last, int(m.value))
        for m in scene.text.of("group")
        if m.first in scene.own_set and m.value is not None
    ]
    taken = {i for first, last, _ in groups for i in range(first, last + 1)}
    return sorted(groups + [(i, i, n) for i, n in numbers_in(scene) if i not in taken and n <= _MOST])


def _names_do_not_fit(scene: Scene, crowd: Crowd, named: Sequence[str], sender: str) -> tuple[Span, ...]:
    """ "Wir kommen zu dritt: Anna Weber und Tom Roth", "zu zweit (meine Frau, mein Sohn und ich)", "ein Platz für Anna
    Weber und Tom Roth": behind the number stand people, nothing else, and not as many."""
    everybody = {word: name for name in reversed((*named, sender)) if name for word in names.parts(name)}
    for first, last, number in _numbers(scene):
        opens = _opened(scene, first, last, everybody)
        if opens is None:
            continue
        colon, whole = opens
        if not _of_people(scene, first, last, colon, number):
            continue
        behind = _only_people(scene, colon + 1, everybody, sender, whole=whole)
        relations = sum(not who for who in behind.values())
        if len(behind) < 2 or len(behind) == number or (not relations and (crowd.extra or crowd.vague)):
            continue
        if not whole and len(behind) < number:
            continue
        if sender in behind.values() or number != len(behind) + 1:  # else the writer may be one more
            return (_span(scene, first, last), _span(scene, min(behind), max(behind)))
    return ()


def _opened(scene: Scene, first: int, last: int, named: Mapping[str, str]) -> tuple[int, bool] | None:
    """The token behind which people stand, and whether they are all: a colon, a bracket, "nämlich" – or only "for"."""
    for at in range(last + 1, min(last + _NEAR + 6, len(scene.tokens) - 1)):
        token = scene.tokens[at]
        if token.text in ":(":
            return at, True
        if token.text == "," and scene.has(at + 1, "called"):
            return at + 1, True
        person = scene.tokens[at + 1].folded in named or scene.has(at + 1, "title", "self_me")
        if person and token.folded in _FOR:
            return None if any(scene.tokens[b].folded in _EACH for b in scene.words_before(first, 1)) else (at, False)
        if _ends(scene, at) and not (token.text == "." and scene.tokens[at - 1].kind == "number"):
            return None
    return None


def _ends(scene: Scene, index: int) -> bool:
    return scene.tokens[index].kind == "newline" or scene.tokens[index].text in ".:;!?,()"


def _of_people(scene: Scene, first: int, last: int, colon: int, number: int) -> bool:
    """The number is of those who come: "zu dritt", "4 Personen", "wir sind 5"; of one only "ein Platz"."""
    clause = scene.clause_at(first)
    if clause is None or says(scene, clause) is Says.NOT_COMING:
        return False
    sentence = [i for c in scene.sentences[clause.sentence] for i in range(c.first, c.last + 1) if i < colon]
    if scene.any(sentence, "child", "told", "past", "in_the_car", *NEEDS):
        return False
    after = range(last + 1, colon)
    if number == 1:
        return scene.has(last + 1, "seat")
    if first < last or any(m.first == first for m in scene.text.of("group")):
        return True
    if scene.any(scene.words_before(first, 1), "total") and scene.any(sentence, "self_we"):
        return True
    return scene.any(after, "seat", *RELATIONS) or (colon == last + 1 and scene.any(sentence, "self_we"))


def _only_people(scene: Scene, start: int, named: Mapping[str, str], sender: str, *, whole: bool) -> dict[int, str]:
    """Where people stand from here to the end of the sentence or the bracket, and who ("" for "meine Frau"); empty if
    other words stand there, too. Not `whole`: up to the first other word. `named`: whose name has which word."""
    found: dict[str, int] = {}
    bracket = scene.tokens[start - 1].text == "("
    for at in range(start, len(scene.tokens)):
        token = scene.tokens[at]
        if token.kind == "newline":
            if found and scene.tokens[at - 1].kind == "newline":
                break
            continue
        if at not in scene.own_set:
            return {}  # the list may go on in what looks like a signature
        if token.text in ".!?" or (bracket and token.text == ")"):
            break
        who = named.get(token.folded)
        if scene.has(at, "self_i", "self_me"):
            found.setdefault(sender, at)
        elif who is not None:
            found[who] = at
        elif scene.has(at, *RELATIONS) and (scene.has(at - 1, "my") or _beside(scene, at)):
            if not _named_directly(scene, at, named):
                found[f"{at}"] = at  # "meine Frau", "samt Gattin"
        elif (
            token.text not in ",;/&+-"
            and token.folded not in _FOR
            and not scene.has(at, "joins", "title", "my", "accompanied")
        ):
            if whole:
                return {}
            break
    return {at: "" if who.isdigit() else who for who, at in found.items()}


def _beside(scene: Scene, index: int) -> bool:
    """ "Herr Albin samt Gattin"; not "mit Frau Weber"."""
    return scene.has(index - 1, "accompanied") and not scene.has(index, "title")


def _named_directly(scene: Scene, index: int, named: Mapping[str, str]) -> bool:
    """ "Unsere Freiwillige Anna Weber", "meine Kollegin, Frau Weber": the name of the same one follows."""
    ahead = [i for i in range(index + 1, min(index + 4, len(scene.tokens))) if scene.tokens[i].text not in ",:"]
    return bool(ahead) and (scene.has(ahead[0], "title") or scene.tokens[ahead[0]].folded in named)


def _who_is(word: str, named: Sequence[str]) -> str | None:
    return next((n for n in named if word in names.parts(n)), None)


def _more_than_all(scene: Scene, crowd: Crowd, named: Sequence[str]) -> tuple[Span, ...]:
    """ "Zu viert (Anna Weber, Tom Roth, fünf weitere)": the unnamed are more than all."""
    numbers = _numbers(scene)
    for place, (first, last, number) in enumerate(numbers):
        opens = next((i for i in range(last + 1, min(last + _NEAR, len(scene.tokens))) if _ends(scene, i)), None)
        if (
            number < 2
            or opens is None
            or scene.tokens[opens].text not in "(:"
            or not any(s.start <= scene.tokens[first].start < s.end for s in crowd.evidence)
        ):
            continue
        clause = scene.clause_at(first)
        for at, _, more in numbers[place + 1 :]:
            other = scene.clause_at(at)
            if clause is None or other is None or other.sentence != clause.sentence:
                break
            somebody = any(_who_is(scene.tokens[i].folded, named) for i in range(opens, at))
            if somebody and more >= number and scene.has(at + 1, "further", "remaining"):
                return (_span(scene, first, last), _span(scene, at, at + 1))
    return ()


def _one_too_many(scene: Scene, crowd: Crowd, named: Sequence[str]) -> tuple[Span, ...]:
    """ "Im Namen von uns dreien … (three names). Insgesamt also vier Plätze": two numbers of all, and nobody more."""
    said = set(crowd.totals)
    if crowd.extra or crowd.vague or len(said) != 2 or len(named) < 2 or min(said) != len(named):
        return ()
    more = scene.text.of("further", "remaining", "nameless", "child", "assistant")
    return crowd.evidence[:2] if not any(m.first in scene.own_set for m in more) else ()


def _another_number(scene: Scene, crowd: Crowd) -> tuple[Span, ...]:
    """ "Zwei Plätze bitte. Oder doch drei?", "vielleicht auch zu dritt": beside a number, another that is open."""
    said = {*crowd.totals, *((crowd.extra, crowd.extra + 1) if crowd.extra else ())}
    if not crowd.evidence or not said:
        return ()
    for first, last, number in _numbers(scene):
        clause = scene.clause_at(first)
        if number < 2 or number in said or clause is None or not _counts_alone(scene, last) or not _open(scene, first):
            continue
        inside = range(clause.first, clause.last + 1)
        earlier = next((s for s in crowd.evidence if s.start < scene.tokens[first].start), None)
        if earlier is not None and not scene.any(inside, "child", "in_the_car", *NEEDS):
            return (earlier, _span(scene, first, last))
    return ()


def _one_number_or_the_next(scene: Scene) -> tuple[Span, ...]:
    """ "Mit zwei oder drei Kolleginnen", "3-4 Leute", "zu dritt oder zu viert"."""
    own = scene.own_set
    digits = [(i, i, int(t.folded)) for i, t in enumerate(scene.tokens) if i in own and _is_digit(t)]
    numbers = sorted({*_numbers(scene), *digits})
    groups = {m.first for m in scene.text.of("group")}
    for (first, last, number), (second, end, other) in pairwise(numbers):
        between = scene.tokens[last + 1 : second]
        if abs(other - number) not in {1, 2} or not between or any(t.folded not in _OR | _DASHES for t in between):
            continue
        clause = scene.clause_at(second)
        if clause is None or scene.any(range(clause.first, clause.last + 1), "child", "in_the_car", *NEEDS):
            continue
        if second in groups or any(scene.has(end + n, "seat", *RELATIONS) for n in (1, 2)):
            return (_span(scene, first, end),)
    return ()


def _is_digit(token: Token) -> bool:
    return token.kind == "number" and len(token.text) == 1 and token.folded.isdigit()


def _counts_alone(scene: Scene, last: int) -> bool:
    """The number ends its clause, or people follow: no hour, street or thing."""
    behind = scene.tokens[last + 1] if last + 1 < len(scene.tokens) else None
    if behind is None or behind.kind == "newline" or behind.text in ",;!?)–-…":
        return True
    if behind.text == ".":
        return scene.tokens[last].kind == "word"
    return scene.has(last + 1, "seat", *RELATIONS) and not scene.has(last + 1, "child")


def _open(scene: Scene, first: int) -> bool:
    """Before the number stands "perhaps", or an "or" that begins the sentence; between them only "even", "also"."""
    at = scene.before(first)
    for _ in range(3):
        if at is None or scene.tokens[at].kind != "word":
            return False
        word = scene.tokens[at].folded
        if word in _PERHAPS:
            return True
        if word in _OR and scene.tokens[first].kind == "word":
            clause = scene.clause_at(at)
            return clause is not None and min(c.first for c in scene.sentences[clause.sentence]) == at
        if word not in _EVEN:
            return False
        at = scene.before(at)
    return False


# --- who it is ---


def _chosen_later(scene: Scene, crowd: Crowd) -> tuple[Span, ...]:
    """ "Zwei von uns kommen, wer, entscheidet das Los": of nobody is it said that they come for certain. "Vier Plätze,
    wer genau kommt, sage ich noch" only keeps the names back."""
    some = (crowd.total or 0) > 1 or any(_of_us(scene, i) is not None for i in scene.own_tokens)
    if not some:
        return ()
    for number, clauses in scene.sentences.items():
        if clauses[-1].question or not any(c.first in scene.own_set for c in clauses):
            continue
        for place, clause in enumerate(clauses):
            if not _asks_who(scene, clause):
                continue
            whole = [i for c in clauses for i in range(c.first, c.last + 1)]
            beside = [i for c in clauses[place + 1 :] for i in range(c.first, c.last + 1)]
            of_us = any(scene.tokens[i].folded in _US for i in range(clause.first, clause.last + 1))
            told_later = of_us and any(scene.tokens[i].folded in _LATER for i in beside)
            decided = any(scene.tokens[i].folded in _DECIDING for i in whole)
            if (told_later or decided) and not _writer_comes(scene, number, place):
                return (scene.text.span(clause.start, clauses[-1].end),)
    return ()


def _asks_who(scene: Scene, clause: Clause) -> bool:
    """ "wer …", "which two of us …"; not "welcher Workshop"."""
    words = [i for i in range(clause.first, clause.last + 1) if scene.tokens[i].kind == "word"]
    if not words or words[0] not in scene.own_set:
        return False
    first = scene.tokens[words[0]].folded
    if first in _WHO:
        near = len(words) <= _SHORT or not _DECIDING.isdisjoint(scene.tokens[i].folded for i in words)
        return near or scene.any(words, "come", "attend") or _of_us(scene, words[0]) is not None
    if first not in _WHICH:
        return False
    behind = words[1:3]
    return scene.any(behind, "number", "both", *RELATIONS) or any(scene.tokens[i].folded in _US for i in behind)


def _writer_comes(scene: Scene, number: int, place: int) -> bool:
    """Another clause says of the writer that they come, or counts them: "mit mir und zwei anderen"."""
    for clause in scene.text.clauses:
        at = scene.sentences[clause.sentence].index(clause)
        if clause.first not in scene.own_set or (clause.sentence == number and at >= place):
            continue
        inside = range(clause.first, clause.last + 1)
        others = scene.any(inside, "enrol", "register", "told") and not scene.any(inside, "self_me")
        if scene.any(inside, "self_me", "self_i") and not others:
            return says(scene, clause) is not Says.NOT_COMING
    return False


def _one_or_the_other(scene: Scene) -> tuple[Span, ...]:
    """ "Entweder ich oder meine Kollegin", "für mich oder meine Vertretung, das entscheidet der Chef"."""
    unsure = scene.text.of("undecided")
    for number, clauses in scene.sentences.items():
        inside = [i for c in clauses for i in range(c.first, c.last + 1) if c.first in scene.own_set]
        near = [*inside, *(i for c in scene.sentences.get(number + 1, ()) for i in range(c.first, c.last + 1))]
        either = any(scene.tokens[i].folded in _EITHER for i in inside)
        for place, at in enumerate(inside):
            if scene.tokens[at].folded not in _OR or not 0 < place < len(inside) - 1:
                continue
            before, behind = inside[max(place - 2, 0) : place], inside[place + 1 : place + 4]
            one = scene.any(before, "self_me", "self_i") and scene.any(behind, "my", *RELATIONS, "instead_of_me")
            other = scene.any(behind, "self_me", "self_i") and scene.any(before, *RELATIONS)
            decided = either or any(scene.tokens[i].folded in _DECIDING for i in near)
            if not (one or other) and any(m.first in near for m in unsure):
                # "unsere Chefin oder den Stellvertreter, das weiß ich nicht genau"
                one, decided = _is_one(scene, inside[:place]) and _is_one(scene, behind[:3]), True
            if (one or other) and decided:
                return (_span(scene, before[0], behind[-1]),)
    return ()


def _is_one(scene: Scene, tokens: Sequence[int]) -> bool:
    """Is somebody who is not named among the last or first few: "unsere Chefin", "the deputy"?"""
    return any(scene.has(i, "colleague", "friend") and not scene.has(i, "title") for i in tokens[-8:])


def _one_of_us(scene: Scene, named: Sequence[str]) -> tuple[Span, ...]:
    """ "Einer von uns beiden kommt", and nobody says which."""
    for clauses in scene.sentences.values():
        inside = [i for c in clauses for i in range(c.first, c.last + 1) if c.first in scene.own_set]
        found = next((s for i in inside if (s := _of_us(scene, i)) is not None), None)
        if found is None or clauses[-1].question:
            continue
        either = any(scene.tokens[i].folded in _EITHER for i in inside)
        clause = scene.clause_at(found[0])
        if clause is None or says(scene, clause) is not Says.COMING:
            continue
        others = [c for c in scene.text.clauses if c.first in scene.own_set and c.sentence != clause.sentence]
        told = not either and any(_who_is(scene.tokens[i].folded, named) for i in inside)
        if not told and not any(says(scene, c) is not Says.NOTHING for c in others):
            return (_span(scene, *found),)
    return ()


def _of_us(scene: Scene, index: int) -> tuple[int, int] | None:
    """The tokens of "einer von uns", "who of us", "birimiz"."""
    words = [scene.tokens[i].folded for i in range(index, min(index + 3, len(scene.tokens)))]
    if words[0] in _ONE_OF_US:
        return index, index
    if len(words) == 3 and words[0] in _ONE | _WHO and words[1] in _OF and words[2] in _US:
        return index, index + 2
    return None


def _span(scene: Scene, first: int, last: int) -> Span:
    return scene.text.span(scene.tokens[first].start, scene.tokens[last].end)
