"""Who hears of an event, one mail an address: the contacts of its registrations, and those whom somebody else has
registered with an address of their own, once they were told so. These hear of themselves only."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mailreg.model.mail import Address
from mailreg.model.registration import Participant, Registration, Status


@dataclass(frozen=True, slots=True)
class Standing:
    """A registration, and since when it has had which status, oldest first. `told`: its people's own addresses, in
    lower case, who know that they are registered, and since when."""

    registration: Registration
    statuses: tuple[tuple[datetime, Status], ...] = ()
    told: tuple[tuple[str, datetime], ...] = ()

    def confirmed_at(self, moment: datetime) -> bool:
        past = [status for since, status in self.statuses if since <= moment]
        return bool(past) and past[-1] is Status.CONFIRMED

    def knew_at(self, email: str, moment: datetime) -> bool:
        return any(address == email and since <= moment for address, since in self.told)


@dataclass(frozen=True, slots=True)
class Addressee:
    """One address, in lower case, and why it hears of the event, the oldest first. `own`: what it has registered;
    `named`: where somebody else has named it."""

    email: str
    own: tuple[Standing, ...] = ()
    named: tuple[Standing, ...] = ()


def addressees(standings: Iterable[Standing], unreachable: Collection[str] = ()) -> list[Addressee]:
    """Everybody, cancelled ones too, for a ledger may know them; without addresses that are not written to."""
    own: dict[str, list[Standing]] = {}
    named: dict[str, list[Standing]] = {}
    for standing in sorted(standings, key=lambda s: s.registration.id or 0):
        contact = standing.registration.contact.email.lower()
        own.setdefault(contact, []).append(standing)
        for email in dict.fromkeys(address for address, _ in standing.told):
            if email != contact:
                named.setdefault(email, []).append(standing)
    return [
        Addressee(email, tuple(own.get(email, ())), tuple(named.get(email, ())))
        for email in (own | named)
        if email not in unreachable
    ]


def emails(standings: Iterable[Standing]) -> set[str]:
    """All addresses of the above, in lower case."""
    return {one.email for one in addressees(standings)}


def mark_of(email: str) -> str:
    """What stands for an address in the key of a mail: no personal data."""
    return hashlib.sha256(email.lower().encode()).hexdigest()[:16]


def person_key(key: str, email: str | None) -> str:
    """A registration's key, as it is for its contact (None) or for one of its people."""
    return key if email is None else f"{key}:{mark_of(email)}"


def seats_of(registration: Registration, email: str) -> tuple[Participant, ...]:
    """The seats that one of a registration's people has, by their own address."""
    if registration.status is not Status.CONFIRMED:
        return ()
    theirs = (p for p in registration.people if (p.email or "").lower() == email.lower())
    return tuple(p for p in theirs if p.status is Status.CONFIRMED)


def comes(registration: Registration, email: str | None) -> bool:
    """Has its contact (None), or one of its people, a seat?"""
    return registration.taken > 0 if email is None else bool(seats_of(registration, email))


def merged(registrations: Sequence[Registration], email: str | None = None) -> Registration:
    """What one address has to do with an event, as one registration. The contact (None): everybody who has a seat,
    everything that was asked for. One of its people: their own seats, and what was asked for them alone."""
    first = registrations[0]
    if email is None:
        people = [p for r in registrations for p in r.people if p.status is Status.CONFIRMED]
        asked = registrations
    else:
        # Two who name the same person have not given her two seats.
        own: dict[str, Participant] = {}
        for person in (p for r in registrations for p in seats_of(r, email)):
            own.setdefault((person.name or "").casefold(), person)
        people = list(own.values())
        asked = [r for r in registrations if len(r.people) == 1]
    needs = dict.fromkeys(need for r in asked for need in r.needs)
    return replace(first, people=tuple(people), needs=tuple(needs))


def all_of(registrations: Sequence[Registration]) -> Registration:
    """Everybody whom one contact has registered for an event, whether they have a seat or wait for one, as one
    registration; it has a seat if one of them has."""
    seated = next((r for r in registrations if r.status is Status.CONFIRMED), registrations[0])
    return replace(seated, people=tuple(p for r in registrations for p in r.people))


def address_of(told: Registration, email: str | None) -> Address:
    """Where the mail about a merged registration goes."""
    if email is None:
        return told.contact
    person = next(p for p in told.people if (p.email or "").lower() == email.lower())
    return Address(person.email or email, person.name)
