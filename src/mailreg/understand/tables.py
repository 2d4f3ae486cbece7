"""People in tables: a header row in any language and order, cells parted by tabs, "|", ";" or runs of blanks.

Forms and lists have files of their own; `find_listed` asks all three.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailreg.lexicon.fold import fold
from mailreg.understand.across import in_columns
from mailreg.understand.bare_tables import columns_by_content
from mailreg.understand.behind_colon import behind_colon
from mailreg.understand.cells import same_as_above, says_nothing
from mailreg.understand.forms import in_form
from mailreg.understand.layout import Line
from mailreg.understand.listed import EMAIL, NOBODY_YET, Listed, Row, plain_name
from mailreg.understand.lists import in_list
from mailreg.understand.organisation_words import clean
from mailreg.understand.phones import Phone
from mailreg.understand.scene import Scene
from mailreg.understand.table_columns import (
    MOST_CELLS,
    MOST_LINES,
    column,
    is_name,
    names_the_event,
    tells_who_comes,
    who_comes,
    with_names,
)

_CELLS = {
    "\t": re.compile(r"\t"),
    "|": re.compile(r"\s*\|\s*"),
    ";": re.compile(r"\s*;\s*"),
    "  ": re.compile(r"\s{2,}"),
    ",": re.compile(r"\s*,\s*"),
}


# What begins the row below the last one.
_SUMS = frozenset(
    fold(w)
    for w in "summe gesamt insgesamt total totals sum итого всего разом усього razem celkem toplam المجموع جمع".split()
)


def find_listed(scene: Scene, phones: Sequence[Phone], known: tuple[str, ...] = ()) -> Listed:
    """Tables first, then forms, then lists, then what one line names behind a colon."""
    lines = _read(scene.lines)
    if (table := in_columns(scene, lines, phones) or _table(scene, lines, phones)) is not None:
        return table
    form = in_form(scene, lines, phones)
    if form is not None and form.rows:
        return form
    found = in_list(scene, lines, phones, known) or behind_colon(scene, known)
    if form is None or found is None:
        return form or found or Listed()
    # "- Anna Weber", "- Tom Roth" and "Weitere Personen: 1": the names by the list, the numbers by the form
    return replace(found, tokens=found.tokens | form.tokens, count=form.count, along=form.along, fields=form.fields)


def _read(lines: Sequence[Line]) -> list[Line]:
    """The writer's own lines, and the last row of a table that looks like a signature: "Tom Roth | Brücke e. V."."""
    found: list[Line] = []
    before: Line | None = None
    for line in lines:
        goes_on = before is not None and any(_as_many(line.text.count(s), before.text.count(s)) for s in "|;")
        before = line if line.own or "\t" in line.text or goes_on else None
        if before is not None:
            found.append(line)
    return found


def _as_many(here: int, above: int) -> bool:
    """Cells of a row and of the one above it; the last ones may be left out where they are empty."""
    return 0 < here == above or min(here, above) > 1


def _table(scene: Scene, lines: list[Line], phones: Sequence[Phone]) -> Listed | None:
    labelled = {m.start for label in ("name", "given", "family", "count") for m in scene.text.of("label_" + label)}
    tried = 0
    for number, line in enumerate(lines):
        known = any(line.start <= at < line.end for at in labelled)
        if not known and (tried >= MOST_LINES or not 0 < line.text.count("\t") < MOST_CELLS):
            continue
        tried += not known
        for sign, pattern in _CELLS.items():
            if sign not in line.text or (sign not in "\t|" and ("\t" in line.text or line.text.count("|") > 1)):
                continue
            if sign not in "\t|" and _filled_in(line, labelled):
                continue  # "Name, Vorname: Kunze, Steffi", "Namen: Anna Weber; Tom Roth"
            cells = [c.strip() for c in pattern.split(line.text if sign == "\t" else line.text.strip(" |"))]
            below = lines[number + 1 :]
            columns = with_names(scene, [column(scene, cell) for cell in cells], cells, _cells_of(below, pattern))
            if len(cells) < 2 or not {"name", "family", "given"} & set(columns):
                continue
            if len(cells) == 2 and columns[1] is None and not _is_of_people(scene, below, lines[:number], pattern):
                continue  # a form of two columns
            loose = sign in {",", "  "} and not (sign == "  " and _columns_below(below, len(cells), pattern))
            if any(len(c) > 40 for c in cells) or sum(c is not None for c in columns) < (2 if loose else 1):
                continue
            free = [n for n in range(len(cells)) if columns[n] is None]
            told = next((n for n in free if tells_who_comes(scene, cells[n])), None)
            day = next((n for n in free if names_the_event(scene, cells[n])), None)
            found, unnamed = _rows(scene, below, columns, pattern, phones)
            if found:
                rows = who_comes(
                    [row for row, _, _ in found],
                    [cells for _, _, cells in found],
                    day if told is None else told,
                    blank_is_no=told is not None,
                )
                tokens = {t for ln in (line, *(at for _, at, _ in found)) for t in range(ln.first, ln.last)}
                count = len(found) + unnamed if unnamed else None
                return Listed(tuple(rows), frozenset(tokens), count, strict=True, table=True)
    return _bare(scene, lines, phones)


