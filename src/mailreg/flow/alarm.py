"""Failure that lasts: one alert after 15 minutes, one line on recovery. Never a second alert for the same failure."""

from __future__ import annotations

from datetime import datetime, timedelta

from mailreg.compose.letters import write_alert
from mailreg.flow.office import Office
from mailreg.model.errors import OperationError
from mailreg.model.outgoing import DeliveryState, Purpose
from mailreg.store.engine import Transaction

PATIENCE = timedelta(minutes=15)
FAILING = "failing since"
PROBLEM = "failing with"
KIND = "failing with error"  # the name of its class
ALERTED = "alerted"
LAST_GOOD = "last good round"
LAST_TRY = "last round"


def note_success(office: Office, now: datetime) -> bool:
    """A round went well: remember it, and tell of the recovery if the failure was told. True if that was written."""
    told = False
    with office.store.begin() as tx:
        since = tx.notes.get(FAILING)
        if since and tx.notes.get(ALERTED):
            _tell(office, tx, Purpose.RECOVERED, datetime.fromisoformat(since), now)
            told = True
        for note in (FAILING, PROBLEM, KIND, ALERTED):
            if tx.notes.get(note):
                tx.notes.set(note, "")
        tx.notes.set(LAST_GOOD, now.isoformat())
        tx.notes.set(LAST_TRY, now.isoformat())
    return told


def note_failure(office: Office, problem: OperationError, now: datetime) -> bool:
    """A round failed: True if the alert was written just now. The alert goes through the outbox like all our mail; if
    it is SMTP that is down, it goes out when that works again."""
    with office.store.begin() as tx:
        tx.notes.set(LAST_TRY, now.isoformat())
        since = tx.notes.get(FAILING)
        tx.notes.set(PROBLEM, str(problem))
        tx.notes.set(KIND, type(problem).__name__)
        if not since:
            tx.notes.set(FAILING, now.isoformat())
            return False
        if tx.notes.get(ALERTED) or now - datetime.fromisoformat(since) < PATIENCE:
            return False
        _tell(office, tx, Purpose.ALERT, datetime.fromisoformat(since), now)
        tx.notes.set(ALERTED, now.isoformat())
        return True


def _tell(office: Office, tx: Transaction, purpose: Purpose, since: datetime, now: datetime) -> None:
    for recipient in office.organisers or (office.desk.address.email,):
        outgoing = write_alert(
            purpose,
            to=recipient,
            desk=office.desk,
            key=f"{purpose}:{since.isoformat()}:{recipient}",
            templates=office.templates,
            now=now,
            problem=tx.notes.get(PROBLEM) or "",
            kind=tx.notes.get(KIND) or "",
            since=since,
        )
        tx.outbox.add(outgoing, state=DeliveryState.QUEUED, hold_reason=None, now=now)
