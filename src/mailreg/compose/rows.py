"""The rows of a mail, a label and what stands beside it: when, where, who, what was noted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from mailreg.compose import clean
from mailreg.compose.kinds import KINDS, is_contact, own_seats, shown
from mailreg.compose.voice import Voice
from mailreg.model.mail import Address
from mailreg.model.outgoing import Purpose
from mailreg.model.reading import NeedKind
from mailreg.model.registration import Event, EventFile, Participant, Registration, Status

NOTE_LINES = 30  # of the organisers' own words


@dataclass(frozen=True)
class Facts:
    """What a mail says beside registration and event.

    `open_question`: the mail asks something that a person must answer. `held`: a person looks at this answer before it
    goes out, and it says so. `before`: the event as it was (EVENT_CHANGED). `files`: what is attached.
    `registered_by`: who has registered, or withdrawn, the one who gets the mail (COMPANION, CANCELLED); the contact
    where it is None. `note`: the organisers' own words, e.g. why it was called off. `queue_place`: counted from 1."""

    open_question: bool = False
    held: bool = False
    before: Event | None = None
    files: tuple[EventFile, ...] = ()
    registered_by: str | None = None
    note: str = ""
    queue_place: int | None = None


@dataclass(frozen=True)
class Row:
    """A label and what stands beside it, one or more lines. `past`: it holds no longer. `own_lines`: the lines are no
    sentences of one paragraph, each stands for itself."""

    label: str
    lines: tuple[str, ...]
    past: bool = False
    own_lines: bool = False


def fact_rows(
    voice: Voice, purpose: Purpose, registration: Registration, event: Event, to: Address, facts: Facts
) -> list[Row]:
    """When, where, who, seats: the card of the mail. `purpose` as told_as gives it."""
    rows = list(_when_and_where(voice, event, facts.before if purpose is Purpose.EVENT_CHANGED else None))
    if purpose is Purpose.CLOSED and event.registration_deadline:
        rows.append(Row(voice.say("label.deadline"), (_day_and_time(voice, event.registration_deadline, event),)))
    people = shown(purpose, registration, to)
    gone = [p for p in people if p.status is Status.CANCELLED]
    coming = [p for p in people if p.status is not Status.CANCELLED]
    if KINDS[purpose].people == "gone":
        mine = [p for p in gone if p in own_seats(registration, to)]
        if coming and mine:  # somebody leaves another's registration: the others are none of their business
            gone = mine
        if gone or coming:
            rows.append(Row(voice.say("label.withdrawn"), _names(voice, gone or coming)))
    elif purpose is Purpose.EVENT_CANCELLED and len(coming) > 1:
        # Whoever has registered others must know whom to tell.
        rows.append(Row(voice.say("label.who"), _names(voice, coming)))
    elif KINDS[purpose].people == "coming":
        rows += _coming(voice, purpose, coming, facts)
        if gone and purpose is Purpose.CHANGED:
            rows.append(Row(voice.say("label.withdrawn"), _names(voice, gone)))
    return rows


def note_rows(
    voice: Voice, purpose: Purpose, registration: Registration, event: Event, to: Address, facts: Facts
) -> list[Row]:
    """The organisers' words, needs, the open question, what is attached. `purpose` as told_as gives it."""
    rows = []
    said = [line for line in map(clean.one_line, facts.note.splitlines()[:NOTE_LINES]) if line]
    if said:
        rows.append(Row(voice.say("label.note"), tuple(voice.value(line) for line in said), own_lines=True))
    if is_contact(registration, to) or registration.seats == 1 or purpose in {Purpose.CHANGED, Purpose.CONFIRM}:
        rows += _needs(voice, KINDS[purpose].needs, registration, event, facts.files)
    if facts.open_question and purpose not in {Purpose.QUESTION, Purpose.CANCELLED}:
        rows.append(Row(voice.say("label.question"), (voice.say("needs.question"),)))
    names = [name for file in facts.files if (name := clean.one_line(file.name, 80))]
    if names:
        rows.append(Row(voice.say("label.files"), tuple(voice.value(name) for name in names), own_lines=len(names) > 1))
    return rows


