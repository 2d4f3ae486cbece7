"""When a digest is due: a moment of the local clock, once, whatever the clock or the worker did meanwhile."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mailreg.model.digest import Plan, Rhythm


def slot(plan: Plan, now: datetime) -> tuple[date, datetime] | None:
    """The day whose digest is due at `now`, and its moment in UTC-comparable aware time; None before today's hour.

    A missed day is not caught up on: the next digest tells everything since the last one. A missed Monday of the
    weekly one is caught up on any later day of that week. An hour that the clock skips counts as the one after it; of
    an hour that comes twice the first counts (PEP 495, fold=0)."""
    if plan.rhythm is Rhythm.NEVER:
        return None
    zone = ZoneInfo(plan.zone)
    day = now.astimezone(zone).date()
    if plan.rhythm is Rhythm.WEEKLY:
        day -= timedelta(days=day.weekday())
    moment = datetime.combine(day, plan.at, zone)
    # Compared in UTC: two aware times of one zone are compared by their local clock, which is wrong on these days.
    return (day, moment) if now.timestamp() >= moment.timestamp() else None
