"""Titles, places and towns that a text names, with endings, shortened, and in other scripts."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from mailreg.lexicon.fold import VERB_PREFIXES, fold, words_of
from mailreg.lexicon.kept import KeptTexts
from mailreg.lexicon.small_words import small_words
from mailreg.model.registration import Event
from mailreg.understand.tokens import Token, tokenise

_ORIGIN = small_words("comes_from")
_GENERIC = frozenset("event veranstaltung treffen meeting workshop seminar".split())
BEFORE, BEHIND = 4, 9  # tokens around a day, among which its month is looked for
_ALONE, _DAY = "", "#"
_NOTHING: frozenset[str] = frozenset()  # one for all
_TITLE, _ALIAS, _PLACE = 3.0, 2.0, 2.0  # how much each says


def names_any(
    tokens: Sequence[Token], events: Sequence[Event], months_in: Callable[[Sequence[Token]], Container[str | None]]
) -> bool:
    """Does anything here name one of the events, or its day? What it leaves out, `find_event` would not take for more
    than a hint. `months_in`: the numbers of the months that some tokens name in words."""
    return names_day(tokens, range(len(tokens)), events, months_in) or any(True for _ in named(tokens, events))


def names_day(
    tokens: Sequence[Token],
    places: range,
    events: Sequence[Event],
    months_in: Callable[[Sequence[Token]], Container[str | None]],
) -> bool:
    """Does one of the tokens at these places name the day of an event, with its month around it?"""
    days = {str(e.start.day) for e in events}
    for i in places:
        token = tokens[i]
        if token.kind == "number" and (day := token.folded.lstrip("0")) in days:
            around = tokens[max(0, i - BEFORE) : i + BEHIND + 1]
            numbers = {t.folded.lstrip("0") for t in around if t.kind == "number"}
            months = months_in(around)
            if any(
                str(e.start.day) == day and (str(e.start.month) in numbers or str(e.start.month) in months)
                for e in events
            ):
                return True
    return False


def named(tokens: Sequence[Token], events: Sequence[Event]) -> Iterator[tuple[str, str, str, float, Token, Token]]:
    """Titles, places and towns: event, sign, its name, weight, first and last token."""
    words = [t for t in tokens if t.kind in {"word", "number"}]
    folded = [t.folded for t in words]
    heads = [word[:5] for word in folded]
    present = set(heads)
    capitals = [t for t in words if _may_be_town(t)]
    spelt = {t.folded for t in capitals}
    # "Die Fahrkarte aus Leipzig": where somebody comes from is not where the event is.
    origins = {b.start for a, b in pairwise(words) if a.folded in _ORIGIN}
    for event in events:
        for name, weight, phrase in _phrases(event):
            head = phrase[0][:5]
            if head not in present:
                continue
            for i in (i for i, other in enumerate(heads) if other == head):
                if name == "city" and words[i].start in origins:
                    continue
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
            sounding = {w for w in spelt if _names_town(w, city, whole)}
            for token in capitals if sounding else ():
                if token.folded in sounding and token.start not in origins:
                    yield event.id, "place", "city", weight, token, token


def _follows(folded: Sequence[str], i: int, phrase: Sequence[str]) -> bool:
    """The phrase stands at i; its words may have endings ("Fachtages", "Netzwerktreffens")."""
    if i + len(phrase) > len(folded):
        return False
    return all(_fits(folded[i + n], w) for n, w in enumerate(phrase))


def _fits(folded: str, word: str) -> bool:
    return folded == word or (len(word) >= 6 and folded.startswith(word) and len(folded) <= len(word) + 2)


def _may_be_town(token: Token) -> bool:
    return len(token.text) >= 5 and (token.text[0].isupper() or not token.text[0].isascii())


def _names_town(folded: str, city: str, whole: str) -> bool:
    """`city`: its skeleton, `whole`: its name, folded."""
    return _sounds(folded, city) or (folded.startswith(whole[:2]) and _shortens(folded, whole))


class Told(NamedTuple):
    """`perhaps_named`: a title, place or town may stand there; `with_day`: where the number of a day of ours stands."""

    perhaps_named: bool
    with_day: frozenset[str]


class Signs:
    """What `names_any` takes for a sign of one of these events, told without the words around it: where not even this
    is found, nothing is. A text is given as what stands between its blanks, most of which has been seen before."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._days = {str(e.start.day) for e in events}
        phrases = {frozenset(phrase) for e in events for _, _, phrase in _phrases(e)}
        self._enough = (*phrases, frozenset({_ALONE}))
        self._of_head: dict[str, list[str]] = {}
        for word in frozenset().union(*phrases):
            self._of_head.setdefault(word[:5], []).append(word)
        self._towns = {(city, fold(e.city)) for e in events if len(city := _skeleton(e.city)) >= 4}
        self._in: KeptTexts[frozenset[str]] = KeptTexts(self._find, 16_384, longest=60)

    def told_by(self, chunks: Iterable[str]) -> Told:
        """Of the chunks of a text: is one of the events named, perhaps, and which of them have the number of its day?
        The month beside the day is left to `names_day`."""
        known = self._in
        telling = [(chunk, signs) for chunk in chunks if (signs := known[chunk])]
        found: frozenset[str] = _NOTHING.union(*[signs for _, signs in telling])
        return Told(
            any(map(found.issuperset, self._enough)), frozenset([chunk for chunk, signs in telling if _DAY in signs])
        )

    def _find(self, chunk: str) -> frozenset[str]:
        """The words of names in it; _ALONE where it may be a sign by itself, _DAY where a day's number stands."""
        found: set[str] = set()
        for token in tokenise(chunk):
            folded = token.folded
            if token.kind not in {"word", "number"}:
                continue
            found.update(word for word in self._of_head.get(folded[:5], ()) if _fits(folded, word))
            if token.kind == "number" and folded.lstrip("0") in self._days:
                found.add(_DAY)
            town = _may_be_town(token) and any(_names_town(folded, city, whole) for city, whole in self._towns)
            if town or folded in VERB_PREFIXES:  # the prefix belongs to the word behind the blank
                found.add(_ALONE)
        return frozenset(found) if found else _NOTHING


@lru_cache(maxsize=4)
def signs_of(events: tuple[Event, ...]) -> Signs:
    return Signs(events)


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


def _with_w(word: str) -> Iterator[str]:
    """The word with one of its "و" as a consonant and the others as vowels."""
    for place in (i for i, letter in enumerate(word[:20]) if letter == "و"):
        yield word[:place].replace("و", "") + "ف" + word[place + 1 :].replace("و", "")


@lru_cache(maxsize=16_384)
def _sounds(word: str, city: str) -> bool:
    if "و" in word:  # a vowel, or the "w" of "بیشوفسوردا"
        spoken = (word.replace("و", ""), *_with_w(word)) if len(city) > 4 else (word.replace("و", ""),)
        if any(_sounds(w, city) for w in spoken):
            return True
    skeleton = _skeleton(word)
    return (
        skeleton == city
        or (len(city) >= 6 and skeleton.startswith(city) and len(skeleton) <= len(city) + 1)
        or (not word.isascii() and len(city) >= 4 and skeleton[1:] == city and word[0] in "بلفو")
    )
