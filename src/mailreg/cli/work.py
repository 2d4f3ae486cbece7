"""`run`, `once`, `health`, `demo`: the commands that do the work."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailreg.cli import common

if TYPE_CHECKING:
    from mailreg.flow.crew import Crew
    from mailreg.flow.round import Round
    from mailreg.settings.values import Settings


def run() -> None:
    """Work for good, until SIGTERM."""
    loaded = common.settings()
    from mailreg.app import build_office
    from mailreg.worker.timetable import run as work

    raise typer.Exit(work(loaded, build_office(loaded)))


def once(now: common.Now = None) -> None:
    """One round."""
    loaded = common.settings()
    from mailreg.flow.crew import Crew
    from mailreg.worker.status import is_first_round, write_status

    with Crew() as crew:
        if is_first_round(loaded.data_dir):
            crew.call()  # much mail waits, most likely: they load while this process does
        done = _round(loaded, now, crew)
    # Whether mailreg lives is asked by the real clock, whatever --now says.
    write_status(loaded.data_dir, datetime.now(UTC), tuple(str(p) for p in done.problems), done)
    parts = [
        common.count(done.fetched, "neue Mail", "neue Mails"),
        f"{done.read} gelesen",
        common.count(done.sent.sent, "Antwort gesendet", "Antworten gesendet"),
    ]
    if done.timed.reminders:
        parts.append(common.count(done.timed.reminders, "Erinnerung geschrieben", "Erinnerungen geschrieben"))
    if done.timed.moved_up:
        parts.append(f"{done.timed.moved_up} nachgerückt")
    if done.sent.failed:
        parts.append(f"{done.sent.failed} endgültig abgelehnt (siehe „mailreg outbox list“)")
    typer.echo(", ".join(parts) + ".")
    for problem in dict.fromkeys(str(p) for p in done.problems):
        typer.echo(f"mailreg: {problem}", err=True)
    if done.problems:
        raise typer.Exit(1)


def _round(loaded: Settings, now: str | None, crew: Crew) -> Round:
    from mailreg.app import Connection, build_office, build_sender, worker_is_dead
    from mailreg.flow.outbound import release_dead
    from mailreg.flow.round import work

    moment = common.moment(now, loaded.timezone)
    office = build_office(loaded)
    connection, sender = Connection(loaded), build_sender(loaded)
    try:
        release_dead(office, worker_is_dead, moment)
        return work(office, connection.open, sender, moment, crew=crew)
    finally:
        connection.close()
        sender.close()
        office.store.dispose()


def health() -> None:
    """Exit code 0 if the worker lives and its last round was good."""
    loaded = common.settings()
    from mailreg.worker.status import health as ask

    good, line = ask(loaded.data_dir, loaded.poll_seconds, datetime.now(UTC))
    typer.echo(line, err=not good)
    raise typer.Exit(0 if good else 1)


def demo(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="ORDNER", help="Ordner für die Antworten (sonst ein neuer).")
    ] = None,
    fast: Annotated[bool, typer.Option("--fast", help="Ohne Pausen zum Mitlesen.")] = False,
) -> None:
    """The whole way on sample mails."""
    from mailreg.demo.show import show

    raise typer.Exit(show(out, fast=fast))
