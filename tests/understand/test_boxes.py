"""Forms with boxes, as flyers have them in many languages:
what is ticked is asked for, an empty box asks for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailreg.model.decision import Handling
from tests.understand.letters import judged

_LINES = (Path(__file__).parent / "boxes.txt").read_text(encoding="utf-8").split("\n", 2)[2]
FORMS = [form.strip().split("\n", 1) for form in _LINES.split("\n====\n")]


@pytest.mark.parametrize(("expected", "form"), FORMS)
def test_a_form(expected: str, form: str) -> None:
    reading, decision = judged("get together 11.10.", form + "\n")
    needs = {n.value.kind[:2] + (f":{n.value.detail}" if n.value.detail else "") for n in reading.needs}
    held = expected.startswith("held ")
    assert " ".join([*sorted(needs), str(reading.headcount.value)]) == expected.removeprefix("held ")
    assert not held or decision.handling is Handling.REVIEW


def test_there_are_enough() -> None:
    assert len(FORMS) >= 50
