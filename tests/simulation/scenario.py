"""What happens in a simulated year: events, people, moves, outages. All of it drawn from one seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from mailreg.model.registration import Event
from tests.simulation.world import ADDRESS, BERLIN

YEAR = 2026  # the clocks change on 29 March and 25 October


def wall(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of the year by the clock on the wall."""
    return datetime(YEAR, month, day, hour, minute, tzinfo=BERLIN)


GIVEN = (
    "Amira Omar Lena Olga Mina Samir Yusuf Zeynep Danylo Iryna Farid Leyla Jonas Marta Nadia Karim Selin Pavlo Ayse "
    "Tariq"
).split()
FAMILY = (
    "Haddad Said Wolf Petrenko Aslan Nazari Demir Kovalenko Rahimi Yilmaz Becker Novak Saleh Hoffmann Ahmadi "
    "Shevchenko Krause Mansour Vogel Bondar Schmidt Lehmann Richter Fischer Neumann Schubert"
).split()
# Title, town, start, reminders (None: the default), capacity, thanks. Two stand close to the changes of the clocks.
PLAN = (
    ("Neujahrstreffen", "Bautzen", wall(1, 23, 17), None, None, True),
    ("Fachtag Teilhabe", "Görlitz", wall(2, 26, 9, 30), ("14d", "1d"), 22, False),
    ("Frühlingstreffen", "Zittau", wall(3, 29, 10), None, 18, True),
    ("Werkstatt Sprache", "Kamenz", wall(4, 3, 7, 30), ("7d", "2h"), None, False),
    ("Netzwerktreffen", "Bischofswerda", wall(5, 12, 15), None, 20, False),
    ("Sommerfest", "Löbau", wall(7, 4, 14), ("7d", "1d", "3h"), 24, True),
    ("Lesekreis", "Radeberg", wall(8, 20, 19), ("36h",), 12, False),
    ("Fortbildung Trauma", "Pirna", wall(9, 17, 9), (f"{YEAR}-09-10T22:30", "1d"), 15, False),
    ("Herbsttagung", "Freiberg", wall(10, 25, 11), None, 22, True),
    ("Planungstreffen", "Meißen", wall(11, 1, 13), ("7d", "24h"), None, False),
    ("Adventstreffen", "Riesa", wall(12, 9, 16), None, 18, True),
)


@dataclass
class Registering:
    """Somebody registers, perhaps with others, and perhaps cancels later. `event` counts in PLAN. `reached`: the others
    have addresses of their own."""

    who: str
    others: tuple[str, ...]
    event: int
    at: datetime
    cancels: datetime | None = None
    bounces: datetime | None = None
    reached: bool = False


@dataclass
class Scenario:
    events: list[Event] = field(default_factory=list)
    people: list[Registering] = field(default_factory=list)
    moved: dict[int, tuple[datetime, datetime]] = field(default_factory=dict)  # event → (when it is said, new start)
    called_off: dict[int, datetime] = field(default_factory=dict)
    enlarged: dict[int, datetime] = field(default_factory=dict)  # five seats more
    steady: int = 0  # an event to which nothing happens
    rounds: list[datetime] = field(default_factory=list)
    down: list[tuple[datetime, datetime]] = field(default_factory=list)  # no mailreg at all
    smtp_away: list[tuple[datetime, datetime]] = field(default_factory=list)

    def is_down(self, moment: datetime) -> bool:
        return any(a <= moment < b for a, b in self.down)

    def is_smtp_away(self, moment: datetime) -> bool:
        return any(a <= moment < b for a, b in self.smtp_away)


def named(title: str, town: str, start: datetime) -> str:
    return f"die Veranstaltung {title} am {start:%d.%m.%Y} in {town}"


