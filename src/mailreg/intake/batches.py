"""UIDs and sizes: which mails are fetched together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

WHOLE_UP_TO = 5 * 1024 * 1024  # bytes; of larger mails only header and text parts are fetched
BATCH_BYTES = 6 * 1024 * 1024  # about as much as one batch holds; it is in memory several times over


@dataclass(frozen=True, slots=True)
class Listed:
    """A mail that is to be fetched; `size` is its RFC822.SIZE."""

    uid: int
    size: int


def uid_set(uids: Sequence[int]) -> str:
    """A UID set with ranges (RFC 9051, 9: sequence-set), short also for many UIDs."""
    ranges: list[list[int]] = []
    for uid in sorted(uids):
        if ranges and ranges[-1][1] == uid - 1:
            ranges[-1][1] = uid
        else:
            ranges.append([uid, uid])
    return ",".join(str(a) if a == b else f"{a}:{b}" for a, b in ranges)


def groups(listed: Iterable[Listed], batch: int) -> Iterator[list[Listed]]:
    """In order, at most `batch` mails and about 6 MB each; a large mail counts with what is fetched of it."""
    group: list[Listed] = []
    held = 0
    for one in listed:
        weight = min(one.size, WHOLE_UP_TO)
        if group and (len(group) >= batch or held + weight > BATCH_BYTES):
            yield group
            group, held = [], 0
        group.append(one)
        held += weight
    if group:
        yield group
