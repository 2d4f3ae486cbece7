"""What settings are: their names, and frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Literal

from mailreg.model.decision import Mode
from mailreg.model.digest import Rhythm
from mailreg.notices.moments import Quiet

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
