"""Strangers' words: one line, no controls, no links."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailreg.compose import clean


@pytest.mark.parametrize(
    ("dirty", "name"),
    [
        pytest.param("Amira  Haddad\t", "Amira Haddad", id="blanks"),
        pytest.param("Amira\r\nBcc: x@evil.example", "Amira Bcc: x@evil.example", id="line breaks"),
        pytest.param("Amira\u2028Haddad\x85B\x00", "Amira Haddad B", id="line separators and NUL"),
        pytest.param("\u202eaddaH\u202c", "addaH", id="direction override"),
        pytest.param("A\u2066B\u2069\ufeff\u200bC", "ABC", id="isolates, zero width"),
        pytest.param("Mu\u0308ller", "Müller", id="composed"),
        pytest.param("می‌خواهم", "می‌خواهم", id="Persian keeps its non-joiner"),
        pytest.param("A\udce4B", "AB", id="lone surrogate"),
        pytest.param("Win money http://evil.example/x now", "Win money now", id="link"),
        pytest.param("Win www.evil.example", "Win", id="link without scheme"),
        pytest.param("Dr. Anna-Lena O'Neill, e.V.", "Dr. Anna-Lena O'Neill, e.V.", id="ordinary punctuation stays"),
        pytest.param(" \u200d ", None, id="nothing left"),
        pytest.param(None, None, id="none"),
        pytest.param("x" * 500, "x" * 79 + "…", id="endless"),
        pytest.param("e" + "\u0323\u0301\u0302\u0303\u0304\u0305\u0306", "ẹ\u0301\u0302\u0303", id="piled accents"),
    ],
)
def test_names(dirty: str | None, name: str | None) -> None:
    assert clean.name(dirty) == (unicodedata.normalize("NFC", name) if name else None)


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    line = clean.one_line(text)
    assert len(line.splitlines()) <= 1
    assert len(line) <= 200
    allowed = set(clean.JOINERS)
    assert not [c for c in line if unicodedata.category(c)[0] == "C" and c not in allowed]
