"""A delivery report about a mail of ours: the answer did not arrive, and a person is shown that.

The report itself is never answered and leaves nothing behind. Our Message-ID in it carries a signed token, so that a
forged report can't mark anything.
"""

from __future__ import annotations

import logging
import re

from mailreg.compose.marks import key_of
from mailreg.flow.office import Office
from mailreg.model.mail import Letter, MachineKind
from mailreg.store.engine import Transaction
from mailreg.store.inbox import StoredMail

log = logging.getLogger(__name__)
OURS = re.compile(rb"<mailreg\.[a-z2-7]{1,400}\.[a-z2-7]{8,40}@[^<>\s]{1,250}>")
DELAYED = re.compile(
    rb"^action:\s*(?:delayed|relayed|delivered|expanded)", re.IGNORECASE | re.MULTILINE
)  # RFC 3464, 2.3.3
FINAL = re.compile(
    rb"^action:\s*failed|(?<![\d.])5\.\d{1,3}\.\d{1,3}(?![\d.])|(?<!\d)55\d[ -]"
    rb"|permanent|undeliver|unzustell|could not be delivered",
    re.IGNORECASE | re.MULTILINE,
)
LOOKED_AT = 500_000  # bytes; a report is short, and our mail comes back near its top


def note_return(office: Office, tx: Transaction, stored: StoredMail, letter: Letter) -> int | None:
    """Mark the mail of ours that this report says could not be delivered; its number in the outbox, or None."""
    if letter.machine is None or letter.machine.kind is not MachineKind.BOUNCE:
        return None
    content = stored.raw.content[:LOOKED_AT]
    if DELAYED.search(content) or not FINAL.search(content):
        return None
    for message_id in dict.fromkeys(OURS.findall(content)):
        text = message_id.decode("ascii")
        row = tx.outbox.by_message_id(text) if key_of(text, office.desk.secret) else None
        if row is not None and tx.outbox.returned(
            row.id, "Die Mail kam als unzustellbar zurück.", stored.raw.received_at
        ):
            log.warning("outgoing %d came back as undeliverable", row.id)
            return row.id
    return None
