"""`mailreg outbox …`: the answers, before and after they went out."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from mailreg.cli import common, output
from mailreg.model.decision import Mode
from mailreg.model.errors import UsageError
from mailreg.model.outgoing import DeliveryState

if TYPE_CHECKING:
    from mailreg.store.outboxrows import OutboxRow

OPEN = (DeliveryState.HELD, DeliveryState.QUEUED, DeliveryState.CLAIMED, DeliveryState.FAILED)
app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

STATES = {
    "held": "wartet auf Freigabe",
    "queued": "wird gesendet",
    "claimed": "wird gerade gesendet",
    "sent": "gesendet",
    "failed": "nicht zustellbar",
    "discarded": "verworfen",
    "expired": "zu spät",
}
COLOURS = {DeliveryState.HELD: "yellow", DeliveryState.FAILED: "red", DeliveryState.SENT: "green"}
PURPOSES = {
    "confirm": "Bestätigung",
    "already": "schon angemeldet",
    "waiting": "Warteliste",
    "changed": "Änderung",
    "travel_costs": "Fahrtkosten",
    "interpreting": "Sprachmittlung",
    "cancelled": "Absage bestätigt",
    "not_registered": "war nicht angemeldet",
    "received": "Eingang bestätigt",
    "question": "Frage angekommen",
    "closed": "Anmeldung geschlossen",
    "companion": "an Mitangemeldete",
    "place_free": "Platz frei geworden",
    "event_changed": "Veranstaltung geändert",
    "event_cancelled": "Veranstaltung abgesagt",
    "reminder": "Erinnerung",
    "reminder_last": "letzte Erinnerung",
    "thanks": "Dank",
    "digest": "Tagesübersicht",
    "alert": "Störungsmeldung",
    "recovered": "Entwarnung",
    "command": "Rückmeldung",
}
REASONS = {
    "mode_approve": "Modus „freigeben“",
    "mode_observe": "Modus „beobachten“",
    "first_sight": "lag schon im Postfach",
    "ceiling_address_hour": "zu viele Antworten an diese Adresse in einer Stunde",
    "ceiling_address_day": "zu viele Antworten an diese Adresse an einem Tag",
    "flood": "ungewöhnlich viele Mails auf einmal",
    "answered_by_hand": "von Hand beantwortet",
    "superseded": "eine spätere Mail ist an ihre Stelle getreten",
    "event_cancelled": "die Veranstaltung ist abgesagt",
    "event_over": "die Veranstaltung hat schon begonnen",
    "unreachable": "an diese Adresse kommt nichts an",
    "not_coming": "kommt nicht mehr",
    "maybe_sent": "unklar, ob sie schon hinausging (Abbruch beim Senden)",
}
NUMBER = "Nummer aus „mailreg outbox list“."
Ids = Annotated[list[int], typer.Argument(metavar="NR", help=NUMBER)]


@app.command("list", help="Zeigt die Antworten; ohne Zusatz nur die, mit denen noch etwas zu tun ist.")
def list_(
    everything: Annotated[bool, typer.Option("--all", help="Auch die gesendeten und verworfenen.")] = False,
    as_json: common.Json = False,
) -> None:
    """One line a mail."""
    loaded = common.settings()
    with common.opened_store(loaded, reading=True) as store, store.begin() as tx:
        rows = tx.outbox.list(None if everything else OPEN)
    if as_json:
        for row in rows:
            typer.echo(output.json_line(as_dict(row)))
        return
    if not rows:
        typer.echo("Nichts zu tun: keine Antwort wartet." if not everything else "Noch keine Antworten.")
        return
    from rich.text import Text

    console = common.console()
    longest = min(44, max(len(row.outgoing.recipient) for row in rows))
    beside = console.width >= 110  # else the subject stands below the address
    table = common.table("Nr.", "Was", *(("An", "Betreff") if beside else ("An, Betreff",)), "Stand")
    table.columns[2].min_width = longest
    for row in rows:
        delivery = row.delivery
        reason = REASONS.get(delivery.hold_reason or "", delivery.hold_reason or "") or delivery.error or ""
        state = Text(STATES[delivery.state], COLOURS.get(delivery.state, ""))
        # In the mode "approve" each answer waits; to say so in each line helps nobody.
        shown = {DeliveryState.DISCARDED, DeliveryState.EXPIRED}
        telling = delivery.state in OPEN or delivery.state in shown or delivery.error
        if reason and telling and delivery.hold_reason != "mode_approve":
            state.append("\n" + common.visible(reason), "dim")
        whom = (row.outgoing.recipient, subject_of(row))
        cells = (PURPOSES.get(row.outgoing.purpose, ""), *(whom if beside else ("\n".join(whom),)))
        table.add_row(str(row.id), *(Text(common.visible(c)) for c in cells), state)
    console.print(table)
    if any(r.delivery.state == "held" for r in rows):
        typer.echo("Ansehen: mailreg outbox show NR; freigeben: mailreg outbox approve NR (--all)")


def subject_of(row: OutboxRow) -> str:
    return str(email.message_from_bytes(row.outgoing.content, policy=email.policy.default)["Subject"] or "")


def as_dict(row: OutboxRow) -> dict[str, object]:
    """A row for other programs."""
    return {
        "id": row.id,
        "key": row.outgoing.key,
        "purpose": row.outgoing.purpose,
        "recipient": row.outgoing.recipient,
        "subject": subject_of(row),
        "state": row.delivery.state,
        "reason": row.delivery.hold_reason,
        "error": row.delivery.error,
        "attempts": row.delivery.attempts,
        "registration": row.outgoing.registration,
        "event": row.outgoing.event,
        "message_id": row.outgoing.message_id,
    }


@app.command("show", help="Zeigt eine Antwort, wie sie hinausgeht.")
def show(
    number: Annotated[int, typer.Argument(metavar="NR", help=NUMBER)],
    raw: Annotated[bool, typer.Option("--raw", help="Die Bytes der Mail.")] = False,
) -> None:
    """Headers that matter, and the text part."""
    loaded = common.settings()
    with common.opened_store(loaded, reading=True) as store, store.begin() as tx:
        row = tx.outbox.get(number)
    if row is None:
        raise UsageError(f"Eine Antwort Nr. {number} gibt es nicht.")
    if raw:
        typer.echo(row.outgoing.content, nl=False)
        return
    message = email.message_from_bytes(row.outgoing.content, policy=email.policy.default)
    for name in ("From", "To", "Subject"):
        typer.echo(common.visible(f"{name}: {message[name]}"))
    typer.echo(f"[{STATES[row.delivery.state]}]\n")
    body = message.get_body(("plain",))
    typer.echo(common.visible(body.get_content().replace("\r\n", "\n")) if body else "")


@app.command("approve", help="Gibt Antworten frei; sie gehen beim nächsten Durchgang hinaus.")
def approve(
    numbers: Annotated[list[int] | None, typer.Argument(metavar="NR", help=NUMBER)] = None,
    everything: Annotated[bool, typer.Option("--all", help="Alle, die auf Freigabe warten.")] = False,
) -> None:
    """Held rows become queued ones."""
    if bool(numbers) == everything:
        raise UsageError("Bitte Nummern nennen, oder --all.")
    loaded = common.settings()
    now = datetime.now(UTC)
    with common.opened_store(loaded) as store, store.begin() as tx:
        # What may have gone out already is never swept along with the others.
        chosen = numbers or [
            r.id for r in tx.outbox.list([DeliveryState.HELD]) if r.delivery.hold_reason != "maybe_sent"
        ]
        for number in chosen:
            if tx.outbox.get(number) is None:
                raise UsageError(f"Eine Antwort Nr. {number} gibt es nicht; nichts wurde freigegeben.")
        done = sum(tx.outbox.approve(number, now) for number in chosen)
    _report(done, len(chosen), "freigegeben", "freigegeben")
    if loaded.mode is Mode.OBSERVE and done:
        typer.echo("Im Modus „beobachten“ geht nichts hinaus: erst, wenn MAILREG_MODE geändert ist.")


@app.command("discard", help="Verwirft Antworten: sie gehen nie hinaus. Die Anmeldung bleibt.")
def discard(numbers: Ids) -> None:
    """Held or failed rows end here."""
    _each(numbers, "discard", "verworfen", "verworfen")


@app.command("retry", help="Sendet Antworten erneut, die nicht zugestellt werden konnten.")
def retry(numbers: Ids) -> None:
    """Failed or postponed rows are due at once."""
    _each(numbers, "retry_now", "wird erneut gesendet", "werden erneut gesendet", ("wird gesendet", "werden gesendet"))


def _each(numbers: list[int], action: str, one: str, more: str, fresh: tuple[str, str] | None = None) -> None:
    """`fresh`: what to say where none of them was ever tried."""
    loaded = common.settings()
    now = datetime.now(UTC)
    with common.opened_store(loaded) as store, store.begin() as tx:
        for number in numbers:
            row = tx.outbox.get(number)
            if row is None:
                raise UsageError(f"Eine Antwort Nr. {number} gibt es nicht; nichts wurde geändert.")
            if row.delivery.attempts or row.delivery.error:
                fresh = None
        done = sum(getattr(tx.outbox, action)(number, now) for number in numbers)
    _report(done, len(numbers), *(fresh or (one, more)))


def _report(done: int, asked: int, one: str, more: str) -> None:
    typer.echo(common.count(done, f"Antwort {one}.", f"Antworten {more}."))
    if done < asked:
        typer.echo(f"{asked - done} nicht: ihr Stand lässt das nicht zu (siehe „mailreg outbox list --all“).", err=True)
        raise typer.Exit(1)
