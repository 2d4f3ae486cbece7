"""Where the name of an organisation ends: over capitals, quotation marks, small joining words, up to a legal form."""

from __future__ import annotations

from mailreg.lexicon.towns import is_town
from mailreg.understand import names
from mailreg.understand.organisation_words import CLOSE, LEGAL, OPEN, has_kind
from mailreg.understand.scene import Scene

_IN = frozenset("in en w we v ve u в у a à din".split())
_PEOPLE = {"friend", "child", "colleague", "assistant"}  # "Most prijateljstva"
LINKS = frozenset(
    """gegen against contre contra für fuer der des im in am an und u & of the de du des la el los las und von zu zur
    y e et i a w d l we і та и в на do d' und’ and for + - @ en sin sans dla bez para par pour per pentru""".split()
)
_ARABIC_ENDS = frozenset("في بتاريخ يوم الى إلى على من مع عن و أن در از به با برای است هستم هستیم که".split())
_SMALL_TAILS = frozenset("hr bs sr cs pl ru uk ro es fr pt it".split())


def extent(scene: Scene, first: int, people: frozenset[int], *, sure: bool = False) -> tuple[int, int] | None:
    """From its first token to the end of its name."""
    tokens = scene.tokens
    if tokens[first].kind == "number" and not (first + 1 < len(tokens) and tokens[first + 1].text[0].isupper()):
        return None
    caseless = names.is_caseless(tokens[first].text)
    quote_before = first > 0 and tokens[first - 1].text in OPEN
    if quote_before:
        closing = next(
            (
                i
                for i in range(first, min(first + 12, len(tokens)))
                if tokens[i].kind == "punct" and tokens[i].text in CLOSE and tokens[i].text not in "'’"
            ),
            None,
        )
        if closing is not None:
            return first, closing - 1
    last = first
    at = first
    legal = _legal_form(scene, first, people)
    if legal is not None:
        return first, legal
    if not (tokens[first].text[0].isupper() or caseless or scene.has(first, "organisation")):
        return None
    named = sure or has_kind(scene, [first])
    if named and not caseless and scene.text.languages[0] in _SMALL_TAILS and tokens[first].text[0].isupper():
        last = _small_tail(scene, first, people)
        if last > first:
            return first, last
    if scene.small_letters and tokens[first].text.islower():
        return first, _small_extent(scene, first, people)
    words = 1
    vietnamese = scene.text.languages[:1] == ("vi",)  # "Hội Phụ nữ Việt Nam": small syllables inside
    while at + 1 < len(tokens) and words < 9:
        nxt = at + 1
        token = tokens[nxt]
        if nxt in people:
            break
        if token.kind == "newline":
            if _long_line(scene, nxt) and nxt + 1 < len(tokens) and tokens[nxt + 1].kind == "word":
                at = nxt
                continue
            break
        if token.kind == "punct":
            if token.text in OPEN and token.text not in "'’‘":  # a quoted proper name: „Absage an Rassismus“
                closing = next((i for i in range(nxt + 1, min(nxt + 10, len(tokens))) if tokens[i].text in CLOSE), None)
                if closing is not None:
                    at = last = closing
                    words += 2
                    continue
                break
            if token.text in "-‐&+'’/" and nxt + 1 < len(tokens) and tokens[nxt + 1].kind in {"word", "number"}:
                after = tokens[nxt + 1]
                glued = after.start == token.end
                if token.text in "'’" and token.start == tokens[at].end and tokens[at].folded[-1:] == "s":
                    glued = glued or after.text[0].isupper()  # "Students' Council"
                if glued or token.text in "&+" or after.folded in {"und", "u"}:
                    at = nxt
                    continue
                break
            if (
                token.text == "."
                and token.start == tokens[at].end
                and len(tokens[at].text) <= 2
                and tokens[at].kind == "word"
            ):
                at = last = nxt
                continue
            if (
                token.text == "."
                and token.start == tokens[at].end
                and nxt + 1 < len(tokens)
                and tokens[nxt + 1].kind == "word"
                and tokens[nxt + 1].folded in {"v", "ev"}
            ):
                at = nxt
                continue
            break
        if token.kind in {"email", "url"}:
            break
        if token.kind == "number":
            if (
                tokens[at].kind == "word"
                and tokens[at].text[0].isupper()
                and len(token.text) <= 2
                and not _units(scene, nxt)
            ):
                at = last = nxt
                continue
            break
        if caseless:
            if not names.is_caseless(token.text) or token.text in _ARABIC_ENDS:
                break
            if (
                scene.has(
                    nxt,
                    "self_i",
                    "self_we",
                    "joins",
                    "come",
                    "enrol",
                    "place",
                    "negative",
                    "register",
                    "attend",
                    "introduces",
                    "my",
                )
                or words >= 4
            ):
                break
            at = last = nxt
            words += 1
            continue
        if token.text[0].isupper() or (
            token.text in {"e", "i"} and nxt + 1 < len(tokens) and tokens[nxt + 1].text == "."
        ):
            if scene.has(nxt, "self_i", "self_we", "title") and not scene.has(nxt, "organisation"):
                break
            at = last = nxt
            words += 1
            continue
        if token.text in {"gGmbH", "gUG", "eV", "ev"}:
            at = last = nxt
            break
        if vietnamese and capital(scene, nxt + 1):
            at = nxt
            words += 1
            continue
        if token.folded in LINKS or token.text in LINKS:
            ahead = nxt + 1
            while (
                ahead < len(tokens) and ahead <= nxt + 2 and (tokens[ahead].text in LINKS or tokens[ahead].text in "'’")
            ):
                ahead += 1
            if (
                ahead < len(tokens)
                and ahead not in people
                and tokens[ahead].kind == "word"
                and tokens[ahead].text[0].isupper()
                and not scene.has(ahead, "title", "self_i")
                and _link_fits(scene, nxt, ahead, at, sure=sure)
            ):
                at = nxt
                words += 1
                continue
            break
        break
    return (first, last) if last >= first else None


