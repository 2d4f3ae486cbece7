"""Seats of people whose names are still to come, beside those who are named: "Anna Weber und zwei weitere", "N. N.",
"die übrigen vier folgen"; and which of several numbers holds: "wir sind neun, davon kommen sieben"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from mailreg.lexicon.fares import WAY, fare_words
from mailreg.lexicon.small_words import small_words
from mailreg.model.mail import Span
from mailreg.understand.coordination import beside_self, joined_before
from mailreg.understand.layout import Line
from mailreg.understand.mention import Mention
from mailreg.understand.said_numbers import elsewhere
from mailreg.understand.scene import RELATIONS, Scene
from mailreg.understand.text import Clause
from mailreg.understand.withdrawn import NEEDS, Says, around

_FEW = 9  # a larger number in digits behind "and" is rather a date or a house
_OR = small_words("or")
_ARTICLES = small_words("articles")
_FROM = small_words("from")
_AGREED = small_words("agreed")
_NO_PEOPLE = ("month", "weekday", "child", "event_noun", "language_name", "no_name", *NEEDS)


def joins_the_named(scene: Scene, index: int, number: int, named: set[int]) -> bool:
    """Is this number (at token `index`) one of people in one breath with the named, or with the writer: "… und zwei
    weitere"? `named`: the tokens of names and of the rows of lists."""
    if scene.tokens[index].kind == "number" and number > _FEW:
        return False
    at = scene.before(index)
    while at is not None and (scene.has(at, "further") or scene.tokens[at].folded in _ARTICLES):
        if scene.has(at, "joins"):
            break
        at = scene.before(at)
    if at is None or not scene.has(at, "joins"):
        return False
    mine = {i for i in range(max(at - 3, 0), at) if scene.has(i, "self_i", "self_me")}
    if not joined_before(scene, at, named | mine):
        return False
    clause = scene.clause_at(index)
    if clause is None or around(scene, clause) is Says.NOT_COMING:
        return False
    return _counts_people(scene, index, number)


def _counts_people(scene: Scene, index: int, number: int) -> bool:
    """What follows the number is no thing. "Ein" needs a word for somebody, or that the name
    follows."""
    sure = number > 1
    at: int | None = index
    for place in range(3):
        at = scene.after(at) if at is not None else None
        if at is None or at not in scene.own_set:
            break
        if any(scene.tokens[i].text in ",.;:!?()" for i in range(index + 1, at)):
            break
        if scene.has(at, *RELATIONS, "seat") and not scene.has(at, "child"):
            return True
        small = scene.tokens[at].folded in _FROM or (place and scene.has(at, "no_name"))
        if small:
            break
        if scene.has(at, *_NO_PEOPLE) or scene.tokens[at].kind == "number":
            return False
    return sure or names_to_come(scene, index)


def _said(scene: Scene, tokens: Iterable[int], concept: str) -> bool:
    """Does a match of this concept of COUNTING cover one of the tokens?"""
    matches = scene.text.of(concept)
    return bool(matches) and any(m.first <= i <= m.last for i in tokens for m in matches)


def names_to_come(scene: Scene, index: int) -> bool:
    """Does the sentence say that the name is not known yet?"""
    clause = scene.clause_at(index)
    if clause is None:
        return False
    whole = [i for c in scene.sentences[clause.sentence] for i in range(c.first, c.last + 1) if i > index]
    return _said(scene, whole[:14], "nameless")


