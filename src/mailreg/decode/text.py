"""Decoded text → text as a reader sees it: format=flowed (RFC 3676), line ends, blanks and invisible characters.

Joiners (U+200C, U+200D) stay: Persian and Kurdish need them.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_ODD_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
# The same as bytes of Latin-1, for a quick look: most texts have none of them.
_ODD = bytes(c for c in range(256) if re.match(_ODD_BLANKS.pattern + "|" + _INVISIBLE.pattern, chr(c)))
_ODD_ENDS = b"\r\x0b\x0c\x1c\x1d\x1e\x85"
_UNPRINTABLE = bytes(c for c in range(256) if not chr(c).isprintable() and c not in b"\n\t")
NOISE = 0.05  # share of characters that no text has; in random bytes it is above 0.1
_QUOTES = re.compile(r">+")


def normalise(text: str) -> str:
    """Line ends are "\\n", every blank is a space, no control and no invisible characters. No letter is lost."""
    text = text.replace("\r\n", "\n")
    try:
        plain = text.encode("latin-1")
    except UnicodeEncodeError:
        plain = None
    if plain is not None and len(plain.translate(None, _ODD + _ODD_ENDS)) == len(plain):
        return text
    if plain is None and printable(text):  # nothing of what is mended below is
        return text
    text = _LINE_ENDS.sub("\n", text)
    if not text.isascii():
        text = _ODD_BLANKS.sub(" ", text)
    return _INVISIBLE.sub("", text)


def printable(text: str) -> bool:
    """Has the text neither controls and invisible characters nor blanks but spaces, tabs and line feeds?"""
    try:
        plain = text.encode("latin-1")
    except UnicodeEncodeError:
        return text.replace("\n", "").replace("\t", "").isprintable()
    return len(plain.translate(None, _UNPRINTABLE)) == len(plain)


def noise(text: str) -> bool:
    """Is this more noise than text? Counts what no writer types: controls, replacement characters, unassigned ones."""
    sample = text[:20_000]
    if sample.isascii():  # `normalise` has taken the controls out
        return False
    if "\ufffd" not in sample and printable(sample):
        return False
    untyped = {
        c
        for c in set(sample)  # few different ones, however long the text
        if c == "\ufffd" or (c not in "\n\t" and unicodedata.category(c) in {"Cc", "Cn", "Co", "Cs"})
    }
    odd = sum(c in untyped for c in sample) if untyped else 0
    return odd >= 10 and odd > NOISE * len(sample)


def unflow(text: str, *, delsp: bool = False) -> str:
    """Paragraphs of format=flowed put together again (RFC 3676, 4): a line that ends in a blank goes on in the next of
    the same quote depth; the signature mark "-- " never does."""
    out: list[str] = []
    paragraph: list[str] = []
    depth = -1  # of the paragraph that is open, -1: none

    def close() -> None:
        nonlocal depth
        if paragraph:
            out.append((">" * depth + " " if depth else "") + "".join(paragraph))
            paragraph.clear()
        depth = -1

    for line in text.split("\n"):
        found = _QUOTES.match(line)
        level = len(found[0]) if found else 0
        content = line[level:].removeprefix(" ")  # space-stuffing
        if level != depth:
            close()
        if content == "-- ":
            close()
            out.append((">" * level + " " if level else "") + content)
            continue
        flowed = content.endswith(" ")
        paragraph.append(content[:-1] if flowed and delsp else content)
        depth = level
        if not flowed:
            close()
    close()
    return "\n".join(out)