def _bare(scene: Scene, lines: Sequence[Line], phones: Sequence[Phone]) -> Listed | None:
    """A table without a heading, by what its cells hold."""
    for sign in "\t|;":
        if not any(sign in line.text for line in lines):
            continue
        table = columns_by_content(scene, lines, _CELLS[sign])
        rows, unnamed = _rows(scene, *table, _CELLS[sign], phones) if table is not None else ([], 0)
        if rows:
            tokens = frozenset(t for _, line, _ in rows for t in range(line.first, line.last))
            count = len(rows) + unnamed if unnamed else None
            return Listed(tuple(row for row, _, _ in rows), tokens, count, strict=True, table=True)
    return None


def _cells_of(lines: Sequence[Line], pattern: re.Pattern[str]) -> list[list[str]]:
    """The cells of the rows right below a heading."""
    found: list[list[str]] = []
    for line in lines:
        cells = [c.strip() for c in pattern.split(line.text)]
        if len(cells) < 2:
            break
        found.append(cells)
    return found


def _filled_in(line: Line, labelled: set[int]) -> bool:
    """Does a value stand behind the labels and their colon?"""
    label, colon, value = line.text.partition(":")
    behind = line.start + len(label) + 1
    return bool(colon and value.strip()) and not any(behind <= at < line.end for at in labelled)


def _is_of_people(scene: Scene, below: Sequence[Line], above: Sequence[Line], pattern: re.Pattern[str]) -> bool:
    """Do rows with names stand below two cells of which one is a label, and no labels around it, as in a form?"""
    near = [ln for ln in (*below[:3], *above[:-3:-1]) if ln.text.strip()]
    around = [[c.strip() for c in pattern.split(ln.text.strip(" |"))] for ln in near]
    if any(len(cells) == 2 and column(scene, cells[0]) is not None for cells in around):
        return False
    return any(is_name(scene, cell) for row in _cells_of(below, pattern)[:3] for cell in row[:2])


def _columns_below(lines: Sequence[Line], columns: int, pattern: re.Pattern[str]) -> bool:
    """Do the next two lines have as many columns, three or more?"""
    below = [ln.text for ln in lines if any(c.isalnum() for c in ln.text)][:2]
    return columns > 2 and len(below) == 2 and all(len(pattern.split(t.strip(" |"))) == columns for t in below)


def _rows(
    scene: Scene,
    lines: Sequence[Line],
    columns: list[str | None],
    pattern: re.Pattern[str],
    phones: Sequence[Phone],
) -> tuple[list[tuple[Row, Line, list[str]]], int]:
    """Each row with its line and cells, and how many seats there are of which nobody is named yet."""
    rows: list[tuple[Row, Line, list[str]]] = []
    blank = unnamed = 0
    for line in lines:
        text = line.text.strip(" |")
        if not text or scene.is_rule(text) or not any(c.isalnum() for c in text):
            blank += 1
            if blank > 2 and rows:
                break
            continue
        blank = 0
        cells = [
            c.strip(" |*") for c in pattern.split(line.text.strip(" |") if pattern.pattern != r"\t" else line.text)
        ]
        if len(cells) < 2 and rows:
            break
        if len(cells) > len(columns) and cells and not cells[0]:
            cells = cells[1:]
        values: dict[str, str] = {}
        for label, cell in zip(columns, cells, strict=False):
            if label and not says_nothing(cell):
                values.setdefault(label, cell)
        raw = values.get("name") or " ".join(v for v in (values.get("given"), values.get("family")) if v)
        if "name" in values and "given" in values:  # "Name | Vorname": the name column holds the family name
            raw = f"{values['given']} {values['name']}"
        if rows and fold(cells[0]) in _SUMS:
            break
        if NOBODY_YET.match(raw):
            unnamed += 1
            continue
        name = plain_name(raw)
        if name is None:
            if rows:
                break
            continue
        row = _row(scene, line, name, values, phones)
        if rows and "organisation" in columns:
            place = columns.index("organisation")
            if place >= len(cells) or same_as_above(cells[place]):
                row = replace(row, organisation=rows[-1][0].organisation)  # one cell for several rows
        rows.append((row, line, cells))
    return rows, unnamed


def _row(scene: Scene, line: Line, name: str, values: dict[str, str], phones: Sequence[Phone]) -> Row:
    email = EMAIL.search(values.get("email") or line.text)
    mine = [p for p in phones if line.start <= p.start < line.end and p.kind != "fax"]
    mine.sort(key=lambda p: p.kind != "mobile")
    # "Weber, Anna" stands there, and the name is turned round
    shown = values.get("name") or values.get("given") or name
    at = line.text.find(shown)
    if at < 0:
        shown, at = name, line.text.find(name.split(maxsplit=1)[0])
    start = line.start + max(at, 0)
    return Row(
        name,
        scene.text.span(start, min(start + len(shown), line.end)),
        start,
        email.group().lower() if email else None,
        clean(values["organisation"]) if "organisation" in values else None,
        mine[0].number if mine else None,
    )
