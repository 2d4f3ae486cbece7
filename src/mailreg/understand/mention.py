"""One person mentioned in the text: the name, where it stands, what introduces it and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from mailreg.model.mail import Span
from mailreg.understand.text import Clause
from mailreg.understand.withdrawn import Says


class Cue(Enum):
    INTRODUCED = "introduced"  # "I am …", "my name is …"
    TITLE = "title"
    RELATION = "relation"
    CALLED = "called"
    LISTED = "listed"
    ADDRESS = "address"  # an address in the mail looks like it
    GIVEN = "given"  # begins with a common given name
    JOINED = "joined"  # stands beside a known name or "and I"
    SELF = "self"  # "I, …": the writer, if the header does not say otherwise
    PLACE = "place"  # nothing but its place in a clause about coming says so
    SMALL = "small"  # written in small letters


@dataclass(frozen=True)
class Mention:
    """`first`, `last`: tokens of the name; `relation`: the concept of the word before it, if any."""

    name: str
    first: int
    last: int
    start: int
    end: int
    span: Span
    cues: frozenset[Cue]
    relation: str | None = None
    relation_at: int | None = None
    says: Says = Says.NOTHING
    told: bool = False
    clause: Clause | None = None
    emails: tuple[str, ...] = ()
    organisation: str | None = None
    phone: str | None = None
    source: bool = False  # who only sent or told: "die Einladung von Frau Weber"
    also: tuple[int, ...] = field(default=())  # further places where the same person stands (first tokens)
    answer: bool | None = None  # what stands behind the name alone: "Anna ja, Tom nein" (ticks.py)
