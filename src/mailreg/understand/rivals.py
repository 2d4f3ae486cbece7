"""The other reading: where a person must look, they see what else the mail may mean, not only that it is unclear."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mailreg.model.reading import Kind, NeedKind, Reading, Rival
from mailreg.understand.network.hear import Heard
from mailreg.understand.opinion import OURS, Opinion

SHOWN = 0.2  # how probable another reading must be
_COMING = frozenset({Kind.REGISTER, Kind.CHANGE})


def with_rivals(reading: Reading, opinion: Opinion | None) -> Reading:
    """The reading with the likeliest other value of each thing that is told in two ways. What costs nothing is asked:
    the models' opinion of the kind, and the network where it has read the mail anyway."""
    if opinion is None or not reading.doubts:
        return reading
    rivals = list(_kinds(reading, opinion.kinds))
    listener = opinion.listener
    heard = listener.has_heard if listener is not None else None
    if listener is not None and heard is not None and reading.kind.value in _COMING:
        rivals += _seats(reading, heard) if listener.counts(reading.people) else ()
        if not listener.travel_is_ticked:
            rivals += _travel(reading, heard)
    return replace(reading, rivals=tuple(rivals)) if rivals else reading


def _kinds(reading: Reading, kinds: Mapping[str, float]) -> Iterator[Rival]:
    others = {name: p for name, p in kinds.items() if name != reading.kind.value}
    name = max(others, key=lambda k: (others[k], k), default="")
    if name and others[name] >= SHOWN and {reading.kind.value, Kind(name)} & OURS:
        yield Rival("kind", Kind(name), others[name])


def _seats(reading: Reading, heard: Heard) -> Iterator[Rival]:
    # The last choice stands for so many and more: no number that could be shown.
    others = {n: p for n, p in enumerate(heard.seats[:-1]) if n and n != reading.headcount.value}
    number = max(others, key=lambda n: (others[n], -n))
    if others[number] >= SHOWN:
        yield Rival("headcount", number, others[number])


def _travel(reading: Reading, heard: Heard) -> Iterator[Rival]:
    asked = reading.has(NeedKind.TRAVEL_COSTS)
    other = 1 - heard.travel if asked else heard.travel
    if other >= SHOWN:
        yield Rival("travel_costs", not asked, other)
