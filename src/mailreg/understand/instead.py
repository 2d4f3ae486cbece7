"""Phrases by which the writer's own place goes to somebody, without those that only look so: in "anstelle meiner
Kollegin Anna Weber kommt Tom Roth" it is the colleague's."""

from __future__ import annotations

from mailreg.lexicon.match import Match
from mailreg.understand.mention import Mention
from mailreg.understand.scene import RELATIONS, Scene
from mailreg.understand.withdrawn import Says


def in_place_of(scene: Scene, mentions: list[Mention], *concepts: str) -> list[Match]:
    """The matches of "instead_of_me" and "in_their_place", or of one of them, in the writer's own words."""
    found = scene.text.of(*(concepts or ("in_their_place", "instead_of_me")))
    several = len({m.name for m in mentions if m.clause is not None}) > 1
    return [
        m
        for m in found
        if m.first in scene.own_set
        and not (several and _of_a_relation(scene, m))
        and not (m.concept == "instead_of_me" and _holds_the_fort(scene, mentions, m))
    ]


def _holds_the_fort(scene: Scene, mentions: list[Mention], match: Match) -> bool:
    """ "Anna Weber kommt nicht mit, sie vertritt mich im Büro": whoever stays away takes nobody's seat."""
    clause = scene.clause_at(match.first)
    if clause is None or not scene.any(range(clause.first, match.first), "third"):
        return False
    before = [m for m in mentions if m.clause is not None and m.last < match.first]
    if not before or any(clause.first <= m.first <= clause.last for m in mentions):
        return False
    last = before[-1]
    near = last.clause is not None and 0 <= clause.sentence - last.clause.sentence <= 1
    return near and last.says is Says.NOT_COMING


def _of_a_relation(scene: Scene, match: Match) -> bool:
    """Does the phrase end with "my", and does a relation follow? Where only one is named ("es kommt statt meiner
    Kollegin Weber") that is who comes."""
    after = scene.after(match.last)
    return after == match.last + 1 and scene.has(match.last, "my") and scene.has(after, *RELATIONS)
