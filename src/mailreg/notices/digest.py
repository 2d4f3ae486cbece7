"""Facts → digest: what needs a person, what is new, how each event stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from mailreg.model.digest import (
    Deadline,
    Digest,
    DigestFacts,
    EventState,
    LanguageNeed,
    NeedCount,
    News,
    NewsKind,
    TravelRequest,
    Version,
)
from mailreg.model.reading import NeedKind
from mailreg.model.registration import Event, Registration, Status
from mailreg.notices import costs

KEPT_AFTER = timedelta(days=7)  # a past event stays in the digest for a week
BOOK_BEFORE = timedelta(days=7)  # until when interpreters are booked where the event does not say
WARN_BEFORE = timedelta(days=7)  # a deadline is a task from here on
NOTED = (NeedKind.ACCESSIBILITY, NeedKind.CHILDCARE, NeedKind.DIET)
COMING = frozenset({Status.CONFIRMED})


def summarise(facts: DigestFacts) -> Digest:
    """The digest of one recipient."""
    shown = [event for event in facts.events if is_shown(event, facts.now)]
    by_event = {event.id: [r for r in facts.registrations if r.event == event.id] for event in shown}
    states = tuple(_state(event, by_event[event.id], facts) for event in shown)
    return Digest(
        now=facts.now,
        since=facts.since,
        held=facts.held,
        questions=facts.questions,
        approvals=facts.approvals,
        unreachable=_open(facts.unreachable, facts.settled),
        failed=facts.failed,
        broken=facts.broken,
        missed=_open(facts.missed, facts.settled),
        deadlines=tuple(d for s in states for d in _deadlines(s, facts.now) if d.key not in facts.settled),
        news=tuple(_news(facts, (r for group in by_event.values() for r in group))),
        commands=facts.commands,
        events=states,
        observed=facts.observed,
        observing=facts.observing,
    )


def is_shown(event: Event, now: datetime) -> bool:
    """Is the event to come, or just over?"""
    return now <= event.end + KEPT_AFTER


def _open(items: Sequence, settled: frozenset[str]) -> tuple:  # type: ignore[type-arg]
    return tuple(item for item in items if item.key not in settled)


def _state(event: Event, registrations: Sequence[Registration], facts: DigestFacts) -> EventState:
    live = [r for r in registrations if r.status in {Status.CONFIRMED, Status.WAITING, Status.HELD}]
    coming = [r for r in live if r.status in COMING]
    return EventState(
        event=event,
        confirmed=sum(r.taken for r in live),
        waiting=sum(r.count(Status.WAITING) for r in live if r.status is not Status.HELD),
        held=sum(r.seats for r in live if r.status is Status.HELD),
        languages=_languages(coming),
        needs=tuple(count for kind in NOTED if (count := _need(kind, live, facts))),
        travel=tuple(
            _travel(r, _said(facts, r, NeedKind.TRAVEL_COSTS)) for r in live if _asks(r, NeedKind.TRAVEL_COSTS)
        ),
        curve=curve(facts.histories[r.id] for r in registrations if r.id in facts.histories),
    )


def _asks(registration: Registration, kind: NeedKind) -> bool:
    return any(need.kind is kind for need in registration.needs)


def _languages(registrations: Iterable[Registration]) -> tuple[LanguageNeed, ...]:
    asked: dict[str, list[Registration]] = {}
    for registration in registrations:
        for code in {n.detail or "und" for n in registration.needs if n.kind is NeedKind.INTERPRETING}:
            asked.setdefault(code, []).append(registration)
    found = [LanguageNeed(code, len(group), sum(r.seats for r in group)) for code, group in asked.items()]
    return tuple(sorted(found, key=lambda need: (-need.seats, need.language)))


def _said(facts: DigestFacts, registration: Registration, kind: NeedKind) -> tuple[str, ...]:
    return facts.said.get((registration.id or 0, kind), ())


def _need(kind: NeedKind, registrations: Iterable[Registration], facts: DigestFacts) -> NeedCount | None:
    """The stored words of a need go before the sentence that told it: a person may have put them right."""
    asking = [r for r in registrations if _asks(r, kind)]
    told = []
    for registration in asking:
        details = ", ".join(dict.fromkeys(n.detail for n in registration.needs if n.kind is kind and n.detail))
        said = _said(facts, registration, kind)
        told.append((who(registration), details or (said[0] if said else "")))
    return NeedCount(kind, len(asking), tuple(told)) if asking else None


def _travel(registration: Registration, said: Sequence[str]) -> TravelRequest:
    return TravelRequest(
        name=who(registration),
        seats=registration.seats,
        quote=said[0] if said else "",
        euros=costs.amount(said),
        kilometres=costs.distance(said),
    )


def who(registration: Registration) -> str:
    """The first named person who comes, else the contact's name or address."""
    named = [p.name for p in registration.people if p.name and p.status is not Status.CANCELLED]
    named += [p.name for p in registration.people if p.name]
    return next(iter(named), None) or registration.contact.name or registration.contact.email


def curve(histories: Iterable[Sequence[Version]]) -> tuple[tuple[datetime, int], ...]:
    """How many seats were confirmed, from each moment on that changed it."""
    steps: dict[datetime, int] = {}
    for versions in histories:
        before = 0
        for version in versions:
            seats = version.seats if version.status in COMING else 0
            if seats != before:
                steps[version.at] = steps.get(version.at, 0) + seats - before
            before = seats
    total = 0
    points = []
    for at in sorted(steps):
        total += steps[at]
        points.append((at, total))
    return tuple(points)


def book_until(event: Event) -> datetime:
    """Until when interpreters must be booked."""
    return event.interpreting_deadline or event.start - BOOK_BEFORE


def _deadlines(state: EventState, now: datetime) -> Iterable[Deadline]:
    """The languages to be booked. A language that more people ask for since it was booked is shown again."""
    event, until = state.event, book_until(state.event)
    if event.cancelled or now >= event.start or now < until - WARN_BEFORE:
        return
    for need in state.languages:
        key = f"book/{event.id}/{need.language}/{need.seats}"
        yield Deadline(event, need, until, until - WARN_BEFORE, overdue=now > until, key=key)


def _news(facts: DigestFacts, registrations: Iterable[Registration]) -> Iterable[News]:
    """What is new, by kind and time."""
    found = []
    for registration in registrations:
        versions = facts.histories.get(registration.id or 0, ())
        later = [v for v in versions if facts.since is None or v.at > facts.since]
        if not later:
            continue
        earlier = versions[: len(versions) - len(later)]
        before = earlier[-1] if earlier else None
        gone = registration.status is Status.CANCELLED or registration.seats == 0
        seats = before.seats if before and before.status is not Status.CANCELLED else 0
        if gone and before is not None and seats == 0:
            continue  # it was cancelled before
        # What came and went in between is worth a line, too.
        kind = NewsKind.CANCELLED if gone else NewsKind.CHANGED if seats else NewsKind.NEW
        found.append(News(kind, registration, later[-1].at, seats))
    order = list(NewsKind)
    return sorted(found, key=lambda n: (order.index(n.kind), n.at))
