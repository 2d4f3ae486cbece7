"""A year of a desk: 300 registrations at eleven events, both changes of the clocks, downtimes from hours to two weeks,
outages of the SMTP server, events that move or are called off, and full events. Every promise about reminders and the
waiting list is held against what was sent and what stood on the list, by rules that are written down here once more."""

from __future__ import annotations

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from mailreg.flow import announcements
from mailreg.flow.ledger import missed_of
from mailreg.model.registration import Event, Registration, Status
from mailreg.notices.moments import Quiet
from mailreg.store.addresses import AddressMark
from tests.simulation.scenario import Registering, Scenario, draw, named, wall
from tests.simulation.world import BERLIN, Mail, World, address, open_world

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
DEFAULT = ("7d", "1d")
# A year takes half a minute to two: one is lived in each run, others by SIMULATED_YEARS=1,2,3.
SEEDS = tuple(int(seed) for seed in os.environ.get("SIMULATED_YEARS", "1").split(","))


@dataclass
class Report:
    """The year as it was."""

    scenario: Scenario
    mails: list[Mail] = field(default_factory=list)
    registrations: list[Registration] = field(default_factory=list)
    past: dict[int, list[tuple[datetime, Status]]] = field(default_factory=dict)
    versions: dict[str, list[tuple[datetime, Event]]] = field(default_factory=dict)  # since when which event
    missed: dict[str, str] = field(default_factory=dict)  # key → address
    bounced: dict[str, datetime] = field(default_factory=dict)
    told: dict[tuple[int, str], datetime] = field(default_factory=dict)  # who was registered by whom heard of it when
    overbooked: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    rounds: list[datetime] = field(default_factory=list)

    def event_at(self, event: str, moment: datetime) -> Event:
        return [e for since, e in self.versions[event] if since <= moment][-1]

    def companions(self, registration: Registration) -> list[tuple[str, str]]:
        """Those with a seat whom the contact has registered, and who were told so: address, and its mark in keys."""
        seats = [p for p in registration.people if p.status is Status.CONFIRMED and registration.taken]
        addresses = [p.email for p in seats if p.email and (registration.id or 0, p.email) in self.told]
        return [(email, hashlib.sha256(email.encode()).hexdigest()[:16]) for email in addresses]

    def status_at(self, number: int, moment: datetime) -> Status | None:
        past = [status for since, status in self.past[number] if since <= moment]
        return past[-1] if past else None


@pytest.mark.parametrize("seed", SEEDS)
def test_a_year_keeps_every_promise(seed: int, tmp_path: Path) -> None:
    """One test a year: living through it takes half a minute, looking at it nothing."""
    world = open_world(tmp_path, wall(1, 1))
    try:
        report = live(world, draw(seed))
    finally:
        world.store.dispose()
    broken = []
    for promise in PROMISES:
        try:
            promise(report)
        except AssertionError as error:
            broken.append(f"{promise.__name__}: {error}")
    assert not broken, "\n".join(broken)


def live(world: World, scenario: Scenario) -> Report:
    """Live through the year."""
    made = Report(scenario)
    for event in scenario.events:
        change(world, made, event, world.now)
    world.round()  # before anybody has written
    doings = sorted(todo(scenario), key=lambda d: d[0].timestamp())
    for moment in scenario.rounds:
        while doings and doings[0][0] <= moment:
            at, what, subject = doings.pop(0)
            do(world, made, at, what, subject)
        world.postman.away = scenario.is_smtp_away(moment)
        world.round(moment.astimezone(UTC))
        made.rounds.append(moment.astimezone(UTC))
        look(world, made)
    with world.store.begin() as tx:
        made.registrations = tx.registrations.all()
        for event in tx.events.all():
            made.past.update(tx.registrations.statuses(event.id))
            made.missed.update(missed_of(tx, event, world.now, DEFAULT, Quiet()))
    made.mails = world.sent()
    made.registrations.sort(key=lambda r: r.id or 0)
    made.told = {(int(m.key.split(":")[1]), m.recipient): m.at for m in made.mails if m.kind == "companion"}
    return made


def todo(scenario: Scenario) -> Iterator[tuple[datetime, str, object]]:
    for person in scenario.people:
        yield person.at, "register", person
        if person.cancels:
            yield person.cancels, "cancel", person
        if person.bounces:
            yield person.bounces, "bounce", person
    for number, (at, start) in scenario.moved.items():
        yield at, "move", (number, start)
    for number, at in scenario.called_off.items():
        yield at, "call off", number
    for number, at in scenario.enlarged.items():
        yield at, "enlarge", number


