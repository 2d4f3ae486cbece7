"""Arabic script for a pen that draws letter by letter from left to right: the letters joined, in the order of the eye.

Drawing libraries join and turn Arabic only where HarfBuzz and FriBidi are installed. The picture's labels are a number
and a word or two, so the joining forms that Unicode has characters for (Arabic Presentation Forms A and B) are enough.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

_RTL = {"R", "AL"}
_FORMS = (*range(0xFB50, 0xFC00), *range(0xFE80, 0xFEFD))
_NON_JOINER = "\u200c"
# What keeps its order from left to right: figures with the marks between them, and words of other scripts.
_KEPT = re.compile(r"\d+(?:[.,:/]\d+)*|[A-Za-z\u00c0-\u024f]+|.", re.DOTALL)


class Forms(NamedTuple):
    """The characters of one letter's forms; "" where it has none. A letter that joins the next has `initial`."""

    isolated: str = ""
    final: str = ""
    initial: str = ""
    medial: str = ""


def has_arabic(text: str) -> bool:
    """Does the text hold letters that are written from right to left?"""
    return any(unicodedata.bidirectional(char) in _RTL for char in text)


def visual(text: str) -> str:
    """A text of one direction, right to left, as it is drawn from left to right: joined, without vowel signs."""
    return "".join(reversed(_KEPT.findall(_joined(text))))


def _joined(text: str) -> str:
    forms = _forms()
    kept = [c for c in text if c == _NON_JOINER or unicodedata.category(c) not in {"Mn", "Cf"}]
    letters: list[str] = []
    for char in kept:
        # LAM and ALEF become one letter.
        if letters and letters[-1] + char in forms:
            letters[-1] += char
        else:
            letters.append(char)
    drawn = []
    for number, letter in enumerate(letters):
        own = forms.get(letter, Forms())
        before = forms.get(letters[number - 1], Forms()) if number else Forms()
        after = forms.get(letters[number + 1], Forms()) if number + 1 < len(letters) else Forms()
        joins_before = bool(before.initial and own.final)
        joins_after = bool(own.initial and after.final)
        if joins_before and joins_after:
            drawn.append(own.medial)
        elif joins_before:
            drawn.append(own.final)
        elif joins_after:
            drawn.append(own.initial)
        else:
            drawn.append(own.isolated or letter)
    return "".join(drawn).replace(_NON_JOINER, "")


@cache
def _forms() -> dict[str, Forms]:
    """Letter (or LAM with ALEF) → its forms, from the decompositions of the Unicode database."""
    found: dict[str, dict[str, str]] = {}
    for code in _FORMS:
        kind, _, letters = unicodedata.decomposition(chr(code)).partition("> ")
        letter = "".join(chr(int(part, 16)) for part in letters.split())
        if len(letter) == 1 or letter[:1] == "\u0644":
            found.setdefault(letter, {})[kind.strip("<")] = chr(code)
    return {letter: Forms(**{k: v for k, v in forms.items() if k in Forms._fields}) for letter, forms in found.items()}
