"""When a reminder is due: days, hours and moments, the quiet hours, and both changes of the clocks."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailreg.model.registration import Event
from mailreg.notices.moments import NEVER_QUIET, Moment, Quiet, is_quiet, moments, quiet_until, thanks_at

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = Quiet(time(20), time(8))


def event(start: str, *reminders: str, zone: str = "Europe/Berlin", hours: float = 3) -> Event:
    begins = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(zone))
    return Event("treffen", "Treffen", begins, begins + timedelta(hours=hours), timezone=zone, reminders=reminders)


def local(found: tuple[Moment, ...], zone: str = "Europe/Berlin") -> list[tuple[str, str]]:
    return [(m.spec, m.at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")) for m in found]


@pytest.mark.parametrize(
    ("start", "spec", "due"),
    [
        ("2022-10-11T15:00", "7d", "2022-10-04 09:00"),
        ("2022-10-11T15:00", "1d", "2022-10-10 09:00"),
        ("2022-10-11T08:15", "1d", "2022-10-10 09:00"),
        ("2022-10-11T15:00", "3h", "2022-10-11 12:00"),
        ("2022-10-11T15:00", "36h", "2022-10-10 08:00"),  # 03:00, when people sleep: at eight
        ("2022-10-11T15:00", "2022-10-09T17:30", "2022-10-09 17:30"),
        ("2022-10-11T15:00", "2022-10-09T23:30", "2022-10-10 08:00"),
        ("2022-10-11T15:00", "2022-10-09T06:30", "2022-10-09 08:00"),
        ("2022-10-11T07:30", "1h", "2022-10-10 19:00"),  # eight is too late: the evening before
        ("2022-10-11T08:00", "2h", "2022-10-10 19:00"),
        ("2022-10-11T23:00", "2h", "2022-10-11 19:00"),
        ("2022-10-11T08:30", "1h", "2022-10-11 08:00"),
        # The clocks change: nine in the morning stays nine, hours stay hours.
        ("2022-11-02T15:00", "7d", "2022-10-26 09:00"),  # back on 30 October
        ("2022-10-30T15:00", "1d", "2022-10-29 09:00"),
        ("2022-10-30T15:00", "24h", "2022-10-29 16:00"),
        ("2022-03-27T15:00", "24h", "2022-03-26 14:00"),  # forward on 27 March
        ("2022-03-30T15:00", "7d", "2022-03-23 09:00"),
        ("2022-03-28T15:00", "2022-03-27T02:30", "2022-03-27 08:00"),  # an hour that was left out
        ("2022-10-31T15:00", "2022-10-30T02:30", "2022-10-30 08:00"),  # an hour that was there twice
    ],
)
def test_when_a_reminder_is_due(start: str, spec: str, due: str) -> None:
    assert local(moments(event(start, spec), (), NIGHT)) == [(spec, due)]


def test_the_earliest_comes_first_and_two_at_one_moment_are_one() -> None:
    found = moments(event("2022-10-11T09:00", "1d", "24h", "7d"), (), NIGHT)
    assert local(found) == [("7d", "2022-10-04 09:00"), ("1d", "2022-10-10 09:00")]


def test_an_event_without_reminders_of_its_own_has_the_usual_ones() -> None:
    usual = Event("a", "A", datetime(2022, 10, 11, 15, tzinfo=BERLIN), datetime(2022, 10, 11, 18, tzinfo=BERLIN))
    assert [m.spec for m in moments(usual, ("7d", "1d"), NIGHT)] == ["7d", "1d"]
    assert moments(event("2022-10-11T15:00"), ("7d",), NIGHT) == ()  # it wants none


def test_what_would_come_after_the_start_never_comes() -> None:
    assert moments(event("2022-10-11T15:00", "2022-10-11T15:00", "2022-10-12T10:00"), (), NIGHT) == ()


def test_days_are_counted_where_the_event_is() -> None:
    found = moments(event("2022-10-11T15:00", "1d", zone="America/New_York"), (), NIGHT)
    assert found == (Moment("1d", datetime(2022, 10, 10, 13, 0, tzinfo=UTC)),)


def test_quiet_hours_by_day_and_none() -> None:
    midday = Quiet(time(8), time(12))
    assert local(moments(event("2022-10-11T15:00", "1d"), (), midday)) == [("1d", "2022-10-10 12:00")]
    assert local(moments(event("2022-10-11T15:00", "12h"), (), NEVER_QUIET)) == [("12h", "2022-10-11 03:00")]


def test_the_end_of_the_quiet_hours_is_not_quiet() -> None:
    treffen = event("2022-10-11T15:00")
    assert is_quiet(datetime(2022, 10, 10, 7, 59, tzinfo=BERLIN), treffen, NIGHT)
    assert not is_quiet(datetime(2022, 10, 10, 8, 0, tzinfo=BERLIN), treffen, NIGHT)
    assert is_quiet(datetime(2022, 10, 10, 20, 0, tzinfo=BERLIN), treffen, NIGHT)
    late = datetime(2022, 10, 29, 23, 0, tzinfo=BERLIN)
    assert quiet_until(late, treffen, NIGHT) == datetime(2022, 10, 30, 8, 0, tzinfo=BERLIN)
    assert quiet_until(late, treffen, NEVER_QUIET) == late


def test_thanks_come_the_morning_after_the_last_day() -> None:
    assert thanks_at(event("2022-10-11T15:00"), NIGHT) == datetime(2022, 10, 12, 9, 0, tzinfo=BERLIN)
    assert thanks_at(event("2022-10-28T15:00", hours=48), NIGHT) == datetime(2022, 10, 31, 9, 0, tzinfo=BERLIN)
    assert thanks_at(event("2022-10-11T15:00"), Quiet(time(20), time(10))).astimezone(BERLIN).hour == 10


times = st.times(min_value=time(0), max_value=time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0))


@given(
    st.datetimes(datetime(2022, 1, 1), datetime(2023, 12, 31)),  # noqa: DTZ001 - the zone is drawn, too
    st.sampled_from(["1h", "2h", "9h", "36h", "1d", "2d", "7d", "30d"]),
    times,
    times,
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Tehran", "Australia/Lord_Howe"]),
)
def test_never_in_the_quiet_hours_and_never_after_the_start(
    start: datetime, spec: str, quiet_from: time, quiet_to: time, zone: str
) -> None:
    quiet = Quiet(quiet_from, quiet_to)
    if quiet.awake() < timedelta(hours=3):
        return
    begins = start.replace(tzinfo=ZoneInfo(zone))
    treffen = Event("a", "A", begins, begins + timedelta(hours=1), timezone=zone, reminders=(spec,))
    for moment in moments(treffen, (), quiet):
        assert moment.at < treffen.start
        assert not is_quiet(moment.at, treffen, quiet)
