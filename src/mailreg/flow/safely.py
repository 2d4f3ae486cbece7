"""The one mail that can't be written stops no other."""

from __future__ import annotations

import logging
from collections.abc import Callable

from mailreg.model.errors import DatabaseUnavailable, place_of

log = logging.getLogger(__name__)


def safely(write: Callable[[], bool]) -> bool | None:
    """What `write` says; None if it failed, which the log tells and the next round tries again. Raises
    DatabaseUnavailable: then nothing can be done at all."""
    try:
        return write()
    except DatabaseUnavailable:
        raise
    except Exception as error:  # as with a mail that can't be judged: the others go on
        log.error("a notice could not be written: %s", place_of(error))
        return None
