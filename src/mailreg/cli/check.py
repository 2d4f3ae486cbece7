"""`mailreg check`: does everything work, and if not, what is to be done. It looks only: no mail is marked, the database
is neither made nor migrated, nothing is sent."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from mailreg.cli import common, output
from mailreg.cli.desk import MODE_WORDS
from mailreg.model.errors import DatabaseOutdated, FolderMissing, MailregError, SettingsError
from mailreg.model.reasons import reason
from mailreg.settings import load_settings
from mailreg.settings.values import Settings

if TYPE_CHECKING:
    from mailreg.model.registration import Event

State = Literal["ok", "warning", "error"]
MARKS: dict[State, str] = {"ok": "✓", "warning": "!", "error": "✗"}
COLOURS: dict[State, str] = {"ok": "green", "warning": "yellow", "error": "red"}
SPACE_WANTED = 200 * 1024**2  # bytes; below, a person should clear up
SPACE_NEEDED = 10 * 1024**2  # bytes; below, the next mail may not fit


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: the subject, whether it is well, what was found, what is to be done."""

    subject: str
    state: State
    text: str
    todo: str = ""


def check(as_json: common.Json = False) -> None:
    """Exit code 0: it works (warnings or not); 1: something does not work; 2: the settings are wrong."""
    try:
        loaded = load_settings()
    except SettingsError as error:
        for line in str(error).splitlines():
            show(Finding("Einstellungen", "error", line), as_json)
        typer.echo("mailreg: So kann mailreg nicht starten.", err=True)
        raise typer.Exit(2) from None
    states = []
    for finding in findings(loaded):
        show(finding, as_json)
        states.append(finding.state)
    errors, warnings = states.count("error"), states.count("warning")
    hints = f", {common.count(warnings, 'Hinweis', 'Hinweise')}" if warnings else ""
    if not as_json:
        typer.echo()
    if errors:
        typer.echo(f"mailreg: {common.count(errors, 'Sache geht', 'Sachen gehen')} noch nicht{hints}.", err=True)
    elif not as_json:
        typer.echo(f"Alles bereit{hints}.")
    raise typer.Exit(1 if errors else 0)


def show(finding: Finding, as_json: bool) -> None:
    """One finding, at once: some checks take seconds."""
    if as_json:
        line = {"check": finding.subject, "state": finding.state, "text": finding.text, "todo": finding.todo}
        typer.echo(output.json_line(line))
        return
    mark = typer.style(MARKS[finding.state], fg=COLOURS[finding.state], bold=True)
    typer.echo(f"{mark} {finding.subject:<16}{_folded(finding.text, 18)}")
    if finding.todo:
        typer.echo(f"{'':<18}→ {_folded(finding.todo, 20)}")


def _folded(text: str, indent: int) -> str:
    """The text in the column that begins at `indent`; in one line where no person reads along."""
    if not sys.stdout.isatty():
        return text
    width = max(30, shutil.get_terminal_size().columns - indent)
    lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    return f"\n{'':<{indent}}".join(lines)


def findings(loaded: Settings) -> Iterator[Finding]:
    """All checks in the order in which a person would mend things."""
    for subject, look in (
        ("Einstellungen", _settings),
        ("Modus", _mode),
        ("Datenordner", _data_dir),
        ("Anmeldung", _oauth),
        ("Postfach", _imap),
        ("Versand", _smtp),
        ("Datenbank", _database),
        ("Vorlagen", _templates),
        ("Uhr", _clock),
    ):
        yield from _guarded(subject, look, loaded)


def _guarded(subject: str, look: Callable[[Settings], Iterator[Finding]], loaded: Settings) -> Iterator[Finding]:
    """A check that breaks is a finding, too; the others go on."""
    try:
        yield from look(loaded)
    except MailregError as error:
        yield Finding(subject, "error", str(error))
    except Exception as error:
        yield Finding(subject, "error", f"Die Prüfung ist abgebrochen ({type(error).__name__}).")


def _settings(loaded: Settings) -> Iterator[Finding]:
    name = f"{loaded.name} <{loaded.address}>" if loaded.name else loaded.address
    todo = "" if loaded.name else "MAILREG_NAME ist der Name, den die Teilnehmer*innen als Absender sehen"
    yield Finding("Einstellungen", "warning" if todo else "ok", f"Antworten kommen von {name}", todo)
    path = Path(os.environ.get("MAILREG_ENV_FILE") or ".env")
    if path.is_file() and path.stat().st_mode & 0o077:
        text = f"{path} mit dem Passwort ist auch für andere Konten lesbar"
        yield Finding("Einstellungen", "warning", text, f"chmod 600 {path}")


def _mode(loaded: Settings) -> Iterator[Finding]:
    where = "; sie stehen in „mailreg outbox list“" if loaded.mode == "approve" else ""
    yield Finding("Modus", "ok", MODE_WORDS[loaded.mode] + where)


