"""Documents → their text: invitations come as plain text, PDF, DOCX or a mail."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePath

from mailreg.decode.pdftext import SOFT, text_of_pages
from mailreg.model.errors import EventFileError

LIMIT = 50_000_000  # bytes; a flyer is not larger
UNPACKED = 200_000_000  # bytes that a DOCX may unpack to
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
    | {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u2011": "-",
        "\u2010": "-",
        "\u00ad": "",
        "\u200b": "",
        "\ufeff": "",
    }
)
_HYPHENATED = re.compile(
    r"(?<=[^\W\d_]{2})[-\u00ad][\n\u2028][ ]*(?!(?:und|oder|bzw|sowie|and|or|bis)\b)(?=[a-zäöüß])(?!\S*[@/])"
)
_COMPOUND = re.compile(r"(?<=[^\W\d_][A-Za-zÄÖÜäöüß.]-)[\n\u2028][ ]*(?=[A-ZÄÖÜ][a-zäöüß])")
_ADDRESS = re.compile(r"@|//|www\.", re.IGNORECASE)
_SPACED = re.compile(r"^\s*(?:\S ){3,}\S\s*$|^\s*\S(?: \S){2,}(?: {2,}\S(?: \S)*)+\s*$")
_HEADERS = re.compile(rb"^(?:[A-Za-z][A-Za-z0-9-]*:[ \t].*\r?\n(?:[ \t].*\r?\n)*){3,}", re.MULTILINE)


def text_of(content: bytes, filename: str) -> str:
    """The document's text, a line for each paragraph or table row, cells separated by tabs; ligatures, hyphenation and
    spaced letters are mended. In a PDF's text U+2028 stands where a line was only too long. The kind is told by the
    content, the name helps only with mails.

    Raises EventFileError, one line, where there is no text in it."""
    if len(content) > LIMIT:
        raise EventFileError(f"{filename} ist größer als {LIMIT // 1_000_000} MB; bitte den Text allein speichern.")
    if not content.strip():
        raise EventFileError(f"{filename} ist leer.")
    if b"%PDF-" in content[:1024]:
        text = _pdf(content, filename)
    elif content[:4] == b"PK\x03\x04":
        text = _docx(content, filename).replace(SOFT, "\n")
    elif content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise EventFileError(
            f"{filename} ist ein altes Word- oder Outlook-Format; bitte als DOCX, PDF oder Text speichern."
        )
    elif PurePath(filename).suffix.lower() == ".eml" or _is_mail(content):
        text = _mail(content)
    else:
        text = _plain(content, filename).replace(SOFT, "\n")
    text = _mended(text)
    if sum(c.isalnum() for c in text) < 10:
        raise EventFileError(
            f"In {filename} steht kein lesbarer Text (vielleicht nur ein Bild?). "
            "Bitte den Text in eine .txt-Datei kopieren."
        )
    return text


def _is_mail(content: bytes) -> bool:
    """Header lines at the very top, as in a saved mail of any name (RFC 5322, 2.2)."""
    match = _HEADERS.match(content[:20_000])
    return (
        match is not None
        and re.search(rb"^(?:Message-ID|MIME-Version|Received):", match[0], re.MULTILINE | re.IGNORECASE) is not None
    )


def _plain(content: bytes, filename: str) -> str:
    """UTF-8, UTF-16 with its mark, else what German offices use."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    control = sum(1 for c in content[:4000] if c < 32 and c not in b"\t\n\r\f\x1a\x1b")
    if control:
        raise EventFileError(f"{filename} ist weder Text noch PDF, DOCX oder .eml.")
    if content.startswith(b"{\\rtf"):
        raise EventFileError(f"{filename} ist eine RTF-Datei; bitte als DOCX, PDF oder Text speichern.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _mended(text: str) -> str:
    text = unicodedata.normalize(
        "NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\v", "\n")
    )
    text = _COMPOUND.sub("", _HYPHENATED.sub(_unless_address, text.translate(_LIGATURES)))
    return re.sub(r"[^\n\u2028]+", lambda line: _unspaced(line[0]), text)


def _unless_address(match: re.Match[str]) -> str:
    """A hyphen at a line's end goes, but not out of the address of a mailbox or a page."""
    word = match.string[max(0, match.start() - 90) : match.start()].split()[-1]
    return match[0] if _ADDRESS.search(word) else ""


