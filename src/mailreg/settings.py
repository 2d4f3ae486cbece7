"""Settings: the environment (or `.env`) becomes one frozen value, checked strictly at start.

Every name is documented in config.example.env. Each secret may also come from a file: NAME_FILE holds its path.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, cast
from zoneinfo import ZoneInfo

from mailreg.model.decision import Mode
from mailreg.model.digest import Rhythm
from mailreg.model.errors import SettingsError
from mailreg.notices.moments import DEFAULT, NEVER_QUIET, Quiet

SECRETS = (
    "MAILREG_IMAP_PASSWORD",
    "MAILREG_SMTP_PASSWORD",
    "MAILREG_SECRET",
    "MAILREG_OAUTH_CLIENT_SECRET",
    "MAILREG_DATABASE_URL",  # may hold a password
)
NAMES = (
    "MAILREG_ADDRESS",
    "MAILREG_NAME",
    "MAILREG_IMAP_HOST",
    "MAILREG_IMAP_PORT",
    "MAILREG_IMAP_SECURITY",
    "MAILREG_IMAP_USER",
    "MAILREG_IMAP_PASSWORD",
    "MAILREG_IMAP_FOLDER",
    "MAILREG_IMAP_SENT_FOLDER",
    "MAILREG_SMTP_HOST",
    "MAILREG_SMTP_PORT",
    "MAILREG_SMTP_SECURITY",
    "MAILREG_SMTP_USER",
    "MAILREG_SMTP_PASSWORD",
    "MAILREG_OAUTH",
    "MAILREG_OAUTH_TENANT",
    "MAILREG_OAUTH_CLIENT_ID",
    "MAILREG_OAUTH_CLIENT_SECRET",
    "MAILREG_DATABASE_URL",
    "MAILREG_DATA_DIR",
    "MAILREG_MODE",
    "MAILREG_ORGANISERS",
    "MAILREG_DIGEST",
    "MAILREG_DIGEST_TIME",
    "MAILREG_REMINDERS",
    "MAILREG_QUIET_HOURS",
    "MAILREG_DIGEST_EMPTY",
    "MAILREG_DIGEST_LANGUAGE",
    "MAILREG_TIMEZONE",
    "MAILREG_LANGUAGE",
    "MAILREG_POLL_SECONDS",
    "MAILREG_SECRET",
    "MAILREG_TEMPLATES",
    "MAILREG_PRIVACY_URL",
    "MAILREG_ORGANISATION",
    "MAILREG_ANSWER_HELD",
    "MAILREG_LOG_LEVEL",
)
# Not settings, but other programs' business that may stand in the same environment.
FOREIGN = ("MAILREG_ENV_FILE", "MAILREG_TEST_")
NONE = {"none", "keine", "no", "nein", "-"}
Security = Literal["tls", "starttls", "none"]  # none: only on loopback
SECURITIES: dict[str, dict[str, int]] = {
    "imap": {"tls": 993, "starttls": 143, "none": 143},
    "smtp": {"tls": 465, "starttls": 587, "none": 25},
}


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How to reach one server."""

    host: str
    port: int
    security: Security
    user: str
    password: str | None = field(repr=False, default=None)  # None: OAuth


@dataclass(frozen=True, slots=True)
class OAuthSettings:
    """XOAUTH2 instead of a password."""

    provider: str  # microsoft | google
    client_id: str
    tenant: str = "common"
    client_secret: str | None = field(repr=False, default=None)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. Paths are absolute."""

    address: str
    name: str
    imap: ServerSettings
    smtp: ServerSettings
    folders: tuple[str, ...]
    sent_folder: str | None
    database_url: str = field(repr=False)  # may hold a password
    data_dir: Path
    mode: Mode
    organisers: tuple[str, ...]
    digest: Rhythm
    digest_time: time
    reminders: tuple[str, ...]  # before each event that names none of its own
    quiet: Quiet
    digest_empty: bool  # a day without news: one line, else nothing
    digest_language: str | None  # of the digest and of alerts; else `language`
    timezone: str
    language: str
    poll_seconds: int
    secret: bytes = field(repr=False)  # b"": app.py keeps one in the data folder
    templates: Path | None
    privacy_url: str | None
    organisation: str | None
    answer_held: bool
    oauth: OAuthSettings | None
    log_level: str

    @property
    def own_addresses(self) -> frozenset[str]:
        """Every address that this mailbox is known by, lower case."""
        return frozenset({self.address, *(u.lower() for u in (self.imap.user, self.smtp.user) if "@" in u)})


@dataclass(frozen=True, slots=True)
class DatabaseSettings:
    """What commands need that only look into the database: these work before the mailbox is set up."""

    database_url: str = field(repr=False)  # may hold a password
    data_dir: Path
    timezone: str
    log_level: str


def database_settings(environ: Mapping[str, str] | None = None, env_file: Path | None = None) -> DatabaseSettings:
    """The settings of the database alone, from the same places as `load_settings`, with the same checks."""
    check = _Checker(read_values(os.environ if environ is None else environ, env_file))
    result = check.database()
    if check.problems:
        raise SettingsError("\n".join(check.problems))
    return result


def load_settings(environ: Mapping[str, str] | None = None, env_file: Path | None = None) -> Settings:
    """The settings from `environ` (os.environ by default) over those of `env_file` (`.env` in the working folder, or
    what MAILREG_ENV_FILE names). Raises SettingsError, with every problem in one message, a line each."""
    values = read_values(os.environ if environ is None else environ, env_file)
    if not values:
        raise SettingsError(
            f"mailreg ist hier noch nicht eingerichtet: In {Path.cwd()} liegt keine .env. „mailreg init“ legt sie an."
        )
    return settings_of(values)


def settings_of(values: Mapping[str, str]) -> Settings:
    """The settings that these raw MAILREG_ values mean. Raises SettingsError."""
    return _Checker(dict(values)).settings()


def read_values(environ: Mapping[str, str], env_file: Path | None = None) -> dict[str, str]:
    """The raw MAILREG_ values; the environment wins over the file. Raises SettingsError."""
    from dotenv import dotenv_values

    named = env_file or (Path(environ["MAILREG_ENV_FILE"]) if environ.get("MAILREG_ENV_FILE") else None)
    path = named or Path(".env")
    values: dict[str, str] = {}
    try:
        if path.is_file():
            text = path.read_text(encoding="utf-8-sig")
            import io

            values.update({k: v for k, v in dotenv_values(stream=io.StringIO(text), interpolate=False).items() if v})
        elif named:
            raise SettingsError(f"Die Einstellungsdatei {path} gibt es nicht.")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"Die Einstellungsdatei {path} lässt sich nicht lesen ({type(error).__name__}). Gehört sie diesem Konto?"
        ) from error
    given = {k: v for k, v in environ.items() if k.startswith("MAILREG_") and v.strip()}
    for name in SECRETS:  # NAME_FILE of the environment goes before NAME of the file
        if f"{name}_FILE" in given:
            values.pop(name, None)
    values.update(given)
    # A password may begin or end with a space.
    return {k: v if k in SECRETS else v.strip() for k, v in values.items() if k.startswith("MAILREG_") and v.strip()}


class _Checker:
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
