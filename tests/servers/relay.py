"""A line between mailreg and a real server that can stall: what the client says still arrives, the answer does not."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Relay:
    """`stall_at`: from the client's command on that holds these bytes, a connection passes on `stall_after` bytes of
    the answer and no more; it stays open. `stalled` is set then. Change them at any time."""

    port_behind: int
    stall_at: bytes = b""
    stall_after: int = 0
    stalled: threading.Event = field(default_factory=threading.Event)
    host: str = "127.0.0.1"
    port: int = 0
    _open: list[socket.socket] = field(default_factory=list)

    def start(self) -> None:
        listener = socket.create_server((self.host, 0))
        self.port = listener.getsockname()[1]
        self._open.append(listener)
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def stop(self) -> None:
        """Stop; open connections break."""
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.create_connection((self.host, self.port_behind), 10)
                server.settimeout(None)
                self._open += [client, server]
                asked = threading.Event()
                for way in (self._up, self._down):
                    threading.Thread(target=way, args=(client, server, asked), daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket, asked: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while said := client.recv(65536):
                if self.stall_at and self.stall_at in said:
                    asked.set()
                server.sendall(said)
            server.shutdown(socket.SHUT_WR)

    def _down(self, client: socket.socket, server: socket.socket, asked: threading.Event) -> None:
        left = self.stall_after
        with contextlib.suppress(OSError):
            while said := server.recv(65536):
                if not asked.is_set():
                    client.sendall(said)
                    continue
                client.sendall(said[:left])
                left -= len(said[:left])
                if not left:
                    self.stalled.set()
            client.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def running(port_behind: int) -> Iterator[Relay]:
    relay = Relay(port_behind)
    relay.start()
    try:
        yield relay
    finally:
        relay.stop()
