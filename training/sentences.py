"""What each sentence of a training mail says, by the marks in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from mailreg.model.mail import Letter
from mailreg.model.registration import Event
from mailreg.understand.scope import Statement
from training.mails import TrainingMail

SAID = (
    "come", "no", "maybe", "if", "chg", "rep", "ask", "tr+", "tr-", "in+", "in-", "in~", "ac+", "ch+", "di+", "need-",
    "plus", "oth",
)  # fmt: skip
# What the mail as a whole is, learnt from each of its sentences: nobody need have marked one for its words to tell.
KINDS = ("k:register", "k:cancel", "k:change", "k:question", "k:other")
# Must a person look at the mail, by what is said in it? Learnt in the same way.
DOUBTFUL = "h:review"
LABELS = (*SAID, *KINDS, DOUBTFUL)
_ALIASES = {"ac-": "need-", "ch-": "need-", "di-": "need-"}


def kind_of(label: Mapping[str, Any]) -> str:
    """One of KINDS."""
    named = f"k:{label['kind']}"
    return named if named in KINDS else "k:other"


def doubtful(label: Mapping[str, Any], written: datetime, events: Sequence[Event]) -> bool | None:
    """Must a person look at it? None where the words do not tell: no event of ours, or one that is over or closed."""
    event = next((e for e in events if e.id == label["event"]), None)
    if event is None or label["handling"] == "ignore" or not event.accepts_at(written):
        return None
    return bool(label["handling"] == "review")


UNKNOWN = "?"


def said_of(mail: TrainingMail, letter: Letter, statements: Sequence[Statement]) -> list[frozenset[str] | None]:
    """For each sentence its labels; None where nobody has said. A mark belongs to the sentence that begins last before
    it."""
    shift = max(0, letter.body.find(mail.text[:40]))
    said: list[set[str]] = [set() for _ in statements]
    unknown: set[int] = set()
    for offset, tag in mail.tags:
        name = tag.partition(":")[0]
        label = _ALIASES.get(name, name)
        before = [i for i, s in enumerate(statements) if not s.is_subject and s.start < offset + shift]
        if label == UNKNOWN:
            unknown.update(before[-1:])
        elif label in SAID and before:
            said[before[-1]].add(label)
    return [None if n in unknown else frozenset(labels) for n, labels in enumerate(said)]
