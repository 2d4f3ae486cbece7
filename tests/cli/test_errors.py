"""Whatever goes wrong is one line on standard error with exit code 1 or 2, never a traceback."""

from __future__ import annotations

import ast
import os
import resource
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.shell import COMMAND, Result, Shell

EVENTS = str(Path(__file__).parent.parent / "corpus" / "events.toml")
SETTINGS = {
    "MAILREG_ADDRESS": "anmeldung@verein.example", "MAILREG_IMAP_HOST": "127.0.0.1", "MAILREG_IMAP_PORT": "1",
    "MAILREG_IMAP_SECURITY": "none", "MAILREG_IMAP_PASSWORD": "x", "MAILREG_SMTP_HOST": "127.0.0.1",
    "MAILREG_SMTP_PORT": "1", "MAILREG_SMTP_SECURITY": "none",
}  # fmt: skip


@pytest.fixture
def ready(shell: Shell) -> Shell:
    """Valid settings; nobody answers at the servers."""
    shell.environment |= SETTINGS
    return shell


def one_line(done: Result, code: int) -> str:
    assert done.code == code, done.err
    assert done.err.count("\n") == 1, done.err
    assert done.err.startswith("mailreg: ")
    return done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["quatsch"], "Den Befehl „quatsch“ gibt es nicht."),
        (["event", "quatsch"], "Den Befehl „quatsch“ gibt es nicht."),
        (["read", "--evnts", "x", "y"], "--events"),
        (["read"], "PATH fehlt."),
        (["read", "x"], "--events fehlt."),
        (["once", "--now"], "--now braucht eine Angabe."),
        (["once", "--now=1", "zuviel"], "„zuviel“ ist zu viel."),
        (["outbox", "show", "eins"], "NR: Das ist keine Zahl."),
        (["init", "--imap-port", "993a"], "--imap-port: Das ist keine Zahl."),
        (["init", "--smtp-port", "65536"], "65535"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_wrong_command_line_is_told_in_german(shell: Shell, arguments: list[str], words: str) -> None:
    assert words in one_line(shell.run(*arguments), 2)


def test_without_a_command_there_is_help(shell: Shell) -> None:
    done = shell.run()
    assert done.code == 2
    assert "Befehle:" in done.err


@pytest.mark.parametrize("command", ["run", "once", "registrations", "status", "health"])
def test_without_settings_the_next_step_is_named(shell: Shell, command: str) -> None:
    assert "mailreg init" in one_line(shell.run(command), 2)
    assert list(shell.folder.iterdir()) == []


def test_every_wrong_setting_has_a_line_of_its_own(ready: Shell) -> None:
    ready.environment |= {"MAILREG_MODE": "auto", "MAILREG_POLL_SECONDS": "oft", "MAILREG_TIMEZONE": "Berlin"}
    done = ready.run("once")
    assert done.code == 2
    lines = done.err.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("mailreg: MAILREG_") for line in lines)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None], ids=["not UTF-8", "missing"])
def test_a_settings_file_that_cannot_be_read(ready: Shell, content: bytes | None) -> None:
    if content is not None:
        (ready.folder / "x.env").write_bytes(content)
    ready.environment["MAILREG_ENV_FILE"] = "x.env"
    assert "x.env" in one_line(ready.run("registrations"), 2)


@pytest.mark.parametrize("now", ["gestern", "2022-13-01", "2022-10-01T25:00", ""])
def test_a_moment_that_is_none(ready: Shell, now: str) -> None:
    assert "--now" in one_line(ready.run("once", "--now", now), 2)


def test_servers_that_are_away(ready: Shell) -> None:
    done = ready.run("once")
    assert done.code == 1
    assert "IMAP-Server 127.0.0.1:1" in done.err


def test_a_data_folder_that_cannot_be_made(ready: Shell) -> None:
    (ready.folder / "data").write_text("a file")
    assert "data" in one_line(ready.run("registrations"), 1)


def test_a_database_that_is_none(ready: Shell) -> None:
    (ready.folder / "data").mkdir()
    (ready.folder / "data" / "mailreg.sqlite3").write_text("Liebe Grüße " * 500)
    assert "SQLite" in one_line(ready.run("status"), 1)


