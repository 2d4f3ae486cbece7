"""What a mail to a participant says, in one language: every sentence worded, nothing laid out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from mailreg.compose import clean
from mailreg.compose.kinds import KINDS, Kind, calendar_method, is_contact, own_seats, told_as
from mailreg.compose.rows import Facts, Row, fact_rows, note_rows
from mailreg.compose.voice import Voice
from mailreg.model.mail import Address
from mailreg.model.outgoing import Purpose
from mailreg.model.registration import Event, Registration, Status


@dataclass(frozen=True)
class Page:
    """The parts of a mail, from top to bottom. In HTML every text is Markup that is already escaped."""

    language: str
    direction: str  # "ltr" or "rtl"
    subject: str  # where the mail is no answer, or the answered one has none
    heading: str
    greeting: str
    opening: str
    title: str
    subtitle: str
    facts: tuple[Row, ...]  # when, where, who, seats
    notes: tuple[Row, ...]  # the organisers' words, needs, the open question, files
    hints: tuple[str, ...]  # what comes next; how to change or cancel; names to send; what the calendar file is
    regards: str
    sender: tuple[str, ...]  # name, organisation
    written_by: str
    privacy_title: str
    privacy: tuple[str, ...]
    entry: str  # the description in the calendar


@dataclass(frozen=True)
class Signer:
    """Who signs, and who is responsible for the data."""

    sender: Address
    organisation: str | None
    privacy_url: str | None


def write_page(
    voice: Voice,
    purpose: Purpose,
    registration: Registration,
    event: Event,
    *,
    to: Address,
    signer: Signer,
    facts: Facts,
    now: datetime,
) -> Page:
    """The mail's words. `purpose` is one of ANSWERS and NOTICES."""
    told = told_as(purpose, registration, to)
    kind = KINDS[told]
    name = _writer(registration, to)
    title = voice.value(clean.one_line(event.title))
    subtitle = clean.one_line(event.subtitle)
    variant = _variant(told, event, facts, now)
    method = calendar_method(purpose, registration, to)
    heading = voice.say(f"{told}.heading{variant}")
    reply = voice.say(f"reply.{kind.reply}")
    organisation = clean.one_line(signer.organisation or "")
    signed = dict.fromkeys(filter(None, (clean.name(signer.sender.name), organisation)))
    return Page(
        language=voice.words.language,
        direction="rtl" if voice.words.rtl else "ltr",
        subject=voice.say(f"{told}.subject{variant}", title=title),
        heading=heading,
        greeting=voice.say("greeting.named", name=name) if name else voice.say("greeting.plain"),
        opening=_opening(voice, told, registration, facts),
        title=title,
        subtitle=voice.value(subtitle) if subtitle else "",
        facts=tuple(fact_rows(voice, told, registration, event, to, facts)),
        notes=tuple(note_rows(voice, told, registration, event, to, facts)),
        hints=tuple(_hints(voice, told, registration, to, reply, method)),
        regards=voice.say("closing.regards"),
        sender=tuple(voice.value(part) for part in signed) or (voice.value(signer.sender.email),),
        written_by=voice.say("closing.read" if facts.held else "closing.automatic"),
        privacy_title=voice.say("privacy.title"),
        privacy=tuple(_privacy(voice, told, kind, registration, to, signer, facts)),
        # "Tomorrow is the day" must not stand in a calendar for good.
        entry=f"{heading if method == 'CANCEL' else voice.say('confirm.heading')}. {reply}",
    )


def _variant(told: Purpose, event: Event, facts: Facts, now: datetime) -> str:
    """ "_today" or "_tomorrow" for a reminder that goes out at once; "" where it could be read as untrue."""
    if told is not Purpose.REMINDER_LAST or facts.held:
        return ""
    zone = ZoneInfo(event.timezone)
    days = (event.start.astimezone(zone).date() - now.astimezone(zone).date()).days
    return {0: "_today", 1: "_tomorrow"}.get(days, "")


def _opening(voice: Voice, told: Purpose, registration: Registration, facts: Facts) -> str:
    if told is Purpose.COMPANION:
        return voice.say("companion.opening", registered_by=_who(registration, facts))
    if told is Purpose.CANCELLED and facts.registered_by is not None:
        return voice.say("cancelled.opening_by", registered_by=_who(registration, facts))
    if told is Purpose.EVENT_CHANGED and registration.status is Status.WAITING:
        return voice.say("event_changed.opening_waiting")
    return voice.say(f"{told}.opening")


def _who(registration: Registration, facts: Facts) -> str:
    """Who has registered the one who gets the mail (Art. 14(2)(f) GDPR wants the source named)."""
    contact = registration.contact
    return clean.name(facts.registered_by) or clean.name(contact.name) or contact.email


def _hints(
    voice: Voice, told: Purpose, registration: Registration, to: Address, reply: str, method: str | None
) -> list[str]:
    kind = KINDS[told]
    waits = told is Purpose.EVENT_CHANGED and registration.status is Status.WAITING
    hints = [voice.say("waiting.more" if waits else f"{told}.more")] if kind.more else []
    hints.append(reply)
    missing = any(clean.name(p.name) is None for p in registration.people if p.status is not Status.CANCELLED)
    if missing and kind.people == "coming" and is_contact(registration, to):
        hints.append(voice.say("reply.names"))
    if method is not None:
        hints.append(voice.say("calendar.removed" if method == "CANCEL" else "calendar.attached"))
    return hints


def _privacy(
    voice: Voice, told: Purpose, kind: Kind, registration: Registration, to: Address, signer: Signer, facts: Facts
) -> list[str]:
    sender = signer.sender
    responsible = clean.one_line(signer.organisation or "") or clean.name(sender.name) or sender.email
    key = "privacy.body" if kind.privacy == "full" else "privacy.short"
    lines = [voice.say(key, responsible=responsible, email=sender.email)]
    if told is Purpose.COMPANION:
        lines.insert(0, voice.say("privacy.source", registered_by=_who(registration, facts)))
    elif kind.people == "coming" and kind.privacy == "full" and _others(registration, to):
        lines.append(voice.say("privacy.others"))
    if signer.privacy_url:
        anchor = Markup('<a href="{0}" class="calm" style="color:#14645a;">{0}</a>').format(signer.privacy_url)
        lines.append(voice.say("privacy.link", url=anchor if voice.html else signer.privacy_url))
    return lines


def _writer(registration: Registration, to: Address) -> str | None:
    """The name to greet: of the registered person who gets the mail; nobody's if that is not certain."""
    own = [p for p in own_seats(registration, to) if p.name]
    display = clean.name(to.name)
    same = [p for p in registration.people if display and clean.name(p.name) == display]
    found = (own or same)[:1]
    return clean.name(found[0].name) if len(own) <= 1 and found else None


def _others(registration: Registration, to: Address) -> bool:
    """Does the registration hold people beside the one who gets the mail?"""
    return registration.seats > 1 or _writer(registration, to) is None
