"""Who is only mentioned beside the writer's own registration, with a sentence of their own about something else:
"Ich komme gern. Mein Lehrer Herr Weber hat die Mail korrigiert"."""

from __future__ import annotations

from mailreg.lexicon.small_words import small_words
from mailreg.understand.changes import swapped
from mailreg.understand.coordination import beside_self
from mailreg.understand.findings import Facts
from mailreg.understand.mention import Cue, Mention
from mailreg.understand.scene import Scene
from mailreg.understand.text import Clause
from mailreg.understand.unnamed import alone
from mailreg.understand.withdrawn import COMES, ENROLS, NEEDS, Says, complete, says

_CLERKS = small_words("clerks")
_LABEL = 4  # tokens of a label with its colon: "Sachlich genehmigt von:"
_NEAR = 2  # sentences behind the name in which it may be taken up again
_PUTS_DOWN = (*ENROLS, *NEEDS, "bring", "accompanied", "seat", "registration", "with_me")
_SEATS = (*COMES, *_PUTS_DOWN)
_TAKES_UP = ("third", "their", "both", "self_we", "self_us", "further")


def seated(facts: Facts) -> tuple[frozenset[int], frozenset[int]]:
    """In a registration: the first tokens of those who surely come, named where the writer says that they come; and of
    those who surely don't: in whose place somebody else comes, or who is only mentioned beside the writer's own."""
    gone = swapped(facts, in_turn=False) | {
        m.first for m in facts.mentions if only_mentioned(facts, m) or behind_a_clerks_label(facts.body, m)
    }
    return frozenset(m.first for m in facts.mentions if with_the_writer(facts, m)), gone


def behind_a_clerks_label(scene: Scene, mention: Mention) -> bool:
    """ "Bearbeitet von: Anna Weber", "Genehmigt: Dr. Roth": a line about who has dealt with the registration."""
    if not mention.span.part.endswith("body"):
        return False
    line = next((ln for ln in scene.lines if ln.start <= mention.start < ln.end), None)
    if line is None:
        return False
    words = [scene.tokens[i] for i in range(line.first, line.last) if scene.tokens[i].start < mention.start]
    return bool(words) and words[0].folded in _CLERKS and any(t.text == ":" for t in words[1:_LABEL])


def only_mentioned(facts: Facts, mention: Mention) -> bool:
    """Does the name's own clause say something else, and nothing behind it takes the name up for a seat?"""
    scene, clause = facts.body, mention.clause
    if clause is None or mention.last >= len(scene.tokens) or mention.also or not _comes_for_one(facts):
        return False
    if Cue.CALLED in mention.cues or scene.tokens[mention.first - 1].text == ":":
        return False  # "… mit meiner Frau, sie heißt Anna Weber"
    if mention.says is Says.NOTHING and alone(scene):
        return True
    if beside_self(scene, mention.first, mention.last):
        return False
    own = _whole(scene, mention, clause)
    behind = [
        c
        for number in range(clause.sentence, clause.sentence + _NEAR + 1)
        for c in scene.sentences.get(number, ())
        if c.first > own[-1].last and c.first in scene.own_set
    ]
    if _was_to_come(scene, mention, own, behind):
        return True
    if any(_takes_up(scene, c, same=c.sentence == clause.sentence) for c in behind):
        return False
    return any(complete(scene, c) for c in own) and all(_of_something_else(scene, c, mention) for c in own)


def _comes_for_one(facts: Facts) -> bool:
    """Do the words say that the writer comes, and of nobody beside them: no number, no "we"?"""
    if not (facts.stance.comes and facts.stance.strong) or max(facts.crowd.totals, default=1) > 1:
        return False
    scene = facts.body
    return not any(
        scene.any(_tokens(c), "self_we", "both") and says(scene, c) is Says.COMING
        for c in scene.text.clauses
        if c.first in scene.own_set
    )


def with_the_writer(facts: Facts, mention: Mention) -> bool:
    """ "Torsten und ich sind dabei", "ich komme mit Olaf": named where the writer says that they come."""
    scene, clause = facts.body, mention.clause
    if clause is None or mention.last >= len(scene.tokens) or mention.relation == "child" or mention.source:
        return False
    if Cue.GIVEN not in mention.cues or mention.told or mention.says is not Says.COMING:
        return False
    if beside_self(scene, mention.first, mention.last):
        return True
    inside = _tokens(clause)
    along = scene.any(inside, "accompanied", "bring") and scene.any(inside, "self_i", "self_me")
    return says(scene, clause) is Says.COMING and (along or scene.any(inside, "with_me"))


def _whole(scene: Scene, mention: Mention, clause: Clause) -> list[Clause]:
    """The name's clause, and where the name ends it ("Mein Chef, Herr Weber, hat …") the next one."""
    if clause.last - mention.last > 1:
        return [clause]
    behind = [c for c in scene.sentences[clause.sentence] if c.first > clause.last]
    return [clause, *behind[:1]]


def _was_to_come(scene: Scene, mention: Mention, own: list[Clause], behind: list[Clause]) -> bool:
    """ "Eigentlich sollte Herr Weber kommen, aber er hat eine Sitzung"."""
    meant = any(scene.any(_tokens(c), "meant") and not scene.any(_tokens(c), "self_i", "self_we") for c in own)
    same = [c for c in (*own, *behind) if c.sentence == own[0].sentence]
    turned = meant and any(scene.has(i, "contrast") for c in same for i in _tokens(c) if i > mention.last)
    return turned and not any(
        scene.any(_tokens(c), *COMES) and scene.any(_tokens(c), "third", "both", "self_we", "accompanied")
        for c in behind
        if not scene.any(_tokens(c), "negative", "negation", "unable")
    )


def _of_something_else(scene: Scene, clause: Clause, mention: Mention) -> bool:
    """Says the clause nothing of the named one's seat? "Mein Nachbar Jan setzt mich dort ab" says it of the writer."""
    inside = [i for i in _tokens(clause) if i != mention.relation_at]
    if not scene.any(inside, *_SEATS):
        return says(scene, clause) is Says.NOTHING
    me = [i for i in inside if scene.has(i, "self_me")]
    return (
        bool(me)
        and mention.last < me[0]
        and not scene.any(inside, *COMES, *NEEDS, "self_i", "self_we", "bring", "accompanied", "further")
    )


def _takes_up(scene: Scene, clause: Clause, *, same: bool) -> bool:
    inside = _tokens(clause)
    mine = scene.any(inside, "self_i", "self_me")
    if mine and not scene.any(inside, *_PUTS_DOWN, "both", "further"):
        return False  # "ich führe ihn weiter und komme gern"
    if scene.any(inside, *_SEATS) and scene.any(inside, *_TAKES_UP):
        return says(scene, clause) is not Says.NOT_COMING
    return same and not mine and says(scene, clause) is Says.COMING


def _tokens(clause: Clause) -> range:
    return range(clause.first, clause.last + 1)
