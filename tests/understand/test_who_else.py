"""Whom somebody brings along without a name, and what somebody is: the one takes a seat, the other does not."""

from __future__ import annotations

import pytest

from mailreg.model.reading import Kind
from tests.understand.test_people_sentences import read


def seats(text: str) -> int:
    return read("Vera Sommer", f"{text}\n\nVera Sommer", Kind.REGISTER).headcount.value


TWO = (
    "Ich nehme am get together teil und nehme meine Kollegin mit.",
    "Am 11.10. kommen zum get together ich und noch eine Kollegin, mein Chef sagt, das ist okay.",
    "Ich komme zum get together und bringe eine Freundin mit.",
    "Am 11. Oktober komme ich mit einer jungen Frau aus Eritrea, die ich seit dem Frühjahr begleite.",
    "Am 11. Oktober komme ich mit einem älteren Bekannten aus Syrien zum get together.",
    "Hallo, am 11. Oktober bin ich mit einer Freundin beim get together.",
    "Ich bin am 11. Oktober mit meinem Mann da.",
    "Hi, ich würde mit meiner Chefin auflaufen, get together am 11.10.",
    "Ich schlage am 11.10. beim get together mit einem Kumpel auf.",
    "Zum get together am 11.10.: Vera Sommer + Begleitung, wir kommen.",
    "Zum get together: Platz für mich und gehörlose Kollegin, bitte.",
    "Bitte Plätze beim get together für mich und unsere neue Praktikantin.",
    "Am 11. Oktober werden ein Mitglied des Vorstands und ich selbst beim get together anwesend sein.",
    "Zum get together am 11.10. kumme mer zo zweit.",
    "Le 11 octobre je serai au get together avec une amie.",
    "I'll be at the get together on 11 October with a friend of mine.",
    "11 октября приду на get together с подругой.",
    "11 жовтня приїду на get together з мамою.",
    "11 Ekim'deki get together'a annemle geliyoruz.",
    "11 Ekim'deki get together'a bir arkadaşımla geleceğim.",
    "El 11 de octubre voy al get together con una amiga.",
    "Voy al get together el 11 de octubre, así como una amiga.",
    "Je viens au get together le 11 octobre ainsi qu'une amie.",
    "Vou ao get together no dia 11 de outubro, bem como uma colega.",
    "I will come to the get together on 11 October as well as a colleague.",
    "Zum get together am 11.10. kommen sowohl ich als auch eine Kollegin.",
    "Ich bin Sozialarbeiterin und komme am 11.10. mit einer Kollegin zum get together.",
    "Ich komme am 11.10. zum get together, als Begleitung kommt eine Freundin mit.",
)
ONE = (
    "Ich komme am 11.10. zum get together.\nAnreise: mit Nachbarin, kostenlos",
    "Get together am 11.10.: ich bin dabei.\nAnfahrt: mit einem Kollegen im Auto",
    "I will come to the get together on 11 October.\nTravel: with a friend, by car",
    "Meine Chefin sagt, dass ich auf den Fachtag gehen darf, also melde ich mich für das get together an.",
    "Ich komme am 11. Oktober zum get together, mein Chef erlaubt es.",
    "Ich komme am 11.10. zum get together, meine Kollegin meinte, ich soll mich melden.",
    "Ich würde mich über einen Platz beim get together freuen. Meine Nachbarin nimmt mich im Wagen mit.",
    "Am 11. Oktober nehme ich am get together teil, mein Mann fährt mich hin.",
    "Ich komme zum get together am 11.10., eine Freundin holt mich zum Glück ab.",
    "Wir bringen Geflüchteten das Schwimmen bei. Zum get together am 11.10. erscheine ich.",
    "Wir bringen jungen Frauen das Radfahren bei, zum get together am 11. Oktober komme ich.",
    "Ehrenamtlich begleite ich zwei junge Männer bei Behördengängen. Zum get together würde ich gern kommen.",
    "Die Stadtteilmütter schicken mich zum get together. Kinder hüten? Zwei unserer Frauen könnten das übernehmen.",
    "Ich komme zum get together, mit dem Auto, wenn noch wer aus Wilthen mitwill, ich hab drei Plätze frei.",
    "Ich komme am 11.10. zum get together und habe noch zwei Plätze frei, falls jemand mitfahren möchte.",
    "Zum get together komme ich gern. Ich sehe nur noch wenig, ein Platz nah bei der Referentin wäre eine Hilfe.",
    "Nach Rückspr. m. Chefin nehme ich am get together teil.",
    "Sehr geehrte Frau Stoye, als Vorsitzende von Kamerun Lausitz e. V. nehme ich am get together teil.",
    "Als Mutter und ehrenamtliche Helferin möchte ich am 11. Oktober zum get together kommen.",
    "Ich bin Mutter und Elternsprecherin, ich möchte auch zum get together am 11. Oktober.",
    "Ich war 2015 selbst Geflüchtete und arbeite heute als Traumapädagogin. Beim get together will ich dabei sein.",
    "Ich komme am 11. Oktober zum get together. Ich bin Hausmeister und Mädchen für alles im Haus der Begegnung.",
    "Ich bin die neue Kollegin im Jugendhaus und komme am 11. Oktober zum get together.",
    "Ich komme am 11. Oktober zum get together. Seit Montag bin ich mit einem Kollegen zerstritten.",
    "As a mother and volunteer I will come to the get together on 11 October.",
    "En tant que présidente de l'association, je participerai au get together le 11 octobre.",
    "Как председатель союза я приду на get together 11 октября.",
    "Dernek başkanı olarak 11 Ekim'deki get together'a geliyorum.",
)


@pytest.mark.parametrize("text", TWO)
def test_whoever_is_brought_along_takes_a_seat(text: str) -> None:
    assert seats(text) == 2


@pytest.mark.parametrize("text", ONE)
def test_what_somebody_is_takes_none(text: str) -> None:
    assert seats(text) == 1
