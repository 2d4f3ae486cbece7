"""Organisers' commands by mail: carried out in the transaction that judges their mail, so each one counts once.

What has been done already is no failure: people click twice. What can't be done is told in one short mail.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime
from functools import partial

from mailreg.compose.digest import write_refusal
from mailreg.compose.letters import Thread
from mailreg.compose.marks import is_signed, key_of
from mailreg.flow.digestfacts import COMMANDS, SETTLED
from mailreg.flow.office import Notice, Office
from mailreg.model.command import Command, Verb
from mailreg.model.decision import Decision, Handling
from mailreg.model.errors import NotPossible, PermanentError, UsageError
from mailreg.model.mail import Letter
from mailreg.model.outgoing import INTERNAL, DeliveryState, Purpose
from mailreg.policy.organisers import Heard, hear
from mailreg.store.engine import Transaction
from mailreg.store.mailrows import MailState, StoredMail, Verdict

log = logging.getLogger(__name__)
State = DeliveryState
GOING = {State.QUEUED, State.CLAIMED, State.SENT}
RULE = "organiser_command"
REPLY = "organiser_reply"


def organisers(office: Office) -> frozenset[str]:
    """Whose commands count: the organisers', or the desk's own where none are set."""
    return frozenset(office.organisers) or office.own_addresses


def heard(office: Office, letter: Letter) -> Heard | None:
    """The command in a mail; None if it is an ordinary one."""
    return hear(letter, organisers(office), lambda words, token: is_signed(words, token, office.desk.secret))


def is_reply_to_us(office: Office, letter: Letter) -> bool:
    """Does the mail answer one of our mails to the organisers? Such a thread is never a registration by itself."""
    thread = {letter.in_reply_to, *letter.references[-10:]} - {None}
    keys = (key_of(message_id, office.desk.secret) for message_id in thread if message_id)
    return any(key is not None and key.partition(":")[0] in INTERNAL for key in keys)


def put_aside(office: Office, letter: Letter) -> str:
    """The rule under which a mail is left to people, if it is an organiser's word to the digest; else ""."""
    return REPLY if letter.sender.email in organisers(office) and is_reply_to_us(office, letter) else ""


def judge(office: Office, stored: StoredMail, letter: Letter, said: Heard, now: datetime) -> Decision:
    """Carry out the command of a mail, and judge the mail, in one transaction. A forged one changes nothing and is
    told to nobody: the log says that it came."""
    decision = Decision(Handling.IGNORE, RULE if said.command else f"{RULE}_{said.refused}")
    if said.command is None:
        log.warning("mail %d holds a command that is not obeyed: %s", stored.id, said.refused)
    problem = ""
    with office.store.begin() as tx:
        if said.command is not None:
            problem = _problem(office, tx, stored, letter, said.command, now)
        verdict = Verdict(decision.handling, "", decision.rule)
        tx.inbox.judged(stored.id, verdict, now=now, keep=False)
    office.notify(Notice("judged", stored.id, details={"decision": decision, "letter": letter}))
    if said.command is not None:
        log.info("mail %d: command %s %s", stored.id, said.command.verb, "refused" if problem else "carried out")
    return decision


def _problem(
    office: Office, tx: Transaction, stored: StoredMail, letter: Letter, command: Command, now: datetime
) -> str:
    """Carry it out; "" or why that did not work, which the organiser is told."""
    try:
        changed = obey(office, tx, command, now)
    except (UsageError, PermanentError) as error:
        outgoing = write_refusal(
            command,
            error,
            to=letter.sender.email,
            thread=Thread(letter.message_id, letter.references, letter.subject, letter.date),
            desk=office.desk,
            key=f"{Purpose.COMMAND}:{stored.id}",
            templates=office.templates,
            now=now,
        )
        tx.outbox.add(outgoing, state=State.QUEUED, hold_reason=None, now=now)
        return str(error)
    if changed:
        done = {"at": now.isoformat(), "verb": command.verb, "target": command.target}
        tx.notes.set(f"{COMMANDS}{stored.id}", json.dumps(done))
    return ""


def obey(office: Office, tx: Transaction, command: Command, now: datetime) -> bool:
    """Do what the command says. False if it was done already; UsageError, one German line, where it can't be done."""
    match command.verb:
        case Verb.APPROVE:
            return _approve(tx, command.number, now)
        case Verb.APPROVE_ALL:
            held = [r for r in tx.outbox.list([State.HELD]) if r.id <= command.number]
            sure = [r for r in held if r.delivery.hold_reason != "maybe_sent"]
            return sum(tx.outbox.approve(r.id, now) for r in sure) > 0
        case Verb.DISCARD:
            return _change(tx, command.number, {State.DISCARDED, State.EXPIRED}, partial(tx.outbox.discard, now=now))
        case Verb.RETRY:
            return _change(tx, command.number, GOING, partial(tx.outbox.retry_now, now=now))
        case Verb.ACCEPT:
            return _accept(office, tx, command.number, now)
        case Verb.DONE:
            return _done(tx, command.number, now)
        case Verb.REREAD:
            return _reread(tx, command.number)
        case Verb.SETTLE:
            known = tx.notes.get(SETTLED + command.target)
            tx.notes.set(SETTLED + command.target, now.isoformat())
            return known is None


def _approve(tx: Transaction, number: int, now: datetime) -> bool:
    return _change(tx, number, GOING, partial(tx.outbox.approve, now=now))


def _change(tx: Transaction, number: int, done: set[DeliveryState], act) -> bool:  # type: ignore[no-untyped-def]
    """Act on a row of the outbox, unless it is in one of the states that the act leads to."""
    row = tx.outbox.get(number)
    if row is None:
        raise NotPossible("no_answer", f"Eine Antwort Nr. {number} gibt es nicht.")
    if row.delivery.state in done:
        return False
    if not act(number):
        state = State.QUEUED if row.delivery.state is State.CLAIMED else row.delivery.state
        raise NotPossible(f"answer_{state}", f"Die Antwort Nr. {number} ist schon {WORDS[state]}.")
    return True


WORDS = {
    State.HELD: "angehalten",
    State.QUEUED: "unterwegs",
    State.CLAIMED: "unterwegs",
    State.SENT: "gesendet",
    State.FAILED: "gescheitert",
    State.DISCARDED: "verworfen",
    State.EXPIRED: "zu spät: Die Veranstaltung hat begonnen",
}


def _accept(office: Office, tx: Transaction, number: int, now: datetime) -> bool:
    from mailreg.flow.review import accept_in  # it needs inbound.py, which needs this file

    mail = tx.inbox.get(number)
    if mail is not None and mail.state is MailState.RESOLVED and mail.resolution == "accepted":
        return False
    accept_in(office, tx, number, now)
    return True


def _done(tx: Transaction, number: int, now: datetime) -> bool:
    mail = tx.inbox.get(number)
    if mail is None:
        raise NotPossible("no_mail", f"Eine Mail Nr. {number} gibt es nicht.")
    if mail.state is MailState.RESOLVED:
        return False
    if mail.state is MailState.WAITING:
        raise NotPossible("reading", f"Die Mail Nr. {number} wird gerade noch einmal gelesen.")
    tx.inbox.resolve(number, "done", now)
    return True


def _reread(tx: Transaction, number: int) -> bool:
    mail = tx.inbox.get(number)
    if mail is not None and mail.state is not MailState.QUARANTINED:
        return False  # it has been read since
    if not tx.inbox.reread(number):
        raise NotPossible("gone", f"Eine Mail Nr. {number} ist nicht (mehr) da.")
    return True
