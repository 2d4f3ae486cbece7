"""The second opinion on organisations: for which one do those come who come, and how is it written?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mailreg.model.reading import Person
from mailreg.understand.findings import Facts, is_sender
from mailreg.understand.mention import Mention
from mailreg.understand.name_tags import Tagged
from mailreg.understand.offices import Office, OfficeFeatures, office_spelling, offices
from mailreg.understand.organisation_extent import LINKS
from mailreg.understand.organisation_words import LEGAL_INSIDE
from mailreg.understand.organisations import Organisation
from mailreg.understand.persons import organisation_of, organisation_of_sender
from mailreg.understand.senses import Softmax

# How sure the model must be …
GIVE = 0.5  # … to give an organisation to people of whom the rules know none
TAKE = 0.15  # … below this, what the rules gave is none of theirs …
TAKE_ROW = 0.25  # … or below this, where it only stands behind a name in a list: there it may be what somebody does


@dataclass(frozen=True)
class OfficeModels:
    """`ours`: do those who come come for it? `spelling`: is this its name?"""

    ours: Softmax
    spelling: Softmax


@dataclass(frozen=True)
class Weighed:
    """One organisation, its best spelling, and how probable it is that people come for it."""

    office: Office
    name: str
    ours: float


def weigh_offices(
    people: Sequence[Person], facts: Facts, kind: str, tagged: Sequence[Tagged], models: OfficeModels
) -> tuple[Person, ...]:
    """The people with their organisations put right."""
    weighed = weigh(people, facts, kind, tagged, models)
    told = {name: w for w in weighed for name in w.office.names}
    least = _limits(facts, told)
    refused = frozenset(n for n, w in told.items() if w.ours < min(least.get(n, TAKE) for n in w.office.names))
    mended = tuple(_mended(p, told, refused) for p in people)
    if any(p.organisation for p in mended):
        return _with_theirs(mended, facts, told, refused)
    best = max((w for w in weighed if w.ours >= GIVE), key=lambda w: w.ours, default=None)
    return mended if best is None else tuple(_given(p, best, facts) for p in mended)


def _limits(facts: Facts, told: Mapping[str, Weighed]) -> dict[str, float]:
    """How sure the model must be to leave the organisations that stand behind names in a list: where one is sure and
    every row has one, or there is a column of them, or a legal form, it is no matter of opinion."""
    rows = [m.organisation for m in facts.listed_mentions]
    named = {n for n in rows if n}
    column = facts.listed.table or (
        len(rows) > 1 and None not in rows and any(told[n].ours >= GIVE for n in named if n in told)
    )
    return {n: 0.0 if column or LEGAL_INSIDE.search(n) else TAKE_ROW for n in named}


def weigh(
    people: Sequence[Person], facts: Facts, kind: str, tagged: Sequence[Tagged], models: OfficeModels
) -> list[Weighed]:
    found = offices(facts, people, tagged)
    features = OfficeFeatures(facts, found, kind)
    rows = {m.organisation for m in facts.listed_mentions}
    return [
        Weighed(
            o,
            next((n for n in o.names if n in rows), None) or best_office_spelling(o, facts, models.spelling),
            models.ours.probabilities(features.of(o))["1"],
        )
        for o in found
    ]


def best_office_spelling(office: Office, facts: Facts, model: Softmax) -> str:
    # "Aile Derneği'nden" is the name with an ending, where the name itself stands there, too.
    shown = [n for n in office.names if not any(n.startswith((f"{o}'", f"{o}’")) for o in office.names)]
    shown = [n for n in shown if not _cut_in_quotes(n) and n.split()[-1] not in LINKS] or shown
    if len(shown) == 1:
        return shown[0]
    return max(shown, key=lambda n: model.probabilities(office_spelling(office, n, facts))["1"])


def _cut_in_quotes(name: str) -> bool:
    """ "Verein „Brücke": one of the two quotation marks is missing."""
    return any((a in name) != (b in name) for a, b in ("«»", "()")) or ("„" in name and not set('“”"') & set(name))


def _mended(person: Person, told: Mapping[str, Weighed], refused: frozenset[str]) -> Person:
    mine = told.get(person.organisation or "")
    if mine is None:
        return person
    return replace(person, organisation=None if person.organisation in refused else mine.name)


def _with_theirs(
    people: tuple[Person, ...], facts: Facts, told: Mapping[str, Weighed], refused: frozenset[str]
) -> tuple[Person, ...]:
    """ "Enrico Thalheim, unser Sozpäd im Treff" in a list: where what stands behind a name turns out to be no
    organisation, its row and those below have the sender's, as if nothing stood there."""
    office = organisation_of_sender(facts)
    if office is None or office.name in refused or not any(m.organisation in refused for m in facts.listed_mentions):
        return people
    shown = told[office.name].name if office.name in told else office.name
    rows = [replace(m, organisation=None) if m.organisation in refused else m for m in facts.listed_mentions]
    bare = replace(facts, listed_mentions=rows)
    found: list[Person] = []
    for person in people:
        row = next((m for m in rows if m.name == person.name), None)
        if person.organisation is None and row is not None and row.organisation is None:
            theirs = organisation_of(row, bare, replace(office, name=shown))
            found.append(replace(person, organisation=theirs))
        else:
            found.append(person)
    return tuple(found)


def _given(person: Person, best: Weighed, facts: Facts) -> Person:
    """To the writer, and to those to whom the rules would give the writer's."""
    place = next(iter(best.office.in_text), None)
    tokens = facts.body.tokens
    start, end = (tokens[place.first].start, tokens[place.last].end) if place is not None else (0, 0)
    office = Organisation(best.name, start, end, facts.body.text.span(start, end), strong=True)
    mention = _mention_of(person, facts)
    if mention is None or is_sender(facts.sender, mention):
        return replace(person, organisation=best.name)
    rows = [replace(m, organisation=None) for m in facts.listed_mentions]  # what they named is none of theirs
    bare = replace(facts, organisations=[], listed_mentions=rows)
    return replace(person, organisation=organisation_of(mention, bare, office))


def _mention_of(person: Person, facts: Facts) -> Mention | None:
    named = (*facts.listed_mentions, *facts.mentions)
    return next((m for m in named if m.name == person.name), None)
