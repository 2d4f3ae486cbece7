"""Commands by mail: what is one, and from whom it counts. Pure."""

from __future__ import annotations

import pytest

from mailreg.model.command import Command, Verb
from mailreg.model.mail import Address, Authentication, Letter, Machine, MachineKind
from mailreg.policy.organisers import Heard, hear

CLAUDIA = "claudia@verein.example"
TOKEN = "abcdefghijklmno2"
SIGNED = {("approve 17", TOKEN), ("settle book/treffen-2022/fa/4", TOKEN), ("approve seventeen", TOKEN)}


def heard(subject: str, sender: str = CLAUDIA, **more: object) -> Heard | None:
    letter = Letter("<a@b.example>", Address(sender), subject, "", (), **more)  # type: ignore[arg-type]
    return hear(letter, {CLAUDIA}, lambda words, token: (words, token) in SIGNED)


@pytest.mark.parametrize(
    "subject", [f"mailreg approve 17 #{TOKEN}", f"  AW: Re:  MAILREG Approve 17  #{TOKEN.upper()} "]
)
def test_as_mail_programs_write_it(subject: str) -> None:
    assert heard(subject) == Heard(Command(Verb.APPROVE, "17"))


def test_a_hint_is_named_by_its_key() -> None:
    settle = heard(f"mailreg settle book/treffen-2022/fa/4 #{TOKEN}")
    assert settle == Heard(Command(Verb.SETTLE, "book/treffen-2022/fa/4"))


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "mailreg",
        "mailreg approve 17",
        f"Bitte: mailreg approve 17 #{TOKEN}",
        f"mailreg approve 17 #{TOKEN} danke",
        f"mailreg approve 17 #{TOKEN[:-1]}",
        f"Automatische Antwort: mailreg approve 17 #{TOKEN}",
        f"mailreg approve ١٧ #{TOKEN}",
        f"mailreg approve 17\n #{TOKEN}\nBcc: a@b.example",
    ],
)
def test_what_is_no_command(subject: str) -> None:
    assert heard(subject) is None


@pytest.mark.parametrize(
    ("subject", "more", "refused"),
    [
        (f"mailreg approve 17 #{TOKEN}", {"sender": "claudia@boese.example"}, "sender"),
        (f"mailreg approve 17 #{TOKEN}", {"sender": ""}, "sender"),
        (f"mailreg approve 18 #{TOKEN}", {}, "forged"),
        (f"mailreg discard 17 #{TOKEN}", {}, "forged"),
        (f"mailreg approve 17 #{TOKEN}", {"authentication": Authentication(dmarc="fail")}, "forged"),
        (f"mailreg approve 17 #{TOKEN}", {"machine": Machine(MachineKind.ABSENCE, "x", certain=True)}, "machine"),
        (f"mailreg approve seventeen #{TOKEN}", {}, "unknown"),
    ],
)
def test_what_is_not_obeyed(subject: str, more: dict[str, object], refused: str) -> None:
    assert heard(subject, **more) == Heard(None, refused)  # type: ignore[arg-type]
