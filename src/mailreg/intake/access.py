"""How to reach a mailbox, and opening the connection; every failure gets its class and one plain line."""

from __future__ import annotations

import imaplib
import ipaddress
import re
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from imap_tools import BaseMailBox
from imap_tools.errors import UnexpectedCommandStatusError

from mailreg.intake.wire import Plain, Tls
from mailreg.model.errors import ImapUnavailable, LoginRefused, MailregError, SettingsError, TransientError
from mailreg.model.reasons import certificate_reason

Security = Literal["tls", "starttls", "none"]


@dataclass(frozen=True)
class ImapAccess:
    """Where the mailbox is and how to log in: with a password, or with `token`, which gives a fresh OAuth access
    token on each call. `sent_folder` None: it is looked for. `timeout`: seconds for every answer of the server."""

    host: str
    port: int
    security: Security
    user: str
    password: str | None = field(default=None, repr=False)
    token: Callable[[], str] | None = field(default=None, repr=False)
    sent_folder: str | None = None
    timeout: float = 30
    mailbox: str | None = None  # becomes MailKey.mailbox; None: the user


def is_loopback(host: str) -> bool:
    """Is this host this machine, by its name alone (no look-up)?"""
    if host.lower().rstrip(".") in {"localhost", "localhost.localdomain"}:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Box(BaseMailBox):
    """imap-tools' mailbox over our own client."""

    client: Plain | Tls

    def __init__(self, client: Plain | Tls) -> None:
        self._ready = client
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self._ready


def connect(access: ImapAccess) -> Plain | Tls:
    """An encrypted connection, not yet logged in.

    Raises SettingsError (plain text to a remote host), ImapUnavailable (name, refusal, certificate, time-out)."""
    where = f"{access.host}:{access.port}"
    if access.security == "none" and not is_loopback(access.host):
        raise SettingsError(
            f"Der IMAP-Server {access.host} ist nicht auf diesem Rechner: MAILREG_IMAP_SECURITY muss tls oder "
            "starttls sein, sonst ginge das Passwort unverschlüsselt durchs Netz."
        )
    try:
        if access.security == "tls":
            client: Plain | Tls = Tls(
                access.host, access.port, ssl_context=ssl.create_default_context(), timeout=access.timeout
            )
        else:
            client = Plain(access.host, access.port, timeout=access.timeout)
        try:
            if access.security == "starttls":
                client.starttls(ssl.create_default_context())
            client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        except BaseException:
            with suppress(OSError):  # after a failed handshake the socket is gone already
                client.shutdown()
            raise
        return client
    except (OSError, imaplib.IMAP4.error) as error:
        raise unavailable(error, where) from error


