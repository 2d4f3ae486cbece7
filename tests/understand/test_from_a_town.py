"""Where somebody comes from is not where the event is; who cannot drive somebody else has not said no."""

from __future__ import annotations

import pytest

from mailreg.model.reading import Kind
from tests.understand.letters import judged

_INVITED = """

Am 24.08.2022 um 10:41 schrieb Claudia Stoye <stoye@agjf-sachsen.de>:

> anbei senden wir Ihnen das save the date zu unserem Netzwerktreffen "get together" am 11. Oktober 2022,
> 15 - 18 Uhr, Lutherstraße 13 in Bischofswerda. Anmeldung per E-Mail an stoye@agjf-sachsen.de
"""


@pytest.mark.parametrize(
    "text",
    [
        "Gern bin ich dabei. Die Fahrkarte aus Leipzig müsste ich erstattet bekommen.",
        "I will gladly come. Could you refund the train from Leipzig?",
        "Приму участие с удовольствием. Прошу оплату проезда из Лейпцига.",
        "Із задоволенням приїду. Прошу відшкодувати квиток із Лейпцига.",
    ],
)
def test_the_town_that_somebody_comes_from(text: str) -> None:
    reading, _ = judged("Re: Einladung", f"{text}\n\nJana Wolters{_INVITED}")
    assert reading.event.value == "get-together-2022"


@pytest.mark.parametrize(
    "text",
    [
        "Ich komme am 11. Oktober zum get together. Mein Mann kann mich leider nicht fahren, ich nehme den Zug.",
        "I will come to the get together on 11 October. My husband can't drive me, so I take the train.",
        "Я приеду на get together 11 октября. Муж не сможет меня подвезти, поеду поездом.",
        "Я приїду на get together 11 жовтня. Чоловік не зможе мене підвезти, поїду потягом.",
    ],
)
def test_who_cannot_drive_somebody_else(text: str) -> None:
    reading, _ = judged("get together", f"{text}\n\nJana Wolters")
    assert reading.kind.value is Kind.REGISTER


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("J'avais coché anglais pour l'interprète, en fait le français me conviendrait mieux.", "fr"),
        ("Ich hatte für die Übersetzung Arabisch angegeben, Kurmandschi wäre besser.", "ku"),
        ("I had asked for interpreting into Russian, actually Ukrainian would suit me better.", "uk"),
    ],
)
def test_the_language_that_suits_better(text: str, language: str) -> None:
    confirmed = _INVITED.replace("anbei senden wir Ihnen das save the date zu", "vielen Dank für die Anmeldung zu")
    reading, _ = judged("Re: Ihre Anmeldung", f"{text}\n\nJana Wolters{confirmed}")
    assert [n.value.detail for n in reading.needs if n.value.detail] == [language]
