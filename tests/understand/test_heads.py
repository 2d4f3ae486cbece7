"""The second opinion on the number of seats: which numbers may be meant, and what it must never do."""

from __future__ import annotations

from typing import Any

import pytest

from mailreg.model.reading import Found, Kind
from mailreg.understand.findings import People
from mailreg.understand.heads import AGAINST, weigh_heads
from mailreg.understand.models import load_models
from mailreg.understand.senses import Softmax
from tests.understand.letters import judged

SECOND_OPINION = True


def test_there_is_a_model_of_seats() -> None:
    models = load_models()
    assert models is not None
    assert models.people is not None
    assert models.people.heads is not None


@pytest.mark.parametrize(
    ("text", "seats"),
    [
        ("Zum Fachtag am 17.11. kommen meine Kollegin Sonja Petrow und ich.\nJana Wolters", 2),
        ("Zum Fachtag am 17.11. komme ich mit zwei Kolleginnen.\nJana Wolters", 3),
        ("Ich melde mich und Samir Haddad zum Fachtag am 17.11. an. Wir haben drei kleine Kinder.\nJana Wolters", 2),
        ("Zum Fachtag am 17.11. melde ich mich an. Im Auto sind noch drei Plätze frei.\nJana Wolters", 1),
    ],
)
def test_seats_of_whole_mails(text: str, seats: int) -> None:
    reading, _ = judged("Anmeldung Fachtag", text)
    assert reading.kind.value is Kind.REGISTER
    assert reading.headcount.value == seats


def test_never_fewer_seats_than_names() -> None:
    """Whatever numbers stand in the mail."""
    text = "Zum Fachtag am 17.11. kommen Jana Wolters, Samir Haddad und Oleh Tkachenko, wir sind zu zweit im Büro."
    reading, _ = judged("Anmeldung Fachtag", text)
    assert reading.headcount.value >= len(reading.people)


def test_no_seats_stay_no_seats() -> None:
    """A cancellation, or a change of needs alone."""
    models = load_models()
    assert models is not None
    assert models.people is not None
    assert models.people.heads is not None
    none = People((), Found(0, 0.9, ()), (), ())
    assert weigh_heads(None, none, Kind.CANCEL, (), (), models.people.heads) is none  # type: ignore[arg-type]


def test_without_a_lead_the_rules_number_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model must be surer of another number by AGAINST."""
    right = Softmax.probabilities
    at: dict[str, float] = {}

    def close(self: Softmax, features: Any) -> dict[str, float]:
        if "rules" in features or any(name.startswith("choices=") for name in features):
            yes = 0.5 if "rules" in features else 0.5 + AGAINST / 2
            at["asked"] = 1.0
            return {"0": 1 - yes, "1": yes}
        return right(self, features)

    monkeypatch.setattr(Softmax, "probabilities", close)
    reading, _ = judged("Anmeldung Fachtag", "Zum Fachtag am 17.11. komme ich mit zwei Kolleginnen.\nJana Wolters")
    assert at
    assert reading.headcount.value == 3
