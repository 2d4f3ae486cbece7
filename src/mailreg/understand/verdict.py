"""What a rule gives: the kind, how sure it is, and what a person should know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mailreg.model.mail import Span
from mailreg.model.reading import Doubt, Kind
from mailreg.understand.facts import Facts


@dataclass(frozen=True)
class Verdict:
    kind: Kind
    confidence: float
    rule: str
    evidence: tuple[Span, ...] = ()
    doubts: tuple[Doubt, ...] = ()


Rule = Callable[[Facts], Verdict | None]
