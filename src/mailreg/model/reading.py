"""What was understood of one letter, each finding with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from mailreg.model.mail import Span

T = TypeVar("T")


class Kind(StrEnum):
    """What the writer wants."""

    REGISTER = "register"
    CANCEL = "cancel"
    CHANGE = "change"
    QUESTION = "question"
    AUTOMATIC = "automatic"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value, how sure we are of it (0 to 1), and the words that prove it."""

    value: T
    confidence: float = 1.0
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who comes. `name` in the order in which the person writes it; None if unknown."""

    name: str | None
    email: str | None = None
    organisation: str | None = None
    phone: str | None = None  # E.164
    evidence: tuple[Span, ...] = ()


class NeedKind(StrEnum):
    TRAVEL_COSTS = "travel_costs"
    INTERPRETING = "interpreting"
    ACCESSIBILITY = "accessibility"
    CHILDCARE = "childcare"
    DIET = "diet"


@dataclass(frozen=True, slots=True)
class Need:
    """Something that is asked for. `detail`: for interpreting the ISO 639-1 code ("und" if not named, "sgn" for
    sign language), otherwise free words or ""."""

    kind: NeedKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason why a person should look first, and its evidence.

    Codes: "conditional" (comes only if …), "undecided", "unclear_event", "unclear_who" (no name, or whose it is),
    "unclear_count", "contradictory" (numbers, or day and town, that don't fit each other; who comes is decided later),
    "unknowing" (registers somebody without their knowledge), "press", "complaint", "after_event"
    (minutes, receipts), "competing" (two readings), "suspicious" (header or script injection, a forged person),
    "little_known" (a language that is known little or not at all)."""

    code: str
    evidence: tuple[Span, ...] = ()


class Role(StrEnum):
    """What somebody who is named in a mail has to do with the event."""

    COMES = "comes"
    WITHDRAWN = "withdrawn"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Remark:
    """What the second opinion says of a name. `sure`: how probable the role is; `changed`: the rules said otherwise."""

    name: str
    role: Role
    sure: float
    changed: bool = False
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Rival:
    """Another way to read one thing in a mail. `field`: "kind" (value: a Kind), "headcount" (a number) or
    "travel_costs" (whether they are asked for). `sure`: how probable it is."""

    field: str
    value: Kind | int | bool
    sure: float


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole of what was understood. `headcount` counts seats that this mail by itself asks for.
    `withdrawn_needs`: needs that an earlier mail had and this one takes back."""

    kind: Found[Kind]
    language: Found[str]  # ISO 639-1 of the writer's own words
    event: Found[str | None]
    people: tuple[Person, ...] = ()
    headcount: Found[int] = Found(0)
    withdrawn: tuple[Found[str], ...] = ()  # names
    needs: tuple[Found[Need], ...] = ()
    withdrawn_needs: tuple[Found[Need], ...] = ()
    question: Found[bool] = Found(False)
    doubts: tuple[Doubt, ...] = ()
    why: str = ""  # the named rule of understand/intent.py that gave the kind
    remarks: tuple[Remark, ...] = ()  # the second opinion on each name; empty where there is none
    rivals: tuple[Rival, ...] = ()  # other readings that a person should see; only where there are doubts

    def details(self, kind: NeedKind) -> tuple[str, ...]:
        """The sorted, distinct details of the needs of one kind."""
        return tuple(sorted({f.value.detail for f in self.needs if f.value.kind is kind}))

    def has(self, kind: NeedKind) -> bool:
        return any(f.value.kind is kind for f in self.needs)
