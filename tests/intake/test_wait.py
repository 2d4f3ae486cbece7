"""Waiting for mail: IDLE in all its endings, on a real Dovecot."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mailreg.intake import idle
from mailreg.intake.imap import ImapMailbox
from mailreg.model.errors import ImapUnavailable
from tests.servers.dovecot import Dovecot

pytestmark = pytest.mark.dovecot

MAIL = b"From: a@example.org\r\nSubject: Anmeldung\r\n\r\nIch komme.\r\n"


@contextmanager
def soon(action: object, *args: object) -> Iterator[None]:
    """Run the action a moment later in another thread."""
    thread = threading.Thread(target=lambda: (time.sleep(0.4), action(*args)))  # type: ignore[operator]
    thread.start()
    try:
        yield
    finally:
        thread.join()


def test_mail_that_arrives_wakes_it(dovecot: Dovecot) -> None:
    with ImapMailbox(dovecot.access()) as mailbox:
        mailbox.examine("INBOX")
        with soon(dovecot.deliver, MAIL):
            assert mailbox.wait("INBOX", 60) is True
        mailbox.examine("INBOX")
        assert [one.content for group in mailbox.fetch_after("INBOX", 1) for one in group] == [MAIL]
        assert mailbox.wait("INBOX", 0.2) is False


def test_mail_that_came_between_fetch_and_wait_counts(dovecot: Dovecot) -> None:
    with ImapMailbox(dovecot.access()) as mailbox:
        mailbox.examine("INBOX")
        assert list(mailbox.fetch_after("INBOX", 1)) == []
        dovecot.deliver(MAIL)
        mailbox.sent_have(["<x@example.org>"])
        assert mailbox.wait("INBOX", 60) is True


def test_a_connection_that_only_waits_is_told_of_a_mail_and_then_waits_again(dovecot: Dovecot) -> None:
    with ImapMailbox(dovecot.access()) as mailbox:
        mailbox.examine("INBOX")
        for _ in range(2):
            with soon(dovecot.deliver, MAIL):
                assert mailbox.wait("INBOX", 60) is True
            # Once more at most: the mail that woke IDLE may have had company.
            assert [mailbox.wait("INBOX", 0.2) for _ in range(3)][1:] == [False, False]


def test_the_stop_event_ends_it(dovecot: Dovecot) -> None:
    stop = threading.Event()
    with ImapMailbox(dovecot.access()) as mailbox:
        with soon(stop.set):
            assert mailbox.wait("INBOX", 100, stop) is False
        assert mailbox.examine("INBOX").exists == 0


def test_a_server_that_goes_down_is_told_and_found_again(dovecot: Dovecot) -> None:
    with ImapMailbox(dovecot.access()) as mailbox:
        mailbox.examine("INBOX")
        with soon(dovecot.stop), pytest.raises(ImapUnavailable):
            mailbox.wait("INBOX", 60)
        with pytest.raises(ImapUnavailable):
            mailbox.examine("INBOX")
        dovecot.start()
        dovecot.deliver(MAIL)
        assert mailbox.examine("INBOX").exists == 1
        assert len([one for group in mailbox.fetch_after("INBOX", 1) for one in group]) == 1


def test_a_restart_between_two_polls_is_not_noticed(dovecot: Dovecot) -> None:
    with ImapMailbox(dovecot.access()) as mailbox:
        first = mailbox.examine("INBOX")
        dovecot.stop()
        dovecot.start()
        assert mailbox.examine("INBOX").uidvalidity == first.uidvalidity


def test_a_connection_that_is_cut_without_a_word(dovecot: Dovecot) -> None:
    with ImapMailbox(dovecot.access()) as mailbox:
        mailbox.examine("INBOX")
        with soon(mailbox.cut), pytest.raises(ImapUnavailable):
            mailbox.wait("INBOX", 60)
        assert mailbox.examine("INBOX").exists == 0


def test_idle_is_renewed(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle, "RENEW", 0.1)
    with ImapMailbox(dovecot.access()) as mailbox:
        before = mailbox.commands
        assert mailbox.wait("INBOX", 0.6) is False
        assert mailbox.commands - before >= 4
        with soon(dovecot.deliver, MAIL):
            assert mailbox.wait("INBOX", 60) is True


@pytest.mark.parametrize("news", [True, False], ids=["mail comes", "nothing comes"])
def test_a_server_without_idle_is_asked_now_and_then(
    dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch, news: bool
) -> None:
    monkeypatch.setattr(idle, "ASK_EVERY", 0.1)
    with ImapMailbox(dovecot.access()) as mailbox:
        mailbox.examine("INBOX")
        assert mailbox._box is not None
        client = mailbox._box.client
        client.capabilities = tuple(name for name in client.capabilities if name != "IDLE")
        if news:
            with soon(dovecot.deliver, MAIL):
                assert mailbox.wait("INBOX", 60) is True
        else:
            assert mailbox.wait("INBOX", 0.4) is False
