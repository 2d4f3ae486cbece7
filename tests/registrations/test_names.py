"""Names compared: spelling, scripts, order, parts."""

from __future__ import annotations

import pytest

from mailreg.model import names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Şükrü Aydın", "SUKRU AYDIN"),
        ("Müller, Jörg", "Joerg Mueller"),
        ("Paweł Żurawski", "pawel zurawski"),
        ("Karl-Heinz Groß", "Karl Heinz Gross"),
        ("Đorđe Čović", "Dorde Covic"),
        ("O’Brien Sean", "Sean O'Brien"),
        ("علي كريمي", "علی کریمی"),
        ("Алёна Зайцева", "Алена Зайцева"),
    ],
)
def test_same(one: str, other: str) -> None:
    assert names.same(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("Mina Aslan", "Mina Arslan"), ("Mina", "Mina Aslan"), ("", ""), ("?", "!")]
)
def test_not_the_same(one: str, other: str) -> None:
    assert not names.same(one, other)


def test_parts_and_spellings() -> None:
    assert names.part_of("Mina", "Mina Aslan")
    assert not names.part_of("", "Mina Aslan")
    assert names.alike("Stefan Maier", "Stefan Meier")
    assert not names.alike("Stefan Maier", "Anna Schulz")


@pytest.mark.parametrize(
    ("wanted", "index"),
    [("Jan Nowak", 0), ("jan", None), ("Lea", 2), ("Mina Arslan", 3), ("Omar", None), ("Jana Nowack", 0)],
)
def test_who_is_meant(wanted: str, index: int | None) -> None:
    known = [("Jan Nowak", True), ("Jan Kowalski", True), ("Lea Brandt", False), ("Mina Aslan", True), (None, True)]
    assert names.pick(known, wanted) == index
