"""The second half of the digest: what is new, and how each event stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from mailreg.compose import clean
from mailreg.compose.digesttasks import people_of
from mailreg.compose.digestvoice import DigestVoice
from mailreg.model.digest import Digest, EventState, News, NewsKind, TravelRequest
from mailreg.model.registration import Status

SIGNS = {NewsKind.NEW: "+", NewsKind.CHANGED: "~", NewsKind.CANCELLED: "\u2212"}
QUOTED = 110  # characters of what somebody said about travel costs
BOOK_BEFORE = timedelta(days=7)


@dataclass(frozen=True)
class NewsLine:
    """`kind` is a NewsKind, for the colour."""

    sign: str
    kind: str
    name: str
    text: str


@dataclass(frozen=True)
class Fact:
    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class EventCard:
    """`share`: how full it is in percent, None without a capacity; `picture`: the Content-ID of the chart, or ""."""

    title: str
    meta: str
    seats: str
    share: int | None
    notes: tuple[str, ...]
    picture: str
    alt: str
    facts: tuple[Fact, ...]


def counted_news(voice: DigestVoice, digest: Digest) -> str:
    """ "3 neue Anmeldungen und 1 Absage"; "" where there is nothing."""
    numbers = {kind: sum(n.kind is kind for n in digest.news) for kind in NewsKind}
    return voice.listed([voice.count(str(kind), number) for kind, number in numbers.items() if number])


def write_news(voice: DigestVoice, digest: Digest, limit: int) -> tuple[list[NewsLine], str]:
    """The lines, and how many are not shown."""
    titles = {s.event.id: clean.one_line(s.event.title, 50) for s in digest.events}
    several = sum(bool(s.curve or s.held or s.waiting) for s in digest.events) > 1
    lines = [_news(voice, news, titles[news.registration.event] if several else "") for news in digest.news[:limit]]
    rest = len(digest.news) - limit
    return lines, voice.say("page.more", count=rest) if rest > 0 else ""


def _news(voice: DigestVoice, news: News, title: str) -> NewsLine:
    registration = news.registration
    people = [p for p in registration.people if p.status is not Status.CANCELLED] or list(registration.people)
    organisation = next((o for p in people if (o := clean.one_line(p.organisation or "", 60))), "")
    named = next((p.name for p in people if clean.name(p.name)), None) or registration.contact.name
    seats = registration.seats
    parts = [voice.value(organisation) if organisation else ""]
    if news.kind is NewsKind.CHANGED and news.seats_before != seats:
        parts.append(voice.say("news.seats_changed", before=news.seats_before, seats=seats))
    elif news.kind is NewsKind.CANCELLED:
        parts.append(voice.count("seats", news.seats_before) if news.seats_before > 1 else "")
    elif seats > 1:
        parts.append(voice.count("seats", seats))
    if news.kind is not NewsKind.CANCELLED:
        if registration.status in {Status.WAITING, Status.HELD}:
            parts.append(voice.status(registration.status))
        parts += voice.needs(registration)
    parts.append(voice.say("news.of_event", title=title) if title else "")
    return NewsLine(
        sign=SIGNS[news.kind],
        kind=str(news.kind),
        name=voice.name(named, registration.contact.email),
        text=voice.join(parts, " · "),
    )


def write_event(voice: DigestVoice, state: EventState, now: datetime, picture: str, limit: int) -> EventCard:
    event = state.event
    voice = voice.at(event.timezone)
    share = min(100, round(100 * state.confirmed / event.capacity)) if event.capacity else None
    return EventCard(
        title=voice.value(clean.one_line(event.title, 100)),
        meta=voice.join([voice.long(event.start), _how_far(voice, state, now)], " · "),
        seats=seats_line(voice, state) if state.confirmed or state.event.capacity else voice.say("event.nobody"),
        share=share,
        notes=tuple(_notes(voice, state, now)),
        picture=picture,
        alt=alt_text(voice, state, now) if picture else "",
        facts=tuple(_facts(voice, state, now, limit)),
    )


def seats_line(voice: DigestVoice, state: EventState) -> str:
    """ "34 von 40 Plätzen"; the plural is that of the seats that there are."""
    if not state.event.capacity:
        return voice.count("seats", state.confirmed)
    return voice.count("of_seats", state.event.capacity, seats=state.confirmed)


def alt_text(voice: DigestVoice, state: EventState, now: datetime) -> str:
    """What the picture shows, as plain text."""
    plain = DigestVoice(voice.words, html=False, zone=voice.zone)
    return plain.say("chart.alt", seats=seats_line(plain, state), day=plain.month_day(now))


def _how_far(voice: DigestVoice, state: EventState, now: datetime) -> str:
    event = state.event
    if event.cancelled:
        return voice.say("event.cancelled")
    if now >= event.end:
        return voice.say("event.over")
    zone = ZoneInfo(event.timezone)
    days = (event.start.astimezone(zone).date() - now.astimezone(zone).date()).days
    if days <= 0:
        return voice.say("event.today")
    return voice.say("event.tomorrow") if days == 1 else voice.count("days", days)


def _notes(voice: DigestVoice, state: EventState, now: datetime) -> list[str]:
    event = state.event
    found = []
    if event.capacity and state.confirmed >= event.capacity:
        found.append(voice.say("event.full"))
    if state.waiting:
        found.append(voice.say("event.waiting", count=state.waiting))
    if state.held:
        found.append(voice.say("event.held", count=state.held))
    if event.registration_deadline and now <= event.registration_deadline:
        found.append(voice.say("event.deadline", day=voice.near(event.registration_deadline, now)))
    return found


def _facts(voice: DigestVoice, state: EventState, now: datetime, limit: int) -> list[Fact]:
    facts = []
    if state.languages:
        lines = [
            voice.say("event.language", language=voice.language(n.language), people=people_of(voice, n))
            for n in state.languages
        ]
        until = state.event.interpreting_deadline or state.event.start - BOOK_BEFORE
        if now <= until:
            lines.append(voice.say("event.book_until", day=voice.near(until, now)))
        facts.append(Fact(voice.say("event.languages"), tuple(lines)))
    for need in state.needs:
        lines = [_told(voice, name, words) for name, words in need.said[:limit]]
        if need.registrations > limit:
            lines.append(voice.say("page.more", count=need.registrations - limit))
        facts.append(Fact(voice.say(f"event.{need.kind}"), tuple(lines)))
    if state.travel:
        facts.append(Fact(voice.say("event.travel"), tuple(_travel(voice, state, limit))))
    return facts


def _travel(voice: DigestVoice, state: EventState, limit: int) -> list[str]:
    """What each said, and the sum of what they named themselves."""
    lines = [_request(voice, request) for request in state.travel[:limit]]
    if len(state.travel) > limit:
        lines.append(voice.say("page.more", count=len(state.travel) - limit))
    total = _total(voice, state)
    if total:
        lines.append(voice.say("event.travel_total", total=total))
    return lines


def _request(voice: DigestVoice, request: TravelRequest) -> str:
    name = voice.name(request.name)
    if named := _amounts(voice, request.euros, request.kilometres):
        name = voice.say("event.travel_named", name=name, named=named)
    words = clean.one_line(request.quote, QUOTED)
    return voice.say("event.told", name=name, quote=words) if words else name


def _told(voice: DigestVoice, name: str, words: str) -> str:
    shown, said = voice.name(name), clean.one_line(words, QUOTED)
    return voice.say("event.told", name=shown, quote=said) if said else shown


def _total(voice: DigestVoice, state: EventState) -> str:
    return _amounts(voice, state.euros, state.kilometres)


def _amounts(voice: DigestVoice, euros: Decimal | None, kilometres: Decimal | None) -> str:
    parts = []
    if euros:
        parts.append(voice.say("event.euros", amount=voice.number(euros)))
    if kilometres:
        parts.append(voice.say("event.kilometres", amount=voice.number(kilometres)))
    return voice.listed(parts)
