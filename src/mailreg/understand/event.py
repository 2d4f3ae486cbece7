"""Which event is meant: by title, place or date in the writer's words, else by the thread, else the only open one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from mailreg.model.mail import SegmentKind, Span
from mailreg.model.reading import Doubt, Found
from mailreg.model.registration import Event
from mailreg.understand.boxes import of_empty_box
from mailreg.understand.day_of_another import day_of_another, of_no_event
from mailreg.understand.event_dates import DAY, NEAR, US, dates, numbers_near, same_day
from mailreg.understand.event_names import named as named_in
from mailreg.understand.scope import Statement, is_reply
from mailreg.understand.text import Analysis, Text

_MOST_SIGNS = 60
_MOST_SEGMENTS = 60  # thousands of nested quotes are hostile, not human
_MONTH = 0.6  # how much a month without a day says


@dataclass(frozen=True)
class EventFinding:
    """`event`: the one that is meant, if one is. `own`: the writer names it in their own words or subject.
    `named`: it is named by more than a date. `other_dates`: dates in the own words that no event has."""

    event: Found[str | None]
    own: bool = False
    named: bool = False
    thread: bool = False
    other_dates: tuple[Span, ...] = ()
    other_near: tuple[Span, ...] = ()  # "heute", "morgen", where that is no event's day
    doubt: Doubt | None = None
    hinted: bool = False  # told from the others by hints that make no mail ours
    scores: dict[str, float] = field(default_factory=dict)
    signs: tuple[tuple[str, Span], ...] = ()  # what in the own words names it: title, place, city, date, near, month
    rivals: tuple[tuple[str, tuple[tuple[str, Span], ...]], ...] = ()  # where several are named: each with its signs
    thread_signs: frozenset[str] = frozenset()  # the same for what is quoted and the subject of a thread
    mixed: tuple[Span, ...] = ()  # the day of one event beside the name or town of another, or one of none


@dataclass
class _Score:
    signs: dict[str, float] = field(default_factory=dict)
    found: list[tuple[str, Span]] = field(default_factory=list)

    def add(self, sign: str, weight: float, span: Span, name: str = "") -> None:
        """`name`: what this says of the event where that is finer than the sign that is counted."""
        if weight > self.signs.get(sign, 0.0):
            self.signs[sign] = weight
        if len(self.found) < _MOST_SIGNS:
            self.found.append((name or sign, span))

    @property
    def spans(self) -> list[Span]:
        return [span for _, span in self.found[:4]]

    @property
    def total(self) -> float:
        return sum(self.signs.values())


def find_event(analysis: Analysis, events: Sequence[Event], moment: datetime) -> EventFinding:
    """`moment`: when the mail was written (aware); weekdays and "tomorrow" count from it."""
    own = {e.id: _Score() for e in events}
    finding = _find(analysis, events, moment, own)
    signs = [(identity, name, span) for identity, score in own.items() for name, span in score.found]
    if not signs:
        return finding
    mixed = day_of_another(analysis, signs) or of_no_event(analysis, signs, finding.other_dates, moment)
    return replace(finding, mixed=mixed)


def _find(analysis: Analysis, events: Sequence[Event], moment: datetime, own: dict[str, _Score]) -> EventFinding:
    """`own`: is filled with what the own words say of each event."""
    thread = {e.id: _Score() for e in events}
    others: list[Span] = []
    near: list[Span] = []
    subject_scores = thread if is_reply(analysis.letter.subject) else own
    subject_others: list[Span] = []
    _score(analysis.subject, None, events, moment, subject_scores, subject_others)
    if subject_scores is own:
        others += subject_others
    for segment in analysis.letter.segments[:_MOST_SEGMENTS]:
        target = own if segment.kind is SegmentKind.OWN else thread
        if segment.kind in {SegmentKind.OWN, SegmentKind.QUOTED, SegmentKind.FORWARDED}:
            own_words = target is own
            _score(
                analysis.body,
                (segment.start, segment.end),
                events,
                moment,
                target,
                others if own_words else [],
                near if own_words else [],
            )
    if analysis.forwarded is not None:
        deeper: list[Span] = []
        _score(analysis.forwarded.subject, None, events, moment, thread, deeper)
        _score(analysis.forwarded.body, None, events, moment, thread, deeper)
    for scores, in_own in ((own, True), (thread, False)):
        ranked = sorted(((s.total, e.id) for e in events if (s := scores[e.id]).total > 0), reverse=True)
        if not ranked or ranked[0][0] < 0.6:
            continue
        best, identity = ranked[0]
        second = ranked[1][0] if len(ranked) > 1 else 0.0
        score = scores[identity]
        if in_own and _WEAK.issuperset(name for name, _ in score.found) and _answers_another(thread, identity):
            continue  # and the invitation to the other event is answered
        named = any(sign in score.signs for sign in ("title", "place"))
        finding = EventFinding(
            Found(identity, 0.97 if second == 0 and best >= 1.5 else 0.85, tuple(score.spans)),
            own=in_own,
            named=named or any(sign in thread[identity].signs for sign in ("title", "place")),
            thread=thread[identity].total > 1.5,
            other_dates=tuple(others),
            other_near=tuple(near),
            scores={e: s.total for e, s in scores.items()},
            signs=tuple(own[identity].found),
            thread_signs=frozenset(name for name, _ in thread[identity].found),
        )
        if best - second >= 1.0 or (second and best >= 1.8 * second):
            return finding
        if in_own and (helped := _decided_by(thread, ranked)):
            return EventFinding(
                Found(helped, 0.8, tuple(own[helped].spans)), True, True, True, tuple(others), tuple(near),
                scores={e: s.total for e, s in scores.items()},
                signs=tuple(own[helped].found), thread_signs=frozenset(n for n, _ in thread[helped].found),
            )  # fmt: skip
        return EventFinding(
            Found(None, 0.5), own=in_own, thread=not in_own, other_dates=tuple(others), other_near=tuple(near),
            named=any(k in s.signs for s in own.values() for k in ("title", "place")),
            scores={e: s.total for e, s in scores.items()},
            doubt=Doubt("unclear_event", tuple(score.spans)),
            signs=tuple(found for s in own.values() for found in s.found),
            rivals=tuple((identity, tuple(s.found)) for identity, s in own.items() if s.found) if in_own else (),
        )  # fmt: skip
    still_open = [e for e in events if e.open_at(moment)]
    if len(still_open) == 1 and not others:
        return EventFinding(Found(still_open[0].id, 0.8), other_dates=tuple(others), other_near=tuple(near))
    return EventFinding(
        Found(None, 0.4), other_dates=tuple(others), other_near=tuple(near), doubt=Doubt("unclear_event")
    )


def _answers_another(thread: dict[str, _Score], identity: str) -> bool:
    """Does the thread name another event, and this one not at all?"""
    return not thread[identity].signs and any(score.total >= 2 for score in thread.values())


# In passing: "Frau Liebscher ist an dem Tag in Leipzig", "im Oktober tagt der Ausschuss".
_WEAK = frozenset({"city", "month"})
_ACTS = ("register", "attend", "cancel", "change", "registration", "accept", "add", "replace")


def settled(finding: EventFinding, statements: Sequence[Statement]) -> EventFinding:
    """Where several events are named, the one that stands with what the writer does is meant: in the same clause,
    else in the same sentence."""
    if finding.event.value is not None or len(finding.rivals) < 2:
        return finding
    acts = [(s, s.clauses[s.place_of(m)]) for s in statements if not s.is_subject for m in s.of(*_ACTS)]
    for stretches in (
        [(s.text.part, clause.start, clause.end) for s, clause in acts],
        [(s.text.part, s.start, s.end) for s, _ in acts],
    ):
        named = {
            identity: signs
            for identity, signs in finding.rivals
            if any(
                name != "month" and part == span.part and start <= span.start < end
                for name, span in signs
                for part, start, end in stretches
            )
        }
        if len(named) == 1:
            identity, signs = next(iter(named.items()))
            spans = tuple(span for _, span in signs[:4])
            return replace(finding, event=Found(identity, 0.85, spans), doubt=None, signs=signs, rivals=())
        if named:
            return finding
    return finding


def _decided_by(thread: dict[str, _Score], ranked: Sequence[tuple[float, str]]) -> str | None:
    known = [identity for _, identity in ranked if thread[identity].total >= 2]
    return known[0] if len(known) == 1 else None


def _score(
    text: Text,
    stretch: tuple[int, int] | None,
    events: Sequence[Event],
    moment: datetime,
    scores: dict[str, _Score],
    others: list[Span],
    near: list[Span] | None = None,
) -> None:
    start, end = stretch or (0, len(text.text))
    _score_words(text, start, end, events, scores)
    days = {e.id: e.start.date() for e in events}
    for found, span, weight in dates(text, start, end, moment):
        if of_empty_box(text.text, span.start):
            continue
        hit = False
        for identity, day in days.items():
            if same_day(found, day):
                scores[identity].add("date", weight, span, "date" if weight >= US else "near")
                hit = True
        if not hit and weight == DAY:
            others.append(span)
        if not hit and weight == NEAR and near is not None and any(m.start == span.start for m in text.of("day")):
            near.append(span)
    for match in text.of("month"):
        if start <= match.start < end and not any(True for _ in numbers_near(text, match.first, match.last)):
            for identity, day in days.items():
                if match.value == str(day.month):
                    scores[identity].add("month", _MONTH, text.span_of(match))


def _score_words(text: Text, start: int, end: int, events: Sequence[Event], scores: dict[str, _Score]) -> None:
    low, high = text.tokens_in(start, end)
    for event, sign, name, weight, first, last in named_in(text.tokens[low:high], events):
        if not of_empty_box(text.text, first.start):
            scores[event].add(sign, weight, text.span(first.start, last.end), name)
