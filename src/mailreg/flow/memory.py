"""Memory goes back to the system between the batches of a backlog.

Mails of a megabyte between values of a few bytes leave the C library's heap full of holes, which it keeps.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import Any

MANY = 20  # mails of a batch: fewer leave no holes worth the milliseconds


def give_back(mails: int) -> None:
    """After a batch of so many mails. Does nothing where the C library is not glibc."""
    if mails >= MANY and (trim := _trim()) is not None:
        trim(0)


@cache
def _trim() -> Any:
    """malloc_trim(3), or None."""
    import ctypes

    with suppress(OSError, AttributeError, TypeError):
        return ctypes.CDLL(None).malloc_trim
    return None
