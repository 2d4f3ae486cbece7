"""Standard output and error that outlive their reader: `mailreg event import FLYER --yes | head -3` saves the event,
and what can't be shown any more is dropped. A command that ended at its first line to nobody would leave half of its
work undone, or would have to tell a lie about it. Nor does it end at a letter that the terminal lacks."""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
import unicodedata
from pathlib import Path
from typing import TextIO

LOOKS_LIKE = "mailreg-looks-like"  # our error handler of codecs
_LOOKS_LIKE = {
    "„": '"', "“": '"', "”": '"', "‚": "'", "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "→": "->",
    "✓": "+", "✗": "x", "·": "-", "─": "-", "│": "|", "ß": "ss", "€": "EUR",
}  # fmt: skip


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
    codecs.register_error(LOOKS_LIKE, _looks_like)
    if isinstance(sys.stdin, io.TextIOWrapper) and _is_ascii(sys.stdin.encoding):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
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


def json_line(value: object) -> str:
    """The value as JSON, in letters that standard output has: a program reads it and needs every one of them."""
    utf8 = (sys.stdout.encoding or "").lower().startswith("utf")
    return json.dumps(value, ensure_ascii=not utf8)


def _stream(old: TextIO | None, *, line_buffering: bool) -> TextIO:
    if old is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    old.flush()
    buffered = io.BufferedWriter(Outliving(old.fileno()))
    # "ascii" is what Python says where nobody has set a language (LC_ALL=C); what stands there reads UTF-8.
    encoding = "utf-8" if _is_ascii(old.encoding) else old.encoding
    return io.TextIOWrapper(buffered, encoding, LOOKS_LIKE, line_buffering=line_buffering)


def _is_ascii(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name == "ascii"
    except LookupError:
        return False


def _looks_like(error: UnicodeError) -> tuple[str | bytes, int]:
    """For what can't be encoded: what looks like it, or a question mark. Bytes of a file's name that are no text are
    written as they are."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letter = error.object[error.start]
    if "\udc80" <= letter <= "\udcff" and error.encoding == "utf-8":
        return bytes([ord(letter) - 0xDC00]), error.start + 1
    if unicodedata.combining(letter):
        return "", error.start + 1
    plain = _LOOKS_LIKE.get(letter) or "".join(c for c in unicodedata.normalize("NFKD", letter) if c.isascii())
    return plain or "?", error.start + 1


def _outliving(stream: TextIO) -> Outliving | None:
    raw = getattr(getattr(stream, "buffer", None), "raw", None)
    return raw if isinstance(raw, Outliving) else None
