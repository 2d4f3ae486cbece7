"""A real Dovecot 2.3 as a subprocess on free loopback ports, for one test each (it is up in some 30 ms)."""

from __future__ import annotations

import contextlib
import getpass
import grp
import imaplib
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from imap_tools.imap_utf7 import utf7_decode, utf7_encode

from mailreg.intake.access import ImapAccess
from tests.servers import require

USER = "anmeldung@verein.example"
PASSWORD = "Kürbis & Möhre 7"
BINARY = shutil.which("dovecot") or ("/usr/sbin/dovecot" if Path("/usr/sbin/dovecot").exists() else None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Dovecot:
    """`port`: plain and STARTTLS; `tls_port`: TLS from the first byte, with a certificate for localhost and
    127.0.0.1 that `ca_file` signs (set SSL_CERT_FILE to trust it)."""

    root: Path
    port: int = field(default_factory=free_port)
    tls_port: int = field(default_factory=free_port)
    extra: str = ""  # more configuration, e.g. for OAuth
    tls: bool = False
    sent: str = "Sent"  # the Sent folder's name; "": there is none
    host: str = "127.0.0.1"
    user: str = USER
    password: str = PASSWORD
    _process: subprocess.Popen[bytes] | None = None
    _users: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        as_root = os.geteuid() == 0
        owner = pwd.getpwnam("nobody") if as_root else pwd.getpwuid(os.geteuid())
        self.uid, self.gid = owner.pw_uid, owner.pw_gid
        self.mail = self.root / "mail"
        self.mail.mkdir(parents=True)
        # The mail processes run as the owner and must be able to walk down to their folders.
        self.root.chmod(0o755)
        self._own(self.mail)
        self.users_file = self.root / "users"
        self._users = {self.user: self.password}
        if self.tls:
            self._certificates()
        self.write()

    @property
    def ca_file(self) -> Path:
        return self.root / "ca.pem"

    def _own(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)

    def _certificates(self) -> None:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
             "-keyout", str(self.root / "key.pem"), "-out", str(self.ca_file)],
            check=True, capture_output=True,
        )  # fmt: skip

    def write(self) -> None:
        """Write users and configuration."""
        lines = [
            f"{user}:{{PLAIN}}{password}:{self.uid}:{self.gid}::{self.mail / user}"
            for user, password in self._users.items()
        ]
        self.users_file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        me = getpass.getuser() if os.geteuid() else None
        group = grp.getgrgid(os.getegid()).gr_name
        unprivileged = (
            ""
            if me is None
            else (
                f"default_internal_user = {me}\ndefault_internal_group = {group}\ndefault_login_user = {me}\n"
                "service anvil {\n chroot =\n}\nservice imap-login {\n chroot =\n}\nservice stats {\n chroot =\n}\n"
            )
        )
        ssl = (
            f"ssl = yes\nssl_cert = <{self.ca_file}\nssl_key = <{self.root / 'key.pem'}\n" if self.tls else "ssl = no\n"
        )
        sent = f"  mailbox {self.sent} {{\n    auto = create\n    special_use = \\Sent\n  }}\n" if self.sent else ""
        run = Path(tempfile.mkdtemp(prefix="dc", dir="/tmp")) if len(str(self.root)) > 60 else self.root / "run"
        self._short = run if run.parent != self.root else None
        (self.root / "dovecot.conf").write_text(
            f"""
base_dir = {run}
state_dir = {self.root / "state"}
log_path = {self.root / "dovecot.log"}
protocols = imap
listen = 127.0.0.1
disable_plaintext_auth = no
auth_mechanisms = plain login
first_valid_uid = 1
first_valid_gid = 0
mail_location = maildir:~
mail_max_userip_connections = 100
maildir_very_dirty_syncs = no
{ssl}{unprivileged}
service imap-login {{
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = {self.tls_port if self.tls else 0}
  }}
}}
passdb {{
  driver = passwd-file
  args = username_format=%u {self.users_file}
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {self.users_file}
}}
namespace inbox {{
  inbox = yes
  separator = /
{sent}}}
{self.extra}
""",
            encoding="utf-8",
        )

    def start(self) -> None:
        """Start, on the same port and mail folder as before."""
        require(BINARY, "dovecot-imapd is not installed (apt-get install dovecot-imapd)")
        assert BINARY is not None
        log = (self.root / "out.log").open("ab")
        self._process = subprocess.Popen(
            [BINARY, "-F", "-c", str(self.root / "dovecot.conf")], stdout=log, stderr=log, start_new_session=True
        )
        log.close()
        for _ in range(500):
            if self._process.poll() is not None:
                raise RuntimeError(f"dovecot did not start: {self.log()}")
            with contextlib.suppress(OSError), socket.create_connection((self.host, self.port), 1) as probe:
                probe.settimeout(5)
                if probe.recv(4).startswith(b"* OK"):
                    return
            time.sleep(0.01)
        raise RuntimeError(f"dovecot does not answer: {self.log()}")

    def stop(self) -> None:
        """Stop it and wait; connections break."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(10)
            self._process = None

    def remove(self) -> None:
        self.stop()
        if self._short is not None:
            shutil.rmtree(self._short, ignore_errors=True)

    def log(self) -> str:
        return "".join(
            p.read_text(errors="replace") for p in (self.root / "out.log", self.root / "dovecot.log") if p.exists()
        )

    def access(self, **changes: object) -> ImapAccess:
        values: dict[str, object] = {
            "host": self.host, "port": self.port, "security": "none", "user": self.user, "password": self.password,
        }  # fmt: skip
        return ImapAccess(**{**values, **changes})  # type: ignore[arg-type]

    @contextlib.contextmanager
    def client(self) -> Iterator[imaplib.IMAP4]:
        """A second connection: another mail program of the same person."""
        client = imaplib.IMAP4(self.host, self.port, 20)
        client.authenticate("PLAIN", lambda _: f"\0{self.user}\0{self.password}".encode())
        try:
            yield client
        finally:
            with contextlib.suppress(OSError, imaplib.IMAP4.error):
                client.logout()

    def deliver(
        self, raw: bytes, internaldate: datetime | None = None, folder: str = "INBOX", flags: str | None = None
    ) -> int:
        """Put a mail into a folder (created if missing); gives its UID."""
        return self.deliver_all([(raw, internaldate)], folder, flags)[0]

    def deliver_all(
        self, mails: list[tuple[bytes, datetime | None]], folder: str = "INBOX", flags: str | None = None
    ) -> list[int]:
        """The same for many mails over one connection."""
        uids = []
        with self.client() as client:
            if folder != "INBOX":
                client.create(quoted(folder))
            for raw, moment in mails:
                status, answer = client.append(
                    quoted(folder), flags, imaplib.Time2Internaldate(moment or datetime.now(UTC)), raw
                )
                assert status == "OK", answer
                match = re.search(rb"APPENDUID \d+ (\d+)", answer[0])
                assert match is not None
                uids.append(int(match[1]))
        return uids

    def snapshot(self, folder: str | None = None) -> dict[str, dict[int, tuple[str, ...]]]:
        """Every folder (or one) as UID → sorted flags; looking changes nothing (\\Recent is left out)."""
        result: dict[str, dict[int, tuple[str, ...]]] = {}
        with self.client() as client:
            names = [quoted(folder)] if folder else _selectable(client)
            for name in names:
                client.select(name, readonly=True)
                status, data = client.uid("FETCH", "1:*", "(UID FLAGS)")
                assert status == "OK", data
                mails = {}
                for line in data:
                    if isinstance(line, bytes) and (uid := re.search(rb"UID (\d+)", line)):
                        found = re.search(rb"FLAGS \(([^)]*)\)", line)
                        assert found is not None
                        mails[int(uid[1])] = tuple(sorted(f for f in found[1].decode().split() if f != "\\Recent"))
                result[utf7_decode(name.strip('"').encode())] = mails
        return result

    def contents(self, folder: str) -> list[bytes]:
        """The mails of a folder, byte for byte, in the order of their UIDs."""
        with self.client() as client:
            client.select(quoted(folder), readonly=True)
            _, data = client.uid("FETCH", "1:*", "(BODY.PEEK[])")
            return [piece[1] for piece in data if isinstance(piece, tuple)]

    def expunge(self, *uids: int, folder: str = "INBOX") -> None:
        with self.client() as client:
            client.select(quoted(folder))
            client.uid("STORE", ",".join(map(str, uids)), "+FLAGS", "(\\Deleted)")
            client.expunge()

    def maildir(self, folder: str = "INBOX") -> Path:
        home = self.mail / self.user
        return home if folder == "INBOX" else home / ("." + utf7_encode(folder).decode().replace("/", "."))

    def fill(self, count: int, raw: bytes = b"From: a@example.org\r\nSubject: x\r\n\r\nx\r\n") -> None:
        """Many mails at once, written straight into INBOX's Maildir; the server numbers them when it looks."""
        with self.client():
            pass  # lets the server make the Maildir
        for name in ("cur", "new", "tmp"):
            (self.maildir() / name).mkdir(parents=True, exist_ok=True)
            self._own(self.maildir() / name)
        self._own(self.maildir())
        for number in range(count):
            path = self.maildir() / "cur" / f"1660000000.M{number:07}P1.test,S={len(raw)}:2,"
            path.write_bytes(raw)
            self._own(path)

    def change_uidvalidity(self, folder: str = "INBOX") -> None:
        """As after a restored backup: the same mails, other UIDs. The server is restarted."""
        self.stop()
        where = self.maildir(folder)
        listing = where / "dovecot-uidlist"
        head, *_ = listing.read_text().split("\n", 1)
        match = re.search(r"V(\d+)", head)
        assert match is not None
        listing.write_text(f"3 V{int(match[1]) + 1000} N1\n")
        self._own(listing)
        for index in where.glob("dovecot.index*"):
            index.unlink()
        self.start()


