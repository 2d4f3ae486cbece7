"""`mailreg template …`: what participants get, in every language, to look at and to check. Needs no set-up."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailreg.cli import common
from mailreg.cli.outbox import PURPOSES
from mailreg.model.errors import UsageError

if TYPE_CHECKING:
    from email.message import EmailMessage

    from mailreg.compose.templates import Templates
    from mailreg.model.outgoing import Purpose

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Language = Annotated[
    str, typer.Option("--language", metavar="XX", help="Sprachkürzel, etwa ar oder uk; sonst de.", show_default=False)
]
Languages = Annotated[str | None, typer.Option("--language", metavar="XX", help="Nur diese Sprache.")]
EventFolder = Annotated[
    str | None, typer.Option("--event", metavar="ID", help="Mit den eigenen Texten dieser Veranstaltung.")
]
Folder = Annotated[
    Path, typer.Option("--out", metavar="ORDNER", help="Wohin; sonst mailreg-vorlagen.", show_default=False)
]
KIND = "Art aus „mailreg template list“."


@app.command("list", help="Zeigt die Arten von E-Mails, ihre Sprachen und was davon geändert ist.")
def list_(event: EventFolder = None) -> None:
    """One line a kind, then the folders that change something."""
    from mailreg.compose.shown import KINDS, languages_of

    templates = _templates(event)
    table = common.table("Art", "Was", "Sprachen", "Eigene Texte")
    for purpose in KINDS:
        spoken = languages_of(purpose, templates)
        gaps = [c for c in templates.languages if c not in spoken or not templates.complete(c, purpose)]
        fit = f"alle außer {', '.join(gaps)}" if gaps else f"alle {len(templates.languages)}"
        if len(gaps) > len(templates.languages) / 2:
            fit = ", ".join(c for c in templates.languages if c not in gaps)
        own = templates.changed(purpose)
        table.add_row(purpose, PURPOSES.get(purpose, ""), fit, " ".join(own))
    common.console().print(table)
    for folder, files in templates.own_files():
        typer.echo(f"Aus {folder}: {', '.join(files)}")


@app.command("show", help="Zeigt eine E-Mail mit erfundenen Angaben: Betreff und Text.")
def show(
    kind: Annotated[str, typer.Argument(metavar="ART", help=KIND)], language: Language = "de", event: EventFolder = None
) -> None:
    """The plain text, as a mail program without HTML shows it."""
    from mailreg.compose.shown import write_shown

    templates = _templates(event)
    purpose = _kind(kind)
    message = _parsed(write_shown(purpose, _known(language, purpose, templates), templates))
    body = message.get_body(("plain",))
    typer.echo(f"Betreff: {message['Subject']}\n")
    typer.echo(str(body.get_content()).replace("\r\n", "\n") if body else "", nl=False)


@app.command("preview", help="Schreibt E-Mails mit erfundenen Angaben in Dateien, dazu eine Seite, die sie zeigt.")
def preview(
    kind: Annotated[str | None, typer.Argument(metavar="ART", help=f"{KIND} Ohne Angabe alle.")] = None,
    language: Languages = None,
    event: EventFolder = None,
    out: Folder = Path("mailreg-vorlagen"),
    open_: Annotated[bool, typer.Option("--open", help="Öffnet die Seite im Browser.")] = False,
) -> None:
    """Each as .html, .txt and .eml, and index.html."""
    from mailreg.cli.gallery import write_gallery
    from mailreg.compose.shown import KINDS, languages_of

    templates = _templates(event)
    asked = _kind(kind) if kind else None
    wanted = [_known(language, asked, templates)] if language else list(templates.languages)
    kinds = {
        purpose: [code for code in wanted if code in languages_of(purpose, templates)]
        for purpose in ([asked] if asked else KINDS)
    }
    index = write_gallery(out, templates, kinds)
    typer.echo(f"{common.count(sum(map(len, kinds.values())), 'E-Mail', 'E-Mails')} geschrieben: {index}")
    if open_:
        typer.launch(index.resolve().as_uri())


@app.command("check", help="Prüft alle Texte und Vorlagen in allen Sprachen.")
def check() -> None:
    """Missing phrases, placeholders and languages, forms that cannot be filled, links that lead nowhere."""
    from mailreg.compose.trials import problems

    templates = _templates(None)
    found = problems(templates)
    for problem in found:
        typer.echo(problem)
    if found:
        raise typer.Exit(1)
    typer.echo(f"Alles in Ordnung: {len(templates.languages)} Sprachen.")


def _templates(event: str | None) -> Templates:
    from mailreg.compose.templates import load_templates
    from mailreg.settings import read_values

    folder = read_values(os.environ).get("MAILREG_TEMPLATES")
    templates = load_templates(Path(folder).expanduser() if folder else None)
    return templates.for_event(event) if event else templates


def _kind(name: str) -> Purpose:
    from mailreg.compose.shown import KINDS

    found = next((purpose for purpose in KINDS if purpose == name.strip().lower()), None)
    if found is None:
        raise UsageError(f"Die Art „{name}“ gibt es nicht; möglich sind {', '.join(KINDS)}.")
    return found


def _known(language: str, kind: Purpose | None, templates: Templates) -> str:
    from mailreg.compose.shown import languages_of
    from mailreg.model.outgoing import Purpose

    if kind is Purpose.DIGEST and language not in (spoken := languages_of(kind, templates)):
        raise UsageError(f"Die Tagesübersicht gibt es nicht in „{language}“; möglich sind {', '.join(spoken)}.")
    if not templates.speaks(language):
        raise UsageError(
            f"Die Sprache „{language}“ hat keine Texte; möglich sind {', '.join(templates.languages)}. "
            "Wer sie schreibt, bekommt Deutsch und Englisch untereinander."
        )
    return language


def _parsed(content: bytes) -> EmailMessage:
    import email
    import email.policy

    return email.message_from_bytes(content, policy=email.policy.default)
