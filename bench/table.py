"""What was measured, as rows of one table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """`met` is None where there is no target."""

    what: str
    value: str
    target: str = ""
    met: bool | None = None


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]


def show(title: str, rows: Sequence[Row]) -> None:
    width = max(len(row.what) for row in rows)
    print(f"\n{title}")
    for row in rows:
        verdict = {None: "", True: "met", False: "MISSED"}[row.met]
        print(f"  {row.what:{width}}  {row.value:>16}  {row.target:16} {verdict}".rstrip(), flush=True)
