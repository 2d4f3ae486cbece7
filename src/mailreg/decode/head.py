"""Who wrote a mail and about what, with the standard library alone: for mails that our own reading can't cope with."""

from __future__ import annotations

from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import parseaddr

LONGEST = 100_000  # bytes that are looked at


def head(content: bytes) -> tuple[str, str]:
    """Display name or address, and subject; "" for what can't be read. Never raises."""
    mail = message_from_bytes(content[:LONGEST])
    name, address = parseaddr(_words(mail["From"]))
    return name or address, _words(mail["Subject"])


def _words(value: object) -> str:
    if value is None:
        return ""
    text = str(value)
    try:
        return str(make_header(decode_header(text)))
    except (LookupError, ValueError, MessageError):  # an unknown charset, a broken encoded word
        return text.encode("ascii", "replace").decode()
