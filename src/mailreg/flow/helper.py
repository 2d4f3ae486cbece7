"""A helper process: it decodes and understands what comes over its line, and ends with the line.

The first helper loads the models and the usual languages, and the others are forked from it: all of them share that
memory, and the time for loading is spent once. Languages for which there was no time before the first mail came are
loaded where a mail has them. It imports no database, for it needs none.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import NoReturn

from mailreg.decode import decode
from mailreg.flow.line import Line
from mailreg.flow.understanding import Understood
from mailreg.lexicon.load import load_lexicons
from mailreg.model.registration import Event
from mailreg.understand.read import read

NOTE = b"Subject: Anmeldung\r\n\r\nHiermit melde ich mich an.\r\n"


def understand(content: bytes, moment: datetime, own_addresses: frozenset[str], events: Sequence[Event]) -> Understood:
    """One mail from bytes to what it says."""
    letter = decode(content, own_addresses=own_addresses)
    return letter, read(letter, events, moment)


def warm_up() -> None:
    """Load what the first mail would have to wait for."""
    read(decode(NOTE), (), datetime.now(UTC))


def load_languages(line: Line) -> None:
    """Load further languages as long as there is nothing to do, so that no helper has to load them for itself."""
    lexicons = load_lexicons()
    for code in lexicons.languages:
        if line.has_come():
            return
        lexicons.load(code)


def main() -> None:
    """`python -c … FD FD …`: one helper for each line."""
    # The process at the other end decides when work stops; Ctrl-C and "stop" go to the whole group.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with suppress(OSError):  # the service may not change priorities
        os.nice(5)
    lines = [Line.of(int(number)) for number in sys.argv[1:]]
    gc.disable()  # what is loaded now stays
    warm_up()
    load_languages(lines[0])
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 50)  # as in the process that started it
    children = []
    for line in lines[1:]:
        child = os.fork()  # no thread runs here yet
        if not child:
            _alone(line, lines)
        children.append(child)
    for line in lines[1:]:
        line.close()
    serve(lines[0])
    for child in children:
        with suppress(ChildProcessError):
            os.waitpid(child, 0)
    os._exit(0)  # without taking apart what is loaded: the round waits for this end


def _alone(line: Line, lines: Sequence[Line]) -> NoReturn:
    """A forked helper: it must hold no end of another one's line, or nobody would see the other one die."""
    try:
        for other in lines:
            if other is not line:
                other.close()
        serve(line)
    finally:
        os._exit(0)


def serve(line: Line) -> None:
    """Answer each message, (mails, events), with what each mail says, None where it raised, until the line ends, which
    is when the process at the other end closes it or dies. Events are None where they are those of the message before.
    The first message is the desk's own addresses."""
    events: Sequence[Event] = ()
    with suppress(OSError, EOFError):
        own: frozenset[str] = line.recv()
        while True:
            mails, news = line.recv()
            events = events if news is None else news
            line.send([_safely(content, moment, own, events) for content, moment in mails])


def _safely(content: bytes, moment: datetime, own: frozenset[str], events: Sequence[Event]) -> Understood | None:
    try:
        return understand(content, moment, own, events)
    except Exception:
        return None  # the other process meets it again and says what it is
