"""Waiting for news in a folder: IDLE (RFC 2177), or asking now and then where the server can't."""

from __future__ import annotations

import imaplib
import re
import threading
import time

from mailreg.intake.access import Box
from mailreg.model.ports import FolderState

SLICE = 0.5  # seconds after which `stop` is looked at
RENEW = 25 * 60  # seconds; servers may cut an IDLE of 29 minutes
ASK_EVERY = 15.0  # seconds between two questions to a server without IDLE

_NEWS = re.compile(rb"\* \d+ (?:EXISTS|RECENT|EXPUNGE)\b|\* VANISHED\b", re.I)


def wait(box: Box, state: FolderState, seconds: float, stop: threading.Event | None) -> bool:
    """True as soon as mail came or went in the selected folder, False when `seconds` are over or `stop` is set.

    Raises imaplib.IMAP4.abort or OSError when the connection ends in whatever way."""
    end = time.monotonic() + seconds
    able = "IDLE" in box.client.capabilities
    while (left := end - time.monotonic()) > 0 and not _stopped(stop):
        if _idle(box, min(left, RENEW), stop) if able else _ask(box, state, min(left, ASK_EVERY), stop):
            return True
    return False


def _stopped(stop: threading.Event | None) -> bool:
    return stop is not None and stop.is_set()


def _idle(box: Box, seconds: float, stop: threading.Event | None) -> bool:
    client = box.client
    end = time.monotonic() + seconds
    tag: bytes = client._command("IDLE")
    # What the server says before its "+" is kept by imaplib as untagged answers.
    client.untagged_responses.pop("EXISTS", None)
    while client._get_response() is not None:
        if client.tagged_commands[tag]:
            raise imaplib.IMAP4.abort("IDLE refused")
    news = bool(client.untagged_responses.get("EXISTS"))
    ended = False
    while not news and not ended and not _stopped(stop) and (left := end - time.monotonic()) > 0:
        if not client.ready(min(left, SLICE)):
            continue
        line = client.readline()
        if not line.endswith(b"\n"):
            raise imaplib.IMAP4.abort("connection closed during IDLE")
        if line[:6].upper() == b"* BYE ":
            raise imaplib.IMAP4.abort("server said BYE during IDLE")
        news = bool(_NEWS.match(line))
        if line.startswith(tag):
            # The server ended the IDLE by itself; the loop above begins a new one.
            client.tagged_commands.pop(tag, None)
            return False
    client.send(b"DONE\r\n")
    box.consume_until_tagged_response(tag)
    return news


def _ask(box: Box, state: FolderState, seconds: float, stop: threading.Event | None) -> bool:
    """For servers without IDLE: a while of nothing, then NOOP, which brings the news along (RFC 9051, 6.1.2)."""
    if stop is None:
        time.sleep(seconds)
    else:
        stop.wait(seconds)
    if _stopped(stop):
        return False
    box.client.noop()
    news = {name: box.client.response(name)[1] for name in ("EXISTS", "EXPUNGE")}
    exists = [int(value) for value in news["EXISTS"] if isinstance(value, bytes) and value.isdigit()]
    return any(value is not None for value in news["EXPUNGE"]) or any(count != state.exists for count in exists)