def _unspaced(line: str) -> str:
    """ "E I N L A D U N G" → "EINLADUNG"; two spaces part the words."""
    if not _SPACED.match(line) or sum(c.isalpha() for c in line) < 4:
        return line
    return " ".join(word.replace(" ", "") for word in re.split(r" {2,}", line.strip()))


def _pdf(content: bytes, filename: str) -> str:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its notes on broken files help nobody here
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise EventFileError(f"{filename} ist mit einem Passwort geschützt; bitte ungeschützt speichern.")  # noqa: TRY301
        return text_of_pages(reader)
    except EventFileError:
        raise
    except Exception as error:  # pypdf raises nearly anything on a broken file
        raise EventFileError(f"{filename} ist kein lesbares PDF (beschädigt oder unvollständig).") from error


def _docx(content: bytes, filename: str) -> str:
    from zipfile import ZipFile

    from docx import Document

    broken = EventFileError(f"{filename} ist kein lesbares DOCX (beschädigt oder ein anderes Format).")
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED:
                raise EventFileError(f"{filename} ist ausgepackt zu groß; bitte den Text allein speichern.")  # noqa: TRY301
            if "word/document.xml" not in archive.namelist():
                raise broken  # noqa: TRY301
        document = Document(io.BytesIO(content))
        boxes = _boxes(document.element.body)
        return "\n".join([*_blocks(document), *boxes])
    except EventFileError:
        raise
    except Exception as error:  # python-docx and lxml and zipfile raise nearly anything on a broken file
        raise broken from error


def _blocks(holder: object) -> Iterator[str]:
    """A line for each paragraph and table row; a cell with several paragraphs goes on over several lines."""
    for block in holder.iter_inner_content():  # type: ignore[attr-defined]
        rows = getattr(block, "rows", None)
        if rows is None:
            yield block.text
            continue
        for row in rows:
            # A merged cell is given once for each column that it covers.
            cells = list(dict.fromkeys(row.cells))
            texts = ["\n".join(_blocks(cell)).strip() for cell in cells]
            if len(texts) > 1 and "\n" in "".join(texts[1:]) and "\n" not in texts[0]:
                yield "\t".join([texts[0], *(t for t in texts[1:])])
            else:
                yield "\t".join(t.replace("\n", " ") for t in texts) if len(texts) > 1 else "".join(texts)
        yield ""


def _boxes(body: object) -> list[str]:
    """The text of text boxes, which layout people love; each stands twice in the file (for old programs)."""
    found = []
    for box in body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}txbxContent"):  # type: ignore[attr-defined]
        lines = [
            "".join(t.text or "" for t in p.iter(f"{{{box.nsmap['w']}}}t")) for p in box.iter(f"{{{box.nsmap['w']}}}p")
        ]
        found.append("\n".join(["", *lines]))
    return list(dict.fromkeys(found))


def _mail(content: bytes) -> str:
    """A mail's text. The sender's and a forwarded mail's headers stand above their texts, as mail programs print them;
    a mail that only says "see attachment" gives the text of what is attached, where that can be read."""
    from mailreg.decode import decode

    letter = decode(content)
    # What is attached says more than "anbei die Einladung", so it stands first.
    parts = [_headed(letter.sender.email, letter.sender.name, letter.date, letter.subject), *_attached(content)]
    parts.append(letter.body)
    inner = letter.forwarded
    if inner is not None and inner.body.strip() and inner.body.strip()[:200] not in letter.body:
        parts += [_headed(inner.sender.email, inner.sender.name, inner.date, inner.subject), inner.body]
    return "\n\n".join(parts)


def _headed(email: str, name: str | None, when: object, subject: str) -> str:
    date = when.strftime("%d.%m.%Y %H:%M") if hasattr(when, "strftime") else ""
    lines = [f"Von: {name or ''} <{email}>", f"Gesendet: {date}", f"Betreff: {subject}"]
    return "\n".join(line for line in lines if not line.endswith(": "))


def _attached(content: bytes) -> list[str]:
    """The texts of attached PDF and DOCX files; what can't be read is left out, the mail itself may say enough."""
    from email import message_from_bytes

    found = []
    for part in message_from_bytes(content).walk():
        name = str(part.get_filename() or "Anhang")
        if part.get_content_type() not in {
            "application/pdf",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        } and not name.lower().endswith((".pdf", ".docx")):
            continue
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes):
            continue
        try:
            found.append(_pdf(data, name) if b"%PDF-" in data[:1024] else _docx(data, name))
        except EventFileError:
            continue
    return found[:3]
