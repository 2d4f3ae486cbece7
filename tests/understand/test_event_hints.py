"""Which of two open events is meant, where a mail names neither by title, town or full date."""

from __future__ import annotations

import pytest

from tests.understand.letters import judged

GET_TOGETHER, FACHTAG = "get-together-2022", "fachtag-2022"
# judged() reads each as written in September, when both are open.
MAILS = [
    (GET_TOGETHER, "Ich möchte mich gern zu eurem Treffen anmelden."),
    (GET_TOGETHER, "Ich melde mich zur Vernetzung an."),
    (FACHTAG, "Hiermit melde ich mich zu Ihrer Fachtagung an."),
    (GET_TOGETHER, "Ich melde mich für Oktober an."),
    (FACHTAG, "Ich melde mich für den November an."),
    (GET_TOGETHER, "Ich melde mich für den Dienstag an."),
    (GET_TOGETHER, "Ich melde mich für die Veranstaltung um 15 Uhr an."),
    (FACHTAG, "Ich melde mich für die Veranstaltung um 9.30 Uhr an."),
    (GET_TOGETHER, "Ich melde mich an und komme am elften."),
    (FACHTAG, "Ich melde mich für den siebzehnten an."),
    (GET_TOGETHER, "Ich melde mich für die Veranstaltung in Biwerda an."),
    (GET_TOGETHER, "Я хочу зарегистрироваться на вашу встречу."),
    (GET_TOGETHER, "Запишите меня, приду одиннадцатого."),
    (GET_TOGETHER, "Прошу записати мене на вашу зустріч."),
    (GET_TOGETHER, "Toplantınıza kayıt olmak istiyorum."),
    (GET_TOGETHER, "Je voudrais m'inscrire à votre rencontre."),
    (GET_TOGETHER, "Quisiera inscribirme en el encuentro."),
    (GET_TOGETHER, "Chciałbym zapisać się na spotkanie."),
    (GET_TOGETHER, "أريد التسجيل في اللقاء."),
    (GET_TOGETHER, "می‌خواهم در جلسه ثبت نام کنم."),
    (None, "Hiermit melde ich mich an."),
    (None, "Ich melde mich für Ihre Veranstaltung an."),
    (None, "Ich melde mich zum ersten Mal bei Ihnen an."),
    (None, "Ich melde mich für das Treffen und die Tagung an."),
    (None, "Elf Leute aus dem Verein möchte ich anmelden, 17 waren es voriges Jahr."),
]


@pytest.mark.parametrize(("event", "text"), MAILS)
def test_which_event_is_meant(event: str | None, text: str) -> None:
    reading, _ = judged("Anmeldung", f"{text}\n\nPia Muster", "Pia Muster <pia.muster@example.org>")
    assert reading.event.value == event
