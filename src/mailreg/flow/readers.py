"""Decoding and understanding: pure work, done in this process, or by helper processes where much mail waits.

A few mails are read right here. After `BACKLOG` mails of one round (a first run, a long weekend) helpers are started,
one a processor; they end with the round. What a helper cannot do (it was killed, it raised), this process does itself,
so that a failure is seen, and counted against its mail, where it always is.
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from mailreg.decode import decode
from mailreg.model.mail import Letter
from mailreg.model.reading import Reading
from mailreg.model.registration import Event
from mailreg.store.inbox import StoredMail
from mailreg.understand.read import read

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

log = logging.getLogger(__name__)
BACKLOG = 150  # mails; starting helpers takes about as long as reading these
CHUNK = 5  # mails that go to a helper together
MOST_HELPERS = 4
Understood = tuple[Letter, Reading]


def understand(stored: StoredMail, own_addresses: frozenset[str], events: Sequence[Event]) -> Understood:
    """One mail from bytes to what it says."""
    letter = decode(stored.raw.content, own_addresses=own_addresses)
    return letter, read(letter, events, stored.raw.received_at)


@dataclass(slots=True)
class _Helper:
    process: SpawnProcess
    line: Connection


class Readers:
    """A context for one round. `helpers`: at most so many processes beside this one; 0 for none."""

    def __init__(self, own_addresses: frozenset[str], helpers: int | None = None) -> None:
        self._own = own_addresses
        self._wanted = _processors() if helpers is None else helpers
        self._helpers: list[_Helper] = []
        self._read = 0
        self._busy = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def each(
        self, batch: Sequence[StoredMail], events: Sequence[Event]
    ) -> Iterator[tuple[StoredMail, Understood | None]]:
        """The mails in their order, each with what it says; None where this process has to read it itself."""
        self._read += len(batch)
        if self._busy:  # a batch was left in the middle: what its helpers still send belongs to no other one
            self.close()
        if self._read <= BACKLOG or self._wanted < 1 or not self._started():
            yield from ((stored, None) for stored in batch)
            return
        self._busy = True
        chunks = [batch[i : i + CHUNK] for i in range(0, len(batch), CHUNK)]
        ways = [self._helpers[i % len(self._helpers)] for i in range(len(chunks))]
        ahead = len(self._helpers)
        for way, chunk in zip(ways[:ahead], chunks, strict=False):
            self._send(way, chunk, events)
        for i, (way, chunk) in enumerate(zip(ways, chunks, strict=True)):
            found = self._receive(way, len(chunk))
            if i + ahead < len(chunks):  # the helper goes on while this process writes down what it has found
                self._send(ways[i + ahead], chunks[i + ahead], events)
            yield from zip(chunk, found, strict=True)
        self._busy = False

    def close(self) -> None:
        """End the helpers."""
        helpers, self._helpers = self._helpers, []
        self._busy = False
        for helper in helpers:
            with suppress(OSError):
                helper.line.close()
        for helper in helpers:
            helper.process.join(2)
            if helper.process.is_alive():
                helper.process.kill()
                helper.process.join(2)

    def _started(self) -> bool:
        if self._helpers:
            return True
        from multiprocessing import get_context

        try:
            context = get_context("spawn")  # threads are running here: no fork
            for _ in range(self._wanted):
                ours, theirs = context.Pipe()
                process = context.Process(target=_help, args=(theirs, self._own), name="mailreg reader", daemon=True)
                process.start()
                theirs.close()  # so that the helper's death ends the line
                self._helpers.append(_Helper(process, ours))
        except (OSError, ImportError) as error:
            log.info("no helpers (%s), reading alone", type(error).__name__)
            self.close()
            self._wanted = 0
        return bool(self._helpers)

    def _send(self, helper: _Helper, chunk: Sequence[StoredMail], events: Sequence[Event]) -> None:
        with suppress(OSError, ValueError):  # it is gone: then nothing comes back either
            helper.line.send((chunk, tuple(events)))

    def _receive(self, helper: _Helper, count: int) -> list[Understood | None]:
        try:
            found: list[Understood | None] = helper.line.recv()
        except (OSError, EOFError):
            return [None] * count
        return found


def _processors() -> int:
    return min(MOST_HELPERS, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def _help(line: Connection, own_addresses: frozenset[str]) -> None:
    """What a helper does until its line ends, which is when the process at the other end closes it or dies."""
    import signal

    # The process at the other end decides when work stops; Ctrl-C and "stop" go to the whole group.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.nice(5)
    gc.set_threshold(20_000, 20, 50)  # as in the process that started it
    while True:
        try:
            chunk, events = line.recv()
            line.send([_safely(stored, own_addresses, events) for stored in chunk])
        except (OSError, EOFError):
            return


def _safely(stored: StoredMail, own_addresses: frozenset[str], events: Sequence[Event]) -> Understood | None:
    try:
        return understand(stored, own_addresses, events)
    except Exception:
        return None  # the other process meets it again and says what it is
