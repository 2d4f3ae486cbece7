"""Tables that stand on their side: a label begins each row, and each column is a person.

⇥ 1. Person ⇥ 2. Person / Vorname ⇥ Nadja ⇥ Abdul / Name ⇥ Petermann ⇥ Saidi
"""

from __future__ import annotations

from collections.abc import Sequence

from mailreg.understand.cells import says_nothing
from mailreg.understand.layout import Line
from mailreg.understand.listed import EMAIL, Listed, Row, plain_name
from mailreg.understand.organisation_words import clean
from mailreg.understand.phones import Phone
from mailreg.understand.scene import Scene
from mailreg.understand.table_columns import MOST_CELLS, MOST_LINES, column, is_name

_LEAST = 2  # rows with a label, and people
_NAMES = frozenset({"name", "given", "family"})


def in_columns(scene: Scene, lines: Sequence[Line], phones: Sequence[Phone]) -> Listed | None:
    """All people of such a table; None if there is none."""
    labelled: list[tuple[str, Line, list[str]]] = []
    for line in [ln for ln in lines if 0 < ln.text.count("\t") < MOST_CELLS][:MOST_LINES]:
        first, *cells = [cell.strip() for cell in line.text.split("\t")]
        label = column(scene, first) if cells else None
        if label is not None and not any(column(scene, cell) in _NAMES for cell in cells):
            labelled.append((label, line, cells))
    named = [(label, line, cells) for label, line, cells in labelled if label in _NAMES]
    many = max((sum(not says_nothing(c) for c in cells) for _, _, cells in named), default=0)
    sure = any(all(is_name(scene, c) for c in cells if not says_nothing(c)) for _, _, cells in named)
    if len(labelled) < (1 if sure else _LEAST) or many < _LEAST:
        return None
    rows = [row for n in range(many) if (row := _person(scene, labelled, n, phones)) is not None]
    if len(rows) < _LEAST:
        return None
    tokens = frozenset(t for _, line, _ in labelled for t in range(line.first, line.last))
    return Listed(tuple(rows), tokens, strict=True, table=True)


def _person(
    scene: Scene, labelled: Sequence[tuple[str, Line, list[str]]], number: int, phones: Sequence[Phone]
) -> Row | None:
    values: dict[str, str] = {}
    places: dict[str, tuple[int, Line]] = {}
    for label, line, cells in labelled:
        one = len([c for c in cells if not says_nothing(c)]) == 1 and label == "organisation"  # a cell for all of them
        value = cells[0] if one else cells[number] if number < len(cells) else ""
        if not says_nothing(value) and label not in values:
            values[label] = value
            places[label] = line.start + _offset(line.text, number), line
    given, family, whole = (values.get(k, "") for k in ("given", "family", "name"))
    name = plain_name(f"{given} {family or whole}" if given else whole or family)
    if name is None:
        return None
    start, line = places["given" if given else "name" if whole else "family"]
    stop = start + len(given or whole or family)
    email = EMAIL.search(values.get("email", ""))
    mine = [p for label, (at, _) in places.items() if label in {"phone", "mobile"} for p in phones if p.start == at]
    unit = values.get("organisation")
    return Row(
        name,
        scene.text.span(start, min(stop, line.end)),
        start,
        email.group().lower() if email else None,
        clean(unit) if unit else None,
        mine[0].number if mine else None,
    )


def _offset(text: str, number: int) -> int:
    """Where the value of the person of this number begins in its line."""
    cells = text.split("\t")
    before = sum(len(cell) + 1 for cell in cells[: number + 1])
    return before + (len(cells[number + 1]) - len(cells[number + 1].lstrip()) if number + 1 < len(cells) else 0)
