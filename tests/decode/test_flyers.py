"""One flyer, many files: text with and without blank lines, wrapped, mail, DOCX, PDFs of two makers say the same."""

from __future__ import annotations

import io
import textwrap
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from docx import Document
from fpdf import FPDF

import mailreg
from mailreg.decode.documents import text_of
from mailreg.decode.pdftext import SOFT
from mailreg.understand.invitation import Invitation, understand_invitation

HERE = Path(__file__).parent / "flyers"
NOW = datetime(2022, 9, 15, 12, tzinfo=UTC)
FIELDS = (
    "title subtitle start end venue street postcode city registration_email registration_deadline "
    "travel_costs interpreting organisers"
).split()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin"))


FLYERS: dict[str, tuple[Path, tuple[Any, ...]]] = {
    "get-together": (
        Path(mailreg.__file__).parent / "demo" / "invitation.txt",
        (
            "get together",
            ("Zusammenarbeit zwischen Migrant*innenselbstorganisationen und anderen Trägern im Bereich Flucht "
            "und Migration stärken"),
            at("2022-10-11T15:00"), at("2022-10-11T18:00"),
            "Netzwerk für Kinder- und Jugendarbeit", "Lutherstraße 13", "01877", "Bischofswerda",
            "stoye@agjf-sachsen.de", None, True, True, ("Claudia Stoye", "Friederike Beese"),
        ),
    ),
    "vielfalt": (
        HERE / "vielfalt.txt",
        (
            "Vielfalt kommt an", "Wie Vereine, Schulen und Behörden in kleinen Städten zusammenarbeiten können",
            at("2022-11-24T10:00"), at("2022-11-24T16:00"),
            "Begegnungsstätte am Schillerplatz", "Schillerplatz 2", "02625", "Bautzen",
            "fachtag-vielfalt@netzwerk-oberlausitz.example", at("2022-11-15T23:59:59"), True, True,
            ("Miriam Kaltenbach", "Osman Yildirim"),
        ),
    ),
    "fruehlingsfest": (
        HERE / "fruehlingsfest.txt",
        (
            "Frühlingsfest der Nachbarschaft", "gemeinsam kochen, tanzen und erzählen im Garten der Kulturen",
            at("2023-05-13T14:00"), at("2023-05-13T20:00"),
            "Interkultureller Garten e. V.", "Am Bahndamm 12", "06108", "Halle",
            "garten-der-kulturen@nachbarschaft-halle.example", at("2023-05-06T23:59:59"), False, False,
            ("Interkultureller Garten Halle", "Lejla Hadzic-Brandt"),
        ),
    ),
    "forum": (
        HERE / "forum.txt",
        (
            "Migration Forum Saxony",
            "Building bridges between newcomers, associations and town halls in the region",
            at("2023-03-03T10:00"), at("2023-03-03T15:30"),
            "Volkshochschule Chemnitz", "Moritzstraße 20", "09111", "Chemnitz",
            "forum-saxony@welcome-network.example", at("2023-02-20T23:59:59"), True, True, ("Grace Oduya",),
        ),
    ),
}  # fmt: skip


def tight(text: str) -> str:
    return "".join(f"{line}\n" for line in text.splitlines() if line.strip())


def wrapped(text: str, width: int) -> str:
    return "\n".join("\n".join(textwrap.wrap(line, width, break_long_words=False)) for line in text.split("\n"))


def mail(text: str) -> bytes:
    message = EmailMessage()
    message["From"] = "Ines Vogel <vogel@verein.example>"
    message["Date"] = "Mon, 12 Sep 2022 09:14:00 +0200"
    message["Subject"] = "Einladung"
    message["Message-ID"] = "<1@verein.example>"
    message.set_content(text)
    return message.as_bytes()


def docx(text: str) -> bytes:
    document, out = Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def pdf(text: str, *, size: float = 12, height: float = 8, align: str = "L", margin: float = 10,
        gap: float | None = None, font: str = "Helvetica", large: int = 0) -> bytes:  # fmt: skip
    """`height` of a line and `gap` of an empty one in mm; the first `large` lines are set larger."""
    page = FPDF()
    page.set_margins(margin, 15)
    page.add_page()
    page.set_font(font, size=size)
    done = 0
    for line in text.replace("–", "-").splitlines():
        if not line.strip():
            page.ln(height if gap is None else gap)
            continue
        scale = 1.8 if done < large else 1.0
        page.set_font(font, "B" if done < large else "", size=size * scale)
        page.multi_cell(0, height * scale, line, align=align, new_x="LMARGIN", new_y="NEXT")
        done += 1
    return bytes(page.output())


TEXTS = {
    "as it is": lambda t: t,
    "tight": tight,
    **{f"wrapped at {n}": lambda t, n=n: wrapped(t, n) for n in (100, 78, 72, 60, 50)},
    **{f"tight, wrapped at {n}": lambda t, n=n: tight(wrapped(t, n)) for n in (100, 78, 72, 50)},
}
PDFS: dict[str, dict[str, Any]] = {
    "plain": {},
    "small": {"size": 9, "height": 4},
    "dense": {"height": 5},
    "centred": {"size": 14, "height": 7, "align": "C"},
    "justified": {"size": 11, "height": 6, "align": "J"},
    "narrow": {"margin": 60, "height": 6},
    "tight": {"gap": 0},
    "nearly tight": {"gap": 3, "height": 6},
    "large heading": {"large": 2, "height": 6},
    "large heading, tight": {"large": 1, "gap": 0, "height": 6},
    "times": {"font": "Times", "size": 16, "height": 10},
    "courier": {"font": "Courier", "size": 10, "height": 5},
    "right": {"align": "R", "gap": 2, "height": 6},
}


