"""Who or what wrote a mail, and whether it is certain; lists, spam marks, authentication."""

# ruff: noqa: E501  whole mails stand in one line of the table

from __future__ import annotations

import pytest

from mailreg.decode import decode
from mailreg.model.mail import Authentication
from mailreg.model.mail import MachineKind as K

PERSON = "From: Ada Berg <ada@example.org>\nTo: desk@example.org\n"
REGISTRATION = "Guten Tag,\n\nich melde mich für das Treffen am 11.10. an.\n\nViele Grüße\nAda Berg"


def mail(headers: str, body: str = REGISTRATION, start: str = PERSON) -> bytes:
    return f"{start}{headers}Content-Type: text/plain; charset=utf-8\n\n{body}".encode()


def report(kind: str, part: str) -> bytes:
    return (
        f'{PERSON}Content-Type: multipart/report; report-type={kind}; boundary="b"\n\n--b\n\nText\n--b\nContent-Type: {part}\n\nx: y\n--b--\n'
    ).encode()


CALENDAR = f"{PERSON}Subject: Zugesagt: Treffen\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n".encode()
DAEMON = "From: Mail Delivery System <MAILER-DAEMON@mx.example>\nSubject: Re: hallo\n"
CERTAIN = {
    "dsn": (report("delivery-status", "message/delivery-status"), K.BOUNCE),
    "mdn": (report("disposition-notification", "message/disposition-notification"), K.RECEIPT),
    "arf": (report("feedback-report", "message/feedback-report"), K.ABUSE),
    "report without a type": (report('""', "text/plain"), K.BOUNCE),
    "failed recipients": (mail("X-Failed-Recipients: x@example.org\n"), K.BOUNCE),
    "null return path": (mail("Return-Path: <>\n"), K.BOUNCE),
    "qmail": (mail("Subject: failure notice\n", "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message."), K.BOUNCE),
    "exim": (mail("", "A message that you sent could not be delivered to one or more of its recipients.", DAEMON), K.BOUNCE),
    "postfix": (mail("", "This is the mail system at host mx.example.\n\nI'm sorry to have to inform you", DAEMON), K.BOUNCE),
    "german exchange": (mail("Subject: Unzustellbar: Einladung\n", "Fehler bei der Nachrichtenzustellung an folgende Empfänger: x@example.org"), K.BOUNCE),
    "german provider": (mail("Subject: Zustellung fehlgeschlagen\n", "Ihre Nachricht konnte nicht zugestellt werden: Postfach voll"), K.BOUNCE),
    "codes alone": (mail("Subject: hm\n", "The following address failed: <x@example.org>\n550 5.1.1 user unknown"), K.BOUNCE),
    "calendar reply": (CALENDAR, K.CALENDAR),
    "calendar service": (mail("Subject: Declined: Team @ Thu 6 Oct 2022\n", "Bo has declined this invitation with this note:\n\nSorry."), K.CALENDAR),
    "auto-replied": (mail("Auto-Submitted: auto-replied (vacation)\n"), K.AUTO),
    "auto-generated, parameters": (mail("AUTO-SUBMITTED: Auto-Generated; owner-email=x@example.org\n"), K.AUTO),
    "autoreply header": (mail("X-Autoreply: yes\n"), K.ABSENCE),
    "precedence auto_reply": (mail("Precedence: AUTO_REPLY\n"), K.ABSENCE),
    "absence in words": (mail("Subject: Automatische Antwort: Treffen\n", "Ich bin bis 14.10. nicht im Büro. In dringenden Fällen: Bo."), K.ABSENCE),
    "absence, english": (mail("Subject: Out of Office Re: Treffen\n", "I am out of the office until 14 October."), K.ABSENCE),
    "absence, french": (mail("Subject: Réponse automatique : Treffen\n", "Je suis actuellement absent. En mon absence: Bo."), K.ABSENCE),
    "absence, ukrainian": (mail("Subject: Автоматична відповідь: x\n", "Я у відпустці до 14.10."), K.ABSENCE),
    "absence, turkish": (mail("Subject: Otomatik yanıt: x\n", "14 Ekim'e kadar yıllık izindeyim."), K.ABSENCE),
    "absence, arabic": (mail("Subject: رد تلقائي: x\n", "أنا في إجازة حتى 14 أكتوبر"), K.ABSENCE),
    "absence that says it is a robot's": (mail("Subject: Re: Treffen\n", "Bis 14.10. bin ich im Urlaub. Dies ist eine automatisch erstellte Antwort."), K.ABSENCE),
    "receipt in words": (mail("Subject: Gelesen: Treffen\n", "Ihre Nachricht\n\nAn: Bo\nBetreff: Treffen\n\nwurde am 7.11.2022 gelesen."), K.RECEIPT),
    "noreply": (mail("", start="From: Shop <no-reply@shop.example>\n"), K.ROBOT),
    "bounce address": (mail("", start="From: x <bounces+12@shop.example>\n"), K.ROBOT),
    "challenge": (mail("Subject: Please confirm\n", "Your message is being held. Please confirm that you are a human: click here"), K.CHALLENGE),
    "ticket system": (mail("Subject: [Ticket#4711] Ihre Anfrage\n", "Ihre Anfrage ist bei uns eingegangen. Die Ticketnummer lautet 4711."), K.AUTO),
    "digest": (mail("Subject: Netz Digest, Vol 3, Issue 4\nList-Id: <netz.lists.example>\n", "Today's Topics:\n\n 1. Fahrt\n"), K.BULK),
    "newsletter": (mail("List-Unsubscribe: <https://x.example>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n", "Newsletter\n\nAbmelden: hier"), K.BULK),
}  # fmt: skip


