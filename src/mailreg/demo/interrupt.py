"""Ctrl-C at a safe place: between two mails, not in the middle of a connection that is being opened."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType, TracebackType


class Interrupt:
    """A context for the main thread. The first Ctrl-C is remembered until `check` or `sleep`, which raise
    KeyboardInterrupt; a second one does not wait. In another thread nothing is changed."""

    def __init__(self) -> None:
        self.asked = False
        self._main = threading.current_thread() is threading.main_thread()

    def __enter__(self) -> Interrupt:
        if self._main:
            signal.signal(signal.SIGINT, self._remember)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._main:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def _remember(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True

    def check(self) -> None:
        """Raise KeyboardInterrupt if it was asked for."""
        if self.asked:
            raise KeyboardInterrupt

    def sleep(self, until: float) -> None:
        """Wait until a moment of the monotonic clock, in steps that a person does not notice."""
        self.check()
        while (rest := until - time.monotonic()) > 0:
            time.sleep(min(rest, 0.05))
            self.check()
