"""What tells two open events apart where a mail names neither: the kind of event, its month, weekday or hour.

"Ihr Treffen" is the get-together and not the conference, if the events' own titles say that one of them is a meeting
and the other is not. None of this makes a mail ours; it only says which event is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from mailreg.lexicon.load import load_lexicons
from mailreg.lexicon.small_words import as_written
from mailreg.model.mail import Span
from mailreg.model.reading import Found
from mailreg.model.registration import Event
from mailreg.understand.event import EventFinding
from mailreg.understand.scope import Statement
from mailreg.understand.tokens import tokenise

_SURE = 0.8
_OF_TITLES = ("de", "en")  # the lexicons that read what organisers call their events


def _behind_hours(name: str) -> str:
    """A pattern of the words that stand behind hours."""
    return "|".join(re.escape(w[:-1]) if w.endswith("*") else rf"{re.escape(w)}\b" for w in as_written(name))


_HOUR = re.compile(
    rf"(?<![\d.:/-])(\d{{1,2}})(?:[:.](\d\d))?\s?"
    rf"(?:{_behind_hours('hours')}|(?P<afternoon>{_behind_hours('afternoon_hours')}))",
    re.IGNORECASE,
)


def told_apart(
    finding: EventFinding, statements: Sequence[Statement], events: Sequence[Event], moment: datetime
) -> EventFinding:
    """The finding, with the event that the hints of the own words speak for, where they speak for one alone."""
    if finding.event.value is not None or len(finding.rivals) > 1 or finding.other_dates or finding.other_near:
        return finding
    still_open = [e for e in events if e.open_at(moment)]
    weekdays = {str(e.start.isoweekday()) for e in still_open}
    if len(still_open) < 2 or any(m.value not in weekdays for s in statements for m in s.of("weekday")):
        return finding  # "Friday's meeting" is another
    found: dict[str, list[Span]] = {}
    for identity, span in _hints(statements, still_open):
        found.setdefault(identity, []).append(span)
    if len(found) != 1:
        return finding
    identity, spans = next(iter(found.items()))
    return replace(finding, event=Found(identity, _SURE, tuple(spans[:4])), doubt=None, hinted=True)


def _hints(statements: Sequence[Statement], events: Sequence[Event]) -> Iterator[tuple[str, Span]]:
    """What speaks for one event and not for the others."""
    days = {e.id: e.start for e in events}
    for statement in statements:
        for match in statement.of("event_kind", "month", "weekday"):
            if match.concept == "event_kind":
                fit = [e.id for e in events if match.value in kinds_of(e)]
                known = all(kinds_of(e) for e in events)
            elif match.concept == "month":
                fit, known = [i for i, d in days.items() if str(d.month) == match.value], True
            else:
                fit, known = [i for i, d in days.items() if str(d.isoweekday()) == match.value], True
            if known and len(fit) == 1:
                yield fit[0], statement.text.span_of(match)
        text = statement.text.text[statement.start : statement.end]
        for said in _HOUR.finditer(text):
            hours = {int(said[1]), int(said[1]) + 12} if said["afternoon"] else {int(said[1])}
            fit = [i for i, d in days.items() if d.hour in hours and d.minute == int(said[2] or 0)]
            if len(fit) == 1:
                yield fit[0], statement.text.span(statement.start + said.start(), statement.start + said.end())


@lru_cache(maxsize=256)
def kinds_of(event: Event) -> frozenset[str]:
    """What kind of event it is, by its own title and other names."""
    named = tokenise(" . ".join((event.title, *event.aliases)))
    return frozenset(m.value for m in load_lexicons().match(named, _OF_TITLES) if m.concept == "event_kind" and m.value)
