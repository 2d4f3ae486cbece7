"""A command that changes something does so, whatever becomes of what it prints: `| head -3`, a full disk, no output at
all. Its exit code tells of the work, not of the reader."""

from __future__ import annotations

import os
import pty
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from mailreg.model.decision import Handling
from mailreg.model.outgoing import DeliveryState
from mailreg.model.registration import Status
from mailreg.store.addresses import AddressMark
from mailreg.store.engine import Store, Transaction, open_store
from mailreg.store.mailrows import MailState
from tests.cli.shell import COMMAND, Shell
from tests.cli.test_errors import EVENTS, SETTINGS
from tests.store.samples import NOW, enqueue, fetched, outgoing, registration, verdict

MAIL = "zoe@example.org"
EVENT = """[[event]]
id = "sommerfest"
title = "Sommerfest"
start = 2099-07-01T10:00:00+02:00
end = 2099-07-01T16:00:00+02:00
capacity = 1
"""


@pytest.fixture
def full(shell: Shell) -> Shell:
    """A desk with an event, a registration that waits for a seat, a held and a failed answer, and a mail in review."""
    shell.environment |= SETTINGS
    (shell.folder / "sommerfest.toml").write_text(EVENT)
    (shell.folder / "form.pdf").write_bytes(b"%PDF-1.4\n")
    assert shell.run("event", "import", "sommerfest.toml", "--yes").code == 0
    with database(shell) as store:
        enqueue(store, "confirm:1:v1", state=DeliveryState.HELD)
        with store.begin() as tx:
            tx.outbox.add(outgoing("confirm:2:v1"), state=DeliveryState.QUEUED, hold_reason=None, now=NOW)
            tx.outbox.failed(2, "550 5.1.1", NOW)
            here = registration(event="sommerfest")
            waits = tuple(replace(person, status=Status.WAITING) for person in here.people)
            tx.registrations.add(replace(here, people=waits, status=Status.WAITING, waiting_since=NOW), NOW)
            fetched(tx, 1)
            tx.inbox.judged(1, verdict(Handling.REVIEW), now=NOW, keep=True)
            tx.addresses.mark(AddressMark(MAIL, "unknown_user", NOW, unreachable_at=NOW))
    return shell


@contextmanager
def database(shell: Shell) -> Iterator[Store]:
    store = open_store(f"sqlite:///{shell.folder / 'data' / 'mailreg.sqlite3'}")
    try:
        yield store
    finally:
        store.dispose()


@dataclass(frozen=True)
class Case:
    arguments: tuple[str, ...]
    done: Callable[[Transaction], bool]


def state(number: int) -> Callable[[Transaction], DeliveryState]:
    def of(tx: Transaction) -> DeliveryState:
        row = tx.outbox.get(number)
        assert row is not None
        return row.delivery.state

    return of


def mail_state(tx: Transaction) -> MailState:
    mail = tx.inbox.get(1)
    assert mail is not None
    return mail.state


CASES = (
    Case(("event", "import", EVENTS, "--yes"), lambda tx: len(tx.events.all()) > 1),
    Case(("event", "cancel", "sommerfest", "--yes"), lambda tx: tx.events.all()[-1].cancelled),
    Case(
        ("event", "attach", "sommerfest", "thanks", "form.pdf"),
        lambda tx: bool(tx.events.files("sommerfest", "thanks")),
    ),
    Case(("outbox", "approve", "1"), lambda tx: state(1)(tx) is DeliveryState.QUEUED),
    Case(("outbox", "approve", "--all"), lambda tx: state(1)(tx) is DeliveryState.QUEUED),
    Case(("outbox", "discard", "1"), lambda tx: state(1)(tx) is DeliveryState.DISCARDED),
    Case(("outbox", "retry", "2"), lambda tx: state(2)(tx) is DeliveryState.QUEUED),
    Case(("review", "done", "1"), lambda tx: mail_state(tx) is MailState.RESOLVED),
    Case(("review", "reread", "1"), lambda tx: mail_state(tx) is MailState.WAITING),
    Case(
        ("registrations", "promote", "1", "--now", "2099-01-01"),
        lambda tx: tx.registrations.all()[0].status is Status.CONFIRMED,
    ),
    Case(("addresses", "clear", MAIL), lambda tx: not tx.addresses.all()),
    Case(("digest", "--send"), lambda tx: len(tx.outbox.list()) > 2),
)


def run(shell: Shell, arguments: tuple[str, ...], stdout: int, **more: object) -> tuple[int, str]:
    done = subprocess.run(
        [*COMMAND, *arguments], cwd=shell.folder, env=shell.full_environment(), stdout=stdout, stderr=subprocess.PIPE,
        text=True, timeout=60, check=False, **more,
    )  # type: ignore[call-overload] # fmt: skip
    return done.returncode, done.stderr


@contextmanager
def nobody_reads() -> Iterator[int]:
    """A pipe without a reader, as after `| head -0`."""
    read, write = os.pipe()
    os.close(read)
    try:
        yield write
    finally:
        os.close(write)


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case.arguments[:2]))
def test_the_work_is_done_when_nobody_reads(full: Shell, case: Case) -> None:
    full.environment["MAILREG_ORGANISERS"] = "leitung@example.org"
    with database(full) as store, store.begin() as tx:
        assert not case.done(tx)
    with nobody_reads() as write:
        assert run(full, case.arguments, write) == (0, "")
    with database(full) as store, store.begin() as tx:
        assert case.done(tx)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("case", [CASES[0], CASES[3]], ids=lambda case: " ".join(case.arguments[:2]))
def test_a_full_disk_at_the_other_end_is_told_and_the_work_is_done(full: Shell, case: Case) -> None:
    with Path("/dev/full").open("w") as disk:
        code, said = run(full, case.arguments, disk.fileno())
    assert code == 1
    assert said.count("\n") == 1
    assert "Ausgabe" in said
    with database(full) as store, store.begin() as tx:
        assert case.done(tx)


def test_without_any_output(full: Shell) -> None:
    code, said = run(full, CASES[0].arguments, subprocess.DEVNULL, preexec_fn=lambda: os.close(1))
    assert (code, said) == (0, "")
    with database(full) as store, store.begin() as tx:
        assert CASES[0].done(tx)


def test_files_are_written(full: Shell) -> None:
    with nobody_reads() as write:
        assert run(full, ("template", "preview", "thanks", "--language", "de", "--out", "seiten"), write) == (0, "")
        assert run(full, ("digest", "--preview", "heute"), write) == (0, "")
    assert (full.folder / "seiten" / "index.html").is_file()
    assert (full.folder / "heute" / "digest.html").is_file()


def test_the_exit_code_tells_of_the_work(full: Shell) -> None:
    with nobody_reads() as write:
        code, said = run(full, ("outbox", "approve", "2"), write)
        assert (code, "1 nicht" in said) == (1, True)
        assert run(full, ("check",), write)[0] == 1


def test_a_question_that_nobody_sees_is_no_yes(full: Shell) -> None:
    master, slave = pty.openpty()
    os.write(master, b"j\n")
    with nobody_reads() as write:
        code, said = run(full, ("event", "cancel", "sommerfest"), write, stdin=slave)
    os.close(slave)
    os.close(master)
    assert code == 2
    assert "Die Frage ist nicht zu sehen" in said
    with database(full) as store, store.begin() as tx:
        assert not tx.events.all()[-1].cancelled
