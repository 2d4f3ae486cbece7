"""People whose family name stands first: "Wenzel, Katrin", alone in a row or several in one line."""

from __future__ import annotations

import re

from mailreg.lexicon.fold import fold
from mailreg.understand import names
from mailreg.understand.layout import Line
from mailreg.understand.listed import Row
from mailreg.understand.row_shapes import is_pair
from mailreg.understand.scene import Scene

_BETWEEN_PAIRS = re.compile(r"\s*[/;|•·]\s*")


def pairs_of(scene: Scene, line: Line, bullet: int, known: tuple[str, ...]) -> list[Row]:
    """ "Weber, Anna / Roth, Tom": the family name first, and a sign between two people that is no comma."""
    pieces = [p for p in _BETWEEN_PAIRS.split(line.text[bullet:].strip(" \t*_.")) if p]
    if len(pieces) < 2 or not all(is_pair(p) for p in pieces):
        return []
    if 2 * sum(family_first(scene, p, known) for p in pieces) < len(pieces):
        return []
    rows, at = [], line.start + bullet
    for piece in pieces:
        at = scene.text.text.index(piece, at, line.end)
        rows.append(Row(names.turned(piece), scene.text.span(at, at + len(piece)), at))
    return rows


def family_first(scene: Scene, body: str, known: tuple[str, ...]) -> bool:
    """ "Wenzel, Katrin": two short pieces, the second a given name."""
    family, _, given = body.partition(",")
    second = given.split()
    if any(c.isdigit() or c == "@" for c in body) or not 1 <= len(second) <= 2 or len(family.split()) > 2:
        return False
    if len(family.split()) > 1 and fold(family.split()[0]) in scene.given:
        return False  # "Zahra Hosseini, Laleh Karimi"
    if len(family.split()) > 1 and any(names.same_person(family.strip(), k) for k in known if "@" not in k):
        return False  # the whole name, and something else behind the comma
    return fold(second[0].split("-")[0]) in scene.given or any(
        names.same_person(f"{given.strip()} {family.strip()}", k) for k in known if "@" not in k
    )
