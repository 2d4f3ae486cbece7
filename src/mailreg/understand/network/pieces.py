"""Words into the pieces that the network knows (unigram language model, Kudo 2018; the pieces of XLM-RoBERTa)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

_BEGINS = "▁"  # stands before the first piece of each word
_SPACES = "\t\n\f\r\u1680\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2581\ufeff\ufffd"
_UNKNOWN_COSTS = 10.0  # below the rarest piece
_LONGEST_WORD = 200  # characters; the rest of a longer one is nothing that anybody reads


class Piece(NamedTuple):
    """`number`: of the piece; `start`, `end`: offsets in the text, in characters."""

    number: int
    start: int
    end: int


class Pieces:
    """`scores`: each piece with the logarithm of how probable it is; their order gives the numbers.
    `unknown`: the number of what no piece has."""

    def __init__(self, scores: Mapping[str, float], unknown: int) -> None:
        self._known = {piece: (score, n) for n, (piece, score) in enumerate(scores.items()) if n != unknown}
        self._unknown = unknown, min(scores.values()) - _UNKNOWN_COSTS
        self._longest = max(map(len, scores))
        self.bar = self._known["|"][1]  # stands for the end of a line
        self._word = lru_cache(maxsize=8_192)(self._best)

    def of(self, text: str) -> list[Piece]:
        """The pieces of a text of several lines, in order."""
        found: list[Piece] = []
        at = 0
        for number, line in enumerate(text.split("\n")):
            if number:
                found.append(Piece(self.bar, at - 1, at))
            found += self._of_line(line, at)
            at += len(line) + 1
        return found

    def _of_line(self, line: str, at: int) -> list[Piece]:
        letters: list[str] = []
        places: list[int] = []
        for place, letter in enumerate(line):
            for plain in letter if letter.isascii() and letter.isprintable() else _plain(letter):
                letters.append(plain)
                places.append(at + place)
        found: list[Piece] = []
        begin = 0
        for word in "".join(letters).split(" "):
            if word:
                # The word begins with "▁", which stands for no letter of the text.
                found += [
                    Piece(n, places[begin + max(a - 1, 0)], places[begin + max(z - 2, 0)] + 1)
                    for n, a, z in self._word(_BEGINS + word[:_LONGEST_WORD])
                ]
            begin += len(word) + 1
        return found

    def _best(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """The likeliest pieces of a word: the number of each, its first letter, the one behind its last (Viterbi)."""
        known, (unknown, costs) = self._known, self._unknown
        length = len(word)
        best = [0.0, *[float("-inf")] * length]
        came = [(unknown, 0)] * (length + 1)
        for start in range(length):
            here = best[start]
            for end in range(start + 1, min(length, start + self._longest) + 1):
                piece = known.get(word[start:end])
                if piece is not None and here + piece[0] > best[end]:
                    best[end], came[end] = here + piece[0], (piece[1], start)
            if here + costs > best[start + 1]:
                best[start + 1], came[start + 1] = here + costs, (unknown, start)
        found: list[tuple[int, int, int]] = []
        end = length
        while end > 0:
            number, start = came[end]
            found.append((number, start, end))
            end = start
        return tuple(reversed(found))


@lru_cache(maxsize=4_096)
def _plain(letter: str) -> str:
    """As the pieces were made: compatible forms are one, invisible signs are spaces or nothing."""
    if letter in _SPACES:
        return " "
    if unicodedata.category(letter) == "Cc":
        return ""
    return unicodedata.normalize("NFKC", letter)
