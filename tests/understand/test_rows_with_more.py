"""Rows and forms that say more than a name: an office, a relation, a language, or somebody who comes along."""

from __future__ import annotations

import pytest

from tests.understand.letters import judged

SECOND_OPINION = True


def read(rows: str) -> tuple[list[str | None], int]:
    text = f"Hallo Frau Stoye,\n\nzum get together am 11. Oktober melde ich an:\n\n{rows}\n\nViele Grüße\nSekretariat"
    reading, _ = judged("Anmeldung get together", text, "Sekretariat <buero@verein.example>")
    return [person.name for person in reading.people], reading.headcount.value


@pytest.mark.parametrize(
    ("rows", "people"),
    [
        ("Name: Uta Baldauf, Sozialarbeiterin\nName: Rico Fritzsch, Streetwork", ["Uta Baldauf", "Rico Fritzsch"]),
        ("Name: Baldauf, Uta\nName: Fritzsch, Rico", ["Uta Baldauf", "Rico Fritzsch"]),
        ("1) Оксана Мельничук\n2) моя донька Софія\n3) Ганна Коваль", ["Оксана Мельничук", "Софія", "Ганна Коваль"]),
        ("Für Herrn Khaled Othman Kurdisch und für Frau Amal Said Arabisch.", ["Khaled Othman", "Amal Said"]),
        ("Anna Weber und Tom Böhm kommen.", ["Anna Weber", "Tom Böhm"]),
    ],
)
def test_names(rows: str, people: list[str]) -> None:
    assert read(rows)[0] == people


@pytest.mark.parametrize(
    ("rows", "seats"),
    [
        ("- Anna Weber mit Kollegin\n- Tom Roth", 3),
        ("- Anna Weber mit Freund\n- Tom Roth mit Freundin", 4),
        ("- Anna Weber, mit ihrem Mann\n- Tom Roth\n- Eva Kern", 3),
        ("- Anna Weber\n- Tom Roth\n- eine Praktikantin (Name folgt)", 3),
        ("- Anna Weber\n- Tom Roth\n- eine Praktikantin, die am 1. Oktober anfängt, der Name folgt noch", 3),
        ("Teilnehmende: Anna Weber, Tom Roth, dazu eine Praktikantin (Name kommt noch)", 3),
        ("Teilnehmer: Anna Weber, sie bringt Kuchen mit", 1),
        ("- Anna Weber\n- Tom Roth\n- alle vegetarisch", 2),
    ],
)
def test_seats(rows: str, seats: int) -> None:
    people, found = read(rows)
    assert found == seats
    assert all(name is None or name[0].isupper() for name in people)
    assert not any("bringt" in (name or "").casefold() or "dazu" in (name or "").casefold() for name in people)


def test_who_is_added_without_a_name_is_not_the_writer() -> None:
    for text in (
        "Angemeldet bin ich schon, nun kommt noch mein Bruder dazu.",
        "I already registered; my friend would like to come as well, please add one seat.",
    ):
        reading, _ = judged("get together 11.10.", f"{text}\nViele Grüße\nJana Wolters")
        assert [person.name for person in reading.people] == []
        assert reading.headcount.value == 1
