"""A whole round without a password: one token for the inbox, the outgoing mail and its copy in the Sent folder."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.desk import REGISTRATION, Desk, letter
from tests.intake.test_oauth import Provider, serve
from tests.servers.dovecot import USER, Dovecot, asks_for_tokens, running
from tests.servers.smtp import SmtpServer, smtp

__all__ = ["smtp"]
pytestmark = [pytest.mark.dovecot, pytest.mark.e2e]


@pytest.fixture
def provider() -> Iterator[Provider]:
    """Tells the mail server whose a token is."""
    found = Provider(access_tokens={"good-token"})
    server = serve(found, None)
    found.plain_url = f"http://127.0.0.1:{server.server_port}"
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def dovecot(provider: Provider, tmp_path: Path) -> Iterator[Dovecot]:
    """Lets in whoever has a good token."""
    with running(extra=asks_for_tokens(provider.plain_url, tmp_path)) as server:
        yield server


def test_a_whole_round(dovecot: Dovecot, smtp: SmtpServer, tmp_path: Path) -> None:
    smtp.tokens[USER] = "good-token"
    desk = Desk(dovecot, smtp, tmp_path)
    desk.changes |= {
        "MAILREG_OAUTH": "google",
        "MAILREG_OAUTH_CLIENT_ID": "app",
        "MAILREG_SMTP_USER": USER,
        # No password is asked for, and this one would be refused.
        "MAILREG_IMAP_PASSWORD": "wrong",
    }
    kept = tmp_path / "data" / "oauth.json"
    kept.parent.mkdir()
    kept.write_text(json.dumps({"access_token": "good-token", "expires_at": time.time() + 3600}))
    desk.mailreg("event", "import", str(desk.events_file), "--yes")
    desk.once()
    desk.deliver(letter(REGISTRATION))
    before = dovecot.snapshot("INBOX")
    desk.once()
    assert [r["status"] for r in desk.registrations()] == ["confirmed"]
    assert [a.recipient for a in smtp.accepted] == ["amira@msov.example"]
    assert len(dovecot.contents("Sent")) == 1
    assert dovecot.snapshot("INBOX") == before

    # A login that is dead is told in words of its own; the mail waits, and is answered after the next login.
    kept.write_text("{}")
    desk.deliver(letter(REGISTRATION.replace("Amira Haddad", "Lina Berg"), "Lina Berg <lina@verein.example>"))
    desk.once(code=1)
    assert "Melden Sie sich mit 'mailreg init' neu an." in desk.errors
    assert len(smtp.accepted) == 1
    kept.write_text(json.dumps({"access_token": "good-token", "expires_at": time.time() + 3600}))
    desk.once()
    assert [a.recipient for a in smtp.accepted] == ["amira@msov.example", "lina@verein.example"]
