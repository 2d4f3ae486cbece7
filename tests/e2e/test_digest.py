"""The digest on real servers: a day that has something of everything, its links clicked, and no second copy."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.e2e.desk import ADDRESS, BERLIN, REGISTRATION, Desk, letter
from tests.e2e.test_kill import ROUND

pytestmark = [pytest.mark.dovecot, pytest.mark.e2e]
LEADER = "leitung@agjf-sachsen.example"
MORNING = datetime(2022, 10, 6, 7, 1, tzinfo=BERLIN)
CONDITION = (
    "Guten Tag,\n\nwenn mein Zug nicht ausfällt, komme ich gern zum Netzwerktreffen am 11. Oktober in\n"
    "Bischofswerda.\n\nViele Grüße\nRalf Winter\n"
)
QUESTION = REGISTRATION.replace("Amira Haddad", "Petra Simon").replace(
    "Ich brauche Sprachmittlung auf Arabisch.", "Gibt es am Treffpunkt Parkplätze?"
)


def digests(desk: Desk) -> list[EmailMessage]:
    return [m for m in desk.answers(LEADER) if str(m["Subject"]).startswith("Tagesübersicht")]


def text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link(message: EmailMessage, verb: str) -> str:
    """The subject of the first command with this verb among the digest's buttons."""
    page = message.get_body(("html",))
    assert page is not None
    for url in re.findall(r'href="(mailto:[^"]+)"', page.get_content()):
        parts = urlsplit(html.unescape(url))
        subject = parse_qs(parts.query)["subject"][0]
        if subject.startswith(f"mailreg {verb} "):
            assert parts.path == ADDRESS
            return subject
    raise AssertionError(f"no link to {verb}")


def bounce(message: EmailMessage, recipient: str) -> bytes:
    """The server of the recipient does not know them (RFC 3464)."""
    return (
        f"From: MAILER-DAEMON@mx.awo.example\r\nTo: {ADDRESS}\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        "Return-Path: <>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nYour message could not be delivered."
        "\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.awo.example\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message['Message-ID']}\r\n\r\n"
        "--b--\r\n"
    ).encode()


def test_a_day_and_its_morning(desk: Desk) -> None:
    desk.deliver(letter(REGISTRATION))
    desk.deliver(letter(CONDITION, "Ralf Winter <ralf@verband.example>", "Netzwerktreffen"))
    desk.deliver(letter(QUESTION, "Petra Simon <petra@awo.example>"))
    nour = REGISTRATION.replace("Amira Haddad", "Nour Khalil")
    desk.deliver(letter(nour, "Nour Khalil <nour@msov.example>"))
    desk.smtp.refuse_recipients["nour@msov.example"] = "550 5.7.1 Message rejected"
    desk.once()
    (petra,) = desk.answers("petra@awo.example")
    desk.deliver(bounce(petra, "petra@awo.example"))
    desk.once()
    assert digests(desk) == []
    before = desk.dovecot.snapshot("INBOX")
    desk.now = MORNING
    desk.once()
    desk.once()
    (digest,) = digests(desk)
    said = text(digest)
    order = (
        "Dinge brauchen Sie",
        "Bisher: 4 neue Anmeldungen.",
        "> wenn mein Zug nicht ausfällt",
        "> Gibt es am Treffpunkt Parkplätze?",
        "(550 5.7.1)",
        "+ Amira Haddad",
        "== So steht es",
        "Sprachmittlung: Arabisch: 2 Personen",
    )
    assert [part for part in order if part not in said] == [], said
    positions = [said.index(part) for part in order]
    assert positions == sorted(positions)
    assert "petra@awo.example" in said
    assert [p.get_content_type() for p in digest.walk() if p.get_content_maintype() == "image"] == ["image/png"]
    assert [a.get_filename() for a in digest.iter_attachments()] == ["Liste get-together-2022.xlsx"]
    assert desk.dovecot.snapshot("INBOX") == before


