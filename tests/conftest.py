"""What all tests share. Fixtures of real servers live in tests/servers and are imported where they are needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

HERE = Path(__file__).parent
# Tests that start mailreg as a process many times: part of `make test`, too slow for `make check`.
OF_PROCESSES = (
    HERE / "cli",
    HERE / "demo" / "test_show.py",
    HERE / "test_reasons.py",
    HERE / "test_wheel.py",
    HERE / "store" / "test_processes.py",
)
# Tests that try all kinds in all languages, hundreds of whole mails or invented values, or whole days of the desk:
# likewise.
THOROUGH = (
    HERE / "compose" / "test_digest.py",
    HERE / "compose" / "test_digest_languages.py",
    HERE / "compose" / "test_golden.py",
    HERE / "compose" / "test_hostile.py",
    HERE / "compose" / "test_other_parsers.py",
    HERE / "compose" / "test_templates.py",
    HERE / "decode" / "test_flyers.py",
    HERE / "decode" / "test_fuzz.py",
    HERE / "flow" / "test_commands.py",
    HERE / "flow" / "test_companions.py",
    HERE / "flow" / "test_digest.py",
    HERE / "flow" / "test_timers.py",
    HERE / "lexicon" / "test_further_languages.py",
    HERE / "notices" / "test_digest_parts.py",
    HERE / "registrations" / "test_properties.py",
    HERE / "store" / "test_memory.py",
    HERE / "understand" / "test_glance.py",
    HERE / "understand" / "test_languages_mails.py",
    HERE / "understand" / "test_people_mails.py",
    HERE / "understand" / "test_said_otherwise.py",
)
# What these files make once for all their tests is dear: one worker takes them.
BY_ONE_WORKER = frozenset({"tests/test_wheel.py", "tests/demo/test_show.py"})


class Scheduling(LoadScopeScheduling):
    """Each test goes to the worker that is free, but for those of BY_ONE_WORKER. (The marks that xdist 3.8 has for it
    are lost on pytest 9.)"""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return path if path in BY_ONE_WORKER else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Scheduling:
    return Scheduling(config, log)  # type: ignore[arg-type]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in _marks(item.path):
            item.add_marker(mark)


@cache
def _marks(path: Path) -> tuple[str, ...]:
    places = {path, *path.parents}
    return (
        *(["processes"] if not places.isdisjoint(OF_PROCESSES) else []),
        *(["e2e"] if HERE / "e2e" in places else []),
        *(["thorough"] if path in THOROUGH else []),
    )
