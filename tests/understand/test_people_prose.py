"""What stands beside a name and is no part of it, and who takes whose place: invented sentences, a case a line."""

# ruff: noqa: E501 -- a case a line reads like a table

from __future__ import annotations

import pytest

from mailreg.lexicon.common_words import is_common
from mailreg.model.reading import Kind
from tests.understand.test_people_sentences import read

COMING = {
    "a verb behind": ("Eva Kern", "Ich melde Frau Ragna Sievers an. Ragna Sievers Braucht Nichts.\nEva Kern", ("Ragna Sievers",)),
    "an office before": ("Eva Kern", "Ich melde Superintendent Holger Brandt an.\nEva Kern", ("Holger Brandt",)),
    "a trade behind our": ("Eva Kern", "Unser Steuermann Kwabno Darku und ich kommen gern.\nEva Kern", ("Kwabno Darku", "Eva Kern")),
    "rows with offices": ("", "Wir melden an:\n- Kursleiterin Vera Holm\n- Jugendseelsorger Jan Brandt\n", ("Vera Holm", "Jan Brandt")),
    "a remark in brackets": ("Eva Kern", "Ich melde Gregor Wild (Praktikum) und Anna Roth an.\nEva Kern", ("Gregor Wild", "Anna Roth")),
    "an article between": ("Rosa Kern", "Ich komme mit, und mein Mann der Jonas kommt auch.\nRosa Kern", ("Rosa Kern", "Jonas")),
    "small letters": ("", "hallo, es kommen till rennter und olufemo bankola und karla, alle mit dem rad", ("Till Rennter", "Olufemo Bankola", "Karla")),
    "small herr": ("", "hallo, anna groß und herr winkeler kommen zum treffen am dienstag", ("Anna Groß", "Winkeler")),
    "greeting in another tongue": ("", "Ich komme gern zum Treffen.\n\nShalom Anna Uhlig", ("Anna Uhlig",)),
    "he writes for him": ("Eva Kern", "Herr Sami Haddad möchte gern kommen, das schreibe ich für ihn.\nEva Kern", ("Sami Haddad",)),
}  # fmt: skip


@pytest.mark.parametrize(("sender", "text", "names"), COMING.values(), ids=COMING.keys())
def test_who_comes(sender: str, text: str, names: tuple[str, ...]) -> None:
    people = read(sender, text, Kind.REGISTER)
    assert tuple(p.name for p in people.people) == names


HANDED_OVER = {
    "fuer A kommt B": ("Eva Kern", "Bitte umschreiben: Für Anna Weber kommt Tom Roth.\nEva Kern", ("Tom Roth",), ("Anna Weber",)),
    "nicht A, sondern B": ("Eva Kern", "Nicht Anna Weber kommt am Dienstag, sondern Tom Roth.\nEva Kern", ("Tom Roth",), ("Anna Weber",)),
    "B und nicht A": ("Eva Kern", "Kleine Änderung: Tom Roth fährt nach Bischofswerda und nicht Anna Weber.\nEva Kern", ("Tom Roth",), ("Anna Weber",)),
    "arrow": ("Eva Kern", "Änderung der Meldung:\nalt: Anna Weber -> neu: Tom Roth\n\nEva Kern", ("Tom Roth",), ("Anna Weber",)),
    "passive": ("Eva Kern", "Die erkrankte Anna Weber wird ersetzt durch Tom Roth.\nEva Kern", ("Tom Roth",), ("Anna Weber",)),
    "next sentence": ("Eva Kern", "Frau Anna Weber hat eine Prüfung. An ihrer Stelle kommt Herr Tom Roth.\nEva Kern", ("Tom Roth",), ("Anna Weber",)),
    "takes the seat": ("Eva Kern", "Frau Anna Weber ist umgezogen. Ihren Platz nimmt Tom Roth.\nEva Kern", ("Tom Roth",), ("Anna Weber",)),
    "springt ein": ("Eva Kern", "Herr Jan Weber ist krank. Frau Lea Roth springt ein.\nEva Kern", ("Lea Roth",), ("Jan Weber",)),
    "instead of the writer": ("Eva Kern", "Ich habe einen Gerichtstermin. Tom Roth springt für mich ein.\nEva Kern", ("Tom Roth",), ("Eva Kern",)),
    "the writer takes it": ("Tom Roth", "Frau Anna Weber hat Elternabend, ich übernehme ihren Platz.\nTom Roth", ("Tom Roth",), ("Anna Weber",)),
    "an office only tells": ("Sekretariat", "Bitte ergänzen Sie Frau Anna Weber zusätzlich.\ni. A. Rosa Simmel\nSekretariat", ("Anna Weber",), ()),
    "English": ("Eva Kern", "Please replace Anna Weber with Tom Roth.\nEva Kern", ("Tom Roth",), ("Anna Weber",)),
    "French": ("Eva Kern", "Pour Anna Weber viendra Thomas Roth.\nEva Kern", ("Thomas Roth",), ("Anna Weber",)),
}  # fmt: skip


