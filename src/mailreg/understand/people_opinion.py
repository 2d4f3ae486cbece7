"""The second opinion on people: who comes and who does not, by rules and model together.

The rules' verdict is a feature of the model like the words around a name are, so it learns where they can be trusted.
Everybody who may be meant is judged twice: alone, and beside the others. Where the model is not sure the rules' verdict
stays, and the reading says how sure it is, so that a person looks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mailreg.model.mail import Span
from mailreg.model.reading import Doubt, Found, Kind, Person, Remark, Role
from mailreg.understand import names
from mailreg.understand.agreement import Listener
from mailreg.understand.candidate_features import Around
from mailreg.understand.candidates import Candidate, Place, candidates
from mailreg.understand.changes import have_seats
from mailreg.understand.companions import count
from mailreg.understand.findings import Facts, People
from mailreg.understand.fine_print import in_fine_print
from mailreg.understand.heads import weigh_heads
from mailreg.understand.mention import Cue, Mention
from mailreg.understand.name_tags import Tagged, TagModel, tag
from mailreg.understand.office_opinion import OfficeModels, weigh_offices
from mailreg.understand.only_mentioned import behind_a_clerks_label, seated
from mailreg.understand.others_only import not_the_writer
from mailreg.understand.persons import persons
from mailreg.understand.scope import Statement
from mailreg.understand.seats import asked, seat_features
from mailreg.understand.senses import Row, Softmax
from mailreg.understand.spellings import spelling_features
from mailreg.understand.staying import is_unaffected, stays
from mailreg.understand.unnamed import alone as comes_alone

# How sure the model must be …
ADD = 0.6  # … to add somebody whom the rules did not see coming, or going
DROP = 0.7  # … that somebody whom they saw coming, or going, does not
SEATS = 0.55  # … that a change asks for seats, or for none, against the rules
DOUBT = 0.75  # a verdict against the rules that is less sure is doubted
_SAID = 0.95  # how sure a number is that the mail says, and as many are named
_ROLE = {"comes": Role.COMES, "withdrawn": Role.WITHDRAWN, "named": Role.OTHER, "unseen": Role.OTHER}


@dataclass(frozen=True)
class PeopleModels:
    """`roles`: who somebody is, judged alone; `together`: beside the others; `spelling`: is this the name?; `seats`:
    does a change ask for seats? `heads`: is this the number of seats?"""

    tags: TagModel
    roles: Softmax
    together: Softmax
    spelling: Softmax
    offices: OfficeModels
    seats: Softmax
    heads: Softmax | None = None


@dataclass(frozen=True)
class Ear:
    """What the second opinion knows of the letter's sentences: what each says, in the order of `labels`."""

    models: PeopleModels
    statements: Sequence[Statement]
    labels: Sequence[str]
    logits: Sequence[Row]
    listener: Listener | None = None


@dataclass(frozen=True)
class Judged:
    """One candidate: the best spelling, the role, how probable it is, and the rules' own role."""

    candidate: Candidate
    name: str
    role: Role
    sure: float
    by_rules: Role

    @property
    def changed(self) -> bool:
        return self.role is not self.by_rules


def second_look(facts: Facts, found: People, kind: Kind, ear: Ear) -> tuple[People, Facts]:
    """The findings of the rules with what the model adds, drops and spells otherwise; the sender's name in the facts is
    put right, too."""
    tagged = tag(facts, ear.models.tags)
    before = found.people
    found, facts = _who(facts, found, kind, ear, tagged)
    if not found.people:
        return found, facts
    if len(found.people) != len(before):
        found = _as_many_as_said(found, facts)
    people = weigh_offices(found.people, facts, kind.value, tagged, ear.models.offices)
    found = replace(found, people=people)
    if kind is Kind.CHANGE:
        found = _seated(found, facts, ear)
    if ear.models.heads is not None:
        found = weigh_heads(facts, found, kind, ear.labels, ear.logits, ear.models.heads, ear.listener)
    return found, facts


def _as_many_as_said(found: People, facts: Facts) -> People:
    """Where the rules saw too many and the model leaves as many as the mail says, it is clear how many come."""
    number = found.headcount.value
    said = (*facts.crowd.totals, facts.crowd.total, facts.listed.count, *count(facts.subject, [], frozenset()).totals)
    if number != len(found.people) or number not in said or facts.crowd.vague:
        return found
    doubts = tuple(d for d in found.doubts if d.code != "unclear_count")
    return replace(found, headcount=replace(found.headcount, confidence=_SAID), doubts=doubts)