def do(world: World, made: Report, at: datetime, what: str, subject: object) -> None:
    """What somebody does at this moment, whether mailreg runs or not."""
    moment = at.astimezone(UTC)
    if isinstance(subject, Registering):
        event = made.event_at(f"e{subject.event}", moment)
        if what == "bounce":
            with world.store.begin() as tx:
                mark = AddressMark(address(subject.who), "unknown_user", moment, unreachable_at=moment)
                tx.addresses.mark(mark)
            made.bounced[address(subject.who)] = moment
        elif moment < event.start:
            name = named(event.title, event.city, event.start)
            if what == "register":
                world.register(subject.who, name, *subject.others, at=moment, reached=subject.reached)
            else:
                world.cancel(subject.who, name, at=moment)
        return
    number, start = subject if isinstance(subject, tuple) else (subject, None)
    event = made.event_at(f"e{number}", moment)
    if moment >= event.start:
        return
    if start is not None:
        event = replace(event, start=start, end=start + timedelta(hours=3))
    elif what == "call off":
        event = replace(event, cancelled_at=moment)
    else:
        event = replace(event, capacity=(event.capacity or 0) + 5)
    change(world, made, event, moment)


def change(world: World, made: Report, event: Event, now: datetime) -> None:
    with world.store.begin() as tx:
        saved = announcements.save(tx, event, now, tell=True)
    made.versions.setdefault(event.id, []).append((now, saved))


def look(world: World, made: Report) -> None:
    """After each round: nobody sits on a seat that is not there, and nobody waits beside a free one."""
    with world.store.begin() as tx:
        for event in tx.events.all():
            if event.capacity is None or event.cancelled or world.now >= event.start:
                continue
            taken = tx.registrations.taken(event.id)
            if taken > event.capacity:
                made.overbooked.append(f"{event.id} {world.now}: {taken} of {event.capacity}")
            free = event.capacity - taken
            for waiting in tx.registrations.queue(event.id):
                if waiting.count(Status.WAITING) <= free:
                    made.passed_over.append(f"{event.id} {world.now}: {waiting.id}")


# The rules once more, by brute force.


def is_quiet(moment: datetime) -> bool:
    return not 8 <= moment.astimezone(BERLIN).hour < 20


def moment_of(spec: str, event: Event) -> datetime:
    """When a reminder is due: step by step out of the quiet hours."""
    start = event.start.astimezone(BERLIN)
    if spec.endswith("d"):
        day = start.date() - timedelta(days=int(spec[:-1]))
        moment = datetime(day.year, day.month, day.day, 9, tzinfo=BERLIN).astimezone(UTC)
    elif spec.endswith("h"):
        moment = event.start.astimezone(UTC) - timedelta(hours=int(spec[:-1]))
    else:
        moment = datetime.fromisoformat(spec).replace(tzinfo=BERLIN).astimezone(UTC)
    later = moment
    while is_quiet(later):
        later += timedelta(minutes=1)
    if later < event.start:
        return later.replace(second=0, microsecond=0) if later != moment else later
    while is_quiet(moment):
        moment -= timedelta(minutes=1)
    return moment - timedelta(minutes=59)


@dataclass(frozen=True)
class Owed:
    """A reminder to somebody who was confirmed when it was due, and what must have become of it."""

    key: str
    registration: int
    email: str
    moment: datetime
    event: Event
    sent: bool  # else missed
    first: datetime | None  # the round that should have sent it


def owed(made: Report) -> Iterator[Owed]:
    """Every reminder that somebody has a claim to, from the list's history and the rounds alone."""
    for registration in made.registrations:
        number = registration.id
        assert number is not None
        versions = made.versions[registration.event]
        final = versions[-1][1]
        if final.cancelled:
            yield from _owed_before(made, registration, [v for v in versions if not v[1].cancelled], versions[-1][0])
        else:
            yield from _owed_before(made, registration, versions, None)


def _owed_before(
    made: Report, registration: Registration, versions: list[tuple[datetime, Event]], end: datetime | None
) -> Iterator[Owed]:
    number = registration.id
    assert number is not None
    # Versions on one day are one: the day is what a reminder is about.
    days: dict[object, list[tuple[datetime, Event]]] = defaultdict(list)
    for since, event in versions:
        days[event.start.date()].append((since, event))
    spans = list(days.values())
    for place, span in enumerate(spans):
        since, event = span[0][0], span[-1][1]
        until = spans[place + 1][0][0] if place + 1 < len(spans) else end
        last = event.start if until is None else min(until, event.start)
        specs = sorted((moment_of(s, event), s) for s in (DEFAULT if event.reminders is None else event.reminders))
        for index, (moment, spec) in enumerate(specs):
            if moment < since or moment >= last or made.status_at(number, moment) is not Status.CONFIRMED:
                continue
            following = specs[index + 1][0] if index + 1 < len(specs) else None
            first = None
            for now in made.rounds:
                if not moment <= now < last or is_quiet(now) or (following and now >= following):
                    continue
                near = following is not None and following - now < timedelta(hours=12)
                if near and now - moment > timedelta(hours=12):
                    continue
                first = now
                break
            key = f"remind:{number}:{spec}:{event.start.astimezone(BERLIN).date()}"
            yield Owed(key, number, registration.contact.email, moment, event, first is not None, first)
            for email, mark in made.companions(registration):
                if made.told[number, email] <= moment:
                    yield Owed(f"{key}:{mark}", number, email, moment, event, first is not None, first)


