"""The whole program on real servers: a Dovecot, an SMTP server, and mailreg as a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.desk import Desk
from tests.servers.dovecot import Dovecot, dovecot
from tests.servers.smtp import SmtpServer, smtp

__all__ = ["desk", "dovecot", "smtp"]


@pytest.fixture
def desk(dovecot: Dovecot, smtp: SmtpServer, tmp_path: Path) -> Iterator[Desk]:
    """A desk in automatic mode with both events, which has looked at its empty mailbox once."""
    made = Desk(dovecot, smtp, tmp_path)
    made.mailreg("event", "import", str(made.events_file), "--yes")
    made.once()
    yield made
    made.stop()
