"""Understanding a mail, loaded with the first one: a round without mail, or one whose helpers read, starts without."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mailreg.model.mail import Letter
from mailreg.model.reading import Reading
from mailreg.model.registration import Event

Understood = tuple[Letter, Reading]


def read(letter: Letter, events: Sequence[Event], moment: datetime) -> Reading:
    """As `understand.read.read`."""
    from mailreg.understand.read import read as read_now

    return read_now(letter, events, moment)
