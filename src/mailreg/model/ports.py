"""What the flow asks of the outside world, as protocols."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Protocol

from mailreg.model.mail import RawMail


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a folder has been read: every UID below `next_uid` has been seen under `uidvalidity`."""

    uidvalidity: int
    next_uid: int


@dataclass(frozen=True, slots=True)
class FolderState:
    """What SELECT told (RFC 9051, 6.3.2)."""

    uidvalidity: int
    uidnext: int | None
    exists: int


@dataclass(frozen=True, slots=True)
class SentReply:
    """A mail in the Sent folder: which Message-ID it answers (In-Reply-To), its own, and to whom it went (To, Cc,
    Bcc), in lower case."""

    answers: str
    message_id: str
    recipients: frozenset[str]


class Mailbox(Protocol):
    """An open IMAP connection; every method raises ImapUnavailable, LoginRefused or FolderMissing."""

    def examine(self, folder: str) -> FolderState:
        """Select a folder read-only."""
        ...

    def fetch_after(self, folder: str, next_uid: int, batch: int = 50) -> Iterator[list[RawMail]]:
        """All mails with UID >= next_uid in ascending order, in batches; read-only, BODY.PEEK."""
        ...

    def examine_sent(self, known: str | None = None) -> str | None:
        """The name of the Sent folder, which is there; None where there has never been one. `known`: what it was called
        when it was there last. FolderMissing where the one that the settings name, or the known one, is missing."""
        ...

    def sent_have(self, message_ids: Iterable[str]) -> set[str]:
        """Those of the given Message-IDs that a mail in the Sent folder has."""
        ...

    def sent_replies(self, message_ids: Iterable[str]) -> list[SentReply]:
        """The mails in the Sent folder that answer one of the given Message-IDs."""
        ...

    def append_sent(self, contents: Sequence[bytes]) -> None:
        """Put copies of sent mails into the Sent folder, marked as read. Ask `sent_have` first; after an error some may
        be there all the same."""
        ...

    def wait(self, folder: str, seconds: float, stop: Event | None = None) -> bool:
        """IDLE until something happens in the folder (True) or the time is up (False). `stop`, set by another
        thread, ends it within a second."""
        ...

    def close(self) -> None: ...


class Sender(Protocol):
    """An SMTP connection that is opened on use."""

    def send(self, sender: str, recipient: str, content: bytes, on_data: Callable[[], None] | None = None) -> None:
        """Hand over one mail. `on_data` is called once the server has taken the recipient, before the first byte of
        the content is sent: what happens before it can be repeated without harm.

        Raises SmtpUnavailable or RateLimited (try again), RecipientRefused, MessageRefused or LoginRefused (don't).
        """
        ...

    def close(self) -> None: ...