def the_year_was_full(report: Report) -> None:
    """The scenario does what it says: else the promises below would be cheap."""
    kinds = Counter(mail.kind for mail in report.mails)
    for kind in ("confirm", "waiting", "place_free", "cancelled", "reminder", "reminder_last", "event_changed",
                 "event_cancelled", "thanks"):  # fmt: skip
        assert kinds[kind] >= 3, kinds
    assert len(report.registrations) >= 280
    assert Counter(r.status for r in report.registrations)[Status.HELD] <= 40  # for what was called off
    assert report.missed
    assert sum(reminder.sent for reminder in owed(report)) >= 150
    to_companions = [r for r in owed(report) if r.sent and len(r.key.rpartition(":")[2]) == 16]
    assert len(to_companions) >= 30
    assert kinds["companion"] >= 40


def each_reminder_came_once_and_in_time(report: Report) -> None:
    sent = Counter(mail.key for mail in report.mails if mail.kind.startswith("reminder"))
    assert set(sent.values()) == {1}
    when = {mail.key: mail.at for mail in report.mails}
    everything = list(owed(report))
    assert set(sent) <= {reminder.key for reminder in everything}
    for reminder in everything:
        went = when.get(reminder.key)
        if reminder.first is None:
            assert went is None, reminder
            continue
        if excused(report, reminder):
            continue
        assert went is not None, reminder
        if not outage(report, reminder.moment, went):
            assert went == reminder.first, reminder


def excused(made: Report, reminder: Owed) -> bool:
    """Something came in between: they cancelled, their address bounced, the event moved within its day, or the SMTP
    server was away."""
    assert reminder.first is not None
    bounced = reminder.email in made.bounced
    left = any(
        status is not Status.CONFIRMED and since >= reminder.moment
        for since, status in made.past[reminder.registration]
    )
    moved = any(since >= reminder.moment for since, _ in made.versions[reminder.event.id])
    return bounced or left or moved or outage(made, reminder.moment, reminder.first + timedelta(hours=1))


def outage(made: Report, begin: datetime, end: datetime) -> bool:
    """Was the SMTP server away at a round between these moments?"""
    return any(begin <= now <= end and made.scenario.is_smtp_away(now) for now in made.rounds)


def no_reminder_came_too_early_at_night_or_to_the_wrong_ones(report: Report) -> None:
    by_key = {reminder.key: reminder for reminder in owed(report)}
    for mail in report.mails:
        if not mail.kind.startswith("reminder"):
            continue
        reminder = by_key[mail.key]
        event = report.event_at(reminder.event.id, mail.at)
        assert reminder.moment <= mail.at < event.start
        assert not is_quiet(mail.at)
        assert event.start.date() == reminder.event.start.date()
        assert not event.cancelled
        assert report.status_at(reminder.registration, reminder.moment) is Status.CONFIRMED
        assert report.status_at(reminder.registration, mail.at) is Status.CONFIRMED
        assert reminder.email == mail.recipient
        days = (event.start.astimezone(BERLIN).date() - mail.at.astimezone(BERLIN).date()).days
        assert (mail.kind == "reminder_last") is (days <= 1)
        if days <= 1:
            assert ("Heute", "Morgen")[days] in str(mail.message["Subject"])
        assert f"{event.start:%H:%M}" in mail.text


def nobody_was_written_to_unasked_after_a_bounce(report: Report) -> None:
    assert report.bounced
    for mail in report.mails:
        if mail.recipient in report.bounced and mail.at >= report.bounced[mail.recipient]:
            assert mail.kind in {"confirm", "waiting", "cancelled", "changed", "already"}, mail.kind


def what_was_missed_is_shown(report: Report) -> None:
    sent = {mail.key for mail in report.mails}
    assert not sent & set(report.missed)
    for reminder in owed(report):
        if reminder.first is not None or report.versions[reminder.event.id][-1][1].cancelled:
            continue
        last = report.versions[reminder.event.id][-1][1]
        (who,) = [r for r in report.registrations if r.id == reminder.registration]
        if who.taken and reminder.email not in report.bounced and last.start.date() == reminder.event.start.date():
            assert reminder.key in report.missed, reminder


