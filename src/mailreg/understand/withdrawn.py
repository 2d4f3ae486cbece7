"""Does a clause say that somebody comes, or that somebody does not? Negation is counted, so that "will not miss it"
comes, and it is bound to what follows it, so that "I come and need no interpreter" comes, too."""

from __future__ import annotations

from enum import Enum

from mailreg.understand.scene import RELATIONS, Scene
from mailreg.understand.text import Clause

COMES = ("come", "attend", "accept")
ENROLS = ("enrol", "register")
NEEDS = (
    "travel_costs",
    "interpreting",
    "accessibility",
    "childcare",
    "diet",
    "sign_language",
    "language_name",
    "no_need",
)


class Says(Enum):
    COMING = "coming"
    NOT_COMING = "not coming"
    NOTHING = "nothing"


def says(scene: Scene, clause: Clause) -> Says:
    """What a clause says about coming."""
    known = scene.verdicts.get((clause.first, clause.last))
    if known is None:
        known = scene.verdicts[clause.first, clause.last] = verdict(scene, clause.first, clause.last).value
    return _SAYS[known]


_SAYS = {said.value: said for said in Says}
_DENIES, _LIMITS, _ACTS = ("negative", "negation"), ("limited", "indispensable"), COMES + ENROLS


def verdict(scene: Scene, first: int, last: int) -> Says:
    """The same for a stretch of tokens (first, last: both inclusive)."""
    undone = scene.undone
    withdraws: list[tuple[int, int]] = []
    negatives: list[int] = []
    comes: list[int] = []
    for match in scene.text.of("withdraw", "cancel"):
        if match.first == match.last and scene.has(match.first, "accept"):
            continue  # "ich sage zu"
        if scene.has(match.first, "limited") and scene.has(match.last, "limited"):
            continue  # "wir sind nicht verhindert"
        if undone and not undone.isdisjoint(range(match.first, match.last + 1)):
            continue  # "vergessen Sie meine Absage"
        if first <= match.last <= last:
            withdraws.append((match.first, match.last))
    inside = {i for a, b in withdraws for i in range(a, b + 1)}
    for index in range(first, last + 1):
        tags = scene.tags.get(index)
        if not tags or index in undone:
            continue
        second = "joins" in tags and bool(negatives)  # "neither … nor": one negation
        denies = not second and not tags.isdisjoint(_DENIES) and not _says_yes(scene, index)
        limits = denies and not tags.isdisjoint(_LIMITS)  # "nicht allein, sondern …"
        if index not in inside and denies and not limits and not _of_a_need(scene, index, last):
            negatives.append(index)
        elif index not in inside and not tags.isdisjoint(_ACTS):
            comes.append(index)
    if withdraws:
        head = max(min(a for a, _ in withdraws), first)
        near = [n for n in negatives if n < head and head - n <= 6 and not any(n < c < head for c in comes)]
        return Says.COMING if len(near) % 2 else Says.NOT_COMING
    if not comes:
        ill = (i for i in range(first, last + 1) if scene.has(i, "unable") and not scene.has(i, "limited"))
        if not negatives and any(True for _ in ill):
            return Says.NOT_COMING
        return Says.NOTHING
    if len(negatives) == 2 and _denies_twice(scene, negatives[0], negatives[1]):
        return Says.NOT_COMING
    return Says.NOT_COMING if len(negatives) % 2 else Says.COMING


def _says_yes(scene: Scene, index: int) -> bool:
    """ "Das lasse ich mir nicht entgehen", "no faltaré": a no that is part of words of coming."""
    return scene.has(index, "attend") and scene.has(index + 1, "attend")


def _denies_twice(scene: Scene, one: int, other: int) -> bool:
    """ "War nie angemeldet und kommt auch nicht": each "not" has a verb of its own, and "and" stands between."""
    joint = next((i for i in range(one + 1, other) if scene.has(i, "joins")), None)
    return joint is not None and scene.any(range(one - 3, joint), *_ACTS, "earlier")


