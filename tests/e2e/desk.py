"""A registration desk under test: its settings, its commands, what its participants got."""

from __future__ import annotations

import email
import email.policy
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.servers.dovecot import Dovecot
from tests.servers.forks import FORKS
from tests.servers.smtp import SmtpServer

CORPUS = Path(__file__).parent.parent / "corpus"
BERLIN = ZoneInfo("Europe/Berlin")
ADDRESS = "stoye@agjf-sachsen.de"
NOW = datetime(2022, 10, 5, 12, 0, tzinfo=BERLIN)


@dataclass
class Desk:
    dovecot: Dovecot
    smtp: SmtpServer
    folder: Path
    mode: str = "automatic"
    now: datetime = NOW
    changes: dict[str, str] = field(default_factory=dict)
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def events_file(self) -> Path:
        return CORPUS / "events.toml"

    @property
    def environment(self) -> dict[str, str]:
        mine = {
            "MAILREG_ADDRESS": ADDRESS,
            "MAILREG_NAME": "Claudia Stoye",
            "MAILREG_IMAP_HOST": self.dovecot.host,
            "MAILREG_IMAP_PORT": str(self.dovecot.port),
            "MAILREG_IMAP_SECURITY": "none",
            "MAILREG_IMAP_USER": self.dovecot.user,
            "MAILREG_IMAP_PASSWORD": self.dovecot.password,
            "MAILREG_SMTP_HOST": self.smtp.host,
            "MAILREG_SMTP_PORT": str(self.smtp.port),
            "MAILREG_SMTP_SECURITY": "none",
            "MAILREG_DATA_DIR": str(self.folder / "data"),
            "MAILREG_MODE": self.mode,
            "MAILREG_ORGANISERS": "leitung@agjf-sachsen.example",
            "MAILREG_SECRET": "a secret for these tests only",
            **self.changes,
        }
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("MAILREG_")}
        return inherited | mine

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """mailreg as a process; stopped with the desk."""
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "mailreg", *arguments],
            env=self.environment, cwd=self.folder, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        self.running.append(process)
        return process

    def mailreg(self, *arguments: str, code: int = 0) -> str:
        """Run a command to its end; its standard output. Another exit code than `code` is a failure."""
        done = FORKS.run(list(arguments), self.environment, self.folder)
        self.errors = done.err
        assert done.code == code, f"{arguments}: exit code {done.code}\n{done.out}\n{done.err}"
        assert "Traceback" not in done.err, done.err
        return done.out

    def once(self, code: int = 0) -> str:
        return self.mailreg("once", "--now", self.now.isoformat(), code=code)

    def stop(self) -> None:
        for process in self.running:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait(10)
            for pipe in (process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()

    def deliver(self, raw: bytes, at: datetime | None = None) -> int:
        return self.dovecot.deliver(raw, at or self.now)

    def registrations(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.mailreg("registrations", "--json").splitlines()]

    def outbox(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.mailreg("outbox", "list", "--all", "--json").splitlines()]

    def answers(self, recipient: str | None = None) -> list[EmailMessage]:
        """What the SMTP server took, for everybody or one address."""
        return [
            email.message_from_bytes(a.content, policy=email.policy.default)  # type: ignore[misc]
            for a in self.smtp.accepted
            if recipient in {None, a.recipient}
        ]


def letter(
    text: str, sender: str = "Amira Haddad <amira@msov.example>", subject: str = "Anmeldung", **headers: str
) -> bytes:
    """A plain mail to the desk."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = ADDRESS
    message["Subject"] = subject
    message["Date"] = "Wed, 05 Oct 2022 11:00:00 +0200"
    message["Message-ID"] = f"<{abs(hash((text, sender))):x}@test.example>"
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes(policy=email.policy.SMTP)


REGISTRATION = (
    "Guten Tag,\n\nhiermit melde ich mich für das Netzwerktreffen am 11. Oktober in Bischofswerda an.\n"
    "Ich brauche Sprachmittlung auf Arabisch.\n\nMit freundlichen Grüßen\nAmira Haddad\n"
)
