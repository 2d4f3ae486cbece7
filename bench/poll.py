"""An idle poll: nothing new in a small folder and in a very large one, on a connection that is kept open."""

from __future__ import annotations

import statistics
import time
from datetime import datetime

from bench.servers import NOW, Bench, imap_server, look, workspace
from bench.table import Row
from tests.servers import smtp as smtps

ROUND_TRIPS = 5
TIMES = 20


def measure(small: int, large: int) -> list[Row]:
    """Commands sent (each waits for its answer: a round trip) and milliseconds of a whole round that finds nothing."""
    (few, few_ms), (many, many_ms) = one(small), one(large)
    return [
        Row(f"round trips with {small:,} mails", str(few), f"≤ {ROUND_TRIPS}", few <= ROUND_TRIPS),
        Row(f"round trips with {large:,} mails", str(many), f"≤ {ROUND_TRIPS}, the same", many == few <= ROUND_TRIPS),
        Row(f"time with {small:,} mails", f"{few_ms:.1f} ms"),
        Row(f"time with {large:,} mails", f"{many_ms:.1f} ms"),
    ]


def one(count: int) -> tuple[int, float]:
    from mailreg.app import build_mailbox, build_office, build_sender
    from mailreg.flow.round import work
    from mailreg.model.ports import Cursor
    from mailreg.settings import load_settings

    with workspace() as folder, imap_server() as imap, smtps.running() as smtp:
        imap.fill(count)
        look(imap, "INBOX")
        bench = Bench(imap, smtp.port, "INBOX", folder / "poll").prepare()
        nothing = folder / "empty.env"
        nothing.touch()
        settings = load_settings(bench.environment, nothing)
        office, mailbox, sender = build_office(settings), build_mailbox(settings), build_sender(settings)
        now = datetime.fromisoformat(NOW)
        try:
            # All that lies there has been read already.
            state = mailbox.examine("INBOX")
            if state.exists != count or state.uidnext is None:
                raise RuntimeError(f"the server has {state.exists} of {count} mails")
            with office.store.begin() as tx:
                cursor = Cursor(state.uidvalidity, state.uidnext)
                tx.inbox.store_fetched([], office.mailbox, "INBOX", cursor, first_sight=True, now=now)
            work(office, lambda: mailbox, sender, now)
            before = mailbox.commands
            took = []
            for _ in range(TIMES):
                begin = time.perf_counter()
                done = work(office, lambda: mailbox, sender, now)
                took.append(time.perf_counter() - begin)
                if done.problems or done.fetched:
                    raise RuntimeError("the folder is not idle")
            commands, rest = divmod(mailbox.commands - before, TIMES)
            if rest:
                raise RuntimeError("not every poll is like the other")
            return commands, 1000 * statistics.median(took)
        finally:
            mailbox.close()
            sender.close()
            office.store.dispose()
