"""The status file: what the last round did, for `mailreg health`. Quick to import: asked before anything is loaded."""

from __future__ import annotations

import json
import logging
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailreg.flow.round import Round

log = logging.getLogger(__name__)
STATUS_FILE = "status.json"


def is_first_round(data_dir: Path) -> bool:
    """Has no round been done here? Then all that ever lay in the inbox is about to be read."""
    return not (data_dir / STATUS_FILE).exists()


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
        "judged": done.read,
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
