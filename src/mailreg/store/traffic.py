"""How many answers have been written lately, for the ceilings."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select

from mailreg.model.decision import Traffic
from mailreg.model.outgoing import COUNTED, DeliveryState
from mailreg.store.tables import outbox

USUAL_DAYS = 14


def person(address: str) -> str:
    """The address in lower case without its "+tag" (RFC 5233): all of them reach one person."""
    local, at, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{domain}"


def count_traffic(connection: Connection, to: str, now: datetime) -> Traffic:
    """Answers written to this `person` and in all. What a person discarded, and what expired, does not count: it never
    went out and never will."""
    times = {"now": now, "hour": now - timedelta(hours=1)}
    to_them, of_all = _traffic()
    last_hour, last_day = connection.execute(to_them, times | {"since": now - timedelta(days=1), "address": to}).one()
    all_last_hour, lately = connection.execute(
        of_all, times | {"since": now - timedelta(days=USUAL_DAYS + 1), "day": now - timedelta(days=1)}
    ).one()
    return Traffic(
        address_last_hour=last_hour,
        address_last_day=last_day,
        installation_last_hour=all_last_hour,
        usual_per_day=lately / USUAL_DAYS,
    )


@cache
def _traffic() -> tuple[Select[int, int], Select[int, int]]:
    """The queries of `count_traffic`: answers to one address in the last hour and since a moment; all answers in the
    last hour, and those since a moment without the last day. Built
    once: they are asked for every mail that wants something."""
    created = outbox.c.created_at

    def answers(second: ColumnElement[int]) -> Select[int, int]:
        return (
            select(func.count().filter(created > bindparam("hour")), second)
            .select_from(outbox)
            .where(
                outbox.c.purpose.in_(COUNTED),
                outbox.c.state.not_in((DeliveryState.DISCARDED, DeliveryState.EXPIRED)),
                created <= bindparam("now"),
                created > bindparam("since"),
            )
        )

    to_them = answers(func.count()).where(outbox.c.recipient_key == bindparam("address"))
    # The last day is not usual: a flood must not lift its own ceiling.
    return to_them, answers(func.count().filter(created <= bindparam("day")))
