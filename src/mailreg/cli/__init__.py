"""The command line: parses, calls, prints. Errors become one line on standard error and an exit code:
0 done, 1 an operational failure, 2 wrong usage or settings."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from mailreg import __version__
from mailreg.model.errors import MailregError

app = typer.Typer(
    name="mailreg",
    help="Die Anmeldestelle im E-Mail-Postfach: liest Anmeldungen, führt die Liste, antwortet.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mailreg {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Zeigt die Version.")
    ] = False,
) -> None:
    """Die Anmeldestelle im E-Mail-Postfach: liest Anmeldungen, führt die Liste, antwortet."""


def main() -> None:
    """The entry point: no traceback for a user."""
    from mailreg.cli import commands

    commands.register(app)
    try:
        app(standalone_mode=True)
    except MailregError as error:
        typer.echo(f"mailreg: {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo("mailreg: abgebrochen.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader has had enough (`| head`): not an error, and no complaint at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("MAILREG_LOG_LEVEL", "").lower() == "debug":
            raise
        typer.echo(
            f"mailreg: Unerwarteter Fehler ({type(error).__name__}). Das ist ein Fehler in mailreg; "
            "mit MAILREG_LOG_LEVEL=debug zeigt der Befehl, wo.",
            err=True,
        )
        sys.exit(1)
