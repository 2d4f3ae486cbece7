"""How old somebody is, as far as it decides whether they take a seat: children who are brought along take none."""

from __future__ import annotations

from mailreg.lexicon.small_words import small_words
from mailreg.understand.scene import Scene

GROWN_UP = 14  # years: from here on they come for themselves
_OLD = 60  # more is something else
_NEAR, _BEFORE = 8, 5  # tokens between somebody and their age
_YEARS, _IS = small_words("years"), small_words("is_aged")


def grown_up(scene: Scene, index: int) -> bool:
    """ "Mein Sohn (17)", "meine Tochter, sie ist 19", "my 20-year-old son": is the age of whoever stands at this token
    said, and is it that of no child?"""
    clause = scene.clause_at(index)
    if clause is None:
        return False
    last = scene.sentences[clause.sentence][-1].last
    around = (*range(index - 1, max(index - _BEFORE, -1), -1), *range(index + 1, min(index + _NEAR, last) + 1))
    return any(_is_age(scene, i, before=i < index) for i in around)


def _is_age(scene: Scene, index: int, *, before: bool) -> bool:
    token = scene.tokens[index]
    if token.kind != "number" or not token.text.isdecimal() or not GROWN_UP <= int(token.text) <= _OLD:
        return False
    ahead = [t.folded for t in scene.tokens[index + 1 : index + 4] if t.kind == "word" or t.text in "-)."]
    said = any(word in _YEARS for word in ahead[:2])
    if before:
        return said or (ahead[:1] == ["-"] and any(word in _YEARS for word in ahead))
    bracketed = scene.tokens[index - 1].text == "(" and ahead[:1] == [")"]
    return said or bracketed or (scene.tokens[index - 1].folded in _IS and ahead[:1] != ["."])


def child_with_seat(scene: Scene, index: int) -> bool:
    """ "… braucht einen eigenen Platz": said in the child's own sentence, and not denied; or a child who is none."""
    clause = scene.clause_at(index)
    if clause is None:
        return False
    inside = [i for c in scene.sentences[clause.sentence] for i in range(c.first, c.last + 1)]
    if grown_up(scene, index):
        comes = scene.any(inside, "come", "attend", "bring", "accompanied", "with_me", "enrol", "register")
        return comes and not scene.any(inside, "negative", "childcare")
    return (
        any(scene.has(i, "seat") and not scene.has(i, "child") for i in inside)
        and scene.any(inside, "come", "attend")
        and not scene.any(inside, "negative", "childcare")
    )
