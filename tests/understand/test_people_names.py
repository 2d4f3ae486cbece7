"""Names: their order, capitals, scripts, and whether two spellings are one person."""

from __future__ import annotations

import pytest

from mailreg.understand import names


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Wenzel, Katrin", "Katrin Wenzel"),
        ('"Dr. Al-Khatib, Samir (Amt 51)"', "Samir Al-Khatib"),
        ("amira haddad", "Amira Haddad"),
        ("MÜLLER, ANNA-MARIA", "Anna-Maria Müller"),
        ("Olena Kovalenko via newcomers", "Olena Kovalenko"),
        ("Carmen de la Fuente", "Carmen de la Fuente"),
        ("Femke van den Berg", "Femke van den Berg"),
        ("Seán O'Neill", "Seán O'Neill"),
        ("Nguyễn Thị Hạnh", "Nguyễn Thị Hạnh"),
        ("نور الدين الخطيب", "نور الدين الخطيب"),
        ("Оксана Мельничук", "Оксана Мельничук"),
        ("ሰላም ተስፋይ", "ሰላም ተስፋይ"),
        ("eva@example.org", None),
        ("", None),
        (None, None),
    ],
)
def test_display_name(raw: str | None, shown: str | None) -> None:
    assert names.display_name(raw) == shown


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("amira.haddad@example.org", "Amira Haddad"),
        ("jan_kern77@example.org", "Jan Kern"),
        ("info.buero@example.org", None),
        ("kh.brosig@example.org", None),
        ("amira@example.org", None),
    ],
)
def test_name_from_address(email: str, name: str | None) -> None:
    assert names.name_from_address(email) == name


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Ruth", "Ruth Noack", True),
        ("S. Krautwald", "Sabine Krautwald", True),
        ("Kern Eva", "Eva Kern", True),
        ("Anna Weber", "Paul Weber", False),
        ("Oksana Melnychuk", "Оксана Мельничук", True),
        ("Ahmad Nour", "أحمد نور", True),
        ("Nadia Farhat", "دعاء فرحات", False),
        ("", "Eva Kern", False),
    ],
)
def test_same_person(a: str, b: str, same: bool) -> None:
    assert names.same_person(a, b) is same


def test_resembles_an_address() -> None:
    assert names.resembles("Світлана Гриценко", "svitlana.h@example.org")
    assert not names.resembles("Eva Kern", "svitlana.h@example.org")
