"""Mail of ours that comes back, and signs that an address works after all.

A delivery report is tied to a mail of ours by the signed token in that mail's Message-ID, so that a forged one marks
nothing. For good: the mail has failed, and its recipient is not written to any more. For now: the same mail goes out
again, twice at most. The report itself is never answered and leaves nothing behind. A report without our token is shown
to a person if it names somebody to whom we have just written: many servers cut the header of what they return.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailreg.compose.marks import key_of
from mailreg.flow.office import Office
from mailreg.model.mail import Letter, MachineKind
from mailreg.model.outgoing import INTERNAL
from mailreg.model.report import DeliveryReport, Fate, Reason, Undelivered
from mailreg.store.addresses import AddressMark
from mailreg.store.engine import Transaction
from mailreg.store.mailrows import StoredMail
from mailreg.store.names import email_key
from mailreg.store.outboxrows import Claimed, OutboxRow

log = logging.getLogger(__name__)
AGAIN = (timedelta(hours=4), timedelta(hours=24))  # after a failure for now; after the last one a person is shown it
LATELY = timedelta(days=10)  # a report without our token is about a mail of ours at most so old
SKEW = timedelta(hours=1)  # how far the clocks of two servers may differ
REPORTS = frozenset({MachineKind.BOUNCE, MachineKind.RECEIPT})
# A mail from an address shows that it lives, be it a person's or their mail program's.
ALIVE = frozenset({MachineKind.ABSENCE, MachineKind.RECEIPT, MachineKind.CALENDAR, MachineKind.AUTO})
OF_THE_ADDRESS = frozenset({Reason.UNKNOWN_USER, Reason.DISABLED, Reason.MOVED, Reason.MAILBOX_FULL, Reason.DNS})
# What speaks against this mail or against our server, not against the address: a block list must not silence us.
OF_OURS = frozenset({Reason.BLOCKED, Reason.TOO_LARGE, Reason.LOOP})
WORDS = {
    Reason.UNKNOWN_USER: "die Adresse gibt es nicht",
    Reason.DISABLED: "das Postfach ist stillgelegt",
    Reason.MOVED: "das Postfach ist umgezogen",
    Reason.MAILBOX_FULL: "das Postfach ist voll",
    Reason.TOO_LARGE: "die Mail ist dem Server zu groß",
    Reason.BLOCKED: "der Server dort nimmt unsere Mails nicht an",
    Reason.DNS: "die Domain der Adresse gibt es nicht, oder sie nimmt keine Mails an",
    Reason.UNREACHABLE: "der Server dort ist nicht erreichbar",
    Reason.LOOP: "die Mail lief im Kreis",
    Reason.OTHER: "der Server nennt keinen klaren Grund",
}


@dataclass(frozen=True, slots=True)
class Return:
    """A delivery report, and the mail of ours that it is about, or None. `shown`: a person must look at it, because it
    names somebody to whom we have just written, without our token."""

    report: DeliveryReport
    row: OutboxRow | None
    shown: bool = False


def read_return(office: Office, tx: Transaction, stored: StoredMail, letter: Letter) -> Return | None:
    """What a stored mail says about a mail of ours, or None where it is no delivery report."""
    if letter.machine is None or letter.machine.kind not in REPORTS or not letter.machine.certain:
        return None
    from mailreg.decode.report import read_report  # here, like the others below: most rounds bring no report

    report = read_report(stored.raw.content)
    if report is None or (not report.recipients and report.unnamed is None):
        return None
    row = _ours(office, tx, report)
    came = stored.raw.received_at
    named = {address for r in report.failed for address in r.addresses}
    shown = row is None and tx.returns.written_to(named - office.own_addresses, came - LATELY, came + SKEW)
    return Return(report, row, shown)


def _ours(office: Office, tx: Transaction, report: DeliveryReport) -> OutboxRow | None:
    """By the Message-ID of the mail that came back; by the report's thread only where that is not known: who replies
    by hand in our thread has our Message-ID among her References."""
    for message_id in report.message_ids or report.thread:
        if key_of(message_id, office.desk.secret) and (row := tx.outbox.by_message_id(message_id)) is not None:
            return row
    return None


def note_return(tx: Transaction, stored: StoredMail, letter: Letter, found: Return) -> None:
    """Write down what a report says about a mail of ours. The same report twice changes nothing."""
    row, came = found.row, stored.raw.received_at
    if row is None or (row.sent_at is not None and came < row.sent_at - SKEW):
        return  # a report about an earlier try, come late
    what = _about(found.report, row)
    if what is None or what.fate is Fate.RELAYED:
        return
    if what.fate is Fate.DELAYED:
        tx.returns.delayed(row.id, f"Kommt verspätet an: {WORDS[what.reason]}.", came)
        return
    known = _known(tx, row)
    sign = hashlib.sha256(letter.message_id.encode() if letter.message_id else stored.raw.content).hexdigest()[:16]
    if sign in known:
        return
    changed = _hard(tx, row, what, came) if what.hard else _soft(tx, row, what, came, len(known))
    if changed:
        tx.notes.set(_note(row), " ".join((*known, sign)))
        log.warning("outgoing %d came back (%s, %s)", row.id, "hard" if what.hard else "soft", what.reason)


def _about(report: DeliveryReport, row: OutboxRow) -> Undelivered | None:
    """What the report says about the recipient of a mail of ours. Other addresses are those that it was forwarded to:
    where it failed at some of them for now only, it failed for now."""
    recipient = email_key(row.outgoing.recipient)
    named = [r for r in report.recipients if recipient in r.addresses]
    candidates = named or list(report.recipients)
    failed = [r for r in candidates if r.fate is Fate.FINAL]
    if failed:
        return min(failed, key=lambda r: r.hard)
    return candidates[0] if candidates else report.unnamed


def _note(row: OutboxRow) -> str:
    return f"returns of outgoing {row.id}"


def _known(tx: Transaction, row: OutboxRow) -> tuple[str, ...]:
    """The reports that have been counted for this mail."""
    return tuple((tx.notes.get(_note(row)) or "").split())


def _hard(tx: Transaction, row: OutboxRow, what: Undelivered, came: datetime) -> bool:
    if not tx.returns.failed(row.id, f"Kam als unzustellbar zurück: {WORDS[what.reason]}.", came):
        return False
    if row.outgoing.purpose not in INTERNAL and what.reason not in OF_OURS:
        _mark(tx, row, what, came, unreachable=True)
    return True


def note_refusal(tx: Transaction, claimed: Claimed, words: str, now: datetime) -> None:
    """Our own SMTP server refused the recipient at once. `words`: what it said. Only what is about the address counts:
    a server that relays nothing for us refuses everybody."""
    from mailreg.decode.reportcodes import judge, one_line

    verdict = judge(None, words, "", Fate.FINAL)
    if verdict.hard and verdict.reason in OF_THE_ADDRESS and claimed.outgoing.purpose not in INTERNAL:
        recipient = claimed.outgoing.recipient
        what = Undelivered(recipient, Fate.FINAL, True, verdict.status, verdict.reason, one_line(words))
        _mark(tx, claimed, what, now, unreachable=True)


def _soft(tx: Transaction, row: OutboxRow, what: Undelivered, came: datetime, before: int) -> bool:
    why = f"Kam vorläufig zurück: {WORDS[what.reason]}."
    if before < len(AGAIN) and row.outgoing.purpose not in INTERNAL:
        changed = tx.returns.send_again(row.id, why, came + AGAIN[before], came)
    else:
        changed = tx.returns.failed(row.id, f"Kam immer wieder zurück: {WORDS[what.reason]}.", came)
    if changed and row.outgoing.purpose not in INTERNAL:
        _mark(tx, row, what, came, unreachable=False)
    return changed


def _mark(tx: Transaction, row: OutboxRow | Claimed, what: Undelivered, came: datetime, *, unreachable: bool) -> None:
    known = tx.addresses.get(row.outgoing.recipient)
    since = known.unreachable_at if known else None
    tx.addresses.mark(
        AddressMark(
            email=row.outgoing.recipient,
            reason=what.reason,
            last_bounce_at=came,
            diagnostic=what.diagnostic,
            unreachable_at=since or (came if unreachable else None),
            soft_bounces=(known.soft_bounces if known else 0) + (not unreachable),
            outgoing=row.id,
            replacement=known.replacement if known else None,
        )
    )


def may_be_alive(office: Office, letter: Letter) -> bool:
    """Does the mail, which is no delivery report, show that its sender's address works?"""
    sender, machine = letter.sender.email, letter.machine
    foreign = bool(sender) and sender not in office.own_addresses
    return foreign and not letter.authentication.forged and (machine is None or machine.kind in ALIVE)


