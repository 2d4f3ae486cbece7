"""The writer's name at the very end of the mail, in letters or a spelling that the header does not have.

"… I'll come. شریفه اڅکزۍ" from "Sharifa", "… ez têm Dilgeş Omer" from "Dilgesh Omar": nothing but the name itself, and
sometimes a full stop, parts it from the sentence.
"""

from __future__ import annotations

from itertools import pairwise

from mailreg.model.mail import Span
from mailreg.understand import names
from mailreg.understand.name_runs import shown_name
from mailreg.understand.scene import Scene

_STOPS = frozenset(".!?؟።۔፡፣،,:)…")
_LONGEST = 4  # words


def name_at_end(scene: Scene, sender: str | None) -> tuple[str | None, Span | None]:
    """The name and where it stands, or nothing."""
    last = next((line for line in reversed(scene.lines) if line.text.strip()), None)
    if last is None:
        return None, None
    words: list[int] = []
    for index in range(last.last - 1, last.first - 1, -1):
        token = scene.tokens[index]
        if token.kind != "word":
            if not words and token.text in ".!":
                continue
            break
        words.insert(0, index)
        if len(words) > _LONGEST:
            break
    known = [k for k in (sender, names.name_from_address(scene.writer or "")) if k]
    for count in range(min(len(words), _LONGEST), 1, -1):
        chosen = words[-count:]
        if not all(_near(scene, a, b) for a, b in pairwise(chosen)):
            continue
        name = shown_name(scene, chosen[0], chosen[-1])
        if any(_same(name, k) for k in known) or (
            count < 4 and last.own and _stands_alone(scene, chosen, last.first, known)
        ):
            return name, scene.text.span(scene.tokens[chosen[0]].start, scene.tokens[chosen[-1]].end)
    return None, None


def _near(scene: Scene, a: int, b: int) -> bool:
    return scene.tokens[b].start - scene.tokens[a].end <= 2


def _same(name: str, known: str) -> bool:
    """Every word of one sounds like a word of the other, two at least."""
    mine, theirs = names.parts(name), list(names.parts(known))
    if len(mine) != len(theirs) or len(mine) < 2:
        return False
    return all(a == b or names.sounds_like(a, b) for a, b in zip(mine, theirs, strict=True))


def _stands_alone(scene: Scene, chosen: list[int], begin: int, known: list[str]) -> bool:
    """Behind a full stop (or alone on the line) in a script without capitals: a given name, or one that sounds like the
    sender's, and a word without another meaning."""
    first = scene.tokens[chosen[0]]
    if not names.is_caseless(first.text):
        return False
    before = scene.tokens[chosen[0] - 1] if chosen[0] > begin else None
    if before is not None and before.text not in _STOPS:
        return False
    if any(scene.ordinary(i) or scene.everyday(i) for i in chosen):
        return False
    mine = [w for k in known for w in names.parts(k)]
    sounds = any(names.sounds_like(first.folded, w) for w in mine)
    return sounds or (first.folded in scene.given and (before is None or before.text not in ",،፣:"))
