"""The way of a mail into the list: the map of the whole program.

`fetch` stores new raw mails and moves the cursor in one transaction. `answer` takes each stored mail through
decode → understand → decide → apply → write and commits registrations, outbox rows and "this mail is done" in one
transaction. Sending is a loop of its own (outbound.py). No stage asks the database: facts come in as arguments.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime

from mailreg.decode import decode
from mailreg.flow import commands, facts
from mailreg.flow.bounces import may_be_alive, note_return, note_sign_of_life, read_return
from mailreg.flow.byhand import answered_by_hand
from mailreg.flow.companions import tell_companions
from mailreg.flow.crew import Crew
from mailreg.flow.office import Notice, Office
from mailreg.flow.readers import Readers
from mailreg.flow.threads import is_in_our_thread, read_in_thread
from mailreg.flow.together import Ready, Together, Wish, events_of, first_group, wish_of
from mailreg.flow.understanding import Understood, read
from mailreg.flow.verdicts import verdict_of
from mailreg.flow.waiting import move_up
from mailreg.flow.writing import Occasion, acknowledge, enter, write
from mailreg.intake.cursor import plan
from mailreg.model.decision import Decision, Handling, Outcome
from mailreg.model.errors import (
    DatabaseUnavailable,
    FolderMissing,
    ImapUnavailable,
    LoginRefused,
    TransientError,
    place_of,
)
from mailreg.model.mail import Letter
from mailreg.model.ports import Cursor, Mailbox
from mailreg.model.reading import Reading
from mailreg.model.registration import Registration
from mailreg.policy.decide import decide
from mailreg.registrations.apply import apply
from mailreg.store.engine import Transaction
from mailreg.store.mailrows import StoredMail, Verdict

log = logging.getLogger(__name__)
BATCH = 50
LAST = 30  # mails that are judged at once at the end of a backlog, while helpers read those behind them


@dataclass(frozen=True, slots=True)
class Judged:
    """How one mail ended."""

    mail: int
    handling: Handling | None  # None: it failed and will be tried again, or lies in quarantine
    rule: str = ""


def fetch(
    office: Office,
    mailbox: Mailbox,
    folder: str,
    now: datetime,
    judge: Callable[[], object] = lambda: None,
    expect: Callable[[int], object] = lambda _: None,
) -> int:
    """Store what is new in a folder; the number of new mails. `expect` is told how many come at most; `judge` is called
    after each stored batch, so that the database never holds more than a few batches of private mail, however much lies
    in the folder. Raises ImapUnavailable and its kin; what was committed stays, and the next call goes on behind it."""
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
    expect(state.exists if state.uidnext is None else min(state.exists, state.uidnext - todo.start_uid))
    new = 0
    for batch in mailbox.fetch_after(folder, todo.start_uid, BATCH):
        office.notify(Notice("fetched", details={"folder": folder, "mails": len(batch)}))
        # What a power cut may take back of this is fetched again: the cursor goes with the mails.
        with office.store.begin(durable=False) as tx:
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
    *,
    more_to_come: bool = False,
) -> list[Judged]:
    """Judge every stored mail that waits, oldest first. A mail that fails does not stop the others.

    `more_to_come`: what helpers are still reading waits for the next call, so that they have work in between."""
    readers = readers or Readers(office.own_addresses, Crew(0))
    judged: list[Judged] = []
    while not stop():
        with office.store.begin() as tx:
            events = tx.events.all()
            batch = tx.inbox.waiting(BATCH, now, after=readers.last)
        readers.give(batch, events)
        if not batch and (more_to_come or not readers.waiting):
            break
        if batch or more_to_come:
            leave = readers.ahead(len(batch))
        else:
            leave = max(0, readers.waiting - LAST)
        judged += _judge(office, mailbox, readers.take(leave), events, now, stop)
    return judged


def _judge(
    office: Office,
    mailbox: Mailbox | None,
    mails: Iterable[tuple[StoredMail, Understood | None]],
    events: facts.Events,
    now: datetime,
    stop: Callable[[], bool],
) -> Iterator[Judged]:
    """In their order. Those that have been read already share transactions; every other one has its own."""
    known = [(stored, understood, wish_of(office, understood)) for stored, understood in mails]
    answered = answered_by_hand(mailbox, [u[0] for _, u, wish in known if u is not None and wish is not Wish.NONE])
    ready: deque[Ready] = deque()
    for stored, understood, wish in known:
        if stop():
            break
        if understood is not None and wish is not Wish.OF_ITS_OWN:
            ready.append(Ready(stored, understood, wish))
            continue
        yield from _judge_ready(office, mailbox, ready, events, now, answered)
        yield _answer_safely(office, mailbox, stored, events, now, understood, answered)
    yield from _judge_ready(office, mailbox, ready, events, now, answered)


def _judge_ready(
    office: Office,
    mailbox: Mailbox | None,
    mails: deque[Ready],
    events: facts.Events,
    now: datetime,
    answered: Set[str | None],
) -> Iterator[Judged]:
    """Judge these and take them away, in few transactions, each for all of its mails or none. If one of them fails,
    each is judged by itself, and counted there."""
    while mails:
        group = first_group(mails)
        try:
            # What a power cut may take back of private mail is done once more: until then it waits.
            with office.store.begin(durable=any(ready.wish is not Wish.NONE for ready in group)) as tx:
                decisions = _judge_in(tx, office, group, events, now, answered)
        except DatabaseUnavailable:
            raise
        except Exception as error:
            log.info("%d mails are judged one by one: %s", len(group), place_of(error))
            for ready in group:
                mails.popleft()
                yield _answer_safely(office, mailbox, ready.stored, events, now, ready.understood, answered)
        else:
            for decision in decisions:
                ready = mails.popleft()
                office.notify(Notice("judged", ready.stored.id, details={"decision": decision}))
                yield Judged(ready.stored.id, decision.handling, decision.rule)


def _judge_in(
    tx: Transaction,
    office: Office,
    group: Sequence[Ready],
    events: facts.Events,
    now: datetime,
    answered: Set[str | None],
) -> list[Decision]:
    """Judge the first ones of these mails, as many as are done in time."""
    together = Together()
    decisions: list[Decision] = []
    for event_id in events_of(group):
        tx.events.locked(event_id)
    for ready in group:
        stored, (letter, reading) = ready.stored, ready.understood
        office.notify(Notice("decoded", stored.id, details={"letter": letter}))
        office.notify(Notice("understood", stored.id, details={"reading": reading}))
        by_hand = ready.wish is not Wish.NONE and letter.message_id in answered
        decisions.append(
            conclude_in(tx, office, stored, letter, reading, events, now, by_hand=by_hand, together=together)
        )
        if together.is_long:
            break
    tx.inbox.put_away(together.verdicts)
    tx.addresses.clear_all(together.alive)
    return decisions


def _answer_safely(
    office: Office,
    mailbox: Mailbox | None,
    stored: StoredMail,
    events: facts.Events,
    now: datetime,
    understood: Understood | None,
    answered: Set[str | None] | None = None,
) -> Judged:
    try:
        return answer_mail(office, mailbox, stored, events, now, understood, answered)
    except (ImapUnavailable, LoginRefused, FolderMissing, DatabaseUnavailable):
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
    answered: Set[str | None] | None = None,
) -> Judged:
    """One stored mail, from bytes to a committed verdict. `understood`: where a helper has read it already. `answered`:
    the Message-IDs that the organiser has replied to by hand, where the Sent folder has been asked for this mail's."""
    letter = understood[0] if understood else decode(stored.raw.content, own_addresses=office.own_addresses)
    office.notify(Notice("decoded", stored.id, details={"letter": letter}))
    said = commands.heard(office, letter)
    if said is not None:
        decision = commands.judge(office, stored, letter, said, now)
        return Judged(stored.id, decision.handling, decision.rule)
    if rule := commands.put_aside(office, letter):
        return _put_aside(office, stored, letter, rule, now)
    reading = understood[1] if understood else read(letter, events, stored.raw.received_at)
    if is_in_our_thread(office, letter):
        with office.store.begin() as tx:
            reading = read_in_thread(office, tx, letter, reading, events, stored.raw.received_at)
    office.notify(Notice("understood", stored.id, details={"reading": reading}))
    if answered is None or understood is None:
        answered = answered_by_hand(mailbox, [letter] if reading.kind.value not in facts.SILENT else [])
    by_hand = letter.message_id in answered
    return conclude(office, stored, letter, reading, events, now, by_hand=by_hand)


