"""The facts of a digest, gathered inside the transaction that writes it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from mailreg.decode import decode
from mailreg.decode.head import head
from mailreg.flow.ledger import missed_of
from mailreg.flow.office import Office
from mailreg.flow.refusals import reason_of
from mailreg.model.command import Verb
from mailreg.model.decision import Mode
from mailreg.model.digest import (
    BrokenMail,
    CommandDone,
    DigestFacts,
    HeldMail,
    Missed,
    Note,
    OpenAnswer,
    Unreachable,
    Version,
)
from mailreg.model.mail import Letter, Span
from mailreg.model.outgoing import INTERNAL, DeliveryState, Purpose
from mailreg.model.reading import Kind, NeedKind
from mailreg.model.registration import Registration, Status
from mailreg.notices import costs, quotes
from mailreg.notices.digest import is_shown
from mailreg.registrations.remarks import remarks_in
from mailreg.store.engine import Transaction
from mailreg.store.mailrows import JudgedMail
from mailreg.store.outboxrows import OutboxRow
from mailreg.store.registrations import Change

COMMANDS = "command:"  # notes: the commands that were carried out, by the id of their mail
SETTLED = "settled:"  # notes: the hints that an organiser has settled
ACCEPTABLE = {Kind.REGISTER, Kind.CHANGE, Kind.CANCEL}


class Gathering:
    """What several recipients' digests of one round share: the transaction's rows, and letters once decoded."""

    def __init__(self, office: Office, tx: Transaction, now: datetime) -> None:
        self._office, self._tx, self._now = office, tx, now
        self._events = tx.events.all()
        self._titles = {event.id: event.title for event in self._events}
        self._shown = [event for event in self._events if is_shown(event, now)]
        self._registrations = [r for event in self._shown for r in tx.registrations.all(event.id)]
        self._by_id = {r.id: r for r in self._registrations}
        self._changes = {number: c for e in self._shown for number, c in tx.registrations.histories(e.id).items()}
        self._letters: dict[int, tuple[JudgedMail, Letter] | None] = {}

    def facts(self, since: datetime | None) -> DigestFacts:
        """For a recipient whose last digest was written at `since`."""
        tx = self._tx
        unreachable = tuple(self._unreachable())
        gone = {u.email for u in unreachable if u.reason != "absent"}
        held = [r for r in tx.outbox.list([DeliveryState.HELD]) if self._matters(r)]
        failed = [r for r in tx.outbox.list([DeliveryState.FAILED]) if self._matters(r)]
        observing = self._office.mode is Mode.OBSERVE
        return DigestFacts(
            now=self._now,
            since=since,
            events=tuple(self._shown),
            registrations=tuple(self._registrations),
            histories={n: tuple(Version(c.at, c.status, c.seats) for c in all_) for n, all_ in self._changes.items()},
            said=self._said(),
            settled=frozenset(tx.notes.starting(SETTLED)),
            held=tuple(self._held(mail) for mail in tx.inbox.in_review()),
            questions=tuple(self._questions()),
            approvals=() if observing else tuple(self._answer(row) for row in held),
            unreachable=unreachable,
            # Of whom nothing arrives, one line is enough.
            failed=tuple(self._answer(row) for row in failed if row.outgoing.recipient.lower() not in gone),
            broken=tuple(_broken(mail) for mail in tx.inbox.quarantined()),
            missed=() if observing else tuple(self._missed()),
            commands=tuple(_commands(tx.notes.starting(COMMANDS), since)),
            observed=len(held) if observing else 0,
            observing=observing,
        )

    def registrations(self, event: str) -> Sequence[Registration]:
        return [r for r in self._registrations if r.event == event]

    def _matters(self, row: OutboxRow) -> bool:
        """An answer to somebody whose event has begun can't go out any more."""
        event = next((e for e in self._events if e.id == row.outgoing.event), None)
        late = event is not None and self._now >= event.start
        return not late or row.outgoing.purpose in {Purpose.THANKS, *INTERNAL}

    def _held(self, mail: JudgedMail) -> HeldMail:
        letter = decode(mail.raw.content if mail.raw else b"", own_addresses=self._office.own_addresses)
        verdict = mail.verdict
        reading = dict(verdict.reading or {}) if verdict else {}
        spans = [*_doubts(reading), *_spans(reading, "question"), *_spans(reading, "kind"), *_needs(reading)]
        return replace(
            self._mail(mail, letter),
            rule=verdict.rule if verdict else "",
            why=verdict.why if verdict else "",
            notes=tuple(Note(code, names) for code, names in remarks_in(verdict.why if verdict else "")),
            quotes=quotes.sentences(letter, spans) or tuple(filter(None, [quotes.beginning(letter)])),
            acceptable=bool(
                verdict
                and verdict.kind in ACCEPTABLE
                and verdict.event
                and (reading.get("people") or reading.get("withdrawn"))
            ),
            seats=int(reading.get("headcount", {}).get("value", 0)),
            rivals=tuple((field, value) for field, value in reading.get("rivals", ())),
        )

    def _mail(self, mail: JudgedMail, letter: Letter) -> HeldMail:
        """Who wrote, when, about what: the rest depends on why it is shown."""
        verdict = mail.verdict
        return HeldMail(
            number=mail.id,
            at=mail.received_at or self._now,
            email=letter.answer_to.email,
            name=letter.answer_to.name or letter.sender.name or "",
            subject=letter.subject,
            message_id=letter.message_id,
            kind=verdict.kind if verdict else "",
            event=self._titles.get(verdict.event or "", "") if verdict else "",
        )

    def _questions(self) -> Iterable[HeldMail]:
        """Questions that our answers have passed on, until they are settled or their event is over."""
        shown = {event.id for event in self._shown if self._now < event.end}
        for mail in self._tx.inbox.with_question():
            if mail.verdict is None or mail.verdict.event not in shown:
                continue
            found = self._letter(mail.id)
            if found is None:
                continue
            _, letter = found
            reading = dict(mail.verdict.reading or {})
            yield replace(
                self._mail(mail, letter),
                quotes=quotes.sentences(letter, _spans(reading, "question")),
            )

    def _answer(self, row: OutboxRow) -> OpenAnswer:
        registration = self._by_id.get(row.outgoing.registration)
        name, phone = _contact(registration, row.outgoing.recipient)
        error = row.delivery.error or ""
        failed, code = reason_of(error) if row.delivery.state is DeliveryState.FAILED else ("", "")
        return OpenAnswer(
            number=row.id,
            at=row.created_at,
            purpose=row.outgoing.purpose,
            email=row.outgoing.recipient,
            name=name,
            phone=phone,
            event=self._titles.get(row.outgoing.event or "", ""),
            reason=row.delivery.hold_reason or failed,
            error=error,
            code=code,
        )

    def _unreachable(self) -> Iterable[Unreachable]:
        """Addresses from which mail came back, or whose absence note names another, of people who still want to
        come."""
        coming = {e.id for e in self._shown if self._now < e.start and not e.cancelled}
        for mark in self._tx.addresses.all():
            since = mark.unreachable_at or (mark.last_bounce_at if mark.replacement else None)
            if since is None:
                continue
            theirs = [
                r
                for r in self._tx.registrations.of_address(mark.email)
                if r.event in coming and r.status is not Status.CANCELLED
            ]
            if not theirs:
                continue
            name, phone = _contact(theirs[-1], mark.email)
            secret = hashlib.sha256(f"{mark.email} {since.isoformat()}".encode()).hexdigest()
            yield Unreachable(
                email=mark.email,
                at=since,
                name=name,
                phone=phone,
                event=", ".join(dict.fromkeys(self._titles[r.event] for r in theirs)),
                reason=mark.reason if mark.unreachable_at else "absent",
                diagnostic=mark.diagnostic,
                replacement=mark.replacement or "",
                key=f"address/{secret[:16]}",  # no address in a note that outlives its registration
            )

    def _missed(self) -> Iterable[Missed]:
        """Reminders that went to nobody, while there is still time to call."""
        for event in self._shown:
            if self._now >= event.start or event.cancelled:
                continue
            found = missed_of(self._tx, event, self._now, self._office.reminders, self._office.quiet)
            if not found:
                continue
            people = {}
            for _, address in found:
                theirs = self._tx.registrations.of_address(address, event.id)
                name, phone = _contact(theirs[-1] if theirs else None, address)
                people[address] = (name or address, phone)
            secret = hashlib.sha256(" ".join(key for key, _ in found).encode()).hexdigest()
            yield Missed(event.title, tuple(people.values()), f"missed/{event.id}/{secret[:16]}")

    def _said(self) -> dict[tuple[int, NeedKind], tuple[str, ...]]:
        """With which sentences needs were told, the latest mail first; about travel costs with all that names an
        amount or a distance."""
        said: dict[tuple[int, NeedKind], tuple[str, ...]] = {}
        for registration in self._registrations:
            kinds = {need.kind for need in registration.needs} - {NeedKind.INTERPRETING}
            if registration.id is None or not kinds or registration.status is Status.CANCELLED:
                continue
            for change in _latest_first(self._changes.get(registration.id, [])):
                found = self._letter(change.mail)
                if found is None:
                    continue
                mail, letter = found
                needs = (mail.verdict.reading or {}).get("needs", ()) if mail.verdict else ()
                for kind in kinds:
                    told = [span for need in needs if need["kind"] == kind for span in _of(need)]
                    if told and kind is NeedKind.TRAVEL_COSTS:
                        told += costs.spans(letter)
                    sentences = quotes.sentences(letter, told, limit=4)
                    key = (registration.id, kind)
                    said[key] = tuple(dict.fromkeys((*said.get(key, ()), *sentences)))
        return said

    def _letter(self, number: int | None) -> tuple[JudgedMail, Letter] | None:
        """A stored mail and its letter; None where its bytes are gone."""
        if number is None:
            return None
        if number not in self._letters:
            mail = self._tx.inbox.get(number)
            content = mail.raw.content if mail and mail.raw else None
            self._letters[number] = (
                None
                if mail is None or content is None
                else (mail, decode(content, own_addresses=self._office.own_addresses))
            )
        return self._letters[number]


