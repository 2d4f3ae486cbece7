"""The embedded engine: APScheduler as the clock, one IDLE watcher a folder, and one thread that works.

The scheduler is only a clock: every tick, and every sign of life from IDLE, sets one event; a single thread then does
a round, so that rounds never overlap. What is due is decided by the database.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import random
import signal
import threading
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from mailreg.app import Connection, build_mailbox, build_sender, worker_is_dead
from mailreg.flow.office import Office
from mailreg.flow.outbound import release_dead
from mailreg.flow.round import Round, work
from mailreg.model.errors import LoginRefused, OperationError, place_of
from mailreg.settings.values import Settings

log = logging.getLogger(__name__)
GRACE = 3.0  # seconds for the step in hand to end after SIGTERM; then its connection is cut
LAST = 1.2  # seconds more; then the process ends: every step is safe against a kill
BACK_OFF = (1.0, 5.0, 15.0, 60.0, 120.0, 300.0)  # seconds between tries to reach a broken server
IDLE_SLICE = 25 * 60.0  # seconds; RFC 2177 wants IDLE renewed within 29 minutes
STATUS_FILE = "status.json"


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


def _length(seconds: float) -> str:
    """A stretch of time in the largest unit that fits."""
    for size, one, more in (
        (86400, "einen Tag", "Tage"),
        (3600, "eine Stunde", "Stunden"),
        (60, "eine Minute", "Minuten"),
    ):
        number = int(seconds // size)
        if number:
            return one if number == 1 else f"{number} {more}"
    return f"{int(seconds)} Sekunden"


def write_status(data_dir: Path, now: datetime, problems: tuple[str, ...], done: Round) -> None:
    """The status file: read by `mailreg health`. Written whole or not at all; no personal data."""
    status = {
        "pid": os.getpid(),
        "time": now.isoformat(),
        "ok": not problems,
        "problems": list(problems),
        "fetched": done.fetched,
        "judged": len(done.judged),
        "sent": done.sent.sent,
    }
    path = data_dir / STATUS_FILE
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        part.write_text(json.dumps(status, ensure_ascii=False) + "\n", encoding="utf-8")
        part.replace(path)
    except OSError as error:
        log.error("the status file could not be written: %s", error.strerror)


def health(data_dir: Path, poll_seconds: int, now: datetime) -> tuple[bool, str]:
    """Does the worker live, and was its last round good? With one plain German line."""
    path = data_dir / STATUS_FILE
    try:
        status = json.loads(path.read_text(encoding="utf-8"))
        moment = datetime.fromisoformat(status["time"])
    except FileNotFoundError:
        return False, "mailreg ist hier noch nicht gelaufen."
    except (OSError, ValueError, KeyError):
        return False, f"Die Statusdatei {path} ist nicht lesbar."
    age = (now - moment).total_seconds()
    if age > 3 * poll_seconds + 60:
        return False, f"Der letzte Durchgang ist {_length(age)} her: mailreg läuft wohl nicht."
    if not status.get("ok"):
        return False, "; ".join(status.get("problems") or ["unbekannter Fehler"])
    return True, f"Alles in Ordnung, letzter Durchgang vor {int(age)} Sekunden."
