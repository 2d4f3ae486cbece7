"""Cells of HTML tables: what they hold, and which rows and columns they span."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

BOXED = re.compile(r"[☐☑☒□✓✔✗✘]|\[[ _xX]?\]")  # begins a line of a form
_MOST_COLUMNS = 40  # that are kept apart where cells span several
_MOST_SPANNED = 20  # rows or columns of one cell; more is no table of people

Line = tuple[str, bool]  # text, quoted


@dataclass(slots=True)
class Cell:
    lines: list[Line] = field(default_factory=list)
    nested: bool = False  # holds a table of its own
    plain: bool = False  # holds words that are not in bold type
    across: int = 1  # columns that it spans
    down: int = 1  # rows that it spans


def aligned(cells: list[Cell], reaching: dict[int, int]) -> tuple[list[Cell], int]:
    """The row with an empty cell for each that a cell spans, and how many cells of the rows above reach into it.
    `reaching`: column → rows that a cell above still fills; brought up to date."""
    above = len(reaching)
    row: list[Cell] = []
    for cell in cells:
        while len(row) in reaching:
            row.append(Cell())
        wide = len(row) + cell.across <= _MOST_COLUMNS
        if wide and cell.down > 1 and any(text for text, _ in cell.lines):  # a logo beside a signature spans nothing
            reaching.update({len(row) + n: cell.down for n in range(cell.across)})
        row += [cell, *(Cell() for _ in range(cell.across - 1 if wide else 0))]
    for column in list(reaching):
        reaching[column] -= 1
        if not reaching[column]:
            del reaching[column]
    return row, above


def spanned(attributes: dict[str, str | None], name: str) -> int:
    """How many rows or columns a cell spans; 1 where that is no number."""
    told = (attributes.get(name) or "1").strip()
    return min(max(int(told), 1), _MOST_SPANNED) if told.isascii() and told.isdigit() and len(told) <= 4 else 1
