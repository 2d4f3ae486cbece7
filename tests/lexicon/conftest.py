"""The lexicons are tested with the rules alone."""

from __future__ import annotations

import pytest

from mailreg.understand import opinion


@pytest.fixture(autouse=True)
def rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opinion, "load_models", lambda: None)
