"""What the writer wants: one table of named rules over the facts of the sentences.

The first rule that fits gives the kind, how sure it is and what a person should know; its name is `Reading.why`.
The rules stand in rules_aside.py and rules_wish.py; each returns None where it does not fit.
"""

from __future__ import annotations

import re

from mailreg.model.mail import Span
from mailreg.model.reading import Doubt, Kind
from mailreg.understand.facts import Facts
from mailreg.understand.rules_aside import (
    after_the_event,
    bulk_content,
    business_offer,
    complaint,
    confirms_to_us,
    from_an_organiser,
    glad_of_confirmation,
    invites_us,
    machine_is_certain,
    machine_unless_a_human_registers,
    names_our_event,
    not_to_us,
    nothing_of_ours,
    nothing_said,
    nothing_ties_it,
    off_the_list,
    other_event,
    passed_around,
    press,
    reader_comes,
    report,
    spam,
    speaks_to_a_robot,
    thanks_afterwards,
    thanks_or_talk,
    to_somebody_else,
    works_with_us,
)
from mailreg.understand.rules_wish import (
    answers_us,
    asks_about_event,
    cancellation,
    change_of_registration,
    comes,
    comes_after_all,
    comes_otherwise,
    corrects_something,
    explicit_registration,
    in_place_of_somebody,
    needs_for_our_event,
    not_yet,
    perhaps_ours,
    refusal,
    registration_as_heading,
    replacement,
    says_yes,
    table_of_people,
    undecided,
    wishes,
)
from mailreg.understand.tie import PROVEN
from mailreg.understand.verdict import Rule, Verdict


def decide(facts: Facts) -> Verdict:
    """The first rule that fits, with the doubts that hold whatever the kind."""
    verdict = next(v for rule in _RULES if (v := rule(facts)) is not None)
    if verdict.kind is Kind.UNRELATED and verdict.rule not in _FIRM:
        verdict = _second_look(facts, verdict)
    doubts = list(verdict.doubts)

    def doubt(code: str, spans: tuple[Span, ...]) -> None:
        if all(d.code != code for d in doubts):
            doubts.append(Doubt(code, spans[:3]))

    ours = verdict.kind in {Kind.REGISTER, Kind.CANCEL, Kind.CHANGE, Kind.QUESTION}
    if facts.perhaps_not and verdict.kind in {Kind.CANCEL, Kind.CHANGE, Kind.QUESTION}:
        doubt("undecided", facts.perhaps_not)
    if ours and verdict.kind is not Kind.QUESTION:
        if facts.event.doubt is not None and facts.event.event.value is None:
            doubt("unclear_event", facts.event.doubt.evidence)
        if facts.event.mixed and verdict.kind is Kind.REGISTER:
            doubt("contradictory", facts.event.mixed)
        if facts.only_if or facts.condition:
            doubt("conditional", facts.only_if or facts.condition)
        if verdict.kind is Kind.REGISTER and (facts.busy or (facts.thread_busy and not facts.register)):
            doubt("competing", facts.busy)
        if facts.turned and (verdict.kind is Kind.REGISTER or not set(facts.turned) <= set(facts.cancel)):
            doubt("contradictory", facts.turned)
        if verdict.kind is Kind.REGISTER and facts.rumour:
            doubt("unclear_who", facts.rumour)
        if verdict.kind is Kind.REGISTER and facts.twice:
            doubt("competing", facts.twice)
        if verdict.kind is Kind.REGISTER and facts.hesitates:
            doubt("undecided", facts.hesitates)
        if facts.sign("unknowing") and verdict.kind is Kind.REGISTER:
            doubt("unknowing", facts.signs["unknowing"])
        if len(set(facts.signs.get("complaint", ()))) >= 2:
            doubt("complaint", facts.signs["complaint"])
        if facts.sign("press") >= 2:
            doubt("press", facts.signs["press"])
    if ours and (
        _scripted(facts.letter.subject)
        or _scripted(facts.letter.sender.name or "")
        or _SCRIPT.search(facts.letter.body[:20_000])
    ):
        doubt("suspicious", ())
    if ours and facts.sign("robot"):
        doubt("suspicious", facts.signs["robot"])
    return Verdict(verdict.kind, verdict.confidence, verdict.rule, verdict.evidence, tuple(doubts))


# Rules that put a mail aside for good; what the others put aside is looked at once more.
_FIRM = frozenset(
    """not_to_us glad_of_confirmation from_an_organiser other_event thanks_afterwards works_with_us
    confirms_to_us""".split()
)


def _second_look(f: Facts, verdict: Verdict) -> Verdict:
    """A mail that names our event and in which somebody wishes something is never put aside by a rule of thumb."""
    wish = f.register or f.cancel or f.undecided or f.not_yet or f.asks_to_come or f.attend or f.noun or f.question
    if not wish or max(f.tie, f.mention) < PROVEN or not f.may_be_ours or f.letter.spam:
        return verdict
    kind = Kind.CANCEL if f.cancel else Kind.REGISTER if f.act and not f.question else Kind.QUESTION
    return Verdict(kind, 0.5, "second_look:" + verdict.rule, wish, (Doubt("competing", wish[:2]),))


_SCRIPT = re.compile(r"<script\b|\bonerror\s*=", re.IGNORECASE)
_INJECTED = re.compile(
    r"<script\b|\bonerror\s*=|[\r\n]\s*(?:bcc|cc|to)\s*:|^[^\n]{0,200}\b(?:bcc|x-[a-z-]{3,20}):\s*\S", re.IGNORECASE
)


def _scripted(text: str) -> bool:
    """A script, or header lines where a name or a subject should be."""
    return bool(_INJECTED.search(text[:20_000]))


_RULES: tuple[Rule, ...] = (
    machine_is_certain,
    machine_unless_a_human_registers,
    bulk_content,
    not_to_us,
    speaks_to_a_robot,
    spam,
    nothing_said,
    off_the_list,
    to_somebody_else,
    from_an_organiser,
    complaint,
    confirms_to_us,
    invites_us,
    other_event,
    business_offer,
    press,
    report,
    works_with_us,
    thanks_afterwards,
    after_the_event,
    not_yet,
    nothing_ties_it,
    comes_after_all,
    replacement,
    in_place_of_somebody,
    comes_otherwise,
    change_of_registration,
    cancellation,
    undecided,
    glad_of_confirmation,
    refusal,
    reader_comes,
    answers_us,
    passed_around,
    explicit_registration,
    comes,
    registration_as_heading,
    table_of_people,
    says_yes,
    needs_for_our_event,
    asks_about_event,
    wishes,
    corrects_something,
    thanks_or_talk,
    names_our_event,
    perhaps_ours,
    nothing_of_ours,
)
