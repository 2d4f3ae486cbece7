"""How the writer names themselves among others ("ich, das Ehepaar Weber und …", "also ich"), and sentences that look so
and are about somebody else's coming."""

from __future__ import annotations

from mailreg.lexicon.small_words import small_words
from mailreg.understand.coordination import article
from mailreg.understand.scene import RELATIONS, Scene
from mailreg.understand.text import Clause
from mailreg.understand.withdrawn import COMES, NEEDS, Says, around, says

_AS_FAR = 5  # tokens from "ich," to the next name: "ich, das Ehepaar …"
_FEW_WORDS = 4
_THAT_IS = small_words("that_is")
_ALONE = small_words("by_oneself")


def behind_aside(scene: Scene, index: int) -> int:
    """ "Frau Weber und – endlich auch mal – ich": where the aside between dashes before the writer begins."""
    if index < 2 or scene.tokens[index - 1].text not in "–—-":
        return index
    dashes = (i for i in range(index - 2, max(index - 10, 0), -1) if scene.tokens[i].text in "–—-")
    return next(dashes, index)


def first_of_several(scene: Scene, index: int, name_tokens: set[int]) -> bool:
    """ "Das sind ich, das Ehepaar Weber, unser Kassenwart Tom Roth": the first of an enumeration of people."""
    tokens = scene.tokens
    if index + 2 >= len(tokens) or tokens[index + 1].text not in ",،":
        return False
    end = next((i for i in range(index + 2, min(index + 2 + _AS_FAR, len(tokens))) if i in name_tokens), None)
    if end is None:
        return False
    plain = ("title", "my", *RELATIONS)
    between = range(index + 2, end)
    if not all(scene.has(i, *plain) or article(scene, i) or tokens[i].text[0].isupper() for i in between):
        return False
    while end in name_tokens:
        end += 1
    return end < len(tokens) and (scene.has(end, "joins") or tokens[end].text in ",،")


def only_me(scene: Scene, clause: Clause, index: int) -> bool:
    """ "…, also ich", "…, und ich sowieso", "…, das bin ich": nothing else in the clause, behind one of somebody who
    comes."""
    words = [i for i in range(clause.first, clause.last + 1) if scene.tokens[i].kind == "word"]
    if not 1 < len(words) <= _FEW_WORDS or not scene.has(index, "self_i"):
        return False
    rest = [i for i in words if i != index]
    if scene.any(rest, "negative", "negation", "unable", *NEEDS, *COMES) or not all(
        scene.has(i, "joins", "further", "total", "myself") or scene.tokens[i].folded in _THAT_IS for i in rest
    ):
        return False
    before = [c for c in scene.sentences[clause.sentence] if c.last < clause.first]
    return bool(before) and around(scene, clause) is Says.COMING


def coming_of_others(scene: Scene, clause: Clause, name_tokens: set[int]) -> bool:
    """ "Ich bestätige die Teilnahme meiner Mitarbeiterin Anna Weber": the noun is followed by whose it is."""
    nouns = [i for i in range(clause.first, clause.last + 1) if scene.has(i, "come", "attend")]
    nouns = [i for i in nouns if scene.tokens[i].text[0].isupper() or not scene.has(i, "accept", "self_i", "self_we")]
    return bool(nouns) and all(
        scene.tokens[i].text[0].isupper()
        and scene.has(i, "registration")
        and any(scene.has(j, "my", "title", "their") or j in name_tokens for j in (i + 1, i + 2))
        and any(j in name_tokens for j in range(i + 1, clause.last + 1))
        for i in nouns
    )


def comes_alone(scene: Scene) -> bool:
    """ "Er kommt allein", "sie fährt ohne mich hin": somebody else, and nobody with them."""
    for match in scene.text.of("stays_on", "alone"):
        clause = scene.clause_at(match.first)
        if clause is None or match.first not in scene.own_set or scene.tokens[match.first].folded not in _ALONE:
            continue
        inside = range(clause.first, clause.last + 1)
        words = [i for i in inside if scene.tokens[i].kind == "word"]
        if (
            says(scene, clause) is Says.COMING
            and scene.any(words[:2], "third")
            and not scene.any(inside, "self_i", "self_we", "negative", "negation")
        ):
            return True
    return False
