"""Handing a finished mail to the SMTP server (RFC 5321, RFC 6409).

One connection is kept open for a while and used for many mails. The envelope's sender is our own address, so that
bounces come back into the inbox. Every failure becomes one of the classes of `failures.py`.
"""

from __future__ import annotations

import base64
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from mailreg.delivery.failures import broken, classify, is_loopback
from mailreg.model.errors import (
    LoginRefused,
    MailregError,
    MessageRefused,
    RecipientRefused,
    SettingsError,
    SmtpUnavailable,
    TransientError,
)

KEEP_OPEN = 60.0  # seconds after which an idle connection is not used again: servers cut it about then
MAILS_A_CONNECTION = 50  # some servers refuse more in one session


@dataclass(frozen=True)
class SmtpAccess:
    """Where to send, and how to log in: without `password` and `token` not at all; `token` gives a fresh OAuth access
    token on each call. `timeout`: seconds for every answer of the server (RFC 5321, 4.5.3.2 allows it minutes)."""

    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: Callable[[], str] | None = field(default=None, repr=False)
    timeout: float = 60


class _Session(smtplib.SMTP):
    """smtplib, remembering whether a mail's last byte has gone out unanswered."""

    handed_over = False
    on_data: Callable[[], None] | None = None

    def data(self, msg: bytes | str) -> tuple[int, bytes]:  # type: ignore[override]
        """DATA (RFC 5321, 4.1.1.4) in two steps, so that a cut between them is known."""
        self.handed_over = False
        if self.on_data is not None:
            self.on_data()
        self.putcmd("data")
        code, answer = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, answer)
        content = msg.encode("ascii") if isinstance(msg, str) else msg
        stuffed = smtplib._quote_periods(content)  # type: ignore[attr-defined]
        if not stuffed.endswith(b"\r\n"):
            stuffed += b"\r\n"
        self.send(stuffed)
        self.handed_over = True
        self.send(b".\r\n")
        code, answer = self.getreply()
        self.handed_over = False
        return code, answer


