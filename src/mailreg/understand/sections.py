"""Lists below a heading that says who stays away: "Nicht dabei:", "Bleibt im Büro", and names below it."""

from __future__ import annotations

from collections.abc import Sequence

from mailreg.understand.layout import Line
from mailreg.understand.scene import Scene
from mailreg.understand.withdrawn import Says, verdict

_HEADING = 6  # words
_ROW = 8  # words of a line without a bullet or cells that may still name somebody
# A heading of its own meaning: who speaks, or who comes in somebody's place.
_SAYS_MORE = ("self_i", "self_we", "self_me", "instead", "replace", "condition", "number")


def absent(scene: Scene) -> frozenset[int]:
    """The tokens of all rows below such headings, down to the next heading, sentence or signature."""
    lines = [line for line in scene.lines if line.text.strip()]
    found: set[int] = set()
    number = 0
    while number < len(lines) - 1:
        number += 1
        if not _keeps_away(scene, lines[number - 1]) or not _is_row(scene, lines[number], below=None):
            continue
        bulleted = _marked(scene, lines[number])
        while number < len(lines) and _is_row(scene, lines[number], below=bulleted):
            found.update(range(lines[number].first, lines[number].last))
            number += 1
    return frozenset(found)


def _keeps_away(scene: Scene, line: Line) -> bool:
    """Is it a heading, and does it say that somebody does not come?"""
    words = [i for i in range(line.first, line.last) if scene.tokens[i].kind == "word"]
    text = line.text.rstrip()
    if not 0 < len(words) <= _HEADING or not line.own or "\t" in text or scene.bullet(text) or text[-1] in ".!?,;)":
        return False
    if any(scene.tokens[i].folded in scene.given for i in words) or scene.any(words, *_SAYS_MORE):
        return False
    return verdict(scene, line.first, line.last - 1) is Says.NOT_COMING


def _marked(scene: Scene, line: Line) -> bool:
    return bool(scene.bullet(line.text)) or "\t" in line.text or "|" in line.text


def _is_row(scene: Scene, line: Line, *, below: bool | None) -> bool:
    """May this line name somebody? `below`: the rows above it have bullets or cells (True) or none (False)."""
    text = line.text.strip()
    if _marked(scene, line):
        return True
    if below or not line.own or text[-1] in ".!?:" or len(text.split()) > _ROW:
        return False
    return any(scene.tokens[i].folded in scene.given for i in _words(scene, line))


def _words(scene: Scene, line: Line) -> Sequence[int]:
    return [i for i in range(line.first, line.last) if scene.tokens[i].kind == "word"]
