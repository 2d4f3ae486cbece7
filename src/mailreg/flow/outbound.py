"""The way out: claim rows of the outbox, send each, mark it. A crash at any point neither loses nor doubles.

Before the first byte of a mail's content goes to the server, "sending" is committed. A row that is found claimed
but not "sending" after a crash is simply sent. A row found "sending" may have gone out: the Sent folder is asked for
its Message-ID; if it is not there, nobody can know, and a person decides (RFC 5321, 4.2.5 leaves this gap open).

A few rows are claimed at once, so that the questions to the database and to the Sent folder are asked once for all of
them; "sending" and "sent" are still written down mail by mail.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mailreg.flow import pace
from mailreg.flow.bounces import note_refusal
from mailreg.flow.copies import file_copies
from mailreg.flow.lastlook import look_at_all
from mailreg.flow.office import Notice, Office
from mailreg.model.decision import Mode
from mailreg.model.errors import (
    FolderMissing,
    ImapUnavailable,
    LoginRefused,
    MessageRefused,
    OperationError,
    RateLimited,
    RecipientRefused,
    SmtpUnavailable,
    TransientError,
)
from mailreg.model.outgoing import ANSWERS, INTERNAL, Purpose
from mailreg.model.ports import Mailbox, Sender
from mailreg.store.outboxrows import Claimed

log = logging.getLogger(__name__)
BACK_OFF = (60, 120, 300, 900, 1800, 3600)  # seconds; the last one repeats
FRESH = timedelta(minutes=10)  # within it nobody can have restored a backup
BATCH = 20  # rows claimed at once
HOLD = 60.0  # seconds after which the rest of them is given back: half of their lease
REFUSED_IN_A_ROW = 10  # recipients told to wait, one after the other: then it is the server that wants us to wait


@dataclass(frozen=True, slots=True)
class Sent:
    """What one round of sending did. `problem`: why the server is not usable now, or None."""

    sent: int = 0
    failed: int = 0
    later: int = 0
    problem: OperationError | None = None


def deliver(
    office: Office,
    sender: Sender,
    mailbox: Mailbox | None,
    now: datetime,
    stop: Callable[[], bool] = lambda: False,
    *,
    answers: bool = True,
) -> Sent:
    """Send everything that is due, answers before notices. A refused recipient fails for good and is shown; a server
    that is full, away, or wants us to slow down is tried again later, and the round ends there, since the next mail
    would fare no better. In the mode "observe" no answer goes out, not even one that was approved. `answers` False:
    what answers a mail stays in the outbox untouched."""
    waiting = pace.waiting(office, now)
    if waiting is not None:
        return Sent(problem=waiting)
    only = INTERNAL if office.mode is Mode.OBSERVE else [p for p in Purpose if answers or p not in ANSWERS]
    return _Sending(office, sender, mailbox, now, stop, only).all()


@dataclass
class _Batch:
    """Rows that are ours, and what was asked about all of them at once."""

    claimed: list[Claimed]
    rows: list[Claimed]  # those that still make sense
    until: dict[int, datetime | None]  # row → when its event begins, and it is too late
    answered: frozenset[str]  # mails that an answer of ours has gone out to
    since: float = field(default_factory=time.monotonic)
    in_sent: set[str] | None = None  # Message-IDs; None: not asked yet
    by_hand: set[tuple[str, str]] | None = None  # mails that were answered, and to whom

    @property
    def held_too_long(self) -> bool:
        return time.monotonic() - self.since > HOLD


class _Sending:
    """One round of it."""

    def __init__(
        self,
        office: Office,
        sender: Sender,
        mailbox: Mailbox | None,
        now: datetime,
        stop: Callable[[], bool],
        only: Collection[Purpose],
    ) -> None:
        self.office = office
        self.sender = sender
        self.mailbox = mailbox
        self.now = now
        self.stop = stop
        self.only = only
        self.sent = self.failed = self.later = 0
        self.refused_in_a_row = 0
        self._begin = time.monotonic()
        self._just_answered: set[str] = set()

    def all(self) -> Sent:
        problem: OperationError | None = None
        while problem is None and not self.stop():
            batch = self._claim()
            if not batch.claimed:
                break
            problem = self._send_all(batch)
        return Sent(self.sent, self.failed, self.later, problem)

    def _clock(self) -> datetime:
        """The time of the round, going on: a lease must not have run out when it is taken."""
        return self.now + timedelta(seconds=time.monotonic() - self._begin)

    def _claim(self) -> _Batch:
        office = self.office
        with office.store.begin() as tx:
            rows = tx.outbox.claim(self._clock(), office.worker, only=self.only, limit=BATCH)
            due = look_at_all(office, tx, rows, self._clock())
            answered = tx.outbox.answered_ones({r.outgoing.in_reply_to for r in rows} - {None})
        for row in rows:
            office.notify(Notice("claimed", outgoing=row.id))
        return _Batch(rows, [row for row, _ in due], {row.id: until for row, until in due}, frozenset(answered))

    def _send_all(self, batch: _Batch) -> OperationError | None:
        """What makes further sending pointless, or None. Whatever was not tried is given back, whatever happens."""
        rest = list(batch.rows)
        copies: list[Claimed] = []
        problem: OperationError | None = None
        try:
            while rest and problem is None and not self.stop() and not batch.held_too_long:
                row = rest.pop(0)
                gone, problem = self._try(batch, row)
                if gone:
                    copies.append(row)
        finally:
            if rest:
                with self.office.store.begin() as tx:
                    tx.outbox.give_back(rest, self.office.worker, self._clock())
        if self.mailbox is not None:
            file_copies(self.office, self.mailbox, copies)
        return problem

    def _try(self, batch: _Batch, row: Claimed) -> tuple[bool, OperationError | None]:
        """Has this mail gone out, and what makes further sending pointless."""
        try:
            if not self._still_due(batch, row):
                return False, None
            self._send(row)
        except (RecipientRefused, MessageRefused) as error:
            with self.office.store.begin() as tx:
                tx.outbox.failed(row.id, str(error), self.now)
                if isinstance(error, RecipientRefused):
                    note_refusal(tx, row, str(error), self.now)
            log.warning("outgoing %d refused for good: %s", row.id, type(error).__name__)
            self.office.notify(Notice("refused", outgoing=row.id, details={"error": str(error)}))
            self.failed += 1
            return False, None
        except FolderMissing as error:  # the Sent folder has just gone: nothing was tried
            with self.office.store.begin() as tx:
                tx.outbox.give_back([row], self.office.worker, self._clock())
            self.later += 1
            return False, error
        except (TransientError, LoginRefused) as error:
            if self.stop() and getattr(error, "maybe_sent", False):
                # Who stops cuts the line itself in the end, which says nothing of what the server has taken: the mark
                # "sending" stays, and the next start does as after a kill.
                return False, error
            self._postpone(row, error)
            self.later += 1
            if isinstance(error, ImapUnavailable) and self.mailbox is None:
                return False, None  # in doubt after a crash, and the Sent folder can't be asked: the others can go
            self.refused_in_a_row += 1
            alone = isinstance(error, SmtpUnavailable) and error.this_mail_only
            return False, None if alone and self.refused_in_a_row < REFUSED_IN_A_ROW else error
        self.sent += 1
        self.refused_in_a_row = 0
        if row.outgoing.in_reply_to:
            self._just_answered.add(row.outgoing.in_reply_to)
        return True, None

    def _still_due(self, batch: _Batch, row: Claimed) -> bool:
        """An answer is never sent after its event's start, nor twice, nor where the organiser has replied by hand."""
        until = batch.until[row.id]
        if until is not None and self._clock() >= until:
            with self.office.store.begin() as tx:
                tx.outbox.expire(row.id, self.now)
            return False
        if row.recovered and not self._clear_after_crash(batch, row):
            return False
        if self.mailbox is None:
            return True
        return not (self._gone_out_long_ago(batch, row) or self._answered_since(batch, row))

    def _clear_after_crash(self, batch: _Batch, row: Claimed) -> bool:
        """True if the mail may be sent now. Raises ImapUnavailable where the Sent folder can't be asked.

        A line that was cut before the server's answer: the server has most likely not taken the mail (RFC 5321, 4.2.5),
        and it is sent again unless the Sent folder has it. A process that was killed may have got its 250: a person
        decides."""
        if self.mailbox is None:
            raise ImapUnavailable("Der Ordner mit den gesendeten Mails ist gerade nicht erreichbar.")
        there = not row.again and self._in_sent(self.mailbox, batch, row)
        again = not there and not row.crashed
        if there:
            self._mark_gone(row)
        elif not again:
            with self.office.store.begin() as tx:
                tx.outbox.hold(row.id, "maybe_sent")
        end = "had gone out" if there else "sent again" if again else "held"
        log.warning("outgoing %d was interrupted while it was sent: %s", row.id, end)
        return again

    def _gone_out_long_ago(self, batch: _Batch, row: Claimed) -> bool:
        """A mail that has waited for a while is looked for in the Sent folder first: after a restored backup the outbox
        knows nothing of what went out since."""
        if not self._has_waited(row) or self.mailbox is None or not self._in_sent(self.mailbox, batch, row):
            return False
        self._mark_gone(row)
        log.warning("outgoing %d has gone out before, says the Sent folder", row.id)
        return True

    def _answered_since(self, batch: _Batch, row: Claimed) -> bool:
        """Has the organiser replied by hand while the answer waited? Then it is no longer needed. (What was written in
        this round was asked for when its mail was judged. Where an answer of ours to the same mail has gone out, the
        Sent folder holds our own copy and can't tell.)"""
        asked = row.outgoing.in_reply_to
        if self.mailbox is None or not asked or not self._may_be_answered(row):
            return False
        if asked in batch.answered or asked in self._just_answered:
            return False
        if batch.by_hand is None:
            wanted = {r.outgoing.in_reply_to for r in batch.rows if self._may_be_answered(r)} - batch.answered
            replies = self.mailbox.sent_replies(sorted(filter(None, wanted - self._just_answered)))
            batch.by_hand = {(reply.answers, to) for reply in replies for to in reply.recipients}
        if (asked, row.outgoing.recipient.lower()) not in batch.by_hand:  # else it was passed on to somebody
            return False
        with self.office.store.begin() as tx:
            tx.outbox.spare(row.id, "answered_by_hand", self.now)
        log.info("outgoing %d is not needed: answered by hand", row.id)
        return True

    def _may_be_answered(self, row: Claimed) -> bool:
        if row.again:  # the Sent folder holds our own copy
            return False
        return row.created_at is not None and row.created_at < self.now and row.outgoing.purpose not in INTERNAL

    def _has_waited(self, row: Claimed) -> bool:
        return row.created_at is not None and not row.again and abs(self.now - row.created_at) >= FRESH

    def _in_sent(self, mailbox: Mailbox, batch: _Batch, row: Claimed) -> bool:
        if batch.in_sent is None:
            wanted = [r.outgoing.message_id for r in batch.rows if r.recovered or self._has_waited(r)]
            batch.in_sent = mailbox.sent_have(wanted)
        return row.outgoing.message_id in batch.in_sent

    def _mark_gone(self, row: Claimed) -> None:
        with self.office.store.begin() as tx:
            tx.outbox.sent(row.id, self.now, self.office.worker)
            tx.outbox.copies_done([row.id])

    def _send(self, row: Claimed) -> None:
        office = self.office

        def on_data() -> None:
            office.notify(Notice("connected", outgoing=row.id))
            with office.store.begin() as tx:
                tx.outbox.sending(row.id, office.worker)
            office.notify(Notice("sending", outgoing=row.id))

        self.sender.send(office.desk.address.email, row.outgoing.recipient, row.outgoing.content, on_data)
        office.notify(Notice("accepted", outgoing=row.id, details={"outgoing": row.outgoing}))
        # A power cut that takes this mark away leaves "sending" behind, which is safe; the next mail's mark keeps it.
        with office.store.begin(durable=False) as tx:
            tx.outbox.sent(row.id, self.now, office.worker)
        office.notify(Notice("sent", outgoing=row.id))

    def _postpone(self, row: Claimed, error: OperationError) -> None:
        wait = BACK_OFF[min(row.attempts, len(BACK_OFF) - 1)] * random.uniform(0.8, 1.2)
        if isinstance(error, RateLimited):
            wait = pace.slow_down(self.office, self._clock(), anything_went=self.sent > 0)
        with self.office.store.begin() as tx:
            maybe_sent = bool(getattr(error, "maybe_sent", False))
            next_try = self._clock() + timedelta(seconds=wait)
            tx.outbox.retry(row.id, str(error), next_try, self.office.worker, maybe_sent=maybe_sent)
        log.warning("outgoing %d postponed: %s", row.id, type(error).__name__)
        self.office.notify(Notice("postponed", outgoing=row.id, details={"error": str(error)}))


def release_dead(office: Office, is_dead: Callable[[str], bool], now: datetime) -> None:
    """Free the rows that a process of this host held when it died, so that they need not wait for their lease's end."""
    with office.store.begin() as tx:
        for worker in tx.outbox.holders():
            if worker != office.worker and is_dead(worker):
                tx.outbox.release(worker, now)
