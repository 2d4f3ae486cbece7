"""One IMAP connection that is kept open between rounds, and opened anew when it broke."""

from __future__ import annotations

import contextlib
import logging

from mailreg.app import build_mailbox
from mailreg.intake.imap import ImapMailbox
from mailreg.model.errors import OperationError
from mailreg.settings import Settings

log = logging.getLogger(__name__)


class Connection:
    """`open()` gives a living mailbox. Not for use by several threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._mailbox: ImapMailbox | None = None

    def open(self) -> ImapMailbox:
        """The kept connection; one that has died unnoticed is opened anew at its next use.

        Raises ImapUnavailable or LoginRefused."""
        if self._mailbox is None:
            self._mailbox = build_mailbox(self._settings)
        self._mailbox.capabilities()  # connects and logs in where that has not been done
        return self._mailbox

    def close(self) -> None:
        """Log out; a connection that is broken already is just dropped."""
        mailbox, self._mailbox = self._mailbox, None
        if mailbox is not None:
            with contextlib.suppress(OperationError, OSError):
                mailbox.close()

    def cut(self) -> None:
        """Break the connection from another thread, so that a call that waits for the server returns."""
        mailbox = self._mailbox
        if mailbox is not None:
            with contextlib.suppress(OperationError, OSError):
                mailbox.cut()
