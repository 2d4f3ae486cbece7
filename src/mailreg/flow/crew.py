"""Helper processes as one body: started together, ended together. What they do is helper.py's.

Quick to import: where much mail is sure to wait, they start and load beside the process that will need them.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Self

from mailreg.flow.line import POSSIBLE, Line

log = logging.getLogger(__name__)
MOST = 4
PATIENCE = 2.0  # seconds that helpers have to end by themselves
_PROGRAM = "from mailreg.flow.helper import main; main()"


class Crew:
    """A context for one round. `wanted`: at most so many processes; 0 for none, None for one a processor. Nothing
    runs before `start`."""

    def __init__(self, wanted: int | None = None) -> None:
        self.wanted = _processors() if wanted is None else wanted
        self._process: subprocess.Popen[bytes] | None = None  # the first one, whose children the others are
        self._lines: list[Line] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end(0)

    @property
    def first(self) -> int | None:
        """The process id of the first helper while they run."""
        return self._process.pid if self._process else None

    def start(self) -> Sequence[Line]:
        """A line to each helper, once; none where helpers can't be had or have been started before. Whoever holds a
        line closes it."""
        self.call()
        lines, self._lines = self._lines, []
        return lines

    def call(self) -> None:
        """Let them come and load what they need; `start` gives their lines."""
        if self._process is not None or self.wanted < 1:
            return
        pairs = [Line.pair() for _ in range(self.wanted)]
        try:
            # Not by fork: threads may be running here. A session of its own, so that it can be ended with its children.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _PROGRAM, *(str(theirs.fileno()) for _, theirs in pairs)],
                pass_fds=[theirs.fileno() for _, theirs in pairs],
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            log.info("no helpers (%s), reading alone", type(error).__name__)
            self.wanted = 0
        for ours, theirs in pairs:
            theirs.close()  # so that a helper's death ends its line
            if self._process is None:
                ours.close()
            else:
                self._lines.append(ours)

    def end(self, patience: float = PATIENCE) -> None:
        """Wait until those have ended whose lines have been closed; after so many seconds they are killed."""
        for line in self._lines:
            line.close()
        self._lines.clear()
        process, self._process = self._process, None
        if process is None:
            return
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            with suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)  # with its children
            process.wait(PATIENCE)


def _processors() -> int:
    if not POSSIBLE:
        return 0
    return min(MOST, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