def _data_dir(loaded: Settings) -> Iterator[Finding]:
    folder = loaded.data_dir
    existing = next(p for p in (folder, *folder.parents) if p.exists())
    if not existing.is_dir():
        yield Finding("Datenordner", "error", f"{existing} ist kein Ordner", "MAILREG_DATA_DIR ändern")
        return
    if not os.access(existing, os.W_OK | os.X_OK):
        text = f"In {existing} darf dieses Konto nicht schreiben"
        yield Finding("Datenordner", "error", text, "Rechte des Ordners ändern, oder MAILREG_DATA_DIR")
        return
    if existing != folder:
        try:
            Path(tempfile.mkdtemp(dir=existing)).rmdir()
        except OSError as error:
            text = f"{folder} lässt sich nicht anlegen: {reason(error)}"
            yield Finding("Datenordner", "error", text, "MAILREG_DATA_DIR ändern")
            return
        yield Finding("Datenordner", "ok", f"{folder} wird beim ersten Start angelegt")
    elif folder.stat().st_mode & 0o077:
        text = f"{folder} ist auch für andere Konten lesbar; dort liegen Daten von Teilnehmer*innen"
        yield Finding("Datenordner", "warning", text, f"chmod 700 {folder}")
    else:
        yield Finding("Datenordner", "ok", f"{folder}, nur für dieses Konto lesbar")
    free = shutil.disk_usage(existing).free
    if free < SPACE_WANTED:
        state: State = "error" if free < SPACE_NEEDED else "warning"
        yield Finding("Datenordner", state, f"Nur noch {free // 1024**2} MB Platz", "Auf dem Datenträger aufräumen")


def _oauth(loaded: Settings) -> Iterator[Finding]:
    if loaded.oauth is None:
        return
    name = "Microsoft 365" if loaded.oauth.provider == "microsoft" else "Google"
    file = loaded.data_dir / "oauth.json"
    if not file.is_file():
        yield Finding("Anmeldung", "error", f"Bei {name} ist noch niemand angemeldet", "mailreg init")
    elif file.stat().st_mode & 0o077:
        yield Finding("Anmeldung", "warning", f"{file} ist auch für andere Konten lesbar", f"chmod 600 {file}")
    else:
        yield Finding("Anmeldung", "ok", f"Bei {name} angemeldet; ob es noch gilt, zeigt die nächste Zeile")


def _imap(loaded: Settings) -> Iterator[Finding]:
    from mailreg.app import imap_access
    from mailreg.intake.probe import probe

    report = probe(imap_access(loaded), loaded.folders)
    if report.ok and report.sent_folder is None and (before := _sent_before(loaded)):
        report = probe(imap_access(loaded), loaded.folders, before)
    missing = ", ".join(f"„{f.name}“" for f in report.folders if f.mails is None)
    if missing and report.existing:
        todo = f"MAILREG_IMAP_FOLDER ändern; vorhanden sind: {', '.join(report.existing)}"
        yield Finding("Postfach", "error", f"Im Postfach gibt es nicht: {missing}", todo)
        return
    if report.error is not None:
        gone = isinstance(report.error, FolderMissing) and report.existing  # the Sent folder
        todo = f"Vorhanden sind: {', '.join(report.existing)}" if gone else ""
        yield Finding("Postfach", "error", str(report.error), todo)
        return
    told = ", ".join(f"{f.name} ({f.mails} {'Mail' if f.mails == 1 else 'Mails'})" for f in report.folders)
    yield Finding("Postfach", "ok", f"{loaded.imap.host}: angemeldet; gelesen wird {told}")
    if report.sent_folder:
        yield Finding("Postfach", "ok", f"Kopien der Antworten kommen in „{report.sent_folder}“")
    else:
        text = "Kein Ordner für gesendete Mails: Antworten von Hand erkennt mailreg so nicht"
        yield Finding("Postfach", "warning", text, "Ordner anlegen, oder in MAILREG_IMAP_SENT_FOLDER nennen")
    if report.idle:
        yield Finding("Postfach", "ok", "Der Server meldet neue Mails sofort")
    else:
        yield Finding("Postfach", "ok", f"mailreg sieht alle {loaded.poll_seconds} Sekunden nach")


def _sent_before(loaded: Settings) -> str | None:
    """The Sent folder as the database knows it; what is wrong with that is told further down."""
    from mailreg.app import database_file
    from mailreg.flow.sentfolder import known_sent_folder
    from mailreg.store.engine import open_store

    file = database_file(loaded.database_url)
    if file is not None and not (file.is_file() and file.stat().st_size):
        return None
    try:
        store = open_store(loaded.database_url, migrate=False)
    except MailregError:
        return None
    try:
        return known_sent_folder(store, loaded.address)
    except MailregError:
        return None
    finally:
        store.dispose()


def _smtp(loaded: Settings) -> Iterator[Finding]:
    from dataclasses import replace

    from mailreg.app import smtp_access
    from mailreg.delivery.smtp import SmtpSender

    with SmtpSender(replace(smtp_access(loaded), timeout=15)) as sender:
        sender.check()
    how = "angemeldet" if sender.access.password is not None or sender.access.token is not None else "erreichbar"
    yield Finding("Versand", "ok", f"{loaded.smtp.host}: {how}; gesendet wurde nichts")


