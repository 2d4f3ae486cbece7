"""How many answers have been written lately, for the ceilings."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, literal_column, select, true

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
    day = now - timedelta(days=1)
    values = {"now": now, "hour": now - timedelta(hours=1), "day": day, "long": day - timedelta(days=USUAL_DAYS)}
    last_hour, last_day, all_last_hour, lately = connection.execute(_traffic(), values | {"address": to}).one()
    return Traffic(
        address_last_hour=last_hour,
        address_last_day=last_day,
        installation_last_hour=all_last_hour,
        usual_per_day=lately / USUAL_DAYS,
    )


@cache
def _traffic() -> Select[int, int, int, int]:
    """The query of `count_traffic`: answers to one address in the last hour and the last day; all answers in the last
    hour, and those of a longer time without the last day. One query, built once: it is asked for every mail that wants
    something."""
    created = outbox.c.created_at

    def answers(since: str, *which: ColumnElement[bool]) -> Select[int]:
        return (
            select(func.count().filter(created > bindparam("hour")).label("last_hour"))
            .select_from(outbox)
            .where(
                outbox.c.purpose.in_(_constants(*COUNTED)),
                outbox.c.state.not_in(_constants(DeliveryState.DISCARDED, DeliveryState.EXPIRED)),
                created <= bindparam("now"),
                created > bindparam(since),
                *which,
            )
        )

    to_them = answers("day", outbox.c.recipient_key == bindparam("address")).add_columns(func.count().label("last_day"))
    # The last day is not usual: a flood must not lift its own ceiling.
    of_all = answers("long").add_columns(func.count().filter(created <= bindparam("day")).label("lately"))
    theirs, everybodys = to_them.subquery(), of_all.subquery()
    return select(theirs.c.last_hour, theirs.c.last_day, everybodys.c.last_hour, everybodys.c.lately).select_from(
        theirs.join(everybodys, true())
    )


def _constants(*codes: str) -> list[ColumnElement[str]]:
    """Codes of this program as part of the statement: values beside it would be put in anew at each execution."""
    return [literal_column(f"'{code}'") for code in codes]
