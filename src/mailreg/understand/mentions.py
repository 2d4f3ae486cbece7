"""People mentioned in the running text: a name and what introduces it.

A capital letter proves nothing in German, so a name needs a cue: a title, a relation ("meine Kollegin"), "heißt",
"ich bin", a common given name, an address that looks like it, or a place beside another name in an enumeration.
"""

from __future__ import annotations

import re
from dataclasses import replace

from mailreg.understand import names
from mailreg.understand.coordination import adjacent, beside_self
from mailreg.understand.mention import Cue, Mention
from mailreg.understand.roles import takes_no_seat
from mailreg.understand.scene import RELATIONS, Scene
from mailreg.understand.withdrawn import Says, around

_HYPHENS = frozenset("-‐‑")
_MOST = 120  # names of one mail; each is compared with each


def find_mentions(scene: Scene, known: tuple[str, ...], skip: frozenset[int]) -> list[Mention]:
    """The people in the message, in its order. `known`: names and addresses from the header; `skip`: tokens that
    belong to lists, tables or organisations."""
    found: list[Mention] = []
    tokens = scene.tokens
    taken = -1
    own = scene.own_set
    turned = _family_first(scene, known)
    for index in scene.own_tokens:
        if index <= taken or index in skip or tokens[index].kind != "word":
            continue
        if len(found) >= _MOST:
            break  # what is left out is doubted (certainty.py)
        text = tokens[index].text
        if scene.has(index, "label_name", "label_given", "label_family") and tokens[index].folded not in scene.given:
            continue  # "… eine Kollegin, Name folgt"
        if index in turned:
            shown = f"{tokens[index + 2].text} {text}"
            found.append(_mention(scene, shown, index, index + 2, frozenset({Cue.LISTED, Cue.GIVEN}), None, None))
            taken = index + 2
            continue
        if text[0].islower():  # a name in small letters only directly behind "ich heiße"
            own_name = scene.has(index - 1, "introduces", "called") and not scene.tags.get(index)
            if not own_name:
                if (small := _small_name(scene, index)) is not None:
                    cues, relation, at = _cues(scene, index)
                    name = scene.shown(index, small)
                    shown = " ".join(names.capitalised(w) for w in name.split())
                    cues |= {Cue.GIVEN, Cue.SMALL}
                    found.append(_mention(scene, shown, index, small, cues, relation, at))
                    taken = small
                continue
        elif not text[0].isupper() and not names.is_caseless(text):
            continue
        cues, relation, at = _cues(scene, index)
        run = scene.run(index, cued=bool(cues))
        if run is None and cues & {Cue.INTRODUCED, Cue.CALLED, Cue.RELATION} and tokens[index].text.islower():
            run = _small_letters(scene, index, known)
        if run is None:
            continue
        first, last = run
        if last not in own or (skip and any(i in skip for i in range(first, last + 1))):
            continue
        if _genitive_before(scene, first, last):
            first += 1
        if _short_again(scene, first, last, found):
            last = first
        bare = _without_titles(scene, first, last)
        if bare is None:
            continue
        name, first = bare
        if _corrected(scene, first, skip) or _named_after(scene, first, last):
            taken = last
            continue
        cues = cues | _inner_cues(scene, first, last, name, known)
        if cues == {Cue.GIVEN} and first == last and _where(scene, first):
            continue  # "sống ở Đức", "in Florence"
        if cues == {Cue.INTRODUCED} and _verb_of_mine(scene, first):
            continue
        if not cues:
            # a run of two or more unknown words with capitals may turn out to stand beside a name
            if not scene.ordinary(first) and (" " in name or _and_i(scene, first, last)):
                found.append(_mention(scene, name, first, last, frozenset(), None, None))
                taken = last
            continue
        taken = last
        found.append(_mention(scene, name, first, last, cues, relation, at))
    return sorted([*_joined(scene, found), *_again(scene, found, skip)], key=lambda m: m.first)


_NAMED_AFTER = re.compile(
    r"(?:stra(?:ß|ss)e|str|platz|allee|weg|ring|gasse|ufer|markt|schule|haus|heim|stiftung|kirche)$"
)


