"""Bytes → Letter: headers, multipart shapes, charsets, broken mail."""

# ruff: noqa: E501  whole mails stand in one line of the table

from __future__ import annotations

import email.policy
import struct
from base64 import b64encode
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage

import pytest

from mailreg.compose.marks import key_of, message_id_for
from mailreg.decode import decode, mime
from mailreg.decode.parts import parse
from mailreg.decode.tnef import rtf_to_text
from mailreg.model.mail import Address

TEXT = b"Content-Type: text/plain; charset=utf-8\n"


def mail(headers: bytes, body: bytes = b"Hallo") -> bytes:
    return headers.rstrip(b"\n") + b"\n\n" + body


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        (b"From: Ada Berg <Ada.Berg@Example.org>", Address("ada.berg@example.org", "Ada Berg")),
        (b'From: "Berg, Ada" <ada@example.org>', Address("ada@example.org", "Berg, Ada")),
        (b"From: Berg, Ada <ada@example.org>", Address("ada@example.org", "Berg, Ada")),
        (b"From: =?utf-8?Q?J=C3=B6rg_M=C3=BCller?= <j@example.org>", Address("j@example.org", "Jörg Müller")),
        (b"From: =?iso-8859-1?Q?M=FCller=2C_J=F6rg?= <j@example.org>", Address("j@example.org", "Müller, Jörg")),
        (b"From: =?utf-8?B?w?= =?utf-8?B?7bw=?= <j@example.org>", None),
        ("From: Jörg Müller <j@example.org>".encode(), Address("j@example.org", "Jörg Müller")),
        ("From: Jörg Müller <j@example.org>".encode("cp1252"), Address("j@example.org", "Jörg Müller")),
        (b"From: ada@example.org (Ada Berg)", Address("ada@example.org", "Ada Berg")),
        (b"From: <ada@example.org>", Address("ada@example.org")),
        (b"From: ada@example.org", Address("ada@example.org")),
        (b"From: Ada Berg ada@example.org", Address("ada@example.org", "Ada Berg")),
        (b"From : Ada <ada(home)@example.org>", Address("ada@example.org", "Ada")),
        (b"From: Verein: Ada <ada@example.org>;", Address("ada@example.org", "Ada")),
        (b"From: Mail System", Address("", "Mail System")),
        (b"X-Nothing: 1", Address("")),
    ],
    ids=str,
)
def test_the_sender_is_read(header: bytes, sender: Address | None) -> None:
    found = decode(mail(header)).sender
    if sender is None:
        assert found.email == "j@example.org"
    else:
        assert found == sender


def test_an_encoded_line_break_in_from_neither_raises_nor_injects() -> None:
    raw = mail(b"From: =?utf-8?Q?Ada=0D=0ABcc:_all@example.org?= <ada@example.org>")
    letter = decode(raw)
    assert letter.sender.email == "ada@example.org"
    assert "\n" not in (letter.sender.name or "")
    assert "\r" not in (letter.sender.name or "")
    assert "bcc" not in parse(raw).headers


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        (b"=?utf-8?Q?Anmeldung_f=C3=BCr?= =?utf-8?Q?_zwei?=", "Anmeldung für zwei"),
        (b"=?utf-8?Q?f=C3?= =?utf-8?Q?=BCr?=", "für"),
        (b"Re: =?iso-2022-jp?B?GyRCJUYlOSVIGyhC?=", "Re: テスト"),
        (b"=?koi8-r?B?9MXT1A==?=", "Тест"),
        (b"=?no-such-charset?Q?f=C3=BCr?=", "für"),
        (b"=?utf-8?B?kaputt=?= Rest", None),
        (b"zwei\n Zeilen", "zwei Zeilen"),
        ("Übersetzung".encode("latin-1"), "Übersetzung"),
        (b"=?us-ascii?Q?=FCber?=", "über"),
    ],
)
def test_the_subject_is_decoded(raw: bytes, subject: str | None) -> None:
    found = decode(mail(b"Subject: " + raw)).subject
    assert found == subject if subject is not None else found.endswith("Rest")


