"""Strangers' words before they go into a mail of ours: one line, no control characters, no links, not endless."""

from __future__ import annotations

import re
import unicodedata

JOINERS = "\u200c\u200d"  # Persian words and emoji need them
_LINK = re.compile(r"\S*(?:://|www\.)\S*|\S+\.[a-z]{2,24}/\S*", re.IGNORECASE)
_MARKS = "\u0300"  # the first combining character
ISOLATES = "\u2066\u2067\u2068\u2069"
_RTL = {"R", "AL", "AN"}


def one_line(text: str, limit: int = 200) -> str:
    """`text` as one line of at most `limit` characters: white space of all kinds becomes a space; control, format
    (direction overrides included), unassigned and surrogate characters vanish; a letter keeps three accents at most."""
    if text.isprintable() and (text.isascii() or max(text) < _MARKS):
        return _cut(" ".join(text.split()), limit)  # nearly all: nothing in it can vanish
    kept: list[str] = []
    accents = 0
    for char in unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode()):
        category = unicodedata.category(char)
        accents = accents + 1 if category in {"Mn", "Me"} else 0
        if char.isspace() or category[0] == "Z":
            kept.append(" ")
        elif (category[0] != "C" or char in JOINERS) and accents <= 3:
            kept.append(char)
    return _cut(" ".join("".join(kept).split()).strip(JOINERS), limit)


def _cut(line: str, limit: int) -> str:
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _without_links(text: str) -> str:
    if "/" not in text and "www." not in text.lower():
        return text  # nearly all: every link holds one of them
    return _LINK.sub(" ", text)


def name(text: str | None) -> str | None:
    """A person's name as we repeat it; None if nothing is left. Links go: a forged registration must not turn
    our answer into an advertisement."""
    return one_line(_without_links(one_line(text or "", 400)), 80) or None


def title(text: str, limit: int) -> str:
    """A stranger's subject as we repeat it, without links."""
    return one_line(_without_links(one_line(text, 1000)), limit)


def words(text: str) -> str:
    """Free words (a need's detail) as we repeat them, without a full stop at the end."""
    return one_line(_without_links(one_line(text, 400)), 160).rstrip(". ")


def bare(text: str) -> str:
    """`text` without the marks that isolate directions, for where it stands alone: a cell, the name of a file."""
    return "".join(char for char in text if char not in ISOLATES)


def has_rtl(text: str) -> bool:
    """Does the text hold letters that are written from right to left?"""
    return not text.isascii() and any(unicodedata.bidirectional(char) in _RTL for char in text)
