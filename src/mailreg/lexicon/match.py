"""Word patterns over tokens: how a lexicon finds its concepts in a text, in time linear in the text.

A pattern is a row of elements separated by blanks:

    anmeldung      this word                      anmeld*      a word that begins so
    *anmeldung     a word that ends so            *meld*       a word that holds this
    (a|b*|c)       one of these                   gern?        may be missing ( (a|b)? too )
    ...            up to six tokens of the same sentence, `...3` up to three
    #              a number in digits

Words are folded (`mailreg.lexicon.fold`) on both sides, so patterns are written as people spell them. Hyphens,
quotation marks, apostrophes and one line break between two words don't count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from mailreg.lexicon.fold import variants, words_of
from mailreg.model.errors import LexiconError

GAP = 6  # tokens that "..." may skip
_TRANSPARENT = frozenset("-‐‑–'’ʼ`´\"“”„«»‚‘*_፡")
_STOPS = frozenset("!?؟;…:。።፧")
_NUMBER = "#"
_PIECE = re.compile(r"\([^()]*\)\??|[^\s()|]+")
_PERSIAN_PREFIX = re.compile(r"(?<!\S)(ن?[م][یي]) (?=\w)")  # is one word with its verb, as in tokenise()
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


@dataclass(frozen=True, slots=True)
class Match:
    """A concept found. `start`, `end`: characters in the text; `first`, `last`: indices of tokens, both inclusive."""

    concept: str
    language: str
    start: int
    end: int
    first: int
    last: int
    value: str | None = None  # e.g. the language code for "language_name", the number for "number"


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern: the atoms that fit it, or a gap of up to `gap` tokens."""

    atoms: frozenset[str] = frozenset()
    optional: bool = False
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    concept: str
    value: str | None
    elements: tuple[Element, ...]


def compile_pattern(source: str, language: str, concept: str, value: str | None = None) -> list[Pattern]:
    """The pattern as elements; several if the first words may be missing or an alternative has several words.

    Raises LexiconError naming the language, the concept and the pattern."""
    try:
        rows = _rows(source)
    except ValueError as error:
        raise LexiconError(f"Lexikon „{language}“, Begriff „{concept}“, Muster „{source}“: {error}") from error
    return [Pattern(concept, value, row) for row in rows]


def _rows(source: str) -> list[tuple[Element, ...]]:
    source = _PERSIAN_PREFIX.sub(r"\1", source)
    pieces = _PIECE.findall(source)
    if " ".join(pieces).split() != source.split():
        raise ValueError("eine Klammer fehlt oder steht mitten im Wort")
    rows: list[list[Element]] = [[]]
    for piece in pieces:
        choices = _choices(piece)
        rows = [[*row, *choice] for row in rows for choice in choices]
    found: dict[tuple[Element, ...], None] = {}
    for row in rows:
        if row[0].gap or row[-1].gap:
            raise ValueError("ein Muster beginnt und endet mit einem Wort")
        if all(element.optional or element.gap for element in row):
            raise ValueError("mindestens ein Wort muss stehen")
        rest = tuple(row)
        while rest:
            if not rest[0].gap:
                found[(Element(rest[0].atoms), *rest[1:])] = None
                if not rest[0].optional:
                    break
            rest = rest[1:]
    return list(found)


def _choices(piece: str) -> list[list[Element]]:
    """What may stand at the place of one piece: rows of elements, one of which must fit."""
    if piece.startswith("..."):
        if piece[3:] and not piece[3:].isdigit():
            raise ValueError("nach „...“ darf nur eine Zahl stehen")
        return [[Element(gap=int(piece[3:] or GAP))]]
    optional = piece.endswith("?")
    core = piece[:-1] if optional else piece
    alternatives = core[1:-1].split("|") if core.startswith("(") else [core]
    single: set[str] = set()
    choices: list[list[Element]] = []
    for alternative in alternatives:
        atoms = [atom for word in alternative.split() for atom in _atoms(word)]
        if not atoms:
            raise ValueError(f"„{alternative}“ ist kein Wort")
        if len(atoms) == 1:
            single.update(atoms)
        else:
            choices.append([Element(frozenset({atom})) for atom in atoms])
    if single:
        choices.insert(0, [Element(frozenset(single), optional)])
    elif optional:
        choices.append([])
    return choices


def _atoms(text: str) -> list[str]:
    """Folded words of a piece with their asterisks: "can't" is two, "*meld*" is one."""
    if text == _NUMBER:
        return [_NUMBER]
    before, after = text.startswith("*"), text.endswith("*")
    words = words_of(text.strip("*"))
    if not words:
        return []
    if before:
        words[0] = "*" + words[0]
    if after:
        words[-1] += "*"
    return words


