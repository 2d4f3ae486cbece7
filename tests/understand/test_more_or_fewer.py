"""A change that says how many more come, or how many fewer."""

from __future__ import annotations

import pytest

from mailreg.model.reading import Kind
from tests.understand.test_people_sentences import read

MORE = [
    ("Wir sind nun doch einer mehr.", 1),
    ("Wir werden eine Person mehr als angegeben. Bitte passen Sie die Zahl an.", 1),
    ("Wir sind zwei mehr als gemeldet.", 2),
    ("Bitte setzen Sie zwei Leute mehr auf die Liste.", 2),
    ("We will be two more than we said.", 2),
    ("One more person from us, please.", 1),
    ("Nous serons une personne de plus.", 1),
    ("Нас будет на одного человека больше.", 1),
    ("Нас буде на одну особу більше.", 1),
    ("Bir kişi daha geliyoruz.", 1),
    ("Będzie nas o jedną osobę więcej.", 1),
]
FEWER = [
    "Wir sind nun doch einer weniger.",
    "Es werden zwei Personen weniger.",
    "We will be one person less.",
    "Nous serons une personne de moins.",
    "Нас будет на одного человека меньше.",
]


@pytest.mark.parametrize(("text", "seats"), MORE)
def test_so_many_more_take_seats_and_nobody_is_named(text: str, seats: int) -> None:
    found = read("Anna Weber", f"{text}\nAnna Weber", Kind.CHANGE)
    assert (found.people, found.headcount.value) == ((), seats)


@pytest.mark.parametrize("text", FEWER)
def test_who_of_them_stays_away_a_person_asks(text: str) -> None:
    found = read("Anna Weber", f"{text}\nAnna Weber", Kind.CHANGE)
    assert "unclear_who" in {d.code for d in found.doubts}


def test_two_numbers_of_all_in_a_change_are_asked_about() -> None:
    found = read("Anna Weber", "Statt zu zweit kommen wir jetzt zu dritt.\nAnna Weber", Kind.CHANGE)
    assert "unclear_count" in {d.code for d in found.doubts}


@pytest.mark.parametrize("text", ["Ich brauche eine Stunde mehr für die Fahrt.", "Es gibt zwei Züge mehr am Tag."])
def test_more_of_something_else_takes_no_seat(text: str) -> None:
    assert read("Anna Weber", f"{text} Bitte vegetarisch.\nAnna Weber", Kind.CHANGE).headcount.value == 0
