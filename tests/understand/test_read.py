"""Whole mails in one or two sentences, in every language: what is read of them.

Expected: the kind, then needs as `tr` (travel costs), `in:LANGUAGE`, `ac`, `ch`, `di`; `q` an open question; `?` a doubt.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from mailreg.model.mail import Address, Letter, Segment, SegmentKind
from mailreg.model.reading import Kind
from mailreg.model.registration import Event
from mailreg.understand.read import read

_ZONE = ZoneInfo("Europe/Berlin")
MOMENT = datetime(2022, 9, 20, 8, tzinfo=UTC)
EVENTS = (
    Event(
        id="get-together-2022",
        title="get together",
        aliases=("Netzwerktreffen",),
        start=datetime(2022, 10, 11, 15, tzinfo=_ZONE),
        end=datetime(2022, 10, 11, 18, tzinfo=_ZONE),
        city="Bischofswerda",
        registration_email="anmeldung@example.org",
    ),
    Event(
        id="fachtag-2022",
        title="Fachtag Jugendhilfe",
        aliases=("Fachtag",),
        start=datetime(2022, 11, 17, 9, tzinfo=_ZONE),
        end=datetime(2022, 11, 17, 16, tzinfo=_ZONE),
        city="Leipzig",
        registration_email="anmeldung@example.org",
    ),
)


def letter(subject: str, body: str) -> Letter:
    return Letter(
        message_id="<1@example.org>",
        sender=Address("pia.muster@example.org", "Pia Muster"),
        to=(Address("anmeldung@example.org"),),
        subject=subject,
        body=body,
        segments=(Segment(SegmentKind.OWN, 0, len(body)),),
        date=MOMENT,
    )


MAILS = [
    ("register tr in:ar", "Anmeldung Netzwerktreffen", "Guten Tag, ich würde gerne am 11.10. teilnehmen. Könnten die Fahrtkosten übernommen werden? Außerdem bräuchte ich eine Sprachmittlung ins Arabische."),
    ("register", "Netzwerktreffen am 11. Oktober", "Sehr geehrte Frau Stoye,\n\nfür das Treffen am 11. Oktober melde ich mich und meine Kollegin Frau Ines Kuhn vom Verein Brücke verbindlich an.\n\nFahrtkosten benötigen wir nicht."),
    ("register in:fa", "get together", "hallo ich will mich anmelden fur das treffen in bischofswerda ich spreche nicht so gut deutsch brauche dolmetscher dari danke"),
    ("register tr", "Treffen Bischofswerda", "ich komme gern zum netzwerktreffen am 11.10. bitte fahrkarte bezahlen wenn möglich"),
    ("register", "11.10.", "Ich bin am 11.10. dabei. Übersetzung ist nicht nötig, ich kann auch gerne für andere aus dem Russischen übersetzen."),
    ("register in:uk tr", "Anmeldung", "Hiermit melde ich uns zum get together an: Olha Koval und Iryna Bilyk. Wir brauchen Übersetzung auf Ukrainisch, nicht auf Russisch. Fahrtkosten bitte auch."),
    ("cancel", "get together", "Liebe Frau Stoye, leider muss ich für das Netzwerktreffen am 11.10. absagen, mein Kind ist krank."),
    ("cancel", "Netzwerktreffen", "Leider schaffe ich es am 11. Oktober doch nicht nach Bischofswerda zu kommen. Bitte streichen Sie mich von der Liste."),
    ("change di", "Nachtrag zu meiner Anmeldung get together", "Ich hatte mich letzte Woche angemeldet und vergessen zu sagen, dass ich vegetarisch esse."),
    ("change", "Netzwerktreffen 11.10.", "Statt meiner kommt Frau Peters zum Treffen, ich bin leider verhindert."),
    ("question q", "get together", "Guten Tag, kann man am 11.10. auch ohne Voranmeldung kommen? Und gibt es Parkplätze?"),
    ("question ?", "Netzwerktreffen", "Ich würde gern zum Netzwerktreffen kommen, weiß aber noch nicht, ob ich frei bekomme. Ich melde mich nächste Woche nochmal."),
    ("unrelated", "Rechnung Nr. 2022-117", "Sehr geehrte Damen und Herren, anbei erhalten Sie unsere Rechnung für die Lieferung vom September. Bitte überweisen Sie den Betrag."),
    ("unrelated", "Krankmeldung", "Hallo Claudia, ich muss mich für heute leider krank melden und kann nicht zur Teamsitzung kommen."),
    ("unrelated", "Newsletter", "Bitte melden Sie mich vom Newsletter ab."),
    ("unrelated", "Anmeldung Schwimmkurs", "Hiermit melde ich meinen Sohn für den Schwimmkurs am 3. November im Stadtbad an."),
    ("unrelated", "Danke", "Vielen Dank für die Info, ich leite das gern an unsere Ehrenamtlichen weiter."),
    ("register", "Anmeldung", "Ja, ich komme gerne am 11. Oktober zum Netzwerktreffen!"),
    ("register ac", "Anmeldung Fachtag", "Ich möchte am Fachtag am 17. November teilnehmen. Ich sitze im Rollstuhl und brauche einen barrierefreien Zugang."),
    ("register ch q", "Anmeldung get together", "Ich melde mich an. Gibt es vor Ort eine Kinderbetreuung für meine zweijährige Tochter?"),
    ("register ? tr", "get together", "Ich komme nur am 11.10., wenn die Fahrtkosten übernommen werden, sonst kann ich leider nicht kommen."),
    ("register in:fr tr", "Registration get together", "Dear Ms Stoye, I would like to register for the meeting on 11 October. I need an interpreter for French and would be grateful if my train ticket could be reimbursed."),
    ("register", "Networking meeting", "Please count us in for October 11th, we'll be two. No translation needed and we'll pay for the train ourselves."),
    ("cancel", "Re get together", "I'm afraid I can't make it to the get together on 11 October after all. So sorry!"),
    ("question q", "get together 11 Oct", "Hi, is the event on 11 October open to students? What time does it end?"),
    ("register in:ar tr", "تسجيل", "السلام عليكم، أود التسجيل في لقاء 11 أكتوبر. أحتاج مترجم عربي، وهل يمكن دفع تكاليف السفر؟"),
    ("cancel", "لقاء 11 أكتوبر", "للأسف لن أتمكن من الحضور يوم 11 أكتوبر بسبب المرض."),
    ("register in:ru", "Встреча 11 октября", "Добрый день! Хочу зарегистрироваться на встречу 11 октября. Нужен переводчик на русский язык. Проезд оплачу сама."),
    ("cancel", "11 октября", "К сожалению, не смогу прийти на встречу 11 октября, заболел ребенок."),
    ("register in:uk tr", "Зустріч 11 жовтня", "Доброго дня, прошу зареєструвати мене на зустріч 11 жовтня. Потрібен переклад українською та компенсація квитків."),
    ("register in:tr tr", "Kayıt", "Merhaba, 11 Ekim'deki toplantıya katılmak istiyorum. Türkçe tercümana ihtiyacım var. Yol masraflarım karşılanabilir mi?"),
    ("cancel", "11 Ekim", "Maalesef 11 Ekim'deki toplantıya katılamayacağım, hastayım."),
    ("register in:fa tr", "ثبت نام", "سلام، می خواهم در جلسه ۱۱ اکتبر شرکت کنم. به مترجم دری نیاز دارم. آیا کرایه قطار پرداخت می‌شود؟"),
    ("register in:es", "Inscripción 11 de octubre", "Hola, quisiera inscribirme en el encuentro del 11 de octubre. Necesito un intérprete de español. El viaje lo pago yo."),
    ("register tr", "Inscription", "Bonjour, je voudrais m'inscrire à la rencontre du 11 octobre. Pas besoin de traduction. Les frais de train peuvent-ils être remboursés ?"),
    ("cancel", "11 octobre", "Bonjour, malheureusement je ne pourrai pas venir à la rencontre du 11 octobre."),
    ("register in:pl", "Zgłoszenie", "Dzień dobry, chciałabym wziąć udział w spotkaniu 11 października. Potrzebuję tłumacza języka polskiego, kosztów podróży nie trzeba zwracać."),
    ("register in:vi", "Đăng ký", "Tôi muốn đăng ký tham dự ngày 11 tháng 10. Tôi cần phiên dịch tiếng Việt. Không cần hỗ trợ tiền tàu xe."),
    ("register in:ti", "ምዝገባ", "ሰላም፡ ኣብ ኣኼባ 11 ጥቅምቲ ክሳተፍ ይደሊ። ተርጓሚ ትግርኛ የድልየኒ።"),
    ("register in:ku", "Qeydkirin", "Silav, ez dixwazim beşdarî civîna 11ê cotmehê bibim. Ji min re wergêrê kurmancî hewce ye."),
    ("register in:so tr", "Diiwaangelin", "Salaan, waxaan rabaa inaan ka qayb galo kulanka 11 oktoobar. Waxaan u baahanahay turjumaan Soomaali. Kharashka safarka ma la ii celin karaa?"),
    ("register in:pt", "Inscrição", "Olá, gostaria de me inscrever no encontro de 11 de outubro. Preciso de um intérprete de português."),
    ("register tr", "Înscriere", "Bună ziua, doresc să particip la întâlnirea din 11 octombrie. Se pot deconta cheltuielile de transport?"),
    ("register in:sr", "Prijava", "Dobar dan, htela bih da se prijavim za sastanak 11. oktobra. Treba mi prevodilac za srpski."),
    ("register", "Přihláška", "Dobrý den, ráda bych se přihlásila na setkání 11. října. Tlumočníka nepotřebuji."),
    ("register in:ps", "ثبت", "سلام، زه غواړم د ۱۱ اکتوبر په غونډه کې ګډون وکړم. زه د پښتو ژباړونکي ته اړتیا لرم."),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "subject", "body"), MAILS, ids=[f"{e}-{s}" for e, s, _ in MAILS])
def test_a_mail_is_read(expected: str, subject: str, body: str) -> None:
    reading = read(letter(subject, body), EVENTS, MOMENT)
    kind, *rest = expected.split()
    needs = sorted(n.value.kind.value[:2] + (f":{n.value.detail}" if n.value.detail else "") for n in reading.needs)
    assert reading.kind.value == Kind(kind)
    assert needs == sorted(r for r in rest if r not in {"q", "?"})
    assert reading.question.value is ("q" in rest)
    assert bool([d for d in reading.doubts if d.code != "unclear_who"]) is ("?" in rest)


def test_every_finding_has_words_that_prove_it() -> None:
    body = "Ich melde mich für den 11.10. an. Bitte Übersetzung ins Arabische."
    reading = read(letter("Anmeldung", body), EVENTS, MOMENT)
    assert any("melde" in body[s.start : s.end] for s in reading.kind.evidence if s.part == "body")
    assert all("bersetzung" in body[s.start : s.end] for n in reading.needs for s in n.evidence)
    assert any("11.10" in body[s.start : s.end] for s in reading.event.evidence if s.part == "body")
    assert reading.why


def test_the_only_open_event_is_meant_where_none_is_named() -> None:
    later = datetime(2022, 10, 20, tzinfo=UTC)
    reading = read(letter("Anmeldung", "Hiermit melde ich mich an."), EVENTS, later)
    assert reading.event.value == "fachtag-2022"


def test_two_open_events_and_none_named_is_unclear() -> None:
    reading = read(letter("Anmeldung", "Hiermit melde ich mich für Ihre Veranstaltung an."), EVENTS, MOMENT)
    assert reading.event.value is None
    assert "unclear_event" in {d.code for d in reading.doubts}


def test_a_very_long_letter_is_cut_and_shown_to_a_person() -> None:
    reading = read(letter("Anmeldung get together", "Ich melde mich an. " + "bla " * 20_000), EVENTS, MOMENT)
    assert "competing" in {d.code for d in reading.doubts}
