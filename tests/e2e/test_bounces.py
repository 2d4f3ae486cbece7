"""Mail that comes back, on real servers: a confirmation goes out, a report comes, one round; list, outbox, marks."""

from __future__ import annotations

import json
import re
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.decode.reports import MTA, status
from tests.e2e.desk import REGISTRATION, Desk, letter

# A test starts up to nine processes one after the other.
pytestmark = [pytest.mark.dovecot, pytest.mark.e2e, pytest.mark.timeout(400)]
WRITER = "amira@msov.example"
PHONE = "0351 4711470"


def report(
    message_id: str, code: str, *, to: str = WRITER, action: str = "failed", name: str = "b1", text: str = ""
) -> bytes:
    """A delivery report (RFC 3464) about the mail with this Message-ID; "" for a copy without one."""
    copy = f"Message-ID: {message_id}\n" if message_id else ""
    return (
        (
            "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example (Mail Delivery System)\nTo: stoye@agjf-sachsen.de\n"
            f"Subject: Undelivered Mail Returned to Sender\nMessage-ID: <{name}@mx.example>\nMIME-Version: 1.0\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
            f"--b\n\n<{to}>: {text or 'could not be delivered'}\n"
            f"--b\nContent-Type: message/delivery-status\n\n{MTA}{status(to, code, action, text)}\n"
            f"--b\nContent-Type: text/rfc822-headers\n\nSubject: Re: Anmeldung\n{copy}--b--\n"
        )
        .replace("\n", "\r\n")
        .encode()
    )


def confirmed(desk: Desk) -> str:
    """Somebody registers and is answered; the answer's Message-ID."""
    desk.deliver(letter(REGISTRATION + f"Tel. {PHONE}\n"))
    desk.once()
    assert [a.recipient for a in desk.smtp.accepted] == [WRITER]
    return str(stored(desk, "SELECT message_id FROM outbox")[0][0])


def comes_back(desk: Desk, raw: bytes, after: timedelta = timedelta(minutes=1)) -> None:
    desk.now += after
    desk.deliver(raw)
    desk.once()


def marks(desk: Desk) -> list[dict[str, Any]]:
    return [json.loads(line) for line in desk.mailreg("addresses", "list", "--json").splitlines()]


def stored(desk: Desk, what: str) -> list[tuple[Any, ...]]:
    """A look into the database; starting a process for each would take most of the time of these tests."""
    with sqlite3.connect(f"file:{desk.folder / 'data' / 'mailreg.sqlite3'}?mode=ro", uri=True) as connection:
        return list(connection.execute(what))


def state(desk: Desk) -> str:
    (row,) = stored(desk, f"SELECT state FROM outbox WHERE recipient = '{WRITER}'")
    return str(row[0])


def tries(desk: Desk) -> int:
    """How often our mail went out to her; the organisers get their digest beside it."""
    return sum(a.recipient == WRITER for a in desk.smtp.accepted)


def marked(desk: Desk) -> list[tuple[Any, ...]]:
    """(address, may be written to, reason, failures for now) of each mark."""
    return stored(desk, "SELECT email, unreachable_at IS NULL, reason, soft_bounces FROM addresses ORDER BY email")


def everything(desk: Desk) -> list[tuple[Any, ...]]:
    """All that a report may change."""
    kept = f"SELECT state, error, next_try, sent_at, hold_reason, attempts FROM outbox WHERE recipient = '{WRITER}'"
    return stored(desk, kept) + stored(desk, "SELECT * FROM addresses")


