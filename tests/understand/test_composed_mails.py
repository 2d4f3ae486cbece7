"""The bank of single sentences, and the training mails that are put together from it."""

from __future__ import annotations

import re

import pytest

from mailreg.decode import decode
from mailreg.lexicon.load import load_lexicons
from mailreg.understand.read import by_rules
from mailreg.understand.text import analyse
from tests.understand.letters import known_events
from training.composed import bank, composed, piece
from training.sentences import UNKNOWN, said_of

KINDS = {"greeting", "closing", "open", "plus", "named", "both", "none", "need", "form"} | {
    "c-self", "c-both", "c-other", "a-add", "a-swap", "aside",
}  # fmt: skip
MARK = re.compile(r"⟦(?:[pwxo]:[^⟦⟧]+|plus:[1-9]\d?|tr[+-]|in-|in\+:[a-z]{2,3}|(?:ac|ch|di)\+|w?from)⟧")


def test_entries() -> None:
    assert {kind for _, kind in bank()} == KINDS
    for (language, kind), entries in bank().items():
        for entry in entries:
            assert "⟦" not in MARK.sub("", entry), (language, kind, entry)
            seat = "⟦plus" in entry or "⟦p:" in entry
            assert not (seat and kind in {"none", "aside", "open", "need", "c-self"}), (language, kind, entry)
            assert kind != "plus" or "⟦plus" in entry, (language, kind, entry)


@pytest.mark.parametrize("number", range(0, 400, 8))
def test_seats_are_the_sum(number: int) -> None:
    text = piece(number)
    (mail,) = composed([number])
    assert mail.label == next(composed([number])).label
    named = set(re.findall(r"⟦p:([^⟦⟧]+)⟧", text))
    along = sum(int(n) for n in re.findall(r"⟦plus:(\d+)⟧", text)) + text.count("⟦from⟧")
    assert mail.label["headcount"] == (0 if mail.label["kind"] == "cancel" else len(named) + along)
    assert "⟦" not in mail.text
    assert decode(mail.raw).body.startswith(mail.text[:20])


def test_what_nobody_has_marked_is_unknown() -> None:
    (mail,) = composed([n for n in range(400) if f"⟦{UNKNOWN}⟧" in piece(n)][:1])
    letter = decode(mail.raw)
    assert letter.date is not None
    statements, _, _ = by_rules(analyse(letter, load_lexicons()), known_events(), letter.date)
    said = said_of(mail, letter, statements)
    assert None in said
    assert any(said)
