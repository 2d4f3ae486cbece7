"""People mentioned in the running text: a name and what introduces it.

A capital letter proves nothing in German, so a name needs a cue: a title, a relation ("meine Kollegin"), "heißt",
"ich bin", a common given name, an address that looks like it, or a place beside another name in an enumeration.
"""

from __future__ import annotations

import re
from dataclasses import replace

from mailreg.lexicon.towns import is_town
from mailreg.understand import names
from mailreg.understand.coordination import adjacent
from mailreg.understand.cues import cues_before, cues_inside
from mailreg.understand.house_names import named_after
from mailreg.understand.joined import before_label, beside_a_name, keep_joined, several
from mailreg.understand.mention import Cue, Mention
from mailreg.understand.name_runs import name_run, shown_name
from mailreg.understand.scene import RELATIONS, Scene
from mailreg.understand.withdrawn import Says, around

_MOST = 120  # names of one mail; each is compared with each
_LABELS = ("label_name", "label_given", "label_family")
_INTRODUCING = frozenset({Cue.INTRODUCED, Cue.CALLED, Cue.RELATION})
_INTRODUCED, _GIVEN = frozenset({Cue.INTRODUCED}), frozenset({Cue.GIVEN})


def find_mentions(scene: Scene, known: tuple[str, ...], skip: frozenset[int]) -> list[Mention]:
    """The people in the message, in its order. `known`: names and addresses from the header; `skip`: tokens that
    belong to lists, tables or organisations."""
    found: list[Mention] = []
    tokens = scene.tokens
    taken = -1
    own = scene.own_set
    turned = _family_first(scene, known)
    nothing: frozenset[str] = frozenset()
    for index in scene.own_tokens:
        if index <= taken or index in skip or tokens[index].kind != "word":
            continue
        if len(found) >= _MOST:
            break  # what is left out is doubted (certainty.py)
        text = tokens[index].text
        tags = scene.tags.get(index, nothing)
        if tags and not tags.isdisjoint(_LABELS) and tokens[index].folded not in scene.given:
            continue  # "… eine Kollegin, Name folgt"
        if index in turned:
            shown = f"{tokens[index + 2].text} {text}"
            found.append(_mention(scene, shown, index, index + 2, frozenset({Cue.LISTED, Cue.GIVEN}), None, None))
            taken = index + 2
            continue
        if text[0].islower():  # a name in small letters only directly behind "ich heiße"
            own_name = not tags and scene.has(index - 1, "introduces", "called")
            if not own_name:
                if (small := _small_name(scene, index, found)) is not None:
                    cues, relation, at = cues_before(scene, index)
                    name = shown_name(scene, index, small)
                    shown = " ".join(names.capitalised(w) for w in name.split())
                    cues |= {Cue.GIVEN, Cue.SMALL}
                    found.append(_mention(scene, shown, index, small, cues, relation, at))
                    taken = small
                continue
        elif not text[0].isupper() and not names.is_caseless(text):
            continue
        cues, relation, at = cues_before(scene, index)
        run = name_run(scene, index, cued=bool(cues))
        if run is None and cues & _INTRODUCING and text.islower():
            run = _small_letters(scene, index, known)
        if run is None:
            continue
        first, last = run[0], before_label(scene, *run)
        if last not in own or (skip and any(i in skip for i in range(first, last + 1))):
            continue
        if _genitive_before(scene, first, last):
            first += 1
        elif _noun_before(scene, first, last):
            first += 1
            cues, relation, at = cues | {Cue.RELATION}, relation or "colleague", at or index
        if _short_again(scene, first, last, found):
            last = first
        bare = _without_titles(scene, first, last)
        if bare is None:
            continue
        name, first = bare
        if _corrected(scene, first, skip) or named_after(scene, first, last):
            taken = last
            continue
        cues = cues | cues_inside(scene, first, last, name, known)
        if not cues & _PERSONAL and _of_a_town(scene, first, last):
            taken = last
            continue
        if cues == _GIVEN and first == last and _where(scene, first):
            continue  # "sống ở Đức", "in Florence"
        if cues == _INTRODUCED and _verb_of_mine(scene, first):
            continue
        if not cues:
            # a run of two or more unknown words with capitals may turn out to stand beside a name
            if not scene.ordinary(first) and (" " in name or beside_a_name(scene, first, last, found)):
                found.append(_mention(scene, name, first, last, frozenset(), None, None))
                taken = last
            continue
        taken = last
        found.append(_mention(scene, name, first, last, cues, relation, at))
    return sorted([*keep_joined(scene, found), *_again(scene, found, skip)], key=lambda m: m.first)


