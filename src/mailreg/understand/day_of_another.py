"""The day of one event with the name, the house or the town of another: "Fachtag am 11.10.", "am 11.10. in Leipzig";
or with a day or a town that no event has: "Fachtag am 17. Dezember", "Netzwerktreffen in Bautzen"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from mailreg.lexicon.fold import fold, words_of
from mailreg.lexicon.small_words import small_words
from mailreg.lexicon.towns import is_town
from mailreg.model.mail import Span
from mailreg.understand.event_dates import DAY, dates
from mailreg.understand.text import Analysis, Text

Sign = tuple[str, str, Span]  # the event, what of it (date, title, place, city …), where

_BESIDE = 40  # characters from a day to the name that it stands with
_ENDS = re.compile(r"[^\W\d][.!?]\s|\n\s*\n")
_INTO = small_words("into")
_WITHIN = small_words("within")
_BETWEEN = _INTO | small_words("articles")


def day_of_another(analysis: Analysis, signs: Sequence[Sign]) -> tuple[Span, ...]:
    """Day and name, if they stand together and nothing else of the day's event does. A town alone may be where the
    writer is from, or leaves: it counts only behind "in", where nothing else names the day's event."""
    days = [(identity, span) for identity, name, span in signs if name == "date"]
    for identity, day in days:
        if any(i != identity and span == day for i, span in days):
            continue  # the day of both
        text = _text_of(analysis, day)
        beside = [(i, name, span) for i, name, span in signs if name in _NAMES and _is_beside(text.text, day, span)]
        if any(i == identity for i, _, _ in beside):
            continue
        towns = not any(i == identity and name in _NAMES for i, name, _ in signs)
        for _, name, span in beside:
            if _together(text, day, span, signs) and (name != "city" or (towns and _into(text.text, span))):
                return (day, span)
    return ()


def of_no_event(
    analysis: Analysis, signs: Sequence[Sign], others: Sequence[Span], moment: datetime
) -> tuple[Span, ...]:
    """A day to come, or a town behind "in", that stands together with the name or the day of an event and is none of
    its own. Where the event's own day or town is named, too, the other one is about something else."""
    if not any(name == "date" for _, name, _ in signs):
        for day in others:
            text = _text_of(analysis, day)
            titles = [span for _, name, span in signs if name == "title" and _is_beside(text.text, day, span)]
            together = next((t for t in titles if _together(text, day, t, signs)), None)
            if together is not None and _to_come(text, day, moment):
                return (together, day)
    if any(name in {"city", "place"} for _, name, _ in signs):
        return ()
    for _, name, span in signs:
        town = _town_behind(analysis, span, signs) if name in {"title", "date"} else None
        if town is not None:
            return (span, town)
    return ()


def _to_come(text: Text, day: Span, moment: datetime) -> bool:
    today = moment.date()
    return any(
        (year or today.year, month or 0, number) > (today.year, today.month, today.day)
        for (year, month, number), _, weight in dates(text, day.start, day.end, moment)
        if weight == DAY
    )


def _town_behind(analysis: Analysis, span: Span, signs: Sequence[Sign]) -> Span | None:
    """The town of "Fachtag am 17.11. in Chemnitz": between them stand but small words, days and other signs."""
    text = _text_of(analysis, span)
    into = False
    for token in text.tokens[text.tokens_in(span.end, span.end + _BESIDE)[0] :][:_BEHIND]:
        if any(s.part == span.part and s.start <= token.start < s.end for _, _, s in signs) or token.text in ",-–":
            continue
        if into and token.text[0].isupper() and is_town(token.text):
            return text.span(token.start, token.end)
        into = token.folded in _WITHIN
        if not (into or token.folded in _BETWEEN or token.kind == "number" or token.text == "."):
            return None
    return None


def _text_of(analysis: Analysis, span: Span) -> Text:
    return analysis.subject if span.part == "subject" else analysis.body


_BEHIND = 12  # tokens
_NAMES = frozenset({"title", "place", "city"})


def _is_beside(text: str, day: Span, name: Span) -> bool:
    between = text[min(day.end, name.end) : max(day.start, name.start)]
    return name.part == day.part and len(between) <= _BESIDE and not _ENDS.search(between)


def _together(text: Text, day: Span, name: Span, signs: Sequence[Sign]) -> bool:
    """Nothing stands between them but "am", "in der", hours, days of the week, and other signs of events."""
    first, last = min(day.end, name.end), max(day.start, name.start)
    kept = list(text.text[first:last])
    known = [(span.start, span.end) for _, _, span in signs if span.part == day.part]
    for start, end in (*known, *((m.start, m.end) for m in text.of("weekday"))):
        for at in range(max(start, first), min(end, last)):
            kept[at - first] = " "
    return all(word in _BETWEEN or word.isdigit() for word in words_of("".join(kept)))


def _into(text: str, town: Span) -> bool:
    before = re.search(r"(\w+)\s*$", text[max(town.start - 20, 0) : town.start])
    return before is not None and fold(before[1]) in _INTO
