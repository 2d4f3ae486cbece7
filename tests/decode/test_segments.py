"""Body → segments: what is the writer's own, what is quoted, signature, footer, forwarded."""

# ruff: noqa: E501  whole mails stand in one line of the table

from __future__ import annotations

import pytest

from mailreg.decode.segments import segment
from mailreg.model.mail import SegmentKind as K


def kinds(body: str, **options: object) -> dict[str, list[str]]:
    """Kind → the lines of that kind that are not blank."""
    result: dict[str, list[str]] = {}
    for part in segment(body, **options).segments:  # type: ignore[arg-type]
        result.setdefault(part.kind.value, []).extend(
            line for line in body[part.start : part.end].split("\n") if line.strip()
        )
    return result


ATTRIBUTIONS = [
    "Am 5. September 2022 um 10:41 schrieb Ada Berg <ada@example.org>:",
    "Am Di., 6. Sept. 2022 um 10:41 Uhr schrieb Ada Berg <ada@example.org>:",
    "Am 06.09.22 um 10:41 schrieb Ada Berg:",
    "Ada Berg <ada@example.org> hat am 06.09.2022 10:41 geschrieben:",
    "On Tue, Sep 6, 2022 at 10:41 AM Ada Berg <ada@example.org> wrote:",
    "Le mar. 6 sept. 2022 à 10:41, Ada Berg <ada@example.org> a écrit :",
    "El mar, 6 sept 2022 a las 10:41, Ada Berg (<ada@example.org>) escribió:",
    "W dniu 06.09.2022 o 10:41, Ada Berg pisze:",
    "wt., 6 wrz 2022 o 10:41 Ada Berg <ada@example.org> napisał(a):",
    "вт, 6 вер. 2022 р. о 10:41 Ada Berg <ada@example.org> пише:",
    "вт, 6 сент. 2022 г. в 10:41, Ada Berg <ada@example.org>:",
    "6 сентября 2022 г. 10:41 Ada Berg <ada@example.org> написал(а):",
    "Ada Berg <ada@example.org>, 6 Eyl 2022 Sal, 10:41 tarihinde şunu yazdı:",
    "في الثلاثاء، 6 سبتمبر 2022 في 10:41 ص كتب Ada Berg <ada@example.org>:",
    "در تاریخ سه‌شنبه ۶ سپتامبر ۲۰۲۲،\u200f ۱۰:۴۱ Ada Berg <ada@example.org> نوشت:",
    "Vào Th 3, 6 thg 9, 2022 vào lúc 10:41 Ada Berg <ada@example.org> đã viết:",
    "Il giorno mar 6 set 2022 alle ore 10:41 Ada Berg <ada@example.org> ha scritto:",
    "Em ter., 6 de set. de 2022 às 10:41, Ada Berg <ada@example.org> escreveu:",
    "Op di 6 sep. 2022 om 10:41 schreef Ada Berg <ada@example.org>:",
]


@pytest.mark.parametrize("line", ATTRIBUTIONS)
@pytest.mark.parametrize("marked", [True, False], ids=["marked", "bare"])
def test_attribution_lines_begin_a_quote(line: str, marked: bool) -> None:
    quote = "> Kommst du?\n> Ada" if marked else "Kommst du?\nAda"
    found = kinds(f"Ja, ich komme.\n\n{line}\n\n{quote}")
    assert found == {"own": ["Ja, ich komme."], "quoted": [line, *quote.split("\n")]}


def test_an_attribution_may_be_broken_over_lines() -> None:
    found = kinds("Ja.\n\nOn Tue, Sep 6, 2022 at 10:41 AM Ada Berg <\nada@example.org> wrote:\n\n> Kommst du?")
    assert found["own"] == ["Ja."]


@pytest.mark.parametrize(
    "line",
    [
        "Am 11. Oktober 2022 um 15 Uhr kommen wir zu dritt:",
        "Am 3.9. schrieb ich Ihnen schon, dass ich komme.",
        "Meine Adresse ist ada@example.org",
        "Von Bautzen nach Bischofswerda fahren wir mit dem Zug:",
    ],
)
def test_own_sentences_are_no_attribution(line: str) -> None:
    assert kinds(f"Hallo,\n{line}\nAda Berg\nBo Carl")["own"] == ["Hallo,", line, "Ada Berg", "Bo Carl"]