_PERSONAL = frozenset({Cue.TITLE, Cue.RELATION, Cue.CALLED, Cue.ADDRESS})
_COMPASS = frozenset("nord süd sued ost west mitte north south east west nordwest nordost südwest südost".split())


def _of_a_town(scene: Scene, first: int, last: int) -> bool:
    """ "Afropa Plauen", "Jugendwohnen West": no known given name, and a town or a part of one at its end."""
    if last == first or scene.tokens[first].folded in scene.given:
        return False
    end = scene.tokens[last]
    return end.text[0].isupper() and (end.folded in _COMPASS or is_town(end.text))


def _short_again(scene: Scene, first: int, last: int, found: list[Mention]) -> bool:
    """ "مریم رضایی … مریم تازه": in a script without capitals the word behind a name told before is no part of it."""
    if last - first != 1 or not names.is_caseless(scene.tokens[first].text):
        return False
    words = names.parts(scene.tokens[first].text)
    known = any(len(names.parts(m.name)) > 1 and names.parts(m.name)[:1] == words for m in found)
    return known and scene.tokens[last].folded not in scene.given


def _genitive_before(scene: Scene, first: int, last: int) -> bool:
    """ "unseres Zentrums Olga Sommer": the name begins with the given name."""
    if last - first < 2 or scene.tokens[first].folded in scene.given or names.is_caseless(scene.tokens[first].text):
        return False
    before = scene.tokens[first - 1] if first else None
    return (
        before is not None
        and before.kind == "word"
        and before.text.islower()
        and (scene.has(first - 1, "my") or (scene.everyday(first - 1) and scene.tokens[first].folded.endswith("s")))
        and scene.tokens[first + 1].folded in scene.given
    )


# Endings of German nouns for people, of five letters and more: "Steuermann", "Geigerin", "Imker", "Statist".
_PERSON_NOUN = re.compile(
    r"(?:er|erin|or|orin|mann|frau|ist|istin|ent|entin|ant|ling|kraft|hilfe|oge|ogin|eur|eurin|ar|arin|arzt)$"
)


def _noun_before(scene: Scene, first: int, last: int) -> bool:
    """ "Unser Steuermann Yaw Darkwah": behind "our" or "the" a noun for a person, then the name."""
    token = scene.tokens[first]
    if (
        last == first
        or scene.text.languages[:1] != ("de",)
        or token.folded in scene.given
        or len(token.text) < 5
        or not _PERSON_NOUN.search(token.folded)
        or scene.tokens[first + 1].kind != "word"
        or not first
    ):
        return False
    whole = last - first > 1 or scene.tokens[first + 1].folded in scene.given
    before = scene.tokens[first - 1]
    return whole and before.text.islower() and (scene.has(first - 1, "my") or before.folded in _ARTICLES)


_ARTICLES = frozenset("der die den dem einen einem eine ein als".split())


def _family_first(scene: Scene, known: tuple[str, ...]) -> frozenset[int]:
    """ "Lang, Petra und Roth, Sabine": where such pairs begin, if there are two of them or the header knows the one."""
    tokens = scene.tokens
    pairs = [
        i
        for i in scene.own_tokens
        if i + 2 < len(tokens)
        and tokens[i].kind == "word"
        and tokens[i + 1].text == ","
        and tokens[i].text[0].isupper()
        and tokens[i + 2].text[0].isupper()
        and tokens[i].folded not in scene.given
        and tokens[i + 2].folded in scene.given
        and not scene.tags.get(i)
        and not scene.everyday(i)
        and not (
            i and tokens[i - 1].kind == "word" and tokens[i - 1].text[0].isupper() and not scene.has(i - 1, "title")
        )
        and not (i + 3 < len(tokens) and tokens[i + 3].kind == "word" and tokens[i + 3].text[0].isupper())
    ]
    header = [
        i
        for i in pairs
        if any("@" not in k and set(names.parts(k)) == {tokens[i].folded, tokens[i + 2].folded} for k in known)
    ]
    if len(pairs) > 1:
        pairs += [i for i in scene.own_tokens if _pair_alone(scene, i)]
        if header or len(pairs) > 2:
            return frozenset(pairs)
    # behind a title, or alone in brackets: "Herr Landgraf, Uwe – entschuldigt", "Platz 4 (Zelinka, Pavla)"
    formal = [
        i
        for i in pairs
        if i
        and (
            (scene.has(i - 1, "title") and not several(scene, i + 3))
            or (tokens[i - 1].text == "(" and i + 3 < len(tokens) and tokens[i + 3].text == ")")
        )
    ]
    return frozenset({*header, *formal})


