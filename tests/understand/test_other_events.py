"""Mails about events that no mail was trained on: what is read must not hang on the words of the events we know."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from mailreg.decode import decode
from mailreg.decode.eventfile import parse_events
from mailreg.model.decision import Decision, Situation
from mailreg.model.reading import Reading
from mailreg.policy.decide import decide
from mailreg.understand.read import read

SECOND_OPINION = True
EVENTS = parse_events(
    """
[[event]]
id = "sommerfest"
title = "Sommerfest der Vielfalt"
aliases = ["Sommerfest"]
start = 2027-07-04T14:00:00
end = 2027-07-04T20:00:00
venue = "Alter Bahnhof"
street = "Bahnhofstraße 3"
postcode = "02708"
city = "Löbau"
registration_email = "anmeldung@verein.example"
travel_costs = true
interpreting = true

[[event]]
id = "werkstatt"
title = "Schreibwerkstatt Heimat"
aliases = ["Schreibwerkstatt"]
start = 2027-06-12T10:00:00
end = 2027-06-12T17:00:00
venue = "Volkshaus"
city = "Zittau"
registration_email = "anmeldung@verein.example"
""",
    source="events.toml",
)
MOMENT = datetime(2027, 5, 20, 9, tzinfo=ZoneInfo("Europe/Berlin"))
MAILS = """
register | Sommerfest | Guten Tag, hiermit melde ich mich für das Sommerfest am 4. Juli in Löbau an. Olha Marchenko
register | Anmeldung | Liebes Team, ich komme sehr gern zur Schreibwerkstatt am 12. Juni nach Zittau. Jens Böhmer
register | 4. Juli | Hallo, zum Sommerfest kommen wir zu dritt: Amal Nasser, Idris Nasser und Lena Vogt. Amal Nasser
register | Sommerfest der Vielfalt | Bitte tragen Sie mich für den 4.7. ein, ich brauche Arabisch. Samira Haddad
register | Schreibwerkstatt | Gern wäre ich am 12.06. dabei! Können die Fahrtkosten übernommen werden? Petra Simon
register | Summer festival | Dear team, I would like to take part in the Sommerfest on 4 July in Löbau. Peter Njoroge
register | Fête | Bonjour, je m'inscris pour le Sommerfest du 4 juillet à Löbau. Aminata Diallo
register | Запис | Добрий день, хочу зареєструватися на Sommerfest 4 липня в Löbau. Олена Бондар
register | Kayıt | Merhaba, 4 Temmuz'daki Sommerfest için kayıt olmak istiyorum. Elif Kaya
cancel | Sommerfest | Leider kann ich am 4. Juli doch nicht zum Sommerfest kommen. Bitte streichen Sie mich. Jens Böhmer
cancel | Absage Schreibwerkstatt | Ich muss für die Schreibwerkstatt am 12. Juni leider absagen. Petra Simon
cancel | 4 July | Unfortunately I can't make it to the Sommerfest on 4 July after all. Peter Njoroge
question | Frage | Gibt es beim Sommerfest am 4. Juli in Löbau Parkplätze? Kann man Kinder mitbringen? Lena Vogt
question | Schreibwerkstatt | Muss man zur Schreibwerkstatt am 12. Juni eigene Texte mitbringen? Jens Böhmer
unrelated | Mittagessen | Hallo Jana, gehen wir am Freitag zusammen essen? Ich kann ab zwölf. Liebe Grüße, Petra
unrelated | Rechnung | Anbei die Rechnung für die Stühle. Bitte überweisen Sie bis Monatsende. Firma Stuhl & Tisch
""".strip().splitlines()


def judged(subject: str, text: str) -> tuple[Reading, Decision]:
    head = f"From: jemand@verein.example\nTo: anmeldung@verein.example\nSubject: {subject}\n"
    raw = f"{head}Date: Thu, 20 May 2027 09:00:00 +0200\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    letter = decode(raw.encode())
    reading = read(letter, EVENTS, MOMENT)
    return reading, decide(letter, reading, Situation(now=MOMENT, received_at=MOMENT, events=EVENTS))


@pytest.mark.parametrize("line", MAILS)
def test_the_kind_is_read_for_any_event(line: str) -> None:
    kind, subject, text = (part.strip() for part in line.split("|"))
    reading, decision = judged(subject, text)
    assert reading.kind.value == kind, (reading.kind, reading.why, decision.rule)
    if kind != "unrelated":
        assert decision.handling != "ignore"
