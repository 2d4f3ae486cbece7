"""`mailreg check`: says what works and what is to be done, and changes nothing."""

from __future__ import annotations

import json
import resource
import subprocess
from pathlib import Path

import pytest

from mailreg.compose.templates import load_templates
from tests.cli.shell import COMMAND, Shell
from tests.e2e.desk import ADDRESS, Desk

EVENT = """
[[event]]
id = "sommerfest"
title = "Sommerfest"
start = 2099-07-01T10:00:00+02:00
end = 2099-07-01T16:00:00+02:00
registration_email = "stoye@agjf-sachsen.de"
"""


def findings(desk: Desk, code: int) -> dict[str, list[dict[str, str]]]:
    """The JSON lines by their subject."""
    found: dict[str, list[dict[str, str]]] = {}
    for line in desk.mailreg("check", "--json", code=code).splitlines():
        one = json.loads(line)
        assert set(one) == {"check", "state", "text", "todo"}
        found.setdefault(one["check"], []).append(one)
    return found


def states(found: dict[str, list[dict[str, str]]], subject: str) -> list[str]:
    return [one["state"] for one in found[subject]]


@pytest.mark.e2e
@pytest.mark.dovecot
class TestOnRealServers:
    def test_a_desk_that_works(self, desk: Desk, tmp_path: Path) -> None:
        (tmp_path / "sommer.toml").write_text(EVENT)
        desk.mailreg("event", "import", "sommer.toml", "--yes")
        desk.deliver(b"Subject: x\r\n\r\nx\r\n")
        mails, data = desk.dovecot.snapshot(), tree(tmp_path)
        out = desk.mailreg("check")
        assert "✗" not in out
        for words in (
            f"Claudia Stoye <{ADDRESS}>", "freigeben", "INBOX (1 Mail)", "„Sent“", "gesendet wurde nichts",
            "Sommerfest", "01.07.2099 10:00", "Europe/Berlin", "Sprachen",
        ):  # fmt: skip
            assert words in out
        assert "Alles bereit" in out
        # Looking changed nothing: not the mailbox, not the files, and nobody got a mail.
        assert desk.dovecot.snapshot() == mails
        assert tree(tmp_path) == data
        assert desk.smtp.accepted == []
        found = findings(desk, 0)
        assert all(state != "error" for subject in found for state in states(found, subject))

    def test_it_takes_no_longer_than_a_person_waits(self, desk: Desk) -> None:
        """Two seconds; measured by the processor's time, in which other tests have no part."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [*COMMAND, "check"], env=desk.environment, cwd=desk.folder, capture_output=True, timeout=60, check=True
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert b"Alles bereit" in done.stdout
        assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2

    def test_before_the_first_start(self, desk: Desk, tmp_path: Path) -> None:
        desk.changes["MAILREG_DATA_DIR"] = str(tmp_path / "new" / "data")
        found = findings(desk, 0)
        assert states(found, "Datenbank") == ["ok"]
        assert states(found, "Veranstaltungen") == ["warning"]
        assert not (tmp_path / "new").exists()

    def test_a_wrong_password_does_not_hide_the_rest(self, desk: Desk) -> None:
        desk.changes["MAILREG_IMAP_PASSWORD"] = "falsch"
        found = findings(desk, 1)
        assert states(found, "Postfach") == ["error"]
        assert "Passwort" in found["Postfach"][0]["text"]
        assert states(found, "Versand") == ["ok"]
        assert states(found, "Vorlagen") == ["ok"]

    def test_a_missing_folder_names_those_that_exist(self, desk: Desk) -> None:
        desk.changes["MAILREG_IMAP_FOLDER"] = "INBOX,Anmeldungen"
        found = findings(desk, 1)
        assert "Anmeldungen" in found["Postfach"][0]["text"]
        assert "mailreg check" not in found["Postfach"][0]["text"]  # that is where one is
        assert "Sent" in found["Postfach"][0]["todo"]

    def test_servers_that_are_away(self, desk: Desk) -> None:
        desk.dovecot.stop()
        desk.smtp.stop()
        found = findings(desk, 1)
        assert (states(found, "Postfach"), states(found, "Versand")) == (["error"], ["error"])
        assert states(found, "Datenbank") == ["ok"]

    def test_events_that_are_over_and_a_closed_list(self, desk: Desk, tmp_path: Path) -> None:
        assert "keine, die noch bevorsteht" in desk.mailreg("check")
        (tmp_path / "s.toml").write_text(EVENT + "registration_deadline = 2022-01-01T00:00:00+01:00\n")
        desk.mailreg("event", "import", "s.toml", "--yes")
        assert "Anmeldeschluss war 01.01.2022" in desk.mailreg("check")

    def test_an_event_whose_flyer_names_another_address(self, desk: Desk, tmp_path: Path) -> None:
        (tmp_path / "s.toml").write_text(EVENT.replace("stoye@", "info@"))
        desk.mailreg("event", "import", "s.toml", "--yes")
        (one,) = findings(desk, 0)["Veranstaltungen"]
        assert one["state"] == "warning"
        assert "info@agjf-sachsen.de" in one["text"]


@pytest.fixture
def lonely(shell: Shell) -> Shell:
    """Settings whose servers nobody answers for: a closed port on this machine."""
    shell.environment |= {
        "MAILREG_ADDRESS": "anmeldung@verein.example", "MAILREG_IMAP_HOST": "127.0.0.1", "MAILREG_IMAP_PORT": "1",
        "MAILREG_IMAP_SECURITY": "none", "MAILREG_IMAP_PASSWORD": "x", "MAILREG_SMTP_HOST": "127.0.0.1",
        "MAILREG_SMTP_PORT": "1", "MAILREG_SMTP_SECURITY": "none",
    }  # fmt: skip
    return shell


def one(shell: Shell, subject: str, code: int = 1) -> dict[str, str]:
    """The first finding of a subject."""
    done = shell.run("check", "--json")
    assert done.code == code, done.out
    found: dict[str, str] = next(
        f for f in map(json.loads, done.out.splitlines()) if f["check"] == subject and f["state"] != "ok"
    )
    return found


def test_wrong_settings_come_one_a_line(shell: Shell) -> None:
    shell.environment["MAILREG_MODE"] = "auto"
    done = shell.run("check")
    assert done.code == 2
    lines = done.out.splitlines()
    assert all(line.startswith("✗ Einstellungen") for line in lines)
    assert any("MAILREG_MODE" in line for line in lines)
    assert any("MAILREG_ADDRESS" in line for line in lines)


def test_no_personal_name_for_the_sender(lonely: Shell) -> None:
    assert "MAILREG_NAME" in one(lonely, "Einstellungen")["todo"]


def test_a_settings_file_that_others_can_read(lonely: Shell) -> None:
    lonely.environment["MAILREG_NAME"] = "Verein"
    (lonely.folder / ".env").write_text("")
    (lonely.folder / ".env").chmod(0o644)
    assert one(lonely, "Einstellungen")["todo"] == "chmod 600 .env"


def test_a_data_folder_that_others_can_read(lonely: Shell) -> None:
    (lonely.folder / "data").mkdir(mode=0o755)
    assert "chmod 700" in one(lonely, "Datenordner")["todo"]


def test_a_file_in_the_data_folders_place(lonely: Shell) -> None:
    (lonely.folder / "data").write_text("")
    assert one(lonely, "Datenordner")["state"] == "error"


def test_a_data_folder_that_cannot_be_made(lonely: Shell) -> None:
    lonely.environment["MAILREG_DATA_DIR"] = "/proc/xx"
    said = [line for line in lonely.run("check").out.splitlines() if "Datenordner" in line or "Platz" in line]
    assert len(said) == 1
    assert said[0].startswith("✗ Datenordner     /proc/xx lässt sich nicht anlegen")


def test_what_is_no_database(lonely: Shell) -> None:
    (lonely.folder / "data").mkdir(mode=0o700)
    (lonely.folder / "data" / "mailreg.sqlite3").write_text("Liebe Grüße " * 500)
    assert "keine SQLite-Datenbank" in one(lonely, "Datenbank")["text"]


@pytest.mark.parametrize(("stored", "state"), [("0000", "warning"), ("9999", "error")])
def test_a_database_of_another_version_is_left_alone(lonely: Shell, stored: str, state: str) -> None:
    import sqlite3

    (lonely.folder / "data").mkdir(mode=0o700)
    file = lonely.folder / "data" / "mailreg.sqlite3"
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE alembic_version (version_num TEXT)")
        database.execute("INSERT INTO alembic_version VALUES (?)", (stored,))
    database.close()
    assert one(lonely, "Datenbank")["state"] == state
    with sqlite3.connect(file) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [(stored,)]
    database.close()


def test_templates_with_a_slip(lonely: Shell) -> None:
    words = lonely.folder / "own" / "words"
    words.mkdir(parents=True)
    (words / "de.toml").write_text('[heading]\nconfirm = "Willkommen {wer}"\n')
    lonely.environment["MAILREG_TEMPLATES"] = "own"
    finding = one(lonely, "Vorlagen")
    assert finding["state"] == "error"
    assert "heading.confirm" in finding["text"]


def test_the_language_of_the_digest(lonely: Shell) -> None:
    """Every language of the package has a digest; one of the installation's own need not."""
    words = lonely.folder / "own" / "words"
    words.mkdir(parents=True)
    english = (load_templates().folders[-1] / "words" / "en.toml").read_text("utf-8")
    (words / "it.toml").write_text(english, "utf-8")
    lonely.environment |= {"MAILREG_TEMPLATES": "own", "MAILREG_LANGUAGE": "it"}
    finding = one(lonely, "Vorlagen")
    assert (finding["state"], finding["text"]) == ("warning", "Auf Italienisch gibt es die Tagesübersicht noch nicht")
    assert "MAILREG_DIGEST_LANGUAGE (ar, de, en, es, fa, fr, pl, ru, tr, uk, vi)" in finding["todo"]
    lonely.environment["MAILREG_DIGEST_LANGUAGE"] = "xx"
    finding = one(lonely, "Vorlagen")
    assert finding["state"] == "error"
    assert "MAILREG_DIGEST_LANGUAGE: Auf „xx“ gibt es die Tagesübersicht nicht; möglich sind ar, de" in finding["text"]
    lonely.environment["MAILREG_DIGEST_LANGUAGE"] = "uk"
    out = lonely.run("check").out
    assert "Tagesübersicht auf Ukrainisch" in out


def test_oauth_without_a_login(lonely: Shell) -> None:
    lonely.environment |= {"MAILREG_OAUTH": "microsoft", "MAILREG_OAUTH_CLIENT_ID": "1234"}
    assert one(lonely, "Anmeldung")["todo"] == "mailreg init"


def tree(folder: Path) -> dict[str, bytes]:
    """Every file with its content. SQLite's side files come and go with a connection."""
    return {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file() and not p.name.endswith(("-wal", "-shm"))}