def _pair_alone(scene: Scene, index: int) -> bool:
    """ "Frau Yılmaz, Büşra", and nothing else on its line."""
    tokens = scene.tokens
    if not 1 < index < len(tokens) - 2 or tokens[index + 1].text != "," or not scene.has(index - 1, "title"):
        return False
    behind = tokens[index + 3].kind if index + 3 < len(tokens) else "newline"
    return tokens[index - 2].kind == behind == "newline" and tokens[index + 2].text[0].isupper()


def _corrected(scene: Scene, first: int, skip: frozenset[int]) -> bool:
    """ "Basma, not Bassam": the wrong name that is put right."""
    if first < 2 or scene.tokens[first - 1].kind != "word" or not scene.has(first - 1, "negative"):
        return False
    before = scene.tokens[first - 2]
    if before.text in ",(،–-":
        before = scene.tokens[first - 3] if first > 2 else before
    if first - 2 in skip or first - 3 in skip:
        return False  # "Hallo Claudia, weder Jana …"
    return (
        before.kind == "word"
        and (before.text[0].isupper() or names.is_caseless(before.text))
        and not scene.ordinary(first - 2)
    )


def _small_name(scene: Scene, index: int, found: list[Mention]) -> int | None:
    """ "mandy", "benny hartung": a given name where all is written small or a relation stands before it; where all is
    small also what stands behind "herr" or beside such a name. Its last token, or None."""
    given = scene.tokens[index].folded in scene.given
    if not (given or scene.small_letters) or not _unknown(scene, index):
        return None
    if not given:
        return _small_stranger(scene, index, found)
    related = scene.has(index - 1, *RELATIONS, "title")
    if not (scene.small_letters or related):
        return None
    ahead = index + 1
    return ahead if ahead < len(scene.tokens) and _unknown(scene, ahead) and ahead in scene.own_set else index


def _small_stranger(scene: Scene, index: int, found: list[Mention]) -> int | None:
    """ "herr winkelmann", "till rennert und oluwafemi bankole", "nilab, frozan und …": by its place alone."""
    tokens = scene.tokens
    ahead = index + 1
    two = ahead < len(tokens) and _unknown(scene, ahead)
    end = ahead if two else index
    behind = tokens[end + 1] if end + 1 < len(tokens) else None
    closed = behind is None or behind.kind in {"newline", "punct"} or scene.has(end + 1, "joins", "come", "attend")
    titled = (
        index > 0
        and scene.has(index - 1, "title")
        and not (index > 1 and scene.has(index - 2, "my"))
        and tokens[index - 1].folded in _LADIES
    )
    if titled:
        return end if two and closed else index
    if not closed or not found or Cue.SMALL not in found[-1].cues or is_town(tokens[index].text.title()):
        return None
    between = range(found[-1].last + 1, index)
    linked = all(tokens[i].text in {",", "&", "+", "/"} or scene.has(i, "joins", "title") for i in between)
    return end if linked and adjacent(scene, found[-1].last, index) else None


_LADIES = frozenset({"herr", "herrn", "frau", "hr", "fr"})


def _unknown(scene: Scene, index: int) -> bool:
    """A word of three letters and more that means nothing else."""
    token = scene.tokens[index]
    return (
        token.kind == "word"
        and len(token.text) > 2
        and not scene.tags.get(index)
        and not scene.everyday(index)
        and not scene.common(index)
    )


