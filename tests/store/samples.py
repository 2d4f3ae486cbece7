"""Invented values for the store's tests."""

from __future__ import annotations

from datetime import UTC, datetime

from mailreg.model.decision import Handling
from mailreg.model.mail import Address, MailKey, RawMail
from mailreg.model.outgoing import DeliveryState, Outgoing, Purpose
from mailreg.model.ports import Cursor
from mailreg.model.registration import Participant, Registration
from mailreg.store.engine import Store, Transaction
from mailreg.store.mailrows import Verdict

NOW = datetime(2022, 9, 1, 12, 0, tzinfo=UTC)
BOX, FOLDER = "anmeldung@verein.example", "INBOX"


def raw(uid: int, content: bytes = b"Subject: Anmeldung\r\n\r\nIch komme.\r\n", uidvalidity: int = 7) -> RawMail:
    return RawMail(MailKey(BOX, FOLDER, uidvalidity, uid), NOW, content, len(content))


def fetched(tx: Transaction, *uids: int, first_sight: bool = False, uidvalidity: int = 7) -> int:
    """Store mails with these UIDs; the number of new ones."""
    mails = [raw(uid, b"mail %d of %d" % (uid, uidvalidity), uidvalidity) for uid in uids]
    cursor = Cursor(uidvalidity, max(uids) + 1)
    return tx.inbox.store_fetched(mails, BOX, FOLDER, cursor, first_sight=first_sight, now=NOW)


def verdict(handling: Handling, **more: object) -> Verdict:
    values: dict[str, object] = {
        "kind": "register",
        "rule": "clear registration",
        "why": "Eine klare Anmeldung.",
        "event": "treffen",
        "reading": {"kind": {"value": "register", "evidence": [["body", 0, 10]]}},
        "message_id": "<one@example.org>",
        "content_hash": "00ff",
    }
    return Verdict(handling, **(values | more))  # type: ignore[arg-type]


def registration(
    name: str | None = "Zoë Müller", email: str = "zoe@example.org", event: str = "treffen"
) -> Registration:
    return Registration(event, Address(email, name), "de", (Participant(name, email),))


def outgoing(
    key: str = "confirm:1:v1", recipient: str = "zoe@example.org", purpose: Purpose = Purpose.CONFIRM
) -> Outgoing:
    return Outgoing(
        key, purpose, recipient, f"<{key}@verein.example>", b"Subject: =?x?=\r\n\r\n\x00\xff\r\n", event="treffen"
    )


def enqueue(store: Store, *keys: str, state: DeliveryState = DeliveryState.QUEUED) -> None:
    with store.begin() as tx:
        for key in keys:
            assert tx.outbox.add(outgoing(key), state=state, hold_reason=None, now=NOW)