def test_for_good(desk: Desk) -> None:
    comes_back(desk, report(confirmed(desk), "5.1.1", text="550 5.1.1 User unknown: Geheimwort-77"))
    (row,) = (o for o in desk.outbox() if o["recipient"] == WRITER)
    assert (row["state"], row["error"]) == ("failed", "Kam als unzustellbar zurück: die Adresse gibt es nicht.")
    (mark,) = marks(desk)
    assert (mark["email"], mark["reachable"], mark["reason"]) == (WRITER, False, "unknown_user")
    assert (mark["name"], re.sub(r"\D", "", mark["phone"])[-7:]) == ("Amira Haddad", "4711470")
    assert [r["status"] for r in desk.registrations()] == ["confirmed"], "she may come all the same"
    assert tries(desk) == 1, "a report is never answered"
    assert "nicht erreichbar" in desk.mailreg("status")
    assert "anrufen" in desk.mailreg("addresses", "list")


def test_a_block_list_speaks_against_our_server_not_against_the_address(desk: Desk) -> None:
    comes_back(
        desk,
        report(confirmed(desk), "5.7.1", text="554 5.7.1 Service unavailable; client host blocked using a block list"),
    )
    assert state(desk) == "failed"
    assert marked(desk) == []


def test_the_report_leaves_nothing_behind(desk: Desk) -> None:
    raw = report(confirmed(desk), "5.1.1").replace(b"could not be delivered", b"could not be delivered, Geheimwort-77")
    comes_back(desk, raw)
    assert state(desk) == "failed"
    for path in (desk.folder / "data").rglob("*"):
        if path.is_file():
            assert b"Geheimwort-77" not in path.read_bytes(), path.name


def test_for_now_is_sent_again_twice_then_shown(desk: Desk) -> None:
    ours = confirmed(desk)
    for number, wait in enumerate((timedelta(hours=4), timedelta(hours=24)), 1):
        comes_back(desk, report(ours, "4.2.2", name=f"b{number}"))
        assert (state(desk), tries(desk)) == ("queued", number), "too early"
        desk.now += wait
        desk.once()
        assert (state(desk), tries(desk)) == ("sent", number + 1)
    first, second, third = (a.content for a in desk.smtp.accepted if a.recipient == WRITER)
    assert first == second == third
    comes_back(desk, report(ours, "4.2.2", name="b3"))
    assert state(desk) == "failed"
    assert marked(desk) == [(WRITER, 1, "mailbox_full", 3)]
    copies = [mail for mail in desk.dovecot.contents("Sent") if ours.encode() in mail]
    assert len(copies) == 1, "one copy of one mail"


def test_for_now_then_for_good(desk: Desk) -> None:
    ours = confirmed(desk)
    comes_back(desk, report(ours, "4.2.2", name="b1"))
    comes_back(desk, report(ours, "5.1.1", name="b2"))
    assert state(desk) == "failed"
    assert marked(desk) == [(WRITER, 0, "unknown_user", 1)]
    desk.now += timedelta(hours=5)
    desk.once()
    assert tries(desk) == 1, "what failed for good is not sent again"


def test_a_delay_is_noted(desk: Desk) -> None:
    comes_back(desk, report(confirmed(desk), "4.4.1", action="delayed"))
    (row,) = (o for o in desk.outbox() if o["recipient"] == WRITER)
    assert (row["state"], row["error"]) == ("sent", "Kommt verspätet an: der Server dort ist nicht erreichbar.")
    assert marked(desk) == []


@pytest.mark.parametrize("code", ["5.1.1", "4.2.2"])
def test_the_same_report_twice_changes_nothing(code: str, desk: Desk) -> None:
    raw = report(confirmed(desk), code)
    comes_back(desk, raw)
    before = everything(desk)
    comes_back(desk, raw)
    assert everything(desk) == before
    desk.now += timedelta(hours=5)
    desk.once()
    before = everything(desk)
    comes_back(desk, raw)
    assert everything(desk) == before, "a late copy of the report says nothing about the second try"
    assert tries(desk) == (1 if code == "5.1.1" else 2)


