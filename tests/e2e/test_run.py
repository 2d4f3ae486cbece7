"""`mailreg run`: answers at once through IDLE, survives its servers, stops when told."""

from __future__ import annotations

import signal
import time
from datetime import UTC, datetime

import pytest

from tests.e2e.desk import Desk, letter

pytestmark = [pytest.mark.dovecot, pytest.mark.e2e]
EVENT = """
[[event]]
id = "get-together"
title = "get together"
aliases = ["Netzwerktreffen"]
start = 2036-10-11T15:00:00
end = 2036-10-11T18:00:00
venue = "Netzwerk für Kinder- und Jugendarbeit"
street = "Lutherstraße 13"
postcode = "01877"
city = "Bischofswerda"
"""
TEXT = "Guten Tag,\n\nhiermit melde ich mich für das Netzwerktreffen am 11. Oktober an.\n\nViele Grüße\nAmira Haddad\n"


def living(desk: Desk) -> None:
    """The clock of `run` is the real one: an event in years to come, and polling too rare to matter beside IDLE."""
    file = desk.folder / "event.toml"
    file.write_text(EVENT)
    desk.changes["MAILREG_DATA_DIR"] = str(desk.folder / "living")
    desk.changes["MAILREG_POLL_SECONDS"] = "3600"
    desk.mailreg("event", "import", str(file), "--yes")
    desk.mailreg("once")


def wait_for(condition: object, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():  # type: ignore[operator]
            return
        time.sleep(0.05)
    pytest.fail("it did not happen in time")


def mail(number: int = 0) -> bytes:
    return letter(
        TEXT.replace("Amira", f"Amira{'abcdefgh'[number]}"),
        f"amira{number}@msov.example",
        Date=datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000"),
    )


def test_idle_answers_at_once_and_survives_a_restart_of_the_server(desk: Desk) -> None:
    living(desk)
    process = desk.start("run")
    status = desk.folder / "living" / "status.json"
    first = status.stat().st_mtime_ns
    wait_for(lambda: status.stat().st_mtime_ns != first)
    desk.dovecot.deliver(mail(0))
    wait_for(lambda: len(desk.smtp.accepted) == 1)
    desk.dovecot.stop()
    time.sleep(0.5)
    desk.dovecot.start()
    desk.dovecot.deliver(mail(1))
    wait_for(lambda: len(desk.smtp.accepted) == 2, 60)
    assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    assert process.wait(5) == 0


def test_sigterm_in_the_middle_of_sending(desk: Desk) -> None:
    """The step in hand ends, or is caught up at the next start; either way within five seconds and without doubles."""
    living(desk)
    desk.smtp.delay = 30
    process = desk.start("run")
    desk.dovecot.deliver(mail(0))
    wait_for(lambda: desk.smtp.connections > 0)
    time.sleep(0.5)
    begin = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.wait(10)
    assert time.monotonic() - begin < 5
    desk.smtp.behave()
    desk.mailreg("once")
    assert len(desk.smtp.accepted) <= 1
    assert len(desk.outbox()) == 1
    assert len(desk.registrations()) == 1


def test_health_tells_whether_it_runs(desk: Desk) -> None:
    living(desk)
    assert "in Ordnung" in desk.mailreg("health")
    desk.changes["MAILREG_DATA_DIR"] = str(desk.folder / "nowhere")
    desk.mailreg("health", code=1)
    assert "noch nicht gelaufen" in desk.errors
