"""`registrations` and `status`: what the list holds and how things stand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import typer

from mailreg.cli import common
from mailreg.cli.readout import language
from mailreg.model.outgoing import DeliveryState

if TYPE_CHECKING:
    from rich.table import Table

    from mailreg.model.registration import Registration


def registrations(event: common.EventId = None, as_json: common.Json = False) -> None:
    """One line a person."""
    loaded = common.settings()
    with common.opened_store(loaded) as store, store.begin() as tx:
        events = tx.events.all()
        if event is not None and event not in {e.id for e in events}:
            from mailreg.model.errors import UsageError

            known = ", ".join(e.id for e in events) or "keine"
            raise UsageError(f"Die Veranstaltung „{event}“ gibt es nicht (bekannt: {known}).")
        found = tx.registrations.all(event)
    if as_json:
        for registration in found:
            for row in person_rows(registration):
                typer.echo(json.dumps(row, ensure_ascii=False))
        return
    if not found:
        typer.echo("Noch keine Anmeldungen.")
        return
    titles = {e.id: f"{e.title}, {common.local(e.start, e.timezone)}" for e in events}
    for event_id in dict.fromkeys((*titles, *(r.event for r in found))):
        group = [r for r in found if r.event == event_id]
        if group:
            common.console().print(participant_table(titles.get(event_id, event_id), group))


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


def participant_table(title: str, registrations: Iterable[Registration]) -> Table:
    """One event's list as people read it."""
    from rich.text import Text

    rows = [(r, row) for r in registrations for row in person_rows(r)]
    seats = sum(row["status"] == "confirmed" for _, row in rows)
    held = sum(row["status"] == "held" for _, row in rows)
    waiting = f", {held} zu prüfen" if held else ""
    table = common.table("Wer", "Kontakt", "Braucht", "Stand")
    table.title = Text(common.visible(f"{title}: {common.count(seats, 'Platz', 'Plätze')}{waiting}"), "bold")
    for registration, row in rows:
        style = {"cancelled": "strike dim", "held": "yellow"}.get(str(row["status"]), "")
        who = Text(common.visible(str(row["name"] or "(ohne Namen)")), style or "bold")
        if row["organisation"]:
            who.append("\n" + common.visible(str(row["organisation"])), "dim")
        contact = [str(row[k]) for k in ("email", "phone") if row[k]] or [f"über {registration.contact.email}"]
        needs = [f"Sprachmittlung: {language(code)}" for code in row["interpreting"]]  # type: ignore[attr-defined]
        needs += ["Fahrtkosten"] if row["travel_costs"] else []
        needs += [NEED_WORDS[k] for k in row["other_needs"]]  # type: ignore[attr-defined]
        table.add_row(
            who, Text(common.visible("\n".join(contact))), Text("\n".join(needs)),
            Text(STATUS_WORDS[str(row["status"])], style.replace("strike ", "")),
        )  # fmt: skip
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
