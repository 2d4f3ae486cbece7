"""Rows of tables and lists that say more of somebody: who does not come, and what language they ask for."""

from __future__ import annotations

import pytest

from mailreg.model.reading import NeedKind
from tests.understand.letters import judged

SECOND_OPINION = True
OFFICE = "Jugendhaus Klecks <team@klecks.example>"


def read(rows: str) -> list[str | None]:
    text = f"Hallo Claudia,\n\nvom Jugendhaus sind am 11.10. in Bischofswerda dabei:\n\n{rows}"
    return [person.name for person in judged("Anmeldung get together", text, OFFICE)[0].people]


@pytest.mark.parametrize(
    "rows",
    [
        "| Name | Essen |\n| Pauline Grabs | vegan |\n| Rico Thomae | egal |\n| Sandy Wirth | kommt nicht, Urlaub |",
        "Name;Aufgabe;Bemerkung\nPauline Grabs;Beratung;kein Fleisch\nRico Thomae;Tür;\nSandy Wirth;Leitung;abgesagt",
        "Name\tRole\tNote\nPauline Grabs\tyouth worker\t-\nSandy Wirth\tdriver\tcannot come\nRico Thomae\tlead\tramp",
        "- Pauline Grabs\n- Rico Thomae\n- Sandy Wirth – „vielleicht nächstes Mal“\n\nBis bald",
        "- Pauline Grabs\n- Rico Thomae\n- Sandy Wirth (krank)\n\nBis bald",
    ],
)
def test_who_does_not_come(rows: str) -> None:
    assert read(rows) == ["Pauline Grabs", "Rico Thomae"]


def test_last_row_is_no_signature() -> None:
    rows = "Name | Verein | Anmerkung\nPauline Grabs | Brücke | mit dem Auto\nRico Thomae | Brücke | kann Deutsch"
    assert read(rows) == ["Pauline Grabs", "Rico Thomae"]


def test_signature_is_no_row() -> None:
    assert read("- Pauline Grabs\n- Rico Thomae\n\nViele Grüße\nSandy Wirth | Jugendhaus Klecks") == [
        "Pauline Grabs",
        "Rico Thomae",
    ]


@pytest.mark.parametrize(
    ("rows", "languages"),
    [
        ("Olga Kern – bitte Ukrainisch – bringt Baby mit\nJewgenij Hartung – bitte Russisch\nPetra Nitsche", "ru uk"),
        ("1. Samer Haddad – Arabisch wäre gut, Zugfahrt\n2. Mina Ahmadi – bitte Dari\n3. Herbert Wünsche", "ar fa"),
        ("1) Layla Mansour, spricht Arabisch, möchte Übersetzung\n2) Mina Ahmadi, Dari, ebenso\n3) Tom Roth", "ar fa"),
        ("- Layla Mansour - Arabic please\n- Mina Ahmadi - Dari please\n- John Smith", "ar fa"),
        ("- Abdi Warsame – übersetzt gern Somali\n- Olga Kern – bitte Ukrainisch\n- Petra Nitsche", "uk"),
    ],
)
def test_languages(rows: str, languages: str) -> None:
    text = f"Hallo Claudia,\n\nzum get together am 11.10. kommen:\n\n{rows}\n\nBis bald"
    needs = judged("Anmeldung get together", text, OFFICE)[0].needs
    assert sorted(n.value.detail for n in needs if n.value.kind is NeedKind.INTERPRETING) == languages.split()
