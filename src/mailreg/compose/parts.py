"""The parts of a mail (RFC 2045, 2046) as finished bytes, in ASCII: every server takes them as they are.

By hand: Python's own `EmailMessage` parses each header again that it has just been given, which took a third of an
answer's time."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from mailreg.compose import clean

LINE = 76  # characters of an encoded line (RFC 2045, 6.7 and 6.8)
_TYPE = re.compile(r"([a-z]{3,20})/([a-z0-9][a-z0-9.+-]{0,80})")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 ._()+-]+")


@dataclass(frozen=True)
class Calendar:
    """The calendar file, twice in the mail: as a form of the text, which calendars look for (RFC 6047), and as a file,
    which people look for."""

    method: str  # "PUBLISH" or "CANCEL"
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


@dataclass(frozen=True)
class _Part:
    headers: tuple[str, ...]
    body: bytes

    def write(self) -> bytes:
        return "".join(f"{line}\r\n" for line in self.headers).encode("ascii") + b"\r\n" + self.body


def write_body(
    text: str,
    html: str | None,
    calendars: Sequence[Calendar],
    pictures: Sequence[Picture],
    files: Sequence[Attachment],
    message_id: str,
) -> bytes:
    """Headers of the content, an empty line, the content. `calendars`: the first is a form of the text, too; each
    further one is a file only. `message_id` makes the boundaries, so that the same mail has
    the same bytes."""
    marks = _boundaries(message_id)
    forms = [_text("plain", text)]
    if html is not None:
        page = _text("html", html)
        shown = [_picture(number, picture) for number, picture in enumerate(pictures, 1)]
        # RFC 2387: the type is that of the page, which comes first
        forms.append(_multipart("related", [page, *shown], marks, ';\r\n type="text/html"') if shown else page)
    attached = [_file(file) for file in files]
    if calendars:
        # The richest form comes last (RFC 2046, 5.1.4); the method stands in the header, too, and must be the same
        # (RFC 6047, 2.4). The file is no second text/calendar: it would be shown and asked about twice.
        headers = (
            f'Content-Type: text/calendar; charset="utf-8"; method={calendars[0].method}',
            "Content-Transfer-Encoding: base64",
        )
        forms.append(_Part(headers, _base64(calendars[0].content)))
        attached[:0] = [_calendar_file(number, calendar) for number, calendar in enumerate(calendars, 1)]
    whole = _multipart("alternative", forms, marks) if len(forms) > 1 else forms[0]
    if attached:
        whole = _multipart("mixed", [whole, *attached], marks)
    return whole.write()


def _boundaries(message_id: str) -> Iterator[str]:
    number = 0
    while True:
        mark = hashlib.sha256(f"{message_id} {number}".encode()).hexdigest()[:24]
        yield f"=_{mark}"  # "=_" occurs in no quoted-printable or base64 text (RFC 2045, 6.7)
        number += 1


def _multipart(kind: str, parts: Sequence[_Part], marks: Iterator[str], more: str = "") -> _Part:
    mark = next(marks)
    line = f"--{mark}".encode()
    body = b"".join(line + b"\r\n" + part.write() + b"\r\n" for part in parts) + line + b"--\r\n"
    return _Part((f'Content-Type: multipart/{kind}; boundary="{mark}"{more}',), body)


def _text(kind: str, text: str) -> _Part:
    """Quoted-printable where most is Latin and stays legible, base64 where that would be longer."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    content = (lines if lines.endswith("\n") else f"{lines}\n").replace("\n", "\r\n").encode("utf-8", "replace")
    legible = len(content.translate(None, _NOT_ASCII)) > 0.8 * len(content)
    return _Part(
        (
            f'Content-Type: text/{kind}; charset="utf-8"',
            f"Content-Transfer-Encoding: {'quoted-printable' if legible else 'base64'}",
        ),
        binascii.b2a_qp(content, istext=True) if legible else _base64(content),
    )


_NOT_ASCII = bytes(range(0x80, 0x100))


def _picture(number: int, picture: Picture) -> _Part:
    headers = (
        "Content-Type: image/png",
        "Content-Transfer-Encoding: base64",
        f'Content-Disposition: inline; filename="{number}.png"',
        f"Content-ID: <{picture.cid}>",
    )
    return _Part(headers, _base64(picture.content))


def _calendar_file(number: int, calendar: Calendar) -> _Part:
    name = "termin" if calendar.method == "PUBLISH" else "absage"
    return _attached("application/ics", f"{name}{f'-{number}' if number > 1 else ''}.ics", calendar.content)


def _file(file: Attachment) -> _Part:
    return _attached(_content_type(file.content_type), _file_name(file.name), file.content)


def _attached(content_type: str, name: str, content: bytes) -> _Part:
    headers = (
        f"Content-Type: {content_type}",
        "Content-Transfer-Encoding: base64",
        "Content-Disposition: attachment;" + ";".join(f"\r\n {piece}" for piece in _named(name)),
    )
    return _Part(headers, _base64(content))


def _named(name: str) -> list[str]:
    """The parameter that tells a file's name: as it is, or in pieces in other scripts (RFC 2231)."""
    if _PLAIN_NAME.fullmatch(name) and len(name) <= LINE - 13:
        return [f'filename="{name}"']
    whole = "utf-8''" + quote(name, safe="")
    if len(whole) <= LINE - 11:
        return [f"filename*={whole}"]
    pieces = re.findall(r"(?:%[0-9A-F]{2}|.){1,18}", whole)
    return [f"filename*{number}*={piece}" for number, piece in enumerate(pieces)]


def _content_type(given: str) -> str:
    """The type as it was given; bytes of no known kind where it is none, or one whose parts would be read as mail."""
    match = _TYPE.fullmatch(given.strip().lower())
    if match is None or match[1] in {"multipart", "message"}:
        return "application/octet-stream"
    return match[0]


def _file_name(given: str) -> str:
    """A file's name without folders."""
    return clean.one_line(re.sub(r"[/\\:]", "_", given), 80).lstrip(".") or "Anhang"


def _base64(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n")
