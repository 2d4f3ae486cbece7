"""Words for people that bring nobody along, for they say what the writer is ("als Vorsitzende", "ich bin Mutter und
Elternsprecherin"), and those that do though nothing says whose they are ("mit einer jungen Frau")."""

from __future__ import annotations

from collections.abc import Iterable

from mailreg.lexicon.small_words import small_words
from mailreg.understand.scene import RELATIONS, Scene

_ROLE, _ROLE_BEHIND = small_words("as"), small_words("as_behind")
_BEING, _SOME = small_words("being"), small_words("some")
_VEHICLES = small_words("vehicles")
_FAR = 6  # words before the one that says what somebody is


def what_one_is(scene: Scene, first: int, last: int) -> bool:
    """Does the word for somebody (tokens `first` to `last`) say what the writer is?"""
    if scene.has(first, "accompanied"):
        return False  # "eine Person als Begleitung"
    after = scene.after(last)
    if after is not None and scene.tokens[after].folded in _ROLE_BEHIND:
        return True
    clause = scene.clause_at(first)
    sentence = clause.sentence if clause is not None else None
    for at in scene.words_before(first, _FAR):
        here = scene.clause_at(at)
        if here is None or here.sentence != sentence or scene.has(at, "my", "their", "accompanied", "bring"):
            return False
        folded = scene.tokens[at].folded
        if folded in _ROLE:
            return True
        if folded in _BEING:
            beside = (*scene.words_before(at, 1), *(i for i in (scene.after(at),) if i is not None))
            return scene.any(beside, "self_i") and not _with_somebody(scene, range(at, first))
        if scene.has(at, "self_i", "self_me", "come", "attend", "enrol", "register"):
            return False
    return False


def _with_somebody(scene: Scene, inside: Iterable[int]) -> bool:
    return scene.any(inside, "accompanied", "further", "number")


def somebody_untold(scene: Scene, index: int) -> bool:
    """ "Mit einer jungen Frau aus Eritrea": no form of address, for nobody's name follows."""
    after = scene.after(index)
    if after is not None and after == index + 1 and scene.tokens[after].text[:1].isupper():
        return False
    before = list(scene.words_before(index, 3))
    return any(scene.tokens[i].folded in _SOME for i in before) and not scene.any(before, "self_i", *RELATIONS)


def is_there(scene: Scene, inside: Iterable[int]) -> bool:
    """ "Am 11. Oktober bin ich mit einer Freundin beim Treffen": to be there is to come."""
    tokens = list(inside)
    here = any(scene.tokens[i].folded in _BEING for i in tokens) and scene.any(tokens, "self_i", "self_we")
    then = scene.any(tokens, "event_noun", "come") or any(
        scene.has(i, "month") and any(t.kind == "number" for t in scene.tokens[max(i - 2, 0) : i]) for i in tokens
    )
    return here and then and not scene.any(tokens, "negative")  # not "seit Oktober bin ich mit …"


def in_passing(scene: Scene, first: int) -> bool:
    """Put in brackets, or whose car it is: "mit dem Auto meines Kollegen" brings no colleague along."""
    return _in_brackets(scene, first) or _owns_the_car(scene, first)


def _owns_the_car(scene: Scene, first: int) -> bool:
    clause = scene.clause_at(first)
    for at in scene.words_before(first, 3):
        if clause is None or at < clause.first or scene.has(at, "joins", "accompanied", "bring", "self_i"):
            return False
        if scene.tokens[at].folded in _VEHICLES:
            return True
    return False


def _in_brackets(scene: Scene, first: int) -> bool:
    """ "Radwerkstatt (Touren mit Geflüchteten)": what is put in about somebody else brings nobody along."""
    for at in range(first - 1, max(0, first - 8) - 1, -1):
        if scene.tokens[at].text in ")]" or scene.has(at, "my", "their", "further", "number", "self_i", "joins"):
            return False
        if scene.tokens[at].text in "([":
            return at + 1 < first
    return False
