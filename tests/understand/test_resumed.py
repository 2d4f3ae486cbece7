"""An earlier cancellation is taken back: whoever did it comes after all. By the rules alone."""

# ruff: noqa: E501 -- a case a line reads like a table

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from mailreg.lexicon.load import load_lexicons
from mailreg.model.mail import Address, Letter, Segment, SegmentKind
from mailreg.model.reading import Kind
from mailreg.understand.people import find_people
from mailreg.understand.read import by_rules
from mailreg.understand.text import Analysis, analyse
from tests.understand.letters import known_events

MOMENT = datetime(2022, 10, 4, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))

# text; "Kai Roth" writes
BACK = [
    "Ich ziehe meine Absage für das get together am 11.10. zurück.",
    "Bitte vergessen Sie meine Abmeldung vom Montag, ich komme am 11.10. nun doch zum get together.",
    "Meine Absage von gestern ist hinfällig, wir sehen uns am 11.10. beim get together.",
    "Für den 11.10. hatte ich Ihnen ja abgesagt. Jetzt kann ich doch zum get together kommen.",
    "Nehmen Sie mich für das get together am 11.10. bitte wieder auf die Liste, ich hatte mich am Samstag abgemeldet.",
    "Das mit der Absage für den 11.10. bitte ignorieren, bin beim get together wieder dabei.",
    "Kommando zurück: Am Freitag habe ich für das get together am 11.10. abgesagt, nun nehme ich doch teil.",
    "Gestern musste ich euch das get together am 11.10. noch absagen. Absage bitte in die Tonne, ich bin wieder fit und dabei.",
    "Please ignore my cancellation, I can come to the get together on 11 October after all.",
    "I had cancelled for the get together on 11 October, but now I can come after all.",
    "J'avais annulé pour le get together du 11 octobre, mais finalement je viens.",
    "Odwołałem udział w get together 11 października, ale jednak przyjdę.",
    "Вчера я отменил участие в get together 11 октября, но всё-таки приду.",
    "Учора я скасував участь у get together 11 жовтня, але все-таки прийду.",
    "Había cancelado para el get together del 11 de octubre, pero al final puedo ir.",
    "11 Ekim get together için iptal etmiştim ama şimdi gelebilirim.",
    "Olvida lo que te escribí el viernes: al final puedo ir al get together el 11 de octubre.",
    "Please forget what I wrote on Monday, I can come to the get together on 11 October after all.",
    "Oubliez ce que j'ai écrit, finalement je viens au get together du 11 octobre.",
]  # fmt: skip

NOT_BACK = [
    ("Meine Absage haben Sie sicher bekommen: Ich kann am 11.10. nicht zum get together kommen.", Kind.CANCEL),
    ("Hiermit meine Absage für das get together am 11.10., ich kann doch nicht kommen.", Kind.CANCEL),
    ("Für das get together am 11.10. hatte ich erst abgesagt, dann wieder zugesagt, nun muss ich doch absagen.", Kind.CANCEL),
    ("Ich ziehe meine Anmeldung für das get together am 11.10. zurück.", Kind.CANCEL),
    ("Ich sage für das get together am 11.10. ab. Vielleicht kann ich ja doch noch kommen.", Kind.CANCEL),
]  # fmt: skip


def analysed(text: str) -> Analysis:
    body = f"{text}\n\nKai Roth"
    return analyse(
        Letter(
            "<1@example.org>",
            Address("k.roth@example.org", "Kai Roth"),
            "get together",
            body,
            (Segment(SegmentKind.OWN, 0, len(body)),),
            to=(Address("stoye@agjf-sachsen.de"),),
        ),
        load_lexicons(),
    )


@pytest.mark.parametrize("text", BACK)
def test_comes_after_all(text: str) -> None:
    analysis = analysed(text)
    _, _, verdict = by_rules(analysis, known_events(), MOMENT)
    assert (verdict.kind, verdict.rule) == (Kind.REGISTER, "comes_after_all")
    found = find_people(analysis, verdict.kind, known_events())
    assert [p.name for p in found.people] == ["Kai Roth"]
    assert found.headcount.value == 1


@pytest.mark.parametrize(("text", "kind"), NOT_BACK)
def test_stays_away(text: str, kind: Kind) -> None:
    _, _, verdict = by_rules(analysed(text), known_events(), MOMENT)
    assert verdict.kind is kind


OF_OTHERS = [
    "Die Absage für Frau Anna Weber zum get together am 11.10. ist hinfällig, sie kommt nun doch.",
    "Die Absage für Anna Weber zum get together am 11.10. hat sich in Luft aufgelöst, sie kommt doch.",
    "Meine Kollegin Anna Weber hatte für den 11.10. abgesagt. Sie kann nun doch zum get together kommen.",
]


@pytest.mark.parametrize("text", OF_OTHERS)
def test_of_somebody_else(text: str) -> None:
    """ "Die Absage für Frau Weber ist hinfällig": no registration of the writer."""
    analysis = analysed(text)
    _, _, verdict = by_rules(analysis, known_events(), MOMENT)
    assert verdict.kind is Kind.CHANGE
    found = find_people(analysis, verdict.kind, known_events())
    assert [p.name for p in found.people] == ["Anna Weber"]
    assert found.headcount.value == 1
    assert found.withdrawn == ()
