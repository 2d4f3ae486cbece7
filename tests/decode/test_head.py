"""Sender and subject of a mail that can't be judged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailreg.decode.head import head


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"From: =?utf-8?q?Olena_M=C3=BCller?= <o@x.example>\r\nSubject: =?utf-8?b?2YXYsdit2KjYpw==?=\r\n\r\nx",
         ("Olena Müller", "مرحبا")),
        (b"From: o@x.example\r\n\r\n", ("o@x.example", "")),
        (b"From: =?nope?q?x?= <o@x.example>\r\nSubject: =?utf-8?b?!!!?=\r\n\r\n", None),
        (b"", ("", "")),
    ],
)  # fmt: skip
def test_who_and_what(content: bytes, found: tuple[str, str] | None) -> None:
    assert found is None or head(content) == found
    assert all(isinstance(part, str) for part in head(content))


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_nothing_makes_it_stumble(sender: bytes, subject: bytes) -> None:
    for content in (sender, b"From: " + sender + b"\r\nSubject: =?" + subject + b"?=\r\n\r\n"):
        head(content)
