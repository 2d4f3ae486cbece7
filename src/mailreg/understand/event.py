"""Which event is meant: by title, place or date in the writer's words, else by the thread, else the only open one."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from mailreg.lexicon.fold import fold, words_of
from mailreg.lexicon.match import Match
from mailreg.model.mail import SegmentKind, Span
from mailreg.model.reading import Doubt, Found
from mailreg.model.registration import Event
from mailreg.understand.scope import Statement, is_reply
from mailreg.understand.text import Analysis, Text, Token

_DATE = re.compile(r"(?<![\d.,:/-])(\d{1,2})\s?[./-]\s?(\d{1,2})(?:\s?[./-]\s?((?:20)?\d\d))?(?![\d:])")
_ISO = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")
_RANGE = re.compile(r"(?<!\d)(\d{1,2})\.?\s?(?:-|–|bis|und|to|and)\s?(?=\d{1,2}\s?\.)")
_GENERIC = frozenset("event veranstaltung treffen meeting workshop seminar".split())
_MOST_SIGNS = 60
_MOST_SEGMENTS = 60  # thousands of nested quotes are hostile, not human
_TITLE, _ALIAS, _DAY, _US, _PLACE, _NEAR, _MONTH = 3.0, 2.0, 3.0, 2.0, 2.0, 1.6, 0.6
_ALONE = 1.2  # a day without its month


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
                signs=tuple(own[helped].found), thread_signs=frozenset(n for n, _ in thread[helped].found),
            )  # fmt: skip
        return EventFinding(
            Found(None, 0.5), own=in_own, thread=not in_own, other_dates=tuple(others), other_near=tuple(near),
            named=any(k in s.signs for s in own.values() for k in ("title", "place")),
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
    for found, span, weight in _dates(text, start, end, moment):
        hit = False
        for identity, day in days.items():
            if _same(found, day):
                scores[identity].add("date", weight, span, "date" if weight >= _US else "near")
                hit = True
        if not hit and weight == _DAY:
            others.append(span)
        if not hit and weight == _NEAR and near is not None and any(m.start == span.start for m in text.of("day")):
            near.append(span)
    for match in text.of("month"):
        if start <= match.start < end and not any(True for _ in _numbers_near(text, match.first, match.last)):
            for identity, day in days.items():
                if match.value == str(day.month):
                    scores[identity].add("month", _MONTH, text.span_of(match))


def _same(found: tuple[int | None, int | None, int], day: date) -> bool:
    year, month, number = found
    return day.day == number and (month is None or day.month == month) and (year is None or day.year == year)


_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")


def _dates(
    text: Text, start: int, end: int, moment: datetime
) -> Iterable[tuple[tuple[int | None, int | None, int], Span, float]]:
    """(year, month, day), where it stands, and how much it says."""
    plain = text.text[start:end]
    if not plain.isascii():
        plain = _FOREIGN_DIGIT.sub(lambda m: str(int(m[0])), plain)
    for found in _ISO.finditer(plain):
        yield (int(found[1]), int(found[2]), int(found[3])), text.span(start + found.start(), start + found.end()), _DAY
    for found in _DATE.finditer(plain):
        day, month = int(found[1]), int(found[2])
        year = int(found[3]) % 100 + 2000 if found[3] else None
        if 1 <= day <= 31 and 1 <= month <= 12:
            yield (year, month, day), text.span(start + found.start(), start + found.end()), _DAY
        if 1 <= month <= 31 and 1 <= day <= 12 and "/" in found[0]:  # month first, as in the United States
            yield (year, day, month), text.span(start + found.start(), start + found.end()), _US
    tokens = text.tokens
    for match in text.of("month"):
        if start <= match.start < end:
            month = int(match.value or 0)
            for near in _numbers_near(text, match.first, match.last):
                token = tokens[near]
                yield (
                    (None, month, int(token.folded)),
                    text.span(min(token.start, match.start), max(token.end, match.end)),
                    _DAY,
                )
    yield from _in_words(text, start, end)
    today = moment.date()
    for match in text.of("weekday"):
        if start <= match.start < end and match.value:
            ahead = (int(match.value) - 1 - today.weekday()) % 7
            for days in {ahead - 7, ahead, ahead or 7, ahead + 7}:
                then = today + timedelta(days=days)
                yield (then.year, then.month, then.day), text.span_of(match), _NEAR if 0 <= days <= 7 else 1.0
    for match in text.of("day"):
        if start <= match.start < end and match.value:
            then = today + timedelta(days=int(match.value))
            yield (then.year, then.month, then.day), text.span_of(match), _NEAR
    for i in range(*text.tokens_in(start, end)):
        token = tokens[i]
        if (
            token.kind == "number"
            and len(token.folded) <= 2 and token.folded.isdecimal()
            and ((i and tokens[i - 1].folded in _ON) or _is_ordinal(tokens, i))
            and not (i + 1 < len(tokens) and tokens[i + 1].text in {"%", "€", ":"})
            and not (i + 2 < len(tokens) and tokens[i + 2].kind == "number" and tokens[i + 1].text in "./")
        ):  # fmt: skip
            yield (None, None, int(token.folded)), text.span(token.start, token.end), _ALONE


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
            yield (None, months.pop(), int(match.value or 0)), text.span(match.start, last), _DAY


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
    return after is not None and after.start == tokens[i].end and after.folded in _ORDINAL


_ORDINAL = frozenset(
    fold(w)
    for w in "th st nd rd го ого му ому е й ий та inci uncu inde indeki sinde sindeki nde sı ê em emê ی ام م هم".split()
)
_ON = frozenset(
    fold(w)
    for w in """am vom zum der den dem the on le el dia día dnia dne dana ziua ngày ngay mùng يوم نهار بتاريخ ب
    روز تاریخ в на ayın gün den för kl taariikhda roja""".split()
)


def _numbers_near(text: Text, first: int, last: int) -> Iterable[int]:
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


def _score_words(text: Text, start: int, end: int, events: Sequence[Event], scores: dict[str, _Score]) -> None:
    low, high = text.tokens_in(start, end)
    for event, sign, name, weight, first, last in _named(text.tokens[low:high], events):
        scores[event].add(sign, weight, text.span(first.start, last.end), name)


def names_any(
    tokens: Sequence[Token], events: Sequence[Event], months_in: Callable[[Sequence[Token]], Container[str | None]]
) -> bool:
    """Does anything here name one of the events, or its day? What it leaves out, `find_event` would not take for more
    than a hint. `months_in`: the numbers of the months that some tokens name in words."""
    days = {str(e.start.day) for e in events}
    for i, token in enumerate(tokens):
        if token.kind == "number" and (day := token.folded.lstrip("0")) in days:
            around = tokens[max(0, i - 4) : i + 10]
            numbers = {t.folded.lstrip("0") for t in around if t.kind == "number"}
            named = months_in(around)
            if any(
                str(e.start.day) == day and (str(e.start.month) in numbers or str(e.start.month) in named)
                for e in events
            ):
                return True
    return any(True for _ in _named(tokens, events))


def _named(tokens: Sequence[Token], events: Sequence[Event]) -> Iterator[tuple[str, str, str, float, Token, Token]]:
    """Titles, places and towns: event, sign, its name, weight, first and last token."""
    words = [t for t in tokens if t.kind in {"word", "number"}]
    folded = [t.folded for t in words]
    heads = [word[:5] for word in folded]
    present = set(heads)
    capitals = [t for t in words if len(t.text) >= 5 and (t.text[0].isupper() or not t.text[0].isascii())]
    spelt = {t.folded for t in capitals}
    for event in events:
        for name, weight, phrase in _phrases(event):
            head = phrase[0][:5]
            if head not in present:
                continue
            for i in (i for i, other in enumerate(heads) if other == head):
                if _follows(folded, i, phrase):
                    yield (
                        event.id,
                        name if name != "city" else "place",
                        name,
                        weight,
                        words[i],
                        words[i + len(phrase) - 1],
                    )
        city = _skeleton(event.city)
        if len(city) >= 4:
            weight = _PLACE if len(city) > 4 else 1.6
            whole = fold(event.city)
            begins = whole[:2]
            sounding = {w for w in spelt if _sounds(w, city) or (w.startswith(begins) and _shortens(w, whole))}
            for token in capitals if sounding else ():
                if token.folded in sounding:
                    yield event.id, "place", "city", weight, token, token


def _follows(folded: Sequence[str], i: int, phrase: Sequence[str]) -> bool:
    """The phrase stands at i; its words may have endings ("Fachtages", "Netzwerktreffens")."""
    if i + len(phrase) > len(folded):
        return False
    return all(
        folded[i + n] == w or (len(w) >= 6 and folded[i + n].startswith(w) and len(folded[i + n]) <= len(w) + 2)
        for n, w in enumerate(phrase)
    )


@lru_cache(maxsize=256)
def _phrases(event: Event) -> tuple[tuple[str, float, tuple[str, ...]], ...]:
    """What names an event, as (sign, weight, folded words)."""
    found: list[tuple[str, float, tuple[str, ...]]] = []

    def add(sign: str, weight: float, text: str) -> None:
        words = tuple(words_of(text))
        if words and not (len(words) == 1 and (words[0] in _GENERIC or len(words[0]) < 4)):
            found.append((sign, weight, words))

    add("title", _TITLE, event.title)
    title_words = words_of(event.title)
    if len(title_words) >= 3:
        add("title", _ALIAS, " ".join(title_words[-2:]))
        add("title", _ALIAS, " ".join(title_words[:2]))
    if len("".join(title_words)) <= 16 and len(title_words) > 1:
        add("title", _TITLE, "".join(title_words))
    for alias in event.aliases:
        add("title", _ALIAS, alias)
    add("place", _PLACE, event.venue)
    add("place", _PLACE, event.street)
    add("city", _PLACE, event.city)
    add("city", 1.0, event.postcode)
    add("title", _ALIAS, event.id.replace("-", " "))
    return tuple(dict.fromkeys(found))


_CLASSES = {c: k for k, letters in {
    "P": "bpбпبپ", "F": "fvwфвفڤ", "T": "dtдтدتطضذث", "K": "kgqcxkкгхґقكگغخ", "S": "szсзшжцщчسشصزجچژظ",
    "L": "lлل", "M": "mмم", "N": "nнن", "R": "rрر",
}.items() for c in letters}  # fmt: skip


@lru_cache(maxsize=8192)
def _skeleton(word: str) -> str:
    """The consonants in classes that sound alike, so that a town is known in other scripts and endings."""
    plain = fold(word).replace("sch", "s").replace("sh", "s").replace("tz", "z").replace("zh", "s").replace("ch", "s")
    found = ""
    for letter in plain:
        kind = _CLASSES.get(letter, "")
        if kind and not found.endswith(kind):
            found += kind
    return found


def _shortens(word: str, city: str) -> bool:
    """ "Biwerda", "Bischofswe": how people shorten a long town's name, or stop typing it."""
    if len(word) < 6 or len(city) < 10 or len(word) >= len(city):
        return False
    return (len(word) >= 8 and city.startswith(word)) or (city.startswith(word[:2]) and city.endswith(word[2:]))


@lru_cache(maxsize=16_384)
def _sounds(word: str, city: str) -> bool:
    if "و" in word and _sounds(word.replace("و", ""), city):
        return True
    skeleton = _skeleton(word)
    return (
        skeleton == city
        or (len(city) >= 6 and skeleton.startswith(city) and len(skeleton) <= len(city) + 1)
        or (not word.isascii() and len(city) >= 4 and skeleton[1:] == city and word[0] in "بلفو")
    )