def nothing_came_after_the_start_but_thanks(report: Report) -> None:
    for mail in report.mails:
        if mail.kind in {"alert", "recovered"}:
            continue
        event = report.event_at(event_of(report, mail), mail.at)
        if mail.kind != "thanks":
            assert mail.at < event.start, (mail.kind, mail.key)


def event_of(made: Report, mail: Mail) -> str:
    number = mail.key.split(":")[3 if "event:" in mail.key else 1]
    return next(r.event for r in made.registrations if r.id == int(number))


def thanks_came_once_the_morning_after_to_those_who_came(report: Report) -> None:
    thanked = Counter(mail.key for mail in report.mails if mail.kind == "thanks")
    assert set(thanked.values()) == {1}
    expected = set()
    for registration in report.registrations:
        event = report.versions[registration.event][-1][1]
        morning = (event.end + timedelta(days=1)).replace(hour=9, minute=0)
        up = [now for now in report.rounds if morning <= now < morning + timedelta(days=14) and not is_quiet(now)]
        if not (event.thanks and not event.cancelled and registration.taken and up):
            continue
        if registration.contact.email not in report.bounced:
            expected.add(f"thanks:{registration.id}")
        expected |= {f"thanks:{registration.id}:{mark}" for _, mark in report.companions(registration)}
    reached = {mail.key for mail in report.mails if mail.kind == "thanks" and mail.recipient not in report.bounced}
    assert reached == expected
    for mail in report.mails:
        if mail.kind == "thanks":
            event = report.event_at(event_of(report, mail), mail.at)
            assert mail.at.astimezone(BERLIN).date() > event.end.astimezone(BERLIN).date()
            assert not is_quiet(mail.at)


def no_seat_was_given_twice_and_nobody_waited_beside_a_free_one(report: Report) -> None:
    assert report.overbooked == []
    assert report.passed_over == []


def nobody_was_overtaken_in_the_queue(report: Report) -> None:
    """Whoever moved up stood before all others who would have fitted into the same seats."""
    spans: dict[str, list[tuple[datetime, datetime | None, int, int]]] = defaultdict(list)  # since, until, seats, id
    for registration in report.registrations:
        past = report.past[registration.id or 0]
        for (since, status), (until, after) in zip(past, [*past[1:], (None, None)], strict=True):
            if status is Status.WAITING:
                moved_up = until if after is Status.CONFIRMED else None
                left = until if after is not None and not moved_up else None
                size = len(registration.people)
                spans[registration.event].append(
                    (since, moved_up or left, size if moved_up else -size, registration.id or 0)
                )
    moves = 0
    for queue in spans.values():
        for since, until, size, number in queue:
            if until is None or size < 0:
                continue
            moves += 1
            for other_since, other_until, other_size, other in queue:
                stood_before = (other_since, other) < (since, number)
                still_there = other_until is None or other_until > until
                assert not (stood_before and still_there and abs(other_size) <= size), (number, other)
    assert moves >= 3


def everybody_was_told_once_of_what_changed(report: Report) -> None:
    told = Counter(mail.key for mail in report.mails if mail.kind in {"event_changed", "event_cancelled"})
    assert set(told.values()) == {1}
    for event, versions in report.versions.items():
        for (_, before), (since, after) in pairwise(versions):
            if after.sequence == before.sequence:
                continue
            nextround = next((now for now in report.rounds if now >= since), None)
            if (
                nextround is None
                or nextround >= after.start
                or outage(report, nextround, nextround + timedelta(days=3))
            ):
                continue
            kind = "cancelled" if after.cancelled else "changed"
            for registration in report.registrations:
                number = registration.id or 0
                if registration.event != event:
                    continue
                then = {report.status_at(number, since), report.status_at(number, nextround)}
                key = f"{kind}-event:{event}:s{after.sequence}:{number}"
                for email, mark in report.companions(registration):
                    if then == {Status.CONFIRMED} and report.told[number, email] <= since:
                        assert told[f"{key}:{mark}"] == 1, key
                if registration.contact.email in report.bounced:
                    continue
                if then <= {Status.CONFIRMED, Status.WAITING}:
                    assert told[key] == 1, key
                elif not then & {Status.CONFIRMED, Status.WAITING, Status.HELD}:
                    assert told[key] == 0, key


PROMISES = (
    the_year_was_full,
    each_reminder_came_once_and_in_time,
    no_reminder_came_too_early_at_night_or_to_the_wrong_ones,
    nobody_was_written_to_unasked_after_a_bounce,
    what_was_missed_is_shown,
    nothing_came_after_the_start_but_thanks,
    thanks_came_once_the_morning_after_to_those_who_came,
    no_seat_was_given_twice_and_nobody_waited_beside_a_free_one,
    nobody_was_overtaken_in_the_queue,
    everybody_was_told_once_of_what_changed,
)
