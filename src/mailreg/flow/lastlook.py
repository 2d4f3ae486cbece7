"""The last look at a mail before it goes out: much may have happened while it waited."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from mailreg.compose.letters import write_letter
from mailreg.flow.announcements import NEWS, POINTLESS
from mailreg.flow.ledger import REMINDERS
from mailreg.flow.office import Office
from mailreg.model.errors import OperationError
from mailreg.model.outgoing import NOTICES, Purpose
from mailreg.model.registration import Event
from mailreg.notices.addressees import address_of, merged, seats_of
from mailreg.notices.moments import quiet_until
from mailreg.notices.reminders import purpose
from mailreg.store.engine import Transaction
from mailreg.store.outboxrows import Claimed

log = logging.getLogger(__name__)
# These make sense after the start, too.
AFTER = {Purpose.THANKS, Purpose.EVENT_CANCELLED}
# For those who have a seat.
SEATED = {Purpose.REMINDER, Purpose.REMINDER_LAST, Purpose.PLACE_FREE, Purpose.THANKS}
# In nobody's night: they could have come earlier or can come later. All else answers somebody or is news.
BY_DAY = {Purpose.REMINDER, Purpose.REMINDER_LAST, Purpose.THANKS}


def look_at_all(
    office: Office, tx: Transaction, rows: Sequence[Claimed], now: datetime
) -> list[tuple[Claimed, datetime | None]]:
    """Those of the claimed mails that still make sense now, as they may go out, each with the moment from which on it
    is too late. The others have been put aside, or wait for the morning."""
    events = {name: tx.events.get(name) for name in {row.outgoing.event for row in rows} if name}
    due: list[tuple[Claimed, datetime | None]] = []
    for row in rows:
        event = events.get(row.outgoing.event or "")
        if event is None:
            due.append((row, None))
        elif _may_go(office, tx, row, event, now):
            until = event.start if row.outgoing.purpose not in AFTER else None
            due.append((_of_today(office, tx, row, event, now), until))
    return due


def _may_go(office: Office, tx: Transaction, claimed: Claimed, event: Event, now: datetime) -> bool:
    outgoing = claimed.outgoing
    if now >= event.start and outgoing.purpose not in AFTER:
        tx.outbox.expire(claimed.id, now)
        return False
    if claimed.recovered:
        # A copy may be out: whatever has happened since, what became of it must be found out.
        return True
    reason = _pointless(tx, claimed, event)
    if reason is not None:
        tx.outbox.spare(claimed.id, reason, now)
        log.info("outgoing %d is not needed: %s", claimed.id, reason)
        return False
    if outgoing.purpose in BY_DAY:
        morning = quiet_until(now, event, office.quiet)
        if morning > now:
            tx.outbox.retry(claimed.id, "", morning, office.worker)
            return False
    return True


def _pointless(tx: Transaction, claimed: Claimed, event: Event) -> str | None:
    """The code of the reason why nobody needs this mail any more, or None."""
    outgoing = claimed.outgoing
    if event.cancelled and outgoing.purpose in POINTLESS:
        return "event_cancelled"
    if outgoing.purpose in NOTICES and tx.addresses.unreachable([outgoing.recipient]):
        return "unreachable"
    if outgoing.registration is None or outgoing.purpose not in {*SEATED, *NEWS}:
        return None
    registration = tx.registrations.get(outgoing.registration)
    if registration is not None and outgoing.recipient.lower() != registration.contact.email:
        theirs = tx.registrations.of_address(outgoing.recipient, event.id)
        return None if any(seats_of(r, outgoing.recipient) for r in theirs) else "not_coming"
    if outgoing.purpose in SEATED and (registration is None or not registration.taken):
        return "not_coming"
    return None


def _of_today(office: Office, tx: Transaction, claimed: Claimed, event: Event, now: datetime) -> Claimed:
    """A reminder that has waited overnight says "tomorrow" of what is today: it is written anew, as the same mail."""
    outgoing, written = claimed.outgoing, claimed.created_at
    zone = ZoneInfo(event.timezone)
    if outgoing.purpose not in REMINDERS or claimed.recovered or written is None:
        return claimed
    if written.astimezone(zone).date() == now.astimezone(zone).date():
        return claimed
    recipient = outgoing.recipient
    theirs = tx.registrations.of_address(recipient, event.id)
    mine = [r for r in theirs if r.contact.email == recipient.lower()]
    # What is about one of somebody else's people stays so.
    person = None if any(r.id == outgoing.registration for r in mine) else recipient
    mine = [r for r in mine if r.taken] if person is None else [r for r in theirs if seats_of(r, recipient)]
    if not mine:
        return claimed
    told = replace(merged(mine, person), id=outgoing.registration)
    try:
        fresh = write_letter(
            purpose(event, now),
            told,
            event,
            to=address_of(told, person),
            desk=office.desk,
            key=outgoing.key,
            templates=office.templates,
            now=now,
            entries=[merged([r], person) for r in mine],
        )
    except OperationError as error:  # better yesterday's words than none
        log.warning("outgoing %d could not be written anew: %s", claimed.id, type(error).__name__)
        return claimed
    tx.outbox.rewrite(claimed.id, fresh, now)
    return replace(claimed, outgoing=fresh)
