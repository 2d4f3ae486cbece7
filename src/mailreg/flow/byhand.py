"""Mails that wait for a person and have been answered by one, as the Sent folder shows: they need nobody any more.

Only the mail is dealt with. What it has brought onto the list stays as it is: nobody knows what the answer said, and
`mailreg review accept` still takes it over."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Set
from datetime import datetime, timedelta

from mailreg.compose.marks import key_of
from mailreg.decode import decode
from mailreg.flow.digestfacts import COMMANDS
from mailreg.flow.office import Office
from mailreg.model.command import Verb
from mailreg.model.mail import Letter
from mailreg.model.ports import Mailbox, SentReply

log = logging.getLogger(__name__)
LOOKED_BACK = timedelta(days=60)  # for an answer to older ones nobody waits


def note_answers(office: Office, mailbox: Mailbox, now: datetime) -> int:
    """Settle the mails that wait for a person, or whose question does, and that somebody has answered; their number.
    Raises ImapUnavailable and its kin."""
    with office.store.begin() as tx:
        asked = tx.by_hand.waiting(now - LOOKED_BACK)
    replies = [r for r in mailbox.sent_replies(sorted(asked)) if not key_of(r.message_id, office.desk.secret)]
    if not replies:
        return 0
    done = 0
    with office.store.begin() as tx:
        for message_id, numbers in asked.items():
            theirs = [r for r in replies if r.answers == message_id]
            for number in numbers if theirs else ():
                mail = tx.inbox.get(number)
                content = mail.raw.content if mail is not None and mail.raw is not None else b""
                letter = decode(content, own_addresses=office.own_addresses)
                if went_to_writer(letter, theirs) and tx.by_hand.mark(number, now):
                    # The digest says so, as of all that organisers do by mail.
                    note = {"at": now.isoformat(), "verb": Verb.DONE, "target": str(number)}
                    tx.notes.set(f"{COMMANDS}answered:{number}", json.dumps(note))
                    log.info("mail %d was answered by hand", number)
                    done += 1
    return done


def answered_by_hand(mailbox: Mailbox | None, letters: Iterable[Letter]) -> Set[str | None]:
    """The Message-IDs of those mails whose writers the organiser has replied to. Asked only where an answer could go
    out."""
    wanted = [letter for letter in letters if letter.message_id]
    if mailbox is None or not wanted:
        return set()
    replies = mailbox.sent_replies(sorted({letter.message_id or "" for letter in wanted}))
    return {letter.message_id for letter in wanted if went_to_writer(letter, replies)}


def went_to_writer(letter: Letter, replies: Iterable[SentReply]) -> bool:
    """Does one of these answer the letter? A mail that was passed on to a colleague does not, though Outlook writes
    In-Reply-To there, too."""
    writer = {letter.answer_to.email.lower(), letter.sender.email.lower()} - {""}
    return any(reply.answers == letter.message_id and writer & reply.recipients for reply in replies)
