"""How fast the provider lets us send. A server that says "too many" is left alone for a while, whichever mail is next:
in the database, so that it holds over restarts and for every process."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mailreg.flow.office import Office
from mailreg.model.errors import RateLimited

PAUSES = (60, 120, 300, 900, 1800)  # seconds; the next one each time that nothing went out in between
_UNTIL = "sending paused until"
_STEP = "sending paused for the time"


def waiting(office: Office, now: datetime) -> RateLimited | None:
    """What to say while the pause lasts; None if there is none."""
    with office.store.begin() as tx:
        noted = tx.notes.get(_UNTIL)
    if not noted:
        return None
    until = datetime.fromisoformat(noted)
    # A clock that was set back, or a restored backup, must not stop the sending for long.
    if not now < until <= now + timedelta(seconds=PAUSES[-1]):
        return None
    at = until.astimezone(ZoneInfo(office.desk.timezone))
    return RateLimited(f"Der SMTP-Server bremst: zu viele Mails in kurzer Zeit. Um {at:%H:%M} Uhr geht es weiter.")


def slow_down(office: Office, now: datetime, *, anything_went: bool) -> float:
    """Begin a pause; its length in seconds. `anything_went`: the server took something in this round."""
    with office.store.begin() as tx:
        noted = tx.notes.get(_STEP)
        step = 0 if anything_went or not noted or _long_ago(tx.notes.get(_UNTIL), now) else int(noted) + 1
        seconds = PAUSES[min(step, len(PAUSES) - 1)]
        tx.notes.set(_STEP, str(step))
        tx.notes.set(_UNTIL, (now + timedelta(seconds=seconds)).isoformat())
    return seconds


def _long_ago(noted: str | None, now: datetime) -> bool:
    return not noted or now - datetime.fromisoformat(noted) > timedelta(hours=1)
