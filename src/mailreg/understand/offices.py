"""Every organisation that a letter may name, with all places and spellings, and what tells whether those who come come
for it. No verdict here; organisation_opinion.py gives one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mailreg.lexicon.fold import fold
from mailreg.lexicon.towns import is_town
from mailreg.model.reading import Person
from mailreg.understand.findings import Facts
from mailreg.understand.layout import Line
from mailreg.understand.name_tags import Tagged
from mailreg.understand.organisation_words import CLOSE, LEGAL, LEGAL_INSIDE, OPEN, clean
from mailreg.understand.scene import Scene

MOST = 30  # candidates of one letter
_NEAR = 3  # words before and behind
_GIVEN = frozenset({"writer's", "somebody's"})


@dataclass(frozen=True, slots=True)
class Seen:
    """One spelling at one place; `first`: -1 where it stands in no line of the body. `source`: "text", "weak",
    "signature", "weak signature", "header", "writer's", "somebody's" (what the rules gave to whom) or "tag"."""

    name: str
    first: int
    last: int
    source: str
    sure: float = 0.0
    plain: bool = False


@dataclass
class Office:
    """One organisation that may be meant."""

    places: list[Seen] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        given = [p.name for p in self.places if p.source in _GIVEN]
        return list(dict.fromkeys((*given, *(p.name for p in self.places))))

    @property
    def in_text(self) -> list[Seen]:
        return sorted((p for p in self.places if p.first >= 0), key=lambda p: p.first)


def offices(facts: Facts, people: Sequence[Person], tagged: Sequence[Tagged]) -> list[Office]:
    """In no order that matters. `people`: as the rules read them."""
    scene = facts.body
    found: list[Office] = []
    for t in sorted((t for t in tagged if not t.person), key=lambda t: not t.plain):
        if (name := _shown(scene, t.first, t.last)) is not None:
            _put(found, Seen(name, t.first, t.last, "tag", t.sure, t.plain))
    for o in facts.organisations:
        _put(found, Seen(o.name, o.first, o.last, "text" if o.strong else "weak"))
    if (mine := facts.contact.organisation) is not None:
        low, high = scene.text.tokens_in(mine.start, mine.end)
        _put(found, Seen(mine.name, low, high - 1, "signature" if mine.strong else "weak signature"))
    if facts.header_organisation:
        _put(found, Seen(facts.header_organisation, -1, -1, "header"))
    for person in people:
        if person.organisation:
            own = person.name == facts.sender.name or person.email == facts.sender_email
            _put(found, Seen(person.organisation, -1, -1, "writer's" if own else "somebody's"))
    return found[:MOST]


def _shown(scene: Scene, first: int, last: int) -> str | None:
    start, end = scene.tokens[first].start, scene.tokens[last].end
    legal = LEGAL.match(scene.text.text[end : end + 12])
    return clean(scene.text.text[start : end + legal.end() if legal else end])


def _put(found: list[Office], seen: Seen) -> None:
    words = _words(seen.name)
    for office in found:
        if any(_meets(p, seen) or _same(_words(p.name), words) for p in office.places):
            office.places.append(seen)
            return
    found.append(Office([seen]))


def _words(name: str) -> tuple[str, ...]:
    return tuple(fold("".join(c if c.isalnum() else " " for c in name)).split())


def _same(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Equal, or one stands whole inside the other and is no single small word."""
    short, long = sorted((a, b), key=len)
    if not short or (len(short) == 1 and len(short[0]) < 5):
        return a == b
    return any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


def _meets(one: Seen, other: Seen) -> bool:
    return one.first >= 0 and one.first <= other.last and other.first <= one.last


