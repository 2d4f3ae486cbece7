"""Machines that no header tells, in languages beside German and English: perhaps one, never certain; people aren't."""

from __future__ import annotations

import pytest

from mailreg.decode import decode
from mailreg.model.mail import MachineKind as K


def mail(subject: str, body: str) -> bytes:
    head = f"From: x <x@example.org>\nTo: desk@example.org\nSubject: {subject}\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}".encode()


MACHINES = [
    (K.ABSENCE, "Autoodpowiedź: spotkanie", "Do 9 września jestem na urlopie i nie czytam poczty."),
    (K.ABSENCE, "Ofis dışı: toplantı", "14 Ekim'e kadar izinliyim, yokluğumda Ada bakacak."),
    (K.ABSENCE, "Re: зустріч - я у відпустці", "Пошту не читаю до 14 жовтня."),
    (K.ABSENCE, "خارج المكتب: لقاء", "أنا في إجازة حتى يوم الاثنين، يرجى التواصل خلال غيابي مع زميلتي"),
    (K.BOUNCE, "Thư bị trả lại", "Địa chỉ người nhận không tồn tại."),
    (K.BOUNCE, "iletilemedi: merhaba", "Mesajınız teslim edilemedi: adres bulunamadı."),
    (K.BOUNCE, "لم يتم التسليم", "تعذر إيصال رسالتك: العنوان غير موجود"),
    (K.AUTO, "Bilgi", "Kaydınız güncellendi. Lütfen bu e-postayı yanıtlamayınız, bu ileti otomatik olarak gönderildi."),
    (K.AUTO, "Info", "Votre dossier est à jour. Merci de ne pas répondre à ce message."),
    (K.AUTO, "إشعار", "تم تحديث ملفكم. هذه رسالة آلية، الرجاء عدم الرد على هذه الرسالة."),
    (K.AUTO, "Повідомлення", "Це автоматичне повідомлення, не відповідайте на нього."),
    (K.AUTO, "Aviso [#4711]", "Su solicitud ha sido registrada."),
    (K.AUTO, "طلبكم #55120", "تم استلام طلبكم وسنعود إليكم."),
    (K.BULK, "Novedades", "Este mes: conciertos.\nRecibes este correo porque estás en nuestra lista."),
    (K.BULK, "Новости", "В этом выпуске: гранты и лагерь."),
    (K.BULK, "New likes", "Ada liked your post. Turn off notifications in your settings."),
    (K.BULK, "Nowy wpis", "Gosia: Ja też! Wyłącz powiadomienia w ustawieniach."),
    (K.ABSENCE, "Abwesend bis 17.10. – Re: get together", "Ich bin im Herbsturlaub und genieße die Stille."),
    (K.ABSENCE, "Urlaub Re: AW: Einladung zum Fachtag", "Herbstferien! Bis dahin hilft Dilan weiter."),
    (K.ABSENCE, "AW: Erinnerung (automatisch)", "Moin! Jugendtreff hat Betriebsferien bis 14.10."),
    (K.ABSENCE, "AW: Erinnerung: get together - Auto-Reply", "Unser Büro ist dienstags besetzt."),
    (K.ABSENCE, "Re: get together", "Dies ist eine automatische Antwort. Das Pfarrbüro ist dienstags besetzt."),
    (K.ABSENCE, "Re: get together", "This is an automatic reply. The office is open on Tuesdays."),
    (K.CALENDAR, "Reddedildi: toplantı", "Cem Kaya davetinizi reddetti."),
    (K.CALENDAR, "تم القبول: اجتماع", "قبل يوسف قنديل هذه الدعوة."),
    (K.CALENDAR, "Відхилено: зустріч", "Ада відхилила запрошення."),
]


@pytest.mark.parametrize(("kind", "subject", "body"), MACHINES)
def test_perhaps_a_machine(kind: K, subject: str, body: str) -> None:
    machine = decode(mail(subject, body)).machine
    assert machine is not None
    assert (machine.kind, machine.certain) == (kind, False)


PEOPLE = [
    ("Urlaub", "Ich bin am 11.10. im Urlaub und kann nicht kommen."),
    ("Urlaub am 11.10.", "Können wir die Anmeldung auf Herrn Roth umschreiben? Mein Urlaub war zuerst da."),
    ("AW: Tür", "Geht die Tür automatisch auf? Ich komme im Rollstuhl."),
    ("otomatik kapı", "Merhaba, 11 Ekim'e geliyorum. Kapı otomatik mi, tekerlekli sandalyem var."),
    (
        "Re: Treffen",
        "Ich komme gern. Den Newsletter bekomme ich übrigens nicht mehr, können Sie mich wieder eintragen?",
    ),
    ("отпуск", "Здравствуйте, я в отпуске с 10 октября и приехать не смогу."),
    ("إلغاء", "مرحبا، أريد إلغاء تسجيلي ليوم 11 أكتوبر"),
    ("réponse", "Bonjour, je viens le 11. Désolée de ne pas avoir répondu plus tôt."),
    ("baja", "Hola, estoy de baja y no puedo ir el 11, lo siento."),
    ("лист не дійшов?", "Пишу ще раз, бо мій лист, мабуть, не дійшов: запишіть мене, будь ласка."),
]


@pytest.mark.parametrize(("subject", "body"), PEOPLE)
def test_a_person_is_no_machine(subject: str, body: str) -> None:
    assert decode(mail(subject, body)).machine is None
