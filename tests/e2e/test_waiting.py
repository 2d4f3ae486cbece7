"""What waits in the outbox: modes, an organiser who is quicker, and notices to the organisers."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta

import pytest

from tests.e2e.desk import ADDRESS, REGISTRATION, Desk, letter

pytestmark = [pytest.mark.dovecot, pytest.mark.e2e]
WRITER = "amira@msov.example"


def by_hand(desk: Desk, mail: bytes) -> None:
    """The organiser answers this mail with another program."""
    asked = email.message_from_bytes(mail, policy=email.policy.default)["Message-ID"]
    reply = letter("Gern!", ADDRESS, "Re: Anmeldung", To=WRITER, In_Reply_To=asked)
    desk.dovecot.deliver(reply, desk.now, folder="Sent")


def test_observing_sends_nothing_not_even_what_was_approved(desk: Desk) -> None:
    desk.mode = "observe"
    desk.deliver(letter(REGISTRATION))
    desk.once()
    assert "beobachten" in desk.mailreg("outbox", "approve", "--all")
    desk.once()
    assert desk.answers() == []
    desk.mode = "approve"
    desk.once()
    assert len(desk.answers(WRITER)) == 1


def test_an_answer_by_hand_while_ours_waited(desk: Desk) -> None:
    desk.mode = "approve"
    mail = letter(REGISTRATION)
    desk.deliver(mail)
    desk.once()
    by_hand(desk, mail)
    desk.mailreg("outbox", "approve", "--all")
    desk.now += timedelta(minutes=3)
    desk.once()
    assert desk.answers() == []
    assert [(o["state"], o["reason"]) for o in desk.outbox()] == [("discarded", "answered_by_hand")]
    assert [r["status"] for r in desk.registrations()] == ["confirmed"]


def test_the_alert_and_the_all_clear_go_out_in_their_round(desk: Desk) -> None:
    desk.dovecot.stop()
    for minutes, told in ((0, 0), (14, 0), (2, 1), (60, 1)):
        desk.now += timedelta(minutes=minutes)
        desk.once(code=1)
        assert len(desk.answers()) == told
    desk.dovecot.start()
    desk.once()
    desk.once()
    assert [a["Subject"] for a in desk.answers()] == ["mailreg braucht Hilfe", "mailreg läuft wieder"]


def test_health_asks_the_real_clock(desk: Desk) -> None:
    desk.once()
    desk.mailreg("health")
