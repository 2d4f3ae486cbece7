"""`make bench`: speed beside peers and limits. Prints one table; docs/measurements.md keeps the figures worth keeping.

run.py                everything (some ten minutes)
run.py --quick        small numbers, without the peers
run.py --only NAME    one measurement, may be given several times
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path[0] = str(Path(__file__).parent.parent)

from bench.table import Row, show  # noqa: E402 - the repository's root must be on the path first


@dataclass(frozen=True, slots=True)
class Measurement:
    title: str
    run: Callable[[bool], list[Row]]  # quick → rows


def round_(quick: bool) -> list[Row]:
    from bench.round import measure

    return measure(200 if quick else 2000, with_peers=not quick)


def poll(quick: bool) -> list[Row]:
    from bench.poll import measure

    return measure(1000, 5000 if quick else 100_000)


def latency(quick: bool) -> list[Row]:
    from bench.latency import measure

    return measure(20 if quick else 200)


def startup(quick: bool) -> list[Row]:
    from bench.startup import measure

    return measure(3 if quick else 9)


def memory(quick: bool) -> list[Row]:
    from bench.memory import measure

    return measure(1000 if quick else 20_000)


def reading(_: bool) -> list[Row]:
    from bench.reading import measure

    return measure()


def sending(quick: bool) -> list[Row]:
    from bench.sending import measure

    return measure(500 if quick else 5000)


MEASUREMENTS = {
    "startup": Measurement("Start-up", startup),
    "reading": Measurement("Reading the labelled mails", reading),
    "poll": Measurement("An idle poll", poll),
    "latency": Measurement("From delivery to the accepted answer", latency),
    "round": Measurement("A round over a whole inbox into an empty database", round_),
    "sending": Measurement("Sending reminders over one connection", sending),
    "memory": Measurement("Memory", memory),
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Speed beside peers and limits.")
    parser.add_argument("--quick", action="store_true", help="small numbers, without the peers")
    parser.add_argument("--only", action="append", choices=list(MEASUREMENTS), metavar="NAME", help="one measurement")
    options = parser.parse_args()
    rows: list[Row] = []
    for name in options.only or MEASUREMENTS:
        measurement = MEASUREMENTS[name]
        found = measurement.run(options.quick)
        show(measurement.title, found)
        rows += found
    targets = [row for row in rows if row.met is not None]
    missed = [row for row in targets if not row.met]
    print(f"\n{len(targets) - len(missed)} of {len(targets)} targets met", end="")
    print(f"; missed: {', '.join(row.what for row in missed)}" if missed else "")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