def note_sign_of_life(
    office: Office, tx: Transaction, stored: StoredMail, letter: Letter, found: Return | None
) -> None:
    """A mail from an address shows that it can be reached: what was known against it goes. An absence note may name
    somebody else: that is kept for the organisers if the note answers a mail of ours; nobody writes there."""
    if found is not None or not letter.sender.email or letter.sender.email in office.own_addresses:
        return
    machine = letter.machine
    if may_be_alive(office, letter):
        tx.addresses.clear(letter.sender.email, before=stored.raw.received_at)
    if machine is None or machine.kind not in {MachineKind.ABSENCE, MachineKind.AUTO, MachineKind.BOUNCE}:
        return
    row = _answered(office, tx, letter)
    if row is None:
        return
    from mailreg.decode.absence import replacement

    instead = replacement(letter)
    if instead is None:
        return
    recipient = row.outgoing.recipient
    known = tx.addresses.get(recipient)
    mark = known or AddressMark(recipient, "absent", stored.raw.received_at, outgoing=row.id)
    written = f"{instead.name} <{instead.email}>" if instead.name else instead.email
    tx.addresses.mark(replace(mark, replacement=written))


def _answered(office: Office, tx: Transaction, letter: Letter) -> OutboxRow | None:
    """The mail of ours that a letter answers, by its token."""
    for message_id in (letter.in_reply_to, *reversed(letter.references[-10:])):
        if message_id and key_of(message_id, office.desk.secret):
            row = tx.outbox.by_message_id(message_id)
            if row is not None and row.outgoing.purpose not in INTERNAL:
                return row
    return None
