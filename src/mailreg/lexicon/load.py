"""The lexicon files, read and checked.

One language is `data/<code>.toml`, with further files `data/<code>.<subject>.toml` where a subject has its own.
The head (name, function words) is read for all languages at once, since it tells languages apart; the concepts of a
language are compiled when the first mail in it comes. `check_lexicons` compiles them all.

Words that several patterns of a file share stand in its head under `[words]`: `@food` is one of the words `food`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from importlib.resources import files
from typing import Any

from mailreg.lexicon.concepts import CONCEPTS, VALUES
from mailreg.lexicon.fold import MARKED, fold
from mailreg.lexicon.match import Lexicons, Vocabulary
from mailreg.lexicon.patterns import Compiled, compile_patterns
from mailreg.lexicon.people_concepts import COUNTING, PEOPLE_CONCEPTS, PEOPLE_VALUES
from mailreg.model.errors import LexiconError

_MARK = "\n[concepts]"
_SHARED = re.compile(r"@(\w+)")
_SHARED_ALONE = re.compile(r"(?<![(|])@\w+")
_ALL = CONCEPTS | PEOPLE_CONCEPTS | COUNTING
_ALL_VALUES = VALUES | PEOPLE_VALUES


@lru_cache(maxsize=1)
def load_lexicons() -> Lexicons:
    """All lexicons of the package. Raises LexiconError naming file, concept and pattern."""
    sources: dict[str, list[tuple[str, str]]] = {}
    for entry in sorted((files("mailreg.lexicon") / "data").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            code = entry.name.partition(".")[0]
            sources.setdefault(code, []).append((entry.name, entry.read_text(encoding="utf-8")))
    # A language begins with its own file; one for people alone adds nothing yet.
    sources = {code: pieces for code, pieces in sources.items() if any(name == f"{code}.toml" for name, _ in pieces)}
    heads = {code: _function_words(code, pieces) for code, pieces in sources.items()}
    readers = {}
    for code, pieces in sources.items():
        sister = _sister(pieces)
        readers[code] = partial(read_language, code, pieces, sister or "", sources.get(sister, []) if sister else [])
    return Lexicons(readers, heads, frozenset(code for code, pieces in sources.items() if _head(pieces, "thin")))


def _sister(pieces: list[tuple[str, str]]) -> str | None:
    """`like = "hr"` in the head: this language has all words of that one, too."""
    like = _head(pieces, "like")
    return str(like) if like else None


def _head(pieces: list[tuple[str, str]], key: str) -> object:
    """A key of the head of the language's own file. `thin = true`: only part of what people say is known."""
    return next(
        (_parse(name, text.partition(_MARK)[0]).get(key) for name, text in pieces if "." not in name[:-5]), None
    )


def _function_words(code: str, pieces: list[tuple[str, str]]) -> frozenset[str]:
    words: set[str] = set()
    for name, text in pieces:
        head = text.partition(_MARK)[0]
        if "function_words" in head:  # most files of a subject have none
            words.update(fold(word) for word in str(_parse(name, head).get("function_words", "")).split())
    if not words:
        raise LexiconError(f"Lexikon „{code}“: „function_words“ fehlt im Kopf der Datei.")
    return frozenset(words)


def read_language(
    code: str, pieces: Sequence[tuple[str, str]], like: str = "", shared: Sequence[tuple[str, str]] = ()
) -> tuple[Vocabulary, dict[str, tuple[str, ...]]]:
    """The compiled patterns of one language, and the patterns as written. `pieces`: file name and text; `shared`: those
    of the language `like`, whose words this one has, too."""
    compiled, written = _compile(code, tuple(pieces), code in MARKED)
    if not shared:
        return Vocabulary(code, compiled), dict(written)
    theirs, further = _compile(like, tuple(shared), code in MARKED)
    written = written | {concept: written.get(concept, ()) + patterns for concept, patterns in further.items()}
    return Vocabulary(code, compiled, theirs), written


