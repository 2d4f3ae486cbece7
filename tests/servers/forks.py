"""mailreg as a process of its own, without the second that starting Python and loading its parts takes each time.

A parent process loads the program once and forks a child for every command; the child sets environment, folder and
streams as a fresh process would have them and runs the same command line. What is killed, stopped or watched while it
runs is started in the usual way (Desk.start).
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARENT = """
import json, os, sys, warnings
import mailreg.cli, mailreg.app, mailreg.flow.round, mailreg.cli.work, mailreg.cli.desk, mailreg.cli.outbox
import mailreg.cli.review, mailreg.worker.timetable, typer.main
from mailreg.flow.helper import warm_up
warm_up()
for line in sys.stdin:
    asked = json.loads(line)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.environ.clear()
            os.environ.update(asked["environment"])
            os.chdir(asked["folder"])
            for name, number, flags in (
                (os.devnull, 0, os.O_RDONLY), (asked["out"], 1, os.O_WRONLY), (asked["err"], 2, os.O_WRONLY)
            ):
                os.dup2(os.open(name, flags), number)
            sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")
            code = mailreg.cli.run(asked["arguments"])
            sys.stdout.flush()
            sys.stderr.flush()
        except BaseException:
            import traceback
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
"""


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


class Forks:
    """The parent process; started at the first command, ended with the tests."""

    def __init__(self) -> None:
        self._parent: subprocess.Popen[str] | None = None

    def run(self, arguments: list[str], environment: dict[str, str], folder: Path) -> Done:
        """Run one command to its end."""
        parent = self._started()
        assert parent.stdin is not None
        assert parent.stdout is not None
        with tempfile.TemporaryDirectory() as streams:
            out, err = Path(streams, "out"), Path(streams, "err")
            out.touch()
            err.touch()
            asked = {
                "arguments": arguments, "environment": environment, "folder": str(folder), "out": str(out),
                "err": str(err),
            }  # fmt: skip
            parent.stdin.write(json.dumps(asked) + "\n")
            parent.stdin.flush()
            code = parent.stdout.readline().strip()
            assert code, "the parent of the commands has died"
            return Done(int(code), out.read_text("utf-8"), err.read_text("utf-8"))

    def _started(self) -> subprocess.Popen[str]:
        if self._parent is None or self._parent.poll() is not None:
            environment = {k: v for k, v in os.environ.items() if not k.startswith("MAILREG_")}
            self._parent = subprocess.Popen(
                [sys.executable, "-W", "error", "-c", PARENT], env=environment, cwd=ROOT, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
            atexit.register(self._parent.kill)
        return self._parent


FORKS = Forks()
