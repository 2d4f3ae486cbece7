"""Faults of the world: each gives the right message, and nothing is lost."""

from __future__ import annotations

import email
import email.policy
import shutil
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.e2e.desk import ADDRESS, REGISTRATION, Desk, letter

pytestmark = [pytest.mark.dovecot, pytest.mark.e2e]
WRITER = "amira@msov.example"


def test_a_wrong_password(desk: Desk) -> None:
    desk.deliver(letter(REGISTRATION))
    desk.changes["MAILREG_IMAP_PASSWORD"] = "wrong"
    desk.once(code=1)
    assert "Passwort" in desk.errors
    assert "wrong" not in desk.errors
    del desk.changes["MAILREG_IMAP_PASSWORD"]
    desk.once()
    assert len(desk.answers(WRITER)) == 1


def test_a_vanished_folder(desk: Desk) -> None:
    desk.changes["MAILREG_IMAP_FOLDER"] = "INBOX,Anmeldungen"
    desk.deliver(letter(REGISTRATION))
    desk.once(code=1)
    assert "Anmeldungen" in desk.errors
    assert len(desk.answers(WRITER)) == 1, "the other folder is read all the same"


def test_a_server_that_is_away(desk: Desk) -> None:
    desk.deliver(letter(REGISTRATION))
    desk.dovecot.stop()
    desk.once(code=1)
    assert "IMAP" in desk.errors
    desk.dovecot.start()
    desk.once()
    assert len(desk.answers(WRITER)) == 1


def test_a_full_smtp_server(desk: Desk) -> None:
    desk.deliver(letter(REGISTRATION))
    desk.smtp.full()
    desk.once(code=1)
    assert "SMTP" in desk.errors
    assert desk.outbox()[0]["state"] == "queued"
    assert desk.registrations()[0]["status"] == "confirmed"
    desk.smtp.behave()
    desk.now += timedelta(minutes=10)
    desk.once()
    assert len(desk.answers(WRITER)) == 1
    assert desk.outbox()[0]["state"] == "sent"


def test_a_rejected_recipient_does_not_stop_the_others(desk: Desk) -> None:
    desk.smtp.refuse_recipients[WRITER] = "550 5.1.1 User unknown"
    desk.deliver(letter(REGISTRATION))
    other = REGISTRATION.replace("Amira Haddad", "Lina Berg")
    desk.deliver(letter(other, "Lina Berg <lina@verein.example>"))
    desk.once()
    assert [a.recipient for a in desk.smtp.accepted] == ["lina@verein.example"]
    failed = next(o for o in desk.outbox() if o["recipient"] == WRITER)
    assert failed["state"] == "failed"
    assert "hat die Empfängeradresse abgewiesen (550 5.1.1). Stimmt sie?" in failed["error"]
    assert {r["name"] for r in desk.registrations()} == {"Amira Haddad", "Lina Berg"}


def test_a_greylisted_recipient_holds_up_nobody_else(desk: Desk) -> None:
    desk.smtp.refuse_recipients[WRITER] = "450 4.2.0 Greylisted, try again later"
    desk.deliver(letter(REGISTRATION))
    other = REGISTRATION.replace("Amira Haddad", "Lina Berg")
    desk.deliver(letter(other, "Lina Berg <lina@verein.example>"))
    desk.once()
    assert [a.recipient for a in desk.smtp.accepted] == ["lina@verein.example"]
    desk.smtp.behave()
    desk.now += timedelta(minutes=10)
    desk.once()
    assert len(desk.answers(WRITER)) == 1


@pytest.mark.parametrize("when", ["greeting", "recipient", "before"])
def test_a_line_that_is_cut(when: str, desk: Desk) -> None:
    desk.deliver(letter(REGISTRATION))
    desk.smtp.cut = when
    desk.once(code=1)
    desk.smtp.behave()
    desk.now += timedelta(minutes=10)
    desk.once()
    assert len(desk.answers(WRITER)) == 1
    assert desk.outbox()[0]["state"] == "sent"


def test_a_changed_uidvalidity_answers_nothing_twice(desk: Desk) -> None:
    desk.deliver(letter(REGISTRATION))
    desk.once()
    assert len(desk.answers(WRITER)) == 1
    desk.dovecot.change_uidvalidity()
    desk.once()
    assert len(desk.answers(WRITER)) == 1
    assert len(desk.registrations()) == 1
    assert len(desk.outbox()) == 1


def test_a_mail_that_the_organiser_has_answered_by_hand(desk: Desk) -> None:
    mail = letter(REGISTRATION, Message_ID="<by-hand@msov.example>")
    reply = letter("Danke, ist notiert!", ADDRESS, "Re: Anmeldung", To=WRITER, In_Reply_To="<by-hand@msov.example>")
    desk.dovecot.deliver(reply, desk.now, folder="Sent")
    desk.deliver(mail)
    desk.once()
    assert [r["name"] for r in desk.registrations()] == ["Amira Haddad"]
    assert desk.smtp.accepted == []
    assert desk.outbox() == []


