"""The list: registrations and the people in them, each change with its version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)  # fmt: skip

from mailreg.model.errors import TransientError
from mailreg.model.mail import Address
from mailreg.model.reading import Need, NeedKind
from mailreg.model.registration import Participant, Registration, Status
from mailreg.store.names import email_key, name_key
from mailreg.store.tables import history, participants, registrations


@dataclass(frozen=True, slots=True)
class Change:
    """One version of a registration: no personal data. `mail` is the id of the mail that brought it."""

    version: int
    at: datetime
    mail: int | None
    status: Status
    seats: int


class Registrations:
    """The registrations, inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, registration: Registration, now: datetime) -> int:
        """Store a new registration; its id."""
        values = _columns(registration) | {
            "version": registration.version,
            "created_at": registration.created_at or now,
            "updated_at": now,
        }
        done = self._connection.execute(_INSERT, values)
        assert done.inserted_primary_key is not None
        number: int = done.inserted_primary_key[0]
        self._write_people(number, registration)
        self._write_history(number, registration, registration.version, now)
        return number

    def update(self, registration: Registration, expected_version: int, now: datetime) -> None:
        """Write a changed registration as version `expected_version` + 1. TransientError if somebody else has changed
        it in between: the caller must read and decide again."""
        assert registration.id is not None
        version = expected_version + 1
        done = self._connection.execute(
            update(registrations)
            .where(registrations.c.id == registration.id, registrations.c.version == expected_version)
            .values(**_columns(registration), version=version, updated_at=now)
        )
        if done.rowcount != 1:
            raise TransientError(
                f"Anmeldung {registration.id} wurde gerade an anderer Stelle geändert; mailreg versucht es noch einmal."
            )
        self._connection.execute(participants.delete().where(participants.c.registration_id == registration.id))
        self._write_people(registration.id, registration)
        self._write_history(registration.id, registration, version, now)

    def get(self, number: int) -> Registration | None:
        return next(iter(self._run(*_reading("number"), number=number)), None)

    def of_address(self, email: str, event: str | None = None) -> list[Registration]:
        """Those that this address has made or is named in, oldest first."""
        key = email_key(email)
        if key is None:
            return []
        if event is None:
            return self._run(*_reading("address"), address=key)
        named = select(participants.c.registration_id).where(participants.c.email_key == key)
        return self._read(or_(registrations.c.contact_email == key, registrations.c.id.in_(named)), *_of(event))

    def naming(self, names: Sequence[str], event: str | None = None) -> list[Registration]:
        """Those that name one of these people, whatever the case, accents and order of the words."""
        keys = sorted({key for key in map(name_key, names) if key})
        if not keys:
            return []
        if event is None:
            return self._run(*_reading("names"), names=keys)
        return self._run(*_reading("names of event"), names=keys, event=event)

    def all(self, event: str | None = None) -> list[Registration]:
        """Every registration, cancelled ones too, oldest first."""
        return self._read(*_of(event))

    def taken(self, event: str) -> int:
        """The seats of an event that are given."""
        query = (
            select(func.count())
            .select_from(participants.join(registrations))
            .where(
                registrations.c.event == event,
                registrations.c.status == Status.CONFIRMED,
                participants.c.status == Status.CONFIRMED,
            )
        )
        return self._connection.execute(query).scalar_one()

    def queue(self, event: str) -> list[Registration]:
        """Those with seats that wait, who waits longest first."""
        found = self._run(*_reading("queue"), queue=event)
        return sorted(found, key=lambda r: (r.waiting_since is None, r.waiting_since, r.id))

    def queues(self) -> set[str]:
        """The events for which somebody waits."""
        query = select(registrations.c.event).where(registrations.c.waiting_since.is_not(None)).distinct()
        return set(self._connection.execute(query).scalars())

    def statuses(self, event: str) -> dict[int, list[tuple[datetime, Status]]]:
        """The history of every registration of an event: since when it had which status, oldest first."""
        rows = self._connection.execute(
            select(history.c.registration_id, history.c.at, history.c.status)
            .join(registrations, registrations.c.id == history.c.registration_id)
            .where(registrations.c.event == event)
            .order_by(history.c.registration_id, history.c.version)
        )
        found: dict[int, list[tuple[datetime, Status]]] = {}
        for row in rows:
            found.setdefault(row.registration_id, []).append((row.at, Status(row.status)))
        return found

    def history(self, number: int) -> list[Change]:
        """Every version, oldest first."""
        rows = self._connection.execute(
            select(history).where(history.c.registration_id == number).order_by(history.c.version)
        )
        return [Change(row.version, row.at, row.mail, Status(row.status), row.seats) for row in rows]

    def histories(self, event: str) -> dict[int, list[Change]]:
        """Every version of every registration for an event, oldest first."""
        rows = self._connection.execute(
            select(history)
            .join(registrations, registrations.c.id == history.c.registration_id)
            .where(registrations.c.event == event)
            .order_by(history.c.registration_id, history.c.version)
        )
        found: dict[int, list[Change]] = {}
        for row in rows:
            change = Change(row.version, row.at, row.mail, Status(row.status), row.seats)
            found.setdefault(row.registration_id, []).append(change)
        return found

    def _write_people(self, number: int, registration: Registration) -> None:
        rows = [
            {
                "registration_id": number,
                "position": position,
                "name": person.name,
                "name_key": name_key(person.name),
                "email": person.email,
                "email_key": email_key(person.email),
                "organisation": person.organisation,
                "phone": person.phone,
                "status": person.status,
            }
            for position, person in enumerate(registration.people)
        ]
        if rows:
            self._connection.execute(_INSERT_PEOPLE, rows)

    def _write_history(self, number: int, registration: Registration, version: int, now: datetime) -> None:
        values = {
            "registration_id": number,
            "version": version,
            "at": now,
            "mail": registration.source,
            "status": registration.status,
            "seats": registration.seats,
        }
        self._connection.execute(_INSERT_HISTORY, values)

    def _read(self, *conditions: ColumnElement[bool]) -> list[Registration]:
        return self._run(*_queries(*conditions))

    def _run(self, those: Select[Any], of_people: Select[Any], **values: object) -> list[Registration]:
        rows = self._connection.execute(those, values).all()
        if not rows:
            return []
        people: dict[int, list[Participant]] = {}
        for row in self._connection.execute(of_people, values):
            person = Participant(row.name, row.email, row.organisation, row.phone, Status(row.status))
            people.setdefault(row.registration_id, []).append(person)
        return [_registration(row, tuple(people.get(row.id, ()))) for row in rows]


