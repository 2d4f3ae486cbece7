"""Tables: what stands below a heading that names a need.

In a letter's body the cells of a table row are separated by tabs (see decode/html.py).
"""

from __future__ import annotations

from mailreg.lexicon.match import Match
from mailreg.understand.text import Text

_NOTHING = frozenset({"", "-", "–", "—", "/", "0", "--", "---"})
_ROWS = 200  # rows of a table that are read


def cells_below(text: Text, match: Match) -> list[tuple[int, int]] | None:
    """The cells below the heading in which a match stands, those left out that are empty or say no. None if it
    stands in no heading of a table."""
    start = text.text.rfind("\n", 0, match.start) + 1
    end = _line_end(text.text, start)
    above = text.text[text.text.rfind("\n", 0, max(start - 1, 0)) + 1 : start]
    if "\t" not in text.text[start:end] or "\t" in above:
        return None
    if any(start <= m.start < end for m in text.of("language_name")):
        return None
    column = text.text.count("\t", start, match.start)
    found: list[tuple[int, int]] = []
    rows = 0
    while end < len(text.text) and rows < _ROWS:
        start, end = end + 1, _line_end(text.text, end + 1)
        cells = text.text[start:end].split("\t")
        if len(cells) <= max(column, 1):
            break
        rows += 1
        at = start + sum(len(c) + 1 for c in cells[:column])
        found.append((at, at + len(cells[column])))
    if column == 0 or not rows:
        return None
    denials = [m.start for m in text.of("negation", "no_need")]
    return [
        (a, b)
        for a, b in found
        if text.text[a:b].strip() not in _NOTHING and not any(a <= start < b for start in denials)
    ]


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
