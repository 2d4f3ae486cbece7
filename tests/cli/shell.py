"""A working folder in which mailreg is run as a process."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.forks import FORKS

COMMAND = [sys.executable, "-W", "error", "-m", "mailreg"]


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


@dataclass
class Shell:
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def full_environment(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("MAILREG_")}
        return inherited | {"COLUMNS": "100", "TERM": "xterm"} | self.environment

    def run(self, *arguments: str, stdin: str | None = None) -> Result:
        """Run a command to its end, without a terminal."""
        if stdin is None:
            forked = FORKS.run(list(arguments), self.full_environment(), self.folder)
            assert "Traceback" not in forked.err, forked.err
            return Result(forked.code, forked.out, forked.err)
        done = subprocess.run(
            [*COMMAND, *arguments], cwd=self.folder, env=self.full_environment(), text=True, timeout=100, check=False,
            capture_output=True, input=stdin,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return Result(done.returncode, done.stdout, done.stderr)

    def at_terminal(self, *arguments: str) -> Terminal:
        """Start a command at a terminal of its own."""
        return Terminal(self, arguments)


class Terminal:
    """A command that believes a person sits before it. `screen` is all that was shown so far."""

    def __init__(self, shell: Shell, arguments: tuple[str, ...]) -> None:
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [*COMMAND, *arguments], cwd=shell.folder, env=shell.full_environment(),
            stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            preexec_fn=_controlling_terminal,  # noqa: PLW1509 - this thread is the only one here
        )  # fmt: skip
        os.close(slave)
        self.screen = ""
        self._answered = 0

    def expect(self, words: str, seconds: float = 60) -> None:
        """Wait until these words appear behind what was answered last."""
        end = time.monotonic() + seconds
        while words not in self.screen[self._answered :]:
            if time.monotonic() > end or not self._read(1):
                raise AssertionError(f"„{words}“ did not appear:\n{self.screen}")

    def answer(self, words: str, text: str) -> None:
        """Wait for a question, and type."""
        self.expect(words)
        # getpass switches the echo off and drops what was typed before it
        time.sleep(0.05)
        self._answered = len(self.screen)
        os.write(self.master, text.encode() + b"\n")

    def interrupt(self) -> None:
        os.write(self.master, b"\x03")

    def end(self) -> int:
        """Wait for the end; the exit code."""
        while self._read(60):
            pass
        code = self.process.wait(20)
        os.close(self.master)
        assert "Traceback" not in self.screen, self.screen
        return code

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return self.process.poll() is None
        try:
            got = os.read(self.master, 65536)
        except OSError:  # Linux says EIO when the other end is closed
            return False
        text = got.decode("utf-8", "replace").replace("\r\n", "\n")
        self.screen += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
        return bool(got)


def _controlling_terminal() -> None:
    import fcntl
    import signal
    import termios

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever starts the tests in the background lets it be ignored
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
