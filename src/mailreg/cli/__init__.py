"""The command line: parses, calls, prints. Errors become one line on standard error and an exit code:
0 done, 1 an operational failure, 2 wrong usage or settings."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from mailreg import __version__
from mailreg.cli import german, output
from mailreg.model.errors import MailregError
from mailreg.model.reasons import reason

HELP = "Die Anmeldestelle im E-Mail-Postfach: liest Anmeldungen, führt die Liste, antwortet."
EPILOG = "Zum Kennenlernen: „mailreg demo“. Zum Einrichten: „mailreg init“."


def build() -> typer.Typer:
    """The application with all its commands."""
    from mailreg.cli import commands

    app = typer.Typer(
        name="mailreg",
        cls=german.Group,
        help=HELP,
        epilog=EPILOG,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    commands.register(app)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mailreg {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Zeigt die Version.")
    ] = False,
) -> None:
    """The options before the command."""


def main() -> None:
    """The entry point."""
    output.outlive()
    code = run(sys.argv[1:])
    problem = output.problem()
    if problem is not None:
        _say(f"Die Ausgabe ließ sich nicht schreiben ({reason(problem)}); der Befehl selbst ist zu Ende gelaufen.")
    gc.freeze()  # else all that was loaded is searched for circles several times before the process ends
    sys.exit(code or (1 if problem else 0))


def run(arguments: Sequence[str]) -> int:
    """Run one command line; its exit code. No traceback for a user."""
    from typer.main import get_command

    # Values are frozen and hold no circles: looking for some after every 700 objects takes a sixth of the time.
    gc.set_threshold(20_000, 20, 50)
    command = get_command(build())
    try:
        # Not typer's own main(): it tells mistakes in its own words.
        with command.make_context("mailreg", list(arguments)) as context:
            command.invoke(context)
        sys.stdout.flush()
    except typer.Exit as end:
        sys.stdout.flush()
        return end.exit_code
    except MailregError as error:
        for line in str(error).splitlines():
            _say(line)
        return error.exit_code
    except (typer.Abort, KeyboardInterrupt, EOFError):
        _say("abgebrochen.")
        return 130
    except Exception as error:
        return _unexpected(error)
    return 0


def _unexpected(error: Exception) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(str(error), err=True)
        return 2
    if hasattr(error, "format_message"):  # typer's usage errors
        _say(german.complaint(error))
        return 2
    if os.environ.get("MAILREG_LOG_LEVEL", "").lower() == "debug":
        raise error
    if isinstance(error, OSError):
        what = f" ({error.filename})" if error.filename else ""
        _say(f"{reason(error)}{what}.")
        return 1
    _say(
        f"Unerwarteter Fehler ({type(error).__name__}). Das ist ein Fehler in mailreg; "
        "mit MAILREG_LOG_LEVEL=debug zeigt der Befehl, wo."
    )
    return 1


def _say(line: str) -> None:
    typer.echo(f"mailreg: {line}", err=True)
