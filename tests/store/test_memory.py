"""Batch after batch leaves no memory behind in SQLite's library: a backlog of 20,000 mails has hundreds of batches."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

# 24 batches of all sizes, 150 MB of mails: what is kept of each would be seen at once.
PROGRAM = """
import sys
from datetime import UTC, datetime
from mailreg.model.mail import MailKey, RawMail
from mailreg.model.ports import Cursor
from mailreg.store.engine import open_store

NOW = datetime(2022, 9, 20, tzinfo=UTC)
MAIL = bytes(500_000)

def store_batch(store, first, count):
    batch = [RawMail(MailKey("a", "INBOX", 1, uid), NOW, MAIL, len(MAIL)) for uid in range(first, first + count)]
    with store.begin() as tx:
        tx.inbox.store_fetched(batch, "a", "INBOX", Cursor(1, first + count), first_sight=False, now=NOW)
    with store.begin() as tx:
        assert tx.inbox.waiting(count, NOW, after=0)

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 / 1e6

store = open_store(sys.argv[1])
store_batch(store, 1, 5)
before, uid = resident(), 6
for count in range(1, 25):
    store_batch(store, uid, count)
    uid += count
print(resident() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads Linux's /proc")
def test_batches_of_all_sizes_leave_nothing_behind(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, f"sqlite:///{tmp_path / 'mailreg.db'}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert float(done.stdout) < 40  # MB
