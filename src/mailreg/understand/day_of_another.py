"""The day of one event with the name, the house or the town of another: "Fachtag am 11.10.", "am 11.10. in Leipzig"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailreg.lexicon.fold import fold, words_of
from mailreg.lexicon.small_words import small_words
from mailreg.model.mail import Span
from mailreg.understand.text import Analysis

Sign = tuple[str, str, Span]  # the event, what of it (date, title, place, city …), where

_BESIDE = 40  # characters from a day to the name that it stands with
_ENDS = re.compile(r"[^\W\d][.!?]\s|\n\s*\n")
_INTO = small_words("into")
_BETWEEN = _INTO | small_words("articles")


def day_of_another(analysis: Analysis, signs: Sequence[Sign]) -> tuple[Span, ...]:
    """Day and name, if they stand together and nothing else of the day's event does. A town alone may be where the
    writer is from, or leaves: it counts only behind "in", where nothing else names the day's event."""
    days = [(identity, span) for identity, name, span in signs if name == "date"]
    for identity, day in days:
        if any(i != identity and span == day for i, span in days):
            continue  # the day of both
        text = analysis.subject.text if day.part == "subject" else analysis.body.text
        beside = [(i, name, span) for i, name, span in signs if name in _NAMES and _is_beside(text, day, span)]
        if any(i == identity for i, _, _ in beside):
            continue
        towns = not any(i == identity and name in _NAMES for i, name, _ in signs)
        for _, name, span in beside:
            if _together(text, day, span, signs) and (name != "city" or (towns and _into(text, span))):
                return (day, span)
    return ()


_NAMES = frozenset({"title", "place", "city"})


def _is_beside(text: str, day: Span, name: Span) -> bool:
    between = text[min(day.end, name.end) : max(day.start, name.start)]
    return name.part == day.part and len(between) <= _BESIDE and not _ENDS.search(between)


def _together(text: str, day: Span, name: Span, signs: Sequence[Sign]) -> bool:
    """Nothing stands between them but "am", "in der", hours, and other signs of events."""
    first, last = min(day.end, name.end), max(day.start, name.start)
    kept = list(text[first:last])
    for _, _, span in signs:
        if span.part == day.part:
            for at in range(max(span.start, first), min(span.end, last)):
                kept[at - first] = " "
    return all(word in _BETWEEN or word.isdigit() for word in words_of("".join(kept)))


def _into(text: str, town: Span) -> bool:
    before = re.search(r"(\w+)\s*$", text[max(town.start - 20, 0) : town.start])
    return before is not None and fold(before[1]) in _INTO