def _again(scene: Scene, found: list[Mention], skip: frozenset[int]) -> list[Mention]:
    """Later words that are part of a name already told: "mein Kollege Wael Mansour … Wael kommt nicht"."""
    known: dict[str, Mention] = {}
    taken: set[int] = set()
    for mention in found:
        taken.update(range(mention.first, mention.last + 1))
        if not mention.cues:
            continue
        for word in names.parts(mention.name):
            if len(word) > 2:
                known.setdefault(word, mention)
    repeated: list[Mention] = []
    if not known:
        return repeated
    for index in scene.own_tokens:
        token = scene.tokens[index]
        if index in taken or index in skip or token.kind != "word" or token.folded not in known:
            continue
        if index <= known[token.folded].last or not (token.text[0].isupper() or names.is_caseless(token.text)):
            continue
        if scene.has(index, *_STRUCTURE):
            continue
        mention = known[token.folded]
        clause = scene.clause_at(index)
        if clause is not None:
            again = _mention(scene, mention.name, index, index, frozenset({Cue.GIVEN}), None, None)
            told = scene.any(range(clause.first, clause.last + 1), "told")
            repeated.append(replace(again, clause=clause, says=around(scene, clause), told=told))
    return repeated


_STRUCTURE = ("self_i", "self_we", "joins", "title", "negative")


def _mention(
    scene: Scene, name: str, first: int, last: int, cues: frozenset[Cue], relation: str | None, at: int | None
) -> Mention:
    start, end = scene.tokens[first].start, scene.tokens[last].end
    return Mention(name, first, last, start, end, scene.text.span(start, end), cues, relation, at)


def _without_titles(scene: Scene, first: int, last: int) -> tuple[str, int] | None:
    """The name behind titles at its head; None if nothing is left."""
    while first <= last and scene.has(first, "title") and scene.tokens[first].folded not in scene.given:
        first += 1
        while first <= last and scene.tokens[first].kind != "word":
            first += 1
    if first > last:
        return None
    name = shown_name(scene, first, last)
    return (name, first) if name and any(len(w) > 1 for w in names.parts(name)) else None


def _where(scene: Scene, index: int) -> bool:
    """Directly behind a word that only tells a place: a town or country that is called like a person."""
    before = scene.before(index)
    if before is None or before + 1 != index:
        return False
    tags = scene.tags.get(before, set())
    return "place" in tags and tags <= {"place", "no_name"}


def _verb_of_mine(scene: Scene, index: int) -> bool:
    """ "وأنا أعمل …": behind the bare pronoun a word with the alef of the first person is a verb, unless the lexicon
    knows it as a given name."""
    before = scene.before(index)
    if before is None or not scene.tokens[before].text.endswith(("أنا", "انا")):
        return False
    token = scene.tokens[index]
    return token.text[0] in "أا" and token.folded not in scene.given


def _small_letters(scene: Scene, index: int, known: tuple[str, ...]) -> tuple[int, int] | None:
    """ "ich heiße mahmoud alsayed": words without a meaning of their own, or such as the header knows."""
    last = None
    words = {w for name in known if "@" not in name for w in names.parts(name)}
    local = " ".join(name.partition("@")[0].casefold() for name in known if "@" in name)
    for at in range(index, min(index + 3, len(scene.tokens))):
        token = scene.tokens[at]
        if token.kind != "word" or scene.has(at, "joins", "no_name", "place", "self_i", "called", "my"):
            break
        sure = token.folded in words or token.folded in scene.given or (len(token.folded) > 3 and token.folded in local)
        if not sure and (last is None or scene.tags.get(at) or at - index > 1):
            break
        last = at
    return None if last is None else (index, last)


def merged(mentions: list[Mention], *, last_word: bool = False) -> list[Mention]:
    """One mention a person: the fullest name, at the first place; what comes later is added.

    `last_word`: that somebody does not come outweighs that they were registered (changes, cancellations)."""
    people: list[Mention] = []
    for mention in mentions:
        for number, known in enumerate(people):
            if names.same_person(known.name, mention.name):
                better = names.fuller(known.name, mention.name) or known.name
                says = known.says
                if says is Says.NOTHING or (last_word and mention.says is Says.NOT_COMING):
                    says = mention.says
                people[number] = replace(
                    known,
                    name=better,
                    cues=known.cues | mention.cues,
                    relation=known.relation or mention.relation,
                    says=says,
                    told=known.told and mention.told,
                    source=known.source and mention.source,
                    emails=known.emails + mention.emails,
                    organisation=known.organisation or mention.organisation,
                    phone=known.phone or mention.phone,
                    also=(*known.also, mention.first),
                )
                break
        else:
            people.append(mention)
    return people
