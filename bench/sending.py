"""5,000 reminders through the real outbox over one connection, beside smtplib alone, and what memory it takes."""

from __future__ import annotations

import json
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.inbox import LAST
from bench.servers import Bench, imap_server, workspace
from bench.table import Row
from tests.servers.dovecot import Dovecot

LEAST = 100  # mails a second
MOST_GROWTH = 10  # MB between a tenth of the way and its end
MAILS_OF_ONE_LETTER = 50


@contextmanager
def smtp_server() -> Iterator[tuple[int, Callable[[], dict[str, int]]]]:
    """Its port, and a function that ends it and tells what it counted."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("smtpd.py"))],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    out = process.stdout

    def ask() -> dict[str, int]:
        said, _ = process.communicate("\n", timeout=30)
        counted: dict[str, int] = json.loads(said)
        return counted

    try:
        yield int(out.readline()), ask
    finally:
        process.kill()
        process.wait()


def measure(count: int) -> list[Row]:
    """Mails a second without and with the copy into a Dovecot's Sent folder, and the growth of memory on the way."""
    with workspace() as folder:
        plain = count / plainly(count)
        alone, own, growth = send(folder / "alone", count, None)
        with imap_server() as imap:
            filed, filed_own, filed_growth = send(folder / "filed", count, imap)
    return [
        Row("plain smtplib, one connection", f"{plain:,.0f} mails/s"),
        Row("mailreg's outbox on SQLite", f"{count / alone:,.0f} mails/s", f"≥ {LEAST}", count / alone >= LEAST),
        Row("  beside plain smtplib", f"{count / alone / plain:.2f} ×"),
        Row("  its own time", f"{1000 * own / count:.1f} ms/mail"),
        Row("  memory on the way", f"{growth:+.1f} MB", f"≤ {MOST_GROWTH} MB", growth <= MOST_GROWTH),
        Row("with a copy into the Sent folder", f"{count / filed:,.0f} mails/s", f"≥ {LEAST}", count / filed >= LEAST),
        Row("  beside plain smtplib", f"{count / filed / plain:.2f} ×"),
        Row("  its own time", f"{1000 * filed_own / count:.1f} ms/mail"),
        Row("  memory on the way", f"{filed_growth:+.1f} MB", f"≤ {MOST_GROWTH} MB", filed_growth <= MOST_GROWTH),
    ]  # fmt: skip


def plainly(count: int) -> float:
    """Seconds of smtplib alone for as many mails of the same size."""
    content = letters(1)[0]
    with smtp_server() as (port, ask):
        begin = time.perf_counter()
        with smtplib.SMTP("127.0.0.1", port) as client:
            for number in range(count):
                client.sendmail("desk@example.org", [f"p{number}@example.org"], content)
        took = time.perf_counter() - begin
        if ask()["mails"] != count:
            raise RuntimeError("the server did not get every mail")
    return took


def letters(count: int) -> list[bytes]:
    """Finished reminders, written as the worker writes them."""
    from mailreg.compose.sample import write_sample
    from mailreg.compose.templates import load_templates
    from mailreg.model.outgoing import Purpose

    templates = load_templates()
    return [
        write_sample(Purpose.REMINDER, templates.languages[n % len(templates.languages)], templates).content
        for n in range(count)
    ]


def send(folder: Path, count: int, imap: Dovecot | None) -> tuple[float, float, float]:
    """For `count` mails that lie in the outbox: seconds, of these the process's own, and the MB by which it grew after
    the first tenth."""
    from mailreg.app import build_mailbox, build_office, build_sender
    from mailreg.flow.outbound import deliver
    from mailreg.settings import load_settings

    folder.mkdir()
    nothing = folder / "empty.env"
    nothing.touch()
    with smtp_server() as (port, ask), imap_server() if imap is None else nullcontext(imap) as server:
        settings = load_settings(Bench(server, port, "INBOX", folder).environment, nothing)
        seen: list[float] = []

        def watch(notice: Any) -> None:
            if notice.step == "sent":
                seen.append(0.0)
                if len(seen) % max(1, count // 50) == 0:
                    seen[-1] = resident()

        office, mailbox, sender = build_office(settings, notify=watch), build_mailbox(settings), build_sender(settings)
        fill(office.store, count)
        try:
            begin, own = time.perf_counter(), time.process_time()
            done = deliver(office, sender, None if imap is None else mailbox, LAST)
            took, own = time.perf_counter() - begin, time.process_time() - own
        finally:
            sender.close()
            mailbox.close()
            office.store.dispose()
        counted = ask()
        if (done.sent, counted["mails"], counted["doubled"], counted["connections"]) != (count, count, 0, 1):
            raise RuntimeError(f"not every mail went out once over one connection: {done}, {counted}")
        if imap is not None and len(imap.contents("Sent")) != count:
            raise RuntimeError("not every copy lies in the Sent folder")
    first = next(mb for mb in seen[count // 10 :] if mb)
    return took, own, max(seen[count // 10 :]) - first


def fill(store: Any, count: int) -> None:
    """The reminders into the outbox, each with its own recipient, key and Message-ID."""
    from mailreg.compose.marks import message_id_for
    from mailreg.model.outgoing import DeliveryState, Outgoing, Purpose

    written = letters(min(count, MAILS_OF_ONE_LETTER))
    for start in range(0, count, 500):
        with store.begin() as tx:
            for number in range(start, min(count, start + 500)):
                key = f"remind:{number}:7d"
                message_id = message_id_for(key, b"a secret for measuring only", "example.org")
                head, _, body = written[number % len(written)].partition(b"\r\n\r\n")
                lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Message-ID:")]
                content = b"\r\n".join([*lines, f"Message-ID: {message_id}".encode(), b"", body])
                outgoing = Outgoing(key, Purpose.REMINDER, f"p{number}@example.org", message_id, content)
                tx.outbox.add(outgoing, state=DeliveryState.QUEUED, hold_reason=None, now=LAST - timedelta(minutes=1))


def resident() -> float:
    """MB that this process holds in memory now."""
    text = Path("/proc/self/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0]) / 1024
