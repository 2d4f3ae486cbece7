"""Commands that only look make nothing, and wait for nobody."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

import pytest

from tests.cli.shell import Shell
from tests.cli.test_errors import EVENTS, SETTINGS

LOOKING = (
    ("status",), ("registrations",), ("event", "list"), ("outbox", "list"), ("outbox", "list", "--all"),
    ("review", "list"), ("addresses", "list"),
)  # fmt: skip


@pytest.mark.parametrize("arguments", LOOKING, ids=" ".join)
def test_nothing_is_made(shell: Shell, arguments: tuple[str, ...]) -> None:
    shell.environment |= SETTINGS
    done = shell.run(*arguments)
    assert (done.code, done.err) == (0, "")
    assert list(shell.folder.iterdir()) == []


def test_what_is_not_there_is_said(shell: Shell) -> None:
    shell.environment |= SETTINGS
    for arguments in (("event", "show", "x"), ("outbox", "show", "1"), ("review", "show", "1")):
        done = shell.run(*arguments)
        assert done.code in {1, 2}
        assert done.err.count("\n") == 1
    assert list(shell.folder.iterdir()) == []


def test_a_writer_is_not_waited_for(shell: Shell) -> None:
    shell.environment |= SETTINGS
    assert shell.run("event", "import", EVENTS, "--yes").code == 0
    shell.run("event", "list")  # the program is loaded
    with closing(sqlite3.connect(shell.folder / "data" / "mailreg.sqlite3")) as other:
        other.execute("BEGIN EXCLUSIVE")
        begin = time.monotonic()
        for arguments in LOOKING:
            done = shell.run(*arguments)
            assert (done.code, done.err) == (0, "")
        assert time.monotonic() - begin < 14  # one alone would wait for 15 seconds


def test_a_database_that_is_in_the_way_is_named(shell: Shell) -> None:
    shell.environment |= SETTINGS | {"MAILREG_DATABASE_URL": "sqlite:////no/such/folder/m.db"}
    done = shell.run("event", "list")
    assert done.code == 1
    assert "lässt sich nicht öffnen" in done.err
