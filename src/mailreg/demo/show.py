"""`mailreg demo`: the whole way in a terminal. Real parts throughout; only the mail server is in memory."""

from __future__ import annotations

import logging
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

from rich.console import Console

from mailreg.app import Connection, build_office, build_sender
from mailreg.decode import decode
from mailreg.decode.eventfile import parse_events
from mailreg.demo.files import place, write_answers
from mailreg.demo.interrupt import Interrupt
from mailreg.demo.screen import Screen
from mailreg.demo.server import HOST, PASSWORD, MailServer
from mailreg.flow.office import Office
from mailreg.flow.round import work
from mailreg.model.registration import Event
from mailreg.settings import load_settings
from mailreg.settings.values import Settings
from mailreg.understand.invitation import read_invitation

ADDRESS = "stoye@agjf-sachsen.de"
ZONE = "Europe/Berlin"
BEGIN = datetime(2022, 8, 24, 8, 0, tzinfo=UTC)  # the flyer goes out; nothing has come yet
READING_TIME = 9.0  # seconds for all mails, at the least, for people who read along
SECOND_EVENT = """
[[event]]
id = "fachtag-2022"
title = "Fachtag Jugendhilfe migrationssensibel"
aliases = ["Fachtag", "Fachtag Leipzig", "Connect-Fachtag"]
start = 2022-11-17T09:30:00
end = 2022-11-17T16:00:00
venue = "Haus der Demokratie"
street = "Bernhard-Göring-Straße 152"
postcode = "04277"
city = "Leipzig"
registration_email = "stoye@agjf-sachsen.de"
registration_deadline = 2022-11-10T23:59:00
organisers = ["Claudia Stoye"]
interpreting = true
"""


def show(out: Path | None = None, *, fast: bool = False) -> int:
    """Run the demonstration; the exit code. Answers are written below `out` (by default `mailreg-demo` here)."""
    console = Console(highlight=False, markup=False, emoji=False)
    logging.getLogger("mailreg").setLevel(logging.CRITICAL)
    begin = time.monotonic()
    screen = Screen(console)
    with ExitStack() as stack:
        interrupt = stack.enter_context(Interrupt())
        folder = stack.enter_context(place(out))
        temporary = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mailreg-demo-")))
        server = stack.enter_context(MailServer(ADDRESS))
        settings = demo_settings(server, temporary)
        office = build_office(settings, notify=screen.notice)
        stack.callback(office.store.dispose)
        connection, sender = Connection(settings), build_sender(settings)
        stack.callback(connection.close)
        stack.callback(sender.close)

        events = demo_events()
        with office.store.begin() as tx:
            for event in events:
                tx.events.save(event)
        work(office, connection.open, sender, BEGIN)
        interrupt.check()
        mails = sample()
        screen.opening(events[0], len(mails), settings.folders)
        pace = READING_TIME / len(mails) if console.is_terminal and not fast else 0.0
        for number, (raw, moment) in enumerate(mails, 1):
            # Each mail arrives at its own time, and the desk looks a moment later.
            server.deliver([(raw, moment)])
            work(office, connection.open, sender, moment + timedelta(seconds=20))
            interrupt.sleep(begin + pace * number)
        finish(office, screen, events)
        index = write_answers(folder, [(a.recipients[0], a.content) for a in server.accepted])
    screen.summary(index, time.monotonic() - begin)
    return 0


def finish(office: Office, screen: Screen, events: tuple[Event, ...]) -> None:
    """The lists at the end."""
    with office.store.begin() as tx:
        registrations = tx.registrations.all()
        waiting = tx.inbox.in_review()
    for event in events:
        screen.participants(event, [r for r in registrations if r.event == event.id])
    screen.waiting(len(waiting))


def demo_settings(server: MailServer, folder: Path) -> Settings:
    """Real settings, read and checked as always, from values of our own."""
    nothing = folder / "empty.env"
    nothing.touch()
    return load_settings(
        {
            "MAILREG_ADDRESS": ADDRESS,
            "MAILREG_NAME": "Claudia Stoye",
            "MAILREG_ORGANISATION": "AGJF Sachsen e. V.",
            "MAILREG_IMAP_HOST": HOST,
            "MAILREG_IMAP_PORT": str(server.imap_port),
            "MAILREG_IMAP_SECURITY": "none",
            "MAILREG_IMAP_PASSWORD": PASSWORD,
            "MAILREG_SMTP_HOST": HOST,
            "MAILREG_SMTP_PORT": str(server.smtp_port),
            "MAILREG_SMTP_SECURITY": "none",
            "MAILREG_DATA_DIR": str(folder / "data"),
            "MAILREG_MODE": "automatic",
        },
        nothing,
    )


def demo_events() -> tuple[Event, ...]:
    """The flyer, read as `mailreg event import` reads it, and a second event, since a desk often has two."""
    flyer = (files("mailreg.demo") / "invitation.txt").read_text("utf-8")
    first = read_invitation(flyer, source="invitation.txt", timezone=ZONE, now=BEGIN)
    return (first, *parse_events(SECOND_EVENT, source="demo"))


def sample() -> list[tuple[bytes, datetime]]:
    """The sample mails in the order of their dates."""
    folder = files("mailreg.demo") / "mails"
    raws = [entry.read_bytes() for entry in folder.iterdir() if entry.name.endswith(".eml")]
    return sorted(((raw, decode(raw).date or BEGIN) for raw in raws), key=lambda mail: mail[1])
