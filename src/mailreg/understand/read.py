"""Letter → Reading: free text in, the right registration out, with the words that prove it.

The order: tokens, clauses and concepts (text), the event (event), what is asked for (needs), the facts and the rule
that gives the kind (intent), who comes (people). Nothing here knows a word of any language: the lexicons do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mailreg.lexicon.fold import words_of
from mailreg.lexicon.load import load_lexicons
from mailreg.lexicon.match import Lexicons
from mailreg.model.mail import Letter, MachineKind, Span
from mailreg.model.reading import Doubt, Found, Kind, Reading
from mailreg.model.registration import Event
from mailreg.understand.answers import answers_something_else, as_a_form
from mailreg.understand.boxes import without_empty
from mailreg.understand.event import EventFinding, find_event, settled
from mailreg.understand.event_hints import told_apart
from mailreg.understand.facts import LONG_MAIL, Facts
from mailreg.understand.gather import gather
from mailreg.understand.glance import put_aside, sounds_like_ours
from mailreg.understand.handling import weigh_handling
from mailreg.understand.intent import decide
from mailreg.understand.language import letter_language, words_of_tokens
from mailreg.understand.little_known import LITTLE_KNOWN, is_foreign, little_known
from mailreg.understand.needs import find_needs
from mailreg.understand.opinion import (
    Opinion,
    form,
    some_stay_away,
    weigh_kind,
    weigh_needs,
    weigh_question,
    with_needs,
)
from mailreg.understand.people import find_people
from mailreg.understand.rivals import with_rivals
from mailreg.understand.scope import Statement, own_statements, thread_statements
from mailreg.understand.settled_languages import settle_languages
from mailreg.understand.text import Analysis, analyse, take_apart
from mailreg.understand.tokens import tokenise
from mailreg.understand.verdict import Verdict

_COVER_NOTE = 60  # words that a forwarded registration is sent on with
_ASKS = frozenset({"press", "complaint"})  # rules whose mails want an answer, whatever their form
_OURS = frozenset({Kind.REGISTER, Kind.CANCEL, Kind.CHANGE, Kind.QUESTION})


def read(letter: Letter, events: Sequence[Event], moment: datetime, lexicons: Lexicons | None = None) -> Reading:
    """Everything understood of one letter. `events`: all events known, open or over; `moment`: when the letter was
    written (aware). Never raises for what a letter holds."""
    words = lexicons or load_lexicons()
    if letter.machine is not None and letter.machine.certain and letter.machine.kind is not MachineKind.CALENDAR:
        # Nothing that a machine says matters: recognised early and cheaply.
        start = words_of_tokens(letter, tokenise(letter.body[:2000]), tokenise(letter.subject[:200]))
        language = letter_language(letter, start, words.function_words)
        return Reading(Found(Kind.AUTOMATIC, 0.99), language, Found(None), why="machine_is_certain")
    pieces = take_apart(letter, words)
    aside = put_aside(letter, pieces, events, words)
    if aside is not None and not sounds_like_ours(letter, pieces):
        return aside
    analysis = analyse(letter, words, pieces=pieces)
    if (filled := as_a_form(analysis)) is not None:
        analysis = analyse(filled, words)
    facts, verdict, opinion = judge(analysis, events, moment)
    if (unknown := little_known(analysis, facts, verdict, words)) is not None:
        verdict = replace(verdict, doubts=(*verdict.doubts, unknown))
    held = analysis.cut
    if verdict.kind in _OURS and is_foreign(analysis, words):
        verdict = replace(verdict, doubts=(*verdict.doubts, Doubt(LITTLE_KNOWN)))
        held = True
    if verdict.kind is Kind.CANCEL and answers_something_else(analysis, verdict.evidence):
        verdict = replace(verdict, doubts=(*verdict.doubts, Doubt("competing", verdict.evidence[:2])))
        held = True
    if verdict.kind in {Kind.CANCEL, Kind.CHANGE} and facts.answers_another:
        verdict = replace(verdict, doubts=(*verdict.doubts, Doubt("competing", verdict.evidence[:2])))
        held = True
    if facts.cancel and facts.two_events:  # not to one, and perhaps to the other
        verdict = replace(verdict, doubts=(*verdict.doubts, Doubt("unclear_event", facts.cancel[:2])))
        held = True
    if (boxes := _contradict(facts, verdict)) is not None:
        verdict = replace(verdict, doubts=(*verdict.doubts, Doubt("contradictory", boxes)))
        held = True
    if analysis.forwarded is not None and _may_be_passed_on(facts, verdict):
        passed = _passed_on(analysis.forwarded, events, moment)
        if passed is not None:
            inner, inside, found, inner_opinion = passed
            event = inside.event if inside.event.event.value else facts.event
            told = Verdict(
                found.kind, min(found.confidence, 0.85), "passed_on:" + found.rule, found.evidence, found.doubts
            )
            reading = reading_of(inner, inside, told, event, events, inner_opinion, inner.language)
            return with_rivals(weigh_handling(inner_opinion, reading, held=inner.cut), inner_opinion)
    if analysis.forwarded is not None and verdict.kind is Kind.REGISTER and facts.forward:
        inside, found, _ = judge(analysis.forwarded, events, moment)
        if _registers_too(analysis.forwarded, inside, found, events, facts) and not _same_writer(
            analysis.forwarded.letter, letter
        ):
            # "I am coming, and so is he, see below": who of the two has a seat, a person must see
            verdict = replace(verdict, doubts=(*verdict.doubts, Doubt("unclear_who", found.evidence[:1])))
            held = True
    reading = reading_of(analysis, facts, verdict, facts.event, events, opinion, analysis.language)
    if aside is not None and reading.kind.value not in _OURS:
        return aside
    open_yet = bool(facts.perhaps_not or facts.rumour or facts.twice) and bool(reading.doubts)
    return with_rivals(weigh_handling(opinion, reading, held=held or open_yet), opinion)


def _contradict(facts: Facts, verdict: Verdict) -> tuple[Span, ...] | None:
    """A form that says yes and no, or neither; a mail that only names our event, and why somebody stays away."""
    if facts.sign("ticked_none"):
        return facts.signs["ticked_none"]
    if verdict.kind is Kind.REGISTER and verdict.rule == "names_our_event" and facts.weak_cancel:
        return facts.weak_cancel
    said_no = facts.sign("ticked_no") and (facts.sign("ticked_yes") or verdict.rule == "ticked_no")
    return facts.signs["ticked_no"] if said_no else None


def _passed_on(
    inner: Analysis | None, events: Sequence[Event], moment: datetime
) -> tuple[Analysis, Facts, Verdict, Opinion | None] | None:
    """The registration in a forwarded mail; where that one was sent on, too, by somebody who says nothing of their own,
    the one below it."""
    best = None
    while inner is not None:
        inside, found, opinion = judge(inner, events, moment)
        if _is_passed_on(inner, inside, found, events):
            best = inner, inside, found, opinion
        if best is not None and not _may_be_passed_on(inside, found):
            break
        inner = inner.forwarded
    return best


def _registers_too(inner: Analysis, inside: Facts, found: Verdict, events: Sequence[Event], outer: Facts) -> bool:
    """Does the forwarded mail want a seat of its own, beside the one of the writer who sends it on?"""
    asks = found.kind is Kind.QUESTION and bool(outer.sign("pass_on"))
    return _is_passed_on(inner, inside, found, events) or (
        asks and inner.letter.sender.email not in _addresses(events) and not inside.sign("invite")
    )


def _same_writer(one: Letter, other: Letter) -> bool:
    return not one.sender.email or one.sender.email == other.sender.email


def _is_passed_on(inner: Analysis, facts: Facts, verdict: Verdict, events: Sequence[Event]) -> bool:
    """Is the forwarded mail a registration, and no invitation of the organisers'?"""
    if verdict.kind not in {Kind.REGISTER, Kind.CANCEL, Kind.CHANGE} or verdict.rule in {"names_our_event", "wishes"}:
        return False
    return inner.letter.sender.email not in _addresses(events) and not (facts.sign("invite") and not facts.register)


