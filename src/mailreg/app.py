"""The only place that builds things and wires them: settings → office, mailbox, sender."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from mailreg.flow.office import Notice, Office, nobody
from mailreg.model.digest import Plan
from mailreg.model.errors import DatabaseOutdated, OperationError, SettingsError
from mailreg.model.mail import Address
from mailreg.model.reasons import reason
from mailreg.settings.values import DatabaseSettings, Settings

if TYPE_CHECKING:
    from mailreg.delivery.smtp import SmtpAccess, SmtpSender
    from mailreg.intake.access import ImapAccess
    from mailreg.intake.imap import ImapMailbox
    from mailreg.store.engine import Store


def build_office(settings: Settings, store: Store | None = None, notify: Callable[[Notice], None] = nobody) -> Office:
    """Everything that the use cases need. Opens the database (DatabaseUnavailable, DatabaseOutdated)."""
    from mailreg.compose.letters import Desk
    from mailreg.compose.templates import load_templates

    templates = load_templates(settings.templates)
    if not templates.speaks(settings.language):
        raise SettingsError(unknown_language(settings.language, templates.languages))
    if settings.digest_language and not templates.digest_speaks(settings.digest_language):
        raise SettingsError(no_digest_in(settings.digest_language, templates.digest_languages))
    return Office(
        store=store or build_store(settings),
        desk=Desk(
            address=Address(settings.address, settings.name or None),
            secret=settings.secret or kept_secret(settings.data_dir),
            timezone=settings.timezone,
            language=settings.language,
            privacy_url=settings.privacy_url,
            organisation=settings.organisation,
            organisers_language=settings.digest_language or "",
        ),
        templates=templates,
        mailbox=settings.address,
        folders=settings.folders,
        own_addresses=settings.own_addresses,
        organisers=settings.organisers,
        mode=settings.mode,
        worker=worker_name(),
        notify=notify,
        reminders=settings.reminders,
        quiet=settings.quiet,
        digest=Plan(settings.digest, settings.digest_time, settings.timezone, settings.digest_empty),
        answer_held=settings.answer_held,
    )


def unknown_language(language: str, languages: Iterable[str]) -> str:
    """What to say where MAILREG_LANGUAGE is a language without words."""
    return f"MAILREG_LANGUAGE: „{language}“ gibt es nicht; möglich sind {', '.join(languages)}."


def no_digest_in(language: str, languages: Iterable[str]) -> str:
    """What to say where MAILREG_DIGEST_LANGUAGE is a language without all the digest's words."""
    return (
        f"MAILREG_DIGEST_LANGUAGE: Auf „{language}“ gibt es die Tagesübersicht nicht; möglich sind "
        f"{', '.join(languages)}."
    )


def build_store(settings: Settings | DatabaseSettings) -> Store:
    """The database, migrated. The data folder is made if it is missing."""
    from mailreg.store.engine import open_store

    prepare_data_dir(settings.data_dir)
    return open_store(settings.database_url)


def database_file(url: str) -> Path | None:
    """Where an SQLite database of this URL lies; None for another database, or one in memory."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def build_reading_store(settings: Settings | DatabaseSettings) -> Store:
    """The database for a command that only looks: nothing is made where there is none yet (it is an empty one in memory
    then), and a writer is not waited for."""
    from mailreg.store.engine import empty_store, open_store

    url = settings.database_url
    file = database_file(url)
    if file is not None and not file.exists():
        home = file.parent
        if home.is_dir() or (home == settings.data_dir and not home.exists()):
            return empty_store()
    try:
        return open_store(url, migrate=False, reading=True)
    except DatabaseOutdated as error:
        if not error.older:
            raise
        return build_store(settings)


def prepare_data_dir(path: Path) -> None:
    """Make the data folder, readable by this account only: it holds people's data."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise OperationError(f"Der Datenordner {path} lässt sich nicht anlegen: {reason(error)}.") from error