def _named_after(scene: Scene, first: int, last: int) -> bool:
    """ "Georg-Schumann-Straße", "Erich Kästner Schule": a place or a house, no person."""
    if last == first:
        return False
    token = scene.tokens[last]
    return bool(_NAMED_AFTER.search(token.folded)) and (
        scene.tokens[last - 1].text in "-‐‑" or token.folded in {"strasse", "schule", "stiftung", "platz", "haus"}
    )


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
        and not (i and tokens[i - 1].kind == "word" and tokens[i - 1].text[0].isupper())
        and not (i + 3 < len(tokens) and tokens[i + 3].kind == "word" and tokens[i + 3].text[0].isupper())
    ]
    header = [
        i
        for i in pairs
        if any("@" not in k and set(names.parts(k)) == {tokens[i].folded, tokens[i + 2].folded} for k in known)
    ]
    return frozenset(pairs if len(pairs) > 1 and (header or len(pairs) > 2) else header)


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


def _small_name(scene: Scene, index: int) -> int | None:
    """ "mandy", "benny hartung": a given name where all is written small or a relation stands before it; its last
    token, or None."""
    token = scene.tokens[index]
    if token.folded not in scene.given or scene.tags.get(index) or scene.everyday(index) or len(token.text) < 3:
        return None
    related = scene.has(index - 1, *RELATIONS, "title")
    if not (scene.small_letters or related):
        return None
    last = index
    ahead = index + 1
    if (
        ahead < len(scene.tokens)
        and scene.tokens[ahead].kind == "word"
        and len(scene.tokens[ahead].text) > 2
        and not scene.tags.get(ahead)
        and not scene.everyday(ahead)
        and ahead in scene.own_set
    ):
        last = ahead
    return last


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
            told = any(scene.has(i, "told") for i in range(clause.first, clause.last + 1))
            repeated.append(replace(again, clause=clause, says=around(scene, clause), told=told))
    return repeated


_STRUCTURE = ("self_i", "self_we", "joins", "title", "negative")


def _mention(
    scene: Scene, name: str, first: int, last: int, cues: frozenset[Cue], relation: str | None, at: int | None
) -> Mention:
    start, end = scene.tokens[first].start, scene.tokens[last].end
    return Mention(name, first, last, start, end, scene.text.span(start, end), cues, relation, at)


def _cues(scene: Scene, index: int) -> tuple[frozenset[Cue], str | None, int | None]:
    """What stands before a word and says that a name follows."""
    cues: set[Cue] = set()
    relation: str | None = None
    at: int | None = None
    before = scene.before(index)
    steps = 0
    if before is None and index > 1 and scene.tokens[index - 1].text == ":":
        further = scene.before(index - 1)  # "meine Frau: Larissa …"
        if further is not None and scene.has(further, *RELATIONS) and not scene.has(further, "title"):
            before = further
    if _i_myself(scene, before):
        cues.add(Cue.SELF)
    while before is not None and steps < 4:
        tags = scene.tags.get(before, set())
        gap = scene.text.text[scene.tokens[before].end : scene.tokens[index].start] if steps == 0 else ""
        if "\n\n" in gap:
            break
        if "title" in tags and "\n" not in gap.strip(" "):
            word = scene.tokens[before]
            wife = "friend" in tags and _is_relation(scene, before)
            if not wife:
                cues.add(Cue.TITLE)
            if word.folded in {"kollege", "kollegin", "kollegen"}:
                relation, at = "colleague", before
            if wife:
                relation, at = "friend", before
                cues.add(Cue.RELATION)
            before, steps = scene.before(before), steps + 1
            continue
        kind = next((r for r in RELATIONS if r in tags), None)
        if kind is not None and relation is None:
            if steps == 0 and (gap[:1] in _HYPHENS or not _person_may_follow(scene, index, kind)):
                break  # "Azubi-Ticket", "jemand Albanisch"
            if steps == 0 and _of_a_proper_name(scene, before):
                break
            relation, at = kind, before
            cues.add(Cue.RELATION)
        elif "introduces" in tags and steps == 0 and not cues & {Cue.RELATION} and _says_my_name(scene, before):
            if _person_may_follow(scene, index, "self"):
                theirs = any(scene.has(b, "their") for b in scene.words_before(before, 2))  # "ihr Name ist …"
                cues.add(Cue.CALLED if theirs else Cue.INTRODUCED)
        elif "called" in tags and steps == 0:
            if any(scene.has(b, "organisation") for b in scene.words_before(before, 2)):
                break  # "der Verein heißt …"
            if _person_may_follow(scene, index, "called"):
                cues.add(Cue.CALLED)
        elif (
            "introduces" in tags
            and steps <= 1
            and not cues & {Cue.RELATION}
            and _person_may_follow(scene, index, "self")
        ):
            cues.add(Cue.INTRODUCED)
        break
    return frozenset(cues), relation, at


