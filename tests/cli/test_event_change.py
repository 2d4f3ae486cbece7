"""`event import` of a changed event, `event cancel|attach|detach`, `registrations promote`: the real commands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailreg.flow.announcements import is_pending
from mailreg.model.mail import Address
from mailreg.model.registration import Event, Participant, Registration, Status
from mailreg.store.engine import Store, open_store
from tests.cli.shell import Result, Shell

START = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)
TREFFEN = Event("treffen", "Netzwerktreffen", START, START + timedelta(hours=3), city="Bautzen", capacity=1)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A database with one event, one who has the seat and one who waits."""
    store = stored(tmp_path)
    with store.begin() as tx:
        tx.events.save(TREFFEN)
        for name, status in (("Amira Haddad", Status.CONFIRMED), ("Lena Wolf", Status.WAITING)):
            who = f"{name.split()[0].lower()}@example.org"
            since = START - timedelta(days=50) if status is Status.WAITING else None
            people = (Participant(name, who, status=status),)
            tx.registrations.add(
                Registration("treffen", Address(who), "de", people, status=status, waiting_since=since),
                START - timedelta(days=50),
            )
    store.dispose()
    settings = {
        "MAILREG_ADDRESS": "desk@verein.example", "MAILREG_IMAP_HOST": "localhost", "MAILREG_IMAP_PASSWORD": "x",
        "MAILREG_IMAP_SECURITY": "none", "MAILREG_SMTP_HOST": "localhost", "MAILREG_SMTP_SECURITY": "none",
        "MAILREG_DATA_DIR": str(tmp_path / "data"), "MAILREG_ORGANISERS": "leitung@verein.example",
    }  # fmt: skip
    return Shell(tmp_path, settings)


def stored(folder: Path) -> Store:
    (folder / "data").mkdir(exist_ok=True)
    return open_store(f"sqlite:///{folder / 'data' / 'mailreg.sqlite3'}")


def event_of(folder: Path) -> tuple[Event, bool]:
    """The event as it is stored, and whether a change of it is still to be told."""
    store = stored(folder)
    with store.begin() as tx:
        event, pending = tx.events.get("treffen"), is_pending(tx, "treffen")
    store.dispose()
    assert event is not None
    return event, pending


def elsewhere(shell: Shell) -> str:
    """An event file with another town."""
    text = shell.run("event", "export", "treffen").out
    (shell.folder / "new.toml").write_text(text.replace("Bautzen", "Löbau"), "utf-8")
    return "new.toml"


def refused(done: Result, code: int) -> str:
    assert done.code == code
    (line,) = done.err.splitlines()
    return line


@pytest.mark.parametrize(
    ("options", "pending", "words"),
    [
        (("--yes",), True, "2 Mails gehen beim nächsten Durchgang hinaus."),
        (("--yes", "--tell"), True, "2 Mails gehen"),
        (("--yes", "--quiet"), False, "Es geht keine Mail hinaus."),
    ],
)
def test_another_place_is_told_or_not(shell: Shell, options: tuple[str, ...], pending: bool, words: str) -> None:
    done = shell.run("event", "import", elsewhere(shell), *options)
    assert done.code == 0, done.err
    assert words in done.out
    event, told = event_of(shell.folder)
    assert (event.city, event.sequence, told) == ("Löbau", 1, pending)


def test_a_person_is_asked_whether_to_tell(shell: Shell) -> None:
    terminal = shell.at_terminal("event", "import", elsewhere(shell))
    terminal.answer("So übernehmen? [j/N]", "j")
    terminal.answer("Allen 2 Personen mit Anmeldung eine Mail mit der Änderung schicken? [j/N]", "n")
    assert terminal.end() == 0
    assert "Es geht keine Mail hinaus." in terminal.screen
    assert event_of(shell.folder)[1] is False


def test_tell_and_quiet_contradict(shell: Shell) -> None:
    assert "--quiet" in refused(shell.run("event", "import", elsewhere(shell), "--tell", "--quiet"), 2)


def test_more_seats_are_no_news(shell: Shell) -> None:
    text = shell.run("event", "export", "treffen").out.replace("capacity = 1", "capacity = 5")
    (shell.folder / "new.toml").write_text(text, "utf-8")
    done = shell.run("event", "import", "new.toml", "--yes")
    assert "Mail" not in done.out
    assert event_of(shell.folder)[0].capacity == 5