@pytest.mark.parametrize("name", CERTAIN)
def test_certain_marks(name: str) -> None:
    content, kind = CERTAIN[name]
    machine = decode(content).machine
    assert machine is not None
    assert (machine.kind, machine.certain) == (kind, True)
    assert machine.mark


@pytest.mark.parametrize(
    "headers",
    [
        "",
        "Auto-Submitted: no\n",
        "X-Auto-Response-Suppress: All\n",
        "Precedence: normal\n",
        "Return-Path: <ada@example.org>\n",
        "Subject: Re: Abwesenheit der Kinderbetreuung\n",
        "Subject: Anmeldung; bin bis dahin im Urlaub\n",
        "Subject: Einladung: Treffen\n",
        "Subject: Gelesen: Ihre Einladung\n",
        "Disposition-Notification-To: ada@example.org\n",
    ],
)
def test_a_persons_registration_is_nobodys_robot(headers: str) -> None:
    machine = decode(mail(headers)).machine
    assert machine is None or not machine.certain


@pytest.mark.parametrize(
    "headers",
    [
        "List-Id: <netz.lists.example>\nList-Post: <mailto:netz@lists.example>\n",
        "Precedence: bulk\n",
        "Precedence: LIST\n",
    ],
)
def test_a_persons_words_through_a_list_are_not_certain(headers: str) -> None:
    letter = decode(mail(headers))
    assert letter.bulk
    assert letter.machine is not None
    assert not letter.machine.certain


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Abwesenheit 11.10.", "Liebe Frau Fuchs,\nich bin am 11.10. leider nicht da und muss absagen.\nAda"),
        ("Abwesend am 11.10.", "Ich kann leider nicht, ich bin im Urlaub."),
        ("Im Urlaub", "Wir sind am 11.10. nicht im Lande, bitte abmelden."),
        ("Gelesen: Einladung", "Ihre Nachricht habe ich gelesen. Ich komme gern."),
        ("AW: [Ticket#4711] Einladung", "Ihre Nachricht haben wir erhalten. Ich melde mich hiermit an."),
        ("Termin: Treffen", "Frau Berg hat die Einladung zum Termin angenommen, ich möchte mich auch anmelden."),
        (
            "WG: Unzustellbar: Anmeldung",
            "Meine Mail konnte nicht zugestellt werden, darum hier: ich möchte mich anmelden.",
        ),
        ("Anmeldung", "Meine Mail kam zurück (550 5.1.1 user unknown). Hiermit möchte ich uns anmelden."),
        ("On holiday", "I am away on 11 October, so I have to cancel."),
    ],
)
def test_a_person_who_is_away_and_cancels_is_not_certain(subject: str, body: str) -> None:
    machine = decode(mail(f"Subject: {subject}\n", body)).machine
    assert machine is None or not machine.certain


def test_a_persons_words_below_an_absence_subject_are_not_certain() -> None:
    letter = decode(
        mail(
            "Subject: AW: Abwesenheitsnotiz\n",
            "Ich war im Urlaub, bin wieder erreichbar und melde mich für das Treffen am 11.10. an.",
        )
    )
    assert letter.machine is None or not letter.machine.certain


def test_quoted_words_of_a_bounce_do_not_count() -> None:
    body = "Meine Mail kam zurück, darum noch einmal: ich komme.\n\nAm 06.09.22 um 10:41 schrieb Mailer:\n> could not be delivered\n> 550 5.1.1 user unknown"
    assert decode(mail("Subject: Re: Treffen\n", body)).machine is None


def test_our_own_mail_is_known() -> None:
    machine = decode(mail(""), own_addresses=frozenset({"ada@example.org"})).machine
    assert machine is not None
    assert (machine.kind, machine.certain) == (K.OWN, True)


@pytest.mark.parametrize(
    ("header", "mark"),
    [
        ("X-Spam-Flag: YES", "X-Spam-Flag"),
        ("X-Spam-Status: Yes, score=8", "X-Spam-Status"),
        ("X-Spam-Status: No, score=1", None),
        ("Subject: [SPAM] x", "Subject"),
        ("X-GMX-Antispam: 5 (Score)", "X-GMX-Antispam"),
        ("X-GMX-Antispam: 0 (Mail was not recognized as spam)", None),
    ],
)
def test_spam_marks(header: str, mark: str | None) -> None:
    assert decode(mail(header + "\n")).spam == mark


OWN_RESULT = "Authentication-Results: mx.ours.example; spf=fail (no) smtp.mailfrom=a; dkim=none; dmarc=fail (p=none)\n"
FORGED_RESULT = "Authentication-Results: mx.ours.example; spf=pass; dkim=pass; dmarc=pass\n"
OUR_HOP = "Received: from x.example by mx.ours.example; Tue, 6 Sep 2022 10:41:00 +0200\n"
THEIR_HOP = "Received: from y.example by x.example; Tue, 6 Sep 2022 10:40:00 +0200\n"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (OUR_HOP + OWN_RESULT, Authentication("fail", "none", "fail")),
        (OWN_RESULT + OUR_HOP + THEIR_HOP, Authentication("fail", "none", "fail")),
        (OUR_HOP + OWN_RESULT + THEIR_HOP + FORGED_RESULT, Authentication("fail", "none", "fail")),
        (OUR_HOP + THEIR_HOP + FORGED_RESULT, Authentication()),
        (OUR_HOP + FORGED_RESULT.replace("mx.ours.example", "mx.other.example"), Authentication()),
        (FORGED_RESULT, Authentication()),
    ],
    ids=["below", "above", "first wins", "strangers", "other host", "no hop"],
)
def test_only_our_own_providers_results_count(headers: str, expected: Authentication) -> None:
    assert decode(mail("", start=headers + PERSON)).authentication == expected
