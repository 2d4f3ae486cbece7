"""Sending many mails: over one connection, in the right order, and none twice whatever the server says."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mailreg.compose.letters import Desk
from mailreg.compose.templates import load_templates
from mailreg.delivery.smtp import SmtpSender
from mailreg.flow import outbound
from mailreg.flow.copies import catch_up_copies
from mailreg.flow.office import Notice, Office
from mailreg.flow.outbound import BATCH, REFUSED_IN_A_ROW, deliver, release_dead
from mailreg.intake.imap import ImapMailbox
from mailreg.model.decision import Mode
from mailreg.model.errors import FolderMissing, RateLimited
from mailreg.model.mail import Address
from mailreg.model.outgoing import DeliveryState, Outgoing, Purpose
from mailreg.model.registration import Event
from mailreg.store.engine import open_store
from tests.servers.dovecot import Dovecot, dovecot
from tests.servers.smtp import SmtpServer, smtp

__all__ = ["dovecot", "smtp"]

NOW = datetime(2022, 10, 5, 12, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    desk = Desk(Address("desk@example.org", "Jana Müller"), b"a secret", "Europe/Berlin", "de")
    store = open_store(f"sqlite:///{tmp_path / 'mailreg.db'}")
    yield Office(
        store=store, desk=desk, templates=load_templates(), mailbox="desk@example.org", folders=("INBOX",),
        own_addresses=frozenset(), organisers=(), mode=Mode.AUTOMATIC, worker="here:1:1",
    )  # fmt: skip
    store.dispose()


def enqueue(office: Office, count: int, purpose: Purpose = Purpose.REMINDER, **more: Any) -> list[str]:
    """Mails to p0@example.org, p1@example.org …; their recipients."""
    recipients = [f"p{number}@example.org" for number in range(count)]
    with office.store.begin() as tx:
        for number, recipient in enumerate(recipients):
            message_id = f"<{purpose}.{number}@example.org>"
            content = f"From: desk@example.org\r\nMessage-ID: {message_id}\r\nSubject: x\r\n\r\nText {number}\r\n"
            mail = Outgoing(f"{purpose}:{number}", purpose, recipient, message_id, content.encode(), **more)
            tx.outbox.add(mail, state=DeliveryState.QUEUED, hold_reason=None, now=NOW - timedelta(minutes=1))
    return recipients


def states(office: Office) -> Counter[str]:
    with office.store.begin() as tx:
        return Counter({state: n for state, n in tx.outbox.counts().items() if n})


def once_each(smtp: SmtpServer, recipients: list[str]) -> bool:
    return Counter(mail.recipient for mail in smtp.accepted) == Counter(recipients)


def test_all_over_one_connection(office: Office, smtp: SmtpServer) -> None:
    recipients = enqueue(office, 2 * BATCH + 5)
    with SmtpSender(smtp.access()) as sender:
        done = deliver(office, sender, None, NOW)
    assert (done.sent, done.failed, done.later, done.problem) == (len(recipients), 0, 0, None)
    assert once_each(smtp, recipients)
    assert smtp.connections == 1
    assert states(office) == {"sent": len(recipients)}


def test_answers_go_before_reminders(office: Office, smtp: SmtpServer) -> None:
    enqueue(office, BATCH + 1)
    enqueue(office, 1, Purpose.CONFIRM)
    with SmtpSender(smtp.access()) as sender:
        deliver(office, sender, None, NOW)
    assert b"<confirm.0@example.org>" in smtp.accepted[0].content


def test_what_was_not_tried_is_given_back(office: Office, smtp: SmtpServer) -> None:
    enqueue(office, 8)
    with SmtpSender(smtp.access()) as sender:
        deliver(office, sender, None, NOW, stop=lambda: len(smtp.accepted) == 3)
    assert states(office) == {"sent": 3, "queued": 5}
    with office.store.begin() as tx:
        assert [row.delivery.attempts for row in tx.outbox.list([DeliveryState.QUEUED])] == [0] * 5


def test_a_line_that_we_cut_ourselves_leaves_the_mark_of_a_kill(office: Office, smtp: SmtpServer) -> None:
    """The server has the whole mail and has not answered yet when the worker must end: it may go out all the same."""
    enqueue(office, 1)
    smtp.delay = 30
    stopped = threading.Event()
    marked = threading.Event()
    watched = replace(office, notify=lambda n: marked.set() if n.step == "sending" else None)
    with SmtpSender(smtp.access()) as sender:

        def stop() -> None:
            assert marked.wait(20)
            time.sleep(0.5)  # the text goes out
            stopped.set()
            sender.cut()

        other = threading.Thread(target=stop)
        other.start()
        done = deliver(watched, sender, None, NOW, stop=stopped.is_set)
        other.join()
    assert done.problem is not None
    release_dead(replace(office, worker="here:2:2"), lambda _: True, NOW)
    with office.store.begin() as tx:
        (row,) = tx.outbox.claim(NOW, "here:2:2")
    assert row.crashed, "it would be sent again without a look"


def test_a_slow_server_leaves_the_rest_to_others(
    office: Office, smtp: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows whose lease might end are given back, and claimed anew."""
    monkeypatch.setattr(outbound, "HOLD", 0.0)
    seen: list[int] = []
    recipients = enqueue(office, 4)
    watched = replace(office, notify=lambda n: seen.append(n.outgoing or 0) if n.step == "claimed" else None)
    with SmtpSender(smtp.access()) as sender:
        deliver(watched, sender, None, NOW, stop=lambda: len(seen) > 40)
    assert seen[:4] == [1, 2, 3, 4]
    assert smtp.accepted == [] or once_each(smtp, recipients)


