"""Does a change ask for seats, or does it only put right what is known of somebody who has one?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mailreg.understand.findings import Facts
from mailreg.understand.senses import Row

LABELS = ("come", "no", "rep", "chg", "in+", "tr+", "ac+", "di+", "ch+", "need-", "plus", "ask", "maybe")


def seat_features(
    facts: Facts, by_rules: int, coming: int, gone: int, sender: bool, labels: Sequence[str], logits: Sequence[Row]
) -> dict[str, float]:
    """`by_rules`: the seats that the rules read; `coming`, `gone`: how many named people; `sender`: the writer is among
    those who come; `logits`: what each sentence says."""
    found: dict[str, float] = {"always": 1.0}
    for label in LABELS:
        column = labels.index(label)
        found[f"m {label}"] = max((max(-6.0, min(6.0, row[column])) for row in logits), default=-6.0) / 6
    found[f"rules {min(by_rules, 2)}"] = 1.0
    found[f"coming {min(coming, 2)} gone {min(gone, 1)} sender {sender}"] = 1.0
    found[f"rules {min(by_rules, 2)} gone {min(gone, 1)} sender {sender}"] = 1.0
    found[f"extra {min(facts.crowd.extra, 2)}"] = 1.0
    scene = facts.body
    for tag in {t for i in scene.own_tokens for t in scene.tags.get(i, ())}:
        found[f"has {tag}"] = 1.0
    return found


def asked(chances: Mapping[str, float], by_rules: int, people: int, extra: int, sure: float) -> int:
    """The seats. `chances`: "0": data or needs alone, "1": seats are asked for; `sure`: how sure it must be against the
    rules; `people`: those named who come; `extra`: others."""
    if by_rules and chances["0"] >= sure:
        return 0
    if not by_rules and chances["1"] >= sure:
        return people + extra
    return by_rules
