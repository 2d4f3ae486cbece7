"""The tagger: which tokens are a person's name, and which an organisation's.

A linear model gives each token five weights (begins a name, goes on, begins an organisation, goes on, neither); the
best way through them is the reading. It is asked twice: plainly, and generously, where a candidate is wanted.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import add
from zlib import crc32

from mailreg.lexicon.kept import Kept
from mailreg.understand import names
from mailreg.understand.findings import Facts
from mailreg.understand.lanes import Lanes
from mailreg.understand.name_features import (
    NEAR,
    UNRULED,
    Places,
    Rules,
    parts_of_word,
    rule_features,
    shape_features,
    word_features,
)
from mailreg.understand.organisation_words import CLOSE, OPEN
from mailreg.understand.tokens import Token

TAGS = ("O", "BP", "IP", "BO", "IO")
_NEVER = 1e9
_GENEROUS = 2.0  # how much less "neither" weighs where candidates are wanted
Row = Sequence[float]
Near = tuple[int, ...]  # one number for each of NEAR
_BEGUN = tuple([(near, crc32(str(near).encode())) for near in NEAR])
_NOTHING: Near = (0,) * len(NEAR)
_LANE = 4  # bytes: room for the sum of 30,000 weights


@dataclass(frozen=True, slots=True)
class Tagged:
    """A stretch of tokens (`last` inclusive). `sure`: the mean probability that its tokens are of this kind; `plain`:
    the plain reading has it, too."""

    person: bool
    first: int
    last: int
    sure: float
    plain: bool


_features_of_word = lru_cache(maxsize=16_384)(word_features)  # for training, which asks for all of them


def features_at(places: Places, index: int) -> Iterator[str]:
    """All features of one token."""
    for near in NEAR:
        at = index + near
        if 0 <= at < len(places.tokens):
            token = places.tokens[at]
            yield from _features_of_word(token.text, token.folded, token.kind, near)
            yield from tag_features(places.tags(at), near)
    for group in places.at(index):
        yield from group


def tag_features(tags: str, near: int) -> tuple[str, ...]:
    return tuple(f"{near}c={tag}" for tag in tags.split(",")) if tags else ()


class TagModel:
    """For each bucket one weight a tag, as whole numbers times `scale`; they are added in lanes (lanes.py)."""

    def __init__(self, weights: array[int], scale: float, bias: Row) -> None:
        self.scale = scale
        self.bias = tuple(bias)
        self._lanes = Lanes(weights, len(TAGS), _LANE)
        self._words: Kept[tuple[str, str, str], Near] = Kept(self._word, 8192)
        self._tags: Kept[str, Near] = Kept(self._tag, 2048)
        self._marks: Kept[tuple[str, ...], int] = Kept(self._sum, 8192)
        self._shapes: Kept[tuple[str, ...], int] = Kept(lambda key: self._sum(shape_features(*key)), 16_384)
        self._rules: Kept[Rules, int] = Kept(lambda key: self._sum(rule_features(*key)), 4096)

    @property
    def weights(self) -> array[int]:
        """As they were given, for training."""
        return self._lanes.weights

    def logits(self, places: Places) -> list[tuple[float, ...]]:
        """One row for each shown token."""
        if not places.shown:
            return []
        near = self._near(places)
        marks, shapes, rules = self._marks, self._shapes, self._rules
        totals: list[int] = []
        unruled = rules[UNRULED]
        line: tuple[str, ...] = ()
        of_line = 0
        for index in places.shown:
            if places.line[index] is not line:  # the marks of a line are those of each of its tokens
                line = places.line[index]
                of_line = marks[line]
            of_rules = rules[places.rules_at(index)] if index in places.ruled else unruled
            total = of_line + of_rules + shapes[places.shapes_at(index)]
            for group in places.known(index):
                total += marks[group]
            total += near[index][0] + near[index + 1][1] + near[index + 2][2] + near[index + 3][3] + near[index + 4][4]
            totals.append(total)
        return self._lanes.spread(totals, self.bias, self.scale)

    def _near(self, places: Places) -> list[Near]:
        """What each token weighs for the two tokens before it, for itself, and for the two behind it (by NEAR); two
        empty rows before the first and behind the last one."""
        rows = [_NOTHING, _NOTHING]
        tagged = places.tagged
        for at, token in enumerate(places.tokens[: places.shown[-1] + 3]):
            row = self._words[token.text, token.folded, token.kind]
            if tags := tagged.get(at):
                row = tuple(map(add, row, self._tags[tags]))
            rows.append(row)
        return [*rows, _NOTHING, _NOTHING]

    def _word(self, key: tuple[str, str, str]) -> Near:
        """The sums of `word_features`; their checksums go on from those of the places before them."""
        far, beside, here = ([feature.encode() for feature in part] for part in parts_of_word(*key))
        found: list[int] = []
        for near, begun in _BEGUN:
            checksums = [crc32(feature, begun) for feature in (far + beside if -2 < near < 2 else far)]
            found.append(self._lanes.sum(checksums + list(map(crc32, here)) if near == 0 else checksums))
        return tuple(found)

    def _tag(self, tags: str) -> Near:
        return tuple(self._sum(tag_features(tags, near)) for near in NEAR)

    def _sum(self, features: Iterable[str]) -> int:
        return self._lanes.of(features)


def tag(facts: Facts, model: TagModel) -> list[Tagged]:
    """The names and organisations of a letter, in its order; where the two ways of asking differ, both."""
    places = Places(facts)
    return [_without_gap(t, facts) for t in spans_of(places, model.logits(places))]


_GAP = 3  # characters between two cells of a line


def _without_gap(tagged: Tagged, facts: Facts) -> Tagged:
    """ "Anna Weber     Volontärin": what stands far behind belongs to another cell; so does "Kurmandschi" in "Herr Ali
    Kurmandschi", said of a language."""
    tokens = facts.body.tokens
    last = tagged.last
    for i in range(tagged.first, tagged.last):
        if (
            tokens[i + 1].start - tokens[i].end >= _GAP
            or "\t" in facts.body.text.text[tokens[i].end : tokens[i + 1].start]
        ):
            last = i
            break
    if tagged.person and last > tagged.first and facts.body.has(last, "language_name") and not _is_writers(facts, last):
        last -= 1
    return tagged if last == tagged.last else replace(tagged, last=last)


