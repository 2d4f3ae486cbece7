"""`mailreg read`: one line a mail in the order given, without settings, database or network; and a page for people."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.shell import Shell
from tests.e2e.desk import CORPUS, REGISTRATION, letter

EVENTS = str(CORPUS / "events.toml")
LABEL = (
    "kind handling event participants headcount withdrawn travel_costs interpreting other_needs question reply_language"
).split()


@pytest.fixture
def mails(shell: Shell) -> Path:
    """A folder with a registration, a press question, an absence note, rubbish, and what is no mail."""
    folder = shell.folder / "mails"
    folder.mkdir()
    (folder / "a.eml").write_bytes(letter(REGISTRATION))
    (folder / "b.eml").write_bytes(letter("Ist das Netzwerktreffen presseöffentlich?", subject="Presseanfrage"))
    (folder / "c.eml").write_bytes(letter("Bin im Urlaub.", Auto_Submitted="auto-replied"))
    (folder / "d.eml").write_bytes(bytes(range(256)) * 20)
    (folder / "e.eml").write_bytes(b"")
    (folder / "notes.txt").write_text("not a mail")
    return folder


def lines(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_every_mail_has_its_line_with_all_fields(shell: Shell, mails: Path) -> None:
    done = shell.run("read", "--events", EVENTS, "--json", "mails")
    assert (done.code, done.err) == (0, "")
    found = lines(done.out)
    assert [one["file"] for one in found] == [f"mails/{n}.eml" for n in "abcde"]
    for one in found:
        assert set(LABEL) | {"file", "evidence", "rule"} <= set(one)
        assert one["handling"] in {"automatic", "review", "ignore"}
    first = found[0]
    assert (first["kind"], first["handling"], first["event"]) == ("register", "automatic", "get-together-2022")
    assert first["interpreting"] == ["ar"]
    evidence = first["evidence"]
    assert isinstance(evidence, dict)
    assert evidence["interpreting"]
    assert all(words in REGISTRATION for words in evidence["interpreting"])
    assert found[2]["handling"] == "ignore"
    assert [(one["handling"], one["rule"]) for one in found[3:]] == [("review", "unreadable")] * 2
    # No trace of a run: no database, no settings.
    assert sorted(p.name for p in shell.folder.iterdir()) == ["mails"]


def test_the_order_given_counts(shell: Shell, mails: Path) -> None:
    given = ["mails/c.eml", "mails/a.eml", "mails/c.eml"]
    done = shell.run("read", "--events", EVENTS, "--json", *given)
    assert [one["file"] for one in lines(done.out)] == given


def test_a_name_that_does_not_exist_costs_no_other_mail_its_line(shell: Shell, mails: Path) -> None:
    given = ["gone.eml", "mails/a.eml", "mails/missing.eml", "mails/d.eml", "mails/e.eml"]
    done = shell.run("read", "--events", EVENTS, "--json", *given)
    assert done.code == 2
    assert [one["file"] for one in lines(done.out)] == ["mails/a.eml", "mails/d.eml", "mails/e.eml"]
    assert done.err.splitlines() == ["mailreg: gone.eml gibt es nicht.", "mailreg: mails/missing.eml gibt es nicht."]
    page = shell.run("read", "--events", EVENTS, "gone.eml", "mails/a.eml")
    assert (page.code, page.err) == (2, "mailreg: gone.eml gibt es nicht.\n")
    assert "wird beantwortet" in page.out


def test_a_folder_without_mail_is_told(shell: Shell, mails: Path) -> None:
    (shell.folder / "leer").mkdir()
    done = shell.run("read", "--events", EVENTS, "--json", "leer", "mails/a.eml")
    assert (done.code, done.err) == (2, "mailreg: In leer liegt keine Mail (*.eml).\n")
    assert [one["file"] for one in lines(done.out)] == ["mails/a.eml"]


@pytest.mark.parametrize(
    ("to", "handling"),
    [
        ("undisclosed-recipients:;", "review"),
        ("Jemand Anderes <info@verein.example>", "review"),
        ("Claudia Stoye <Stoye@AGJF-Sachsen.de>", "automatic"),
        ("stoye+netzwerk@agjf-sachsen.de", "automatic"),
    ],
)
def test_who_was_written_to_counts_as_in_the_inbox(shell: Shell, to: str, handling: str) -> None:
    """Whom the event names for registrations stands in for the desk's own address."""
    (shell.folder / "x.eml").write_bytes(letter(REGISTRATION, To=to))
    (one,) = lines(shell.run("read", "--events", EVENTS, "--json", "x.eml").out)
    assert one["handling"] == handling
    # Where no event names an address, a To tells nothing.
    text = Path(EVENTS).read_text(encoding="utf-8")
    (shell.folder / "e.toml").write_text(re.sub("(?m)^registration_email.*$", "", text))
    (one,) = lines(shell.run("read", "--events", "e.toml", "--json", "x.eml").out)
    assert one["handling"] == "automatic"


