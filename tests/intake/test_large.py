"""Large mails: only header and text parts are fetched, and a valid mail is made of them."""

from __future__ import annotations

import base64
import email
from email.message import EmailMessage
from email.policy import default

import pytest

from mailreg.intake.imap import ImapMailbox
from mailreg.intake.large import Part, rebuild, structure, wanted
from mailreg.model.mail import RawMail
from tests.servers.dovecot import Dovecot

MEGABYTE = 1024 * 1024


def fetch(dovecot: Dovecot) -> list[RawMail]:
    with ImapMailbox(dovecot.access()) as mailbox:
        mailbox.examine("INBOX")
        return [one for group in mailbox.fetch_after("INBOX", 1) for one in group]


def with_attachment(size: int) -> EmailMessage:
    mail = EmailMessage(policy=default.clone(linesep="\r\n"))
    mail["From"] = "Amira Haddad <amira@msov.example>"
    mail["Subject"] = "Anmeldung für den 11. Oktober"
    mail["Message-ID"] = "<gross@msov.example>"
    mail.set_content("Guten Tag, ich melde mich an: Zoë Größ.\n", charset="iso-8859-1", cte="quoted-printable")
    mail.add_alternative("<p>Guten Tag, ich melde mich <b>an</b>.</p>\n", subtype="html", cte="base64")
    mail.add_attachment(b"\0" * size, maintype="application", subtype="pdf", filename="Plakat Größe A0.pdf")
    return mail


@pytest.mark.dovecot
@pytest.mark.parametrize("megabytes", [6, 51])
def test_text_and_names_of_attachments_remain(dovecot: Dovecot, megabytes: int) -> None:
    raw = with_attachment(megabytes * MEGABYTE * 3 // 4).as_bytes()
    dovecot.deliver(raw)
    before = dovecot.snapshot()
    (one,) = fetch(dovecot)
    assert one.partial
    assert one.size == len(raw) > megabytes * MEGABYTE
    assert len(one.content) < 10_000
    mail = email.message_from_bytes(one.content, policy=default)
    assert mail["Message-ID"] == "<gross@msov.example>"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert plain.get_content().splitlines() == ["Guten Tag, ich melde mich an: Zoë Größ."]
    assert html is not None
    assert "<b>an</b>" in html.get_content()
    (attachment,) = mail.iter_attachments()
    assert attachment.get_filename() == "Plakat Größe A0.pdf"
    assert attachment.get_content() == b""
    assert not mail.defects
    assert dovecot.snapshot() == before


@pytest.mark.dovecot
def test_small_and_large_mails_keep_their_order(dovecot: Dovecot) -> None:
    small = b"From: a@example.org\r\nSubject: klein\r\n\r\nHallo\r\n"
    for raw in (small, with_attachment(5 * MEGABYTE).as_bytes(), small):
        dovecot.deliver(raw)
    mails = fetch(dovecot)
    assert [(one.key.uid, one.partial) for one in mails] == [(1, False), (2, True), (3, False)]
    assert mails[0].content == small


@pytest.mark.dovecot
def test_a_forwarded_mail_inside_keeps_its_header_and_text(dovecot: Dovecot) -> None:
    outer = EmailMessage(policy=default.clone(linesep="\r\n"))
    outer["Subject"] = "WG: Anmeldung"
    outer.set_content("Zur Kenntnis.\n")
    outer.add_attachment(with_attachment(5 * MEGABYTE))
    dovecot.deliver(outer.as_bytes())
    (one,) = fetch(dovecot)
    assert one.partial
    mail = email.message_from_bytes(one.content, policy=default)
    (inner,) = [part for part in mail.walk() if part.get_content_type() == "message/rfc822"]
    letter = inner.get_payload(0)
    assert isinstance(letter, EmailMessage)
    assert letter["Message-ID"] == "<gross@msov.example>"
    body = letter.get_body(("plain",))
    assert body is not None
    assert "Zoë Größ" in body.get_content()


@pytest.mark.dovecot
@pytest.mark.parametrize("encoding", ["base64", "8bit"])
def test_a_single_text_that_is_too_long_is_cut_at_a_line(dovecot: Dovecot, encoding: str) -> None:
    text = "Ich komme gern, Zoë.\r\n" * 300_000
    body = base64.encodebytes(text.encode()).replace(b"\n", b"\r\n") if encoding == "base64" else text.encode()
    head = f"Subject: lang\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    dovecot.deliver(head.encode() + body)
    (one,) = fetch(dovecot)
    assert one.partial
    assert len(one.content) < 2 * MEGABYTE
    content = email.message_from_bytes(one.content, policy=default).get_content()
    assert content.startswith("Ich komme gern, Zoë.")
    assert len(content) > 500_000


@pytest.mark.dovecot
def test_a_large_mail_without_any_text_is_its_header(dovecot: Dovecot) -> None:
    body = base64.encodebytes(b"\0" * 5 * MEGABYTE).replace(b"\n", b"\r\n")
    dovecot.deliver(
        b"From: scan@example.org\r\nContent-Type: application/pdf; name=a.pdf\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + body
    )
    (one,) = fetch(dovecot)
    mail = email.message_from_bytes(one.content, policy=default)
    assert mail["From"] == "scan@example.org"
    assert mail.get_content() == b""


def test_a_bodystructure_that_makes_no_sense_asks_for_the_text_as_a_whole() -> None:
    part = structure([b"TEXT"])
    assert [want.ask for want in wanted(part)] == ["BODY.PEEK[TEXT]<0.1048576>"]
    assert rebuild(b"Subject: x\r\n\r\n", part, {"BODY[TEXT]": b"Hallo\r\n"}) == b"Subject: x\r\n\r\nHallo\r\n"


def test_a_bodystructure_that_is_too_deep_is_not_followed() -> None:
    item: list[object] = [b"TEXT", b"PLAIN", None, None, None, b"7BIT", b"5", b"1"]
    for _ in range(1000):
        item = [item, b"MIXED", [b"BOUNDARY", b"b"]]
    assert structure(item) == Part("TEXT", "unknown/unknown")  # type: ignore[arg-type]
