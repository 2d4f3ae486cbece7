"""Our mails as others read them: Python's parser, strictly, and Perl's Email::MIME; and whatever stands in a field."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailreg.compose import clean
from mailreg.compose.mime import Attachment, Calendar, Picture, write_mail
from mailreg.compose.sample import SHOWN, write_sample
from mailreg.compose.templates import Templates
from mailreg.model.mail import Address
from mailreg.model.outgoing import Outgoing
from tests.servers import parsers

NAMES = (
    "Jana Müller", "أميرة حداد", "نرگس نورزاده", "Олена Шевченко", "Nguyễn Thị Hồng Nhung", "李小龍", "Şükrü Çağlar",
    'O\'Neill "Sam", Jr.', "Ж" * 80, "x" * 80, "👩🏽‍💻 Ada", "=?utf-8?Q?Eve?=", "Müller <a@b.example>",
)  # fmt: skip
HEADERS = {
    "date", "from", "to", "subject", "message-id", "in-reply-to", "references", "auto-submitted",
    "x-auto-response-suppress", "content-language", "mime-version", "content-type", "content-transfer-encoding",
}  # fmt: skip


def strictly(raw: bytes) -> EmailMessage:
    """Read by Python's parser, for which every defect is an error."""
    mail = message_from_bytes(raw, policy=policy.strict)
    for part in mail.walk():
        for value in part.values():
            str(value)
        if not part.is_multipart():
            cast("EmailMessage", part).get_content()
    return cast("EmailMessage", mail)


def told(mail: EmailMessage) -> dict[str, Any]:
    """What Python reads, in the form of `parsers.email_mime`."""
    parts = []
    for part in mail.walk():
        if part.is_multipart():
            continue
        content = cast("EmailMessage", part).get_content()
        body = content.encode() if isinstance(content, str) else content
        name = part.get_filename()
        parts.append((part.get_content_type(), name, body.replace(b"\r\n", b"\n").removesuffix(b"\n")))
    return {
        "headers": [name.lower() for name in mail.keys()],  # noqa: SIM118 - a header may stand there twice
        "From": _address(mail, "From"),
        "To": _address(mail, "To"),
        "Subject": str(mail["Subject"]),
        "Message-ID": str(mail["Message-ID"]),
        "Auto-Submitted": str(mail["Auto-Submitted"]),
        "parts": parts,
    }


def _address(mail: EmailMessage, header: str) -> tuple[str, str]:
    """Name and address. The name by `email.header`: Python's newer parser keeps the blanks between two encoded words,
    against RFC 2047, 6.2."""
    (address,) = mail[header].addresses
    (raw,) = [value for name, value in mail.raw_items() if name == header]
    name, email = split(str(make_header(decode_header(raw))))
    assert email == address.addr_spec
    return name, email


