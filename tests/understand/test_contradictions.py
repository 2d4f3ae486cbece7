"""Registrations that contradict themselves, or of people who have not been asked: a person looks first."""

from __future__ import annotations

import pytest

from mailreg.model.decision import Decision, Handling
from tests.understand.letters import judged

_HELD = (
    "Ich komme am 11.10. mit zwei oder drei Kolleginnen zum get together. Jana Wolters",
    "Ich komme am 11.10. zum get together mit 3-4 Jugendlichen. Jana Wolters",
    "Wir kommen zu dritt oder zu viert am 11.10. zum get together. Jana Wolters",
    "I will attend the get together on 11 October with one or two friends. Jana Wolters",
    "Je viens au get together du 11 octobre avec deux ou trois collègues. Jana Wolters",
    "Я прийду на get together 11 жовтня з двома або трьома колегами. Jana Wolters",
    "Wir nehmen am 11.10. mit zwei Personen teil, wer von uns, sage ich Ihnen noch. Jana Wolters, Sekretariat",
    "Zwei von uns kommen am 11.10., wer, entscheidet das Los. Jana Wolters",
    "Two of us will come on 11 October, who it is we decide on Friday. Jana Wolters",
    "Anmeldung für 4 Personen zum Fachtag: Jana Wolters, Tom Roth, Anna Weber. Danke",
    "Wir sind 5: Jana Wolters, Tom Roth, Anna Weber und Eva Lenz. Bis zum 11.10.",
    "Wir kommen am 11.10. zu dritt: Jana Wolters und Tom Roth. Danke!",
    "Am 11.10. kommt entweder meine Kollegin oder ich. Jana Wolters",
    "Bitte einen Platz am 11.10. für Jana Wolters und Tom Roth. Danke",
    "Einen Platz für Jana Wolters und Tom Roth bitte, get together am 11.10. Danke",
    "One place for Jana Wolters and Ben Miller on 11 October in Bischofswerda, please.",
    "Une place pour Jana Wolters et Anne Petit le 11 octobre à Bischofswerda, s'il vous plaît.",
    "Hiermit melde ich eine Person für den 11.10. an: Jana Wolters und Tom Roth.",
    "Zwei Plätze für Jana Wolters, Tom Roth und Anna Weber am 11.10. bitte.",
    "Bitte vier Plätze für den 11.10., nämlich für Jana Wolters und Tom Roth.",
    "Wir kommen am 11.10. zu zweit (meine Frau, mein Bruder und ich). Jana Wolters",
    "Angemeldet werden drei Personen: ich, meine Frau, meine Schwester und mein Bruder. 11.10. Jana Wolters",
    "We are two for 11 October: my brother, my husband and I. Jana Wolters",
    "Einer von uns beiden kommt am 11.10. bestimmt, wir müssen uns nur noch einigen. Jana und Tom Wolters",
    "One of us will come to Bischofswerda on 11 October. Jana Wolters",
    "Ich möchte mich zum Treffen am 17.11. in der Lutherstraße in Bischofswerda anmelden. Jana Wolters",
    "Ich melde mich für den 11.10. im Haus der Demokratie in Leipzig an. Jana Wolters",
    "I'd like to register for Bischofswerda on 17 November. Jana Wolters",
    "Zwei Plätze bitte für den 11.10., für mich, Petra Domsch, und noch eine Kollegin. Oder doch drei? Das kläre ich.",
    "Wir kommen zu zweit nach Bischofswerda, Jana Wolters und Tom Roth, vielleicht auch zu dritt.",
    "We are two for Bischofswerda, Jana Wolters and Tom Roth, perhaps even three people.",
    "Melde uns zu dritt für Bischofswerda: Jana Wolters und Arne Lindholz. Wir freuen uns zu zweit auf euch!",
    "Wir kommen zu viert nach Bischofswerda (Anne Kuba, Selda Kara, fünf weitere).",
    "Bitte reservieren Sie einen Platz am 11.10., für mich oder für meine Vertretung, das entscheidet mein Chef.",
    "Bitte einen Platz beim get together: meine Kollegin oder ich, wir losen das noch aus. Entschieden wird am Montag.",
    "Запишите двух человек на 11 октября в Бишофсверду. Кто поедет, решим голосованием. Зинаида Рейх",
    "I'd like to sign up two people for 11 October. Who comes will be decided on Monday. Jana Wolters",
    "Hiermit melde ich mich zum Connect-Fachtag am 11.10. in Leipzig an.",
    "Ich komme gern am 17. November nach Bischofswerda.",
    "Ich melde Frau Derya Yilmaz für den 11.10. an. Gefragt habe ich sie noch nicht.",
    "Ich melde Herrn Gregor Pfeil für den 11.10. an, er ist im Urlaub und erfährt es danach.",
    "Please register my colleague Ann Miller for 11 October. I have not asked her yet, but she will love it.",
    "Ich melde mich zum Fachtag am 17. November in Chemnitz an. Jana Wolters",
    "Gern bin ich beim Netzwerktreffen am 11.10. in Bautzen dabei. Jana Wolters",
    "I would like to sign up for the get together on 11 October in Dresden. Jana Wolters",
    "Hiermit melde ich mich zum get together am Donnerstag, dem 13. Oktober, an. Jana Wolters",
    "Bitte einen Platz beim Netzwerktreffen am 18.10. für mich. Jana Wolters",
    "Signing up for the get together on 11 October 2023 in Bischofswerda. Jana Wolters",
    "Please put me down for the Fachtag on December 17. Jana Wolters",
    "Bitte reservieren Sie einen Platz für Anna Weber und Tom Roth am 11.10. in Bischofswerda.",
    "Guten Tag, ein Platz fuer Anna Weber und Tom Roth am 11.10. bitte.",
    "Anmeldung für den 11.10.: eine Person: Jana Wolters und Tom Roth.",
    "Please reserve one seat for Anna Weber and Tom Roth on 11 October.",
    "Wir melden zum 11.10. eine Person an: Anna Weber und Tom Roth.",
    "Four of us will be attending on 11 October in Bischofswerda: Jana Wolters, Ruth Kamau.",
    "Wir kommen drei Personen zum get together: ich, Jana Wolters, und mein Mann Omar Wolters.",
    "Ich melde mich für den 11.10. an. Bleibt die Kita zu, bleibe ich auch daheim. Jana Wolters",
    "Ich melde mich für den 11.10. an. Bekomme ich keinen Urlaub, muss ich arbeiten. Jana Wolters",
    "Bitte tragen Sie mich für den 11.10. ein. Findet der Test doch statt, sitze ich in der Schule. Jana Wolters",
    "Ich melde mich für den 11.10. an. Die Genehmigung des Amtes steht allerdings noch aus. Jana Wolters",
    "Ich melde mich für den 11.10. an, meine Leiterin muss dem noch zustimmen. Jana Wolters",
    "Please register me for 11 October. My manager's approval is still outstanding. Jana Wolters",
    "Je voudrais inscrire ma collègue Anne Petit pour le 11 octobre. Je ne lui ai pas encore demandé.",
)
_ANSWERED = (
    "Ich komme am 11.10. zum get together, um 3 oder 4 Uhr bin ich da. Jana Wolters",
    "Ich komme am 11.10. zum get together und bringe zwei oder drei Plakate mit. Jana Wolters",
    "I will attend on 11 October, my train takes two or three hours. Jana Wolters",
    "Wir kommen am 11.10. zu dritt: Jana Wolters, Tom Roth und unsere Freiwillige Anna Weber.",
    "Wir sind am 11.10. zu zweit: ich, Jana Wolters, und meine Kollegin Anna Weber.",
    "We are two for 11 October: Jana Wolters and my colleague, Ms Ann Miller.",
    "Bitte je einen Platz am 11.10. für Jana Wolters und Tom Roth. Danke",
    "Bitte zwei Plätze am 11.10. für Jana Wolters und Tom Roth. Danke",
    "Wir kommen am 11.10. zu dritt (meine Frau, mein Bruder und ich). Jana Wolters",
    "Angemeldet werden drei Personen: ich, meine Frau und mein Bruder. 11.10. Jana Wolters",
    "Bitte einen Platz für Jana Wolters am 11.10. reservieren. Tom Roth hat sich schon angemeldet.",
    "Wir kommen am 11.10. zu zweit: Tom Roth und ich. Drei weitere haben sich schon angemeldet. Jana Wolters",
    "Ich melde mich für den 11.10. an. Sollten Sie Hilfe brauchen, bin ich eher da. Jana Wolters",
    "Ich melde mich für den 11.10. an. Kommt etwas dazwischen, melde ich mich. Jana Wolters",
    "Ich melde mich für den 11.10. an, am 12.10. bin ich in Dresden. Jana Wolters",
    "Ich komme am 11.10. ab Dresden mit dem Rad nach Bischofswerda. Jana Wolters",
    "Ich melde mich zum Fachtag in Leipzig an. Am 14.11. bin ich wieder im Büro. Jana Wolters",
    "Zum get together am 11.10.2022 in Bischofswerda melde ich mich an. Jana Wolters",
    "Bitte einen Platz für Tom Roth und einen Platz für Jana Wolters am 11.10. Danke!",
    "Zwei Plätze für Tom Roth und mich am 11.10. bitte. Jana Wolters",
    "Wir kommen am 11.10. zu viert: Anna Weber, Tom Roth,\nEva Lenz und Ali Nouri. Jana Wolters",
    "Ich komme am 11.10., welchen Zug ich nehme, entscheide ich noch. Jana Wolters",
    "Ich melde mich für den 11.10. an. Wer noch eine Fahrt sucht, kann mich später anrufen. Jana Wolters",
    "Es kommen Anna Weber und ich am 11.10., eine von uns ist Vegetarierin. Jana Wolters",
    "Wir kommen zu zweit am 11.10., einer von uns etwas später. Jana Wolters und Tom Roth",
    "Ich fahre am 11.10. in Leipzig um 12 Uhr los und bin pünktlich beim get together. Jana Wolters",
    "Ich komme zum get together am 11.10. und zum Fachtag am 17.11. in Leipzig. Jana Wolters",
    "Quero inscrever o meu pai, Armando Nhantumbo, para 11 de outubro em Bischofswerda. Jana Wolters",
    "Zwei Plätze für den 11.10. bitte, für mich und Tom Roth. Bis dann, Jana Wolters",
    "Wir kommen zu dritt nach Bischofswerda: Anna Weber, Tom Roth und ich. Jana Wolters",
    "Ich komme am 11.10. nach Bischofswerda. Jana Wolters, Jugendamt Leipzig",
    "Am 11.10. aus Leipzig dabei: Jana Wolters. Ich melde mich hiermit an.",
    "Ich melde meine Kollegin Anna Weber für den 11.10. an, sie weiß Bescheid und freut sich. Jana Wolters",
    "Please register Ann Miller for 11 October. I have asked her and she said yes.",
)


def _decided(text: str) -> Decision:
    return judged("Anmeldung", text)[1]


@pytest.mark.parametrize("text", _HELD)
def test_a_person_looks_first(text: str) -> None:
    assert _decided(text).handling is Handling.REVIEW, _decided(text).rule


@pytest.mark.parametrize("text", _ANSWERED)
def test_clear_ones_are_answered(text: str) -> None:
    assert _decided(text).rule == "clear registration"