def test_a_mail_that_breaks_the_reading_stops_no_other(desk: Desk) -> None:
    desk.deliver(b'From: \xff\xfe\r\nContent-Type: multipart/mixed; boundary="\r\n\r\n--\r\n\x00\xff' * 50)
    desk.deliver(letter(REGISTRATION))
    desk.once()
    assert len(desk.answers(WRITER)) == 1


def test_an_alert_after_fifteen_minutes_and_one_on_recovery(desk: Desk) -> None:
    desk.changes["MAILREG_IMAP_PASSWORD"] = "wrong"
    begin = desk.now
    for minutes, alerts in ((0, 0), (10, 0), (14, 0), (15, 1), (20, 1), (40, 1)):
        desk.now = begin + timedelta(minutes=minutes)
        desk.once(code=1)
        told = desk.answers("leitung@agjf-sachsen.example")
        assert len(told) == alerts, f"{len(told)} alerts after {minutes} minutes"
    desk.now += timedelta(minutes=10)
    del desk.changes["MAILREG_IMAP_PASSWORD"]
    desk.once()
    desk.once()
    told = desk.answers("leitung@agjf-sachsen.example")
    assert len(told) == 2, "and one on recovery"
    assert all(m["Auto-Submitted"] == "auto-generated" for m in told)


def test_settings_that_are_wrong(desk: Desk) -> None:
    desk.changes |= {"MAILREG_MODE": "sometimes", "MAILREG_IMAP_PORT": "many", "MAILREG_IMAP_HOST": "mail.example.org"}
    desk.mailreg("once", code=2)
    for word in ("MAILREG_MODE", "MAILREG_IMAP_PORT", "none"):
        assert word in desk.errors


def test_a_restored_backup_sends_nothing_twice(desk: Desk) -> None:
    """The outbox of the backup still holds an answer that has gone out since."""
    desk.mode = "approve"
    desk.deliver(letter(REGISTRATION))
    desk.once()
    data = Path(desk.environment["MAILREG_DATA_DIR"])
    backup = desk.folder / "backup"
    shutil.copytree(data, backup)
    desk.mailreg("outbox", "approve", "--all")
    desk.once()
    assert len(desk.answers(WRITER)) == 1
    shutil.rmtree(data)
    shutil.copytree(backup, data)
    desk.mailreg("outbox", "approve", "--all")
    desk.now += timedelta(hours=1)
    desk.once()
    assert len(desk.answers(WRITER)) == 1
    assert [o["state"] for o in desk.outbox()] == ["sent"]


def test_a_registration_that_the_organiser_forwards_to_this_inbox(desk: Desk) -> None:
    """It came to another of her addresses: a person looks, nothing vanishes."""
    inner = letter(REGISTRATION)
    outer = EmailMessage()
    outer["From"] = outer["To"] = "Claudia Stoye <stoye@agjf-sachsen.de>"
    outer["Subject"] = "WG: Anmeldung"
    outer["Message-ID"] = "<forwarded@agjf-sachsen.example>"
    outer.set_content("zur Anmeldeliste\n")
    outer.add_attachment(email.message_from_bytes(inner, policy=email.policy.default))
    desk.deliver(outer.as_bytes(policy=email.policy.SMTP))
    desk.once()
    assert desk.smtp.accepted == []
    assert "Anmeldung" in desk.mailreg("review", "list")


def bounce(message_id: str, action: str, status: str) -> bytes:
    """A delivery report as Postfix writes it (RFC 3464)."""
    return (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@msov.example\r\nTo: stoye@agjf-sachsen.de\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <b1@msov.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nThe mail system could not deliver.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; msov.example\r\n\r\n"
        f"Final-Recipient: rfc822; {WRITER}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize(
    ("action", "status", "forged", "state"),
    [
        ("failed", "5.1.1", False, "failed"),
        ("delayed", "4.4.1", False, "sent"),
        ("failed", "5.1.1", True, "sent"),
    ],
    ids=["for good", "delayed", "forged"],
)
def test_an_answer_that_comes_back(action: str, status: str, forged: bool, state: str, desk: Desk) -> None:
    desk.deliver(letter(REGISTRATION))
    desk.once()
    message_id = desk.outbox()[0]["message_id"]
    if forged:
        head, _, domain = message_id.rpartition("@")
        message_id = f"{head[:-16]}{'a' * 16}@{domain}"
    desk.deliver(bounce(message_id, action, status))
    desk.once()
    assert [o["state"] for o in desk.outbox()] == [state]
    assert len(desk.smtp.accepted) == 1, "a report is never answered"
    assert [r["status"] for r in desk.registrations()] == ["confirmed"]