BLOCKS = [
    ("Von", "Gesendet", "An", "Betreff"),
    ("From", "Sent", "To", "Subject"),
    ("De", "Envoyé", "À", "Objet"),
    ("De", "Enviado el", "Para", "Asunto"),
    ("Od", "Wysłano", "Do", "Temat"),
    ("Від", "Надіслано", "Кому", "Тема"),
    ("От", "Отправлено", "Кому", "Тема"),
    ("Kimden", "Gönderildi", "Kime", "Konu"),
    ("من", "تم الإرسال", "إلى", "الموضوع"),
    ("از", "تاریخ", "به", "موضوع"),
    ("Từ", "Đã gửi", "Đến", "Chủ đề"),
    ("*Von", "*Gesendet", "*An", "*Betreff"),
]


def block(labels: tuple[str, ...], end: str = "") -> str:
    values = ("Ada Berg <ada@example.org>", "6.9.2022 10:41", "desk@example.org", "get together")
    return "\n".join(f"{label}:{end} {value}" for label, value in zip(labels, values, strict=True))


@pytest.mark.parametrize("labels", BLOCKS, ids=lambda labels: labels[-1])
def test_a_header_block_begins_a_quote_to_the_end(labels: tuple[str, ...]) -> None:
    found = kinds(f"Ja, gern.\n\n________________________________\n{block(labels)}\n\nKommst du?\nAda", reply=True)
    assert found["own"] == ["Ja, gern."]
    assert found["quoted"][-1] == "Ada"


@pytest.mark.parametrize("labels", BLOCKS, ids=lambda labels: labels[-1])
def test_with_a_forwarding_subject_it_begins_a_forwarded_mail(labels: tuple[str, ...]) -> None:
    body = f"Bitte beachten.\n\n{block(labels)}\n\nIch melde mich an.\nAda"
    found = segment(body, forward=True)
    assert found.forward is not None
    assert body[slice(*found.forward)].endswith("Ich melde mich an.\nAda")
    assert found.segments[0].kind is K.OWN


def test_a_travel_plan_is_no_header_block() -> None:
    body = "Unsere Fahrt:\nVon: Bautzen\nAn: Bischofswerda\nDatum: 11.10.\nWir sind zwei."
    assert set(kinds(body)) == {"own"}


@pytest.mark.parametrize(
    "line",
    [
        "-----Ursprüngliche Nachricht-----",
        "-----Original Message-----",
        "-------- Ursprüngliche Nachricht --------",
        "-----Message d'origine-----",
        "----- Исходное сообщение -----",
        "-----Orijinal İleti-----".replace("İ", "i"),
    ],
)
def test_separators_begin_a_quote(line: str) -> None:
    assert kinds(f"Ja.\n\n{line}\nKommst du?", reply=True) == {"own": ["Ja."], "quoted": [line, "Kommst du?"]}


def test_inline_answers_are_own_words() -> None:
    body = (
        "Am 06.09.22 um 10:41 schrieb Ada:\n> Kommst du?\nJa, zu zweit.\n> Brauchst du Sprachmittlung?\n>> alt\nNein.\n"
    )
    assert kinds(body)["own"] == ["Ja, zu zweit.", "Nein."]


def test_a_wrapped_quote_line_is_no_answer() -> None:
    long = "> " + "Brauchst du an dem Tag eine Sprachmittlung oder kommst du ohne aus und"
    assert "own" not in kinds(f"Am 06.09.22 um 10:41 schrieb Ada:\n{long}\nwillst du essen?\n> Ada")


def test_groupwise_quotes_without_marks() -> None:
    found = kinds("Ich sage ab.\n\n>>> Ada Berg <ada@example.org> 18.10.2022 15:02 >>>\nVielen Dank für die Anmeldung.")
    assert found["own"] == ["Ich sage ab."]


SIGNED = "Mit freundlichen Grüßen\nAda Berg\n\nVerein Brücke e. V.\nTel. 03591 555012"


def test_the_signature_begins_below_the_closing() -> None:
    found = kinds(f"Ich komme.\n\n{SIGNED}")
    assert found["own"] == ["Ich komme.", "Mit freundlichen Grüßen"]
    assert found["signature"] == ["Ada Berg", "Verein Brücke e. V.", "Tel. 03591 555012"]


