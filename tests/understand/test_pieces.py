"""Words into the network's pieces."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from mailreg.understand.network.hear import load_network
from mailreg.understand.network.pieces import Pieces

SMALL = {
    "<unk>": 0.0,
    "|": -9.0,
    "▁": -3.0,
    "▁an": -4.0,
    "meld": -5.0,
    "ung": -4.0,
    "▁anmeld": -8.0,
    "en": -3.5,
    "a": -7.0,
}
SMALL |= dict.fromkeys("bcdefghijklmnopqrstuvwxyz", -8.0)


def texts(pieces: Pieces, text: str) -> list[str]:
    return [text[p.start : p.end] for p in pieces.of(text)]


def test_the_likeliest_pieces_are_taken() -> None:
    pieces = Pieces(SMALL, 0)
    assert texts(pieces, "anmeldung anmelden") == [
        "anmeld",
        "ung",
        "anmeld",
        "en",
    ]
    assert [list(SMALL)[p.number] for p in pieces.of("anmeldung")] == ["▁anmeld", "ung"]


def test_what_no_piece_has_is_unknown_and_costs_more_than_any_piece() -> None:
    pieces = Pieces(SMALL, 0)
    assert [p.number for p in pieces.of("aß")][-1] == 0
    assert all(p.number != 0 for p in pieces.of("abc"))


def test_lines_end_with_a_bar_and_invisible_signs_are_spaces() -> None:
    pieces = Pieces(SMALL, 0)
    assert texts(pieces, "an\nan") == ["an", "\n", "an"]
    assert [p.number for p in pieces.of("an\nan")][1] == pieces.bar
    assert [p.number for p in pieces.of("an\u200ban")] == [p.number for p in pieces.of("an an")]
    assert [p.number for p in pieces.of("a\x07n")] == [p.number for p in pieces.of("an")]  # a control character is none
    assert [p.number for p in pieces.of("\uff41\uff4e")] == [p.number for p in pieces.of("an")]  # full-width letters


@given(st.text(max_size=300))
def test_every_letter_is_in_a_piece_and_the_pieces_are_in_order(text: str) -> None:
    network = load_network()
    assert network is not None
    found = network.pieces.of(text)
    assert all(0 <= p.start < p.end <= max(1, len(text)) for p in found)
    assert [p.start for p in found] == sorted(p.start for p in found)
    covered = {n for p in found for n in range(p.start, p.end)}
    assert all(n in covered for n, letter in enumerate(text) if letter.isascii() and letter.isalnum())


def test_a_word_costs_no_more_than_its_letters_alone() -> None:
    """The best way of a word is at least as likely as letter by letter."""
    pieces = Pieces(SMALL, 0)
    scores = list(SMALL.values())
    for word in ("anmeldung", "meldenan", "ungungung"):
        best = sum(scores[p.number] for p in pieces.of(word))
        assert best >= SMALL["▁"] + sum(SMALL[letter] for letter in word)
        assert math.isfinite(best)
