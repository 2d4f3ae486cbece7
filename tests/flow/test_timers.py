"""Reminders, thanks and the waiting list in the real round, on a real database, with real letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailreg.flow import announcements
from mailreg.flow.waiting import move_up_by_hand
from mailreg.model.decision import Mode
from mailreg.model.errors import UsageError
from mailreg.model.outgoing import DeliveryState, Purpose
from mailreg.model.registration import Event, EventFile, Registration, Status
from tests.simulation.world import ADDRESS, BERLIN, World, address, open_world

START = datetime(2022, 10, 11, 15, tzinfo=BERLIN)
TREFFEN = Event(
    "treffen", "Netzwerktreffen", START, START + timedelta(hours=3), venue="Haus für alle", city="Bischofswerda",
    registration_email=ADDRESS,
)  # fmt: skip
NAMED = "das Netzwerktreffen am 11. Oktober in Bischofswerda"
AMIRA, OMAR, LENA, OLGA = "Amira Haddad", "Omar Said", "Lena Wolf", "Olga Petrenko"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2022-{text}").replace(tzinfo=BERLIN)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A desk that has been at work since the first of September."""
    made = open_world(tmp_path, at("09-01T12:00"))
    save(made, TREFFEN)
    made.round()
    yield made
    made.store.dispose()


def save(world: World, event: Event, *, tell: bool = False, reason: str = "") -> None:
    with world.store.begin() as tx:
        announcements.save(tx, event, world.now, tell=tell, reason=reason)


def stand(world: World) -> dict[str, Status]:
    with world.store.begin() as tx:
        return {str(r.people[0].name): r.status for r in tx.registrations.all("treffen")}


def registration(world: World, who: str) -> Registration:
    with world.store.begin() as tx:
        return tx.registrations.of_address(address(who))[0]


def kinds(world: World, who: str) -> list[str]:
    return [mail.kind for mail in world.sent(address(who))]


def registered(world: World, *people: str, when: str = "09-02T10:00") -> None:
    for who in people:
        world.register(who, NAMED, at=at(when))
    world.round(at(when))


def test_reminded_twice_and_never_again(world: World) -> None:
    registered(world, AMIRA)
    for day in (
        "10-03T23:50",
        "10-04T08:50",
        "10-05T08:50",
        "10-09T23:50",
        "10-10T08:50",
        "10-11T08:50",
        "10-11T14:30",
    ):
        for minutes in range(0, 60, 20):
            world.round(at(day) + timedelta(minutes=minutes))
    mails = world.sent(address(AMIRA))
    assert [(m.kind, m.at.strftime("%m-%d %H:%M")) for m in mails] == [
        ("confirm", "09-02 10:00"), ("reminder", "10-04 09:10"), ("reminder_last", "10-10 09:10"),
    ]  # fmt: skip
    assert "11. Oktober" in mails[1].text
    assert mails[1].message["Auto-Submitted"] == "auto-generated"
    assert mails[1].message["In-Reply-To"] is None


def test_two_workers_remind_once(world: World) -> None:
    registered(world, AMIRA, OMAR)
    world.round(at("10-04T09:00"))
    world.round(at("10-04T09:00"))
    assert kinds(world, AMIRA) == ["confirm", "reminder"]


def test_nobody_is_reminded_at_night_even_after_a_downtime(world: World) -> None:
    registered(world, AMIRA)
    world.round(at("10-05T03:00"))
    assert kinds(world, AMIRA) == ["confirm"]
    world.round(at("10-05T08:00"))
    assert kinds(world, AMIRA) == ["confirm", "reminder"]


def test_what_waited_for_the_server_does_not_go_out_at_night(world: World) -> None:
    registered(world, AMIRA)
    world.postman.away = True
    world.round(at("10-04T19:30"))
    world.postman.away = False
    world.round(at("10-04T22:00"))
    assert kinds(world, AMIRA) == ["confirm"]
    world.round(at("10-05T08:00"))
    assert kinds(world, AMIRA) == ["confirm", "reminder"]


