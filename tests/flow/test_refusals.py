"""Why a mail of ours has failed, from the line that is stored."""

from __future__ import annotations

import pytest

from mailreg.delivery.failures import classify
from mailreg.flow.bounces import WORDS
from mailreg.flow.refusals import reason_of
from mailreg.model.report import Reason


@pytest.mark.parametrize("reason", list(Reason))
def test_what_came_back(reason: Reason) -> None:
    wanted = "refused" if reason is Reason.OTHER else str(reason)
    assert reason_of(f"Kam als unzustellbar zurück: {WORDS[reason]}.") == (wanted, "")


@pytest.mark.parametrize(
    ("code", "words", "told"),
    [
        (550, "5.1.1 User unknown", ("unknown_user", "550 5.1.1")),
        (552, "5.3.4 too big", ("too_large", "552 5.3.4")),
        (550, "5.7.1 no", ("blocked", "550 5.7.1")),
        (554, "Transaction failed", ("refused", "554")),
    ],
)
def test_what_the_server_refused(code: int, words: str, told: tuple[str, str]) -> None:
    """As delivery/ words it, and the outbox stores it."""
    import smtplib

    error = classify(smtplib.SMTPDataError(code, words.encode()), "mail.example")
    assert reason_of(str(error)) == told
    assert "Der SMTP-Server mail.example" in str(error)


def test_what_says_nothing() -> None:
    assert reason_of("") == ("refused", "")
    assert reason_of("550 5.7.1 Message rejected") == ("blocked", "550 5.7.1")
    assert reason_of("Die Empfängeradresse ist ungültig. Stimmt sie?") == ("unknown_user", "")
