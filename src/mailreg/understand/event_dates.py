"""Days that a text names: in digits, with a month's name, in words, by weekday or told from today."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from mailreg.lexicon.fold import fold
from mailreg.lexicon.match import Match
from mailreg.model.mail import Span
from mailreg.understand.text import Text
from mailreg.understand.tokens import Token

_DATE = re.compile(r"(?<![\d.,:/-])(\d{1,2})\s?[./-]\s?(\d{1,2})(?:\s?[./-]\s?((?:20)?\d\d))?(?!\d|:\d)")
_DIGITS = re.compile(r"\d+")
_ISO = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")
# How much a day says: a date, one with the month first, a day told from today, a day without its month.
DAY, US, NEAR = 3.0, 2.0, 1.6
_ALONE = 1.2


def same_day(found: tuple[int | None, int | None, int], day: date) -> bool:
    """Is (year, month, day), of which year and month may be unknown, this day?"""
    year, month, number = found
    return day.day == number and (month is None or day.month == month) and (year is None or day.year == year)


_DIGIT, _NOT_ASCII = re.compile(r"\d"), re.compile(r"[^\x00-\x7f]+")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")


def dates(
    text: Text, start: int, end: int, moment: datetime
) -> Iterable[tuple[tuple[int | None, int | None, int], Span, float]]:
    """(year, month, day), where it stands, and how much it says."""
    plain = text.text[start:end]
    if not plain.isascii() and _DIGIT.search("".join(_NOT_ASCII.findall(plain))):
        plain = _FOREIGN_DIGIT.sub(lambda m: str(int(m[0])), plain)
    for found in _ISO.finditer(plain) if "-" in plain and "20" in plain else ():
        yield (int(found[1]), int(found[2]), int(found[3])), text.span(start + found.start(), start + found.end()), DAY
    for found in _found(_DATE, plain):
        day, month = int(found[1]), int(found[2])
        year = int(found[3]) % 100 + 2000 if found[3] else None
        if 1 <= day <= 31 and 1 <= month <= 12:
            yield (year, month, day), text.span(start + found.start(), start + found.end()), DAY
        if 1 <= month <= 31 and 1 <= day <= 12 and "/" in found[0]:  # month first, as in the United States
            yield (year, day, month), text.span(start + found.start(), start + found.end()), US
    tokens = text.tokens
    for match in text.of("month"):
        if start <= match.start < end:
            month = int(match.value or 0)
            for near in numbers_near(text, match.first, match.last):
                token = tokens[near]
                yield (
                    (_year_behind(tokens, max(near, match.last)), month, int(token.folded)),
                    text.span(min(token.start, match.start), max(token.end, match.end)),
                    DAY,
                )
    yield from _in_words(text, start, end)
    today = moment.date()
    for match in text.of("weekday"):
        if start <= match.start < end and match.value:
            ahead = (int(match.value) - 1 - today.weekday()) % 7
            for days in {ahead - 7, ahead, ahead or 7, ahead + 7}:
                then = today + timedelta(days=days)
                yield (then.year, then.month, then.day), text.span_of(match), NEAR if 0 <= days <= 7 else 1.0
    for match in text.of("day"):
        if start <= match.start < end and match.value:
            then = today + timedelta(days=int(match.value))
            yield (then.year, then.month, then.day), text.span_of(match), NEAR
    for i in text.numbers_in(start, end):
        token = tokens[i]
        if (
            len(token.folded) <= 2 and token.folded.isdecimal()
            and ((i and tokens[i - 1].folded in _ON) or _is_ordinal(tokens, i))
            and not (i + 1 < len(tokens) and tokens[i + 1].text in {"%", "€", ":"})
            and not (i + 2 < len(tokens) and tokens[i + 2].kind == "number" and tokens[i + 1].text in "./")
        ):  # fmt: skip
            yield (None, None, int(token.folded)), text.span(token.start, token.end), _ALONE


def _found(pattern: re.Pattern[str], text: str) -> Iterable[re.Match[str]]:
    """As `finditer`, for a pattern that can only begin where digits begin, which is looked for there alone."""
    end = 0
    for digits in _DIGITS.finditer(text):
        if digits.start() >= end and (found := pattern.match(text, digits.start())):
            yield found
            end = found.end()


def _year_behind(tokens: Sequence[Token], last: int) -> int | None:
    """The year of "11 October 2023", "October 11, 2023"."""
    for token in tokens[last + 1 : last + 3]:
        if token.kind == "number" and len(token.folded) == 4 and token.folded.isdecimal() and token.folded[:2] == "20":
            return int(token.folded)
        if token.text not in ",.":
            break
    return None


def _in_words(text: Text, start: int, end: int) -> Iterable[tuple[tuple[None, int | None, int], Span, float]]:
    """ "Am elften Oktober", "October eleventh", "am elften Zehnten"."""
    for match in text.of("day_number"):
        if not start <= match.start < end:
            continue
        longer = any(m.first <= match.first and m.last > match.last for m in text.of("day_number"))
        if longer:
            continue
        near = [
            m
            for m in text.between(match.first - _BESIDE, match.last + _BESIDE)
            if m.concept == "month" and (m.first > match.last or m.last == match.first - 1)
        ]
        months = {int(m.value or 0) for m in near} or {
            int(m.value)
            for m in text.between(match.last + 1, match.last + 1)
            if m.concept == "day_number" and m.value and int(m.value) <= 12
        }
        if not months and _stands_alone(text, match):
            yield (None, None, int(match.value or 0)), text.span_of(match), _ALONE
        if len(months) == 1:
            last = max([match.end, *(m.end for m in near)])
            yield (None, months.pop(), int(match.value or 0)), text.span(match.start, last), DAY


def _stands_alone(text: Text, match: Match) -> bool:
    """ "Am elften", "одиннадцатого": a day without its month. Words that only count ("onze", "once") need a "the"
    before them, and so do the first few, with which people say other things: "zum ersten Mal"."""
    before = text.tokens[match.first - 1].folded if match.first else ""
    if before in _ON:
        return int(match.value or 0) >= _FEW or match.language not in _ORDINALS or before not in {"zum", "на", "в"}
    return match.language in _ORDINALS and int(match.value or 0) >= _FEW


_FEW = 5
_ORDINALS = frozenset({"de", "en", "pl", "cs", "hr", "bs", "sr", "ru", "uk", "ar", "fa", "ps"})
_BESIDE = 2  # tokens between a day in words and its month


def _is_ordinal(tokens: Sequence[Token], i: int) -> bool:
    """ "11th", "11го", "11 ого": a day, though no "on" stands before it."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is not None and after.text == "-" and after.start == tokens[i].end and i + 2 < len(tokens):
        return tokens[i + 2].start == after.end and tokens[i + 2].folded in _ORDINAL  # "11-го"
    if after is not None and after.folded in _DAY:
        return True
    return after is not None and after.start == tokens[i].end and after.folded in _ORDINAL


