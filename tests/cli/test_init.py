"""`mailreg init`: from an address and a password to settings that work, and nothing half done."""

from __future__ import annotations

import stat
import time
from pathlib import Path

import pytest

from mailreg.settings import load_settings
from tests.cli.shell import Shell, Terminal
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer

pytestmark = [pytest.mark.e2e, pytest.mark.dovecot]
ADDRESS = "anmeldung@verein.example"  # Dovecot's user


def options(dovecot: Dovecot, smtp: SmtpServer) -> list[str]:
    return [
        "--imap-host", dovecot.host, "--imap-port", str(dovecot.port), "--imap-security", "none",
        "--smtp-host", smtp.host, "--smtp-port", str(smtp.port), "--smtp-security", "none",
    ]  # fmt: skip


def test_without_a_terminal(shell: Shell, dovecot: Dovecot, smtp: SmtpServer) -> None:
    (shell.folder / "password").write_text(dovecot.password + "\n", encoding="utf-8")
    before = dovecot.snapshot()
    done = shell.run(
        "init", "--yes", "--address", ADDRESS, "--name", "Verein Vielfalt", "--password-file", "password",
        "--organisers", "claudia@verein.example, fritz@verein.example", *options(dovecot, smtp),
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    assert "mailreg event import" in done.out
    file = shell.folder / ".env"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    settings = load_settings({}, file)
    assert settings.address == ADDRESS
    assert settings.name == "Verein Vielfalt"
    assert settings.imap.password == dovecot.password
    assert settings.mode == "approve"
    assert settings.organisers == ("claudia@verein.example", "fritz@verein.example")
    assert len(settings.secret) >= 32
    assert dovecot.snapshot() == before
    assert smtp.accepted == []
    # What it wrote is what the other commands work with.
    assert shell.run("check").code == 0
    assert shell.run("once").code == 0


def test_again_over_an_existing_file(shell: Shell, dovecot: Dovecot, smtp: SmtpServer) -> None:
    arguments = ("init", "--password-file", "-", *options(dovecot, smtp))
    file = shell.folder / ".env"
    assert shell.run(*arguments, "--address", ADDRESS, stdin=dovecot.password).code == 0
    secret = load_settings({}, file).secret
    file.write_text(file.read_text() + "# von der IT\nHTTP_PROXY=http://proxy.example\nMAILREG_POLL_SECONDS=30\n")
    old = file.read_text()

    refused = shell.run(*arguments, "--address", ADDRESS, stdin=dovecot.password)
    assert refused.code == 2
    assert "--yes" in refused.err
    assert refused.err.count("\n") == 1
    assert file.read_text() == old

    done = shell.run("init", "--yes", "--password-file", "-", "--name", "Neu", stdin=dovecot.password)
    assert (done.code, done.err) == (0, "")
    settings = load_settings({}, file)
    assert (settings.name, settings.poll_seconds, settings.secret) == ("Neu", 30, secret)
    assert (settings.imap.port, settings.smtp.port) == (dovecot.port, smtp.port)
    assert "# von der IT\nHTTP_PROXY=http://proxy.example\n" in file.read_text()


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "words"),
    [
        ((), None, 2, "--address"),
        (("--address", ADDRESS), None, 2, "--password-file"),
        (("--address", "verein"), None, 2, "keine E-Mail-Adresse"),
        (("--address", ADDRESS, "--password-file", "missing"), None, 2, "missing"),
        (("--address", ADDRESS, "--password-file", "-"), "\n", 2, "leer"),
        (("--address", ADDRESS, "--password-file", "-", "--mode", "auto"), "x", 2, "approve"),
        (("--address", ADDRESS, "--password-file", "-", "--imap-security", "ssl"), "x", 2, "starttls"),
        (("--address", ADDRESS, "--password-file", "-", "--oauth", "yahoo"), "x", 2, "microsoft"),
        (("--address", ADDRESS, "--password-file", "-", "--organisers", "claudia"), "PASSWORD", 2, "claudia"),
        (("--address", ADDRESS, "--password-file", "-"), "falsch", 1, "Passwort"),
        (("--address", "x@outlook.com", "--password-file", "-"), "x", 2, "Terminal"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_missing_or_wrong_is_one_line_and_leaves_nothing(
    shell: Shell,
    dovecot: Dovecot,
    smtp: SmtpServer,
    arguments: tuple[str, ...],
    stdin: str | None,
    code: int,
    words: str,
) -> None:
    typed = dovecot.password if stdin == "PASSWORD" else stdin
    servers = [] if "x@outlook.com" in arguments else options(dovecot, smtp)
    # The table's own choice comes last and wins.
    done = shell.run("init", *servers, *arguments, stdin=typed)
    assert done.code == code
    assert words in done.err
    assert done.err.count("\n") == 1
    assert list(shell.folder.iterdir()) == []


def test_a_server_that_does_not_exist(shell: Shell) -> None:
    """No settings stand anywhere yet: what one typed is named."""
    done = shell.run("init", "--address", ADDRESS, "--password-file", "-", "--imap-host", "imap.invalid", stdin="x")
    assert done.code == 1
    assert "Stimmt --imap-host?" in done.err
    assert "MAILREG_" not in done.err + done.out
    assert list(shell.folder.iterdir()) == []


def test_an_smtp_server_that_is_away(shell: Shell, dovecot: Dovecot, smtp: SmtpServer) -> None:
    smtp.stop()
    done = shell.run(
        "init", "--address", ADDRESS, "--password-file", "-", *options(dovecot, smtp), stdin=dovecot.password
    )
    assert done.code == 1
    assert "SMTP-Server" in done.err
    assert list(shell.folder.iterdir()) == []


def conversation(shell: Shell, dovecot: Dovecot, smtp: SmtpServer) -> Terminal:
    terminal = shell.at_terminal("init", *options(dovecot, smtp))
    terminal.answer("E-Mail-Adresse für Anmeldungen", "kein at")
    terminal.answer("keine E-Mail-Adresse", ADDRESS.upper())
    return terminal


def test_at_a_terminal(shell: Shell, dovecot: Dovecot, smtp: SmtpServer) -> None:
    terminal = conversation(shell, dovecot, smtp)
    terminal.answer("Passwort", "falsch")
    terminal.answer("Benutzername", "")  # keeps the one it has
    terminal.answer("Passwort", dovecot.password)
    terminal.answer("Name, der als Absender erscheint", "Müller & Söhne #1")
    terminal.answer("Wer bekommt Meldungen?", "")
    terminal.answer("Zahl", "7")
    terminal.answer("Bitte eine dieser Zahlen: 1, 2, 3", "1")
    assert terminal.end() == 0
    assert dovecot.password not in terminal.screen
    settings = load_settings({}, shell.folder / ".env")
    assert (settings.address, settings.name, settings.mode) == (ADDRESS, "Müller & Söhne #1", "observe")
    assert settings.organisers == (ADDRESS,)
    assert settings.imap.password == dovecot.password


def test_a_server_that_is_named_by_hand(shell: Shell, dovecot: Dovecot, smtp: SmtpServer) -> None:
    right = options(dovecot, smtp)
    terminal = shell.at_terminal(
        "init", "--address", ADDRESS, "--imap-host", "127.0.0.1", "--imap-port", "1", *right[6:]
    )
    terminal.answer("Passwort", dovecot.password)
    terminal.answer("IMAP-Server", "localhost")
    terminal.answer("Port", "viel")
    terminal.answer("Bitte eine Zahl", str(dovecot.port))
    terminal.answer("Verschlüsselung", "keine")
    terminal.answer("Bitte tls oder starttls", "none")
    terminal.answer("Name, der", "")
    terminal.answer("Wer bekommt", "")
    terminal.answer("Zahl", "")
    assert terminal.end() == 0
    settings = load_settings({}, shell.folder / ".env")
    assert (settings.imap.host, settings.imap.port) == ("localhost", dovecot.port)


def test_saying_no_to_an_existing_file(shell: Shell) -> None:
    (shell.folder / ".env").write_text("MAILREG_NAME=alt\n")
    terminal = shell.at_terminal("init")
    terminal.answer("darin ändern?", "n")
    assert terminal.end() == 130
    assert (shell.folder / ".env").read_text() == "MAILREG_NAME=alt\n"


@pytest.mark.parametrize("last", ["E-Mail-Adresse", "Passwort", "Name, der"])
def test_control_c_leaves_nothing_behind(
    shell: Shell, dovecot: Dovecot, smtp: SmtpServer, last: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shell.environment["TMPDIR"] = str(tmp_path_factory.mktemp("scratch"))
    terminal = shell.at_terminal("init", *options(dovecot, smtp))
    for words, text in (("E-Mail-Adresse", ADDRESS), ("Passwort", dovecot.password), ("Name, der", "")):
        if words == last:
            terminal.expect(words)
            time.sleep(0.2)
            terminal.interrupt()
            break
        terminal.answer(words, text)
    assert terminal.end() == 130
    assert "abgebrochen" in terminal.screen
    assert list(shell.folder.iterdir()) == []
    assert list(Path(shell.environment["TMPDIR"]).iterdir()) == []
