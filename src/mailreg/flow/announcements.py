"""An event that changes or is called off: who must know it, and the mails that tell them.

Saving the event and writing down that it must be told are one transaction; the mails are written afterwards, one
transaction each, by whoever comes first (the worker's next round). A crash in between loses none, and each has its key.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from mailreg.compose.marks import message_id_for
from mailreg.compose.rows import Facts
from mailreg.decode.eventfile import format_event, parse_events
from mailreg.flow.ledger import REMINDERS
from mailreg.flow.notices import write_notice
from mailreg.flow.office import Office
from mailreg.flow.safely import safely
from mailreg.model.outgoing import INTERNAL, DeliveryState, Purpose
from mailreg.model.registration import Event, Registration, Status
from mailreg.notices.addressees import Standing, address_of, addressees, all_of, merged, person_key, seats_of
from mailreg.store.engine import Transaction

NOTE = "announce:"
NEWS = (Purpose.EVENT_CHANGED, Purpose.EVENT_CANCELLED)
# What an event that is called off leaves to be said: that it is, and to who has withdrawn, that this was noted.
POINTLESS = tuple(
    p for p in Purpose if p not in {*INTERNAL, Purpose.EVENT_CANCELLED, Purpose.CANCELLED, Purpose.NOT_REGISTERED}
)
CALLED_OFF = (Status.CONFIRMED, Status.WAITING, Status.HELD)
CHANGED = (Status.CONFIRMED, Status.WAITING)


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is still to be told of an event. `before`: as its participants know it; `reason`: the organisers' words;
    `at`: when it changed. Who has registered since knows it as it is."""

    purpose: Purpose  # EVENT_CHANGED or EVENT_CANCELLED
    before: Event
    at: datetime
    reason: str = ""


def news(before: Event, after: Event, now: datetime) -> Purpose | None:
    """What participants must be told, or None: another time or place, or that it does not take place (or does after
    all). What is over is nobody's business."""
    if now >= after.end and now >= before.end:
        return None
    if after.cancelled:
        return None if before.cancelled else Purpose.EVENT_CANCELLED
    told = (before.start, before.end, before.place, before.cancelled) != (after.start, after.end, after.place, False)
    return Purpose.EVENT_CHANGED if told else None


@dataclass(frozen=True, slots=True)
class Concerned:
    """Who must hear of it, one mail: the contact of these registrations, the oldest first, or `person`, one of their
    people by their own address. `numbers`: of all registrations that this address has to do with, gone ones too."""

    registrations: tuple[Registration, ...]
    person: str | None = None
    numbers: tuple[int, ...] = ()


def concerned(tx: Transaction, event_id: str, purpose: Purpose, until: datetime | None = None) -> list[Concerned]:
    """Whom it concerns, each address once: who has a seat or waits for one; those that a person must still look at,
    too, where the event is called off; and who has been registered by somebody else and told so. `until`: without
    those that were told of the event, as it is, later than that."""
    wanted = CALLED_OFF if purpose is Purpose.EVENT_CANCELLED else CHANGED
    told = {(t.registration, t.email): t.written_at for t in tx.informed.of(event_id) if t.on_its_way}
    people: dict[int, list[tuple[str, datetime]]] = {}
    for (number, email), written_at in told.items():
        people.setdefault(number, []).append((email, written_at))
    found = []
    standings = [Standing(r, told=tuple(people.get(r.id or 0, ()))) for r in tx.registrations.all(event_id)]
    for one in addressees(standings):
        own = [s.registration for s in one.own if s.registration.status in wanted]
        named = [s.registration for s in one.named if seats_of(s.registration, one.email)]
        since = {r.id: r.created_at for r in own or named}
        if not own:
            written = {r.id: told[r.id or 0, one.email] for r in named}
            since = {r.id: max(r.created_at or written[r.id], written[r.id]) for r in named}
        theirs = tuple(r for r in own or named if until is None or (since[r.id] or until) <= until)
        if theirs:
            numbers = tuple(s.registration.id or 0 for s in (one.own if own else one.named))
            found.append(Concerned(theirs, None if own else one.email, numbers))
    return found


def save(tx: Transaction, after: Event, now: datetime, *, tell: bool, reason: str = "") -> Event:
    """Save a new or changed event, as it is then, with all that follows: reminders that have not gone out are written
    anew, those of an event that is called off never; with `tell` everybody whom it concerns is told."""
    before = tx.events.locked(after.id)
    if before is None:
        tx.events.save(after)
        return after
    zone = ZoneInfo(after.timezone)
    if before.start.astimezone(zone).date() != after.start.astimezone(zone).date() or (
        before.cancelled and not after.cancelled
    ):
        after = replace(after, dated_at=now)
    tx.events.save(after)
    saved = tx.events.get(after.id)
    assert saved is not None
    if saved.cancelled and not before.cancelled:
        tx.outbox.expire_all(saved.id, POINTLESS, "event_cancelled", now)
    elif saved.sequence != before.sequence:
        tx.outbox.forget(saved.id, REMINDERS)
        tx.outbox.expire_all(saved.id, NEWS, "superseded", now)
    _note(tx, before, saved, now, tell=tell, reason=reason)
    return saved


