"""What strangers' mails do with names: endings, offices before names, forms of two fields, dropped subjects, scripts."""

# ruff: noqa: E501 -- a case a line reads like a table

from __future__ import annotations

import pytest

from mailreg.lexicon.load import load_lexicons
from mailreg.model.mail import Address, Letter, Segment, SegmentKind
from mailreg.model.reading import Kind
from mailreg.understand.people import find_people
from mailreg.understand.text import analyse

# From name, address, text, kind, names, seats, who withdraws
CASES = {
    "tr-ending-la": ("Sevgi Kaya", "s@example.org", "Merhaba,\n\ntoplantıya eşim Murat Kaya'yla birlikte katılmak istiyorum.\n\nSelamlar\nSevgi Kaya", "register", ["Murat Kaya", "Sevgi Kaya"], 2, []),
    "tr-ending-i": ("Sevgi Kaya", "s@example.org", "Merhaba,\n\nlütfen iş arkadaşım Elif Demir'i de toplantıya kaydedin, ben de geliyorum.\n\nSevgi Kaya", "register", ["Elif Demir", "Sevgi Kaya"], 2, []),
    "irish-name-stays": ("Nora Quinn", "n@example.org", "Hello,\n\nplease register my colleague Sean O'Neill and me for the meeting.\n\nNora Quinn", "register", ["Sean O'Neill", "Nora Quinn"], 2, []),
    "vi-country": ("Lê Thu Hà", "ha@example.org", "Kính gửi bà,\n\nTôi tên là Lê Thu Hà. Tôi xin đăng ký tham dự buổi gặp mặt. Tôi sống tại Đức mười năm rồi.\n\nLê Thu Hà", "register", ["Lê Thu Hà"], 1, []),
    "ar-verb-behind-i": ("Samir Haddad", "s@example.org", "مرحبا،\n\nأود أن أسجل نفسي في اللقاء. اسمي سمير حداد وأنا أدرس في الجامعة.\n\nسمير حداد", "register", ["سمير حداد"], 1, []),
    "uk-own-script": ("Iryna", "iryna.kovalenko@example.org", "Вітаю! Запишіть мене, будь ласка, на зустріч. Ірина Коваленко, Дрезден.", "register", ["Ірина Коваленко"], 1, []),
    "offices-in-a-list": ("Jana Vogt", "j@example.org", "Guten Tag,\n\nich melde an:\n\n1. Pfarrerin Jana Vogt\n2. Sozialpädagoge Till Ernst\n\nViele Grüße\nJana Vogt", "register", ["Jana Vogt", "Till Ernst"], 2, []),
    "nn-in-a-list": ("Jana Vogt", "j@example.org", "Guten Tag,\n\nes kommen:\n\n- Jana Vogt\n- Till Ernst\n- N. N. (Name folgt)\n\nViele Grüße\nJana Vogt", "register", ["Jana Vogt", "Till Ernst"], 3, []),
    "family-first-with-address": ("Vogt, Jana", "j.vogt@example.org", "Guten Tag,\n\nes nehmen teil:\n\nVogt, Jana (j.vogt@example.org)\nErnst, Emil (e.ernst@example.org)\n\nViele Grüße\nJana Vogt", "register", ["Jana Vogt", "Emil Ernst"], 2, []),
    "form-name-vorname": ("jv77", "jv77@example.org", "Anmeldung\n\nName: Vogt\nVorname: Jana\nOrganisation: Haus Nord e. V.", "register", ["Jana Vogt"], 1, []),
    "form-vorname-name": ("jv77", "jv77@example.org", "Anmeldung\n\nVorname: Jana\nName: Vogt\n", "register", ["Jana Vogt"], 1, []),
    "form-nom-prenom": ("", "jv77@example.org", "Bonjour, je m'inscris à la rencontre.\n\nNom : Diallo\nPrénom : Aminata\n", "register", ["Aminata Diallo"], 1, []),
    "form-pl": ("", "jv77@example.org", "Dzień dobry, zgłaszam się na spotkanie.\n\nImię: Beata\nNazwisko: Wrona\n", "register", ["Beata Wrona"], 1, []),
    "form-ru": ("", "jv77@example.org", "Здравствуйте, хочу участвовать во встрече.\n\nФамилия: Орлова\nИмя: Вера\n", "register", ["Вера Орлова"], 1, []),
    "berlin-i": ("Ronny Opitz", "r@example.org", "Hallo,\n\nder Enrico Lange und icke kommen gern zum Treffen.\n\nRonny Opitz", "register", ["Enrico Lange", "Ronny Opitz"], 2, []),
    "tr-club-is-nobody": ("Hasan Er", "h@example.org", "Merhaba,\n\nYıldız Spor Kulübü adına toplantıya geleceğim.\n\nSaygılarımla\nHasan Er", "register", ["Hasan Er"], 1, []),
    "dropped-i-and-friend": ("Sandro Kunz", "s@example.org", "Hallo,\n\nmuss leider absagen, bin krank. Luise Marx, die ich mit angemeldet hatte, kommt dann auch nicht.\n\nViele Grüße\nSandro Kunz", "cancel", [], 0, ["Sandro Kunz", "Luise Marx"]),
    "for-self-and-friend": ("Sandro Kunz", "s@example.org", "Hallo,\n\nich muss für mich und Luise Marx leider absagen.\n\nViele Grüße\nSandro Kunz", "cancel", [], 0, ["Sandro Kunz", "Luise Marx"]),
    "dropped-i-for-another": ("Sandro Kunz", "s@example.org", "Hallo,\n\nmuss leider Luise Marx abmelden, sie ist krank.\n\nViele Grüße\nSandro Kunz", "cancel", [], 0, ["Luise Marx"]),
    "son-is-no-seat": ("Maryam Karimi", "m@example.org", "سلام\nمن مریم کریمی هستم و می‌خواهم در جلسه شرکت کنم. پسرم را با خودم می‌آورم و به کسی نیاز دارم که مواظبش باشد.\nبا تشکر", "register", ["مریم کریمی"], 1, []),
    "ru-list-then-short-names": ("Rosa Wolf", "rosa.wolf@example.net", "Здравствуйте!\n\nЗапишите на встречу трёх человек:\nРоза Вольф\nВиктор Майер\nНина Петровна Гофман\n\nВиктор и Нина Петровна приедут на поезде, Нине Петровне нужно место поближе.\n\nС уважением\nРоза", "register", ["Роза Вольф", "Виктор Майер", "Нина Петровна Гофман"], 3, []),
    "es-described-then-named": ("Inés Gil", "i@example.org", "Hola:\n\nMe apunto al encuentro y llevo a una compañera recién llegada de Colombia, Yurani Mosquera.\n\nUn abrazo,\nInés Gil", "register", ["Inés Gil", "Yurani Mosquera"], 2, []),
    "de-described-then-named": ("Ines Gil", "i@example.org", "Hallo,\n\nich komme gern und bringe eine neue Kollegin aus Kolumbien mit, Yurani Mosquera.\n\nInes Gil", "register", ["Ines Gil", "Yurani Mosquera"], 2, []),
    "en-described-then-named": ("Ines Gil", "i@example.org", "Hello,\n\nI will come and bring a colleague who is new here, Yurani Mosquera.\n\nBest\nInes Gil", "register", ["Ines Gil", "Yurani Mosquera"], 2, []),
}  # fmt: skip


