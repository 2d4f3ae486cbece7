"""Attacks on the three promises, on real servers: each of these once broke one of them."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from tests.e2e.desk import REGISTRATION, Desk, letter
from tests.e2e.test_run import living, wait_for

pytestmark = [pytest.mark.dovecot, pytest.mark.e2e]
WRITER = "amira@msov.example"


def named(name: str, **headers: str) -> bytes:
    sender = headers.pop("sender", f"{name} <{name.split(maxsplit=1)[0].lower()}@verein.example>")
    return letter(REGISTRATION.replace("Amira Haddad", name), sender, **headers)


def fields(text: str, raw: bytes) -> bytes:
    """The mail with more header fields above it, as they are."""
    return text.replace("\n", "\r\n").encode() + b"\r\n" + raw


def verdicts(desk: Desk) -> list[tuple[str, str]]:
    """Handling and rule of each mail, in the order in which they came."""
    database = Path(desk.environment["MAILREG_DATA_DIR"]) / "mailreg.sqlite3"
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return list(connection.execute("SELECT handling, rule FROM mails ORDER BY id"))


def test_two_registrations_with_one_message_id_are_two(desk: Desk) -> None:
    """Scanners and web forms give all their mails the same Message-ID."""
    same = {"Message_ID": "<scan@kopierer.example>", "sender": "Scanner <kopierer@verein.example>"}
    desk.deliver(named("Lina Berg", **same))
    desk.deliver(named("Jonas Vogel", **same))
    desk.once()
    # The second comes from an address that is known under another name: a person looks.
    assert [handling for handling, _ in verdicts(desk)] == ["automatic", "review"]
    desk.deliver(named("Greta Roth", Message_ID="<scan@kopierer.example>"))
    desk.once()
    assert {r["name"] for r in desk.registrations()} >= {"Lina Berg", "Greta Roth"}
    assert len(desk.answers("greta@verein.example")) == 1, "our answer to the first is no answer to her"


def test_a_copy_by_another_way_is_one_registration(desk: Desk) -> None:
    raw = named("Lina Berg")
    desk.deliver(raw)
    desk.deliver(fields("Received: from list.example by mx.example; Wed, 05 Oct 2022 11:00:02 +0200", raw))
    tagged = raw.replace(b"Subject: ", b"Subject: [Netzwerk] ")
    desk.deliver(tagged.rstrip() + b"\r\n______________________\r\nNetzwerk-Liste\r\n")
    desk.once()
    assert [rule for _, rule in verdicts(desk)] == ["clear registration", "seen before", "seen before"]
    assert len(desk.smtp.accepted) == 1


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: (vacation) auto-replied",
        "Auto-Submitted: no\nAuto-Submitted: auto-replied",
        'Auto-Submitted: "Auto-Generated"; x=y',
        "Return-Path: <> (null sender)",
        "Return-Path: <MAILER-DAEMON>",
        "Precedence: (x) auto_reply",
    ],
)
def test_marks_of_machines_however_they_are_written(header: str, desk: Desk) -> None:
    desk.deliver(fields(header, letter(REGISTRATION)))
    desk.once()
    assert desk.smtp.accepted == []
    assert verdicts(desk)[0][0] == "ignore"


@pytest.mark.parametrize(
    ("header", "recipient"),
    [
        ('"a b"@x.example', WRITER),
        ('"quoted\\"one"@x.example', WRITER),
        ("@route,@x.example:lina@verein.example", "lina@verein.example"),
        ("stoye@agjf-sachsen.de", WRITER),
        ("stoye@agjf-sachsen.de.", WRITER),
        ("stoye@agjf-sachsen.de, lina@verein.example", "lina@verein.example"),
        ('"lina"@verein.example', "lina@verein.example"),
    ],
)
def test_answers_reach_who_was_meant_and_nobody_else(header: str, recipient: str, desk: Desk) -> None:
    desk.deliver(fields(f"Reply-To: {header}", letter(REGISTRATION)))
    desk.once()
    assert [a.recipient for a in desk.smtp.accepted] == [recipient]


def test_private_mail_is_not_in_the_files_of_a_running_desk(desk: Desk) -> None:
    """The database forgets at once; its write-ahead log must, too."""
    living(desk)
    process = desk.start("run")
    data = desk.folder / "living"
    before = (data / "status.json").stat().st_mtime_ns
    wait_for(lambda: (data / "status.json").stat().st_mtime_ns > before)
    desk.deliver(
        letter("Liebe Claudia, der Befund ist da.\n\nDeine Xenia", "Xenia Privat <xenia@privat.example>", "Geheimes")
    )
    wait_for(lambda: judged(data) == 1)
    wait_for(lambda: not (data / "mailreg.sqlite3-wal").exists() or not (data / "mailreg.sqlite3-wal").stat().st_size)
    left = b"".join(file.read_bytes() for file in data.iterdir() if file.is_file())
    process.terminate()
    _, errors = process.communicate(timeout=30)
    assert not re.search(rb"Xenia|Geheimes|Befund|privat\.example", left + errors.encode())


def judged(data: Path) -> int:
    with sqlite3.connect(data / "mailreg.sqlite3") as connection:
        return int(connection.execute("SELECT count(*) FROM mails WHERE state = 'judged'").fetchone()[0])


def test_a_flood_does_not_lift_its_own_ceiling(desk: Desk) -> None:
    desk.dovecot.deliver_all([(named(f"Lina{chr(97 + i // 9)}{chr(97 + i % 9)} Berg"), desk.now) for i in range(54)])
    desk.once()
    assert len(desk.smtp.accepted) == 50


def test_one_victim_under_many_tags_gets_three_answers(desk: Desk) -> None:
    for number, name in enumerate(["Lina Berg", "Jonas Vogel", "Marta Kraus", "Paul Winter", "Elif Sommer"]):
        desk.deliver(fields(f"Reply-To: victim+{number}@victim.example", named(name)))
    desk.once()
    assert len(desk.smtp.accepted) == 3


def test_our_answer_carries_no_strangers_link(desk: Desk) -> None:
    sender = '"Lina http://evil.example Berg" <lina@verein.example>'
    desk.deliver(named("Lina Berg", sender=sender, Subject="Anmeldung http://evil.example/x evil.example/kaufen jetzt"))
    desk.once()
    assert len(desk.smtp.accepted) == 1
    assert b"evil" not in desk.smtp.accepted[0].content
