"""Tables of sentences hold the rules: there the second opinion is silent. A module with `SECOND_OPINION = True` reads
as the program does."""

from __future__ import annotations

import pytest

from mailreg.understand import opinion
from tests.understand import letters


@pytest.fixture(autouse=True)
def second_opinion(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if getattr(request.module, "SECOND_OPINION", False):
        letters.judged.cache_clear()
        return
    monkeypatch.setattr(opinion, "load_models", lambda: None)
    letters.judged.cache_clear()