def _when_and_where(voice: Voice, event: Event, before: Event | None) -> Iterable[Row]:
    when = voice.span(event.start, event.end, event.timezone)
    yield Row(voice.say("label.when"), (when,))
    if before and (earlier := voice.span(before.start, before.end, before.timezone)) != when:
        yield Row(voice.say("label.before"), (earlier,), past=True)
    place = _place(voice, event)
    if place:
        yield Row(voice.say("label.where"), place)
    if before and (former := _place(voice, before)) and former != place:
        yield Row(voice.say("label.before"), former, past=True)


def _place(voice: Voice, event: Event) -> tuple[str, ...]:
    lines = map(clean.one_line, (event.venue, event.street, f"{event.postcode} {event.city}"))
    return tuple(voice.value(line) for line in lines if line)


def _coming(voice: Voice, purpose: Purpose, coming: Sequence[Participant], facts: Facts) -> Iterable[Row]:
    waiting = [p for p in coming if p.status is Status.WAITING]
    if purpose is Purpose.WAITING or len(waiting) == len(coming):
        waiting = []
    seated = [p for p in coming if p not in waiting] if waiting else list(coming)
    if seated:
        yield Row(voice.say("label.who"), _names(voice, seated))
    without = purpose is Purpose.WAITING or all(p.status is Status.WAITING for p in seated)  # no seat yet
    if purpose is not Purpose.COMPANION and not without:
        yield Row(voice.say("label.seats"), (voice.value(len(seated)),))
    if waiting:
        yield Row(voice.say("label.waiting"), _names(voice, waiting))
    if purpose is Purpose.WAITING and facts.queue_place:
        yield Row(voice.say("label.queue"), (voice.value(facts.queue_place),))


def _names(voice: Voice, people: Sequence[Participant]) -> tuple[str, ...]:
    names = [name for p in people if (name := clean.name(p.name))]
    unnamed = len(people) - len(names)
    lines = [voice.value(name) for name in names]
    if unnamed:
        lines.append(voice.count("companions" if names else "unnamed", unnamed))
    return tuple(lines)


def _needs(
    voice: Voice, kinds: Sequence[NeedKind], registration: Registration, event: Event, files: Sequence[EventFile]
) -> list[Row]:
    details: dict[NeedKind, list[str]] = {}
    for need in registration.needs:
        if need.kind in kinds:
            details.setdefault(need.kind, []).append(need.detail)
    rows = []
    if NeedKind.TRAVEL_COSTS in details:
        key = "needs.travel_costs" if event.travel_costs else "needs.travel_costs_none"
        if event.travel_costs and any(file.purpose == "travel_costs" for file in files):
            key = "needs.travel_costs_form"
        rows.append(Row(voice.say("label.travel_costs"), (voice.say(key),)))
    if NeedKind.INTERPRETING in details:
        codes = sorted({clean.one_line(code, 20) for code in details[NeedKind.INTERPRETING]} - {"und", ""})
        lines = []
        if codes:
            key = "needs.interpreting" if event.interpreting else "needs.interpreting_unplanned"
            lines.append(voice.say(key, languages=voice.languages(codes)))
        if not codes or set(details[NeedKind.INTERPRETING]) & {"und", ""}:
            lines.append(voice.say("needs.interpreting_unnamed"))
        rows.append(Row(voice.say("label.interpreting"), tuple(lines)))
    for kind in (NeedKind.ACCESSIBILITY, NeedKind.CHILDCARE, NeedKind.DIET):
        if kind in details:
            said = ", ".join(dict.fromkeys(filter(None, map(clean.words, details[kind]))))
            text = voice.say("needs.noted_detail", detail=said) if said else voice.say("needs.noted")
            rows.append(Row(voice.say(f"label.{kind}"), (text,)))
    return rows


def _day_and_time(voice: Voice, moment: datetime, event: Event) -> str:
    local = moment.astimezone(ZoneInfo(event.timezone))
    return voice.value(f"{voice.day(local.date())}, {local:%H:%M}")
