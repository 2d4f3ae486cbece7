"""What goes over the line: dots, line ends, seven bits, addresses in other scripts."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailreg.delivery.session import transparent
from mailreg.delivery.smtp import SmtpSender
from mailreg.model.domains import ascii_domain
from mailreg.model.errors import MessageRefused, RecipientRefused
from tests.servers.smtp import SmtpServer, running

HEAD = b"From: verein@verein.example\r\nSubject: x\r\n\r\n"
PIECES = st.sampled_from([b".", b"..", b"\r\n", b"\n", b"\r", b"a", b"=", b" ", b"QUIT", b"."])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=40).map(b"".join))
def test_every_content_arrives_as_one_mail(smtp: SmtpServer, body: bytes) -> None:
    smtp.accepted.clear()
    with SmtpSender(smtp.access()) as sender:
        sender.send("verein@verein.example", "a@example.org", HEAD + body)
        sender.send("verein@verein.example", "b@example.org", HEAD)
    first, second = smtp.accepted
    lines = (HEAD + body).replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n").split(b"\n")
    assert first.content.removesuffix(b"\r\n").split(b"\r\n") == lines
    assert second.content == HEAD


def test_nothing_after_a_dot_of_another_servers_kind_is_a_command() -> None:
    smuggled = HEAD + b"Hallo\n.\nMAIL FROM:<x@evil.example>\r\n.\r\nRCPT TO:<y@evil.example>\r.\r"
    line = transparent(smuggled)
    assert line.count(b"\n") == line.count(b"\r\n") == line.count(b"\r")
    assert b"\r\n.\r\n" not in line
    assert transparent(b".x\r\n") == b"..x\r\n"
    assert transparent(b"x") == b"x\r\n"


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("info@müller.example", "info@xn--mller-kva.example"),
        ("info@straße.example", "info@xn--strae-oqa.example"),  # another domain than strasse.example
        ("info@Пример.испытание", "info@xn--e1afmkfd.xn--80akhbyknj4f"),
        ("info@مثال.إختبار", "info@xn--mgbh0fb.xn--kgbechtv"),
        ("info@例え。jp", "info@xn--r8jz45g.jp"),
        ("info@βόλος.example", "info@xn--nxasmm1c.example"),
        ("grüße@müller.example", "grüße@xn--mller-kva.example"),
        ("info@msov.example", "info@msov.example"),
        ("info@☃.example", "info@☃.example"),
        ("info@" + "ä" * 70 + ".example", "info@" + "ä" * 70 + ".example"),
    ],
)
def test_domains_in_other_scripts(written: str, known: str) -> None:
    assert ascii_domain(written) == known


def test_such_a_domain_needs_nothing_of_the_server() -> None:
    with running(utf8=False) as server, SmtpSender(server.access()) as sender:
        sender.send("verein@verein.example", "eva@müller.example", HEAD)
    assert [mail.recipient for mail in server.accepted] == ["eva@xn--mller-kva.example"]
    assert "SMTPUTF8" not in server.accepted[0].options


def test_eight_bits_are_not_sent_where_only_seven_pass(smtp: SmtpServer) -> None:
    smtp.lacks = frozenset({"8BITMIME"})
    with SmtpSender(smtp.access()) as sender:
        with pytest.raises(MessageRefused, match="8BITMIME"):
            sender.send("verein@verein.example", "a@example.org", HEAD + "Grüße\r\n".encode())
        sender.send("verein@verein.example", "a@example.org", HEAD)
    assert [mail.content for mail in smtp.accepted] == [HEAD]


@pytest.mark.parametrize("lacks", [frozenset(), frozenset({"SIZE", "PIPELINING", "8BITMIME", "SMTPUTF8"})])
def test_a_server_that_can_nothing_gets_the_same_bytes(smtp: SmtpServer, lacks: frozenset[str]) -> None:
    smtp.lacks = lacks
    with SmtpSender(smtp.access()) as sender:
        sender.send("verein@verein.example", "a@example.org", HEAD + b".\r\nEnde\r\n")
    assert smtp.accepted[0].content == HEAD + b".\r\nEnde\r\n"
    assert bool(smtp.accepted[0].options) is not bool(lacks)


@pytest.mark.parametrize("recipient", ["a@b.example>", "<a@b.example", "a b@c.example", "a@b.example\tX", "nobody"])
def test_an_address_never_ends_a_command(smtp: SmtpServer, recipient: str) -> None:
    with SmtpSender(smtp.access()) as sender, pytest.raises(RecipientRefused):
        sender.send("verein@verein.example", recipient, HEAD)
    assert smtp.accepted == []
