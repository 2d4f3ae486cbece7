"""When a digest is due, also on the days when the clock jumps. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from mailreg.model.digest import Plan, Rhythm
from mailreg.notices.schedule import slot


def times(plan: Plan, start: datetime, hours: int) -> list[tuple[date, datetime]]:
    """Each day's first minute at which its digest is due, looking every minute."""
    found: dict[date, datetime] = {}
    for minute in range(hours * 60):
        now = start + timedelta(minutes=minute)
        due = slot(plan, now)
        if due is not None:
            found.setdefault(due[0], now)
    return sorted(found.items())


@pytest.mark.parametrize(
    ("at", "utc"),
    [
        # Winter until 27 March 2022, 02:00, then summer.
        (time(7), ["2022-03-26 06:00", "2022-03-27 05:00", "2022-03-28 05:00"]),
        # That hour is skipped: the digest comes right after it, once.
        (time(2, 30), ["2022-03-26 01:30", "2022-03-27 01:30", "2022-03-28 00:30"]),
    ],
)
def test_the_clock_goes_forward(at: time, utc: list[str]) -> None:
    plan = Plan(Rhythm.DAILY, at, "Europe/Berlin")
    found = times(plan, datetime(2022, 3, 25, 23, 0, tzinfo=UTC), 60)
    assert [f"{now:%Y-%m-%d %H:%M}" for _, now in found] == utc


@pytest.mark.parametrize(
    ("at", "utc"),
    [
        # Summer until 30 October 2022, 03:00, then winter.
        (time(7), ["2022-10-29 05:00", "2022-10-30 06:00", "2022-10-31 06:00"]),
        # That hour comes twice: the first one counts.
        (time(2, 30), ["2022-10-29 00:30", "2022-10-30 00:30", "2022-10-31 01:30"]),
    ],
)
def test_the_clock_goes_back(at: time, utc: list[str]) -> None:
    plan = Plan(Rhythm.DAILY, at, "Europe/Berlin")
    found = times(plan, datetime(2022, 10, 28, 22, 0, tzinfo=UTC), 60)
    assert [f"{now:%Y-%m-%d %H:%M}" for _, now in found] == utc


def test_a_year_has_a_digest_a_day() -> None:
    plan = Plan(Rhythm.DAILY, time(7), "Europe/Berlin")
    start = datetime(2021, 12, 31, 23, 0, tzinfo=UTC)
    days = {due[0] for hour in range(365 * 24) if (due := slot(plan, start + timedelta(hours=hour)))}
    assert len(days) == 365


def test_weekly_is_mondays() -> None:
    plan = Plan(Rhythm.WEEKLY, time(7), "Europe/Berlin")
    assert slot(plan, datetime(2022, 10, 3, 4, 59, tzinfo=UTC)) is None
    assert slot(plan, datetime(2022, 10, 3, 5, 0, tzinfo=UTC)) is not None
    week = {due[0] for day in range(6) if (due := slot(plan, datetime(2022, 10, 4 + day, 20, tzinfo=UTC)))}
    assert week == {date(2022, 10, 3)}


def test_never() -> None:
    assert slot(Plan(), datetime(2022, 10, 3, 12, tzinfo=UTC)) is None
