"""The given name of somebody whom the writer calls by the family name alone, where the mail that is answered tells it:
"Frau Feldmann fällt aus", and below "Nuria Feldmann"."""

from __future__ import annotations

import re
from dataclasses import replace

from mailreg.lexicon.fold import fold
from mailreg.lexicon.given_names import given_names
from mailreg.model.mail import Letter, SegmentKind
from mailreg.understand.findings import People

_LEAST = 3  # letters of a family name
_MOST = 20_000  # characters that are searched


def in_full(found: People, letter: Letter) -> People:
    """The people with their given names, where exactly one person of that family name stands in the mail."""
    named = [p.name for p in found.people if p.name] + [f.value for f in found.withdrawn]
    whole = {n: full for n in named if len(n.split()) == 1 and (full := _whole(n, letter, named)) is not None}
    if not whole:
        return found
    return replace(
        found,
        people=tuple(replace(p, name=whole.get(p.name or "", p.name)) for p in found.people),
        withdrawn=tuple(replace(f, value=whole.get(f.value, f.value)) for f in found.withdrawn),
    )


def _whole(name: str, letter: Letter, named: list[str]) -> str | None:
    if len(name) < _LEAST or fold(name) in given_names():
        return None
    text = letter.of_kind(SegmentKind.QUOTED, SegmentKind.FORWARDED)[:_MOST]
    family = re.escape(name)
    given = re.findall(rf"(?<![\w-])([^\W\d_][\w’'-]{{1,40}})[ \u00a0]+{family}(?![\w-])", text)
    given += re.findall(rf"(?<![\w-]){family},[ \u00a0]*([^\W\d_][\w’'-]{{1,40}})(?![\w-])", text)
    found = {g for g in given if all(fold(part) in given_names() for part in re.split("[-’']", g))}
    if len(found) != 1:
        return None
    full = f"{found.pop()} {name}"
    return full if full not in named else None
