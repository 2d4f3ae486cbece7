"""Word patterns as they are written in the lexicon files, and what they are made into.

A pattern is a row of elements separated by blanks:

    anmeldung      this word                      anmeld*      a word that begins so
    *anmeldung     a word that ends so            *meld*       a word that holds this
    (a|b*|c)       one of these                   gern?        may be missing ( (a|b)? too )
    ...            up to six tokens of the same sentence, `...3` up to three
    #              a number in digits

Words are folded (`mailreg.lexicon.fold`), so patterns are written as people spell them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from mailreg.lexicon.fold import fold, fold_words, marked, marked_words_of, words_of
from mailreg.model.errors import LexiconError

GAP = 6  # tokens that "..." may skip
NUMBER = "#"
NOTHING: frozenset[str] = frozenset()
_PIECE = re.compile(r"\([^()]*\)\??|[^\s()|]+")
_GROUPS = frozenset("()|")
_PERSIAN_PREFIX = re.compile(r"(?<!\S)(ن?[م][یي]) (?=\w)")  # is one word with its verb, as in tokenise()


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern: the atoms that fit it, or a gap of up to `gap` tokens."""

    atoms: frozenset[str] = frozenset()
    optional: bool = False
    gap: int = 0


# The elements of a pattern, what must stand somewhere behind the first word, the concept and its value.
Start = tuple[tuple[Element, ...], frozenset[str], str, str | None]


class Concept:
    """A concept of a language, or one of its values, whose patterns are made of `pieces`."""

    __slots__ = ("name", "pieces", "value")

    def __init__(self, name: str, value: str | None, pieces: _Pieces) -> None:
        self.name = name
        self.value = value
        self.pieces = pieces


class Pattern:
    """A pattern of a concept, as it is written. There are fifty thousand, so one is read when a mail first has a word
    that it may begin with."""

    __slots__ = ("_starts", "concept", "written")

    def __init__(self, concept: Concept, written: str) -> None:
        self.concept = concept
        self.written = written
        self._starts: list[Start] | None = None

    def read(self) -> list[Start]:
        """One, or several where first words may be missing or there are alternatives of several words. Raises
        LexiconError."""
        if self._starts is None:
            concept = self.concept
            words = [concept.pieces.plain.get(word) for word in self.written.split()]
            try:
                if None in words:
                    rows = _rows(self.written, concept.pieces)
                else:  # most are plain words
                    rows = [tuple([_element(word) for word in words if word])]
            except ValueError as error:
                raise self._error(error) from error
            self._starts = [(row, _behind(row), concept.name, concept.value) for row in rows]
        return self._starts

    def first(self) -> set[str]:
        """What its first word must fit. Raises LexiconError."""
        try:
            return _first(self.written, self.concept.pieces)
        except ValueError as error:
            raise self._error(error) from error

    def _error(self, error: ValueError) -> LexiconError:
        concept = self.concept
        return LexiconError(
            f"Lexikon „{concept.pieces.language}“, Begriff „{concept.name}“, Muster „{self.written}“: {error}"
        )


@lru_cache(maxsize=16_384)
def _element(atom: str) -> Element:
    """One word, which many patterns share."""
    return Element(frozenset({atom}))


class Compiled(NamedTuple):
    """The patterns of one language."""

    starts: dict[str, list[Pattern]]  # in the order of the files, by what their first word must fit
    atoms: frozenset[str]  # of all their words


def compile_patterns(
    language: str, sources: Iterable[tuple[str, str | None, Sequence[str]]], *, with_marks: bool
) -> Compiled:
    """The patterns of (concept, value, as they are written). Raises LexiconError where the beginning of one cannot be
    read; of the rest see `Vocabulary.check`."""
    sources = [(concept, value, _joined(written)) for concept, value, written in sources]
    pieces = _Pieces(language, _words_in(" ".join([" ".join(written) for _, _, written in sources])), with_marks)
    plain = pieces.plain
    starts: defaultdict[str, list[Pattern]] = defaultdict(list)
    for name, value, written in sources:
        concept = Concept(name, value, pieces)
        for source in written:
            pattern = Pattern(concept, source)
            atom = plain.get(source) or plain.get(source.partition(" ")[0])
            for first in (atom,) if atom else pattern.first():
                starts[first].append(pattern)
    return Compiled(dict(starts), pieces.atoms())


def _joined(written: Sequence[str]) -> Sequence[str]:
    text = "\n".join(written)
    return _PERSIAN_PREFIX.sub(r"\1", text).split("\n") if "م" in text else written


def _words_in(text: str) -> set[str]:
    for sign in "()|?":  # several times as quick as str.translate
        text = text.replace(sign, " ")
    return set(text.split())