def _i_myself(scene: Scene, before: int | None) -> bool:
    """ "I, Fiona …", "ich (Dr. Gerald Ecke)": a comma or bracket between the pronoun and the name."""
    while before is not None and scene.has(before, "title") and not scene.has(before, "self_i", "self_me"):
        before = scene.before(before)
    if before is None or not scene.has(before, "self_i", "self_me"):
        return False
    return scene.tokens[before + 1].text in ",(،"


def _says_my_name(scene: Scene, at: int) -> bool:
    """ "mein Name ist", "меня зовут": the same last word as in "her name is", so the phrase decides."""
    return any(m.last == at and m.first < at for m in scene.text.of("introduces"))


def _person_may_follow(scene: Scene, index: int, kind: str) -> bool:
    """Behind a relation stands a name, or a noun of everyday life."""
    if scene.tokens[index].folded in scene.given:
        return True
    tags = scene.tags.get(index, set())
    if not tags <= {"title", "month", "weekday"}:
        return False
    if kind in RELATIONS and not _looks_like_a_name(scene, index):
        return False
    if kind == "assistant":
        after = index + 1
        return (
            after < len(scene.tokens) and scene.tokens[after].kind == "word" and scene.tokens[after].text[0].isupper()
        )
    return True


def _of_a_proper_name(scene: Scene, relation: int) -> bool:
    """ "bei den Neuen Nachbarn Löbau": a capital adjective before it makes it part of an organisation's name."""
    before = relation - 1
    if before < 1 or not scene.tokens[relation].text[0].isupper() or names.is_caseless(scene.tokens[relation].text):
        return False
    token = scene.tokens[before]
    return (
        token.kind == "word"
        and token.text[0].isupper()
        and len(token.text) > 2
        and token.text[-1:] in "en"
        and not scene.tags.get(before)
        and token.folded not in scene.given
        and scene.tokens[before - 1].kind == "word"
    )


def _looks_like_a_name(scene: Scene, index: int) -> bool:
    """Behind a relation: two words that may be a name, or one behind "my" ("meine Kollegin Schmidt"). In scripts
    without capitals any word may follow ("زوجي يكون"), so a word that is no known given name needs a second one."""
    after = index + 1
    token = scene.tokens[index]
    two = after < len(scene.tokens) and scene.tokens[after].kind == "word" and not scene.everyday(after)
    if names.is_caseless(token.text):
        behind = after + 1
        ends = (
            behind >= len(scene.tokens)
            or scene.tokens[behind].kind in {"punct", "newline", "number"}
            or scene.has(behind, "number", "come", "attend", "enrol", "register", "joins")
        )
        return two and not scene.everyday(index) and not scene.tags.get(after) and ends
    if scene.everyday(index):
        return False
    if two and scene.tokens[after].text[0].isupper() and not scene.tags.get(after):
        return True
    glued = after < len(scene.tokens) and scene.tokens[after].text in "-‐’'."
    introduces = {"my", "title", "joins", "self_we"}
    if scene.text.languages[:1] != ("de",):  # "mit Geflüchteten Fahrräder": German nouns have capitals, too
        introduces.add("accompanied")
    return glued or any(scene.has(b, *introduces) for b in scene.words_before(index, 3))


def _is_relation(scene: Scene, index: int) -> bool:
    """ "meine Frau" is a wife, "Frau Weber" is not."""
    before = scene.before(index)
    return before is not None and scene.has(before, "my")


def _without_titles(scene: Scene, first: int, last: int) -> tuple[str, int] | None:
    """The name behind titles at its head; None if nothing is left."""
    while first <= last and scene.has(first, "title") and scene.tokens[first].folded not in scene.given:
        first += 1
        while first <= last and scene.tokens[first].kind != "word":
            first += 1
    if first > last:
        return None
    name = scene.shown(first, last)
    return (name, first) if name and any(len(w) > 1 for w in names.parts(name)) else None