@pytest.mark.parametrize(("sender", "text", "names", "withdrawn"), HANDED_OVER.values(), ids=HANDED_OVER.keys())
def test_who_takes_whose_place(sender: str, text: str, names: tuple[str, ...], withdrawn: tuple[str, ...]) -> None:
    people = read(sender, text, Kind.CHANGE)
    assert tuple(p.name for p in people.people) == names
    assert tuple(f.value for f in people.withdrawn) == withdrawn


CANCELLED = {
    "the place is not needed": ("Eva Kern", "Herr Jan Hoppe hat uns verlassen, seinen Platz brauchen wir nicht.\nEva Kern", ("Jan Hoppe",)),
    "off the list": ("Sekretariat", "Unsere Bewohnerinnen Anna Weber und Lea Roth bitten, sie aus der Liste zu nehmen.\nRosa Simmel\nSekretariat", ("Anna Weber", "Lea Roth")),
    "neither nor": ("Eva Kern", "Weder ich noch Frau Anna Weber können kommen.\nEva Kern", ("Eva Kern", "Anna Weber")),
    "and she": ("Eva Kern", "Wir bleiben alle zuhause, also ich und die Anna Weber.\nEva Kern", ("Eva Kern", "Anna Weber")),
    "others stay": ("Eva Kern", "Anna Weber fällt weg, sie muss ins Amt. Lea Roth und ich bleiben auf der Liste.\nEva Kern", ("Anna Weber",)),
    "back": ("Eva Kern", "Ich muss von meiner Anmeldung zurücktreten.\nEva Kern", ("Eva Kern",)),
    "family name first": ("Sekretariat", "Position 4 unserer Anmeldung entfällt (Weber, Anna).\nRosa Simmel\nSekretariat", ("Anna Weber",)),
}  # fmt: skip


@pytest.mark.parametrize(("sender", "text", "withdrawn"), CANCELLED.values(), ids=CANCELLED.keys())
def test_who_stays_away(sender: str, text: str, withdrawn: tuple[str, ...]) -> None:
    people = read(sender, text, Kind.CANCEL)
    assert tuple(f.value for f in people.withdrawn) == withdrawn


def test_common_words() -> None:
    assert all(is_common(w) for w in ("seit", "steht", "zwar", "begeisterung", "moglichkeiten"))
    assert not any(is_common(w) for w in ("hartung", "sommer", "klein", "morgen", "anna"))


@pytest.mark.parametrize(
    "text", ["Es kommt entweder Anna Weber oder Lea Roth.", "Either Anna Weber or Lea Roth will come."]
)
def test_one_of_two_is_doubted(text: str) -> None:
    assert "unclear_who" in {d.code for d in read("Eva Kern", text + "\nEva Kern", Kind.REGISTER).doubts}