@pytest.mark.parametrize(
    "closing",
    ["LG", "MfG", "Viele Grüße aus Bautzen,", "Best regards,", "Cordialement", "Saludos cordiales,", "Pozdrawiam", "З повагою,", "С уважением,", "مع التحية", "با احترام", "Saygılarımla", "Trân trọng,"],
)  # fmt: skip
def test_closings_of_all_languages(closing: str) -> None:
    assert kinds(f"Text.\n\n{closing}\nAda Berg\nVerein Brücke")["signature"] == ["Ada Berg", "Verein Brücke"]


def test_the_signature_mark_ends_the_own_words() -> None:
    assert kinds("Ich komme.\n-- \nAda\nhttps://example.org")["signature"] == ["-- ", "Ada", "https://example.org"]


@pytest.mark.parametrize(
    "more",
    [
        "P.S. Meine Kollegin kommt auch.",
        "PS: bitte vegetarisch",
        "Übrigens kommt meine Kollegin auch mit und braucht Dari.",
        "Teilnehmende:\nBo Carl\nDina Egger",
        "- Bo Carl\n- Dina Egger",
        "1. Bo Carl\n2. Dina Egger",
    ],
)
def test_what_is_written_below_the_name_stays_own(more: str) -> None:
    own = kinds(f"Ich komme.\n\nViele Grüße\nAda Berg\n\n{more}")["own"]
    assert own[2:] == more.split("\n")


def test_a_postscript_below_contact_data_is_own_and_advertising_is_not() -> None:
    found = kinds(
        f"Ich komme.\n\n{SIGNED}\n\nJetzt anmelden zu unserem Sommerfest, wir freuen uns auf euch!\n\nPS: Bo kommt mit."
    )
    assert found["own"][-1] == "PS: Bo kommt mit."
    assert found["signature"][-1].startswith("Jetzt anmelden")


def test_a_greeting_at_the_top_is_no_closing() -> None:
    assert kinds("Liebe Grüße\n\nBo Carl\nDina Egger\nkommen.") == {
        "own": ["Liebe Grüße", "Bo Carl", "Dina Egger", "kommen."]
    }


def test_the_writers_name_above_contact_data_is_a_signature() -> None:
    found = kinds("Ich komme gern.\n\nAda Berg\nVerein Brücke\nTel. 03591 555012", writer="Berg, Ada")
    assert found["signature"][0] == "Ada Berg"


@pytest.mark.parametrize(
    "footer",
    [
        "Von meinem iPhone gesendet",
        "Gesendet mit der GMX Mail App",
        "Gesendet von Mail für Windows",
        "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
        "Sent from my iPhone",
        "Get Outlook for Android",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Отправлено с iPhone",
        "Надіслано з iPhone",
        "iPhone'umdan gönderildi",
        "Wysłane z iPhone'a",
        "أرسلت من الـ iPhone",
        "Gửi từ iPhone của tôi",
        "Virenfrei. www.avast.com",
    ],
)
def test_footers(footer: str) -> None:
    assert kinds(f"Ich komme.\nAda\n\n{footer}") == {"own": ["Ich komme.", "Ada"], "footer": [footer]}


def test_legal_notices_and_list_footers() -> None:
    notice = "Diese E-Mail kann vertrauliche Informationen enthalten. Wenn Sie nicht der richtige Adressat sind,\nvernichten Sie diese E-Mail."
    listing = "_______________________________________________\nNetz mailing list\nNetz@lists.example.org"
    found = kinds(f"Ich komme.\n\n{notice}\n\n{listing}")
    assert found["own"] == ["Ich komme."]
    assert len(found["footer"]) == 5


@pytest.mark.parametrize(
    "mark",
    [
        "---------- Forwarded message ---------",
        "-------- Weitergeleitete Nachricht --------",
        "Anfang der weitergeleiteten Nachricht:",
        "Begin forwarded message:",
        "---------- Переслане повідомлення ---------",
        "-------- Message transféré --------",
    ],
)
def test_forward_marks(mark: str) -> None:
    found = kinds(f"Für euch.\n\n{mark}\n{block(BLOCKS[1])}\n\nIch komme.")
    assert found["own"] == ["Für euch."]
    assert found["forwarded"][-1] == "Ich komme."


def test_a_forward_inside_a_quote_is_quoted() -> None:
    found = segment(
        "Ja.\n\nAm 06.09.22 um 10:41 schrieb Ada:\n> Hallo\n> ---------- Forwarded message ---------\n> From: x"
    )
    assert found.forward is None