def draw(seed: int, registrations: int = 300) -> Scenario:
    chance = random.Random(seed)
    reached = random.Random(f"{seed} reached")
    year = Scenario()
    for number, (title, town, start, reminders, capacity, thanks) in enumerate(PLAN):
        year.events.append(
            Event(
                f"e{number}", title, start, start + timedelta(hours=3), venue="Bürgerhaus", city=town,
                registration_email=ADDRESS, reminders=reminders, capacity=capacity, thanks=thanks,
            )
        )  # fmt: skip
    _changes(year, chance)
    names = [f"{g} {f}" for g in GIVEN for f in FAMILY]
    chance.shuffle(names)
    for _ in range(registrations):
        event = chance.randrange(len(PLAN))
        start = year.events[event].start
        days = chance.choice([chance.uniform(0.02, 3), chance.uniform(1, 12), chance.uniform(5, 45)])
        at = max(start - timedelta(days=days), wall(1, 1, 12))
        who, *others = (names.pop() for _ in range(1 + chance.choice((0, 0, 0, 0, 1, 2))))
        one = Registering(who, tuple(others), event, at, reached=bool(others) and reached.random() < 0.7)
        if not others and chance.random() < 0.4:
            one.cancels = at + timedelta(days=chance.uniform(0.1, 20))
        elif chance.random() < 0.05:
            one.bounces = at + timedelta(days=chance.uniform(0.1, 10))
        year.people.append(one)
    _outages(year, chance)
    _rounds(year, chance)
    return year


def _changes(year: Scenario, chance: random.Random) -> None:
    """Three events move (two days nearer, three weeks, an hour), two are called off, two get more seats."""
    order = list(range(len(PLAN)))
    chance.shuffle(order)
    # One with the usual reminders comes nearer, so that its "7d" would have been before anybody knew of the new day.
    nearer = next(n for n in order if PLAN[n][3] is None)
    order.remove(nearer)
    moves = ((nearer, timedelta(days=-2)), (order[1], timedelta(days=21)), (order[2], timedelta(hours=1)))
    for number, shift in moves:
        start = year.events[number].start
        said = chance.uniform(4, 6) if number == nearer else chance.uniform(3, 12)
        year.moved[number] = (start - timedelta(days=said), start + shift)
    year.steady = order[-1]
    for number in order[3:5]:
        year.called_off[number] = year.events[number].start - timedelta(days=chance.uniform(0.2, 9))
    for number in order[5:]:
        if year.events[number].capacity and len(year.enlarged) < 2:
            year.enlarged[number] = year.events[number].start - timedelta(days=chance.uniform(0.5, 6))


def _outages(year: Scenario, chance: random.Random) -> None:
    """One of two weeks, five of days, twenty of hours, and four of the SMTP server alone."""

    def some_time() -> datetime:
        return wall(1, 3) + timedelta(days=chance.uniform(0, 350))

    for hours in (14 * 24, *(chance.uniform(20, 80) for _ in range(5)), *(chance.uniform(1, 12) for _ in range(20))):
        begin = some_time()
        if not year.down:  # the two weeks end when an event that is neither moved nor called off has begun
            begin = year.events[year.steady].start - timedelta(hours=hours - 2)
        year.down.append((begin, begin + timedelta(hours=hours)))
    for hours in (6, 12, 30, 50):
        begin = some_time()
        year.smtp_away.append((begin, begin + timedelta(hours=hours)))


def _rounds(year: Scenario, chance: random.Random) -> None:
    """mailreg looks a few times a day, at odd minutes, and often round an event: as seldom as the promises can bear."""
    moments = []
    day = date(YEAR, 1, 1)
    while day.year == YEAR:
        midnight = wall(day.month, day.day)
        near = any(abs((midnight - e.start).total_seconds()) < 40 * 3600 for e in year.events)
        for _ in range(6 if near else 1):
            moments.append(midnight + timedelta(minutes=chance.randrange(24 * 60)))
        moments.append(midnight + timedelta(minutes=chance.randrange(8 * 60, 10 * 60)))
        day += timedelta(days=1)
    year.rounds = [m for m in sorted(moments, key=lambda m: m.timestamp()) if not year.is_down(m)]
