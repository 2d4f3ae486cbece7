"""The embedded engine: APScheduler as the clock, one IDLE watcher a folder, and one thread that works.

The scheduler is only a clock: every tick, and every sign of life from IDLE, sets one event; a single thread then does
a round, so that rounds never overlap. What is due is decided by the database.
"""

from __future__ import annotations

import contextlib
import logging
import os
import random
import signal
import threading
from datetime import UTC, datetime
from types import FrameType

from mailreg.app import Connection, build_mailbox, build_sender, worker_is_dead
from mailreg.flow.office import Office
from mailreg.flow.outbound import release_dead
from mailreg.flow.round import Round, work
from mailreg.model.errors import LoginRefused, OperationError, place_of
from mailreg.settings.values import Settings
from mailreg.worker.status import write_status

log = logging.getLogger(__name__)
GRACE = 3.0  # seconds for the step in hand to end after SIGTERM; then its connection is cut
LAST = 1.2  # seconds more; then the process ends: every step is safe against a kill
BACK_OFF = (1.0, 5.0, 15.0, 60.0, 120.0, 300.0)  # seconds between tries to reach a broken server
IDLE_SLICE = 25 * 60.0  # seconds; RFC 2177 wants IDLE renewed within 29 minutes


def run(settings: Settings, office: Office) -> int:
    """Work until SIGTERM or SIGINT. The exit code."""
    return Worker(settings, office).run()


class Worker:
    """The threads and what they share: `wake` (there may be something to do) and `stop`."""

    def __init__(self, settings: Settings, office: Office) -> None:
        self.settings = settings
        self.office = office
        self.wake = threading.Event()
        self.stop = threading.Event()
        self.connection = Connection(settings)
        self.sender = build_sender(settings)
        self.failures = 0

    def run(self) -> int:
        from apscheduler.schedulers.background import BackgroundScheduler

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        scheduler = BackgroundScheduler(timezone=UTC)
        scheduler.add_job(
            self.wake.set, "interval", seconds=self.settings.poll_seconds, coalesce=True, misfire_grace_time=None
        )
        scheduler.start()
        worker = threading.Thread(target=self._work, name="worker", daemon=True)
        watchers = [
            threading.Thread(target=self._watch, args=(folder,), name=f"idle-{number}", daemon=True)
            for number, folder in enumerate(self.office.folders)
        ]
        self.wake.set()
        worker.start()
        for watcher in watchers:
            watcher.start()
        log.info("watching %d folder(s), mode %s", len(watchers), self.office.mode)
        self.stop.wait()
        scheduler.shutdown(wait=False)
        worker.join(GRACE)
        if worker.is_alive():
            self.connection.cut()
            self.sender.cut()
            worker.join(LAST)
        if worker.is_alive():
            log.warning("stopped in the middle of a step; it is caught up at the next start")
            os._exit(0)
        self.office.store.dispose()
        log.info("stopped")
        return 0

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stop.set()
        self.wake.set()

    def _work(self) -> None:
        from mailreg.flow.helper import warm_up  # here: a single round may need no reading at all

        warm_up()  # before the first mail comes, so that its writer waits no longer than the others
        while True:
            self.wake.wait()
            if self.stop.is_set():
                break
            self.wake.clear()
            self._round()
        self.connection.close()
        with contextlib.suppress(OperationError):
            self.sender.close()

    def _round(self) -> None:
        now = datetime.now(UTC)
        problems: tuple[str, ...]
        try:
            release_dead(self.office, worker_is_dead, now)
            done = work(self.office, self.connection.open, self.sender, now, self.stop.is_set)
            problems = tuple(str(p) for p in done.problems)
        except OperationError as error:  # the database
            done, problems = Round(), (str(error),)
        except Exception as error:
            log.error("a round failed: %s", place_of(error))
            done, problems = Round(), ("Unerwarteter Fehler; Näheres steht im Protokoll.",)
        if problems:
            self.connection.close()
            self.failures += 1
            log.error("%s", problems[0])
            self._wake_later(BACK_OFF[min(self.failures, len(BACK_OFF)) - 1])
        else:
            self.failures = 0
        write_status(self.settings.data_dir, now, problems, done)

    def _wake_later(self, seconds: float) -> None:
        timer = threading.Timer(min(seconds, self.settings.poll_seconds) * random.uniform(0.8, 1.2), self.wake.set)
        timer.daemon = True
        timer.start()

    def _watch(self, folder: str) -> None:
        """Wait in IDLE for something to happen in one folder, for good. A broken connection is opened again with
        growing pauses, and the folder is looked at after each break, since something may have come meanwhile."""
        failures = 0
        while not self.stop.is_set():
            try:
                mailbox = build_mailbox(self.settings)
                try:
                    mailbox.examine(folder)
                    self.wake.set()
                    while not self.stop.is_set():
                        if mailbox.wait(folder, IDLE_SLICE, self.stop):
                            self.wake.set()
                        failures = 0
                finally:
                    with contextlib.suppress(OperationError, OSError):
                        mailbox.close()
            except OperationError as error:
                failures += 1
                pause = BACK_OFF[-1] if isinstance(error, LoginRefused) else BACK_OFF[min(failures, len(BACK_OFF)) - 1]
                log.warning("IDLE: %s; next try in about %.0f s", type(error).__name__, pause)
                self.stop.wait(pause * random.uniform(0.8, 1.2))
            except Exception as error:
                log.error("the watcher of a folder failed: %s", place_of(error))
                self.stop.wait(BACK_OFF[-1])
