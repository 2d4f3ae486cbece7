"""Raw settings, checked strictly: each becomes a value, or a problem in a plain German line."""

from __future__ import annotations

import re
from datetime import time, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from mailreg.model.decision import Mode
from mailreg.model.digest import Rhythm
from mailreg.model.errors import SettingsError
from mailreg.notices.moments import DEFAULT, NEVER_QUIET, Quiet
from mailreg.settings.values import (
    FOREIGN,
    NAMES,
    SECRETS,
    SECURITIES,
    DatabaseSettings,
    OAuthSettings,
    Security,
    ServerSettings,
    Settings,
)  # fmt: skip

NONE = {"none", "keine", "no", "nein", "-"}


class Checker:
    """Collects every problem, so that a person mends the file once and not ten times."""

    def __init__(self, values: dict[str, str]) -> None:
        self.values = values
        self.problems: list[str] = []

    def get(self, name: str, default: str | None = None) -> str | None:
        return self.values.get(name, default)

    def need(self, name: str, what: str) -> str:
        value = self.values.get(name)
        if not value:
            self.problems.append(f"{name} fehlt: {what}.")
        return value or ""

    def secret(self, name: str) -> str | None:
        path = self.values.get(f"{name}_FILE")
        if self.values.get(name):
            return self.values[name]
        if not path:
            return None
        try:
            return Path(path).read_text(encoding="utf-8-sig").strip("\r\n") or None
        except (OSError, UnicodeDecodeError):
            self.problems.append(f"{name}_FILE: Die Datei {path} lässt sich nicht lesen.")
            return None

    def address(self, name: str, value: str) -> str:
        if value and not re.fullmatch(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+", value):
            self.problems.append(f"{name}: „{value}“ ist keine E-Mail-Adresse.")
        return value.lower()

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = (self.get(name) or default).lower()
        if value not in allowed:
            self.problems.append(f"{name}: „{value}“ gibt es nicht; möglich sind {', '.join(allowed)}.")
            return default
        return value

    def number(self, name: str, default: int, low: int, high: int) -> int:
        value = self.get(name)
        if value is None:
            return default
        if not re.fullmatch(r"[0-9]{1,9}", value) or not low <= int(value) <= high:
            self.problems.append(f"{name}: „{value}“ ist keine ganze Zahl von {low} bis {high}.")
            return default
        return int(value)

    def server(self, kind: str, oauth: bool, address: str) -> ServerSettings:
        upper = f"MAILREG_{kind.upper()}"
        host = self.need(f"{upper}_HOST", f"der Name des {kind.upper()}-Servers, z. B. {kind}.example.org")
        security = self.choice(f"{upper}_SECURITY", tuple(SECURITIES[kind]), "tls" if kind == "imap" else "starttls")
        if security == "none" and host and not is_loopback(host):
            self.problems.append(f"{upper}_SECURITY: „none“ geht nur auf diesem Rechner (localhost), nicht mit {host}.")
        port = self.number(f"{upper}_PORT", SECURITIES[kind][security], 1, 65535)
        user = self.get(f"{upper}_USER") or (address if kind == "imap" else self.get("MAILREG_IMAP_USER") or address)
        password = self.secret(f"{upper}_PASSWORD")
        if password is None and kind == "smtp" and not (security == "none" and not self.get(f"{upper}_USER")):
            password = self.secret("MAILREG_IMAP_PASSWORD")
        if password is None and kind == "imap" and not oauth:
            self.problems.append(f"{upper}_PASSWORD fehlt (oder {upper}_PASSWORD_FILE).")
        return ServerSettings(host, port, cast("Security", security), user, None if oauth else password)

    def oauth(self) -> OAuthSettings | None:
        provider = self.choice("MAILREG_OAUTH", ("no", "microsoft", "google"), "no")
        if provider == "no":
            return None
        client_id = self.need("MAILREG_OAUTH_CLIENT_ID", "die Kennung der Anwendung für die Anmeldung mit OAuth")
        tenant = self.get("MAILREG_OAUTH_TENANT") or "common"
        return OAuthSettings(provider, client_id, tenant, self.secret("MAILREG_OAUTH_CLIENT_SECRET"))

    def database(self) -> DatabaseSettings:
        data_dir = Path(self.get("MAILREG_DATA_DIR") or "data").expanduser().absolute()
        return DatabaseSettings(
            database_url=self.database_url() or f"sqlite:///{data_dir / 'mailreg.sqlite3'}",
            data_dir=data_dir,
            timezone=self.zone("MAILREG_TIMEZONE", "Europe/Berlin"),
            log_level=self.choice("MAILREG_LOG_LEVEL", ("debug", "info", "warning", "error"), "info"),
        )

    def database_url(self) -> str | None:
        url = (self.secret("MAILREG_DATABASE_URL") or "").strip()
        if url and not re.match(r"(sqlite|postgresql)(\+\w+)?://", url):
            # Never shown: it may hold a password.
            self.problems.append("MAILREG_DATABASE_URL beginnt weder mit sqlite:/// noch mit postgresql://.")
        return url or None

    def settings(self) -> Settings:
        known = {n for name in NAMES for n in (name, f"{name}_FILE" if name in SECRETS else name)}
        for name in sorted(self.values):
            # A slip of the pen is an error; a name that is nothing like ours is another program's business.
            near = None if name in known or name.startswith(FOREIGN) else _nearest(name, known)
            if near:
                self.problems.append(f"{name}: Diese Einstellung gibt es nicht; gemeint ist wohl {near}.")
        address = self.address("MAILREG_ADDRESS", self.need("MAILREG_ADDRESS", "die Adresse, an die Anmeldungen gehen"))
        oauth = self.oauth()
        imap = self.server("imap", oauth is not None, address)
        smtp = self.server("smtp", oauth is not None, address)
        base = self.database()
        mode = self.choice("MAILREG_MODE", tuple(Mode), Mode.APPROVE)
        organisers = tuple(
            self.address("MAILREG_ORGANISERS", part.strip())
            for part in (self.get("MAILREG_ORGANISERS") or "").split(",")
            if part.strip()
        )
        folders = tuple(f.strip() for f in (self.get("MAILREG_IMAP_FOLDER") or "INBOX").split(",") if f.strip())
        secret = self.secret("MAILREG_SECRET")
        if secret is not None and len(secret) < 16:
            self.problems.append("MAILREG_SECRET ist zu kurz: mindestens 16 Zeichen.")
        templates = self.get("MAILREG_TEMPLATES")
        if templates and not Path(templates).expanduser().is_dir():
            self.problems.append(f"MAILREG_TEMPLATES: Den Ordner {templates} gibt es nicht.")
        result = Settings(
            address=address,
            name=self.get("MAILREG_NAME") or "",
            imap=imap,
            smtp=smtp,
            folders=folders,
            sent_folder=self.get("MAILREG_IMAP_SENT_FOLDER"),
            database_url=base.database_url,
            data_dir=base.data_dir,
            mode=Mode(mode),
            organisers=organisers,
            digest=Rhythm(self.choice("MAILREG_DIGEST", tuple(Rhythm), Rhythm.DAILY)),
            digest_empty=self.choice("MAILREG_DIGEST_EMPTY", ("line", "nothing"), "line") == "line",
            digest_language=self.get("MAILREG_DIGEST_LANGUAGE"),
            digest_time=self.time("MAILREG_DIGEST_TIME", "07:00"),
            reminders=self.reminders("MAILREG_REMINDERS", DEFAULT),
            quiet=self.quiet("MAILREG_QUIET_HOURS", Quiet()),
            timezone=base.timezone,
            language=self.get("MAILREG_LANGUAGE") or "de",
            poll_seconds=self.number("MAILREG_POLL_SECONDS", 60, 5, 86400),
            secret=(secret or "").encode(),
            templates=Path(templates).expanduser().absolute() if templates else None,
            privacy_url=self.get("MAILREG_PRIVACY_URL"),
            organisation=self.get("MAILREG_ORGANISATION"),
            answer_held=self.choice("MAILREG_ANSWER_HELD", ("no", "yes"), "no") == "yes",
            oauth=oauth,
            log_level=base.log_level,
        )
        if self.problems:
            raise SettingsError("\n".join(self.problems))
        return result

    def time(self, name: str, default: str) -> time:
        value = self.get(name) or default
        try:
            return time.fromisoformat(value)
        except ValueError:
            self.problems.append(f"{name}: „{value}“ ist keine Uhrzeit wie 07:00.")
            return time(7)

    def reminders(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        value = self.get(name)
        if value is None:
            return default
        if value.lower() in NONE:
            return ()
        parts = tuple(part.strip().lower() for part in value.split(",") if part.strip())
        for part in parts:
            if not re.fullmatch(r"[1-9]\d{0,2}[dh]", part):
                self.problems.append(f"{name}: „{part}“ ist weder eine Zahl von Tagen wie 7d noch von Stunden wie 36h.")
        return parts

    def quiet(self, name: str, default: Quiet) -> Quiet:
        value = self.get(name)
        if value is None:
            return default
        if value.lower() in NONE:
            return NEVER_QUIET
        try:
            start, end = (time.fromisoformat(part.strip()) for part in value.split("-"))
        except ValueError:
            self.problems.append(f"{name}: „{value}“ ist keine Zeit von … bis wie 20:00-08:00.")
            return default
        if start.tzinfo or end.tzinfo or Quiet(start, end).awake() < timedelta(hours=1):
            self.problems.append(f"{name}: „{value}“ lässt keine Stunde am Tag übrig, in der etwas hinausgehen kann.")
            return default
        return Quiet(start, end)

    def zone(self, name: str, default: str) -> str:
        value = self.get(name) or default
        try:
            ZoneInfo(value)
        except (ValueError, OSError, KeyError):
            self.problems.append(f"{name}: Die Zeitzone „{value}“ gibt es nicht; gemeint ist vielleicht Europe/Berlin.")
            return default
        return value


def is_loopback(host: str) -> bool:
    """True for localhost and the loopback addresses (RFC 1122, RFC 4291)."""
    if host.lower() in {"localhost", "localhost.localdomain"}:
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _nearest(name: str, known: set[str]) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, known, 1, 0.87)), None)
