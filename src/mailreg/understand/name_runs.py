"""Where a name begins in a text, and where it ends: over capitals, particles, hyphens and initials; in scripts without
capitals by the words themselves (caseless.py)."""

from __future__ import annotations

import re

from mailreg.understand import caseless, names
from mailreg.understand.scene import HARD, Scene

# Turkish endings as they are put behind names: "-la", "-yı", "-nın", "-den", …
_CASE_ENDING = re.compile(r"y?l[ae]|[yn]?[ıiuüae]|n?[ıiuü]n|n?[dt][ae]n?(?:ki)?")
_CAMEL = re.compile(r"[^\W\dA-ZÄÖÜ_]{3}[A-ZÄÖÜ][^\W\dA-ZÄÖÜ_]{2}")  # "DeLuca" has fewer letters before
_GAP = 3  # characters between two cells of a line


def may_begin(scene: Scene, index: int, *, cued: bool = False) -> bool:
    """May a name begin here? `cued`: something before it says that a name follows."""
    token = scene.tokens[index]
    if token.kind != "word" or scene.has(index, *HARD):
        return False
    if names.is_caseless(token.text):
        listed = index > 0 and (scene.tokens[index - 1].text in "،,:" or scene.has(index, "and_prefix"))
        if caseless.office_of_two(scene, index):
            return False
        listed = listed or caseless.put_down(scene, index) or caseless.behind_and(scene, index)
        return (cued or listed or token.folded in scene.given) and not scene.ordinary(index)
    if not token.text[0].isupper():
        return False
    if _CAMEL.search(token.text):
        return False  # "RosaLinde Leipzig"
    if len(token.text) == 1 and _glued(scene, index) and scene.tokens[index + 2].text[0].islower():
        return False  # "C'est", "L'équipe"
    if scene.common(index) and not scene.has(index - 1, "title"):
        return False
    return cued or not scene.ordinary(index)


def name_run(scene: Scene, index: int, *, cued: bool = False, limit: int = 5) -> tuple[int, int] | None:
    """The tokens (first, last) of the name that begins here, or None.

    Hyphens, apostrophes and initials belong to it, particles ("von der", "al") between two words of it."""
    if not may_begin(scene, index, cued=cued):
        return None
    last = index
    words = 1
    at = index
    while words < limit:
        step = _next_part(scene, at, cued=cued)
        if step is None:
            break
        at = last = step
        words += 1
    if last > index and names.is_caseless(scene.tokens[index].text):
        last = caseless.ends_at(scene, index, last)
    # "O'Neill", "Böhnisch-Noack": what is written together belongs together
    while last + 2 < len(scene.tokens) and _glued(scene, last):
        last += 2
    return index, last


def _glued(scene: Scene, index: int) -> bool:
    if index + 2 >= len(scene.tokens):
        return False
    sign, after = scene.tokens[index + 1], scene.tokens[index + 2]
    if sign.text in "’'`´ʼ" and len(scene.tokens[index].text) > 2 and _CASE_ENDING.fullmatch(after.text):
        return False  # "Murat Kaya'yla", "Иванов'у": the ending is no part of the name
    return (
        sign.kind == "punct"
        and sign.text in "-‐‑’'`´ʼ"
        and sign.start == scene.tokens[index].end
        and after.start == sign.end
        and after.kind == "word"
    )


def before_ending(scene: Scene, first: int, last: int) -> int:
    """The last token without a Turkish ending behind an apostrophe: "Murat Kaya'yla" ends with "Kaya"."""
    at = last - 2
    if at >= first and scene.tokens[last - 1].text in "’'`´ʼ" and scene.tokens[last].text.islower():
        ending = _CASE_ENDING.fullmatch(scene.tokens[last].text)
        return at if ending and len(scene.tokens[at].text) > 2 else last
    return last


def _next_part(scene: Scene, at: int, *, cued: bool) -> int | None:
    tokens = scene.tokens
    while at + 2 < len(tokens) and _glued(scene, at):
        at += 2
    nxt = at + 1
    if (
        nxt < len(tokens)
        and tokens[nxt].text == "."
        and tokens[nxt].start == tokens[at].end
        and len(tokens[at].text) <= 2
    ):
        nxt += 1
    if nxt >= len(tokens):
        return None
    token = tokens[nxt]
    if (
        token.kind == "newline"
        and (cued or scene.tokens[at].folded in scene.given)
        and nxt + 1 < len(tokens)
        and _wrapped(scene, nxt)
    ):
        nxt += 1
        token = tokens[nxt]
    if token.kind != "word":
        if (
            token.text == "("
            and not _whole(scene, at)
            and nxt + 2 < len(tokens)
            and tokens[nxt + 2].text == ")"
            and _name_part(scene, nxt + 1, cued=cued)
            and not scene.ordinary(nxt + 1)
        ):
            return nxt + 2  # "Ruth (Noack)"
        return None
    if token.start - tokens[at].end >= _GAP or "\t" in scene.text.text[tokens[at].end : token.start]:
        return None  # another cell
    if token.text in {"i", "y", "e"} and scene.has(nxt, "joins"):
        return None  # "and" in many languages, seldom a part of a name
    if token.text.islower() and token.folded in names.PARTICLES and not names.is_caseless(token.text):
        if _signers(scene, at) and token.folded not in names.parts(scene.signer or ""):
            return None  # "ich bin Jana Wolters von Amal e. V."
        if _glued(scene, nxt) and tokens[nxt + 2].text[0].isupper():
            return nxt + 2  # "Abd al-Hakim"
        for ahead in range(nxt + 1, min(nxt + 4, len(tokens))):
            if tokens[ahead].kind == "word" and tokens[ahead].text[0].isupper():
                return ahead if not scene.ordinary(ahead) and _name_part(scene, ahead, cued=True) else None
            if tokens[ahead].folded not in names.PARTICLES:
                return None
        return None
    return nxt if not scene.has(nxt, "and_prefix") and _name_part(scene, nxt, cued=cued) else None


