"""The peers, in an environment of their own: django-mailbox and getmail6, each as its documentation sets it up."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from tests.servers.dovecot import Dovecot

HERE = Path(__file__).parent
LOCK = HERE / "requirements-peers.txt"
VENV = HERE / ".venv-peers"


def environment() -> Path:
    """The environment's `bin` folder; made, or made anew where the lock has changed."""
    stamp = VENV / ".stamp"
    state = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != state:
        print("Installing the peers (once) …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
        pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True, stderr=subprocess.PIPE)
        stamp.write_text(state)
    return VENV / "bin"


def getmail(programs: Path, imap: Dovecot, folder: str, place: Path, count: int) -> float:
    """Seconds of the whole process; nothing is deleted on the server."""
    for part in (place, place / "state", place / "mail", *(place / "mail" / n for n in ("cur", "new", "tmp"))):
        part.mkdir()
    (place / "state" / "getmailrc").write_text(
        f"""[retriever]
type = SimpleIMAPRetriever
server = {imap.host}
port = {imap.port}
username = {imap.user}
password = {imap.password}
mailboxes = ("{folder}",)

[destination]
type = Maildir
path = {place / "mail"}/
{"user = nobody" if os.geteuid() == 0 else ""}

[options]
delete = false
read_all = true
delivered_to = false
received = false
verbose = 0
""",
        encoding="utf-8",
    )
    if os.geteuid() == 0:
        # getmail drops its rights before it writes.
        for part in (place.parent, place, place / "mail"):
            part.chmod(0o755)
        for part in (place / "mail", *(place / "mail").iterdir()):
            os.chown(part, imap.uid, imap.gid)
    begin = time.perf_counter()
    done = subprocess.run(
        [str(programs / "getmail"), "--quiet", f"--getmaildir={place / 'state'}"],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    took = time.perf_counter() - begin
    delivered = len(list((place / "mail" / "new").iterdir()))
    if delivered != count:
        raise RuntimeError(f"getmail delivered {delivered} of {count} mails: {done.stdout}{done.stderr}")
    return took


def django_getmail(programs: Path, imap: Dovecot, folder: str, place: Path, count: int) -> float:
    """Seconds of the whole process `manage.py getmail`, in a Django project with SQLite that has been migrated before.
    It marks the mails as deleted and expunges them, so it has a folder of its own."""
    _django_project(programs, imap, folder, place)
    begin = time.perf_counter()
    _django(programs, place, "getmail")
    took = time.perf_counter() - begin
    _all_stored(place, count)
    return took


def django_alone(programs: Path, imap: Dovecot, folder: str, place: Path, count: int) -> float:
    """Seconds of its get_new_mail(), without the process around it: no start, no imports, no end."""
    _django_project(programs, imap, folder, place)
    took = float(_django(programs, place, "alone"))
    _all_stored(place, count)
    return took


def _django_project(programs: Path, imap: Dovecot, folder: str, place: Path) -> None:
    place.mkdir()
    uri = f"imap://{quote(imap.user, safe='')}:{quote(imap.password, safe='')}@{imap.host}:{imap.port}?folder={folder}"
    _django(programs, place, "prepare", uri)


def _django(programs: Path, place: Path, *what: str) -> str:
    """Run peer_django.py; what it prints."""
    done = subprocess.run(
        [str(programs / "python"), str(HERE / "peer_django.py"), str(place), *what],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(f"django-mailbox failed: {done.stderr}")
    return done.stdout


def _all_stored(place: Path, count: int) -> None:
    with closing(sqlite3.connect(place / "db.sqlite3")) as database:
        (stored,) = database.execute("SELECT count(*) FROM django_mailbox_message").fetchone()
    if stored != count:
        raise RuntimeError(f"django-mailbox stored {stored} of {count} mails")
