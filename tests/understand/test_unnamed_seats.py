"""Seats of people whose names are still to come, and which of several numbers holds, in sentences of many hands."""

from __future__ import annotations

import pytest

from mailreg.model.reading import Kind
from tests.understand.test_people_sentences import read

SEATS = [
    # others beside the named, without names
    ("Zum Fachtag kommen Anna Weber, Tom Roth sowie zwei weitere aus dem Team.\nAnna Weber", 4),
    ("Am Treffen nehmen Anna Weber und drei Ehrenamtliche teil, deren Namen ich noch nicht kenne.\nAnna Weber", 4),
    ("Ich melde Anna Weber und eine Praktikantin an, deren Namen ich nachreiche.\nAnna Weber", 2),
    ("Please register Anna Weber and two volunteers from our group, names to follow.\nAnna Weber", 3),
    ("Proszę zapisać Annę Weber i dwie koleżanki, nazwiska podam później.\nAnna Weber", 3),
    ("Запишите, пожалуйста, Анну Вебер и ещё троих из группы, имена сообщу позже.\nАнна Вебер", 4),
    ("Înscrieți-o vă rog pe Anna Weber și încă trei persoane, ale căror nume le trimit ulterior.\nAnna Weber", 4),
    ("Je vous prie d'inscrire Anna Weber et trois autres membres, dont les noms suivront.\nAnna Weber", 4),
    # brought along, said by where they are from
    ("Ich komme am 11. Oktober und bringe vier aus der Werkstatt mit.\nAnna Weber", 5),
    ("Tragt mich bitte ein, mit noch zwei aus meinem Kurs.\nAnna Weber", 3),
    ("Besides myself, two of our volunteers will attend the meeting.\nAnna Weber", 3),
    # the rest of a group
    ("Für den Fachtag melde ich Anna Weber und Tom Roth an. Die übrigen drei Namen reiche ich nach.\nAnna Weber", 5),
    ("Anna Weber and Tom Roth will attend. The other two names will follow.\nAnna Weber", 4),
    # rows that hold a place
    ("Wir kommen zum Fachtag:\n- Anna Weber\n- Tom Roth\n- N. N.\n\nAnna Weber", 3),
    ("Teilnehmende:\n1. Anna Weber\n2. Tom Roth\n3. Praktikantin (wird noch benannt)\n\nAnna Weber", 3),
    # which number holds
    ("Wir sind sechs Leute im Team, aber nur vier kommen zum Fachtag.\nAnna Weber", 4),
    ("Eigentlich wollten wir zu dritt kommen, nun komme ich allein.\nAnna Weber", 1),
    ("Im Juni waren wir sieben Personen. Diesmal komme ich allein.\nAnna Weber", 1),
    ("Last time we were five people. This time I am coming on my own.\nAnna Weber", 1),
    ("Wir kommen zu zweit, vielleicht auch zu dritt.\nAnna Weber", 2),
    ("We are three or four people and will attend.\nAnna Weber", 3),
    ("Wir kommen also am 17. zum Fachtag, Tom Roth und ich.\nAnna Weber", 2),
    # groups in words
    ("Нас будет семеро, все из хора.\nАнна Вебер", 7),
    ("Нас буде восьмеро разом зі мною.\nАнна Вебер", 8),
    ("Wir sind neun und freuen uns auf das Treffen.\nAnna Weber", 9),
    ("Buongiorno, vorremmo iscriverci alla giornata: saremo in sette.\nAnna Weber", 7),
    ("Dobar dan, prijavljujemo se za susret, bit će nas osmero.\nAnna Weber", 8),
    ("Będzie nas siedmioro na spotkaniu.\nAnna Weber", 7),
    ("Yedi kişi geleceğiz.\nAyşe Demir", 7),
    ("سنكون ستة أشخاص في اللقاء.\nسلمى حداد", 6),
    # the name comes later, or stands elsewhere in the sentence
    ("Ich komme mit einer Freundin, mit der ich zusammen wohne, Lea Roth.\nAnna Weber", 2),
    ("Przyjdę z moim bratem – to Adam Lis.\nAnna Lis", 2),
    ("Ich möchte mich mit meiner Mitbewohnerin aus Pirna, Frau Lea Roth, anmelden.\nAnna Weber", 2),
    ("Ich komme mit meiner Assistentin Lea Roth, die bitte ebenfalls einen Platz bekommt.\nAnna Weber", 2),
    ("Anmelden möchte ich Frau Lea Roth, ihren Mann (Vorname folgt) und mich.\nAnna Weber", 3),
    # counted without a name, and named behind it together with the writer
    ("Mein Mann und ich kommen zum Treffen. Namen: Anna Weber, Tom Weber.\nAnna Weber", 2),
    ("Мы с мужем придём. Запишите нас: Анна Вебер и Борис Вебер.\nАнна Вебер", 2),
    ("My husband and I will come. Please put us on the list:\nAnna Weber\nTom Weber\n\nAnna Weber", 2),
    # a part that somebody plays, a group of which fewer come, the name of an organisation, a seat of one's own
    ("Ich arbeite als Schulassistentin und bringe eine Freundin mit.\nAnna Weber", 2),
    ("Als langjährige Patin einer Familie nehme ich am Treffen teil.\nAnna Weber", 1),
    ("I work as a teaching assistant and will come with a friend.\nAnna Weber", 2),
    ("Von uns vier kommen drei: Lea Roth, Tom Kurz und ich.\nAnna Weber", 3),
    ("Frau Anna Weber kommt, begleitet von zwei Kolleginnen aus der Schulsozialarbeit.\nAnna Weber", 3),
    ("Ich nehme einen Platz.\nAnna Weber", 1),
    ("Ich nehme noch einen Platz für eine Freundin.\nAnna Weber", 2),
]