def test_the_addresses_thread_and_date_are_read() -> None:
    letter = decode(
        mail(
            b"From: a@example.org\nTo: Desk <desk@example.org>, b@example.org\nCc: =?utf-8?Q?J=C3=B6rg?= <c@example.org>\n"
            b"Reply-To: office@example.org\nMessage-ID: <1@example.org>\nIn-Reply-To: <0@example.org>\n"
            b"References: <x@example.org>\n <0@example.org>\nDate: Tue, 6 Sep 2022 10:41:00 +0200\nContent-Language: de-DE, en\n"
        )
    )
    assert [a.email for a in letter.to] == ["desk@example.org", "b@example.org"]
    assert letter.cc == (Address("c@example.org", "Jörg"),)
    assert letter.answer_to == Address("office@example.org")
    assert (letter.message_id, letter.in_reply_to) == ("<1@example.org>", "<0@example.org>")
    assert letter.references == ("<x@example.org>", "<0@example.org>")
    assert letter.date == datetime(2022, 9, 6, 10, 41, tzinfo=timezone(timedelta(hours=2)))
    assert letter.content_language == "de"


@pytest.mark.parametrize("policy", [email.policy.SMTP, email.policy.default])
def test_message_ids_that_were_folded_like_text_are_read(policy: email.policy.EmailPolicy) -> None:
    """Python's own library makes encoded words of our long ones."""
    secret = b"a secret"
    ours = message_id_for("remind:1234:2022-10-11T09:00:2022-10-11:0123456789abcdef", secret, "verein.example")
    short = message_id_for("confirm:1:v1", secret, "verein.example")
    answer = EmailMessage(policy=policy)
    answer["In-Reply-To"] = ours
    answer["References"] = f"<first@example.org> {short} {ours}"
    answer.set_content("Danke!")
    raw = answer.as_bytes()
    assert b"=?utf-8?q?" in raw
    letter = decode(raw)
    assert letter.in_reply_to == ours
    assert letter.references == ("<first@example.org>", short, ours)
    assert key_of(letter.in_reply_to or "", secret) is not None


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"=?us-ascii?B?PGFAZXhhbXBsZS5vcmc+?=", ("<a@example.org>",)),
        (b"<a@example.org> =?utf-8?q?=3Cb=40?=\n =?utf-8?q?example.org=3E?= <c@example.org>",
         ("<a@example.org>", "<b@example.org>", "<c@example.org>")),
        (b"=?utf-8?q?=3Ca=40example.org?=\n .example>", ("<a@example.org.example>",)),
        (b"=?utf-8?q?=3Ca?=\n <b@example.org>", ("<b@example.org>",)),
        (b"=?utf-8?q?=3C?=", ()),
    ],
)  # fmt: skip
def test_encoded_words_among_message_ids(raw: bytes, found: tuple[str, ...]) -> None:
    assert decode(mail(b"References: " + raw + b"\n")).references == found


@pytest.mark.parametrize("date", [b"gestern", b"", b"Tue, 99 Foo 2022 10:00", b"Tue, 6 Sep 10000 99:99:99 +9999"])
def test_a_broken_date_is_none(date: bytes) -> None:
    assert decode(mail(b"Date: " + date)).date is None


def test_a_date_without_zone_is_aware() -> None:
    date = decode(mail(b"Date: Tue, 6 Sep 2022 10:41:00 -0000")).date
    assert date is not None
    assert date.tzinfo is not None


@pytest.mark.parametrize(
    ("headers", "content", "body"),
    [
        (b"Content-Type: text/plain; charset=iso-8859-1", "Grüße „x“".encode("cp1252"), "Grüße „x“"),
        (b"Content-Type: text/plain; charset=us-ascii", "Grüße".encode("cp1252"), "Grüße"),
        (b"Content-Type: text/plain; charset=us-ascii", "Grüße".encode(), "Grüße"),
        (b"Content-Type: text/plain", "Grüße".encode(), "Grüße"),
        (b"Content-Type: text/plain; charset=utf-8", "Grüße".encode("cp1252"), "Grüße"),
        (b"Content-Type: text/plain; charset=x-strange", "Grüße".encode(), "Grüße"),
        (b"Content-Type: text/plain", "Здравствуйте, запишите меня".encode("koi8-r"), "Здравствуйте, запишите меня"),
        (b"Content-Type: text/plain", "Здравствуйте, запишите меня".encode("cp1251"), "Здравствуйте, запишите меня"),
        (b"Content-Type: text/plain", "أرغب بالتسجيل في اللقاء".encode("cp1256"), "أرغب بالتسجيل في اللقاء"),
        (b"Content-Type: text/plain", "Ağrılı, teşekkürler".encode("iso-8859-9"), "Ağrılı, teşekkürler"),
        (b"Content-Type: text/plain", "zgłaszam się".encode("iso-8859-2"), "zgłaszam się"),
        (b"", "Grüße".encode("utf-8-sig"), "Grüße"),
    ],
)
def test_the_charset_is_found(headers: bytes, content: bytes, body: str) -> None:
    assert decode(mail(headers, content)).body == body