def _inner_cues(scene: Scene, first: int, last: int, name: str, known: tuple[str, ...]) -> frozenset[Cue]:
    cues: set[Cue] = set()
    for other in known:
        if "@" in other:
            if last > first and names.resembles(name, other) and not scene.ordinary(first):
                cues.add(Cue.ADDRESS)
        elif names.same_person(name, other) and (last > first or len(names.parts(other)) == 1 or len(name) > 2):
            cues.add(Cue.ADDRESS)
    word = scene.tokens[first]
    syllable = scene.text.languages[:1] == ("vi",) and first == last and bool(scene.tags.get(first))
    means_else = syllable or scene.has(first, "language_name")  # "Tiếng Việt", "Tiền vé"
    if word.folded in scene.given and (last > first or not names.is_caseless(word.text)) and not means_else:
        cues.add(Cue.GIVEN)
    after = scene.tokens[last + 1] if last + 1 < len(scene.tokens) else None
    if (
        last > first
        and after is not None
        and after.text in "(<,"
        and last + 2 < len(scene.tokens)
        and scene.tokens[last + 2].kind == "email"
    ):
        cues.add(Cue.ADDRESS)
    return frozenset(cues)


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


def _joined(scene: Scene, found: list[Mention]) -> list[Mention]:
    """Keep uncued runs only beside others ("A B, C D und ich"); tell what each clause says."""
    sure: list[Mention] = []
    for number in range(len(found)):
        mention = found[number]
        cues = mention.cues
        if not cues:
            left = found[number - 1] if number else None
            right = found[number + 1] if number + 1 < len(found) else None
            beside = (left is not None and adjacent(scene, left.last, mention.first)) or (
                right is not None and bool(right.cues) and adjacent(scene, mention.last, right.first)
            )
            joined = beside or beside_self(scene, mention.first, mention.last) or _subject(scene, mention)
            if not joined and not _in_place(scene, mention):
                continue
            mention = replace(mention, cues=frozenset({Cue.JOINED if joined else Cue.PLACE}))
            found[number] = mention
        elif Cue.RELATION not in cues and (
            (number and found[number - 1].cues and adjacent(scene, found[number - 1].last, mention.first))
            or (number + 1 < len(found) and adjacent(scene, mention.last, found[number + 1].first))
            or beside_self(scene, mention.first, mention.last)
        ):
            mention = replace(mention, cues=mention.cues | {Cue.JOINED})
            found[number] = mention
        if (described := _told_before(scene, mention)) is not None:
            mention = replace(
                mention, cues=mention.cues | {Cue.RELATION}, relation=described[0], relation_at=described[1]
            )
            found[number] = mention
        if (
            cues
            and sure
            and Cue.RELATION not in cues
            and sure[-1].relation
            and adjacent(scene, sure[-1].last, mention.first)
        ):
            mention = replace(mention, relation=sure[-1].relation)  # "meine Kolleginnen Anna Weber und Mia Kurz"
            found[number] = mention
        if number + 1 < len(found) and (whole := _shared_family(scene, mention, found[number + 1])):
            mention = replace(mention, name=whole)
            found[number] = mention
        clause = scene.clause_at(mention.first)
        if clause is not None:
            told = any(scene.has(i, "told") for i in range(clause.first, clause.last + 1))
            mention = replace(
                mention,
                clause=clause,
                says=around(scene, clause),
                told=told,
                source=takes_no_seat(scene, mention, clause),
            )
        if clause is not None and _not_but(scene, mention):
            mention = replace(mention, says=Says.NOT_COMING)
        sure.append(mention)
    return sure


def _not_but(scene: Scene, mention: Mention) -> bool:
    """ "Nicht Linda Eger, sondern Piet Sommer kommt"."""
    if mention.first < 1 or not scene.has(mention.first - 1, "negative"):
        return False
    behind = range(mention.last + 1, min(mention.last + 4, len(scene.tokens)))
    return any(scene.has(i, "contrast") for i in behind)


def _shared_family(scene: Scene, mention: Mention, following: Mention) -> str | None:
    """ "Nadine und Kai Seidel": both have the family name."""
    words = following.name.split()
    between = range(mention.last + 1, following.first)
    if len(mention.name.split()) != 1 or len(words) != 2 or len(between) != 1:
        return None
    joined = scene.has(between[0], "joins") or scene.tokens[between[0]].text in "&+"
    given = all(scene.tokens[i].folded in scene.given for i in (mention.first, following.first))
    same = mention.relation is None and following.relation is None
    return f"{mention.name} {words[-1]}" if joined and given and same else None


