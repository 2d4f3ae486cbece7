"""The Sent folder goes away, or was never where the settings say: mails and answers wait, a person hears of it, and all
is caught up. Nobody is answered twice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.e2e.desk import ADDRESS, REGISTRATION, Desk, letter
from tests.servers.dovecot import quoted, running
from tests.servers.smtp import SmtpServer

pytestmark = [pytest.mark.dovecot, pytest.mark.e2e]
WRITER = "amira@msov.example"
LINA = "lina@verein.example"
ORGANISER = "leitung@agjf-sachsen.example"
SETTING = "MAILREG_IMAP_SENT_FOLDER"


def of_lina() -> bytes:
    return letter(REGISTRATION.replace("Amira Haddad", "Lina Berg"), f"Lina Berg <{LINA}>")


def by_hand(desk: Desk, folder: str) -> bytes:
    """A registration that the organiser has answered by hand, as this folder shows."""
    reply = letter("Gern!", ADDRESS, "Re: Anmeldung", To=WRITER, In_Reply_To="<hand@msov.example>")
    desk.dovecot.deliver(reply, desk.now, folder=folder)
    return letter(REGISTRATION, Message_ID="<hand@msov.example>")


def rename(desk: Desk, old: str, new: str) -> None:
    with desk.dovecot.client() as client:
        status, answer = client.rename(quoted(old), quoted(new))
        assert status == "OK", answer


def is_red(desk: Desk, *words: str) -> None:
    """The command before, `health` and `status` say what is wrong."""
    told = [desk.errors, desk.mailreg("status")]
    desk.mailreg("health", code=1)
    for text in (*told, desk.errors):
        for word in words:
            assert word in text
        assert "MAILREG_IMAP_FOLDER" not in text


def is_green(desk: Desk) -> None:
    desk.mailreg("health")
    assert "ACHTUNG" not in desk.mailreg("status")
    assert "nichts" in desk.mailreg("review", "list").lower()


@pytest.fixture
def unnamed(smtp: SmtpServer, tmp_path: Path) -> Iterator[Desk]:
    """A desk in whose mailbox the server says which folder is the Sent folder, and makes none by itself."""
    marked = "namespace inbox {\n  mailbox Raus {\n    special_use = \\Sent\n  }\n}\n"
    with running(sent="", extra=marked) as dovecot:
        with dovecot.client() as client:
            client.create("Raus")
        desk = Desk(dovecot, smtp, tmp_path)
        desk.mailreg("event", "import", str(desk.events_file), "--yes")
        desk.once()
        yield desk
        desk.stop()


def test_the_settings_name_one_that_is_not_there(desk: Desk) -> None:
    desk.changes[SETTING] = "Nix"
    desk.deliver(by_hand(desk, "Nix 2"))
    desk.deliver(of_lina())
    for _ in range(5):  # more often than a mail is tried
        out = desk.once(code=1)
        assert " 0 gelesen" in out
        desk.now += timedelta(minutes=6)
    is_red(desk, "„Nix“", SETTING, "„Sent“", "mailreg check")
    assert "2 noch nicht gelesen" in desk.mailreg("status")
    assert desk.registrations() == []
    assert [a.recipient for a in desk.smtp.accepted] == [ORGANISER], "one alert"
    assert SETTING in str(desk.answers(ORGANISER)[0].get_content())
    rename(desk, "Nix 2", "Nix")
    assert " 2 gelesen" in desk.once()
    assert {r["name"]: r["status"] for r in desk.registrations()} == {
        "Amira Haddad": "confirmed",
        "Lina Berg": "confirmed",
    }
    assert desk.answers(WRITER) == []
    assert len(desk.answers(LINA)) == 1
    assert len(desk.answers(ORGANISER)) == 2, "it works again"
    is_green(desk)
    # What was answered by hand lies there, what we sent to Lina, and both mails to the organisers.
    assert len(desk.dovecot.contents("Nix")) == 4


@pytest.mark.parametrize("named", [True, False])
def test_one_that_is_renamed_between_two_rounds_and_back(named: bool, unnamed: Desk) -> None:
    desk = unnamed
    if named:
        desk.changes[SETTING] = "Raus"
    desk.deliver(of_lina())
    desk.once()
    assert len(desk.dovecot.contents("Raus")) == 1
    rename(desk, "Raus", "Ablage 2022")
    desk.deliver(by_hand(desk, "Ablage 2022"))
    desk.deliver(b"From: a@example.org\r\nSubject: Drucker\r\n\r\nDer Drucker geht wieder.\r\n")
    for _ in range(4):
        desk.once(code=1)
        desk.now += timedelta(minutes=4)
    is_red(desk, "„Raus“", SETTING)
    assert len(desk.smtp.accepted) == 1
    rename(desk, "Ablage 2022", "Raus")
    assert " 2 gelesen" in desk.once()
    assert [r["name"] for r in desk.registrations()] == ["Lina Berg", "Amira Haddad"]
    assert desk.answers(WRITER) == []
    is_green(desk)


def test_one_that_is_renamed_to_what_such_folders_are_called(unnamed: Desk) -> None:
    rename(unnamed, "Raus", "Gesendet")
    unnamed.deliver(by_hand(unnamed, "Gesendet"))
    unnamed.deliver(of_lina())
    unnamed.once()
    assert [a.recipient for a in unnamed.smtp.accepted] == [LINA]
    assert len(unnamed.dovecot.contents("Gesendet")) == 2
    is_green(unnamed)


def test_an_answer_that_is_due_meanwhile(unnamed: Desk) -> None:
    """It waits, unharmed: nobody knows whether somebody has answered by hand. What answers nobody goes out."""
    desk = unnamed
    desk.mode = "approve"
    desk.deliver(letter(REGISTRATION, Message_ID="<hand@msov.example>"))
    desk.deliver(of_lina())
    desk.once()
    desk.mailreg("outbox", "approve", "--all")
    by_hand(desk, "Raus")
    rename(desk, "Raus", "Ablage 2022")
    for _ in range(8):
        desk.now += timedelta(minutes=5)
        desk.once(code=1)
    waiting = [(o["state"], o["attempts"]) for o in desk.outbox() if o["recipient"] != ORGANISER]
    assert waiting == [("queued", 0), ("queued", 0)]
    assert [a.recipient for a in desk.smtp.accepted] == [ORGANISER]
    rename(desk, "Ablage 2022", "Raus")
    desk.now += timedelta(minutes=1)
    desk.once()
    assert [a.recipient for a in desk.smtp.accepted] == [ORGANISER, LINA, ORGANISER]
    assert {o["recipient"]: o["state"] for o in desk.outbox()} == {
        WRITER: "discarded",
        LINA: "sent",
        ORGANISER: "sent",
    }
    # The answer by hand, ours to Lina, and both alerts: no copy was given up, however often it could not be put there.
    assert len(desk.dovecot.contents("Raus")) == 4
    is_green(desk)


def test_the_worker_that_runs_for_good(unnamed: Desk) -> None:
    """It has found the folder by itself and keeps its connection: no round may take a folder that is gone for empty."""
    desk = unnamed
    desk.deliver(of_lina())
    desk.once()
    rename(desk, "Raus", "Ablage 2022")
    mail = by_hand(desk, "Ablage 2022")
    desk.changes["MAILREG_POLL_SECONDS"] = "10"
    desk.changes["MAILREG_DIGEST"] = "never"  # this worker has the real clock: after seven the digest would go out, too
    process = desk.start("run")
    status = Path(desk.environment["MAILREG_DATA_DIR"]) / "status.json"
    seen: set[str] = set()
    desk.deliver(mail)
    while len(seen) < 3:
        told = json.loads(status.read_text())
        if told["pid"] == process.pid:
            assert not told["ok"]
            assert SETTING in told["problems"][0]
            seen.add(told["time"])
        assert process.poll() is None
    process.terminate()
    process.wait(20)
    assert [a.recipient for a in desk.smtp.accepted] == [LINA]
    assert [r["name"] for r in desk.registrations()] == ["Lina Berg"]


@pytest.mark.parametrize("named", [True, False])
def test_check_examines_it_and_says_what_to_do(named: bool, unnamed: Desk) -> None:
    if named:
        unnamed.changes[SETTING] = "Raus"
    assert "Kopien der Antworten kommen in „Raus“" in unnamed.mailreg("check")
    rename(unnamed, "Raus", "Ablage 2022")
    out = re.sub(r"\s+", " ", unnamed.mailreg("check", code=1))
    assert "Kopien der Antworten" not in out
    assert "✗ Postfach Den Ordner „Raus“" in out
    assert SETTING in out
    assert "Vorhanden sind: " in out
    assert "Ablage 2022" in out
