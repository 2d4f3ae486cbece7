"""A kill -9 between any two steps of one mail loses nothing and doubles nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mailreg.flow.office import STEPS
from tests.e2e.desk import REGISTRATION, Desk, letter

pytestmark = [pytest.mark.dovecot, pytest.mark.e2e]

# A round of mailreg whose observer kills the process at a step: no hand on the program itself.
ROUND = """
import os, signal, sys
from datetime import datetime
from mailreg.app import Connection, build_office, build_sender, worker_is_dead
from mailreg.flow.outbound import release_dead
from mailreg.flow.round import work
from mailreg.settings import load_settings

seen = 0

def observer(notice):
    global seen
    seen += notice.step == sys.argv[1]
    if seen == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

settings = load_settings()
office = build_office(settings, notify=observer)
now = datetime.fromisoformat(sys.argv[2])
release_dead(office, worker_is_dead, now)
work(office, Connection(settings).open, build_sender(settings), now)
"""


@pytest.mark.parametrize("step", STEPS)
def test_killed_at(step: str, desk: Desk) -> None:
    desk.deliver(letter(REGISTRATION))
    before = desk.dovecot.snapshot("INBOX")
    killed = subprocess.run(
        [sys.executable, "-c", ROUND, step, desk.now.isoformat(), "1"],
        env=desk.environment, cwd=desk.folder, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert killed.returncode == -9, f"the step {step} was never reached: {killed.stderr.decode()}"
    desk.once()
    assert [(r["name"], r["status"]) for r in desk.registrations()] == [("Amira Haddad", "confirmed")]
    assert desk.dovecot.snapshot("INBOX") == before
    outbox = desk.outbox()
    assert len(outbox) == 1
    if step in {"sending", "accepted"}:
        # Nobody can know whether the server took it: it went out at most once, and a person is shown it.
        assert len(desk.smtp.accepted) == (1 if step == "accepted" else 0)
        assert (outbox[0]["state"], outbox[0]["reason"]) == ("held", "maybe_sent")
    else:
        assert len(desk.smtp.accepted) == 1
        assert outbox[0]["state"] == "sent"
        assert len(desk.dovecot.contents("Sent")) == 1


@pytest.mark.parametrize(
    ("wishes", "step", "nth", "left"),
    [
        (10, "fetched", 1, 8),
        (10, "stored", 1, 8),
        (10, "understood", 3, 8),
        (10, "written", 1, 8),  # all eight share a transaction, which is open
        (10, "written", 2, 8),
        (10, "decided", 8, 8),
        (10, "judged", 1, 0),  # told of the first, when all are committed
        (1, "registered", 3, 8),  # the first five share one, up to the second wish
        (1, "written", 1, 8),
        (1, "decided", 5, 8),
        (1, "judged", 3, 3),
        (1, "decided", 6, 3),
        (1, "written", 2, 3),
        (1, "registered", 8, 3),
        (1, "judged", 6, 0),
    ],
)
def test_killed_in_a_backlog(wishes: int, step: str, nth: int, left: int, desk: Desk) -> None:
    """Helpers read, and mails share a transaction: it ends for all of them or for none, and no answer goes out before
    it."""
    people = {3: "Amira Haddad", 6: "Lina Berg"}
    for number in range(1, 9):
        if number in people:
            wish = REGISTRATION.replace("Amira Haddad", people[number])
            desk.deliver(letter(wish, f"{people[number]} <{number}@msov.example>"))
        else:
            note = f"Der Drucker im zweiten Stock geht wieder. Gruß, Nr. {number}"
            desk.deliver(letter(note, f"Kollege <kollege{number}@verein.example>", "Drucker"))
    before = desk.dovecot.snapshot("INBOX")
    limits = (
        "from mailreg.flow import readers, together\n"
        f"readers.BACKLOG, together.MOST_WISHES, together.LONGEST = 0, {wishes}, 60\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", limits + ROUND, step, desk.now.isoformat(), str(nth)],
        env=desk.environment, cwd=desk.folder, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert killed.returncode == -9, f"the step {step} was never reached: {killed.stderr.decode()}"
    assert desk.smtp.accepted == []
    assert f" {left} gelesen" in desk.once()
    assert sorted(r["name"] for r in desk.registrations()) == ["Amira Haddad", "Lina Berg"]
    assert desk.dovecot.snapshot("INBOX") == before
    assert sorted(mail.recipient for mail in desk.smtp.accepted) == ["3@msov.example", "6@msov.example"]
    assert "0 neue Mails, 0 gelesen" in desk.once()


def test_after_a_crash_the_sent_folder_is_asked(desk: Desk) -> None:
    """A provider that files the copy itself: then we know that the mail went out."""
    desk.deliver(letter(REGISTRATION))
    subprocess.run(
        [sys.executable, "-c", ROUND, "accepted", desk.now.isoformat(), "1"],
        env=desk.environment, cwd=desk.folder, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert len(desk.smtp.accepted) == 1
    desk.dovecot.deliver(desk.smtp.accepted[0].content, folder="Sent")
    desk.once()
    assert [o["state"] for o in desk.outbox()] == ["sent"]
    assert len(desk.smtp.accepted) == 1
    assert len(desk.dovecot.contents("Sent")) == 1


@pytest.mark.parametrize("step", ["claimed", "connected", "sending", "accepted", "sent", "copied"])
def test_killed_amid_several(step: str, desk: Desk) -> None:
    """They are claimed together, and each is marked by itself: one at most is in doubt."""
    names = ["Lina", "Amira", "Yusuf", "Olena"]
    for name in names:
        wish = REGISTRATION.replace("Amira Haddad", f"{name} Berg")
        desk.deliver(letter(wish, f"{name} Berg <{name.lower()}@msov.example>"))
    killed = subprocess.run(
        [sys.executable, "-c", ROUND, step, desk.now.isoformat(), "3"],
        env=desk.environment, cwd=desk.folder, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert killed.returncode == -9, f"the step {step} was never reached: {killed.stderr.decode()}"
    desk.once()
    recipients = [mail.recipient for mail in desk.smtp.accepted]
    assert len(recipients) == len(set(recipients))
    assert len(recipients) == len(names) - (step == "sending")
    held = [o["reason"] for o in desk.outbox() if o["state"] != "sent"]
    assert held == (["maybe_sent"] if step in {"sending", "accepted"} else [])
    assert len(desk.dovecot.contents("Sent")) == len(names) - len(held)


def test_the_data_folder_is_private(desk: Desk) -> None:
    """Other accounts of the machine read no participant's data."""
    data = Path(desk.environment["MAILREG_DATA_DIR"])
    assert data.stat().st_mode & 0o077 == 0
