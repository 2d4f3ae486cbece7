"""Long mails in which nothing names an event: those that are for us are shown, other people's plans are not.

Each block of long_untold.txt: name and whose it is, the subject, the text.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mailreg.understand import agreement as ag
from mailreg.understand.facts import LONG_MAIL, UNTOLD
from tests.understand.letters import judged

SECOND_OPINION = True
MAILS = {
    whose_and_name: (subject.strip(), text.strip())
    for block in (Path(__file__).parent / "long_untold.txt").read_text("utf-8").split("\n====\n")
    for whose_and_name, subject, text in [block.strip().split("\n", 2)]
}
OURS = [name for name in MAILS if name.endswith(" ours")]
PRIVATE = [name for name in MAILS if name.endswith(" private")]


def test_they_are_long() -> None:
    assert len(OURS) >= 4
    assert len(PRIVATE) >= 6
    for _, text in MAILS.values():
        assert LONG_MAIL < len(text.split()) <= UNTOLD


@pytest.mark.parametrize("name", OURS)
def test_ours_is_shown(name: str) -> None:
    reading, decision = judged(*MAILS[name])
    assert decision.handling == "review", reading.why
    assert "unclear_event" in {d.code for d in reading.doubts}


def test_private_mail_stays_unseen() -> None:
    assert [name for name in PRIVATE if judged(*MAILS[name])[1].handling != "ignore"] == []


def test_without_the_network_it_stays_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ag, "load_network", lambda: None)
    judged.cache_clear()
    assert {judged(*mail)[1].handling for mail in MAILS.values()} == {"ignore"}
    judged.cache_clear()
