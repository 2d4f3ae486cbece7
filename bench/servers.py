"""The servers that are measured against: a Dovecot with filled folders, and mailreg as a process beside it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.inbox import ADDRESS, CORPUS, LAST, Mail
from tests.servers.dovecot import Dovecot, running

NOW = LAST.isoformat()


def fill(dovecot: Dovecot, folders: Iterable[str], mails: Iterable[Mail]) -> None:
    """The same mails in each folder, written straight into its Maildir as a delivery agent does (LF line ends, sizes in
    the file name, INTERNALDATE in the file's time). Then each folder is looked at once, so that the server's index
    is as warm for the last one as for the first."""
    names = list(folders)
    with dovecot.client() as client:
        for name in names:
            if name != "INBOX":
                client.create(name)
    wheres = [dovecot.maildir(name) / "cur" for name in names]
    for where in wheres:
        for path in (where.parent, where, where.parent / "new", where.parent / "tmp"):
            path.mkdir(parents=True, exist_ok=True)
            own(dovecot, path)
    for number, mail in enumerate(mails):
        text = mail.raw.replace(b"\r\n", b"\n")
        stamp = int(mail.received_at.timestamp())
        crlf = len(text) + text.count(b"\n")
        name = f"{stamp}.M{number:07}P1.bench,S={len(text)},W={crlf}:2,"
        first = wheres[0] / name
        first.write_bytes(text)
        os.utime(first, (stamp, stamp))
        own(dovecot, first)
        for where in wheres[1:]:
            os.link(first, where / name)
    for name in names:
        look(dovecot, name)


def own(dovecot: Dovecot, path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(path, dovecot.uid, dovecot.gid)


def look(dovecot: Dovecot, folder: str) -> int:
    """Let the server read every mail of a folder once; their number."""
    with dovecot.client() as client:
        client.select(folder, readonly=True)
        _, data = client.uid("FETCH", "1:*", "(RFC822.SIZE INTERNALDATE)")
        return len(data)


@dataclass
class Bench:
    """mailreg's settings for one data folder, and its commands as processes."""

    imap: Dovecot
    smtp_port: int
    folder: str
    data: Path
    events: Path = CORPUS / "events.toml"
    mode: str = "automatic"

    @property
    def environment(self) -> dict[str, str]:
        # An installed program has its byte code beside it; without, every start would compile some 300 modules.
        foreign = ("MAILREG_", "PYTHONDONTWRITEBYTECODE")
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(foreign)}
        return inherited | {
            "MAILREG_ADDRESS": ADDRESS,
            "MAILREG_NAME": "Claudia Stoye",
            "MAILREG_IMAP_HOST": self.imap.host,
            "MAILREG_IMAP_PORT": str(self.imap.port),
            "MAILREG_IMAP_SECURITY": "none",
            "MAILREG_IMAP_USER": self.imap.user,
            "MAILREG_IMAP_PASSWORD": self.imap.password,
            "MAILREG_IMAP_FOLDER": self.folder,
            "MAILREG_SMTP_HOST": "127.0.0.1",
            "MAILREG_SMTP_PORT": str(self.smtp_port),
            "MAILREG_SMTP_SECURITY": "none",
            "MAILREG_DATA_DIR": str(self.data),
            "MAILREG_MODE": self.mode,
            "MAILREG_SECRET": "a secret for measuring only",
            "MAILREG_LOG_LEVEL": "warning",
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        self.data.mkdir(parents=True, exist_ok=True)
        return subprocess.Popen(
            [sys.executable, "-m", "mailreg", *arguments], env=self.environment, cwd=self.data, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def mailreg(self, *arguments: str) -> tuple[float, str]:
        """Run a command to its end; seconds from start to end, and its standard output."""
        begin = time.perf_counter()
        process = self.start(*arguments)
        out, err = process.communicate()
        took = time.perf_counter() - begin
        if process.returncode != 0:
            raise RuntimeError(f"mailreg {arguments[0]} ended with {process.returncode}: {err}")
        return took, out

    def once(self, now: str = NOW) -> tuple[float, str]:
        return self.mailreg("once", "--now", now)

    def prepare(self) -> Bench:
        """An empty database that knows the events."""
        self.mailreg("event", "import", str(self.events), "--yes")
        return self


def imap_server() -> contextlib.AbstractContextManager[Dovecot]:
    """With a password of plain letters: django-mailbox can't log in with any other."""
    return running(password="a-password-for-measuring")


@contextlib.contextmanager
def workspace() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="mailreg-bench-") as name:
        yield Path(name)
