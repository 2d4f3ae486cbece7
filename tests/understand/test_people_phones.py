"""Telephone numbers as people write them."""

from __future__ import annotations

import pytest

from mailreg.lexicon.load import load_lexicons
from mailreg.model.mail import Address, Letter, Segment, SegmentKind
from mailreg.understand.phones import best, find_phones
from mailreg.understand.text import analyse


def phones(text: str) -> list[tuple[str, str]]:
    letter = Letter(None, Address("a@example.org"), "", text, (Segment(SegmentKind.OWN, 0, len(text)),))
    return [(p.number, p.kind) for p in find_phones(analyse(letter, load_lexicons()).body)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Telefon: 03578 1740-26", [("+493578174026", "landline")]),
        ("Tel. (0 37 44) 17 42-13", [("+493744174213", "landline")]),
        ("Telefon 0049 (0) 3437 174 55 60", [("+4934371745560", "landline")]),
        ("Handy 0176-040690-66", [("+4917604069066", "mobile")]),
        ("tel. +48 500 174 221", [("+48500174221", "mobile")]),
        ("هاتفي ٠١٧٦٠٤٠٦٩٠١٧", [("+4917604069017", "mobile")]),
        ("Fax: 03578 1740-29", [("+493578174029", "fax")]),
        ("Tel. 03591 555010 | Fax 03591 555011 | Mobil 0171 5550101", [
            ("+493591555010", "landline"), ("+493591555011", "fax"), ("+491715550101", "mobile")]),
        ("her phone is 0152\n54599371", [("+4915254599371", "mobile")]),
        ("am 11.10.2022 von 15:00-18:00 Uhr, 02625 Bautzen, Nr. 5", []),
        ("17,40 Euro, Kundennummer 12345678", []),
    ],
)  # fmt: skip
def test_numbers(text: str, found: list[tuple[str, str]]) -> None:
    assert phones(text) == found


def test_mobile_before_landline_never_a_fax() -> None:
    text = "Fax 03591 555011\nTel. 03591 555010\nMobil 0171 5550101"
    letter = Letter(None, Address("a@example.org"), "", text, (Segment(SegmentKind.OWN, 0, len(text)),))
    chosen = best(find_phones(analyse(letter, load_lexicons()).body))
    assert chosen is not None
    assert chosen.number == "+491715550101"
