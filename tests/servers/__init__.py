"""Real servers for the tests. A server that is not installed is a failure in CI and a skip elsewhere."""

from __future__ import annotations

import os

import pytest


def require(available: object, reason: str) -> None:
    """Skip the test with this reason unless `available`; in CI (`CI=true`) fail instead."""
    if available:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"in CI this server must be there: {reason}")
    pytest.skip(reason)
