"""Word patterns over tokens: how a lexicon finds its concepts in a text, in time linear in the text.

How a pattern is written: `mailreg.lexicon.patterns`. Words are folded on both sides. Hyphens, quotation marks,
apostrophes and one line break between two words don't count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple, Protocol

from mailreg.lexicon.fold import (
    MARKED,
    ROMANISED,
    fold,
    marked,
    sound_of_cyrillic,
    sounds_of_latin,
    variants,
)
from mailreg.lexicon.kept import Kept
from mailreg.lexicon.patterns import NOTHING, NUMBER, Compiled, Element, Pattern, Start

_TRANSPARENT = frozenset("-‐‑–'’ʼ`´\"“”„«»‚‘*_፡")
_APOSTROPHES = frozenset("'’ʼ`´")
_STOPS = frozenset("!?؟;…:。።፧")
_LEAST_BEGINNING = 4  # letters; shorter ones begin words of other languages, too
_LONGEST_WORD = 64  # longer "words" are no words of a language


class Token(Protocol):
    """What a pattern needs to know of a token (see understand/text.py)."""

    @property
    def text(self) -> str: ...
    @property
    def folded(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def kind(self) -> str: ...


class Match(NamedTuple):
    """A concept found. `start`, `end`: characters in the text; `first`, `last`: indices of tokens, both inclusive."""

    concept: str
    language: str
    start: int
    end: int
    first: int
    last: int
    value: str | None = None  # e.g. the language code for "language_name", the number for "number"


class Vocabulary:
    """The compiled patterns of one language, found by the words that their first element fits."""

    def __init__(self, language: str, *compiled: Compiled) -> None:
        self.language = language
        self._starts: Mapping[str, Sequence[Pattern]] = compiled[0].starts
        for further in compiled[1:]:
            theirs = {atom: [*self._starts.get(atom, ()), *patterns] for atom, patterns in further.starts.items()}
            self._starts = {**self._starts, **theirs}
        atoms = NOTHING.union(*(one.atoms for one in compiled))
        self._marked = language in MARKED
        self._exact = {atom for atom in atoms if "*" not in atom}
        self._unmarked: dict[str, set[str]] = {}  # atoms by what people type who leave out all marks
        for atom in self._exact if self._marked else ():
            self._unmarked.setdefault(fold(atom), set()).add(atom)
        parts = atoms - self._exact
        self._prefixes = {a[:-1] for a in parts if a[0] != "*"}
        self._suffixes = {a[1:] for a in parts if a[-1] != "*"}
        self._begins, self._ends = ({len(part) for part in of} for of in (self._prefixes, self._suffixes))
        self._infixes = [a[1:-1] for a in parts if a[0] == a[-1] == "*"]
        self._sounds: tuple[dict[str, list[str]], dict[str, list[tuple[str, str]]]] | None = None
        self._known: Kept[str, _Fits] = Kept(lambda word: self._starting(self._find(word)), 20_000)
        self._openings: dict[tuple[str, frozenset[str]], frozenset[str]] = {}
        self._numbers: Kept[str, _Fits] = Kept(lambda number: self._starting(frozenset({NUMBER, number})), 20_000)

    def check(self) -> None:
        """Read every pattern now. Raises LexiconError."""
        for patterns in self._starts.values():
            for pattern in patterns:
                pattern.read()

    def openings(self, concept: str, values: frozenset[str]) -> frozenset[str]:
        """The words with which a pattern of this concept and one of these values may begin."""
        known = self._openings.get((concept, values))
        if known is None:
            known = self._openings[concept, values] = frozenset(
                fold(atom.strip("*"))
                for atom, patterns in self._starts.items()
                if any(p.concept.name == concept and p.concept.value in values for p in patterns)
            )
        return known

    def has(self, word: str) -> bool:
        """Whether a folded word is part of a phrase, or begins as one that is written with its beginning alone."""
        return word in self._exact or any(
            word[:length] in self._prefixes for length in self._begins if _LEAST_BEGINNING <= length <= len(word)
        )

    def _starting(self, atoms: frozenset[str]) -> _Fits:
        """The patterns by what their second word must fit: most patterns end there, so only those are looked at whose
        second word stands there. Before them the ones that don't say, each with what must stand somewhere behind."""
        if not atoms:
            return _UNKNOWN
        alone: list[Start] = []
        seconds: dict[str, list[Start]] = {}
        fitting = (
            start
            for atom in sorted(atoms)
            for pattern in self._starts.get(atom, ())
            for start in pattern.read()
            if atom in start[0][0].atoms
        )
        for start in {id(start): start for start in fitting}.values():  # each once
            after = sorted(_second(start[0]))
            for second in after:
                seconds.setdefault(second, []).append(start)
            if not after:
                alone.append(start)
        return atoms, tuple(alone), {second: tuple(patterns) for second, patterns in seconds.items()}

    def _find(self, word: str) -> frozenset[str]:
        if len(word) > _LONGEST_WORD:
            return NOTHING
        if word.startswith(_AS_IT_SOUNDS):
            return self._by_sound(word[1:])
        if word.startswith(_AS_IT_STANDS):
            word = word[1:]
            found: set[str] = set()
        else:
            found = set(self._unmarked.get(word, ()))
        for form in variants(word, self.language):
            if form in self._exact:
                found.add(form)
            found.update([f"{part}*" for length in self._begins if (part := form[:length]) in self._prefixes])
            found.update([f"*{part}" for length in self._ends if (part := form[-length:]) in self._suffixes])
            found.update([f"*{infix}*" for infix in self._infixes if infix in form])
        return frozenset(found)

    def _by_sound(self, word: str) -> frozenset[str]:
        """The atoms that sound like this word in Latin letters."""
        if self._sounds is None:
            whole: dict[str, list[str]] = {}
            for atom in self._exact:
                whole.setdefault(sound_of_cyrillic(atom), []).append(atom)
            begun = [(sound_of_cyrillic(part).rstrip("ij"), f"{part}*") for part in self._prefixes]
            self._sounds = whole, _by_edge((part, atom) for part, atom in begun if len(part) > _EDGE)
        whole, prefixes = self._sounds
        found: set[str] = set()
        for sound in sounds_of_latin(word):
            found.update(whole.get(sound, ()))
            found.update(atom for part, atom in prefixes.get(sound[:_EDGE], ()) if sound.startswith(part))
        return frozenset(found)

    def _spelling(self, tokens: Sequence[Token], words: Sequence[int], numbers: int) -> Callable[[Token], str] | None:
        """How the words of a mail are looked up: with marks, where the language needs them; None: folded. Where most
        have none, their writer leaves them out."""
        if self.language in ROMANISED:
            if not words or 3 * sum("a" <= tokens[i].folded[:1] <= "z" for i in words) < 2 * len(words):
                return None
            return lambda token: _AS_IT_SOUNDS + token.folded if token.folded.isascii() else token.folded
        if not self._marked:
            return None
        with_marks = sum(1 for i in words if not tokens[i].text.isascii())
        if with_marks * 4 < len(words) + numbers:
            return lambda token: marked(token.text)
        return lambda token: _AS_IT_STANDS + marked(token.text)

    def match(self, tokens: Sequence[Token], following_of: Following | None = None) -> list[Match]:
        """All concepts found. `following_of`: from `following`, where several languages are asked."""
        nexts, stops, words, folded, numbers = following_of or following(tokens)
        fits = [NOTHING] * len(tokens)
        starting: list[tuple[int, tuple[Start, ...], Mapping[str, tuple[Start, ...]]]] = []
        spelt = self._spelling(tokens, words, len(numbers))
        known = self._known
        for i, word in zip(words, folded if spelt is None else [spelt(tokens[i]) for i in words], strict=True):
            atoms, alone, seconds = known[word]
            if atoms:
                fits[i] = atoms
                if alone or seconds:
                    starting.append((i, alone, seconds))
        for i in numbers:
            fits[i] = frozenset({NUMBER, tokens[i].folded})
            number = tokens[i].folded
            _, alone, seconds = self._numbers[number if number.isdecimal() and number in self._starts else NUMBER]
            starting.append((i, alone, seconds))
        present = NOTHING.union(*fits)
        found: dict[tuple[str, int, str | None], Match] = {}
        for first, alone, seconds in starting:
            second = nexts[first]
            after = fits[second] if seconds and second is not None else NOTHING
            for row in (alone, *[seconds[atom] for atom in after if atom in seconds]):
                for elements, behind, concept, value in row:
                    if behind and behind.isdisjoint(present):
                        continue
                    last = first if len(elements) == 1 else _fit(elements, 1, first, fits, nexts, stops)
                    if last is None:
                        continue
                    key = (concept, first, value)
                    old = found.get(key)
                    if old is None or old.last < last:
                        start, end = tokens[first].start, tokens[last].end
                        found[key] = _new(Match, (concept, self.language, start, end, first, last, value))
        return list(found.values())


