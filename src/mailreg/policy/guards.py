"""May the answer go out now? One ordered table, and every outgoing path passes it, the odd ones too.

A first hit drops the answer for good, or holds it until a person says yes. The ceilings are mailreg's own
(RFC 3834, 5: a responder must limit what it sends to one address).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from mailreg.model.decision import Decision, Gate, Handling, Mode, Situation
from mailreg.model.mail import Letter, MachineKind
from mailreg.model.reading import Reading
from mailreg.model.registration import Event
from mailreg.policy import addresses

PER_HOUR = 3  # answers to one address
PER_DAY = 10
FLOOD_AT_LEAST = 50  # answers of the whole installation in an hour
FLOOD_FACTOR = 10  # times the usual answers a day


@dataclass(frozen=True, slots=True)
class Question:
    """All that a gate row may look at."""

    decision: Decision
    reading: Reading
    letter: Letter
    situation: Situation
    recipient: str  # lower case


Test: TypeAlias = Callable[[Question], bool]


@dataclass(frozen=True, slots=True)
class GateRule:
    """One row. `drops`: no answer at all; else it waits for a person. `why` is one plain German sentence."""

    name: str
    drops: bool
    why: str
    test: Test


def _never_answer_address(q: Question) -> bool:
    situation = q.situation
    return (
        "@" not in q.recipient
        or addresses.robot(q.recipient)
        or addresses.ours(q.recipient, addresses.known(situation.own_addresses, situation.events))
        or q.recipient in addresses.list_addresses(q.letter)
    )


def _machine(q: Question) -> bool:
    """A web form that sends as noreply is no obstacle here: its Reply-To is a person, and a person has said yes."""
    machine = q.letter.machine
    return machine is not None and machine.certain and machine.kind is not MachineKind.ROBOT


def _event_over(q: Question) -> bool:
    event = q.situation.event(q.reading.event.value)
    return event is not None and q.situation.now >= event.start


def _event_cancelled(q: Question) -> bool:
    event = q.situation.event(q.reading.event.value)
    return event is not None and event.cancelled


def _flood(q: Question) -> bool:
    traffic = q.situation.traffic
    return traffic.installation_last_hour >= max(FLOOD_AT_LEAST, FLOOD_FACTOR * traffic.usual_per_day)


GATES: tuple[GateRule, ...] = (
    GateRule(
        "ignored", True, "Auf diese Mail wird nicht geantwortet.", lambda q: q.decision.handling is Handling.IGNORE
    ),
    GateRule("machine", True, "Eine Maschine hat die Mail geschrieben.", _machine),
    GateRule("never_answer_address", True, "An diese Adresse wird nie geantwortet.", _never_answer_address),
    GateRule("answered_by_hand", True, "Sie haben schon selbst geantwortet.", lambda q: q.situation.answered_by_hand),
    GateRule("event_over", True, "Die Veranstaltung hat schon begonnen.", _event_over),
    GateRule("event_cancelled", True, "Die Veranstaltung ist abgesagt.", _event_cancelled),
    GateRule(
        "mode_observe",
        False,
        "mailreg schaut nur zu (Modus observe).",
        lambda q: q.situation.mode is Mode.OBSERVE,
    ),
    GateRule("review", False, "Ein Mensch muss zuerst schauen.", lambda q: q.decision.handling is Handling.REVIEW),
    GateRule(
        "ceiling_address_hour",
        False,
        f"Schon {PER_HOUR} Antworten an diese Adresse in einer Stunde.",
        lambda q: q.situation.traffic.address_last_hour >= PER_HOUR,
    ),
    GateRule(
        "ceiling_address_day",
        False,
        f"Schon {PER_DAY} Antworten an diese Adresse an einem Tag.",
        lambda q: q.situation.traffic.address_last_day >= PER_DAY,
    ),
    GateRule("flood", False, "Ungewöhnlich viele Antworten auf einmal.", _flood),
    # Last, because a person's yes lifts these two and nothing above them.
    GateRule(
        "first_sight",
        False,
        "Die Mail lag schon da, als mailreg begann oder neu begann.",
        lambda q: q.situation.first_sight,
    ),
    GateRule(
        "mode_approve",
        False,
        "Jede Antwort wartet auf Ihr Ja (Modus approve).",
        lambda q: q.situation.mode is Mode.APPROVE,
    ),
)


def gate(decision: Decision, reading: Reading, letter: Letter, situation: Situation, recipient: str) -> Gate:
    """Gate() if the answer may go out now; else the name of the first row of GATES that hits, as `drop` or `hold`."""
    question = Question(decision, reading, letter, situation, recipient.strip().lower())
    for row in GATES:
        if row.test(question):
            return Gate(drop=row.name) if row.drops else Gate(hold=row.name)
    return Gate()


def notice_gate(
    recipient: str, mode: Mode, own_addresses: frozenset[str], events: Iterable[Event], *, wanted: bool = False
) -> Gate:
    """The same for a mail that answers none: a reminder, a seat that became free, a changed event. What is written to
    many is no flood, and a notice is written once for each registration, so the ceilings of answers don't count it.
    `wanted`: a person has just asked for it, and has thereby said yes."""
    address = recipient.strip().lower()
    known = addresses.known(own_addresses, tuple(events))
    if "@" not in address or addresses.robot(address) or addresses.ours(address, known):
        return Gate(drop="never_answer_address")
    if mode is Mode.OBSERVE:
        return Gate(hold="mode_observe")
    return Gate(hold="mode_approve") if mode is Mode.APPROVE and not wanted else Gate()
