"""Organisations, telephone numbers and addresses of people, as many writers put them: see people_data.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.understand.letters import judged

MAILS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "people_data.toml").read_text(encoding="utf-8"))[
    "mail"
]


@pytest.mark.parametrize("mail", MAILS, ids=[f"{n}: {m['text'][:40]!r}" for n, m in enumerate(MAILS)])
def test_data(mail: dict[str, Any]) -> None:
    reading, _ = judged("Anmeldung Fachtag 17.11.", mail["text"], mail["from"])
    wanted = [tuple(None if field == "-" else field for field in person) for person in mail["people"]]
    found = [(p.name, p.organisation, p.phone, p.email) for p in reading.people]
    assert [person[: len(w)] for person, w in zip(found, wanted, strict=False)] == wanted
    assert len(found) == len(wanted)
