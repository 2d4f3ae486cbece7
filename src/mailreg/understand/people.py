"""Who comes, who does not, and how many: the people of one letter.

The order of the rules: lists and tables name everybody; else the sentences do, name by name, with what each clause
says of them; the writer comes unless the words say that they write for others. Doubts are said, not hidden.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from mailreg.model.reading import Doubt, Found, Kind, Person
from mailreg.model.registration import Event
from mailreg.understand import names
from mailreg.understand.both_gone import both_gone
from mailreg.understand.certainty import Outcome
from mailreg.understand.certainty import doubts as doubts_of
from mailreg.understand.changes import cancelled, changed, only_writer, swapped
from mailreg.understand.coordination import beside_self
from mailreg.understand.findings import Facts, People, is_sender
from mailreg.understand.gathering import gather
from mailreg.understand.in_full import in_full
from mailreg.understand.mention import Cue, Mention
from mailreg.understand.only_mentioned import behind_a_clerks_label, only_mentioned
from mailreg.understand.people_opinion import Ear, second_look
from mailreg.understand.persons import persons
from mailreg.understand.scene import Scene
from mailreg.understand.text import Analysis
from mailreg.understand.withdrawn import Says, complete, says

__all__ = ["People", "find_people"]

_IN_SUBJECT = 10**6  # first tokens of names in the subject begin here (gathering.py)
KINDS = (Kind.REGISTER, Kind.CHANGE, Kind.CANCEL)


def find_people(
    analysis: Analysis,
    kind: Kind,
    events: tuple[Event, ...] = (),
    ear: Ear | None = None,
    *,
    may_cancel: bool = False,
) -> People:
    """The people of a letter of this kind; empty for kinds that concern nobody's seat.

    `events`: the open events, whose organisers and places are no participants; `ear`: the second opinion, if any;
    `may_cancel`: where a change turns out to be that some stay away, it is held against the text as a cancellation."""
    if kind not in KINDS:
        return People()
    facts = gather(analysis, kind, events)
    found = by_rules(facts, kind)
    if ear is not None:
        found, facts = second_look(facts, found, kind, ear)
    if may_cancel and found.only_withdrawn:
        kind = Kind.CANCEL
    found = _audited(found, facts, kind)
    if kind is Kind.CANCEL:
        found = both_gone(found, facts, analysis.letter)
    return in_full(found, analysis.letter)


def by_rules(facts: Facts, kind: Kind) -> People:
    """Who comes and who does not, by the rules alone."""
    if kind is Kind.CANCEL:
        return cancelled(facts)
    if kind is Kind.CHANGE:
        return changed(facts)
    return _registered(facts)


def _audited(found: People, facts: Facts, kind: Kind) -> People:
    """The findings with the doubts that the text leaves."""
    named = tuple(p.name for p in found.people if p.name)
    withdrawn = tuple(f.value for f in found.withdrawn)
    subject = facts.said_in_subject.totals
    listed = () if facts.listed.count is None else (facts.listed.count,)
    organisations = {i for o in facts.organisations for i in range(o.first, o.last + 1)}
    outcome = Outcome(
        kind=kind,
        named=named,
        withdrawn=withdrawn,
        headcount=found.headcount.value,
        sender=facts.sender.name,
        known=(
            facts.sender.name,
            *named,
            *withdrawn,
            *facts.organisers,
            *(m.name for m in facts.mentions if m.says is not Says.NOTHING or m.relation or m.told or m.source),
            *(o.name for o in facts.organisations),
        ),
        explained=facts.listed.tokens | facts.greeting | organisations,
        mentions=tuple(facts.mentions),
        crowd=facts.crowd,
        totals=(*facts.crowd.totals, *subject, *listed),
        listed=bool(facts.listed_mentions),
        rows=tuple(m.name for m in facts.listed_mentions),
    )
    codes = {d.code for d in found.doubts}
    more = tuple(d for d in doubts_of(facts.body, outcome) if d.code not in codes)
    if kind is Kind.CANCEL and facts.listed_mentions and found.withdrawn and only_writer(facts):
        more = (*more, Doubt("unclear_who", tuple(m.span for m in facts.listed_mentions)))
    return replace(found, doubts=(*found.doubts, *more))


def _registered(facts: Facts) -> People:
    doubts: list[Doubt] = []
    listed = [m for m in facts.listed_mentions if m.answer is not False and not behind_a_clerks_label(facts.body, m)]
    gone = swapped(facts, in_turn=False)
    others = [m for m in facts.mentions if _comes(m, facts) and m.first not in gone]
    in_list = any(is_sender(facts.sender, m) for m in listed)
    chosen: list[Mention]
    included: bool
    if listed:
        included = in_list or (not facts.listed.strict and facts.stance.comes is True and facts.stance.strong)
        if not in_list and _list_is_full(facts, len(listed)) and not _come_with_writer(facts):
            included = False
        if facts.functional and not in_list and not (facts.stance.beside and facts.contact.name):
            included = False
        if any(m.answer is False and is_sender(facts.sender, m) for m in facts.listed_mentions):
            included = False
        chosen = [
            replace(facts.sender, emails=m.emails, organisation=m.organisation, phone=m.phone, span=m.span)
            if is_sender(facts.sender, m)
            else m
            for m in listed
        ]
        row_of_self = _row_of_self(facts.body)
        if row_of_self is not None and not in_list:
            included = True
            chosen.append(facts.sender)
        elif included and not in_list:
            below = max(facts.listed.tokens, default=0) < facts.sender_at < len(facts.body.tokens)
            chosen.insert(len(chosen) if below else 0, facts.sender)  # "…: Anna Weber, Tom Roth. Ich komme auch."
        known = [m.name for m in chosen]
        if not facts.listed.strict:
            chosen += [m for m in others if m.relation and not any(names.same_person(m.name, k) for k in known)]
    else:
        crowd = facts.crowd.extra
        if not others:
            included = True
            if facts.stance.comes is False and facts.stance.strong:
                included = not crowd
                if included and not _also_comes(facts.body):
                    doubts.append(Doubt("unclear_who"))  # "I can't come", and nobody else is named
        elif facts.stance.comes is None:
            included = (
                not (facts.functional or facts.contact.secretary)
                and any(m.relation in {"colleague", "friend", "assistant"} for m in others)
                and not any(Cue.TITLE in m.cues for m in others)
            )
            if included and all(m.clause and m.says is Says.COMING for m in others):
                included = False  # "unsere Auszubildende Jasmin Kirsch möchte teilnehmen"
            elif included:
                doubts.append(Doubt("unclear_who", tuple(m.span for m in others)))
        else:
            included = facts.stance.comes
        if included and not facts.stance.strong and len(others) in facts.crowd.totals and not crowd:
            included = False  # "two people will join: …": they are named, and the writer is none of them
        if others and facts.functional and not facts.sender.name:
            included = False  # an office without a person's name comes nowhere
        chosen = [m for m in others if m.first < facts.sender_at]
        if included:
            chosen.append(facts.sender)
        chosen += [m for m in others if m.first >= facts.sender_at]
    if either := _alternatives(chosen, facts):
        doubts.append(Doubt("unclear_who", tuple(m.span for m in either)))
    people = persons(chosen, facts)
    number = len(people) + facts.crowd.extra + (facts.listed.along or 0)
    total = facts.crowd.total if facts.crowd.total is not None else facts.listed.count
    if facts.listed.along is not None:  # "Teilnehmende: 1, Begleitpersonen: 2"
        total = max(facts.listed.count or 0, number)
    elif facts.listed.count is not None:
        total = max(facts.listed.count, total or 0)
    subject_total = facts.said_in_subject.total
    if total is None and subject_total is not None and subject_total > 1:
        total = subject_total
    if number in {*facts.crowd.totals, facts.listed.count, subject_total}:
        total = number
    evidence = facts.listed.fields + facts.crowd.evidence + tuple(s for p in people for s in p.evidence[:1])
    confidence = 0.95
    if total is not None:
        if total >= len(people):
            if not listed or total != number:
                number = total if (total >= number or facts.crowd.extra == 0 or total > 1) else number
        else:
            number = len(people)
            if total > 1:
                confidence = 0.5
                doubts.append(Doubt("unclear_count", facts.crowd.evidence))
    if facts.crowd.vague and (total is None or total < 2):
        doubts.append(Doubt("unclear_count", facts.crowd.evidence))
        confidence = 0.4
    if not people:
        people = (Person(None, facts.sender_email),)
        number = max(number, 1)
    if any(p.name is None for p in people):
        doubts.append(Doubt("unclear_who"))
    return People(people, Found(max(number, 1), confidence, evidence), (), tuple(doubts))


_OR = frozenset("oder or ou o lub albo или або чи veya ili nebo sau أو یا oppure".split())


def _alternatives(chosen: list[Mention], facts: Facts) -> list[Mention]:
    """ "Entweder Anna Weber oder Lea Roth": one of the two comes, and nobody knows which."""
    tokens = facts.body.tokens
    for one, other in pairwise(m for m in chosen if m.clause is not None and 0 <= m.first < len(tokens)):
        between = [tokens[i].folded for i in range(one.last + 1, other.first) if tokens[i].kind == "word"]
        if 0 < len(between) <= 3 and between[0] in _OR:
            return [one, other]
    return []


def _also_comes(scene: Scene) -> bool:
    """Beside "I can't …" a clause that puts the writer on the list: for another event, or this time."""
    return any(
        says(scene, c) is Says.COMING
        and scene.any(range(c.first, c.last + 1), "self_i", "self_me", "self_we", "self_us")
        for c in scene.text.clauses
        if c.first in scene.own_set
    )


def _row_of_self(scene: Scene) -> int | None:
    """ "- mich", "3. ich selbst": the writer as a row of the list."""
    for line in scene.lines:
        if not line.own or not scene.bullet(line.text):
            continue
        words = [i for i in range(line.first, line.last) if scene.tokens[i].kind == "word"]
        while words and scene.has(words[0], "joins", "further") and not scene.has(words[0], "self_i", "self_me"):
            words = words[1:]  # "- und ich"
        if not words or not scene.has(words[0], "self_i", "self_me"):
            continue
        behind = scene.tokens[words[0] + 1].text if words[0] + 1 < len(scene.tokens) else ""
        if len(words) <= 3 or behind in {"(", ","}:
            return words[0]
    return None


def _list_is_full(facts: Facts, rows: int) -> bool:
    """The mail says a number and the list has as many."""
    total = facts.crowd.total or facts.listed.count
    return total is not None and total == rows


def _only_sends(mention: Mention, facts: Facts) -> bool:
    """ "Im Namen unseres Vorstands, Herrn Weber, danke ich. Er schickt drei: …": others are said to come."""
    before = list(facts.body.words_before(mention.first, 4)) if mention.first < len(facts.body.tokens) else []
    return any(facts.body.behalf(b) for b in before) and any(m.says is Says.COMING for m in facts.mentions)


def _come_with_writer(facts: Facts) -> bool:
    """ "Ich möchte teilnehmen, zusammen mit zwei Frauen: …": the number is of those beside the writer."""
    scene = facts.body
    return facts.stance.strong and any(
        scene.has(b, "accompanied")
        for span in facts.crowd.evidence
        for i, t in enumerate(scene.tokens)
        if t.start == span.start
        for b in scene.words_before(i, 1)
    )


def _put_on_the_list(mention: Mention, scene: Scene) -> bool:
    """ "Mein Enkel Jonas Weber bat mich, ihn anzumelden": who wants an own seat is no child brought along."""
    if mention.clause is None or len(names.parts(mention.name)) < 2:
        return False
    behind = [c for c in scene.sentences[mention.clause.sentence] if c.first > mention.last]
    return any(
        scene.any(range(c.first, c.last + 1), "enrol", "register")
        and scene.any(range(c.first, c.last + 1), "third")
        and says(scene, c) is Says.COMING
        for c in behind
    )


def _comes(mention: Mention, facts: Facts) -> bool:
    """Is somebody who is mentioned a participant?"""
    if mention.relation == "child" and not facts.body.text.of("seat"):
        return _put_on_the_list(mention, facts.body)
    if mention.says is Says.NOT_COMING or mention.source:
        return False
    if mention.answer:
        return True
    if mention.says is Says.NOTHING and _only_sends(mention, facts):
        return False
    if only_mentioned(facts, mention) or behind_a_clerks_label(facts.body, mention):
        return False
    if mention.clause is not None and mention.cues == {Cue.GIVEN} and not mention.also and " " not in mention.name:
        return says(facts.body, mention.clause) is Says.COMING  # not "zwischen Tür und Angel"
    if mention.clause is None:  # in the subject
        return bool(mention.cues & {Cue.TITLE, Cue.RELATION, Cue.ADDRESS, Cue.GIVEN}) and not facts.mentions_in_body
    inside = range(mention.clause.first, mention.clause.last + 1)
    coming = facts.body.any(inside, "come", "attend", "accept", "enrol", "register", "bring")
    asked = facts.body.any(inside, "self_me") and any(
        facts.body.has(i, "enrol")
        for c in facts.body.sentences[mention.clause.sentence]
        for i in range(c.first, c.last + 1)
    )
    if mention.told and not coming and not asked:
        return False
    if mention.says is Says.NOTHING:
        own = complete(facts.body, mention.clause) and not beside_self(facts.body, mention.first, mention.last)
        if own and mention.cues <= {Cue.GIVEN, Cue.JOINED}:
            return False  # "Mehmet und Gisela haben verloren"
        if any(place >= _IN_SUBJECT for place in mention.also):
            return True  # "Anmeldung Anna Weber", and below what she needs
        lonely = len(facts.mentions) == 1 and not mention.told
        writer = facts.stance.comes and facts.stance.strong
        return bool(mention.cues & {Cue.CALLED, Cue.LISTED, Cue.JOINED, Cue.RELATION, Cue.ADDRESS}) or (
            lonely and not writer
        )
    return True
