"""Names in scripts without capitals (Arabic, Ethiopic, Hebrew letters): where they end, what is written together with
them, and which words with another meaning are family names there.

Nothing shows where such a name begins and ends but its words: given names, parts like "أبو" and "عبد", the article,
and the endings of family names. Scene asks here; nothing here looks further than a few tokens.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailreg.lexicon.fold import fold
from mailreg.lexicon.small_words import as_written, small_words
from mailreg.understand import names

if TYPE_CHECKING:
    from mailreg.understand.scene import Scene

_OPENS, _CLOSES, _BINDS = small_words("opens"), small_words("closes"), small_words("binds")
_FAMILY, _BEFORE_IT = as_written("family_endings"), 3  # letters of a family name before its ending
# What a family name may mean besides: trades, dishes, peoples, days.
_HARMLESS = frozenset(
    """other role diet accessibility travel_costs language_name month weekday day number title organisation friend
    press""".split()
)
_JOINED_AM = re.compile(f"\u200c(?:{'|'.join(map(re.escape, as_written('joined_am')))})$")
_AND = as_written("joined_and")
_ACTS = re.compile("|".join(re.escape(shape).replace(r"\*", r"\w{3,}") for shape in as_written("acts")))
_IS = "یست"  # Persian "is", behind a family name's last letter


def ends_at(scene: Scene, first: int, last: int) -> int:
    """The last token of the name, of those that may belong to it: two words, and further ones that look like it."""
    tokens = scene.tokens
    words = [i for i in range(first, last + 1) if tokens[i].kind == "word"]
    if len(words) == 2 and not _belongs(scene, first, words[1], 3) and _signed_otherwise(scene, first):
        return first
    kept = first
    for number, index in enumerate(words):
        word = tokens[index].folded
        if number and word == tokens[first].folded:
            break  # "… Uta Kretschmann Uta …": the next sentence
        if number > 1 and not _belongs(scene, words[number - 1], index, len(words)):
            break
        kept = index
    return kept


def _belongs(scene: Scene, before: int, index: int, count: int) -> bool:
    """Is this word, a further one of `count` unknown words, rather a part of the name than of the sentence?"""
    tokens = scene.tokens
    word, shown = tokens[index].folded, tokens[index].text
    if word in scene.given or tokens[before].folded in _OPENS or word in _CLOSES or word in _OPENS:
        return True
    if goes_on(scene, index):
        return True
    if shown.startswith("ال") or _ends_as_family(shown):
        return True
    if _ACTS.fullmatch(shown):
        return False
    behind = index + 1
    ends = behind >= len(tokens) or tokens[behind].kind in {"punct", "newline"}
    return ends or (count == 3 and not _unknown(scene, behind))


def _ends_as_family(word: str) -> bool:
    return word.endswith(_FAMILY) and any(word.endswith(e) and len(word) >= _BEFORE_IT + len(e) for e in _FAMILY)


def _unknown(scene: Scene, index: int) -> bool:
    return scene.tokens[index].kind == "word" and not (scene.tags.get(index) or scene.everyday(index))


def _signed_otherwise(scene: Scene, first: int) -> bool:
    """ "أنا فريال تبعت مشروع …" above "فريال هاشم": the name on a line of its own says how it goes on."""
    tokens = scene.tokens
    return any(
        tokens[line.first].folded == tokens[first].folded and line.last - line.first in {2, 3}
        for line in scene.lines
        if line.first < line.last and line.first != first
    )


def and_a_name(scene: Scene, index: int) -> bool:
    """ "سامر حداد وليلى حداد": behind a name, a given name together with "and", whatever else the word may mean."""
    word = scene.tokens[index].folded
    return (
        word[1:] in scene.given
        and word not in scene.given
        and _name_before(scene, index)
        and index + 1 < len(scene.tokens)
        and _unknown(scene, index + 1)
    )


def behind_and(scene: Scene, index: int) -> bool:
    """ "حسینه میرزاده و عاقله رسولی": behind a name and "and" two words that mean nothing else are a name."""
    before, after = index - 1, index + 1
    return (
        before > 0
        and scene.tokens[before].text == "و"
        and _name_before(scene, before)
        and after < len(scene.tokens)
        and _unknown(scene, index)
        and _unknown(scene, after)
    )


def _name_before(scene: Scene, index: int) -> bool:
    """Does a given name with a word behind it stand directly before this?"""
    words = scene.tokens[max(0, index - 3) : index]
    return all(w.kind == "word" for w in words[-2:]) and any(
        w.folded in scene.given or w.folded[1:] in scene.given for w in words[:-1]
    )


def office_of_two(scene: Scene, index: int) -> bool:
    """ "أمينة السر": the first word is a given name, too, both together are an office."""
    return scene.has(index, "role") and scene.has(index + 1, "role") and names.is_caseless(scene.tokens[index].text)


_PUTS = ("in_their_place", "instead_of_me", "instead", "add")


def put_down(scene: Scene, index: int) -> bool:
    """Directly behind "in their place" or an imperative that puts somebody on the list ("سجلوا …")."""
    before = index - 1
    if before < 0 or not _unknown(scene, index):
        return False
    return scene.has(before, *_PUTS) or (scene.has(before, "enrol") and scene.tokens[before].folded.endswith("وا"))


def family_name(scene: Scene, index: int) -> bool:
    """A word with another meaning as a part of a name: behind "عبد" or "أبو", or behind a given name ("أكرم الحلاق",
    "لیلما صدیقی") with the article or the ending of a family name, where nothing of the sentence hangs on it."""
    tags = scene.tags.get(index, set())
    token = scene.tokens[index]
    if index and scene.tokens[index - 1].folded in _BINDS:
        return not scene.has(index, "self_i", "self_me", "joins", "come", "enrol")
    if not index or not tags <= _HARMLESS or scene.everyday(index):
        return False
    if not (token.text.startswith("ال") and len(token.text) > 4) and not token.text.endswith(("ی", "ي")):
        return False
    before = scene.tokens[index - 1]
    return before.kind == "word" and before.folded in scene.given and not scene.tags.get(index - 1)


def bare(scene: Scene, first: int, last: int, raw: str) -> str:
    """The name without what is written together with its last word: "I am" in Persian and Sorani, "and" in Tigrinya and
    Amharic."""
    token = scene.tokens[last]
    main = scene.text.languages[0] if scene.text.languages else ""
    if main == "fa" and raw.endswith(_IS) and len(token.text) > len(_IS) + 2:
        return raw[:-2]
    if (found := _JOINED_AM.search(raw)) is not None and main in {"fa", "ckb", "ps"}:
        return raw[: found.start()]
    if token.folded in scene.given or len(token.text) < 4:
        return raw
    stem = raw[:-1]
    known = fold(token.text[:-1]) in scene.given
    if main == "ckb" and raw.endswith(("م", "ە")) and (known or raw.endswith("یە") or _signs(scene, token.text[:-1])):
        return stem
    if raw.endswith(_AND) and (known or _counterpart(scene, first, token.text[-1]) or _signs(scene, token.text[:-1])):
        return stem
    return raw


def goes_on(scene: Scene, index: int) -> bool:
    """ "ريم الحاج علي" from "Reem Haj Ali": a small word that stands where the From name ends."""
    known = names.parts(scene.signer or "")
    first = index - len(known) + 1
    return (
        len(known) > 1
        and first >= 0
        and all(scene.tokens[i].kind == "word" for i in range(first, index + 1))
        and names.sounds_like(scene.tokens[first].folded, known[0])
        and names.may_sound_like(scene.tokens[index].folded, known[-1])
    )


def _signs(scene: Scene, word: str) -> bool:
    """Is this a part of the From name or of the address, in other letters?"""
    return any(names.sounds_like(word, w) for w in _known(scene))


def _known(scene: Scene) -> list[str]:
    return [w for n in (scene.signer, names.name_from_address(scene.writer or "")) if n for w in names.parts(n)]


def _counterpart(scene: Scene, first: int, ending: str) -> bool:
    """ "ኣነን … ን": what is joined has the ending on both."""
    clause = scene.clause_at(first)
    if clause is None:
        return False
    return any(
        scene.tokens[i].text.endswith(ending) and scene.tags.get(i) and len(scene.tokens[i].text) > 2
        for i in range(max(clause.first, first - 4), first)
    )