def open_rows(scene: Scene, named: set[int]) -> list[tuple[int, int]]:
    """Lines that hold a place for somebody, next to lines that name people: "N. N.; Trainee". (first, last token)"""
    lines = [ln for ln in scene.lines if ln.own and ln.last > ln.first]
    holds = [any(i in named for i in range(ln.first, ln.last)) for ln in lines]
    found: list[tuple[int, int]] = []
    open_before = False
    for place, line in enumerate(lines):
        inside = range(line.first, line.last)
        words = [i for i in inside if scene.tokens[i].kind == "word"]
        beside = place > 0 and (holds[place - 1] or open_before)
        beside = beside or holds[place + 1 : place + 2] == [True]
        opening = bool(words) and _holds_a_place(scene, line, words)
        most = _MOST_OF_A_PLACE * (2 if scene.any(words, "label_name", "label_family") else 1)  # "Name folgt"
        open_before = beside and opening and not holds[place] and len(words) <= most
        if open_before:
            found.append((line.first, line.last - 1))
        elif holds[place] and scene.bullet(line.text) and (brought := _brings(scene, words)):
            found.append((brought, brought))
    return found


_MOST_OF_A_PLACE = 8  # words


def _brings(scene: Scene, words: list[int]) -> int | None:
    """ "- Anna Weber mit Kollegin": the token of whoever comes along, where nothing more is said of them."""
    for number, index in enumerate(words):
        if not scene.has(index, *RELATIONS) or scene.has(index, "child"):
            continue
        ends = index + 1 >= len(scene.tokens) or scene.tokens[index + 1].kind in {"punct", "newline"}
        before = [i for i in words[max(0, number - 2) : number] if not scene.has(i, "my", "number", "further")]
        if ends and before and scene.has(before[-1], "accompanied"):
            return index
    return None


def _holds_a_place(scene: Scene, line: Line, words: list[int]) -> bool:
    """ "N. N.", "2. Praktikantin (wird noch benannt)", "- und ihre Assistenz", "+ Jugendwart"."""
    if _said(scene, words[:1], "nameless"):
        return True
    if scene.any(words, "self_i", "self_me", "come", *NEEDS):
        return False
    if line.text.lstrip().startswith("+ "):
        opened = next((i for i in range(line.first, line.last) if scene.tokens[i].text == "("), None)
        counted = any(scene.tokens[i].kind == "number" for i in range(line.first, words[0]))
        return len(words) <= 3 or (opened is not None and not counted and sum(i < opened for i in words) <= 3)
    somebody = any(scene.has(i, *RELATIONS) and not scene.has(i, "child", "title") for i in words)
    return bool(scene.bullet(line.text)) and (somebody or _said(scene, words, "nameless"))


def added_in_a_row(scene: Scene, first: int, name_tokens: set[int]) -> bool:
    """ "Anna Weber + Begleitung"; "es kommen: Anna Weber, Tom Roth, 1 Lehrling": a number and who it is, behind a name
    and a comma."""
    if first > 1 and scene.tokens[first - 1].text in "+&" and joined_before(scene, first - 1, name_tokens):
        return True
    if first < 3 or scene.tokens[first - 2].text not in ",&":
        return False
    number = scene.tokens[first - 1].kind == "number" or scene.has(first - 1, "number")
    return number and first - 3 in name_tokens


def rest(scene: Scene, index: int) -> bool:
    """ "Die übrigen vier reiche ich nach": the number before or behind a word for those who are left."""
    around_it = (*scene.words_before(index, 2), *(i for i in (scene.after(index),) if i is not None))
    if _said(scene, around_it, "remaining"):
        return _names_come(scene, index)
    return any(scene.has(i, "further") for i in around_it) and names_to_come(scene, index)


def _names_come(scene: Scene, index: int) -> bool:
    clause = scene.clause_at(index)
    if clause is None or around(scene, clause) is Says.NOT_COMING:
        return False
    whole = [i for c in scene.sentences[clause.sentence] for i in range(c.first, c.last + 1)]
    return _said(scene, whole, "nameless")


def alone(scene: Scene) -> bool:
    """ "Ich komme allein": whatever other number the mail tells of."""
    for match in scene.text.of("alone"):
        clause = scene.clause_at(match.first)
        if match.first not in scene.own_set or clause is None:
            continue
        inside = [i for c in scene.sentences[clause.sentence] for i in range(c.first, c.last + 1)]
        if (
            scene.any(inside, "self_i", "self_me")
            and not scene.any(inside, "negative", "self_we", "self_us")
            and around(scene, clause) is not Says.NOT_COMING
        ):
            return True
    return False


