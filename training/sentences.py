"""What each sentence of a training mail says, by the marks in it."""

from __future__ import annotations

from collections.abc import Sequence

from mailreg.model.mail import Letter
from mailreg.understand.scope import Statement
from training.mails import TrainingMail

LABELS = (
    "come", "no", "maybe", "if", "chg", "rep", "ask", "tr+", "tr-", "in+", "in-", "in~", "ac+", "ch+", "di+", "need-",
    "plus", "oth",
)  # fmt: skip
_ALIASES = {"ac-": "need-", "ch-": "need-", "di-": "need-"}


def said_of(mail: TrainingMail, letter: Letter, statements: Sequence[Statement]) -> list[frozenset[str]]:
    """For each sentence its labels. A mark belongs to the sentence that begins last before it."""
    shift = max(0, letter.body.find(mail.text[:40]))
    said: list[set[str]] = [set() for _ in statements]
    for offset, tag in mail.tags:
        name = tag.partition(":")[0]
        label = _ALIASES.get(name, name)
        before = [i for i, s in enumerate(statements) if not s.is_subject and s.start < offset + shift]
        if label in LABELS and before:
            said[before[-1]].add(label)
    return [frozenset(labels) for labels in said]
