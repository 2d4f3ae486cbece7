"""The finished bytes (RFC 5322, RFC 2045): every header is built here, from values that cannot break out of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from email.header import Header
from email.utils import format_datetime

from mailreg.compose import clean
from mailreg.compose.parts import Attachment, Calendar, Picture, write_body
from mailreg.model.domains import ascii_domain
from mailreg.model.errors import MessageRefused
from mailreg.model.mail import Address

CRLF = "\r\n"
__all__ = [
    "Attachment",
    "Calendar",
    "Picture",
    "ascii_domain",
    "is_address",
    "message_ids",
    "reply_subject",
    "write_mail",
]

LONGEST_WORD = 64  # characters that fit into a line behind a header's name; longer ones are encoded, and so folded
MAX_REFERENCES = 20  # the first and the latest; RFC 5322, 3.6.4 sets no limit, servers do
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{3,500}>")  # printable ASCII without angle brackets
_ADDRESS = re.compile(r"[^\s\x00-\x20\x7f\"(),:;<>@\[\]\\]+@[^\s\x00-\x20\x7f\"(),:;<>@\[\]\\]+")
# Reply marks of mail programs in many languages, with Outlook's counters: "AW:", "RE[2]:", "Antw.:", "Odp:", "رد:"
_REPLY = re.compile(
    r"\s*(?:re|aw|antw|antwort|sv|vs|ref|res|rif|r|odp|ynt|yan|cvp|ha|bls|ответ|отв|відп|відповідь|رد|الرد|پاسخ"
    r"|trả lời)"
    r"\.?\s*(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]",
    re.IGNORECASE,
)


def reply_subject(subject: str) -> str:
    """ "Re: …" without piling up reply marks; "" if nothing is left of the subject."""
    rest = clean.one_line(subject, 500)
    while match := _REPLY.match(rest):
        rest = rest[match.end() :]
    rest = clean.title(rest, 160)
    return f"Re: {rest}" if rest else ""


def is_address(email: str) -> bool:
    """Can mail be written to this address? (RFC 5321, 4.5.3.1.3: at most 254 characters; no quoted local parts.)"""
    email = ascii_domain(email)
    return len(email) <= 254 and _ADDRESS.fullmatch(email) is not None


def message_ids(candidates: Sequence[str | None]) -> tuple[str, ...]:
    """Those that are well-formed Message-IDs, each once."""
    return tuple(dict.fromkeys(i.strip() for i in candidates if i and _MESSAGE_ID.fullmatch(i.strip())))


def write_mail(
    *,
    sender: Address,
    to: Address,
    subject: str,
    date: datetime,
    message_id: str,
    auto: str,
    languages: Sequence[str],
    text: str,
    html: str | None = None,
    calendars: Sequence[Calendar] = (),
    pictures: Sequence[Picture] = (),
    files: Sequence[Attachment] = (),
    answers: str | None = None,
    references: Sequence[str] = (),
) -> bytes:
    """The whole mail with CRLF line ends, ASCII but for an internationalised address (RFC 6532).

    `auto` is the keyword of Auto-Submitted (RFC 3834); `answers` and `references` are Message-IDs of the thread.
    The same values give the same bytes. Raises MessageRefused where an address cannot stand in a header."""
    thread = message_ids([*references, answers])
    if len(thread) > MAX_REFERENCES:
        thread = (thread[0], *thread[1 - MAX_REFERENCES :])
    lines = [
        f"Date: {format_datetime(date)}",
        f"From: {_mailbox(sender)}",
        f"To: {_mailbox(to)}",
        f"Subject: {_encoded(clean.one_line(subject, 200), len('Subject: '))}",
        f"Message-ID: {message_id}",
    ]
    if answered := message_ids([answers]):
        lines.append(f"In-Reply-To: {answered[0]}")
    if thread:
        lines.append("References: " + f"{CRLF} ".join(thread))
    lines += [
        f"Auto-Submitted: {auto}",
        "X-Auto-Response-Suppress: All",
        f"Content-Language: {', '.join(languages)}",
    ]
    lines.append("MIME-Version: 1.0")
    return CRLF.join(lines).encode() + CRLF.encode() + write_body(text, html, calendars, pictures, files, message_id)


def _mailbox(address: Address) -> str:
    """Name and address (RFC 5322, 3.4), folded."""
    email = ascii_domain(address.email)
    if not is_address(address.email):
        raise MessageRefused("An diese Adresse kann nicht geantwortet werden, sie ist keine gültige E-Mail-Adresse.")
    name = clean.name(address.name)
    if not name:
        return email
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    if name.isascii() and "=?" not in name and len(quoted) <= LONGEST_WORD:
        return f'"{quoted}"{CRLF} <{email}>'
    # Never as it is, ASCII or not: what stands before an address without quotes is read as more addresses.
    return f"{_encoded(name, len('From: '), phrase=True)}{CRLF} <{email}>"


def _encoded(text: str, used: int, *, phrase: bool = False) -> str:
    """Header text, ASCII as it is (never in a `phrase`), other letters as encoded words (RFC 2047), folded to 76
    characters."""
    plain = not phrase and text.isascii() and "=?" not in text  # a stranger's "=?…?=" must not be decoded by the reader
    plain = plain and all(len(word) <= LONGEST_WORD for word in text.split(" "))
    if plain and used + len(text) <= 76:
        return text
    header = Header(text, None if plain else "utf-8", maxlinelen=76, header_name="x" * used)
    return CRLF.join(line for line in header.encode(linesep=CRLF).split(CRLF) if line.strip())
