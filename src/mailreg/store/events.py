"""Events that people register for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, select

from mailreg.model.registration import Event
from mailreg.store.tables import events
from mailreg.store.upsert import upsert


class Events:
    """The events, inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, event: Event) -> None:
        """Insert or replace. `sequence` grows when time or place change (RFC 5545, 3.8.7.4), and never shrinks."""
        known = self.get(event.id)
        if known is not None:
            moved = (known.start, known.end, known.place) != (event.start, event.end, event.place)
            event = replace(event, sequence=max(event.sequence, known.sequence + moved))
        values = _columns(event)
        statement = upsert(self._connection, events).values(values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))

    def get(self, event_id: str) -> Event | None:
        row = self._connection.execute(select(events).where(events.c.id == event_id)).first()
        return None if row is None else _event(row)

    def all(self) -> tuple[Event, ...]:
        """All events, the earliest first."""
        rows = self._connection.execute(select(events).order_by(events.c.start_at, events.c.id))
        return tuple(_event(row) for row in rows)

    def delete(self, event_id: str) -> bool:
        """False if there was none. Its registrations stay."""
        return self._connection.execute(events.delete().where(events.c.id == event_id)).rowcount == 1


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
        "extra": [[key, value] for key, value in event.extra],
    }


def _event(row: Row[Any]) -> Event:
    zone = ZoneInfo(row.timezone)
    deadline = row.registration_deadline
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
        registration_deadline=None if deadline is None else deadline.astimezone(zone),
        organisers=tuple(row.organisers),
        travel_costs=row.travel_costs,
        interpreting=row.interpreting,
        timezone=row.timezone,
        sequence=row.sequence,
        extra=tuple((key, value) for key, value in row.extra),
    )