# With their values beside them, not in them: so they are put together once.
_INSERT = insert(registrations)
_INSERT_PEOPLE = insert(participants)
_INSERT_HISTORY = insert(history)


def _queries(*conditions: ColumnElement[bool]) -> tuple[Select[Any], Select[Any]]:
    """The registrations, and the people in them."""
    wanted = select(registrations.c.id).where(*conditions)
    return (
        select(registrations).where(*conditions).order_by(registrations.c.id),
        select(participants)
        .where(participants.c.registration_id.in_(wanted))
        .order_by(participants.c.registration_id, participants.c.position),
    )


@cache
def _reading(by: str) -> tuple[Select[Any], Select[Any]]:
    """The queries that every mail asks for: built once, since putting them together takes longer than running them."""
    value: BindParameter[Any] = bindparam(by)
    of_address = select(participants.c.registration_id).where(participants.c.email_key == value)
    names = participants.c.name_key.in_(bindparam("names", expanding=True))
    named = registrations.c.id.in_(select(participants.c.registration_id).where(names))
    conditions: dict[str, tuple[ColumnElement[bool], ...]] = {
        "number": (registrations.c.id == value,),
        "address": (or_(registrations.c.contact_email == value, registrations.c.id.in_(of_address)),),
        "names": (named,),
        "names of event": (named, registrations.c.event == bindparam("event")),
        "queue": (registrations.c.event == value, registrations.c.waiting_since.is_not(None)),
    }
    return _queries(*conditions[by])


def _of(event: str | None) -> tuple[ColumnElement[bool], ...]:
    return () if event is None else (registrations.c.event == event,)


def _columns(registration: Registration) -> dict[str, Any]:
    return {
        "event": registration.event,
        "contact_email": email_key(registration.contact.email) or "",
        "contact_name": registration.contact.name,
        "language": registration.language,
        "status": registration.status,
        "needs": [[need.kind, need.detail] for need in registration.needs],
        "source": registration.source,
        "waiting_since": registration.waiting_since,
    }


def _registration(row: Row[Any], people: tuple[Participant, ...]) -> Registration:
    return Registration(
        event=row.event,
        contact=Address(row.contact_email, row.contact_name),
        language=row.language,
        people=people,
        needs=tuple(Need(NeedKind(kind), detail) for kind, detail in row.needs),
        status=Status(row.status),
        id=row.id,
        version=row.version,
        source=row.source,
        created_at=row.created_at,
        updated_at=row.updated_at,
        waiting_since=row.waiting_since,
    )
