"""Forms with boxes: "[ ] Ich benötige Sprachmittlung", "Fahrtkosten: [x] ja [ ] nein", "Перевод: ☐ да ☒ нет",
"Fahrtkosten: ja/nein (nicht Zutreffendes streichen)". Which box belongs to a word is told by what stands first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from itertools import islice

from mailreg.lexicon.fold import fold
from mailreg.lexicon.match import Match
from mailreg.lexicon.small_words import small_words
from mailreg.model.mail import Span
from mailreg.understand.denial import NEED_CONCEPTS
from mailreg.understand.scope import Statement
from mailreg.understand.text import Text

_EMPTY = r"\[[ _]{0,2}\]|[☐□]|\( ?\)"
_TICKED = r"\[ ?[xX✓✔] ?\]|[☒☑✓✔]|\( ?[xX] ?\)"
_PLAIN = re.compile(rf"{_EMPTY}|(?P<ticked>{_TICKED})")
_BEGINS = re.compile(r"[\[(☐□☒☑✓✔]")  # what each of them begins with, found in a tenth of the time
_BOX = re.compile(rf"{_EMPTY}|(?:^|(?<=\n))_{{2,}}(?=[ \t])|(?P<ticked>{_TICKED}|_+[xX]_+)")
# Beside "yes" and "no" a cross or a line alone is a box, too.
_PIECE = re.compile(
    rf"(?P<empty>{_EMPTY}|_{{2,}})|(?P<ticked>{_TICKED}|_+[xX]_*|(?<!\w)[xX](?!\w))|(?P<word>[^\W\d_]+)"
)
_ROWS = re.compile(rf"(?:\n[ \t]*(?:{_BOX.pattern})[^\n]*)+")
_BLOCK = 400  # characters of the lines below a heading
_LINE = 200  # characters that a line of a form has at most
_BETWEEN = re.compile(r"\s*[/|\\]\s*")
_NOBODY_STRUCK = 40  # characters from the need to "ja/nein"


class Box(Enum):
    TICKED = auto()
    EMPTY = auto()
    BOTH = auto()  # yes and no are ticked, or it cannot be told which


def stay_empty(text: str, start: int, end: int) -> bool:
    """Are there boxes, and is none of them ticked? "Nein, ich nehme nicht teil. [ ]". The next line's are its own."""
    line = text.find("\n", max(end - 1, start))
    stop = min(end + _BEHIND, line if line >= 0 else len(text))
    if _BEGINS.search(text, start, stop) is None:
        return False
    ticked = [found["ticked"] for found in _PLAIN.finditer(text, start, stop)]
    return bool(ticked) and not any(ticked)


_BEHIND = 8  # characters from the end of a sentence to a box that is its own