def _may_be_passed_on(facts: Facts, verdict: Verdict) -> bool:
    """Is the forwarded mail the message? Not where the writer says what they themselves want."""
    if verdict.kind is Kind.AUTOMATIC:
        return False
    return (
        verdict.kind is Kind.UNRELATED
        or not (facts.register or facts.attend or facts.cancel)
        or bool(facts.sign("pass_on"))
        or (verdict.kind in {Kind.CANCEL, Kind.CHANGE} and facts.forward and facts.words <= _COVER_NOTE)
        or (facts.forward and facts.words <= _COVER_NOTE and not facts.speaks_for_self)
    )


def judge(analysis: Analysis, events: Sequence[Event], moment: datetime) -> tuple[Facts, Verdict, Opinion | None]:
    """The facts of a mail, and its kind by rules and model together."""
    statements, facts, verdict = by_rules(analysis, events, moment)
    opinion = form(statements, facts, verdict)
    verdict = weigh_kind(opinion, verdict, facts)
    opinion = with_needs(opinion, facts.needs, verdict.kind)
    needs = weigh_needs(opinion, facts.needs)
    needs = settle_languages(needs, verdict.kind, statements, analysis.language)
    return facts if needs == facts.needs else replace(facts, needs=needs), verdict, opinion


def by_rules(
    analysis: Analysis, events: Sequence[Event], moment: datetime
) -> tuple[tuple[Statement, ...], Facts, Verdict]:
    """The writer's sentences, what is found in them, and the kind by the rules alone."""
    statements = own_statements(analysis)
    event = told_apart(settled(find_event(analysis, events, moment), statements), statements, events, moment)
    thread = thread_statements(analysis)
    needs = find_needs(statements, thread, event.event.evidence)
    chosen = next((e for e in events if e.id == event.event.value), None)
    over = moment >= chosen.end if chosen is not None else bool(events) and all(moment >= e.end for e in events)
    organisers = frozenset(" ".join(words_of(name)) for e in events for name in e.organisers)
    facts = gather(
        analysis.letter,
        event,
        statements,
        thread,
        needs,
        over=over,
        only=sum(1 for e in events if e.open_at(moment)) == 1,
        own_address=_addresses(events),
        organisers=organisers,
    )
    return without_empty(statements), facts, _by_boxes(facts, decide(facts))


