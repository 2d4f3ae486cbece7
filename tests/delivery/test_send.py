"""Handing mails to a real SMTP conversation."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path

import pytest

from mailreg.delivery.smtp import SmtpSender
from mailreg.model.errors import (
    LoginRefused,
    MessageRefused,
    OperationError,
    RateLimited,
    RecipientRefused,
    SettingsError,
    SmtpUnavailable,
)
from tests.servers.smtp import SmtpServer, running, tls_context

MAIL = b"From: verein@verein.example\r\nSubject: Anmeldung\r\n\r\nHallo\r\n.\r\n..zwei\r\nEnde\r\n"


def send(sender: SmtpSender, recipient: str = "amira@msov.example", content: bytes = MAIL) -> None:
    sender.send("verein@verein.example", recipient, content)


def test_the_mail_arrives_byte_for_byte_with_our_address_on_the_envelope(smtp: SmtpServer) -> None:
    with SmtpSender(smtp.access()) as sender:
        send(sender)
    (mail,) = smtp.accepted
    assert (mail.sender, mail.recipient, mail.content) == ("verein@verein.example", "amira@msov.example", MAIL)


def test_one_connection_serves_many_mails(smtp: SmtpServer) -> None:
    with SmtpSender(smtp.access()) as sender:
        for number in range(5):
            send(sender, f"a{number}@example.org")
    assert len(smtp.accepted) == 5
    assert smtp.connections == 1


def test_after_a_restart_of_the_server_the_next_mail_goes_out(smtp: SmtpServer) -> None:
    with SmtpSender(smtp.access()) as sender:
        send(sender)
        smtp.stop()
        with pytest.raises(SmtpUnavailable) as caught:
            send(sender)
        assert not caught.value.maybe_sent
        smtp.start()
        send(sender)
    assert len(smtp.accepted) == 2


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("550 5.1.1 <amira@msov.example>: User unknown", RecipientRefused),
        ("550 No such user here", RecipientRefused),
        ("553 5.1.3 Bad address syntax", RecipientRefused),
        ("550 5.2.1 Mailbox disabled", RecipientRefused),
        ("552 5.2.2 Mailbox full", RecipientRefused),
        ("550 5.7.1 Relaying denied", MessageRefused),
        ("554 5.7.1 Service unavailable; Client host blocked", MessageRefused),
        ("530 5.7.0 Authentication required", LoginRefused),
        ("450 4.2.0 Greylisted, try again", SmtpUnavailable),
        ("452 4.5.3 Too many recipients", RateLimited),
        ("450 4.7.1 Rate limit exceeded", RateLimited),
        ("421 4.7.0 Too many connections", RateLimited),
        ("421 4.3.2 Service shutting down", SmtpUnavailable),
    ],
)
def test_a_refused_recipient(smtp: SmtpServer, answer: str, error: type[OperationError]) -> None:
    with SmtpSender(smtp.access()) as sender:
        smtp.refuse_recipients["amira@msov.example"] = answer
        with pytest.raises(error) as caught:
            send(sender)
        assert type(caught.value) is error
        assert "amira" not in str(caught.value)
        assert not smtp.accepted
        smtp.behave()
        send(sender)
    assert len(smtp.accepted) == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("452 4.3.1 Insufficient system storage", SmtpUnavailable),
        ("451 4.3.0 Temporary lookup failure", SmtpUnavailable),
        ("451 4.7.1 Please slow down", RateLimited),
        ("450 4.7.0 too many mails from you", RateLimited),
        ("452 4.2.2 Daily sending quota exceeded for user", RateLimited),
        ("421 4.4.5 Server busy", RateLimited),
        ("552 5.3.4 Message too big", MessageRefused),
        ("554 5.6.0 Content rejected", MessageRefused),
        ("550 5.7.26 Unauthenticated mail", MessageRefused),
        ("550 5.1.1 No such user", RecipientRefused),
    ],
)
def test_a_refused_mail(smtp: SmtpServer, answer: str, error: type[OperationError]) -> None:
    with SmtpSender(smtp.access()) as sender:
        smtp.refuse_data = answer
        with pytest.raises(error) as caught:
            send(sender)
        assert type(caught.value) is error
        smtp.behave()
        send(sender)
    assert len(smtp.accepted) == 1


def test_a_refused_sender(smtp: SmtpServer) -> None:
    smtp.refuse_sender = "550 5.7.60 Client does not have permissions to send as this sender"
    with SmtpSender(smtp.access()) as sender, pytest.raises(MessageRefused, match="MAILREG_ADDRESS"):
        send(sender)


@pytest.mark.parametrize(
    ("cut", "maybe_sent", "accepted"),
    [("recipient", False, 0), ("before", True, 0), ("after", True, 1)],
    ids=["at the recipient", "before the 250", "after it was accepted"],
)
def test_a_connection_that_is_cut(smtp: SmtpServer, cut: str, maybe_sent: bool, accepted: int) -> None:
    smtp.cut = cut
    with SmtpSender(smtp.access()) as sender:
        with pytest.raises(SmtpUnavailable) as caught:
            send(sender)
        assert caught.value.maybe_sent is maybe_sent
        assert len(smtp.accepted) == accepted
        smtp.behave()
        send(sender)
    assert len(smtp.accepted) == accepted + 1


def test_a_server_that_does_not_answer_in_time_may_have_the_mail(smtp: SmtpServer) -> None:
    smtp.delay = 30
    with SmtpSender(smtp.access(timeout=0.3)) as sender, pytest.raises(SmtpUnavailable) as caught:
        send(sender)
    assert caught.value.maybe_sent


@pytest.mark.parametrize("recipient", ["a@example.org\r\nRCPT TO:<b@example.org>", "a@example.org\nDATA"])
def test_a_line_break_in_an_address_is_no_second_command(smtp: SmtpServer, recipient: str) -> None:
    with SmtpSender(smtp.access()) as sender:
        with pytest.raises(RecipientRefused):
            send(sender, recipient)
        assert smtp.accepted == []
        send(sender)
    assert [mail.recipient for mail in smtp.accepted] == ["amira@msov.example"]


def test_an_address_with_umlauts_needs_smtputf8() -> None:
    with running() as server, SmtpSender(server.access()) as sender:
        send(sender, "zoë@größe.example")
        assert server.accepted[0].recipient == "zoë@xn--gre-6ka8i.example"
        assert "SMTPUTF8" in server.accepted[0].options
    with running(utf8=False) as server, SmtpSender(server.access()) as sender:
        with pytest.raises(MessageRefused, match="Umlaut"):
            send(sender, "zoë@größe.example")
        assert server.accepted == []


def test_eight_bit_content_is_announced(smtp: SmtpServer) -> None:
    content = "From: v@verein.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGrüße\r\n".encode()
    with SmtpSender(smtp.access()) as sender:
        send(sender, content=content)
    assert smtp.accepted[0].content == content
    assert "BODY=8BITMIME" in smtp.accepted[0].options


def test_login(smtp: SmtpServer) -> None:
    smtp.users["verein@verein.example"] = "Kürbis & Möhre 7"
    access = smtp.access(user="verein@verein.example", password="Kürbis & Möhre 7")
    assert "Kürbis" not in repr(access)
    with SmtpSender(access) as sender:
        assert "auth" in sender.check()
        send(sender)
    with (
        SmtpSender(smtp.access(user="verein@verein.example", password="falsch")) as sender,
        pytest.raises(LoginRefused, match="MAILREG_SMTP_PASSWORD"),
    ):
        send(sender)
    with SmtpSender(smtp.access()) as sender, pytest.raises(LoginRefused):
        send(sender)
    assert len(smtp.accepted) == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("454 4.7.0 Temporary authentication failure", SmtpUnavailable),
        ("421 4.7.0 Too many login attempts", RateLimited),
        ("534 5.7.9 Application-specific password required", LoginRefused),
        ("535 5.7.139 Authentication unsuccessful, basic authentication is disabled", LoginRefused),
    ],
)
def test_a_login_that_fails(smtp: SmtpServer, answer: str, error: type[OperationError]) -> None:
    smtp.users["verein@verein.example"] = "geheim"
    smtp.refuse_login = answer
    with (
        SmtpSender(smtp.access(user="verein@verein.example", password="geheim")) as sender,
        pytest.raises(error) as caught,
    ):
        send(sender)
    assert type(caught.value) is error


def test_oauth(smtp: SmtpServer) -> None:
    smtp.tokens["verein@verein.example"] = "gutes-token"
    with SmtpSender(smtp.access(user="verein@verein.example", token=lambda: "gutes-token")) as sender:
        send(sender)
    with (
        SmtpSender(smtp.access(user="verein@verein.example", token=lambda: "altes-token")) as sender,
        pytest.raises(LoginRefused, match="mailreg init"),
    ):
        send(sender)
    with (
        SmtpSender(smtp.access(user="verein@verein.example", password="geheim")) as sender,
        pytest.raises(LoginRefused, match="OAuth"),
    ):
        send(sender)
    assert len(smtp.accepted) == 1


def test_starttls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key),
         "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    with running(starttls=tls_context(certificate, key), users={"verein": "geheim"}) as server:
        access = server.access(host="localhost", security="starttls", user="verein", password="geheim")
        with (
            SmtpSender(access) as sender,
            pytest.raises(SmtpUnavailable, match=r"Zertifikat .* nicht gültig: (es|der Server) "),
        ):
            send(sender)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with SmtpSender(access) as sender:
            send(sender)
        assert len(server.accepted) == 1


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"host": "smtp.verein.example"}, SettingsError, "MAILREG_SMTP_SECURITY"),
        ({"port": 1}, SmtpUnavailable, "keine Verbindung"),
        ({"host": "smtp.verein.invalid", "security": "tls"}, SmtpUnavailable, "gibt es nicht"),
        ({"security": "tls"}, SmtpUnavailable, "MAILREG_SMTP_SECURITY"),
        ({"security": "starttls"}, SmtpUnavailable, "kein STARTTLS"),
    ],
    ids=["plain text abroad", "refused", "unknown name", "TLS on a plain port", "no STARTTLS"],
)
def test_an_unreachable_server(
    smtp: SmtpServer, changes: dict[str, object], error: type[Exception], words: str
) -> None:
    with SmtpSender(smtp.access(**changes)) as sender, pytest.raises(error, match=words):
        send(sender)


def test_another_thread_can_end_a_send_that_waits(smtp: SmtpServer) -> None:
    smtp.delay = 60
    with SmtpSender(smtp.access(timeout=50)) as sender:
        sender.check()
        timer = threading.Timer(0.4, sender.cut)
        timer.start()
        with pytest.raises(SmtpUnavailable) as caught:
            send(sender)
        timer.join()
    assert caught.value.maybe_sent