def _broken(mail: JudgedMail) -> BrokenMail:
    sender, subject = head(mail.raw.content if mail.raw else b"")
    return BrokenMail(mail.id, mail.received_at, mail.error or "", sender, subject)


def _commands(notes: Mapping[str, str], since: datetime | None) -> Iterable[CommandDone]:
    for value in notes.values():
        done = json.loads(value)
        at = datetime.fromisoformat(done["at"])
        if since is None or at > since:
            yield CommandDone(at, Verb(done["verb"]), done["target"])


def _latest_first(changes: Iterable[Change]) -> list[Change]:
    """One change a mail, the latest first."""
    return list({change.mail: change for change in reversed(list(changes))}.values())


def _contact(registration: Registration | None, email: str) -> tuple[str, str]:
    """Name and phone number of the person behind an address; "" where unknown."""
    if registration is None:
        return "", ""
    mine = [p for p in registration.people if (p.email or "").lower() == email.lower()]
    is_contact = registration.contact.email.lower() == email.lower()
    people = mine or (list(registration.people) if is_contact else [])
    name = next((p.name for p in people if p.name), None) or (registration.contact.name if is_contact else None)
    return name or "", next((p.phone for p in people if p.phone), None) or ""


def _of(part: Mapping[str, Any]) -> list[Span]:
    return [Span(str(p), int(start), int(end)) for p, start, end in part.get("evidence", ())]


def _spans(reading: Mapping[str, Any], field: str) -> list[Span]:
    part = reading.get(field)
    return _of(part) if isinstance(part, dict) else []


def _doubts(reading: Mapping[str, Any]) -> list[Span]:
    return [span for doubt in reading.get("doubts", ()) for span in _of(doubt)]


def _needs(reading: Mapping[str, Any]) -> list[Span]:
    return [span for need in reading.get("needs", ()) for span in _of(need)]
