"""A real SMTP conversation on a loopback port (aiosmtpd), with a server that can be told to misbehave."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import MISSING, SMTP, AuthResult, Envelope, LoginPassword, Session

from mailreg.delivery.smtp import SmtpAccess


@dataclass(frozen=True)
class Accepted:
    """A mail that the server has answered with 250 (or would have, had the line not been cut)."""

    sender: str
    recipient: str
    content: bytes
    options: tuple[str, ...] = ()


@dataclass
class SmtpServer:
    """Set the attributes at any time; they count from the next command on.

    `refuse_recipients`: address → answer, e.g. "550 5.1.1 User unknown" ("*": everybody). `refuse_sender`,
    `refuse_data`: an answer. `cut`: "" | "greeting" | "recipient" | "before" (after the mail's last byte, before it is
    accepted) | "after" (accepted, but the 250 never gets out). `delay`: seconds before the 250.
    `lacks`: extensions that it does not offer, e.g. "8BITMIME"; PIPELINING is offered unless it stands there.
    `session_limit`, `limit`: mails in one session, mails in all, that it takes before it says `limit_answer` at the
    stage `limit_at` ("sender", "recipient", "data"; "cut" breaks the line instead); a 421 ends the session."""

    users: dict[str, str] = field(default_factory=dict)  # not empty: login needed
    tokens: dict[str, str] = field(default_factory=dict)  # user → OAuth access token; not empty: XOAUTH2 only
    starttls: ssl.SSLContext | None = None
    refuse_recipients: dict[str, str] = field(default_factory=dict)
    refuse_sender: str = ""
    refuse_data: str = ""
    refuse_login: str = ""
    cut: str = ""
    delay: float = 0.0
    utf8: bool = True
    lacks: frozenset[str] = frozenset()
    session_limit: int | None = None
    limit: int | None = None
    limit_answer: str = "421 4.7.0 Too many messages, try again later"
    limit_at: str = "sender"
    limited: int = 0  # how often it said so
    accepted: list[Accepted] = field(default_factory=list)
    connections: int = 0
    host: str = "127.0.0.1"
    port: int = 0
    user: str | None = None
    password: str | None = None
    arrived: threading.Event = field(default_factory=threading.Event)  # set with each accepted mail
    _loop: Any = None
    _thread: Any = None
    _server: asyncio.Server | None = None
    _sessions: list[Any] = field(default_factory=list)

    def start(self) -> None:
        """Start; a second time on the same port."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

        async def listen() -> asyncio.Server:
            return await asyncio.get_running_loop().create_server(self._session, self.host, self.port)

        self._server = asyncio.run_coroutine_threadsafe(listen(), self._loop).result(10)
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        """Stop; open connections break."""
        if self._server is None:
            return
        server, self._server = self._server, None

        async def end() -> None:
            server.close()
            for session in list(self._sessions):
                if session.transport is not None:
                    session.transport.abort()
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
        self._sessions.clear()

    def _session(self) -> asyncio.Protocol:
        self.connections += 1
        if self.cut == "greeting":
            return _Slammed()
        session = _Smtp(
            self,
            hostname="mail.verein.example",
            enable_SMTPUTF8=self.utf8,
            tls_context=self.starttls,
            require_starttls=self.starttls is not None,
            auth_require_tls=False,
            authenticator=self.authenticate,
            auth_exclude_mechanism=["PLAIN", "LOGIN"] if self.tokens else ["XOAUTH2"],
            data_size_limit=60 * 1024 * 1024,
            loop=self._loop,
        )
        # Not by the constructor, which warns that the line is not encrypted.
        session._auth_required = bool(self.users or self.tokens)
        session.owner = self
        self._sessions.append(session)
        return session

    def access(self, **changes: object) -> SmtpAccess:
        values: dict[str, object] = {
            "host": self.host, "port": self.port, "security": "none", "user": self.user, "password": self.password,
            "timeout": 10,
        }  # fmt: skip
        return SmtpAccess(**{**values, **changes})  # type: ignore[arg-type]

    def full(self) -> None:
        self.refuse_data = "452 4.3.1 Insufficient system storage"

    def rate_limit(self, answer: str = "451 4.7.1 Too many mails, slow down") -> None:
        self.refuse_data = answer

    def behave(self) -> None:
        """All faults off; what was accepted stays."""
        self.refuse_recipients.clear()
        self.refuse_sender = self.refuse_data = self.refuse_login = self.cut = ""
        self.delay = 0.0

    def _too_many(self, server: SMTP, stage: str) -> str:
        """The answer to a client that has sent too much; "" if it may go on."""
        assert isinstance(server, _Smtp)
        too_many = self.session_limit is not None and server.taken >= self.session_limit
        too_many = too_many or (self.limit is not None and len(self.accepted) >= self.limit)
        if not too_many or (stage != self.limit_at and not (self.limit_at == "cut" and stage == "sender")):
            return ""
        self.limited += 1
        if self.limit_at == "cut":
            _cut(server)
        elif self.limit_answer.startswith("421"):
            assert server.transport is not None
            self._loop.call_later(0.01, server.transport.close)
        return self.limit_answer

    # What aiosmtpd calls

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        offered = [responses[0], "250-PIPELINING", *responses[1:]]
        return [line for line in offered if line[4:].partition(" ")[0] not in self.lacks]

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self._too_many(server, "sender"):
            return answer
        if self.refuse_sender:
            return self.refuse_sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.cut == "recipient":
            _cut(server)
        answer = self.refuse_recipients.get(address) or self.refuse_recipients.get("*")
        answer = answer or self._too_many(server, "recipient")
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.cut == "before":
            _cut(server)
            return "250 OK"
        if self.refuse_data:
            return self.refuse_data
        if self.delay:
            await asyncio.sleep(self.delay)
        if answer := self._too_many(server, "data"):
            return answer
        content = envelope.original_content or b""
        assert isinstance(server, _Smtp)
        server.taken += 1
        if "8BITMIME" in self.lacks and not content.isascii():
            return "554 5.6.1 Eight-bit content"
        for recipient in envelope.rcpt_tos:
            self.accepted.append(Accepted(envelope.mail_from or "", recipient, content, tuple(envelope.mail_options)))
        self.arrived.set()
        if self.cut == "after":
            _cut(server)
        return "250 2.0.0 OK"

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        if self.refuse_login:
            return AuthResult(success=False, handled=False, message=self.refuse_login)
        if isinstance(data, LoginPassword):
            known = self.users.get(data.login.decode())
            return AuthResult(success=known is not None and known.encode() == data.password, handled=False)
        return AuthResult(success=False, handled=False)


