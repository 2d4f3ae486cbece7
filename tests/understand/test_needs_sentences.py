"""Sentences about needs beside a registration, in all languages: asked, declined, offered, somebody else's, past,
another project's. They stand in needs.txt."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailreg.lexicon.load import load_lexicons
from mailreg.model.mail import Address, Letter, Segment, SegmentKind
from mailreg.model.reading import NeedKind
from mailreg.understand.needs import find_needs
from mailreg.understand.scope import own_statements, thread_statements
from mailreg.understand.text import analyse
from tests.understand.letters import judged

_SHORT = {
    NeedKind.TRAVEL_COSTS: "tr",
    NeedKind.INTERPRETING: "in",
    NeedKind.ACCESSIBILITY: "ac",
    NeedKind.CHILDCARE: "ch",
    NeedKind.DIET: "di",
}
_OPENING = {
    "de": "Guten Tag, hiermit melde ich mich zum get together am 11. Oktober an.",
    "en": "Hello, I would like to register for the get together on 11 October.",
    "fr": "Bonjour, je m'inscris au get together du 11 octobre.",
    "es": "Buenos días, quiero inscribirme al get together del 11 de octubre.",
    "tr": "Merhaba, 11 Ekim'deki get together toplantısına kayıt olmak istiyorum.",
    "pl": "Dzień dobry, zgłaszam swój udział w get together 11 października.",
    "uk": "Добрий день, хочу зареєструватися на get together 11 жовтня.",
    "ru": "Здравствуйте, хочу зарегистрироваться на get together 11 октября.",
    "ar": "مرحبا، أريد التسجيل في get together يوم 11 أكتوبر.",
    "fa": "سلام، می‌خواهم برای get together در ۱۱ اکتبر ثبت نام کنم.",
    "vi": "Xin chào, tôi muốn đăng ký tham dự get together ngày 11 tháng 10.",
    "pt": "Bom dia, gostaria de me inscrever no get together de 11 de outubro.",
    "ro": "Bună ziua, doresc să mă înscriu la get together din 11 octombrie.",
    "hr": "Dobar dan, želim se prijaviti za get together 11. listopada.",
    "ps": "سلام، غواړم چې د اکتوبر په ۱۱مه په get together کې ګډون وکړم.",
    "ku": "Silav, ez dixwazim xwe ji bo get together di 11 cotmehê de qeyd bikim.",
}


def _sentences() -> list[tuple[str, str, str]]:
    language = ""
    found = []
    for line in (Path(__file__).parent / "needs.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif " | " in line and not line.startswith("#"):
            expected, _, sentence = line.partition(" | ")
            found.append((language, expected, sentence))
    return found


SENTENCES = _sentences()


def needs_of(language: str, sentence: str) -> str:
    body = f"{_OPENING[language]} {sentence}\n\nPia Muster"
    letter = Letter(
        message_id="<1@example.org>",
        sender=Address("pia.muster@example.org", "Pia Muster"),
        to=(Address("anmeldung@example.org"),),
        subject="get together",
        body=body,
        segments=(Segment(SegmentKind.OWN, 0, len(body)),),
        date=datetime(2022, 9, 20, 8, tzinfo=UTC),
    )
    analysis = analyse(letter, load_lexicons())
    asked = find_needs(own_statements(analysis), thread_statements(analysis)).asked
    names = [_SHORT[f.value.kind] + (f":{f.value.detail}" if f.value.detail else "") for f in asked]
    return " ".join(sorted(names)) or "-"


@pytest.mark.parametrize(
    ("language", "expected", "sentence"), SENTENCES, ids=[f"{c}-{n}" for n, (c, _, _) in enumerate(SENTENCES)]
)
def test_needs_of_a_sentence(language: str, expected: str, sentence: str) -> None:
    assert needs_of(language, sentence) == " ".join(sorted(expected.split()))


def test_there_are_enough_sentences_and_languages() -> None:
    assert len(SENTENCES) >= 120
    assert len({language for language, _, _ in SENTENCES}) >= 11


BOXES = {
    "[x] Ich nehme teil.\n[ ] Ich benötige Sprachmittlung.\n[ ] Ich beantrage Fahrtkosten.": "",
    "☒ Ich komme.\n☐ Ich brauche Sprachmittlung.\n☒ Ich brauche Fahrtkosten.\n☐ Ich esse vegetarisch.": "travel_costs",
    "(x) I will come\n( ) I need an interpreter\n( ) I need travel costs\n(x) vegetarian food": "diet",
    "Ich komme.\nSprachmittlung benötigt [ ]\nFahrtkosten benötigt [x]\nVegetarisch [ ]": "travel_costs",
    "Ich komme und brauche Fahrtkosten.\n[ ] Bitte ankreuzen": "travel_costs",
}


@pytest.mark.parametrize("form", BOXES)
def test_an_empty_box_asks_for_nothing(form: str) -> None:
    reading, _ = judged("Anmeldung 11.10.", f"Rückmeldung zum get together am 11.10.:\n{form}\n")
    assert " ".join(sorted({n.value.kind for n in reading.needs})) == BOXES[form]