def kept_secret(data_dir: Path) -> bytes:
    """The secret behind the marks on our own mail, where MAILREG_SECRET sets none: made once, kept with mode 0600."""
    path = data_dir / "secret"
    prepare_data_dir(data_dir)
    try:
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            kept = path.read_bytes().strip()
            if len(kept) < 16:
                raise SettingsError(f"Die Datei {path} ist beschädigt: bitte MAILREG_SECRET setzen.") from None
            return kept
        with os.fdopen(handle, "wb") as file:
            made = secrets.token_urlsafe(32).encode()
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise OperationError(f"Die Datei {path} lässt sich nicht lesen oder anlegen: {reason(error)}.") from error
    return made


def token_source(settings: Settings) -> Callable[[], str] | None:
    """Where XOAUTH2 tokens come from, or None with a password. Nothing is imported or asked before the first use."""
    if settings.oauth is None:
        return None
    oauth, data_dir = settings.oauth, settings.data_dir

    def token() -> str:
        from mailreg.oauth import access_token

        return access_token(
            oauth.provider, oauth.client_id, oauth.tenant, oauth.client_secret, settings.address, data_dir
        )

    return token


def imap_access(settings: Settings) -> ImapAccess:
    from mailreg.intake.access import ImapAccess

    server = settings.imap
    return ImapAccess(
        host=server.host,
        port=server.port,
        security=server.security,
        user=server.user,
        password=server.password,
        token=token_source(settings),
        sent_folder=settings.sent_folder,
        mailbox=settings.address,
    )


def smtp_access(settings: Settings) -> SmtpAccess:
    from mailreg.delivery.smtp import SmtpAccess

    server = settings.smtp
    return SmtpAccess(
        host=server.host,
        port=server.port,
        security=server.security,
        user=server.user,
        password=server.password,
        token=token_source(settings),
    )


def build_mailbox(settings: Settings) -> ImapMailbox:
    """A logged-in connection. Raises ImapUnavailable or LoginRefused."""
    from mailreg.intake.imap import ImapMailbox

    return ImapMailbox(imap_access(settings))


def build_sender(settings: Settings) -> SmtpSender:
    """A sender; it connects on first use."""
    from mailreg.delivery.smtp import SmtpSender

    return SmtpSender(smtp_access(settings))


class Connection:
    """`open()` gives a living mailbox. Not for use by several threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._mailbox: ImapMailbox | None = None

    def open(self) -> ImapMailbox:
        """The kept connection; one that has died unnoticed is opened anew at its next use.

        Raises ImapUnavailable or LoginRefused."""
        if self._mailbox is None:
            self._mailbox = build_mailbox(self._settings)
        self._mailbox.capabilities()  # connects and logs in where that has not been done
        return self._mailbox

    def close(self) -> None:
        """Log out; a connection that is broken already is just dropped."""
        mailbox, self._mailbox = self._mailbox, None
        if mailbox is not None:
            with contextlib.suppress(OperationError, OSError):
                mailbox.close()

    def cut(self) -> None:
        """Break the connection from another thread, so that a call that waits for the server returns."""
        mailbox = self._mailbox
        if mailbox is not None:
            with contextlib.suppress(OperationError, OSError):
                mailbox.cut()


def worker_name() -> str:
    """ "host:pid:start": names this process, so that another one on this host can tell whether it still lives."""
    return f"{socket.gethostname()}:{os.getpid()}:{process_start(os.getpid())}"


def process_start(pid: int) -> str:
    """When the process began, in clock ticks since boot (proc(5), field 22), or "-" where that can't be told."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19]
    except (OSError, IndexError, UnicodeDecodeError):
        return "-"


def worker_is_dead(name: str) -> bool:
    """True only if that worker ran on this host and is surely gone."""
    host, _, rest = name.partition(":")
    pid, _, start = rest.partition(":")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return start != "-" and process_start(int(pid)) not in {"-", start}
