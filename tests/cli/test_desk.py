"""`once`, `registrations`, `outbox`, `review`, `status`, `health`: a day at the desk, each mail on its real way."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.desk import REGISTRATION, Desk, letter

pytestmark = [pytest.mark.e2e, pytest.mark.dovecot]
QUESTION = letter(
    "Guten Tag,\n\nist das Netzwerktreffen am 11. Oktober in Bischofswerda presseöffentlich?\n\nHenrike Malz\n",
    sender="Redaktion Lausitzblick <redaktion@lausitzblick.example>",
    subject="Presseanfrage",
)
COLUMNS = {"COLUMNS": "180"}


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """One clear registration and one question have come and been read."""
    desk.changes |= COLUMNS
    desk.deliver(letter(REGISTRATION))
    desk.deliver(QUESTION)
    assert desk.once() == "2 neue Mails, 2 gelesen, 0 Antworten gesendet.\n"
    return desk


def one_line(desk: Desk, *arguments: str, code: int) -> str:
    """The command fails with one line on standard error, and says nothing else."""
    assert desk.mailreg(*arguments, code=code) == ""
    assert desk.errors.count("\n") == 1, desk.errors
    assert desk.errors.startswith("mailreg: ")
    return desk.errors


def test_the_empty_desk(desk: Desk) -> None:
    assert desk.mailreg("registrations") == "Noch keine Anmeldungen.\n"
    assert desk.mailreg("registrations", "--json") == ""
    assert "keine Antwort wartet" in desk.mailreg("outbox", "list")
    assert "Noch keine Antworten" in desk.mailreg("outbox", "list", "--all")
    assert "keine Mail wartet" in desk.mailreg("review", "list")


def test_the_list_of_participants(busy: Desk) -> None:
    (row,) = busy.registrations()
    assert row == {
        "event": "get-together-2022", "status": "confirmed", "name": "Amira Haddad", "email": "amira@msov.example",
        "organisation": None, "phone": None, "travel_costs": False, "interpreting": ["ar"], "other_needs": [],
        "language": "de", "registration": row["registration"],
    }  # fmt: skip
    out = busy.mailreg("registrations", "--event", "get-together-2022")
    for words in ("1 Platz", "Amira Haddad", "amira@msov.example", "Arabisch", "dabei"):
        assert words in out
    assert busy.mailreg("registrations", "--event", "fachtag-2022") == "Noch keine Anmeldungen.\n"
    assert "get-together-2022" in one_line(busy, "registrations", "--event", "sommerfest", code=2)


def test_an_answer_is_looked_at_released_and_sent(busy: Desk) -> None:
    (row,) = busy.outbox()
    number = str(row["id"])
    assert (row["state"], row["reason"], row["recipient"]) == ("held", "mode_approve", "amira@msov.example")
    listed = busy.mailreg("outbox", "list")
    for words in ("amira@msov.example", "wartet auf Freigabe", "Bestätigung", "approve"):
        assert words in listed
    shown = busy.mailreg("outbox", "show", number)
    for words in ("To: Amira Haddad <amira@msov.example>", "Subject: ", "[wartet auf Freigabe]", "Amira Haddad"):
        assert words in shown
    assert "\nSubject: " in busy.mailreg("outbox", "show", number, "--raw")
    assert busy.mailreg("outbox", "approve", number) == "1 Antwort freigegeben.\n"
    assert "1 Antwort gesendet" in busy.once()
    assert [a.recipient for a in busy.smtp.accepted] == ["amira@msov.example"]
    assert "keine Antwort wartet" in busy.mailreg("outbox", "list")
    assert "gesendet" in busy.mailreg("outbox", "list", "--all")
    # What is sent can be neither sent again nor thrown away.
    for action in ("approve", "discard", "retry"):
        out = busy.mailreg("outbox", action, number, code=1)
        assert out.startswith("0 Antworten")
        assert "Stand" in busy.errors
    busy.once()
    assert len(busy.answers()) == 1


def test_what_was_never_tried_is_not_sent_again(busy: Desk) -> None:
    busy.mailreg("outbox", "approve", "--all")
    assert busy.mailreg("outbox", "retry", str(busy.outbox()[0]["id"])) == "1 Antwort wird gesendet.\n"


def test_addresses_are_not_broken_in_a_narrow_window(busy: Desk) -> None:
    long = "anmeldestelle@migrantinnenvereine.example"
    with closing(sqlite3.connect(busy.folder / "data" / "mailreg.sqlite3")) as database, database:
        database.execute("UPDATE outbox SET recipient = ?", (long,))
    busy.changes["COLUMNS"] = "80"
    listed = busy.mailreg("outbox", "list")
    assert long in listed
    assert "wartet" in listed
    assert max(map(len, listed.splitlines())) <= 80


def test_an_answer_is_thrown_away_and_the_registration_stays(busy: Desk) -> None:
    number = str(busy.outbox()[0]["id"])
    assert busy.mailreg("outbox", "discard", number) == "1 Antwort verworfen.\n"
    busy.once()
    assert busy.answers() == []
    assert len(busy.registrations()) == 1


def test_all_at_once(busy: Desk) -> None:
    assert busy.mailreg("outbox", "approve", "--all") == "1 Antwort freigegeben.\n"
    assert busy.mailreg("outbox", "approve", "--all") == "0 Antworten freigegeben.\n"


def test_an_answer_that_was_refused_is_tried_again(busy: Desk) -> None:
    busy.smtp.refuse_recipients["*"] = "550 5.1.1 User unknown"
    busy.mailreg("outbox", "approve", "--all")
    assert "endgültig abgelehnt" in busy.once()
    assert "nicht zustellbar" in busy.mailreg("outbox", "list")
    assert "1 konnte nicht zugestellt werden" in busy.mailreg("status")
    busy.smtp.behave()
    assert busy.mailreg("outbox", "retry", str(busy.outbox()[0]["id"])) == "1 Antwort wird erneut gesendet.\n"
    assert "1 Antwort gesendet" in busy.once()


@pytest.mark.parametrize("action", ["show", "approve", "discard", "retry"])
def test_an_answer_that_does_not_exist(busy: Desk, action: str) -> None:
    assert "4711" in one_line(busy, "outbox", action, "4711", code=2)


def test_approve_wants_numbers_or_all(busy: Desk) -> None:
    one_line(busy, "outbox", "approve", code=2)
    one_line(busy, "outbox", "approve", "1", "--all", code=2)
    assert busy.outbox()[0]["state"] == "held"


def waiting(desk: Desk) -> list[str]:
    """The numbers of the mails that `review list` shows."""
    words = (line.split() for line in desk.mailreg("review", "list").splitlines())
    return [first[0] for first in words if first and first[0].isdigit()]


def test_a_question_is_looked_at_and_done(busy: Desk) -> None:
    listed = busy.mailreg("review", "list")
    assert "Lausitzblick" in listed
    assert "Eine Anfrage der Presse." in listed
    (number,) = waiting(busy)
    shown = busy.mailreg("review", "show", number)
    assert "presseöffentlich" in shown
    assert "Eine Anfrage der Presse." in shown
    # There is nothing to take over: the person answers by hand.
    assert "selbst antworten" in one_line(busy, "review", "accept", number, code=2)
    assert busy.mailreg("review", "done", number) == "Abgehakt.\n"
    assert waiting(busy) == []
    assert len(busy.outbox()) == 1


def test_a_mail_is_read_again(busy: Desk) -> None:
    (number,) = waiting(busy)
    busy.mailreg("review", "reread", number)
    assert waiting(busy) == []
    busy.once()
    assert waiting(busy) == [number]


def test_a_registration_that_waits_is_taken_over(busy: Desk) -> None:
    asked = waiting(busy)
    text = REGISTRATION.replace("Amira", "Selma")
    busy.deliver(letter(text, sender="Selma Haddad <selma@example.org>", List_Id="<vielfalt.listen.example>"))
    busy.once()
    (number,) = set(waiting(busy)) - set(asked)
    assert "Übernommen" in busy.mailreg("review", "accept", number)
    assert {r["name"] for r in busy.registrations()} == {"Amira Haddad", "Selma Haddad"}
    one_line(busy, "review", "accept", number, code=2)


@pytest.mark.parametrize("action", ["show", "accept", "done", "reread"])
def test_a_mail_that_does_not_exist(busy: Desk, action: str) -> None:
    assert "4711" in one_line(busy, "review", action, "4711", code=2)


def test_status_says_how_things_stand(busy: Desk) -> None:
    out = busy.mailreg("status")
    for words in (
        "freigeben", "get together (get-together-2022), 11.10.2022 15:00: 1 Platz vergeben", "2 gesehen",
        "1 Mail wartet auf eine Person", "1 wartet auf Freigabe",
    ):  # fmt: skip
        assert words in out


def test_health_before_and_after_a_round(desk: Desk, tmp_path: Path) -> None:
    desk.mailreg("once")
    assert "Alles in Ordnung" in desk.mailreg("health")
    desk.dovecot.stop()
    assert desk.mailreg("once", code=1).startswith("0 neue Mails")
    assert "IMAP-Server" in desk.errors
    assert desk.mailreg("health", code=1) == ""
    assert "IMAP-Server" in desk.errors
    desk.changes["MAILREG_DATA_DIR"] = str(tmp_path / "elsewhere")
    assert desk.mailreg("health", code=1) == ""
    assert "noch nicht gelaufen" in desk.errors
    assert not (tmp_path / "elsewhere").exists()


def test_json_is_one_object_a_line(busy: Desk) -> None:
    for arguments in (("outbox", "list", "--json"), ("registrations", "--json"), ("event", "list", "--json")):
        for line in busy.mailreg(*arguments).splitlines():
            assert isinstance(json.loads(line), dict)
