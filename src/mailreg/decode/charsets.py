"""Bytes → text: the declared charset, then UTF-8, then a guess; never an error, U+FFFD only as the very last resort."""

from __future__ import annotations

import codecs
import re

ALIASES = {
    "us-ascii": "utf-8",  # 8-bit bytes under this label are nearly always UTF-8 or cp1252
    "ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "unknown-8bit": "utf-8",
    "unknown": "utf-8",
    "x-unknown": "utf-8",
    "default": "utf-8",
    "utf8": "utf-8",
    "utf-8-sig": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "iso-8859-1": "cp1252",  # as every browser reads it: 0x80–0x9F are letters and quotes there
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "windows-874": "cp874",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "x-sjis": "shift_jis",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "unicode-1-1-utf-7": "utf-7",
}
_CP1252_HOLES = re.compile(r"[\x81\x8d\x8f\x90\x9d]")


def decode_bytes(content: bytes, declared: str | None) -> str:
    """The text of `content`. Order: declared charset, UTF-8, a guess by the bytes, cp1252."""
    if (
        content.isascii()
        and b"\x1b" not in content
        and (declared or "").lower() not in ("utf-7", "utf-16", "hz-gb-2312")
    ):
        return content.decode("ascii")
    name = (declared or "").strip().strip("\"'").lower()
    name = ALIASES.get(name, name)
    if name == "cp1252":
        # UTF-8 under a Latin-1 label is frequent, the reverse coincidence is not
        try:
            return content.decode("utf-8").removeprefix("\ufeff")
        except UnicodeDecodeError:
            return _latin(content)
    for candidate in (name, "utf-8"):
        if candidate:
            try:
                text = str(codecs.decode(content, candidate))
            except (LookupError, UnicodeError, ValueError, TypeError):
                continue
            return text.removeprefix("\ufeff")
    if name == "utf-8":
        repaired = content.decode("utf-8", "replace")
        broken = repaired.count("\ufffd")
        if broken * 20 < sum(1 for c in repaired if c > "\x7f"):
            return repaired  # UTF-8 with a few broken bytes
    return guess(content)


def guess(content: bytes) -> str:
    """Text of undeclared 8-bit bytes that are no UTF-8."""
    return _latin(content)


def _latin(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")
