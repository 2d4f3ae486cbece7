"""The last look at a mail before it goes out: much may have happened while it waited."""

from __future__ import annotations

import logging
from datetime import datetime

from mailreg.flow.announcements import POINTLESS
from mailreg.flow.office import Office
from mailreg.model.outgoing import NOTICES, Purpose
from mailreg.model.registration import Event
from mailreg.notices.moments import quiet_until
from mailreg.store.engine import Transaction
from mailreg.store.outbox import Claimed

log = logging.getLogger(__name__)
# These make sense after the start, too.
AFTER = {Purpose.THANKS, Purpose.EVENT_CANCELLED}
# For those who have a seat.
SEATED = {Purpose.REMINDER, Purpose.REMINDER_LAST, Purpose.PLACE_FREE, Purpose.THANKS}
# In nobody's night: they could have come earlier or can come later. All else answers somebody or is news.
BY_DAY = {Purpose.REMINDER, Purpose.REMINDER_LAST, Purpose.THANKS}


def may_go(office: Office, claimed: Claimed, now: datetime) -> bool:
    """True if the claimed mail still makes sense now. Else it has been put aside, or waits for the morning."""
    outgoing = claimed.outgoing
    if claimed.recovered:
        # A copy may be out: whatever has happened since, what became of it must be found out.
        return not _begun(office, claimed, now)
    with office.store.begin() as tx:
        event = tx.events.get(outgoing.event) if outgoing.event else None
        if event is None:
            return True
        if now >= event.start and outgoing.purpose not in AFTER:
            tx.outbox.expire(claimed.id, now)
            return False
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


def _begun(office: Office, claimed: Claimed, now: datetime) -> bool:
    with office.store.begin() as tx:
        event = tx.events.get(claimed.outgoing.event) if claimed.outgoing.event else None
        if event is None or now < event.start or claimed.outgoing.purpose in AFTER:
            return False
        tx.outbox.expire(claimed.id, now)
        return True


def _pointless(tx: Transaction, claimed: Claimed, event: Event) -> str | None:
    """The code of the reason why nobody needs this mail any more, or None."""
    outgoing = claimed.outgoing
    if event.cancelled and outgoing.purpose in POINTLESS:
        return "event_cancelled"
    if outgoing.purpose in NOTICES and tx.addresses.unreachable([outgoing.recipient]):
        return "unreachable"
    if outgoing.purpose in SEATED and outgoing.registration is not None:
        registration = tx.registrations.get(outgoing.registration)
        if registration is None or not registration.taken:
            return "not_coming"
    return None
