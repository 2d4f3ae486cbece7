"""One person's place goes to another: "für Anna Weber kommt Tom Roth", "nicht Anna, sondern Tom", "Anna → Tom",
"Anna ist krank. Tom springt ein"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from mailreg.lexicon.small_words import small_words
from mailreg.understand.coordination import adjacent
from mailreg.understand.instead import in_place_of
from mailreg.understand.mention import Mention
from mailreg.understand.scene import RELATIONS, Scene
from mailreg.understand.text import Clause
from mailreg.understand.withdrawn import COMES, NEEDS, Says, says

_FARTHEST = 8  # tokens between the two of one exchange
_NEW = small_words("new")
_ARROW = re.compile(r"(?:[-–—=]+>|→|⇒|➔|➜|⟶)")
_BY = small_words("by")
_FOR = small_words("for")
_LEAVES = small_words("leaves")
_ENTERS = small_words("enters")


@dataclass
class Handover:
    """First tokens of the names of those who go and of those who come instead; `writer_comes`: the writer takes
    somebody's place, `writer_goes`: somebody takes the writer's."""

    gone: set[int] = field(default_factory=set)
    fresh: set[int] = field(default_factory=set)
    writer_comes: bool = False
    writer_goes: bool = False


def handovers(scene: Scene, mentions: list[Mention], *, in_turn: bool = True) -> Handover:
    """`in_turn`: also whoever is named before the one who takes "their place"; not in a registration, where "I write
    for him" means another thing."""
    found = Handover()
    here = sorted((m for m in mentions if m.clause is not None and m.last < len(scene.tokens)), key=lambda m: m.first)
    for old, new in pairwise(here):
        if new.first - old.last <= _FARTHEST and _exchanged(scene, old, new):
            found.gone.add(old.first)
            found.fresh.add(new.first)
    _labelled(scene, here, found)
    for mention in here:
        _for_another(scene, mention, here, found)
        _not_but(scene, mention, here, found)
        _by_whom(scene, mention, here, found)
    if in_turn:
        _in_turn(scene, here, found)
    found.gone -= found.fresh
    return found


def _exchanged(scene: Scene, old: Mention, new: Mention) -> bool:
    """ "A → B", "alt: A, neu: B", "A wird durch B ersetzt", "A with B" beside a word for replacing."""
    between = scene.text.text[old.end : new.start]
    words = [
        i for i in range(old.last + 1, new.first) if scene.tokens[i].kind == "word" and not scene.has(i, "title", "my")
    ]
    if _ARROW.search(between) and "\n" not in between:
        return all(scene.tokens[i].folded in _NEW for i in words)
    while len(words) > 1 and scene.has(words[-1], "their", *RELATIONS) and not scene.has(words[-1], "accompanied"):
        words.pop()  # "auf seine Kollegin Anna Weber"
    if not words or old.clause is None or scene.tokens[words[-1]].folded not in _BY:
        return False
    if words[-1] + 1 < new.first and scene.has(words[-1], "accompanied"):
        return False  # "mit seiner Kollegin": they come together
    sentence = [i for c in scene.sentences[old.clause.sentence] for i in range(c.first, c.last + 1)]
    if len(words) == 1:
        return scene.any(sentence, "replace", "instead", "change", "in_their_place")
    if scene.any(words, "joins", "self_i", "self_me", "self_we"):
        return False
    small = all(scene.tokens[i].text.islower() for i in words)
    return small and scene.any(words, "replace", "instead", "in_their_place")


def _labelled(scene: Scene, here: list[Mention], found: Handover) -> None:
    """ "ALT: A, B / NEU: C", "A out, B in", "raus A, rein B": each with a word of its own, before or behind it."""
    marks = {m.first: mark for m in here if (mark := _mark(scene, m)) is not None}
    if set(marks.values()) != {True, False}:
        return
    for mention in here:
        if mention.first in marks:
            into = found.fresh if marks[mention.first] else found.gone
            into.update(_with_joined(scene, [m for m in here if m.first not in marks or m is mention], mention))


def _mark(scene: Scene, mention: Mention) -> bool | None:
    """True where a word for coming in stands beside the name, False where one for going out does."""
    start = mention.relation_at if mention.relation_at is not None else mention.first
    at = min(start, mention.first) - 1
    while at >= 0 and (scene.tokens[at].text in ":=–—-(" or scene.has(at, "title", "my", *RELATIONS)):
        at -= 1
    after = mention.last + 1
    if after < len(scene.tokens) and scene.tokens[after].text in "–—-:":
        after += 1
    for index in (at, after):
        if not 0 <= index < len(scene.tokens) or scene.tokens[index].kind != "word":
            continue
        if index == after and not _closed(scene, index):
            continue
        word = scene.tokens[index].folded
        if word in _LEAVES or word in _ENTERS:
            return word in _ENTERS
    return None


def _closed(scene: Scene, index: int) -> bool:
    """Does the phrase end behind this word?"""
    at = index + 1
    return at >= len(scene.tokens) or scene.tokens[at].kind in {"punct", "newline"} or scene.has(at, "joins")