class _TlsSession(_Session):
    """TLS from the first byte (RFC 8314)."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext, timeout: float) -> None:
        self._context = context
        super().__init__(host, port, timeout=timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> ssl.SSLSocket:
        plain = socket.create_connection((host, port), timeout)
        return self._context.wrap_socket(plain, server_hostname=host)


class SmtpSender:
    """Implements `model.ports.Sender`. Not for several threads."""

    def __init__(self, access: SmtpAccess) -> None:
        self.access = access
        self._session: _Session | None = None
        self._used_at = 0.0
        self._count = 0

    def send(self, sender: str, recipient: str, content: bytes, on_data: Callable[[], None] | None = None) -> None:
        """Hand over one mail: `content` with CRLF line ends, its last header and body bytes unchanged. `on_data` is
        called when the server has taken the recipient, before the content goes out; what it raises ends the sending.

        Raises SmtpUnavailable (with `maybe_sent` where nobody can know), RateLimited, RecipientRefused,
        MessageRefused, LoginRefused."""
        if not recipient.isprintable() or " " in recipient or "@" not in recipient:
            # A line break would be a second SMTP command, and smtplib silently takes what stands before it.
            raise RecipientRefused("Die Empfängeradresse ist ungültig. Stimmt sie?")
        session = self._ready()
        session.handed_over = False
        session.on_data = on_data
        try:
            self._hand_over(session, sender, recipient, content)
        except (smtplib.SMTPException, OSError) as error:
            handed_over = session.handed_over
            self._recover(error)
            raise classify(error, self.access.host, handed_over=handed_over) from None
        except ValueError:
            self._forget()
            raise MessageRefused("Eine Adresse des Briefumschlags ist ungültig. Prüfen Sie MAILREG_ADDRESS.") from None
        except BaseException:
            self._forget()  # the session is in the middle of a mail
            raise
        self._used_at = time.monotonic()
        self._count += 1

    def _hand_over(self, session: _Session, sender: str, recipient: str, content: bytes) -> None:
        options: list[str] = []
        if not (sender + recipient).isascii() or _needs_utf8(content):
            if not session.has_extn("smtputf8"):
                raise MessageRefused(
                    f"Der SMTP-Server {self.access.host} kann keine Adressen mit Umlauten (SMTPUTF8) befördern."
                )
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        elif not content.isascii() and session.has_extn("8bitmime"):
            options = ["BODY=8BITMIME"]
        session.sendmail(sender, [recipient], content, mail_options=options)

    def check(self) -> tuple[str, ...]:
        """Connect and log in, and nothing more; what the server can do. For `mailreg check`.

        Raises SmtpUnavailable, RateLimited, LoginRefused, SettingsError."""
        session = self._ready()
        return tuple(sorted(session.esmtp_features))

    def cut(self) -> None:
        """Break the connection from another thread, so that a call that waits for the server returns."""
        session = self._session
        sock = getattr(session, "sock", None)
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Say goodbye. Never raises."""
        session, self._session = self._session, None
        if session is not None:
            with suppress(smtplib.SMTPException, OSError):
                if session.sock is not None:
                    session.sock.settimeout(2)
                session.quit()
            session.close()

    def __enter__(self) -> SmtpSender:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ready(self) -> _Session:
        """An open, logged-in session; one that has been idle is asked first whether it still lives."""
        if self._session is not None:
            if self._count >= MAILS_A_CONNECTION or time.monotonic() - self._used_at > KEEP_OPEN:
                self.close()
            elif not self._alive(self._session):
                self._forget()
        if self._session is None:
            self._session = self._connect()
            self._count = 0
            self._used_at = time.monotonic()
        return self._session

    @staticmethod
    def _alive(session: _Session) -> bool:
        try:
            return session.rset()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def _recover(self, error: Exception) -> None:
        """After a refusal the session goes on; after anything else it is not to be trusted."""
        if not isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
            self._forget()

    def _forget(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def _connect(self) -> _Session:
        access = self.access
        if access.security == "none" and not is_loopback(access.host):
            raise SettingsError(
                f"Der SMTP-Server {access.host} ist nicht auf diesem Rechner: MAILREG_SMTP_SECURITY muss tls oder "
                "starttls sein, sonst gingen Passwort und Mails unverschlüsselt durchs Netz."
            )
        session: _Session | None = None
        try:
            if access.security == "tls":
                session = _TlsSession(access.host, access.port, ssl.create_default_context(), access.timeout)
            else:
                session = _Session(access.host, access.port, timeout=access.timeout)
            session.ehlo_or_helo_if_needed()
            if access.security == "starttls":
                self._start_tls(session)
            if access.user is not None and (access.password is not None or access.token is not None):
                self._log_in(session, access.user)
        except MailregError as error:
            if session is not None:
                session.close()
            if type(error) is TransientError:  # the provider of the tokens can't be reached
                raise SmtpUnavailable(str(error)) from error
            raise
        except (smtplib.SMTPException, OSError) as error:
            if session is not None:
                session.close()
            raise broken(error, access.host, access.port) from None
        return session

    def _start_tls(self, session: _Session) -> None:
        if not session.has_extn("starttls"):
            raise SmtpUnavailable(
                f"Der SMTP-Server {self.access.host} kann kein STARTTLS. Versuchen Sie Port 465 (tls)."
            )
        session.starttls(context=ssl.create_default_context())
        session.ehlo()

    def _log_in(self, session: _Session, user: str) -> None:
        if self.access.token is not None:
            # The token goes in the first line; a 334 is a refusal with a JSON text that wants an empty answer.
            text = f"user={user}\x01auth=Bearer {self.access.token()}\x01\x01"
            code, answer = session.docmd("AUTH", "XOAUTH2 " + base64.b64encode(text.encode()).decode("ascii"))
            if code == 334:
                code, answer = session.docmd("")
            if code != 235:
                raise classify(smtplib.SMTPAuthenticationError(code, answer), self.access.host, oauth=True)
            return
        mechanisms = session.esmtp_features.get("auth", "").upper().split()
        password = self.access.password or ""
        if not mechanisms and self.access.security == "none":
            return  # a relay on this machine that knows its own; the password was meant for IMAP
        if not mechanisms:
            raise LoginRefused(f"Der SMTP-Server {self.access.host} bietet auf diesem Port keine Anmeldung an.")
        # smtplib's own login() can't send umlauts in PLAIN or LOGIN.
        if "PLAIN" in mechanisms:
            text = base64.b64encode(f"\0{user}\0{password}".encode()).decode("ascii")
            code, answer = session.docmd("AUTH", f"PLAIN {text}")
        elif "LOGIN" in mechanisms:
            code, answer = session.docmd("AUTH", "LOGIN")
            for value in (user, password):
                if code == 334:
                    code, answer = session.docmd(base64.b64encode(value.encode()).decode("ascii"))
        else:
            raise LoginRefused(
                f"Der SMTP-Server {self.access.host} nimmt keine Passwörter an, nur {', '.join(mechanisms)}. "
                "Für Microsoft 365 und Gmail richten Sie OAuth mit 'mailreg init' ein."
            )
        if code not in (235, 503):
            raise classify(smtplib.SMTPAuthenticationError(code, answer), self.access.host)


def _needs_utf8(content: bytes) -> bool:
    """Has the header bytes beyond ASCII (RFC 6532)? Our own letters never have."""
    return not content.partition(b"\r\n\r\n")[0].isascii()
