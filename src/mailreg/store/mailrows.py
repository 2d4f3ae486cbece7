"""A mail that came in, as the database knows it: its states, and its row as values."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from mailreg.model.decision import Handling
from mailreg.model.mail import MailKey, RawMail


class MailState(StrEnum):
    WAITING = "waiting"  # not judged yet
    JUDGED = "judged"
    REVIEW = "review"  # a person must look
    RESOLVED = "resolved"  # a person has looked
    QUARANTINED = "quarantined"  # judging it failed three times


@dataclass(frozen=True, slots=True)
class StoredMail:
    """A mail with its bytes. `first_sight`: it lay there before us, so its answers wait for a person."""

    id: int
    raw: RawMail
    attempts: int = 0
    first_sight: bool = False

    @property
    def digest(self) -> str:
        """Of its bytes: the `content_hash` of a mail that is kept."""
        return hashlib.sha256(self.raw.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of a mail. `reading` is JSON with offsets, never the mail's words."""

    handling: Handling
    kind: str
    rule: str
    why: str = ""
    event: str | None = None
    reading: Mapping[str, Any] | None = None
    message_id: str | None = None
    content_hash: str | None = None


@dataclass(frozen=True, slots=True)
class JudgedMail:
    """What is known of a mail, for the lists that people read. `raw` is None where the content is gone;
    `verdict` is None where it has not been judged."""

    id: int
    key: MailKey
    state: MailState
    verdict: Verdict | None
    raw: RawMail | None
    received_at: datetime | None = None
    judged_at: datetime | None = None
    attempts: int = 0
    first_sight: bool = False
    error: str | None = None
    resolution: str | None = None


def _key(row: Row[Any]) -> MailKey:
    return MailKey(row.mailbox, row.folder, row.uidvalidity, row.uid)


def raw_of(row: Row[Any]) -> RawMail:
    """The mail as it came; the row must have its content."""
    return RawMail(_key(row), row.received_at, bytes(row.content), row.size, row.partial)


def judged_of(row: Row[Any]) -> JudgedMail:
    """All that is known of the mail."""
    verdict = None
    if row.handling is not None:
        verdict = Verdict(
            Handling(row.handling),
            row.kind or "",
            row.rule,
            row.why or "",
            row.event,
            row.reading,
            row.message_id,
            row.content_hash,
        )
    return JudgedMail(
        id=row.id,
        key=_key(row),
        state=MailState(row.state),
        verdict=verdict,
        raw=None if row.content is None else raw_of(row),
        received_at=row.received_at,
        judged_at=row.judged_at,
        attempts=row.attempts,
        first_sight=row.first_sight,
        error=row.error,
        resolution=row.resolution,
    )
