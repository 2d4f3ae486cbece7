"""Reading speed: decode and understand, over the labelled mails, and how the time grows with a mail's length."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage

from bench.inbox import CORPUS, paragraph
from bench.table import Row, percentile

LEAST = 300  # mails a second on one core
ROUNDS = 3
TIMES = (1, 2, 4, 8)
WORDS = 150  # of the shortest mail of the curve; the longest one is read whole as well (text.py, _READ)
GROWTH = 1.5  # eight times the length may take so much more than eight times the time


def measure() -> list[Row]:
    from mailreg.decode import decode
    from mailreg.decode.eventfile import parse_events
    from mailreg.understand.read import read

    gc.set_threshold(20_000, 20, 50)  # as the command line does
    events = parse_events((CORPUS / "events.toml").read_bytes(), source="events.toml")
    mails = [path.read_bytes() for folder in ("dev", "own") for path in sorted((CORPUS / folder).glob("*.eml"))]
    moment = datetime(2022, 10, 5, tzinfo=UTC)

    def spent(raw: bytes) -> tuple[float, float]:
        """Milliseconds of this process's own time: others beside it on the machine don't count."""
        begin = time.process_time()
        letter = decode(raw)
        between = time.process_time()
        read(letter, events, moment)
        return 1000 * (between - begin), 1000 * (time.process_time() - between)

    cold = sum(sum(spent(raw)) for raw in mails)
    rounds = [[spent(raw) for raw in mails] for _ in range(ROUNDS)]
    times = [min(found, key=sum) for found in zip(*rounds, strict=True)]
    a_second = 1000 * len(mails) / min(sum(map(sum, found)) for found in rounds)
    rows = [
        Row(f"mails a second on one core, {len(mails)} mails", f"{a_second:.0f}", f"≥ {LEAST}", a_second >= LEAST),
        Row("the same in the first round of a process", f"{1000 * len(mails) / cold:.0f}"),
    ]
    for name, values in (
        ("decode", [d for d, _ in times]),
        ("understand", [r for _, r in times]),
        ("both", [d + r for d, r in times]),
    ):
        rows.append(Row(f"{name}: p50 / p95 / longest", " / ".join(f"{v:.1f}" for v in spread(values)) + " ms"))
    curve = [min(sum(spent(raw)) for _ in range(5)) for raw in longer_and_longer()]
    growth = curve[-1] / curve[0]
    rows.append(
        Row(
            f"a registration of {' / '.join(str(WORDS * n) for n in TIMES)} words",
            " / ".join(f"{v:.1f}" for v in curve) + " ms",
            f"≤ {TIMES[-1] * GROWTH:.0f} ×",
            growth <= TIMES[-1] * GROWTH,
        )
    )
    return rows


def longer_and_longer() -> Iterator[bytes]:
    """The same mail with ever more of the same words, all its writer's own, so that all of it is read in full."""
    for times in TIMES:
        chance = random.Random(8)
        message = EmailMessage()
        message["From"] = "Amira Haddad <amira.haddad@example.org>"
        message["To"] = "stoye@agjf-sachsen.de"
        message["Subject"] = "Anmeldung get together"
        message["Date"] = "Tue, 04 Oct 2022 10:00:00 +0200"
        text = "Hallo Claudia,\n\nhiermit melde ich mich für das get together am 11. Oktober an.\n\n"
        while len(text.split()) < WORDS * times:
            text += paragraph(chance) + "\n\n"
        message.set_content(text + "Viele Grüße\nAmira Haddad\n")
        yield message.as_bytes()


def spread(values: list[float]) -> tuple[float, float, float]:
    return percentile(values, 0.5), percentile(values, 0.95), max(values)
