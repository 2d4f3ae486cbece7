"""What an answer says, in one language: every sentence worded, nothing laid out."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from mailreg.compose import clean
from mailreg.compose.voice import Voice
from mailreg.model.mail import Address
from mailreg.model.outgoing import Purpose
from mailreg.model.reading import NeedKind
from mailreg.model.registration import Event, Participant, Registration, Status

NOTED = (NeedKind.ACCESSIBILITY, NeedKind.CHILDCARE, NeedKind.DIET)


@dataclass(frozen=True)
class Row:
    """A label and what stands beside it, one or more lines."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """The parts of an answer, from top to bottom. In HTML every text is Markup that is already escaped."""

    language: str
    direction: str  # "ltr" or "rtl"
    heading: str
    greeting: str
    opening: str
    title: str
    subtitle: str
    facts: tuple[Row, ...]  # when, where, who, seats
    notes: tuple[Row, ...]  # needs and the open question
    hints: tuple[str, ...]  # how to change or cancel (always the first); names to send; what the attachment is
    regards: str
    sender: tuple[str, ...]  # name, organisation
    written_by: str
    privacy_title: str
    privacy: tuple[str, ...]


def write_page(
    voice: Voice,
    purpose: Purpose,
    registration: Registration,
    event: Event,
    *,
    to: Address,
    sender: Address,
    organisation: str | None,
    privacy_url: str | None,
    open_question: bool,
    held: bool,
) -> Page:
    """The answer's words. `purpose` is CONFIRM, CHANGED or CANCELLED."""
    purpose = told_as(purpose, registration, to)
    cancelled = purpose is Purpose.CANCELLED
    leaves = leaves_calendar(purpose, registration, to)
    name = _writer(registration, to)
    sender_name = clean.name(sender.name)
    responsible = clean.one_line(organisation or "") or sender_name or sender.email
    signed = dict.fromkeys(filter(None, (sender_name, clean.one_line(organisation or ""))))
    privacy = [voice.say("privacy.body", responsible=responsible, email=sender.email)]
    if not cancelled and _others(registration, to):
        privacy.append(voice.say("privacy.others"))
    if privacy_url:
        anchor = Markup('<a href="{0}" style="color:#14645a;">{0}</a>').format(privacy_url)
        privacy.append(voice.say("privacy.link", url=anchor if voice.html else privacy_url))
    return Page(
        language=voice.words.language,
        direction="rtl" if voice.words.rtl else "ltr",
        heading=voice.say(f"heading.{purpose}"),
        greeting=voice.say("greeting.named", name=name) if name else voice.say("greeting.plain"),
        opening=voice.say(f"opening.{purpose}"),
        title=voice.value(clean.one_line(event.title)),
        subtitle=voice.value(clean.one_line(event.subtitle)),
        facts=tuple(_facts(voice, purpose, registration, event, to)),
        notes=() if cancelled else tuple(_notes(voice, registration, event, open_question)),
        hints=tuple(_hints(voice, registration, cancelled=cancelled, leaves=leaves)),
        regards=voice.say("closing.regards"),
        sender=tuple(voice.value(part) for part in signed) or (voice.value(sender.email),),
        written_by=voice.say("closing.read" if held else "closing.automatic"),
        privacy_title=voice.say("privacy.title"),
        privacy=tuple(privacy),
    )


def told_as(purpose: Purpose, registration: Registration, to: Address) -> Purpose:
    """What happened, as the one who gets the mail sees it: a cancellation after which others of their registration
    still come is a change; a change after which nobody comes is a cancellation."""
    if purpose is Purpose.CONFIRM:
        return purpose
    gone = [p for p in registration.people if p.status is Status.CANCELLED]
    if registration.status is Status.CANCELLED or len(gone) == len(registration.people):
        return Purpose.CANCELLED
    # Only the contact is told who else still comes.
    mine = to.email.lower() == registration.contact.email.lower()
    return Purpose.CHANGED if purpose is Purpose.CHANGED or (gone and mine) else Purpose.CANCELLED