def test_a_row_that_another_worker_has_taken_is_not_sent(office: Office, smtp: SmtpServer) -> None:
    recipients = enqueue(office, 5)
    other = replace(office, worker="there:2:2")

    def observe(notice: Notice) -> None:
        if notice.step == "sent" and len(smtp.accepted) == 1:
            with SmtpSender(smtp.access()) as second:  # its clock is ahead: it finds our leases ended
                deliver(other, second, None, NOW + timedelta(minutes=10))

    with SmtpSender(smtp.access()) as sender:
        deliver(replace(office, notify=observe), sender, None, NOW)
    assert once_each(smtp, recipients)
    assert states(office) == {"sent": 5}


def test_a_server_that_takes_so_many_a_minute(office: Office, smtp: SmtpServer) -> None:
    recipients = enqueue(office, 50)
    smtp.limit, smtp.limit_answer, smtp.limit_at = 30, "450 4.7.1 Too many mails this minute", "recipient"
    with SmtpSender(smtp.access()) as sender:
        first = deliver(office, sender, None, NOW)
        assert (first.sent, type(first.problem)) == (30, RateLimited)
        asked = smtp.limited
        paused = deliver(office, sender, None, NOW + timedelta(seconds=30))
        assert (paused.sent, type(paused.problem)) == (0, RateLimited)
        assert "geht es weiter" in str(paused.problem)
        assert smtp.limited == asked, "while it lasts, the server is left alone"
        smtp.limit = 60
        last = deliver(office, sender, None, NOW + timedelta(seconds=61))
    assert (last.sent, last.problem) == (20, None)
    assert once_each(smtp, recipients)


def test_the_pause_grows_while_nothing_goes(office: Office, smtp: SmtpServer) -> None:
    enqueue(office, 5)
    smtp.limit = 0
    tries: list[int] = []
    with SmtpSender(smtp.access()) as sender:
        for minute in range(60):
            before = smtp.limited
            deliver(office, sender, None, NOW + timedelta(minutes=minute, seconds=minute))
            if smtp.limited > before:
                tries.append(minute)
    assert tries == [0, 1, 3, 8, 23, 53]


def test_a_clock_that_was_wrong_does_not_stop_the_sending(office: Office, smtp: SmtpServer) -> None:
    enqueue(office, 2)
    smtp.limit = 0
    with SmtpSender(smtp.access()) as sender:
        deliver(office, sender, None, NOW + timedelta(days=900))
        smtp.limit = None
        assert deliver(office, sender, None, NOW).sent == 1
        assert deliver(office, sender, None, NOW + timedelta(days=901)).sent == 1


def test_many_refusals_in_a_row_are_the_servers(office: Office, smtp: SmtpServer) -> None:
    enqueue(office, 3 * REFUSED_IN_A_ROW)
    smtp.refuse_recipients["*"] = "450 4.2.0 Try again later"
    with SmtpSender(smtp.access()) as sender:
        done = deliver(office, sender, None, NOW)
    assert (done.sent, done.later) == (0, REFUSED_IN_A_ROW)
    assert done.problem is not None
    assert states(office) == {"queued": 3 * REFUSED_IN_A_ROW}


def test_nothing_after_the_event_has_begun(office: Office, smtp: SmtpServer) -> None:
    with office.store.begin() as tx:
        tx.events.save(Event("treffen", "Treffen", NOW - timedelta(hours=1), NOW + timedelta(hours=1)))
        tx.events.save(Event("danach", "Danach", NOW + timedelta(hours=1), NOW + timedelta(hours=2)))
    enqueue(office, 3, event="treffen")
    enqueue(office, 2, Purpose.CONFIRM, event="danach")
    with SmtpSender(smtp.access()) as sender:
        deliver(office, sender, None, NOW)
    assert states(office) == {"expired": 3, "sent": 2}


