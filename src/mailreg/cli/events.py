"""`mailreg event …`: events come in from event files or invitations, and go out again as event files."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailreg.cli import common, output
from mailreg.cli.ask import confirmed
from mailreg.cli.eventview import card, changes, event_dict
from mailreg.model.errors import EventFileError, UsageError

if TYPE_CHECKING:
    from mailreg.model.registration import Event, EventFile
    from mailreg.store.engine import Transaction

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

EventRef = Annotated[str, typer.Argument(metavar="ID", help="Die Kennung, wie „mailreg event list“ sie zeigt.")]
LIMIT = 50_000_000  # bytes
_REASONS = {
    FileNotFoundError: "ist nicht da: Stimmen Name und Ordner?",
    IsADirectoryError: "ist ein Ordner; bitte eine Datei nennen.",
    PermissionError: "ist für dieses Konto nicht lesbar; bitte die Rechte der Datei prüfen.",
}


@app.command("import", help="Liest eine Veranstaltung ein: TOML, oder den Flyer als Text, PDF, DOCX oder .eml.")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Event-Datei (TOML) oder Einladung.")],
    identity: Annotated[
        str | None,
        typer.Option("--id", metavar="ID", help="Kennung, wenn die Einladung nicht die vorgeschlagene haben soll."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ohne Rückfrage übernehmen.")] = False,
    tell: Annotated[
        bool, typer.Option("--tell", help="Ändern sich Zeit oder Ort: allen Angemeldeten schreiben, ohne zu fragen.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Ändern sich Zeit oder Ort: niemandem schreiben.")] = False,
) -> None:
    """Shown before it is saved."""
    from mailreg.cli.eventchange import affected, told
    from mailreg.flow import announcements

    if tell and quiet:
        raise UsageError("--tell und --quiet zusammen geht nicht.")
    now = datetime.now(UTC)
    loaded = common.database()
    events, remarks = read_events(file, loaded.timezone)
    if identity is not None:
        events = _renamed(events, identity)
    with common.opened_store(loaded) as store:
        with store.begin() as tx:
            known = {e.id: e for e in tx.events.all()}
            seats = {e.id: sum(r.seats for r in tx.registrations.all(e.id)) for e in events if e.id in known}
            news = {e.id: announcements.news(known[e.id], e, now) for e in events if e.id in known}
            whom = {i: affected(tx, i, purpose) for i, purpose in news.items() if purpose is not None}
        again = [e.id for e in events if e.id in known and known[e.id].start.date() != e.start.date()]
        new = [e for e in events if _differs(known.get(e.id), e)]
        for event in events:
            _announce(event, known.get(event.id), seats.get(event.id, 0))
        for remark in remarks:
            typer.echo(f"Bitte prüfen: {remark}")
        if again and identity is None:
            typer.echo(
                "Bitte prüfen: Der Tag ist ein anderer. Eine neue Veranstaltung braucht mit --id eine eigene Kennung."
            )
        if not new:
            typer.echo("Es ändert sich nichts.")
            return
        if not yes and not confirmed("So übernehmen?", "Nicht übernommen"):
            typer.echo("Nichts übernommen.", err=True)
            raise typer.Exit(1)
        people = sum(a.people for a in whom.values())
        outdated = sum(a.outdated for a in whom.values())
        telling = bool(people) and not quiet and (tell or yes or _wants_to_tell(people))
        with store.begin() as tx:
            for event in new:
                announcements.save(tx, event, now, tell=telling)
    typer.echo(f"Übernommen: {', '.join(e.id for e in new)}")
    if people:
        typer.echo(told(people) if telling else "Es geht keine Mail hinaus.")
    if outdated:
        waiting = common.count(outdated, "Antwort wartet", "Antworten warten")
        typer.echo(f"Bitte prüfen: {waiting} noch und nennen den alten Stand (mailreg outbox list).")
    if remarks:
        typer.echo(f"Ändern: „mailreg event export {new[0].id} > veranstaltung.toml“, bearbeiten und wieder einlesen.")


def _wants_to_tell(people: int) -> bool:
    """Asked only where somebody is there: whoever says --yes wants everybody to be told."""
    whom = "Einer Person mit Anmeldung" if people == 1 else f"Allen {people} Personen mit Anmeldung"
    return confirmed(f"{whom} eine Mail mit der Änderung schicken?", "Nicht übernommen")


def _renamed(events: tuple[Event, ...], identity: str) -> tuple[Event, ...]:
    """The one event with another id. Raises UsageError."""
    if len(events) != 1:
        raise UsageError("--id geht nur mit einer einzelnen Veranstaltung.")
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,79}", identity):
        raise UsageError("--id: nur kleine Buchstaben (a–z), Ziffern, - und _, z. B. netzwerktreffen-2023-09.")
    return (replace(events[0], id=identity),)


def _announce(event: Event, known: Event | None, seats: int) -> None:
    if known is None:
        typer.echo("Neue Veranstaltung:\n")
    elif _differs(known, event):
        typer.echo("Diese Veranstaltung ist schon bekannt. Es ändert sich:\n")
        for line in changes(known, event) or ("nur Kleinigkeiten, die hier nicht zu sehen sind (Sekunden).",):
            typer.echo(f"  {line}")
        places = "1 Platz" if seats == 1 else f"{seats} Plätze"
        typer.echo(f"\nDie Anmeldungen bleiben ({places}).\n" if seats else "")
        typer.echo("Sie wird dann so aussehen:\n")
    else:
        typer.echo("Diese Veranstaltung ist schon genau so bekannt:\n")
    typer.echo(card(event, _width()))


def _width() -> int | None:
    """The terminal's width; None where the output goes elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _differs(known: Event | None, event: Event) -> bool:
    """The store keeps the sequence, and since when the event stands on its day."""
    return known is None or replace(known, sequence=event.sequence, dated_at=event.dated_at) != event


