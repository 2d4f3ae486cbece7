"""Phrases by which the writer's own place goes to somebody, without those that only look so: in "anstelle meiner
Kollegin Anna Weber kommt Tom Roth" it is the colleague's."""

from __future__ import annotations

from mailreg.lexicon.match import Match
from mailreg.understand.mention import Mention
from mailreg.understand.scene import RELATIONS, Scene


def in_place_of(scene: Scene, mentions: list[Mention], *concepts: str) -> list[Match]:
    """The matches of "instead_of_me" and "in_their_place", or of one of them, in the writer's own words."""
    found = scene.text.of(*(concepts or ("in_their_place", "instead_of_me")))
    several = len({m.name for m in mentions if m.clause is not None}) > 1
    return [m for m in found if m.first in scene.own_set and not (several and _of_a_relation(scene, m))]


def _of_a_relation(scene: Scene, match: Match) -> bool:
    """Does the phrase end with "my", and does a relation follow? Where only one is named ("es kommt statt meiner
    Kollegin Weber") that is who comes."""
    after = scene.after(match.last)
    return after == match.last + 1 and scene.has(match.last, "my") and scene.has(after, *RELATIONS)
