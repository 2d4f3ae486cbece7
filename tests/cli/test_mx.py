"""Asking for a domain's MX hosts: answers as they come over the wire, and every broken one."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mailreg.cli import mx

Answer = Callable[[bytes], bytes]


@contextmanager
def name_server(answer: Answer) -> Iterator[tuple[str, int]]:
    """A name server on a loopback port for one question."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        line.settimeout(10)

        def serve() -> None:
            question, sender = line.recvfrom(4096)
            line.sendto(answer(question), sender)

        thread = threading.Thread(target=serve)
        thread.start()
        yield line.getsockname()
        thread.join(10)


def reply(*records: tuple[int, bytes], flags: int = 0x8180) -> Answer:
    """The question with these MX records; the names may point back to offset 12, the question's name."""

    def answer(question: bytes) -> bytes:
        found = b""
        for preference, name in records:
            data = struct.pack(">H", preference) + name
            found += b"\xc0\x0c" + struct.pack(">2HIH", mx.MX, 1, 300, len(data)) + data
        return question[:2] + struct.pack(">5H", flags, 1, len(records), 0, 0) + question[12:] + found

    return answer


def ask(answer: Answer, domain: str = "verein.example") -> tuple[str, ...]:
    with name_server(answer) as server:
        return mx.mx_hosts(domain, (server,))


def test_the_hosts_come_in_the_order_of_preference() -> None:
    assert ask(reply((20, b"\x04mx01\x0ckundenserver\x02de\0"), (10, b"\x04mail\xc0\x0c"))) == (
        "mail.verein.example",
        "mx01.kundenserver.de",
    )


def test_the_question_is_well_formed() -> None:
    seen = []

    def answer(question: bytes) -> bytes:
        seen.append(question)
        return reply()(question)

    assert ask(answer, "möhre.example") == ()
    assert seen[0][12:] == b"\x0cxn--mhre-5qa\x07example\0" + struct.pack(">2H", 15, 1)


@pytest.mark.parametrize(
    "answer",
    [
        reply(flags=0x8183),
        reply((10, b"\x04mail\xc0\x0c"), flags=0x0180),
        lambda question: b"\0\0" + reply((10, b"\x04mail\xc0\x0c"))(question)[2:] if question[:2] != b"\0\0" else b"",
        lambda question: reply((10, b"\x04mail\xc0\x0c"))(question)[:-3],
        reply((10, b"\xc0\x2e")),
        lambda _question: b"",
        lambda _question: b"x" * 500,
        reply((0, b"\0")),
    ],
    ids=["no such domain", "a question", "not ours", "cut", "a circle", "empty", "rubbish", "takes no mail"],
)
def test_what_is_no_answer_gives_no_hosts(answer: Answer) -> None:
    assert ask(answer) == ()


@pytest.mark.parametrize("domain", ["", ".", "x" * 64 + ".example", "a..b", "a" * 300, "\ud800"])
def test_what_is_no_domain(domain: str) -> None:
    assert mx.mx_hosts(domain, (("127.0.0.1", 9),)) == ()


def test_nobody_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mx, "TIMEOUT", 0.2)
    assert mx.mx_hosts("verein.example", ()) == ()
    assert mx.mx_hosts("verein.example", (("127.0.0.1", 9),)) == ()


def test_resolv_conf(tmp_path: Path) -> None:
    file = tmp_path / "resolv.conf"
    file.write_text("# x\nsearch a\nnameserver 192.0.2.1\nnameserver\nnameserver 2001:db8::1\noptions ndots:1\n")
    assert mx.name_servers(file) == (("192.0.2.1", 53), ("2001:db8::1", 53))
    assert mx.name_servers(file / "missing") == ()
