"""The finished bytes (RFC 5322, RFC 2045): every header is built here, from values that cannot break out of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from mailreg.compose import clean
from mailreg.model.errors import MessageRefused
from mailreg.model.mail import Address

CRLF = "\r\n"
MAX_REFERENCES = 20  # the first and the latest; RFC 5322, 3.6.4 sets no limit, servers do
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{3,500}>")  # printable ASCII without angle brackets
_TYPE = re.compile(r"([a-z]{3,20})/([a-z0-9][a-z0-9.+-]{0,80})")
_ADDRESS = re.compile(r"[^\s\x00-\x20\x7f\"(),:;<>@\[\]\\]+@[^\s\x00-\x20\x7f\"(),:;<>@\[\]\\]+")
# Reply marks of mail programs in many languages, with Outlook's counters: "AW:", "RE[2]:", "Antw.:", "Odp:", "رد:"
_REPLY = re.compile(
    r"\s*(?:re|aw|antw|antwort|sv|vs|ref|res|rif|r|odp|ynt|yan|cvp|ha|bls|ответ|отв|відп|відповідь|رد|الرد|پاسخ"
    r"|trả lời)"
    r"\.?\s*(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Calendar:
    """The attached calendar file."""

    method: str
    content: bytes


@dataclass(frozen=True)
class Attachment:
    """A file of the organisers'."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Picture:
    """A PNG that the HTML shows as cid:… (RFC 2392); `cid` without angle brackets."""

    cid: str
    content: bytes


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
    calendar: Calendar | None = None,
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
    body = _body(text, html, calendar, pictures, files)
    for number, part in enumerate(p for p in body.walk() if p.is_multipart()):
        mark = hashlib.sha256(f"{message_id} {number}".encode()).hexdigest()[:24]
        part.set_boundary(f"=_{mark}")  # "=_" occurs in no quoted-printable or base64 text (RFC 2045, 6.7)
    return CRLF.join(lines).encode() + CRLF.encode() + body.as_bytes()


def _body(
    text: str,
    html: str | None,
    calendar: Calendar | None,
    pictures: Sequence[Picture],
    files: Sequence[Attachment],
) -> EmailMessage:
    body = EmailMessage(policy=SMTP)
    body.set_content(text, cte=_cte(text))
    if html is not None:
        body.add_alternative(html, subtype="html", cte=_cte(html))
        page = body.get_payload()[-1]  # type: ignore[index]
        for number, picture in enumerate(pictures, 1):
            page.add_related(  # type: ignore[union-attr]
                picture.content, "image", "png", cid=f"<{picture.cid}>", disposition="inline",
                filename=f"{number}.png",
            )  # fmt: skip
    if calendar is not None:
        # RFC 5546: the method stands in the Content-Type, too. As an attachment it gives no buttons to accept or
        # decline, only "add to calendar".
        body.add_attachment(
            calendar.content.decode(),
            subtype="calendar",
            cte="base64",
            filename="termin.ics" if calendar.method == "PUBLISH" else "absage.ics",
            params={"method": calendar.method},
        )
    for file in files:
        main, sub = _content_type(file.content_type)
        body.add_attachment(file.content, main, sub, cte="base64", filename=_file_name(file.name))
    return body


def _content_type(given: str) -> tuple[str, str]:
    """Main and sub type; bytes of no known kind where it is none, or one whose parts would be read as mail."""
    match = _TYPE.fullmatch(given.strip().lower())
    if match is None or match[1] in {"multipart", "message"}:
        return "application", "octet-stream"
    return match[1], match[2]


def _file_name(given: str) -> str:
    """A file's name without folders."""
    return clean.one_line(re.sub(r"[/\\:]", "_", given), 80).lstrip(".") or "Anhang"


def _cte(text: str) -> str:
    """Quoted-printable where most is Latin and stays legible, base64 where that would be three times as long."""
    return "quoted-printable" if len(text.encode("ascii", "ignore")) > 0.8 * len(text) else "base64"


def _mailbox(address: Address) -> str:
    """Name and address (RFC 5322, 3.4), folded."""
    email = ascii_domain(address.email)
    if not is_address(address.email):
        raise MessageRefused("An diese Adresse kann nicht geantwortet werden, sie ist keine gültige E-Mail-Adresse.")
    name = clean.name(address.name)
    if not name:
        return email
    if name.isascii() and "=?" not in name:
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}"{CRLF} <{email}>'
    return f"{_encoded(name, len('From: '))}{CRLF} <{email}>"


def ascii_domain(email: str) -> str:
    """The address with its domain as DNS knows it (IDNA); the local part stays."""
    local, at, domain = email.rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode()}"
    except UnicodeError:
        return email


def _encoded(text: str, used: int) -> str:
    """Header text, ASCII as it is, other letters as encoded words (RFC 2047), folded to 76 characters."""
    plain = text.isascii() and "=?" not in text  # a stranger's "=?utf-8?…?=" must not be decoded by the reader
    header = Header(text, None if plain else "utf-8", maxlinelen=76, header_name="x" * used)
    return CRLF.join(line for line in header.encode(linesep=CRLF).split(CRLF) if line.strip())
