"""One IMAP connection that opens on use and again after a failure; what breaks it becomes ImapUnavailable."""

from __future__ import annotations

import imaplib
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Self, TypeVar

from imap_tools.errors import UnexpectedCommandStatusError

from mailreg.intake.access import Box, ImapAccess, connect, log_in, unavailable
from mailreg.model.errors import ImapUnavailable
from mailreg.model.ports import FolderState

T = TypeVar("T")


class Session:
    """The connection, and which folder is selected on it."""

    def __init__(self, access: ImapAccess) -> None:
        self.access = access
        self._box: Box | None = None
        self._selected: str | None = None
        self._state: FolderState | None = None

    def _open(self) -> Box:
        if self._box is None:
            client = connect(self.access)
            try:
                self._box = log_in(client, self.access)
            except BaseException:
                with suppress(OSError, imaplib.IMAP4.error):
                    client.shutdown()
                raise
        return self._box

    def _drop(self) -> None:
        box, self._box = self._box, None
        self._selected = self._state = None
        if box is not None:
            with suppress(OSError, imaplib.IMAP4.error):
                box.client.shutdown()

    def _try(self, action: Callable[[Box], T]) -> T:
        """Run an action; a broken connection or a server's refusal becomes ImapUnavailable."""
        box = self._open()
        try:
            return action(box)
        except (imaplib.IMAP4.abort, OSError, EOFError) as error:
            self._drop()
            raise unavailable(error, f"{self.access.host}:{self.access.port}") from error
        except (imaplib.IMAP4.error, UnexpectedCommandStatusError) as error:
            self._drop()
            raise ImapUnavailable(
                f"Der IMAP-Server {self.access.host} hat einen Befehl abgelehnt ({type(error).__name__})."
            ) from None

    def close(self) -> None:
        """Log out. Never raises."""
        box, self._box = self._box, None
        self._selected = self._state = None
        if box is not None:
            with suppress(OSError, imaplib.IMAP4.error, UnexpectedCommandStatusError):
                box.client.sock.settimeout(2)
                box.logout()
            with suppress(OSError, imaplib.IMAP4.error):
                box.client.shutdown()

    def cut(self) -> None:
        """Break the connection from another thread, so that a call that waits for the server returns."""
        box = self._box
        if box is not None:
            with suppress(OSError):
                box.client.sock.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def commands(self) -> int:
        """How many commands this connection has sent so far, for measuring."""
        return int(self._box.client.tagnum) if self._box is not None else 0

    def capabilities(self) -> tuple[str, ...]:
        """What the server says after login that it can do (RFC 9051, 6.1.1)."""
        return self._try(lambda box: tuple(box.client.capabilities))
