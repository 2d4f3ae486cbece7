"""Whoever writes for others only: "ich muss meinen Vater abmelden" takes the writer off no list."""

from __future__ import annotations

from mailreg.understand import names
from mailreg.understand.coordination import beside_self
from mailreg.understand.mention import Mention
from mailreg.understand.scene import Scene
from mailreg.understand.text import Clause
from mailreg.understand.tie import FIRST_VERBS
from mailreg.understand.withdrawn import Says, says

_SEAT = ("enrol", "earlier", "register")
_NEAR = 2  # sentences behind the name in which a pronoun takes it up


def called_off_for(scene: Scene, mentions: list[Mention]) -> list[Mention]:
    """Those of whom it is said that they do not come, in a cancellation whose writer says nothing of the kind of
    themselves. Empty where the writer may stay away, too."""
    here = [m for m in mentions if m.clause is not None and m.last < len(scene.tokens) and not m.source]
    if not here or any(beside_self(scene, m.first, m.last) for m in here):
        return []
    named = {i for m in here for i in range(m.first, m.last + 1)}
    told = {m.clause.sentence for m in here if m.clause is not None}
    if any(_gives_up(scene, c, named, told) for c in scene.text.clauses if c.first in scene.own_set):
        return []
    return [m for m in here if len(names.parts(m.name)) > 1 and _is_called_off(scene, m)]


def _gives_up(scene: Scene, clause: Clause, named: set[int], told: set[int]) -> bool:
    """Does the writer stay away? Not by "ich muss ihn abmelden", "ich selbst stand nie auf der Liste"."""
    if says(scene, clause) is not Says.NOT_COMING:
        return False
    inside = range(clause.first, clause.last + 1)
    if any(i in named for i in inside) or scene.any(inside, "third", "their"):
        return False
    if scene.any(inside, "self_i", "self_we", "self_me", "self_us", "both"):
        never = scene.any(inside, *_SEAT) and not scene.any(inside, "come", "attend", "cancel", "withdraw", "unable")
        return not never
    first = next((scene.tokens[i].folded for i in inside if scene.tokens[i].kind == "word"), "")
    return clause.sentence not in told and (first in FIRST_VERBS or scene.any(inside, "cancel", "withdraw"))


def _is_called_off(scene: Scene, mention: Mention) -> bool:
    """In the name's own sentence, or by a pronoun behind it where it is said that they had a seat."""
    own = mention.clause
    if own is None:
        return False
    sentence = [c for c in scene.sentences[own.sentence] if c.first >= own.first]
    if any(says(scene, c) is Says.NOT_COMING and not _mine(scene, c) for c in sentence):
        return True
    if not any(scene.any(range(c.first, c.last + 1), *_SEAT) for c in sentence):
        return False
    return any(
        says(scene, c) is Says.NOT_COMING and scene.any(range(c.first, c.last + 1), "third", "their")
        for number in range(own.sentence, own.sentence + _NEAR + 1)
        for c in scene.sentences.get(number, ())
        if c.first > mention.last
    )


def _mine(scene: Scene, clause: Clause) -> bool:
    return scene.any(range(clause.first, clause.last + 1), "self_i", "self_we")
