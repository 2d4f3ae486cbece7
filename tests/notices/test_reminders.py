"""The ledger: who is reminded when, what is caught up, what is missed, and what never comes twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailreg.model.mail import Address
from mailreg.model.outgoing import Purpose
from mailreg.model.reading import Need, NeedKind
from mailreg.model.registration import Event, Participant, Registration, Status
from mailreg.notices import reminders
from mailreg.notices.addressees import Standing, merged
from mailreg.notices.moments import Quiet
from mailreg.notices.reminders import Ledger, ledger

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2022, 10, 11, 15, tzinfo=BERLIN)
TREFFEN = Event("treffen", "Treffen", START, START + timedelta(hours=3), reminders=("7d", "1d"))
EARLY = datetime(2022, 9, 1, 12, tzinfo=BERLIN)
CONFIRMED, WAITING, CANCELLED, HELD = Status.CONFIRMED, Status.WAITING, Status.CANCELLED, Status.HELD


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2022-10-{text}").replace(tzinfo=BERLIN)


def standing(
    number: int = 1, *statuses: tuple[datetime, Status], email: str = "amira@example.org", name: str = "Amira Haddad"
) -> Standing:
    past = statuses or ((EARLY, CONFIRMED),)
    status = past[-1][1]
    people = (Participant(name, email, status=status),)
    return Standing(Registration("treffen", Address(email), "de", people, status=status, id=number), past)


def ask(
    now: datetime, *standings: Standing, event: Event = TREFFEN, written: set[str] | None = None, unreachable: str = ""
) -> Ledger:
    return ledger(event, standings, written or set(), now, default=(), quiet=Quiet(), unreachable={unreachable})


def due(found: Ledger) -> list[str]:
    return [r.key for r in found.due]


def missed(found: Ledger) -> list[str]:
    return [r.key for r in found.missed]


WEEK, DAY = "remind:1:7d:2022-10-11", "remind:1:1d:2022-10-11"


@pytest.mark.parametrize(
    ("now", "written", "expected", "lost"),
    [
        ("04T08:59", (), [], []),
        ("04T09:00", (), [WEEK], []),
        ("04T09:01", (WEEK,), [], []),
        ("07T12:00", (), [WEEK], []),  # three days of downtime: caught up
        ("10T08:00", (), [], [WEEK]),  # an hour before the next one: left to that
        ("10T09:00", (WEEK,), [DAY], []),
        ("10T09:00", (), [DAY], [WEEK]),  # two due at once: the latest goes, the other is missed
        ("10T09:05", (DAY,), [], [WEEK]),  # and stays so
        ("11T14:59", (WEEK,), [DAY], []),
        ("11T15:00", (WEEK,), [], [DAY]),  # the event has begun
        ("11T15:00", (), [], [WEEK, DAY]),
        ("11T15:00", (WEEK, DAY), [], []),
    ],
)
def test_the_ledger_of_one(now: str, written: tuple[str, ...], expected: list[str], lost: list[str]) -> None:
    found = ask(at(now), standing(), written=set(written))
    assert (due(found), missed(found)) == (expected, lost)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([(at("04T08:59"), CONFIRMED)], [WEEK]),
        ([(at("04T09:00"), CONFIRMED)], [WEEK]),
        ([(at("04T09:01"), CONFIRMED)], []),  # after the moment: the confirmation was reminder enough
        ([(EARLY, HELD), (at("04T10:00"), CONFIRMED)], []),
        ([(EARLY, WAITING), (at("03T10:00"), CONFIRMED)], [WEEK]),
        ([(EARLY, WAITING), (at("04T10:00"), CONFIRMED)], []),
        ([(EARLY, WAITING)], []),
        ([(EARLY, HELD)], []),
        ([(EARLY, CONFIRMED), (at("04T10:00"), CANCELLED)], []),
        ([(EARLY, CONFIRMED), (at("03T10:00"), CANCELLED), (at("04T11:00"), CONFIRMED)], []),
        ([(EARLY, CONFIRMED), (at("02T10:00"), CANCELLED), (at("03T11:00"), CONFIRMED)], [WEEK]),
    ],
)
def test_who_was_confirmed_then_and_is_so_now(statuses: list[tuple[datetime, Status]], expected: list[str]) -> None:
    found = ask(at("04T12:00"), standing(1, *statuses))
    assert due(found) == expected
    assert missed(ask(at("12T12:00"), standing(1, *statuses), written=set(expected) | {DAY})) == []


def test_a_seat_that_waits_is_not_reminded() -> None:
    some = standing()
    half = replace(some.registration, people=(*some.registration.people, Participant("Lena", status=WAITING)))
    (found,) = ask(at("04T12:00"), replace(some, registration=half)).due
    assert [p.name for p in merged(found.registrations).people] == ["Amira Haddad"]


def test_an_address_that_bounces_is_not_written_to_and_nothing_is_missed() -> None:
    assert ask(at("04T12:00"), standing(), unreachable="amira@example.org") == Ledger()
    assert ask(at("12T12:00"), standing(), unreachable="amira@example.org") == Ledger()


def test_one_address_gets_one_mail() -> None:
    two = (standing(1), standing(2, name="Lena Wolf"), standing(3, email="omar@example.org"))
    found = ask(at("04T12:00"), *two)
    assert [[r.id for r in reminder.registrations] for reminder in found.due] == [[1, 2], [3]]
    assert [p.name for p in merged(found.due[0].registrations).people] == ["Amira Haddad", "Lena Wolf"]
    assert due(ask(at("04T12:00"), *two, written={WEEK})) == ["remind:3:7d:2022-10-11"]
    # The first of the two is withdrawn: the second has been reminded with it.
    gone = (standing(1, (EARLY, CONFIRMED), (at("04T13:00"), CANCELLED)), *two[1:2])
    assert due(ask(at("04T14:00"), *gone, written={WEEK})) == []


def test_needs_are_put_together() -> None:
    travel, arabic = Need(NeedKind.TRAVEL_COSTS), Need(NeedKind.INTERPRETING, "ar")
    one, two = (replace(standing(n).registration, needs=needs) for n, needs in ((1, (travel,)), (2, (arabic, travel))))
    assert merged([one, two]).needs == (travel, arabic)


def test_an_event_that_moves_to_another_day_reminds_anew() -> None:
    moved = replace(
        TREFFEN, start=START + timedelta(days=14), end=START + timedelta(days=14, hours=3), dated_at=at("05T12:00")
    )
    assert due(ask(at("11T09:00"), standing(), event=moved, written={WEEK})) == []
    assert due(ask(at("18T09:00"), standing(), event=moved, written={WEEK})) == ["remind:1:7d:2022-10-25"]
    assert due(ask(at("24T09:00"), standing(), event=moved, written={WEEK})) == ["remind:1:1d:2022-10-25"]


def test_an_event_that_moves_by_an_hour_does_not() -> None:
    later = replace(TREFFEN, start=START + timedelta(hours=1), end=START + timedelta(hours=4))
    assert due(ask(at("04T12:00"), standing(), event=later, written={WEEK})) == []
    assert due(ask(at("10T09:00"), standing(), event=later, written={WEEK})) == [DAY]


def test_who_was_just_told_of_a_new_day_is_not_reminded_of_it_at_once() -> None:
    nearer = replace(TREFFEN, start=at("08T15:00"), end=at("08T18:00"), dated_at=at("05T12:00"))
    found = ask(at("05T12:01"), standing(), event=nearer)
    assert (due(found), missed(found)) == ([], [])
    assert due(ask(at("07T09:00"), standing(), event=nearer)) == ["remind:1:1d:2022-10-08"]


def test_an_event_that_is_called_off_reminds_nobody() -> None:
    assert ask(at("10T12:00"), standing(), event=replace(TREFFEN, cancelled_at=at("09T12:00"))) == Ledger()


@pytest.mark.parametrize(
    ("now", "purpose"),
    [
        ("04T09:00", Purpose.REMINDER),
        ("09T23:59", Purpose.REMINDER),
        ("10T00:00", Purpose.REMINDER_LAST),
        ("11T12:00", Purpose.REMINDER_LAST),
    ],
)
def test_from_the_day_before_on_it_is_the_last_reminder(now: str, purpose: Purpose) -> None:
    assert reminders.purpose(TREFFEN, at(now)) is purpose


def test_thanks_go_to_those_who_had_a_seat_once_an_address() -> None:
    held = replace(TREFFEN, thanks=True)
    people = [
        standing(1), standing(2, name="Lena Wolf"), standing(3, (EARLY, CANCELLED), email="omar@example.org"),
        standing(4, (EARLY, WAITING), email="mina@example.org"), standing(5, email="olga@example.org"),
    ]  # fmt: skip

    def thanked(now: str, event: Event = held, *written: str, unreachable: str = "") -> list[str]:
        found = reminders.thanks_due(event, people, written, at(now), Quiet(), {unreachable})
        return [one.key for one in found]

    assert thanked("12T08:59") == []
    assert thanked("12T09:00") == ["thanks:1", "thanks:5"]
    assert thanked("12T09:00", held, "thanks:1") == ["thanks:5"]
    assert thanked("12T09:00", held, unreachable="olga@example.org") == ["thanks:1"]
    assert thanked("25T09:00") == ["thanks:1", "thanks:5"]
    assert thanked("26T09:00") == []  # too long ago
    assert thanked("12T09:00", TREFFEN) == []
    assert thanked("12T09:00", replace(held, cancelled_at=at("01T12:00"))) == []
