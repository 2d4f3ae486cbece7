"""`mailreg event cancel|attach|detach`: what happens to an event that people have registered for."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailreg.cli import common
from mailreg.cli.ask import confirmed
from mailreg.cli.events import EventRef, no_such_event, read_bytes
from mailreg.model.errors import UsageError

if TYPE_CHECKING:
    from mailreg.model.outgoing import Purpose
    from mailreg.model.registration import Event
    from mailreg.store.engine import Transaction

KINDS = {"travel_costs": "Antworten zu Fahrtkosten", "thanks": "dem Dank danach"}
LIMIT = 5_000_000  # bytes of one file: many mailboxes take no more than 10 MB a mail
Kind = Annotated[str, typer.Argument(metavar="ART", help="travel_costs (Formular) oder thanks (Folien und anderes).")]


@dataclass(frozen=True, slots=True)
class Affected:
    """Whom a change concerns. `outdated`: answers that have not gone out yet and still tell the old state."""

    people: int = 0
    outdated: int = 0


def affected(tx: Transaction, event_id: str, purpose: Purpose) -> Affected:
    """Whom the change of an event concerns."""
    from mailreg.flow.announcements import concerned
    from mailreg.model.outgoing import ANSWERS, DeliveryState

    unsent = tx.outbox.list([DeliveryState.HELD, DeliveryState.QUEUED])
    outdated = sum(1 for row in unsent if row.outgoing.event == event_id and row.outgoing.purpose in ANSWERS)
    return Affected(len(concerned(tx, event_id, purpose)), outdated)


def told(number: int) -> str:
    """What happens next."""
    if not number:
        return "Niemand ist angemeldet; es geht keine Mail hinaus."
    mails = common.count(number, "Mail geht", "Mails gehen")
    return f"{mails} beim nächsten Durchgang hinaus."


def cancel(
    event: EventRef,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Warum; steht so in den Mails an die Teilnehmer*innen.")
    ] = "",
    quiet: Annotated[bool, typer.Option("--quiet", help="Niemandem schreiben.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ohne Rückfrage.")] = False,
) -> None:
    """Reminders end, queued answers expire, who registers later waits for a person."""
    from mailreg.flow import announcements
    from mailreg.model.outgoing import Purpose

    loaded = common.database()
    now = datetime.now(UTC)
    with common.opened_store(loaded) as store:
        with store.begin() as tx:
            stored = _known(tx, event)
            number = affected(tx, event, Purpose.EVENT_CANCELLED).people
        if stored.cancelled:
            typer.echo("Sie ist schon abgesagt.")
            return
        if now >= stored.end:
            raise UsageError("Die Veranstaltung ist schon vorbei.")
        typer.echo(f"{stored.title}, {common.local(stored.start, stored.timezone)}: {_whom(number, quiet)}")
        if not yes and not confirmed("Wirklich absagen?", "Nicht abgesagt"):
            typer.echo("Nichts geändert.", err=True)
            raise typer.Exit(1)
        with store.begin() as tx:
            fresh = _known(tx, event)
            announcements.save(tx, replace(fresh, cancelled_at=now), now, tell=not quiet, reason=reason.strip())
    typer.echo(f"Abgesagt. {told(number) if not quiet else 'Es geht keine Mail hinaus.'}")


def _whom(number: int, quiet: bool) -> str:
    people = common.count(number, "Person mit Anmeldung", "Personen mit Anmeldung")
    if not number:
        return "Niemand ist angemeldet."
    return f"{people}; {'niemand erfährt es von mailreg' if quiet else 'alle bekommen eine Mail'}."


def attach(
    event: EventRef,
    kind: Kind,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Die Datei.")],
) -> None:
    """Stored in the database, so that the worker needs no folder."""
    from mailreg.model.registration import EventFile

    _check(kind)
    loaded = common.database()
    content = read_bytes(file, LIMIT)
    if len(content) > LIMIT:
        raise UsageError(f"{file.name} ist zu groß: höchstens {LIMIT // 1_000_000} MB.")
    name = "".join(c if c.isprintable() else "_" for c in file.name)
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    with common.opened_store(loaded) as store, store.begin() as tx:
        _known(tx, event)
        tx.events.attach(EventFile(event, kind, name, guessed, content))
    typer.echo(f"{name} liegt jetzt {KINDS[kind]} bei.")


def detach(
    event: EventRef,
    kind: Kind,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Ihr Name, wie „mailreg event show“ ihn zeigt.")],
) -> None:
    """Mails that were written keep it."""
    _check(kind)
    loaded = common.database()
    with common.opened_store(loaded) as store, store.begin() as tx:
        _known(tx, event)
        if not tx.events.detach(event, kind, name):
            there = ", ".join(f.name for f in tx.events.files(event, kind)) or "keine"
            raise UsageError(f"Eine Datei „{name}“ liegt nicht bei (vorhanden: {there}).")
    typer.echo(f"{name} liegt nicht mehr bei.")


def _check(kind: str) -> None:
    if kind not in KINDS:
        raise UsageError(f"„{kind}“ gibt es nicht; möglich sind {' und '.join(KINDS)}.")


def _known(tx: Transaction, event_id: str) -> Event:
    event = tx.events.get(event_id)
    if event is None:
        raise no_such_event(tx, event_id)
    return event


COMMANDS = (
    ("cancel", cancel, "Sagt eine Veranstaltung ab und schreibt allen, die angemeldet sind."),
    ("attach", attach, "Legt eine Datei bei: das Fahrtkosten-Formular oder Folien zum Dank."),
    ("detach", detach, "Nimmt eine beigelegte Datei wieder weg."),
)
