"""Event files: TOML with the keys of an [[event]] table → Event values. Unknown keys are kept."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

from mailreg.model.errors import EventFileError
from mailreg.model.registration import Event

TEXTS = ("title", "subtitle", "venue", "street", "postcode", "city", "registration_email")
LISTS = ("aliases", "organisers")
FLAGS = ("travel_costs", "interpreting", "thanks")
TIMES = ("start", "end", "registration_deadline", "interpreting_deadline", "cancelled_at")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
KNOWN = {"id", "timezone", "sequence", "capacity", "reminders", *TEXTS, *LISTS, *FLAGS, *TIMES}


def parse_events(content: bytes | str, *, source: str, timezone: str = "Europe/Berlin") -> tuple[Event, ...]:
    """All events of an event file, in its order. `source` is its name, for messages. Local times (without an offset)
    are in the event's `timezone`, else in the one given. Raises EventFileError, one line."""
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
        tables = tomllib.loads(text.replace("\r\n", "\n")).get("event")
    except UnicodeDecodeError as error:
        raise EventFileError(f"{source} ist keine TOML-Datei in UTF-8; bitte so speichern.") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f"Zeile {line[1]} ist" if line else "etwas ist"
        raise EventFileError(f"{source} ist keine gültige TOML-Datei: {where} nicht richtig geschrieben.") from error
    if isinstance(tables, dict):
        tables = [tables]
    if not isinstance(tables, list) or not tables or not all(isinstance(t, dict) for t in tables):
        raise EventFileError(f"{source} enthält keine Veranstaltung (es fehlt ein Abschnitt [[event]]).")
    events = tuple(_event(table, source, timezone) for table in tables)
    ids = [e.id for e in events]
    for doubled in (i for i in ids if ids.count(i) > 1):
        raise EventFileError(f"{source}: Die Kennung „{doubled}“ kommt zweimal vor.")
    return events


def event_id(title: str, year: int) -> str:
    """A short id from a title and a year, e.g. "get-together-2022"."""
    folded = title.casefold()
    for letter, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        folded = folded.replace(letter, plain)
    words = re.findall(r"[a-z0-9]+", folded)[:5] or ["event"]
    return "-".join([*words, *([] if str(year) in words else [str(year)])])


def _event(table: Mapping[str, Any], source: str, timezone: str) -> Event:
    def wrong(key: str, what: str) -> EventFileError:
        name = str(table.get("id") or table.get("title") or "ohne Titel")[:60]
        return EventFileError(f"{source}: Veranstaltung „{name}“: {key} {what}.")

    for key in ("title", "start", "end"):
        if table.get(key) is None or not str(table[key]).strip():
            raise wrong(key, "fehlt")
    for key in ("id", "timezone", *TEXTS):
        if key in table and not isinstance(table[key], str):
            raise wrong(key, "muss ein Text in Anführungszeichen sein")
        if "\n" in table.get(key, ""):
            raise wrong(key, "muss in einer Zeile stehen")
    if "id" in table and not _ID.fullmatch(table["id"]):
        raise wrong("id", 'darf nur kleine Buchstaben (a–z), Ziffern, - und _ haben, z. B. "get-together-2022"')
    email = table.get("registration_email", "")
    if email and not re.fullmatch(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+", email):
        raise wrong("registration_email", f"„{email}“ ist keine E-Mail-Adresse")
    for key in FLAGS:
        if not isinstance(table.get(key, False), bool):
            raise wrong(key, "muss true oder false sein")
    for key in LISTS:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise wrong(key, "muss eine Liste von Texten sein")
    zone_name = str(table.get("timezone", timezone))
    try:
        zone = ZoneInfo(zone_name)
    except (ValueError, OSError, KeyError) as error:
        raise wrong("timezone", f"„{zone_name}“ gibt es nicht (gemeint ist vielleicht Europe/Berlin)") from error

    def moment(key: str) -> datetime | None:
        value = table.get(key)
        if value is None:
            return None
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value)
            except ValueError as error:
                raise wrong(key, "ist kein Zeitpunkt wie 2022-10-11T15:00:00") from error
        if isinstance(value, date) and not isinstance(value, datetime):
            if not key.endswith("_deadline"):
                raise wrong(key, "braucht auch eine Uhrzeit, z. B. 2022-10-11T15:00:00")
            value = datetime(value.year, value.month, value.day, 23, 59, 59, tzinfo=zone)  # the whole day counts
        if not isinstance(value, datetime):
            raise wrong(key, "ist kein Zeitpunkt wie 2022-10-11T15:00:00")
        try:
            return value.replace(tzinfo=zone) if value.tzinfo is None else value.astimezone(zone)
        except OverflowError as error:
            raise wrong(key, "liegt außerhalb des Kalenders") from error

    start, end = moment("start"), moment("end")
    assert start is not None
    assert end is not None
    if end <= start:
        raise wrong("end", "liegt nicht nach start")
    sequence = table.get("sequence", 0)
    if not isinstance(sequence, int) or isinstance(sequence, bool) or not 0 <= sequence < 2**31:
        raise wrong("sequence", "muss eine ganze Zahl ab 0 sein")
    capacity = table.get("capacity")
    if capacity is not None and (not isinstance(capacity, int) or isinstance(capacity, bool) or capacity < 1):
        raise wrong("capacity", "muss eine ganze Zahl ab 1 sein (die Zahl der Plätze)")
    reminders = table.get("reminders")
    if reminders is not None:
        if not isinstance(reminders, list) or not all(_is_reminder(r) for r in reminders):
            raise wrong("reminders", 'muss eine Liste wie ["7d", "1d", "3h", "2022-10-10T09:00"] sein')
        reminders = tuple(map(str, reminders))
    values: dict[str, Any] = {key: table.get(key, "") for key in TEXTS}
    values.update({key: tuple(table.get(key, ())) for key in LISTS})
    values.update({key: table.get(key, False) for key in FLAGS})
    return Event(
        id=str(table.get("id") or event_id(table["title"], start.year)),
        start=start,
        end=end,
        registration_deadline=moment("registration_deadline"),
        timezone=zone_name,
        interpreting_deadline=moment("interpreting_deadline"),
        cancelled_at=moment("cancelled_at"),
        capacity=capacity,
        reminders=reminders,
        sequence=sequence,
        extra=tuple((k, _plain(v)) for k, v in table.items() if k not in KNOWN),
        **values,
    )


