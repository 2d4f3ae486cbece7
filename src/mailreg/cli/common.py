"""What several commands share: settings, the clock, options, tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from mailreg.log import start_logging
from mailreg.model.errors import UsageError
from mailreg.settings import database_settings, load_settings
from mailreg.settings.values import DatabaseSettings, Settings

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from mailreg.store.engine import Store

Json = Annotated[bool, typer.Option("--json", help="Ein JSON-Objekt je Zeile, für andere Programme.")]
Now = Annotated[str | None, typer.Option("--now", metavar="ISO", help="Tut so, als wäre es dieser Zeitpunkt.")]
EventId = Annotated[str | None, typer.Option("--event", metavar="ID", help="Nur diese Veranstaltung.")]


def moment(text: str | None, timezone: str) -> datetime:
    """The time given with --now (local if it has no offset), else the clock's. Aware, UTC."""
    if text is None:
        return datetime.now(UTC)
    from zoneinfo import ZoneInfo

    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--now: „{text}“ ist kein Zeitpunkt wie 2022-10-01T09:00.") from None
    return (value.replace(tzinfo=ZoneInfo(timezone)) if value.tzinfo is None else value).astimezone(UTC)


def settings() -> Settings:
    """The settings, and logging started."""
    loaded = load_settings()
    start_logging(loaded.log_level)
    return loaded


def database() -> DatabaseSettings:
    """The settings of the database alone, for commands that work before the mailbox is set up, and logging started."""
    loaded = database_settings()
    start_logging(loaded.log_level)
    return loaded


@contextmanager
def opened_store(loaded: Settings | DatabaseSettings, *, reading: bool = False) -> Iterator[Store]:
    """The database, closed at the end. `reading`: the command only looks; where there is none yet, none is made."""
    from mailreg.app import build_reading_store, build_store

    store = build_reading_store(loaded) if reading else build_store(loaded)
    try:
        yield store
    finally:
        store.dispose()


# A mail's bytes must not steer the terminal: control characters but tab and line break (ECMA-48) become dots.
_CONTROLS = {code: "·" for code in (*range(32), *range(127, 160)) if code not in (9, 10)}


def visible(text: str) -> str:
    """The text with every control character made visible; as long as before, so that offsets stay true."""
    return text.translate(_CONTROLS)


def count(number: int, one: str, more: str) -> str:
    """A number with its word: 1 Mail, 2 Mails."""
    return f"{number} {one if number == 1 else more}"


def console() -> Console:
    """A rich console on standard output that does not guess at styles: mails hold brackets."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


def table(*columns: str) -> Table:
    """A table that fits a window of 80 columns: lines only where they help."""
    from rich import box
    from rich.table import Table

    made = Table(box=box.SIMPLE_HEAD, header_style="bold", title_justify="left", pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


def local(value: datetime | None, timezone: str) -> str:
    """A moment as people write it, in their zone."""
    if value is None:
        return ""
    from zoneinfo import ZoneInfo

    return value.astimezone(ZoneInfo(timezone)).strftime("%d.%m.%Y %H:%M")
