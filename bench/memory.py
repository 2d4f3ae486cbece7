"""Memory of one process that fetches and judges a very large folder: the highest resident set (VmHWM, proc(5))."""

from __future__ import annotations

import itertools
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from bench.inbox import Mail, another, inbox
from bench.servers import NOW, Bench, fill, imap_server, workspace
from bench.table import Row
from tests.servers import smtp as smtps

LIMIT = 150.0  # MB of 1,000,000 bytes
DISTINCT = 2000


def measure(count: int) -> list[Row]:
    with workspace() as folder, imap_server() as imap, smtps.running() as smtp:
        fill(imap, ["INBOX"], many(count))
        bench = Bench(imap, smtp.port, "INBOX", folder / "memory").prepare()
        bench.folder = "Sent"
        start, _ = highest(bench.start("once", "--now", NOW))
        bench.folder = "INBOX"
        begin = time.perf_counter()
        peak, said = highest(bench.start("once", "--now", NOW))
        took = time.perf_counter() - begin
        if f"{count} gelesen" not in said:
            raise RuntimeError(f"not every mail was judged: {said}")
        size = sum(path.stat().st_size for path in bench.data.rglob("*") if path.is_file())
    return [
        Row("highest resident memory without mail", f"{start:.0f} MB"),
        Row(f"highest resident memory, {count:,} mails", f"{peak:.0f} MB", f"< {LIMIT:.0f} MB", peak < LIMIT),
        Row(f"time for {count:,} mails", f"{took:.0f} s"),
        Row("database afterwards", f"{size / 1e6:.0f} MB"),
    ]


def many(count: int) -> Iterator[Mail]:
    """The inbox over and over, each time from other senders."""
    distinct = list(inbox(min(count, DISTINCT)))
    for number, mail in zip(range(count), itertools.cycle(distinct), strict=False):
        if number < len(distinct):
            yield mail
        else:
            yield Mail(another(mail.raw, number), mail.received_at, mail.registration)


def highest(process: subprocess.Popen[str]) -> tuple[float, str]:
    """Megabytes, and what the process said; looked at every 20 ms until it ends."""
    status = Path(f"/proc/{process.pid}/status")
    peak = 0.0
    while process.poll() is None:
        found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text())
        peak = max(peak, int(found[1]) * 1024 / 1e6) if found else peak
        time.sleep(0.02)
    out, err = process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"mailreg once ended with {process.returncode}: {err}")
    return peak, out
