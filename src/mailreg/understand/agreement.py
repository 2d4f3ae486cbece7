"""Does the network, which has read the mail by itself, hear what the reading says? Where it does not, an answer would
perhaps be wrong.

The two err differently: what both say is hardly ever wrong, and where they differ one of them is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from mailreg.model.mail import Letter
from mailreg.model.reading import NeedKind, Person, Reading
from mailreg.understand.facts import Facts
from mailreg.understand.network.hear import ROLES, Heard, load_network
from mailreg.understand.network.letters import Reader, as_read

SURE_KIND = SURE_ROLE = 0.9  # from here on the network is not asked …
SURE_NUMBER = 0.9  # the same of the number of seats: asked of surer ones, too, it finds no more that is wrong
SURE_SEATS = 0.9  # how sure it must be of a number that nobody else thought of
UNSURE_NEED = 0.1  # … nor below this, and above the rest of one
RULED_OUT = 0.05  # of seats, of those who stay away, of travel costs: what it says less of waits for a person
FEW, FEW_RULED_OUT = 3, 0.3  # people, and the same of so few seats: a number that is so unlikely waits
FEW_GONE = 0.4  # … and so does one of so few who stay away
UNSURE_COUNT = 0.6  # the number of so few seats waits, too, where all together are less sure of it
NO_ANSWER = 0.65  # where it finds it less likely that an answer is due, a person looks …
SURE_ANSWER, NONE_AT_ALL = 0.9, 0.12  # … and where the others are as sure as this, below that
SURE_COUNT = 0.87  # from here on it counts more people than these worse than the others: it has read few lists
COMPETING = "competing"
_DOUBTS = {"seats": "unclear_count", "gone": "unclear_who"}

_DAYS = frozenset({"date", "near", "month"})
_WISHES = ("travel",)
_COUNTS = (*_WISHES, "seats", "gone")
_NEEDS = (NeedKind.TRAVEL_COSTS, NeedKind.CHILDCARE)
LEFT = 0.3  # of the chance of an answer, where somebody must look
_LEAST = 1e-3  # a network that says never is wrong more often than that


def logit(p: float) -> float:
    p = min(max(p, _LEAST), 1 - _LEAST)
    return math.log(p / (1 - p))


def _log(p: float) -> float:
    return math.log(max(p, _LEAST))


def agreement(reading: Reading, heard: Heard) -> dict[str, float]:
    """How far the network agrees, field by field: "answer" is the logit that an answer is due, the others are nought
    where it agrees wholly, and less where it does not."""
    return {
        "answer": logit(heard.handlings["automatic"]),
        "seats": _log(heard.seats[min(reading.headcount.value, len(heard.seats) - 1)]),
        "gone": _log(heard.gone[min(len(reading.withdrawn), len(heard.gone) - 1)]),
        "travel": _log(heard.travel if reading.has(NeedKind.TRAVEL_COSTS) else 1 - heard.travel),
    }


def are_listed(people: Sequence[Person]) -> bool:
    """Have several of them addresses of their own? Of such lists the network has read few; it counts who has one
    twice."""
    return sum(person.email is not None for person in people) > 1


def weighed(before: float, found: Mapping[str, float], weights: Mapping[str, float], bias: float) -> tuple[float, str]:
    """The chance that an answer is due and right, by all together, and the field that speaks loudest against it.
    `before`: what the others said; `weights`: of the logit of that ("before") and of each of `found`."""
    parts = {name: weights[name] * value for name, value in found.items()}
    total = bias + weights["before"] * logit(before) + sum(parts.values())
    return 1 / (1 + math.exp(-total)), min(parts, key=lambda name: (parts[name], name))


def _ruled_out(reading: Reading, found: Mapping[str, float], heard: Heard, before: float) -> str | None:
    """The field of which the network says so little that a person must look, whatever the others say."""
    few = max(reading.headcount.value, len(reading.withdrawn)) <= FEW
    out = min(_COUNTS if few or before < SURE_COUNT else _WISHES, key=lambda name: found[name])
    if found[out] < math.log(RULED_OUT):
        return out
    if few and (found["seats"] < math.log(FEW_RULED_OUT) or reading.headcount.confidence < UNSURE_COUNT):
        return "seats"
    if few and found["gone"] < math.log(FEW_GONE):
        return "gone"
    due = heard.handlings["automatic"]
    return "answer" if due < (NO_ANSWER if before < SURE_ANSWER else NONE_AT_ALL) else None


def _halfway(p: float, q: float) -> float:
    """The probability halfway between two, by their logits."""
    return 1 / (1 + math.exp(-(logit(p) + logit(q)) / 2))


def _together(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    """The probabilities of both, which weigh the same."""
    both = {name: math.sqrt(max(p, _LEAST) * max(other.get(name, 0.0), _LEAST)) for name, p in one.items()}
    whole = sum(both.values())
    return {name: p / whole for name, p in both.items()}


class Listener:
    """Reads one mail with the network, once, when it is first asked."""

    def __init__(self, letter: Letter, facts: Facts) -> None:
        self._letter, self._facts = letter, facts
        self._heard: tuple[Heard, Reader] | None = None
        self.number_is_filled_in = False  # a field of a form says how many come

    def hear(self) -> Heard | None:
        """What it hears; None where there is no network."""
        network = load_network()
        if network is None:
            return None
        if self._heard is None:
            reader = as_read(self._letter, self._facts)
            self._heard = network.hear(reader.text), reader
        return self._heard[0]

    @property
    def has_heard(self) -> Heard | None:
        """What it heard where it was asked for something; it is not asked for this."""
        return self._heard[0] if self._heard is not None else None

    def counts(self, people: Sequence[Person]) -> bool:
        """Is it heard on how many come? The network has read few forms, and few lists with addresses."""
        return not (self.number_is_filled_in or are_listed(people))

    @property
    def travel_is_ticked(self) -> bool:
        """Does a form say yes or no to travel costs? The network has read few forms."""
        return NeedKind.TRAVEL_COSTS in self._facts.needs.ticked | self._facts.needs.unticked

    @property
    def overhears(self) -> bool:
        """Is the mail an answer to something that is not known to be ours? The network does not read what is quoted."""
        return self._facts.reply and not self._facts.thread_ours

    @property
    def answers_another_matter(self) -> bool:
        """Is the mail an answer to one that is about something else, or that names our day and nothing else of ours?"""
        facts, signs = self._facts, self._facts.event.thread_signs
        only_the_day = bool(signs) and signs <= _DAYS and not (facts.thread_ours or facts.event.named)
        return facts.reply and (facts.thread_busy or only_the_day)

    def weigh(self, reading: Reading, before: float) -> tuple[float, str]:
        """The chance that an answer is due and right, and the doubt that speaks loudest against it. `before`: the
        chance by the others."""
        network, heard = load_network(), self.hear()
        if network is None or heard is None or not network.weights:
            return before, COMPETING
        found = agreement(reading, heard)
        if self.travel_is_ticked:
            found["travel"] = 0.0
        if not self.counts(reading.people):
            found["seats"] = 0.0
        if (out := _ruled_out(reading, found, heard, before)) is not None:
            return min(before, LEFT), _DOUBTS.get(out, COMPETING)
        chance, against = weighed(before, found, network.weights, network.bias)
        return chance, _DOUBTS.get(against, COMPETING)

    def kinds(self, before: Mapping[str, float]) -> Mapping[str, float]:
        """How probable each kind is by the others and the network; they weigh the same."""
        if max(before.values()) >= SURE_KIND or (heard := self.hear()) is None:
            return before
        return _together(before, heard.kinds)

    def role(self, spans: Sequence[tuple[int, int]], before: Mapping[str, float]) -> Mapping[str, float]:
        """How probable each role of somebody is who stands in the body at `spans` (offsets)."""
        if not spans or max(before.values()) >= SURE_ROLE or self.hear() is None or self._heard is None:
            return before
        heard, reader = self._heard
        places = reader.places
        here = [
            roles
            for piece, roles in zip(heard.pieces, heard.roles, strict=True)
            if any(start <= places[piece.start] < end for start, end in spans)
        ]
        if not here:
            return before
        # Who is named twice is seldom marked twice: the clearest place counts.
        comes, gone = (max(roles[ROLES.index(role)] for roles in here) for role in ("comes", "withdraws"))
        told = {"comes": comes, "withdrawn": gone, "other": 1 - min(1.0, comes + gone)}
        return _together(before, told)

    def seats(self, before: Mapping[int, float], chance: Callable[[int], float]) -> Mapping[int, float]:
        """How probable each of the numbers of seats is that may be meant, and the one that the network is sure of.
        `chance`: how probable the others find a number."""
        sure = max(before.values(), default=1.0) >= SURE_NUMBER and self._heard is None
        if sure or (heard := self.hear()) is None:
            return before
        told = heard.seats[:-1]  # the last stands for so many and more
        top = max(range(len(told)), key=lambda n: told[n])
        if top and top not in before and told[top] >= SURE_SEATS:
            before = {**before, top: chance(top)}
        return {n: _halfway(p, told[n]) if n < len(told) else p for n, p in before.items()}

    def need(self, need: NeedKind, before: float) -> float:
        """How probable it is that a need is asked for."""
        if need not in _NEEDS or not UNSURE_NEED <= before <= 1 - UNSURE_NEED or (heard := self.hear()) is None:
            return before
        return _halfway(before, heard.travel if need is NeedKind.TRAVEL_COSTS else heard.needs[need.value])
