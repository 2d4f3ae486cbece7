"""Amounts and distances that somebody names when they ask for travel costs. They are added up, never judged."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from mailreg.model.mail import Letter, SegmentKind, Span

# "48 €", "48,50 Euro", "EUR 1.234,50", "120 km", "2 x 45 km", "48.50€"
_NUMBER = r"(?:\d{1,3}(?:[.\u202f ]\d{3})+|\d{1,5})(?:[.,]\d{1,2})?(?!\d)"
_TIMES = r"(?:(?P<times>[1-9])\s?[x×*]\s?)?"
_EURO = r"(?:€|euro?s?\b|євро|евро|يورو|یورو)"
_KM = r"(?:km\b|kilomet(?:er|re)s?\b|kilomètres?\b|км\b|кілометр\w*|километр\w*|كم\b|كيلومتر|کیلومتر)"
_AMOUNT = re.compile(rf"{_TIMES}(?P<a>{_NUMBER})\s?(?:,-|,–)?\s?{_EURO}|(?:€|\beur)\s?(?P<b>{_NUMBER})", re.IGNORECASE)
_DISTANCE = re.compile(rf"{_TIMES}(?P<a>{_NUMBER})\s?{_KM}", re.IGNORECASE)
HIGHEST = Decimal(5000)  # what is more is a misreading, or no journey to us


def spans(letter: Letter) -> tuple[Span, ...]:
    """Where the letter's own text names amounts and distances."""
    found = []
    for segment in letter.segments:
        if segment.kind is SegmentKind.OWN:
            for pattern in (_AMOUNT, _DISTANCE):
                for match in pattern.finditer(letter.body, segment.start, segment.end):
                    found.append(Span("body", match.start(), match.end()))
    return tuple(found)


def amount(sentences: Iterable[str]) -> Decimal | None:
    """The sum of the euros that are named, each figure once; None if none is."""
    return _sum(_AMOUNT, sentences)


def distance(sentences: Iterable[str]) -> Decimal | None:
    """The sum of the kilometres that are named, each figure once; None if none is."""
    return _sum(_DISTANCE, sentences)


def _sum(pattern: re.Pattern[str], sentences: Iterable[str]) -> Decimal | None:
    found: dict[str, Decimal] = {}
    for sentence in sentences:
        for match in pattern.finditer(sentence):
            parts = match.groupdict()
            value = _number(parts["a"] or parts.get("b") or "") * int(parts.get("times") or 1)
            if 0 < value <= HIGHEST:
                found[match[0]] = value
    return sum(found.values(), Decimal(0)) if found else None


def _number(text: str) -> Decimal:
    """A figure as people write it: the last of "." and "," with one or two digits behind it is the decimal mark."""
    whole, fraction = text, ""
    if match := re.search(r"[.,](\d{1,2})$", text):
        whole, fraction = text[: match.start()], match[1]
    digits = "".join(str(int(c)) for c in whole if c.isdigit()) or "0"
    cents = "".join(str(int(c)) for c in fraction) or "0"
    return Decimal(f"{digits}.{cents}")