@pytest.mark.parametrize(
    ("encoding", "content", "body"),
    [
        (b"quoted-printable", b"Gr=C3=BC=C3=9Fe =\naus Bautzen", "Grüße aus Bautzen"),
        (b"quoted-printable", b"50 =% und =ZZ", "50 =% und =ZZ"),
        (b"base64", b64encode("Grüße".encode()), "Grüße"),
        (b"base64", b64encode("Grüße".encode()).rstrip(b"=") + b"\n", "Grüße"),
        (b"BASE64", b"R3LD\n vMOfZQ==!!", "Grüße"),
        (
            b"base64",
            b"Hallo, das ist gar kein Base64, sondern Text. Gruss Ada",
            "Hallo, das ist gar kein Base64, sondern Text. Gruss Ada",
        ),
        (b"8-bit", "Grüße".encode(), "Grüße"),
        (b"", "Grüße".encode(), "Grüße"),
    ],
)
def test_the_transfer_encoding_is_taken_off(encoding: bytes, content: bytes, body: str) -> None:
    assert decode(mail(TEXT + b"Content-Transfer-Encoding: " + encoding, content)).body == body


@pytest.mark.parametrize(
    ("source", "body"),
    [
        (b"Eine lange \nZeile hier.\nNeu", "Eine lange Zeile hier.\nNeu"),
        (b"Ende\n-- \nAda", "Ende\n-- \nAda"),
        (b"> zitiert \n> weiter\nich", "> zitiert weiter\nich"),
        (b"a \n b", "a b"),
    ],
)
def test_flowed_text_is_joined(source: bytes, body: str) -> None:
    assert decode(mail(b"Content-Type: text/plain; format=flowed", source)).body == body


def test_delsp_takes_the_blank_away() -> None:
    assert (
        decode(mail(b"Content-Type: text/plain; format=flowed; delsp=yes", b"Donau \ndampfer")).body == "Donaudampfer"
    )


def parts(kind: bytes, *pieces: bytes, end: bytes = b"--b--\n") -> bytes:
    head = b"Content-Type: multipart/" + kind + b'; boundary="b"\n\nPreamble\n'
    return b"From: a@example.org\n" + head + b"".join(b"--b\n" + piece + b"\n" for piece in pieces) + end


PLAIN = b"Content-Type: text/plain\n\nIch komme gern."
HTML = b"Content-Type: text/html\n\n<p>Ich komme <b>gern</b>.</p>"
EMPTY = b"Content-Type: text/plain\n\n \n"
PDF = b"Content-Type: application/pdf; name=x.pdf\nContent-Disposition: attachment; filename*=utf-8''%C3%BC.pdf\nContent-Transfer-Encoding: base64\n\nAAAA"


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (parts(b"alternative", PLAIN, HTML), "Ich komme gern."),
        (parts(b"alternative", EMPTY, HTML), "Ich komme gern."),
        (parts(b"alternative", HTML, PLAIN), "Ich komme gern."),
        (
            parts(
                b"alternative",
                b"Content-Type: text/plain\n\nSiehe HTML",
                b"Content-Type: text/html\n\n" + b"<p>Wir kommen zu dritt aus Bautzen.</p>" * 5,
            ),
            "dritt",
        ),
        (parts(b"mixed", PLAIN, PDF, b"Content-Type: text/plain\n\nNachtrag"), "Ich komme gern.\n\nNachtrag"),
        (parts(b"related", HTML, b"Content-Type: image/png\n\nx"), "Ich komme gern."),
        (parts(b"mixed", PLAIN, end=b""), "Ich komme gern."),
        (parts(b"mixed", b"\nOhne Typ"), "Ohne Typ"),
        (b'Content-Type: multipart/mixed; boundary="nirgends"\n\nNur Text', "Nur Text"),
        (b"Content-Type: multipart/mixed\n\n--abcdefg\n\nGeraten\n--abcdefg--", "Geraten"),
        (b"Content-Type: text/plain\n\n<html><body><p>Doch HTML</p></body></html>", "Doch HTML"),
        (b"Content-Type: kaputt\n\nText", "Text"),
        (parts(b"alternative", PLAIN, HTML).replace(b"\n", b"\r\n"), "Ich komme gern."),
    ],
    ids=range(13),
)
def test_every_multipart_shape_gives_its_text(content: bytes, body: str) -> None:
    found = decode(content).body
    assert body in found if body == "dritt" else found == body


def test_attachments_are_listed_and_stay_out_of_the_text() -> None:
    letter = decode(parts(b"mixed", PLAIN, PDF, b"Content-Type: text/vcard; name=a.vcf\n\nBEGIN:VCARD"))
    assert [(a.name, a.content_type, a.size) for a in letter.attachments] == [
        ("ü.pdf", "application/pdf", 3),
        ("a.vcf", "text/vcard", 11),
    ]
    assert letter.body == "Ich komme gern."


