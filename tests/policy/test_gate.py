"""Every row of GATES: what drops an answer, what holds it, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mailreg.model.decision import Decision, Gate, Handling, Mode, Situation, Traffic
from mailreg.model.mail import Address, Letter, Machine, MachineKind
from mailreg.model.reading import Found, Kind, Reading
from mailreg.model.registration import Event
from mailreg.policy.guards import GATES, gate, notice_gate

NOW = datetime(2030, 5, 2, 9, tzinfo=UTC)
EVENT = Event(
    "treffen", "Treffen", NOW + timedelta(days=2), NOW + timedelta(days=3), registration_email="An@verein.example"
)
READING = Reading(Found(Kind.REGISTER), Found("de"), Found(EVENT.id))
YES = Decision(Handling.AUTOMATIC, "clear registration")
US = "desk@verein.example"


def letter(**other: Any) -> Letter:
    return Letter("<1@example.org>", Address("mina@example.org"), "Anmeldung", "", (), **other)


def passed(
    recipient: str = "mina@example.org", decision: Decision = YES, mail: Letter | None = None, **facts: Any
) -> Gate:
    given: dict[str, Any] = {"now": NOW, "received_at": NOW, "events": (EVENT,), "own_addresses": frozenset({US})}
    return gate(decision, READING, mail or letter(), Situation(**{**given, **facts}), recipient)


LISTED = letter(bulk="List-Id", headers=(("list-id", "<runde.listen.example>"),))
MARKED = letter(bulk="List-Id", headers=(("list-post", "<mailto:Alle@listen.example>"),))
SPREAD = letter(bulk="Precedence", reply_to=Address("kreis@example.org"), to=(Address("kreis@example.org"),))
BOUNCE = letter(machine=Machine(MachineKind.BOUNCE, "report", True))

CASES: list[tuple[str, Gate]] = [
    ("ignored", passed(decision=Decision(Handling.IGNORE, "unrelated"))),
    ("machine", passed(mail=BOUNCE)),
    ("never_answer_address", passed("noreply@dienst.example")),
    ("never_answer_address", passed("MAILER-DAEMON@dienst.example")),
    ("never_answer_address", passed("Desk@Verein.example")),
    ("never_answer_address", passed("an@verein.example")),
    ("never_answer_address", passed("")),
    ("never_answer_address", passed("runde@listen.example", mail=LISTED)),
    ("never_answer_address", passed("alle@listen.example", mail=MARKED)),
    ("never_answer_address", passed("kreis@example.org", mail=SPREAD)),
    ("never_answer_address", passed("runde-request@listen.example")),
    ("answered_by_hand", passed(answered_by_hand=True)),
    ("event_over", passed(now=EVENT.start)),
    ("event_cancelled", passed(events=(replace(EVENT, cancelled_at=NOW),))),
    ("mode_observe", passed(mode=Mode.OBSERVE)),
    ("review", passed(decision=Decision(Handling.REVIEW, "spam"))),
    ("ceiling_address_hour", passed(traffic=Traffic(address_last_hour=3))),
    ("ceiling_address_day", passed(traffic=Traffic(address_last_day=10))),
    ("flood", passed(traffic=Traffic(installation_last_hour=50))),
    ("flood", passed(traffic=Traffic(installation_last_hour=80, usual_per_day=8))),
    ("first_sight", passed(first_sight=True)),
    ("mode_approve", passed(mode=Mode.APPROVE)),
]


@pytest.mark.parametrize(("name", "result"), CASES, ids=[f"{i}-{name}" for i, (name, _) in enumerate(CASES)])
def test_gate(name: str, result: Gate) -> None:
    drops = next(row.drops for row in GATES if row.name == name)
    assert result == (Gate(drop=name) if drops else Gate(hold=name))


def test_every_row_has_a_case_and_a_reason() -> None:
    assert [row.name for row in GATES] == list(dict.fromkeys(name for name, _ in CASES))
    assert all(row.why.endswith((".", ")")) for row in GATES)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"traffic": Traffic(2, 9, 49, 0)},
        {"traffic": Traffic(0, 0, 79, 8)},
        {"now": EVENT.start - timedelta(seconds=1)},
        {"own_addresses": frozenset()},
    ],
)
def test_an_open_gate(facts: dict[str, Any]) -> None:
    assert passed(**facts) == Gate()


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        ({"mode": Mode.APPROVE, "first_sight": True, "traffic": Traffic(3)}, Gate(hold="ceiling_address_hour")),
        ({"mode": Mode.OBSERVE, "traffic": Traffic(3)}, Gate(hold="mode_observe")),
        ({"mode": Mode.OBSERVE, "answered_by_hand": True}, Gate(drop="answered_by_hand")),
    ],
)
def test_what_no_one_can_lift_comes_first(facts: dict[str, Any], first: Gate) -> None:
    """A person's yes lifts first_sight and mode_approve: those must not hide a ceiling."""
    assert passed(**facts) == first


def test_a_web_form_that_a_person_accepted_is_answered() -> None:
    robot = letter(machine=Machine(MachineKind.ROBOT, "noreply", True), reply_to=Address("omar@example.org"))
    assert passed("omar@example.org", mail=robot) == Gate()
    assert passed("noreply@formular.example", mail=robot).drop == "never_answer_address"


@pytest.mark.parametrize(
    ("recipient", "mode", "wanted", "result"),
    [
        ("mina@example.org", Mode.AUTOMATIC, False, Gate()),
        ("mina@example.org", Mode.APPROVE, False, Gate(hold="mode_approve")),
        ("mina@example.org", Mode.APPROVE, True, Gate()),  # a person has asked for it
        ("mina@example.org", Mode.OBSERVE, True, Gate(hold="mode_observe")),
        ("noreply@dienst.example", Mode.AUTOMATIC, True, Gate(drop="never_answer_address")),
        ("Desk@Verein.example", Mode.AUTOMATIC, True, Gate(drop="never_answer_address")),
        ("an@verein.example", Mode.AUTOMATIC, False, Gate(drop="never_answer_address")),
        ("", Mode.AUTOMATIC, False, Gate(drop="never_answer_address")),
    ],
)
def test_a_mail_that_answers_none(recipient: str, mode: Mode, wanted: bool, result: Gate) -> None:
    assert notice_gate(recipient, mode, frozenset({US}), (EVENT,), wanted=wanted) == result
