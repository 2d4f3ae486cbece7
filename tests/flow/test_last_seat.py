"""Two processes judge mails for the last seats at once: none is given twice, nobody is lost, the queue is whole."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailreg.flow.inbound import fetch
from mailreg.model.registration import Event, Status
from mailreg.store.engine import open_store
from tests.flow.test_timers import NAMED, START, TREFFEN, at
from tests.servers.postgres import postgres, postgres_url
from tests.simulation.world import World
from tests.store.conftest import database_url

__all__ = ["database_url", "postgres", "postgres_url"]
pytestmark = pytest.mark.processes
ROOT = Path(__file__).parents[2]
SEATS, PEOPLE = 9, 24
JUDGE = """
import sys
from mailreg.flow.inbound import answer_mail
from mailreg.flow.timers import write_due
from mailreg.model.errors import TransientError
from mailreg.store.engine import open_store
from tests.flow.test_timers import at
from tests.simulation.world import World
url, part = sys.argv[1], int(sys.argv[2])
world = World(open_store(url), at("09-02T12:00"))
with world.store.begin() as tx:
    events = tx.events.all()
    mails = [m for m in tx.inbox.waiting(99, world.now) if m.id % 2 == part]
print("ready", flush=True)
sys.stdin.readline()
for mail in mails:
    while True:
        try:
            answer_mail(world.office, None, mail, events, world.now)
        except TransientError:
            continue
        break
    write_due(world.office, world.now)
world.store.dispose()
"""


def limited() -> Event:
    return replace(TREFFEN, capacity=SEATS)


def test_the_last_seats(database_url: str) -> None:
    world = World(open_store(database_url), at("09-01T12:00"))
    with world.store.begin() as tx:
        tx.events.save(limited())
    world.round()  # the first sight of an empty inbox
    for number in range(PEOPLE):
        who = f"Mina Aslan{'abcdefghijklmnopqrstuvwxyz'[number]}"
        # Every fourth brings somebody.
        world.register(who, NAMED, *([f"Omar Said{'abcdefghijklmnopqrstuvwxyz'[number]}"] if number % 4 == 0 else []))
    fetch(world.office, world.box, "INBOX", world.now)
    both = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", JUDGE, database_url, str(part)], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for part in (0, 1)
    ]  # fmt: skip
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in both:
        _, errors = process.communicate(timeout=100)
        assert process.returncode == 0, errors
    with world.store.begin() as tx:
        everybody = tx.registrations.all("treffen")
        queue = tx.registrations.queue("treffen")
        taken = tx.registrations.taken("treffen")
        answers = {r.outgoing.registration: str(r.outgoing.purpose) for r in tx.outbox.list()}
    assert len(everybody) == PEOPLE
    assert taken <= SEATS
    assert {r.id for r in queue} == {r.id for r in everybody if r.status is Status.WAITING}
    # As many as fit: nobody who waits would fit into what is left.
    assert all(r.seats > SEATS - taken for r in queue)
    for registration in everybody:
        expected = "confirm" if registration.status is Status.CONFIRMED else "waiting"
        assert answers[registration.id] == expected
    assert world.now < START - timedelta(days=8)
    world.store.dispose()
