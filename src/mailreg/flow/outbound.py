"""The way out: claim a row of the outbox, send it, mark it. A crash at any point neither loses nor doubles.

Before the first byte of a mail's content goes to the server, "sending" is committed. A row that is found claimed
but not "sending" after a crash is simply sent. A row found "sending" may have gone out: the Sent folder is asked for
its Message-ID; if it is not there, nobody can know, and a person decides (RFC 5321, 4.2.5 leaves this gap open).
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailreg.flow.lastlook import may_go
from mailreg.flow.office import Notice, Office
from mailreg.model.decision import Mode
from mailreg.model.errors import (
    ImapUnavailable,
    LoginRefused,
    MessageRefused,
    OperationError,
    RateLimited,
    RecipientRefused,
    SmtpUnavailable,
    TransientError,
)
from mailreg.model.outgoing import INTERNAL, Purpose
from mailreg.model.ports import Mailbox, Sender
from mailreg.store.outbox import Claimed

log = logging.getLogger(__name__)
BACK_OFF = (60, 120, 300, 900, 1800, 3600)  # seconds; the last one repeats
COPY_TRIES = 5
FRESH = timedelta(minutes=10)  # within it nobody can have restored a backup


@dataclass(frozen=True, slots=True)
class Sent:
    """What one round of sending did. `problem`: why the server is not usable now, or None."""

    sent: int = 0
    failed: int = 0
    later: int = 0
    problem: OperationError | None = None


def deliver(
    office: Office, sender: Sender, mailbox: Mailbox | None, now: datetime, stop: Callable[[], bool] = lambda: False
) -> Sent:
    """Send everything that is due. A refused recipient fails for good and is shown; a server that is full or away is
    tried again later, and the round ends there, since the next mail would fare no better. In the mode "observe" no
    answer goes out, not even one that was approved."""
    only = INTERNAL if office.mode is Mode.OBSERVE else tuple(Purpose)
    sent = failed = later = 0
    while not stop():
        with office.store.begin() as tx:
            claimed = next(iter(tx.outbox.claim(now, office.worker, only=only)), None)
        if claimed is None:
            break
        office.notify(Notice("claimed", outgoing=claimed.id))
        try:
            if not may_go(office, claimed, now):
                continue
            if claimed.recovered and not _clear_after_crash(office, mailbox, claimed, now):
                continue
            if mailbox is not None and _gone_out_long_ago(office, mailbox, claimed, now):
                continue
            if mailbox is not None and _answered_since(office, mailbox, claimed, now):
                continue
            _send(office, sender, claimed, now)
            sent += 1
        except (RecipientRefused, MessageRefused) as error:
            with office.store.begin() as tx:
                tx.outbox.failed(claimed.id, str(error), now)
            log.warning("outgoing %d refused for good: %s", claimed.id, type(error).__name__)
            office.notify(Notice("refused", outgoing=claimed.id, details={"error": str(error)}))
            failed += 1
            continue
        except (TransientError, LoginRefused) as error:
            _postpone(office, claimed, error, now)
            later += 1
            if isinstance(error, SmtpUnavailable) and error.this_mail_only:
                continue
            return Sent(sent, failed, later, error)
        _copy(office, mailbox, claimed)
    return Sent(sent, failed, later)


def _clear_after_crash(office: Office, mailbox: Mailbox | None, claimed: Claimed, now: datetime) -> bool:
    """True if the mail may be sent now. Raises ImapUnavailable where the Sent folder can't be asked.

    A line that was cut before the server's answer: the server has most likely not taken the mail (RFC 5321, 4.2.5), and
    it is sent again unless the Sent folder has it. A process that was killed may have got its 250: a person decides."""
    if mailbox is None:
        raise ImapUnavailable("Der Ordner mit den gesendeten Mails ist gerade nicht erreichbar.")
    there = mailbox.sent_has(claimed.outgoing.message_id)
    again = not there and not claimed.crashed
    with office.store.begin() as tx:
        if there:
            tx.outbox.sent(claimed.id, now, office.worker)
            tx.outbox.copy_done(claimed.id)
        elif not again:
            tx.outbox.hold(claimed.id, "maybe_sent")
    end = "had gone out" if there else "sent again" if again else "held"
    log.warning("outgoing %d was interrupted while it was sent: %s", claimed.id, end)
    return again


def _gone_out_long_ago(office: Office, mailbox: Mailbox, claimed: Claimed, now: datetime) -> bool:
    """A mail that has waited for a while is looked for in the Sent folder first: after a restored backup the outbox
    knows nothing of what went out since."""
    if claimed.created_at is None or abs(now - claimed.created_at) < FRESH:
        return False
    if not mailbox.sent_has(claimed.outgoing.message_id):
        return False
    with office.store.begin() as tx:
        tx.outbox.sent(claimed.id, now, office.worker)
        tx.outbox.copy_done(claimed.id)
    log.warning("outgoing %d has gone out before, says the Sent folder", claimed.id)
    return True


def _answered_since(office: Office, mailbox: Mailbox, claimed: Claimed, now: datetime) -> bool:
    """Has the organiser replied by hand while the answer waited? Then it is no longer needed. (What was written in
    this round was asked for when its mail was judged. Where an answer of ours to the same mail has gone out, the Sent
    folder holds our own copy and can't tell.)"""
    asked = claimed.outgoing.in_reply_to
    if claimed.created_at is None or claimed.created_at >= now or not asked or claimed.outgoing.purpose in INTERNAL:
        return False
    with office.store.begin() as tx:
        if tx.outbox.has_answered(asked):
            return False
    if asked not in mailbox.sent_answers([asked]):
        return False
    with office.store.begin() as tx:
        tx.outbox.spare(claimed.id, "answered_by_hand", now)
    log.info("outgoing %d is not needed: answered by hand", claimed.id)
    return True


def _send(office: Office, sender: Sender, claimed: Claimed, now: datetime) -> None:
    def on_data() -> None:
        office.notify(Notice("connected", outgoing=claimed.id))
        with office.store.begin() as tx:
            tx.outbox.sending(claimed.id, office.worker)
        office.notify(Notice("sending", outgoing=claimed.id))

    sender.send(office.desk.address.email, claimed.outgoing.recipient, claimed.outgoing.content, on_data)
    office.notify(Notice("accepted", outgoing=claimed.id, details={"outgoing": claimed.outgoing}))
    with office.store.begin() as tx:
        tx.outbox.sent(claimed.id, now, office.worker)
    office.notify(Notice("sent", outgoing=claimed.id))


def _copy(office: Office, mailbox: Mailbox | None, claimed: Claimed) -> None:
    """The copy in the Sent folder, unless the provider has put one there itself. If this fails, it is caught up later:
    the mail is out."""
    if mailbox is None:
        return
    try:
        mailbox.append_sent(claimed.outgoing.content)
        office.notify(Notice("copied", outgoing=claimed.id))
        with office.store.begin() as tx:
            tx.outbox.copy_done(claimed.id)
    except OperationError as error:
        with office.store.begin() as tx:
            tx.outbox.copy_failed(claimed.id)
        log.warning("no copy of outgoing %d in the Sent folder yet: %s", claimed.id, type(error).__name__)


def catch_up_copies(office: Office, mailbox: Mailbox) -> None:
    """Put the copies into the Sent folder that could not be put there at once."""
    with office.store.begin() as tx:
        missing = tx.outbox.uncopied()
    for claimed in missing:
        if claimed.attempts >= COPY_TRIES:
            continue  # the mail is out; a server that takes no copy is shown by `mailreg check`
        _copy(office, mailbox, claimed)


def _postpone(office: Office, claimed: Claimed, error: OperationError, now: datetime) -> None:
    wait = BACK_OFF[min(claimed.attempts, len(BACK_OFF) - 1)]
    if isinstance(error, RateLimited):
        wait = max(wait, 300)
    pause = timedelta(seconds=wait * random.uniform(0.8, 1.2))
    with office.store.begin() as tx:
        maybe_sent = bool(getattr(error, "maybe_sent", False))
        tx.outbox.retry(claimed.id, str(error), now + pause, office.worker, maybe_sent=maybe_sent)
    log.warning("outgoing %d postponed: %s", claimed.id, type(error).__name__)
    office.notify(Notice("postponed", outgoing=claimed.id, details={"error": str(error)}))


def release_dead(office: Office, is_dead: Callable[[str], bool], now: datetime) -> None:
    """Free the rows that a process of this host held when it died, so that they need not wait for their lease's end."""
    with office.store.begin() as tx:
        for worker in tx.outbox.holders():
            if worker != office.worker and is_dead(worker):
                tx.outbox.release(worker, now)