class _Slammed(asyncio.Protocol):
    """A door that is shut at once."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.abort()


def _cut(server: SMTP) -> None:
    assert server.transport is not None
    server.transport.abort()


class _Smtp(SMTP):
    """aiosmtpd with XOAUTH2."""

    owner: SmtpServer
    taken = 0  # mails in this session

    async def auth_XOAUTH2(self, _: SMTP, args: list[str]) -> AuthResult:
        answer = args[1].encode() if len(args) > 1 else await self.challenge_auth("")
        if answer is MISSING:
            return AuthResult(success=False)
        text = base64.b64decode(answer).decode() if len(args) > 1 else answer.decode()
        user, _, bearer = text.partition("\x01auth=Bearer ")
        if self.owner.tokens.get(user.removeprefix("user=")) == bearer.rstrip("\x01") != "":
            return AuthResult(success=True, auth_data=user)
        # As Gmail and Microsoft 365: the reason as a challenge, which the client answers with an empty line.
        await self.push(b"334 " + base64.b64encode(b'{"status":"401","schemes":"bearer"}'))
        await self._reader.readline()
        return AuthResult(success=False, handled=False)


def tls_context(certificate: Path, key: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


@contextlib.contextmanager
def running(**options: Any) -> Iterator[SmtpServer]:
    server = SmtpServer(**options)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with running() as server:
        yield server
