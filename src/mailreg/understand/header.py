"""The From name: a person, an office, or a person with the organisation behind the name."""

from __future__ import annotations

import re

from mailreg.lexicon.load import load_lexicons
from mailreg.understand.organisation_words import LEGAL_INSIDE, clean
from mailreg.understand.text import tokenise

_BEHIND_NAME = re.compile(r"^(.{3,60}?)\s*(?:\((.{3,80})\)|\s[-–|/]\s*(.{3,80})|[|/]\s?(.{3,80}))\s*$")


def without_organisation(raw: str | None, languages: tuple[str, ...]) -> tuple[str | None, str | None]:
    """ "Wolters, Jana (Stadt Grimma)", "Jana Wolters | AWO": the From name without the organisation, and this."""
    found = _BEHIND_NAME.match(raw or "")
    if not found:
        return raw, None
    behind = next(g for g in found.groups()[1:] if g)
    tokens = tokenise(behind)
    concepts = {m.concept for m in load_lexicons().match(tokens, tuple(dict.fromkeys(("de", "en", *languages[:1]))))}
    kind = LEGAL_INSIDE.search(behind) is not None or "organisation" in concepts
    if not kind or "role" in concepts or "department" in concepts:
        return (found[1] if kind else raw), None
    return found[1], clean(behind) if len(tokens) > 1 else None


def organisation_of_office(raw: str | None, functional: bool, legal: bool) -> str | None:
    """The From name of an association ("Brücken bauen e. V.") says whose people come."""
    return clean(raw) if raw and legal and functional else None
