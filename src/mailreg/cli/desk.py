"""`registrations` and `status`: what the list holds and how things stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from mailreg.cli import common
from mailreg.cli.readout import language
from mailreg.model.outgoing import DeliveryState

if TYPE_CHECKING:
    from mailreg.model.registration import Registration


def registrations(event: common.EventId = None, as_json: common.Json = False) -> None:
    """One line a person."""
    loaded = common.settings()
    with common.opened_store(loaded) as store, store.begin() as tx:
        if event is not None and tx.events.get(event) is None:
            from mailreg.model.errors import UsageError

            known = ", ".join(e.id for e in tx.events.all()) or "keine"
            raise UsageError(f"Die Veranstaltung „{event}“ gibt es nicht (bekannt: {known}).")
        rows = [row for registration in tx.registrations.all(event) for row in person_rows(registration)]
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False))
        return
    if not rows:
        typer.echo("Noch keine Anmeldungen.")
        return
    common.console().print(participant_table(rows))


def person_rows(registration: Registration) -> Iterator[dict[str, object]]:
    """One row a person, with the registration's needs on each: the mail tells who asks, not always for whom."""
    needs = {
        str(kind): sorted({n.detail for n in registration.needs if n.kind == kind})
        for kind in {n.kind for n in registration.needs}
    }
    for person in registration.people:
        cancelled = "cancelled" in {person.status, registration.status}
        yield {
            "event": registration.event,
            "status": str("cancelled" if cancelled else registration.status),
            "name": person.name,
            "email": person.email,
            "organisation": person.organisation,
            "phone": person.phone,
            "travel_costs": "travel_costs" in needs,
            "interpreting": needs.get("interpreting", []),
            "other_needs": sorted(k for k in needs if k not in {"travel_costs", "interpreting"}),
            "language": registration.language,
            "registration": registration.id,
        }


STATUS_WORDS = {"confirmed": "dabei", "held": "zu prüfen", "cancelled": "abgesagt"}
NEED_WORDS = {"accessibility": "Barrierefreiheit", "childcare": "Kinderbetreuung", "diet": "Essen"}


def participant_table(rows: list[dict[str, object]]) -> object:
    """The list as people read it."""
    from rich.table import Table
    from rich.text import Text

    seats = sum(r["status"] == "confirmed" for r in rows)
    table = Table(
        title=f"Teilnehmer*innen: {common.count(seats, 'Platz', 'Plätze')}",
        title_justify="left",
        header_style="bold",
        row_styles=["", "dim"],
    )
    for column in ("Name", "Organisation", "Kontakt", "Sprachmittlung", "Fahrtkosten", "Sonstiges", "Stand"):
        table.add_column(column, overflow="fold")
    for row in rows:
        contact = "\n".join(str(row[k]) for k in ("email", "phone") if row[k])
        style = {"cancelled": "strike dim", "held": "yellow"}.get(str(row["status"]), "")
        table.add_row(
            Text(common.visible(str(row["name"] or "(ohne Namen)")), style),
            Text(common.visible(str(row["organisation"] or ""))),
            Text(common.visible(contact)),
            Text(", ".join(map(language, row["interpreting"]))),  # type: ignore[call-overload]
            Text("ja" if row["travel_costs"] else ""),
            Text(", ".join(NEED_WORDS[k] for k in row["other_needs"])),  # type: ignore[attr-defined]
            Text(STATUS_WORDS[str(row["status"])], style),
        )
    return table


def status() -> None:
    """How things stand, in a few lines."""
    loaded = common.settings()
    from datetime import UTC, datetime

    from mailreg.worker.timetable import health

    good, line = health(loaded.data_dir, loaded.poll_seconds, datetime.now(UTC))
    with common.opened_store(loaded) as store, store.begin() as tx:
        counts = tx.inbox.counts()
        events = tx.events.all()
        all_registrations = tx.registrations.all()
        waiting = tx.outbox.list([DeliveryState.HELD])
        failed = tx.outbox.list([DeliveryState.FAILED])
        queued = tx.outbox.list([DeliveryState.QUEUED, DeliveryState.CLAIMED])
        review = tx.inbox.in_review()
        quarantined = tx.inbox.quarantined()
    typer.echo(f"Betrieb:    {line}" if good else f"Betrieb:    ACHTUNG – {line}")
    typer.echo(f"Modus:      {MODE_WORDS[loaded.mode]}")
    for event in events:
        seats = sum(r.seats for r in all_registrations if r.event == event.id and r.status == "confirmed")
        when = common.local(event.start, event.timezone)
        typer.echo(f"Treffen:    {event.title} ({event.id}), {when}: {common.count(seats, 'Platz', 'Plätze')} vergeben")
    if not events:
        typer.echo("Treffen:    keines; „mailreg event import FLYER“ liest eines ein")
    typer.echo(f"Mails:      {sum(counts.values())} gesehen, {counts.get('waiting', 0)} noch nicht gelesen")
    mails = common.count(len(review), "Mail wartet", "Mails warten")
    typer.echo(f"Ansehen:    {mails} auf eine Person (mailreg review list)")
    held = common.count(len(waiting), "wartet", "warten")
    sending = common.count(len(queued), "wird", "werden")
    typer.echo(f"Antworten:  {held} auf Freigabe, {sending} gesendet (mailreg outbox list)")
    if failed:
        typer.echo(f"            {common.count(len(failed), 'konnte', 'konnten')} nicht zugestellt werden")
    if quarantined:
        broken = common.count(len(quarantined), "Mail ließ", "Mails ließen")
        typer.echo(f"Störungen:  {broken} sich nicht lesen (mailreg review list)")


MODE_WORDS = {
    "observe": "beobachten (es geht keine Antwort hinaus)",
    "approve": "freigeben (jede Antwort wartet auf ein Ja)",
    "automatic": "automatisch",
}
