"""Who is named beside the writer's own registration: with something else to do they take no seat, taken up again they
do."""

from __future__ import annotations

import pytest

from mailreg.model.reading import Kind
from tests.understand.test_people_sentences import read

ALONE = (
    "Ich komme am 11. Oktober gern. Mein Nachbar Bernd Richter hat diese Mail für mich getippt.",
    "Ich nehme am Netzwerktreffen teil, mein Bruder Horst Klee setzt mich vor der Tür ab.",
    "Ich bin dabei. Unsere Vorsitzende, Gisela Kranz, lässt herzlich grüßen.",
    "Ich melde mich an. Ursprünglich war unser Kollege Benno Stahl vorgesehen, aber er will nicht mehr.",
    "Ich komme gern zum Treffen. Eigentlich sollte auch meine Chefin Jana Wolf kommen, aber sie hat eine Sitzung.",
    "Ich komme zum Treffen. Mein Kurs hat so lange Unterricht bei der Kollegin Maren Fuhrmann.",
    "Ich komme am 11. Oktober. Die Fahrt zahlt uns niemand, sagt unser Vorsitzender Rolf Brand.",
    "Mein verstorbener Mann Hans Sommer hat den Kreis gegründet, ich führe ihn weiter und komme gern.",
    "I would like to take part. My neighbour Petra Haug has lent me her laptop for this mail.",
    "I would like to take part. Our director, Anke Reich, would have come too but has to chair a board.",
)
BOTH = (
    "Ich komme am 11. Oktober gern. Meine Kollegin Jana Wolf ist neu bei uns und kommt auch.",
    "Ich nehme teil. Mein Bruder Horst Klee hat gerade frei, er ist auch dabei.",
    "Ich komme gern. Meine Nachbarin Gisela Kranz hat diese Mail getippt, sie möchte auch teilnehmen.",
    "Ich komme am 11. Oktober. Mein Freund Samir Nouri lernt noch Deutsch, für ihn bitte Arabisch.",
    "Ich komme zum Treffen mit meiner Freundin Maren Fuhrmann, die gerade Urlaub hat.",
    "Ich komme am 11. Oktober, meine Mutter Lina Sommer braucht einen Platz vorn.",
)


@pytest.mark.parametrize("text", ALONE)
def test_only_the_writer_comes(text: str) -> None:
    people = read("Vera Sommer", f"{text}\n\nVera Sommer", Kind.REGISTER)
    assert [p.name for p in people.people] == ["Vera Sommer"]
    assert people.headcount.value == 1


@pytest.mark.parametrize("text", BOTH)
def test_both_come(text: str) -> None:
    people = read("Vera Sommer", f"{text}\n\nVera Sommer", Kind.REGISTER)
    assert len(people.people) == people.headcount.value == 2
