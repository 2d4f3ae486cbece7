"""The copies in the Sent folder of what has gone out, unless the provider puts them there itself.

If this fails, it is caught up later: the mail is out."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from mailreg.flow.office import Notice, Office
from mailreg.model.errors import FolderMissing, OperationError, TransientError
from mailreg.model.ports import Mailbox
from mailreg.store.outboxrows import Claimed

log = logging.getLogger(__name__)
TRIES = 5
AT_ONCE = 20


def file_copies(office: Office, mailbox: Mailbox, rows: Sequence[Claimed], at_once: int = AT_ONCE) -> bool:
    """One copy of each, unless the server has it, `at_once` in one command. False if the server can't be used just now:
    what was not tried is left for later."""
    done: list[Claimed] = []
    failed: list[Claimed] = []
    problem: OperationError | None = None
    try:
        there = mailbox.sent_have([row.outgoing.message_id for row in rows])
        done += [row for row in rows if row.outgoing.message_id in there]
        missing = [row for row in rows if row.outgoing.message_id not in there]
    except FolderMissing as error:  # gone, or not where the settings say: all wait, and no try counts
        log.warning("no copies of %d mails in the Sent folder yet: %s", len(rows), type(error).__name__)
        return False
    except OperationError as error:
        problem, failed, missing = error, list(rows), []
    for group in (missing[start : start + at_once] for start in range(0, len(missing), at_once)):
        try:
            mailbox.append_sent([row.outgoing.content for row in group])
            done += group
        except OperationError as error:
            problem = error
            failed += group
            if isinstance(error, TransientError) and at_once > 1:
                break
    if problem is not None:
        log.warning("no copies of %d mails in the Sent folder yet: %s", len(failed), type(problem).__name__)
    for row in done:
        office.notify(Notice("copied", outgoing=row.id))
    if rows:
        with office.store.begin(durable=False) as tx:  # forgotten, the server is asked again
            tx.outbox.copies_done([row.id for row in done])
            tx.outbox.copies_failed([row.id for row in failed])
    return problem is None or bool(done)


def catch_up_copies(office: Office, mailbox: Mailbox) -> None:
    """Put the copies into the Sent folder that could not be put there at once. A server that takes none is shown by
    `mailreg check`; after some tries a copy is given up."""
    after = 0
    while True:
        with office.store.begin() as tx:
            missing = tx.outbox.uncopied(after, AT_ONCE, TRIES)
        # One by one: a single mail that the server won't take must not keep the others out.
        if not missing or not file_copies(office, mailbox, missing, at_once=1):
            return
        after = missing[-1].id
