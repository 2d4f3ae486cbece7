"""What a digest is made of: quoted sentences, amounts, the curve, the list, the picture. Pure."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from PIL import Image

from mailreg.decode import decode
from mailreg.model.digest import DigestFacts, NewsKind, Version
from mailreg.model.mail import Address, Span
from mailreg.model.reading import Need, NeedKind
from mailreg.model.registration import Event, Participant, Registration, Status
from mailreg.notices import arabic, chart, costs, quotes, sheets
from mailreg.notices.digest import curve, summarise

NOW = datetime(2022, 10, 5, 5, 0, tzinfo=UTC)
DAY = timedelta(days=1)
EVENT = Event("treffen", "Treffen", NOW + 6 * DAY, NOW + 6.5 * DAY, capacity=10)
WORDS = sheets.SheetWords(
    columns=("Stand", "Name", "Organisation", "E-Mail", "Telefon", "Braucht", "Sprache", "Angemeldet am"),
    status={s: str(s) for s in Status},
    needs={1: "Sprachmittlung: Arabisch"},
    languages={"de": "Deutsch"},
    unnamed="(noch ohne Namen)",
    footer="Stand: heute & hier",
)


def quoted(body: str, words: str) -> tuple[str, ...]:
    letter = decode(f"Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}".encode())
    start = letter.body.index(words)
    return quotes.sentences(letter, [Span("body", start, start + len(words))])


@pytest.mark.parametrize(
    ("body", "words", "sentence"),
    [
        ("Guten Tag,\n\nich komme am 11. Oktober. Ich brauche Arabisch. Danke!\n", "Arabisch", "Ich brauche Arabisch."),
        ("Guten Tag,\nich komme am 11. Oktober gern.\n\nGruß\n", "11. Oktober", "ich komme am 11. Oktober gern."),
        (
            "Hallo,\n\nwenn die Fahrt bezahlt wird, komme ich sehr gern nach Bischofswerda zu\nIhrem Treffen.\n",
            "wenn die Fahrt bezahlt wird",
            "wenn die Fahrt bezahlt wird, komme ich sehr gern nach Bischofswerda zu Ihrem Treffen.",
        ),
        ("- Anna Beispiel\n- Essen: vegan\n- kommt mit Rad\n", "vegan", "- Essen: vegan"),
        ("مرحبا،\n\nأحتاج إلى ترجمة. هل يوجد موقف سيارات؟ شكرا\n", "موقف", "هل يوجد موقف سيارات؟"),
    ],
)
def test_the_sentence_around_the_evidence(body: str, words: str, sentence: str) -> None:
    assert quoted(body, words) == (sentence,)


def test_long_sentences_are_cut_around_the_words() -> None:
    body = "Und " * 200 + "ich brauche Sprachmittlung " + "und " * 200 + "Schluss.\n"
    [sentence] = quoted(body, "Sprachmittlung")
    assert len(sentence) <= quotes.WIDTH + 4
    assert "Sprachmittlung" in sentence
    assert sentence.startswith("… ")
    assert sentence.endswith(" …")


def test_spans_out_of_range_are_no_crash() -> None:
    letter = decode(b"Subject: x\r\n\r\nkurz\r\n")
    assert quotes.sentences(letter, [Span("body", 90, 99), Span("forwarded/body", 0, 3), Span("subject", 0, 1)]) == ()
    assert quotes.beginning(letter) == "kurz"


@pytest.mark.parametrize(
    ("text", "euros", "kilometres"),
    [
        ("Die Fahrkarte kostet 38,40 €.", "38.40", None),
        ("zweimal 19 Euro, also 2 x 19 Euro", "57", None),
        ("EUR 1.234,50 für den Bus", "1234.50", None),
        ("mit dem Auto 124 km hin und zurück", None, "124"),
        ("2x62km und 5,- € Parken", "5", "124"),
        ("€ 49 Deutschlandticket", "49", None),
        ("٣٨ يورو", "38", None),
        ("95 євро, 230 км", "95", "230"),
        ("am 11.10.2022 um 15 Uhr, Raum 204", None, None),
        ("99999 km", None, None),
    ],
)
def test_amounts(text: str, euros: str | None, kilometres: str | None) -> None:
    assert costs.amount([text]) == (Decimal(euros) if euros else None)
    assert costs.distance([text, text]) == (Decimal(kilometres) if kilometres else None)


def versions(*steps: tuple[float, Status, int]) -> tuple[Version, ...]:
    return tuple(Version(NOW - days * DAY, status, seats) for days, status, seats in steps)


def test_the_curve_goes_up_and_down() -> None:
    points = curve(
        [
            versions((5, Status.CONFIRMED, 2), (1, Status.CANCELLED, 0)),
            versions((4, Status.HELD, 3), (3, Status.CONFIRMED, 3)),
            versions((3, Status.WAITING, 1)),
        ]
    )
    assert points == ((NOW - 5 * DAY, 2), (NOW - 3 * DAY, 5), (NOW - 1 * DAY, 3))


def registration(number: int, *people: Participant, status: Status = Status.CONFIRMED, needs: tuple[Need, ...] = ()):  # type: ignore[no-untyped-def]
    people = people or (Participant(f"Person {number}", f"p{number}@example.org"),)
    return Registration("treffen", Address("p@example.org"), "de", people, needs, status, number, created_at=NOW)


def test_what_is_new_and_what_is_not() -> None:
    gone = registration(4, Participant("Weg", status=Status.CANCELLED), status=Status.CANCELLED)
    facts = DigestFacts(
        NOW,
        NOW - DAY,
        (EVENT,),
        (registration(1), registration(2), registration(3), gone, registration(5)),
        {
            1: versions((2, Status.CONFIRMED, 1)),
            2: versions((0.5, Status.CONFIRMED, 1)),
            3: versions((2, Status.CONFIRMED, 2), (0.5, Status.CONFIRMED, 1)),
            4: versions((2, Status.CONFIRMED, 1), (0.5, Status.CANCELLED, 0)),
            5: versions((3, Status.CONFIRMED, 1), (2, Status.CANCELLED, 0), (0.2, Status.CONFIRMED, 1)),
        },
        {},
    )
    news = summarise(facts).news
    assert [(n.kind, n.registration.id, n.seats_before) for n in news] == [
        (NewsKind.NEW, 2, 0),
        (NewsKind.NEW, 5, 0),
        (NewsKind.CHANGED, 3, 2),
        (NewsKind.CANCELLED, 4, 1),
    ]


def test_deadlines_come_a_week_before_and_go_when_booked() -> None:
    needs = (Need(NeedKind.INTERPRETING, "fa"),)
    event = Event("treffen", "Treffen", NOW + 20 * DAY, NOW + 20.5 * DAY, interpreting_deadline=NOW + 10 * DAY)

    def open_at(now: datetime, settled: frozenset[str] = frozenset()) -> list[tuple[str, bool]]:
        facts = DigestFacts(now, None, (event,), (registration(1, needs=needs),), {}, {}, settled)
        return [(d.key, d.overdue) for d in summarise(facts).deadlines]

    key = "book/treffen/fa/1"
    assert open_at(NOW) == []
    assert open_at(NOW + 3 * DAY) == [(key, False)]
    assert open_at(NOW + 11 * DAY) == [(key, True)]
    assert open_at(NOW + 11 * DAY, frozenset({key})) == []
    assert open_at(NOW + 21 * DAY) == []


def cells(content: bytes) -> list[list[str]]:
    """The rows of the first sheet, read with the standard library."""
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert book.testzip() is None
        names = set(book.namelist())
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not any("externalLink" in name or "vba" in name.lower() for name in names)
    assert sheet.findall(".//m:f", space) == []  # no formula, whatever people are called
    assert sheet.findall(".//m:hyperlink", space) == []
    strings = ["".join(t.text or "" for t in si.iter(f"{{{space['m']}}}t")) for si in shared.findall("m:si", space)]
    rows = []
    for row in sheet.findall(".//m:row", space):
        values = []
        for cell in row.findall("m:c", space):
            value = cell.findtext("m:v", "", space)
            values.append(strings[int(value)] if cell.get("t") == "s" else value)
        rows.append(values)
    return rows


def test_the_list() -> None:
    odd = registration(
        1,
        Participant("=1+1", "a@example.org", "https://boese.example", "+4930123456"),
        Participant("أميرة حداد", status=Status.WAITING),
        Participant(None, status=Status.CANCELLED),
    )
    rows = cells(sheets.write_sheet(EVENT, [registration(2, status=Status.HELD), odd], WORDS, NOW))
    assert rows[0] == list(WORDS.columns)
    assert [row[:3] for row in rows[1:]] == [
        ["confirmed", "=1+1", "https://boese.example"],
        ["waiting", "أميرة حداد", ""],
        ["held", "Person 2", ""],
        ["cancelled", "(noch ohne Namen)", ""],
    ]
    assert rows[1][4:7] == ["+4930123456", "Sprachmittlung: Arabisch", "Deutsch"]
    assert float(rows[1][7]) == pytest.approx(44839 + 7 / 24)  # 5 October 2022, 07:00 in Berlin


def test_the_list_is_ready_to_print_and_odd_titles_do_no_harm() -> None:
    event = Event("x", "[a]: b/c*?\\ & 'd' " + "sehr lang " * 30, NOW + DAY, NOW + DAY)
    content = sheets.write_sheet(event, [registration(1)], WORDS, NOW)
    assert content == sheets.write_sheet(event, [registration(1)], WORDS, NOW)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        workbook = book.read("xl/workbook.xml").decode()
    for part in ("<pane ", 'orientation="landscape"', 'fitToHeight="0"', "<autoFilter ", "<oddHeader>"):
        assert part in sheet
    assert "Print_Titles" in workbook


@pytest.mark.parametrize("capacity", [None, 1, 40])
@pytest.mark.parametrize(
    "points",
    [
        ((NOW, 1),),
        ((NOW - 30 * DAY, 1), (NOW - DAY, 60)),
        tuple((NOW - DAY + timedelta(minutes=m), m % 7) for m in range(500)),
    ],
)
def test_the_picture(points: tuple[tuple[datetime, int], ...], capacity: int | None) -> None:
    labels = chart.Labels("60 Plätze", f"{capacity} Plätze" if capacity else "", "5. Sept.", "heute", "11. März")
    content = chart.draw(points, NOW, EVENT.start, capacity, labels)
    assert content == chart.draw(points, NOW, EVENT.start, capacity, labels)
    assert len(content) < 30_000
    picture = Image.open(io.BytesIO(content))
    picture.load()
    assert picture.format == "PNG"
    assert picture.size == (1440, 624)
    inked = picture.convert("RGBA").getcolors(1 << 20)
    assert inked is not None
    assert len(inked) > 10  # a tile, a curve, words


def test_the_picture_goes_from_right_to_left() -> None:
    """The same labels mirrored: what stood at the left stands at the right, and the curve runs the other way."""
    words = ("12 Plätze", "40 Plätze", "5. Sept.", "heute", "11. März")
    points = ((NOW - 30 * DAY, 12),)
    drawn = [
        Image.open(io.BytesIO(chart.draw(points, NOW, NOW + 30 * DAY, 40, chart.Labels(*words, rtl=rtl))))
        .convert("RGBA")
        .convert("RGB")
        for rtl in (False, True)
    ]

    def ink(picture: Image.Image, box: tuple[int, int, int, int], colour: tuple[int, int, int]) -> int:
        near = [p for p in picture.crop(box).get_flattened_data() if max(map(abs, map(int.__sub__, p, colour))) < 40]
        return len(near)

    width, height = drawn[0].size
    left, right = (0, 0, width // 3, height), (2 * width // 3, 0, width, height)
    for picture, full, bare in ((drawn[0], left, right), (drawn[1], right, left)):
        assert ink(picture, full, chart.TEXT) > 3 * ink(picture, bare, chart.TEXT)  # the count
        assert ink(picture, full, chart.FILL) > ink(picture, bare, chart.FILL)


LANGUAGES = ("ar", "de", "en", "es", "fa", "fr", "pl", "ru", "tr", "uk", "vi")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letters_of_the_picture_are_there(language: str) -> None:
    """A missing letter would be drawn as a box."""
    from fontTools.ttLib import TTFont

    from mailreg.compose.digestvoice import DigestVoice
    from mailreg.compose.templates import load_templates

    voice = DigestVoice(load_templates().digest_words(language), html=False)
    labels = [voice.count("seats", n) for n in range(150)]
    labels += [voice.tick(NOW + n * 10 * DAY) for n in range(37)] + [voice.say("chart.today")]
    for face in (chart.FONT, chart.ARABIC):
        known = TTFont(face).getBestCmap()
        shown = {c for label in labels if chart._face(label) == face for c in chart._shown(label)}
        assert {c for c in shown if ord(c) not in known} == set()
    assert {chart._face(label) for label in labels if not label.isascii()} <= (
        {chart.ARABIC} if language in {"ar", "fa"} else {chart.FONT}
    )


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        # As HarfBuzz and FriBidi lay them out, from left to right.
        ("اليوم", "ﻡﻮﻴﻟﺍ"),
        ("40 مقعدًا", "ﺍﺪﻌﻘﻣ 40"),
        ("لا مقاعد", "ﺪﻋﺎﻘﻣ ﻻ"),
        ("5 أكتوبر", "ﺮﺑﻮﺘﻛﺃ 5"),
        ("11 اکتبر", "ﺮﺒﺘﮐﺍ 11"),
        ("سه‌شنبه", "ﻪﺒﻨﺷﻪﺳ"),
        ("\u206810\u2069 جا", "ﺎﺟ 10"),
        ("01/10/2022", "01/10/2022"),
        ("", ""),
    ],
)
def test_arabic_is_joined_and_turned(text: str, drawn: str) -> None:
    assert arabic.visual(text) == drawn


def test_the_list_from_right_to_left() -> None:
    words = replace(WORDS, rtl=True, moment="dd/mm/yyyy hh:mm", footer="التاريخ")
    with zipfile.ZipFile(io.BytesIO(sheets.write_sheet(EVENT, [registration(1)], words, NOW))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    assert 'rightToLeft="1"' in sheet
    assert "&amp;R&amp;BTreffen" in sheet
    assert "&amp;Rالتاريخ&amp;L&amp;P / &amp;N" in sheet
    assert 'formatCode="dd/mm/yyyy hh:mm"' in styles
    assert 'horizontal="right"' in styles
