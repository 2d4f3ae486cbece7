"""Who comes, who does not and how many, in sentences as people write them."""

# ruff: noqa: E501 -- a case a line reads like a table

from __future__ import annotations

from dataclasses import dataclass

import pytest

from mailreg.lexicon.load import load_lexicons
from mailreg.model.mail import Address, Letter, Segment, SegmentKind
from mailreg.model.reading import Kind
from mailreg.understand.people import People, find_people
from mailreg.understand.text import analyse


def read(
    sender: str, text: str, kind: Kind, subject: str = "Anmeldung", email: str = "post@example.org", cc: str = ""
) -> People:
    copies = (Address(cc),) if cc else ()
    letter = Letter(
        "<1@example.org>",
        Address(email, sender or None),
        subject,
        text,
        (Segment(SegmentKind.OWN, 0, len(text)),),
        cc=copies,
    )
    return find_people(analyse(letter, load_lexicons()), kind)


@dataclass(frozen=True)
class Case:
    sender: str
    text: str
    names: tuple[str | None, ...]
    headcount: int
    subject: str = "Anmeldung"


REGISTER = {
    "self": Case("Eva Kern", "Hallo, ich komme gern.\n\nEva Kern", ("Eva Kern",), 1),
    "me and colleague": Case(
        "Eva Kern",
        "Guten Tag,\nbitte melden Sie mich und meine Kollegin Tanja Roth an.\nViele Grüße\nEva Kern",
        ("Eva Kern", "Tanja Roth"),
        2,
    ),
    "colleague and I": Case(
        "Eva Kern",
        "Guten Tag,\nmeine Kollegin Tanja Roth und ich nehmen gern teil.\nViele Grüße\nEva Kern",
        ("Tanja Roth", "Eva Kern"),
        2,
    ),
    "wife unnamed": Case("Jan Kern", "Meine Frau und ich kommen gern am 11. Oktober.\nJan Kern", ("Jan Kern",), 2),
    "wife comes along": Case("Jan Kern", "Ich komme gern und bringe meine Frau mit.\nGruß Jan Kern", ("Jan Kern",), 2),
    "with husband named": Case(
        "Eva Kern", "Ich komme mit meinem Mann Paul Kern.\nLG Eva", ("Eva Kern", "Paul Kern"), 2
    ),
    "two colleagues unnamed": Case("Eva Kern", "Ich nehme mit zwei Kolleginnen teil.\nEva Kern", ("Eva Kern",), 3),
    "plus one": Case("Eva Kern", "Ich bin dabei, +1.\nEva Kern", ("Eva Kern",), 2),
    "zu viert": Case("Eva Kern", "Wir kommen zu viert.\nEva Kern", ("Eva Kern",), 4),
    "with 4 persons": Case(
        "Eva Kern", "wir kommen mit 4 Personen zum Netzwerktreffen.\nMfG\nEva Kern", ("Eva Kern",), 4
    ),
    "wir sind fuenf": Case(
        "Eva Kern",
        "Liebe Alle, wir sind fünf und freuen uns auf das Treffen. Bitte eintragen.\nEva Kern",
        ("Eva Kern",),
        5,
    ),
    "in total": Case("Eva Kern", "Ich melde unsere Gruppe an, insgesamt 6 Personen.\nEva Kern", ("Eva Kern",), 6),
    "child no seat": Case(
        "Eva Kern", "Ich komme mit meinen zwei Kindern, die brauchen keinen Stuhl.\nEva Kern", ("Eva Kern",), 1
    ),
    "secretary": Case(
        "Sekretariat Schulze",
        "Sehr geehrte Damen und Herren,\nhiermit melde ich Herrn Dr. Paul Stein an.\nMit freundlichen Grüßen\nMonika Wolf\nSekretariat",
        ("Paul Stein",),
        1,
    ),
    "on behalf": Case(
        "Monika Wolf",
        "Guten Tag,\nich möchte Frau Amina Salem anmelden, ich selbst kann nicht dabei sein.\nMonika Wolf",
        ("Amina Salem",),
        1,
    ),
    "two ladies": Case(
        "Monika Wolf",
        "Guten Tag,\nfür den Fachtag melde ich Frau Anja Kurz und Herrn Tom Lang an.\nMit freundlichen Grüßen\nMonika Wolf",
        ("Anja Kurz", "Tom Lang"),
        2,
    ),
    "told by colleague": Case(
        "Eva Kern", "Meine Kollegin Tanja Roth hat mir Ihren Flyer gegeben. Ich komme gern.\nEva Kern", ("Eva Kern",), 1
    ),
    "husband drives": Case("Eva Kern", "Ich nehme teil. Mein Mann fährt mich hin.\nEva Kern", ("Eva Kern",), 1),
    "introduces": Case("", "Hallo, mein Name ist Amir Nuri und ich möchte teilnehmen.", ("Amir Nuri",), 1),
    "small letters": Case("amir", "hallo ich heiße amir nuri und will kommen zum treffen danke", ("Amir Nuri",), 1),
    "list with dashes": Case(
        "Eva Kern",
        "Hallo,\nfolgende Personen kommen:\n- Eva Kern\n- Mia Lorenz\n- Adel Hamdan\nViele Grüße\nEva Kern",
        ("Eva Kern", "Mia Lorenz", "Adel Hamdan"),
        3,
    ),
    "list after colon": Case(
        "Eva Kern",
        "Hallo, es kommen: Eva Kern, Mia Lorenz und Adel Hamdan.\nViele Grüße\nEva",
        ("Eva Kern", "Mia Lorenz", "Adel Hamdan"),
        3,
    ),
    "family given lines": Case(
        "Büro Nord",
        "Guten Tag, wir melden an:\n1. Kern, Eva\n2. Lorenz, Mia\nMit freundlichen Grüßen\nBüro Nord",
        ("Eva Kern", "Mia Lorenz"),
        2,
    ),
    "form": Case(
        "x",
        "Name: Eva Kern\nOrganisation: Haus Nord e. V.\nE-Mail: eva@example.org\nTelefon: 0351 555010",
        ("Eva Kern",),
        1,
    ),
    "intern": Case(
        "Eva Kern", "Ich komme zusammen mit unserer Praktikantin Mia Lorenz.\nEva Kern", ("Eva Kern", "Mia Lorenz"), 2
    ),
    "called": Case(
        "Eva Kern", "Ich bringe eine Freundin mit, sie heißt Nour Saleh.\nEva Kern", ("Eva Kern", "Nour Saleh"), 2
    ),
    "assistant": Case("Eva Kern", "Ich komme mit meiner Assistenz.\nEva Kern", ("Eva Kern",), 2),
    "surname is a trigger": Case("Petra Absage", "Ich melde mich an.\nPetra Absage", ("Petra Absage",), 1),
    "Herr Kommt": Case(
        "Monika Wolf",
        "Hiermit melde ich Herrn Anton Kommt an.\nMit freundlichen Grüßen\nMonika Wolf\nSekretariat",
        ("Anton Kommt",),
        1,
    ),
    "english couple": Case(
        "Ann Reed", "Hello,\nmy husband and I would like to attend.\nBest\nAnn Reed", ("Ann Reed",), 2, "Registration"
    ),
    "english colleague": Case(
        "Ann Reed",
        "Hello,\nplease register me and my colleague Tom Baker for 11 October.\nBest regards\nAnn Reed",
        ("Ann Reed", "Tom Baker"),
        2,
        "Registration",
    ),
    "english three of us": Case(
        "Ann Reed",
        "Hi, there will be three of us: Ann Reed, Tom Baker and Sue Field.\nCheers\nAnn",
        ("Ann Reed", "Tom Baker", "Sue Field"),
        3,
        "Registration",
    ),
    "english boss": Case(
        "Ann Reed",
        "Dear Ms Stoye,\nI would like to register Mr Tom Baker. I will not attend myself.\nKind regards\nAnn Reed",
        ("Tom Baker",),
        1,
        "Registration",
    ),
    "english two colleagues": Case(
        "Ann Reed", "I'd like to come with two colleagues.\nThanks\nAnn Reed", ("Ann Reed",), 3, "Registration"
    ),
    "russian couple": Case(
        "Ольга Петрова",
        "Здравствуйте!\nМы с мужем хотим прийти на встречу 11 октября.\nС уважением,\nОльга Петрова",
        ("Ольга Петрова",),
        2,
        "Регистрация",
    ),
    "russian friend": Case(
        "Ольга Петрова",
        "Здравствуйте! Запишите, пожалуйста, меня и мою подругу Анну Белову.\nС уважением,\nОльга Петрова",
        ("Ольга Петрова", "Анну Белову"),
        2,
        "Регистрация",
    ),
    "ukrainian name": Case(
        "Olha K",
        "Добрий день! Мене звати Ольга Кравець. Хочу взяти участь у зустрічі.\nДякую",
        ("Ольга Кравець",),
        1,
        "Реєстрація",
    ),
    "arabic with wife": Case(
        "Sami", "السلام عليكم\nأنا سامي الحلبي، أريد أن أحضر اللقاء مع زوجتي.\nشكراً", ("سامي الحلبي",), 2, "تسجيل"
    ),
    "arabic friend": Case(
        "Sami",
        "مرحبا\nاسمي سامي الحلبي. أريد التسجيل أنا وصديقي كريم ناصر.\nمع الشكر\nسامي الحلبي",
        ("سامي الحلبي", "كريم ناصر"),
        2,
        "تسجيل",
    ),
    "farsi": Case(
        "reza", "سلام، نام من رضا کریمی است. می‌خواهم شرکت کنم.\nبا احترام\nرضا کریمی", ("رضا کریمی",), 1, "ثبت نام"
    ),
}


