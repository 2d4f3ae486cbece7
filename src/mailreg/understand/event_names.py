"""Titles, places and towns that a text names, with endings, shortened, and in other scripts."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from mailreg.lexicon.fold import fold, words_of
from mailreg.lexicon.small_words import small_words
from mailreg.model.registration import Event
from mailreg.understand.text import Token

_ORIGIN = small_words("comes_from")
_GENERIC = frozenset("event veranstaltung treffen meeting workshop seminar".split())
_TITLE, _ALIAS, _PLACE = 3.0, 2.0, 2.0  # how much each says


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
            months = months_in(around)
            if any(
                str(e.start.day) == day and (str(e.start.month) in numbers or str(e.start.month) in months)
                for e in events
            ):
                return True
    return any(True for _ in named(tokens, events))


def named(tokens: Sequence[Token], events: Sequence[Event]) -> Iterator[tuple[str, str, str, float, Token, Token]]:
    """Titles, places and towns: event, sign, its name, weight, first and last token."""
    words = [t for t in tokens if t.kind in {"word", "number"}]
    folded = [t.folded for t in words]
    heads = [word[:5] for word in folded]
    present = set(heads)
    capitals = [t for t in words if len(t.text) >= 5 and (t.text[0].isupper() or not t.text[0].isascii())]
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
            begins = whole[:2]
            sounding = {w for w in spelt if _sounds(w, city) or (w.startswith(begins) and _shortens(w, whole))}
            for token in capitals if sounding else ():
                if token.folded in sounding and token.start not in origins:
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
