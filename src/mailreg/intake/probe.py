"""Trying an IMAP server for `mailreg init` and `mailreg check`: does it work, and if not, what is to be done.

It looks only: no flag changes, nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailreg.intake.access import ImapAccess
from mailreg.intake.imap import ImapMailbox
from mailreg.model.errors import FolderMissing, MailregError

QUICK = 10.0  # seconds; a person waits


@dataclass(frozen=True, slots=True)
class FolderReport:
    """A watched folder: the number of its mails, or None if it is missing."""

    name: str
    mails: int | None


@dataclass(frozen=True, slots=True)
class ImapReport:
    """What was found. `error` None: login and all folders work; otherwise its text says what to do."""

    error: MailregError | None
    folders: tuple[FolderReport, ...] = ()
    existing: tuple[str, ...] = ()  # all folders of the mailbox
    sent_folder: str | None = None
    idle: bool = False

    @property
    def ok(self) -> bool:
        return self.error is None

    @property
    def lines(self) -> tuple[str, ...]:
        """The report in plain German, one fact a line."""
        told = [
            f"Ordner „{one.name}“: {one.mails} Mails" if one.mails is not None else f"Ordner „{one.name}“ fehlt"
            for one in self.folders
        ]
        if self.error is not None:
            missing = isinstance(self.error, FolderMissing)
            return (str(self.error), *told, *((f"Vorhanden sind: {', '.join(self.existing)}",) if missing else ()))
        told.append(
            f"Gesendete Mails liegen in „{self.sent_folder}“"
            if self.sent_folder
            else "Kein Ordner für gesendete Mails: Legen Sie einen an oder nennen Sie ihn in MAILREG_IMAP_SENT_FOLDER"
        )
        told.append(
            "Neue Mails meldet der Server sofort (IDLE)"
            if self.idle
            else "Der Server meldet neue Mails nicht von selbst: mailreg fragt regelmäßig nach"
        )
        return tuple(told)


def probe(access: ImapAccess, folders: Sequence[str] = ("INBOX",), sent_before: str | None = None) -> ImapReport:
    """Log in, look at the folders, ask what the server can do. `sent_before`: the Sent folder that was there when
    mailreg last worked. Takes at most some tens of seconds; never raises a MailregError, it stands in the report."""
    quick = replace(access, timeout=min(access.timeout, QUICK))
    seen: list[FolderReport] = []
    error: MailregError | None = None
    sent: str | None = None
    with ImapMailbox(quick) as mailbox:
        try:
            existing = tuple(folder.name for folder in mailbox.folders())
            for name in folders:
                try:
                    seen.append(FolderReport(name, mailbox.examine(name).exists))
                except FolderMissing as missing:
                    seen.append(FolderReport(name, None))
                    error = error or missing
            try:
                sent = mailbox.examine_sent(sent_before)
            except FolderMissing as missing:
                error = error or missing
            able = "IDLE" in mailbox.capabilities()
            return ImapReport(error, tuple(seen), existing, sent, able)
        except MailregError as failure:
            return ImapReport(failure, tuple(seen))