@pytest.mark.parametrize(("text", "seats"), SEATS)
def test_seats(text: str, seats: int) -> None:
    sender = text.rsplit("\n", 1)[-1]
    assert read(sender, text, Kind.REGISTER).headcount.value == seats


NONE_MORE = [
    "Ich komme gern zum Fachtag. Eine Assistenz begleitet mich nicht.",
    "Ich komme für die Radwerkstatt (Touren mit Geflüchteten) zum Treffen.",
    "Ich komme zum Treffen. Ich leite seit 20 Jahren den Kreis und komme gern.",
    "Ich melde mich an und habe zwei Fragen.",
    "Ich komme und zwei Rollstuhlplätze wären gut.",
    "Ich komme und bringe zwei Kuchen mit.",
    "Ich komme um vier. Meine anderen zwei Termine sage ich ab.",
]


@pytest.mark.parametrize("text", NONE_MORE)
def test_what_takes_no_seat(text: str) -> None:
    assert read("Anna Weber", f"{text}\nAnna Weber", Kind.REGISTER).headcount.value == 1


SIGNED = [
    ("Es kommen:\nLea Roth\nTom Kurz\nAlma Hahn\n\nB. Reich, Personal", ("Lea Roth", "Tom Kurz", "Alma Hahn")),
    ("I register three:\nLea Roth, nurse\nTom Kurz, teacher\nAlma Hahn, teacher\nCarol Smith, office", None),
    ("Wir melden an:\n- Lea Roth\n- Tom Kurz\n- Alma Hahn\n\nInes Sommer", ("Lea Roth", "Tom Kurz", "Alma Hahn")),
    ("Es kommen:\nLea Roth\nTom Kurz\nAlma Hahn", ("Lea Roth", "Tom Kurz", "Alma Hahn")),
]


@pytest.mark.parametrize(("text", "names"), SIGNED)
def test_who_signs_below_a_list_is_none_of_it(text: str, names: tuple[str, ...] | None) -> None:
    found = read("Sekretariat", text, Kind.REGISTER)
    assert tuple(p.name for p in found.people) == (names or ("Lea Roth", "Tom Kurz", "Alma Hahn"))


def test_a_shared_family_name_is_not_lent_to_the_writer() -> None:
    found = read("Tanja Biele", "Wir kommen! Tanja + Rico Halm\nTanja Biele", Kind.REGISTER)
    assert [p.name for p in found.people] == ["Tanja Biele", "Rico Halm"]


AMONG = [
    ("Es kommen die Leiterin (ich), Frau Lea Roth und Herr Prof. Tom Kurz.\nAnna Weber", 3),
    ("Am 11. Oktober kommen die Beauftragte (das bin ich) und die Streetworkerin Lea Roth.\nAnna Weber", 2),
    ("Es kommen Frau Lea Roth und Herr Tom Kurz, dazu meine Wenigkeit.\nAnna Weber", 3),
    ("In Absprache mit meiner Leitung melde ich mich zum Fachtag an.\nAnna Weber", 1),
    ("Ich möchte teilnehmen, zusammen mit zwei Frauen aus dem Verein:\n- Lea Roth\n- Alma Hahn\n\nAnna Weber", 3),
    ("Es kommen:\nRoth, Lea / Kurz, Tom / Hahn, Anna\n\nMit freundlichen Grüßen\nInes Sommer", 3),
    ("Teilnehmende:\nRoth, Lea; Kurz, Tom; Hahn, Anna\n\nMit freundlichen Grüßen\nInes Sommer", 3),
]


@pytest.mark.parametrize(("text", "seats"), AMONG)
def test_the_writer_among_the_named(text: str, seats: int) -> None:
    found = read(text.rsplit("\n", 1)[-1], text, Kind.REGISTER)
    assert len(found.people) == found.headcount.value == seats
