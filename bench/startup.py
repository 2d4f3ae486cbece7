"""Start-up: the time until a command that has next to nothing to do has ended, interpreter included."""

from __future__ import annotations

import statistics
from collections.abc import Callable

from bench.servers import Bench, imap_server, workspace
from bench.table import Row
from tests.servers import smtp as smtps

HELP = 0.3  # seconds
ONCE = 1.5


def measure(times: int) -> list[Row]:
    with workspace() as folder, imap_server() as imap, smtps.running() as smtp:
        bench = Bench(imap, smtp.port, "INBOX", folder / "start").prepare()
        bench.once()
        helped = median(times, lambda: bench.mailreg("--help")[0])
        idle = median(times, lambda: bench.once()[0])
    return [
        Row("mailreg --help", f"{helped:.2f} s", f"< {HELP} s", helped < HELP),
        Row("mailreg once, nothing to do", f"{idle:.2f} s", f"< {ONCE} s", idle < ONCE),
    ]


def median(times: int, action: Callable[[], float]) -> float:
    action()  # warms the disk's cache
    return statistics.median(action() for _ in range(times))
