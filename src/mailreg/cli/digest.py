"""`mailreg digest`: what the organisers are told, now."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailreg.cli import common
from mailreg.model.errors import OperationError
from mailreg.model.reasons import reason

if TYPE_CHECKING:
    from mailreg.flow.digest import Written


def digest(
    preview: Annotated[
        Path | None,
        typer.Option("--preview", metavar="ORDNER", help="Schreibt Text, HTML, Bilder und Listen in diesen Ordner."),
    ] = None,
    send: Annotated[bool, typer.Option("--send", help="Sendet sie jetzt, beim nächsten Durchgang.")] = False,
    now: common.Now = None,
) -> None:
    """The digest as the first organiser would get it now; without options its text, and nothing is sent."""
    loaded = common.settings()
    from mailreg.app import build_office
    from mailreg.flow import digest as flow

    moment = common.moment(now, loaded.timezone)
    office = build_office(loaded)
    try:
        if preview is not None or not send:
            made = flow.preview(office, moment)
            if preview is None:
                typer.echo(common.visible(_part(made, "plain")), nl=False)
            else:
                save(made, preview)
        if send:
            number = flow.send_now(office, moment)
            typer.echo(f"{common.count(number, 'Übersicht geht', 'Übersichten gehen')} beim nächsten Durchgang hinaus.")
    finally:
        office.store.dispose()


def _part(made: Written, kind: str) -> str:
    message = email.message_from_bytes(made.outgoing.content, policy=email.policy.default)
    body = message.get_body((kind,))
    return str(body.get_content()).replace("\r\n", "\n") if body else ""


def save(made: Written, folder: Path) -> None:
    """Files for the browser: the pictures lie beside the HTML."""
    from mailreg.compose.digest import content_id

    html = _part(made, "html")
    files: dict[str, bytes] = {"digest.eml": made.outgoing.content, "digest.txt": _part(made, "plain").encode()}
    for event, content in made.pictures.items():
        name = f"{content_id(event).partition('@')[0]}.png"
        html = html.replace(f"cid:{content_id(event)}", name)
        files[name] = content
    files["digest.html"] = html.encode()
    files |= {sheet.name: sheet.content for sheet in made.sheets}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise OperationError(f"In den Ordner {folder} lässt sich nicht schreiben: {reason(error)}.") from error
    typer.echo(f"{common.count(len(files), 'Datei', 'Dateien')} in {folder}: ansehen mit digest.html im Browser.")
