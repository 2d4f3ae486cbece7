"""An IMAP and an SMTP server in one event loop of one thread, in memory, on free loopback ports.

The packages come with the extra "demo"; without them there is a plain line and no traceback.
"""

from __future__ import annotations

import asyncio
import contextlib
import imaplib
import socket
import threading
from argparse import Namespace
from dataclasses import dataclass, field
from datetime import datetime
from importlib.util import find_spec
from types import TracebackType
from typing import Any

from mailreg.model.errors import OperationError, UsageError

HOST = "127.0.0.1"
PASSWORD = "demo"  # noqa: S105 - of a server in memory, on loopback, for seconds


@dataclass
class Accepted:
    """A mail that the SMTP server took."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass
class MailServer:
    """A context: within it, `imap_port` and `smtp_port` answer. One user, whose name is the address."""

    user: str
    accepted: list[Accepted] = field(default_factory=list)
    imap_port: int = 0
    smtp_port: int = 0
    _loop: asyncio.AbstractEventLoop | None = None
    _thread: threading.Thread | None = None
    _ready: threading.Event = field(default_factory=threading.Event)
    _stop: asyncio.Event | None = None
    _failure: BaseException | None = None
    _client: imaplib.IMAP4 | None = None  # the one that delivers: its password is checked once, which takes a while

    def __enter__(self) -> MailServer:
        missing = [name for name in ("aiosmtpd", "pymap") if find_spec(name) is None]
        if missing:
            raise UsageError(f"Für die Demo fehlt {' und '.join(missing)}: pip install 'mailreg[demo]'")
        self._thread = threading.Thread(target=self._main, name="mail server", daemon=True)
        self._thread.start()
        self._ready.wait(20)
        if self._failure is not None or not self.smtp_port:
            raise OperationError("Der Mailserver der Demo startet nicht; ist 127.0.0.1 erreichbar?") from self._failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._client is not None:
            with contextlib.suppress(OSError, imaplib.IMAP4.error):
                self._client.logout()
        if self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        if self._thread is not None:
            self._thread.join(5)

    def _main(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as failure:  # it is raised where the server was asked for
            self._failure = failure
            self._ready.set()

    async def _serve(self) -> None:
        from aiosmtpd.smtp import SMTP, Envelope, Session
        from proxyprotocol.reader import ProxyProtocolReader
        from proxyprotocol.version import ProxyProtocolVersion
        from pymap.backend.dict import DictBackend
        from pymap.imap import IMAPServer

        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        options = Namespace(
            debug=False, demo_data=False, demo_user=self.user, demo_password=PASSWORD, host=None, port=None, tls=False,
            cert=None, key=None, proxy_protocol=None, inherited_sockets=None, passlib_cfg=None,
        )  # fmt: skip
        backend, config = await DictBackend.init(options, reject_insecure_auth=False)
        reader = ProxyProtocolReader(ProxyProtocolVersion.get(None))
        imap = await asyncio.start_server(reader.get_callback(IMAPServer(backend.login, config)), HOST, 0)
        accepted = self.accepted

        class Handler:
            async def handle_DATA(self, _s: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
                accepted.append(
                    Accepted(envelope.mail_from or "", tuple(envelope.rcpt_tos), envelope.original_content or b"")
                )
                return "250 OK"

        def session() -> Any:
            return SMTP(Handler(), hostname="demo.localhost", enable_SMTPUTF8=True, loop=self._loop)

        smtp = await self._loop.create_server(session, HOST, 0)
        self.imap_port = imap.sockets[0].getsockname()[1]
        self.smtp_port = smtp.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        smtp.close()
        imap.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def client(self) -> imaplib.IMAP4:
        """A logged-in connection, as a mail program has it."""
        client = imaplib.IMAP4(HOST, self.imap_port, 20)
        # imaplib sends a mail in two pieces; the second must not wait 40 ms for the receipt of the first.
        client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.login(f'"{self.user}"', PASSWORD)
        return client

    def deliver(self, mails: list[tuple[bytes, datetime]], folder: str = "INBOX") -> None:
        """Put mails into a folder with their INTERNALDATE."""
        if self._client is None:
            self._client = self.client()
        for raw, moment in mails:
            self._client.append(folder, "", imaplib.Time2Internaldate(moment), raw)
