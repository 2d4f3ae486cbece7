"""How an event looks: as a card for people, as what changes, as JSON for other programs."""

from __future__ import annotations

from datetime import datetime
from textwrap import wrap
from zoneinfo import ZoneInfo

from mailreg.model.registration import Event

_FLAG = {True: "auf Anfrage", False: "nein"}
_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_NOTHING = "–"
_WIDTH = 18


def card(event: Event, width: int | None = None) -> str:
    """The event in lines of "label: value", wrapped to `width` columns; what is missing shows as a dash where it
    matters."""
    needed = {"Ort", "Anmeldung an"}
    rows = [(label, value or (_NOTHING if label in needed else "")) for label, value in _rows(event)]
    lines = [_row(label, value) for label, value in rows if value]
    if width is not None and width > _WIDTH + 30:
        indent = " " * (_WIDTH + 3)
        lines = [
            "\n".join(wrap(x, width - 1, subsequent_indent=indent, drop_whitespace=True, initial_indent="  "))
            for x in map(str.strip, lines)
        ]
    return "\n".join(lines) + "\n"


def changes(old: Event, new: Event) -> tuple[str, ...]:
    """What differs, a line each: "Titel: alt → neu". The sequence is not counted: the store keeps it."""
    before, after = dict(_rows(old)), dict(_rows(new))
    labels = dict.fromkeys([*before, *after])
    return tuple(
        _row(label, f"{before.get(label) or _NOTHING} → {after.get(label) or _NOTHING}").strip()
        for label in labels
        if before.get(label) != after.get(label)
    )


def _row(label: str, value: str) -> str:
    return f"  {label + ':':<{_WIDTH}} {value}"


def _rows(event: Event) -> list[tuple[str, str]]:
    zone = ZoneInfo(event.timezone)
    start, end = event.start.astimezone(zone), event.end.astimezone(zone)
    last = f"{end:%H:%M} Uhr" if start.date() == end.date() else f"{_moment(end)} Uhr"
    rows = [
        ("Kennung", event.id),
        ("Titel", event.title),
        ("Untertitel", event.subtitle),
        ("Auch genannt", ", ".join(event.aliases)),
        ("Zeit", f"{_moment(start)}–{last}" if start.date() == end.date() else f"{_moment(start)} Uhr bis {last}"),
        ("Zeitzone", event.timezone),
        ("Ort", event.venue),
        ("Anschrift", ", ".join(p for p in (event.street, f"{event.postcode} {event.city}".strip()) if p)),
        ("Anmeldung an", event.registration_email),
        (
            "Anmeldeschluss",
            f"{_moment(event.registration_deadline.astimezone(zone))} Uhr" if event.registration_deadline else "",
        ),
        ("Fahrtkosten", _FLAG[event.travel_costs]),
        ("Sprachmittlung", _FLAG[event.interpreting]),
        (
            "Dolmetschen",
            f"bis {_moment(event.interpreting_deadline.astimezone(zone))} Uhr buchen"
            if event.interpreting_deadline
            else "",
        ),
        ("Plätze", str(event.capacity or "")),
        ("Erinnerungen", "" if event.reminders is None else ", ".join(event.reminders) or "keine"),
        ("Dank danach", "ja" if event.thanks else ""),
        ("Abgesagt", f"{_moment(event.cancelled_at.astimezone(zone))} Uhr" if event.cancelled_at else ""),
        ("Organisation", ", ".join(event.organisers)),
    ]
    return rows + [(key, _value(value)) for key, value in event.extra]


def _moment(value: datetime) -> str:
    return f"{_DAYS[value.weekday()]}, {value:%d.%m.%Y, %H:%M}"


def _value(value: object) -> str:
    import json

    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def event_dict(event: Event) -> dict[str, object]:
    """The keys of an event file, as JSON-able values; those that mailreg does not know, too."""
    return {
        "id": event.id,
        "title": event.title,
        "subtitle": event.subtitle,
        "aliases": list(event.aliases),
        "start": event.start.isoformat(),
        "end": event.end.isoformat(),
        "timezone": event.timezone,
        "venue": event.venue,
        "street": event.street,
        "postcode": event.postcode,
        "city": event.city,
        "registration_email": event.registration_email,
        "registration_deadline": event.registration_deadline.isoformat() if event.registration_deadline else None,
        "organisers": list(event.organisers),
        "travel_costs": event.travel_costs,
        "interpreting": event.interpreting,
        "interpreting_deadline": event.interpreting_deadline.isoformat() if event.interpreting_deadline else None,
        "capacity": event.capacity,
        "reminders": None if event.reminders is None else list(event.reminders),
        "thanks": event.thanks,
        "cancelled_at": event.cancelled_at.isoformat() if event.cancelled_at else None,
        **dict(event.extra),
    }
