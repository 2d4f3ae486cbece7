"""Those whom somebody else has registered hear of all that their contact hears of, in the real round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailreg.flow import announcements
from mailreg.flow.ledger import missed_of
from mailreg.model.decision import Mode
from mailreg.model.outgoing import DeliveryState, Purpose
from mailreg.model.registration import Event, Status
from mailreg.notices.moments import Quiet
from mailreg.store.addresses import AddressMark
from tests.flow.test_timers import AMIRA, LENA, NAMED, OMAR, START, TREFFEN, at, kinds, save
from tests.simulation.world import World, address, open_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Amira has registered herself and Lena, with Lena's own address."""
    made = open_world(tmp_path, at("09-01T12:00"))
    save(made, replace(TREFFEN, thanks=True))
    made.round()
    together(made, AMIRA, LENA)
    yield made
    made.store.dispose()


def together(world: World, who: str, *others: str, when: str = "09-02T10:00") -> None:
    world.register(who, NAMED, *others, at=at(when), reached=True)
    world.round(at(when))


def stored(world: World) -> Event:
    with world.store.begin() as tx:
        event = tx.events.get("treffen")
    assert event is not None
    return event


def withdraw(world: World, when: str) -> None:
    text = f"Guten Tag,\n\nleider kann {LENA} nicht kommen, bitte nur sie abmelden. Ich komme weiterhin.\n\n{AMIRA}\n"
    world.write(address(AMIRA), AMIRA, "Netzwerktreffen am 11. Oktober", text, at(when))
    world.round(at(when))
    with world.store.begin() as tx:
        (registration,) = tx.registrations.all("treffen")
    assert [p.status for p in registration.people] == [Status.CONFIRMED, Status.CANCELLED]


def test_reminded_and_thanked_each_once(world: World) -> None:
    for day in ("10-04", "10-10", "10-11", "10-12", "10-13"):
        for hour in ("08:30", "09:00", "12:00", "23:00"):
            world.round(at(f"{day}T{hour}"))
    assert kinds(world, AMIRA) == ["confirm", "reminder", "reminder_last", "thanks"]
    assert kinds(world, LENA) == ["companion", "reminder", "reminder_last", "thanks"]
    _, week, day, _ = world.sent(address(LENA))
    assert (week.at, day.at) == (at("10-04T09:00"), at("10-10T09:00"))
    for mail in (week, day):
        assert f"Guten Tag {LENA}," in mail.text
        assert AMIRA not in mail.text
        assert address(LENA) not in mail.key
    assert str(day.message["Subject"]) == "Morgen: Netzwerktreffen"


def test_who_is_withdrawn_is_not_reminded(world: World) -> None:
    withdraw(world, "10-01T10:00")
    for moment in ("10-04T09:00", "10-10T09:00", "10-12T09:00"):
        world.round(at(moment))
    assert kinds(world, LENA) == ["companion", "cancelled"]
    assert kinds(world, AMIRA)[-3:] == ["reminder", "reminder_last", "thanks"]


def test_who_is_withdrawn_while_the_reminder_waits_does_not_get_it(world: World) -> None:
    world.postman.away = True
    world.round(at("10-04T09:00"))
    withdraw(world, "10-04T12:00")
    world.postman.away = False
    world.round(at("10-04T18:00"))
    assert kinds(world, LENA) == ["companion", "cancelled"]
    assert "reminder" in kinds(world, AMIRA)


def test_a_reminder_that_waited_gives_way_to_the_next_of_the_same_person_only(world: World) -> None:
    world.postman.away = True
    world.round(at("10-04T09:00"))
    world.round(at("10-10T09:00"))
    world.postman.away = False
    world.round(at("10-10T12:00"))
    assert kinds(world, AMIRA) == ["confirm", "reminder_last"]
    assert kinds(world, LENA) == ["companion", "reminder_last"]
    event = stored(world)
    with world.store.begin() as tx:
        missed = missed_of(tx, event, world.now, ("7d", "1d"), Quiet())
    assert {who for _, who in missed} == {address(AMIRA), address(LENA)}


def test_tomorrow_is_not_said_of_today(world: World) -> None:
    world.mode = Mode.APPROVE
    world.round(at("10-10T09:00"))
    with world.store.begin() as tx:
        for row in tx.outbox.list([DeliveryState.HELD]):
            tx.outbox.approve(row.id, at("10-11T08:30"))
    world.round(at("10-11T08:30"))
    last = world.sent(address(LENA))[-1]
    assert last.message["Subject"] == "Heute: Netzwerktreffen"
    assert AMIRA not in last.text


def test_an_address_that_came_back_is_left_alone(world: World) -> None:
    with world.store.begin() as tx:
        tx.addresses.mark(AddressMark(address(LENA), "unknown_user", world.now, unreachable_at=world.now))
    world.round(at("10-04T09:00"))
    assert kinds(world, LENA) == ["companion"]
    assert kinds(world, AMIRA) == ["confirm", "reminder"]


@pytest.mark.parametrize("said_yes", [True, False])
def test_who_was_never_told_hears_nothing(world: World, said_yes: bool) -> None:
    world.mode = Mode.APPROVE
    together(world, OMAR, "Olga Petrenko", when="09-03T10:00")
    with world.store.begin() as tx:
        (waits,) = [r for r in tx.outbox.list([DeliveryState.HELD]) if r.outgoing.purpose is Purpose.COMPANION]
        (tx.outbox.approve if said_yes else tx.outbox.discard)(waits.id, world.now)
    world.mode = Mode.AUTOMATIC
    later = START + timedelta(hours=1)
    for moment in ("09-03T10:05", "10-04T09:00"):
        world.round(at(moment))
    save(world, replace(stored(world), start=later, end=later + timedelta(hours=3)), tell=True)
    world.round(at("10-05T09:00"))
    save(world, replace(stored(world), cancelled_at=world.now), tell=True)
    world.round(at("10-06T09:00"))
    everything = ["companion", "reminder", "event_changed", "event_cancelled"]
    assert kinds(world, "Olga Petrenko") == (everything if said_yes else [])
    assert kinds(world, LENA) == everything


