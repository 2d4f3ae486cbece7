"""Several processes on one database, and processes that are killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mailreg.model.outgoing import DeliveryState
from mailreg.store.engine import HEAD, Store
from tests.store.samples import BOX, FOLDER, NOW, enqueue

ROOT = Path(__file__).parents[2]

CLAIM = """
import sys
from tests.store.samples import NOW
from mailreg.store.engine import open_store
url, name = sys.argv[1:]
store = open_store(url)
print("ready", flush=True)
sys.stdin.readline()
while True:
    with store.begin() as tx:
        claimed = tx.outbox.claim(NOW, name, limit=3)
    if not claimed:
        break
    for each in claimed:
        print(each.id)
store.dispose()
"""

# Each step prints its name and waits: the test kills the process there.
STEPS = ("fetched", "registered", "written", "judged", "committed")
WORK = """
import sys
from tests.store.samples import *
from mailreg.store.engine import open_store
from mailreg.model.decision import Handling
from mailreg.model.outgoing import DeliveryState
def step(name):
    print(name, flush=True)
    sys.stdin.readline()
store = open_store(sys.argv[1])
with store.begin() as tx:
    fetched(tx, 1, 2)
    step("fetched")
    tx.registrations.add(registration(), NOW)
    step("registered")
    tx.outbox.add(outgoing(), state=DeliveryState.QUEUED, hold_reason=None, now=NOW)
    step("written")
    tx.inbox.judged(1, verdict(Handling.AUTOMATIC), now=NOW, keep=True)
    step("judged")
step("committed")
"""

OPEN = """
import sys
sys.stdin.readline()
from mailreg.store.engine import open_store
store = open_store(sys.argv[1])
print(store.revision())
store.dispose()
"""


def start(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code, *arguments],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_two_workers_never_get_the_same_row(store: Store, database_url: str) -> None:
    enqueue(store, *(f"confirm:{n}:v1" for n in range(90)))
    workers = [start(CLAIM, database_url, name) for name in ("one", "two", "three")]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("\n")
        worker.stdin.flush()
    claimed = [[int(line) for line in worker.communicate(timeout=60)[0].split()] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0]
    assert sorted(number for part in claimed for number in part) == list(range(1, 91))
    with store.begin() as tx:
        assert tx.outbox.counts()[DeliveryState.CLAIMED] == 90
        assert all(row.delivery.attempts == 1 for row in tx.outbox.list())


def test_two_processes_may_open_a_new_database_at_once(database_url: str) -> None:
    both = [start(OPEN, database_url) for _ in range(2)]
    for process in both:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    assert [process.communicate(timeout=60)[0] for process in both] == [f"{HEAD}\n"] * 2


@pytest.mark.parametrize("last", STEPS)
def test_a_killed_process_leaves_all_or_nothing(store: Store, database_url: str, last: str) -> None:
    process = start(WORK, database_url)
    assert process.stdout is not None
    assert process.stdin is not None
    for step in STEPS:
        assert process.stdout.readline() == f"{step}\n"
        if step == last:
            break
        process.stdin.write("\n")
        process.stdin.flush()
    process.kill()
    process.communicate(timeout=30)
    whole = last == "committed"
    with store.begin() as tx:
        left = (
            tx.inbox.cursor(BOX, FOLDER) is not None,
            [mail.raw.key.uid for mail in tx.inbox.waiting(9, NOW)],
            len(tx.registrations.all()),
            len(tx.outbox.list()),
            tx.inbox.counts()["judged"],
        )
    assert left == ((True, [2], 1, 1, 1) if whole else (False, [], 0, 0, 0))
