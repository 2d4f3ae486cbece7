"""Private and office mail full of near-miss words: none of it may be answered automatically (promise 1).

Each row: a name, the subject and the text. All are written to the organiser on 27 September 2022, when the events
of tests/corpus/events.toml (11 October, 17 November) are open. No mail means one of these events.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.understand.letters import judged

SECOND_OPINION = True

PRIVATE = tuple(
    (name.strip(), subject.strip(), text.strip())
    for block in (Path(__file__).parent / "private_mail.txt").read_text("utf-8").split("\n====\n")
    if block.strip()
    for name, subject, text in [block.strip().split("\n", 2)]
)


def test_there_are_enough() -> None:
    assert len(PRIVATE) >= 80
    assert len({name for name, _, _ in PRIVATE}) == len(PRIVATE)


@pytest.mark.parametrize(("subject", "text"), [row[1:] for row in PRIVATE], ids=[row[0] for row in PRIVATE])
def test_private_mail_is_never_answered(subject: str, text: str) -> None:
    reading, decision = judged(subject, text)
    assert decision.handling != "automatic", (decision.rule, reading.kind.value, reading.why)


def test_most_of_it_is_not_even_shown() -> None:
    """Promise 3's side of it: an organiser who must look through all private mail has no desk."""
    shown = [name for name, subject, text in PRIVATE if judged(subject, text)[1].handling != "ignore"]
    # All of these play with our words. What names our event is shown on purpose ("names our event" in policy), and so
    # is what names none but sounds like "count me in": a lost registration is worse than a glance in vain.
    assert len(shown) <= 0.35 * len(PRIVATE), shown
