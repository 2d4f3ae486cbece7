"""A reply to one of our mails that quotes nothing, under another subject: the signed token in our Message-ID says what
it is about. It is read as if it quoted the mail that it answers, as most mail programs do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from mailreg.compose.marks import key_of
from mailreg.decode import decode
from mailreg.flow.office import Office
from mailreg.flow.understanding import read
from mailreg.model.mail import Letter, Segment, SegmentKind
from mailreg.model.reading import Kind, Reading
from mailreg.model.registration import Event
from mailreg.store.engine import Transaction
from mailreg.store.outboxrows import OutboxRow

WISHES = {Kind.REGISTER, Kind.CANCEL, Kind.CHANGE, Kind.QUESTION}
LOOKED_BACK = 10  # Message-IDs of a thread, the latest


def read_in_thread(
    office: Office, tx: Transaction, letter: Letter, reading: Reading, events: Sequence[Event], moment: datetime
) -> Reading:
    """`reading`, or another one where the letter does not say by itself that it is about the event of our mail. What
    names another event stays as it was read. `moment`: as in `read`."""
    if letter.machine is not None and letter.machine.certain:
        return reading
    from mailreg.understand.tie import PROVEN  # see understanding.py

    known = reading.event.value
    if known is not None and reading.event.confidence >= PROVEN:
        return reading
    ours = _answered(office, tx, letter)
    if ours is None or known not in {None, ours.outgoing.event}:
        return reading
    fuller = read(_with_quote(letter, decode(ours.outgoing.content).body), events, moment)
    # "Danke!" wants nothing of us, whatever it answers.
    return fuller if fuller.kind.value in WISHES else reading


def is_in_our_thread(office: Office, letter: Letter) -> bool:
    """Does the letter answer a mail of ours, by the token in its Message-ID? The database is not asked."""
    return any(key_of(message_id, office.desk.secret) for message_id in _thread(letter))


def _thread(letter: Letter) -> Iterator[str]:
    """The Message-IDs that the letter answers, the latest first."""
    return filter(None, (letter.in_reply_to, *reversed(letter.references[-LOOKED_BACK:])))


def _answered(office: Office, tx: Transaction, letter: Letter) -> OutboxRow | None:
    """The latest mail of ours in this thread that is about a registration."""
    for message_id in _thread(letter):
        if key_of(message_id, office.desk.secret):
            row = tx.outbox.by_message_id(message_id)
            if row is not None and row.outgoing.event and row.outgoing.registration:
                return row
    return None


def _with_quote(letter: Letter, text: str) -> Letter:
    start, body = len(letter.body), f"{letter.body}\n\n{text}"
    return replace(letter, body=body, segments=(*letter.segments, Segment(SegmentKind.QUOTED, start, len(body))))