class OfficeFeatures:
    """One letter, seen from the organisations it may name."""

    def __init__(self, facts: Facts, found: Sequence[Office], kind: str) -> None:
        self.facts, self.found, self.kind = facts, found, kind
        self.scene = facts.body
        self._lines = [line for line in self.scene.lines if line.text.strip()]
        self._line_of = {i: n for n, line in enumerate(self._lines) for i in range(line.first, line.last)}
        domain = fold((facts.sender_email or "").partition("@")[2]).rpartition(".")[0]
        self._domain = [w for w in domain.replace("-", ".").split(".") if len(w) > 2 and w != "example"]
        self._name_lines = {
            self._line_of[m.first] for m in (*facts.selves, *facts.mentions) if m.first in self._line_of
        }
        if facts.contact.name_span is not None:
            low, _ = self.scene.text.tokens_in(facts.contact.name_span.start, facts.contact.name_span.end)
            self._name_lines |= {self._line_of[low]} if low in self._line_of else set()

    def of(self, office: Office) -> dict[str, float]:
        found = dict.fromkeys(self._flags(office), 1.0)
        found["sure"] = max((p.sure for p in office.places), default=0.0)
        return found

    def _flags(self, office: Office) -> Iterator[str]:
        sources = {p.source for p in office.places}
        plain = any(p.plain for p in office.places)
        yield "always"
        yield f"sources={','.join(sorted(sources))}|{plain}"
        for source in sources:
            yield f"source={source}"
        yield f"plain={plain}"
        yield f"kind={self.kind}"
        others = [o for o in self.found if o is not office]
        better = any(any(p.plain or p.source == "writer's" for p in o.places) for o in others)
        yield f"another={better}|{plain}"
        yield f"given={bool(sources & _GIVEN)}|{plain}"
        yield f"functional={self.facts.functional}"
        words = _words(office.names[0])
        yield f"words={min(len(words), 5)}"
        flat = "".join(words)
        if any(w in flat or any(x in w for x in words if len(x) > 3) for w in self._domain):
            yield "domain"
        yield f"legal={LEGAL_INSIDE.search(office.names[0]) is not None}"
        for word in words[:6]:
            yield f"word={word}"
        for place in office.in_text[:3]:
            yield from self._beside(place)

    def _beside(self, place: Seen) -> Iterator[str]:
        scene = self.scene
        tokens = scene.tokens
        number = self._line_of.get(place.first)
        line = self._lines[number] if number is not None else None
        where = "greeting" if place.first in self.facts.greeting else _where(line)
        yield f"where={where}"
        inside = {t for i in range(place.first, place.last + 1) for t in scene.tags.get(i, ())}
        for tag in inside:
            yield f"holds {tag}"
        yield f"town={is_town(tokens[place.last].text)}"
        if line is not None and number is not None:
            share = (place.last - place.first + 1) / max(1, line.last - line.first)
            yield f"share={int(share * 3)}|{where}"
            nearest = min((number - n for n in self._name_lines if n <= number), default=9)
            yield f"below name={min(nearest, 4)}|{where}"
            yield f"to end={min(len(self._lines) - 1 - number, 4)}|{where}"
        clause = scene.clause_at(place.first)
        if clause is not None:
            for tag in {t for i in range(clause.first, clause.last + 1) for t in scene.tags.get(i, ())}:
                yield f"in clause {tag}"
        people = {i for m in self.facts.mentions for i in range(m.first, m.last + 1)}
        for sign, start, step in (("-", place.first - 1, -1), ("+", place.last + 1, 1)):
            at = start
            for distance in range(1, _NEAR + 1):
                if not 0 <= at < len(tokens) or tokens[at].kind == "newline":
                    yield f"{sign}{distance} edge"
                    break
                yield f"{sign}{distance} {tokens[at].folded}"
                for tag in scene.tags.get(at, ()):
                    yield f"{sign}{distance} {tag}"
                if at in people:
                    yield f"{sign}{distance} person"
                at += step


def _where(line: Line | None) -> str:
    if line is None:
        return "nowhere"
    return "signature" if line.signature else "own"


def office_spelling(office: Office, name: str, facts: Facts) -> dict[str, float]:
    """What tells whether this spelling is the organisation's name."""
    places = [p for p in office.places if p.name == name]
    found = dict.fromkeys(_spelling_flags(office, name, places, facts), 1.0)
    found["sure"] = max((p.sure for p in places), default=0.0)
    return found


def _spelling_flags(office: Office, name: str, places: Sequence[Seen], facts: Facts) -> Iterator[str]:
    sources = {p.source for p in places}
    plain = any(p.plain for p in places)
    for source in sources:
        yield f"source {source}"
    yield f"plain={plain}|{','.join(sorted(sources - {'tag'}))}"
    words = _words(name)
    yield f"words={min(len(words), 6)}"
    yield f"legal={LEGAL_INSIDE.search(name) is not None}"
    for other in office.names:
        theirs = _words(other)
        if other == name or theirs == words:
            continue
        tagged = any(p.plain for p in office.places if p.name == other)
        if _same(theirs, words) and len(theirs) < len(words):
            yield f"longer tagged={tagged}|{plain}"
            yield f"more={'end' if words[: len(theirs)] == theirs else 'begin'}|{tagged}"
        elif _same(theirs, words):
            yield f"shorter tagged={tagged}|{plain}"
        else:
            yield f"other tagged={tagged}|{plain}"
    scene = facts.body
    for place in places[:2]:
        if place.first < 0:
            continue
        for end, index in (("first", place.first), ("last", place.last)):
            for tag in scene.tags.get(index, ()):
                yield f"{end} {tag}"
            yield f"{end} small={scene.tokens[index].text[:1].islower()}"
            yield f"{end} town={is_town(scene.tokens[index].text)}"
        yield f"next={_sign(scene, place.last + 1)}"
        yield f"before={_sign(scene, place.first - 1)}"
        signs = {scene.tokens[i].text for i in range(place.first, place.last + 1) if scene.tokens[i].kind == "punct"}
        for sign in signs - set(OPEN + CLOSE):
            yield f"sign {sign}"


def _sign(scene: Scene, at: int) -> str:
    """What stands beside a name: the edge of its line, a sign or a word."""
    if not 0 <= at < len(scene.tokens) or scene.tokens[at].kind == "newline":
        return "edge"
    return scene.tokens[at].text if scene.tokens[at].kind == "punct" else "word"
