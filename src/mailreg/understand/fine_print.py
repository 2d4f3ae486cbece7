"""Who stands in a signature beside the one who signs: "Vorstand: Anna Weber, Tom Roth", "Sekretariat: Frau Kern".
No model makes participants of them."""

from __future__ import annotations

from collections.abc import Sequence

from mailreg.understand.candidates import Place
from mailreg.understand.layout import Line
from mailreg.understand.scene import Scene

_SIGNERS = 3  # lines in which those who sign stand
_WORDS = 5  # of a line that holds a name and no more


def in_fine_print(scene: Scene, places: Sequence[Place]) -> bool:
    """Do all of these stand in a signature, and not where somebody signs?"""
    below = [line for line in scene.lines if line.signature and not line.own and line.text.strip()]
    return bool(places) and all(_is_small(scene, below, place.first, place.last) for place in places)


def _is_small(scene: Scene, below: Sequence[Line], first: int, last: int) -> bool:
    number = next((n for n, line in enumerate(below) if line.first <= first < line.last), None)
    if number is None:
        return False
    line = below[number]
    before = scene.text.text[line.start : scene.tokens[first].start]
    if ":" in before or any(c.isdigit() for c in before):
        return True
    if not any(scene.tokens[i].folded in scene.given for i in range(first, last + 1)):
        return True  # "Deutsches Rotes Kreuz"
    return number >= _SIGNERS or (number > 0 and len(line.text.split()) > _WORDS)