def _is_writers(facts: Facts, index: int) -> bool:
    return facts.body.tokens[index].folded in names.parts(facts.sender.name or "")


def spans_of(places: Places, logits: Sequence[Row]) -> list[Tagged]:
    if not logits:
        return []
    plain = set(_stretches(best_way(logits, 0.0)))
    generous = set(_stretches(best_way(logits, _GENEROUS)))
    found: list[Tagged] = []
    for person, a, b in sorted(plain | generous, key=lambda s: (s[1], s[2])):
        kinds = (1, 2) if person else (3, 4)
        chances = [_softmax(logits[i]) for i in range(a, b + 1)]
        sure = sum(sum(row[k] for k in kinds) for row in chances) / len(chances)
        first, last = whole(places.tokens, places.shown[a], places.shown[b])
        found.append(Tagged(person, first, last, sure, (person, a, b) in plain))
    return found


def whole(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """No name begins or ends within a word that a hyphen joins, with "von" or with a sign."""
    while first < last and tokens[first].kind not in {"word", "number"} and tokens[first].text not in OPEN:
        first += 1
    if first > 1 and _joined(tokens, first - 1):
        first -= 2
    if last + 1 < len(tokens) and tokens[last].text in _HYPHENS and _joined(tokens, last):
        last += 1
    elif last + 2 < len(tokens) and _joined(tokens, last + 1):
        last += 2
    while first < last and tokens[last].kind == "punct" and tokens[last].text not in CLOSE + ".)":
        last -= 1
    if first < last and tokens[last].text in names.PARTICLES:
        after = tokens[last + 1] if last + 1 < len(tokens) else None
        last += 1 if after is not None and after.kind == "word" and after.text[0].isupper() else -1
    while first < last and tokens[last].kind == "newline":
        last -= 1
    return first, last


_HYPHENS = frozenset("-‐‑’'")


def _joined(tokens: Sequence[Token], sign: int) -> bool:
    """Does this hyphen or apostrophe stand between two words without a space?"""
    return (
        0 < sign < len(tokens) - 1
        and tokens[sign].text in _HYPHENS
        and tokens[sign - 1].end == tokens[sign].start
        and tokens[sign].end == tokens[sign + 1].start
        and tokens[sign - 1].kind == tokens[sign + 1].kind == "word"
    )


def best_way(logits: Sequence[Row], generous: float) -> list[int]:
    """The most probable sequence in which nothing goes on that has not begun. Indices of TAGS; `generous`: how much
    less "neither" weighs."""
    best = [0.0, -_NEVER, -_NEVER, -_NEVER, -_NEVER]  # before the first token there is no name
    back: list[tuple[int, int, int]] = []
    for neither, person, more, office, further in logits:
        top = best.index(max(best))
        of_person = 1 if best[1] >= best[2] else 2
        of_office = 3 if best[3] >= best[4] else 4
        back.append((top, of_person, of_office))
        ahead = best[top]
        best = [
            ahead + neither - generous,
            ahead + person,
            best[of_person] + more,
            ahead + office,
            best[of_office] + further,
        ]
    at = best.index(max(best))
    way = [at]
    for top, of_person, of_office in reversed(back[1:]):
        at = of_person if at == 2 else of_office if at == 4 else top
        way.append(at)
    return way[::-1]


def _stretches(way: Sequence[int]) -> Iterator[tuple[bool, int, int]]:
    """(a person?, first, last) of each name, by place in the sequence."""
    start = None
    for i, kind in enumerate((*way, 0)):
        if start is not None and kind not in (2, 4):
            yield way[start] == 1, start, i - 1
            start = None
        if kind in (1, 3):
            start = i
    return


def _softmax(row: Row) -> list[float]:
    top = max(row)
    powers = [math.exp(v - top) for v in row]
    total = sum(powers)
    return [p / total for p in powers]
