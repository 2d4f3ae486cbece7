"""`mailreg run`: answers at once through IDLE, survives its servers, stops when told."""

from __future__ import annotations

import signal
import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.e2e.desk import Desk, letter
from tests.servers.relay import running as relay

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


def stops_in_time(process: subprocess.Popen[str]) -> None:
    begin = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert time.monotonic() - begin < 5


@pytest.mark.parametrize("passed", [0, 200], ids=["before the answer", "within a mail"])
def test_sigterm_while_the_server_stalls_in_fetch(passed: int, desk: Desk) -> None:
    """The connection is cut, and what it did not bring is fetched at the next start."""
    living(desk)
    desk.dovecot.deliver(mail(0))
    desk.dovecot.deliver(mail(1))
    before = desk.dovecot.snapshot("INBOX")
    with relay(desk.dovecot.port) as line:
        line.stall_at, line.stall_after = b"BODY.PEEK[", passed
        desk.changes["MAILREG_IMAP_PORT"] = str(line.port)
        process = desk.start("run")
        wait_for(line.stalled.is_set)
        assert process.poll() is None
        stops_in_time(process)
    del desk.changes["MAILREG_IMAP_PORT"]
    assert desk.smtp.accepted == []
    assert desk.dovecot.snapshot("INBOX") == before
    desk.mailreg("once")
    assert sorted(a.recipient for a in desk.smtp.accepted) == ["amira0@msov.example", "amira1@msov.example"]
    assert [r["status"] for r in desk.registrations()] == ["confirmed"] * 2
    assert desk.dovecot.snapshot("INBOX") == before


def test_sigterm_in_the_middle_of_sending(desk: Desk) -> None:
    """The step in hand ends, or is caught up at the next start; either way within five seconds and without doubles."""
    living(desk)
    desk.smtp.delay = 30
    process = desk.start("run")
    desk.dovecot.deliver(mail(0))
    wait_for(lambda: desk.smtp.connections > 0)
    time.sleep(0.5)
    stops_in_time(process)
    desk.smtp.behave()
    desk.mailreg("once", "--now", (datetime.now(UTC) + timedelta(minutes=10)).isoformat())
    # Sent now, or, if it may have gone out before, shown to a person; never twice and never forgotten.
    (answer,) = desk.outbox()
    assert (answer["state"], len(desk.smtp.accepted)) in {("sent", 1), ("held", 0)}, answer
    assert len(desk.registrations()) == 1


def test_health_tells_whether_it_runs(desk: Desk) -> None:
    living(desk)
    assert "in Ordnung" in desk.mailreg("health")
    desk.changes["MAILREG_DATA_DIR"] = str(desk.folder / "nowhere")
    desk.mailreg("health", code=1)
    assert "noch nicht gelaufen" in desk.errors
