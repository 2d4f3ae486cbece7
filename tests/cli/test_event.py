"""`mailreg event import|list|show|export`, as a person runs it: the real command, a data folder, no mailbox."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

import mailreg
from mailreg.model.mail import Address
from mailreg.model.registration import Participant, Registration
from mailreg.store.engine import open_store

FLYER = Path(mailreg.__file__).parent / "demo" / "invitation.txt"
EVENTS = Path(__file__).parents[1] / "corpus" / "events.toml"
GOOD = '[[event]]\nid = "a"\ntitle = "A"\nstart = 2032-10-11T15:00:00\nend = 2032-10-11T18:00:00\n'

Run = subprocess.CompletedProcess[str]
Command = Callable[..., Run]


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("MAILREG_")}
    return kept | {"MAILREG_DATA_DIR": str(folder / "data"), "PYTHONIOENCODING": "utf-8"} | more


@pytest.fixture
def event(tmp_path: Path) -> Command:
    """Runs `mailreg event …` in an empty folder."""

    def run(*arguments: object, **more: str) -> Run:
        command = [sys.executable, "-W", "error", "-m", "mailreg", "event", *map(str, arguments)]
        return subprocess.run(
            command, capture_output=True, encoding="utf-8", cwd=tmp_path, env=environment(tmp_path, **more),
            stdin=subprocess.DEVNULL, timeout=60, check=False,
        )  # fmt: skip

    return run


def listed(event: Command) -> list[dict[str, object]]:
    return [json.loads(line) for line in event("list", "--json").stdout.splitlines()]


def refused(run: Run, code: int) -> str:
    """The one line on standard error."""
    assert run.returncode == code
    assert "Traceback" not in run.stderr
    (line,) = run.stderr.splitlines()
    assert line.startswith("mailreg: ")
    return line


def at_a_terminal(folder: Path, answer: bytes, *arguments: object) -> tuple[int, str]:
    """Runs the command at a pseudo-terminal and types the answer."""
    master, slave = pty.openpty()
    try:
        os.write(master, answer)
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "mailreg", "event", *map(str, arguments)],
            stdin=slave, capture_output=True, encoding="utf-8", cwd=folder, env=environment(folder), timeout=60,
            check=False,
        )  # fmt: skip
    finally:
        os.close(slave)
        os.close(master)
    return done.returncode, done.stdout + done.stderr


def test_the_flyer_is_shown_and_saved(event: Command) -> None:
    run = event("import", FLYER, "--yes")
    assert run.returncode == 0, run.stderr
    for shown in (
        "get together", "Migrant*innenselbstorganisationen", "Dienstag, 11.10.2022, 15:00–18:00 Uhr", "Europe/Berlin",
        "Netzwerk für Kinder- und Jugendarbeit", "Lutherstraße 13, 01877 Bischofswerda", "stoye@agjf-sachsen.de",
        "Claudia Stoye, Friederike Beese", "Netzwerktreffen Bischofswerda",
    ):  # fmt: skip
        assert shown in run.stdout
    (saved,) = listed(event)
    assert (saved["id"], saved["start"], saved["end"]) == (
        "get-together-2022", "2022-10-11T15:00:00+02:00", "2022-10-11T18:00:00+02:00",
    )  # fmt: skip
    assert (saved["travel_costs"], saved["interpreting"]) == (True, True)


def test_without_a_person_nothing_is_saved(event: Command) -> None:
    assert "--yes" in refused(event("import", FLYER), 2)
    assert listed(event) == []


@pytest.mark.parametrize(
    ("answer", "code", "saved"),
    [(b"Ja\n", 0, 1), (b"\n", 1, 0), (b"\x04", 1, 0)],
    ids=["yes", "enter", "end-of-file"],
)
def test_a_person_is_asked(event: Command, tmp_path: Path, answer: bytes, code: int, saved: int) -> None:
    returned, shown = at_a_terminal(tmp_path, answer, "import", FLYER)
    assert "So übernehmen? [j/N]" in shown
    assert ("Nichts übernommen." in shown) is (saved == 0)
    assert returned == code
    assert len(listed(event)) == saved


def test_event_file_with_two_events_and_more_keys(event: Command, tmp_path: Path) -> None:
    (tmp_path / "e.toml").write_text(EVENTS.read_text("utf-8") + '\nroom = "2. OG"\nseats = 40\n', "utf-8")
    assert event("import", "e.toml", "-y").returncode == 0
    first, second = listed(event)
    assert (first["id"], second["id"], second["room"], second["seats"]) == (
        "get-together-2022",
        "fachtag-2022",
        "2. OG",
        40,
    )
    lines = event("list").stdout.splitlines()
    assert [line.split()[:3] for line in lines] == [
        ["11.10.2022", "15:00", "get-together-2022"], ["17.11.2022", "09:30", "fachtag-2022"],
    ]  # fmt: skip
    shown = event("show", "fachtag-2022").stdout
    assert "Donnerstag, 10.11.2022, 23:59 Uhr" in shown
    assert "2. OG" in shown


def test_export_and_import_change_nothing(event: Command, tmp_path: Path) -> None:
    (tmp_path / "e.toml").write_text(EVENTS.read_text("utf-8") + '\nroom = "2. OG"\n', "utf-8")
    event("import", "e.toml", "-y")
    before = listed(event)
    exported = event("export", "fachtag-2022").stdout
    assert tomllib.loads(exported)["event"][0]["room"] == "2. OG"
    (tmp_path / "again.toml").write_text(exported, "utf-8")
    assert "Es ändert sich nichts." in event("import", "again.toml").stdout
    assert listed(event) == before
    other = event("import", "again.toml", "-y", MAILREG_DATA_DIR=str(tmp_path / "other"))
    assert other.returncode == 0
    assert event("export", "fachtag-2022", MAILREG_DATA_DIR=str(tmp_path / "other")).stdout == exported


def test_a_known_event_shows_what_changes_and_keeps_its_registrations(event: Command, tmp_path: Path) -> None:
    event("import", FLYER, "-y")
    store = open_store(f"sqlite:///{tmp_path / 'data' / 'mailreg.sqlite3'}")
    people = (Participant("Amira Haddad"), Participant(None))
    with store.begin() as tx:
        tx.registrations.add(
            Registration("get-together-2022", Address("amira@msov.example"), "de", people),
            datetime(2022, 9, 1, tzinfo=UTC),
        )
    store.dispose()
    changed = event("export", "get-together-2022").stdout.replace("Lutherstraße 13", "Marktplatz 1")
    (tmp_path / "new.toml").write_text(changed.replace('"get together"', '"Get together!"'), "utf-8")
    run = event("import", "new.toml", "-y")
    assert "Titel:             get together → Get together!" in run.stdout
    assert "Lutherstraße 13, 01877 Bischofswerda → Marktplatz 1, 01877 Bischofswerda" in run.stdout
    assert "2 Plätze" in run.stdout
    assert [e["street"] for e in listed(event)] == ["Marktplatz 1"]
    assert "sequence = 1" in event("export", "get-together-2022").stdout  # RFC 5545: the place has moved
    store = open_store(f"sqlite:///{tmp_path / 'data' / 'mailreg.sqlite3'}")
    with store.begin() as tx:
        assert [r.seats for r in tx.registrations.all("get-together-2022")] == [2]
    store.dispose()


def test_the_same_name_on_another_day_can_have_its_own_id(event: Command, tmp_path: Path) -> None:
    for name, day in (("a.txt", "12. Mai"), ("b.txt", "9. Juni")):
        (tmp_path / name).write_text(
            f"Netzwerktreffen\n\n{day} 2032, 10–15 Uhr\nRathaus, Markt 1, 02625 Bautzen\n", "utf-8"
        )
    event("import", "a.txt", "-y")
    assert "--id" in event("import", "b.txt").stdout
    assert event("import", "b.txt", "-y", "--id", "netzwerktreffen-juni").returncode == 0
    assert [e["id"] for e in listed(event)] == ["netzwerktreffen-2032", "netzwerktreffen-juni"]
    assert "--id" in refused(event("import", "b.txt", "-y", "--id", "Zwei Wörter"), 2)
    assert "--id" in refused(event("import", EVENTS, "-y", "--id", "beide"), 2)


def test_what_was_guessed_is_said(event: Command, tmp_path: Path) -> None:
    (tmp_path / "f.txt").write_text("Sommerfest\n\n12. Mai ab 15 Uhr\nim Stadtpark\n", "utf-8")
    out = event("import", "f.txt", "-y").stdout
    assert "Bitte prüfen: Das Jahr steht nicht im Text" in out
    assert "Bitte prüfen: Ein Ende ist nicht genannt" in out
    assert "mailreg event export sommerfest-" in out


# One of each kind of error; tests/decode has the whole table.
BAD: dict[str, tuple[str, bytes, int, str]] = {
    "empty": ("e.txt", b"", 1, "ist leer"),
    "cut pdf": ("e.pdf", b"%PDF-1.7\n1 0 obj\n<<", 1, "kein lesbares PDF"),
    "no date": ("e.txt", b"Sommerfest im Stadtpark\n", 1, "kein Datum"),
    "no toml": ("e.toml", b"[[event]\n", 1, "Zeile 1"),
    "zone": ("e.toml", (GOOD + 'timezone = "Mars/Nord"\n').encode(), 1, "Mars/Nord"),
    "second is wrong": ("e.toml", (GOOD + '[[event]]\ntitle = "B"\n').encode(), 1, "„B“: start fehlt"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file(event: Command, tmp_path: Path, name: str) -> None:
    filename, content, code, message = BAD[name]
    (tmp_path / filename).write_bytes(content)
    assert message in refused(event("import", filename, "--yes"), code)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(("path", "message"), [(".", "ist ein Ordner"), ("nirgends.txt", "ist nicht da")])
def test_no_file(event: Command, path: str, message: str) -> None:
    assert message in refused(event("import", path, "--yes"), 2)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file(event: Command, tmp_path: Path) -> None:
    (tmp_path / "f.txt").write_text("Fest")
    (tmp_path / "f.txt").chmod(0)
    assert "nicht lesbar" in refused(event("import", "f.txt", "--yes"), 2)


def test_unknown_event(event: Command) -> None:
    event("import", FLYER, "-y")
    for command in ("show", "export"):
        assert "bekannt: get-together-2022" in refused(event(command, "fest"), 2)


def test_no_events_yet(event: Command) -> None:
    run = event("list")
    assert "mailreg event import" in run.stdout
    assert run.returncode == 0


def test_wrong_settings_are_said(event: Command) -> None:
    assert "MAILREG_TIMEZONE" in refused(event("list", MAILREG_TIMEZONE="Mars/Nord"), 2)


def test_the_time_zone_of_the_settings_counts(event: Command, tmp_path: Path) -> None:
    (tmp_path / "f.txt").write_text("Community Meeting\n\n12 May 2032, 10:00–12:00\nonline via Zoom\n", "utf-8")
    event("import", "f.txt", "-y", MAILREG_TIMEZONE="Europe/London")
    assert listed(event)[0]["start"] == "2032-05-12T10:00:00+01:00"
