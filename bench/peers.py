"""The peers, in an environment of their own: django-mailbox and getmail6, each as its documentation sets it up."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
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


def django_mailbox(programs: Path, imap: Dovecot, folder: str, place: Path, count: int) -> float:
    """Seconds of get_new_mail() in a Django project with SQLite. It marks the mails as deleted and expunges them, so
    it has a folder of its own."""
    place.mkdir()
    uri = f"imap://{quote(imap.user, safe='')}:{quote(imap.password, safe='')}@{imap.host}:{imap.port}?folder={folder}"
    done = subprocess.run(
        [str(programs / "python"), str(HERE / "peer_django.py"), str(place), uri],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(f"django-mailbox failed: {done.stderr}")
    stored, took = done.stdout.split()
    if int(stored) != count:
        raise RuntimeError(f"django-mailbox stored {stored} of {count} mails: {done.stderr}")
    return float(took)
