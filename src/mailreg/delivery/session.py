"""One conversation with an SMTP server: smtplib's connection and greeting, our own mail transaction.

smtplib's `sendmail` can't tell before or after which byte a line broke, and waits for the server at each step. Here the
sender and the recipient go out together where the server allows it (RFC 2920), and the content waits for `on_data`.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Sequence

_BARE = re.compile(rb"\r\n|\r|\n")


class Session(smtplib.SMTP):
    """smtplib, remembering how far a mail has got."""

    mails = 0  # that the server has accepted in this session
    unsettled = False  # a transaction was begun and not ended
    handed_over = False  # a mail's last byte is out, its answer not in

    def connect(self, host: str = "localhost", port: int = 0, source_address: object = None) -> tuple[int, bytes]:
        """Connect so that every write goes out at once. Otherwise the dot that ends a mail waits for the server's
        receipt of what came before it, and the server takes 40 ms and more for that."""
        answer = super().connect(host, port, source_address)  # type: ignore[arg-type]
        if self.sock is not None:
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return answer

    def mail_transaction(
        self,
        sender: str,
        recipient: str,
        content: bytes,
        parameters: Sequence[str],
        on_data: Callable[[], None] | None,
    ) -> None:
        """MAIL, RCPT, `on_data`, DATA (RFC 5321, 3.3). `content` in the form of `transparent`.

        Raises what smtplib's `sendmail` raises for a refusal, and OSError or SMTPException for a broken line."""
        self.handed_over = False
        self.unsettled = True
        charset = "utf-8" if "SMTPUTF8" in parameters else "ascii"
        begin = " ".join([f"MAIL FROM:<{sender}>", *parameters]).encode(charset) + b"\r\n"
        to = f"RCPT TO:<{recipient}>\r\n".encode(charset)
        if self.has_extn("pipelining"):
            self.send(begin + to)
            said = [self.getreply()]
            if said[0][0] != 421:
                said.append(self.getreply())
        else:
            self.send(begin)
            said = [self.getreply()]
            if said[0][0] == 250:
                self.send(to)
                said.append(self.getreply())
        if said[0][0] != 250:
            raise smtplib.SMTPSenderRefused(*said[0], sender)
        if said[1][0] not in (250, 251):
            raise smtplib.SMTPRecipientsRefused({recipient: said[1]})
        if on_data is not None:
            on_data()
        self.send(b"DATA\r\n")
        code, answer = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, answer)
        self.send(content)
        self.handed_over = True
        self.send(b".\r\n")
        code, answer = self.getreply()
        self.handed_over = False
        if code != 250:
            raise smtplib.SMTPDataError(code, answer)
        self.unsettled = False
        self.mails += 1

    def alive(self) -> bool:
        """Does the other side still answer? Ends a transaction that was begun (RSET)."""
        try:
            answered = self.rset()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False
        self.unsettled = False
        return answered


class TlsSession(Session):
    """TLS from the first byte (RFC 8314)."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext, timeout: float) -> None:
        self._context = context
        super().__init__(host, port, timeout=timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> ssl.SSLSocket:
        plain = socket.create_connection((host, port), timeout)
        return self._context.wrap_socket(plain, server_hostname=host)


def transparent(content: bytes) -> bytes:
    """The content as it goes over the line: a dot before each dot that begins a line (RFC 5321, 4.5.2), CRLF at each
    line's end. A lone CR or LF would be another line's end for another server, so that a dot behind it might end the
    mail there and what follows be taken for commands (2.3.8; "SMTP smuggling")."""
    ends = content.count(b"\r\n")
    if content.count(b"\n") != ends or content.count(b"\r") != ends:
        content = _BARE.sub(b"\r\n", content)
    content = content.replace(b"\r\n.", b"\r\n..")
    if content.startswith(b"."):
        content = b"." + content
    return content if content.endswith(b"\r\n") else content + b"\r\n"