_AS_IT_STANDS = "="  # before a word whose lack of marks is no sloppiness
_AS_IT_SOUNDS = "~"  # before a word in Latin letters of a language that has others
_EDGE = 2  # letters by which beginnings and ends of words are looked up


def _by_edge(pieces: Iterable[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """Beginnings of words and their atoms, by their first letters."""
    found: dict[str, list[tuple[str, str]]] = {}
    for piece, atom in pieces:
        found.setdefault(piece[:_EDGE], []).append((piece, atom))
    return found


_new = tuple.__new__  # a Match's own constructor does the same by way of a Python function
# What a word fits, the patterns that begin with it alone, and those whose second word it must stand before.
_Fits = tuple[frozenset[str], tuple[Start, ...], Mapping[str, tuple[Start, ...]]]
_UNKNOWN: _Fits = NOTHING, (), {}
# For each token the next one that counts, and whether a gap ends there; the words, their folded forms, the numbers.
Following = tuple[list[int | None], list[bool], list[int], list[str], list[int]]


def _second(elements: tuple[Element, ...]) -> frozenset[str]:
    """What the second word must fit, or nothing where the pattern does not say."""
    if len(elements) < 2 or elements[1].gap or elements[1].optional:
        return NOTHING
    return elements[1].atoms


def _fit(
    elements: tuple[Element, ...],
    place: int,
    last: int,
    fits: Sequence[frozenset[str]],
    nexts: Sequence[int | None],
    stops: Sequence[bool],
) -> int | None:
    """The index of the token where the rest of a pattern ends, or None. `last` was the token matched before."""
    if place == len(elements):
        return last
    element = elements[place]
    here = nexts[last]
    if not element.gap:
        if here is not None and not element.atoms.isdisjoint(fits[here]):
            end = _fit(elements, place + 1, here, fits, nexts, stops)
            if end is not None:
                return end
        return _fit(elements, place + 1, last, fits, nexts, stops) if element.optional else None
    behind = elements[place + 1]
    if behind.optional or behind.gap:
        before: int | None = last
        for _ in range(element.gap + 1):
            if before is None or (before != last and stops[before]):
                return None
            end = _fit(elements, place + 1, before, fits, nexts, stops)
            if end is not None:
                return end
            before = nexts[before]
        return None
    for _ in range(element.gap + 1):
        if here is None:
            return None
        if not behind.atoms.isdisjoint(fits[here]):
            end = _fit(elements, place + 2, here, fits, nexts, stops)
            if end is not None:
                return end
        if stops[here]:
            return None
        here = nexts[here]
    return None


def following(tokens: Sequence[Token], ranges: Sequence[tuple[int, int]] | None = None) -> Following:
    """Looked up once for all languages. `ranges`: the tokens (first, last exclusive) that are read; all if None."""
    nexts: list[int | None] = [None] * len(tokens)
    stops = [False] * len(tokens)
    words: list[int] = []
    numbers: list[int] = []
    for first, last in ranges if ranges is not None else ((0, len(tokens)),):
        after: int | None = None  # the next token that counts
        breaks = skipped = 0  # line breaks, and all tokens, on the way to it
        for i in range(last - 1, first - 1, -1):
            token = tokens[i]
            kind = token.kind
            if breaks <= 1 and skipped < _SKIP:
                nexts[i] = after
            if kind == "word":
                words.append(i)
                after, breaks, skipped = i, 0, 0
            elif kind == "newline":
                breaks += 1
                skipped += 1
            elif kind == "punct" and token.text in _TRANSPARENT:
                skipped += 1
            else:
                after, breaks, skipped = i, 0, 0
                if kind == "punct":
                    stops[i] = _is_stop(i, tokens)
                elif kind == "number":
                    numbers.append(i)
    words.sort()
    return nexts, stops, words, [tokens[i].folded for i in words], numbers


_ABBREVIATIONS = frozenset(
    """dr prof fr hr st nr tel str bzw ca ggf inkl evtl vgl usw etc mr mrs ms ev gem lt bspw abs art no incl approx dipl
    ing mag med jan feb apr aug sept okt oct nov dez dec mo di mi do sa so tue wed thu fri sat""".split()
)
_SKIP = 5  # transparent signs between two words


def _is_stop(index: int, tokens: Sequence[Token]) -> bool:
    """Does a gap end at this sign? At the end of a sentence; a full stop after a number or one letter is none."""
    text = tokens[index].text
    if text == ":" and 0 < index < len(tokens) - 1 and tokens[index - 1].kind == tokens[index + 1].kind == "number":
        return False  # "9:30"
    if text in _STOPS:
        return True
    if text in ".۔।":
        before = tokens[index - 1] if index else None
        if before is None:
            return True
        alone = index < 2 or tokens[index - 2].text not in _APOSTROPHES  # "A.", but not "I won't."
        short = before.kind == "word" and ((len(before.text) == 1 and alone) or before.folded in _ABBREVIATIONS)
        return not (short or before.kind == "number")
    return False


class Lexicons:
    """All languages. A language is compiled on first use, so that a German mail loads no Vietnamese."""

    def __init__(
        self,
        readers: Mapping[str, Callable[[], tuple[Vocabulary, dict[str, tuple[str, ...]]]]],
        function_words: Mapping[str, frozenset[str]],
        thin: frozenset[str] = frozenset(),
    ) -> None:
        self._readers = readers
        self._read: dict[str, tuple[Vocabulary, dict[str, tuple[str, ...]]]] = {}
        self.function_words = function_words
        self.thin = thin  # languages whose words are known only in part

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._readers)

    def load(self, code: str) -> None:
        """Compile one of the `languages` now, and not with the first mail in it."""
        self._language(code)

    def check(self, code: str) -> None:
        """Read all patterns of a language now, and not each with the first mail that needs it. Raises LexiconError."""
        self._language(code)[0].check()

    def _language(self, code: str) -> tuple[Vocabulary, dict[str, tuple[str, ...]]]:
        if code not in self._read:
            self._read[code] = self._readers[code]()
        return self._read[code]

    def match(
        self, tokens: Sequence[Token], languages: Sequence[str], ranges: Sequence[tuple[int, int]] | None = None
    ) -> list[Match]:
        """All concepts found, in the order of the text. `languages` that there is no lexicon for are skipped;
        `ranges`: the tokens (first, last exclusive) that are read, in order; all if None."""
        after = following(tokens, ranges)
        found = [m for code in languages if code in self._readers for m in self._language(code)[0].match(tokens, after)]
        # By start, the longest first, then by name: three sorts that call no Python are faster than one that does.
        found.sort(key=itemgetter(0))
        found.sort(key=itemgetter(3), reverse=True)
        found.sort(key=itemgetter(2))
        return found

    def openings(self, concept: str, values: frozenset[str], languages: Sequence[str]) -> frozenset[str]:
        """The folded words with which a pattern of this concept and one of these values may begin."""
        return frozenset(
            word
            for code in languages
            if code in self._readers
            for word in self._language(code)[0].openings(concept, values)
        )

    def owners(self, word: str, languages: Sequence[str]) -> list[str]:
        """Which of these languages have a folded word in their phrases."""
        return [code for code in languages if code in self._readers and self._language(code)[0].has(word)]

    def concepts(self, language: str) -> tuple[str, ...]:
        """The names of the concepts that a language has words for."""
        return tuple(self._language(language)[1])

    def words(self, concept: str, language: str | None = None) -> tuple[str, ...]:
        """The patterns of a concept as they are written in the files."""
        codes = self.languages if language is None else (language,)
        return tuple(word for code in codes for word in self._language(code)[1].get(concept, ()))
