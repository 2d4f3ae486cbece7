"""Everybody a letter may mean, each with all places and spellings: what the rules and the tagger found, put together.

No verdict here: a candidate may be a participant, somebody else, or no name at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mailreg.understand import names
from mailreg.understand.findings import Facts, People
from mailreg.understand.house_names import INTRODUCES, is_house
from mailreg.understand.joined import without_degree
from mailreg.understand.mention import Mention
from mailreg.understand.name_runs import before_ending, shown_name
from mailreg.understand.name_tags import Tagged
from mailreg.understand.scene import Scene

MOST = 60  # candidates of one letter


class Place(NamedTuple):
    """One spelling at one place. `first`, `last`: tokens of the body, -1 where it stands elsewhere (header, subject);
    `source`: "sender", "self", "mention", "row", "tag" or "outcome" (what the rules decided)."""

    name: str
    first: int
    last: int
    source: str
    sure: float = 0.0
    plain: bool = False
    mention: Mention | None = None


@dataclass
class Candidate:
    """`verdict`: what the rules made of it: "comes", "withdrawn", "named" or "unseen"."""

    places: list[Place] = field(default_factory=list)
    verdict: str = "unseen"
    sender: bool = False

    @property
    def names(self) -> list[str]:
        """Its spellings, each once; what the rules decided for first."""
        chosen = [p.name for p in self.places if p.source == "outcome"]
        return list(dict.fromkeys((*chosen, *(p.name for p in self.places))))

    @property
    def in_text(self) -> list[Place]:
        """Its places in the body, in order."""
        return sorted((p for p in self.places if p.first >= 0), key=lambda p: p.first)

    @property
    def at(self) -> int:
        """The first token in the body; far behind all others where it has none."""
        return min((p.first for p in self.places if p.first >= 0), default=10**6)

    @property
    def mention(self) -> Mention | None:
        """The rules' finding; the row of a list first."""
        found = [p for p in self.places if p.mention is not None]
        found.sort(key=lambda p: {"row": 0, "mention": 1}.get(p.source, 2))
        return found[0].mention if found else None


def candidates(facts: Facts, found: People, tagged: Sequence[Tagged]) -> list[Candidate]:
    """In the order of the text; the sender, who may stand nowhere, first of all."""
    scene = facts.body
    groups: list[Candidate] = []
    if facts.sender.name:
        groups.append(Candidate([Place(facts.sender.name, -1, -1, "sender", mention=facts.sender)], sender=True))
    if facts.header_name and facts.header_name != facts.sender.name:
        _put(groups, Place(facts.header_name, -1, -1, "header"), sender=True)
    rows = [(m.name, *scene.text.tokens_in(m.start, m.end)) for m in facts.listed_mentions]
    people = [t for t in tagged if t.person and not any(_part_of(scene, t, *row) for row in rows)]
    people = [t for t in people if facts.misspelled.isdisjoint(range(t.first, t.last + 1))]
    if facts.listed.table:  # its heading says which cells hold the names
        people = [t for t in people if not set(range(t.first, t.last + 1)) <= facts.listed.tokens]
    people = [t for t in people if without_degree(scene, t.first, t.last) >= t.first]
    for t in people:
        if t.plain:
            _put(groups, _of_tag(scene, t))
    for m in facts.listed_mentions:
        low, high = scene.text.tokens_in(m.start, m.end)
        inside = high > low and m.span.part.endswith("body")
        _put(groups, Place(m.name, low if inside else -1, high - 1 if inside else -1, "row", mention=m))
    size = len(scene.tokens)
    for source, mentions in (("mention", facts.mentions), ("self", facts.selves)):
        for m in mentions:
            at = (m.first, m.last) if m.first >= 0 and m.last < size else (-1, -1)
            _put(groups, Place(m.name, *at, source, mention=m), sender=source == "self")
    for t in people:
        if not t.plain:
            _put(groups, _of_tag(scene, t))
    for verdict, shown in (("comes", _names(found)), ("withdrawn", [f.value for f in found.withdrawn])):
        for name in shown:
            group = _put(groups, Place(name, -1, -1, "outcome"))
            group.verdict = verdict
    for group in groups:
        if group.verdict == "unseen" and any(p.source != "tag" for p in group.places):
            group.verdict = "named"
    groups = [g for g in groups if not _house(g, facts)]
    organisers = facts.organisers
    kept = [g for g in groups if not any(names.same_person(n, o) for n in g.names for o in organisers)]
    return sorted(kept, key=lambda g: g.at)[:MOST]