def leaves_calendar(purpose: Purpose, registration: Registration, to: Address) -> bool:
    """Does the one who gets the mail no longer come?"""
    own = [p for p in registration.people if (p.email or "").lower() == to.email.lower()]
    replaced = bool(own) and all(p.status is Status.CANCELLED for p in own)
    return replaced or told_as(purpose, registration, to) is Purpose.CANCELLED


def _hints(voice: Voice, registration: Registration, *, cancelled: bool, leaves: bool) -> list[str]:
    calendar = voice.say("calendar.removed" if leaves else "calendar.attached")
    if cancelled:
        return [voice.say("reply.rejoin"), calendar]
    missing = any(clean.name(p.name) is None for p in registration.people if p.status is not Status.CANCELLED)
    return [
        voice.say("reply.change"),
        *([voice.say("reply.names")] if missing else []),
        calendar,
    ]


def _facts(voice: Voice, purpose: Purpose, registration: Registration, event: Event, to: Address) -> list[Row]:
    gone = [p for p in registration.people if p.status is Status.CANCELLED]
    coming = [p for p in registration.people if p.status is not Status.CANCELLED]
    rows = [Row(voice.say("label.when"), (voice.span(event.start, event.end, event.timezone),))]
    place = [clean.one_line(part) for part in (event.venue, event.street, f"{event.postcode} {event.city}")]
    if any(place):
        rows.append(Row(voice.say("label.where"), tuple(voice.value(part) for part in place if part)))
    if purpose is Purpose.CANCELLED:
        mine = [p for p in gone if (p.email or "").lower() == to.email.lower()]
        if coming and mine:  # somebody leaves another's registration: the others are none of their business
            gone = mine
        rows.append(Row(voice.say("label.withdrawn"), _names(voice, gone or coming)))
        return rows
    rows += [
        Row(voice.say("label.who"), _names(voice, coming)),
        Row(voice.say("label.seats"), (voice.value(registration.seats),)),
    ]
    if gone and purpose is Purpose.CHANGED:
        rows.append(Row(voice.say("label.withdrawn"), _names(voice, gone)))
    return rows


def _names(voice: Voice, people: list[Participant]) -> tuple[str, ...]:
    names = [name for p in people if (name := clean.name(p.name))]
    unnamed = len(people) - len(names)
    lines = [voice.value(name) for name in names]
    if unnamed:
        lines.append(voice.count("companions" if names else "unnamed", unnamed))
    return tuple(lines)


def _notes(voice: Voice, registration: Registration, event: Event, open_question: bool) -> list[Row]:
    details: dict[NeedKind, list[str]] = {}
    for need in registration.needs:
        details.setdefault(need.kind, []).append(need.detail)
    rows = []
    if NeedKind.TRAVEL_COSTS in details:
        key = "needs.travel_costs" if event.travel_costs else "needs.travel_costs_none"
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
    for kind in NOTED:
        if kind in details:
            said = ", ".join(dict.fromkeys(filter(None, map(clean.words, details[kind]))))
            text = voice.say("needs.noted_detail", detail=said) if said else voice.say("needs.noted")
            rows.append(Row(voice.say(f"label.{kind}"), (text,)))
    if open_question:
        rows.append(Row(voice.say("label.question"), (voice.say("needs.question"),)))
    return rows


def _writer(registration: Registration, to: Address) -> str | None:
    """The name to greet: of the registered person who gets the mail; nobody's if that is not certain."""
    own = [p for p in registration.people if p.email and p.email.lower() == to.email.lower() and p.name]
    display = clean.name(to.name)
    same = [p for p in registration.people if display and clean.name(p.name) == display]
    found = (own or same)[:1]
    return clean.name(found[0].name) if len(own) <= 1 and found else None


def _others(registration: Registration, to: Address) -> bool:
    """Does the registration hold people beside the one who gets the mail?"""
    return registration.seats > 1 or _writer(registration, to) is None
