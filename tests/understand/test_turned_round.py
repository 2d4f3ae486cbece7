"""Registrations that are turned round afterwards: needs taken back in another sentence, seats handed on, a no that is
taken back, who stays when somebody else does not come. By the rules alone, so that no training changes them."""

# ruff: noqa: E501 -- a case a line reads like a table

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest

from mailreg.decode import decode
from mailreg.lexicon.load import load_lexicons
from mailreg.model.reading import Kind
from mailreg.understand.people import find_people
from mailreg.understand.read import by_rules
from mailreg.understand.text import Analysis, analyse
from tests.understand.letters import known_events

_MOMENT = datetime(2022, 10, 4, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
_CONFIRMED = """

Am 24.08.2022 um 10:41 schrieb Claudia Stoye <stoye@agjf-sachsen.de>:

> Vielen Dank für die Anmeldung zum get together am 11. Oktober 2022, 15 bis 18 Uhr in Bischofswerda. Ihr Platz ist
> reserviert. Wünsche zu Sprachmittlung und Fahrtkosten haben wir notiert, soweit Sie welche genannt haben.
>
> Claudia Stoye"""

# what it answers to; the text; the kind, who comes, how many seats, who does not come. "Kai Wolters" writes.
CHANGES = [
    ("Re: Anmeldung", "Hallo, Anna Weber hat sich den Arm gebrochen. Lena Horn springt für sie ein. Bei mir und Tom Roth bleibt es.", "change", ["Lena Horn"], 1, ["Anna Weber"]),
    ("Re: Anmeldung", "Hallo, Anna Weber ist krank, für sie kommt Lena Horn. Tom Roth bleibt wie gehabt auf der Liste.", "change", ["Lena Horn"], 1, ["Anna Weber"]),
    ("Re: Anmeldung", "Sehr geehrte Frau Stoye, bitte übertragen Sie den Platz von Frau Anna Weber auf Frau Lena Horn.", "change", ["Lena Horn"], 1, ["Anna Weber"]),
    ("Re: Anmeldung", "Guten Tag, könnten Sie die Anmeldung von Anna Weber auf Tom Roth umschreiben?", "change", ["Tom Roth"], 1, ["Anna Weber"]),
    ("Re: Umbuchung", "Guten Tag, ich bitte darum, die Teilnahme von Herrn Tom Roth auf seine Kollegin Anna Weber umzubuchen.", "change", ["Anna Weber"], 1, ["Tom Roth"]),
    ("Re: Tausch 11.10.", "Guten Tag, Herr Tom Roth ist krank. Er wird ersetzt durch Frau Anna Weber.", "change", ["Anna Weber"], 1, ["Tom Roth"]),
    ("Re: Anmeldung", "Guten Tag, Anna Weber liegt im Krankenhaus. Sie wird am 11. vertreten durch ihren Kollegen Tom Roth.", "change", ["Tom Roth"], 1, ["Anna Weber"]),
    ("Re: Anmeldung", "Meine eigene Anmeldung bitte ich auf Herrn Tom Roth zu überschreiben. Ich werde an dem Tag in Berlin gebraucht.", "change", ["Tom Roth"], 1, ["Kai Wolters"]),
    ("Re: get together", "Hi Claudia, I have to work on the 11th, so I can't make it. My colleague Leila Amrani is happy to use my ticket.", "change", ["Leila Amrani"], 1, ["Kai Wolters"]),
    ("Re: Anmeldung", "Hallo, in meiner Mail hatte ich mich bei der Adresse vertippt. Anna Weber ist unter anna.weber@example.com erreichbar.", "change", ["Anna Weber"], 0, []),
    ("Re: Anmeldung", "Hallo, die Mailadresse von Anna Weber lautet richtig anna.weber@example.com, ich hatte mich vertippt.", "change", ["Anna Weber"], 0, []),
    ("Re: Anmeldung", "Hallo, von uns kommt Anna Weber am 11. nicht zum Treffen, sie muss arbeiten. Tom Roth und ich schon.", "cancel", [], 0, ["Anna Weber"]),
    ("Re: Anmeldung", "Hallo Frau Stoye, weil Sie Stühle rücken müssen, schreibe ich gleich: Anna Weber kommt am 11. nicht. Tom Roth und ich schon.", "cancel", [], 0, ["Anna Weber"]),
    ("Abmeldung meiner Frau", "Guten Tag, meine Frau Anna Wolters hat sich den Fuß verstaucht und fährt morgen nicht zum get together. Ich selbst war nie angemeldet.", "cancel", [], 0, ["Anna Wolters"]),
    ("Re: Anmeldung", "Hallo, der 11. geht bei mir leider nicht mehr. Neuer Job!", "cancel", [], 0, ["Kai Wolters"]),
    ("Re: Anmeldung", "Hallo, Bischofswerda geht bei mir doch nicht, ich ziehe um.", "cancel", [], 0, ["Kai Wolters"]),
    ("Re: Anmeldung", "Hallo Frau Stoye, ich verzichte schweren Herzens auf meine Teilnahme am 11. Oktober. Um Fahrtkosten geht es nicht.", "cancel", [], 0, ["Kai Wolters"]),
    ("get together", "Hallo Frau Stoye, auf die Teilnahme am get together verzichte ich, weil ich am 11. arbeiten muss.", "cancel", [], 0, ["Kai Wolters"]),
    ("Re: Anmeldung", "Nun streikt am 11. die Bahn, und Autos haben wir keins. Es hilft nichts, ich muss verzichten.", "cancel", [], 0, ["Kai Wolters"]),
    ("Re: Anmeldung", "Beim get together seht ihr mich allerdings nicht, da habe ich Nachtdienst.", "cancel", [], 0, ["Kai Wolters"]),
    ("Abmeldung", "Guten Tag, ich bin die Enkelin von Erika Weber, die sich für den 11.10. zum get together angemeldet hat. Sie liegt im Krankenhaus und lässt ausrichten, dass sie nicht kommt.", "cancel", [], 0, ["Erika Weber"]),
    ("Re: Anmeldung", "Hallo, ich bin weiterhin dabei, aber Anna Weber kann am 11. nicht, sie muss arbeiten.", "cancel", [], 0, ["Anna Weber"]),
    ("Re: Anmeldung", "Hallo, keiner von uns ist am 11. da. Tut uns leid.", "cancel", [], 0, ["Kai Wolters"]),
    ("Re: Absage", "Ich bin gesund, könnte am 11. Oktober also doch teilnehmen und hätte gern meinen Platz zurück.", "register", ["Kai Wolters"], 1, []),
    ("11 Ekim", "Merhaba, 11 Ekim'deki toplantıya eşim Can Demir de ben de gelemeyeceğiz.", "cancel", [], 0, ["Can Demir", "Kai Wolters"]),
    ("11 Ekim", "Merhaba, hem ben hem arkadaşım Ayşe Kaya 11 Ekim'de Bischofswerda'ya gelemiyoruz.", "cancel", [], 0, ["Kai Wolters", "Ayşe Kaya"]),
    ("Re: Einladung", "Tom Roth, der eigentlich fahren wollte, war nie angemeldet und fährt auch nicht. Wir melden für den 11.10. Anna Weber und Lena Horn an.", "register", ["Anna Weber", "Lena Horn"], 2, []),
    ("get together", "Hallo, am 11.10. beim get together sind wir keineswegs verhindert: Anna Weber und Tom Roth kommen.", "register", ["Anna Weber", "Tom Roth"], 2, []),
    ("get together", "Dienstags sage ich normalerweise alles ab. Diesmal nicht, ich komme am 11.10. zum get together.", "register", ["Kai Wolters"], 1, []),
    ("Re: Ihre Abmeldung", "Guten Tag Frau Stoye, mein Termin ist geplatzt, ich bin am 11. Oktober doch dabei.", "register", ["Kai Wolters"], 1, []),
    ("Absage bitte vergessen", "Liebe Frau Stoye, ich bin wieder fit, Bischofswerda findet mit mir statt.", "register", ["Kai Wolters"], 1, []),
    ("Re: Anmeldung", "Letzte Woche haben Sie mich gestrichen. Könnten Sie das rückgängig machen? Ich komme am 11. doch.", "register", ["Kai Wolters"], 1, []),
    ("Re: Anmeldung", "Liebe Frau Stoye, aus meinem Nein wird nun doch ein Ja, die Schicht wurde getauscht.", "register", ["Kai Wolters"], 1, []),
    ("Re: Anmeldung", "Guten Tag, mein Nein von gestern nehme ich zurück, ich komme am 11. Oktober nach Bischofswerda.", "register", ["Kai Wolters"], 1, []),
    ("Re: cancellation", "Dear Claudia, please ignore yesterday's cancellation, my boss lets me go to the get together after all.", "register", ["Kai Wolters"], 1, []),
    ("get together 11 October", "Hi Claudia, scrap last week's cancellation please. I will be in Bischofswerda on the 11th after all.", "register", ["Kai Wolters"], 1, []),
    ("Re: rezygnacja", "Odwołałam udział, a jednak dostałam wolne, więc we wtorek 11 października przyjadę do Bischofswerdy.", "register", ["Kai Wolters"], 1, []),
]  # fmt: skip

# changes by which nothing is asked for any more
NOTHING_ASKED = [
    "Ich hatte um eine Dolmetscherin für Arabisch gebeten. Die brauche ich nun doch nicht, mein Sohn kommt mit und hilft.",
    "Ich habe mich für den 11. Oktober angemeldet und um Übersetzung auf Serbisch gebeten. Das brauche ich jetzt nicht.",
    "Bei der Anmeldung habe ich um Übersetzung ins Persische gebeten. Geht jetzt ohne, danke.",
    "Für Herrn Omar Saleh hatte ich um arabische Übersetzung gebeten. Er sagt, er versteht genug. Bitte also ohne!",
    "Ich hatte um einen rollstuhlgerechten Platz gebeten. Mein Fuß ist heil, so dass Sie diese Notiz löschen dürfen.",
    "Um einen Platz für den Rollstuhl hatte ich gebeten. Den brauche ich nicht mehr, ich gehe wieder zu Fuß.",
    "Das vegane Essen nehme ich zurück, normale Kost reicht.",
    "Ich fahre nun mit dem Deutschlandticket. Sie müssen mir die Fahrkarte nicht bezahlen.",
    "Mein Arbeitgeber übernimmt die Fahrt, ihr braucht sie mir also nicht zu erstatten.",
    "Die Zugfahrt müsst ihr mir nun doch nicht zahlen, ich werde mitgenommen.",
    "Können Sie meinen Nachnamen bitte richtig polnisch schreiben, mit Strich?",
    "Auf dem Schild bitte die türkische Schreibweise.",
    "Bitte den Namen auf Tschechisch geschrieben, also mit Haken.",
]  # fmt: skip

STILL_ASKED = [
    (
        "Ich hatte um eine Dolmetscherin für Arabisch gebeten, die brauche ich auf jeden Fall. Ein Parkplatz ist nicht nötig.",
        "ar",
    ),
    ("Wir haben um Übersetzung ins Ukrainische gebeten. Die brauchen wir unbedingt.", "uk"),
    ("Bitte eine Übersetzung ins Polnische, ich kann nur Polnisch schreiben.", "pl"),
]


def _analysed(subject: str, text: str) -> Analysis:
    message = EmailMessage()
    message["From"] = "Kai Wolters <kai.wolters@example.org>"
    message["To"] = "stoye@agjf-sachsen.de"
    message["Subject"] = subject
    message["Date"] = _MOMENT
    message["Message-ID"] = "<one@example.org>"
    below = ""
    if subject.startswith("Re:"):
        message["In-Reply-To"] = "<two@agjf-sachsen.de>"
        below = "" if "Einladung" in subject else _CONFIRMED
    message.set_content(f"{text}\nKai Wolters{below}")
    return analyse(decode(message.as_bytes()), load_lexicons())


@pytest.mark.parametrize(("subject", "text", "kind", "comes", "seats", "gone"), CHANGES)
def test_who_comes_now(subject: str, text: str, kind: str, comes: list[str], seats: int, gone: list[str]) -> None:
    analysis = _analysed(subject, text)
    _, _, verdict = by_rules(analysis, known_events(), _MOMENT)
    assert verdict.kind == kind
    found = find_people(analysis, verdict.kind, known_events())
    assert sorted(p.name or "" for p in found.people) == sorted(comes)
    assert sorted(f.value for f in found.withdrawn) == sorted(gone)
    assert found.headcount.value == seats


SEVERAL_LEFT = [
    "Ihr habt uns zu viert eingetragen, wir kommen aber nur zu dritt. Einen Platz könnt ihr also freigeben.",
    "Wir sind nun nur noch zu zweit, bitte einen Platz wieder freigeben.",
    "Bitte einen Platz streichen, wir fahren jetzt zu dritt.",
]


@pytest.mark.parametrize("text", SEVERAL_LEFT)
def test_one_of_several_stays_away_and_nobody_says_who(text: str) -> None:
    found = find_people(_analysed("Re: Anmeldung", text), Kind.CANCEL, known_events())
    assert "contradictory" in {d.code for d in found.doubts}


def test_the_writer_of_two_in_an_office_stays_away() -> None:
    text = "Wir sind zu zweit im Büro und beide krank, ich kann also am 11. nicht kommen."
    found = find_people(_analysed("Re: Anmeldung", text), Kind.CANCEL, known_events())
    assert "contradictory" not in {d.code for d in found.doubts}


@pytest.mark.parametrize("text", NOTHING_ASKED)
def test_nothing_is_asked_any_more(text: str) -> None:
    _, facts, _ = by_rules(_analysed("Re: Anmeldung", text), known_events(), _MOMENT)
    assert [f.value for f in facts.needs.asked] == []


@pytest.mark.parametrize(("text", "language"), STILL_ASKED)
def test_is_still_asked(text: str, language: str) -> None:
    _, facts, _ = by_rules(_analysed("Re: Anmeldung", text), known_events(), _MOMENT)
    assert [f.value.detail for f in facts.needs.asked] == [language]


@pytest.mark.parametrize(
    "said", ["unser kleiner Leipziger Verein", "unser Leipziger Verein", "unsere Chemnitzer Gruppe"]
)
def test_a_town_and_what_it_is_are_no_name(said: str) -> None:
    text = f"Zum get together am 11.10. schickt {said} zwei Leute: Anna Weber und mich."
    found = find_people(_analysed("get together", text), Kind.REGISTER, known_events())
    assert {p.organisation for p in found.people} <= {None}
