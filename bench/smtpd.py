"""An SMTP server as a process of its own, so that it takes no time from the one that is measured: it takes every mail,
counts what it got, and keeps nothing. Prints its port; after a line on its standard input, what it counted."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter

from aiosmtpd.smtp import SMTP, Envelope, Session


class Counting:
    def __init__(self) -> None:
        self.connections = 0
        self.recipients: Counter[str] = Counter()
        self.bytes = 0

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [responses[0], "250-PIPELINING", *responses[1:]]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.recipients.update(envelope.rcpt_tos)
        self.bytes += len(envelope.original_content or b"")
        return "250 2.0.0 OK"


async def main() -> None:
    handler = Counting()

    def session() -> SMTP:
        handler.connections += 1
        return SMTP(handler, hostname="mail.verein.example", data_size_limit=60 * 1024 * 1024, enable_SMTPUTF8=True)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(session, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)
    counted = {
        "mails": handler.recipients.total(),
        "doubled": sum(times > 1 for times in handler.recipients.values()),
        "connections": handler.connections,
        "bytes": handler.bytes,
    }
    print(json.dumps(counted), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