_ORDINAL = frozenset(
    fold(w)
    for w in "th st nd rd го ого му ому е й ий та inci uncu inde indeki sinde sindeki nde sı ê em emê ی ام م هم".split()
)
_DAY = frozenset({"числа"})  # "11 числа"
_ON = frozenset(
    fold(w)
    for w in """am vom zum der den dem the on le el dia día dnia dne dana ziua ngày ngay mùng يوم نهار بتاريخ ب
    روز تاریخ в на ayın gün den för kl taariikhda roja""".split()
)


def numbers_near(text: Text, first: int, last: int) -> Iterable[int]:
    """The day's number beside the month's name: "11. Oktober", "October 11th", "11 de octubre"."""
    tokens = text.tokens
    seen = False
    for i in range(first - 1, max(-1, first - 9), -1):
        token = tokens[i]
        if token.kind == "number" and len(token.folded) <= 2:
            seen = True
            yield i
        elif (
            (token.kind == "newline" and (seen or tokens[i - 1].kind == "newline"))
            or (token.kind == "word" and len(token.text) > 4)
            or (token.kind == "word" and seen and token.folded not in _AND)
        ):
            break
    if not seen:
        for i in range(last + 1, min(len(tokens), last + 3)):
            if tokens[i].kind == "number" and len(tokens[i].folded) <= 2:
                yield i
                break
            if tokens[i].kind == "newline":
                break


_AND = frozenset({"und", "bis", "and", "to", "y", "et", "i", "и", "та", "de"})
