"""What the columns of a table of people mean: by their headings, and where these say nothing by what stands below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from mailreg.lexicon.fold import fold
from mailreg.lexicon.load import load_lexicons
from mailreg.understand import names
from mailreg.understand.cells import says, says_nothing
from mailreg.understand.listed import LABELS, Row, plain_name
from mailreg.understand.scene import Scene
from mailreg.understand.tokens import tokenise

MOST_CELLS, MOST_LINES = 20, 60  # of a table that is read, and lines among which its heading is looked for
_FEW = 3  # words of a heading
_HEADING = 40  # characters
_ROWS = 2  # that a table has at least whose names are told by what they are


def column(scene: Scene, cell: str) -> str | None:
    """Which of LABELS a heading is; looked up by itself, for a phrase of the line may reach over two cells."""
    return _label(cell, tuple(scene.text.languages)) if 1 < len(cell) <= _HEADING else None


@lru_cache(maxsize=4096)
def _label(cell: str, languages: tuple[str, ...]) -> str | None:
    lexicons, tokens = load_lexicons(), tokenise(cell)
    best: tuple[int, str] | None = None
    for match in lexicons.match(tokens, languages):
        label = match.concept.removeprefix("label_")
        if label != match.concept and label in LABELS and match.start <= _BEGINS:
            width = match.end - match.start
            if best is None or width > best[0]:
                best = (width, label)
    if best is None and len(tokens) <= _FEW:  # a heading in another language than the mail's
        others = [code for code in lexicons.languages if code not in languages]
        for match in lexicons.match(tokens, others):
            label = match.concept.removeprefix("label_")
            if label in _OF_NAMES and label != match.concept and match.last - match.first + 1 == len(tokens):
                return label
    return best[1] if best else None


_BEGINS = 3  # characters that may stand before a label
_OF_NAMES = frozenset({"given", "family"})


def with_names(
    scene: Scene, columns: Sequence[str | None], headings: Sequence[str], rows: Sequence[Sequence[str]]
) -> list[str | None]:
    """The columns with that of the names, where no heading names it: "Mitarbeiter*in", "Wer?". `rows`: the cells of
    those below."""
    found = list(columns)
    if {"name", "given", "family"} & set(found):
        return found
    if len(rows) < _ROWS or any(is_name(scene, cell) for cell in headings):
        return found
    for number, label in enumerate(found):
        cells = [row[number] for row in rows if number < len(row) and row[number]]
        if label in {None, "count"} and len(cells) >= _ROWS and all(is_name(scene, cell) for cell in cells):
            found[number] = "name"
            return found
    return found


def is_name(scene: Scene, cell: str) -> bool:
    """Two to four words, one of them a given name that we know: "Anna Weber", "Weber, Anna"."""
    name = plain_name(cell.partition("(")[0])
    words = names.parts(name or "")
    return 2 <= len(words) <= 4 and not _words_of_need(scene, cell) and any(fold(w) in scene.given for w in words)


def _words_of_need(scene: Scene, cell: str) -> bool:
    """Does the cell say anything that a name does not?"""
    found = load_lexicons().match(tokenise(cell), scene.text.languages)
    return any(m.concept in {"language_name", "interpreting", "travel_costs", "attend", "come"} for m in found)


def tells_who_comes(scene: Scene, cell: str) -> bool:
    """ "Teilnahme", "kommt", "attending": the heading of a column of yes and no. "Anreise 16.11." is a noun of how one
    comes, and when."""
    found = load_lexicons().match(tokenise(cell), scene.text.languages)
    words = [w for w in cell.split() if any(c.isalpha() for c in w)]
    nouns = {m.first for m in found if m.concept == "no_name"}
    told = (m.concept in {"attend", "registration"} or (m.concept == "come" and m.first not in nouns) for m in found)
    return len(words) <= _FEW and any(told)


def names_the_event(scene: Scene, cell: str) -> bool:
    """ "Fachtag", "Leipzig", "Do, 17.11.": a heading of an event's title, town or day alone; not "Essen 17.11."."""
    found = [
        m for m in load_lexicons().match(tokenise(cell), scene.text.languages) if m.concept in {"weekday", "month"}
    ]
    dated = {i for m in found for i in range(m.first, m.last + 1)}
    tokens = tokenise(cell)
    long = [(i, t) for i, t in enumerate(tokens) if t.kind == "word" and len(t.text) > _DAY_IN_SHORT]
    other = [t for i, t in long if i not in dated and t.folded not in scene.avoid]
    return not other and (_DAY.search(cell) is not None or any(t.folded in scene.avoid for t in tokens))


_DAY_IN_SHORT = 3  # letters: "Do", "am", "Thu"
_DAY = re.compile(r"\b\d{1,2}\.\s?(?:\d{1,2}\b|[^\W\d]{3,9})")


def who_comes(rows: Sequence[Row], cells: Sequence[Sequence[str]], told: int | None, *, blank_is_no: bool) -> list[Row]:
    """The rows with what the column `told` says of each: "nein", "nein (Urlaub)"; where others have a yes or a cross,
    an empty cell is a no, if it may be (`blank_is_no`)."""
    if told is None:
        return list(rows)
    answers = [says(row[told] if told < len(row) else "") for row in cells]
    some = blank_is_no and True in answers
    return [
        replace(row, comes=answer if answer is not None else False if some and not _said(line, told) else None)
        for row, answer, line in zip(rows, answers, cells, strict=True)
    ]


def _said(cells: Sequence[str], told: int) -> bool:
    return told < len(cells) and not says_nothing(cells[told])
