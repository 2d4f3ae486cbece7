"""When a reminder is due: moments in the event's zone, moved out of the quiet hours.

All moments come and go as aware values in UTC; days and times of day are counted in the event's own zone, so that
"09:00" stays 09:00 across the change of the clocks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailreg.model.registration import Event

MORNING = time(9)  # what is due on a day is due then
DEFAULT = ("7d", "1d")
_BEFORE = re.compile(r"([1-9]\d{0,2})([dh])")
_SPARE = timedelta(hours=1)  # what would be too late after the night goes out so long before it begins


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours of the day, local, in which nobody is written to unasked: from `start` up to `end`, which is no longer
    quiet. Equal: no such hours."""

    start: time = time(20)
    end: time = time(8)

    def __contains__(self, local: datetime) -> bool:
        now = local.time()
        if self.start <= self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end

    def ends(self, local: datetime) -> datetime:
        """When the quiet hours that hold this local moment end."""
        same_day = local.time() < self.end
        return _at(local.date() + timedelta(days=0 if same_day else 1), self.end, local)

    def began(self, local: datetime) -> datetime:
        """When they began."""
        same_day = local.time() >= self.start
        return _at(local.date() - timedelta(days=0 if same_day else 1), self.start, local)

    def awake(self) -> timedelta:
        """How much of a day is left without them."""
        some_day = date(2000, 1, 1)
        quiet = datetime.combine(some_day, self.end) - datetime.combine(some_day, self.start)
        return timedelta(days=1) - quiet % timedelta(days=1)


def _at(day: date, hour: time, like: datetime) -> datetime:
    return datetime.combine(day, hour, tzinfo=like.tzinfo)


NEVER_QUIET = Quiet(time(0), time(0))


@dataclass(frozen=True, slots=True)
class Moment:
    """One reminder of an event: what stands in its settings ("7d"), and when that is."""

    spec: str
    at: datetime


def moments(event: Event, default: tuple[str, ...], quiet: Quiet) -> tuple[Moment, ...]:
    """The event's reminders, the earliest first, all of them before its start and out of the quiet hours. Two that
    fall on one moment are one."""
    found: dict[datetime, str] = {}
    for spec in default if event.reminders is None else event.reminders:
        at = awake(_asked(spec, event), event, quiet)
        if at < event.start:
            found.setdefault(at, spec)
    return tuple(Moment(spec, at) for at, spec in sorted(found.items()))


def thanks_at(event: Event, quiet: Quiet) -> datetime:
    """When thanks are due: the morning after the event's last day."""
    zone = ZoneInfo(event.timezone)
    day = event.end.astimezone(zone).date() + timedelta(days=1)
    morning = datetime.combine(day, MORNING, tzinfo=zone)
    return (quiet.ends(morning) if morning in quiet else morning).astimezone(UTC)


def is_quiet(now: datetime, event: Event, quiet: Quiet) -> bool:
    """Do people at the event's place have their quiet hours now?"""
    return now.astimezone(ZoneInfo(event.timezone)) in quiet


def quiet_until(now: datetime, event: Event, quiet: Quiet) -> datetime:
    """The end of the quiet hours that it is now; `now` where there are none."""
    local = now.astimezone(ZoneInfo(event.timezone))
    return quiet.ends(local).astimezone(UTC) if local in quiet else now


def awake(moment: datetime, event: Event, quiet: Quiet) -> datetime:
    """The moment out of the quiet hours: at their end, or before they begin where their end is too late."""
    local = moment.astimezone(ZoneInfo(event.timezone))
    if local not in quiet:
        return moment.astimezone(UTC)
    end = quiet.ends(local).astimezone(UTC)
    if end < event.start:
        return end
    return quiet.began(local).astimezone(UTC) - min(_SPARE, quiet.awake() / 2)


def _asked(spec: str, event: Event) -> datetime:
    """What an entry of `reminders` means: days before count to nine in the morning, hours to the minute."""
    zone = ZoneInfo(event.timezone)
    before = _BEFORE.fullmatch(spec)
    if before is None:
        return datetime.fromisoformat(spec).replace(tzinfo=zone).astimezone(UTC)
    number = int(before[1])
    if before[2] == "h":
        return event.start.astimezone(UTC) - timedelta(hours=number)
    day = event.start.astimezone(zone).date() - timedelta(days=number)
    return datetime.combine(day, MORNING, tzinfo=zone).astimezone(UTC)
