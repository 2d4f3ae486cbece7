"""A held mail that a person has answered with another program is dealt with, and nothing of it is lost."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta

import pytest

from mailreg.compose.marks import message_id_for
from tests.e2e.desk import ADDRESS, REGISTRATION, Desk, letter

pytestmark = [pytest.mark.dovecot, pytest.mark.e2e]
WRITER = "amira@msov.example"
UNSURE = REGISTRATION.replace("hiermit melde ich mich", "wenn ich frei bekomme, melde ich mich")
ASKS = REGISTRATION.replace("Arabisch.", "Arabisch. Darf ich meinen Hund mitbringen?")


def reply(desk: Desk, mail: bytes, to: str = WRITER, message_id: str = "<hand@agjf-sachsen.example>") -> None:
    """A mail in the Sent folder that answers, or passes on, this one."""
    asked = email.message_from_bytes(mail, policy=email.policy.default)["Message-ID"]
    answer = letter("Gern!", ADDRESS, "Re: Anmeldung", To=to, In_Reply_To=asked, Message_ID=message_id)
    desk.dovecot.deliver(answer, desk.now, folder="Sent")


def held(desk: Desk) -> bytes:
    mail = letter(UNSURE)
    desk.deliver(mail)
    desk.once()
    assert "Amira Haddad" in desk.mailreg("review", "list")
    assert "Amira Haddad" in digest(desk)
    desk.now += timedelta(minutes=5)
    return mail


def digest(desk: Desk) -> str:
    return desk.mailreg("digest", "--now", desk.now.isoformat())


def test_it_waits_no_longer_and_says_why(desk: Desk) -> None:
    mail = held(desk)
    assert [r["status"] for r in desk.registrations()] == ["held"]
    reply(desk, mail)
    desk.once()
    listed = desk.mailreg("review", "list")
    assert listed.startswith("Nichts zu tun: keine Mail wartet.\n")
    assert "Von Hand beantwortet" in listed
    assert "Amira Haddad: Anmeldung" in listed
    assert "0 Mails warten" in desk.mailreg("status")
    page = digest(desk)
    assert "Von Ihnen per Mail erledigt: " in page
    assert "wenn ich frei bekomme" not in page
    # The list keeps what was understood, and says that nobody has said yes to it.
    assert [r["status"] for r in desk.registrations()] == ["held"]
    assert desk.answers(WRITER) == []


def test_it_can_still_be_taken_over_and_nobody_is_answered_twice(desk: Desk) -> None:
    reply(desk, held(desk))
    desk.once()
    assert "Sie haben schon selbst geantwortet" in desk.mailreg("review", "accept", "1")
    desk.once()
    assert [r["status"] for r in desk.registrations()] == ["confirmed"]
    assert desk.answers(WRITER) == []
    assert "Von Hand beantwortet" not in desk.mailreg("review", "list")


@pytest.mark.parametrize(
    "given",
    [
        {"to": "kollegin@agjf-sachsen.example"},  # passed on with Outlook, which names the mail in In-Reply-To
        {"message_id": message_id_for("received:1", b"a secret for these tests only", "agjf-sachsen.de")},  # ours
    ],
)
def test_what_is_no_answer_of_a_person(desk: Desk, given: dict[str, str]) -> None:
    reply(desk, held(desk), **given)
    desk.once()
    assert "Amira Haddad" in desk.mailreg("review", "list").partition("Von Hand")[0]
    assert "Amira Haddad" in digest(desk)


def test_a_question_that_our_answer_has_passed_on(desk: Desk) -> None:
    desk.mode = "automatic"
    mail = letter(ASKS)
    desk.deliver(mail)
    desk.once()
    assert len(desk.answers(WRITER)) == 1
    assert "Hund" in digest(desk)
    reply(desk, mail)
    desk.now += timedelta(minutes=5)
    desk.once()
    assert "Hund" not in digest(desk)
    assert [r["status"] for r in desk.registrations()] == ["confirmed"]