def read(content: bytes, name: str) -> Invitation:
    return understand_invitation(text_of(content, name), source=name, timezone="Europe/Berlin", now=NOW)


def values(content: bytes, name: str) -> dict[str, Any]:
    event = read(content, name).event
    return {f: getattr(event, f) for f in FIELDS}


@pytest.fixture(params=FLYERS)
def flyer(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    path, expected = FLYERS[request.param]
    return path.read_text("utf-8"), dict(zip(FIELDS, expected, strict=True))


@pytest.mark.parametrize("form", TEXTS)
def test_text(form: str, flyer: tuple[str, dict[str, Any]]) -> None:
    text, expected = flyer
    assert values(TEXTS[form](text).encode(), "flyer.txt") == expected


@pytest.mark.parametrize("form", ["as it is", "tight", "wrapped at 72"])
def test_mail(form: str, flyer: tuple[str, dict[str, Any]]) -> None:
    text, expected = flyer
    organisers = expected.pop("organisers")
    found = values(mail(TEXTS[form](text)), "flyer.eml")
    assert set(found.pop("organisers")) <= set(organisers)  # a signature at a mail's end may be the sender's
    assert found == expected


@pytest.mark.parametrize("form", ["as it is", "tight"])
def test_docx(form: str, flyer: tuple[str, dict[str, Any]]) -> None:
    text, expected = flyer
    assert values(docx(TEXTS[form](text)), "flyer.docx") == expected


@pytest.mark.parametrize("form", PDFS)
def test_pdf(form: str, flyer: tuple[str, dict[str, Any]]) -> None:
    text, expected = flyer
    assert values(pdf(text, **PDFS[form]), "flyer.pdf") == expected


def test_pdf_printed_by_chromium() -> None:
    """Printed from a page with a column of 7 cm: every longer line is wrapped, the address is parted at its hyphens."""
    content = (HERE / "vielfalt-chromium.pdf").read_bytes()
    found = read(content, "flyer.pdf")
    assert {f: getattr(found.event, f) for f in FIELDS} == dict(zip(FIELDS, FLYERS["vielfalt"][1], strict=True))
    assert [r for r in found.remarks if "zwei Zeilen" in r] == [
        "Die Adresse fachtag-vielfalt@netzwerk-oberlausitz.example steht im Text auf zwei Zeilen: Gehört alles dazu?"
    ]


def test_paragraphs_and_wrapped_lines_of_a_pdf_are_told_apart() -> None:
    text = text_of(pdf("Sommerfest\n\nKommt alle, es gibt Kuchen und Musik, und wer mag, bringt einen Freund oder "
                       "eine Freundin mit.\nEintritt frei", margin=50), "x.pdf")  # fmt: skip
    assert text.startswith("Sommerfest\n\nKommt alle")
    assert SOFT in text
    assert text.endswith("mit.\nEintritt frei")


def test_where_a_heading_ends_is_said_to_be_a_guess() -> None:
    text = tight(wrapped(FLYERS["get-together"][0].read_text("utf-8"), 50))
    remarks = read(text.encode(), "flyer.txt").remarks
    assert "Wo Titel und Untertitel enden, ist nicht sicher: Im Text fehlt ein Abstand." in remarks


def test_a_sure_text_has_no_remarks() -> None:
    text = FLYERS["get-together"][0].read_text("utf-8")
    for content, name in ((text.encode(), "a.txt"), (pdf(text), "a.pdf"), (docx(text), "a.docx")):
        assert read(content, name).remarks == ()


def test_a_large_heading_and_two_columns() -> None:
    page = FPDF()
    page.add_page()
    page.set_font("Helvetica", "B", size=30)
    for line in ("Fachtag", "Ankommen im Arbeitsleben"):  # parted by hand
        page.cell(0, 14, line, new_x="LMARGIN", new_y="NEXT")
    page.set_font("Helvetica", size=12)
    page.set_xy(10, 60)
    page.multi_cell(70, 6, "Wir laden alle ein, die in Vereinen, Kirchgemeinden und Schulen mit Menschen aus aller "
                    "Welt zu tun haben. Was hilft beim Verstehen? Und was tun wir, wenn Worte fehlen? Für alle können "
                    "Reisekosten auf Anfrage übernommen werden.", align="L")  # fmt: skip
    for n, line in enumerate(("Termin", "6. Dezember 2022, 9-15 Uhr", "Ort", "Rathaus", "Goethestraße 5",
                              "01067 Dresden", "Anmeldung", "bis 25.11.2022 an fachtag@rathaus.example")):  # fmt: skip
        page.set_xy(100, 60 + 6 * n)
        page.cell(90, 6, line)
    event = read(bytes(page.output()), "flyer.pdf").event
    assert event.title == "Fachtag Ankommen im Arbeitsleben"
    assert (event.start, event.end) == (at("2022-12-06T09:00"), at("2022-12-06T15:00"))
    assert event.place == "Rathaus, Goethestraße 5, 01067 Dresden"
    assert event.travel_costs
    assert event.registration_deadline == at("2022-11-25T23:59:59")
