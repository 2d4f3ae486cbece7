"""`mailreg addresses …`: where our mail does not arrive, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mailreg.cli import common, output
from mailreg.model.errors import UsageError

if TYPE_CHECKING:
    from mailreg.model.registration import Registration
    from mailreg.store.addresses import AddressMark

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.command("list", help="Zeigt Adressen, bei denen Mails nicht ankommen, und was zu tun ist.")
def list_(as_json: common.Json = False) -> None:
    """One line an address."""
    loaded = common.settings()
    with common.opened_store(loaded, reading=True) as store, store.begin() as tx:
        found = [(mark, tx.registrations.of_address(mark.email)) for mark in tx.addresses.all()]
    if as_json:
        for mark, registrations in found:
            typer.echo(output.json_line(as_dict(mark, registrations)))
        return
    if not found:
        typer.echo("Nichts zu tun: von keiner Adresse kam etwas zurück.")
        return
    from rich.text import Text

    table = common.table("Wer", "Adresse", "Seit", "Warum", "Was tun")
    for mark, registrations in found:
        when = common.local(mark.unreachable_at or mark.last_bounce_at, loaded.timezone)
        texts = (_name(mark, registrations) or "", mark.email, when, why(mark), what_to_do(mark, registrations))
        table.add_row(*(Text(common.visible(t)) for t in texts))
    common.console().print(table)
    typer.echo("Wenn die Adresse wieder geht: mailreg addresses clear ADRESSE")


@app.command("clear", help="An diese Adresse wird wieder geschrieben.")
def clear(email: Annotated[str, typer.Argument(metavar="ADRESSE", help="Aus „mailreg addresses list“.")]) -> None:
    """Forget what is known against an address."""
    loaded = common.settings()
    with common.opened_store(loaded) as store, store.begin() as tx:
        done = tx.addresses.clear(email)
    if not done:
        raise UsageError(f"Über die Adresse {common.visible(email)} ist nichts vermerkt.")
    typer.echo(f"An {common.visible(email)} wird wieder geschrieben.")


def as_dict(mark: AddressMark, registrations: list[Registration]) -> dict[str, object]:
    """A mark for other programs."""
    return {
        "email": mark.email,
        "name": _name(mark, registrations),
        "phone": _phone(mark, registrations),
        "reachable": mark.unreachable_at is None,
        "since": mark.unreachable_at.isoformat() if mark.unreachable_at else None,
        "reason": mark.reason,
        "diagnostic": mark.diagnostic,
        "soft_bounces": mark.soft_bounces,
        "replacement": mark.replacement,
        "outgoing": mark.outgoing,
    }


def why(mark: AddressMark) -> str:
    from mailreg.flow.bounces import WORDS
    from mailreg.model.report import Reason

    if mark.reason == "absent":
        return "abwesend"
    words = WORDS[Reason(mark.reason)] if mark.reason in set(Reason) else mark.reason
    return words if mark.unreachable_at else f"{words} (vorläufig, {mark.soft_bounces}-mal)"


def what_to_do(mark: AddressMark, registrations: list[Registration]) -> str:
    """For a person: whom to call or to ask, or that nothing is to be done."""
    instead = f"genannt ist stattdessen {mark.replacement}" if mark.replacement else ""
    if mark.unreachable_at is None:
        return instead or "nichts; es wird noch einmal versucht"
    phone = _phone(mark, registrations)
    return "; ".join(filter(None, (f"anrufen: {phone}" if phone else "eine andere Adresse erfragen", instead)))


def _own(mark: AddressMark, registrations: list[Registration]) -> list[tuple[str | None, str | None]]:
    """(name, phone) of the people with this address, then of all in registrations that it has made."""
    people = [p for r in registrations for p in r.people]
    own = [p for p in people if (p.email or "").lower() == mark.email]
    return [(p.name, p.phone) for p in (own or people)]


def _name(mark: AddressMark, registrations: list[Registration]) -> str | None:
    contact = [r.contact.name for r in registrations if r.contact.email == mark.email]
    return next((n for n in [*(name for name, _ in _own(mark, registrations)), *contact] if n), None)


def _phone(mark: AddressMark, registrations: list[Registration]) -> str | None:
    return next((phone for _, phone in _own(mark, registrations) if phone), None)
