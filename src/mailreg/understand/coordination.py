"""Who is named in one breath: "Anna Weber (AWO), Tom Roth vom Jugendamt und ich".

Between two of them stand "and", commas, titles, and what is put in about the one before: a bracket, an office, an
organisation. A verb between them parts them: "Frau X hat zugesagt und ich …".
"""

from __future__ import annotations

from mailreg.lexicon.small_words import small_words
from mailreg.understand.scene import RELATIONS, Scene

_BEING = small_words("being")
_FARTHEST = 16  # tokens between two of them
_PARTS = (
    "come", "attend", "accept", "enrol", "register", "withdraw", "cancel", "unable", "told", "bring", "accompanied",
    "self_i", "self_we", "self_us", "instead", "in_their_place", "instead_of_me", "greeting", "closing", "source",
)  # fmt: skip
_DESCRIBES = (
    "title", "my", "further", "from_organisation", "place", "organisation", "role", "functional", *RELATIONS,
)  # fmt: skip


def adjacent(scene: Scene, end: int, start: int) -> bool:
    """Only "and", commas, titles, relations, "my" and asides between two names."""
    if start - end > _FARTHEST or start <= end:
        return False
    linked = scene.has(start, "and_prefix")
    joined = False
    index = end
    while (index := index + 1) < start:
        token = scene.tokens[index]
        if token.text in "([" and (close := _closing(scene, index, start)) is not None:
            index = close
        elif token.kind == "punct":
            if token.text not in ",،、&/()+.":
                return False
            linked = linked or token.text in ",،、&/+"
        elif token.kind == "word":
            if scene.has(index, "joins") or nor(scene, index):
                linked = joined = True
            elif not _describes(scene, index, strict=joined):
                return False
        elif token.kind == "newline":
            if scene.text.text[token.end : token.end + 1] == "\n":
                return False
        else:
            return False
    return linked


def nor(scene: Scene, index: int) -> bool:
    """ "Weder Jana noch Tom": the second word alone only adds."""
    return scene.has(index, "further") and any(scene.has(b, "negative") for b in scene.words_before(index, 4))


def beside_self(scene: Scene, first: int, last: int) -> bool:
    """ "… und ich", "ich und …", "mich sowie …" beside the name from `first` to `last`."""
    at = last
    for _ in range(_FARTHEST):
        at += 1
        if at >= len(scene.tokens):
            break
        token = scene.tokens[at]
        if scene.has(at, "joins"):
            further = scene.after(at)
            if further is not None and scene.has(further, "self_i", "self_me"):
                return True
            break
        if token.text in "([" and (close := _closing(scene, at, len(scene.tokens))) is not None:
            at = close
        elif not _aside(scene, at):
            break
    before = scene.before(first)
    while before is not None and (scene.has(before, "title", "my", *RELATIONS) or article(scene, before)):
        before = scene.before(before)
    if before is not None and (scene.has(before, "joins") or nor(scene, before)):
        further = scene.before(before)
        return further is not None and scene.has(further, "self_i", "self_me")
    return False


_ARTICLES = frozenset("der die den dem das le la el o a il lo".split())


def article(scene: Scene, index: int) -> bool:
    """ "Ich und die Ramona": before a name it means nothing."""
    return scene.tokens[index].text in _ARTICLES


def leads_to_self(scene: Scene, last: int) -> bool:
    """ "Mein Mann, meine Schwiegertochter und ich": from the end of the first to the writer, nothing but others."""
    linked, aside = False, -1
    for index in range(last + 1, min(last + _FARTHEST, len(scene.tokens))):
        token = scene.tokens[index]
        if index <= aside:
            continue
        if scene.has(index, "self_i", "self_me") and not scene.has(index, "my"):
            return linked
        if scene.has(index, "joins"):
            linked = True
        elif token.text in ",،、":
            continue
        elif token.text in "([" and (close := _closing(scene, index, len(scene.tokens))) is not None:
            aside = close
        elif token.kind == "newline":
            if scene.text.text[token.end : token.end + 1] == "\n":
                return False
        elif scene.has(index, *_PARTS) or (
            not scene.has(index, "my", "title", "number", "further", "place", "from_organisation", *RELATIONS)
            and not token.text[0].isupper()
            and not article(scene, index)
        ):
            return False
    return False


def joined_before(scene: Scene, joint: int, wanted: set[int]) -> bool:
    """Does one of the `wanted` tokens, or a relation, end directly before this "and", asides stepped over?"""
    at = joint
    for _ in range(_FARTHEST):
        at -= 1
        if at < 0:
            return False
        if at in wanted or scene.has(at, *RELATIONS):
            return True
        if at + 3 >= joint and scene.has(at, "joins"):
            continue  # "und schließlich noch ich"
        token = scene.tokens[at]
        if token.text in ")]":
            opening = next((i for i in range(at - 1, max(at - 12, -1), -1) if scene.tokens[i].text in "(["), None)
            if opening is None:
                return False
            at = opening
        elif not _aside(scene, at):
            return False
    return False


def _closing(scene: Scene, opening: int, limit: int) -> int | None:
    ends = range(opening + 1, min(opening + 12, limit))
    return next((i for i in ends if scene.tokens[i].text in ")]"), None)


def _aside(scene: Scene, index: int) -> bool:
    token = scene.tokens[index]
    if token.kind == "newline":
        return scene.text.text[token.end : token.end + 1] != "\n"
    if token.kind == "email":
        return True  # "Rolf Krause <rolf@…> und ich"
    if token.kind == "punct":
        return token.text in ",،–—-<>/" or (token.text == "." and scene.has(index - 1, "title", "organisation"))
    return token.kind == "word" and _describes(scene, index, strict=False)


def _describes(scene: Scene, index: int, *, strict: bool) -> bool:
    """A word that may stand in what is put in about somebody; `strict`: and nothing else."""
    if scene.has(index, *_PARTS):
        return False
    if scene.has(index, *_DESCRIBES):
        return True
    return not strict and (scene.tokens[index].text[0].isupper() or scene.everyday(index))


def in_brackets(scene: Scene, index: int, names: set[int]) -> bool:
    """ "Die Leiterin (ich)", "unsere Beauftragte (das bin ich)"."""
    before = next((i for i in range(index - 1, max(index - 4, -1), -1) if scene.tokens[i].text in "()"), None)
    after = next((i for i in range(index + 1, min(index + 4, len(scene.tokens))) if scene.tokens[i].text in "()"), None)
    if before is None or after is None or scene.tokens[before].text != "(" or scene.tokens[after].text != ")":
        return False
    inside = range(before + 1, after)
    if before - 1 in names:
        return False  # "Anna Weber (das bin ich)": named already
    if not scene.has(index, "self_i", "self_me") or scene.any(inside, "negative", "further", "my"):
        return False
    return len(inside) == 1 or any(scene.tokens[i].folded in _BEING for i in inside)