def _told_before(scene: Scene, mention: Mention) -> tuple[str, int] | None:
    """ "una compañera recién llegada de Colombia, Yurani Mosquera, …": who is described, then named by themselves.
    The relation and its token."""
    behind = mention.last + 1
    if mention.relation or mention.last == mention.first or scene.tokens[mention.first - 1].text not in ",،:(–—":
        return None
    if behind < len(scene.tokens) and scene.tokens[behind].kind == "word" and not scene.has(behind, "joins"):
        return None  # "…, Ines Gil hat gesagt"
    for index in range(mention.first - 2, max(mention.first - 10, -1), -1):
        relation = next((r for r in RELATIONS[:3] if scene.has(index, r)), None)
        if relation is not None:
            return relation, index
        if scene.has(index, "joins", "title", "child") or scene.tokens[index].kind not in {"word", "newline"}:
            return None
    return None


def _and_i(scene: Scene, first: int, last: int) -> bool:
    """ "Wencke und ich": one word is enough directly beside "and I"."""
    after = scene.after(last)
    further = scene.after(after) if after is not None and scene.has(after, "joins") else None
    before = scene.before(first)
    return (
        further is not None
        and scene.has(further, "self_i")
        and scene.tokens[first].text[0].isupper()
        and scene.tokens[last + 1].text != ","
        and not (before is not None and scene.has(before, "place", "from_organisation"))
    )


def _subject(scene: Scene, mention: Mention) -> bool:
    """Two unknown words with capitals at the head of a clause that says who comes or does not: "Sue Field is ill"."""
    clause = scene.clause_at(mention.first)
    if clause is None or not 1 <= mention.last - mention.first <= 3:
        return False
    inside = range(clause.first, clause.last + 1)
    if (
        any(scene.has(i, "in_their_place", "instead_of_me", "instead", "bring") for i in inside)
        and around(scene, clause) is not Says.NOTHING
    ):
        return True
    head = next(
        (
            i
            for i in range(clause.first, clause.last + 1)
            if scene.tokens[i].kind == "word" and not scene.has(i, "joins")
        ),
        None,
    )
    after = scene.after(mention.last)
    return (
        head == mention.first
        and after is not None
        and after <= clause.last
        and scene.tokens[after].text[0].islower()
        and around(scene, clause) is not Says.NOTHING
    )


def _in_place(scene: Scene, mention: Mention) -> bool:
    """Two to four unknown words with capitals in a clause about who comes, and nothing says that they are a place or
    an organisation: "c'est Boubacar Sow qui viendra", "acrescente a Vera Lúcia Pinto"."""
    words = [i for i in range(mention.first, mention.last + 1) if scene.tokens[i].kind == "word"]
    if not 2 <= len(words) <= 4 or names.is_caseless(mention.name):
        return False
    if any(scene.tokens[i].text.isupper() or scene.tags.get(i) or scene.everyday(i) for i in words):
        return False
    before = scene.tokens[mention.first - 1] if mention.first else None
    if before is not None and (
        before.text in "„“”\"«»‚‘'" or scene.has(mention.first - 1, "organisation", "event_noun")
    ):
        return False
    if (
        before is not None
        and scene.has(mention.first - 1, "place", "from_organisation")
        and not scene.has(mention.first - 1, "enrol", "bring", "in_their_place")
        and not (mention.first > 1 and scene.has(mention.first - 2, "self_we", "self_i"))
    ):
        return False
    clause = scene.clause_at(mention.first)
    if clause is None:
        return False
    behind = mention.last + 1
    if behind < len(scene.tokens) and scene.has(behind, "organisation") and scene.tokens[behind].text[0].isupper():
        return False  # "Dostluk Spor Kulübü", "Bright Future Centre"
    if any(scene.has(i, "organisation") for i in range(max(clause.first, mention.first - 4), mention.first)):
        return False
    inside = range(clause.first, clause.last + 1)
    sentence = [i for c in scene.sentences[clause.sentence] for i in range(c.first, c.last + 1)]
    return any(
        scene.has(
            i, "come", "attend", "withdraw", "bring", "add", "replace", "in_their_place", "instead", "instead_of_me"
        )
        or scene.has(i, "enrol")
        for i in inside
    ) or any(scene.has(i, "in_their_place", "instead_of_me", "add", "replace", "bring") for i in sentence)


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
