"""Settings: strict, complete at once, secrets from files, nothing secret shown."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from mailreg.model.errors import SettingsError
from mailreg.notices.moments import NEVER_QUIET, Quiet
from mailreg.settings import load_settings, read_values
from mailreg.settings.checker import is_loopback
from mailreg.settings.values import NAMES, SECRETS

ENOUGH = {
    "MAILREG_ADDRESS": "Anmeldung@Verein.example",
    "MAILREG_IMAP_HOST": "imap.verein.example",
    "MAILREG_IMAP_PASSWORD": "geheim-7",
    "MAILREG_SMTP_HOST": "smtp.verein.example",
}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No `.env` of somebody else."""
    monkeypatch.chdir(tmp_path)


def test_four_settings_are_enough(tmp_path: Path) -> None:
    settings = load_settings(ENOUGH)
    assert settings.address == "anmeldung@verein.example"
    assert (settings.imap.port, settings.imap.security, settings.imap.user) == (993, "tls", "anmeldung@verein.example")
    assert (settings.smtp.port, settings.smtp.security) == (587, "starttls")
    assert settings.smtp.password == "geheim-7"
    assert (settings.mode, settings.timezone, settings.language) == ("approve", "Europe/Berlin", "de")
    assert settings.folders == ("INBOX",)
    assert settings.data_dir == tmp_path / "data"
    assert settings.database_url == f"sqlite:///{tmp_path}/data/mailreg.sqlite3"
    assert settings.own_addresses == {"anmeldung@verein.example"}


def test_nothing_at_all_names_the_next_step() -> None:
    with pytest.raises(SettingsError, match="mailreg init"):
        load_settings({"PATH": "/bin"})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"MAILREG_ADDRESS": ""}, "MAILREG_ADDRESS fehlt"),
        ({"MAILREG_ADDRESS": "verein"}, "keine E-Mail-Adresse"),
        ({"MAILREG_ADDRESS": "a@b@c"}, "keine E-Mail-Adresse"),
        ({"MAILREG_ORGANISERS": "a@b.example, fritz"}, "fritz"),
        ({"MAILREG_IMAP_PASSWORD": ""}, "MAILREG_IMAP_PASSWORD_FILE"),
        ({"MAILREG_IMAP_PORT": "0"}, "1 bis 65535"),
        ({"MAILREG_IMAP_PORT": "٩٩٣"}, "1 bis 65535"),
        ({"MAILREG_SMTP_PORT": "587.0"}, "1 bis 65535"),
        ({"MAILREG_IMAP_SECURITY": "ssl"}, "tls, starttls, none"),
        ({"MAILREG_IMAP_SECURITY": "none"}, "nur auf diesem Rechner"),
        ({"MAILREG_SMTP_SECURITY": "none"}, "nur auf diesem Rechner"),
        ({"MAILREG_MODE": "auto"}, "observe, approve, automatic"),
        ({"MAILREG_POLL_SECONDS": "4"}, "5 bis 86400"),
        ({"MAILREG_DATABASE_URL": "mysql://desk:geheim-7@host/db"}, "postgresql://"),
        ({"MAILREG_DIGEST_TIME": "7 Uhr"}, "Uhrzeit"),
        ({"MAILREG_REMINDERS": "7d, morgen"}, "morgen"),
        ({"MAILREG_REMINDERS": "0d"}, "7d"),
        ({"MAILREG_QUIET_HOURS": "nachts"}, "20:00-08:00"),
        ({"MAILREG_QUIET_HOURS": "20:00"}, "20:00-08:00"),
        ({"MAILREG_QUIET_HOURS": "08:00-07:30"}, "keine Stunde"),
        ({"MAILREG_TIMEZONE": "Berlin"}, "Europe/Berlin"),
        ({"MAILREG_TIMEZONE": "../etc/passwd"}, "Zeitzone"),
        ({"MAILREG_SECRET": "kurz"}, "mindestens 16"),
        ({"MAILREG_TEMPLATES": "missing"}, "missing"),
        ({"MAILREG_OAUTH": "yahoo"}, "microsoft"),
        ({"MAILREG_OAUTH": "microsoft"}, "MAILREG_OAUTH_CLIENT_ID"),
        ({"MAILREG_LOG_LEVEL": "loud"}, "debug"),
        ({"MAILREG_IMAP_PASWORD": "x"}, "MAILREG_IMAP_PASSWORD"),
        ({"MAILREG_IMAP_PASSWORD": "", "MAILREG_IMAP_PASSWORD_FILE": "missing"}, "missing"),
    ],
    ids=lambda value: ",".join(f"{k[8:]}={v}" for k, v in value.items()) if isinstance(value, dict) else None,
)
def test_what_is_wrong_is_said(changes: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsError, match=words.replace(".", r"\.")):
        load_settings(ENOUGH | changes)


@pytest.mark.parametrize(
    ("changes", "reminders", "quiet"),
    [
        ({}, ("7d", "1d"), Quiet(time(20), time(8))),
        ({"MAILREG_REMINDERS": "14d, 3h"}, ("14d", "3h"), Quiet()),
        ({"MAILREG_REMINDERS": "none", "MAILREG_QUIET_HOURS": "keine"}, (), NEVER_QUIET),
        ({"MAILREG_QUIET_HOURS": "21:30 - 07:00"}, ("7d", "1d"), Quiet(time(21, 30), time(7))),
    ],
)
def test_when_participants_are_reminded(changes: dict[str, str], reminders: tuple[str, ...], quiet: Quiet) -> None:
    settings = load_settings(ENOUGH | changes)
    assert (settings.reminders, settings.quiet) == (reminders, quiet)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(SettingsError) as error:
        load_settings(ENOUGH | {"MAILREG_MODE": "x", "MAILREG_IMAP_PORT": "x", "MAILREG_TIMEZONE": "x"})
    assert len(str(error.value).splitlines()) == 3


