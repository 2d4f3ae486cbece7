"""Documents → their text: invitations come as plain text, PDF, DOCX or a mail."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import PurePath

from mailreg.model.errors import EventFileError

LIMIT = 50_000_000  # bytes; a flyer is not larger


def text_of(content: bytes, filename: str) -> str:
    """The document's text, a line for each paragraph or table row. The kind is told by the content, not the name.

    Raises EventFileError, one line, where there is no text in it."""
    if len(content) > LIMIT:
        raise EventFileError(f"{filename} ist größer als {LIMIT // 1_000_000} MB; bitte den Text allein speichern.")
    if content.lstrip()[:5] == b"%PDF-":
        text = _pdf(content, filename)
    elif content[:4] == b"PK\x03\x04":
        text = _docx(content, filename)
    elif PurePath(filename).suffix.lower() == ".eml":
        text = _mail(content)
    elif b"\x00" in content[:4000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise EventFileError(f"{filename} ist weder Text noch PDF, DOCX oder .eml.")
    else:
        text = _plain(content)
    if not any(c.isalnum() for c in text):
        raise EventFileError(
            f"In {filename} steht kein lesbarer Text (vielleicht nur ein Bild?). "
            "Bitte den Text in eine .txt-Datei kopieren."
        )
    return text


def _plain(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else what German offices use."""
    for charset in ("utf-8-sig", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return content.decode(charset)
        except UnicodeDecodeError:
            continue
    return content.decode("cp1252", "replace")


def _pdf(content: bytes, filename: str) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return "\n\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages[:20])
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError) as error:
        raise EventFileError(f"{filename} ist kein lesbares PDF ({type(error).__name__}).") from error


def _docx(content: bytes, filename: str) -> str:
    from zipfile import BadZipFile

    from docx import Document
    from docx.opc.exceptions import OpcError

    try:
        document = Document(io.BytesIO(content))
    except (OpcError, BadZipFile, KeyError, ValueError, OSError) as error:
        raise EventFileError(f"{filename} ist kein lesbares DOCX ({type(error).__name__}).") from error

    def lines() -> Iterator[str]:
        for block in document.iter_inner_content():
            rows = getattr(block, "rows", None)
            if rows is None:
                yield block.text  # type: ignore[union-attr]
            else:
                for row in rows:
                    # A merged cell is given once for each column that it covers.
                    cells = [c.text.strip() for c in row.cells]
                    yield "\t".join(cell for i, cell in enumerate(cells) if i == 0 or cell != cells[i - 1])

    return "\n".join(lines())


def _mail(content: bytes) -> str:
    """A mail's text; where it only says "see attachment", the forwarded mail's or the subject is there too."""
    from mailreg.decode import decode

    letter = decode(content)
    inner = letter.forwarded
    parts = [letter.body]
    if inner is not None and inner.body not in letter.body:
        parts.append(inner.body)
    return "\n\n".join(parts)