def _note(tx: Transaction, before: Event, saved: Event, now: datetime, *, tell: bool, reason: str) -> None:
    """Write down what is to be told. What has not been told yet of an earlier change is told together with this one."""
    pending = _read(tx.notes.get(NOTE + saved.id))
    known = pending.before if pending else before
    purpose = news(known, saved, now)
    if not (tell or pending):
        return
    if purpose is None:
        tx.notes.set(NOTE + saved.id, "")
        return
    words = {
        "purpose": purpose,
        "before": format_event(known),
        "at": now.isoformat(),
        "reason": reason or (pending.reason if pending else ""),
    }
    tx.notes.set(NOTE + saved.id, json.dumps(words, ensure_ascii=False))


def _read(note: str | None) -> Announcement | None:
    if not note:
        return None
    words = json.loads(note)
    (before,) = parse_events(words["before"], source="announcement")
    return Announcement(Purpose(words["purpose"]), before, datetime.fromisoformat(words["at"]), words["reason"])


def is_pending(tx: Transaction, event_id: str) -> bool:
    """Is a change of this event still to be told?"""
    return bool(tx.notes.get(NOTE + event_id))


def announce(office: Office, event: Event, now: datetime, stop: Callable[[], bool] = lambda: False) -> int:
    """Write the mails that tell of a changed event; their number. A person has asked for them when they changed it."""
    with office.store.begin() as tx:
        pending = _read(tx.notes.get(NOTE + event.id))
        people = concerned(tx, event.id, pending.purpose, pending.at) if pending else []
    if pending is None:
        return 0
    written = 0
    whole = True
    for one in people:
        if stop():
            return written
        done = safely(partial(_tell, office, one, pending, event, now))
        whole = whole and done is not None
        written += bool(done)
    if whole:
        with office.store.begin() as tx:
            if _read(tx.notes.get(NOTE + event.id)) == pending:
                tx.notes.set(NOTE + event.id, "")
    return written


def _tell(office: Office, one: Concerned, pending: Announcement, event: Event, now: datetime) -> bool:
    called_off = pending.purpose is Purpose.EVENT_CANCELLED
    with office.store.begin() as tx:
        fresh = tx.events.locked(event.id)
        if fresh is None or fresh != event:
            return False  # it has changed again: the next round tells that
        found = [tx.registrations.get(r.id) for r in one.registrations if r.id is not None]
        current = [r for r in found if r is not None and r.status is not Status.CANCELLED]
        hold = None
        if one.person is not None:
            current, hold = _known_to(tx, [r for r in current if seats_of(r, one.person)], one.person)
        keys = {n: person_key(_key(event, n, called_off=called_off), one.person) for n in one.numbers}
        # Written before a crash, when another registration of theirs was the first: it is the same mail.
        ids = [message_id_for(key, office.desk.secret, office.desk.domain) for key in keys.values()]
        if not current or (len(ids) > 1 and any(tx.outbox.by_message_id(i) for i in ids)):
            return False
        number = current[0].id or 0
        told = all_of(current) if one.person is None else merged(current, one.person)
        return write_notice(
            office,
            tx,
            pending.purpose,
            replace(told, id=number),
            fresh,
            keys[number],
            now,
            facts=Facts(before=None if called_off else pending.before, note=pending.reason),
            wanted=True,
            hold=hold,
            to=address_of(told, one.person),
            entries=current,
        )


def _key(event: Event, registration: int, *, called_off: bool) -> str:
    return f"{'cancelled' if called_off else 'changed'}-event:{event.id}:s{event.sequence}:{registration}"


def _known_to(
    tx: Transaction, registrations: Sequence[Registration], person: str
) -> tuple[list[Registration], str | None]:
    """Those of which one of their people has been told, and why the mail must wait, if it must: while it waits for a
    yes that somebody hears of their registration, so does what comes after it."""
    told = {r.id: t for r in registrations for t in tx.informed.of(r.event, r.id) if t.email == person and t.on_its_way}
    known = [r for r in registrations if r.id in told]
    out = [r for r in known if told[r.id].state is not DeliveryState.HELD]
    waits = None if out or not known else told[known[0].id].hold_reason
    return out or known, waits if waits != "maybe_sent" else None