class _Pieces:
    """The pieces of which the patterns of a language are made, each looked at once."""

    def __init__(self, language: str, words: Iterable[str], with_marks: bool) -> None:
        self.language = language
        self._with_marks = with_marks
        self._choices: dict[str, tuple[tuple[Element, ...], ...]] = {}
        # The atoms of words that are nothing but letters, with their asterisks. Folded all at once, in a fraction of
        # the time.
        bares = {word: bare for word in words if (bare := word.strip("*")).isalpha()}
        folded = map(marked, bares.values()) if with_marks else fold_words(" ".join(bares.values()))
        self.plain = dict(zip(bares, folded, strict=True))
        for word in [word for word, bare in bares.items() if word is not bare]:
            self.plain[word] = f"{'*' if word[0] == '*' else ''}{self.plain[word]}{'*' if word[-1] == '*' else ''}"
        self._other = [word for word in words if word not in bares and not word.startswith("...")]

    def atoms(self) -> frozenset[str]:
        """The atoms of all words."""
        return frozenset(self.plain.values()).union(*map(self._atoms, self._other))

    def choices(self, piece: str) -> tuple[tuple[Element, ...], ...]:
        """What may stand at the place of one piece: rows of elements, one of which must fit."""
        known = self._choices.get(piece)
        if known is None:
            known = self._choices[piece] = self._read(piece)
        return known

    def _read(self, piece: str) -> tuple[tuple[Element, ...], ...]:
        if piece in self.plain:
            return ((_element(self.plain[piece]),),)
        if piece.startswith("..."):
            if piece[3:] and not piece[3:].isdigit():
                raise ValueError("nach „...“ darf nur eine Zahl stehen")
            return ((Element(gap=int(piece[3:] or GAP)),),)
        optional = piece.endswith("?")
        core = piece[:-1] if optional else piece
        alternatives = core[1:-1].split("|") if core.startswith("(") else [core]
        single: set[str] = set()
        choices: list[tuple[Element, ...]] = []
        for alternative in alternatives:
            if (only := self.plain.get(alternative)) is not None:
                single.add(only)
                continue
            atoms = [atom for word in alternative.split() for atom in self._atoms(word)]
            if not atoms:
                raise ValueError(f"„{alternative}“ ist kein Wort")
            if len(atoms) == 1:
                single.update(atoms)
            else:
                choices.append(tuple([_element(atom) for atom in atoms]))
        if single:
            choices.insert(0, (Element(frozenset(single), optional),))
        elif optional:
            choices.append(())
        return tuple(choices)

    def _atoms(self, word: str) -> Sequence[str]:
        atom = self.plain.get(word)
        return _atoms(word, self._with_marks) if atom is None else (atom,)


def _first(source: str, of: _Pieces) -> set[str]:
    """The atoms that the first word of a pattern must fit: of what may be missing, and of what must stand behind it."""
    found: set[str] = set()
    for piece in _pieces_of(source):
        may_be_missing = False
        for choice in of.choices(piece):
            if choice and not choice[0].gap:
                found |= choice[0].atoms
            may_be_missing = may_be_missing or not choice or choice[0].optional or choice[0].gap > 0
        if not may_be_missing:
            break
    return found


def _pieces_of(source: str) -> list[str]:
    pieces = source.split()
    if not _GROUPS.isdisjoint(source):
        words, pieces = pieces, _PIECE.findall(source)
        if " ".join(pieces).split() != words:
            raise ValueError("eine Klammer fehlt oder steht mitten im Wort")
    return pieces


def _rows(source: str, of: _Pieces) -> list[tuple[Element, ...]]:
    rows: list[tuple[Element, ...]] = [()]
    for piece in _pieces_of(source):
        choices = of.choices(piece)
        rows = [row + choice for row in rows for choice in choices]
    found: dict[tuple[Element, ...], None] = {}
    for row in rows:
        if row[0].gap or row[-1].gap:
            raise ValueError("ein Muster beginnt und endet mit einem Wort")
        if not row[0].optional:
            if len(rows) == 1:
                return rows
            found[row] = None
            continue
        if all(element.optional or element.gap for element in row):
            raise ValueError("mindestens ein Wort muss stehen")
        rest = row
        while rest:
            if not rest[0].gap:
                found[(Element(rest[0].atoms), *rest[1:])] = None
                if not rest[0].optional:
                    break
            rest = rest[1:]
    return list(found)


def _atoms(text: str, with_marks: bool) -> list[str]:
    """Folded words of a piece with their asterisks: "can't" is two, "*meld*" is one."""
    if text == NUMBER:
        return [NUMBER]
    before, after = text.startswith("*"), text.endswith("*")
    word = text.strip("*")
    if word.isalpha():
        words = [marked(word) if with_marks else fold(word)]
    else:
        words = marked_words_of(word) if with_marks else words_of(word)
    if not words:
        return []
    if before:
        words[0] = "*" + words[0]
    if after:
        words[-1] += "*"
    return words


def _behind(elements: tuple[Element, ...]) -> frozenset[str]:
    """What must stand somewhere behind the first word; empty where nothing must."""
    return next((e.atoms for e in reversed(elements[1:]) if not e.optional and not e.gap), NOTHING)