def test_a_forged_token_marks_nothing(desk: Desk) -> None:
    head, _, domain = confirmed(desk).rpartition("@")
    comes_back(desk, report(f"{head[:-16]}{'a' * 16}@{domain}", "5.1.1", to="tom@buero.example"))
    assert (state(desk), marked(desk)) == ("sent", [])
    assert "keine Mail wartet" in desk.mailreg("review", "list"), "nobody has written to tom"


def test_a_report_without_our_token_is_shown(desk: Desk) -> None:
    confirmed(desk)
    comes_back(desk, report("", "5.1.1"))
    assert (state(desk), marked(desk)) == ("sent", []), "anybody can write such a report"
    assert "Zustellbericht" in " ".join(desk.mailreg("review", "list").split())
    assert tries(desk) == 1


def test_a_report_without_our_token_about_an_old_mail_is_not_shown(desk: Desk) -> None:
    confirmed(desk)
    comes_back(desk, report("", "5.1.1"), after=timedelta(days=11))
    assert "keine Mail wartet" in desk.mailreg("review", "list")


def test_a_later_mail_clears_the_mark(desk: Desk) -> None:
    comes_back(desk, report(confirmed(desk), "5.1.1"))
    assert len(marked(desk)) == 1
    desk.now += timedelta(minutes=5)
    desk.deliver(letter("Guten Tag,\n\nich bin es, mein Postfach geht wieder.\n\nAmira Haddad", subject="Hallo"))
    desk.once()
    assert marked(desk) == []


def test_clear_by_hand(desk: Desk) -> None:
    comes_back(desk, report(confirmed(desk), "5.1.1"))
    assert "wieder geschrieben" in desk.mailreg("addresses", "clear", WRITER)
    assert "nichts vermerkt" in (desk.mailreg("addresses", "clear", WRITER, code=2) or desk.errors)
    assert "keiner Adresse" in desk.mailreg("addresses", "list")


def test_an_absence_note_that_names_somebody_else(desk: Desk) -> None:
    ours = confirmed(desk)
    note = letter(
        "Guten Tag,\n\nich bin bis zum 20.10. nicht im Büro. In dringenden Fällen wenden Sie sich bitte an meine "
        "Kollegin Mira Sommer (mira.sommer@msov.example).\n",
        subject="Automatische Antwort: Re: Anmeldung", Auto_Submitted="auto-replied", In_Reply_To=ours,
    )  # fmt: skip
    comes_back(desk, note)
    (mark,) = marks(desk)
    assert (mark["reachable"], mark["replacement"]) == (True, "Mira Sommer <mira.sommer@msov.example>")
    assert "mira.sommer@msov.example" not in {a.recipient for a in desk.smtp.accepted}, "nobody writes to her"


def test_a_crash_between_report_and_verdict_changes_nothing(desk: Desk) -> None:
    """All of it is one transaction: a database that refuses the verdict keeps nothing of the report either."""
    ours = confirmed(desk)
    database = Path(desk.folder / "data" / "mailreg.sqlite3")
    with sqlite3.connect(database) as connection:
        connection.execute(
            "CREATE TRIGGER stop BEFORE UPDATE OF handling ON mails WHEN new.handling = 'ignore' "
            "BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    desk.now += timedelta(minutes=1)
    desk.deliver(report(ours, "5.1.1"))
    desk.once()
    assert (state(desk), marked(desk)) == ("sent", [])
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TRIGGER stop")
    desk.now += timedelta(minutes=10)
    desk.once()
    assert state(desk) == "failed"
    assert len(marked(desk)) == 1


@pytest.mark.parametrize(("answer", "known"), [("550 5.1.1 User unknown", 1), ("550 5.7.1 Relay access denied", 0)])
def test_refused_by_our_own_server(answer: str, known: int, desk: Desk) -> None:
    """It knows at once what a report would tell later; that it relays nothing says nothing about the address."""
    desk.smtp.refuse_recipients[WRITER] = answer
    desk.deliver(letter(REGISTRATION))
    desk.once()
    assert state(desk) == "failed"
    assert len(marked(desk)) == known