def _seated(found: People, facts: Facts, ear: Ear) -> People:
    """A change with its number of seats, or with none where only data or needs are put right."""
    if facts.body.undone:
        return found  # whoever comes after all has a seat again
    by_rules, named = found.headcount.value, len(found.people)
    mine = any(p.name == facts.sender.name for p in found.people)
    features = seat_features(facts, by_rules, named, len(found.withdrawn), mine, ear.labels, ear.logits)
    seats = asked(ear.models.seats.probabilities(features), by_rules, named, facts.crowd.extra, SEATS)
    return replace(found, headcount=replace(found.headcount, value=seats))


def _who(facts: Facts, found: People, kind: Kind, ear: Ear, tagged: Sequence[Tagged]) -> tuple[People, Facts]:
    judged = judge(facts, found, kind, ear, tagged)
    remarks = tuple(_remark(j, facts) for j in judged)
    unsure = next((r for j, r in zip(judged, remarks, strict=True) if _open(j)), None)
    doubts = () if unsure is None else (Doubt("unclear_who", unsure.evidence),)
    found = replace(found, remarks=remarks, doubts=(*found.doubts, *doubts))
    if all(not j.changed and (j.role is Role.OTHER or j.name == j.candidate.names[0]) for j in judged):
        return found, facts
    coming = [j for j in judged if j.role is Role.COMES] if kind is not Kind.CANCEL else []
    if kind is Kind.CHANGE and found.headcount.value and not found.people:
        coming = [j for j in coming if not j.candidate.sender]  # a seat is added, for somebody whom nobody names
    gone = [j for j in judged if j.role is Role.WITHDRAWN] if kind is not Kind.REGISTER else []
    if kind is Kind.REGISTER and not coming:
        return found, facts  # somebody comes, and nobody says who: the rules' guess, which is doubted
    facts = _with_sender(facts, judged)
    chosen = [_mention(j, facts) for j in sorted(coming, key=lambda j: _order(j, facts))]
    people = tuple(_kept(p, found) for p in persons(chosen, facts))
    withdrawn = tuple(_gone(j, found, facts) for j in gone)
    seats = _seats(found, people, gone, facts, kind)
    return replace(found, people=people, withdrawn=withdrawn, headcount=seats), facts


def _open(j: Judged) -> bool:
    """Do rules and model differ, and neither is sure? `sure` below a half: the model says otherwise."""
    return (j.changed and j.sure < DOUBT) or (j.role is not Role.OTHER and j.sure < 1 - DROP)


def judge(facts: Facts, found: People, kind: Kind, ear: Ear, tagged: Sequence[Tagged]) -> list[Judged]:
    """Everybody who may be meant, in the order of the text."""
    models = ear.models
    groups = candidates(facts, found, tagged)
    around = Around(facts, found, kind, groups, ear.statements, ear.labels, ear.logits)
    alone = [models.roles.probabilities(around.features(g)) for g in groups]
    beside: list[Mapping[str, float]] = [
        models.together.probabilities(around.together(alone, n)) for n in range(len(groups))
    ]
    if ear.listener is not None:
        beside = [ear.listener.role(_offsets(g, facts), b) for g, b in zip(groups, beside, strict=True)]
    sides = seated(facts) if kind is Kind.REGISTER else (frozenset(), frozenset())
    lone = frozenset({Role.COMES}) if kind is Kind.REGISTER and comes_alone(facts.body) else frozenset[Role]()
    others = not_the_writer(facts.body, comes=bool(found.people), gone=bool(found.withdrawn))
    seats = have_seats(facts) if kind is Kind.CHANGE else frozenset[str]()
    return [
        _judged(g, chances, facts, models, sides, (others if g.sender else lone) | _has_one(g, seats))
        for g, chances in zip(groups, beside, strict=True)
    ]


def _has_one(group: Candidate, seats: frozenset[str]) -> frozenset[Role]:
    """Does somebody stand in the list as before, and hence take no seat?"""
    return frozenset({Role.COMES}) if not seats.isdisjoint(group.names) else frozenset()


def _judged(
    group: Candidate,
    chances: Mapping[str, float],
    facts: Facts,
    models: PeopleModels,
    sides: tuple[frozenset[int], frozenset[int]],
    never: frozenset[Role],
) -> Judged:
    at = group.mention.first if group.mention is not None else -1
    by_rules = _ROLE[group.verdict]
    if facts.listed.table and by_rules is Role.COMES and (row := _row(group)) is not None:
        return Judged(group, row.name, by_rules, max(chances[by_rules.value], _SAID), by_rules)
    if by_rules is Role.OTHER and not group.sender and in_fine_print(facts.body, group.in_text):
        return Judged(group, group.names[0], by_rules, max(chances[by_rules.value], _SAID), by_rules)
    best = max(Role, key=lambda role: chances[role.value])
    sure = chances[best.value]
    if best is not by_rules and (
        sure < (ADD if by_rules is Role.OTHER else DROP)
        or (best is not Role.COMES and firm(group, facts))
        or (best is Role.WITHDRAWN and (still_comes(group, facts) or _is_unaffected(group, facts)))
        or best in never
        or _answers_otherwise(group, best)
        or (best is Role.COMES and by_rules is not Role.COMES and _beside_a_row(group, facts))
        or (best is Role.OTHER and group.sender and facts.stance.beside)
        or (best is Role.COMES and (at in sides[1] or _has_dealt_with_it(group, facts)))
        or (best is Role.OTHER and at in sides[0])
        or (best is Role.COMES and group.sender and _only_signs(group, facts))
        or (best is Role.COMES and bool(group.in_text) and all(p.first in facts.absent for p in group.in_text))
    ):
        best, sure = by_rules, chances[by_rules.value]
    name = names.without_genitive(best_spelling(group, facts, models.spelling))
    return Judged(group, name, best, sure, by_rules)


