"""The IMAP connection: imaplib with its own read buffer, and what a FETCH answer says as plain values.

imaplib's file objects hide bytes that have already arrived: a poll of the socket then waits for news that lie in the
buffer (seen with IDLE's "+ idling" and "* 3 EXISTS" in one packet). So this client reads from the socket itself.
"""

from __future__ import annotations

import imaplib
import re
import select
import socket
import ssl
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

# A server may announce 2,000,000 UIDs in one line; imaplib's own limit of 1 MB is for 100,000.
MAX_LINE = 20 * 1024 * 1024
CHUNK = 256 * 1024

Item = bytes | list["Item"] | None  # one value of a FETCH answer: string or atom, list, NIL


class _Buffered(imaplib.IMAP4):
    """imaplib over a buffer of our own."""

    _held: bytearray
    _start: int

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        self._held = bytearray()
        self._start = 0
        super().open(host, port, timeout)
        # imaplib writes the end of a command after its literal: it must not wait for the receipt of that.
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def starttls(self, ssl_context: ssl.SSLContext | None = None) -> tuple[Literal["OK"], list[None]]:
        result = super().starttls(ssl_context)
        if self.buffered:
            # Text that came before the handshake was not protected by it (CVE-2011-0411).
            raise self.abort("unencrypted data before TLS")
        return result

    @property
    def buffered(self) -> int:
        """Bytes that have arrived and have not been read."""
        return len(self._held) - self._start

    def _take(self, count: int) -> bytes:
        end = self._start + count
        taken = bytes(memoryview(self._held)[self._start : end])
        self._start = end
        if self._start >= len(self._held):
            self._held = bytearray()
            self._start = 0
        return taken

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes, fewer only at the end of the connection."""
        head = self._take(min(size, self.buffered))
        if len(head) == size:
            return head
        whole = bytearray(size)
        whole[: len(head)] = head
        filled = len(head)
        view = memoryview(whole)
        while filled < size:
            got = self.sock.recv_into(view[filled:], min(size - filled, CHUNK))
            if not got:
                return bytes(view[:filled])
            filled += got
        return bytes(whole)

    def readline(self) -> bytes:
        """One line with its end; b"" or an unfinished line at the end of the connection."""
        looked = self._start
        while True:
            end = self._held.find(b"\n", looked)
            if end >= 0:
                return self._take(end + 1 - self._start)
            if self.buffered > MAX_LINE:
                raise self.error("line too long")
            if self._start:
                del self._held[: self._start]
                self._start = 0
            looked = len(self._held)
            more = self.sock.recv(CHUNK)
            if not more:
                return self._take(self.buffered)
            self._held += more

    def ready(self, seconds: float) -> bool:
        """Has anything arrived, or does it within `seconds`? (The end of the connection counts.)"""
        if self.buffered or (isinstance(self.sock, ssl.SSLSocket) and self.sock.pending()):
            return True
        poller = select.poll()
        poller.register(self.sock, select.POLLIN)
        return bool(poller.poll(max(0.0, seconds) * 1000))


class Plain(_Buffered):
    """Without encryption, or before STARTTLS."""


class Tls(imaplib.IMAP4_SSL, _Buffered):
    """Encrypted from the first byte."""

    def read(self, size: int) -> bytes:
        return _Buffered.read(self, size)

    def readline(self) -> bytes:
        return _Buffered.readline(self)

    def open(self, host: str = "", port: int | None = 993, timeout: float | None = None) -> None:
        _Buffered.open(self, host, port or 993, timeout)


_LITERAL = re.compile(rb"~?\{\d+\+?\}$")
_SPACE = b" \t\r\n"
_PLAIN_ATOM = re.compile(rb'[^\s()"\[\]]+')
# Nearly all there is: a bracket, a string with nothing escaped in it, a word without brackets or with empty ones.
_PLAIN = re.compile(rb'[ \t\r\n]*+(?:([()])|"([^"\\]*)"|([^\s()"\[\]]++(?:\[\])?+)(?=[ \t\r\n()"]|\Z))')
_BRACKET, _STRING = 1, 2
_ORIGIN = re.compile(r"<\d+>$")
_END_OF_ATOM = b' \t\r\n()"'


def _tokens(fragments: Sequence[bytes | tuple[bytes, bytes]]) -> Iterable[tuple[str, bytes]]:
    """("(", ")", "atom", "string") of one answer; a literal is a string (RFC 9051, 4.3)."""
    for fragment in fragments:
        text, literal = fragment if isinstance(fragment, tuple) else (fragment, None)
        if literal is not None:
            text = _LITERAL.sub(b"", text)
        at = 0
        while at < len(text):
            if match := _PLAIN.match(text, at):
                at, value = match.end(), match[match.lastindex or 0]
                if match.lastindex == _BRACKET:
                    yield value.decode(), value
                else:
                    yield ("string" if match.lastindex == _STRING else "atom"), value
                continue
            char = text[at : at + 1]
            if char == b'"':
                string = bytearray()
                at += 1
                while at < len(text) and text[at : at + 1] != b'"':
                    at += text[at : at + 1] == b"\\"
                    string += text[at : at + 1]
                    at += 1
                at += 1
                yield "string", bytes(string)
            elif char in _SPACE:
                at += 1
            else:
                match = _PLAIN_ATOM.match(text, at)
                end, depth = match.end() if match else at, 0
                # BODY[HEADER.FIELDS (MESSAGE-ID)] is one word, blanks and brackets included.
                while end < len(text) and (depth or text[end : end + 1] not in _END_OF_ATOM):
                    depth += (text[end : end + 1] == b"[") - (text[end : end + 1] == b"]")
                    end += 1
                yield "atom", text[at:end]
                at = end
        if literal is not None:
            yield "string", literal


def _tree(fragments: Sequence[bytes | tuple[bytes, bytes]]) -> list[Item]:
    """An answer as nested lists. Unbalanced brackets are closed at the end."""
    root: list[Item] = []
    open_lists = [root]
    for kind, value in _tokens(fragments):
        if kind == "(":
            inner: list[Item] = []
            open_lists[-1].append(inner)
            open_lists.append(inner)
        elif kind == ")":
            if len(open_lists) > 1:
                open_lists.pop()
        else:
            open_lists[-1].append(None if kind == "atom" and value.upper() == b"NIL" else value)
    return root


def fetched(data: Iterable[bytes | tuple[bytes, bytes] | None]) -> dict[int, dict[str, Item]]:
    """imaplib's FETCH data as UID → name → value; names in upper case, such as "BODY[1.MIME]".

    Answers without a UID are left out: they are another client's flag changes. Answers for one UID are merged.
    """
    result: dict[int, dict[str, Item]] = {}
    fragments: list[bytes | tuple[bytes, bytes]] = []
    for piece in data:
        if piece is None:
            continue
        fragments.append(piece)
        if isinstance(piece, tuple):
            continue  # a literal; the answer goes on in the next piece
        items = next((item for item in _tree(fragments) if isinstance(item, list)), [])
        fragments = []
        names = items[0::2]
        found = {
            _ORIGIN.sub("", name.decode("ascii", "replace").upper()): value
            for name, value in zip(names, items[1::2], strict=False)
            if isinstance(name, bytes)
        }
        uid = found.get("UID")
        if isinstance(uid, bytes) and uid.isdigit():
            result.setdefault(int(uid), {}).update(found)
    return result


_MONTHS = {m: i for i, m in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_INTERNALDATE = re.compile(rb"\s*(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")


def internaldate(value: Item) -> datetime | None:
    """INTERNALDATE (RFC 9051, 2.3.3) as an aware UTC time; None where it is none."""
    match = _INTERNALDATE.match(value) if isinstance(value, bytes) else None
    if match is None or (month := _MONTHS.get(match[2].lower())) is None:
        return None
    offset = timedelta(hours=int(match[8]), minutes=int(match[9])) * (-1 if match[7] == b"-" else 1)
    try:
        moment = datetime(
            int(match[3]),
            month,
            int(match[1]),
            int(match[4]),
            int(match[5]),
            min(int(match[6]), 59),
            tzinfo=timezone(offset),
        )
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
