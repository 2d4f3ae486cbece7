"""No command fails because the terminal lacks a letter: without any language set (LC_ALL=C) it gets UTF-8, and in an
old encoding what looks like the letter."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.cli.shell import COMMAND, Shell
from tests.cli.test_errors import EVENTS, SETTINGS

ASCII = {"PYTHONIOENCODING": "ascii"}
NO_LANGUAGE = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
OLD = {"PYTHONIOENCODING": "latin-1"}
MAIL = """From: Галина Вебер <galina@example.org>
To: anmeldung@verein.example
Subject: Anmeldung – get together
Date: Mon, 12 Sep 2022 10:00:00 +0200
Message-ID: <1@example.org>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Hiermit melde ich mich („gern“) zum get together an. Ich brauche Übersetzung ins Ukrainische.
Галина Вебер
"""


def run(shell: Shell, environment: dict[str, str], *arguments: str | bytes) -> tuple[int, bytes, bytes]:
    done = subprocess.run(
        [*COMMAND, *arguments], cwd=shell.folder, env=shell.full_environment() | environment, capture_output=True,
        timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def ready(shell: Shell) -> Shell:
    shell.environment |= SETTINGS
    (shell.folder / "m.eml").write_text(MAIL, encoding="utf-8")
    assert shell.run("event", "import", EVENTS, "--yes").code == 0
    return shell


@pytest.mark.parametrize(
    ("environment", "name"),
    [(ASCII, "Галина Вебер"), (NO_LANGUAGE, "Галина Вебер"), (OLD, "?????? ?????")],
    ids=["ascii", "no language", "latin-1"],
)
def test_mails_and_tables_are_shown(ready: Shell, environment: dict[str, str], name: str) -> None:
    encoding = "latin-1" if environment is OLD else "utf-8"
    for arguments, words in (
        (("read", "--events", EVENTS, "m.eml"), name),
        (("template", "list"), "alle "),
        (("event", "list"), "get together"),
        (("outbox", "list"), "Nichts zu tun"),
        (("check",), "✓ Modus" if encoding == "utf-8" else "+ Modus"),
    ):
        code, out, err = run(ready, environment, *arguments)
        assert code == (arguments == ("check",)), err
        assert words in out.decode(encoding)


def test_a_question_is_shown(shell: Shell) -> None:
    shell.environment |= NO_LANGUAGE
    terminal = shell.at_terminal("event", "import", EVENTS)
    terminal.answer("übernehmen? [j/N]", "ö")
    assert terminal.end() in {0, 1}
    assert "Fehler" not in terminal.screen


@pytest.mark.parametrize("environment", [ASCII, OLD], ids=["ascii", "latin-1"])
def test_other_programs_get_every_letter(ready: Shell, environment: dict[str, str]) -> None:
    code, out, err = run(ready, environment, "event", "list", "--json")
    assert (code, err) == (0, b"")
    assert "Träger" in json.dumps([json.loads(line) for line in out.decode().splitlines()], ensure_ascii=False)


@pytest.mark.parametrize("environment", [{}, NO_LANGUAGE, OLD], ids=["UTF-8", "no language", "latin-1"])
def test_a_file_s_name_that_is_no_text(shell: Shell, environment: dict[str, str]) -> None:
    code, _, err = run(shell, environment, "event", "import", b"\xff\xfe.toml")
    assert code == 2
    assert b".toml ist nicht da" in err
