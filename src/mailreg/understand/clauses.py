"""Where sentences and clauses begin and end, in tokens.

Sentences end at full stops, at line ends that are no wrapping; clauses also at commas and before words of contrast.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mailreg.understand.tokens import Token

_ENDS = frozenset(".!?؟…。።፧;؛।۔‼⁉")
COMMAS = frozenset(",،、፣:()–—|/")
_APOSTROPHES = frozenset("'’ʼ`´")
_LONGEST_SENTENCE = 200  # tokens; whoever dictates without full stops writes less
_WRAPPED = 52  # a line at least this long may have been wrapped by the mail client
_WIDEST = 100  # characters: longer lines are paragraphs that no program has wrapped
_BULLET = re.compile(r"\s*(?:[-*•–·►>➢✓✔→✅»☐☑☒□✗✘]|\d{1,2}\s?[.)\-–]|\[[ xX_]?\]|\([ xX]\))\s")
_ABBREVIATIONS = frozenset(
    """dr prof fr hr st nr tel str bzw ca z b u a d h ggf inkl evtl vgl usw etc mr mrs ms ev e v gem lt bspw abs art no
    incl approx fahrtk reisek ubern anm veranst begl""".split()
)
_AND = frozenset("und and et y e oraz i a и й та і ve و und/oder".split())


class Starts(NamedTuple):
    """How sentences begin behind a number and a full stop: with a small word of the mail's language; where nouns have
    no capitals, with any capital in front of a small letter."""

    small_words: frozenset[str]
    nouns_have_capitals: bool

    def at(self, tokens: Sequence[Token], i: int) -> bool:
        word = tokens[i]
        if word.kind != "word" or not word.text[0].isupper():
            return False
        if word.folded in self.small_words:
            return True
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        return not self.nouns_have_capitals and after is not None and after.kind == "word" and after.text[0].islower()


def sentences(text: str, tokens: Sequence[Token], first: int, stop: int, starts: Starts) -> Iterator[tuple[int, int]]:
    """The sentences of these tokens: the first token of each, and the one behind its last."""
    begin = first
    worded = False  # more than signs and line breaks since then?
    for i, token in enumerate(tokens[first:stop], first):
        kind = token.kind
        if kind == "newline":
            ends = _line_ends(text, tokens, i, stop)
        elif kind == "punct":
            ends = token.text in _ENDS and _is_end(tokens, i, first, stop, starts)
        else:
            worded, ends = True, False
        if ends or i - begin >= _LONGEST_SENTENCE:
            if worded:
                yield begin, i + 1
            begin, worded = i + 1, False
    if worded:
        yield begin, stop


def _is_end(tokens: Sequence[Token], i: int, first: int, stop: int, starts: Starts) -> bool:
    if tokens[i].text != ".":
        return True
    before = tokens[i - 1] if i > first else None
    after = tokens[i + 1] if i + 1 < stop else None
    if after is None or after.kind == "newline":
        return True
    if after.start == tokens[i].end:  # "11.10." and "z.B."
        return False
    if before is None:
        return True
    if before.kind == "number":
        slashed = i - 2 >= first and tokens[i - 2].text == "/"  # "11/10.", where no full stop belongs to the date
        return len(before.text) > 2 or slashed or (_ends_date(tokens, i, first) and starts.at(tokens, i + 1))
    return before.kind != "word" or not (_is_initial(tokens, i - 1) or before.folded in _ABBREVIATIONS)


def _is_initial(tokens: Sequence[Token], i: int) -> bool:
    """ "A." is one, "I won't." is none."""
    alone = i == 0 or tokens[i - 1].end < tokens[i].start or tokens[i - 1].text not in _APOSTROPHES
    return len(tokens[i].folded) == 1 and alone


def _ends_date(tokens: Sequence[Token], i: int, first: int) -> bool:
    """ "11.10." with both its full stops: what follows is no name of a month."""
    return i - 3 >= first and tokens[i - 2].text == "." and tokens[i - 3].kind == "number"


def _line_ends(text: str, tokens: Sequence[Token], i: int, stop: int) -> bool:
    """Is this line break more than the wrapping of a long line?"""
    after = tokens[i + 1] if i + 1 < stop else None
    if after is None or after.kind == "newline":
        return True
    here = tokens[i].start
    line_start = text.rfind("\n", 0, here) + 1
    next_end = text.find("\n", here + 1)
    next_line = text[here + 1 : next_end if next_end >= 0 else len(text)]
    if _BULLET.match(next_line) or "\t" in next_line:
        return True
    line = text[line_start:here].rstrip()
    if not line:
        return True
    if after.kind == "word" and after.text[0].islower() and not line.endswith((":", ",")):
        return _room_left(text, line_start, line, next_line)
    if _BULLET.match(line) and next_line[:1].isupper():
        return True  # below the last item of a list
    return not _WRAPPED <= len(line) <= _WIDEST


def _room_left(text: str, line_start: int, line: str, next_line: str) -> bool:
    """ "erste dolmetscher farsi\nzweite eine fahrkarte": whoever writes without capitals begins a new line where there
    is room for more words on the one before, as other lines show."""
    if not line.lstrip()[:1].islower():
        return False
    before = text[text.rfind("\n", 0, max(line_start - 1, 0)) + 1 : max(line_start - 1, 0)]
    needed = len(line) + 1 + len(next_line.split(maxsplit=1)[0])
    return needed < max(len(next_line.rstrip()), len(before.rstrip()))


def split_clauses(tokens: Sequence[Token], begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """The clauses of a sentence: first and last token of each."""
    a = begin
    worded = False  # more than signs and line breaks since then?
    for i, token in enumerate(tokens[begin:stop], begin):
        kind = token.kind
        if kind == "punct":
            if not worded or not (token.text in COMMAS or (token.text == "-" and _spaced(tokens, i))):
                continue
            if token.text in ":/–" and i > begin and tokens[i - 1].end == token.start and _tight(tokens, i):
                continue  # "Bautzen–Leipzig"
            yield a, i
            a, worded = i + 1, False
        elif kind == "word":
            if worded and (token.folded in CONTRASTS or _begins_clause(tokens, i)):
                yield a, i - 1
                a = i
            worded = True
        elif kind != "newline":
            worded = True
    if worded:
        yield a, stop - 1


def _spaced(tokens: Sequence[Token], i: int) -> bool:
    return 0 < i < len(tokens) - 1 and tokens[i - 1].end < tokens[i].start and tokens[i].end < tokens[i + 1].start


def _tight(tokens: Sequence[Token], i: int) -> bool:
    return i + 1 < len(tokens) and tokens[i + 1].start == tokens[i].end


def _begins_clause(tokens: Sequence[Token], i: int) -> bool:
    """ "and" before a subject or a request: "… und ich brauche …", "… und bitte …" """
    return tokens[i].folded in _AND and i + 1 < len(tokens) and tokens[i + 1].folded in _BEGINNERS


# Few and frequent, of all languages at once: where clauses begin must not depend on the language guessed.
CONTRASTS = frozenset(
    """aber jedoch sondern allerdings dafur stattdessen nur obwohl weil dass denn damit
    but however although because though
    mais cependant pourtant pero sino aunque porem mas dar insa
    ale lecz jednak natomiast ali nego avsak
    но однако зато але однак проте зате
    ama ancak fakat lakin
    لكن ولكن لكنني ولكننا بل اما ولی اما لیکن ولي خو
    nhung le lakin lê
    because parce porque car puisque потому ибо бо ponieważ poniewaz gdyz cunku لان لأن چون زیرا زيرا vi pois
    deoarece fiindca pentru jer protoze siccome perche poiche""".split()
)
SUBJECTS = frozenset(
    """ich wir er sie es meine mein unsere unser
    i we he she they my our
    je nous il elle ils j yo nosotros el ella eu noi nos
    ja my on ona oni me jsem mi
    я мы он она они мы мой моя ми він вона вони мій моя
    ben biz o bana bize
    انا نحن هو هي هم من ما او ez em ew""".split()
)
_BEGINNERS = SUBJECTS | frozenset("bitte please prosze prosim molim пожалуйста lutfen".split())
