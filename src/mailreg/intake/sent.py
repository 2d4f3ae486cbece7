"""The Sent folder: which one it is, and what it holds. Searching is by header and on ASCII only; SEARCH finds
substrings (RFC 9051, 6.4.4), so what it finds is compared exactly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses

from imap_tools.errors import UnexpectedCommandStatusError
from imap_tools.folder import FolderInfo

from mailreg.intake.access import Box
from mailreg.intake.wire import fetched
from mailreg.model.ports import SentReply

IDS_AT_ONCE = 20  # Message-IDs in one SEARCH
RECIPIENTS = ("To", "Cc", "Bcc")
HITS_AT_ONCE = 500  # headers in one FETCH

# Where the server names no special use: what mail programs and providers call it, in the order of likelihood.
USUAL_NAMES = (
    "sent",
    "sent items",
    "sent messages",
    "sent mail",
    "gesendet",
    "gesendete objekte",
    "gesendete elemente",
    "gesendete nachrichten",
    "gesendete e-mails",
    "versendet",
    "postausgang gesendet",
)

_ID = re.compile(r"<[^<>\s]+>")


def listing(box: Box) -> list[FolderInfo]:
    """All folders. Servers that tell special uses only on request are asked for them (RFC 6154, 5.2)."""
    folders = box.folder.list()
    if not any("\\sent" in map(str.lower, f.flags) for f in folders) and "SPECIAL-USE" in box.client.capabilities:
        folders = _with_special_use(box, folders)
    return folders


def _with_special_use(box: Box, folders: list[FolderInfo]) -> list[FolderInfo]:
    # imap-tools' list() has no selection options; its search_args go through as they are when given as bytes.
    try:
        special = box.folder.list(search_args=b'"*" RETURN (SPECIAL-USE)')  # type: ignore[arg-type]
    except (UnexpectedCommandStatusError, box.client.error):
        return folders
    return special or folders


def find(folders: Sequence[FolderInfo]) -> str | None:
    """The Sent folder among these: by its attribute \\Sent, else by its usual names, else None."""
    there = usable(folders)
    for folder in there:
        if "\\sent" in map(str.lower, folder.flags):
            return folder.name
    names: dict[str, str] = {}
    for folder in there:
        names.setdefault(_last(folder).casefold(), folder.name)
    return next((names[name] for name in USUAL_NAMES if name in names), None)


def usable(folders: Sequence[FolderInfo]) -> list[FolderInfo]:
    """Those that can hold mails (RFC 9051, 7.3.1)."""
    return [f for f in folders if {"\\noselect", "\\nonexistent"}.isdisjoint(map(str.lower, f.flags))]


def missing(folder: str, setting: str | None, found: str | None) -> str:
    """What is wrong and what to do where this Sent folder is not there. `found`: the one that seems to be it."""
    waits = "Solange mailreg nicht sieht, was von Hand beantwortet ist, bleiben neue Mails und Antworten liegen."
    look = "'mailreg check' zeigt die vorhandenen Ordner."
    if setting is None:
        return (
            f"Den Ordner „{folder}“ mit den gesendeten Mails gibt es im Postfach nicht mehr. {waits} Legen Sie ihn "
            f"wieder an oder nennen Sie in MAILREG_IMAP_SENT_FOLDER den, der jetzt dafür da ist; {look}"
        )
    right = f"„{found}“" if found else "den richtigen"
    return (
        f"Den Ordner „{folder}“ für gesendete Mails gibt es im Postfach nicht. {waits} Nennen Sie in "
        f"MAILREG_IMAP_SENT_FOLDER {right} oder legen Sie „{folder}“ an; {look}"
    )


def _last(folder: FolderInfo) -> str:
    """The name below INBOX or [Gmail]: "INBOX.Sent" → "Sent". Deeper folders are somebody's own order."""
    head, found, tail = folder.name.partition(folder.delim) if folder.delim else ("", "", "")
    return tail if found and head.casefold() in {"inbox", "[gmail]", "[google mail]"} else folder.name


def searchable(message_id: str) -> bool:
    """Can a server be asked for it? (Only printable ASCII, of a sane length.)"""
    text = message_id.strip()
    return 2 < len(text) <= 500 and text.isascii() and text.isprintable()


def message_id(content: bytes) -> str | None:
    """The Message-ID of finished bytes."""
    value = BytesHeaderParser(policy=compat32).parsebytes(content).get("Message-ID")
    return str(value).strip() if value else None


def search(box: Box, header: str, ids: Sequence[str]) -> set[str]:
    """Those of the ids that stand in this header of some mail of the selected folder."""
    wanted = {message_id.strip() for message_id in ids}
    return {one for text in _headers(box, header, wanted, header) for one in _ids(text) & wanted}


def replies(box: Box, ids: Sequence[str]) -> list[SentReply]:
    """The mails of the selected folder that answer one of these."""
    wanted = {message_id.strip() for message_id in ids}
    found = []
    for text in _headers(box, "In-Reply-To", wanted, "In-Reply-To", "Message-ID", *RECIPIENTS):
        headers = BytesHeaderParser(policy=compat32).parsebytes(text)
        to = getaddresses([str(value) for name in RECIPIENTS for value in headers.get_all(name, [])])
        own = next(iter(_ID.findall(str(headers.get("Message-ID", "")))), "")
        recipients = frozenset(address.lower() for _, address in to if address)
        answered = set(_ID.findall(str(headers.get("In-Reply-To", "")))) & wanted
        found += [SentReply(one, own, recipients) for one in sorted(answered)]
    return found


def _headers(box: Box, header: str, wanted: set[str], *fields: str) -> Iterator[bytes]:
    """These fields of each mail that has one of the wanted ids in this header."""
    ordered = sorted(wanted)
    hits: set[str] = set()
    for start in range(0, len(ordered), IDS_AT_ONCE):
        hits.update(box.uids(_criteria(header, ordered[start : start + IDS_AT_ONCE]), charset=None))
    names = " ".join(fields).upper()
    for uids in _chunks(sorted(hits, key=int)):
        _, data = box.client.uid("FETCH", ",".join(uids), f"(UID BODY.PEEK[HEADER.FIELDS ({names})])")
        for values in fetched(data or []).values():
            yield from (v for name, v in values.items() if name.startswith("BODY[") and isinstance(v, bytes))


def _ids(header: bytes) -> set[str]:
    unfolded = header.decode("ascii", "replace").partition(":")[2].strip()
    return set(_ID.findall(unfolded)) | {unfolded}


def _criteria(header: str, ids: Sequence[str]) -> bytes:
    """OR HEADER … (OR HEADER … HEADER …), as flat as the grammar allows (RFC 9051, 6.4.4)."""
    keys = ['HEADER {} "{}"'.format(header, one.replace("\\", "\\\\").replace('"', '\\"')) for one in ids]
    return ("OR " * (len(keys) - 1) + " ".join(keys)).encode("ascii")


def _chunks(items: Sequence[str]) -> Iterator[Iterable[str]]:
    for start in range(0, len(items), HITS_AT_ONCE):
        yield items[start : start + HITS_AT_ONCE]
