"""Links that open a finished mail (RFC 6068), signed where they are commands to mailreg."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from mailreg.compose import clean
from mailreg.compose.marks import command_token
from mailreg.compose.mime import ascii_domain, is_address, message_ids
from mailreg.model.command import Command


@dataclass(frozen=True)
class Link:
    """`main`: the one that most people want."""

    label: str
    url: str
    main: bool = False


def mailto(address: str, subject: str, body: str = "", answers: str | None = None) -> str:
    """A link that opens a mail to this address. `answers`: the Message-ID that it replies to; the mail programs that
    know this header put the reply into its thread. "" where nobody can write to the address."""
    if not is_address(address):
        return ""
    fields = {"subject": clean.one_line(subject, 160), "body": body}
    fields["In-Reply-To"] = next(iter(message_ids([answers])), "")
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items() if value)
    return f"mailto:{quote(ascii_domain(address), safe='@')}{'?' if query else ''}{query}"


def command_subject(command: Command, secret: bytes) -> str:
    """The subject that policy/organisers.py understands."""
    return f"mailreg {command.words} #{command_token(command.words, secret)}"


def telephone(number: str) -> str:
    """A link that calls (RFC 3966); "" where the number has no digits."""
    digits = "".join(c for c in number if c.isascii() and (c.isdigit() or c == "+"))
    return f"tel:{digits}" if any(c.isdigit() for c in digits) else ""