def test_an_attached_mail_becomes_the_forwarded_letter_as_deep_as_ten() -> None:
    inner = b"From: ada@example.org\nSubject: Kern\n\nIch melde mich an."
    for _ in range(5):
        inner = b"From: b@example.org\nContent-Type: message/rfc822\n\n" + inner
    letter, depth = decode(inner), 0
    while letter.forwarded:
        letter, depth = letter.forwarded, depth + 1
    assert (depth, letter.subject, letter.body) == (5, "Kern", "Ich melde mich an.")


def test_five_thousand_nested_mails_end() -> None:
    assert decode(b"Content-Type: message/rfc822\n\n" * 5000 + b"x").forwarded is not None


def test_a_broken_winmail_dat_is_a_defect_not_an_error() -> None:
    letter = decode(
        parts(b"mixed", PLAIN, b"Content-Type: application/ms-tnef; name=winmail.dat\n\n\x78\x9f\x3e\x22junk")
    )
    assert letter.body == "Ich komme gern."
    assert "winmail.dat unreadable" in letter.defects


def tnef(*attributes: tuple[int, bytes]) -> bytes:
    """A winmail.dat (MS-OXTNEF 2.1): signature, key, then level, id, length, data, checksum of each attribute."""
    out = struct.pack("<IH", 0x223E9F78, 1)
    for attribute, data in attributes:
        out += struct.pack("<BII", 1, attribute, len(data)) + data + struct.pack("<H", sum(data) % 65536)
    return out


def test_the_text_in_a_winmail_dat_is_read() -> None:
    content = b64encode(tnef((0x00089006, struct.pack("<I", 0x10000)), (0x0002800C, b"Ich melde mich an.\0")))
    head = b"Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
    assert decode(parts(b"mixed", head + content)).own_text == "Ich melde mich an."


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (r"{\rtf1\ansi{\fonttbl{\f0 Arial;}}Gr\'fc\'dfe\par zwei\tab drei}", "Grüße\nzwei\tdrei"),
        (r"{\rtf1 \u1055 ?\u1088 ? \{x\}}", "Пр {x}"),
        (r"{\rtf1 {\*\generator x;}offen", "offen"),
    ],
)
def test_rtf_gives_its_text(rtf: str, text: str) -> None:
    assert rtf_to_text(rtf) == text


def test_headers_without_a_blank_line_and_mbox_lines_are_understood() -> None:
    letter = decode(b"From x@example.org Mon Sep  5\nSubject: A\nHallo zusammen, ich komme.\nGruss")
    assert letter.subject == "A"
    assert letter.body == "Hallo zusammen, ich komme.\nGruss"


def test_a_letter_remains_even_if_a_step_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_options: object) -> None:
        raise RecursionError

    monkeypatch.setattr(mime, "gather", broken)
    letter = decode("From: a@example.org\n\nIch melde mich an, Grüße".encode())
    assert "Ich melde mich an, Grüße" in letter.own_text
    assert letter.defects == ("could not be taken apart (RecursionError)",)


def test_invisible_characters_go_and_letters_stay() -> None:
    letter = decode(mail(TEXT, "Ich\u00a0komme\u200b am\u00ad 11.\ufeff \u200fنعم می\u200cخواهم".encode()))
    assert letter.body == "Ich komme am 11. نعم می\u200cخواهم"


@pytest.mark.parametrize(
    "raw",
    [b"", b"\0\0\0", b"only words, no header", bytes(range(256)) * 20, b"Subject: x\n\n" + bytes(range(128, 256)) * 9],
    ids=["nothing", "zeros", "no header", "all bytes", "noise below a header"],
)
def test_what_nobody_can_read_is_marked(raw: bytes) -> None:
    assert decode(raw).unreadable


@pytest.mark.parametrize(
    "raw",
    [
        mail(TEXT, "Ich komme gern, Grüße".encode()),
        mail(TEXT, "Ich komme gern, Grüße".encode("cp1252")),
        mail(TEXT, "Я приду на зустріч. Дякую!".encode()),
        mail(TEXT, "أود التسجيل في اللقاء 🎉".encode("cp1256", "replace")),
        b"From: a@example.org\n\n",
    ],
    ids=["utf-8", "undeclared cp1252", "cyrillic", "undeclared cp1256", "empty"],
)
def test_a_mail_is_not_called_unreadable(raw: bytes) -> None:
    assert not decode(raw).unreadable