def test_our_own_mail_is_known_as_ours(shell: Shell) -> None:
    (shell.folder / "x.eml").write_bytes(letter(REGISTRATION, sender="Claudia Stoye <stoye@agjf-sachsen.de>"))
    (one,) = lines(shell.run("read", "--events", EVENTS, "--json", "x.eml").out)
    assert one["handling"] != "automatic"


def test_bytes_that_cannot_be_had_still_give_a_line_for_a_person(shell: Shell, mails: Path) -> None:
    (mails / "a.eml").unlink()
    (mails / "a.eml").mkdir()  # a folder that is called like a mail
    first = lines(shell.run("read", "--events", EVENTS, "--json", "mails").out)[0]
    assert (first["file"], first["handling"], first["rule"]) == ("mails/a.eml", "review", "unreadable")


def test_settings_that_are_wrong_do_not_matter(shell: Shell, mails: Path) -> None:
    shell.environment["MAILREG_MODE"] = "nonsense"
    (shell.folder / ".env").write_bytes(b"\xff\xfe")
    assert shell.run("read", "--events", EVENTS, "--json", "mails/a.eml").code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("mails/a.eml",), "--events"),
        (("--events", EVENTS), "PATH"),
        (("--events", "missing.toml", "mails/a.eml"), "missing.toml"),
        (("--events", EVENTS, "missing.eml"), "missing.eml"),
    ],
    ids=["no events", "no path", "events missing", "mail missing"],
)
def test_a_wrong_command_line(shell: Shell, mails: Path, arguments: tuple[str, ...], words: str) -> None:
    done = shell.run("read", "--json", *arguments)
    assert done.code == 2
    assert words in done.err
    assert done.err.count("\n") == 1
    assert done.out == ""


def test_events_that_are_no_toml(shell: Shell, mails: Path) -> None:
    done = shell.run("read", "--events", "mails/notes.txt", "mails/a.eml")
    assert (done.code, done.err.count("\n")) == (1, 1)


def test_the_page_for_people(shell: Shell, mails: Path) -> None:
    out = shell.run("read", "--events", EVENTS, "mails/a.eml", "mails/b.eml").out
    for words in (
        "Amira Haddad <amira@msov.example>", "Anmeldung", "Sprachmittlung: Arabisch", "„", "wird beantwortet",
        "Presse", "eine Person muss schauen", "außerdem:", "Regel „clear registration“", "Deutsch",
    ):  # fmt: skip
        assert words in out


def test_a_reason_is_said_once(shell: Shell, mails: Path) -> None:
    """Two rules of the table may have the same words."""
    mail = letter(
        "Hallo, hiermit melde ich mich an.\nViele Grüße\nMira Sander", subject="Anmeldung", To="x@msov.example"
    )
    (mails / "f.eml").write_bytes(mail)
    out = shell.run("read", "--events", EVENTS, "mails/f.eml").out
    reasons = [" ".join(one.split()) for one in re.findall(r"außerdem: ([^:]*?\.)\n", out)]
    assert reasons
    assert len(set(reasons)) == len(reasons)
    assert "Es ist unklar, welche Veranstaltung gemeint ist." in reasons


def test_findings_are_coloured_in_their_place(shell: Shell, mails: Path) -> None:
    shell.environment |= {"FORCE_COLOR": "1"}
    out = shell.run("read", "--events", EVENTS, "mails/a.eml").out
    body = out.partition("Plätze")[0]
    assert re.search(r"\x1b\[[0-9;]+m[^\x1b]*Arabisch", body)
    assert re.search(r"\x1b\[[0-9;]+m[^\x1b]*Netzwerktreffen", body)


def test_what_the_verdict_would_be_without_its_reason(shell: Shell) -> None:
    (shell.folder / "late.eml").write_bytes(letter(REGISTRATION, Date="Mon, 10 Oct 2022 11:00:00 +0200"))
    text = Path(EVENTS).read_text(encoding="utf-8")
    first = "[[event]]\n"
    (shell.folder / "e.toml").write_text(
        text.replace(first, f"{first}registration_deadline = 2022-10-07T12:00:00\n", 1)
    )
    out = shell.run("read", "--events", "e.toml", "late.eml").out
    assert "Die Anmeldefrist ist vorbei." in out
    assert "ohne das: Eine klare Anmeldung. → wird beantwortet" in out


def test_a_mail_cannot_steer_the_terminal(shell: Shell) -> None:
    nasty = "\x1b]0;owned\x07\x1b[2J\x9b31m"
    raw = letter(REGISTRATION + nasty, sender=f'"Eva {nasty}" <eva@example.org>'.replace("\x07", ""))
    (shell.folder / "x.eml").write_bytes(raw)
    shutil.copy(shell.folder / "x.eml", shell.folder / "\x1b[31m.eml")
    out = shell.run("read", "--events", EVENTS, "x.eml", "\x1b[31m.eml").out
    assert not set(out) & {chr(c) for c in (*range(32), *range(127, 160)) if c != 10}
