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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

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


class Pattern:
    """A pattern of a concept. Told apart by identity: there are fifty thousand. Most are plain words, which are made
    into elements when a mail first has the word they begin with (`start`)."""

    __slots__ = ("_start", "concept", "value", "words")

    def __init__(self, concept: str, value: str | None, words: tuple[Element, ...] | tuple[str, ...]) -> None:
        self.concept = concept
        self.value = value
        self.words = words
        self._start: Start | None = None

    @property
    def first(self) -> frozenset[str]:
        """What its first word must fit."""
        word = self.words[0]
        return frozenset({word}) if isinstance(word, str) else word.atoms

    @property
    def start(self) -> Start:
        if self._start is None:
            elements = tuple(_element(word) if isinstance(word, str) else word for word in self.words)
            self._start = elements, _behind(elements), self.concept, self.value
        return self._start


@lru_cache(maxsize=16_384)
def _element(atom: str) -> Element:
    """One word, which many patterns share."""
    return Element(frozenset({atom}))


def compile_patterns(
    language: str, sources: Iterable[tuple[str, str | None, Sequence[str]]], *, with_marks: bool
) -> list[Pattern]:
    """The patterns of (concept, value, as they are written); several of one whose first words may be missing or that
    has alternatives of several words. Raises LexiconError naming the language, the concept and the pattern."""
    sources = [(concept, value, [_joined(one) for one in written]) for concept, value, written in sources]
    pieces = _Pieces({word for _, _, written in sources for word in _words_in(written)}, with_marks)
    plain = pieces.plain
    found: list[Pattern] = []
    for concept, value, written in sources:
        for source in written:
            words = tuple([plain.get(piece) for piece in source.split()])
            if None not in words:
                found.append(Pattern(concept, value, words))  # type: ignore[arg-type]
                continue
            try:
                found += [Pattern(concept, value, row) for row in _rows(source, pieces)]
            except ValueError as error:
                raise LexiconError(f"Lexikon „{language}“, Begriff „{concept}“, Muster „{source}“: {error}") from error
    return found


def _joined(source: str) -> str:
    return _PERSIAN_PREFIX.sub(r"\1", source) if "م" in source else source


def _words_in(written: Iterable[str]) -> list[str]:
    text = " ".join(written)
    for sign in "()|?":  # several times as quick as str.translate
        text = text.replace(sign, " ")
    return text.split()


class _Pieces:
    """The pieces of which the patterns of a language are made, each looked at once."""

    def __init__(self, words: Iterable[str], with_marks: bool) -> None:
        self._with_marks = with_marks
        self._choices: dict[str, tuple[tuple[Element, ...], ...]] = {}
        # The atoms of words that are nothing but letters, with their asterisks. Folded all at once, in a fraction of
        # the time.
        bares = {word: bare for word in words if (bare := word.strip("*")).isalpha()}
        other = [bare for bare in bares.values() if not bare.isascii()]
        folded = map(marked, other) if with_marks else fold_words(" ".join(other))
        atoms = dict(zip(other, folded, strict=True))
        self.plain: dict[str, str] = {}
        for word, bare in bares.items():
            atom = bare.casefold() if bare.isascii() else atoms[bare]
            if word is not bare:
                atom = f"{'*' if word[0] == '*' else ''}{atom}{'*' if word[-1] == '*' else ''}"
            self.plain[word] = atom

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


def _rows(source: str, of: _Pieces) -> list[tuple[Element, ...]]:
    pieces = source.split()
    if not _GROUPS.isdisjoint(source):
        words, pieces = pieces, _PIECE.findall(source)
        if " ".join(pieces).split() != words:
            raise ValueError("eine Klammer fehlt oder steht mitten im Wort")
    rows: list[tuple[Element, ...]] = [()]
    for piece in pieces:
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