def _database(loaded: Settings) -> Iterator[Finding]:
    from mailreg.app import database_file

    file = database_file(loaded.database_url)
    todo = "„mailreg event import FLYER“ liest eine Veranstaltung ein"
    if file is not None and not (file.is_file() and file.stat().st_size):
        yield Finding("Datenbank", "ok", "wird beim ersten Start angelegt")
        yield Finding("Veranstaltungen", "warning", "noch keine", todo)
        return
    from mailreg.store.engine import open_store

    if file is not None and not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)):
        text = f"{file} ist für dieses Konto schreibgeschützt"
        yield Finding("Datenbank", "error", text, "Rechte der Datei und ihres Ordners ändern")
        return
    try:
        store = open_store(loaded.database_url, migrate=False)
    except DatabaseOutdated as error:
        yield Finding("Datenbank", "warning" if error.older else "error", str(error))
        return
    try:
        with store.begin() as tx:
            events = tx.events.all()
            counts = tx.inbox.counts()
            people = sum(r.seats for r in tx.registrations.all() if r.status == "confirmed")
        revision = store.revision()
    finally:
        store.dispose()
    mails = common.count(sum(counts.values()), "Mail", "Mails")
    held = f"{common.count(people, 'Platz', 'Plätze')}, {mails} gesehen"
    yield Finding("Datenbank", "ok", f"Stand {revision}, beschreibbar; {held}")
    now = datetime.now(UTC)
    coming = [e for e in events if e.open_at(now)]
    if not coming:
        yield Finding("Veranstaltungen", "warning", "keine, die noch bevorsteht" if events else "noch keine", todo)
    for event in coming:
        yield _event(event, now, loaded)


def _event(event: Event, now: datetime, loaded: Settings) -> Finding:
    text = f"„{event.title}“ am {common.local(event.start, event.timezone)}"
    deadline = common.local(event.registration_deadline, event.timezone)
    if not event.accepts_at(now):
        todo = "Neue Anmeldungen warten auf eine Person (mailreg review list)"
        return Finding("Veranstaltungen", "warning", f"{text}; Anmeldeschluss war {deadline}", todo)
    if event.registration_email and event.registration_email.lower() not in loaded.own_addresses:
        todo = "Stimmt MAILREG_ADDRESS? Sonst: Wird von dort weitergeleitet?"
        return Finding("Veranstaltungen", "warning", f"{text}; Anmeldungen gehen an {event.registration_email}", todo)
    return Finding("Veranstaltungen", "ok", f"{text}, Anmeldung bis {deadline or 'zum Beginn'}")


def _templates(loaded: Settings) -> Iterator[Finding]:
    from mailreg.app import no_digest_in, unknown_language
    from mailreg.compose.templates import load_templates
    from mailreg.compose.trials import problems

    templates = load_templates(loaded.templates)
    found = problems(templates, quick=True)
    if not templates.speaks(loaded.language):
        found.append(unknown_language(loaded.language, templates.languages))
    if loaded.digest_language and not templates.digest_speaks(loaded.digest_language):
        found.append(no_digest_in(loaded.digest_language, templates.digest_languages))
    for problem in found:
        yield Finding("Vorlagen", "error", problem)
    if found:
        return
    where = f"; eigene aus {loaded.templates}" if loaded.templates else ""
    digest = _name_of(templates.digest_words(loaded.digest_language or loaded.language).language)
    text = f"Antworten in {len(templates.languages)} Sprachen, Tagesübersicht auf {digest}{where}"
    yield Finding("Vorlagen", "ok", text)
    if not loaded.digest_language and not templates.digest_speaks(loaded.language):
        todo = f"Eine andere Sprache wählen: MAILREG_DIGEST_LANGUAGE ({', '.join(templates.digest_languages)})"
        text = f"Auf {_name_of(loaded.language)} gibt es die Tagesübersicht noch nicht"
        yield Finding("Vorlagen", "warning", text, todo)


def _name_of(language: str) -> str:
    """The German name of a language."""
    from babel import Locale

    code = language.replace("-", "_").split("_")[0].lower()
    return str(Locale("de").languages.get(code, language))


def _clock(loaded: Settings) -> Iterator[Finding]:
    from mailreg.worker.status import STATUS_FILE

    now = datetime.now(UTC)
    text = f"{common.local(now, loaded.timezone)} ({loaded.timezone})"
    # Mail servers don't tell the time. A last round in the future is what a clock that was put back leaves behind.
    last = loaded.data_dir / STATUS_FILE
    if last.is_file() and datetime.fromtimestamp(last.stat().st_mtime, UTC) > now + timedelta(minutes=5):
        yield Finding(
            "Uhr", "warning", f"{text}: Der letzte Durchgang liegt in der Zukunft", "Uhr des Rechners stellen"
        )
    else:
        yield Finding("Uhr", "ok", text)