def _selectable(client: imaplib.IMAP4) -> list[str]:
    """The names of all folders that hold mails, quoted and encoded as the server gives them."""
    lines = [line for line in client.list()[1] if isinstance(line, bytes) and b"\\Noselect" not in line]
    return ['"' + line.rsplit(b' "/" ', 1)[1].decode().strip('"') + '"' for line in lines]


def quoted(folder: str) -> str:
    return '"' + utf7_encode(folder).decode() + '"'


@contextlib.contextmanager
def running(**options: object) -> Iterator[Dovecot]:
    """A Dovecot in a folder of its own, gone afterwards."""
    require(BINARY, "dovecot-imapd is not installed (apt-get install dovecot-imapd)")
    root = Path(tempfile.mkdtemp(prefix="dovecot-"))
    server = Dovecot(root, **options)  # type: ignore[arg-type]
    try:
        server.start()
        yield server
    finally:
        server.remove()
        shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    with running() as server:
        yield server


@pytest.fixture
def dovecot_tls(monkeypatch: pytest.MonkeyPatch) -> Iterator[Dovecot]:
    """With TLS, and its certificate trusted."""
    require(shutil.which("openssl"), "openssl is not installed")
    with running(tls=True) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.ca_file))
        yield server


def asks_for_tokens(url: str, folder: Path) -> str:
    """Further settings with which whoever has a good token is let in; `url` tells whose it is (RFC 7662)."""
    settings = folder / "dovecot-oauth2.conf.ext"
    settings.write_text(
        f"introspection_url = {url}/introspect\nintrospection_mode = post\nforce_introspection = yes\n"
        "active_attribute = active\nactive_value = true\nusername_attribute = email\n"
    )
    folder.chmod(0o755)
    return (
        "auth_mechanisms = plain login xoauth2\n"
        f"passdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  args = {settings}\n}}\n"
    )