def read_events(file: Path, timezone: str) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """The events of an event file, or the one of an invitation, and what to check in them. Raises EventFileError or
    UsageError."""
    content = read_bytes(file, LIMIT)
    if file.suffix.lower() == ".toml" or re.search(rb"^\s*\[\[?event\]\]?\s*$", content[:10_000], re.MULTILINE):
        from mailreg.decode.eventfile import parse_events

        return parse_events(content, source=file.name, timezone=timezone), ()
    from mailreg.decode.documents import text_of
    from mailreg.understand.invitation import understand_invitation

    text = text_of(content, file.name)
    found = understand_invitation(text, source=file.name, timezone=timezone, now=datetime.now(UTC))
    return (found.event,), found.remarks


def read_bytes(file: Path, limit: int) -> bytes:
    """A file's content, one byte more than `limit` at most. Raises UsageError, and EventFileError if it is empty."""
    try:
        with file.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError as error:
        reason = _REASONS.get(type(error), "lässt sich nicht lesen.")
        raise UsageError(f"{file} {reason}") from error
    except ValueError as error:
        raise UsageError("Das ist kein Dateiname.") from error
    if not content.strip():
        raise EventFileError(f"{file.name} ist leer.")
    return content


@app.command("list", help="Zeigt alle Veranstaltungen, die früheste zuerst.")
def list_(as_json: common.Json = False) -> None:
    """One line an event."""

    loaded = common.database()
    with common.opened_store(loaded, reading=True) as store, store.begin() as tx:
        events = tx.events.all()
    if as_json:
        for event in events:
            typer.echo(output.json_line(event_dict(event)))
    elif events:
        _table(events)
    else:
        typer.echo("Noch keine Veranstaltungen; „mailreg event import FLYER“ liest eine ein.")


def _table(events: Sequence[Event]) -> None:
    width = max(len(e.id) for e in events)
    for event in events:
        town = event.city or event.venue
        name = f"{event.title}, {town}" if town else event.title
        typer.echo(f"{common.local(event.start, event.timezone)}  {event.id:<{width}}  {name}")


@app.command("show", help="Zeigt eine Veranstaltung.")
def show(event: EventRef) -> None:
    """All that is known of it, and the files that go along with its mails."""
    stored, files = _stored(event)
    typer.echo(card(stored, _width()))
    for file in files:
        typer.echo(f"  Liegt bei ({file.purpose}): {common.visible(file.name)}")


@app.command("export", help="Gibt eine Veranstaltung als TOML aus, zum Ändern und Wiedereinlesen.")
def export(event: EventRef) -> None:
    """An event file on standard output."""
    from mailreg.decode.eventfile import format_event

    typer.echo(format_event(_stored(event)[0]), nl=False)


def _stored(event_id: str) -> tuple[Event, tuple[EventFile, ...]]:
    loaded = common.database()
    with common.opened_store(loaded, reading=True) as store, store.begin() as tx:
        event = tx.events.get(event_id)
        if event is None:
            raise no_such_event(tx, event_id)
        files = (*tx.events.files(event_id, "travel_costs"), *tx.events.files(event_id, "thanks"))
    return event, files


def no_such_event(tx: Transaction, event_id: str) -> UsageError:
    """What to say where there is no event of this id."""
    known = ", ".join(e.id for e in tx.events.all()) or "keine"
    return UsageError(f"Die Veranstaltung „{event_id}“ gibt es nicht (bekannt: {known}).")
