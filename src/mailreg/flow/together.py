"""Mails that share a transaction: those that helpers have read, a few answers at a time."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from mailreg.flow import commands, facts
from mailreg.flow.office import Office
from mailreg.flow.threads import is_in_our_thread
from mailreg.flow.understanding import Understood
from mailreg.model.decision import Handling
from mailreg.store.mailrows import StoredMail

MOST_WISHES = 10  # of mails that want something, in one transaction
LONGEST = 0.1  # seconds after which a transaction takes no more mails: others wait to write


class Wish(Enum):
    """What a mail that has been read wants of us, as far as it matters for who shares a transaction."""

    NONE = "none"  # private mail: nobody outside is asked or told anything
    ORDINARY = "ordinary"
    OF_ITS_OWN = "of its own"  # a command, or an answer to a mail of ours: it has a transaction of its own


@dataclass(frozen=True, slots=True)
class Ready:
    """A stored mail that has been read and may share a transaction."""

    stored: StoredMail
    understood: Understood
    wish: Wish


@dataclass(frozen=True, slots=True)
class Together:
    """What the private mails of a transaction leave behind, written down at its end: their verdicts (id, handling,
    rule), and who has shown when that mail reaches them."""

    verdicts: list[tuple[int, Handling, str]] = field(default_factory=list)
    alive: list[tuple[str, datetime]] = field(default_factory=list)
    _began: float = field(default_factory=time.monotonic)

    @property
    def is_long(self) -> bool:
        """Is it time to let others write?"""
        return time.monotonic() - self._began > LONGEST


def wish_of(office: Office, understood: Understood | None) -> Wish:
    """`understood`: None where the mail has not been read yet."""
    if understood is None:
        return Wish.OF_ITS_OWN
    letter, reading = understood
    if is_in_our_thread(office, letter) or commands.heard(office, letter) or commands.put_aside(office, letter):
        return Wish.OF_ITS_OWN
    return Wish.NONE if reading.kind.value in facts.SILENT else Wish.ORDINARY


def first_group(mails: Iterable[Ready]) -> list[Ready]:
    """The first of these mails that may share one transaction."""
    group: list[Ready] = []
    wishes = 0
    for ready in mails:
        wishes += ready.wish is not Wish.NONE
        if group and wishes > MOST_WISHES:
            break
        group.append(ready)
    return group


def events_of(group: Iterable[Ready]) -> list[str]:
    """The events that these mails may give seats of or take them from, in the order in which all processes lock
    them: so none waits for another one that waits for it."""
    wishes = (ready.understood[1] for ready in group if ready.wish is not Wish.NONE)
    return sorted({reading.event.value for reading in wishes if reading.event.value})