@pytest.mark.dovecot
def test_the_sent_folder_is_asked_once_for_many(office: Office, smtp: SmtpServer, dovecot: Dovecot) -> None:
    """By hand answered: not sent. Gone out before a backup was restored: marked. All others: sent, one copy each."""
    enqueue(office, BATCH, Purpose.CONFIRM, in_reply_to="<frage@example.org>")
    dovecot.deliver(b"Message-ID: <confirm.3@example.org>\r\n\r\nText 3\r\n", folder="Sent")
    later = NOW + timedelta(hours=1)
    with SmtpSender(smtp.access()) as sender, ImapMailbox(dovecot.access()) as mailbox:
        mailbox.sent_have(["<warm-up@example.org>"])
        before = mailbox.commands
        done = deliver(office, sender, mailbox, later)
        assert mailbox.commands - before <= 8
        assert done.sent == BATCH - 1
        catch_up_copies(office, mailbox)
    assert "p3@example.org" not in {mail.recipient for mail in smtp.accepted}
    assert len(dovecot.contents("Sent")) == BATCH
    assert states(office) == {"sent": BATCH}


@pytest.mark.dovecot
def test_answered_by_hand_since(office: Office, smtp: SmtpServer, dovecot: Dovecot) -> None:
    enqueue(office, 3, Purpose.CONFIRM, in_reply_to="<eins@example.org>")
    enqueue(office, 2, Purpose.CHANGED, in_reply_to="<zwei@example.org>")
    headers = "Message-ID: <h@example.org>\r\nIn-Reply-To: <{}@example.org>\r\nTo: {}@example.org\r\n\r\nDanke!\r\n"
    dovecot.deliver(headers.format("zwei", "P0@example.org, p1").encode(), folder="Sent")
    # Passed on to a colleague: Outlook writes In-Reply-To there, too.
    dovecot.deliver(headers.format("eins", "kollegin").encode(), folder="Sent")
    with SmtpSender(smtp.access()) as sender, ImapMailbox(dovecot.access()) as mailbox:
        deliver(office, sender, mailbox, NOW)
    assert states(office) == {"sent": 3, "discarded": 2}


@pytest.mark.dovecot
def test_copies_that_failed_are_caught_up(office: Office, smtp: SmtpServer, dovecot: Dovecot) -> None:
    recipients = enqueue(office, BATCH + 5)
    with SmtpSender(smtp.access()) as sender, ImapMailbox(dovecot.access()) as mailbox:
        mailbox.sent_folder()
        dovecot.stop()
        assert deliver(office, sender, mailbox, NOW).sent == len(recipients), "the mails go out all the same"
        dovecot.start()
        catch_up_copies(office, mailbox)
        catch_up_copies(office, mailbox)
    assert len(dovecot.contents("Sent")) == len(recipients)
    with office.store.begin() as tx:
        assert tx.outbox.uncopied() == []


@pytest.mark.dovecot
def test_a_sent_folder_that_goes_in_the_middle_of_it(office: Office, smtp: SmtpServer, dovecot: Dovecot) -> None:
    """Answers go back as they were; a copy that could not be put there is not given up, however often it is tried."""
    enqueue(office, 2, Purpose.CONFIRM, in_reply_to="<frage@example.org>")
    with SmtpSender(smtp.access()) as sender, ImapMailbox(dovecot.access(sent_folder="Nix")) as mailbox:
        done = deliver(office, sender, mailbox, NOW)
        assert isinstance(done.problem, FolderMissing)
        assert done.sent == 0
        with office.store.begin() as tx:
            assert [(row.delivery.state, row.delivery.attempts) for row in tx.outbox.list()] == [("queued", 0)] * 2
        notices = enqueue(office, 3)
        done = deliver(office, sender, mailbox, NOW, answers=False)
        assert (done.sent, done.problem) == (3, None)
        for _ in range(6):
            catch_up_copies(office, mailbox)
        dovecot.deliver(b"Message-ID: <x@example.org>\r\n\r\nx\r\n", folder="Nix")
        catch_up_copies(office, mailbox)
        assert deliver(office, sender, mailbox, NOW).sent == 2
    assert len(dovecot.contents("Nix")) == 1 + len(notices) + 2
    assert states(office) == {"sent": 5}


@pytest.mark.parametrize("step", ["claimed", "connected", "sending", "accepted", "sent"])
def test_an_error_amid_a_batch_keeps_the_others(office: Office, smtp: SmtpServer, step: str) -> None:
    """Whatever ends the round: what was not tried is queued, what went out is marked, what is in doubt says so."""
    recipients = enqueue(office, 6)
    with SmtpSender(smtp.access()) as sender, pytest.raises(KeyboardInterrupt):
        deliver(replace(office, notify=interrupt(step, 3)), sender, None, NOW)
    with SmtpSender(smtp.access()) as sender:
        deliver(office, sender, None, NOW + timedelta(minutes=5))
    assert len(smtp.accepted) == len({mail.recipient for mail in smtp.accepted})
    sent = {mail.recipient for mail in smtp.accepted}
    assert len(sent) == len(recipients) - (step == "sending")
    if step in {"sending", "accepted"}:
        assert states(office) == {"sent": 5, "queued": 1}, "the one in doubt waits for the Sent folder"


def interrupt(step: str, number: int) -> Callable[[Notice], None]:
    """An observer that interrupts at this step of that mail."""

    def observe(notice: Notice) -> None:
        if (notice.step, notice.outgoing) == (step, number):
            raise KeyboardInterrupt

    return observe
