"""The way of a mail into the list: the map of the whole program.

`fetch` stores new raw mails and moves the cursor in one transaction. `answer` takes each stored mail through
decode → understand → decide → apply → write and commits registrations, outbox rows and "this mail is done" in one
transaction. Sending is a loop of its own (outbound.py). No stage asks the database: facts come in as arguments.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from mailreg.decode import decode
from mailreg.flow import commands, facts
from mailreg.flow.bounces import note_return, note_sign_of_life, read_return
from mailreg.flow.companions import tell_companions
from mailreg.flow.office import Notice, Office
from mailreg.flow.readers import Readers, Understood
from mailreg.flow.threads import read_in_thread
from mailreg.flow.verdicts import verdict_of
from mailreg.flow.waiting import move_up
from mailreg.flow.writing import Occasion, acknowledge, enter, write
from mailreg.intake.cursor import plan
from mailreg.model.decision import Decision, Handling, Outcome
from mailreg.model.errors import DatabaseUnavailable, ImapUnavailable, TransientError, place_of
from mailreg.model.mail import Letter
from mailreg.model.ports import Cursor, Mailbox
from mailreg.model.reading import Kind, Reading
from mailreg.model.registration import Registration
from mailreg.policy.decide import decide
from mailreg.registrations.apply import apply
from mailreg.store.engine import Transaction
from mailreg.store.inbox import StoredMail, Verdict
from mailreg.understand.read import read

log = logging.getLogger(__name__)
BATCH = 50


@dataclass(frozen=True, slots=True)
class Judged:
    """How one mail ended."""

    mail: int
    handling: Handling | None  # None: it failed and will be tried again, or lies in quarantine
    rule: str = ""


def fetch(
    office: Office, mailbox: Mailbox, folder: str, now: datetime, judge: Callable[[], object] = lambda: None
) -> int:
    """Store what is new in a folder; the number of new mails. `judge` is called after each stored batch, so that the
    database never holds more than one batch of private mail, however much lies in the folder. Raises ImapUnavailable
    and its kin; what was committed stays, and the next call goes on behind it."""
    state = mailbox.examine(folder)
    note = f"first sight:{office.mailbox}:{folder}"
    with office.store.begin() as tx:
        todo = plan(tx.inbox.cursor(office.mailbox, folder), state)
        if todo.first_sight:
            # All that lies there now was there before us: its answers wait for a person. Written down first, so that a
            # crash in the middle of a first run does not make old mail look new.
            tx.notes.set(note, f"{state.uidvalidity}:{state.uidnext or 2**32}")
            if todo.start_uid == 1:
                tx.inbox.store_fetched(
                    [], office.mailbox, folder, Cursor(state.uidvalidity, 1), first_sight=True, now=now
                )
        limit = _first_sight_limit(tx.notes.get(note), state.uidvalidity)
    if state.uidnext is not None and state.uidnext <= todo.start_uid:
        return 0
    new = 0
    for batch in mailbox.fetch_after(folder, todo.start_uid, BATCH):
        office.notify(Notice("fetched", details={"folder": folder, "mails": len(batch)}))
        with office.store.begin() as tx:
            for old in (True, False):
                part = [m for m in batch if (m.key.uid < limit) is old]
                if part:
                    cursor = Cursor(state.uidvalidity, part[-1].key.uid + 1)
                    new += tx.inbox.store_fetched(part, office.mailbox, folder, cursor, first_sight=old, now=now)
        office.notify(Notice("stored", details={"folder": folder, "mails": len(batch)}))
        judge()
    return new


def _first_sight_limit(note: str | None, uidvalidity: int) -> int:
    """The UID below which a mail was there before us."""
    if not note:
        return 0
    known, _, limit = note.partition(":")
    return int(limit) if known == str(uidvalidity) else 0


def answer(
    office: Office,
    mailbox: Mailbox | None,
    now: datetime,
    stop: Callable[[], bool] = lambda: False,
    readers: Readers | None = None,
) -> list[Judged]:
    """Judge every stored mail that waits, oldest first. A mail that fails does not stop the others."""
    readers = readers or Readers(office.own_addresses, helpers=0)
    judged: list[Judged] = []
    last = 0
    with office.store.begin() as tx:
        events = tx.events.all()
    while not stop():
        with office.store.begin() as tx:
            batch = tx.inbox.waiting(BATCH, now, after=last)
        if not batch:
            break
        last = batch[-1].id
        for stored, understood in readers.each(batch, events):
            if stop():
                break
            judged.append(_answer_safely(office, mailbox, stored, events, now, understood))
    return judged


def _answer_safely(
    office: Office,
    mailbox: Mailbox | None,
    stored: StoredMail,
    events: facts.Events,
    now: datetime,
    understood: Understood | None,
) -> Judged:
    try:
        return answer_mail(office, mailbox, stored, events, now, understood)
    except (ImapUnavailable, DatabaseUnavailable):
        raise  # the world is at fault, not the mail: it does not count as a failure of the mail
    except TransientError:
        log.info("mail %d has just been dealt with by another process", stored.id)
        return Judged(stored.id, None)
    except Exception as error:  # the one mail is set aside, the loop lives on
        with office.store.begin() as tx:
            attempts = tx.inbox.failed(stored.id, type(error).__name__, now)
        log.error("mail %d failed, attempt %d: %s", stored.id, attempts, place_of(error))
        office.notify(Notice("failed", stored.id, details={"attempts": attempts, "error": type(error).__name__}))
        return Judged(stored.id, None)


def answer_mail(
    office: Office,
    mailbox: Mailbox | None,
    stored: StoredMail,
    events: facts.Events,
    now: datetime,
    understood: Understood | None = None,
) -> Judged:
    """One stored mail, from bytes to a committed verdict. `understood`: where a helper has read it already."""
    letter = understood[0] if understood else decode(stored.raw.content, own_addresses=office.own_addresses)
    office.notify(Notice("decoded", stored.id, details={"letter": letter}))
    said = commands.heard(office, letter)
    if said is not None:
        decision = commands.judge(office, stored, letter, said, now)
        return Judged(stored.id, decision.handling, decision.rule)
    if rule := commands.put_aside(office, letter):
        return _put_aside(office, stored, letter, rule, now)
    reading = understood[1] if understood else read(letter, events, stored.raw.received_at)
    if letter.in_reply_to or letter.references:
        with office.store.begin() as tx:
            reading = read_in_thread(office, tx, letter, reading, events, stored.raw.received_at)
    office.notify(Notice("understood", stored.id, details={"reading": reading}))
    by_hand = answered_by_hand(mailbox, letter, reading)
    return conclude(office, stored, letter, reading, events, now, by_hand=by_hand)


def _put_aside(office: Office, stored: StoredMail, letter: Letter, rule: str, now: datetime) -> Judged:
    """An organiser's reply to a digest is for people: it stays in the inbox, whatever it says."""
    decision = Decision(Handling.IGNORE, rule)
    with office.store.begin() as tx:
        tx.inbox.judged(stored.id, Verdict(decision.handling, "", rule), now=now, keep=False)
    office.notify(Notice("judged", stored.id, details={"decision": decision, "letter": letter}))
    return Judged(stored.id, decision.handling, rule)


