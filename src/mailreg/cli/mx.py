"""Which hosts take a domain's mail (MX, RFC 1035): they tell at which provider an own domain lies.

A question to the system's name server over UDP, once, for `mailreg init` only. No answer is no error: the likely
servers are tried then. A forged answer can only lead to a provider of our own table, over TLS.
"""

from __future__ import annotations

import secrets
import socket
import struct
from contextlib import suppress
from pathlib import Path

MX = 15  # RFC 1035, 3.2.2
TIMEOUT = 3.0  # seconds for each name server


def mx_hosts(domain: str, servers: tuple[tuple[str, int], ...] | None = None) -> tuple[str, ...]:
    """The MX hosts in the order of preference; () where nothing can be learnt. `servers`: (address, port)."""
    try:
        name = domain.rstrip(".").encode("idna")
    except UnicodeError:
        return ()
    if not name or len(name) > 253:
        return ()
    for server in name_servers() if servers is None else servers:
        with suppress(OSError, ValueError, IndexError, struct.error, UnicodeError):
            return _ask(name, server)
    return ()


def name_servers(path: Path = Path("/etc/resolv.conf")) -> tuple[tuple[str, int], ...]:
    """What resolv.conf(5) names."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    words = (line.split() for line in lines)
    return tuple((w[1], 53) for w in words if len(w) >= 2 and w[0] == "nameserver")[:3]


def _ask(name: bytes, server: tuple[str, int]) -> tuple[str, ...]:
    number = secrets.randbelow(1 << 16)
    labels = b"".join(bytes([len(label)]) + label for label in name.split(b".")) + b"\0"
    question = struct.pack(">6H", number, 0x0100, 1, 0, 0, 0) + labels + struct.pack(">2H", MX, 1)
    family = socket.AF_INET6 if ":" in server[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as line:
        line.settimeout(TIMEOUT)
        line.connect(server)
        line.send(question)
        answer = line.recv(4096)
    return _hosts(answer, number)


def _hosts(answer: bytes, number: int) -> tuple[str, ...]:
    """The MX records of an answer (RFC 1035, 4.1). Raises ValueError or IndexError for anything else."""
    got, flags, questions, answers = struct.unpack_from(">4H", answer)
    if got != number or not flags & 0x8000:
        raise ValueError("not our answer")
    if flags & 0xF:
        return ()  # no such domain, or the server refuses
    at = 12
    for _ in range(questions):
        at = _name(answer, at)[1] + 4
    found: list[tuple[int, str]] = []
    for _ in range(answers):
        at = _name(answer, at)[1]
        kind, _class, _ttl, length = struct.unpack_from(">2HIH", answer, at)
        at += 10
        if kind == MX:
            (preference,) = struct.unpack_from(">H", answer, at)
            found.append((preference, _name(answer, at + 2)[0]))
        at += length
    return tuple(host for _, host in sorted(found) if host)


def _name(answer: bytes, at: int) -> tuple[str, int]:
    """A domain name and the offset behind it; compressed ones point back (RFC 1035, 4.1.4)."""
    labels: list[str] = []
    end = None
    for _ in range(128):  # pointers in a circle end here
        length = answer[at]
        if length >= 0xC0:
            end = end or at + 2
            at = (length & 0x3F) << 8 | answer[at + 1]
        elif length == 0:
            return ".".join(labels), end or at + 1
        else:
            labels.append(answer[at + 1 : at + 1 + length].decode("ascii"))
            at += 1 + length
    raise ValueError("a name without end")