def _offsets(group: Candidate, facts: Facts) -> list[tuple[int, int]]:
    tokens = facts.body.tokens
    return [(tokens[p.first].start, tokens[p.last].end) for p in group.in_text]


def _has_dealt_with_it(group: Candidate, facts: Facts) -> bool:
    return group.mention is not None and not group.sender and behind_a_clerks_label(facts.body, group.mention)


def _only_signs(group: Candidate, facts: Facts) -> bool:
    """Whoever signs for an office, and is not named in the message itself."""
    office = facts.stance.comes is False and not facts.stance.said
    return office and not any(p.first in facts.body.own_set for p in group.in_text)


def firm(group: Candidate, facts: Facts) -> bool:
    """A row of a table or a form of participants: no model drops it."""
    return facts.listed.strict and any(p.source == "row" for p in group.places)


def _row(group: Candidate) -> Mention | None:
    """The row of a table or a list, if that is what it is."""
    return next((p.mention for p in group.places if p.source == "row" and p.mention is not None), None)


def _beside_a_row(group: Candidate, facts: Facts) -> bool:
    """No given name, in the line of somebody who is listed: "1) Anna Weber – Lernfeld Inklusion"."""
    here = group.in_text
    if not here or group.sender or not all(p.first in facts.listed.tokens for p in here):
        return False
    scene = facts.body
    return not any(scene.tokens[i].folded in scene.given for p in here for i in range(p.first, p.last + 1))


def _answers_otherwise(group: Candidate, role: Role) -> bool:
    """ "Anna ja, Tom nein": no model says otherwise."""
    told = group.mention.answer if group.mention is not None else None
    return (told is True and role is Role.WITHDRAWN) or (told is False and role is Role.COMES)


def still_comes(group: Candidate, facts: Facts) -> bool:
    """The writer of a cancellation who says "I will be there", and whoever is named beside them there."""
    clauses = facts.stance.stays
    if group.sender:
        return bool(clauses)
    here = [p.mention for p in group.in_text if p.mention is not None]
    return bool(here) and all(stays(facts.body, m, clauses) for m in here)


def _is_unaffected(group: Candidate, facts: Facts) -> bool:
    return group.mention is not None and is_unaffected(facts.body, group.mention)


def _written_out(short: str, name: str) -> bool:
    """ "Marion Ziesche" for "M. Ziesche": what one wants on a badge, where the mail's From says it."""
    one, other = short.split(), name.split()
    initials = [w for w in one if w[1:] in {"", "."}]  # the mark may be gone at the end: "Jana O"
    if not initials or len(one) != len(other) or any(w[1:] in {"", "."} for w in other):
        return False
    return all(a == b or (a in initials and a[0] == b[0]) for a, b in zip(one, other, strict=True))


def best_spelling(group: Candidate, facts: Facts, model: Softmax) -> str:
    shown = group.names
    if len(shown) == 1:
        return shown[0]
    if (row := _cell(group, facts)) is not None:
        return row
    chances = {n: model.probabilities(spelling_features(group, n, facts))["1"] for n in shown}
    best = max(shown, key=lambda n: chances[n])
    if group.sender and _cuts_short(best, facts):
        return str(facts.header_name)
    if own := _in_own_letters(group, best, facts):
        best = max(own, key=lambda n: chances[n])
    return next((name for name in shown if _written_out(best, name)), best)


def _cuts_short(name: str, facts: Facts) -> bool:
    """Is it only the beginning of From's name, which the writer writes themselves, in letters that know no capitals?"""
    whole = facts.header_name or ""
    words, more = names.parts(name), names.parts(whole)
    if not names.is_caseless(name) or not len(words) < len(more) or more[: len(words)] != words:
        return False
    return any(whole in line.text for line in facts.body.lines)


_OWN_LETTERS = frozenset("am ar ckb fa ps ru ti uk ur".split())


