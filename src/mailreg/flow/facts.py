"""The facts from outside the mail that a decision may depend on, gathered inside the transaction that uses them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from mailreg.compose.marks import key_of
from mailreg.decode import decode
from mailreg.flow.office import Office
from mailreg.model.decision import Role, Situation, Traffic
from mailreg.model.mail import Letter
from mailreg.model.reading import Kind, Reading
from mailreg.model.registration import Event, Registration
from mailreg.registrations import waitinglist
from mailreg.store.engine import Transaction
from mailreg.store.mailrows import StoredMail

Events = Sequence[Event]
SILENT = {Kind.AUTOMATIC, Kind.UNRELATED}


def situation(
    office: Office,
    tx: Transaction,
    stored: StoredMail,
    letter: Letter,
    reading: Reading,
    events: Events,
    now: datetime,
    *,
    by_hand: bool,
) -> Situation:
    """All facts about one mail. For a mail that wants nothing of us only the cheap ones are gathered."""
    sender = letter.answer_to.email
    silent = reading.kind.value in SILENT
    left: int | None = None
    own: tuple[Registration, ...] = ()
    elsewhere: tuple[Registration, ...] = ()
    traffic = Traffic()
    if not silent:
        own = tuple(tx.registrations.of_address(sender)) if sender else ()
        own += tuple(r for r in in_thread(office, tx, letter) if all(r.id != o.id for o in own))
        names = [p.name for p in reading.people if p.name] + [w.value for w in reading.withdrawn]
        known = {r.id for r in own}
        elsewhere = (
            tuple(r for r in tx.registrations.naming(names, reading.event.value) if r.id not in known) if names else ()
        )
        # The ceilings go by when mails came: catching up after a long weekend is no flood.
        traffic = tx.outbox.traffic(sender, stored.raw.received_at) if sender else traffic
        # The round may have begun before somebody called the event off, or gave it more seats.
        event = tx.events.locked(reading.event.value) if reading.event.value else None
        if event is not None:
            events = [event if e.id == event.id else e for e in events]
            left = seats_left(tx, event)
    return Situation(
        now=now,
        received_at=stored.raw.received_at,
        events=tuple(events),
        own_addresses=office.own_addresses,
        role=role(office, letter, bool(own)),
        registrations=own,
        registered_elsewhere=elsewhere,
        mode=office.mode,
        first_sight=stored.first_sight,
        # Under a Message-ID that several mails share, the Sent folder may hold our own answer to another of them.
        answered_by_hand=by_hand and not (letter.message_id and tx.outbox.has_answered(letter.message_id)),
        seen_before=not silent and _seen(office, tx, letter, stored),
        traffic=traffic,
        seats_left=left,
    )


def seats_left(tx: Transaction, event: Event) -> int | None:
    """The seats that a newcomer can have. None: as many as come."""
    if event.capacity is None:
        return None
    return waitinglist.seats_left(event.capacity, tx.registrations.taken(event.id), tx.registrations.queue(event.id))


def _seen(office: Office, tx: Transaction, letter: Letter, stored: StoredMail) -> bool:
    """Is this a copy of a mail that has been judged? The same bytes, or the same Message-ID with nothing new in it: a
    copy through another way has other headers. Two registrations under one Message-ID are two."""
    if tx.inbox.seen(stored.digest, besides=stored.id):
        return True
    return any(
        _nothing_new(letter, decode(content, own_addresses=office.own_addresses))
        for content in tx.inbox.with_message_id(letter.message_id, besides=stored.id)
    )


def _nothing_new(letter: Letter, known: Letter) -> bool:
    if (letter.sender.email, _subject(letter), letter.attachments) != (
        known.sender.email, _subject(known), known.attachments,
    ):  # fmt: skip
        return False
    # The whole text, with the signature: there the name stands. What a list writes below begins with a line.
    text, other = (" ".join(one.body.split()).partition(" ____")[0] for one in (letter, known))
    return text == other


def _subject(letter: Letter) -> str:
    """Without the tags that lists and virus scanners put before it."""
    return re.sub(r"\[[^\]]{1,60}\]", " ", letter.subject).strip()


def in_thread(office: Office, tx: Transaction, letter: Letter) -> list[Registration]:
    """The registrations that our own mails in this thread were about: their Message-IDs carry a signed token, so that
    a reply finds its registration from any address."""
    found = []
    for message_id in {letter.in_reply_to, *letter.references[-10:]} - {None}:
        assert message_id is not None
        if key_of(message_id, office.desk.secret):
            row = tx.outbox.by_message_id(message_id)
            registration = (
                tx.registrations.get(row.outgoing.registration) if row and row.outgoing.registration else None
            )
            if registration:
                found.append(registration)
    return found


def role(office: Office, letter: Letter, registered: bool) -> Role:
    """Who writes."""
    if letter.sender.email in office.own_addresses or (
        letter.message_id and key_of(letter.message_id, office.desk.secret)
    ):
        return Role.OURSELVES
    if letter.sender.email in office.organisers:
        return Role.ORGANISER
    return Role.REGISTERED if registered else Role.STRANGER
