"""`status`: how things stand."""

from __future__ import annotations

import typer

from mailreg.cli import common
from mailreg.model.decision import Mode
from mailreg.model.outgoing import DeliveryState
from mailreg.model.registration import Event, Registration, Status


def status() -> None:
    """How things stand, in a few lines."""
    loaded = common.settings()
    from datetime import UTC, datetime

    from mailreg.flow.ledger import missed_of
    from mailreg.worker.status import health

    now = datetime.now(UTC)
    good, line = health(loaded.data_dir, loaded.poll_seconds, now)
    with common.opened_store(loaded, reading=True) as store, store.begin() as tx:
        counts = tx.inbox.counts()
        events = tx.events.all()
        all_registrations = tx.registrations.all()
        waiting = tx.outbox.list([DeliveryState.HELD])
        failed = tx.outbox.list([DeliveryState.FAILED])
        queued = tx.outbox.list([DeliveryState.QUEUED, DeliveryState.CLAIMED])
        review = tx.inbox.in_review()
        quarantined = tx.inbox.quarantined()
        unreachable = sum(mark.unreachable_at is not None for mark in tx.addresses.all())
        missed = {
            e.id: len(missed_of(tx, e, now, loaded.reminders, loaded.quiet))
            for e in events
            if loaded.mode is not Mode.OBSERVE
        }
    typer.echo(f"Betrieb:    {line}" if good else f"Betrieb:    ACHTUNG – {line}")
    typer.echo(f"Modus:      {MODE_WORDS[loaded.mode]}")
    for event in events:
        of_event = [r for r in all_registrations if r.event == event.id]
        when = common.local(event.start, event.timezone)
        typer.echo(f"Treffen:    {event.title} ({event.id}), {when}: {_seats(event, of_event)}")
        if missed.get(event.id):
            lost = common.count(missed[event.id], "Erinnerung ist", "Erinnerungen sind")
            typer.echo(f"            {lost} ausgefallen, weil es zu spät war")
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
    if unreachable:
        addresses = common.count(unreachable, "Adresse ist", "Adressen sind")
        typer.echo(f"Adressen:   {addresses} nicht erreichbar (mailreg addresses list)")
    if quarantined:
        broken = common.count(len(quarantined), "Mail ließ", "Mails ließen")
        typer.echo(f"Störungen:  {broken} sich nicht lesen (mailreg review list)")


def _seats(event: Event, registrations: list[Registration]) -> str:
    if event.cancelled:
        return "abgesagt"
    taken = sum(r.taken for r in registrations)
    waiting = sum(r.count(Status.WAITING) for r in registrations if r.waiting_since is not None)
    of = f" von {event.capacity}" if event.capacity else ""
    seats = f"{taken}{of} Plätze vergeben" if of or taken != 1 else "1 Platz vergeben"
    return seats + (f", {waiting} auf der Warteliste" if waiting else "")


MODE_WORDS = {
    "observe": "beobachten (es geht keine Antwort hinaus)",
    "approve": "freigeben (jede Antwort wartet auf ein Ja)",
    "automatic": "automatisch",
}
