"""Whole mails about people, from people_mails.txt: who comes, how many, who withdraws, and whether a person must look.

A mail is a line "### From | subject | Cc", a line "= kind seats handling | names | withdrawn", and its text.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.understand.letters import judged

MAILS = (Path(__file__).parent / "people_mails.txt").read_text(encoding="utf-8").split("### ")[1:]


def _names(piece: str) -> list[str]:
    return [name.strip() for name in piece.split(";") if name.strip()]


@pytest.mark.parametrize("mail", MAILS, ids=[m.partition("\n")[0] for m in MAILS])
def test_people_of_a_mail(mail: str) -> None:
    head, expected, text = mail.split("\n", 2)
    sender, subject, cc = [p.strip() for p in (head + "||").split("|")[:3]]
    wanted, names, withdrawn = [p.strip() for p in (expected.lstrip("= ") + "||").split("|")[:3]]
    reading, decision = judged(subject, text.strip() + "\n", sender, cc)
    found = (reading.kind.value.value, str(reading.headcount.value), decision.handling.value)
    assert " ".join(found) == wanted, (reading.why, decision.rule, reading.doubts)
    assert [p.name for p in reading.people] == _names(names)
    assert sorted(w.value for w in reading.withdrawn) == sorted(_names(withdrawn))