def test_an_old_reminder_that_still_waits_gives_way_to_the_next(world: World) -> None:
    registered(world, AMIRA)
    world.postman.away = True
    world.round(at("10-04T09:00"))
    world.round(at("10-10T09:00"))
    world.postman.away = False
    world.round(at("10-10T12:00"))
    assert kinds(world, AMIRA) == ["confirm", "reminder_last"]
    with world.store.begin() as tx:
        (old,) = [r for r in tx.outbox.list() if r.outgoing.key == "remind:1:7d:2022-10-11"]
    assert (old.delivery.state, old.delivery.hold_reason) == (DeliveryState.DISCARDED, "superseded")


def test_who_cancels_while_the_reminder_waits_does_not_get_it(world: World) -> None:
    registered(world, AMIRA)
    world.postman.away = True
    world.round(at("10-04T09:00"))
    world.postman.away = False
    world.cancel(AMIRA, NAMED, at=at("10-04T12:00"))
    world.round(at("10-04T12:00"))
    assert kinds(world, AMIRA) == ["confirm", "cancelled"]


def test_in_the_mode_approve_a_reminder_waits_for_a_yes(world: World) -> None:
    registered(world, AMIRA)
    world.mode = Mode.APPROVE
    world.round(at("10-04T09:00"))
    assert kinds(world, AMIRA) == ["confirm"]
    with world.store.begin() as tx:
        (held,) = tx.outbox.list([DeliveryState.HELD])
        tx.outbox.approve(held.id, world.now)
    assert held.delivery.hold_reason == "mode_approve"
    world.round(at("10-04T12:00"))
    assert kinds(world, AMIRA) == ["confirm", "reminder"]


def test_tomorrow_is_not_said_of_today(world: World) -> None:
    registered(world, AMIRA)
    world.mode = Mode.APPROVE
    world.round(at("10-10T09:00"))
    with world.store.begin() as tx:
        (held,) = tx.outbox.list([DeliveryState.HELD])
        assert b"Morgen: Netzwerktreffen" in held.outgoing.content
        tx.outbox.approve(held.id, at("10-11T08:30"))
    world.round(at("10-11T08:30"))
    (reminder,) = world.sent(address(AMIRA))[1:]
    assert reminder.message["Subject"] == "Heute: Netzwerktreffen"
    assert (reminder.key, str(reminder.message["Message-ID"])) == (held.outgoing.key, held.outgoing.message_id)


def test_a_reminder_that_nobody_said_yes_to_is_cleared_away(world: World) -> None:
    registered(world, AMIRA)
    world.mode = Mode.APPROVE
    world.round(at("10-10T09:00"))
    world.round(at("10-11T15:00"))
    with world.store.begin() as tx:
        assert tx.outbox.list([DeliveryState.HELD]) == []
        assert tx.outbox.counts()[DeliveryState.EXPIRED] == 1


def test_in_the_mode_observe_nothing_is_written_and_later_caught_up(world: World) -> None:
    registered(world, AMIRA)
    world.mode = Mode.OBSERVE
    world.round(at("10-04T09:00"))
    with world.store.begin() as tx:
        assert [r.outgoing.purpose for r in tx.outbox.list()] == [Purpose.CONFIRM]
    world.mode = Mode.AUTOMATIC
    world.round(at("10-06T12:00"))
    assert kinds(world, AMIRA) == ["confirm", "reminder"]


def test_thanks_with_the_organisers_files(world: World) -> None:
    save(world, replace(TREFFEN, thanks=True))
    with world.store.begin() as tx:
        tx.events.attach(EventFile("treffen", "thanks", "folien.pdf", "application/pdf", b"%PDF-1.7 slides"))
    registered(world, AMIRA, OMAR)
    world.cancel(OMAR, NAMED, at=at("10-10T12:00"))
    for moment in ("10-10T12:00", "10-12T08:30", "10-12T09:00", "10-12T09:01", "10-20T09:00"):
        world.round(at(moment))
    assert kinds(world, AMIRA) == ["confirm", "reminder_last", "thanks"]
    assert kinds(world, OMAR)[-1] == "cancelled"
    thanks = world.sent(address(AMIRA))[-1]
    assert thanks.at == at("10-12T09:00")
    (file,) = [p for p in thanks.message.walk() if p.get_filename()]
    assert (file.get_filename(), file.get_content()) == ("folien.pdf", b"%PDF-1.7 slides")


