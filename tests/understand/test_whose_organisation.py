"""Where the name of an organisation begins and ends, whose it is, and signatures that a notice follows."""

from __future__ import annotations

import pytest

from mailreg.model.reading import NeedKind
from mailreg.understand.tie import PROVEN
from tests.understand.letters import judged

SECOND_OPINION = True
ANNA = "Anna Berg <anna.berg@verein.example>"
MOTTO = "\n--\nAnna Berg\nWhatsapp: +49 1575 0093316\n«La unión hace la fuerza»"


def organisations(text: str, sender: str = ANNA, subject: str = "get together 11.10.") -> list[str | None]:
    return [p.organisation for p in judged(subject, text, sender)[0].people]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hello,\nplease sign me up for 11 October, I am from Bridges for Youth.\nAnna Berg", "Bridges for Youth"),
        (
            "Dobrý den,\nza Centrum pro integraci Děčín přihlašuji na setkání 11. 10. sebe.\nS pozdravem\nAnna Berg",
            "Centrum pro integraci Děčín",
        ),
        (
            f"Hola,\nsoy Anna Berg, del Colectivo Raíces en Zittau. Quisiera inscribirme para el 11 de octubre.{MOTTO}",
            "Colectivo Raíces",
        ),
    ],
)
def test_the_whole_name(text: str, name: str) -> None:
    assert organisations(text) == [name]


def test_both_are_from_it() -> None:
    text = "Hello,\nplease register for 11 October:\n1. Anna Berg\n2. Tom Roth\n\nBoth from Open Doors Leipzig.\nAnna"
    assert organisations(text) == ["Open Doors Leipzig"] * 2


def test_a_signature_goes_on_down_to_the_notice() -> None:
    text = (
        "Sehr geehrte Frau Stoye,\ngern komme ich am 11.10. nach Bischofswerda.\nMit freundlichem Gruß\nAnna Berg\n"
        "Volkssolidarität Kamenz\nFon 03578 38114-70\nDer Inhalt dieser E-Mail ist ausschließlich für den bezeichneten "
        "Adressaten bestimmt. / The contents of this e-mail are intended for the named addressee only. It contains "
        "information which may be confidential."
    )
    [person] = judged("AW: Einladung", text, ANNA)[0].people
    assert (person.organisation, person.phone) == ("Volkssolidarität Kamenz", "+4935783811470")


def test_the_last_word_of_a_name_may_mean_something_else() -> None:
    text = "مساء الخير\nأريد أن أسجل في لقاء 11 أكتوبر. اسمي ريم الحاج علي ورقم هاتفي 0173 555 614 08.\nشكراً"
    people = judged("تسجيل", text, "Reem Haj Ali <reem@verein.example>")[0].people
    assert [p.name for p in people] == ["ريم الحاج علي"]


@pytest.mark.parametrize(
    "text",
    [
        "für den Fachtag am 17. November vorgesehen sind:\n\n- Ruth Noack\n- Omar Haddad",
        "unsere Teilnehmenden für den Fachtag am 17.11.:\n\n- Ruth Noack\n- Omar Haddad",
    ],
)
def test_a_wish_in_words_that_no_rule_knows(text: str) -> None:
    reading = judged("Teilnehmende", f"Guten Tag,\n\n{text}\n\nMfG\ni. A. Nestler", "Amt <amt@amt.example>")[0]
    assert reading.why.endswith("names_our_event")
    assert (reading.event.value, reading.event.confidence >= PROVEN) == ("fachtag-2022", True)


@pytest.mark.parametrize(
    ("sentence", "languages"),
    [
        ("I'd only catch half of it without an Arabic interpreter.", ["ar"]),
        ("Without a Tigrinya interpreter I'd only catch half of it.", ["ti"]),
        ("I can manage without an interpreter.", []),
    ],
)
def test_without_one_it_would_not_do(sentence: str, languages: list[str]) -> None:
    text = f"Hello,\nI would like to register for 11 October. {sentence}\nAnna Berg"
    needs = judged("Registration", text, ANNA)[0].needs
    assert [n.value.detail for n in needs if n.value.kind is NeedKind.INTERPRETING] == languages