def test_calling_off(shell: Shell) -> None:
    assert "--yes" in refused(shell.run("event", "cancel", "treffen"), 2)
    done = shell.run("event", "cancel", "treffen", "--yes", "--reason", "Die Referentin ist krank.")
    assert "2 Personen mit Anmeldung; alle bekommen eine Mail." in done.out
    assert "Abgesagt. 2 Mails gehen beim nächsten Durchgang hinaus." in done.out
    event, pending = event_of(shell.folder)
    assert (event.cancelled, pending) == (True, True)
    assert shell.run("event", "cancel", "treffen", "--yes").out == "Sie ist schon abgesagt.\n"
    assert "abgesagt" in shell.run("status").out
    assert "bekannt: treffen" in refused(shell.run("event", "cancel", "fest", "--yes"), 2)


def test_calling_off_quietly(shell: Shell) -> None:
    done = shell.run("event", "cancel", "treffen", "--yes", "--quiet")
    assert "Es geht keine Mail hinaus." in done.out
    assert event_of(shell.folder)[1] is False


def test_files_that_go_along(shell: Shell) -> None:
    (shell.folder / "Formular Fahrtkosten.pdf").write_bytes(b"%PDF-1.7 form")
    done = shell.run("event", "attach", "treffen", "travel_costs", "Formular Fahrtkosten.pdf")
    assert done.out == "Formular Fahrtkosten.pdf liegt jetzt Antworten zu Fahrtkosten bei.\n"
    assert "Liegt bei (travel_costs): Formular Fahrtkosten.pdf" in shell.run("event", "show", "treffen").out
    store = stored(shell.folder)
    with store.begin() as tx:
        (file,) = tx.events.files("treffen", "travel_costs")
    store.dispose()
    assert (file.content_type, file.content) == ("application/pdf", b"%PDF-1.7 form")
    assert "Formular Fahrtkosten.pdf" in refused(shell.run("event", "detach", "treffen", "travel_costs", "x.pdf"), 2)
    assert shell.run("event", "detach", "treffen", "travel_costs", file.name).code == 0
    assert "Liegt bei" not in shell.run("event", "show", "treffen").out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("fest", "thanks", "a.txt"), 2, "bekannt: treffen"),
        (("treffen", "danke", "a.txt"), 2, "travel_costs und thanks"),
        (("treffen", "thanks", "b.txt"), 2, "ist nicht da"),
        (("treffen", "thanks", "leer.txt"), 1, "ist leer"),
        (("treffen", "thanks", "big.bin"), 2, "höchstens 5 MB"),
    ],
)
def test_files_that_can_not_go_along(shell: Shell, arguments: tuple[str, ...], code: int, words: str) -> None:
    (shell.folder / "a.txt").write_text("a")
    (shell.folder / "leer.txt").write_text("")
    (shell.folder / "big.bin").write_bytes(b"x" * 5_000_001)
    assert words in refused(shell.run("event", "attach", *arguments), code)


def test_moving_up_by_hand(shell: Shell) -> None:
    listed = shell.run("registrations").out
    assert "Warteliste" in listed
    assert "1 Platz, 1 auf der Warteliste" in " ".join(listed.split())
    assert "1 von 1 Plätze vergeben, 1 auf der Warteliste" in shell.run("status").out
    done = shell.run("registrations", "promote", "2")
    assert "Nachgerückt: Lena Wolf." in done.out
    assert "Damit sind 2 von 1 Plätzen vergeben." in done.out
    assert "Warteliste" not in shell.run("registrations").out
    assert "nicht auf der Warteliste" in refused(shell.run("registrations", "promote", "2"), 2)
    assert "Nr. 99" in refused(shell.run("registrations", "promote", "99"), 2)
    assert "place_free:2:v2" in shell.run("outbox", "list", "--json").out


def test_moving_up_by_hand_at_another_time(shell: Shell) -> None:
    begun = START.isoformat()
    assert "schon begonnen" in refused(shell.run("registrations", "promote", "2", "--now", begun), 2)
    assert "kein Zeitpunkt" in refused(shell.run("registrations", "promote", "2", "--now", "gestern"), 2)
    earlier = START - timedelta(minutes=1)
    assert "Nachgerückt" in shell.run("registrations", "promote", "2", "--now", earlier.isoformat()).out
    store = stored(shell.folder)
    with store.begin() as tx:
        assert tx.registrations.history(2)[-1].at == earlier
    store.dispose()