def test_the_waiting_list(world: World) -> None:
    save(world, replace(TREFFEN, capacity=2))
    registered(world, AMIRA, OMAR, LENA, OLGA)
    assert stand(world) == {
        AMIRA: Status.CONFIRMED, OMAR: Status.CONFIRMED, LENA: Status.WAITING, OLGA: Status.WAITING,
    }  # fmt: skip
    assert kinds(world, LENA) == kinds(world, OLGA) == ["waiting"]
    assert registration(world, LENA).waiting_since == at("09-02T10:00")
    world.round(at("10-04T09:00"))
    assert kinds(world, LENA) == ["waiting"]  # who waits is not reminded
    world.cancel(AMIRA, NAMED, at=at("10-05T21:00"))
    world.round(at("10-05T21:00"))
    assert stand(world)[LENA] is Status.CONFIRMED
    assert kinds(world, LENA) == ["waiting", "place_free"]
    assert kinds(world, OLGA) == ["waiting"]
    save(world, replace(TREFFEN, capacity=3))
    world.round(at("10-06T09:00"))
    assert kinds(world, OLGA) == ["waiting", "place_free"]
    world.round(at("10-10T09:00"))
    assert [kinds(world, who)[-1] for who in (OMAR, LENA, OLGA)] == ["reminder_last"] * 3


def test_more_seats_go_to_the_queue_before_a_newcomer(world: World) -> None:
    save(world, replace(TREFFEN, capacity=1))
    registered(world, AMIRA, LENA)
    save(world, replace(TREFFEN, capacity=2))
    registered(world, OLGA, when="09-03T10:00")  # the round judges mail before it looks at the clock
    assert stand(world) == {AMIRA: Status.CONFIRMED, LENA: Status.CONFIRMED, OLGA: Status.WAITING}


def test_by_hand_anybody_moves_up(world: World) -> None:
    save(world, replace(TREFFEN, capacity=1))
    world.mode = Mode.APPROVE
    registered(world, AMIRA, LENA, OLGA)
    number = registration(world, OLGA).id
    assert number is not None
    with world.store.begin() as tx:
        moved, _ = move_up_by_hand(world.office, tx, number, world.now)
    assert moved.status is Status.CONFIRMED
    world.round(at("09-03T10:00"))
    assert kinds(world, OLGA) == ["place_free"]  # a person has said yes; the answer that she waits is gone
    with world.store.begin() as tx, pytest.raises(UsageError, match="nicht auf der Warteliste"):
        move_up_by_hand(world.office, tx, number, world.now)


def test_a_moved_event_is_told_and_reminds_anew(world: World) -> None:
    registered(world, AMIRA, OMAR)
    world.cancel(OMAR, NAMED, at=at("09-03T12:00"))
    world.round(at("09-03T12:00"))
    world.round(at("10-04T09:00"))
    world.now = at("10-05T12:00")
    later = START + timedelta(days=14)
    save(world, replace(TREFFEN, start=later, end=later + timedelta(hours=3)), tell=True)
    for moment in ("10-05T12:05", "10-05T12:10", "10-10T09:00", "10-18T09:00", "10-24T09:00", "10-25T16:00"):
        world.round(at(moment))
    assert kinds(world, AMIRA) == ["confirm", "reminder", "event_changed", "reminder", "reminder_last"]
    assert kinds(world, OMAR) == ["confirm", "cancelled"]
    changed = world.sent(address(AMIRA))[2]
    assert changed.key == f"changed-event:treffen:s1:{registration(world, AMIRA).id}"
    assert "11. Oktober" in changed.text
    assert "25. Oktober" in changed.text


