"""A person has looked at a mail and says: take it as it was understood."""

from __future__ import annotations

from datetime import datetime

from mailreg.decode import decode
from mailreg.flow.inbound import conclude_in
from mailreg.flow.office import Office
from mailreg.flow.threads import read_in_thread
from mailreg.model.errors import NotPossible
from mailreg.model.reading import Kind
from mailreg.store.engine import Transaction
from mailreg.store.mailrows import MailState, StoredMail
from mailreg.understand.read import read

ACCEPTABLE = {Kind.REGISTER, Kind.CHANGE, Kind.CANCEL}


def accept(office: Office, number: int, now: datetime) -> str:
    """Apply a mail that waits in review. One plain German line. Raises UsageError where that makes no sense."""
    with office.store.begin() as tx:
        return accept_in(office, tx, number, now)


def accept_in(office: Office, tx: Transaction, number: int, now: datetime) -> str:
    """The same inside the caller's transaction."""
    mail = tx.inbox.get(number)
    events = tx.events.all()
    by_hand = tx.by_hand.reopen(number)
    if by_hand:
        mail = tx.inbox.get(number)
    if mail is None or mail.raw is None or mail.state is not MailState.REVIEW:
        raise NotPossible("not_waiting", f"Eine Mail Nr. {number} wartet nicht auf eine Person.")
    stored = StoredMail(mail.id, mail.raw, mail.attempts, mail.first_sight)
    letter = decode(stored.raw.content, own_addresses=office.own_addresses)
    alone = read(letter, events, stored.raw.received_at)
    reading = read_in_thread(office, tx, letter, alone, events, stored.raw.received_at)
    if reading.kind.value not in ACCEPTABLE:
        raise NotPossible(
            "no_wish", "Das ist keine Anmeldung, Änderung oder Absage: bitte selbst antworten, dann „done“."
        )
    if reading.event.value is None:
        raise NotPossible(
            "event_unclear", "Es ist unklar, um welche Veranstaltung es geht: bitte selbst antworten, dann „done“."
        )
    if not reading.people and not reading.withdrawn:
        raise NotPossible("nobody", "Es ist unklar, um wen es geht: bitte selbst antworten, dann „done“.")
    conclude_in(tx, office, stored, letter, reading, events, now, accepted=True, by_hand=by_hand)
    if by_hand:
        return "Übernommen. Sie haben schon selbst geantwortet; von mailreg geht keine Antwort hinaus."
    return "Übernommen; die Antwort geht beim nächsten Durchgang hinaus."
