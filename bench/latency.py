"""How long a person waits: from the mail's delivery to the SMTP server's 250 for the answer, `mailreg run` in IDLE."""

from __future__ import annotations

import imaplib
import random
import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from bench.inbox import ADDRESS
from bench.phrases import FAMILY, GIVEN
from bench.servers import Bench, imap_server, workspace
from bench.table import Row, percentile
from tests.servers import smtp as smtps
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer

P99 = 1.0  # seconds
NOTICES = 20  # times that the server's own notice is measured
PATIENCE = 20.0  # seconds until an answer counts as missing
START = datetime(2030, 10, 11, 15, 0)  # noqa: DTZ001 - an event file's times are local
TEXTS = (
    "Guten Tag,\n\nhiermit melde ich mich für das {event} am 11. Oktober 2030 an.\n{more}\nMit Grüßen\n{name}\n",
    "Hallo,\n\nich komme gern zum {event} am 11.10.2030.\n{more}\nViele Grüße\n{name}\n",
    "Hello,\n\nI would like to register for the {event} on 11 October 2030.\n{more_en}\nBest regards\n{name}\n",
)
EVENT = "Nachbarschaftstreffen"
MORE = ("", "Ich brauche Sprachmittlung auf Arabisch.", "Bitte übernehmen Sie meine Fahrtkosten.")
MORE_EN = ("", "I need interpreting into Arabic.", "Please cover my travel costs.")


def measure(count: int) -> list[Row]:
    with workspace() as folder, imap_server() as imap, smtps.running() as smtp:
        events = folder / "events.toml"
        events.write_text(
            f'[[event]]\nid = "treffen"\ntitle = "{EVENT}"\nstart = {START.isoformat()}\n'
            f"end = {(START + timedelta(hours=3)).isoformat()}\n"
            'venue = "Alte Post"\nstreet = "Hauptstraße 1"\npostcode = "01234"\ncity = "Mittelfurt"\n'
            f'registration_email = "{ADDRESS}"\ntravel_costs = true\ninterpreting = true\n',
            encoding="utf-8",
        )
        bench = Bench(imap, smtp.port, "INBOX", folder / "run", events).prepare()
        bench.once(datetime.now(UTC).isoformat())  # the first look, so that what comes now is new
        process = bench.start("run")
        try:
            wait_for(bench.data / "status.json", PATIENCE)
            time.sleep(1.0)  # until IDLE has begun
            waits = one_by_one(imap, smtp, count)
            server = percentile(notices(imap, NOTICES), 0.5)
        finally:
            process.terminate()
            process.communicate(timeout=30)
    missing = count - len(waits)
    p50, p95, p99 = (percentile(waits, share) for share in (0.5, 0.95, 0.99))
    return [
        Row(f"p50 of {count} answers", f"{1000 * p50:.0f} ms"),
        Row(f"p95 of {count} answers", f"{1000 * p95:.0f} ms"),
        Row(f"p99 of {count} answers", f"{1000 * p99:.0f} ms", f"< {P99:.0f} s", p99 < P99 and not missing),
        Row("of it until the server tells a plain IDLE connection of the mail, p50", f"{1000 * server:.0f} ms"),
        Row("longest", f"{1000 * max(waits):.0f} ms"),
        Row("mails without an answer", str(missing), "0", not missing),
    ]


def one_by_one(imap: Dovecot, smtp: SmtpServer, count: int) -> list[float]:
    """Seconds from the APPEND's begin to the answer, for each mail that is answered. Each has a sender and, against the
    ceilings, hours of its own."""
    chance = random.Random(11)
    waits = []
    with imap.client() as client:
        for number in range(count):
            received_at = datetime.now(UTC) - timedelta(hours=3 * (count - number))
            address = f"person{number}@verein{number % 17}.example"
            raw = registration(chance, number, address, received_at)
            time.sleep(chance.uniform(0.05, 0.3))
            smtp.arrived.clear()
            begin = time.perf_counter()
            client.append("INBOX", None, imaplib.Time2Internaldate(received_at), raw)
            while time.perf_counter() - begin < PATIENCE:
                if not smtp.arrived.wait(0.5):
                    continue
                if smtp.accepted[-1].recipient == address:
                    waits.append(time.perf_counter() - begin)
                    break
                smtp.arrived.clear()
    return waits


def notices(imap: Dovecot, count: int) -> list[float]:
    """Seconds from the APPEND's begin until a bare IDLE connection reads "* n EXISTS": no client can be quicker."""
    waits = []
    with imap.client() as writer, imap.client() as watcher:
        writer.create("Notices")
        watcher.select("Notices", readonly=True)
        watcher.send(b"idle IDLE\r\n")
        watcher.readline()
        for _ in range(count):
            time.sleep(0.3)
            begin = time.perf_counter()
            writer.append("Notices", None, None, b"Subject: news\r\n\r\nnews\r\n")
            while b"EXISTS" not in watcher.readline():
                pass
            waits.append(time.perf_counter() - begin)
        watcher.send(b"DONE\r\n")
        watcher.readline()
    return waits


def registration(chance: random.Random, number: int, address: str, received_at: datetime) -> bytes:
    # No name twice: a person who is registered from two addresses is looked at by a person first.
    family, more = divmod(number // len(GIVEN), len(FAMILY))[::-1]
    name = f"{GIVEN[number % len(GIVEN)]} {FAMILY[family]}-{FAMILY[(family + more + 1) % len(FAMILY)]}"
    message = EmailMessage(policy=SMTP)
    message["From"] = f"{name} <{address}>"
    message["To"] = ADDRESS
    message["Subject"] = "Anmeldung"
    message["Date"] = format_datetime(received_at)
    message["Message-ID"] = f"<{number}.{chance.getrandbits(64):x}@{address.partition('@')[2]}>"
    text = chance.choice(TEXTS)
    message.set_content(text.format(event=EVENT, name=name, more=chance.choice(MORE), more_en=chance.choice(MORE_EN)))
    return message.as_bytes()


def wait_for(path: Path, seconds: float) -> None:
    end = time.monotonic() + seconds
    began = path.stat().st_mtime_ns if path.exists() else 0
    while time.monotonic() < end:
        if path.exists() and path.stat().st_mtime_ns != began:
            return
        time.sleep(0.05)
    raise RuntimeError("mailreg run did not start")
