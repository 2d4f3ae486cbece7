"""Who still comes although somebody else of the group does not: "Tom can't make it, but Lea and I are all set",
"the other three come as agreed"."""

from __future__ import annotations

from collections.abc import Iterable

from mailreg.lexicon.small_words import small_words
from mailreg.understand.coordination import beside_self
from mailreg.understand.mention import Mention
from mailreg.understand.scene import Scene
from mailreg.understand.text import Clause
from mailreg.understand.ticks import answer
from mailreg.understand.withdrawn import Says, says

_UNREAL = small_words("unreal")
_REST = small_words("rest")
_SAYS_COMING = ("come", "attend", "accept")


def staying(scene: Scene, mentions: list[Mention]) -> frozenset[int]:
    """The tokens of the clauses in which the writer, or the rest of the writer's group, still comes. Empty where the
    writer takes it back: "I wanted to come, but …"."""
    named = {i for m in mentions for i in range(m.first, m.last + 1)}
    first = min((m.first for m in mentions if not beside_self(scene, m.first, m.last)), default=None)
    if first is None:
        return frozenset()
    found: set[int] = set()
    for clause in scene.text.clauses:
        inside = range(clause.first, clause.last + 1)
        if clause.first not in scene.own_set or (clause.last < first and not scene.any(inside, "stays_on")):
            continue  # nobody has been named yet who does not come
        mine = scene.any(inside, "self_i", "self_we") or _rest(scene, clause)
        if (mine and _stays(scene, clause)) or _me_too(scene, clause):
            found.update(inside)
        elif mine and _gives_up(scene, clause, named):
            found.clear()
    return frozenset(found)


def _stays(scene: Scene, clause: Clause) -> bool:
    inside = range(clause.first, clause.last + 1)
    on = {i for i in inside if scene.has(i, "stays_on")}
    if unreal(scene, [i for i in inside if i not in on]):
        return False
    if scene.any(inside, "undecided", "condition", "another_time", "question_word", "instead_of_me", "see_you"):
        return False
    if _asked(scene, clause):
        return False
    if any(scene.has(i, "negative", "negation") and i not in on for i in inside):
        return False
    if says(scene, clause) is Says.COMING:
        return scene.any(inside, *_SAYS_COMING)
    return bool(on) and not any(scene.has(i, "withdraw", "cancel", "unable") and i not in on for i in inside)


def unreal(scene: Scene, indices: Iterable[int]) -> bool:
    """ "I would have come", "ich wollte kommen": it did not become true."""
    return any(scene.tokens[i].folded in _UNREAL for i in indices)


def _gives_up(scene: Scene, clause: Clause, named: set[int]) -> bool:
    """The writer stays away after all: "I can't come", not "I take Lea off the list"."""
    inside = range(clause.first, clause.last + 1)
    return says(scene, clause) is Says.NOT_COMING and not any(i in named for i in inside)


def _asked(scene: Scene, clause: Clause) -> bool:
    last = max(c.last for c in scene.sentences[clause.sentence])
    return any(t.text in "?؟" for t in scene.tokens[last : last + 2])


def _me_too(scene: Scene, clause: Clause) -> bool:
    """ "Jocelyn et moi, oui", "yo sí": the writer and a yes."""
    own = [i for i in range(clause.first, clause.last + 1) if scene.has(i, "self_me", "self_i")]
    return any(answer(scene, i, min(i + 4, len(scene.tokens))) for i in own)


def _rest(scene: Scene, clause: Clause) -> bool:
    """ "The others come", "остальные трое едут": who writes for a group is one of them."""
    words = [i for i in range(clause.first, clause.last + 1) if scene.tokens[i].kind == "word"]
    return any(scene.tokens[i].folded in _REST for i in words[:4])


def stays(scene: Scene, mention: Mention, clauses: frozenset[int]) -> bool:
    """Is somebody named beside the writer in one of these clauses, as one of those who still come?"""
    near = range(mention.first - 4, mention.last + 8)
    me = any(i in clauses and scene.has(i, "self_i", "self_me") for i in near)
    return me and beside_self(scene, mention.first, mention.last)


def is_unaffected(scene: Scene, mention: Mention) -> bool:
    """ "Für Anna Weber bleibt es bei der Anmeldung", "Tom Roth ist davon nicht betroffen": the sentence says that all
    stays as it is, and nothing else."""
    if mention.clause is None or not 0 <= mention.first < len(scene.tokens):
        return False
    inside = [i for c in scene.sentences[mention.clause.sentence] for i in range(c.first, c.last + 1)]
    on = {i for m in scene.text.of("stays_on") for i in range(m.first, m.last + 1)}
    if on.isdisjoint(inside):
        return False
    return not any(scene.has(i, "withdraw", "cancel", "unable", "negative") and i not in on for i in inside)


def stays_though_others_go(scene: Scene, others: list[Mention], name_tokens: set[int]) -> bool:
    """ "Tom can't make it, but I will be there": behind the one who does not come, and not taken back."""
    out = [m.first for m in others if m.says is Says.NOT_COMING and m.clause is not None]
    if not out:
        return False
    stays = False
    for clause in scene.text.clauses:
        if clause.first not in scene.own_set or clause.last < min(out):
            continue
        inside = range(clause.first, clause.last + 1)
        what = says(scene, clause)
        ill = scene.any(inside, "unable") and not scene.any(inside, "come", "attend")
        if what is Says.COMING and scene.any(inside, "self_i", "self_we") and not unreal(scene, inside) and not ill:
            stays = True
        elif what is Says.NOT_COMING and not any(i in name_tokens for i in inside):
            stays = False
    return stays
