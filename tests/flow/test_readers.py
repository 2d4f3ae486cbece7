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
from mailreg.flow.crew import PATIENCE, Crew
from mailreg.flow.helper import load_languages, understand
from mailreg.flow.line import Line
from mailreg.flow.readers import Readers
from mailreg.flow.understanding import Understood
from mailreg.lexicon.load import load_lexicons
from mailreg.model.mail import MailKey, RawMail
from mailreg.store.mailrows import StoredMail

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


def read_by(two: Readers, batch: list[StoredMail]) -> list[tuple[StoredMail, Understood | None]]:
    two.give(batch, EVENTS)
    return list(two.take())


def alone(stored: StoredMail) -> Understood:
    return understand(stored.raw.content, stored.raw.received_at, OWN, EVENTS)


def processes(two: Readers) -> list[int]:
    """The helpers, the first one first. Waits until all have been forked."""
    assert two._crew.first is not None
    first = two._crew.first
    end = time.monotonic() + 30
    while len(found := [first, *children(first)]) < two._crew.wanted:
        assert time.monotonic() < end, "not all helpers came"
        time.sleep(0.05)
    return found


def test_helpers_read_the_same() -> None:
    batch = mails(23)
    with Readers(OWN, Crew(2)) as two:
        found = read_by(two, batch)
    assert [stored.id for stored, _ in found] == [stored.id for stored in batch]
    for stored, understood in found:
        assert understood == alone(stored)


def test_few_mails_start_no_helper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "BACKLOG", 23)
    with Readers(OWN, Crew(2)) as two:
        two.expect(23)
        assert [understood for _, understood in read_by(two, mails(23))] == [None] * 23
        assert not two.helping


def test_helpers_start_when_much_is_expected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "BACKLOG", 23)
    with Readers(OWN, Crew(2)) as two:
        two.expect(24)
        assert two.helping
        assert None not in [understood for _, understood in read_by(two, mails(5))]


def test_the_next_batch_is_read_while_this_one_is_written_down() -> None:
    batch = mails(40)
    with Readers(OWN, Crew(2)) as two:
        two.give(batch[:25], EVENTS)
        two.give(batch[25:], EVENTS)
        found = list(two.take(leave=15))
        assert [stored.id for stored, _ in found] == [stored.id for stored in batch[:25]]
        assert two.waiting == 15
        found += two.take()
    for stored, (again, understood) in zip(batch, found, strict=True):
        assert (again.id, understood) == (stored.id, alone(stored))


def test_as_much_lies_before_helpers_as_memory_may_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = mails(10)
    with Readers(OWN, Crew(1)) as one:
        assert one.ahead(10) == 0  # nobody helps yet
        one.give(batch, EVENTS)
        assert one.ahead(10) == readers.AHEAD
        monkeypatch.setattr(readers, "AHEAD_BYTES", 1)
        assert one.ahead(10) == 10
        assert len(list(one.take())) == 10


def test_mails_of_megabytes_do_not_block_each_other() -> None:
    """Each side of a line writes more than it holds, at the same time."""
    text = b"Subject: Anmeldung\r\n\r\n" + b"Ich komme gern zum Treffen im Oktober.\r\n" * 15_000
    moment = datetime(2022, 9, 20, tzinfo=UTC)
    batch = [
        StoredMail(n, RawMail(MailKey("a", "INBOX", 1, n), moment, text, len(text)))
        for n in range(1, readers.CHUNK * 4)
    ]
    with Readers(OWN, Crew(2)) as two:
        two.give(batch[:1], EVENTS)
        two.give(batch[1:], EVENTS)
        assert [understood is None for _, understood in two.take()] == [False] * len(batch)


@pytest.mark.parametrize("which", [0, 1])
def test_a_killed_helper_loses_nothing(which: int) -> None:
    batch = mails(120)
    with Readers(OWN, Crew(2)) as two:
        two.give(batch, EVENTS)
        found = []
        for number, pair in enumerate(two.take()):
            if number == 7:
                os.kill(processes(two)[which], signal.SIGKILL)
            found.append(pair)
        assert [stored.id for stored, _ in found] == [stored.id for stored in batch]
        assert None in [understood for _, understood in found]  # this process reads those itself
        # and the next batch is read as well, by the other one
        again = read_by(two, batch)
        assert [stored.id for stored, _ in again] == [stored.id for stored in batch]
        assert None not in [understood for _, understood in again]


def test_all_helpers_killed() -> None:
    with Readers(OWN, Crew(2)) as two:
        read_by(two, mails(10))
        for pid in processes(two):
            os.kill(pid, signal.SIGKILL)
        assert [understood for _, understood in read_by(two, mails(40))][-5:] == [None] * 5


def test_helpers_end_with_the_round() -> None:
    with Readers(OWN, Crew(3)) as three:
        read_by(three, mails(10))
        found = processes(three)
        assert len(found) == 3
        assert all(map(alive, found))
    assert not any(map(alive, found))


def test_helpers_that_do_not_end_are_killed() -> None:
    with Readers(OWN, Crew(2)) as two:
        read_by(two, mails(10))
        found = processes(two)
        for pid in found:
            os.kill(pid, signal.SIGSTOP)
    end = time.monotonic() + 20
    while any(map(alive, found)):
        assert time.monotonic() < end, "a helper has outlived its round"
        time.sleep(0.05)


def test_helpers_end_when_their_process_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "desk.py"
    script.write_text(
        "import time\n"
        "from mailreg.flow import readers\n"
        "from mailreg.flow.crew import Crew\n"
        "two = readers.Readers(frozenset(), Crew(2))\n"
        "two.expect(1000)\n"
        "print(two._crew.first, flush=True)\n"
        "time.sleep(60)\n"
    )
    desk = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    assert desk.stdout is not None
    with desk.stdout:
        first = int(desk.stdout.readline())
    end = time.monotonic() + 30
    while not (others := children(first)):
        assert time.monotonic() < end, "the second helper never came"
        time.sleep(0.05)
    desk.kill()
    desk.wait(10)
    end = time.monotonic() + 20
    while any(map(alive, [first, *others])):
        assert time.monotonic() < end, "a helper has outlived its process"
        time.sleep(0.1)


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
    except OSError:
        return []


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_crew_that_was_called_before_helps() -> None:
    with Crew(2) as crew:
        crew.call()
        first = crew.first
        with Readers(OWN, crew) as two:
            assert not two.helping  # nothing has been given yet
            found = read_by(two, mails(23))
            assert crew.first == first, "another one was started beside it"
    assert None not in [understood for _, understood in found]


def test_a_crew_that_was_called_for_nothing_goes_at_once() -> None:
    with Crew(2) as crew:
        crew.call()
        first = crew.first
        assert first is not None
        begin = time.monotonic()
        with Readers(OWN, crew):
            pass
        assert time.monotonic() - begin < PATIENCE
        assert not alive(first)


def test_a_crew_whose_round_never_came_is_ended() -> None:
    with Crew(2) as crew:
        crew.call()
        first = crew.first
        assert first is not None
    assert not alive(first)


def test_languages_are_loaded_until_work_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    lexicons = load_lexicons()
    ours, theirs = Line.pair()
    loaded: list[str] = []

    def load(code: str) -> None:
        loaded.append(code)
        if len(loaded) == 3:
            ours.send("work")

    monkeypatch.setattr(lexicons, "load", load)
    load_languages(theirs)
    assert loaded == list(lexicons.languages[:3])
    ours.close()
    theirs.close()
