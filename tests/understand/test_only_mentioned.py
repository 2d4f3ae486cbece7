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


WITH_THE_WRITER = (
    "Zum Treffen am 11.10. kommen wir. Das sind ich, das Ehepaar Ulrich Lehmann und Christel Lehmann.",
    "Angemeldet seien hiermit: ich selbst, mein Bruder Julius Rehm und mein Freund Jonas Kern.",
    "Es kommen Anna Kurz, Tom Lang und ich selber, wir freuen uns.",
    "Es kommen zum Treffen: ich, Frau Anna Kurz und Herr Tom Lang.",
)
FOR_OTHERS = (
    "Gern bestätige ich die Teilnahme meiner Mitarbeiterin Ronja Feist.",
    "Mein Nachbar Ibrahim Darwish möchte am 11.10. teilnehmen, er kommt allein.",
    "Könnten Sie bitte Elias Weidemann auf die Liste nehmen? Er sitzt mir gegenüber und mag nicht selbst schreiben.",
)
LABELS = (
    "Bearbeitet von: Kevin Straube",
    "Genehmigt: Dr. Roland Kühn, Amtsleiter",
    "Vorgesetzte: Simone Adam (hat zugestimmt)",
    "Absender: Bernadette Ruhland, Leiterin",
)
DEPUTIES = (
    "In Vertretung unseres Geschäftsführers Joachim Teubert nehme ich am Fachtag teil.",
    "In Vertretung meiner Chefin Jana Wolf komme ich am 11.10. zum Treffen.",
    "Ich komme zum Treffen und vertrete damit auch unseren Pfarrer Tobias Grün.",
)
SEATS = (
    ("Ich bin dabei, plus eins.", 2),
    ("Zum Treffen kommen: Vera Sommer, Sven Kolb, 1 Lehrling.", 3),
    ("Am 11.10. kommen acht Teilnehmende und ich.", 9),
    ("Es kommen zwei Kolleginnen aus dem Sozialdienst und ich selbst zum Treffen.", 3),
    ("Ich komme gern. Ich leite eine Mädchengruppe; Mädchen bringe ich keine mit.", 1),
    ("Wir kommen:\nVera Sommer\nTim Kunert\n+ eine Praktikantin (fängt erst im Oktober an)", 3),
)


@pytest.mark.parametrize("text", WITH_THE_WRITER)
def test_the_writer_is_the_first_of_them(text: str) -> None:
    people = read("Vera Sommer", f"{text}\n\nVera Sommer", Kind.REGISTER)
    assert "Vera Sommer" in [p.name for p in people.people]
    assert len(people.people) == people.headcount.value == 3


@pytest.mark.parametrize("text", FOR_OTHERS)
def test_the_writer_comes_not(text: str) -> None:
    people = read("Vera Sommer", f"{text}\n\nVera Sommer", Kind.REGISTER)
    assert [p.name for p in people.people] != []
    assert "Vera Sommer" not in [p.name for p in people.people]
    assert people.headcount.value == 1


@pytest.mark.parametrize("text", DEPUTIES)
def test_a_deputy_comes_alone(text: str) -> None:
    people = read("Vera Sommer", f"{text}\n\nVera Sommer", Kind.REGISTER)
    assert [p.name for p in people.people] == ["Vera Sommer"]


def test_a_secretary_names_herself() -> None:
    text = (
        "Eigentlich sollte unser Diakon Tobias Lehnert kommen, aber er kann nicht. So kommt die Sekretärin, also ich."
    )
    people = read("Vera Sommer", f"{text}\n\nVera Sommer", Kind.REGISTER)
    assert [p.name for p in people.people] == ["Vera Sommer"]


@pytest.mark.parametrize(("text", "seats"), SEATS)
def test_seats(text: str, seats: int) -> None:
    assert read("Vera Sommer", f"{text}\n\nVera Sommer", Kind.REGISTER).headcount.value == seats


@pytest.mark.parametrize("line", LABELS)
def test_who_has_dealt_with_it_comes_not(line: str) -> None:
    text = f"Guten Tag,\nwir melden an:\n\nFrau Heidi Kern, Kita Nord\nFrau Jana Lang, Kita Süd\n\n{line}\n"
    people = read("Fortbildungsstelle", text, Kind.REGISTER)
    assert [p.name for p in people.people] == ["Heidi Kern", "Jana Lang"]


def test_both_stay_away_though_they_sit_somewhere() -> None:
    text = "Ursula Wenke und ich müssen passen, unser Enkel ist da und wir sitzen in Jena im Krankenhaus."
    people = read("Josef Wenke", f"{text}\n\nJosef Wenke", Kind.CANCEL)
    assert {f.value for f in people.withdrawn} == {"Ursula Wenke", "Josef Wenke"}


def test_an_aside_before_the_writer() -> None:
    text = "Es nehmen teil: Frau Anna Kurz, Herr Tom Lang und – endlich auch mal – ich."
    people = read("Vera Sommer", f"{text}\n\nVera Sommer", Kind.REGISTER)
    assert [p.name for p in people.people] == ["Anna Kurz", "Tom Lang", "Vera Sommer"]
