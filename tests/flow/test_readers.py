"""Helper processes read what this process would read, and whatever becomes of them, no mail goes without."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailreg.decode.eventfile import parse_events
from mailreg.flow import readers
from mailreg.flow.readers import Readers, understand
from mailreg.model.mail import MailKey, RawMail
from mailreg.store.inbox import StoredMail

pytestmark = pytest.mark.processes

CORPUS = Path(__file__).parent.parent / "corpus"
EVENTS = parse_events((CORPUS / "events.toml").read_text("utf-8"), source="events.toml")
OWN = frozenset({"stoye@agjf-sachsen.de"})


def mails(count: int) -> list[StoredMail]:
    moment = datetime(2022, 9, 20, tzinfo=UTC)
    raws = [path.read_bytes() for path in sorted((CORPUS / "dev").glob("*.eml"))[:count]]
    return [
        StoredMail(number, RawMail(MailKey("a", "INBOX", 1, number), moment, raw, len(raw)))
        for number, raw in enumerate(raws, 1)
    ]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "BACKLOG", 0)


def test_helpers_read_the_same() -> None:
    batch = mails(23)
    with Readers(OWN, helpers=2) as two:
        found = list(two.each(batch, EVENTS))
    assert [stored.id for stored, _ in found] == [stored.id for stored in batch]
    for stored, understood in found:
        assert understood == understand(stored, OWN, EVENTS)


def test_few_mails_start_no_helper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "BACKLOG", 23)
    with Readers(OWN, helpers=2) as two:
        assert [understood for _, understood in two.each(mails(23), EVENTS)] == [None] * 23


def test_a_killed_helper_loses_nothing() -> None:
    batch = mails(40)
    with Readers(OWN, helpers=2) as two:
        found = []
        for number, pair in enumerate(two.each(batch, EVENTS)):
            if number == 7:
                pid = two._helpers[0].process.pid
                assert pid is not None
                os.kill(pid, signal.SIGKILL)
            found.append(pair)
        assert [stored.id for stored, _ in found] == [stored.id for stored in batch]
        assert None in [understood for _, understood in found]  # this process reads those itself
        # and the next batch is read as well
        assert [stored.id for stored, _ in two.each(batch, EVENTS)] == [stored.id for stored in batch]


def test_a_batch_left_in_the_middle_does_not_spoil_the_next() -> None:
    batch = mails(40)
    with Readers(OWN, helpers=2) as two:
        for number, _ in enumerate(two.each(batch, EVENTS)):
            if number == 3:
                break
        for stored, understood in two.each(list(reversed(batch)), EVENTS):
            assert understood == understand(stored, OWN, EVENTS)


def test_helpers_end_with_the_round() -> None:
    with Readers(OWN, helpers=2) as two:
        list(two.each(mails(10), EVENTS))
        processes = [helper.process for helper in two._helpers]
        assert all(process.is_alive() for process in processes)
    assert not any(process.is_alive() for process in processes)


def test_helpers_end_when_their_process_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "desk.py"
    script.write_text(
        "import sys, time\n"
        "from mailreg.flow import readers\n"
        "if __name__ == '__main__':\n"
        "    two = readers.Readers(frozenset(), helpers=2)\n"
        "    two._started()\n"
        "    print(*[helper.process.pid for helper in two._helpers], flush=True)\n"
        "    time.sleep(60)\n"
    )
    desk = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    assert desk.stdout is not None
    with desk.stdout:
        helpers = [int(pid) for pid in desk.stdout.readline().split()]
    assert len(helpers) == 2
    desk.kill()
    desk.wait(10)
    end = time.monotonic() + 20
    while any(map(alive, helpers)):
        assert time.monotonic() < end, "a helper has outlived its process"
        time.sleep(0.1)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
