"""The writer's place goes to somebody who is named: a change, and not only a cancellation. By the rules alone."""

from __future__ import annotations

import pytest

from mailreg.model.reading import Kind
from mailreg.understand.people import find_people
from mailreg.understand.read import by_rules
from tests.understand.letters import known_events
from tests.understand.test_resumed import MOMENT, analysed

GIVEN = [
    "Ich trete meinen Platz beim get together am 11.10. an Tom Kern ab. Er kann mehr damit anfangen als ich.",
    "Ich reiche meinen Platz beim get together am 11.10. weiter an Tom Kern. Ich selbst schaffe es nicht.",
    "Am 11.10. nehmen Sie mich bitte von der Liste des get together. In die Bresche springt Herr Tom Kern.",
    "Für das get together am 11.10. muss ich leider absagen. Unser Praktikant Tom Kern kommt dafür.",
    "Für das get together am 11.10. muss ich leider absagen. Mein Ersatzmann heißt Tom Kern und ist eingearbeitet.",
]

TO_ANYBODY = [
    "Für das get together am 11.10. muss ich leider absagen. Mein Platz kann an jemand anderen gehen.",
    "Für das get together am 11.10. sage ich ab. Ich gebe meinen Platz gern an jemanden von der Warteliste weiter.",
    "Ich muss für das get together am 11.10. absagen. Geben Sie meinen Platz bitte jemand anderem.",
]


@pytest.mark.parametrize("text", GIVEN)
def test_to_somebody_named(text: str) -> None:
    analysis = analysed(text)
    _, _, verdict = by_rules(analysis, known_events(), MOMENT)
    assert verdict.kind is Kind.CHANGE
    found = find_people(analysis, verdict.kind, known_events())
    assert [p.name for p in found.people] == ["Tom Kern"]
    assert [w.value for w in found.withdrawn] == ["Kai Roth"]
    assert found.headcount.value == 1


@pytest.mark.parametrize("text", TO_ANYBODY)
def test_to_anybody(text: str) -> None:
    _, _, verdict = by_rules(analysed(text), known_events(), MOMENT)
    assert verdict.kind is Kind.CANCEL