def answered_by_hand(mailbox: Mailbox | None, letter: Letter, reading: Reading) -> bool:
    """Has the organiser replied already? Asked only where an answer could go out."""
    if mailbox is None or not letter.message_id or reading.kind.value in {Kind.AUTOMATIC, Kind.UNRELATED}:
        return False
    return letter.message_id in mailbox.sent_answers([letter.message_id])


def conclude(
    office: Office,
    stored: StoredMail,
    letter: Letter,
    reading: Reading,
    events: facts.Events,
    now: datetime,
    *,
    by_hand: bool = False,
    accepted: bool = False,
    inside: Transaction | None = None,
) -> Judged:
    """Decide, apply, write and commit, in one transaction: `inside` the caller's, if there is one. `accepted`: a person
    has looked and said yes."""
    digest = hashlib.sha256(stored.raw.content).hexdigest()
    with office.store.begin() if inside is None else nullcontext(inside) as tx:
        situation = facts.situation(office, tx, stored, letter, reading, events, now, digest=digest, by_hand=by_hand)
        returned = read_return(office, tx, stored, letter)
        situation = replace(situation, unclear_return=returned is not None and returned.shown)
        decision = decide(letter, reading, situation)
        if accepted:
            decision = Decision(
                Handling.AUTOMATIC, "accepted by a person", "Eine Person hat zugestimmt.", decision.evidence
            )
        elif decision.handling is Handling.AUTOMATIC and commands.is_reply_to_us(office, letter):
            # Somebody to whom a digest was forwarded: a person must see what is meant.
            decision = Decision(
                Handling.REVIEW, "reply to a digest", "Antwortet auf eine Tagesübersicht.", decision.evidence
            )
        office.notify(
            Notice("decided", stored.id, details={"decision": decision, "letter": letter, "reading": reading})
        )
        outcome = apply(decision, reading, letter, situation, stored.id)
        entered = enter(tx, outcome.registrations, now)
        office.notify(Notice("registered", stored.id, details={"registrations": entered, "note": outcome.note}))
        occasion = Occasion(letter, reading, decision, situation, accepted=accepted)
        for written in write_all(office, tx, stored, outcome, entered, occasion, now):
            office.notify(Notice("written", stored.id, details=written))
        # Who gives a seat back gives it to somebody: in the same transaction, so that nobody comes in between.
        hold = "first_sight" if stored.first_sight and not accepted else None
        for event_id in dict.fromkeys(r.event for r in entered):
            move_up(office, tx, event_id, now, hold=hold)
        if returned is not None:
            note_return(tx, stored, letter, returned)
        note_sign_of_life(office, tx, stored, letter, returned)
        verdict = verdict_of(letter, reading, decision, outcome, digest)
        # Private mail leaves its UID and the verdict behind, nothing else.
        tx.inbox.judged(stored.id, verdict, now=now, keep=decision.handling is not Handling.IGNORE)
        if accepted:
            tx.inbox.resolve(stored.id, "accepted", now)
    office.notify(Notice("judged", stored.id, details={"decision": decision}))
    return Judged(stored.id, decision.handling, decision.rule)


def write_all(
    office: Office,
    tx: Transaction,
    stored: StoredMail,
    outcome: Outcome,
    entered: tuple[Registration, ...],
    occasion: Occasion,
    now: datetime,
) -> Iterator[dict[str, object]]:
    """Write what the mail's writer gets, and what those get whom it names; tells what became of each."""
    if occasion.decision.handling is Handling.REVIEW and office.answer_held:
        written = acknowledge(office, tx, stored.id, entered, occasion, now)
        if written is not None:
            yield written
    if outcome.answer is None or occasion.decision.handling is not Handling.AUTOMATIC:
        return
    situation = occasion.situation
    before = {r.id: r for r in (*situation.registrations, *situation.registered_elsewhere)}
    for registration in entered:
        yield write(office, tx, registration, outcome.answer, occasion, now)
        yield from tell_companions(office, tx, before.get(registration.id), registration, occasion, now)


def warm_up() -> None:
    """Load what the first mail would have to wait for."""
    note = b"Subject: Anmeldung\r\n\r\nHiermit melde ich mich an.\r\n"
    read(decode(note), (), datetime.now(UTC))
