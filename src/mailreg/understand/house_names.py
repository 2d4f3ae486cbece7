"""Names that only a house has, and names of people that look like something else: by their words and the address."""

from __future__ import annotations

import re

from mailreg.lexicon.given_names import given_names
from mailreg.lexicon.towns import is_town
from mailreg.understand import names
from mailreg.understand.mention import Cue
from mailreg.understand.scene import RELATIONS, Scene

# cues that make a person even of such a name
INTRODUCES = frozenset({Cue.TITLE, Cue.CALLED, Cue.INTRODUCED, Cue.SELF})
_COMPASS = frozenset("nord süd sud sued ost mitte nordwest nordost südwest südost sudwest sudost".split())
_SHORTEST = 7  # letters of a name that an address may spell


def is_house(name: str | None, email: str | None) -> bool:
    """ "Kontor Süd", "Ambulante Hilfen Grimma", "Lernort Mühle" in a mail from lernort-muehle.example: no known given
    name at its head, and a compass point or a town at its end, or the sender's domain spells it."""
    words = names.parts(name or "")
    if len(words) < 2 or words[0] in given_names():
        return False
    if words[-1] in _COMPASS:
        return True
    unknown = given_names().isdisjoint(words) and names.PARTICLES.isdisjoint(words)
    if len(words) > 2 and unknown and is_town((name or "").split()[-1]):
        return True
    spelled = _plain("".join(words))
    domain = (email or "").rpartition("@")[2].rpartition(".")[0]
    return len(spelled) >= _SHORTEST and spelled in _plain(domain)


def house_writes(name: str | None, email: str | None) -> bool:
    """The From name of a house: also if nothing in it is a given name and the mailbox is a functional one (in Latin
    letters; of the others too few given names are known)."""
    words = names.parts(name or "")
    if len(words) > 1 and names.script(words[0]) == "latin" and given_names().isdisjoint(words):
        local = re.split(r"[._+-]", (email or "").partition("@")[0].lower(), maxsplit=1)[0]
        if local in names.NO_PERSON:
            return True
    return is_house(name, email)


def _plain(text: str) -> str:
    """Letters only; "Mühle", "Muhle" and "muehle" are the same."""
    letters = re.sub(r"[^a-z]", "", names.romanised(text.casefold()))
    return re.sub(r"(?<=[aou])e", "", letters)


def named_like_months(scene: Scene) -> tuple[str, ...]:
    """ "August Winter", "May Holland", beside others or behind what introduces a person: the names."""
    found: list[str] = []
    tokens = scene.tokens
    for match in scene.text.of("month"):
        at = match.first
        behind = at + 1
        if match.last != at or not 0 < at < len(tokens) - 1 or at not in scene.own_set:
            continue
        if not tokens[at].text.istitle() or not tokens[behind].text.istitle() or tokens[behind].kind != "word":
            continue
        if not scene.has(at - 1, "joins", "title", "accompanied", "bring", "self_me", *RELATIONS):
            continue
        if scene.has(at - 1, "joins") and not (_person_before(scene, at - 1)):
            continue
        if scene.everyday(behind) or scene.common(behind) or scene.tags.get(behind, set()) - _SEASONS:
            continue
        found.append(f"{tokens[at].text} {tokens[behind].text}")
    return tuple(found)


_SEASONS = frozenset({"no_name", "place", "month", "weekday"})


def _person_before(scene: Scene, joins: int) -> bool:
    """ "Anna Stone and …", "me and …": before the "and" stands somebody, no other month."""
    before = joins - 1
    if before < 0 or scene.has(before, "month"):
        return False
    if scene.has(before, "self_i", "self_me", "self_we", "self_us"):
        return True
    return scene.tokens[before].text.istitle() and not scene.ordinary(before)


_NAMED_AFTER = re.compile(
    r"(?:stra(?:ß|ss)e|str|platz|allee|weg|ring|gasse|ufer|markt|schule|haus|heim|stiftung|kirche)$"
)


def named_after(scene: Scene, first: int, last: int) -> bool:
    """ "Georg-Schumann-Straße", "Erich Kästner Schule": a place or a house, no person."""
    if last == first:
        return False
    token = scene.tokens[last]
    return bool(_NAMED_AFTER.search(token.folded)) and (
        scene.tokens[last - 1].text in "-‐‑" or token.folded in {"strasse", "schule", "stiftung", "platz", "haus"}
    )
