"""Logs for the person who runs the server: one line an event, without personal data.

What may stand in a line: ids of rows, UIDs, counts, verdicts, error classes. Never an address, a name, a subject or a
mail's text; should a library put an address into its message, the formatter masks it.
"""

from __future__ import annotations

import logging
import re
import sys

ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")


class MaskingFormatter(logging.Formatter):
    """Masks whatever looks like an e-mail address, in tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        return ADDRESS.sub("…@…", super().format(record))


def start_logging(level: str = "info") -> None:
    """Log to standard error; systemd's journal adds the time there."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(MaskingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("mailreg").setLevel(level.upper())
