"""Long mails in which nothing names an event: those that are for us are shown, other people's plans are not.

Each block of long_untold.txt: name and whose it is, the subject, the text.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mailreg.decode import decode
from mailreg.lexicon.load import load_lexicons
from mailreg.understand import agreement as ag
from mailreg.understand import first_words
from mailreg.understand.facts import LONG_MAIL, UNTOLD
from mailreg.understand.glance import sounds_like_ours
from mailreg.understand.text import take_apart
from tests.understand.letters import judged, mail

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
    assert {judged.__wrapped__(*words)[1].handling for words in MAILS.values()} == {"ignore"}


def test_words_alone_tell_what_is_worth_reading() -> None:
    def sounds(name: str) -> bool:
        letter = decode(mail(*MAILS[name]))
        return sounds_like_ours(letter, take_apart(letter, load_lexicons()))

    assert all(map(sounds, OURS))
    assert sum(map(sounds, PRIVATE)) <= len(PRIVATE) / 2  # of mails that play with our words


def test_a_machine_or_a_very_long_mail_never_sounds_like_ours() -> None:
    subject, text = MAILS[OURS[0]]
    for raw in (
        mail(subject, f"{text} {text} {text}"),
        mail(subject, text).replace(b"Subject:", b"List-Unsubscribe: <https://news.example/u>\nSubject:"),
    ):
        letter = decode(raw)
        assert not sounds_like_ours(letter, take_apart(letter, load_lexicons()))


@pytest.mark.parametrize("content", ['{"weights"', '{"weights": {}}', "[]"])
def test_damaged_weights_are_told_and_not_used(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "first_words.json").write_text(content)
    monkeypatch.setattr(first_words, "files", lambda _: tmp_path)
    assert first_words.load_first_words.__wrapped__() is None
    assert "install mailreg anew" in caplog.text