def test_a_database_address_that_is_none(ready: Shell) -> None:
    ready.environment["MAILREG_DATABASE_URL"] = "irgendwo"
    assert "MAILREG_DATABASE_URL" in one_line(ready.run("registrations"), 2)
    ready.environment["MAILREG_DATABASE_URL"] = "mysql://name:geheim@host/db"
    assert "geheim" not in one_line(ready.run("registrations"), 2)


def test_a_language_without_words(ready: Shell) -> None:
    ready.environment["MAILREG_LANGUAGE"] = "klingon"
    assert "möglich sind ar, de" in one_line(ready.run("once"), 2)


def test_a_check_that_fails_says_so_on_stderr(ready: Shell) -> None:
    assert "noch nicht" in one_line(ready.run("check"), 1)


def test_a_full_disk(ready: Shell) -> None:
    """As a limit on the size of files, which SQLite reports as a full disk."""
    assert ready.run("addresses", "clear", "a@b.example").code == 2  # makes the database

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = subprocess.run(
        [*COMMAND, "event", "import", EVENTS, "--yes"], cwd=ready.folder, env=ready.full_environment(), text=True,
        capture_output=True, timeout=60, check=False, preexec_fn=small,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    # And nothing is broken afterwards.
    assert ready.run("event", "import", EVENTS, "--yes").code == 0


@pytest.mark.parametrize("arguments", [["--help"], ["event", "list"], ["event", "list", "--json"]], ids=" ".join)
def test_a_reader_who_has_had_enough(ready: Shell, arguments: list[str]) -> None:
    ready.run("event", "import", EVENTS, "--yes")
    read, write = os.pipe()
    os.close(read)  # nobody listens any more, as after `| head -0`
    done = subprocess.run(
        [*COMMAND, *arguments], cwd=ready.folder, env=ready.full_environment(), stdout=write,
        stderr=subprocess.PIPE, text=True, timeout=60, check=False,
    )  # fmt: skip
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_screen_that_is_full(ready: Shell) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, "--version"], cwd=ready.folder, env=ready.full_environment(), stdout=full,
            stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr


@pytest.mark.parametrize("moment", [0.0, 0.3, 0.5, 0.9, 1.4, 2.2])
def test_control_c(shell: Shell, moment: float) -> None:
    """Whatever is going on just then: mail arriving, a connection being opened, a pause."""
    terminal = shell.at_terminal("demo")
    terminal.expect("\n")
    time.sleep(moment)
    terminal.interrupt()
    assert terminal.end() == 130
    assert "abgebrochen" in terminal.screen
    assert list(shell.folder.iterdir()) == []


def test_a_bug_is_called_a_bug(ready: Shell) -> None:
    """Something that nobody foresaw: here a library that breaks at import."""
    (ready.folder / "rich").mkdir()
    (ready.folder / "rich" / "__init__.py").write_text("raise ZeroDivisionError")
    ready.environment["PYTHONPATH"] = str(ready.folder)
    line = one_line(ready.run("read", "--events", EVENTS, EVENTS), 1)
    assert "ZeroDivisionError" in line
    assert "MAILREG_LOG_LEVEL=debug" in line


def test_help_imports_nothing_heavy(shell: Shell) -> None:
    """What makes a start slow stays out of it: measured by what is imported, not by the clock."""
    script = (
        "import sys\nfrom mailreg.cli import run\nassert run(['--help']) == 0\n"
        "heavy = 'sqlalchemy alembic rich babel icalendar docx pypdf apscheduler jinja2 imap_tools selectolax"
        " phonenumbers pydantic pymap aiosmtpd msal nameparser charset_normalizer numpy'.split()\n"
        "print([name for name in heavy if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run(
        [COMMAND[0], "-c", script], cwd=shell.folder, capture_output=True, text=True, timeout=60, check=True
    )
    assert ast.literal_eval(done.stderr) == []


def test_texts_and_flags_need_no_pydantic(shell: Shell) -> None:
    """typer would load it for each value, before anything else is done."""
    script = (
        "import sys\nfrom mailreg.cli import run\n"
        "assert run(['once', '--now', '2022-10-05T12:00:00Z']) == run(['outbox', 'list', '--all', '--json']) == 2\n"
        "print('pydantic' in sys.modules)"
    )
    done = subprocess.run(
        [COMMAND[0], "-c", script], cwd=shell.folder, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "False\n"
