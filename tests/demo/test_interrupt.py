"""Ctrl-C in the demo: remembered until a safe place, at once the second time."""

from __future__ import annotations

import signal
import time

import pytest

from mailreg.demo.interrupt import Interrupt


def test_the_first_waits_for_a_safe_place() -> None:
    with Interrupt() as interrupt:
        interrupt.check()
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            interrupt.check()
        with pytest.raises(KeyboardInterrupt):
            interrupt.sleep(time.monotonic() - 1)


def test_the_second_does_not_wait() -> None:
    with Interrupt():
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_afterwards_all_is_as_before() -> None:
    with Interrupt():
        pass
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
