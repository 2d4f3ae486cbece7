"""Who of several it is, and the writer cannot say yet: "Which two, I will tell you on Monday"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailreg.lexicon.small_words import small_words
from mailreg.model.reading import Doubt
from mailreg.understand.scene import Scene
from mailreg.understand.text import Clause
from mailreg.understand.withdrawn import Says, says

_WHO = small_words("which_one")
_LATER = small_words("later")


def who_is_open(scene: Scene, withdrawn: Sequence[str]) -> Iterator[Doubt]:
    """ "Two of us can't come. Which two, I will tell you on Monday": the writer says nothing of themselves, and who it
    is, is not said. "I can't come, who comes for me I will tell you" is another matter."""
    for number, clauses in scene.sentences.items():
        asking = next((c for c in clauses if _begins_with_who(scene, c)), None)
        if asking is None or clauses[0].question:
            continue
        inside = [i for c in clauses for i in range(c.first, c.last + 1)]
        open_yet = scene.any(inside, "undecided") or any(scene.tokens[i].folded in _LATER for i in inside)
        if not open_yet or (withdrawn and _i_stay_away_in_another(scene, number)):
            continue
        yield Doubt("unclear_who", (scene.text.span(asking.start, clauses[-1].end),))
        return


def _begins_with_who(scene: Scene, clause: Clause) -> bool:
    first = next((i for i in range(clause.first, clause.last + 1) if scene.tokens[i].kind == "word"), -1)
    return first in scene.own_set and scene.tokens[first].folded in _WHO


def _i_stay_away_in_another(scene: Scene, sentence: int) -> bool:
    return any(
        c.sentence != sentence
        and says(scene, c) is Says.NOT_COMING
        and scene.any(range(c.first, c.last + 1), "self_i", "self_me")
        for c in scene.text.clauses
        if c.first in scene.own_set
    )
