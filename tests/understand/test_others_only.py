"""Whoever only tells of others, and signs, gives back no seat of their own."""

from __future__ import annotations

import pytest

from mailreg.model.reading import Kind
from tests.understand.letters import judged

SECOND_OPINION = True


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Tom Roth kann nicht teilnehmen.", ["Tom Roth"]),
        ("Tom Roth can't come after all.", ["Tom Roth"]),
        ("Anna Kurz und Tom Roth müssen leider absagen.", ["Anna Kurz", "Tom Roth"]),
        ("Tom Roth und ich müssen leider absagen.", ["Jana Wolters", "Tom Roth"]),
        ("Ich kann leider nicht kommen.", ["Jana Wolters"]),
    ],
)
def test_gone(text: str, gone: list[str]) -> None:
    reading, _ = judged("Re: Ihre Anmeldung zum get together am 11.10.", f"{text}\n\nGruß\nJana Wolters")
    assert reading.kind.value is Kind.CANCEL
    assert sorted(w.value or "" for w in reading.withdrawn) == gone