class Vocabulary:
    """The compiled patterns of one language, indexed by the atoms of their first element."""

    def __init__(self, language: str, patterns: Iterable[Pattern]) -> None:
        self.language = language
        # Beside each pattern what its second word must fit; empty where that one may be missing or follow a gap.
        self._starts: dict[str, list[tuple[Pattern, frozenset[str]]]] = {}
        atoms: set[str] = set()
        for pattern in patterns:
            for atom in pattern.elements[0].atoms:
                self._starts.setdefault(atom, []).append((pattern, _second(pattern.elements)))
            for element in pattern.elements:
                atoms |= element.atoms
        self._exact = {atom for atom in atoms if "*" not in atom}
        self._prefixes = {a[:-1]: a for a in atoms if a.endswith("*") and not a.startswith("*")}
        self._suffixes = {a[1:]: a for a in atoms if a.startswith("*") and not a.endswith("*")}
        self._infixes = [(a[1:-1], a) for a in atoms if a.startswith("*") and a.endswith("*")]
        self._known: dict[str, frozenset[str]] = {}

    def atoms_of(self, word: str) -> frozenset[str]:
        """All atoms that this folded word fits."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) > 20_000:
                self._known.clear()
            known = self._known[word] = self._find(word)
        return known

    def _find(self, word: str) -> frozenset[str]:
        if len(word) > _LONGEST_WORD:
            return frozenset()
        found: set[str] = set()
        for form in variants(word, self.language):
            if form in self._exact:
                found.add(form)
            for cut in range(1, len(form) + 1):
                if (atom := self._prefixes.get(form[:cut])) is not None:
                    found.add(atom)
                if (atom := self._suffixes.get(form[cut - 1 :])) is not None:
                    found.add(atom)
            found.update(atom for infix, atom in self._infixes if infix in form)
        return frozenset(found)

    def match(self, tokens: Sequence[Token], following_of: Sequence[int | None] | None = None) -> list[Match]:
        if following_of is None:
            following_of = following(tokens)
        fits = [
            self.atoms_of(t.folded)
            if t.kind == "word"
            else frozenset({_NUMBER, t.folded})
            if t.kind == "number"
            else frozenset()
            for t in tokens
        ]
        found: dict[tuple[str, int, str | None], Match] = {}
        for first, atoms in enumerate(fits):
            if not atoms:
                continue
            second = following_of[first]
            after = fits[second] if second is not None else _NOTHING
            for atom in atoms:
                for pattern, must in self._starts.get(atom, ()):
                    if must and must.isdisjoint(after):
                        continue  # most patterns end here, at their second word
                    last = _fit(pattern.elements, 1, first, tokens, fits, following_of)
                    if last is None:
                        continue
                    key = (pattern.concept, first, pattern.value)
                    old = found.get(key)
                    if old is None or old.last < last:
                        found[key] = Match(
                            pattern.concept,
                            self.language,
                            tokens[first].start,
                            tokens[last].end,
                            first,
                            last,
                            pattern.value,
                        )
        return list(found.values())


_NOTHING: frozenset[str] = frozenset()


def _second(elements: tuple[Element, ...]) -> frozenset[str]:
    """What the second word must fit, or nothing where the pattern does not say."""
    if len(elements) < 2 or elements[1].gap or elements[1].optional:
        return _NOTHING
    return elements[1].atoms


def _fit(
    elements: tuple[Element, ...],
    place: int,
    last: int,
    tokens: Sequence[Token],
    fits: Sequence[frozenset[str]],
    following_of: Sequence[int | None],
) -> int | None:
    """The index of the token where the rest of a pattern ends, or None. `last` was the token matched before."""
    if place == len(elements):
        return last
    element = elements[place]
    if element.gap:
        here = last
        for _ in range(element.gap + 1):
            end = _fit(elements, place + 1, here, tokens, fits, following_of)
            if end is not None:
                return end
            following = following_of[here]
            if following is None or _is_stop(following, tokens):
                return None
            here = following
        return None
    following = following_of[last]
    if following is not None and not element.atoms.isdisjoint(fits[following]):
        end = _fit(elements, place + 1, following, tokens, fits, following_of)
        if end is not None:
            return end
    return _fit(elements, place + 1, last, tokens, fits, following_of) if element.optional else None


def following(tokens: Sequence[Token]) -> list[int | None]:
    """For each token the next one that counts, looked up once for all languages."""
    return [_next(i, tokens) for i in range(len(tokens))]


def _next(index: int, tokens: Sequence[Token]) -> int | None:
    """The next token that counts: transparent signs and a single line break are skipped."""
    breaks = 0
    for here in range(index + 1, min(index + 6, len(tokens))):
        token = tokens[here]
        if token.kind == "newline":
            breaks += 1
            if breaks > 1:
                return None
        elif token.kind != "punct" or token.text not in _TRANSPARENT:
            return here
    return None


def _is_stop(index: int, tokens: Sequence[Token]) -> bool:
    """Does a gap end here? At the end of a sentence; a full stop after a number or one letter is none."""
    token = tokens[index]
    if token.kind != "punct":
        return False
    if token.text in _STOPS:
        return True
    if token.text in ".۔।።":
        before = tokens[index - 1] if index else None
        return before is None or not (before.kind == "number" or (before.kind == "word" and len(before.text) <= 3))
    return False


class Lexicons:
    """All languages. A language is compiled on first use, so that a German mail loads no Vietnamese."""

    def __init__(
        self,
        readers: Mapping[str, Callable[[], tuple[Vocabulary, dict[str, tuple[str, ...]]]]],
        function_words: Mapping[str, frozenset[str]],
    ) -> None:
        self._readers = readers
        self._read: dict[str, tuple[Vocabulary, dict[str, tuple[str, ...]]]] = {}
        self.function_words = function_words

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._readers)

    def _language(self, code: str) -> tuple[Vocabulary, dict[str, tuple[str, ...]]]:
        if code not in self._read:
            self._read[code] = self._readers[code]()
        return self._read[code]

    def match(self, tokens: Sequence[Token], languages: Sequence[str]) -> list[Match]:
        """All concepts found, in the order of the text. `languages` that there is no lexicon for are skipped."""
        after = following(tokens)
        found = [m for code in languages if code in self._readers for m in self._language(code)[0].match(tokens, after)]
        found.sort(key=lambda m: (m.start, -m.end, m.concept))
        return found

    def concepts(self, language: str) -> tuple[str, ...]:
        """The names of the concepts that a language has words for."""
        return tuple(self._language(language)[1])

    def words(self, concept: str, language: str | None = None) -> tuple[str, ...]:
        """The patterns of a concept as they are written in the files."""
        codes = self.languages if language is None else (language,)
        return tuple(word for code in codes for word in self._language(code)[1].get(concept, ()))
