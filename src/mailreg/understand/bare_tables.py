"""Tables without a heading whose cells part family names from given names: "Müller ⇥ Jana ⇥ Jugendamt"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailreg.lexicon.fold import fold
from mailreg.understand.layout import Line
from mailreg.understand.organisation_words import has_kind
from mailreg.understand.scene import Scene
from mailreg.understand.table_columns import MOST_CELLS

_LEAST = 2  # rows
_NAME = re.compile(r"[^\W\d_][^\W\d_'’-]*(?:[-'’][^\W\d_]+)*(?: [^\W\d_][^\W\d_'’-]*(?:[-'’][^\W\d_]+)*)?")


def columns_by_content(
    scene: Scene, lines: Sequence[Line], pattern: re.Pattern[str]
) -> tuple[list[Line], list[str | None]] | None:
    """The first rows of which each has a given name in one column and another name beside it, with what their columns
    are. None if no two lines that follow each other have."""
    rows: list[tuple[Line, list[str]]] = []
    for line in (*lines, None):
        cells = [c.strip() for c in pattern.split(line.text.strip(" |"))] if line is not None else []
        if line is not None and not line.text.strip():
            continue
        if line is not None and 1 < len(cells) < MOST_CELLS:
            rows.append((line, cells))
            continue
        if len(rows) >= _LEAST and (found := _names(scene, rows)) is not None:
            given, family = found
            return [ln for ln, _ in rows], _labelled(scene, rows, given, family)
        rows = []
    return None


def _names(scene: Scene, rows: Sequence[tuple[Line, list[str]]]) -> tuple[int, int] | None:
    """The columns of given and of family names."""
    width = min(len(cells) for _, cells in rows)
    for given in range(width):
        if not all(_is_given(scene, cells[given]) for _, cells in rows):
            continue
        beside = [n for n in (given - 1, given + 1) if 0 <= n < width and _are_families(scene, rows, n)]
        if len(beside) == 1:  # two may be a town and a name: nobody can tell which
            return given, beside[0]
    return None


def _is_given(scene: Scene, cell: str) -> bool:
    return _NAME.fullmatch(cell) is not None and all(
        fold(part) in scene.given for part in re.split(r"[- ]", cell) if len(part) > 1
    )


def _are_families(scene: Scene, rows: Sequence[tuple[Line, list[str]]], column: int) -> bool:
    """Names throughout, one of which at least means nothing else: else it is a column of days."""
    told = [_meanings(scene, line, cells[column]) for line, cells in rows]
    return all(t is not None and t <= _FAMILIES for t in told) and not all(told)


def _meanings(scene: Scene, line: Line, cell: str) -> frozenset[str] | None:
    """What one or two words in capitals mean besides; None if they are none."""
    if _NAME.fullmatch(cell) is None or not cell[0].isupper():
        return None
    at = line.start + line.text.find(cell)
    inside = [i for i in range(line.first, line.last) if at <= scene.tokens[i].start < at + len(cell)]
    return frozenset[str]().union(*(scene.tags.get(i, ()) for i in inside)) if inside else None


_FAMILIES = frozenset({"role", "weekday", "month", "no_name"})  # "Schneider", "Freitag", "März", "Winter"


def _labelled(scene: Scene, rows: Sequence[tuple[Line, list[str]]], given: int, family: int) -> list[str | None]:
    width = max(len(cells) for _, cells in rows)
    columns: list[str | None] = [None] * width
    columns[given], columns[family] = "given", "family"
    for column in range(width):
        held = [(line, cells[column]) for line, cells in rows if column < len(cells) and cells[column]]
        if columns[column] is None and held and 2 * sum(_is_office(scene, *cell) for cell in held) > len(held):
            columns[column] = "organisation"
            break
    return columns


def _is_office(scene: Scene, line: Line, cell: str) -> bool:
    at = line.start + line.text.find(cell)
    inside = [i for i in range(line.first, line.last) if at <= scene.tokens[i].start < at + len(cell)]
    words = [i for i in inside if scene.tokens[i].kind == "word"]
    return len(words) > 1 and has_kind(scene, words)