def unavailable(error: Exception, where: str) -> ImapUnavailable:
    """A broken connection in one plain line."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return ImapUnavailable(
            f"Das Zertifikat des IMAP-Servers {where} ist nicht gültig: "
            f"{certificate_reason(error.verify_code, error.verify_message)}. "
            "Stimmt der Servername in MAILREG_IMAP_HOST?"
        )
    if isinstance(error, ssl.SSLError):
        return ImapUnavailable(
            f"Der IMAP-Server {where} spricht hier kein TLS. Port und MAILREG_IMAP_SECURITY passen nicht zusammen "
            "(993: tls, 143: starttls)."
        )
    if isinstance(error, socket.gaierror):
        return ImapUnavailable(
            f"Den IMAP-Server {where} gibt es nicht, oder die Namensauflösung geht gerade nicht. "
            "Stimmt MAILREG_IMAP_HOST?"
        )
    if isinstance(error, ConnectionRefusedError):
        return ImapUnavailable(f"Der IMAP-Server {where} nimmt keine Verbindung an. Stimmen Name und Port?")
    if isinstance(error, TimeoutError):
        return ImapUnavailable(f"Der IMAP-Server {where} antwortet nicht. Stimmen Name und Port?")
    if isinstance(error, imaplib.IMAP4.error) and "STARTTLS" in str(error):
        return ImapUnavailable(f"Der IMAP-Server {where} kann kein STARTTLS. Versuchen Sie Port 993 mit tls.")
    return ImapUnavailable(f"Die Verbindung zum IMAP-Server {where} ist abgerissen.")


# RFC 5530: codes that say "later", not "wrong password"; and what servers without codes write.
_LATER = re.compile(
    r"\[(?:UNAVAILABLE|LIMIT|INUSE|SERVERBUG)\]|too many|simultaneous|rate limit|try again|temporar|later", re.I
)
_APP_PASSWORD = re.compile(r"application-specific|app[- ]?password|app-passwor|InvalidSecondFactor", re.I)
_OAUTH_ONLY = re.compile(r"basic auth\w* is (?:blocked|disabled)|BasicAuthBlocked|LOGINDISABLED", re.I)


def refused(text: str, access: ImapAccess) -> MailregError:
    """The server's answer to a login, as LoginRefused or, where waiting helps, ImapUnavailable."""
    if _LATER.search(text):
        return ImapUnavailable(
            f"Der IMAP-Server {access.host} lässt gerade keine Anmeldung zu (überlastet oder zu viele Verbindungen)."
        )
    if _APP_PASSWORD.search(text):
        return LoginRefused(
            f"{access.host} verlangt ein App-Passwort: Legen Sie in den Einstellungen des Postfachs eines an und "
            "tragen Sie es als MAILREG_IMAP_PASSWORD ein."
        )
    if access.token is None and (_OAUTH_ONLY.search(text) or access.host.endswith(".office365.com")):
        return LoginRefused(
            f"{access.host} nimmt keine Passwörter an, nur die Anmeldung über OAuth. Richten Sie sie mit "
            "'mailreg init' ein."
        )
    if access.token is not None:
        return LoginRefused(
            f"{access.host} hat die OAuth-Anmeldung abgelehnt. Melden Sie sich mit 'mailreg init' neu an; bei "
            "Microsoft 365 muss IMAP für das Postfach erlaubt sein."
        )
    return LoginRefused(
        f"Der IMAP-Server {access.host} hat Benutzername oder Passwort abgelehnt. Prüfen Sie MAILREG_IMAP_USER und "
        "MAILREG_IMAP_PASSWORD; bei manchen Anbietern muss IMAP erst erlaubt oder ein App-Passwort angelegt werden."
    )


def log_in(client: Plain | Tls, access: ImapAccess) -> Box:
    """Log in and read the capabilities anew: before login servers name only a few.

    Raises LoginRefused, ImapUnavailable."""
    box = Box(client)
    try:
        if access.token is not None:
            _xoauth2(client, access.user, access.token())
        elif "AUTH=PLAIN" in client.capabilities:
            box.login_utf8(access.user, access.password or "", initial_folder=None)
        elif "LOGINDISABLED" in client.capabilities:
            raise refused("LOGINDISABLED", access)
        else:
            box.login(access.user, access.password or "", initial_folder=None)
        client._get_capabilities()
    except (imaplib.IMAP4.abort, OSError) as error:
        raise unavailable(error, f"{access.host}:{access.port}") from error
    except TransientError as error:  # the provider of the tokens can't be reached
        raise error if isinstance(error, ImapUnavailable) else ImapUnavailable(str(error)) from error
    except UnexpectedCommandStatusError as error:
        raise refused(str(error.command_result), access) from None
    except (imaplib.IMAP4.error, UnicodeError) as error:
        raise refused(str(error), access) from None
    return box


def xoauth2_string(user: str, token: str) -> bytes:
    """The SASL XOAUTH2 initial answer (Google's and Microsoft's XOAUTH2; the forerunner of RFC 7628)."""
    return f"user={user}\x01auth=Bearer {token}\x01\x01".encode()


def _xoauth2(client: Plain | Tls, user: str, token: str) -> None:
    # A refusal comes as a second challenge with a JSON text; it wants an empty answer before the NO.
    answers = iter([xoauth2_string(user, token)])
    client.authenticate("XOAUTH2", lambda _challenge: next(answers, b""))
