"""Invitations as files: real PDF, DOCX and mail, made here, down to the event that is read from them; and bad files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from docx import Document
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

from mailreg.decode.documents import text_of
from mailreg.model.errors import EventFileError
from mailreg.model.registration import Event
from mailreg.understand.invitation import read_invitation

NOW = datetime(2022, 9, 15, 12, tzinfo=UTC)
LINES = (
    "Fachtag Teilhabe im Quartier",
    "17. November 2022, 9.30 bis 16 Uhr",
    "Haus der Demokratie, Bernhard-Göring-Straße 152, 04277 Leipzig",
    "Anmeldung: fachtag@teilhabe.example",
)


def read(content: bytes, name: str) -> Event:
    return read_invitation(text_of(content, name), source=name, timezone="Europe/Berlin", now=NOW)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin"))


def pdf(lines: Sequence[str] = LINES) -> bytes:
    page = FPDF()
    page.add_page()
    page.set_font("Helvetica", size=12)
    for line in lines:
        page.cell(0, 8, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(page.output())


def raw_pdf(lines: Sequence[bytes]) -> bytes:
    """A PDF as a layout program writes it: each line set on its own, \\001 and \\002 are the ligatures fi and fl."""
    stream = b"BT /F1 11 Tf 50 800 Td " + b" ".join(b"(" + x + b") Tj 0 -16 Td" for x in lines) + b" ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        (
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding "
            b"/BaseEncoding /WinAnsiEncoding /Differences [1 /fi /fl] >> >>"
        ),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%btrailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table, len(out),
    )  # fmt: skip


def docx(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def test_pdf_flyer() -> None:
    event = read(pdf(), "flyer.pdf")
    assert (event.title, event.start, event.end) == (LINES[0], at("2022-11-17T09:30"), at("2022-11-17T16:00"))
    assert event.place == "Haus der Demokratie, Bernhard-Göring-Straße 152, 04277 Leipzig"
    assert event.registration_email == "fachtag@teilhabe.example"


def test_pdf_with_a_table() -> None:
    page = FPDF()
    page.add_page()
    page.set_font("Helvetica", size=20)
    page.cell(0, 12, "Schulung für Ehrenamtliche", new_x="LMARGIN", new_y="NEXT")
    page.set_font("Helvetica", size=11)
    with page.table() as table:
        for row in (
            ("Termin", "Samstag, 21. Januar 2023"),
            ("Uhrzeit", "10-15 Uhr"),
            ("Ort", "Volkshochschule Torgau, Puschkinstraße 3, 04860 Torgau"),
            ("Anmeldung", "bis 14. Januar an ehrenamt@torgau.example"),
        ):
            table.row(row)
    event = read(bytes(page.output()), "schulung.pdf")
    assert (event.title, event.start, event.end) == (
        "Schulung für Ehrenamtliche", at("2023-01-21T10:00"), at("2023-01-21T15:00"),
    )  # fmt: skip
    assert (event.venue, event.street, event.city) == ("Volkshochschule Torgau", "Puschkinstraße 3", "Torgau")
    assert event.registration_deadline == at("2023-01-14T23:59:59")
    assert event.aliases == ("Schulung", "Schulung Torgau")


def test_pdf_of_a_layout_program() -> None:
    event = read(
        raw_pdf(
            [
                b"E I N L A D U N G",
                b"zum Fachtag \204Gute Pra\170is im Of\001ce der Ge\002\374chtetenhilfe\223",
                b"Mittwoch, 8. Februar 2023",
                b"von 9.30 bis 16 Uhr",
                b"Soziokulturelles Zentrum, Wettiner Platz 10, 01067 Dresden",
                b"Der Fachtag richtet sich an alle, die in der Beratung t\344tig sind, und m\366chte die Zusammen-",
                b"arbeit st\344rken. F\374r Teilnehmende k\366nnen Fahrtkos-",
                b"ten auf Antrag erstattet werden. Es gibt Vortr\344ge zu Kinder-",
                b"und Jugendhilfe. Die Anmeldung ist bis zum 1. Februar",
                b"2023 m\366glich unter tagung@ge\002uechtet.example.",
            ]
        ),
        "fachtag.pdf",
    )
    assert event.title == "Gute Praxis im Office der Geflüchtetenhilfe".replace("Office", "Offi" + "ce")
    assert (event.start, event.end) == (at("2023-02-08T09:30"), at("2023-02-08T16:00"))
    assert (event.venue, event.street, event.city) == ("Soziokulturelles Zentrum", "Wettiner Platz 10", "Dresden")
    assert event.travel_costs
    assert event.registration_deadline == at("2023-02-01T23:59:59")
    assert event.registration_email == "tagung@gefluechtet.example"


def test_docx_with_a_table() -> None:
    document = Document()
    document.add_heading("Vernetzungstreffen Frauen und Flucht", 0)
    document.add_paragraph("Wir laden alle Träger*innen im Landkreis herzlich ein.")
    table = document.add_table(rows=0, cols=2)
    for label, value in (
        ("Wann?", "Dienstag, 6. Dezember 2022, 13:30–16:30 Uhr"),
        ("Wo?", "Landratsamt Pirna\nSchloßhof 2/4\n01796 Pirna"),
        ("Anmeldung", "bis 29.11.2022 an gleichstellung@landkreis.example"),
        ("Kontakt", "Birgit Lehmann-Kaya, Gleichstellungsbeauftragte"),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    event = read(docx(document), "einladung.docx")
    assert (event.title, event.start, event.end) == (
        "Vernetzungstreffen Frauen und Flucht", at("2022-12-06T13:30"), at("2022-12-06T16:30"),
    )  # fmt: skip
    assert event.place == "Landratsamt Pirna, Schloßhof 2/4, 01796 Pirna"
    assert event.registration_deadline == at("2022-11-29T23:59:59")
    assert event.organisers == ("Birgit Lehmann-Kaya",)
    assert event.aliases == ("Vernetzungstreffen", "Vernetzungstreffen Pirna")


def test_docx_letter_under_another_name() -> None:
    document = Document()
    for line in (
        "Einladung zur Mitgliederversammlung", "", "Liebe Mitglieder,", "",
        ("am Freitag, dem 25. November 2022, um 17 Uhr treffen wir uns im Kulturbahnhof Radebeul, Sidonienstraße 1, "
        "01445 Radebeul."), "", "Herzliche Grüße", "Ewa Kowalczyk",
    ):  # fmt: skip
        document.add_paragraph(line)
    event = read(docx(document), "brief")
    assert (event.title, event.start) == ("Mitgliederversammlung", at("2022-11-25T17:00"))
    assert event.place == "Kulturbahnhof Radebeul, Sidonienstraße 1, 01445 Radebeul"
    assert event.organisers == ("Ewa Kowalczyk",)


def mail(body: str, **headers: str) -> EmailMessage:
    message = EmailMessage()
    usual = {"From": "Ines Vogel <vogel@verein.example>", "Date": "Mon, 03 Oct 2022 09:14:00 +0200"}
    for name, value in (usual | headers).items():
        message[name] = value
    message["Message-ID"] = "<1@verein.example>"
    message.set_content(body)
    return message


def test_mail() -> None:
    event = read(
        mail(
            "Hallo in die Runde,\n\nam 20. Oktober von 16 bis 18 Uhr sehen wir uns im Mehrgenerationenhaus, "
            "Bahnhofstraße 5, 08056 Zwickau.\nAntwortet einfach auf diese Mail.\n\nGruß\nInes\n",
            Subject="Einladung zum Austauschtreffen Ehrenamt am 20.10.",
        ).as_bytes(),
        "einladung.eml",
    )
    assert (event.title, event.start, event.end) == (
        "Austauschtreffen Ehrenamt", at("2022-10-20T16:00"), at("2022-10-20T18:00"),
    )  # fmt: skip
    assert event.place == "Mehrgenerationenhaus, Bahnhofstraße 5, 08056 Zwickau"
    assert event.registration_email == "vogel@verein.example"


def test_mail_with_a_forwarded_mail() -> None:
    inner = mail(
        "Liebe Aktive,\n\nwir laden euch zum Workshop „Antirassismus im Alltag“ ein.\n\n"
        "Wann: 4. November, 10 bis 14 Uhr\nWo: Treibhaus Döbeln, Bahnhofstraße 56, 04720 Döbeln\n"
        "Anmeldung bis 28. Oktober: workshop@treibhaus.example\n",
        Subject="Workshop im November", From="Treibhaus <info@treibhaus.example>",
    )  # fmt: skip
    outer = mail("Zur Info, vielleicht ist das was für euch.\n", Subject="Fwd: Workshop im November")
    outer.add_attachment(inner)
    event = read(outer.as_bytes(), "wg.eml")
    assert event.title == "Antirassismus im Alltag"
    assert (event.start, event.end) == (at("2022-11-04T10:00"), at("2022-11-04T14:00"))
    assert (event.city, event.registration_email) == ("Döbeln", "workshop@treibhaus.example")
    assert event.registration_deadline == at("2022-10-28T23:59:59")


def test_mail_with_the_flyer_attached() -> None:
    message = mail("Liebe alle,\nanbei die Einladung.\nIhre Ines Vogel\n", Subject="Einladung")
    message.add_attachment(pdf(), maintype="application", subtype="pdf", filename="Flyer.pdf")
    event = read(message.as_bytes(), "post.eml")
    assert (event.title, event.start, event.city) == (LINES[0], at("2022-11-17T09:30"), "Leipzig")


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_text_in_any_charset(charset: str, newline: str) -> None:
    text = text_of(newline.join(LINES).encode(charset), "flyer.txt")
    assert text.splitlines() == list(LINES)


def test_what_layout_leaves_is_mended() -> None:
    broken = "Pﬂege und ofﬁziell\nZusammen-\narbeit, Kinder-\nund Jugendhilfe, "
    broken += "Göring-\nStraße\u00a05 Mu\u00adseum u\u0308ber\n"
    text = text_of(broken.encode(), "x.txt")
    assert text == "Pflege und offiziell\nZusammenarbeit, Kinder-\nund Jugendhilfe, Göring-Straße 5 Museum über\n"


def picture_pdf() -> bytes:
    from PIL import Image

    page = FPDF()
    page.add_page()
    page.image(Image.new("RGB", (40, 40), "red"), 10, 10, 50, 50)
    return bytes(page.output())


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt("geheim", algorithm="RC4-128")
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


# Made by the test that wants it: one holds 210 MB.
BAD = {
    "empty.txt": (lambda: b"", "ist leer"),
    "blank.txt": (lambda: b" \n\t\n", "ist leer"),
    "picture.pdf": (picture_pdf, "kein lesbarer Text"),
    "locked.pdf": (locked_pdf, "Passwort"),
    "cut.pdf": (lambda: pdf()[:200], "kein lesbares PDF"),
    "only-a-head.pdf": (lambda: b"%PDF-1.7\n", "kein lesbares PDF"),
    "cut.docx": (lambda: docx(Document())[:3000], "kein lesbares DOCX"),
    "other.zip": (lambda: zipped("hello.txt", b"hello"), "kein lesbares DOCX"),
    "nonsense.docx": (lambda: zipped("word/document.xml", b"<oops"), "kein lesbares DOCX"),
    "bomb.docx": (lambda: zipped("word/document.xml", b"\x00" * 210_000_000), "zu groß"),
    "empty.docx": (lambda: docx(Document()), "kein lesbarer Text"),
    "old.doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "altes Word"),
    "letter.rtf": (lambda: b"{\\rtf1 Einladung zum Fest}", "RTF"),
    "photo.jpg": (lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 20, "weder Text noch PDF"),
    "dots.txt": (lambda: b"... --- ...", "kein lesbarer Text"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file(name: str) -> None:
    make, message = BAD[name]
    with pytest.raises(EventFileError, match=message) as caught:
        text_of(make(), name)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_pdf_locked_only_against_changes_is_read() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt("", owner_password="geheim", algorithm="RC4-128")
    assert "Fachtag Teilhabe" in text_of(written(writer), "flyer.pdf")
