"""The digest as values: first what needs a person, then what is new, then how things stand. No wording, no layout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from mailreg.model.command import Verb
from mailreg.model.outgoing import Purpose
from mailreg.model.reading import NeedKind
from mailreg.model.registration import Event, Registration, Status

PRESSING = timedelta(days=2)  # a deadline that is so near is news each day


class Rhythm(StrEnum):
    """How often organisers get their digest."""

    DAILY = "daily"
    WEEKLY = "weekly"  # on Mondays
    NEWS = "news"  # daily, but only when something has happened
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Plan:
    """When the digest goes out: at `at` local time in `zone`. `empty`: one line on a day without news, else nothing."""

    rhythm: Rhythm = Rhythm.NEVER
    at: time = time(7)
    zone: str = "Europe/Berlin"
    empty: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """What became of the registration while its mail waits: the code of a sentence, and whom it names."""

    code: str
    names: str = ""


@dataclass(frozen=True, slots=True)
class HeldMail:
    """A mail that waits for a person: one that is held (with the rule that held it), or a question that our answer has
    passed on. `quotes` are its own sentences that matter."""

    number: int  # of the stored mail
    at: datetime
    email: str
    name: str = ""
    subject: str = ""
    message_id: str | None = None
    kind: str = ""  # model.reading.Kind
    rule: str = ""
    why: str = ""  # the rule in one plain German line, with `notes`
    event: str = ""  # title
    quotes: tuple[str, ...] = ()
    acceptable: bool = False  # what was understood can go onto the list as it is
    notes: tuple[Note, ...] = ()
    seats: int = 0  # that were understood
    rivals: tuple[tuple[str, str | int | bool], ...] = ()  # other readings: model.reading.Rival's field and value


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """A mail of ours that does not go out by itself: held, with the code of the reason, or failed, with the error as
    it was stored, in German, with its reason and with the server's reply code."""

    number: int  # of the row in the outbox
    at: datetime
    purpose: Purpose
    email: str
    name: str = ""
    phone: str = ""
    event: str = ""  # title
    reason: str = ""
    error: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """An address of somebody who is registered, from which mail of ours came back."""

    email: str
    at: datetime
    name: str = ""
    phone: str = ""
    event: str = ""  # title
    reason: str = ""  # a code
    diagnostic: str = ""  # the server's own words
    replacement: str = ""
    key: str = ""  # what SETTLE names


@dataclass(frozen=True, slots=True)
class BrokenMail:
    """A mail that could not be judged. `sender` and `subject`: as far as they can be read."""

    number: int
    at: datetime | None
    error: str
    sender: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """Reminders of one event that could not go out in time, and whom they were for: (name or address, phone or "")."""

    event: str  # title
    people: tuple[tuple[str, str], ...]
    key: str


@dataclass(frozen=True, slots=True)
class LanguageNeed:
    """Interpreting into one language (ISO 639-1, "sgn", "und"). A mail tells who asks, not for whom: `seats` counts
    all the seats of the registrations that ask."""

    language: str
    registrations: int
    seats: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """Interpreters must be booked until `until`."""

    event: Event
    need: LanguageNeed
    until: datetime
    told_from: datetime  # it is a task since then
    overdue: bool
    key: str


class NewsKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class News:
    """What has become of one registration since the last digest. `seats_before` is 0 for a new one."""

    kind: NewsKind
    registration: Registration
    at: datetime
    seats_before: int = 0


@dataclass(frozen=True, slots=True)
class CommandDone:
    """A command of an organiser's that came by mail and was carried out."""

    at: datetime
    verb: Verb
    target: str


@dataclass(frozen=True, slots=True)
class NeedCount:
    """Access, childcare or food: how many registrations ask, and for each its name and what it said."""

    kind: NeedKind
    registrations: int
    said: tuple[tuple[str, str], ...] = ()  # (name, words or "")


@dataclass(frozen=True, slots=True)
class TravelRequest:
    """Somebody asks for travel costs: what they said, and the amounts and distances that they named themselves."""

    name: str
    seats: int
    quote: str = ""
    euros: Decimal | None = None
    kilometres: Decimal | None = None


@dataclass(frozen=True, slots=True)
class EventState:
    """How one event stands. `curve`: (moment, seats confirmed from then on), ascending."""

    event: Event
    confirmed: int
    waiting: int
    held: int
    languages: tuple[LanguageNeed, ...] = ()
    needs: tuple[NeedCount, ...] = ()
    travel: tuple[TravelRequest, ...] = ()
    curve: tuple[tuple[datetime, int], ...] = ()

    @property
    def euros(self) -> Decimal:
        """The sum of the amounts that were named; people decide what is paid."""
        return sum((t.euros for t in self.travel if t.euros is not None), Decimal(0))

    @property
    def kilometres(self) -> Decimal:
        return sum((t.kilometres for t in self.travel if t.kilometres is not None), Decimal(0))


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a registration, from its history."""

    at: datetime
    status: Status
    seats: int


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """All that a digest is made of, gathered by the flow in one transaction. `histories`: registration id → its
    versions, oldest first; `said`: (registration id, kind) → the sentences with which a need was told, those
    about travel costs with all amounts; `settled`: the keys of hints that an organiser has settled."""

    now: datetime
    since: datetime | None  # the last digest of this recipient; None: the first one
    events: tuple[Event, ...]
    registrations: tuple[Registration, ...]
    histories: dict[int, tuple[Version, ...]]
    said: dict[tuple[int, NeedKind], tuple[str, ...]]
    settled: frozenset[str] = frozenset()
    held: tuple[HeldMail, ...] = ()
    questions: tuple[HeldMail, ...] = ()
    approvals: tuple[OpenAnswer, ...] = ()
    unreachable: tuple[Unreachable, ...] = ()
    failed: tuple[OpenAnswer, ...] = ()
    broken: tuple[BrokenMail, ...] = ()
    missed: tuple[Missed, ...] = ()
    commands: tuple[CommandDone, ...] = ()
    observed: int = 0
    observing: bool = False


@dataclass(frozen=True, slots=True)
class Digest:
    """In the order in which it is read."""

    now: datetime
    since: datetime | None
    held: tuple[HeldMail, ...] = ()
    questions: tuple[HeldMail, ...] = ()
    approvals: tuple[OpenAnswer, ...] = ()
    unreachable: tuple[Unreachable, ...] = ()
    failed: tuple[OpenAnswer, ...] = ()
    broken: tuple[BrokenMail, ...] = ()
    missed: tuple[Missed, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    news: tuple[News, ...] = ()
    commands: tuple[CommandDone, ...] = ()
    events: tuple[EventState, ...] = ()
    observed: int = 0
    observing: bool = False

    @property
    def tasks(self) -> int:
        """How many things need a person. Answers that wait for a yes are settled with one click: they count as one."""
        each = (self.held, self.questions, self.unreachable, self.failed, self.broken, self.missed, self.deadlines)
        return sum(len(group) for group in each) + bool(self.approvals)

    @property
    def empty(self) -> bool:
        """Nothing to do and nothing new."""
        return not (self.tasks or self.news or self.commands)

    @property
    def happened(self) -> bool:
        """Has anything happened since the last digest that an organiser wants to know?"""
        if self.news or any(d.until - self.now < PRESSING for d in self.deadlines):
            return True
        moments = [d.told_from for d in self.deadlines]
        moments += [m.at for m in (*self.held, *self.questions)] + [a.at for a in (*self.approvals, *self.failed)]
        moments += [u.at for u in self.unreachable] + [b.at for b in self.broken if b.at]
        return any(self.since is None or moment > self.since for moment in moments)