def _for_another(scene: Scene, mention: Mention, here: list[Mention], found: Handover) -> None:
    """ "Für A kommt B", "an A's place comes B": directly behind the first name a verb, then the second."""
    start = mention.relation_at if mention.relation_at is not None else mention.first
    before = scene.before(min(start, mention.first))
    while before is not None and scene.has(before, "title", "my", *RELATIONS):
        before = scene.before(before)
    if before is None or scene.tokens[before].folded not in _FOR or mention.clause is None:
        return
    after = scene.after(mention.last)
    if after is None or after > mention.clause.last or not scene.has(after, *COMES, "in_their_place", "instead"):
        return
    for new in here:
        if after < new.first <= mention.clause.last and new.first - after <= _FARTHEST:
            found.gone.add(mention.first)
            found.fresh.update(_with_joined(scene, here, new))
            return


def _by_whom(scene: Scene, mention: Mention, here: list[Mention], found: Handover) -> None:
    """ "A ist krank. Sie wird ersetzt durch B": directly before the name who it is by, before that the replacing."""
    start = mention.relation_at if mention.relation_at is not None else mention.first
    before = scene.before(min(start, mention.first))
    while before is not None and scene.has(before, "title", "my", "their", *RELATIONS):
        before = scene.before(before)
    if before is None or scene.tokens[before].folded not in _BY - _FOR or scene.has(before, "accompanied"):
        return
    verb = scene.before(before)
    if verb is None or mention.clause is None or not scene.has(verb, "instead", "replace"):
        return
    old = [m for m in here if m.last < verb and m.clause and 0 <= mention.clause.sentence - m.clause.sentence <= 1]
    if old:
        found.gone.add(old[-1].first)
        found.fresh.update(_with_joined(scene, here, mention))


def _not_but(scene: Scene, mention: Mention, here: list[Mention], found: Handover) -> None:
    """ "Nicht A kommt, sondern B", "B kommt und nicht A"."""
    if mention.clause is None:
        return
    start = mention.relation_at if mention.relation_at is not None else mention.first
    before = scene.before(min(start, mention.first))
    while before is not None and scene.has(before, "title", "my"):
        before = scene.before(before)
    if before is None or not scene.has(before, "negative") or scene.has(before, "come", "withdraw"):
        return
    clauses = scene.sentences[mention.clause.sentence]
    last = max(c.last for c in clauses)
    turn = next((i for i in range(mention.last + 1, last + 1) if scene.has(i, "contrast")), None)
    if turn is not None:
        new = next((m for m in here if turn < m.first <= last and m.first - turn <= 6), None)
        if new is not None:
            found.gone.add(mention.first)
            found.fresh.update(_with_joined(scene, here, new))
        return
    joint = scene.before(before)
    if joint is None or not scene.has(joint, "joins", "contrast"):
        return
    earlier = [m for m in here if m.last < joint and m.clause and m.clause.sentence == mention.clause.sentence]
    if earlier:
        other = earlier[-1]
        found.gone.add(mention.first)
        found.fresh.add(other.first)


def _in_turn(scene: Scene, here: list[Mention], found: Handover) -> None:
    """ "A hat eine Lehrprobe. Dafür kommt B": a word for somebody's place beside the second, and the first named in the
    same sentence or the one before."""
    for match in in_place_of(scene, here):
        clause = scene.clause_at(match.first)
        if clause is None:
            continue
        inside = range(clause.first, clause.last + 1)
        if scene.any(inside, *NEEDS) and not scene.any(inside, *COMES):
            continue  # "die Kosten übernimmt der Verein"
        whole = [i for c in scene.sentences[clause.sentence] for i in range(c.first, c.last + 1)]
        behind = [m for m in here if clause.first <= m.first <= max(whole) and m.first not in found.gone]
        same = [m for m in behind if m.clause == clause]
        new = same or [m for m in behind if m.first > match.last][:1]
        mine = scene.any(inside, "self_i") and not same and match.concept == "in_their_place"
        mine = mine and (
            says(scene, clause) is Says.COMING or scene.has(match.first, "replace") or match.first == match.last
        )
        if not new and not mine:
            continue
        first = min(new[0].first if new else match.first, match.first)
        old = [m for m in here if m.last < first and m not in new and _may_go(scene, m, clause)]
        if old:
            last = old[-1]
            found.gone.update(m.first for m in old if m is last or adjacent(scene, m.last, last.first))
        elif match.concept == "in_their_place":
            if not _speaks_of_self(scene, clause):
                continue
            found.writer_goes = True
        found.fresh.update(m.first for m in new)
        found.writer_comes = found.writer_comes or mine


def _may_go(scene: Scene, mention: Mention, clause: Clause) -> bool:
    """Named in the same sentence or the one before, and not as somebody who comes or only tells."""
    own = mention.clause
    if own is None or mention.source or not 0 <= clause.sentence - own.sentence <= 1:
        return False
    return says(scene, own) is not Says.COMING or scene.any(range(own.first, own.last + 1), "earlier", "past", "meant")


def _speaks_of_self(scene: Scene, clause: Clause) -> bool:
    """Does this sentence or the one before say something of the writer, and not that they come?"""
    for number in (clause.sentence - 1, clause.sentence):
        for other in scene.sentences.get(number, []):
            inside = range(other.first, other.last + 1)
            if other.first <= clause.first and other.first in scene.own_set and scene.any(inside, "self_i", "self_me"):
                return says(scene, other) is not Says.COMING or scene.any(inside, "unable", "withdraw", "cancel")
    return False


def _with_joined(scene: Scene, here: list[Mention], first: Mention) -> set[int]:
    """The one named, and whoever is named in one breath: "sondern B und C"."""
    found, last = {first.first}, first.last
    for mention in here:
        if mention.first > last and adjacent(scene, last, mention.first):
            found.add(mention.first)
            last = mention.last
    return found
