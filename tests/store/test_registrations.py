"""The list: each change is a version, and nobody overwrites somebody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mailreg.model.errors import TransientError
from mailreg.model.mail import Address
from mailreg.model.reading import Need, NeedKind
from mailreg.model.registration import Participant, Registration, Status
from mailreg.store.engine import Store
from mailreg.store.names import name_key
from mailreg.store.registrations import Change
from tests.store.samples import NOW, fetched, registration

LATER = NOW + timedelta(hours=1)


def whole() -> Registration:
    return Registration(
        event="treffen",
        contact=Address("buero@verein.example", "Büro"),
        language="ar",
        people=(
            Participant("Amira Haddad", "Amira@example.org", "MSO Vielfalt e. V.", "+4935911234567"),
            Participant(None),
            Participant("Jan Nowak", status=Status.CANCELLED),
        ),
        needs=(Need(NeedKind.INTERPRETING, "ar"), Need(NeedKind.TRAVEL_COSTS)),
        status=Status.HELD,
        source=1,
    )


def test_a_registration_comes_back_whole(store: Store) -> None:
    with store.begin() as tx:
        fetched(tx, 1)
        number = tx.registrations.add(whole(), NOW)
    with store.begin() as tx:
        assert tx.registrations.get(number) == replace(whole(), id=number, created_at=NOW, updated_at=NOW)
        assert tx.registrations.get(number + 1) is None


def test_a_change_is_the_next_version(store: Store) -> None:
    with store.begin() as tx:
        fetched(tx, 1, 2)
        number = tx.registrations.add(whole(), NOW)
        changed = replace(
            whole(),
            id=number,
            version=2,
            people=(Participant("Jan Nowak"),),
            needs=(),
            status=Status.CONFIRMED,
            source=2,
        )
        tx.registrations.update(changed, 1, LATER)
    with store.begin() as tx:
        assert tx.registrations.get(number) == replace(changed, created_at=NOW, updated_at=LATER)
        assert tx.registrations.history(number) == [
            Change(1, NOW, 1, Status.HELD, 2),
            Change(2, LATER, 2, Status.CONFIRMED, 1),
        ]


def test_a_change_on_an_outdated_version_changes_nothing(store: Store) -> None:
    with store.begin() as tx:
        number = tx.registrations.add(registration(), NOW)
        tx.registrations.update(replace(registration("Zoë Weber"), id=number), 1, NOW)
    with pytest.raises(TransientError, match=f"Anmeldung {number} "), store.begin() as tx:
        tx.registrations.update(replace(registration("Zoë Falsch"), id=number), 1, NOW)
    with store.begin() as tx:
        [kept] = tx.registrations.all()
        assert (kept.people[0].name, kept.version) == ("Zoë Weber", 2)
        assert len(tx.registrations.history(number)) == 2


def test_found_by_the_address_that_made_it_or_is_named(store: Store) -> None:
    with store.begin() as tx:
        fetched(tx, 1)
        first = tx.registrations.add(whole(), NOW)
        second = tx.registrations.add(registration(email="AMIRA@example.org", event="fest"), NOW)
        tx.registrations.add(registration(email="other@example.org"), NOW)

        def found(email: str, event: str | None = None) -> list[int | None]:
            return [r.id for r in tx.registrations.of_address(email, event)]

        assert found("amira@EXAMPLE.org") == [first, second]
        assert found("amira@example.org", "fest") == [second]
        assert found("buero@verein.example") == [first]
        assert found("") == []


def test_found_by_name_in_any_spelling(store: Store) -> None:
    with store.begin() as tx:
        number = tx.registrations.add(registration("Zoë Müller"), NOW)
        tx.registrations.add(registration("Zoë Müller", event="fest"), NOW)
        tx.registrations.add(registration(None), NOW)
        assert [r.id for r in tx.registrations.naming(["Jan Nowak", "MUELLER, Zoe"], "treffen")] == [number]
        assert len(tx.registrations.naming(["zoé muller"], None)) == 2
        assert tx.registrations.naming([], "treffen") == tx.registrations.naming(["", "…"], "treffen") == []


def test_all_of_one_event(store: Store) -> None:
    with store.begin() as tx:
        for event in ("treffen", "fest", "treffen"):
            tx.registrations.add(registration(event=event), NOW)
        assert [r.id for r in tx.registrations.all("treffen")] == [1, 3]
        assert [r.event for r in tx.registrations.all()] == ["treffen", "fest", "treffen"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoë Müller", "Mueller, ZOE"),
        ("Łukasz Żak", "lukasz zak"),
        ("Işıl Öztürk", "ISIL OZTURK"),
        ("Anna-Lena Groß", "anna lena gross"),
        ("علی رضایی", "على رضايي"),
        ("Олена Коваль", "ОЛЕНА КОВАЛЬ"),
    ],
)
def test_one_key_for_many_spellings(one: str, other: str) -> None:
    assert name_key(one) == name_key(other) is not None


@pytest.mark.parametrize(("one", "other"), [("Anna Weber", "Anna Wegner"), ("Anna", "Anna Weber"), ("Олена", "Олег")])
def test_other_people_have_other_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("nothing", [None, "", " ", "–"])
def test_no_name_has_no_key(nothing: str | None) -> None:
    assert name_key(nothing) is None


def seat(name: str, status: Status, since: datetime | None = None, event: str = "treffen") -> Registration:
    people = (Participant(name, status=status), Participant(None, status=Status.CANCELLED))
    return Registration(event, Address(f"{name.lower()}@example.org"), "de", people, status=status, waiting_since=since)


def test_seats_that_are_given_and_who_waits_for_one(store: Store) -> None:
    with store.begin() as tx:
        tx.registrations.add(seat("Olga", Status.WAITING, LATER), NOW)
        tx.registrations.add(seat("Amira", Status.CONFIRMED), NOW)
        tx.registrations.add(seat("Omar", Status.HELD), NOW)
        tx.registrations.add(seat("Lena", Status.WAITING, NOW), NOW)
        tx.registrations.add(seat("Mina", Status.WAITING, NOW), NOW)
        tx.registrations.add(seat("Farid", Status.CONFIRMED, event="fest"), NOW)
        half = replace(seat("Samir", Status.CONFIRMED), people=(
            Participant("Samir"), Participant("Karim", status=Status.WAITING)), waiting_since=LATER)  # fmt: skip
        tx.registrations.add(half, NOW)
        assert tx.registrations.taken("treffen") == 2
        assert tx.registrations.taken("unknown") == 0
        # Who waits longest comes first, at one moment who is on the list longer.
        assert [r.people[0].name for r in tx.registrations.queue("treffen")] == ["Lena", "Mina", "Olga", "Samir"]
        assert tx.registrations.queue("treffen")[0].waiting_since == NOW


def test_since_when_who_had_which_status(store: Store) -> None:
    with store.begin() as tx:
        one = tx.registrations.add(seat("Lena", Status.WAITING, NOW), NOW)
        two = tx.registrations.add(seat("Omar", Status.HELD), NOW)
        tx.registrations.add(seat("Farid", Status.CONFIRMED, event="fest"), NOW)
        tx.registrations.update(replace(seat("Lena", Status.CONFIRMED), id=one), 1, LATER)
        assert tx.registrations.statuses("treffen") == {
            one: [(NOW, Status.WAITING), (LATER, Status.CONFIRMED)], two: [(NOW, Status.HELD)],
        }  # fmt: skip
