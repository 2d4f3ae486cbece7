"""Servers that take only so many mails in one session, or in a while."""

from __future__ import annotations

from collections import Counter

import pytest

from mailreg.delivery.smtp import SmtpSender
from mailreg.model.errors import RateLimited, RecipientRefused, SmtpUnavailable
from tests.servers.smtp import SmtpServer

MAIL = b"From: verein@verein.example\r\nSubject: Erinnerung\r\n\r\nBis morgen!\r\n"


def send(sender: SmtpSender, number: int) -> None:
    sender.send("verein@verein.example", f"p{number}@example.org", MAIL)


@pytest.mark.parametrize(
    ("answer", "stage"),
    [
        ("421 4.7.0 Too many messages in this connection", "sender"),
        ("421 closing", "recipient"),
        ("450 4.7.1 Error: too many recipients, slow down", "recipient"),
        ("452 4.5.3 Too many mails", "sender"),
        ("451 4.7.0 Message limit exceeded", "data"),
        ("", "cut"),
    ],
)
def test_so_many_in_one_session(smtp: SmtpServer, answer: str, stage: str) -> None:
    smtp.session_limit, smtp.limit_answer, smtp.limit_at = 10, answer, stage
    with SmtpSender(smtp.access()) as sender:
        for number in range(35):
            send(sender, number)
    assert Counter(mail.recipient for mail in smtp.accepted) == {f"p{n}@example.org": 1 for n in range(35)}
    assert smtp.connections == 4
    assert smtp.limited == 1, "what it has shown once is kept to"


@pytest.mark.parametrize("answer", ["421 4.7.0 Too many messages", "450 4.7.1 Rate limit exceeded"])
def test_so_many_in_a_while(smtp: SmtpServer, answer: str) -> None:
    smtp.limit, smtp.limit_answer = 3, answer
    with SmtpSender(smtp.access()) as sender:
        for number in range(3):
            send(sender, number)
        with pytest.raises(RateLimited):
            send(sender, 3)
        assert smtp.limited == 2, "once in a new session, not more"
        smtp.limit = None
        send(sender, 3)
    assert len(smtp.accepted) == 4


def test_a_line_that_breaks_after_the_last_byte_is_not_tried_again(smtp: SmtpServer) -> None:
    with SmtpSender(smtp.access()) as sender:
        send(sender, 1)
        smtp.cut = "after"
        with pytest.raises(SmtpUnavailable) as caught:
            send(sender, 2)
    assert caught.value.maybe_sent
    assert len(smtp.accepted) == 2


@pytest.mark.parametrize("lacks", [frozenset(), frozenset({"PIPELINING"})], ids=["pipelining", "step by step"])
def test_a_refused_recipient_leaves_the_session_whole(smtp: SmtpServer, lacks: frozenset[str]) -> None:
    smtp.lacks = lacks
    smtp.refuse_recipients["p1@example.org"] = "550 5.1.1 User unknown"
    begun: list[int] = []
    with SmtpSender(smtp.access()) as sender:
        send(sender, 0)
        with pytest.raises(RecipientRefused):
            sender.send("verein@verein.example", "p1@example.org", MAIL, lambda: begun.append(1))
        send(sender, 2)
    assert begun == []
    assert [mail.recipient for mail in smtp.accepted] == ["p0@example.org", "p2@example.org"]
    assert smtp.connections == 1
