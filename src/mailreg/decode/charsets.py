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
    "windows-1252": "cp1252",
    "cp-1252": "cp1252",
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
SAMPLE = 20_000  # bytes that a guess looks at
LONG_TEXT = 200  # bytes; below them statistics mislead
_CYRILLIC = "оеаинтсрвлкмдпуяігь"
_SCRIPTS = (
    ("cp1251", _CYRILLIC),
    ("koi8-u", _CYRILLIC),
    ("iso-8859-5", _CYRILLIC),
    ("cp866", _CYRILLIC),
    ("cp1256", "النمويرتبدةهعسك"),
    ("iso-8859-6", "النمويرتبدةهعسك"),
    ("cp1253", "αοιετνσηρπκμλς"),
    ("cp1255", "יוהלאתרבמשנ"),
)
_TURKISH = re.compile(rb"[A-Za-z\xe7\xf6\xfc][\xf0\xfe][A-Za-z\xe7\xf6\xfc]")
_RUN = re.compile(rb"[\x80-\xff]{3}")
# The first byte of a UTF-8 letter and one that goes on, both shown as Latin-1
_TWICE = re.compile(
    "[\u00c2-\u00df\u00e0-\u00ef][\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"
)
# Bytes inside words that cp1252 would show as signs or Icelandic letters
_LATIN_MARKS = (
    ("cp1254", re.compile(rb"[A-Za-z][\xf0\xfd\xfe]|[\xf0\xfd\xfe][a-z]{2}")),
    ("cp1250", re.compile(rb"[A-Za-z][\xb9\xb3\xbf\x9c\x9f](?:[a-z]|\b)|[\x9c\xbf\xb3][a-z]{2}")),
    ("iso-8859-2", re.compile(rb"[A-Za-z][\xb1\xb6\xb3\xbc](?:[a-z]|\b)")),
)


def decode_bytes(content: bytes, declared: str | None) -> str:
    """The text of `content`. Order: declared charset, UTF-8, a guess by the bytes, cp1252; encoded twice is mended."""
    text = _decoded(content, declared)
    return text if text.isascii() or not _TWICE.search(text, 0, SAMPLE) else _once(text)


def _once(text: str) -> str:
    """UTF-8 that some program took for Latin-1 and encoded again ("GrÃ¼ÃŸe"): line by line, where all of it is so."""
    return "\n".join(_once_line(line) if _TWICE.search(line) else line for line in text.split("\n"))


def _once_line(line: str) -> str:
    try:
        return b"".join(_latin_byte(c) for c in line).decode("utf-8")
    except (UnicodeError, ValueError):
        return line


def _latin_byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")  # cp1252 leaves five bytes without a letter


def _decoded(content: bytes, declared: str | None) -> str:
    if (declared or "").strip("\"' ").lower().startswith(("utf-16", "utf-32", "ucs-2")) and b"\0" not in content:
        declared = "utf-8"  # line breaks and blanks would hold NULs
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
            return guess(content) if _no_latin(content[:SAMPLE]) else _latin(content)
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


def _no_latin(sample: bytes) -> bool:
    """Is the Latin-1 label a lie? A script of its own has letters above 0x7F throughout; "þ" and "ð" within words are
    Turkish."""
    high = sum(1 for byte in sample if byte >= 0x80)
    letters = high + sum(1 for byte in sample if 0x41 <= byte <= 0x5A or 0x61 <= byte <= 0x7A)
    return (high * 2 > letters and _RUN.search(sample) is not None) or _TURKISH.search(sample) is not None


def guess(content: bytes) -> str:
    """Text of undeclared 8-bit bytes that are no UTF-8: by the letters that each charset would give.

    Short texts go by our languages' commonest letters; charset-normalizer is asked only where those say nothing and
    the text is long: on short ones it is wrong more often than right.
    """
    sample = content[:SAMPLE]
    high = sum(1 for byte in sample if byte >= 0x80)
    letters = high + sum(1 for byte in sample if 0x41 <= byte <= 0x5A or 0x61 <= byte <= 0x7A)
    if high * 2 > letters and _RUN.search(sample):  # a script of its own, not accents
        scored = [(_commonness(sample, name, common), name) for name, common in _SCRIPTS]
        best, name = max(scored)
        if best > 0.45:
            return content.decode(name, "replace")
        if len(content) >= LONG_TEXT:
            from charset_normalizer import from_bytes

            match = from_bytes(sample).best()
            if match is not None:
                return content.decode(match.encoding, "replace")
        return _latin(content)
    for name, marks in _LATIN_MARKS:
        if marks.search(sample):
            try:
                return content.decode(name)
            except UnicodeDecodeError:
                continue
    return _latin(content)


def _commonness(sample: bytes, name: str, common: str) -> float:
    """The share of the non-ASCII characters that are the commonest letters of the script; 0 if it cannot be decoded."""
    try:
        text = sample.decode(name)
    except UnicodeDecodeError:
        return 0.0
    foreign = [c for c in text if c > "\x7f"]
    return sum(1 for c in foreign if c in common) / len(foreign) if foreign else 0.0


def _latin(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")
