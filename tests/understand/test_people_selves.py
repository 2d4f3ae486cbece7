"""The writer in other words than a name, two who share a mailbox, and organisations that sound like people."""

# ruff: noqa: E501 -- a case a line reads like a table

from __future__ import annotations

import pytest

from mailreg.lexicon.load import load_lexicons
from mailreg.model.mail import Address, Letter, Segment, SegmentKind
from mailreg.model.reading import Kind
from mailreg.understand.header import two_people
from mailreg.understand.people import find_people
from mailreg.understand.text import analyse

# From name, text, kind, who comes (or withdraws), in any order
CASES = {
    "en-yours-truly": ("Grace Hill", "Hello,\n\nPaul Stone, Mary Field and yours truly will attend the meeting.\n\nGrace Hill", "register", {"Paul Stone", "Mary Field", "Grace Hill"}),
    "en-closing-is-nobody": ("Grace Hill", "Hello,\n\nplease register Paul Stone and Mary Field for the meeting.\n\nYours truly\nGrace Hill", "register", {"Paul Stone", "Mary Field"}),
    "es-servidora": ("Inés Gil", "Hola:\n\nAsistirán al encuentro Pablo Ruiz y una servidora.\n\nInés Gil", "register", {"Pablo Ruiz", "Inés Gil"}),
    "it-sottoscritta": ("Anna Riva", "Buongiorno,\n\nall'incontro verranno Paolo Conti e la sottoscritta.\n\nAnna Riva", "register", {"Paolo Conti", "Anna Riva"}),
    "fr-serviteur": ("Luc Morel", "Bonjour,\n\nMarie Blanc et votre serviteur participeront à la rencontre.\n\nLuc Morel", "register", {"Marie Blanc", "Luc Morel"}),
    "de-plus": ("Jonas Vogt", "Hallo,\n\nich + Lena Marx kommen zum Treffen.\n\nJonas Vogt", "register", {"Lena Marx", "Jonas Vogt"}),
    "de-and-sign": ("Jonas Vogt", "Hallo,\n\nLena Marx & ich kommen zum Treffen.\n\nJonas Vogt", "register", {"Lena Marx", "Jonas Vogt"}),
    "de-beside-me": ("Jonas Vogt", "Hallo,\n\nneben mir kommen Lena Marx und Paul Ernst zum Treffen.\n\nJonas Vogt", "register", {"Lena Marx", "Paul Ernst", "Jonas Vogt"}),
    "pl-with-me-counted": ("Beata Wrona", "Dzień dobry,\n\nna spotkanie przyjdą trzy osoby łącznie ze mną: Anna Kos i Piotr Lis.\n\nBeata Wrona", "register", {"Anna Kos", "Piotr Lis", "Beata Wrona"}),
    "de-nor-i": ("Jonas Vogt", "Hallo,\n\nweder Lena Marx noch ich können zum Treffen kommen.\n\nJonas Vogt", "cancel", {"Lena Marx", "Jonas Vogt"}),
    "de-neither-i": ("Jonas Vogt", "Hallo,\n\nweder ich noch Lena Marx können zum Treffen kommen.\n\nJonas Vogt", "cancel", {"Lena Marx", "Jonas Vogt"}),
    "i-cannot-do-something-else": ("Lena Marx", "Hallo,\n\nmeine Mutter Helga Marx und ich möchten gern kommen. Dolmetschen kann ich nicht.\n\nLena Marx", "register", {"Helga Marx", "Lena Marx"}),
    "for-others-only": ("Jonas Vogt", "Hallo,\n\nich melde Lena Marx und Paul Ernst für das Treffen an.\n\nJonas Vogt", "register", {"Lena Marx", "Paul Ernst"}),
    "two-in-from": ("Helga und Bernd Ahlert", "Hallo,\n\nwir beide kommen zum Treffen.\n\nHelga Ahlert und Bernd Ahlert", "register", {"Helga Ahlert", "Bernd Ahlert"}),
    "two-in-from-one-signs": ("Helga & Bernd Ahlert", "Hallo,\n\nich komme zum Treffen.\n\nViele Grüße\nBernd Ahlert", "register", {"Bernd Ahlert"}),
    "two-sign-with-plus": ("Omar Nasser", "Hallo,\n\nwir kommen zum Treffen.\n\nOmar Nasser + Stefan Ahlert", "register", {"Omar Nasser", "Stefan Ahlert"}),
    "club-of-a-town": ("Lena Marx", "Hallo,\n\nich komme für Sonnafro Plauen zum Treffen.\n\nLena Marx", "register", {"Lena Marx"}),
    "part-of-a-town": ("Lena Marx", "Hallo,\n\nich komme zum Treffen, Lena Marx, Stadtteilladen West.\n\nLena Marx", "register", {"Lena Marx"}),
    "name-like-a-town": ("Lena Marx", "Hallo,\n\nmeine Kollegin Anna Plauen und ich kommen zum Treffen.\n\nLena Marx", "register", {"Anna Plauen", "Lena Marx"}),
}  # fmt: skip


@pytest.mark.parametrize(("sender", "text", "kind", "people"), CASES.values(), ids=CASES.keys())
def test_who(sender: str, text: str, kind: str, people: set[str]) -> None:
    letter = Letter(
        "<1@example.org>", Address("post@example.org", sender), "", text, (Segment(SegmentKind.OWN, 0, len(text)),)
    )
    found = find_people(analyse(letter, load_lexicons()), Kind(kind))
    names = {p.name for p in found.people} | {w.value for w in found.withdrawn}
    assert names == people


TWO = {
    "Helga und Bernd Ahlert": ("Helga Ahlert", "Bernd Ahlert"),
    "Helga u. Bernd Ahlert": ("Helga Ahlert", "Bernd Ahlert"),
    "Nora & Omar": ("Nora", "Omar"),
    "Marta i Jan Wrona": ("Marta Wrona", "Jan Wrona"),
    "Тарас і Олена Гай": ("Тарас Гай", "Олена Гай"),
    "Anna & Team": None,
    "Jana & Büro": None,
    "Rat und Tat": None,
    "Ahlert, Helga": None,
    "Juan Ortega y Gasset": None,
}


@pytest.mark.parametrize(("shown", "both"), TWO.items(), ids=TWO.keys())
def test_two_in_from(shown: str, both: tuple[str, str] | None) -> None:
    assert two_people(shown, "post@example.org") == both


def test_whom_the_address_resembles_writes() -> None:
    assert two_people("Helga und Bernd Ahlert", "bernd.ahlert@example.org") == ("Bernd Ahlert", "Helga Ahlert")
