"""Reading speed: decode and understand, over the labelled mails."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from bench.inbox import CORPUS
from bench.table import Row, percentile


def measure() -> list[Row]:
    from mailreg.decode import decode
    from mailreg.decode.eventfile import parse_events
    from mailreg.understand.read import read

    events = parse_events((CORPUS / "events.toml").read_bytes(), source="events.toml")
    mails = [path.read_bytes() for folder in ("dev", "own") for path in sorted((CORPUS / folder).glob("*.eml"))]
    moment = datetime(2022, 10, 5, tzinfo=UTC)
    for raw in mails:  # loads what is loaded once
        read(decode(raw), events, moment)
    decoding, reading = [], []
    for raw in mails:
        begin = time.perf_counter()
        letter = decode(raw)
        between = time.perf_counter()
        read(letter, events, moment)
        decoding.append(1000 * (between - begin))
        reading.append(1000 * (time.perf_counter() - between))
    both = [d + r for d, r in zip(decoding, reading, strict=True)]
    return [
        Row(f"{name}, {len(mails)} mails: p50 / p95 / longest", " / ".join(f"{v:.1f}" for v in spread(values)) + " ms")
        for name, values in (("decode", decoding), ("understand", reading), ("both", both))
    ]


def spread(values: list[float]) -> tuple[float, float, float]:
    return percentile(values, 0.5), percentile(values, 0.95), max(values)
