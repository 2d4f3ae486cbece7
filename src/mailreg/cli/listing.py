"""`mailreg registrations`: what the list holds, and who moves up from the waiting list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from mailreg.cli import common, output
from mailreg.cli.readout import language
from mailreg.model.registration import Status

if TYPE_CHECKING:
    from rich.table import Table

    from mailreg.model.registration import Registration

app = typer.Typer(rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def registrations(context: typer.Context, event: common.EventId = None, as_json: common.Json = False) -> None:
    """One line a person."""
    if context.invoked_subcommand is not None:
        return
    loaded = common.settings()
    with common.opened_store(loaded, reading=True) as store, store.begin() as tx:
        events = tx.events.all()
        if event is not None and event not in {e.id for e in events}:
            from mailreg.model.errors import UsageError

            known = ", ".join(e.id for e in events) or "keine"
            raise UsageError(f"Die Veranstaltung „{event}“ gibt es nicht (bekannt: {known}).")
        found = tx.registrations.all(event)
    if as_json:
        for registration in found:
            for row in person_rows(registration):
                typer.echo(output.json_line(row))
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
        cancelled = Status.CANCELLED in {person.status, registration.status}
        # One who was added to a full event waits, though the others of the registration have their seats.
        waits = person.status is Status.WAITING
        yield {
            "event": registration.event,
            "status": str(Status.CANCELLED if cancelled else Status.WAITING if waits else registration.status),
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


STATUS_WORDS = {"confirmed": "dabei", "waiting": "Warteliste", "held": "zu prüfen", "cancelled": "abgesagt"}
NEED_WORDS = {"accessibility": "Barrierefreiheit", "childcare": "Kinderbetreuung", "diet": "Essen"}


def participant_table(title: str, registrations: Iterable[Registration]) -> Table:
    """One event's list as people read it."""
    from rich.text import Text

    rows = [(r, row) for r in registrations for row in person_rows(r)]
    seats = sum(row["status"] == "confirmed" for _, row in rows)
    more = {"waiting": "auf der Warteliste", "held": "zu prüfen"}
    counts = {status: sum(row["status"] == status for _, row in rows) for status in more}
    waiting = "".join(f", {counts[status]} {words}" for status, words in more.items() if counts[status])
    table = common.table("Nr.", "Wer", "Kontakt", "Braucht", "Stand")
    table.title = Text(common.visible(f"{title}: {common.count(seats, 'Platz', 'Plätze')}{waiting}"), "bold")
    for registration, row in rows:
        style = {"cancelled": "strike dim", "held": "yellow", "waiting": "cyan"}.get(str(row["status"]), "")
        who = Text(common.visible(str(row["name"] or "(ohne Namen)")), style or "bold")
        if row["organisation"]:
            who.append("\n" + common.visible(str(row["organisation"])), "dim")
        contact = [str(row[k]) for k in ("email", "phone") if row[k]] or [f"über {registration.contact.email}"]
        needs = [f"Sprachmittlung: {language(code)}" for code in row["interpreting"]]  # type: ignore[attr-defined]
        needs += ["Fahrtkosten"] if row["travel_costs"] else []
        needs += [NEED_WORDS[k] for k in row["other_needs"]]  # type: ignore[attr-defined]
        table.add_row(
            str(registration.id), who, Text(common.visible("\n".join(contact))), Text("\n".join(needs)),
            Text(STATUS_WORDS[str(row["status"])], style.replace("strike ", "")),
        )  # fmt: skip
    return table


@app.command("promote", help="Gibt jemandem auf der Warteliste einen Platz, auch wenn alle vergeben sind.")
def promote(
    number: Annotated[int, typer.Argument(metavar="NR", help="Nummer der Anmeldung aus „mailreg registrations“.")],
    now: common.Now = None,
) -> None:
    """The mail about it goes out in the next round."""
    loaded = common.settings()
    from mailreg.app import build_office
    from mailreg.flow.waiting import move_up_by_hand

    moment = common.moment(now, loaded.timezone)
    office = build_office(loaded)
    try:
        with office.store.begin() as tx:
            moved, event = move_up_by_hand(office, tx, number, moment)
            taken = tx.registrations.taken(event.id)
    finally:
        office.store.dispose()
    people = ", ".join(p.name or "(ohne Namen)" for p in moved.people if p.status is Status.CONFIRMED)
    typer.echo(f"Nachgerückt: {common.visible(people)}. Die Mail dazu geht beim nächsten Durchgang hinaus.")
    if event.capacity is not None and taken > event.capacity:
        typer.echo(f"Damit sind {taken} von {event.capacity} Plätzen vergeben.")
