"""What one cell of a table or a form says by itself: yes, no, or nothing."""

from __future__ import annotations

import re

from mailreg.lexicon.fold import fold
from mailreg.lexicon.small_words import small_words

NOTHING = frozenset({"", "-", "–", "—", "/", "0", "--", "---", "./.", "☐", "□", "[ ]", "[]"})
YES = small_words("yes") | frozenset("✓✔✅☑☒")
DITTO = small_words("likewise") | frozenset(
    {'"', "''", "〃", "″", "„", "“", "”", '-"-', "-„-", "-“-", "-”-", "s.o.", "s. o.", "s.o"}
)
NO = small_words("no") | frozenset("✗✘❌✖✕")
_CROSSES = frozenset({"x", "1"})
_TICKED = re.compile(r"[☒☑✓✔✅]|\[ ?[xX✓] ?\]")
_EMPTY_BOX = re.compile(r"[☐□]|\[ ?\]")


def says(cell: str) -> bool | None:
    """Yes, no, or None for anything else, nothing included: "ja, gern", "x", "[x]", "nein (Urlaub)", "✗"."""
    word = fold(cell.split(maxsplit=1)[0].strip(".,;:!()")) if cell.strip() else ""
    if word in NO:
        return False
    if _EMPTY_BOX.search(cell):
        return None
    return True if word in YES or word in _CROSSES or _TICKED.match(cell) else None


def same_as_above(cell: str) -> bool:
    """Is it empty, or a sign that the cell above holds for it, too? A dash says that there is nothing."""
    return not cell.strip() or fold(cell.strip()) in DITTO or cell.strip() in DITTO


def says_nothing(cell: str) -> bool:
    """Is it empty, a dash, a nought or a box without a tick?"""
    return cell.strip() in NOTHING or _EMPTY_BOX.match(cell.strip()) is not None
