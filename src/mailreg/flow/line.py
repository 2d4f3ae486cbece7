"""Messages between two processes of one host. Each lies in a piece of memory of its own, and only its handle goes
through the line: so nobody waits until the other side takes in what it is sent, however many megabytes it has.

Linux only (`POSSIBLE`).
"""

from __future__ import annotations

import copyreg
import os
import pickle
import select
import socket
from collections.abc import Callable
from dataclasses import fields
from io import BytesIO
from operator import attrgetter
from typing import Any, Self

from mailreg.model import mail, reading

POSSIBLE = hasattr(os, "memfd_create")


class Line:
    """One end. It has ended (EOFError) where nobody holds the other one."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    @classmethod
    def pair(cls) -> tuple[Self, Self]:
        one, other = socket.socketpair()
        return cls(one), cls(other)

    @classmethod
    def of(cls, number: int) -> Self:
        """The end that this process was started with."""
        return cls(socket.socket(fileno=number))

    def fileno(self) -> int:
        return self._end.fileno()

    def has_come(self) -> bool:
        """Is there a message to receive, or has the line ended?"""
        return bool(select.select([self._end], [], [], 0)[0])

    def close(self) -> None:
        self._end.close()

    def send(self, message: object) -> None:
        handle = os.memfd_create("message")
        try:
            with open(handle, "wb", closefd=False) as file:
                file.write(_packed(message))
            socket.send_fds(self._end, [b"."], [handle])
        finally:
            os.close(handle)

    def recv(self) -> Any:
        byte, handles, _, _ = socket.recv_fds(self._end, 1, 1)
        if not byte or not handles:
            raise EOFError
        try:
            packed = os.pread(handles[0], os.fstat(handles[0]).st_size, 0)
            return pickle.loads(packed)  # noqa: S301 - from a process that this program has started
        finally:
            os.close(handles[0])


def _by_fields(kind: type) -> Callable[[Any], tuple[type, tuple[object, ...]]]:
    """How a dataclass is packed: as a call of itself. Much quicker than its own way, which looks its fields up for
    each value."""
    names = [field.name for field in fields(kind)]
    values = attrgetter(*names)
    return (lambda value: (kind, values(value))) if len(names) > 1 else (lambda value: (kind, (values(value),)))


class _Pickler(pickle.Pickler):
    dispatch_table = copyreg.dispatch_table | {
        kind: _by_fields(kind)
        for kind in (
            mail.Address, mail.Segment, mail.Machine, mail.Authentication, mail.Attachment, mail.Letter,
            reading.Found, reading.Doubt, reading.Person, reading.Need, reading.Remark, reading.Rival,
            reading.Reading,
        )
    }  # fmt: skip


def _packed(message: object) -> memoryview:
    buffer = BytesIO()
    _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump(message)
    return buffer.getbuffer()