def _of_a_need(scene: Scene, index: int, last: int) -> bool:
    """ "no interpreter", "keine Fahrtkosten": the negation belongs to the need, not to the coming."""
    return (
        scene.any(range(index + 1, min(index + 3, last + 1)), *NEEDS, "assistant", "colleague", "friend")
        or scene.any(range(index + 1, min(index + 4, last + 1)), *NEEDS)
        or (
            scene.any(range(max(index - 3, 0), index), *NEEDS)
            and not scene.any(range(index + 1, min(index + 4, last + 1)), *COMES)
        )
    )


def around(scene: Scene, clause: Clause) -> Says:
    """What a clause says, or, where it says nothing, what the rest of its sentence says: the next clause first."""
    own = says(scene, clause)
    if own is not Says.NOTHING:
        return own
    same = scene.sentences[clause.sentence]
    at = same.index(clause)
    lesser = Says.NOTHING
    whole = complete(scene, clause)
    if whole and _denies(scene, clause) and _taken_over(scene, same):
        return Says.NOT_COMING  # "Peter Hase kann nicht, für ihn kommt Karin Busch"
    for other in (*same[at + 1 :], *reversed(same[:at])):
        found = says(scene, other)
        put_in = other.first > clause.first and aside(scene, other)
        inside = range(other.first, other.last + 1)
        if put_in and not scene.any(inside, *COMES, "withdraw", "cancel", "unable"):
            continue  # "…, dessen Namen ich mir nicht merken konnte"
        if found is Says.NOTHING or (whole and found is Says.COMING and _mine(scene, other)):
            continue
        if not put_in:
            return found
        lesser = found if lesser is Says.NOTHING else lesser
    return lesser


def _denies(scene: Scene, clause: Clause) -> bool:
    return any(scene.has(i, "negative") and not scene.has(i, *NEEDS) for i in range(clause.first, clause.last + 1))


def _taken_over(scene: Scene, clauses: list[Clause]) -> bool:
    return any(scene.has(i, "in_their_place") for c in clauses for i in range(c.first, c.last + 1))


# Words of a name's surroundings, which say nothing by themselves.
_PLAIN = (
    "joins", "my", "title", "from_organisation", "place", "role", "further", "source", "self_i", "self_me", "self_we",
    "self_us", "myself", "number", "seat", "total", *RELATIONS,
)  # fmt: skip


def complete(scene: Scene, clause: Clause) -> bool:
    """Does the clause say something of its own: "Mehmet und Gisela haben verloren"?"""
    if scene.text.languages[:1] not in {("de",), ("en",)}:
        return False
    if scene.any(range(clause.first, clause.last + 1), "bring", "enrol", "accompanied"):
        return False  # "…, sondern bringe Ursel Klein mit"
    words = 0
    for i in range(clause.first, clause.last + 1):
        token = scene.tokens[i]
        if token.kind == "word" and token.text.islower() and not scene.has(i, *_PLAIN):
            words += 1
            if words == 2:
                return True
    return False


def _mine(scene: Scene, clause: Clause) -> bool:
    """ "…, ich darf hin": the writer alone is the subject; not "… und ich kommen"."""
    words = [i for i in range(clause.first, clause.last + 1) if scene.tokens[i].kind == "word"][:3]
    subject = next((i for i in words if scene.has(i, "self_i")), None)
    return subject is not None and not any(scene.has(i, "joins", "self_we") for i in words if i <= subject)


_RELATIVE = frozenset(
    """der die das den dem deren dessen welche welcher who which that whom qui que dont quien el la los las cual które
    który
    która których który która kdo který která který який яка які котрий который которая которые который која koji koja
    koje care che ki ke که الذي التي اللذين""".split()
)


def aside(scene: Scene, clause: Clause) -> bool:
    """ "…, der ursprünglich nicht kommen wollte, …": a relative clause, which the main clause outweighs."""
    first = next(
        (scene.tokens[i] for i in range(clause.first, clause.last + 1) if scene.tokens[i].kind == "word"), None
    )
    return first is not None and first.text.lower() in _RELATIVE