@pytest.mark.parametrize("case", REGISTER.values(), ids=REGISTER.keys())
def test_registers(case: Case) -> None:
    people = read(case.sender, case.text, Kind.REGISTER, case.subject)
    assert tuple(p.name for p in people.people) == case.names
    assert people.headcount.value == case.headcount


CHANGE = {
    "instead of": (
        "Eva Kern",
        "Guten Tag, statt Tanja Roth kommt Mia Lorenz.\nEva Kern",
        ["Mia Lorenz"],
        ["Tanja Roth"],
        1,
    ),
    "ill and in her place": (
        "Eva Kern",
        "Frau Tanja Roth ist leider krank. An ihrer Stelle kommt Herr Tom Lang.\nEva Kern",
        ["Tom Lang"],
        ["Tanja Roth"],
        1,
    ),
    "in my place": (
        "Eva Kern",
        "Hallo, ich kann leider nicht kommen, an meiner Stelle kommt mein Kollege Tom Lang.\nEva Kern",
        ["Tom Lang"],
        ["Eva Kern"],
        1,
    ),
    "one more": ("Eva Kern", "Ich möchte noch meine Kollegin Mia Lorenz nachmelden.\nEva Kern", ["Mia Lorenz"], [], 1),
    "needs only": (
        "Eva Kern",
        "Zu meiner Anmeldung: ich brauche doch einen Parkplatz für den Rollstuhl.\nEva Kern",
        ["Eva Kern"],
        [],
        0,
    ),
    "english replacement": (
        "Ann Reed",
        "Hello,\nI can't make it after all. My colleague Tom Baker will come instead of me.\nBest\nAnn Reed",
        ["Tom Baker"],
        ["Ann Reed"],
        1,
    ),
    "english other": (
        "Ann Reed",
        "Hello,\nSue Field is ill, Tom Baker will take her place.\nBest\nAnn Reed",
        ["Tom Baker"],
        ["Sue Field"],
        1,
    ),
    "russian replacement": (
        "Ольга Петрова",
        "Здравствуйте! Вместо меня придёт моя коллега Анна Белова.\nС уважением,\nОльга Петрова",
        ["Анна Белова"],
        ["Ольга Петрова"],
        1,
    ),
}


