"""People in lists: lines that begin with a name, with bullets, numbers or below a line that ends with ":"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailreg.lexicon.fold import fold
from mailreg.understand import names
from mailreg.understand.layout import Line
from mailreg.understand.listed import EMAIL, NOBODY_YET, TITLES, Listed, Row, plain_name
from mailreg.understand.organisation_words import clean, everyday, has_kind
from mailreg.understand.pairs import family_first, pairs_of
from mailreg.understand.phones import Phone
from mailreg.understand.row_shapes import (
    behind_label,
    behind_relation,
    family_comes_first,
    first_cell,
    is_behind,
    is_header,
    is_pair,
    may_be_name,
    numbers,
    signs,
)
from mailreg.understand.scene import RELATIONS, Scene

_FIELDS = re.compile(
    r"\s*[,;|\t،]\s*|\s+[–—/-]\s+|\s*[()]\s*|\s*<(?=\S+@)|(?<=\w)>|\s{3,}|:\s+"
    r"|\s+(?=[\w.+-]{1,64}@\w)|\s+(?=(?:\+|00|0)\d[\d /()-]{5,})"
)
_UNNAMED = re.compile(r"[,:–-]\s+n\.\s?n\.\s*$", re.IGNORECASE)  # "Arbeitsassistenz, N. N."
_ARROW = re.compile(r"\w\s*(?:[-–—=]+>|[→⇒➔➜⟶])\s*\w")
_AND = re.compile(r"^\s*(?:und|and|et|y|e|i|и|та|і|й|ve|và|و)\s+", re.IGNORECASE)


def in_list(scene: Scene, lines: list[Line], phones: Sequence[Phone], known: tuple[str, ...]) -> Listed | None:
    """All people of all lists; None if there is no list."""
    rows: list[Row] = []
    tokens: set[int] = set()
    after_colon = False
    run: list[tuple[Row, Line]] = []
    unnamed = 0  # "N. N.": a seat whose person is told later
    previous: Line | None = None
    headers = [line for line in lines if is_header(scene, line)]
    turned = family_comes_first(scene, lines, headers)
    numbered = numbers(lines)
    office = all("@" in k for k in known)  # nobody is known by name
    labelled = False  # is the run one of rows with a label before the name?

    def close() -> None:
        nonlocal run
        marked = sum(1 for _, line in run if scene.bullet(line.text))
        if run and (len(run) >= 2 or marked or run_colon):
            for row, line in run:
                rows.append(row)
                tokens.update(range(line.first, line.last))
        run = []

    run_colon = False
    full = [line for line in lines if line.text.strip()]
    for number, line in enumerate(full):
        text = line.text
        bullet = numbered.get(line.start) or scene.bullet(text)
        if line in headers:
            close()
            after_colon, run_colon = True, False
            tokens.update(range(line.first, line.last))
            continue
        if run and (NOBODY_YET.match(text[bullet:]) or _UNNAMED.search(text)):
            unnamed += 1
            tokens.update(range(line.first, line.last))
            continue
        several = _several(scene, line, bullet, known) if after_colon or bullet or run else []
        if several:
            run_colon = run_colon or after_colon
            run += [(one, line) for one in several]
            previous = line
            continue
        alone = bool(bullet) or after_colon or bool(run)
        above = labelled and bool(run)
        below = full[number + 1] if number + 1 < len(full) else None
        if behind := behind_label(scene, line, bullet, below, alone=alone, labelled=above):
            found = _behind(scene, line, behind, phones, known, turned=turned)
            if found:
                run_colon, labelled = run_colon or after_colon or not alone, True
                unit = _unit(scene, line, text[bullet:behind])
                run += [(replace(one, organisation=one.organisation or unit), line) for one in found]
                previous = line
                continue
        row = _list_row(scene, line, bullet, phones, alone=alone, known=known, turned=turned)
        if (
            row is not None
            and not bullet
            and number >= len(full) - 2
            and signs(scene, [ln for _, ln in run], line, office=office)
        ):
            row = None
        if row is None:
            # a continuation line of the row before: "   (kai@…)"
            if run and previous is not None and text[:1] in " \t" and not bullet:
                mail = EMAIL.search(text)
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
    count = len(rows) + unnamed if unnamed else None
    return Listed(tuple(rows), frozenset(tokens), count, strict=bool(headers)) if rows else None


def _behind(
    scene: Scene, line: Line, at: int, phones: Sequence[Phone], known: tuple[str, ...], *, turned: bool
) -> list[Row]:
    """Those who are named behind a label."""
    if several := _several(scene, line, at, known):
        return several
    row = _list_row(scene, line, at, phones, alone=True, known=known, turned=turned)
    if row is None or not all(names.is_caseless(w) or w[0].isupper() or w in names.PARTICLES for w in row.name.split()):
        return []
    return [row]


def _unit(scene: Scene, line: Line, label: str) -> str | None:
    """The label where it is the name of an organisation: "Weltladen Pirna: Tom Roth"."""
    label = label.strip(" \t:–—-.*_")
    inside = [
        i for i in range(line.first, line.last) if scene.tokens[i].text in label and scene.tokens[i].kind == "word"
    ]
    inside = inside[: len(label.split())]
    if len(inside) < 2 or scene.has(inside[0], "department", "role") or not has_kind(scene, inside):
        return None
    return clean(label) if label[-1].isalpha() or label.endswith(".") else None


_COMMA_OR_AND = re.compile(
    r"\s*[,;،、]\s*|\s+(?:und|and|et|y|e|i|и|та|і|й|ve|và|û|oraz|sowie|a)\s+|\s+و\s*(?=\S)|\s*&\s*"
)


_JOINT = re.compile(r"\s(?:und|and|et|y|e|i|и|та|і|й|ve|và|û|oraz|sowie|a|&|و)\s|\sو")


_BETWEEN = re.compile(r"\s+[+/]\s+|\s*;\s*(?=\S)")  # "Anna Weber / Tom Roth"
# "Anna Weber (Ethik), Tom Roth": put in behind a name that another follows
_BRACKETS = re.compile(r"\s\([^()\n]{1,40}\)(?=\s*[,;،、]|\s+(?:und|and|et|y|i|и|та|ve|û)\s)")


def _several(scene: Scene, line: Line, bullet: int, known: tuple[str, ...]) -> list[Row]:
    """ "Marlies Kern, Holger Roth und Dörte Quaas": whole names, parted by commas and "and", and nothing else."""
    if pairs := pairs_of(scene, line, bullet, known):
        return pairs
    bare = _BETWEEN.sub(", ", _BRACKETS.sub("", line.text[bullet:].strip(" \t*_.")))
    text = first_cell(bare).strip(" .")  # "Anna Weber, Tom Roth – beide vegan"
    pieces = [p.strip() for p in _COMMA_OR_AND.split(text) if p.strip()]
    if len(pieces) < 2 or any(c.isdigit() or c in "@:?" for c in text):
        return []
    rows: list[Row] = []
    at = line.start + bullet
    sure = 0
    for piece in pieces:
        name = plain_name(piece)
        words = (name or "").split()
        if name is None or not 2 <= len(words) <= 4 or not (text.islower() or may_be_name(piece)):
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
    scene: Scene,
    line: Line,
    bullet: int,
    phones: Sequence[Phone],
    *,
    alone: bool,
    known: tuple[str, ...],
    turned: bool = False,
) -> Row | None:
    """The line as a person with data, or None if it is a sentence or anything else."""
    text = line.text[bullet:]
    body = text.strip(" \t*_")
    if len(body) > 200 or not body or _ARROW.search(body):
        return None  # "Anna ➜ Tom": see handover.py
    if body.endswith("?") and not (bullet and re.search(r"[,(:–]", body)):
        return None
    body = _AND.sub("", body)
    bare, bracket, behind = body.partition(" (")  # "Wenzel, Katrin (katrin@…)"
    cell = first_cell(bare)
    turn = cell.count(",") == 1 and (family_first(scene, cell, known) or (turned and is_pair(cell)))
    whole = names.turned(cell) + bare[len(cell) :] + bracket + behind if turn else body
    fields = [f for f in _FIELDS.split(whole) if f and f.strip(" .")]
    if not fields:
        return None
    raw = fields[0]
    cut = raw
    while (title := TITLES.match(cut)) is not None:
        cut = cut[title.end() :]
    titled = cut != raw
    cut = cut[behind_relation(scene, line, cut) :]
    words = cut.strip(" .").split()
    while len(words) > 2 and _role_word(scene, line, words):
        words = words[1:]
        cut, titled = cut[cut.find(words[0]) :], True
    while len(words) > 2 and all(w[0].isupper() for w in words[:2]) and is_behind(scene, line, words[-1]):
        words = words[:-1]  # "Anna Weber nein", "Anna Weber Arabisch"
        cut = cut[: cut.rfind(words[-1]) + len(words[-1])]
    if not words or len(words) > 5:
        return None
    name = plain_name(cut)
    if name is None or any(c.isdigit() for c in cut):
        return None
    if not _is_name(scene, line, bullet, words, titled=titled, alone=alone, known=known):
        return None
    rest = fields[1:]
    mail = EMAIL.search(line.text)
    mine = sorted(
        (p for p in phones if line.start <= p.start < line.end and p.kind != "fax"), key=lambda p: p.kind != "mobile"
    )
    shown = cell if turn else cut
    at = line.text.find(shown.split()[0] if turn else words[0], bullet)
    start = line.start + max(at, 0)
    return Row(
        name,
        scene.text.span(start, min(start + len(shown), line.end)),
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
    following = next((i for i in range(index + 1, line.last) if scene.tokens[i].kind == "word"), index)
    if scene.has(index, "organisation") or (
        scene.has(following, "organisation") and scene.tokens[following].folded not in scene.given
    ):
        return False  # "Projekt Perspektive Görlitz", "Heilpädagogisches Zentrum Pirna"
    if _RANK.fullmatch(words[0]) and _names_person(scene, following, words):
        return True
    return scene.has(index, "role", "title", *RELATIONS) and all(w[0].isupper() for w in words)


_RANK = re.compile(r"[A-ZÄÖÜ]{2,5}(?:in|e)?")


def _names_person(scene: Scene, following: int, words: list[str]) -> bool:
    """ "VAe Rita Specht": behind the abbreviation a given name and another; not "TRAN Anna Maria", not "ANNA WEBER"."""
    if scene.tokens[following].folded not in scene.given or any(w.isupper() for w in words[1:]):
        return False
    return len(words) == 3 and scene.text.languages[:1] == ("de",) and fold(words[2]) not in scene.given


# What family names may be, too: "Schwager", "Wünsche", "Vetter"
_FAMILY_NAMES = frozenset({"no_name", "month", "weekday", "organisation", "friend", "request", "role", "place"})


def _is_name(
    scene: Scene, line: Line, bullet: int, words: list[str], *, titled: bool, alone: bool, known: tuple[str, ...]
) -> bool:
    indices = [
        i
        for i in range(line.first, line.last)
        if scene.tokens[i].kind == "word" and scene.tokens[i].start >= line.start + bullet
    ]
    shown = " ".join(words)
    if len(words) > 2 and indices and scene.has(indices[0], "introduces") and scene.tokens[indices[0]].text == words[0]:
        return False  # "Hola: Soy Rocío Medrano, de la …"
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
    if strange and not (given and len(words) > 1 and all(scene.tags[i] <= _FAMILY_NAMES for i in strange)):
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