def holding(scene: Scene, totals: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Those of the totals, each with its token, that hold: a smaller one of which it is said that only they come, in
    the same sentence or the next, does away with the one before; of "drei oder vier" the smaller one is sure."""
    left = sorted(totals)
    gone: set[int] = set()
    for place in range(1, len(left)):
        (first, whole), (then, part) = left[place - 1], left[place]
        one, other = scene.clause_at(first), scene.clause_at(then)
        if one is None or other is None or not 0 <= other.sentence - one.sentence <= 1:
            continue
        between = range(first + 1, then)
        either = any(scene.tokens[i].folded in _OR for i in between) and then - first <= 5
        if either or (one.sentence == other.sentence and scene.any(between, "undecided")):
            gone.add(place if part > whole else place - 1)
        elif part < whole:
            near = (*between, *_behind(scene, then))
            if scene.any(near, "contrast") or _said(scene, near, "of_them"):
                gone.add(place - 1)
    return tuple(number for place, (_, number) in enumerate(left) if place not in gone)


def some_of_them(scene: Scene, whole: Sequence[tuple[int, int]], numbers: Sequence[tuple[int, int]]) -> int | None:
    """ "Wir sind fünf zu Hause, aber vier kommen": a smaller number behind a total, of which only is said that they
    come."""
    found = None
    for first, total in whole:
        one = scene.clause_at(first)
        for index, number in numbers:
            clause = scene.clause_at(index)
            if one is None or clause is None or not (1 < number < total and index > first):
                continue
            if not 0 <= clause.sentence - one.sentence <= 1 or clause == one:
                continue
            inside = range(clause.first, clause.last + 1)
            after = scene.after(index)
            thing = after is not None and scene.has(after, *_NO_PEOPLE)
            word = scene.tokens[index].kind == "word" or number <= _FEW
            near = (*range(max(index - 4, clause.first), index), *_behind(scene, index))
            if (
                word
                and not thing
                and (scene.any(near, "contrast") or _said(scene, near, "of_them"))
                and scene.any(inside, "come", "attend")
                and around(scene, clause) is Says.COMING
            ):
                found = number
    return found


def _behind(scene: Scene, index: int) -> Iterable[int]:
    """The next two words: "vier davon"."""
    at: int | None = index
    for _ in range(2):
        at = scene.after(at) if at is not None else None
        if at is None:
            return
        yield at


def meant_only(scene: Scene, index: int) -> bool:
    """ "Eigentlich wollten wir zu zweit kommen": a number of what was meant, and is not so."""
    clause = scene.clause_at(index)
    return clause is not None and scene.any(range(clause.first, clause.last + 1), "meant")


def out_of(scene: Scene, first: int, last: int, number: int) -> bool:
    """ "Von uns vier kommen drei": a group of which fewer come."""
    clause = scene.clause_at(first)
    if clause is None or not any(scene.tokens[b].folded in _FROM for b in scene.words_before(first, 1)):
        return False
    behind = range(last + 1, clause.last + 1)
    fewer = any(m.value is not None and m.first in behind and int(m.value) < number for m in scene.text.of("number"))
    return fewer and scene.any(behind, "come", "attend")


def _from_a_group(scene: Scene, index: int, number: int) -> bool:
    """ "Ich bringe vier aus der Werkstatt mit", "two of our volunteers": a number, and directly behind it where they
    are from."""
    if number < 2 or (scene.tokens[index].kind == "number" and number > _FEW):
        return False
    after = scene.after(index)
    if after is None or after != index + 1:
        return False
    behind = scene.after(after)
    return (
        scene.tokens[after].folded in _FROM
        and behind is not None
        and scene.tokens[behind].kind == "word"
        and not scene.has(behind, "month", "weekday", *NEEDS)
    )


def same_as(scene: Scene, start: int, number: int, extra: int, counted: list[Span]) -> bool:
    """ "+1, und zwar bring ich die Praktikantin mit": the one who is counted already, in the same sentence."""
    at = next((i for i, t in enumerate(scene.tokens) if t.start >= start), None)
    clause = scene.clause_at(at) if at is not None else None
    if clause is None or number != extra:
        return False
    clauses = scene.sentences[clause.sentence]
    first, last = min(c.start for c in clauses), max(c.end for c in clauses)
    return any(start < span.start <= last or first <= span.start < start for span in counted)


def of_a_group(scene: Scene, index: int, number: int) -> str | None:
    """ "Ich bringe vier aus der Werkstatt mit" are four more, "von uns kommen zwei aus der Küche" are two in all."""
    clause = scene.clause_at(index)
    if clause is None:
        return None
    inside = range(clause.first, clause.last + 1)
    if not _from_a_group(scene, index, number):
        told = any(scene.has(b, "come") for b in scene.words_before(index, 1)) and number > 1 and index == clause.last
        return "total" if told and scene.any(inside, "self_we", "self_us") else None  # "von uns kommen zwei"
    if around(scene, clause) is Says.NOT_COMING or elsewhere(scene, index) or scene.any(inside, "in_the_car"):
        return None
    before = list(scene.words_before(index, 2))
    mine = scene.any(inside, "self_i", "self_me")
    sentence = [i for c in scene.sentences[clause.sentence] for i in range(c.first, c.last + 1)]
    if scene.any(sentence, "with_me"):
        return "extra"
    with_them = any(scene.has(b, "accompanied") for b in before) or scene.any(inside, "bring")
    if with_them and (mine or scene.any(inside, "come", "attend", "enrol", "register", "bring")):
        return "extra"
    return "total" if scene.any(inside, "come", "attend", "enrol", "register") else None


def are_all(scene: Scene, last: int, mentions: list[Mention], number: int) -> bool:
    """ "Noch drei Plätze frei? Dann kommen A, B und ich": those named behind it and the writer are as many."""
    clause = scene.clause_at(last)
    if clause is None or number < 2:
        return False
    here = [m for m in mentions if m.first > last and m.clause is not None and m.clause.sentence == clause.sentence]
    return len({m.name for m in here}) == number - 1 and beside_self(scene, here[-1].first, here[-1].last)


def introduced(scene: Scene, last: int, mentions: list[Mention]) -> bool:
    """ "Zwei aus der Werkstatt: Anna und Tom", not "zwei aus der Werkstatt kommen. Gruß Anna"."""
    behind = next((m for m in mentions if m.first > last), None)
    return behind is not None and any(scene.tokens[i].text in ":,(–-" for i in range(last + 1, behind.first))


def joined_in_sentence(scene: Scene, one: int, other: int) -> bool:
    first, second = scene.clause_at(one), scene.clause_at(other)
    same = first is not None and second is not None and first.sentence == second.sentence
    return same and other - one <= 8 and scene.any(range(one, other), "joins")


def named_tokens(scene: Scene, mentions: Sequence[Mention], listed: frozenset[int]) -> set[int]:
    """The tokens of all who are named, given names that no rule has taken for anybody included."""
    given = {i for i in scene.own_tokens if scene.tokens[i].folded in scene.given and scene.tokens[i].text.istitle()}
    return given | {i for m in mentions for i in range(m.first, m.last + 1)} | set(listed)


def list_follows(scene: Scene, last: int, listed: frozenset[int]) -> bool:
    """ "folgende Kolleginnen haben zugesagt:", and then the rows."""
    for index in range(last + 1, min(last + 16, len(scene.tokens))) if listed else ():
        if scene.tokens[index].text in ".!?":
            return False
        if scene.tokens[index].text == ":":
            return any(i in listed for i in range(index + 1, index + 6))
    return False


_PLURALS = re.compile(
    r"(?:innen|freunde|freunden|mitglieder|mitgliedern|kollegen|friends|members|colleagues|interns|volunteers|students|partners|eltern|parents|leute|guests|collegues|collègues|amis|amies|compañer[oa]s|amig[oa]s|colegas|koleżanki|koledzy|znajomi|друзья|друзями|подруги|коллеги|коллегами|колеги|колегами|arkadaşlar\w*|سمعي|زملائي|زميلاتي|أصدقائي|صديقاتي|همکاران\w*|دوستان\w*)$",
    re.IGNORECASE,
)


def plural(scene: Scene, index: int) -> bool:
    return bool(_PLURALS.search(scene.tokens[index].text))


def agreed(scene: Scene, index: int) -> bool:
    """ "In Absprache mit meiner Leitung": who has been asked comes no more for it."""
    return any(scene.tokens[b].folded in _AGREED for b in scene.words_before(index, 1))


def only_travels(scene: Scene, index: int) -> bool:
    """ "Anreise: mit Nachbarin": behind a label of the way stands how somebody travels."""
    return index > 1 and scene.tokens[index - 1].text == ":" and WAY in fare_words(scene.tokens[index - 2].folded)


def agreed_with(scene: Scene, index: int) -> bool:
    """Is the one at this token who has been asked: "in Absprache mit meiner Leitung"?"""
    return any(scene.has(b, "accompanied") and agreed(scene, b) for b in scene.words_before(index, 3))


def relation_behind(scene: Scene, last: int) -> bool:
    for index in range(last + 1, min(last + 5, len(scene.tokens))):
        if scene.tokens[index].kind != "word":
            return False
        if scene.has(index, *RELATIONS, "seat"):
            return True
    return False


def behind_self(scene: Scene, first: int, sentence: list[int]) -> bool:
    """ "Ich, mein Bruder, meine Schwägerin: alle dabei": only others of them stand between."""
    for index in reversed([i for i in sentence if i < first]):
        if scene.has(index, "self_i", "self_me"):
            return any(scene.tokens[i].text == "," for i in range(index, first))
        if scene.tokens[index].text not in ",:" and not scene.has(index, "my", "their", "number", "joins", *RELATIONS):
            return False
    return False


def alone_behind_with(scene: Scene, index: int) -> bool:
    """ "Gern, mit Frau!", "komme mit frau zum treffen": no form of address, for no name follows."""
    after = scene.tokens[index + 1] if index + 1 < len(scene.tokens) else None
    nameless = after is None or after.kind != "word" or after.text.islower()
    return nameless and index > 0 and scene.has(index - 1, "accompanied")


_SHORT = 6  # words of a clause without a verb
_COMES = ("come", "attend", "enrol", "register", "accept")
_DOES = (*_COMES, "withdraw", "negative", "negation", "unable", "told", "bring", "self_i", "self_me", "diet", "third")


def and_so_does(scene: Scene, first: int, last: int, clause: Clause) -> bool:
    """ "Ich komme, meine Frau auch", "… Genauso unser Azubi.": a clause with no verb of its own says of somebody what
    the one before it says of the writer."""
    inside = range(clause.first, clause.last + 1)
    words = [i for i in inside if scene.tokens[i].kind == "word"]
    rest = [i for i in words if not first <= i <= last]
    if len(words) > _SHORT or not scene.any(rest, "further") or not scene.any(rest, "my") or scene.any(rest, *_DOES):
        return False
    at = scene.text.clauses.index(clause)
    before = scene.text.clauses[at - 1] if at else None
    if before is None or clause.sentence - before.sentence > 1:
        return False
    said = range(before.first, before.last + 1)
    return scene.any(said, *_COMES) and not scene.any(said, "withdraw", "negative", "negation", "unable", "told")
