"""Tables: what stands below a heading that names a need, and what stands behind it in a row of a form.

In a letter's body the cells of a table row are separated by tabs (see decode/html.py).
"""

from __future__ import annotations

import re

from mailreg.lexicon.fold import fold
from mailreg.lexicon.match import Match
from mailreg.lexicon.small_words import small_words
from mailreg.understand.cells import says, says_nothing
from mailreg.understand.text import Text

_CODE = re.compile(r"[A-Z]{2}(?:\s?[,/+&]\s?[A-Z]{2})*")
_GERMAN = "DE"
_LABEL = 60  # characters
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
        if len(cells) < 2:
            break
        rows += 1
        if len(cells) <= column:
            continue  # its last cells are empty
        at = start + sum(len(c) + 1 for c in cells[:column])
        found.append((at, at + len(cells[column])))
    if column == 0 or not rows:
        return None
    denials = [m.start for m in text.of("negation", "no_need")]
    return [(a, b) for a, b in found if not _says_no(text.text[a:b]) and not any(a <= start < b for start in denials)]


def codes_in(cell: str) -> tuple[str, ...]:
    """ "UK", "EN, AR": languages by their codes; German needs no interpreter."""
    if not _CODE.fullmatch(cell.strip()):
        return ()
    return tuple(sorted(code.lower() for code in re.findall(r"[A-Z]{2}", cell) if code != _GERMAN))


def told_behind(text: Text, match: Match) -> bool | None:
    """ "Fahrtkosten ⇥ ja", "Dolmetschen ⇥ 0", "Fahrtkosten ⇥ nein ⇥ ja": what the cells behind a label say of the need
    that it names; None where they say something else, or nothing."""
    begin = text.text.rfind("\n", 0, match.start) + 1
    label, *cells = text.text[begin : _line_end(text.text, begin)].split("\t")
    cells = [cell.strip() for cell in cells if cell.strip()]
    if not cells and "_" in label and len(label.split()) == 1:
        return False  # "dolmetschen_sprache", a field that a form leaves empty
    if not cells or begin + len(label) < match.end or len(label) > _LABEL or label.lstrip()[:1] in "☐☒☑[":
        return None
    answers = [False if _says_no(cell) else says(cell) for cell in cells]
    return True if True in answers else None if None in answers else False


def _says_no(cell: str) -> bool:
    """Of a need: nothing is a no, too, and so is "niemand"."""
    if says_nothing(cell) or says(cell) is False:
        return True
    return fold(cell.split(maxsplit=1)[0].strip(".,;:!()")) in small_words("nobody")


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
