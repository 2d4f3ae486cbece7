"""Which mails that wait for a person may be answered meanwhile."""

from __future__ import annotations

import pytest

from mailreg.model.decision import Decision, Handling
from mailreg.model.mail import Address, Letter, Machine, MachineKind
from mailreg.model.outgoing import Purpose
from mailreg.model.reading import Found, Kind, Reading
from mailreg.policy.held import answer_to_held
from mailreg.policy.table import RULES

AMIRA = Address("amira@msov.example", "Amira Haddad")


def told(kind: Kind, rule: str, handling: Handling = Handling.REVIEW, machine: Machine | None = None) -> Purpose | None:
    reading = Reading(Found(kind), Found("de"), Found("treffen"))
    return answer_to_held(Decision(handling, rule), reading, Letter("<1@x>", AMIRA, "", "", (), machine=machine))


@pytest.mark.parametrize(
    ("kind", "rule", "purpose"),
    [
        (Kind.REGISTER, "unsure", Purpose.RECEIVED),
        (Kind.CANCEL, "withdrawn unclear", Purpose.RECEIVED),
        (Kind.CHANGE, "nothing changed", Purpose.RECEIVED),
        (Kind.REGISTER, "doubt: conditional", Purpose.RECEIVED),
        (Kind.QUESTION, "question", Purpose.QUESTION),
        (Kind.QUESTION, "doubt: unclear_who", Purpose.QUESTION),
        (Kind.REGISTER, "after the deadline", Purpose.CLOSED),
        (Kind.CANCEL, "after the deadline", Purpose.RECEIVED),
    ],
)
def test_a_person_hears_that_the_mail_has_arrived(kind: Kind, rule: str, purpose: Purpose) -> None:
    assert rule in {row.name for row in RULES}
    assert told(kind, rule) is purpose


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        (Kind.REGISTER, "forged"),
        (Kind.REGISTER, "spam"),
        (Kind.REGISTER, "bulk"),
        (Kind.REGISTER, "not addressed"),
        (Kind.REGISTER, "somebody else's registration"),
        (Kind.REGISTER, "doubt: suspicious"),
        (Kind.QUESTION, "doubt: press"),
        (Kind.QUESTION, "doubt: complaint"),
        (Kind.REGISTER, "after the start"),
        (Kind.UNRELATED, "names our event"),
        (Kind.AUTOMATIC, "perhaps automatic"),
    ],
)
def test_silence_is_safer(kind: Kind, rule: str) -> None:
    assert rule in {row.name for row in RULES}
    assert told(kind, rule) is None


@pytest.mark.parametrize("handling", [Handling.AUTOMATIC, Handling.IGNORE])
def test_only_what_waits(handling: Handling) -> None:
    assert told(Kind.REGISTER, "unsure", handling) is None


def test_no_machine_is_answered() -> None:
    assert told(Kind.REGISTER, "unsure", machine=Machine(MachineKind.AUTO, "x", certain=False)) is None
