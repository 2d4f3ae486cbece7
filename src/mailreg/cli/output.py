"""Standard output and error that outlive their reader: `mailreg event import FLYER --yes | head -3` saves the event,
and what can't be shown any more is dropped. A command that ended at its first line to nobody would leave half of its
work undone, or would have to tell a lie about it."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TextIO


class Outliving(io.FileIO):
    """A file descriptor that can be written to whatever becomes of its other end. `gone`: nobody reads any more;
    `problem`: why else something could not be written (a full disk)."""

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor, "w", closefd=False)
        self.gone = False
        self.problem: OSError | None = None

    def write(self, content) -> int:  # type: ignore[no-untyped-def] # any buffer
        if not self.gone and self.problem is None:
            try:
                return super().write(content)
            except BrokenPipeError:
                self.gone = True
            except OSError as error:
                self.problem = error
        return len(content)


def outlive() -> None:
    """Make the standard streams of this process such ones, those that were closed from the beginning, too."""
    sys.stdout = _stream(sys.stdout, line_buffering=sys.stdout is not None and sys.stdout.isatty())
    sys.stderr = _stream(sys.stderr, line_buffering=True)


def reader_is_gone() -> bool:
    """Does nobody read standard output any more? Known once something was written to it in vain."""
    stream = _outliving(sys.stdout)
    return stream is not None and stream.gone


def problem() -> OSError | None:
    """Why standard output could not be written, where there is a reader."""
    stream = _outliving(sys.stdout)
    return None if stream is None else stream.problem


def _stream(old: TextIO | None, *, line_buffering: bool) -> TextIO:
    if old is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    old.flush()
    buffered = io.BufferedWriter(Outliving(old.fileno()))
    return io.TextIOWrapper(buffered, old.encoding, old.errors, line_buffering=line_buffering)


def _outliving(stream: TextIO) -> Outliving | None:
    raw = getattr(getattr(stream, "buffer", None), "raw", None)
    return raw if isinstance(raw, Outliving) else None
