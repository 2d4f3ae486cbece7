"""`mailreg event …`: events come in from event files or invitations, and go out again as event files."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailreg.cli import common
from mailreg.model.errors import EventFileError, UsageError

if TYPE_CHECKING:
    from mailreg.model.registration import Event

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

FLAG = {True: "auf Anfrage", False: "nein"}


@app.command("import", help="Liest eine Veranstaltung ein: TOML, oder den Flyer als Text, PDF, DOCX oder .eml.")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ohne Rückfrage übernehmen.")] = False,
) -> None:
    """Shown before it is saved."""
    loaded = common.settings()
    events = read_events(file, loaded.timezone)
    for event in events:
        show_event(event)
    with common.opened_store(loaded) as store:
        with store.begin() as tx:
            known = {e.id for e in tx.events.all()}
        replaced = [e.id for e in events if e.id in known]
        if replaced:
            typer.echo(f"Schon bekannt, wird ersetzt: {', '.join(replaced)}")
        if not yes:
            if not sys.stdin.isatty():
                raise UsageError("Nicht übernommen: Es ist kein Mensch da, der bestätigt. Mit --yes geht es ohne.")
            typer.confirm("So übernehmen?", abort=True)
        with store.begin() as tx:
            for event in events:
                tx.events.save(event)
    typer.echo(f"Übernommen: {', '.join(e.id for e in events)}")


def read_events(file: Path, timezone: str) -> tuple[Event, ...]:
    """The events of an event file, or the one of an invitation. Raises EventFileError or UsageError."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} lässt sich nicht lesen: {error.strerror}.") from error
    if not content.strip():
        raise EventFileError(f"{file.name} ist leer.")
    if file.suffix.lower() == ".toml":
        from mailreg.decode.eventfile import parse_events

        return parse_events(content, source=file.name, timezone=timezone)
    from mailreg.decode.documents import text_of
    from mailreg.understand.invitation import read_invitation

    text = text_of(content, file.name)
    return (read_invitation(text, source=file.name, timezone=timezone, now=datetime.now(UTC)),)


@app.command("list", help="Zeigt alle Veranstaltungen.")
def list_(as_json: common.Json = False) -> None:
    """One line an event."""
    import json

    loaded = common.settings()
    with common.opened_store(loaded) as store, store.begin() as tx:
        events = tx.events.all()
    for event in events:
        if as_json:
            typer.echo(json.dumps(event_dict(event), ensure_ascii=False))
        else:
            typer.echo(f"{common.local(event.start, event.timezone)}  {event.id:<24}  {event.title}, {event.city}")
    if not events and not as_json:
        typer.echo("Noch keine Veranstaltungen; „mailreg event import FLYER“ liest eine ein.")


@app.command("show", help="Zeigt eine Veranstaltung.")
def show(event: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """All that is known of it."""
    show_event(_stored(event))


@app.command("export", help="Gibt eine Veranstaltung als TOML aus, zum Ändern und Wiedereinlesen.")
def export(event: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """An event file on standard output."""
    from mailreg.decode.eventfile import format_event

    typer.echo(format_event(_stored(event)), nl=False)


def _stored(event_id: str) -> Event:
    loaded = common.settings()
    with common.opened_store(loaded) as store, store.begin() as tx:
        event = tx.events.get(event_id)
        if event is None:
            known = ", ".join(e.id for e in tx.events.all()) or "keine"
            raise UsageError(f"Die Veranstaltung „{event_id}“ gibt es nicht (bekannt: {known}).")
    return event


def event_dict(event: Event) -> dict[str, object]:
    """The keys of an event file, as JSON-able values."""
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
    }


def show_event(event: Event) -> None:
    """An event for people."""
    start, end = common.local(event.start, event.timezone), common.local(event.end, event.timezone)
    if start[:10] == end[:10]:
        end = end[11:]
    lines = [
        ("Kennung", event.id),
        ("Titel", event.title),
        ("Untertitel", event.subtitle),
        ("Auch genannt", ", ".join(event.aliases)),
        ("Zeit", f"{start}–{end} ({event.timezone})"),
        ("Ort", event.venue),
        ("Anschrift", ", ".join(p for p in (event.street, f"{event.postcode} {event.city}".strip()) if p)),
        ("Anmeldung an", event.registration_email),
        ("Anmeldeschluss", common.local(event.registration_deadline, event.timezone)),
        ("Fahrtkosten", FLAG[event.travel_costs]),
        ("Sprachmittlung", FLAG[event.interpreting]),
        ("Veranstalter*innen", ", ".join(event.organisers)),
    ]
    for label, value in lines:
        if value:
            typer.echo(f"  {label + ':':<20} {value}")
    typer.echo("")
