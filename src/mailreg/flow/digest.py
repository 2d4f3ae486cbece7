"""The digest: when it is due, what goes into it, one mail an organiser and day, whatever crashes.

The mail lies in the outbox under `digest:DATE:RECIPIENT`, which exists once; the note of the day is written in the same
transaction. So neither a crash nor a second worker sends it twice.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mailreg.compose import clean
from mailreg.compose.digest import write_digest
from mailreg.compose.digestvoice import DigestVoice
from mailreg.compose.mime import Attachment
from mailreg.flow.digestfacts import COMMANDS, Gathering
from mailreg.flow.office import Office
from mailreg.model.digest import Digest, EventState, Rhythm
from mailreg.model.errors import PermanentError, place_of
from mailreg.model.outgoing import DeliveryState, Outgoing, Purpose
from mailreg.model.registration import Registration, Status
from mailreg.notices import chart, schedule, sheets
from mailreg.notices.digest import summarise
from mailreg.store.engine import Transaction

log = logging.getLogger(__name__)
BEGAN = "digest began"  # since when this desk writes digests
DONE = "digest of "  # the day of the last slot that was dealt with, by recipient
COMMANDS_KEPT = 30  # days
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Written:
    """A digest, and the files beside its text."""

    digest: Digest
    outgoing: Outgoing
    pictures: dict[str, bytes]  # event id → PNG
    sheets: tuple[Attachment, ...]


def recipients(office: Office) -> tuple[str, ...]:
    """Who gets the digest: the organisers, or the desk's own address."""
    return office.organisers or (office.desk.address.email,)


def write_due(office: Office, now: datetime) -> int:
    """Lay the digests that are due into the outbox; how many. Raises DatabaseUnavailable, and TemplateError where a
    template of the installation's is broken; nothing else, so that all other mail goes out whatever happens here."""
    due = schedule.slot(office.digest, now)
    if due is None:
        _begin(office, now)
        return 0
    day, moment = due
    written = 0
    for recipient in recipients(office):
        try:
            with office.store.begin() as tx:
                written += _write_slot(office, tx, recipient, day, moment, now)
        except PermanentError:
            raise
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            log.error("the digest could not be written: %s", place_of(error))
    return written


def _begin(office: Office, now: datetime) -> None:
    """A desk that has just been set up writes its first digest at the next hour of digests, not at once."""
    if office.digest.rhythm is Rhythm.NEVER:
        return
    with office.store.begin() as tx:
        if tx.notes.get(BEGAN) is None:
            tx.notes.set(BEGAN, now.isoformat())


def _write_slot(office: Office, tx: Transaction, recipient: str, day: date, moment: datetime, now: datetime) -> bool:
    began = tx.notes.get(BEGAN)
    if began is None:
        tx.notes.set(BEGAN, now.isoformat())
        return False
    if datetime.fromisoformat(began).timestamp() >= moment.timestamp():
        return False
    if (tx.notes.get(DONE + recipient) or "") >= day.isoformat():
        return False
    tx.notes.set(DONE + recipient, day.isoformat())
    _tidy_commands(tx, now)
    _replace_unsent(tx, recipient, now)
    written = compose(office, tx, recipient, now, f"{Purpose.DIGEST}:{day.isoformat()}:{recipient}")
    digest = written.digest
    if office.digest.rhythm is Rhythm.NEWS and not digest.happened:
        return False
    if digest.empty and not office.digest.empty:
        return False
    return tx.outbox.add(written.outgoing, state=DeliveryState.QUEUED, hold_reason=None, now=now)


def send_now(office: Office, now: datetime) -> int:
    """Lay a digest for every organiser into the outbox, whatever the hour; how many."""
    written = 0
    local = now.astimezone(ZoneInfo(office.digest.zone))
    for recipient in recipients(office):
        with office.store.begin() as tx:
            key = f"{Purpose.DIGEST}:{local:%Y-%m-%dT%H:%M:%S}:{recipient}"
            made = compose(office, tx, recipient, now, key)
            written += tx.outbox.add(made.outgoing, state=DeliveryState.QUEUED, hold_reason=None, now=now)
    return written


def preview(office: Office, now: datetime) -> Written:
    """The digest as the first organiser would get it now. Nothing is stored."""
    recipient = recipients(office)[0]
    with office.store.begin() as tx:
        return compose(office, tx, recipient, now, f"{Purpose.DIGEST}:preview:{recipient}")


def _replace_unsent(tx: Transaction, recipient: str, now: datetime) -> None:
    """A digest that could not go out (the server is away) would only come on top of the new one, which tells all that
    it told."""
    for row in tx.outbox.list([DeliveryState.QUEUED, DeliveryState.HELD]):
        if row.outgoing.purpose is Purpose.DIGEST and row.outgoing.recipient == recipient:
            tx.outbox.discard(row.id, now)


def compose(office: Office, tx: Transaction, recipient: str, now: datetime, key: str) -> Written:
    """The digest for one recipient, new since their last one."""
    gathering = Gathering(office, tx, now)
    digest = summarise(gathering.facts(tx.outbox.latest(Purpose.DIGEST, recipient)))
    voice = DigestVoice(office.templates.digest_words(office.desk.to_organisers), html=False, zone=office.desk.timezone)
    pictures = {s.event.id: _picture(voice, s, now) for s in digest.events if s.curve and now < s.event.end}
    files = [_sheet(voice, s, gathering.registrations(s.event.id), now) for s in digest.events]
    attached = tuple(file for file in files if file is not None)
    outgoing = write_digest(
        digest,
        to=recipient,
        desk=office.desk,
        key=key,
        templates=office.templates,
        pictures=pictures,
        sheets=attached,
    )
    return Written(digest, outgoing, pictures, attached)


def _picture(voice: DigestVoice, state: EventState, now: datetime) -> bytes:
    capacity = state.event.capacity
    labels = chart.Labels(
        count=voice.count("seats", state.confirmed),
        limit=voice.count("seats", capacity) if capacity else "",
        first=voice.tick(state.curve[0][0]),
        today=voice.say("chart.today"),
        start=voice.at(state.event.timezone).tick(state.event.start),
        rtl=voice.words.rtl,
    )
    return chart.draw(state.curve, now, state.event.start, capacity, labels)


def _sheet(
    voice: DigestVoice, state: EventState, registrations: Sequence[Registration], now: datetime
) -> Attachment | None:
    if not registrations:
        return None
    columns = ("status", "name", "organisation", "email", "phone", "needs", "language", "registered")
    a, b, c, d, e, f, g, h = (voice.say(f"sheet.{name}") for name in columns)
    words = sheets.SheetWords(
        columns=(a, b, c, d, e, f, g, h),
        status={status: voice.status(status) for status in Status},
        needs={r.id or 0: clean.bare(voice.join(voice.needs(r))) for r in registrations},
        languages={code: voice.language(code) for code in {r.language for r in registrations}},
        unnamed=voice.say("sheet.unnamed"),
        footer=voice.say("sheet.footer", at=voice.short(now)),
        moment=voice.sheet_format(),
        rtl=voice.words.rtl,
    )
    content = sheets.write_sheet(state.event, registrations, words, now)
    return Attachment(f"{voice.say('sheet.file')} {state.event.id}.xlsx", XLSX, content)


def _tidy_commands(tx: Transaction, now: datetime) -> None:
    """Commands are told in the next digest; a month later nobody asks for them."""
    import json

    for mail, value in tx.notes.starting(COMMANDS).items():
        if (now - datetime.fromisoformat(json.loads(value)["at"])).days > COMMANDS_KEPT:
            tx.notes.forget(COMMANDS + mail)