@pytest.mark.parametrize(
    ("sender", "email", "text", "kind", "people", "headcount", "withdrawn"), CASES.values(), ids=CASES.keys()
)
def test_people(
    sender: str, email: str, text: str, kind: str, people: list[str], headcount: int, withdrawn: list[str]
) -> None:
    letter = Letter(
        "<1@example.org>", Address(email, sender or None), "", text, (Segment(SegmentKind.OWN, 0, len(text)),)
    )
    found = find_people(analyse(letter, load_lexicons()), Kind(kind))
    assert [p.name for p in found.people] == people
    assert found.headcount.value == headcount
    assert [w.value for w in found.withdrawn] == withdrawn


@pytest.mark.parametrize(
    ("own", "below", "people"),
    [
        (
            "Guten Tag,\n\naus unserem Haus melde ich an:\n\n\n",
            "1. Pfarrerin Jana Vogt, Haus Nord\n2. Till Ernst, Haus Nord\n\nMit freundlichen Grüßen\nJana Vogt",
            ["Jana Vogt", "Till Ernst"],
        ),
        (
            "Anmeldung\n\nName: Vogt\nVorname: Jana\n\n",
            "Verein: Haus Nord e. V.\nPersonen: 1\nKinder: keine",
            ["Jana Vogt"],
        ),
    ],
    ids=["list", "form"],
)
def test_a_list_or_form_is_no_signature(own: str, below: str, people: list[str]) -> None:
    """Decode may take its lines for a signature where a blank line stands before them."""
    pieces = (
        Segment(SegmentKind.OWN, 0, len(own)),
        Segment(SegmentKind.SIGNATURE, len(own), len(own) + len(below)),
    )
    letter = Letter("<1@example.org>", Address("j.vogt@example.org", "Jana Vogt"), "", own + below, pieces)
    found = find_people(analyse(letter, load_lexicons()), Kind.REGISTER)
    assert [p.name for p in found.people] == people
    assert all(p.organisation and p.organisation.startswith("Haus Nord") for p in found.people)
