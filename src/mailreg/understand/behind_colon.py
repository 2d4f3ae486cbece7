"""People named in one line behind a colon: "Wir kommen zu dritt: Anna Weber, Tom Roth (AWO) und Eva Kern."

Other sentences say of whom they speak; here what stands before the colon does, and is asked whether it lets them come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mailreg.lexicon.fold import fold
from mailreg.understand import names
from mailreg.understand.listed import Listed, Row, plain_name
from mailreg.understand.organisation_words import OPEN
from mailreg.understand.row_shapes import is_pair
from mailreg.understand.scene import RELATIONS, Scene

# to the end of the sentence, over single line breaks
_BEHIND = re.compile(r"(?:[^.!?:\n]|\b(?:[dD]r|[pP]rof|[fF]r|[hH]r)\.|\n(?![ \t]*\n))+")
_PIECES = re.compile(
    r"\s*[,،、]\s*|\s+(?:und|and|et|y|e|i|и|та|і|й|ve|và|û|oraz|sowie)\s+|\s*&\s*|\s+/\s+|\s+و\s*(?=\S)"
)
_GROUPS = re.compile(r"\s*;\s*")
_FAMILY_LAST = re.compile(r"([^\W\d_][\w'’-]*), ([^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*)?)\s*$")
_BRACKET = re.compile(r"\([^()\n]{0,60}\)")
_LETS_COME = (
    "number", "come", "attend", "accept", "enrol", "register", "registration", "seat", "self_we", "self_us",
    "colleague",
)  # fmt: skip
_KEEPS_AWAY = (
    "withdraw", "cancel", "unable", "negative", "meant", "label_email", "label_phone", "child", "past", "instead",
    "bring", "accompanied", "with_me",
)  # fmt: skip
_MOST = 8  # colons of one mail


def behind_colon(scene: Scene, known: tuple[str, ...]) -> Listed | None:
    """All who are named so; None if there is nobody."""
    rows: list[Row] = []
    tokens: set[int] = set()
    colons = [i for i in scene.own_tokens if scene.tokens[i].text == ":"][:_MOST]
    for colon in colons:
        if not _invites(scene, colon):
            continue
        behind = _BEHIND.match(scene.text.text, scene.tokens[colon].end)
        if behind is None:
            continue
        stop = behind.end()
        if names.is_caseless(behind[0].strip()):  # a new line may begin a sentence
            stop = behind.start() + len(behind[0].partition("\n")[0])
        found = _named(scene, behind.start(), stop, known)
        if len(found) > 1:
            rows += found
            low, high = scene.text.tokens_in(found[0].start, found[-1].start + len(found[-1].name))
            tokens.update(range(low, high))
    return Listed(tuple(rows), frozenset(tokens)) if rows else None


def _invites(scene: Scene, colon: int) -> bool:
    """Does what stands before the colon, in its clause and the one before, say that people come?"""
    clause = scene.clause_at(colon)
    if clause is None:
        return False
    same = scene.sentences[clause.sentence]
    before = [i for c in same for i in range(c.first, c.last + 1) if i < colon][-14:]
    before = [i for i in before if scene.tokens[i].text[:1] not in ".!?"]
    if not before:
        return False
    here = [i for i in before if i >= clause.first] or before
    here = [i for i in here if not scene.has(i, "organisation")]  # "Schule" is a reason, too
    return scene.any(before, *_LETS_COME) and not scene.any(here, *_KEEPS_AWAY)


def _named(scene: Scene, start: int, end: int, known: tuple[str, ...]) -> list[Row]:
    """All between the commas; [] if there stands anything else than names before the last of them."""
    text = scene.text.text
    plain = _BRACKET.sub(lambda m: " " * len(m[0]), text[start:end])
    apart = _GROUPS if plain.count(";") else _PIECES
    rows: list[Row] = []
    sure = 0
    pieces = list(_split(plain, apart))
    for number, (low, high) in enumerate(pieces):
        if not plain[low:high].strip():
            continue
        last = number == len(pieces) - 1
        if apart is _GROUPS and (pair := _FAMILY_LAST.search(plain[low:high])) and _given(scene, pair[2]):
            at = start + low + pair.start()
            rows.append(Row(f"{pair[2]} {pair[1]}", scene.text.span(at, start + low + pair.end()), at))
            sure += 1
            continue
        bare = [
            i for i in range(*scene.text.tokens_in(start + low, start + high)) if not _put_in(scene, i, plain, start)
        ]
        row, given = _person(scene, bare, known, first=not rows, may_go_on=last)
        if row is None:
            return []
        if rows and names.same_person(rows[-1].name, row.name):
            continue  # "ich, Eva Kern"
        rows.append(row)
        sure += given
    return rows if sure * 2 > len(rows) or (sure and len(rows) == 2) else []


def _split(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    at = 0
    for sign in pattern.finditer(text):
        yield at, sign.start()
        at = sign.end()
    yield at, len(text)


def _put_in(scene: Scene, index: int, plain: str, start: int) -> bool:
    """Does the token stand in a bracket, which is blank here?"""
    return scene.tokens[index].kind != "newline" and plain[scene.tokens[index].start - start].isspace()


def _given(scene: Scene, name: str) -> bool:
    return fold(re.split(r"[\s-]", name, maxsplit=1)[0]) in scene.given


def _person(
    scene: Scene, inside: Sequence[int], known: tuple[str, ...], *, first: bool, may_go_on: bool
) -> tuple[Row | None, bool]:
    """The person of these tokens, and whether it surely is one."""
    inside = _first_line(scene, inside) if may_go_on else inside
    words = [i for i in inside if scene.tokens[i].kind == "word"]
    if not words or any(scene.tokens[i].kind in {"number", "email"} or scene.tokens[i].text in OPEN for i in inside):
        return None, False
    if scene.any(inside, *RELATIONS, "label_organisation", "from_organisation"):
        return None, False  # "meine Kollegin Anna Weber": the sentence says more of her
    start, end = scene.tokens[words[0]].start, scene.tokens[words[-1]].end
    if all(scene.has(i, "self_i", "self_me", "myself") for i in words):
        if not first or scene.text.text[end : end + 2].strip().startswith("("):
            return None, False  # "mich selbst (Eva Kern)"
        mine = next((k for k in known[:1] if "@" not in k), None)
        return (Row(mine, scene.text.span(start, end), start) if mine else None), True
    while len(words) > 2 and scene.tokens[words[0]].folded not in scene.given and _stands_before(scene, words[0]):
        words = words[1:]  # "Frau", "OStR", "unsere Kollegin"
    head = words[0]
    shown = [i for i in words if _name_word(scene, i)]
    rest = [i for i in words if i not in shown]
    if rest and (not may_go_on or rest[0] < shown[-1] if shown else True):
        return None, False
    if scene.any(rest, *_KEEPS_AWAY, "no_need"):
        return None, False
    stop = scene.tokens[shown[-1]].end
    raw = " ".join(scene.text.text[scene.tokens[head].start : stop].split())
    name = plain_name(names.turned(raw) if is_pair(raw) else raw)
    if name is None or not 2 <= len(name.split()) <= 4:
        return None, False
    given = scene.tokens[head].folded in scene.given or any("@" not in k and names.same_person(name, k) for k in known)
    if not given and any(scene.ordinary(i) for i in shown):
        return None, False
    at = scene.tokens[head].start
    return Row(name, scene.text.span(at, stop), at), given


def _first_line(scene: Scene, inside: Sequence[int]) -> Sequence[int]:
    """ "Hoa Nguyen\\nVG Marcel": a whole name, and the next line is another matter."""
    ends = [n for n, i in enumerate(inside) if scene.tokens[i].kind == "newline"]
    whole = (n for n in ends if sum(scene.tokens[i].kind == "word" for i in inside[:n]) > 1)
    return inside[: next(whole, len(inside))]


def _stands_before(scene: Scene, index: int) -> bool:
    """What may stand before a name: a title, an office, an abbreviation ("OStR")."""
    token = scene.tokens[index]
    return scene.has(index, "title", "role") or sum(c.isupper() for c in token.text) > 1


def _name_word(scene: Scene, index: int) -> bool:
    token = scene.tokens[index]
    return token.text[0].isupper() or token.text in names.PARTICLES or names.is_caseless(token.text)
