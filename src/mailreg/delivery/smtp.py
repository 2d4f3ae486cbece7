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
from mailreg.delivery.session import Session, TlsSession, transparent
from mailreg.model.domains import ascii_domain
from mailreg.model.errors import (
    LoginRefused,
    MailregError,
    MessageRefused,
    RateLimited,
    RecipientRefused,
    SettingsError,
    SmtpUnavailable,
    TransientError,
)

KEEP_OPEN = 60.0  # seconds after which an idle connection is not used again: servers cut it about then
TRUSTED = 2.0  # seconds after a mail in which nobody asks whether the server is still there


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


class SmtpSender:
    """Implements `model.ports.Sender`. Not for several threads."""

    def __init__(self, access: SmtpAccess) -> None:
        self.access = access
        self._session: Session | None = None
        self._used_at = 0.0
        self._most: int | None = None  # mails that the server takes in one session, once it has shown it

    def send(self, sender: str, recipient: str, content: bytes, on_data: Callable[[], None] | None = None) -> None:
        """Hand over one mail: `content` with CRLF line ends, its last header and body bytes unchanged. `on_data` is
        called when the server has taken the recipient, before the content goes out; what it raises ends the sending.

        A server that ends a session after some mails, politely or not, gets the mail in a new one, at once and only
        once: it has surely not taken it.

        Raises SmtpUnavailable (with `maybe_sent` where nobody can know), RateLimited, RecipientRefused,
        MessageRefused, LoginRefused."""
        sender, recipient = ascii_domain(sender), ascii_domain(recipient)
        if not _harmless(recipient):
            raise RecipientRefused("Die Empfängeradresse ist ungültig. Stimmt sie?")
        if not _harmless(sender):
            raise MessageRefused("Die Absenderadresse ist ungültig. Prüfen Sie MAILREG_ADDRESS.")
        stuffed = transparent(content)
        worn = self._used()
        try:
            self._hand_over(sender, recipient, content, stuffed, on_data)
        except (RateLimited, SmtpUnavailable) as error:
            if not worn or not _session_is_over(error):
                raise
            self._forget()
            self._hand_over(sender, recipient, content, stuffed, on_data)
            self._most = worn  # the new session was welcome: the old one had had its share

    def _hand_over(
        self, sender: str, recipient: str, content: bytes, stuffed: bytes, on_data: Callable[[], None] | None
    ) -> None:
        session = self._ready()
        parameters = self._parameters(session, sender, recipient, content, len(stuffed))
        try:
            session.mail_transaction(sender, recipient, stuffed, parameters, on_data)
        except (smtplib.SMTPException, OSError) as error:
            handed_over = session.handed_over
            self._recover(error)
            raise classify(error, self.access.host, handed_over=handed_over) from None
        except BaseException:
            self._forget()  # the session is in the middle of a mail
            raise
        self._used_at = time.monotonic()

    def _parameters(self, session: Session, sender: str, recipient: str, content: bytes, size: int) -> list[str]:
        """Of MAIL FROM. Raises MessageRefused for what the server can't carry."""
        parameters = [f"SIZE={size}"] if session.has_extn("size") else []
        if not (sender + recipient).isascii() or _needs_utf8(content):
            if not session.has_extn("smtputf8"):
                raise MessageRefused(
                    f"Der SMTP-Server {self.access.host} kann keine Adressen mit Umlauten (SMTPUTF8) befördern."
                )
            return [*parameters, "BODY=8BITMIME", "SMTPUTF8"]
        if not content.isascii():
            if not session.has_extn("8bitmime"):
                raise MessageRefused(f"Der SMTP-Server {self.access.host} befördert nur 7-Bit-Mails (kein 8BITMIME).")
            return [*parameters, "BODY=8BITMIME"]
        return parameters

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

    def _used(self) -> int:
        """How many mails the session has taken that would be used now; 0 if there is none."""
        return 0 if self._session is None else self._session.mails

    def _ready(self) -> Session:
        """An open, logged-in session; one that has been idle is asked first whether it still lives."""
        session = self._session
        if session is not None:
            idle = time.monotonic() - self._used_at
            if idle > KEEP_OPEN or (self._most is not None and session.mails >= self._most):
                self.close()
            elif (idle > TRUSTED or session.unsettled) and not session.alive():
                self._forget()
        if self._session is None:
            self._session = self._connect()
            self._used_at = time.monotonic()
        return self._session

    def _recover(self, error: Exception) -> None:
        """After a refusal the session goes on; after anything else it is not to be trusted."""
        refused = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)
        if not isinstance(error, refused) or _code(error) == 421:
            self._forget()

    def _forget(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def _connect(self) -> Session:
        access = self.access
        if access.security == "none" and not is_loopback(access.host):
            raise SettingsError(
                f"Der SMTP-Server {access.host} ist nicht auf diesem Rechner: MAILREG_SMTP_SECURITY muss tls oder "
                "starttls sein, sonst gingen Passwort und Mails unverschlüsselt durchs Netz."
            )
        session: Session | None = None
        try:
            if access.security == "tls":
                session = TlsSession(access.host, access.port, ssl.create_default_context(), access.timeout)
            else:
                session = Session(access.host, access.port, timeout=access.timeout)
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

    def _start_tls(self, session: Session) -> None:
        if not session.has_extn("starttls"):
            raise SmtpUnavailable(
                f"Der SMTP-Server {self.access.host} kann kein STARTTLS. Versuchen Sie Port 465 (tls)."
            )
        session.starttls(context=ssl.create_default_context())
        session.ehlo()

    def _log_in(self, session: Session, user: str) -> None:
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


def _harmless(address: str) -> bool:
    """May it stand in a command? A line break would be a second command, a blank or bracket the address's end."""
    return "@" in address and address.isprintable() and not set(address) & set(" <>")


def _session_is_over(error: SmtpUnavailable | RateLimited) -> bool:
    """May a new session fare better, and has the mail surely not been taken?"""
    return isinstance(error, RateLimited) or not (error.maybe_sent or error.this_mail_only)


def _code(error: Exception) -> int:
    """The server's reply code, 0 if there was none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return int(next(iter(error.recipients.values()))[0])
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0
