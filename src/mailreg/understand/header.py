"""The From name: a person, an office, or a person with the organisation behind the name."""

from __future__ import annotations

import re

from mailreg.lexicon.fold import fold
from mailreg.lexicon.given_names import given_names
from mailreg.lexicon.load import load_lexicons
from mailreg.understand import names
from mailreg.understand.organisation_words import LEGAL_INSIDE, clean
from mailreg.understand.tokens import tokenise

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
    if not kind and _is_person(behind) and not _is_person(found[1]):
        return behind, clean(found[1]) if len(found[1].split()) > 1 else None  # "KGV Sonnenblick – M. Zschiesche"
    if not kind or "role" in concepts or "department" in concepts:
        return (found[1] if kind else raw), None
    return found[1], clean(behind) if len(tokens) > 1 else None


def _is_person(shown: str) -> bool:
    """A given name or an initial, and a family name."""
    words = (names.display_name(shown) or "").split()
    return 2 <= len(words) <= 3 and (fold(words[0]) in given_names() or len(words[0].rstrip(".")) == 1)


def organisation_of_office(raw: str | None, functional: bool, legal: bool) -> str | None:
    """The From name of an association ("Brücken bauen e. V.") says whose people come."""
    return clean(raw) if raw and legal and functional else None


_AND = re.compile(r"\s+(?:und|u\.?|and|et|y|e|i|și|si|ve|và|û|и|й|та|і|و)\s+|\s*[&+]\s*", re.IGNORECASE)
_WORDS = 3  # of one person in such a From name


def two_people(raw: str | None, email: str | None) -> tuple[str, str] | None:
    """ "Rosemarie und Klaus Ahlert", "Tobi & Mandy": the two who share a mailbox, the likelier writer first; or None.

    The family name told once is that of both; "Anna & Team" are no two people."""
    both = [p.strip() for p in _AND.split((raw or "").strip("'\" "))]
    if len(both) != 2 or "," in (raw or ""):
        return None
    shown = [names.display_name(p) for p in both]
    if any(n is None or len(n.split()) > _WORDS or not p[0].isupper() for n, p in zip(shown, both, strict=True)):
        return None
    one, other = (n or "" for n in shown)
    strange = [n for n in (one, other) if fold(n.split()[0]) not in given_names()]
    if strange == [other] and " " in one and " " not in other:
        return None  # "Juan Ortega y Gasset"
    if len(strange) > 1 or any(load_lexicons().match(tokenise(n), ("de", "en")) for n in strange):
        return None
    given = one, other
    if " " in other and " " not in one:
        one = f"{one} {other.rpartition(' ')[2]}"
    alike = [names.resembles(n.split()[0], email or "") for n in given]
    return (other, one) if alike == [False, True] else (one, other)
