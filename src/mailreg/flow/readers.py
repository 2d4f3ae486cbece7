"""Decoding and understanding: pure work, done in this process, or by helper processes where much mail waits.

A few mails are read right here. Where more than `BACKLOG` come in one round (a first run, a long weekend) helpers are
started, one a processor; they end with the round. They read the next batches while this process writes down what they
have found in the last one. What a helper cannot do (it was killed, it raised), this process does itself, so that a
failure is seen, and counted against its mail, where it always is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from select import POLLIN, poll
from typing import Self

from mailreg.flow.crew import PATIENCE, Crew
from mailreg.flow.line import Line
from mailreg.flow.understanding import Understood
from mailreg.model.registration import Event
from mailreg.store.mailrows import StoredMail

BACKLOG = 150  # mails; starting helpers takes about as long as reading these
CHUNK = 5  # mails that go to a helper together
DEPTH = 12  # chunks that a helper has at most: work for while this process writes, a third of a second of it
AHEAD = 150  # mails that lie before the helpers while this process writes, so that none of them runs out of work
AHEAD_BYTES = 10_000_000  # that these hold at most: mails with files have a megabyte and more


@dataclass(slots=True)
class _Chunk:
    mails: Sequence[StoredMail]
    events: tuple[Event, ...]
    given: bool = False
    found: list[Understood | None] | None = None


@dataclass(slots=True)
class _Helper:
    line: Line
    chunks: deque[_Chunk] = field(default_factory=deque)  # that it has, the next answer's first
    events: tuple[Event, ...] | None = None  # that it knows of


class Readers:
    """A context for one round, and for the crew that helps in it, which may have been called before."""

    def __init__(self, own_addresses: frozenset[str], crew: Crew) -> None:
        self._own = own_addresses
        self._crew = crew
        self._called = False
        self._helpers: list[_Helper] = []
        self._chunks: deque[_Chunk] = deque()  # in their order, not taken yet
        self._given = 0
        self.last = 0  # the id of the last mail that was given

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def helping(self) -> bool:
        """Do helpers read what is given?"""
        return bool(self._helpers)

    @property
    def waiting(self) -> int:
        """How many mails were given and not taken."""
        return sum(len(chunk.mails) for chunk in self._chunks)

    def ahead(self, last: int) -> int:
        """How many mails may stay with the helpers when `last` have just been given: enough to keep all of them at
        work, and no more than memory should hold."""
        if not self._helpers:
            return 0
        held = sum(len(mail.raw.content) for chunk in self._chunks for mail in chunk.mails)
        return AHEAD if held <= AHEAD_BYTES else last

    def expect(self, mails: int) -> None:
        """At most so many are about to be given. If they are many, helpers start now, and load while the first come."""
        if self._given + mails > BACKLOG:
            self._start()

    def give(self, batch: Sequence[StoredMail], events: Sequence[Event]) -> None:
        """Mails to be read, oldest first. Does not wait."""
        if not batch:
            return
        self._given += len(batch)
        self.last = batch[-1].id
        if self._given > BACKLOG:
            self._start()
        self._hear(0)
        known = tuple(events)
        self._chunks.extend(_Chunk(batch[i : i + CHUNK], known) for i in range(0, len(batch), CHUNK))
        self._hand_out()

    def take(self, leave: int = 0) -> Iterator[tuple[StoredMail, Understood | None]]:
        """The mails in their order, each with what it says, until at most `leave` are left; None where this process has
        to read it itself."""
        while self._chunks and self.waiting > leave:
            self._hear(0)
            self._hand_out()
            chunk = self._chunks[0]
            while chunk.given and chunk.found is None:
                self._hear(None)
                self._hand_out()
            self._chunks.popleft()
            yield from zip(chunk.mails, chunk.found or [None] * len(chunk.mails), strict=True)

    def close(self) -> None:
        """End the helpers. What they had is read by this process."""
        for helper in list(self._helpers):
            self._lose(helper)
        self._crew.end(PATIENCE if self._called else 0)  # who has had nothing to do may go at once

    def _start(self) -> None:
        if self._called:
            return
        self._called = True
        for line in self._crew.start():
            helper = _Helper(line)
            self._helpers.append(helper)
            self._send(helper, self._own)

    def _hand_out(self) -> None:
        """Give what waits to the helpers with the least to do."""
        for chunk in self._chunks:
            if chunk.given or chunk.found is not None:
                continue
            helper = min(self._helpers, key=lambda h: len(h.chunks), default=None)
            if helper is None or len(helper.chunks) >= DEPTH:
                return
            chunk.given = True
            helper.chunks.append(chunk)
            news = None if chunk.events == helper.events else chunk.events
            helper.events = chunk.events
            self._send(helper, ([(m.raw.content, m.raw.received_at) for m in chunk.mails], news))

    def _send(self, helper: _Helper, message: object) -> None:
        try:
            helper.line.send(message)
        except (OSError, ValueError):
            self._lose(helper)

    def _hear(self, seconds: float | None) -> None:
        """Take the answers that have come; wait for one."""
        if not self._helpers:
            return
        of_line = {helper.line.fileno(): helper for helper in self._helpers}
        lines = poll()
        for line in of_line:
            lines.register(line, POLLIN)
        for line, _ in lines.poll(None if seconds is None else 1000 * seconds):
            helper = of_line[line]
            try:
                found = helper.line.recv()
            except (OSError, EOFError):
                self._lose(helper)
            else:
                helper.chunks.popleft().found = found

    def _lose(self, helper: _Helper) -> None:
        """It is gone: what it had is read by this process."""
        if helper in self._helpers:
            self._helpers.remove(helper)
        with suppress(OSError):
            helper.line.close()
        for chunk in helper.chunks:
            chunk.found = [None] * len(chunk.mails)
        helper.chunks.clear()
