"""What stands directly behind a name and answers for that person alone: "Anna ja, Tom nein", "Tom Roth ✗",
"- Tom Roth: fällt aus"."""

from __future__ import annotations

from mailreg.understand.cells import NO, YES
from mailreg.understand.scene import Scene
from mailreg.understand.withdrawn import COMES, NEEDS, Says, verdict

_BEFORE = frozenset("–—-:=→>")
_CELL_ENDS = frozenset("|;\t")
_LOOSE = "further", "regret"
_FARTHEST = 12  # tokens of a bracket that is stepped over


def answer(scene: Scene, last: int, limit: int) -> bool | None:
    """Does one word or sign behind the name, and nothing else, say that the person comes (True) or not (False)? `last`:
    the name's last token; `limit`: the first token that is not looked at."""
    at = _behind(scene, last, limit)
    if at is None:
        return None
    token = scene.tokens[at]
    yes, no = token.folded in YES or token.text in YES, token.folded in NO or token.text in NO
    if not (yes or no) or (token.kind == "word" and not _closes(scene, at + 1, limit)):
        return None
    return yes


def row_answer(scene: Scene, last: int, limit: int) -> bool | None:
    """The same for a row of a list, whose rest, or a piece of it, may say so: "(krank)", "– wieder ausgetragen"."""
    told = _rest_answer(scene, last, limit)
    return False if told is None and _last_says_no(scene, last, limit) else told


def _rest_answer(scene: Scene, last: int, limit: int) -> bool | None:
    if (told := answer(scene, last, limit)) is not None:
        return told
    inside = range(last + 1, _told_until(scene, last, limit))
    if scene.any(inside, "another_time") and not scene.any(inside, "self_i", "self_we", *NEEDS):
        return False  # "vielleicht nächstes Mal"
    if scene.any(inside, "self_i", "self_we", "undecided", *NEEDS):
        return None
    if scene.any(inside, "withdraw", "cancel", "unable"):
        return False if verdict(scene, last + 1, inside.stop - 1) is Says.NOT_COMING else None
    if _only_denies(scene, inside):
        return False
    if scene.any(inside, "stays_on", *COMES) and not scene.any(inside, "negative", "negation"):
        return True
    return None


def _last_says_no(scene: Scene, last: int, limit: int) -> bool:
    """ "Tom Roth, Leitung: Teilnahme nicht möglich", "Tom Roth (Bus) – bitte streichen, ist in Kur": a piece of the row
    behind a dash or a colon."""
    begin: int | None = None
    for i in range(last + 1, limit + 1):
        part = i < limit and scene.tokens[i].text in _PARTS
        if not part and i < limit and scene.tokens[i].kind != "newline":
            continue
        if begin is not None and i > begin and _says_no(scene, begin, i - 1):
            return True
        begin = i + 1 if part else begin
    return False


_PARTS = frozenset("–—-:(")


def _says_no(scene: Scene, first: int, last: int) -> bool:
    end = next((i for i in range(first, last + 1) if scene.tokens[i].text in ",;.)!"), last + 1)
    piece = range(first, end)
    words = [i for i in piece if scene.tokens[i].kind == "word"]
    if not 0 < len(words) <= _SHORT or scene.any(piece, *_OF_SOMETHING_ELSE):
        return False
    return verdict(scene, first, end - 1) is Says.NOT_COMING


_OF_SOMETHING_ELSE = (
    "self_i", "self_we", "organisation", "travel_costs", "interpreting", "accessibility", "childcare", "diet",
    "language_name",
)  # fmt: skip
_SHORT = 6  # words of such a piece
_FEW = 4  # words


def _only_denies(scene: Scene, inside: range) -> bool:
    """ "– Yonas Tekle kann nicht, er hat Schule", "can't": a few words that end with a "not"."""
    end = next((i for i in inside if scene.tokens[i].text in ",.;()–—!"), inside.stop)
    words = [i for i in range(inside.start, end) if scene.tokens[i].kind == "word"]
    return 0 < len(words) <= _FEW and scene.has(words[-1], "negation") and not scene.any(words, "organisation")


def cell_answer(scene: Scene, last: int, limit: int) -> bool | None:
    """The same for the row of a table, where a cell says that somebody does not come: "| Leitung | kommt nicht |"."""
    cell: list[int] = []
    for index in range(last + 1, limit + 1):
        ends = index >= limit or scene.tokens[index].text in _CELL_ENDS or scene.tokens[index].kind == "newline"
        new = (
            not ends and bool(cell) and "\t" in scene.text.text[scene.tokens[cell[-1]].end : scene.tokens[index].start]
        )
        if not ends and not new:
            cell.append(index)
            continue
        words = [i for i in cell if scene.tokens[i].kind == "word"]
        if len(words) == 1 and scene.tokens[words[0]].folded in YES | NO and not scene.any(cell, "cancel", "withdraw"):
            cell = []  # the answer to whatever the heading asks
        if cell and not scene.any(cell, "self_i", "self_we", *NEEDS):
            if scene.any(cell, "another_time"):
                return False
            told = scene.any(cell, "withdraw", "cancel", "unable", *COMES)
            if told and verdict(scene, cell[0], cell[-1]) is Says.NOT_COMING:
                return False
        cell = [index] if new else []
    return None


def _told_until(scene: Scene, last: int, limit: int) -> int:
    """Where something that is called so begins, or the line ends: "Anna Weber, Bündnis „Absage an Gewalt“"."""
    words = [i for i in range(last + 1, limit) if scene.tokens[i].kind == "word"]
    capital = next((i for i in words[1:] if scene.tokens[i].text[0].isupper()), limit)
    named = next((i for i in range(last + 1, limit) if scene.has(i, "organisation")), limit)
    return min(capital, named, next((i for i in words[1:] if scene.tokens[i - 1].text in '„“”"«»'), limit))


def _behind(scene: Scene, last: int, limit: int) -> int | None:
    at = last + 1
    while at < limit:
        token = scene.tokens[at]
        if token.text in "([":
            ends = range(at + 1, min(at + _FARTHEST, limit))
            close = next((i for i in ends if scene.tokens[i].text in ")]"), None)
            if close is None:
                return at + 1
            if close == at + 2 and scene.tokens[at + 1].folded in YES | NO:
                return at + 1  # "(ja)"
            at = close + 1
        elif token.text in _BEFORE or scene.has(at, *_LOOSE):
            at += 1
        else:
            return at
    return None


def _closes(scene: Scene, at: int, limit: int) -> bool:
    """Nothing else behind it: the end of the line, or a sign."""
    return at >= limit or scene.tokens[at].kind in {"punct", "newline"} or scene.has(at, "joins")