def _whole(scene: Scene, at: int) -> bool:
    """Does a given name stand before this one: "Gregor Wüst (Kündigung)"?"""
    return at > 0 and scene.tokens[at - 1].kind == "word" and scene.tokens[at - 1].folded in scene.given


def _signers(scene: Scene, index: int) -> bool:
    """Is this word a part of the writer's name?"""
    return len(names.parts(scene.signer or "")) > 1 and scene.tokens[index].folded in names.parts(scene.signer or "")


def _wrapped(scene: Scene, newline: int) -> bool:
    """A line break inside a name: the line before is long, so the mail client may have broken it."""
    at = scene.tokens[newline].start
    return at - (scene.text.text.rfind("\n", 0, at) + 1) >= 52


def _name_part(scene: Scene, index: int, *, cued: bool) -> bool:
    token = scene.tokens[index]
    given = token.folded in scene.given and token.text[0].isupper() and len(token.text) > 2
    if token.kind != "word" or (scene.has(index, *HARD) and not given):
        return False
    if scene.common(index):  # "Herrn Anton Kommt", but not "Ragna Sievers Steht"
        titled = cued and scene.tokens[index - 1].folded in scene.given and scene.has(index - 2, "title")
        return titled and token.text[0].isupper()
    if names.is_caseless(token.text):
        plain = not scene.ordinary(index) or caseless.family_name(scene, index) or caseless.goes_on(scene, index)
        return plain and not token.text.startswith("لل")
    return token.text[0].isupper() and not (
        not given
        and scene.ordinary(index)
        and not _surname_like(scene, index, cued=cued)
        and not _family_of_a_day(scene, index)
    )


def _surname_like(scene: Scene, index: int, *, cued: bool) -> bool:
    """A word with another meaning ("Sonntag", "Noack-Amt") as a family name: it must end the phrase."""
    first = index - 2
    if scene.has(index, "language_name") and first >= 0 and may_begin(scene, first):
        return False  # "Khaled Othman Kurdisch", but "Anna Deutsch"
    if not cued or scene.has(index, "no_name"):
        tags = scene.tags.get(index, set())
        given = index > 0 and scene.tokens[index - 1].folded in scene.given
        if not (cued and tags <= {"no_name", "weekday", "month", "title"}) and not (
            given
            and not cued
            and not tags & HARD
            and not tags & {"no_name", "title", "organisation", "self_we", "self_us"}
        ):
            return False
    after = scene.tokens[index + 1] if index + 1 < len(scene.tokens) else None
    return after is None or after.kind != "word" or not after.text[0].isupper()


def _family_of_a_day(scene: Scene, index: int) -> bool:
    """ "Lutz Morgen und …", "Vera Freitag (…)": a day behind a given name, and the phrase ends there."""
    tags = scene.tags.get(index, set())
    if not index or not tags <= {"no_name", "weekday", "month", "day", "title", "greeting"}:
        return False
    after = index + 1
    ends = (
        after >= len(scene.tokens)
        or scene.has(after, "joins", "come", "attend", "enrol")
        or scene.tokens[after].kind == "newline"
        or scene.tokens[after].text in ",;()–-"
    )
    given = scene.tokens[index - 1]
    return ends and given.folded in scene.given and given.kind == "word" and len(scene.tokens[index].text) > 3


def shown_name(scene: Scene, first: int, last: int) -> str:
    """The text of a name, without the brackets and line breaks inside."""
    raw = scene.text.text[scene.tokens[first].start : scene.tokens[last].end]
    if scene.tokens[first].folded[1:] in scene.given and scene.has(first, "and_prefix"):
        raw = raw[1:]  # Arabic "and" is written together with the name
    if names.is_caseless(scene.tokens[last].text):
        raw = caseless.bare(scene, first, last, raw)
    return names.tidy(re.sub(r"[()\n]", " ", raw))