def test_a_changed_event_is_told_after_what_told_of_the_registration(world: World) -> None:
    world.mode = Mode.APPROVE
    together(world, OMAR, "Olga Petrenko", when="09-03T10:00")
    save(world, replace(stored(world), city="Bautzen"), tell=True)
    world.round(at("09-03T12:00"))
    assert kinds(world, LENA) == ["companion", "event_changed"]  # a person has asked for it
    assert kinds(world, "Olga Petrenko") == []
    with world.store.begin() as tx:
        for row in tx.outbox.list([DeliveryState.HELD]):
            tx.outbox.approve(row.id, world.now)
    world.round(at("09-03T12:05"))
    assert kinds(world, "Olga Petrenko") == ["companion", "event_changed"]
    changed = world.sent(address("Olga Petrenko"))[-1]
    assert "Bautzen" in changed.text
    assert OMAR not in changed.text


def test_called_off(world: World) -> None:
    save(world, replace(stored(world), cancelled_at=at("10-01T10:00")), tell=True, reason="Die Heizung ist aus.")
    for moment in ("10-01T10:05", "10-01T10:10", "10-10T09:00", "10-12T09:00"):
        world.round(at(moment))
    assert kinds(world, LENA) == ["companion", "event_cancelled"]
    last = world.sent(address(LENA))[-1]
    assert "Die Heizung ist aus." in last.text
    (calendar,) = [p for p in last.message.walk() if p.get_content_type() == "text/calendar"]
    (first,) = [p for p in world.sent(address(LENA))[0].message.walk() if p.get_content_type() == "text/calendar"]
    assert calendar.get_param("method") == "CANCEL"
    uid = [next(line for line in p.get_content().splitlines() if line.startswith("UID")) for p in (calendar, first)]
    assert uid[0] == uid[1]


def test_who_comes_back_over_the_waiting_list_is_told_again(world: World) -> None:
    """Both are cancelled, somebody else takes the seats, both register again and wait, then they move up."""
    save(world, replace(stored(world), capacity=2))
    text = f"Guten Tag,\n\nleider müssen {AMIRA} und {LENA} beide absagen.\n\nViele Grüße\n{AMIRA}\n"
    world.write(address(AMIRA), AMIRA, "Absage Netzwerktreffen am 11. Oktober", text, at("09-03T10:00"))
    world.round(at("09-03T10:00"))
    together(world, OMAR, "Olga Petrenko", when="09-04T10:00")
    together(world, AMIRA, LENA, when="09-05T10:00")
    assert kinds(world, LENA) == ["companion", "cancelled"]
    text = f"Guten Tag,\n\nleider müssen {OMAR} und Olga Petrenko beide absagen.\n\nViele Grüße\n{OMAR}\n"
    world.write(address(OMAR), OMAR, "Absage Netzwerktreffen am 11. Oktober", text, at("09-06T10:00"))
    world.round(at("09-06T10:00"))
    assert kinds(world, AMIRA)[-1] == "place_free"
    assert kinds(world, LENA) == ["companion", "cancelled", "companion"]
    world.round(at("10-04T09:00"))
    assert kinds(world, LENA)[-1] == "reminder"


def test_who_has_a_seat_hears_nothing_when_the_next_of_the_same_registration_gets_one(world: World) -> None:
    save(world, replace(stored(world), capacity=2))
    row = f"Mina Wolf, {address('Mina Wolf')}"
    text = (
        f"Guten Tag,\n\nhiermit melde ich mich und Mina Wolf zum Netzwerktreffen an:\n\n{row}\n\nViele Grüße\n{AMIRA}\n"
    )
    world.write(address(AMIRA), AMIRA, "Netzwerktreffen am 11. Oktober", text, at("09-03T10:00"))
    world.round(at("09-03T10:00"))
    assert kinds(world, "Mina Wolf") == []
    save(world, replace(stored(world), capacity=3))
    world.round(at("09-04T10:00"))
    assert kinds(world, "Mina Wolf") == ["companion"]
    assert kinds(world, LENA) == ["companion"]


def test_people_of_one_address_get_one_mail(world: World) -> None:
    """Omar registers Lena's child at Lena's address."""
    people = f"{OMAR}, {address(OMAR)}\nMina Wolf, {address(LENA)}"
    text = f"Guten Tag,\n\nhiermit melde ich für {NAMED} an:\n\n{people}\n\nViele Grüße\n{OMAR}\n"
    world.write(address(OMAR), OMAR, "Anmeldung", text, at("09-03T10:00"))
    world.round(at("09-03T10:00"))
    assert kinds(world, LENA) == ["companion", "companion"]
    with world.store.begin() as tx:
        assert len(announcements.concerned(tx, "treffen", Purpose.EVENT_CHANGED)) == 3
    save(world, replace(stored(world), city="Bautzen"), tell=True)
    for moment in ("09-04T10:00", "10-04T09:00"):
        world.round(at(moment))
    assert kinds(world, LENA)[2:] == ["event_changed", "reminder"]
    reminder = world.sent(address(LENA))[-1].text.replace("\r\n", "\n")
    assert "Wer:\n  Lena Wolf\n  Mina Wolf\n" in reminder
    assert OMAR not in reminder
