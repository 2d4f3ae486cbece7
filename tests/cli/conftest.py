"""The commands as a person runs them: as a process, on real servers on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.shell import Shell
from tests.e2e.desk import Desk
from tests.servers.dovecot import Dovecot, dovecot
from tests.servers.smtp import SmtpServer, smtp

__all__ = ["desk", "dovecot", "shell", "smtp"]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """An empty working folder and no settings at all."""
    return Shell(tmp_path)


@pytest.fixture
def desk(dovecot: Dovecot, smtp: SmtpServer, tmp_path: Path) -> Iterator[Desk]:
    """A desk in the mode "approve" with both events, which has looked at its empty mailbox once."""
    made = Desk(dovecot, smtp, tmp_path, mode="approve")
    made.mailreg("event", "import", str(made.events_file), "--yes")
    made.once()
    yield made
    made.stop()