def _put_aside(office: Office, stored: StoredMail, letter: Letter, rule: str, now: datetime) -> Judged:
    """An organiser's reply to a digest is for people: it stays in the inbox, whatever it says."""
    decision = Decision(Handling.IGNORE, rule)
    with office.store.begin() as tx:
        tx.inbox.judged(stored.id, Verdict(decision.handling, "", rule), now=now, keep=False)
    office.notify(Notice("judged", stored.id, details={"decision": decision, "letter": letter}))
    return Judged(stored.id, decision.handling, rule)


def conclude(
    office: Office,
    stored: StoredMail,
    letter: Letter,
    reading: Reading,
    events: facts.Events,
    now: datetime,
    *,
    by_hand: bool = False,
) -> Judged:
    """Decide, apply, write and commit, in one transaction."""
    with office.store.begin() as tx:
        decision = conclude_in(tx, office, stored, letter, reading, events, now, by_hand=by_hand)
    office.notify(Notice("judged", stored.id, details={"decision": decision}))
    return Judged(stored.id, decision.handling, decision.rule)


def conclude_in(
    tx: Transaction,
    office: Office,
    stored: StoredMail,
    letter: Letter,
    reading: Reading,
    events: facts.Events,
    now: datetime,
    *,
    by_hand: bool = False,
    accepted: bool = False,
    together: Together | None = None,
) -> Decision:
    """The same in the caller's transaction. `accepted`: a person has looked and said yes. `together`: where the caller
    writes down the verdicts of several private mails at once."""
    situation = facts.situation(office, tx, stored, letter, reading, events, now, by_hand=by_hand)
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
    office.notify(Notice("decided", stored.id, details={"decision": decision, "letter": letter, "reading": reading}))
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
    if together is not None and letter.machine is None and may_be_alive(office, letter):
        together.alive.append((letter.sender.email, stored.raw.received_at))
    else:
        note_sign_of_life(office, tx, stored, letter, returned)
    if together is not None and decision.handling is Handling.IGNORE:
        together.verdicts.append((stored.id, decision.handling, decision.rule))
        return decision
    verdict = verdict_of(stored, letter, reading, decision, outcome)
    # Private mail leaves its UID and the verdict behind, nothing else.
    tx.inbox.judged(stored.id, verdict, now=now, keep=decision.handling is not Handling.IGNORE)
    if accepted:
        tx.inbox.resolve(stored.id, "accepted", now)
    return decision


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