@lru_cache(maxsize=64)  # what sisters share is compiled once
def _compile(
    code: str, pieces: tuple[tuple[str, str], ...], with_marks: bool
) -> tuple[Compiled, dict[str, tuple[str, ...]]]:
    sources: list[tuple[str, str | None, tuple[str, ...]]] = []
    written: dict[str, tuple[str, ...]] = {}
    for name, text in pieces:
        data = _parse(name, text)
        shared = {word: "|".join(_split(source, name, word)) for word, source in data.get("words", {}).items()}
        for concept, source in data.get("concepts", {}).items():
            if concept not in _ALL:
                raise LexiconError(f"{name}: den Begriff „{concept}“ gibt es nicht (siehe lexicon/concepts.py).")
            sources.append((concept, None, _split(source, name, concept, shared)))
        for concept, table in data.get("values", {}).items():
            if concept not in _ALL_VALUES or not isinstance(table, dict):
                raise LexiconError(f"{name}: die Werte „{concept}“ gibt es nicht (siehe lexicon/concepts.py).")
            for value, source in table.items():
                sources.append((concept, value, _split(source, name, concept)))
    for concept, _, patterns in sources:
        written[concept] = written.get(concept, ()) + patterns
    return compile_patterns(code, sources, with_marks=with_marks), written


def check_lexicons(*, complete: bool = True) -> list[str]:
    """Compile every language; with `complete`, list what concepts a language lacks. [] if all is well."""
    lexicons = load_lexicons()
    lacks = []
    for code in lexicons.languages:
        lexicons.check(code)
        have = set(lexicons.concepts(code))
        if complete:
            lacks += [f"{code}: {concept}" for concept in (*_ALL, *_ALL_VALUES) if concept not in have]
    return lacks


# All that a line of the lexicon files holds: a table, a text without escapes, a truth value; behind it a comment.
_ENTRY = re.compile(
    r"""
    [ ]*
    (?: \[ (?P<table> [\w.-]+ ) \]
      | (?P<key> [\w-]+ ) [ ]* = [ ]*
        (?: \"{3} \n? (?P<long> [^"\\\r]* ) \"{3} | " (?P<short> [^"\\\n\r]* ) " | (?P<truth> true | false ) )
    )?
    [ ]* (?: \# [^\n\r]* )? (?: \n | \Z )
    """,
    re.VERBOSE | re.ASCII,
)


def _parse(name: str, text: str) -> dict[str, Any]:
    return _quickly_parsed(text) or _parsed(name, text)


def _quickly_parsed(text: str) -> dict[str, Any] | None:
    """As tomllib, in a tenth of its time; None for a file that has anything else than is usual here."""
    data: dict[str, Any] = {}
    table, tables = data, set()
    position = 0
    while position < len(text):
        entry = _ENTRY.match(text, position)
        if entry is None:
            return None
        path, key, long, short, truth = entry.groups()
        if path:
            if path in tables:
                return None
            tables.add(path)
            table = data
            for part in path.split("."):
                table = table.setdefault(part, {})
                if not isinstance(table, dict):
                    return None
        elif key:
            if key in table:
                return None
            table[key] = truth == "true" if truth else long or short or ""
        position = entry.end()
    return data


def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{name}: kein gültiges TOML ({error}).") from error


def _split(source: object, name: str, concept: str, shared: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Patterns are written in one string, with commas or line breaks between them. `shared`: the alternatives that a
    word with an @ stands for."""
    if not isinstance(source, str):
        raise LexiconError(f"{name}, Begriff „{concept}“: erwartet wird ein Text mit Mustern, durch Kommas getrennt.")
    patterns = tuple([p for piece in source.replace("\n", ",").split(",") if (p := piece.strip())])
    if not patterns:
        raise LexiconError(f"{name}, Begriff „{concept}“: kein Muster.")
    return tuple(_with_shared(p, shared or {}, name, concept) if "@" in p else p for p in patterns)


def _with_shared(pattern: str, shared: Mapping[str, str], name: str, concept: str) -> str:
    unknown = [word for word in _SHARED.findall(pattern) if word not in shared]
    if unknown:
        raise LexiconError(f"{name}, Begriff „{concept}“: „@{unknown[0]}“ steht nicht unter [words].")
    return _SHARED.sub(lambda m: shared[m[1]], _SHARED_ALONE.sub(lambda m: f"({m[0]})", pattern))