def test_a_reminder_of_the_old_time_that_waits_is_written_anew(world: World) -> None:
    registered(world, AMIRA)
    world.mode = Mode.APPROVE
    world.round(at("10-10T09:00"))
    world.now = at("10-10T10:00")
    save(world, replace(TREFFEN, start=START + timedelta(hours=2), end=START + timedelta(hours=5)))
    world.mode = Mode.AUTOMATIC
    world.round(at("10-10T11:00"))
    reminder = world.sent(address(AMIRA))[-1]
    assert reminder.kind == "reminder_last"
    assert "17:00" in reminder.text
    assert "15:00" not in reminder.text


def test_two_changes_before_they_are_told_are_told_as_one(world: World) -> None:
    registered(world, AMIRA)
    world.now = at("09-10T12:00")
    for days in (7, 14):
        later = START + timedelta(days=days)
        save(world, replace(TREFFEN, start=later, end=later + timedelta(hours=3)), tell=True)
    world.round(at("09-10T12:05"))
    (changed,) = world.sent(address(AMIRA))[1:]
    assert "11. Oktober" in changed.text
    assert "25. Oktober" in changed.text
    assert "18. Oktober" not in changed.text


def test_a_change_that_is_taken_back_before_it_is_told_is_not_told(world: World) -> None:
    registered(world, AMIRA)
    save(world, replace(TREFFEN, city="Bautzen"), tell=True)
    save(world, TREFFEN, tell=True)
    world.round(at("09-10T12:05"))
    assert kinds(world, AMIRA) == ["confirm"]


def test_a_quiet_change_tells_nobody(world: World) -> None:
    registered(world, AMIRA)
    save(world, replace(TREFFEN, city="Bautzen"))
    world.round(at("09-10T12:05"))
    assert kinds(world, AMIRA) == ["confirm"]


@pytest.mark.parametrize("mode", [Mode.AUTOMATIC, Mode.APPROVE])
def test_an_event_that_is_called_off(world: World, mode: Mode) -> None:
    save(world, replace(TREFFEN, capacity=1, thanks=True))
    registered(world, AMIRA, LENA)
    world.mode = mode
    world.now = at("10-05T12:00")
    with world.store.begin() as tx:
        called_off = tx.events.get("treffen")
    assert called_off is not None
    save(world, replace(called_off, cancelled_at=world.now), tell=True, reason="Die Referentin ist krank.")
    for moment in ("10-05T12:05", "10-05T12:10", "10-10T09:00", "10-12T10:00"):
        world.round(at(moment))
    assert kinds(world, AMIRA) == ["confirm", "event_cancelled"]
    assert kinds(world, LENA) == ["waiting", "event_cancelled"]
    assert "Die Referentin ist krank." in world.sent(address(AMIRA))[-1].text


def test_who_registers_for_what_was_called_off_waits_for_a_person(world: World) -> None:
    save(world, replace(TREFFEN, cancelled_at=world.now), tell=True)
    registered(world, AMIRA)
    assert stand(world) == {AMIRA: Status.HELD}
    with world.store.begin() as tx:
        (mail,) = tx.inbox.in_review()
    assert mail.verdict.rule == "called off"
    assert kinds(world, AMIRA) == []


def test_a_confirmation_that_waits_for_a_yes_goes_with_the_event(world: World) -> None:
    world.mode = Mode.APPROVE
    registered(world, AMIRA)
    world.now = at("09-03T12:00")
    save(world, replace(TREFFEN, cancelled_at=world.now), tell=True)
    world.round(at("09-03T12:05"))
    with world.store.begin() as tx:
        states = {str(r.outgoing.purpose): r.delivery.state for r in tx.outbox.list()}
    assert states == {"confirm": DeliveryState.EXPIRED, "event_cancelled": DeliveryState.SENT}