def test_a_foreign_name_is_nobodys_business() -> None:
    assert load_settings(ENOUGH | {"MAILREG_TEST_POSTGRES": "x", "MAILREG_HOMEPAGE_COLOUR": "blue"})


@pytest.mark.parametrize("name", [name for name in SECRETS if name != "MAILREG_DATABASE_URL"])
def test_each_secret_may_lie_in_a_file(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("Kürbis & Möhre # 7 \n", encoding="utf-8")
    oauth = {"MAILREG_OAUTH": "google", "MAILREG_OAUTH_CLIENT_ID": "1"} if "OAUTH" in name else {}
    values = {k: v for k, v in (ENOUGH | oauth).items() if k != name} | {f"{name}_FILE": str(tmp_path / "secret")}
    settings = load_settings(values)
    found = {
        "MAILREG_IMAP_PASSWORD": settings.imap.password,
        "MAILREG_SMTP_PASSWORD": settings.smtp.password,
        "MAILREG_SECRET": settings.secret.decode(),
        "MAILREG_OAUTH_CLIENT_SECRET": settings.oauth.client_secret if settings.oauth else None,
    }
    # Only the line's end is not part of it.
    assert found[name] == "Kürbis & Möhre # 7 "


def test_the_address_of_the_database_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://desk:geheim@host/mailreg\n", encoding="utf-8")
    settings = load_settings(ENOUGH | {"MAILREG_DATABASE_URL_FILE": str(tmp_path / "url")})
    assert settings.database_url == "postgresql://desk:geheim@host/mailreg"


def test_a_secret_file_of_the_environment_goes_before_the_env_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("MAILREG_IMAP_PASSWORD=alt\n", encoding="utf-8")
    (tmp_path / "secret").write_text("neu\n", encoding="utf-8")
    environ = {k: v for k, v in ENOUGH.items() if k != "MAILREG_IMAP_PASSWORD"}
    environ["MAILREG_IMAP_PASSWORD_FILE"] = str(tmp_path / "secret")
    assert load_settings(environ).imap.password == "neu"


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("MAILREG_NAME=Datei\nMAILREG_MODE=observe\nHTTP_PROXY=x\n")
    values = read_values({"MAILREG_NAME": "Umgebung", "PATH": "/bin"})
    assert values == {"MAILREG_NAME": "Umgebung", "MAILREG_MODE": "observe"}


def test_an_empty_value_is_none_at_all(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("MAILREG_NAME=Datei\nMAILREG_MODE=\n")
    assert read_values({"MAILREG_NAME": " "}) == {"MAILREG_NAME": "Datei"}


def test_a_named_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="missing"):
        load_settings({"MAILREG_ENV_FILE": str(tmp_path / "missing")})


def test_a_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("MAILREG_NAME=Verein\n", encoding="utf-8-sig")
    assert read_values({}) == {"MAILREG_NAME": "Verein"}


def test_no_secret_is_shown_by_accident() -> None:
    url = "postgresql://mailreg:geheim-8@db.example/mailreg"
    settings = load_settings(ENOUGH | {"MAILREG_SECRET": "geheim-9-geheim-9", "MAILREG_DATABASE_URL": url})
    assert "geheim" not in repr(settings)


def test_oauth_takes_no_password() -> None:
    settings = load_settings(ENOUGH | {"MAILREG_OAUTH": "microsoft", "MAILREG_OAUTH_CLIENT_ID": "1"})
    assert settings.oauth is not None
    assert (settings.imap.password, settings.smtp.password) == (None, None)


def test_a_relay_on_this_machine_is_not_given_the_mailboxs_password() -> None:
    local = {"MAILREG_SMTP_HOST": "localhost", "MAILREG_SMTP_SECURITY": "none"}
    assert load_settings(ENOUGH | local).smtp.password is None
    assert load_settings(ENOUGH | local | {"MAILREG_SMTP_USER": "verein"}).smtp.password == "geheim-7"


def test_the_logins_are_own_addresses_too() -> None:
    settings = load_settings(ENOUGH | {"MAILREG_IMAP_USER": "Claudia@verein.example", "MAILREG_SMTP_USER": "m012345"})
    assert settings.own_addresses == {"anmeldung@verein.example", "claudia@verein.example"}


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True), ("LOCALHOST", True), ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True),
        ("[::1]", True), ("localhost.verein.example", False), ("10.0.0.1", False), ("127.0.0.1.example", False),
        ("", False),
    ],
)  # fmt: skip
def test_which_hosts_are_this_machine(host: str, local: bool) -> None:
    assert is_loopback(host) is local


def test_every_secret_is_a_setting() -> None:
    assert set(SECRETS) <= set(NAMES)


def test_the_digest_daily_by_default_and_with_a_line_on_empty_days() -> None:
    plain = load_settings(ENOUGH)
    assert (plain.digest, plain.digest_empty, plain.digest_language) == ("daily", True, None)
    other = load_settings(
        ENOUGH | {"MAILREG_DIGEST": "weekly", "MAILREG_DIGEST_EMPTY": "nothing", "MAILREG_DIGEST_LANGUAGE": "fa"}
    )
    assert (other.digest, other.digest_empty, other.digest_language) == ("weekly", False, "fa")
    with pytest.raises(SettingsError, match="MAILREG_DIGEST: „hourly“ gibt es nicht; möglich sind daily, weekly, news"):
        load_settings(ENOUGH | {"MAILREG_DIGEST": "hourly"})
