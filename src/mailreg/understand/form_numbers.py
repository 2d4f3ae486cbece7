"""How many, by a field of a form: "Anzahl Personen: 3", "Begleitpersonen: 2", "Begleitung: mein Bruder, seine Frau"."""

from __future__ import annotations

import re

from mailreg.lexicon.load import load_lexicons
from mailreg.lexicon.match import Match
from mailreg.lexicon.small_words import small_words
from mailreg.understand import names
from mailreg.understand.ages import grown_up
from mailreg.understand.boxes import ticked_number
from mailreg.understand.layout import Line
from mailreg.understand.scene import RELATIONS, Scene
from mailreg.understand.tokens import tokenise
from mailreg.understand.withdrawn import NEEDS

_DIGITS = re.compile(r"(?:ca\.?\s*)?(\d{1,2})(?![\d.:/%])(?!\s*(?:uhr|h\b|jahre|years))", re.IGNORECASE)
_ONLY_DIGITS = re.compile(r"\d{1,2}\s*$")
_NOTHING = re.compile(r"[-–—/0]+$|[xX]$")
_PARTED = re.compile(r"\s*[,;،+&/]\s*|\s+(?:und|and|plus|et|y|и|та|і|й|ve|ile|và|și|şi|û|و)\s+", re.IGNORECASE)
_YES, _NOBODY = small_words("yes"), small_words("no") | small_words("nobody")
_INCLUDING, _BESIDES = small_words("including"), small_words("besides")
_LABEL_HEAD = 16  # characters before what the label asks for: "Wie viele "
_LABEL_TAIL = 6  # tokens behind a field's label: "Anzahl der Personen (ich eingeschlossen)"
_TITLE = 2  # words of "Hausmeister", "Stellvertretende Leiterin"
_OF_ONE, _ITEMS = 6, 8  # words that say who somebody is, and how many such may stand in a line
_MOST = 60  # seats: a larger number is none of them


def how_many(scene: Scene, start: int, line: Line, *, besides: bool) -> int | None:
    """The number that the value says which begins at `start`; None if it says none. `besides`: the field asks who comes
    besides, where "no" means nobody, "yes" one, and "my brother and his wife" two."""
    value = scene.text.text[start : line.end].strip()
    inside = [i for i in range(line.first, line.last) if scene.tokens[i].start >= start]
    if _NOTHING.match(value):
        return 0 if besides else None
    if besides and inside and scene.tokens[inside[0]].folded in _YES:
        value = value[len(scene.tokens[inside[0]].text) :].strip(" ,.:–-(")  # "ja, 1 Person"
        if not value:
            return 1
    if digits := _DIGITS.match(value):
        number = int(digits[1])
        children = besides and scene.any(inside, "child")
        return None if number > _MOST or children else number
    if (ticked := ticked_number(value)) is not None:
        return ticked
    if besides:
        return _besides(scene, inside, value)
    found = _number(scene, inside[:2])
    return int(found.value) if found is not None and found.value is not None else None


def _besides(scene: Scene, inside: list[int], value: str) -> int | None:
    """Those whom the value counts or tells of: "keine", "zwei", "mein Bruder und seine Frau"."""
    if not inside or scene.any(inside, "undecided", "another_time", *NEEDS):
        return None
    first = scene.tokens[inside[0]]
    if first.folded in _NOBODY or scene.has(inside[0], "negative"):
        return 0
    found = _number(scene, inside[:2])
    if found is not None and found.value is not None and found.concept == "group":
        return int(found.value) - 1
    items = [item for item in _PARTED.split(value) if item]
    if len(items) > _ITEMS or _names_somebody(scene, inside):
        return None
    number, at = 0, first.start
    for item in items:
        at = scene.text.text.find(item, at)
        here = [i for i in inside if at <= scene.tokens[i].start < at + len(item)]
        words = [i for i in here if scene.tokens[i].kind == "word"]
        if not words or len(words) > _OF_ONE or not _is_somebody(scene, words):
            return None
        small = [i for i in here if scene.has(i, "child") and not grown_up(scene, i)]
        if small or scene.any(here, "self_i", "self_me"):
            continue
        counted = _number(scene, here[:2])
        number += int(counted.value) if counted is not None and counted.value is not None else 1
        number += sum(scene.has(i, "and_prefix") for i in words[1:])  # "أمي وأبي"
    return number if number or scene.any(inside, "self_i", "self_me") else None


def _is_somebody(scene: Scene, words: list[int]) -> bool:
    """ "Meine Schwester", "zwei Damen", "Hausmeister"; not "mit dem Auto", "siehe unten"."""
    if scene.any(words, "my", "their", "number", "seat", "assistant", "role", "self_i", "self_me", *RELATIONS):
        return True
    return len(words) <= _TITLE and scene.tokens[words[0]].text[:1].isupper()


def _number(scene: Scene, tokens: list[int]) -> Match | None:
    return next((m for m in scene.text.of("group", "number") if m.value is not None and m.first in tokens), None)


def _names_somebody(scene: Scene, tokens: list[int]) -> bool:
    """Given names, titles, or two words in capitals that are no more than names; then they are read as people."""
    before = False
    for index in tokens:
        token = scene.tokens[index]
        given = token.folded in scene.given and (token.text[:1].isupper() or names.is_caseless(token.text))
        if (given or scene.has(index, "title")) and not scene.has(index, *RELATIONS):
            return True
        capital = token.kind == "word" and token.text[:1].isupper() and not scene.has(index, "my", "number", *RELATIONS)
        if capital and before and token.text != token.text.upper():
            return True
        before = capital
    return False


def number_label(scene: Scene, start: int, end: int) -> str | None:
    """ "count" or "along" where the label asks for a number of people and says whether the writer is among them:
    "Anzahl Personen (inkl. Ihnen)", "Osób łącznie ze mną", "Number of people besides yourself"."""
    matches = [
        m
        for m in scene.text.of("label_count", "label_along")
        if start <= m.start <= start + _LABEL_HEAD and m.end <= end
    ]
    best = max(matches, key=lambda m: (m.end - m.start, m.concept), default=None)
    if best is None:
        return None
    tail = scene.text.tokens_in(best.end, end)
    words = [i for i in range(*tail) if scene.tokens[i].kind == "word"]
    if len(words) > _LABEL_TAIL or scene.any(words, *NEEDS):
        return None
    folded = {scene.tokens[i].folded for i in words}
    if folded & _BESIDES:
        return "along"
    if folded & _INCLUDING or scene.any(words, "self_i", "self_me", "total"):
        return "count" if best.concept == "label_count" else "along"
    return None


def foreign_label(scene: Scene, label: str, value: str) -> str | None:
    """ "Number of people: 3" in a mail whose few words tell no language: the field that asks for a number, in any."""
    if not _ONLY_DIGITS.match(value) or not label[-1:].isalpha():
        return None
    lexicons = load_lexicons()
    others = [code for code in lexicons.languages if code not in scene.text.languages]
    tokens = tokenise(label)
    for match in lexicons.match(tokens, others):
        if match.concept in {"label_count", "label_along"} and match.last - match.first + 1 == len(tokens):
            return match.concept.removeprefix("label_")
    return None
