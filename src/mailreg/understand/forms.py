"""People in forms: "Name: …", "Organisation: …"; a new name begins a new person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from mailreg.lexicon.load import load_lexicons
from mailreg.model.mail import Span
from mailreg.understand.form_numbers import foreign_label, how_many, number_label
from mailreg.understand.layout import Line
from mailreg.understand.listed import EMAIL, LABELS, Listed, Row, plain_name
from mailreg.understand.organisation_words import clean
from mailreg.understand.phones import Phone
from mailreg.understand.row_shapes import may_be_name, without_office
from mailreg.understand.scene import Scene
from mailreg.understand.tokens import tokenise

_FORM = re.compile(
    r"^[ \t>*•\-–|]*(?:\d{1,2}[.)][ \t]+)?([^\W\d_][^:：=|?؟\n\t]{0,60}?)[ ]*(?:[:：=|\t?؟]|\s{3,})+\s*(\S.*)?$"
)
_CELLS = re.compile(r"\s+[/|]\s+")
_DIGITS = re.compile(r"\d{1,2}\b(?![\d.])")
_PARTED = re.compile(r"\s*[,;،&]\s*|\s+[+/]\s+|\s+(?:und|and|et|y|и|та|і|ve|và)\s+")


def in_form(scene: Scene, lines: list[Line], phones: Sequence[Phone]) -> Listed | None:
    """All people of the form, and what it says of all of them; None if there is no form."""
    people: list[dict[str, tuple[str, int]]] = []
    together: list[dict[str, tuple[str, int]]] = []  # those whom one field names: "Teilnehmende: Anna Weber, Tom Roth"
    tokens: set[int] = set()
    count: int | None = None
    along: int | None = None
    fields: list[Span] = []
    organisation: str | None = None
    for line in lines:
        found = _FORM.match(line.text)
        if not found or not found[2]:
            continue
        at = line.start + found.start(1)
        end = line.start + found.end(1)
        number_first = number_label(scene, at, end) if _DIGITS.match(found[2]) else None
        label = number_first or _label(scene, at, end)
        label = label or number_label(scene, at, end) or foreign_label(scene, found[1], found[2])
        if label is None:
            continue
        value = found[2].strip()
        if label == "name" and _DIGITS.match(value):
            label = "count"  # "Participants: 3"
        claimed = range(line.first, line.last)
        if label in {"count", "along"}:
            number = how_many(scene, line.start + found.start(2), line, besides=label == "along")
            if number is not None:
                tokens.update(claimed)
                fields.append(scene.text.span(at, line.end))
                count, along = (number, along) if label == "count" else (count, number)
            continue
        tokens.update(claimed)
        if label in {"name", "given", "family"}:
            value = without_office(scene, value) if label == "name" else value
            pieces = [v for v in _PARTED.split(value) if v]
            several = list(takewhile(may_be_name, pieces)) if not value.islower() else pieces
            several = list(takewhile(lambda piece: ":" not in piece, several))  # "Anna Weber / Funktion: Leiterin"
            if label == "name" and len(pieces) > 1 and several and all(len(v.split()) >= 2 for v in several):
                people.extend({"name": (v, line.start + found.start(2))} for v in several)
                together = people[-len(several) :]
                if len(several) < len(pieces):  # "Anna Weber, Tom Roth, dazu eine Praktikantin": what follows is read
                    end = scene.text.text.find(several[-1], line.start) + len(several[-1])
                    tokens.difference_update(i for i in claimed if scene.tokens[i].start >= end)
                continue
            value, _, rest = _CELLS.sub("|", value, count=1).partition("|")
            if (
                not people
                or label in people[-1]
                or (label == "name" and {"given", "family"} & set(people[-1]) and len(value.split()) > 1)
            ):
                people.append({})
            if mail := EMAIL.search(rest):  # "Person 1: Zink, Ramona / Beratung / zink@…"
                people[-1].setdefault("email", (mail.group(), line.start + found.start(2)))
        elif not people:
            if label == "organisation":
                organisation = clean(value)
            continue
        people[-1].setdefault(label, (value, line.start + found.start(2)))
        if label == "organisation" and people[-1] in together:  # said of all whom one field names
            for person in together:
                person.setdefault(label, (value, people[-1][label][1]))
    rows: list[Row] = []
    for person in people:
        given, family, whole = (person.get(k, ("", 0))[0] for k in ("given", "family", "name"))
        if whole and family and not given and len(whole.split()) == 1:
            given = whole  # "Фамилия: …", "Имя: …": many languages call the given name just "name"
        raw = f"{given} {family or whole}" if given else whole or family
        name = plain_name(raw)
        if name is None:
            continue
        shown, at = next(person[k] for k in ("given", "name", "family") if k in person)
        start = min(at for _, at in person.values())
        high = max(at + len(v) for v, at in person.values())
        mine = sorted(
            (p for p in phones if start <= p.start < high and p.kind != "fax"), key=lambda p: p.kind != "mobile"
        )
        mail = EMAIL.search(person.get("email", ("", 0))[0])
        unit = person.get("organisation")
        rows.append(
            Row(
                name,
                scene.text.span(at, at + len(shown)),
                start,
                mail.group().lower() if mail else None,
                clean(unit[0]) if unit else organisation,
                mine[0].number if mine else None,
            )
        )
    if not rows and count is None and along is None:
        return None
    taken = frozenset(tokens) if rows or along is not None else frozenset()
    return Listed(tuple(rows), taken, count, along, tuple(fields), strict=bool(rows), organisation=organisation)


def _label(scene: Scene, start: int, end: int) -> str | None:
    """The label that fills the stretch before the colon."""
    best: tuple[int, str] | None = None
    for label in (*LABELS, "along"):
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
            if label != match.concept and label in LABELS and match.start == 0:
                best = max(best or (0, ""), (match.end, label))
    return best[1] if best else None
