"""How many more or fewer than before: "wir sind eine Person mehr", "bir kişi daha geliyoruz",
"einer weniger"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailreg.lexicon.match import Match
from mailreg.lexicon.small_words import small_words
from mailreg.model.mail import Span
from mailreg.model.reading import Doubt
from mailreg.understand.said_numbers import numbers_in
from mailreg.understand.scene import Scene
from mailreg.understand.withdrawn import NEEDS, Says, around

_MORE, _FEWER, _OF = small_words("more"), small_words("fewer"), small_words("from")
_FEW = 9  # a larger number is of something else
_NEAR = 3  # words between the number and "more"


def so_many_more(scene: Scene, index: int, number: int) -> bool:
    """Is this number (at token `index`) one of people more than before?"""
    return _beside(scene, index, number, _MORE) and not _stays_away(scene, index)


def adds_a_group(scene: Scene, match: Match) -> bool:
    """Is this group beside the writer: two more than before, or "ومعي شخصان" (with me two people)?"""
    inside = range(match.first, match.last + 1)
    if scene.any(inside, "seat") and scene.any(scene.words_before(match.first, _NEAR), "bring", "with_me"):
        return not _stays_away(scene, match.first)
    return so_many_more(scene, match.last, int(match.value or 0))


def fewer(scene: Scene) -> Iterator[Doubt]:
    """ "Wir sind einer weniger": who stays away, nobody says."""
    for index, number in numbers_in(scene):
        if _beside(scene, index, number, _FEWER):
            yield Doubt("unclear_who", (_span(scene, index),))
            return


def _beside(scene: Scene, index: int, number: int, words: frozenset[str]) -> bool:
    """The number, then a word for people or none, then one of the `words`."""
    if not 0 < number <= _FEW or index not in scene.own_set:
        return False
    clause = scene.clause_at(index)
    if clause is None or scene.any(range(clause.first, clause.last + 1), *NEEDS, "language_name", "child"):
        return False
    at: int | None = index
    for _ in range(_NEAR):
        at = scene.after(at) if at is not None else None
        if at is None or at > clause.last:
            return False
        if scene.tokens[at].folded in words:
            return True
        if not (scene.has(at, "seat") or scene.tokens[at].folded in _OF):
            return False
    return False


def several_left(scene: Scene, totals: Sequence[int], gone: int, evidence: tuple[Span, ...]) -> Iterator[Doubt]:
    """A cancellation of one in which "we are now three" tells how many still come, so that it may not be the writer;
    or of fewer people than the mail speaks of."""
    first = -1
    for clause in scene.text.clauses if gone == 1 else ():
        mine = scene.any(range(clause.first, clause.last + 1), "self_we")
        if mine or first < scene.sentences[clause.sentence][0].first:
            first = clause.first if mine else clause.last + 1  # where "we" begins: "wir sind nun | nur noch zu zweit"
        inside = range(first, clause.last + 1)
        if clause.first not in scene.own_set or not scene.any(inside, "group"):
            continue
        if not scene.any(inside, "negative", "withdraw", "cancel", "unable", "earlier", "stated", "past", "enrol"):
            yield Doubt("contradictory", (scene.text.span(clause.start, clause.end),))
            break
    if any(1 < t != gone for t in totals):
        yield Doubt("unclear_who", evidence)


def _stays_away(scene: Scene, index: int) -> bool:
    clause = scene.clause_at(index)
    return clause is not None and around(scene, clause) is Says.NOT_COMING


def _span(scene: Scene, index: int) -> Span:
    return scene.text.span(scene.tokens[index].start, scene.tokens[index].end)
