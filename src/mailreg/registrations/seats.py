"""Seats of a registration: finding a person among them, filling gaps, needs put together.

Every function takes a tuple of seats and gives a new one; nobody is ever removed, only withdrawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from mailreg.model import names
from mailreg.model.reading import Found, Need, NeedKind, Person, Reading
from mailreg.model.registration import Participant, Status
from mailreg.registrations.machine import Action, allowed, move

Seats = tuple[Participant, ...]
Match = Callable[[Participant, Person], bool]


def live(seat: Participant) -> bool:
    return seat.status is not Status.CANCELLED


def named(seats: Iterable[Participant]) -> list[Participant]:
    """The seats that are taken and have a name."""
    return [s for s in seats if live(s) and s.name]


def same_person(seat: Participant, person: Person) -> bool:
    """The same name, or part of it with the same address ("Amira" is "Amira Haddad" there)."""
    if seat.name is None or person.name is None:
        return False
    if names.same(seat.name, person.name):
        # Two people of one name are told apart by their addresses.
        return not (seat.email and person.email and seat.email != person.email)
    return bool(seat.email) and seat.email == person.email and names.part_of(seat.name, person.name)


def same_address(seat: Participant, person: Person) -> bool:
    """The same address, where the seat or the mail has no name."""
    return bool(seat.email) and seat.email == person.email and (seat.name is None or person.name is None)


def loosely(seat: Participant, person: Person) -> bool:
    """Good enough within one contact's own registration, for corrections and given names alone."""
    if seat.name is None or person.name is None:
        return False
    return names.part_of(seat.name, person.name) or names.alike(seat.name, person.name)


def find(seats: Seats, person: Person, taken: set[int], *matches: Match) -> int | None:
    """Index of the seat that is this person's, seats taken before withdrawn ones, the stricter match first."""
    for match in matches or (same_person, same_address):
        for alive in (True, False):
            for index, seat in enumerate(seats):
                if index not in taken and live(seat) is alive and match(seat, person):
                    return index
    return None


def gaps_filled(seat: Participant, person: Person) -> Participant:
    """What is known stays, what is new is added."""
    return replace(
        seat,
        name=seat.name or person.name,
        email=seat.email or person.email,
        organisation=seat.organisation or person.organisation,
        phone=seat.phone or person.phone,
    )


def corrected(seat: Participant, person: Person) -> Participant:
    """What the person says now wins; a shorter name is no correction."""
    shorter = seat.name and person.name and names.words(person.name) < names.words(seat.name)
    return replace(
        seat,
        name=seat.name if shorter else person.name or seat.name,
        email=person.email or seat.email,
        organisation=person.organisation or seat.organisation,
        phone=person.phone or seat.phone,
    )


def moved(seat: Participant, action: Action) -> Participant:
    """The seat after the action; unchanged where the table has no such move (a held mail takes back nothing)."""
    return replace(seat, status=move(seat.status, action)) if allowed(seat.status, action) else seat


def seat_of(person: Person, status: Status) -> Participant:
    return Participant(person.name, person.email, person.organisation, person.phone, status)


def unnamed_count(reading: Reading) -> int:
    """Seats that the mail asks for beyond the people it lists."""
    return max(0, reading.headcount.value - len(reading.people))


def added(seats: Seats, reading: Reading, action: Action, status: Status) -> Seats:
    """The seats after a registration mail. Applying the same mail again changes nothing.

    A mail that repeats somebody restates the registration: its new names take the seats of unnamed companions.
    A mail with other people only lets them join."""
    result, taken, joining = list(seats), set[int](), list[Person]()
    restated = not any(p.name or p.email for p in reading.people)
    unnamed = unnamed_count(reading)
    listed = [p for p in reading.people if p.name or p.email]
    unnamed += len(reading.people) - len(listed)
    # Names before addresses, else a nameless person takes the seat of somebody who is named later in the mail.
    for match in (same_person, same_address):
        joining = []
        for person in listed:
            index = find(tuple(result), person, taken, match)
            if index is None:
                joining.append(person)
                continue
            taken.add(index)
            restated = restated or live(result[index])
            result[index] = moved(gaps_filled(result[index], person), action)
        listed = joining
    for person in joining:
        free = _unnamed(result, taken) if restated else []
        if free:
            taken.add(free[0])
            result[free[0]] = moved(gaps_filled(result[free[0]], person), action)
        else:
            taken.add(len(result))
            result.append(seat_of(person, status))
    known = _unnamed(result, taken)[:unnamed] if restated else []
    for index in known:
        result[index] = moved(result[index], action)
    result.extend(Participant(None, status=status) for _ in range(unnamed - len(known)))
    return tuple(result)


def _unnamed(seats: list[Participant], taken: set[int]) -> list[int]:
    """The seats of companions of whom nothing is known, the confirmed ones first."""
    free = [i for i, s in enumerate(seats) if s.name is None and s.email is None and live(s) and i not in taken]
    return sorted(free, key=lambda i: seats[i].status is not Status.CONFIRMED)


def withdrawn(seats: Seats, gone: Iterable[str]) -> tuple[Seats, list[str]]:
    """The seats without these people, and the names that no seat has, or two. A given name alone is enough where it is
    nobody else's. Who has been withdrawn before counts as found."""
    result, missing = list(seats), list[str]()
    for name in gone:
        index = names.pick([(s.name, live(s)) for s in result], name)
        if index is None:
            missing.append(name)
        else:
            result[index] = moved(result[index], Action.WITHDRAW)
    return tuple(result), missing


def noted(seats: Seats, missing: Iterable[str]) -> Seats:
    """The seats with the names that had none, as withdrawn, so that a person sees them; each once."""
    gone = [s.name for s in seats if s.name and not live(s)]
    new = [name for name in missing if not any(names.same(name, other) for other in gone)]
    return (*seats, *(Participant(name, status=Status.CANCELLED) for name in new))


def needs_after(
    needs: tuple[Need, ...], new: Iterable[Found[Need]], gone: Iterable[Found[Need]] = ()
) -> tuple[Need, ...]:
    """United, without what is taken back. A need taken back without detail (or "und") takes all of its kind; a named
    language replaces "und"."""
    result = list(needs)
    for lost in (f.value for f in gone):
        vague = lost.detail in {"", "und"}
        result = [n for n in result if n.kind is not lost.kind or not (vague or n.detail == lost.detail)]
    for need in (f.value for f in new):
        same_kind = [n for n in result if n.kind is need.kind]
        if need in result or (need.kind is NeedKind.INTERPRETING and need.detail == "und" and same_kind):
            continue
        if need.kind is NeedKind.INTERPRETING:
            result = [n for n in result if n != Need(NeedKind.INTERPRETING, "und")]
        result.append(need)
    return tuple(result)
