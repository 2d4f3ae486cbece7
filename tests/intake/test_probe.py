"""What `mailreg check` says of an IMAP server."""

from __future__ import annotations

import imaplib

import pytest

from mailreg.intake.access import ImapAccess, refused
from mailreg.intake.probe import probe
from mailreg.model.errors import ImapUnavailable, LoginRefused
from tests.servers.dovecot import Dovecot


@pytest.mark.dovecot
def test_a_server_that_works(dovecot: Dovecot) -> None:
    dovecot.deliver(b"Subject: x\r\n\r\nx\r\n")
    before = dovecot.snapshot()
    report = probe(dovecot.access())
    assert report.ok
    assert report.lines == (
        "Ordner „INBOX“: 1 Mails",
        "Gesendete Mails liegen in „Sent“",
        "Neue Mails meldet der Server sofort (IDLE)",
    )
    assert dovecot.snapshot() == before


@pytest.mark.dovecot
def test_a_missing_folder_is_shown_beside_those_that_exist(dovecot: Dovecot) -> None:
    report = probe(dovecot.access(), ["INBOX", "Anmeldungen"])
    assert not report.ok
    assert "Ordner „Anmeldungen“ fehlt" in report.lines
    assert "Ordner „INBOX“: 0 Mails" in report.lines
    assert any("Vorhanden sind:" in line and "Sent" in line for line in report.lines)


@pytest.mark.dovecot
def test_a_wrong_password(dovecot: Dovecot) -> None:
    report = probe(dovecot.access(password="falsch"))
    assert isinstance(report.error, LoginRefused)
    assert len(report.lines) == 1


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        ("[AUTHENTICATIONFAILED] Authentication failed.", LoginRefused, "Passwort"),
        ("LOGIN failed.", LoginRefused, "Passwort"),
        ("[UNAVAILABLE] Temporary authentication failure.", ImapUnavailable, "gerade"),
        ("[LIMIT] Maximum number of connections exceeded", ImapUnavailable, "gerade"),
        ("[ALERT] Too many simultaneous connections. (Failure)", ImapUnavailable, "gerade"),
        ("[ALERT] Application-specific password required: https://support.example", LoginRefused, "App-Passwort"),
        ("LOGINDISABLED", LoginRefused, "OAuth"),
    ],
)
def test_what_a_refusal_means(answer: str, error: type[Exception], words: str) -> None:
    access = ImapAccess("imap.verein.example", 993, "tls", "verein", "geheim")
    found = refused(str(imaplib.IMAP4.error(answer)), access)
    assert type(found) is error
    assert words in str(found)


def test_microsoft_365_is_told_to_want_oauth() -> None:
    access = ImapAccess("outlook.office365.com", 993, "tls", "verein", "geheim")
    assert "OAuth" in str(refused("AUTHENTICATE failed.", access))
