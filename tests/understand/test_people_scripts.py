"""Names in scripts without capitals, and in letters that the From name does not have."""

# ruff: noqa: E501 -- a case a line reads like a table

from __future__ import annotations

import pytest

from mailreg.lexicon.declined import is_declined_name
from mailreg.lexicon.fold import fold, fold_words
from mailreg.lexicon.given_names import given_names
from mailreg.lexicon.load import load_lexicons
from mailreg.model.mail import Address, Letter, Segment, SegmentKind
from mailreg.model.reading import Kind
from mailreg.understand import names
from mailreg.understand.people import find_people
from mailreg.understand.text import analyse

# From name, address, text, kind, names, seats, who withdraws
CASES = {
    "ar-greeting-is-nobody": ("Hanan Aswad", "h@example.org", "صباح الورد،\nأود أن أسجل نفسي في اللقاء.\n\nحنان الأسود", "register", ["حنان الأسود"], 1, []),
    "ar-evening": ("Hanan Aswad", "h@example.org", "مسا النور، سجلوني باللقاء لو سمحتوا.\n\nحنان الأسود", "register", ["حنان الأسود"], 1, []),
    "ar-servant-of": ("Omar Nasri", "o@example.org", "السلام عليكم،\nأنا عبد الرحيم الناصري وأريد المشاركة في اللقاء.\n", "register", ["عبد الرحيم الناصري"], 1, []),
    "ar-trade-as-family": ("Lina Saad", "l@example.org", "مرحبا،\nأرجو تسجيل زميلي سامر الخباز في اللقاء.\n\nلينا سعد", "register", ["سامر الخباز"], 1, []),
    "ar-office-behind": ("", "l@example.org", "سجلوني باللقاء، اسمي هدى ملحم عاملة اجتماعية ببيت الشباب.", "register", ["هدى ملحم"], 1, []),
    "ar-role-before": ("Lina Saad", "l@example.org", "مرحبا،\nالمديرة سوزانا فيبر ستحضر اللقاء وأنا أيضا سأحضر.\n\nلينا سعد", "register", ["سوزانا فيبر", "لينا سعد"], 2, []),
    "ar-comma-signature": ("Lina", "l@example.org", "مرحبا، سأحضر اللقاء.\n\nمع التحية\nلينا سعد، Haus Nord", "register", ["لينا سعد"], 1, []),
    "fa-friend-as-family": ("Mina", "m@example.org", "سلام،\nمن و همکارم لیلا صدیقی در جلسه شرکت می‌کنیم.\n\nمینا کاظمی", "register", ["لیلا صدیقی", "مینا کاظمی"], 2, []),
    "fa-joined-am": ("Omid", "o@example.org", "سلام، امید رستمی‌ام و می‌خواهم در جلسه شرکت کنم.\n", "register", ["امید رستمی"], 1, []),
    "fa-joined-is": ("Maryam", "m@example.org", "سلام، اسم من مریم رضاییست و می‌خواهم در جلسه شرکت کنم.\n", "register", ["مریم رضایی"], 1, []),
    "ar-verb-behind-the-name": ("Iman", "iman@example.org", "الأب منذر حمود والأم رغد حمود يريدان حضور اللقاء.\n", "register", ["منذر حمود", "رغد حمود"], 2, []),
    "ar-and-before-names": ("سامر حداد", "samer@example.org", "نحن سامر حداد وليلى حداد وهدى عيسى ومنى خوري، نريد أن نحضر اللقاء.\n", "register", ["سامر حداد", "ليلى حداد", "هدى عيسى", "منى خوري"], 4, []),
    "ar-and-before-three-words": ("سامر حداد", "samer@example.org", "نحن سامر حداد وعلاء نور العبد، نريد أن نحضر اللقاء.\n", "register", ["سامر حداد", "علاء نور العبد"], 2, []),
    "fa-unknown-name-behind-and": ("Mina", "m@example.org", "سلام، دو نفر در جلسه شرکت می‌کنند: حسینه میرزاده و عاقله رسولی.\n", "register", ["حسینه میرزاده", "عاقله رسولی"], 2, []),
    "fa-end-of-line": ("Parisa", "parisa.jalali@example.org", "سلام، من هم در جلسه شرکت می‌کنم. پریسا جلالی", "register", ["پریسا جلالی"], 1, []),
    "fa-another-family-name": ("Parisa", "parisa.jalali@example.org", "سلام، من هم در جلسه شرکت می‌کنم. پریسا نوروزی", "register", ["پریسا نوروزی"], 1, []),
    "ckb-joined-am": ("Dilan", "d@example.org", "سڵاو، من شیرین کەریمم، دەمەوێت بەشدار بم لە کۆبوونەوەکە.\n", "register", ["شیرین کەریم"], 1, []),
    "ps-my-is-no-verb": ("Palwasha", "p@example.org", "سلام، زه غواړم په غونډه کې ګډون وکړم. نوم مې پلوشه احمدزی دی.\n", "register", ["پلوشه احمدزی"], 1, []),
    "ti-and-behind-the-name": ("Selam", "selam.berhe@example.org", "ሰላም፣ ኣነን መሓዛይ ሚርያም ተስፋይን ናብ ኣኼባ ክንመጽእ ኢና።\n\nሰላም በርሀ", "register", ["ሚርያም ተስፋይ", "ሰላም በርሀ"], 2, []),
    "ti-end-of-line": ("Dawit", "dawit.kidane@example.org", "ናብ ኣኼባ ክመጽእ እየ። ዳዊት ኪዳነ", "register", ["ዳዊት ኪዳነ"], 1, []),
    "ku-spelled-otherwise": ("Gulistan Omar", "gulistan.omar@example.org", "Silav, ez tevlî civînê dibim. Gulîstan Omer", "register", ["Gulîstan Omer"], 1, []),
    "de-on-leave-replaced": ("Jana Vogt", "j@example.org", "Hallo,\n\nRosa Marx ist in Elternzeit, an ihrer Stelle kommt Tilo Berndt.\n\nJana Vogt", "change", ["Tilo Berndt"], 1, ["Rosa Marx"]),
    "en-steps-in": ("Jana Vogt", "j@example.org", "Hello,\n\nRosa Marx is needed at home that day, so Emil Berndt steps in for her.\n\nJana Vogt", "change", ["Emil Berndt"], 1, ["Rosa Marx"]),
    "cs-in-her-place": ("Jana Nová", "j@example.org", "Dobrý den, Alena Malá má školení, místo ní pošleme Karla Dvořáka.\n\nJana Nová", "change", ["Karla Dvořáka"], 1, ["Alena Malá"]),
    "ro-in-place-of": ("Ana Radu", "a@example.org", "Bună ziua, în locul lui Mihai Popa va veni colega Ioana Dinu.\n\nAna Radu", "change", ["Ioana Dinu"], 1, ["Mihai Popa"]),
    "ro-in-his-place": ("Ana Radu", "a@example.org", "Bună ziua, Mihai Popa nu poate veni. În locul lui va veni Ioana Dinu.\n\nAna Radu", "change", ["Ioana Dinu"], 1, ["Mihai Popa"]),
    "ar-in-her-place": ("Lina Saad", "l@example.org", "مرحبا، هدى ملحم عندها دوام، بدلا عنها تأتي سلمى الخباز.\n\nلينا سعد", "change", ["سلمى الخباز"], 1, ["هدى ملحم"]),
    "fa-in-his-place": ("Mina Kazemi", "m@example.org", "سلام، متأسفانه همکارم بهرام نادری استعفا داده است. به‌جای او خانم لیلا صدیقی خواهد آمد.\n\nمینا کاظمی", "change", ["لیلا صدیقی"], 1, ["بهرام نادری"]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_people(case: str) -> None:
    name, email, text, kind, people, seats, gone = CASES[case]
    pieces = (Segment(SegmentKind.OWN, 0, len(text)),)
    letter = Letter("<1@example.org>", Address(email, name or None), "", text, pieces)
    found = find_people(analyse(letter, load_lexicons()), Kind(kind))
    assert sorted(p.name or "?" for p in found.people) == sorted(people)
    assert found.headcount.value == seats
    assert sorted(w.value for w in found.withdrawn) == sorted(gone)


@pytest.mark.parametrize(
    ("own", "header", "same"),
    [
        ("ዳዊት ኪዳነ", "Dawit Kidane", True),
        ("ቤተልሔም ኣሰፋ", "Bethlehem Assefa", True),
        ("ዳዊት ኪዳነ", "Selam Tesfay", False),
        ("شازیہ کنول", "Shazia Kanwal", True),
        ("تورپېکۍ زاځی", "Nargis Zazai", False),
        ("رویا دانشور", "Roya Daneshvar", True),
        ("رویا دانشور", "Sara Daneshvar", False),
        ("فرشته عثمانی", "Freshta Osmani", True),
        ("ثریا محسنی", "Soraya Mohseni", True),
        ("زهراء كاظم", "Zahraa Kadhim", True),
        ("رضا ذاکری", "Reza Zakeri", True),
    ],
)
def test_the_same_person_in_other_letters(own: str, header: str, same: bool) -> None:
    assert names.same_person(own, header) is same


def test_given_names_are_folded_like_words() -> None:
    words = ["Gülnur", "Şîlan", "إِيمَان", "علی‌رضا", "ኣብርሃም", "Ёлкина", "Straße", "ĐURO"]
    assert fold_words(" ".join(words)) == [fold(w) for w in words]
    assert {fold(w) for w in ("إلهام", "فرزانه", "ئاسۆ", "ስምረት", "Айгуль", "Shqipe")} <= given_names()


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("Галину", True),
        ("Нестором", True),
        ("Андрієм", True),
        ("Сергея", True),
        ("Наталією", True),
        ("Ігорем", True),
        ("Terezu", True),
        ("Katarzyną", True),
        ("Tomášem", True),
        ("Встречу", False),
        ("Списком", False),
        ("Schůzku", False),
    ],
)
def test_given_names_in_other_cases(word: str, known: bool) -> None:
    assert (is_declined_name(fold(word)) or fold(word) in given_names()) is known