def _in_own_letters(group: Candidate, best: str, facts: Facts) -> list[str]:
    """ "Меня зовут Людмила Штерн, по-немецки Ludmila Stern": in a text in other letters the name in those letters, if
    it says as much."""
    words = names.parts(best)
    if not words or names.script(words[0]) != "latin" or _OWN_LETTERS.isdisjoint(facts.body.text.languages[:1]):
        return []
    theirs = {p.name for p in group.in_text if p.plain or p.source in {"mention", "self", "row"}}
    other = [n for n in theirs if (w := names.parts(n)) and names.script(w[0]) != "latin"]
    return sorted(n for n in other if len(names.parts(n)) >= min(len(words), 2))


_CELL_ENDS = re.compile(r"[ ]{2,}|[ ]*(?:[\n;,(|\t]|$)|[ ][–—-][ ]")


def _cell(group: Candidate, facts: Facts) -> str | None:
    """The name of a list's row, where it fills its cell or only has another order: "Ludwig, Ronald; …"."""
    for place in group.places:
        row = place.mention
        if place.source != "row" or row is None or len(names.parts(row.name)) < 2:
            continue
        words = sorted(names.parts(row.name))
        if any(names.parts(n) != names.parts(row.name) and sorted(names.parts(n)) == words for n in group.names):
            return row.name
        if row.span.part.endswith("body") and _CELL_ENDS.match(facts.body.text.text, row.end):
            return row.name
    return None


def _place(j: Judged) -> Place | None:
    """Where the chosen spelling stands in the text, or any other of the candidate."""
    here = j.candidate.in_text
    return next((p for p in here if p.name == j.name), here[0] if here else None)


def _span(j: Judged, facts: Facts) -> Span | None:
    place = _place(j)
    if place is None:
        return j.candidate.mention.span if j.candidate.mention is not None else None
    tokens = facts.body.tokens
    return facts.body.text.span(tokens[place.first].start, tokens[place.last].end)


def _remark(j: Judged, facts: Facts) -> Remark:
    span = _span(j, facts)
    return Remark(j.name, j.role, round(j.sure, 3), j.changed, () if span is None else (span,))


def _with_sender(facts: Facts, judged: Sequence[Judged]) -> Facts:
    mine = next((j for j in judged if j.candidate.sender), None)
    if mine is None or mine.name == facts.sender.name:
        return facts
    return replace(facts, sender=replace(facts.sender, name=mine.name, span=_span(mine, facts) or facts.sender.span))


def _mention(j: Judged, facts: Facts) -> Mention:
    base = j.candidate.mention
    if j.candidate.sender:
        row = base if base is not None and any(p.source == "row" for p in j.candidate.places) else None
        if row is None:
            return facts.sender
        return replace(
            facts.sender, first=-1, emails=row.emails, organisation=row.organisation, phone=row.phone, span=row.span
        )
    if base is not None and base.name == j.name:
        return base
    place, span = _place(j), _span(j, facts)
    if place is None or span is None:
        return replace(base, name=j.name) if base is not None else replace(facts.sender, name=j.name)
    clause = facts.body.clause_at(place.first)
    if base is not None:
        listed = base.first == -1  # a row of a list stands at no token
        return replace(
            base,
            name=j.name,
            first=-1 if listed else place.first,
            last=-1 if listed else place.last,
            start=span.start,
            end=span.end,
            span=span,
        )
    return Mention(j.name, place.first, place.last, span.start, span.end, span, frozenset({Cue.PLACE}), clause=clause)


def _order(j: Judged, facts: Facts) -> int:
    return min(facts.sender_at, j.candidate.at) if j.candidate.sender else j.candidate.at


def _kept(person: Person, found: People) -> Person:
    """What the rules knew of somebody stays."""
    before = next((p for p in found.people if p.name == person.name), None)
    return before or person


def _gone(j: Judged, found: People, facts: Facts) -> Found[str]:
    before = next((f for f in found.withdrawn if f.value == j.name), None)
    span = _span(j, facts)
    return before or Found(j.name, round(j.sure, 2), () if span is None else (span,))


def _seats(found: People, people: Sequence[Person], gone: Sequence[Judged], facts: Facts, kind: Kind) -> Found[int]:
    """The seats, with those added and without those dropped. A number that the mail says of all stays."""
    if kind is Kind.CANCEL:
        return found.headcount
    before, said = len(found.people), found.headcount.value
    if kind is Kind.CHANGE and said == 0 and before and not (gone and not found.withdrawn):
        return found.headcount  # data or needs of somebody who is on the list
    extra = max(said - before, 0)
    if len(people) > before and said in facts.crowd.totals and said >= len(people):
        return found.headcount  # one of those who were counted has a name now
    fresh = len(people) + extra
    return replace(found.headcount, value=max(fresh, 1) if kind is Kind.REGISTER else fresh)
