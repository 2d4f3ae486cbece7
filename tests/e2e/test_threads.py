"""Replies to our mails find their registration by the token in the Message-ID, whatever the subject, quoted or not."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta

import pytest

from tests.e2e.desk import REGISTRATION, Desk, letter

pytestmark = [pytest.mark.dovecot, pytest.mark.e2e]
OWN, OTHER = "Amira Haddad <amira@msov.example>", "A. Haddad <privat@andere.example>"
SORRY = "Ich kann leider doch nicht kommen.\n\nAmira Haddad\n"
CHILDREN = "Kann ich auch meine Kinder mitbringen?\n\nAmira Haddad\n"


def answered(desk: Desk) -> str:
    """Amira is registered for one of the two open events; the Message-ID of the confirmation."""
    desk.deliver(letter(REGISTRATION))
    desk.once()
    content = desk.smtp.accepted[-1].content
    desk.now += timedelta(hours=2)
    return str(email.message_from_bytes(content, policy=email.policy.default)["Message-ID"])


@pytest.mark.parametrize("sender", [OWN, OTHER], ids=["same address", "another one"])
@pytest.mark.parametrize("header", ["In-Reply-To", "References"])
def test_a_cancellation_under_another_subject(desk: Desk, sender: str, header: str) -> None:
    thread = {header: answered(desk)}
    desk.deliver(letter(SORRY, sender, "Wegen Freitag", Message_ID="<sorry@msov.example>", **thread))
    desk.once()
    assert [r["status"] for r in desk.registrations()] == ["cancelled"]
    assert [o["purpose"] for o in desk.outbox()] == ["confirm", "cancelled"]


def test_a_question_is_not_lost(desk: Desk) -> None:
    thread = {"In-Reply-To": answered(desk)}
    desk.deliver(letter(CHILDREN, OWN, "Noch etwas", Message_ID="<kinder@msov.example>", **thread))
    desk.once()
    assert "Noch etwas" in desk.mailreg("review", "list")


@pytest.mark.parametrize(
    ("text", "thread"),
    [
        (SORRY, "<mailreg.mnxw4ztjojwtumj2oyyq.aaaaaaaaaaaaaaaa@agjf-sachsen.de>"),  # forged: not signed by this desk
        (SORRY, "<somebody@else.example>"),
        ("Vielen Dank für die Bestätigung!\n\nAmira Haddad\n", ""),
    ],
    ids=["forged", "another thread", "thanks"],
)
def test_what_changes_nothing(desk: Desk, text: str, thread: str) -> None:
    known = answered(desk)
    reply = letter(text, OTHER if thread else OWN, "Wegen Freitag", Message_ID="<x@msov.example>",
                   In_Reply_To=thread or known)  # fmt: skip
    desk.deliver(reply)
    desk.once()
    assert [r["status"] for r in desk.registrations()] == ["confirmed"]
    assert [o["purpose"] for o in desk.outbox()] == ["confirm"]
    if not thread:
        assert "Nichts zu tun" in desk.mailreg("review", "list")


def test_who_names_another_event_means_that_one(desk: Desk) -> None:
    thread = {"In-Reply-To": answered(desk)}
    text = "Guten Tag,\n\nhiermit melde ich mich für den Fachtag am 17. November in Leipzig an.\n\nAmira Haddad\n"
    desk.deliver(letter(text, OWN, "Noch einer", Message_ID="<fachtag@msov.example>", **thread))
    desk.once()
    assert {(r["event"], r["status"]) for r in desk.registrations()} == {
        ("get-together-2022", "confirmed"), ("fachtag-2022", "confirmed"),
    }  # fmt: skip


def test_a_person_says_yes_to_what_was_understood_in_the_thread(desk: Desk) -> None:
    thread = {"In-Reply-To": answered(desk)}
    text = "Wenn der Zug fährt, bringe ich noch Omar Said mit.\n\nAmira Haddad\n"
    desk.deliver(letter(text, OWN, "Noch einer", Message_ID="<omar@msov.example>", **thread))
    desk.once()
    assert "Noch einer" in desk.mailreg("review", "list")
    desk.mailreg("review", "accept", "2")
    assert {r["name"] for r in desk.registrations()} == {"Amira Haddad", "Omar Said"}