def test_a_click_takes_a_mail_onto_the_list(desk: Desk) -> None:
    desk.deliver(letter(CONDITION, "Ralf Winter <ralf@verband.example>", "Netzwerktreffen"))
    desk.once()
    desk.now = MORNING
    desk.once()
    (digest,) = digests(desk)
    accept = link(digest, "accept")
    # Somebody else who knows the words but is no organiser; and an organiser whose words were not signed.
    desk.deliver(letter("Bitte so absenden.", "Eva <eva@boese.example>", accept), MORNING)
    desk.deliver(letter("Bitte so absenden.", f"L <{LEADER}>", accept.replace("accept", "done")), MORNING)
    desk.now += timedelta(minutes=5)
    desk.once()
    assert [r["status"] for r in desk.registrations()] == ["held"]
    for number in range(2):
        desk.deliver(letter(f"Bitte so absenden. {number}", f"L <{LEADER}>", accept), desk.now)
        desk.once()
    assert [(r["name"], r["status"]) for r in desk.registrations()] == [("Ralf Winter", "confirmed")]
    assert len(desk.answers("ralf@verband.example")) == 1
    assert len(desk.answers(LEADER)) == 1  # success is told in the next digest
    desk.now = MORNING + timedelta(days=1)
    desk.once()
    assert "Von Ihnen per Mail erledigt: Mail Nr. 1 übernommen" in text(digests(desk)[-1])


def test_approving_by_mail(desk: Desk) -> None:
    desk.mode = "approve"
    desk.deliver(letter(REGISTRATION))
    desk.once()
    desk.now = MORNING
    desk.once()
    assert desk.answers("amira@msov.example") == []
    approve = link(digests(desk)[-1], "approve")
    desk.deliver(letter("Bitte so absenden.", f"L <{LEADER}>", approve), MORNING)
    desk.now += timedelta(minutes=5)
    desk.once()
    assert len(desk.answers("amira@msov.example")) == 1


def test_observing_still_tells_the_organisers(desk: Desk) -> None:
    desk.mode = "observe"
    desk.deliver(letter(REGISTRATION))
    desk.once()
    desk.now = MORNING
    desk.once()
    assert [str(a["To"]) for a in desk.answers()] == [LEADER]
    assert "schaut nur zu" in text(digests(desk)[-1])


@pytest.mark.parametrize("step", ["claimed", "connected", "sent"])
def test_killed_while_the_digest_goes_out(step: str, desk: Desk) -> None:
    desk.now = MORNING
    killed = subprocess.run(
        [sys.executable, "-c", ROUND, step, desk.now.isoformat(), "1"],
        env=desk.environment, cwd=desk.folder, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert killed.returncode == -9, killed.stderr.decode()
    desk.once()
    desk.once()
    assert len(digests(desk)) == 1
    assert len([o for o in desk.outbox() if o["purpose"] == "digest"]) == 1


def test_two_processes_at_once_send_one(desk: Desk) -> None:
    desk.now = MORNING
    both = [desk.start("once", "--now", desk.now.isoformat()) for _ in range(2)]
    for process in both:
        process.communicate(timeout=100)
    desk.once()
    assert len(digests(desk)) == 1


def test_the_command(desk: Desk) -> None:
    desk.deliver(letter(REGISTRATION))
    desk.once()
    now = ("--now", desk.now.isoformat())
    assert "+ Amira Haddad" in desk.mailreg("digest", *now)
    folder = desk.folder / "preview"
    assert "Dateien in" in desk.mailreg("digest", "--preview", str(folder), *now)
    names = {path.name for path in folder.iterdir()}
    assert names == {
        "digest.eml", "digest.txt", "digest.html", "chart.get-together-2022.png", "Liste get-together-2022.xlsx",
    }  # fmt: skip
    assert 'src="chart.get-together-2022.png"' in (folder / "digest.html").read_text("utf-8")
    assert digests(desk) == []
    assert "geht beim nächsten Durchgang hinaus" in desk.mailreg("digest", "--send", *now)
    desk.once()
    assert len(digests(desk)) == 1
    file = Path(desk.folder / "file")
    file.write_text("x")
    desk.mailreg("digest", "--preview", str(file), *now, code=1)
    assert desk.errors.count("\n") == 1