def without_empty(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The sentences of a mail but those of a form whose boxes stay empty: they say nothing."""
    return tuple(s for s in statements if s.is_subject or not stay_empty(s.text.text, s.start, s.end))


def ticked_answers(statements: Sequence[Statement]) -> dict[str, tuple[Span, ...]]:
    """Where the boxes of a form say that somebody comes ("ticked_yes"), that somebody does not ("ticked_no"), and where
    neither of both is ticked ("ticked_none")."""
    found: dict[str, list[Span]] = {"ticked_yes": [], "ticked_no": []}
    empty: dict[str, list[Span]] = {"yes": [], "no": []}
    for s in statements:
        if s.is_subject or not s.has("attend", "cancel", "registration") or s.has(*NEED_CONCEPTS):
            continue
        text = s.text.text
        end = text.find("\n", max(s.end - 1, s.start))
        line = text[min(text.rfind("\n", 0, s.start + 1) + 1, s.start) : end if end >= 0 else len(text)]
        boxes = [b["ticked"] for b in _PLAIN.finditer(line)]
        told = _yes_or_no(line) or _comes_or_not(s, line, boxes) if boxes else _behind_label(line)
        if told is None and not (boxes and s.has("attend", "cancel")):
            continue
        if not boxes and (
            s.has(*_OF_SOMETHING_ELSE) or any(s.start <= m.start < s.end for m in s.text.of("label_along"))
        ):
            continue  # "Bestätigung erwünscht: nein", "Begleitung: nein, ich komme allein"
        refuses = any(m.last <= s.clauses[-1].last for m in s.of("cancel"))  # and not with the next line's "not"
        if boxes and not any(boxes):
            empty["no" if refuses else "yes"].append(s.span())
            continue
        if told is not Box.EMPTY and (told is not None or not refuses):
            found["ticked_yes"].append(s.span())
        if told in {Box.EMPTY, Box.BOTH} or (told is None and refuses):
            found["ticked_no"].append(s.span())
    if empty["yes"] and empty["no"] and not any(found.values()):
        found["ticked_none"] = empty["yes"] + empty["no"]
    if not any(found.values()):
        found["ticked_no"] = _no_to_what_nobody_knows(statements)
    return {name: tuple(spans) for name, spans in found.items() if spans}


def _comes_or_not(s: Statement, line: str, boxes: Sequence[str | None]) -> Box | None:
    """ "Ich nehme ☒ teil ☐ nicht teil": which of the two is ticked."""
    if len(boxes) != _TWO or all(boxes) or not any(boxes):
        return None
    begins = s.text.text.find(line, max(0, s.start - len(line)))
    first, second = (begins + b.start() for b in _PLAIN.finditer(line))
    denied = [second < m.start for m in s.text.of("negation") if begins <= m.start < begins + len(line)]
    if len(set(denied)) != 1 or (denied and min(m.start for m in s.text.of("negation") if m.start >= begins) < first):
        return None
    return Box.EMPTY if bool(boxes[1]) is denied[0] else Box.TICKED


_TWO = 2
_OF_SOMETHING_ELSE = ("other", "earlier", "asked_for", "request", "confirmed")  # "Bestätigung erwünscht: nein"
_LABEL = 5  # words


def _behind_label(line: str) -> Box | None:
    """ "Teilnahme: nein", "Ich komme: ja, gern"."""
    label, _, value = line.partition(":")
    words = value.split()
    if not words or len(label.split()) > _LABEL:
        return None
    word = fold(words[0].strip(".,;!"))
    return Box.EMPTY if word in small_words("no") else Box.TICKED if word in small_words("yes") else None


def _no_to_what_nobody_knows(statements: Sequence[Statement]) -> list[Span]:
    """ "Venho: não" in a form whose language we know little of: it may well say that nobody comes. Not where another
    sentence says what is wished."""
    own = [s for s in statements if not s.is_subject]
    if any(s.has("attend", "cancel", "registration") for s in own):
        return []
    return [
        s.span()
        for s in own
        if any(_unknown_no(s, found) for found in _TEXT_LINE.finditer(s.text.text, s.start, s.end))
    ]


_TEXT_LINE = re.compile(r"[^\n]+")


def _unknown_no(s: Statement, line: re.Match[str]) -> bool:
    """Does this line say no to a label without a word that we know?"""
    if _behind_label(line[0]) is not Box.EMPTY:
        return False
    label = range(line.start(), line.start() + line[0].index(":"))
    known = (*(m for row in s.matches for m in row), *s.text.of("label_along"))
    return not any(s.text.tokens[m.first].start in label for m in known)


def of_empty_box(text: str, at: int) -> bool:
    """ "☒ Treffen in Bautzen (11.10.) ☐ Fachtag (17.11.)": is this said of a box that stays empty, where another one in
    its line is ticked?"""
    begin = text.rfind("\n", max(0, at - _LINE), at) + 1
    if _BEGINS.search(text, begin, at) is None:
        return False
    end = text.find("\n", at, at + _LINE)
    boxes = list(_PLAIN.finditer(text, begin, end if end >= 0 else min(len(text), at + _LINE)))
    before = [b for b in boxes if b.end() <= at]
    return bool(before) and not before[-1]["ticked"] and any(b["ticked"] for b in boxes)


def box_of(text: Text, m: Match) -> Box | None:
    """What the boxes of a line say of the need that it names; None where it has none."""
    begin, end = _line(text.text, m)
    line = text.text[begin:end]
    boxes = _first_box(line) is not None
    if not boxes and (told := _bare_answer(text, m, begin, end)) is not None:
        return told
    if not boxes and "/" not in line and "|" not in line:
        return _listed_below(text, m, end)
    others = _named(text, begin, end, *NEED_CONCEPTS)
    for start, stop in _stretches(m, others, begin, end):
        if (told := _yes_or_no(text.text[start:stop])) is not None:
            several = not boxes and len({o.concept for o in others}) > 1  # "Fahrtkosten/Dolmetschen: ja/nein"
            return Box.BOTH if several else told
    return _alone(text, m, begin, end) if boxes else None


_ANSWER = re.compile(
    r"""[^\n?:=؟]{0,50} [?:=؟]+ [ \t]* \n? [ \t]* [-–—>→]* [ \t]*
        (?P<said> [^\W\d_]+ ) (?: [,.!]? [ \t]+ (?P<more> [^\W\d_]+) )? [ \t]* [.!;,]* [ \t]* (?=\n|\Z)""",
    re.VERBOSE,
)


def _bare_answer(text: Text, m: Match, begin: int, end: int) -> Box | None:
    """ "Fahrtkosten benötigt? Nein.", "Travel costs: yes, please", or the answer alone in the next line."""
    found = _ANSWER.match(text.text, m.end, min(len(text.text), end + _LABEL_ANSWER))
    if found is None and _no_and_more(text, m, begin, end):
        return Box.EMPTY
    if found is None or len(text.text[begin : m.start].split()) > _LABEL:
        return None
    said, more = fold(found["said"]), found["more"]
    if more and fold(more) not in small_words("courtesy"):
        return None
    if len({o.concept for o in _named(text, begin, found.end(), *NEED_CONCEPTS)}) > 1:
        return None
    if _named(text, begin, found.start("said"), "negation", "no_need"):
        return None  # "Ohne Fahrtkosten: ja"
    return Box.TICKED if said in small_words("yes") else Box.EMPTY if said in small_words("no") else None


_NO_AND_MORE = re.compile(r"[^\n?:=؟]{0,50}[?:=؟]+[ \t]*(?P<said>[^\W\d_]+)[ \t]*[,;.(–—]")


def _no_and_more(text: Text, m: Match, begin: int, end: int) -> bool:
    """ "Sprachmittlung: Nein, höchstens ins Sächsische": a no that no "but", and no other need, takes back."""
    found = _NO_AND_MORE.match(text.text, m.end, end)
    if (
        found is None
        or len(text.text[begin : m.start].split()) > _LABEL
        or fold(found["said"]) not in small_words("no")
    ):
        return False
    others = _named(text, found.start("said"), end, "contrast", "language_name", *NEED_CONCEPTS)
    before = _named(text, begin, found.start("said"), "negation", "no_need")
    return not (others or before) and len({o.concept for o in _named(text, begin, end, *NEED_CONCEPTS)}) == 1


_LABEL_ANSWER = 40  # characters of the line below


def _listed_below(text: Text, m: Match, end: int) -> Box | None:
    """ "Sprachmittlung:" and a line for each language or answer, with its box."""
    if not text.text[m.end : end].rstrip().endswith((":", "?")) and text.text[m.end : end].strip():
        return None
    stop = _below(text.text, end)
    if stop == end:
        return None
    if _named(text, end, stop, *NEED_CONCEPTS):
        return Box.EMPTY  # these lines speak for themselves
    told = _yes_or_no(text.text[end:stop])
    if told is not None:
        return told
    return Box.TICKED if any(b["ticked"] for b in _BOX.finditer(text.text, end, stop)) else Box.EMPTY


def _below(text: str, end: int) -> int:
    """Where the lines end that begin with a box, right below."""
    found = _ROWS.match(text, end, min(len(text), end + _BLOCK))
    return found.end() if found else end


def ticked_languages(text: Text, m: Match) -> tuple[str, ...]:
    """The languages in the line of a ticked need, or in the one below that says no more: those whose boxes are ticked
    where they have some."""
    begin, end = _line(text.text, m)
    for start, stop in (
        (begin, end),
        _line_below(text.text, end),
        (end, _below(text.text, end)),
        *_form_below(text, end),
    ):
        named = [o for o in _named(text, start, stop, "language_name") if o.value not in {None, "de"}]
        if named:
            of_boxes = len(named) > 1 and sum(1 for _ in _BOX.finditer(text.text, start, stop)) > 1
            kept = [o for o in named if not of_boxes or _own_box(text.text, o, *_line(text.text, o)) is Box.TICKED]
            return tuple(sorted({str(o.value) for o in kept or named}))
    return ()


def ticked_number(value: str) -> int | None:
    """ "[ ] 1 [x] 2 [ ] 3": two."""
    boxes = list(_BOX.finditer(value))
    ticked = [b for b in boxes if b["ticked"]]
    if len(ticked) != 1:
        return None
    behind = re.match(r"\s*(\d{1,2})\b", value[ticked[0].end() :])
    before = re.search(r"\b(\d{1,2})\s*$", value[: ticked[0].start()])
    found = before if value[: boxes[0].start()].strip() else behind
    return int(found[1]) if found else None


def _line(text: str, m: Match) -> tuple[int, int]:
    low = max(0, m.start - _LINE)
    begin = text.rfind("\n", low, m.start) + 1 or low
    end = text.find("\n", m.end, m.end + _LINE)
    return begin, end if end >= 0 else min(len(text), m.end + _LINE)


def _line_below(text: str, end: int) -> tuple[int, int]:
    """The next line, if it is the rest of a form's: a label and a word."""
    stop = text.find("\n", end + 1, end + 1 + _LINE)
    stop = stop if stop >= 0 else min(len(text), end + 1 + _LINE)
    below = text[end + 1 : stop]
    return (end + 1, stop) if ":" in below and len(below.split()) <= _WORDS_BELOW else (end, end)


_WORDS_BELOW = 5
_FURTHER = 3  # lines


def _form_below(text: Text, end: int) -> Iterator[tuple[int, int]]:
    """The next short lines of a form, up to one that names another need: "Ja", "Welche Sprache?", "Arabisch"."""
    for line in islice(_TEXT_LINE.finditer(text.text, end, min(len(text.text), end + _BLOCK)), _FURTHER):
        if len(line[0].split()) > _WORDS_BELOW or _named(text, line.start(), line.end(), *NEED_CONCEPTS):
            return
        yield line.start(), line.end()


def _first_box(line: str) -> re.Match[str] | None:
    return _BOX.search(line) or (re.search(r"(?<!\w)[xX](?!\w)|_[xX]_", line) and _PIECE.search(line)) or None


def _stretches(m: Match, others: Sequence[Match], begin: int, end: int) -> list[tuple[int, int]]:
    """What may hold the need's boxes: up to the next need, up to the end of the line, and what stands before it."""
    after = next((o.start for o in others if o.start >= m.end), end)
    before = max((o.end for o in others if o.end <= m.start), default=begin)
    return [(m.end, after), (m.end, end), (before, m.start)] if after < end else [(m.end, end), (before, m.start)]


def _yes_or_no(stretch: str) -> Box | None:
    """The verdict of boxes beside a yes and a no."""
    yes_words, no_words = small_words("yes"), small_words("no")
    row: list[tuple[str, int, int]] = []
    for found in _PIECE.finditer(stretch):
        kind = found.lastgroup or ""
        if kind == "word":
            word = fold(found[0])
            kind = "yes" if word in yes_words else "no" if word in no_words else ""
        if kind:
            row.append((kind, found.start(), found.end()))
    if not {"yes", "no"} <= {kind for kind, _, _ in row}:
        return None
    boxes = [place for place, (kind, _, _) in enumerate(row) if kind in {"ticked", "empty"}]
    if not boxes:
        return _not_struck(stretch, row)
    words = [place for place, (kind, _, _) in enumerate(row) if kind in {"yes", "no"}][:2]
    step = _side(boxes, words)
    if step is None:
        return Box.BOTH
    ticked = {row[p][0] for p in words if 0 <= p + step < len(row) and row[p + step][0] == "ticked"}
    if len(ticked) == 2:
        return Box.BOTH
    return Box.TICKED if ticked == {"yes"} else Box.EMPTY


def _side(boxes: Sequence[int], words: Sequence[int]) -> int | None:
    """Do boxes stand before (-1) or behind (1) their words? None where one box between the two may be either's."""
    if boxes[0] < words[0]:
        return -1
    if len(boxes) == 1 and boxes[0] < words[-1]:
        return None
    return 1


def _not_struck(stretch: str, row: Sequence[tuple[str, int, int]]) -> Box | None:
    """ "Fahrtkosten: ja / nein": both are left."""
    first, second = row[0], row[1]
    if first[0] == second[0] or first[1] > _NOBODY_STRUCK:
        return None
    return Box.EMPTY if _BETWEEN.fullmatch(stretch, first[2], second[1]) else None


def _own_box(text: str, m: Match, begin: int, end: int) -> Box | None:
    """The box of one word among several with boxes of their own."""
    boxes = list(_BOX.finditer(text, begin, end))
    if not boxes:
        return None
    label = text.rfind(":", begin, boxes[0].start()) + 1 or begin
    behind = any(c.isalpha() for c in text[label : boxes[0].start()])
    side = [b for b in boxes if b.start() >= m.end][:1] if behind else [b for b in boxes if b.end() <= m.start][-1:]
    if not side:
        return None
    return Box.TICKED if side[0]["ticked"] else Box.EMPTY


def _alone(text: Text, m: Match, begin: int, end: int) -> Box | None:
    """One box for the words: it stands before them in the line, or else behind them."""
    boxes = list(_BOX.finditer(text.text, begin, end))
    before = [b for b in boxes if b.end() <= m.start]
    behind = [b for b in boxes if b.start() >= m.end]
    if not (before or behind):
        return None
    options = not before and len(behind) > 1
    found = any(b["ticked"] for b in behind) if options else bool((before[-1:] or behind[:1])[0]["ticked"])
    if not found:
        return Box.EMPTY
    return None if _named(text, begin, end, "negation", "no_need", "offer") else Box.TICKED


def _named(text: Text, begin: int, end: int, *concepts: str) -> list[Match]:
    """The matches of these concepts in a line."""
    first, stop = text.tokens_in(begin, end)
    return [m for m in text.between(first, stop - 1) if m.concept in concepts]
