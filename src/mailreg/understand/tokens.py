"""A text cut into tokens: words, numbers, signs, addresses, line breaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from mailreg.lexicon.fold import VERB_PREFIXES, WORD, WORD_ON, fold, is_verb_prefix
from mailreg.lexicon.kept import KeptTexts

_URL = r"https?://[^\s<>\"]{1,2000}|www\.[^\s<>\"]{1,2000}"
_EMAIL = r"[\w.+-]{1,64}@\w[\w-]{0,62}(?:\.[\w-]{1,63})+"
_REST = rf"\d+|{WORD}|[^\s\w]|_"
_TOKEN = re.compile(rf"\n|{_URL}|{_EMAIL}|{_REST}")
# Where no "@" stands, in half of the time: what most tokens are, words that begin no address of the web, stands first.
_PLAIN_TOKEN = re.compile(rf"[A-Za-gi-vx-zÀ-ÖØ-öø-ÿ]{WORD_ON}|\n|[^\s\w]|{_URL}|{_REST}")
_KINDS = re.compile(
    rf"(?P<newline>\n)|(?P<url>{_URL})|(?P<email>{_EMAIL})|(?P<number>\d+)|(?P<word>{WORD})|(?P<punct>[^\s\w]|_)"
)


class Token(NamedTuple):
    """`kind`: "word", "number", "punct", "email", "url" or "newline"."""

    text: str
    folded: str
    start: int
    end: int
    kind: str


def tokenise(text: str) -> tuple[Token, ...]:
    """All that is not white space, plus line breaks. Persian "mi" and "nemi" are joined with their verb."""
    return tuple(tokens_of(text, 0, len(text)))


_new = tuple.__new__  # a Token's own constructor does the same by way of a Python function


def _folded(shown: str) -> tuple[str, str]:
    """What a token is compared by, and its kind, which its text alone tells."""
    found = _KINDS.match(shown)
    kind = found.lastgroup if found is not None and found.lastgroup else "punct"
    if kind == "word":
        return fold(shown), kind
    if kind == "number" and not shown.isascii():
        return "".join(str(int(c)) if c.isdecimal() else c for c in shown), kind
    return shown, kind


_KNOWN: KeptTexts[tuple[str, str]] = KeptTexts(_folded, 16_384, longest=40)


def _shown(text: str, start: int, end: int) -> list[str]:
    """The tokens as they stand there. None goes beyond its line, so that only lines with "@" are looked at for mail
    addresses."""
    found: list[str] = []
    while (sign := text.find("@", start, end)) >= 0:
        line = text.rfind("\n", start, sign) + 1 or start
        stop = text.find("\n", sign, end)
        found += _PLAIN_TOKEN.findall(text, start, line)
        start = stop if stop >= 0 else end
        found += _TOKEN.findall(text, line, start)
    return found + _PLAIN_TOKEN.findall(text, start, end)


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """The tokens of a stretch of the text."""
    tokens: list[Token] = []
    add = tokens.append
    find = text.find
    prefix = False  # was one of VERB_PREFIXES seen?
    stop = start
    for shown in _shown(text, start, end):  # white space alone lies between, so the next one is this one
        begin = find(shown, stop)
        stop = begin + len(shown)
        folded, kind = _KNOWN[shown]
        if kind == "word":
            if (
                prefix
                and is_verb_prefix(tokens[-1].text, tokens[-1].folded)
                and text[tokens[-1].end : begin] in {" ", ""}
            ):
                before = tokens.pop()
                add(Token(text[before.start : stop], before.folded + folded, before.start, stop, "word"))
                continue
            if folded in VERB_PREFIXES:
                prefix = True
        add(_new(Token, (shown, folded, begin, stop, kind)))
    return tokens


def abbreviates(tokens: Sequence[Token], index: int) -> bool:
    """ "i. V.", "i. A.", "i. R.": a letter with a full stop, and a capital one behind it."""
    if len(tokens[index].text) > 1 or index + 3 >= len(tokens):
        return False
    dot, letter, end = tokens[index + 1 : index + 4]
    return dot.text == end.text == "." and len(letter.text) == 1 and letter.text.isupper()
