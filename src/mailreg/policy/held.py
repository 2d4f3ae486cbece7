"""What a mail that waits for a person may be answered meanwhile, where the installation wants that."""

from __future__ import annotations

from mailreg.model.decision import Decision, Handling
from mailreg.model.mail import Letter
from mailreg.model.outgoing import Purpose
from mailreg.model.reading import Kind, Reading
from mailreg.policy.table import RULES

# Rules about the reading alone: whoever was stopped by a rule about the sender or the way of the mail gets nothing.
_READ = {rule.name for rule in RULES if rule.tier == "reading"}
_SILENT = {f"doubt: {code}" for code in ("suspicious", "complaint", "after_event", "press")} | {"after the start"}
_WANTS = {Kind.REGISTER, Kind.CANCEL, Kind.CHANGE, Kind.QUESTION}


def answer_to_held(decision: Decision, reading: Reading, letter: Letter) -> Purpose | None:
    """RECEIVED, QUESTION or CLOSED, or None where silence is safer. The gate has still to be passed."""
    kind = reading.kind.value
    if decision.handling is not Handling.REVIEW or letter.machine is not None or kind not in _WANTS:
        return None
    if decision.rule not in _READ - _SILENT:
        return None
    if decision.rule == "after the deadline" and kind is Kind.REGISTER:
        return Purpose.CLOSED
    return Purpose.QUESTION if kind is Kind.QUESTION else Purpose.RECEIVED
