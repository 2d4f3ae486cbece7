"""The labelled mails: with the label as the reading, policy decides as the label says, whether or not it knows our
address. What is measured here is policy alone, on real headers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mailreg.decode import decode
from mailreg.decode.eventfile import parse_events
from mailreg.model.decision import Situation
from mailreg.model.reading import Doubt, Found, Kind, Need, NeedKind, Person, Reading
from mailreg.policy.decide import decide
from mailreg.registrations.apply import apply

CORPUS = Path(__file__).parent.parent / "corpus"
EVENTS = parse_events((CORPUS / "events.toml").read_bytes(), source="events.toml")
OURS = frozenset({"stoye@agjf-sachsen.de"})
# Labels have no field for doubts; these two mails are held for one alone.
DOUBTS = {"d1-052": "conditional", "d2-033": "suspicious"}
MAILS = sorted((CORPUS / "dev").glob("*.eml"))


def labelled(path: Path) -> tuple[Reading, str]:
    label = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    needs = [Need(NeedKind.TRAVEL_COSTS)] if label["travel_costs"] else []
    needs += [Need(NeedKind.INTERPRETING, code) for code in label["interpreting"]]
    needs += [Need(NeedKind(kind)) for kind in label["other_needs"]]
    reading = Reading(
        kind=Found(Kind(label["kind"])),
        language=Found(label["reply_language"]),
        event=Found(label["event"]),
        people=tuple(Person(p["name"], p["email"], p["organisation"], p["phone"]) for p in label["participants"]),
        headcount=Found(label["headcount"]),
        withdrawn=tuple(Found(name) for name in label["withdrawn"]),
        needs=tuple(Found(need) for need in needs),
        question=Found(label["question"]),
        doubts=(Doubt(DOUBTS[path.stem]),) if path.stem in DOUBTS else (),
    )
    return reading, label["handling"]


@pytest.mark.parametrize("ours", [frozenset(), OURS], ids=["unknown", "known"])
@pytest.mark.parametrize("path", MAILS, ids=[path.stem for path in MAILS])
def test_policy_decides_as_labelled(path: Path, ours: frozenset[str]) -> None:
    letter = decode(path.read_bytes(), own_addresses=ours)
    reading, handling = labelled(path)
    assert letter.date is not None
    situation = Situation(letter.date, letter.date, EVENTS, ours)
    decision = decide(letter, reading, situation)
    assert decision.handling == handling, decision.rule
    outcome = apply(decision, reading, letter, situation, 1)
    assert bool(outcome.answer) is (handling == "automatic")
    if handling == "automatic" and reading.kind.value is Kind.REGISTER:
        assert [r.seats for r in outcome.registrations] == [reading.headcount.value]


def test_there_are_labelled_mails() -> None:
    assert len(MAILS) >= 150