def _small_tail(scene: Scene, first: int, people: frozenset[int]) -> int:
    """ "udruženje Most prijateljstva", "organizace Člověk v tísni": where only the first word of a name has a capital,
    up to two small words belong to it, if something ends them that cannot. The last token of the name."""
    last = first
    words = 0
    for at in range(first + 1, len(scene.tokens)):
        token = scene.tokens[at]
        small = token.kind == "word" and token.text.islower() and at not in people
        if small and scene.everyday(at) and not scene.has(at, "joins") and words == 0:
            continue  # "v", "bez"
        if (token.text in LINKS or token.folded in LINKS) and capital(scene, at + 1):
            # "Centre social de Plauen"; "Racines et Ailes" has no small word and is found as others are
            return at + 1 if words and not _place_link(scene, at) else first if not words else last
        meaning = scene.tags.get(at, set()) - (_PEOPLE if words == 0 else set())
        if words and _closes(scene, at, people):
            return at  # "Centrum pro integraci Děčín"
        if not small or meaning or scene.everyday(at):
            ended = token.kind != "word" or bool(scene.tags.get(at))
            return last if ended or last == first else first
        last = at
        words += 1
        if words > 2:
            return first
    return last


def _closes(scene: Scene, at: int, people: frozenset[int]) -> bool:
    """Is it one word in capitals behind the small ones of a name, a town or what the house is called?"""
    token = scene.tokens[at]
    alone = token.kind == "word" and capital(scene, at) and at not in people and not capital(scene, at + 1)
    return alone and not _given(scene, at) and not (scene.tags.get(at, set()) - {"no_name", "place"})


def _small_extent(scene: Scene, first: int, people: frozenset[int]) -> int:
    """ "jugendklub bahnsteig 2 in glauchau", all in small letters: words that mean nothing else belong to the name."""
    last = first
    for at in range(first + 1, min(first + 5, len(scene.tokens))):
        token = scene.tokens[at]
        if at in people or token.kind not in {"word", "number"} or scene.everyday(at):
            break
        if scene.tags.get(at, set()) - {"organisation", "role", "child", "no_name"}:
            break
        last = at
    return last


def capital(scene: Scene, index: int) -> bool:
    return index < len(scene.tokens) and scene.tokens[index].text[0].isupper()


def _legal_form(scene: Scene, first: int, people: frozenset[int]) -> int | None:
    """ "Neiße grenzenlos e. V.": up to the legal form small words belong to the name, too. The last token before it."""
    if not scene.tokens[first].text[0].isupper():
        return None
    for at in range(first, min(first + 7, len(scene.tokens) - 1)):
        token = scene.tokens[at]
        if (
            at in people
            or (token.kind == "punct" and token.text not in "-‐&.„“”\"'’«»<+")
            or (scene.has(at, "self_i", "self_we", "from_organisation") and at > first and token.text.islower())
        ):
            return None
        if LEGAL.match(scene.text.text[token.end : token.end + 8].replace("\n", " ")):
            return at
    return None


def _link_fits(scene: Scene, link: int, ahead: int, at: int, *, sure: bool) -> bool:
    """ "Netzwerk für Kinder", "Club am Park"; "Caritas und Anna" and "Caritas in Bautzen" end before the link."""
    word = scene.tokens[link].folded
    if _place_link(scene, link):
        return False
    if word in {"und", "u", "and", "et", "y", "e", "i", "a"}:
        return (
            scene.tokens[at].text.endswith("-")
            or scene.tokens[at].kind == "punct"
            or scene.has(ahead, "organisation")
            or (sure and scene.text.languages[:1] != ("de",) and not scene.tags.get(ahead) and not _given(scene, ahead))
            or (
                not scene.has(ahead, "no_name")
                and scene.tokens[ahead].folded not in scene.given
                and scene.has(at, "joins") is False
                and _later_kind(scene, ahead)
            )
        )
    return True


def _place_link(scene: Scene, link: int) -> bool:
    """ "Caritas in Bautzen", "фонд «Разом» в Хемнице": the place is no part of the name."""
    ahead = scene.tokens[link + 1].text if link + 1 < len(scene.tokens) else ""
    return scene.tokens[link].folded in _IN and (is_town(ahead) or is_town(ahead[:-1]))


def _given(scene: Scene, index: int) -> bool:
    return scene.tokens[index].folded in scene.given


def _later_kind(scene: Scene, ahead: int) -> bool:
    return any(scene.has(i, "organisation") for i in range(ahead, min(ahead + 3, len(scene.tokens))))


def _units(scene: Scene, index: int) -> bool:
    after = index + 1
    return after < len(scene.tokens) and (scene.tokens[after].text == "." or scene.has(after, "month", "seat"))


def _long_line(scene: Scene, newline: int) -> bool:
    at = scene.tokens[newline].start
    return at - (scene.text.text.rfind("\n", 0, at) + 1) >= 52