def split(text: str) -> tuple[str, str]:
    name, _, email = text.rpartition("<")
    name = name.strip()
    if name.startswith('"') and name.endswith('"'):
        name = name[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return name, email.rstrip(">")


def as_told(said: dict[str, Any]) -> dict[str, Any]:
    parts = [
        (p["type"], p["name"], base64.b64decode(p["body"]).replace(b"\r\n", b"\n").removesuffix(b"\n"))
        for p in said["parts"]
    ]
    return said | {"From": split(said["From"]), "To": split(said["To"]), "parts": parts}


def all_kinds(templates: Templates) -> list[Outgoing]:
    return [
        write_sample(purpose, language, templates, plain=plain)
        for purpose in SHOWN
        for language in (*templates.languages, "ti")  # "ti": a language without words, two pages in one mail
        for plain in (False, True)
    ]


def test_all_kinds_in_all_languages(templates: Templates) -> None:
    mails = all_kinds(templates)
    read = [told(strictly(mail.content)) for mail in mails]
    witness = [as_told(said) for said in parsers.email_mime([mail.content for mail in mails])]
    for mail, one, other in zip(mails, read, witness, strict=True):
        assert one == other, mail.key
        assert set(one["headers"]) <= HEADERS
        assert one["Message-ID"] == mail.message_id
        kinds = [kind for kind, _, _ in one["parts"]]
        assert kinds[0] == "text/plain"
        files = {name: body for kind, name, body in one["parts"] if kind == "application/ics"}
        assert list(files.values()) == [body for kind, _, body in one["parts"] if kind == "text/calendar"]
        check_lines(mail.content)


def check_lines(raw: bytes) -> None:
    """Seven bits, CRLF, lines as short as can be (RFC 5322, 2.1.1): only a long Message-ID can't be folded."""
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 78 or (len(line) <= 998 and b"@" in line and b" " not in line.strip(b" \t")[13:]), line


def mail(**changes: Any) -> bytes:
    values: dict[str, Any] = {
        "sender": Address("anmeldung@desk.example", "Jana Müller"), "to": Address("amira@msov.example", "Amira"),
        "subject": "Anmeldung", "date": datetime(2022, 9, 20, 10, tzinfo=UTC),
        "message_id": "<mailreg.a.b@desk.example>", "auto": "auto-replied", "languages": ["de"],
        "text": "Guten Tag\n", "html": "<p>Guten Tag</p>\n",
    }  # fmt: skip
    return write_mail(**(values | changes))


def test_names_in_all_scripts() -> None:
    mails = [mail(to=Address("amira@msov.example", name), sender=Address("d@desk.example", name)) for name in NAMES]
    for raw, name, said in zip(mails, NAMES, parsers.email_mime(mails), strict=True):
        read = told(strictly(raw))
        assert read == as_told(said)
        assert read["From"] == (clean.name(name), "d@desk.example")
        assert read["To"] == (clean.name(name), "amira@msov.example")
        check_lines(raw)


@pytest.mark.parametrize(
    "name", ["Fahrtkosten.pdf", "Rück­erstattung – Größe.pdf", "طلب.pdf", "Ж" * 80, "../../x", 'a"b;c']
)
def test_names_of_files(name: str) -> None:
    raw = mail(files=[Attachment(name, "application/pdf", b"%PDF-1.4\n\x00\xff")])
    read = told(strictly(raw))
    (said,) = parsers.email_mime([raw])
    assert read == as_told(said)
    assert read["parts"][-1][0] == "application/pdf"
    assert read["parts"][-1][1].endswith(clean.one_line(name.rsplit("/", maxsplit=1)[-1], 80)[-3:])
    assert "/" not in read["parts"][-1][1]
    check_lines(raw)


TEXT = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from([
        "\r\nBcc: x@evil.example", "\n", "\r", "\r\n\r\n", "=?utf-8?Q?=0D=0ABcc:_x?=", '"', "<", ">", ",", ";", "\\",
        "\x00", "ä", "\u2028", "a" * 90, "@", "--=_", ".", "\udc80", "\u202e", "From ", "=",
    ])).map("".join),
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(name=TEXT, subject=TEXT, body=TEXT, ids=st.lists(TEXT, max_size=3), file=TEXT, kind=TEXT)
def test_no_field_breaks_out(name: str, subject: str, body: str, ids: list[str], file: str, kind: str) -> None:
    raw = mail(
        sender=Address("anmeldung@desk.example", name),
        to=Address("amira@msov.example", name),
        subject=subject,
        text=body,
        html=body,
        answers=next(iter(ids), None),
        references=ids,
        files=[Attachment(file, kind, body.encode("utf-8", "replace"))],
        pictures=[Picture("a@desk.example", b"\x89PNG")],
        calendars=[Calendar("PUBLISH", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")],
    )
    read = told(strictly(raw))
    assert len(set(read["headers"])) == len(read["headers"])
    assert set(read["headers"]) <= HEADERS
    assert read["Subject"] == clean.one_line(subject, 200)
    assert read["From"] == (clean.name(name) or "", "anmeldung@desk.example")
    assert read["To"] == (clean.name(name) or "", "amira@msov.example")
    forms = ["text/plain", "text/html", "image/png", "text/calendar"]
    assert [part[0] for part in read["parts"]][:5] == [*forms, "application/ics"]
    assert len(read["parts"]) == 6
    check_lines(raw)
