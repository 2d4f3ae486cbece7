"""A whole round beside peers: every mail of a folder fetched, judged and stored, and where the time goes.

Each program is timed as its documentation says one runs it, from the start of its process to its end, its database
prepared before: `mailreg once`, `getmail`, and django-mailbox's `manage.py getmail`. These are what the targets
compare. django-mailbox may also be called from within a process that runs already, where neither Django's start nor
the end of the process counts; so `get_new_mail()` alone stands beside it, with the ratio of our whole process to that,
without a target.
"""

from __future__ import annotations

import email
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from unittest import mock

from bench import peers
from bench.inbox import inbox
from bench.servers import NOW, Bench, fill, imap_server, workspace
from bench.table import Row
from tests.servers import smtp as smtps
from tests.servers.dovecot import Dovecot

FOLDERS = ("Floor", "Mailreg", "Parts", "Getmail", "Django", "Alone")
TIMES_DJANGO = 3.0
TIMES_GETMAIL = 1.5


def measure(count: int, with_peers: bool) -> list[Row]:
    """Mails a second: the floor, mailreg, its peers; then the parts of mailreg's round."""
    with workspace() as folder, imap_server() as imap, smtps.running() as smtp:
        fill(imap, FOLDERS, inbox(count))
        floor = count / fetch_plainly(imap, "Floor")
        parsed = count / fetch_plainly(imap, "Floor", email.message_from_bytes)
        took, said = Bench(imap, smtp.port, "Mailreg", folder / "round").prepare().once()
        if f"{count} neue Mails, {count} gelesen" not in said:
            raise RuntimeError(f"not every mail was judged: {said}")
        ours = count / took
        rows = [
            Row("plain imaplib, one FETCH of everything", f"{floor:,.0f} mails/s"),
            Row("plain imaplib and Python's e-mail parser", f"{parsed:,.0f} mails/s"),
            Row("mailreg once, the whole process", f"{ours:,.0f} mails/s"),
        ]
        if with_peers:
            python = peers.environment()
            getmail = count / peers.getmail(python, imap, "Getmail", folder / "getmail", count)
            django = count / peers.django_getmail(python, imap, "Django", folder / "django", count)
            alone = count / peers.django_alone(python, imap, "Alone", folder / "alone", count)
            rows += [
                Row("getmail6 into a Maildir, the whole process", f"{getmail:,.0f} mails/s"),
                Row("django-mailbox, manage.py getmail, the whole process", f"{django:,.0f} mails/s"),
                Row("django-mailbox, get_new_mail() alone", f"{alone:,.0f} mails/s"),
                beside("mailreg beside getmail6", ours / getmail, TIMES_GETMAIL),
                beside("mailreg beside django-mailbox, whole processes", ours / django, TIMES_DJANGO),
                Row("mailreg beside get_new_mail() alone", f"{ours / alone:.2f} ×", "not like for like"),
            ]
        return rows + parts(Bench(imap, smtp.port, "Parts", folder / "parts").prepare(), count)


def beside(what: str, ratio: float, least: float) -> Row:
    return Row(what, f"{ratio:.2f} ×", f"≥ {least} ×", ratio >= least)


def fetch_plainly(imap: Dovecot, folder: str, use: Callable[[bytes], object] = len) -> float:
    """Seconds for one FETCH of all mails, `use` called on each."""
    with imap.client() as client:
        begin = time.perf_counter()
        client.select(folder, readonly=True)
        _, data = client.uid("FETCH", "1:*", "(UID INTERNALDATE BODY.PEEK[])")
        for piece in data:
            if isinstance(piece, tuple):
                use(piece[1])
        return time.perf_counter() - begin


class Clock:
    """Seconds by name; what runs inside another stretch is taken off that one."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._inside = [0.0]

    @contextmanager
    def stretch(self, name: str) -> Iterator[None]:
        begin = time.perf_counter()
        self._inside.append(0.0)
        try:
            yield
        finally:
            took = time.perf_counter() - begin
            self.seconds[name] += took - self._inside.pop()
            self._inside[-1] += took

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            with self.stretch(name):
                return function(*args, **kwargs)

        return call


def parts(bench: Bench, count: int) -> list[Row]:
    """The same round in this process with a stopwatch in each step."""
    from mailreg.app import build_mailbox, build_office, build_sender
    from mailreg.flow import inbound
    from mailreg.flow.crew import Crew
    from mailreg.flow.round import work
    from mailreg.intake.imap import ImapMailbox
    from mailreg.settings import load_settings
    from mailreg.store.inbox import Inbox

    nothing = bench.data / "empty.env"
    nothing.touch()
    settings = load_settings(bench.environment, nothing)
    office, mailbox, sender = build_office(settings), build_mailbox(settings), build_sender(settings)
    clock = Clock()
    fetch_after = ImapMailbox.fetch_after

    def timed_fetch(*args: Any, **kwargs: Any) -> Iterator[Any]:
        batches = fetch_after(*args, **kwargs)
        while True:
            with clock.stretch("fetch from the server"):
                batch = next(batches, None)
            if batch is None:
                return
            yield batch

    steps = (
        (inbound, "decode", "decode"),
        (inbound, "read", "understand"),
        (inbound, "answered_by_hand", "ask the Sent folder"),
        (inbound, "conclude", "decide, write, commit"),
        (Inbox, "store_fetched", "store the raw mails"),
        (Inbox, "waiting", "load the raw mails"),
    )
    patches = [mock.patch.object(where, name, clock.timed(text, getattr(where, name))) for where, name, text in steps]
    patches.append(mock.patch.object(ImapMailbox, "fetch_after", timed_fetch))
    for patch in patches:
        patch.start()
    try:
        with clock.stretch("everything else"):
            alone = Crew(0)  # all in this process
            done = work(office, lambda: mailbox, sender, datetime.fromisoformat(NOW), crew=alone)
    finally:
        for patch in patches:
            patch.stop()
        mailbox.close()
        sender.close()
        office.store.dispose()
    if len(done.judged) != count or done.problems:
        print(f"only {len(done.judged)} mails were judged: {done.problems}", file=sys.stderr)
    total = sum(clock.seconds.values())
    return [
        Row(f"  {name}", f"{1000 * took / count:.2f} ms/mail", f"{took / total:.0%} of the round")
        for name, took in clock.seconds.most_common()
    ]
