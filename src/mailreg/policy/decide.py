"""What is to be done about a letter: one ordered table of named rules, and the first hit decides.

Three tiers in this order: mail that is never answered, whatever it says; mail about which only a person's word
decides; then what the reading found. Each row says in plain German why, for the organiser. The rules follow
RFC 3834 (automatic answers) and what the best mail systems check before they answer.
"""

from __future__ import annotations

from mailreg.model.decision import Decision, Handling, Situation
from mailreg.model.mail import Letter
from mailreg.model.reading import Reading
from mailreg.policy.rules import Rule
from mailreg.policy.table import RULES

__all__ = ["RULES", "Rule", "decide", "explain"]


def decide(letter: Letter, reading: Reading, situation: Situation) -> Decision:
    """The first rule of RULES that hits. Never raises on odd letters; what no rule covers goes to a person."""
    for rule in RULES:
        hit = rule.test(letter, reading, situation)
        if hit:
            evidence = hit if isinstance(hit, tuple) else ()
            return Decision(rule.handling, rule.name, rule.why, evidence)
    return Decision(Handling.REVIEW, "no rule", "Keine Regel passt; bitte selbst ansehen.")


def explain(letter: Letter, reading: Reading, situation: Situation) -> list[tuple[Rule, bool]]:
    """Each rule in order with its hit or miss: what decided, and what would have decided otherwise."""
    return [(rule, bool(rule.test(letter, reading, situation))) for rule in RULES]
