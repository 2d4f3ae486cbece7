"""Events that people register for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, Select, bindparam, select

from mailreg.model.registration import Event, EventFile
from mailreg.store.tables import event_files, events
from mailreg.store.upsert import upsert


class Events:
    """The events, inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._locked: dict[str, Event] = {}  # nobody else changes them as long as this transaction lasts

    def save(self, event: Event) -> None:
        """Insert or replace. `sequence` grows when time or place change or the event is called off (RFC 5545,
        3.8.7.4), and never shrinks."""
        known = self.get(event.id)
        if known is not None:
            moved = _entry(known) != _entry(event)
            event = replace(
                event,
                sequence=max(event.sequence, known.sequence + moved),
                dated_at=event.dated_at or known.dated_at,
            )
        self._locked.pop(event.id, None)
        values = _columns(event)
        statement = upsert(self._connection.dialect.name, events).values(values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))

    def get(self, event_id: str) -> Event | None:
        row = self._connection.execute(select(events).where(events.c.id == event_id)).first()
        return None if row is None else _event(row)

    def locked(self, event_id: str) -> Event | None:
        """As `get`, and nobody else who asks so gets it before this transaction ends: who counts seats, gives them, or
        calls the event off, does so alone (on SQLite every transaction is alone)."""
        if event_id not in self._locked:
            row = self._connection.execute(_locking(), {"event": event_id}).first()
            if row is None:
                return None
            self._locked[event_id] = _event(row)
        return self._locked[event_id]

    def all(self) -> tuple[Event, ...]:
        """All events, the earliest first."""
        rows = self._connection.execute(select(events).order_by(events.c.start_at, events.c.id))
        return tuple(_event(row) for row in rows)

    def files(self, event_id: str, purpose: str) -> tuple[EventFile, ...]:
        """The organisers' files that go with the mails of this purpose, by name."""
        rows = self._connection.execute(_files(), {"event": event_id, "purpose": purpose})
        return tuple(EventFile(r.event, r.purpose, r.name, r.content_type, r.content) for r in rows)

    def attach(self, file: EventFile) -> None:
        """Insert or replace one file of an event that exists."""
        values = {
            "event": file.event,
            "purpose": file.purpose,
            "name": file.name,
            "content_type": file.content_type,
            "content": file.content,
        }
        statement = upsert(self._connection.dialect.name, event_files).values(values)
        key = ["event", "purpose", "name"]
        self._connection.execute(statement.on_conflict_do_update(index_elements=key, set_=values))

    def detach(self, event_id: str, purpose: str, name: str) -> bool:
        """False if there was no such file."""
        where = (event_files.c.event == event_id, event_files.c.purpose == purpose, event_files.c.name == name)
        return self._connection.execute(event_files.delete().where(*where)).rowcount == 1

    def delete(self, event_id: str) -> bool:
        """False if there was none. Its registrations stay."""
        self._locked.pop(event_id, None)
        return self._connection.execute(events.delete().where(events.c.id == event_id)).rowcount == 1


@cache
def _locking() -> Select[Any]:
    """Built once: every mail that wants something asks for it."""
    return select(events).where(events.c.id == bindparam("event")).with_for_update(key_share=True)


@cache
def _files() -> Select[Any]:
    """Built once: every answer with travel costs asks for it."""
    theirs = (event_files.c.event == bindparam("event"), event_files.c.purpose == bindparam("purpose"))
    return select(event_files).where(*theirs).order_by(event_files.c.name)


def _entry(event: Event) -> tuple[object, ...]:
    """What a calendar shows of it."""
    return event.start, event.end, event.place, event.cancelled


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else moment.astimezone(zone)


def _columns(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "title": event.title,
        "subtitle": event.subtitle,
        "start_at": event.start,
        "end_at": event.end,
        "timezone": event.timezone,
        "aliases": list(event.aliases),
        "venue": event.venue,
        "street": event.street,
        "postcode": event.postcode,
        "city": event.city,
        "registration_email": event.registration_email,
        "registration_deadline": event.registration_deadline,
        "organisers": list(event.organisers),
        "travel_costs": event.travel_costs,
        "interpreting": event.interpreting,
        "sequence": event.sequence,
        "capacity": event.capacity,
        "reminders": None if event.reminders is None else list(event.reminders),
        "interpreting_deadline": event.interpreting_deadline,
        "thanks": event.thanks,
        "cancelled_at": event.cancelled_at,
        "dated_at": event.dated_at,
        "extra": [[key, value] for key, value in event.extra],
    }


def _event(row: Row[Any]) -> Event:
    zone = ZoneInfo(row.timezone)
    return Event(
        id=row.id,
        title=row.title,
        start=row.start_at.astimezone(zone),
        end=row.end_at.astimezone(zone),
        subtitle=row.subtitle,
        aliases=tuple(row.aliases),
        venue=row.venue,
        street=row.street,
        postcode=row.postcode,
        city=row.city,
        registration_email=row.registration_email,
        registration_deadline=_local(row.registration_deadline, zone),
        organisers=tuple(row.organisers),
        travel_costs=row.travel_costs,
        interpreting=row.interpreting,
        timezone=row.timezone,
        sequence=row.sequence,
        capacity=row.capacity,
        reminders=None if row.reminders is None else tuple(row.reminders),
        interpreting_deadline=_local(row.interpreting_deadline, zone),
        thanks=row.thanks,
        cancelled_at=_local(row.cancelled_at, zone),
        dated_at=_local(row.dated_at, zone),
        extra=tuple((key, value) for key, value in row.extra),
    )
