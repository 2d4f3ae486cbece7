"""One round of work: fetch every folder, judge what waits, write what is due by the clock, send. `mailreg once` is one
round."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from mailreg.flow import alarm
from mailreg.flow.byhand import note_answers
from mailreg.flow.copies import catch_up_copies
from mailreg.flow.crew import Crew
from mailreg.flow.digest import write_due as write_digests
from mailreg.flow.inbound import Judged, answer, fetch
from mailreg.flow.memory import give_back
from mailreg.flow.office import Office
from mailreg.flow.outbound import Sent, deliver
from mailreg.flow.readers import Readers
from mailreg.flow.sentfolder import make_sure_of_sent_folder
from mailreg.flow.timers import Timed, write_due
from mailreg.model.errors import DatabaseUnavailable, FolderMissing, OperationError, PermanentError, RateLimited
from mailreg.model.ports import Mailbox, Sender

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did; `problems` are plain lines for a person, empty if all went well."""

    fetched: int = 0
    judged: tuple[Judged, ...] = ()
    sent: Sent = field(default_factory=Sent)
    timed: Timed = field(default_factory=Timed)
    problems: tuple[OperationError, ...] = field(default=())

    @property
    def read(self) -> int:
        """How many mails are done with: not those that failed and are tried again."""
        return sum(one.handling is not None for one in self.judged)


def work(
    office: Office,
    open_mailbox: Callable[[], Mailbox],
    sender: Sender,
    now: datetime,
    stop: Callable[[], bool] = lambda: False,
    crew: Crew | None = None,
) -> Round:
    """One round. Fetching, judging and sending stand apart: if the IMAP server is away, what has been judged is sent;
    if SMTP is away, mail is fetched and judged all the same. Raises DatabaseUnavailable only: without the database
    nothing can be done at all. `crew`: those who help where much mail waits; ended with the round."""
    problems: list[OperationError] = []
    fetched = 0
    judged: list[Judged] = []
    blocked = looked = False
    sent_folder = True  # False: it has gone, and what was answered by hand can't be known
    mailbox: Mailbox | None = None

    def judge(readers: Readers, *, more_to_come: bool = False) -> None:
        """Judge what is stored. After a failure fetching goes on without, and this round judges no more."""
        nonlocal blocked, looked, sent_folder
        if blocked or mailbox is None:
            return
        try:
            if not looked:
                make_sure_of_sent_folder(office, mailbox)
                looked = True
            done = answer(office, mailbox, now, stop, readers, more_to_come=more_to_come)
            judged.extend(done)
            give_back(len(done))
        except DatabaseUnavailable:
            raise
        except OperationError as error:
            problems.append(error)
            blocked = True
            sent_folder = not isinstance(error, FolderMissing)

    try:
        mailbox = open_mailbox()
    except OperationError as error:
        problems.append(error)
    with Readers(office.own_addresses, crew or Crew()) as readers:
        if mailbox is not None:
            for folder in office.folders:
                if stop():
                    break
                try:
                    fetched += fetch(
                        office, mailbox, folder, now, lambda: judge(readers, more_to_come=True), readers.expect
                    )
                except DatabaseUnavailable:
                    raise
                except OperationError as error:
                    problems.append(error)
                    if not isinstance(error, PermanentError):
                        mailbox = None  # the connection is gone; a missing folder leaves it whole
                        break
        # Whether the organiser has answered by hand is known from the Sent folder only: no judging without IMAP.
        judge(readers)
    if blocked:
        mailbox = None
    if mailbox is not None and not stop():
        try:
            note_answers(office, mailbox, now)
        except DatabaseUnavailable:
            raise
        except OperationError as error:
            problems.append(error)
            mailbox = None
            sent_folder = not isinstance(error, FolderMissing)
    timed = write_due(office, now, stop)
    try:
        write_digests(office, now)
    except PermanentError as error:  # a broken template of one's own must not keep answers back
        problems.append(error)
    sent = deliver(office, sender, mailbox, now, stop, answers=sent_folder)
    if sent.problem:
        problems.append(sent.problem)
    if mailbox is not None:
        catch_up_copies(office, mailbox)
    # A provider that lets only so many through in a while is no failure as long as some go.
    failures = [problem for problem in problems if not (isinstance(problem, RateLimited) and sent.sent)]
    if failures:
        told = alarm.note_failure(office, failures[0], now)
    else:
        told = alarm.note_success(office, now)
    if told and sent.problem is None:
        # The organisers learn of it now, not in the next round, which may be an hour away.
        notice = deliver(office, sender, mailbox, now, stop, answers=sent_folder)
        sent = Sent(sent.sent + notice.sent, sent.failed + notice.failed, sent.later + notice.later, notice.problem)
        if notice.problem:
            problems.append(notice.problem)
    done = Round(fetched, tuple(judged), sent, timed, tuple(problems))
    log.info(
        "round: %d fetched, %d judged, %d reminders, %d moved up, %d sent, %d refused, %d problems",
        fetched, done.read, timed.reminders, timed.moved_up, sent.sent, sent.failed, len(problems),
    )  # fmt: skip
    office.store.tidy()
    return done