def _by_boxes(facts: Facts, verdict: Verdict) -> Verdict:
    """ "Ich nehme teil: [ ] ja [x] nein": a form says no with a box, whatever its words are."""
    if not facts.sign("ticked_no") or facts.sign("ticked_yes") or verdict.kind is not Kind.REGISTER:
        return verdict
    no = facts.signs["ticked_no"]
    return Verdict(Kind.CANCEL, 0.5, "ticked_no", no, (Doubt("competing", no),))


def _addresses(events: Sequence[Event]) -> frozenset[str]:
    return frozenset(e.registration_email.lower() for e in events if e.registration_email)


def reading_of(
    source: Analysis,
    facts: Facts,
    verdict: Verdict,
    event: EventFinding,
    events: Sequence[Event],
    opinion: Opinion | None,
    language: Found[str],
) -> Reading:
    """Everything understood, before the second opinion on whether a person must look."""
    proof = facts.tie
    if not facts.act and verdict.kind is Kind.REGISTER and facts.words <= LONG_MAIL and not facts.two_events:
        proof = max(proof, facts.mention)  # no rule knows the words of the wish, so none can tell what they are tied to
    found_event = replace(event.event, confidence=min(event.event.confidence, proof))
    if (verdict.kind not in _OURS and not _names_it(event)) or _about_nothing(source, verdict):
        found_event = Found(None, event.event.confidence)
    kind = Found(verdict.kind, verdict.confidence, verdict.evidence[:4])
    if verdict.kind not in _OURS:
        return Reading(kind, language, found_event, doubts=verdict.doubts, why=verdict.rule)
    may_cancel = verdict.kind is Kind.CHANGE and not (facts.needs.asked or facts.replace)
    people = find_people(
        source, verdict.kind, tuple(events), opinion.ear() if opinion is not None else None, may_cancel=may_cancel
    )
    if may_cancel and people.only_withdrawn:
        verdict = some_stay_away(verdict)
        kind = replace(kind, value=verdict.kind, confidence=verdict.confidence)
    doubts = {d.code: d for d in (*verdict.doubts, *people.doubts)}
    if source.cut:
        doubts.setdefault("competing", Doubt("competing"))
    coming = verdict.kind in {Kind.REGISTER, Kind.CHANGE}
    if coming and facts.needs.unclear and facts.words <= LONG_MAIL:  # in long mails it belongs to another matter
        doubts.setdefault("competing", Doubt("competing", facts.needs.unclear[:2]))
    if coming and facts.needs.both:
        doubts.setdefault("contradictory", Doubt("contradictory", facts.needs.both[:2]))
    asks = verdict.kind is Kind.QUESTION and not {"press", "complaint"} & set(doubts)
    asked = facts.needs.asked if coming or asks else ()
    return Reading(
        kind=kind,
        language=language,
        event=found_event,
        people=people.people,
        headcount=people.headcount,
        withdrawn=people.withdrawn,
        needs=asked,
        withdrawn_needs=facts.needs.refused if verdict.kind is Kind.CHANGE else (),
        question=Found(
            weigh_question(opinion, _wants_an_answer(facts, verdict), verdict.kind), 0.85, facts.question[:3]
        ),
        doubts=tuple(doubts.values()),
        why=verdict.rule,
        remarks=people.remarks,
    )


def _wants_an_answer(facts: Facts, verdict: Verdict) -> bool:
    """Asks something, though a complaint or a receipt handed in may not have the form of a question."""
    if facts.question or verdict.rule in _ASKS:
        return True
    return verdict.rule == "after_the_event" and facts.sign("asking") > 0


def _names_it(event: EventFinding) -> bool:
    return (event.own or event.thread) and not event.hinted


def _about_nothing(source: Analysis, verdict: Verdict) -> bool:
    """Machines' mail names the event only as what it answers to; a calendar reply is itself about it."""
    machine = source.letter.machine
    return verdict.kind is Kind.AUTOMATIC and (machine is None or machine.kind is not MachineKind.CALENDAR)
