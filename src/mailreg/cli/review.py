"""`mailreg review …`: the mails that a person must look at, and what the person says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from mailreg.cli import common, readout
from mailreg.model.errors import UsageError

if TYPE_CHECKING:
    from mailreg.store.mailrows import JudgedMail

SHOWN = 10  # of the mails that were answered by hand
app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Number = Annotated[int, typer.Argument(metavar="NR", help="Nummer aus „mailreg review list“.")]


@app.command("list", help="Zeigt die Mails, die auf eine Person warten.")
def list_() -> None:
    """One line a mail: who, what it seems to be, why it waits."""
    loaded = common.settings()
    from mailreg.decode import decode

    with common.opened_store(loaded, reading=True) as store, store.begin() as tx:
        waiting = tx.inbox.in_review()
        broken = tx.inbox.quarantined()
        answered = [m for n in tx.by_hand.latest(SHOWN) if (m := tx.inbox.get(n)) is not None]
    if not waiting and not broken:
        typer.echo("Nichts zu tun: keine Mail wartet.")
        _tell_answered(answered, loaded.timezone)
        return
    from rich.text import Text

    table = common.table("Nr.", "Vom", "Von", "Betreff", "Warum")
    for mail in waiting:
        letter = decode(mail.raw.content if mail.raw else b"")
        sender = letter.sender.name or letter.sender.email
        when = common.local(mail.received_at, loaded.timezone)
        why = mail.verdict.why or mail.verdict.rule if mail.verdict else ""
        table.add_row(str(mail.id), when, Text(common.visible(sender)), Text(common.visible(letter.subject)), Text(why))
    for mail in broken:
        when = common.local(mail.received_at, loaded.timezone)
        table.add_row(str(mail.id), when, "?", "?", Text(f"ließ sich nicht lesen ({mail.error})", "red"))
    common.console().print(table)
    typer.echo("Ansehen: mailreg review show NR   Übernehmen: … accept NR   Erledigt: … done NR")
    _tell_answered(answered, loaded.timezone)


def _tell_answered(mails: Sequence[JudgedMail], timezone: str) -> None:
    """What is not in the list any more because somebody has answered it, and how it still gets onto the list."""
    from mailreg.decode import decode

    if not mails:
        return
    typer.echo(
        "\nVon Hand beantwortet, also erledigt (auf die Liste: mailreg review accept NR; ausblenden: … done NR):"
    )
    for mail in mails:
        letter = decode(mail.raw.content if mail.raw else b"")
        words = f"{letter.sender.name or letter.sender.email}: {letter.subject}"
        typer.echo(common.visible(f"{mail.id:>5}  {common.local(mail.received_at, timezone)}  {words}"))


@app.command("show", help="Zeigt eine Mail und was verstanden wurde.")
def show(number: Number) -> None:
    """The same page as `mailreg read`, at the mail's own date."""
    loaded = common.settings()
    from mailreg.decode import decode
    from mailreg.model.decision import Decision, Situation
    from mailreg.policy.decide import decide
    from mailreg.understand.read import read

    with common.opened_store(loaded, reading=True) as store, store.begin() as tx:
        mail = tx.inbox.get(number)
        events = tuple(tx.events.all())
    if mail is None or mail.raw is None:
        raise UsageError(f"Eine Mail Nr. {number} ist nicht (mehr) da.")
    letter = decode(mail.raw.content, own_addresses=loaded.own_addresses)
    reading = read(letter, events, mail.raw.received_at)
    if mail.verdict is not None and mail.verdict.handling is not None:
        # What was decided then, with all that was known of the sender, not what the mail alone would give.
        decision = Decision(mail.verdict.handling, mail.verdict.rule, mail.verdict.why)
    else:
        situation = Situation(mail.raw.received_at, mail.raw.received_at, events, own_addresses=loaded.own_addresses)
        decision = decide(letter, reading, situation)
    title = next((e.title for e in events if e.id == reading.event.value), None)
    readout.show(common.console(), f"Mail {number}", letter, reading, decision, title=title)


@app.command("accept", help="Übernimmt die Mail so, wie sie verstanden wurde, und antwortet.")
def accept(number: Number) -> None:
    """What was understood goes onto the list, the answer into the outbox."""
    loaded = common.settings()
    from mailreg.app import build_office
    from mailreg.flow.review import accept as do

    office = build_office(loaded)
    try:
        typer.echo(do(office, number, datetime.now(UTC)))
    finally:
        office.store.dispose()


@app.command("done", help="Hakt eine Mail ab: eine Person hat sich darum gekümmert.")
def done(number: Number) -> None:
    """Nothing is sent, nothing changes on the list."""
    loaded = common.settings()
    with common.opened_store(loaded) as store, store.begin() as tx:
        if tx.inbox.get(number) is None:
            raise UsageError(f"Eine Mail Nr. {number} gibt es nicht.")
        tx.inbox.resolve(number, "done", datetime.now(UTC))
    typer.echo("Abgehakt.")


@app.command("reread", help="Liest eine Mail noch einmal, etwa nach einer Verbesserung von mailreg.")
def reread(number: Number) -> None:
    """Its answer waits for a person."""
    loaded = common.settings()
    with common.opened_store(loaded) as store, store.begin() as tx:
        if not tx.inbox.reread(number):
            raise UsageError(f"Eine Mail Nr. {number} ist nicht (mehr) da.")
    typer.echo("Wird beim nächsten Durchgang noch einmal gelesen.")
