"""winmail.dat (MS-OXTNEF) → its text and its attachments' names. Outlook sends it to people who do not use Outlook."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailreg.decode.charsets import decode_bytes
from mailreg.model.mail import Attachment

MAX_SIZE = 20_000_000  # bytes
MAX_RTF = 2_000_000
_RTF_TOKEN = re.compile(
    r"\\u(-?\d{1,6}) ?|\\'([0-9a-fA-F]{2})|"
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\(\*)|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_RTF_SKIPPED = frozenset(
    "fonttbl colortbl stylesheet info pict object themedata generator listtable xmlnstbl htmltag mhtmltag".split()
)


@dataclass(frozen=True, slots=True)
class Tnef:
    html: str | None
    text: str | None
    attachments: tuple[Attachment, ...]


def read_tnef(content: bytes) -> Tnef | None:
    """What is in a winmail.dat, or None if it is none or broken."""
    from tnefparse import TNEF

    if len(content) > MAX_SIZE:
        return None
    try:
        tnef = TNEF(content, do_checksum=False)
        found = Tnef(
            html=_text(getattr(tnef, "htmlbody", None)),
            text=_text(getattr(tnef, "body", None)) or rtf_to_text(_text(tnef.rtfbody) or ""),
            attachments=tuple(
                Attachment(
                    str(a.long_filename() or a.name or "") or None, "application/octet-stream", len(a.data or b"")
                )
                for a in tnef.attachments
            ),
        )
    except Exception:
        return None
    return found if found.html or found.text or found.attachments else None


def _text(value: object) -> str | None:
    if isinstance(value, list | tuple):
        value = value[0] if value else None
    if isinstance(value, bytes):
        return decode_bytes(value.rstrip(b"\0"), None) or None
    return value.rstrip("\0") or None if isinstance(value, str) else None


def rtf_to_text(rtf: str) -> str:
    """The text of RTF, paragraphs as lines; what was HTML inside it comes out without its tags."""
    out: list[str] = []
    stack: list[bool] = []
    skipping = False
    pending = bytearray()
    fallback = 0  # characters to leave out behind \u

    def flush() -> None:
        if pending:
            out.append(pending.decode("cp1252", "replace"))
            pending.clear()

    for found in _RTF_TOKEN.finditer(rtf[:MAX_RTF]):
        unicode_, byte, word, _, star, symbol, brace, text = found.groups()
        if byte and not skipping:
            if fallback:
                fallback -= 1
            else:
                pending.append(int(byte, 16))
            continue
        flush()
        if brace == "{":
            stack.append(skipping)
        elif brace == "}":
            skipping = stack.pop() if stack else False
        elif star or word in _RTF_SKIPPED:
            skipping = True
        elif skipping:
            continue
        elif unicode_:
            out.append(chr(int(unicode_) % 65536))
            fallback = 1
        elif word in ("par", "line", "row"):
            out.append("\n")
        elif word in ("tab", "cell"):
            out.append("\t")
        elif symbol:
            out.append({"~": " ", "_": "-"}.get(symbol, symbol if symbol in "\\{}" else ""))
        elif text:
            out.append(text[fallback:])
            fallback = 0
    flush()
    return "".join(out).encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()