@pytest.mark.parametrize(("sender", "text", "names", "withdrawn", "headcount"), CHANGE.values(), ids=CHANGE.keys())
def test_changes(sender: str, text: str, names: list[str], withdrawn: list[str], headcount: int) -> None:
    people = read(sender, text, Kind.CHANGE)
    assert [p.name for p in people.people] == names
    assert [w.value for w in people.withdrawn] == withdrawn
    assert people.headcount.value == headcount


CANCEL = {
    "self": ("Eva Kern", "Ich muss leider absagen.\nEva Kern", ["Eva Kern"]),
    "both": (
        "Eva Kern",
        "Leider können meine Kollegin Mia Lorenz und ich nicht kommen.\nEva Kern",
        ["Mia Lorenz", "Eva Kern"],
    ),
    "other only": (
        "Monika Wolf",
        "Frau Amina Salem muss ihre Teilnahme leider absagen.\nMit freundlichen Grüßen\nMonika Wolf",
        ["Amina Salem"],
    ),
    "crossed out": ("Monika Wolf", "Bitte streichen Sie Herrn Tom Lang von der Liste.\nMonika Wolf", ["Tom Lang"]),
    "english couple": ("Ann Reed", "Sorry, my husband and I can't come after all.\nAnn Reed", ["Ann Reed"]),
    "russian": ("Ольга Петрова", "Здравствуйте, к сожалению, я не смогу прийти.\nОльга Петрова", ["Ольга Петрова"]),
    "arabic": ("سامي الحلبي", "السلام عليكم، للأسف لن أتمكن من الحضور.\nسامي الحلبي", ["سامي الحلبي"]),
}


@pytest.mark.parametrize(("sender", "text", "withdrawn"), CANCEL.values(), ids=CANCEL.keys())
def test_cancels(sender: str, text: str, withdrawn: list[str]) -> None:
    people = read(sender, text, Kind.CANCEL)
    assert [w.value for w in people.withdrawn] == withdrawn
    assert people.people == ()
    assert people.headcount.value == 0