def _house(group: Candidate, facts: Facts) -> bool:
    """A house that only looks like a person: nothing introduces it as one."""
    if group.sender or any(p.mention is not None and p.mention.cues & INTRODUCES for p in group.places):
        return False
    return all(is_house(n, facts.sender_email) for n in group.names)


def _names(found: People) -> list[str]:
    return [p.name for p in found.people if p.name]


def _part_of(scene: Scene, tagged: Tagged, name: str, low: int, high: int) -> bool:
    """Is it only some words of the name that a row holds?"""
    if not low <= tagged.first <= tagged.last < high:
        return False
    return set(names.parts(spelled(scene, tagged.first, tagged.last))) < set(names.parts(name))


def _of_tag(scene: Scene, tagged: Tagged) -> Place:
    last = without_degree(scene, tagged.first, before_ending(scene, tagged.first, tagged.last))
    first = tagged.first
    while first < last and scene.has(first, "label_given", "label_family") and _no_name(scene, first):
        first += 1  # "Vorname Kaden, Josefine"
    return Place(spelled(scene, first, last), first, last, "tag", tagged.sure, tagged.plain)


def _no_name(scene: Scene, index: int) -> bool:
    return scene.tokens[index].folded not in scene.given


def spelled(scene: Scene, first: int, last: int) -> str:
    """The name that stands there, as on a badge: "haddad, amira" → "Amira Haddad"."""
    comma = next((i for i in range(first + 1, last) if scene.tokens[i].text == ","), None)
    shown = shown_name(scene, first, last)
    if comma is not None:
        shown = names.turned(f"{shown_name(scene, first, comma - 1)}, {shown_name(scene, comma + 1, last)}")
    return " ".join(names.capitalised(w) if w.islower() else w for w in shown.split())


def _put(groups: list[Candidate], place: Place, *, sender: bool = False) -> Candidate:
    """Into the candidate that it means, or a new one."""
    group = _meant(groups, place, sender=sender)
    if group is None:
        group = Candidate()
        groups.append(group)
    group.places.append(place)
    group.sender = group.sender or (sender and not any(g.sender for g in groups))
    return group


def _meant(groups: Iterable[Candidate], place: Place, *, sender: bool) -> Candidate | None:
    groups = list(groups)
    if sender and (mine := next((g for g in groups if g.sender), None)) is not None:
        return mine
    words = names.parts(place.name)
    equal = [g for g in groups if any(names.parts(p.name) == words for p in g.places)]
    if equal:
        return equal[0]
    if place.first >= 0:
        over = [g for g in groups if any(_overlap(p, place) for p in g.places)]
        if len(over) == 1:
            return over[0]
        if over:
            return None  # two people's names as one
    alike = [g for g in groups if any(names.same_person(p.name, place.name) for p in g.places)]
    if len(words) > 1:  # "Wei Tan" and "Lin Tan" are not both "Tan"
        alike = [g for g in alike if all(names.same_person(p.name, place.name) for p in g.in_text if _whole(p))]
    if len(alike) > 1 and len(words) > 2:
        return None
    return min(alike, key=lambda g: abs(g.at - place.first)) if alike else None


def _whole(place: Place) -> bool:
    return place.plain and len(names.parts(place.name)) > 1


def _overlap(one: Place, other: Place) -> bool:
    return one.first >= 0 and one.first <= other.last and other.first <= one.last
