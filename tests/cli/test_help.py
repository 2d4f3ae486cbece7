"""Every command, group, option and argument says in German what it is for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command

from mailreg.cli import build
from mailreg.cli.commands import COMMANDS, GROUPS


def commands(command: Any = None, path: str = "mailreg") -> Iterator[tuple[str, Any]]:
    """Every command and group with what is typed to reach it."""
    command = command or get_command(build())
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, f"{path} {name}")


EVERY = dict(commands())


def test_the_table_of_commands_is_what_there_is() -> None:
    top = {path.split()[1] for path in EVERY if path != "mailreg"}
    assert top == {name for name, _, _ in (*COMMANDS, *GROUPS)}


@pytest.mark.parametrize("path", EVERY)
def test_what_it_is_for(path: str) -> None:
    command = EVERY[path]
    assert command.help
    assert command.help.strip().endswith(".")
    missing = [p.name for p in command.params if p.name not in {"help"} and not getattr(p, "help", None)]
    assert missing == []


@pytest.mark.parametrize("path", EVERY)
def test_nothing_in_english_and_nothing_cut(path: str) -> None:
    command = EVERY[path]
    with command.make_context(path, [], resilient_parsing=True) as context:
        text = command.get_help(context)
    for english in ("Usage", "Options:", "Commands:", "Arguments:", "Show this", "required", "default", "<", "..."):
        assert english not in text, text
    assert text.startswith(f"Aufruf: {path} ")