def format_event(event: Event) -> str:
    """An event as an event file; `parse_events` gives the same event back. Local times without an offset."""
    values: dict[str, object] = {
        "id": event.id,
        "title": event.title,
        "subtitle": event.subtitle,
        "aliases": event.aliases,
        "start": _local(event.start, event.timezone),
        "end": _local(event.end, event.timezone),
        "timezone": event.timezone,
        "venue": event.venue,
        "street": event.street,
        "postcode": event.postcode,
        "city": event.city,
        "registration_email": event.registration_email,
        "registration_deadline": event.registration_deadline and _local(event.registration_deadline, event.timezone),
        "organisers": event.organisers,
        "travel_costs": event.travel_costs,
        "interpreting": event.interpreting,
        "interpreting_deadline": event.interpreting_deadline and _local(event.interpreting_deadline, event.timezone),
        "capacity": event.capacity,
        "cancelled_at": event.cancelled_at and _local(event.cancelled_at, event.timezone),
        **({} if event.reminders is None else {"reminders": list(event.reminders)}),
        **({"thanks": True} if event.thanks else {}),
        **({"sequence": event.sequence} if event.sequence else {}),
    }
    lines = [f"{key} = {_toml(value)}" for key, value in values.items() if value not in ("", None, ())]
    lines += [f"{_key(key)} = {_toml(value)}" for key, value in event.extra]
    return "\n".join(["[[event]]", *lines]) + "\n"


def _is_reminder(value: object) -> bool:
    """ "7d" or "36h" before the start, or a local moment."""
    if not isinstance(value, str):
        return False
    if re.fullmatch(r"[1-9]\d{0,2}[dh]", value):
        return True
    try:
        return len(value) > len("2022-10-10") and datetime.fromisoformat(value).tzinfo is None
    except ValueError:
        return False


def _plain(value: object) -> object:
    """A value of an unknown key as JSON knows it: moments and odd numbers become text."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, float) and not isfinite(value) else value


def _local(moment: datetime, timezone: str) -> datetime:
    """Without an offset, as people write it; with one in the hour that October has twice."""
    local = moment.astimezone(ZoneInfo(timezone))
    return local if local.fold else local.replace(tzinfo=None)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _toml(name)


def _toml(value: object) -> str:
    """A TOML value (toml.io 1.0): the few kinds that an event holds."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(v) for v in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(str(k))} = {_toml(v)}" for k, v in value.items()) + "}"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    escaped = "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in escaped)
    return f'"{escaped}"'
