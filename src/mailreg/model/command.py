"""What an organiser can tell mailreg by mail: a verb and what it is about, signed, in the subject of a mail."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    """Each does what the command of the same name does at the command line."""

    APPROVE = "approve"  # a held answer goes out
    APPROVE_ALL = "approve-all"  # all that were shown in one digest: those up to this number
    DISCARD = "discard"  # a held or failed mail of ours never goes out
    RETRY = "retry"  # a failed one is tried again
    ACCEPT = "accept"  # a held mail is taken as it was understood
    DONE = "done"  # a person has dealt with a mail
    REREAD = "reread"  # a mail that could not be judged is judged once more
    SETTLE = "settle"  # interpreters are booked, somebody was called: a hint of the digest that is done


@dataclass(frozen=True, slots=True)
class Command:
    """`target` is a number, or for SETTLE the key of the hint (letters, digits, "-", "." and "/")."""

    verb: Verb
    target: str

    @property
    def words(self) -> str:
        """What is signed and what stands in the subject, e.g. "approve 17"."""
        return f"{self.verb} {self.target}"

    @property
    def number(self) -> int:
        """The target of all verbs but SETTLE."""
        return int(self.target)
