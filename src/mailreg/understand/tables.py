"""People in lists, tables and forms: one person a line.

Tables have a header row in any language and order, their cells parted by tabs, "|", ";" or runs of blanks. Lists
have bullets, numbers or stand below a line that ends with ":". Forms are "Name: …" lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailreg.lexicon.load import load_lexicons
from mailreg.model.mail import Span
from mailreg.understand import names
from mailreg.understand.layout import Line
from mailreg.understand.organisation_words import clean, everyday, has_kind
from mailreg.understand.phones import Phone
from mailreg.understand.scene import RELATIONS, Scene
from mailreg.understand.text import tokenise

_LABELS = ("name", "given", "family", "organisation", "email", "phone", "mobile", "fax", "count")
_EMAIL = re.compile(r"[\w.+-]{1,64}@\w[\w-]{0,62}(?:\.[\w-]{1,63})+")
_FORM = re.compile(r"^[ \t>*•\-–|]*([^\W\d_][^:=|\n\t]{0,38}?)[ ]*(?:[:=|\t]|\s{3,})\s*(\S.*)?$")
_CELLS = {
    "\t": re.compile(r"\t"),
    "|": re.compile(r"\s*\|\s*"),
    ";": re.compile(r"\s*;\s*"),
    "  ": re.compile(r"\s{2,}"),
    ",": re.compile(r"\s*,\s*"),
}
_FIELDS = re.compile(
    r"\s*[,;|\t،]\s*|\s+[–—-]\s+|\s*[()]\s*|\s*<(?=\S+@)|(?<=\w)>|\s{3,}|:\s+"
    r"|\s+(?=[\w.+-]{1,64}@\w)|\s+(?=(?:\+|00|0)\d[\d /()-]{5,})"
)
_AND = re.compile(r"^\s*(?:und|and|et|y|e|i|и|та|і|й|ve|và|و)\s+", re.IGNORECASE)
_NOBODY_YET = re.compile(r"\s*(?:n\.\s?n\.|n\.\s?a\.|nn\b|t\.?b\.?[acd]\b|xx+\b|\?{2,})", re.IGNORECASE)
_TITLES = re.compile(
    r"^(?:frau|herrn?|fr\.|hr\.|mrs?\.?|ms\.?|miss|dr\.?(?:-\w+\.?)?|prof\.?|dipl\.?-\w+\.?|pfr\.?|mme|m\.|monsieur|madame|sr\.?|sra\.?|pan|pani|пан|пані|г-н|г-жа|господин|госпожа|السيد|السيدة|آقای|خانم|ông|bà|anh|chị)\s+(?=\S)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Row:
    """One listed person. `line`: number of the line in the scene, which tells what belongs to it."""

    name: str
    span: Span
    start: int
    email: str | None = None
    organisation: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Listed:
    """All rows, the tokens they take up, and a count that a form names."""

    rows: tuple[Row, ...] = ()
    tokens: frozenset[int] = frozenset()
    count: int | None = None
    strict: bool = False  # a table or a form: it names everybody
    organisation: str | None = None  # of a form, said of the writer
    phone: str | None = None


def find_listed(scene: Scene, phones: Sequence[Phone], known: tuple[str, ...] = ()) -> Listed:
    """Tables first, then forms, then lists."""
    lines = [line for line in scene.lines if line.own or "\t" in line.text]
    return _table(scene, lines, phones) or _form(scene, lines, phones) or _list(scene, lines, phones, known) or Listed()


# --- tables ---


def _table(scene: Scene, lines: list[Line], phones: Sequence[Phone]) -> Listed | None:
    labelled = {m.start for label in ("name", "given", "family") for m in scene.text.of("label_" + label)}
    for number, line in enumerate(lines):
        if not any(line.start <= at < line.end for at in labelled):
            continue
        for sign, pattern in _CELLS.items():
            if sign not in line.text or (sign not in "\t|" and ("\t" in line.text or line.text.count("|") > 1)):
                continue
            cells = [c.strip() for c in pattern.split(line.text.strip(" |"))]
            columns = [_column(scene, line, cell) for cell in cells]
            if len(cells) < 2 or not {"name", "family", "given"} & set(columns):
                continue
            if len(cells) == 2 and columns[1] is None and _labelled_below(scene, lines[number + 1 :], pattern):
                continue  # a form of two columns
            if any(len(c) > 40 for c in cells) or sum(c is not None for c in columns) < (
                2 if sign in "," or sign == "  " else 1
            ):
                continue
            found = _rows(scene, lines[number + 1 :], columns, pattern, phones)
            if found:
                tokens = {
                    t
                    for row_line in (line, *(entry[1] for entry in found))
                    for t in range(row_line.first, row_line.last)
                }
                return Listed(tuple(entry[0] for entry in found), frozenset(tokens), strict=True)
    return None


def _labelled_below(scene: Scene, lines: Sequence[Line], pattern: re.Pattern[str]) -> bool:
    """Does one of the next lines begin with a label, too?"""
    for line in [ln for ln in lines if ln.text.strip()][:3]:
        cells = [c.strip() for c in pattern.split(line.text.strip(" |"))]
        if len(cells) == 2 and _column(scene, line, cells[0]) is not None:
            return True
    return False


def _column(scene: Scene, line: Line, cell: str) -> str | None:
    """Which label a header cell is; looked up by itself, for a phrase of the line may reach over two cells."""
    del line
    if not 1 < len(cell) <= 40:
        return None
    best: tuple[int, str] | None = None
    for match in load_lexicons().match(tokenise(cell), scene.text.languages):
        label = match.concept.removeprefix("label_")
        if label != match.concept and label in _LABELS and match.start <= 3:
            width = match.end - match.start
            if best is None or width > best[0]:
                best = (width, label)
    return best[1] if best else None


def _rows(
    scene: Scene, lines: Sequence[Line], columns: list[str | None], pattern: re.Pattern[str], phones: Sequence[Phone]
) -> list[tuple[Row, Line]]:
    rows: list[tuple[Row, Line]] = []
    blank = 0
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
        for column, cell in zip(columns, cells, strict=False):
            if column and cell and cell not in {"-", "–", "—", "/"}:
                values.setdefault(column, cell)
        raw = values.get("name") or " ".join(v for v in (values.get("given"), values.get("family")) if v)
        if "name" in values and "given" in values:  # "Name | Vorname": the name column holds the family name
            raw = f"{values['given']} {values['name']}"
        name = _plain_name(raw)
        if name is None:
            if rows:
                break
            continue
        rows.append((_row(scene, line, name, values, phones), line))
    return rows


def _row(scene: Scene, line: Line, name: str, values: dict[str, str], phones: Sequence[Phone]) -> Row:
    email = _EMAIL.search(values.get("email") or line.text)
    mine = [p for p in phones if line.start <= p.start < line.end and p.kind != "fax"]
    mine.sort(key=lambda p: p.kind != "mobile")
    at = line.text.find(name.split(maxsplit=1)[0])
    start = line.start + max(at, 0)
    return Row(
        name,
        scene.text.span(start, min(start + len(name), line.end)),
        start,
        email.group().lower() if email else None,
        clean(values["organisation"]) if "organisation" in values else None,
        mine[0].number if mine else None,
    )


def _plain_name(raw: str) -> str | None:
    text = raw.strip(" ,;*_")
    while (title := _TITLES.match(text)) is not None:
        text = text[title.end() :]
    return names.display_name(text)


# --- forms ---


def _form(scene: Scene, lines: list[Line], phones: Sequence[Phone]) -> Listed | None:
    """ "Name: …", "Organisation: …": a new name begins a new person."""
    people: list[dict[str, tuple[str, int]]] = []
    tokens: set[int] = set()
    count: int | None = None
    organisation: str | None = None
    for line in lines:
        found = _FORM.match(line.text)
        if not found or not found[2]:
            continue
        at = line.start + found.start(1)
        label = _label(scene, at, line.start + found.end(1))
        if label is None:
            continue
        value = found[2].strip()
        tokens.update(range(line.first, line.last))
        if label == "count":
            digits = re.match(r"\d{1,2}\b", value)
            count = int(digits[0]) if digits else count
            continue
        if label in {"name", "given", "family"}:
            several = [v for v in re.split(r"\s*[,;،&]\s*|\s+(?:und|and|et|y|и|та|і|ve|và)\s+", value) if v]
            if label == "name" and len(several) > 1 and all(len(v.split()) >= 2 for v in several):
                people.extend({"name": (v, line.start + found.start(2))} for v in several)
                continue
            if (
                not people
                or label in people[-1]
                or (label == "name" and {"given", "family"} & set(people[-1]) and len(value.split()) > 1)
            ):
                people.append({})
        elif not people:
            if label == "organisation":
                organisation = clean(value)
            continue
        people[-1].setdefault(label, (value, line.start + found.start(2)))
    rows: list[Row] = []
    for person in people:
        given, family, whole = (person.get(k, ("", 0))[0] for k in ("given", "family", "name"))
        if whole and family and not given and len(whole.split()) == 1:
            given = whole  # "Фамилия: …", "Имя: …": many languages call the given name just "name"
        raw = f"{given} {family or whole}" if given else whole or family
        name = _plain_name(raw)
        if name is None:
            continue
        start = min(at for _, at in person.values())
        high = max(at + len(v) for v, at in person.values())
        mine = sorted(
            (p for p in phones if start <= p.start < high and p.kind != "fax"), key=lambda p: p.kind != "mobile"
        )
        mail = _EMAIL.search(person.get("email", ("", 0))[0])
        unit = person.get("organisation")
        rows.append(
            Row(
                name,
                scene.text.span(start, start + len(raw)),
                start,
                mail.group().lower() if mail else None,
                clean(unit[0]) if unit else organisation,
                mine[0].number if mine else None,
            )
        )
    if not rows and organisation is None and count is None:
        return None
    taken = frozenset(tokens) if rows else frozenset()
    return Listed(tuple(rows), taken, count, strict=bool(rows), organisation=organisation) if rows or count else None


def _label(scene: Scene, start: int, end: int) -> str | None:
    """The label that fills the stretch before the colon."""
    best: tuple[int, str] | None = None
    for label in _LABELS:
        for match in scene.text.of("label_" + label):
            if start <= match.start and match.end <= end and match.start - start <= 8:
                width = match.end - match.start
                if width * 2 >= end - start and (best is None or width > best[0]):
                    best = (width, label)
    if best is None and re.search(r"[,/]", scene.text.text[start:end]):  # "Name, Vorname"
        for match in load_lexicons().match(
            tokenise(re.sub(r"[,/]", " ", scene.text.text[start:end])), scene.text.languages
        ):
            label = match.concept.removeprefix("label_")
            if label != match.concept and label in _LABELS and match.start == 0:
                best = max(best or (0, ""), (match.end, label))
    return best[1] if best else None


# --- lists ---


def _list(scene: Scene, lines: list[Line], phones: Sequence[Phone], known: tuple[str, ...]) -> Listed | None:
    """Lines that begin with a name: bulleted, numbered, or below a line that ends with ":"."""
    rows: list[Row] = []
    tokens: set[int] = set()
    after_colon = False
    run: list[tuple[Row, Line]] = []
    unnamed = 0  # "N. N.": a seat whose person is told later
    previous: Line | None = None

    def close() -> None:
        nonlocal run
        marked = sum(1 for _, line in run if scene.bullet(line.text))
        if run and (len(run) >= 2 or marked or run_colon):
            for row, line in run:
                rows.append(row)
                tokens.update(range(line.first, line.last))
        run = []

    run_colon = False
    for line in lines:
        text = line.text
        if not text.strip():
            continue
        bullet = scene.bullet(text)
        if run and _NOBODY_YET.match(text[bullet:]):
            unnamed += 1
            tokens.update(range(line.first, line.last))
            continue
        several = _several(scene, line, bullet, known) if after_colon or bullet or run else []
        if several:
            run_colon = run_colon or after_colon
            run += [(one, line) for one in several]
            previous = line
            continue
        row = _list_row(scene, line, bullet, phones, alone=bool(bullet) or after_colon or bool(run), known=known)
        if row is None:
            # a continuation line of the row before: "   (kai@…)"
            if run and previous is not None and text[:1] in " \t" and not bullet:
                mail = _EMAIL.search(text)
                last, at = run[-1]
                mine = [p for p in phones if line.start <= p.start < line.end and p.kind != "fax"]
                run[-1] = (
                    Row(
                        last.name,
                        last.span,
                        last.start,
                        last.email or (mail.group().lower() if mail else None),
                        last.organisation,
                        last.phone or (mine[0].number if mine else None),
                    ),
                    at,
                )
                tokens.update(range(line.first, line.last))
                continue
            close()
            after_colon = text.rstrip().endswith(":")
            run_colon = False
        else:
            if not run:
                run_colon = after_colon
            run.append((row, line))
        previous = line
    close()
    return Listed(tuple(rows), frozenset(tokens), len(rows) + unnamed if unnamed else None) if rows else None


_COMMA_OR_AND = re.compile(
    r"\s*[,;،、]\s*|\s+(?:und|and|et|y|e|i|и|та|і|й|ve|và|û|oraz|sowie|a)\s+|\s+و\s*(?=\S)|\s*&\s*"
)


_JOINT = re.compile(r"\s(?:und|and|et|y|e|i|и|та|і|й|ve|và|û|oraz|sowie|a|&|و)\s|\sو")


def _several(scene: Scene, line: Line, bullet: int, known: tuple[str, ...]) -> list[Row]:
    """ "Marlies Kern, Holger Roth und Dörte Quaas": whole names, parted by commas and "and", and nothing else."""
    text = line.text[bullet:].strip(" \t*_.")
    pieces = [p.strip() for p in _COMMA_OR_AND.split(text) if p.strip()]
    if len(pieces) < 2 or any(c.isdigit() or c in "@:?" for c in text):
        return []
    rows: list[Row] = []
    at = line.start
    sure = 0
    for piece in pieces:
        name = _plain_name(piece)
        words = (name or "").split()
        if name is None or not 2 <= len(words) <= 4:
            return []
        start = scene.text.text.find(words[0], at, line.end)
        inside = [
            i
            for i in range(line.first, line.last)
            if scene.tokens[i].kind == "word" and start <= scene.tokens[i].start < start + len(name)
        ]
        if start < 0 or not inside:
            return []
        given = scene.tokens[inside[0]].folded in scene.given
        if not given and any(scene.tags.get(i) or scene.everyday(i) for i in inside):
            return []
        if scene.any(inside[:-1], "organisation", "role", "self_i", "come") and not given:
            return []
        if not all(w[0].isupper() or w.casefold() in names.PARTICLES or names.is_caseless(w) for w in words):
            return []
        sure += given or any("@" not in k and names.same_person(name, k) for k in known)
        rows.append(Row(name, scene.text.span(start, start + len(name)), start))
        at = start + len(name)
        unsure = len(rows) - sure
    joined = _JOINT.search(text) is not None
    return rows if unsure <= (len(rows) // 2 if joined else (len(rows) - 1) // 2) else []


def _list_row(
    scene: Scene, line: Line, bullet: int, phones: Sequence[Phone], *, alone: bool, known: tuple[str, ...]
) -> Row | None:
    """The line as a person with data, or None if it is a sentence or anything else."""
    text = line.text[bullet:]
    body = text.strip(" \t*_")
    if len(body) > 200 or not body:
        return None
    if body.endswith("?") and not (bullet and re.search(r"[,(:–]", body)):
        return None
    body = _AND.sub("", body)
    bare, bracket, behind = body.partition(" (")  # "Wenzel, Katrin (katrin@…)"
    turn = bare.count(",") == 1 and _family_first(scene, bare, known)
    whole = names.turned(bare) + bracket + behind if turn else body
    fields = [f for f in _FIELDS.split(whole) if f and f.strip(" .")]
    if not fields:
        return None
    raw = fields[0]
    cut = raw
    while (title := _TITLES.match(cut)) is not None:
        cut = cut[title.end() :]
    titled = cut != raw
    words = cut.strip(" .").split()
    while len(words) > 2 and _role_word(scene, line, words):
        words = words[1:]
        cut, titled = cut[cut.find(words[0]) :], True
    if not words or len(words) > 5:
        return None
    name = _plain_name(cut)
    if name is None or any(c.isdigit() for c in cut):
        return None
    if not _is_name(scene, line, bullet, words, titled=titled, alone=alone, known=known):
        return None
    rest = fields[1:]
    mail = _EMAIL.search(line.text)
    mine = sorted(
        (p for p in phones if line.start <= p.start < line.end and p.kind != "fax"), key=lambda p: p.kind != "mobile"
    )
    at = line.text.find(words[0])
    start = line.start + max(at, 0)
    return Row(
        name,
        scene.text.span(start, min(start + len(cut), line.end)),
        start,
        mail.group().lower() if mail else None,
        _row_organisation(scene, line, rest),
        mine[0].number if mine else None,
    )


def _role_word(scene: Scene, line: Line, words: list[str]) -> bool:
    """Is the first word an office ("Pfarrer", "Gemeindepädagogin"), with a whole name behind it?"""
    at = line.start + line.text.find(words[0])
    index = next((i for i in range(line.first, line.last) if scene.tokens[i].start >= at), None)
    if index is None or scene.tokens[index].folded in scene.given:
        return False
    return scene.has(index, "role", "title", *RELATIONS) and all(w[0].isupper() for w in words)


def _family_first(scene: Scene, body: str, known: tuple[str, ...]) -> bool:
    """ "Wenzel, Katrin": two short pieces, the second a given name."""
    family, _, given = body.partition(",")
    second = given.split()
    if any(c.isdigit() or c == "@" for c in body) or not 1 <= len(second) <= 2 or len(family.split()) > 2:
        return False
    if len(family.split()) > 1 and any(names.same_person(family.strip(), k) for k in known if "@" not in k):
        return False  # the whole name, and something else behind the comma
    from mailreg.lexicon.fold import fold

    return fold(second[0].split("-")[0]) in scene.given or any(
        names.same_person(f"{given.strip()} {family.strip()}", k) for k in known if "@" not in k
    )


def _is_name(
    scene: Scene, line: Line, bullet: int, words: list[str], *, titled: bool, alone: bool, known: tuple[str, ...]
) -> bool:
    indices = [
        i
        for i in range(line.first, line.last)
        if scene.tokens[i].kind == "word" and scene.tokens[i].start >= line.start + bullet
    ]
    shown = " ".join(words)
    if any("@" not in k and names.same_person(shown, k) and len(words) > 1 for k in known):
        return True
    inside = [i for i in indices if any(scene.tokens[i].text in w for w in words)][: len(words) + 2]
    if not inside or scene.common(inside[0]):
        return False
    first = inside[0]
    given = scene.tokens[first].folded in scene.given or (
        len(inside) > 1 and scene.tokens[inside[-1]].folded in scene.given
    )
    if names.is_caseless(shown):
        if any(scene.tags.get(i) for i in inside) and not given:
            return False
        return 2 <= len(words) <= 4 and alone
    if not all(w[0].isupper() or w.casefold() in names.PARTICLES for w in words if w[0].isalpha()):
        return alone and bullet > 0 and given and len(words) in {2, 3}
    if scene.has(first, "greeting", "closing", "self_i", "self_we", "my"):
        return False
    strange = [
        i
        for i in inside
        if scene.tags.get(i) and scene.tokens[i].folded not in scene.given and not scene.has(i, "title")
    ]
    if titled:
        return True
    if strange and not (
        given
        and len(words) > 1
        and all(scene.tags[i] <= {"no_name", "month", "weekday", "organisation"} for i in strange)
    ):
        return False
    if scene.tokens[first].folded in scene.avoid:
        return False
    if given and len(words) >= 1 and alone:
        return True
    return len(words) >= 2 and alone


def _row_organisation(scene: Scene, line: Line, fields: list[str]) -> str | None:
    """The first field that is no role, address, number, need or place."""
    fallback: str | None = None
    for shown in fields:
        field = shown
        if "@" in field or not any(c.isalpha() for c in field):
            continue
        at = line.text.find(field)
        inside = [
            i
            for i in range(line.first, line.last)
            if scene.tokens[i].kind == "word"
            and line.start + at <= scene.tokens[i].start < line.start + at + len(field)
        ]
        if len(inside) > 1 and scene.has(inside[0], "further"):  # "ebenfalls AWO Borna"
            at += scene.tokens[inside[1]].start - scene.tokens[inside[0]].start
            field, inside = line.text[at : at + len(field)].strip(" ,;|"), inside[1:]
        if not inside or len(field) < 3:
            continue
        short = len(inside) == 1 and len(field) < 7 and everyday(scene, inside[0])  # "Hort"
        if short or scene.has(inside[0], "department"):
            continue
        if has_kind(scene, inside) and not (len(inside) == 1 and scene.has(inside[0], "role")):
            return clean(line.text[at : at + len(field)])
        if any(
            scene.has(
                i,
                "role",
                "diet",
                "interpreting",
                "travel_costs",
                "language_name",
                "accessibility",
                "no_need",
                "label_phone",
                "label_mobile",
                "label_email",
                "negative",
                "colleague",
                "friend",
                "child",
                "number",
                "request",
                "come",
                "no_name",
            )
            for i in inside
        ):
            continue
        if (
            fallback is None
            and (len(inside) >= 2 or len(field) > 5)
            and (field[0].isupper() or names.is_caseless(field) or field[0] in '„“«"')
        ):
            fallback = clean(field)
    return fallback
