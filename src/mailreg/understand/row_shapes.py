"""How the lines of a list are built: numbered, "Family, Given – role – phone", or with a label before the name.

"Housing unit:  Anna Weber", "Haus 2 – Tom Roth", "1 Eva Kern": what stands in front is no part of the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mailreg.lexicon.fold import fold
from mailreg.lexicon.load import load_lexicons
from mailreg.lexicon.small_words import small_words
from mailreg.understand import names
from mailreg.understand.layout import COUNTED, Line
from mailreg.understand.listed import TITLES
from mailreg.understand.scene import RELATIONS, Scene
from mailreg.understand.tokens import tokenise

_NUMBERED = re.compile(r"^[ \t]*(\d{1,2})[ \t]+(?=[^\W\d_])")
_CELL_ENDS = re.compile(r"\s\(|\s*[;|\t]|\s[–—/-]\s|\s{3,}|\s*\.{3,}|:\s")
# between a label and a name
_LEADS = re.compile(r":\s+|\s+[–—-]\s+|\s*\.{3,}\s*|\t+|\s{2,}")
_WORD = r"[^\W\d_][^\W\d_'’-]*(?:-[^\W\d_]+)*"
_PAIR = re.compile(rf"{_WORD}(?: {_WORD})?, {_WORD}(?: {_WORD})?")
_TURNS = small_words("leaves") | small_words("enters") | small_words("new")
_MOST_BEFORE = 45  # characters of a label


def first_cell(body: str) -> str:
    """What stands before the first bracket, dash, tab, wide gap or semicolon of a line."""
    end = _CELL_ENDS.search(body)
    return body[: end.start()] if end and end.start() else body


def numbers(lines: Sequence[Line]) -> dict[int, int]:
    """Where each line that only a number makes a row ("1 Eva Kern", "Nr. 2: …") begins behind it: the next such line
    counts on."""
    found: dict[int, int] = {}
    above: tuple[int, Line, int] | None = None
    for line in lines:
        if not line.text.strip():
            continue
        match = _NUMBERED.match(line.text) or COUNTED.match(line.text)
        if match is None:
            above = None
            continue
        number = int(next(g for g in match.groups() if g))
        if above is not None and number == above[0] + 1:
            found[above[1].start] = above[2]
            found[line.start] = match.end()
        above = number, line, match.end()
    return found


def is_header(scene: Scene, line: Line) -> bool:
    """ "Surname, first name – role – phone": labels above a list, no sentence."""
    inside = range(line.first, line.last)
    if not scene.any(inside, "label_given") or not scene.any(inside, "label_family", "label_name"):
        return False
    words = [i for i in inside if scene.tokens[i].kind == "word"]
    labels = sum(scene.has(i, "label_given", "label_family", "label_name") for i in words)
    if any(scene.tokens[i].folded in scene.given for i in words):
        return False
    return 2 <= len(words) <= 12 and labels * 4 >= len(words) and not line.text.rstrip().endswith((".", "!", "?"))


def family_comes_first(scene: Scene, lines: Sequence[Line], headers: Sequence[Line]) -> bool:
    """Does a header say that family names come first, or most lines that consist of two names show it?"""
    for line in headers:
        inside = range(line.first, line.last)
        given = next(i for i in inside if scene.has(i, "label_given"))
        if any(scene.has(i, "label_family", "label_name") for i in range(line.first, given)):
            return True
    pairs = [p for line in lines if (p := _PAIR.fullmatch(first_cell(line.text[scene.bullet(line.text) :]).strip()))]
    shown = sum(_known(scene, p[0].partition(",")[2]) for p in pairs)
    return len(pairs) > 1 and shown * 2 >= len(pairs) and shown > 1


def _known(scene: Scene, given: str) -> bool:
    return fold(re.split(r"[\s-]", given.strip(), maxsplit=1)[0]) in scene.given


def is_pair(body: str) -> bool:
    """ "Tran, Thi Mai": one or two words on both sides of a single comma."""
    return _PAIR.fullmatch(body.strip()) is not None


def without_office(scene: Scene, value: str) -> str:
    """ "Rico Fritzsch, Streetwork" → "Rico Fritzsch"; "Fritzsch, Rico" stays as it is. `value`: what a form says."""
    name, comma, behind = value.partition(",")
    if not comma or _known(scene, behind):
        return value
    if len(name.split()) > 1 and len(behind.split()) == 1 and _known(scene, name):
        return name
    concepts = {m.concept for m in load_lexicons().match(tokenise(behind), scene.text.languages)}
    return value if concepts.isdisjoint(_OFFICES) else name


_OFFICES = ("role", "functional", "organisation", "colleague", "friend", "from_organisation", "department")


def labels(scene: Scene, line: Line, bullet: int) -> Iterator[int]:
    """Where the name may begin behind a label: ever farther on."""
    for lead in _LEADS.finditer(line.text, bullet + 1):
        head = line.text[bullet : lead.start()].strip(" *_")
        if lead.end() >= len(line.text) or len(head) > _MOST_BEFORE:
            return
        if not any(c.isalpha() for c in head) or "@" in head or _is_person(scene, line, head):
            return
        yield lead.end()


def _is_person(scene: Scene, line: Line, head: str) -> bool:
    """Does the line begin with a person, so that nothing stands before the name?"""
    if TITLES.match(head) or is_pair(head):
        return True
    words = [i for i in range(line.first, line.last) if scene.tokens[i].kind == "word"]
    first = next((i for i in words if scene.tokens[i].text in head), None)
    return first is None or scene.tokens[first].folded in scene.given or scene.has(first, "self_i", "self_me")


def begins_with_name(scene: Scene, line: Line, at: int) -> bool:
    """Does a known given name, a title or "Family, Given" stand there?"""
    body = line.text[at:].strip(" *_")
    if TITLES.match(body):
        return True
    inside = [i for i in range(line.first, line.last) if scene.tokens[i].start >= line.start + at]
    word = next((i for i in inside if scene.tokens[i].kind == "word"), None)
    if word is None or scene.common(word):
        return False
    if scene.tokens[word].folded in scene.given and names.display_name(first_cell(body)):
        return True
    cell = first_cell(body)
    return is_pair(cell) and _known(scene, cell.partition(",")[2])


def behind_label(scene: Scene, line: Line, bullet: int, below: Line | None, *, alone: bool, labelled: bool) -> int:
    """Where the name begins in "Haus 2: Tom Roth", 0 if the line is no such row. `alone`: it stands in a list;
    `labelled`: such a row stands above it; else the line `below` must be one, too, and the labels no offices."""
    at = _name_behind(scene, line, bullet, strange=labelled)
    if not at:
        return 0
    head = range(line.first, next(i for i in range(line.first, line.last) if scene.tokens[i].start >= line.start + at))
    if any(scene.tokens[i].folded in _TURNS for i in head):
        return 0  # "bisher: Anna Weber": one goes, another comes
    if scene.any(head, "told", "child", "withdraw", "unable", "label_email", "label_phone"):
        return 0
    if not (alone or labelled):
        if below is None or scene.any(head, "role", "secretary", "functional") or not scene.has(line.first, *_UNITS):
            return 0
        return at if _name_behind(scene, below, scene.bullet(below.text)) else 0
    return at


_UNITS = ("organisation", "department", "friend", "place", "number")


def _name_behind(scene: Scene, line: Line, bullet: int, *, strange: bool = False) -> int:
    for at in labels(scene, line, bullet):
        if begins_with_name(scene, line, at) or (strange and _is_strange_name(scene, line, at)):
            return at
    return 0


def _is_strange_name(scene: Scene, line: Line, at: int) -> bool:
    """Two or three words with capitals that mean nothing else."""
    words = first_cell(line.text[at:].strip(" *_")).partition(",")[0].split()
    inside = [i for i in range(line.first, line.last) if scene.tokens[i].start >= line.start + at][: len(words)]
    return 2 <= len(words) <= 3 and all(w[:1].isupper() for w in words) and not any(scene.ordinary(i) for i in inside)


def signs(scene: Scene, rows: Sequence[Line], line: Line, *, office: bool) -> bool:
    """Who stands alone at the end, below the rows and an empty line, has written the mail; so has whoever stands below
    them for an office: "Carol Smith, office"."""
    if len({row.start for row in rows}) < 2:
        return False
    between = [scene.text.text[a.end : b.start].count("\n") for a, b in pairwise((*rows, line))]
    if between[-1] > 1 and max(between[:-1]) <= 1:
        return True
    words = [i for i in range(line.first, line.last) if scene.tokens[i].kind == "word"]
    return office and len(words) <= 5 and scene.has(words[-1], "functional") and "," in line.text


def may_be_name(piece: str) -> bool:
    """Capitals, particles, or a script without capitals: "Tom von Böhm", not "Tom Böhm kommen"."""
    return all(w[0].isupper() or w in names.PARTICLES or names.is_caseless(w) for w in piece.split() if w[0].isalpha())


def is_behind(scene: Scene, line: Line, word: str) -> bool:
    """Does the last word of a cell say something of the person, or what they speak?"""
    here = [i for i in range(line.first, line.last) if scene.tokens[i].text == word]
    return word.islower() or scene.any(here, "language_name")


def behind_relation(scene: Scene, line: Line, cell: str) -> int:
    """Where the name begins in "моя донька Софія": what somebody is to the writer is no part of it."""
    at = line.start + line.text.find(cell)
    inside = [i for i in range(line.first, line.last) if at <= scene.tokens[i].start < at + len(cell)]
    behind = next((i for i in inside if not scene.has(i, "my", *RELATIONS) or scene.tokens[i].text[0].isupper()), None)
    if behind is None or behind == inside[0] or names.is_caseless(cell):
        return 0
    return scene.tokens[behind].start - at
