"""What is said of others alone concerns only them: "Tom Roth kann nicht teilnehmen", "Bitte tragen Sie Tom Roth ein".

Whoever signs that takes back nothing of their own, or does not come themselves, whatever a model finds more likely.
"""

from __future__ import annotations

from mailreg.lexicon.small_words import small_words
from mailreg.model.reading import Role
from mailreg.understand.scene import Scene

_SAY_I = frozenset("de en fr".split())  # languages that do not leave it to the verb who comes
_SELF = ("self_i", "self_we", "self_me", "self_us", "both")
_REST = small_words("rest")
_SIGNS_OFF = small_words("signs_off")


def not_the_writer(scene: Scene, *, comes: bool, gone: bool) -> frozenset[Role]:
    """The roles that the writer does not have, where rules have found others who come, or who stay away."""
    roles: list[Role] = []
    if gone and (not (_says(scene, *_SELF) or _of_mine(scene)) or _signs_off_another(scene)):
        roles.append(Role.WITHDRAWN)
    # "Von uns kommt Anna Kurz", "er vertritt uns"; but "melden Sie uns an"
    mine = _says(scene, "self_i", "self_we", "self_me", "both") or (_says(scene, "self_us") and _says(scene, "enrol"))
    if comes and not mine and scene.text.languages[:1] and scene.text.languages[0] in _SAY_I:
        roles.append(Role.COMES)
    return frozenset(roles)


def _says(scene: Scene, *concepts: str) -> bool:
    """Do the words of the message have one of these concepts? "The two others" are not "we two"."""
    tokens = scene.tokens
    return any(
        m.first in scene.own_set
        and not (m.concept == "both" and m.last + 1 < len(tokens) and tokens[m.last + 1].folded in _REST)
        for m in scene.text.of(*concepts)
    )


def _of_mine(scene: Scene) -> bool:
    """ "Mein Sohn ist krank", "meine Anmeldung"; "mein Kollege Tom Roth" is somebody else."""
    return any(m.first in scene.own_set and not scene.has(m.last + 1, "colleague", "role") for m in scene.text.of("my"))


def _signs_off_another(scene: Scene) -> bool:
    """ "Ich muss Tom Roth leider abmelden": the only "I" does it to somebody else."""
    mine = [m.first for m in scene.text.of(*_SELF) if m.first in scene.own_set]
    for index in mine:
        clause = scene.clause_at(index)
        if clause is None or not scene.has(index, "self_i") or scene.any((index - 1, index + 1), "joins"):
            return False
        inside = range(clause.first, clause.last + 1)
        if scene.any(inside, "self_me") or _SIGNS_OFF.isdisjoint([scene.tokens[i].folded for i in inside]):
            return False
    return bool(mine)
