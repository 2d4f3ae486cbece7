"""Who comes, as the program reads it with its second opinion: names in two scripts, in rows and lists."""

from __future__ import annotations

import pytest

from tests.understand.letters import judged

SECOND_OPINION = True


def _names(text: str, sender: str = "Jana Wolters <jana.wolters@verein.example>") -> list[str | None]:
    return [p.name for p in judged("Anmeldung", text, sender)[0].people]


@pytest.mark.parametrize(
    ("text", "sender", "name"),
    [
        (
            "Здравствуйте! Хочу прийти 11 октября в Бишофсверду. Меня зовут Людмила Штерн, по-немецки Ludmila Stern.",
            "Ludmila Stern <l.stern@verein.example>",
            "Людмила Штерн",
        ),
        (
            "Здравствуйте! Я, Михаил Гофман (Michael Hoffmann), приеду 17 ноября на Fachtag в Лейпциг.",
            "Михаил Гофман <m.hoffmann@verein.example>",
            "Михаил Гофман",
        ),
        (
            "Добрий день! Прошу записати мене на 11.10 у Бішофсверді. Зоряна Грицак, у паспорті Zoriana Hrytsak.",
            "Zoriana Hrytsak <z.hrytsak@verein.example>",
            "Зоряна Грицак",
        ),
        (
            "با سلام، لطفاً اسم مرا برای جلسه ۱۱ اکتبر بنویسید. اسم من مریم صادقی است، به آلمانی Maryam Sadeghi.",
            "Maryam Sadeghi <m.sadeghi@verein.example>",
            "مریم صادقی",
        ),
    ],
)
def test_two_scripts_one_person_spelled_as_the_text_is(text: str, sender: str, name: str) -> None:
    assert _names(text, sender) == [name]


def test_initial_at_the_end_is_written_out() -> None:
    text = "Hiermit melde ich mich verbindlich für den 11.10. in Bischofswerda an.\n\nMit freundlichen Grüßen\nJana W."
    assert _names(text) == ["Jana Wolters"]


def test_word_for_a_name_is_none() -> None:
    text = "Für Frau Iris Tamm und Herrn Sahin melde ich Plätze am 11.10. an. Herrn Sahins Vornamen weiß ich nicht."
    assert "Sahins Vornamen" not in _names(text)


def test_family_of_two_full_names() -> None:
    text = "Guten Tag, Wei Tan und Lin Tan kommen am 11. Oktober nach Bischofswerda."
    assert _names(text, "Familie Tan <tan.family@verein.example>") == ["Wei Tan", "Lin Tan"]


def test_unknown_nickname_among_given_names() -> None:
    text = "Am 11.10. kommen Rike, Lolle, Henning und Agnieszka aus dem Jugendclub nach Bischofswerda."
    assert "Lolle" in _names(text, "Jugendclub Südraum <info@suedraum.example>")


def test_list_ends_where_the_next_line_begins() -> None:
    text = "Hallo,\nam 11.10. nehmen teil:\nJana Wolters / Fenna de Vries / Hoa Nguyen\nVG Jana"
    assert _names(text) == ["Jana Wolters", "Fenna de Vries", "Hoa Nguyen"]


def test_counted_and_then_named_are_the_same() -> None:
    text = "Der Verein ist am 11.10. mit zwei Hauptamtlichen vertreten, mit mir und meiner Kollegin Tabea Scholz."
    assert judged("Anmeldung", text)[0].headcount.value == 2
