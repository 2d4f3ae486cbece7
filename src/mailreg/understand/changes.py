"""Changes and cancellations: who goes, who comes in their place, and whose needs or data are put right."""

from __future__ import annotations

from dataclasses import replace

from mailreg.lexicon.match import Match
from mailreg.model.reading import Doubt, Found
from mailreg.understand import names
from mailreg.understand.coordination import adjacent, beside_self
from mailreg.understand.current_list import is_current, newcomers
from mailreg.understand.findings import Facts, People, is_sender
from mailreg.understand.handover import handovers
from mailreg.understand.instead import in_place_of
from mailreg.understand.mention import Cue, Mention
from mailreg.understand.on_behalf import called_off_for
from mailreg.understand.persons import persons
from mailreg.understand.scene import Scene
from mailreg.understand.staying import is_unaffected, stays
from mailreg.understand.withdrawn import NEEDS, Says, aside, says

_ADDS = ("further", "add", "bring")


def changed(facts: Facts) -> People:
    doubts: list[Doubt] = []
    scene = facts.body
    replaced_self = bool(in_place_of(scene, facts.mentions, "instead_of_me"))
    turn = handovers(scene, facts.mentions)
    swap = swapped(facts)
    replacements = _replacements(facts)
    out: list[Found[str]] = []
    fresh: list[Mention] = []
    needs_only: list[Mention] = []
    listed = facts.listed_mentions
    if is_current(facts) and (new := newcomers(facts, frozenset(turn.fresh | replacements))) is not None:
        fresh, listed = new, []
    for mention in (*listed, *facts.mentions):
        if mention.clause is None and Cue.LISTED not in mention.cues:
            continue
        if any(names.same_person(mention.name, m.name) for m in fresh if Cue.LISTED in m.cues and m is not mention):
            continue
        if is_sender(facts.sender, mention) or (mention.source and not _has_new_address(scene, mention)):
            continue
        if mention.first in swap or (mention.says is Says.NOT_COMING and mention.first not in replacements):
            if mention.relation != "child":
                out.append(Found(mention.name, 0.9, (mention.span,)))
        elif mention.first not in turn.fresh | replacements and _has_new_address(scene, mention):
            needs_only.append(mention)
        elif mention.relation == "child" or (
            mention.told and mention.says is Says.NOTHING and not scene.undone and mention.first not in turn.fresh
        ):
            continue
        elif (
            mention.first not in turn.fresh
            and not scene.undone
            and (_about_needs(facts, mention) or _on_the_list(facts, mention))
        ):
            needs_only.append(mention)
        elif mention.first not in turn.fresh | replacements and _remains(scene, mention):
            continue
        elif (
            mention.cues & {Cue.RELATION, Cue.CALLED, Cue.LISTED, Cue.JOINED}
            or mention.says is Says.COMING
            or mention.first in replacements
        ):
            fresh.append(mention)
    out = [f for f in out if not any(_cut_short(f.value, g.value) for g in out)]
    self_out = (
        replaced_self
        or (
            facts.stance.comes is False
            and facts.stance.strong
            and facts.stance.said
            and bool(fresh or facts.crowd.extra)
        )
        or (not out and facts.stance.said and (turn.writer_goes or _stands_in_for_writer(facts, fresh)))
    )
    if turn.writer_comes and out and not fresh and facts.stance.said:
        return People(persons([facts.sender], facts), Found(1, 0.9), tuple(out), ())
    if self_out and facts.sender.name and not out:
        out.insert(0, Found(facts.sender.name, 0.9, (facts.sender.span,)))
    if fresh:
        people = persons(fresh, facts)
        extra = facts.crowd.extra if not self_out else 0
        if len(people) + extra > 1 and any(scene.text.of("further")) is False and facts.crowd.vague:
            doubts.append(Doubt("unclear_count", facts.crowd.evidence))
        return People(people, Found(len(people) + extra, 0.9, facts.crowd.evidence), tuple(out), tuple(doubts))
    if facts.crowd.extra:
        if out:
            doubts.append(Doubt("unclear_who"))
        return People((), Found(facts.crowd.extra, 0.7, facts.crowd.evidence), tuple(out), tuple(doubts))
    if out and needs_only and not replaced_self:
        return People(persons(needs_only, facts), Found(0, 0.9), tuple(out), ())
    if out:
        seats = 1 if replaced_self else 0
        if replaced_self:
            doubts.append(Doubt("unclear_who"))
        return People((), Found(seats, 0.7), tuple(out), tuple(doubts))
    if needs_only:
        return People(persons(needs_only, facts), Found(0, 0.9), (), ())
    if named := _written_for(facts):
        added = bool(scene.undone) or any(
            scene.any(range(m.clause.first, m.clause.last + 1), *_ADDS) for m in named if m.clause is not None
        )
        return People(persons(named, facts), Found(len(named) if added else 0, 0.7), (), tuple(doubts))
    people = persons([facts.sender], facts)
    if people[0].name is None:
        doubts.append(Doubt("unclear_who"))
    return People(people, Found(0, 0.9), (), tuple(doubts))


_JOINS_IN = ("further", "add", "bring", "register", "accompanied", "in_their_place", "instead", "replace", "request")


def _remains(scene: Scene, mention: Mention) -> bool:
    """ "Bei mir und Tom Roth bleibt es", "Tom Roth bleibt wie gehabt auf der Liste": takes no other seat."""
    if mention.clause is None or Cue.LISTED in mention.cues:
        return False
    inside = range(mention.clause.first, mention.clause.last + 1)
    if not scene.any(inside, "stays_on") or scene.any(inside, *_JOINS_IN):
        return False
    return says(scene, mention.clause) is not Says.NOT_COMING


def _has_new_address(scene: Scene, mention: Mention) -> bool:
    """ "Ich hatte mich vertippt: Anna Weber ist unter anna@… erreichbar": beside a word of changing, where nothing is
    said of coming, it is their data that are put right."""
    own = mention.clause
    if own is None or mention.says is not Says.NOTHING or Cue.LISTED in mention.cues:
        return False
    here = [i for c in scene.sentences[own.sentence] for i in range(c.first, c.last + 1)]
    if not any(scene.tokens[i].kind == "email" for i in here) or scene.any(here, *_ADDS, "register", "come", "attend"):
        return False
    before = [i for c in scene.sentences.get(own.sentence - 1, ()) for i in range(c.first, c.last + 1)]
    return scene.any(here + before, "change")


def _cut_short(short: str, full: str) -> bool:
    """ "Rafała" and "Rafał Lis": a given name with another ending."""
    one, other = names.parts(short), names.parts(full)
    if len(one) != 1 or len(other) < 2:
        return False
    return len(one[0]) > 3 and abs(len(one[0]) - len(other[0])) <= 2 and one[0][:4] == other[0][:4]


def have_seats(facts: Facts) -> frozenset[str]:
    """The names in a list that a change sends as it is now, without those who are new in it; empty where nobody is."""
    fresh = handovers(facts.body, facts.mentions).fresh | _replacements(facts)
    if not is_current(facts) or (new := newcomers(facts, frozenset(fresh))) is None:
        return frozenset()
    return frozenset(m.name for m in facts.listed_mentions if m not in new)


def swapped(facts: Facts, *, in_turn: bool = True) -> frozenset[int]:
    """First tokens of names that follow "statt", "instead of", or whose place somebody else takes: these people do not
    come. `in_turn`: see `handovers`."""
    scene = facts.body
    found: set[int] = set()
    for match in scene.text.of("instead"):
        pronouns = [m for m in in_place_of(scene, facts.mentions) if m.first <= match.first <= m.last]
        pronouns = [m for m in pronouns if m.last >= match.last]  # "in Vertretung unserer Leiterin Anna Weber"
        if match.first not in scene.own_set or (pronouns and not _names_whom(facts, match, pronouns)):
            continue
        follower = next((m for m in facts.mentions if 0 < m.first - match.last <= 5), None)
        while follower is not None:  # "anstelle von A und B"
            found.add(follower.first)
            last = follower.last
            follower = next((m for m in facts.mentions if m.first > last and adjacent(scene, last, m.first)), None)
    turn = handovers(scene, facts.mentions, in_turn=in_turn)
    return frozenset((found | turn.gone) - turn.fresh)  # "A wird ersetzt durch B"


def _names_whom(facts: Facts, match: Match, pronouns: list[Match]) -> bool:
    """Romanian "în locul lui" is "in his place" and "in place of": a name directly behind it decides."""
    return (
        match.language == "ro"
        and all(m.last == match.last for m in pronouns)
        and any(m.first == match.last + 1 for m in facts.mentions)
    )


def _replacements(facts: Facts) -> frozenset[int]:
    """First tokens of names that stand in a sentence with "an ihrer Stelle", behind it."""
    scene = facts.body
    found: set[int] = set()
    found.update(handovers(scene, facts.mentions).fresh)
    for match in in_place_of(scene, facts.mentions):
        clause = scene.text.clause_of(match)
        for mention in facts.mentions:
            if mention.clause is None or clause is None or mention.clause.sentence != clause.sentence:
                continue
            if mention.first > match.last or (mention.clause == clause and mention.first >= clause.first):
                found.add(mention.first)
        third = clause is not None and scene.any(range(clause.first, clause.last + 1), "third")
        if clause is not None and third and match.concept == "instead_of_me":
            # "It should read Grace Nakamura. She'll sit on my chair."
            before = [m for m in facts.mentions if m.clause is not None and m.first < match.first]
            if before and before[-1].clause and 0 <= clause.sentence - before[-1].clause.sentence <= 1:
                found.add(before[-1].first)
    return frozenset(found)


def _stands_in_for_writer(facts: Facts, fresh: list[Mention]) -> bool:
    """ "Ich muss an dem Tag in die Schule, dafür kommt Tilo Berndt": whom else?"""
    scene = facts.body
    places = [m.first for m in scene.text.of("in_their_place") if m.first in scene.own_set]
    for mention in fresh:
        if mention.clause is None:
            continue
        clauses = scene.sentences[mention.clause.sentence]
        if not any(c.first <= at <= c.last for at in places for c in clauses):
            continue
        for clause in clauses:
            mine = scene.any(range(clause.first, clause.last + 1), "self_i")
            if clause.last < mention.first and mine and says(scene, clause) is not Says.COMING:
                return True
    return False


def _on_the_list(facts: Facts, mention: Mention) -> bool:
    """ "Letzte Woche hatte ich Robel Tesfamariam gemeldet": registered already; the news stands elsewhere."""
    if mention.clause is None or mention.first in _replacements(facts) or Cue.LISTED in mention.cues:
        return False
    inside = range(mention.clause.first, mention.clause.last + 1)
    scene = facts.body
    if _in_brackets_behind(scene, mention.first, "earlier"):
        return True
    if not scene.any(inside, "earlier"):
        return False
    return not scene.any(inside, "further", "add", "bring", "accompanied", "instead", "replace")


def _in_brackets_behind(scene: Scene, at: int, concept: str) -> bool:
    """ "Zu unserer Anmeldung von letzter Woche (Weber, Hübler) melde ich noch …"."""
    if at > len(scene.tokens):
        return False  # who signs beside the writer stands in no sentence
    opens = next((i for i in range(at - 1, max(at - _BRACKET, 0), -1) if scene.tokens[i].text in "()"), None)
    if opens is None or scene.tokens[opens].text != "(":
        return False
    clause = scene.clause_at(opens - 1)
    return clause is not None and scene.any(range(clause.first, opens), concept)


_BRACKET = 12  # tokens from a bracket to one of the names in it


def _about_needs(facts: Facts, mention: Mention) -> bool:
    """ "Frau X braucht einen Rollstuhlplatz": somebody registered whose needs change."""
    if mention.clause is None or Cue.LISTED in mention.cues:
        return False
    scene = facts.body
    clauses = scene.sentences[mention.clause.sentence]
    before = {c for c in clauses if aside(scene, c) or scene.any(range(c.first, c.last + 1), "past", "told")}
    inside = [i for c in clauses if c not in before or c == mention.clause for i in range(c.first, c.last + 1)]
    alone = range(mention.clause.first, mention.clause.last + 1)
    if scene.any(alone, *NEEDS):
        inside = list(alone)
    needs = scene.any(inside, *NEEDS)
    joins = any(
        scene.has(i, "come", "attend", "accept", "bring", "in_their_place", "instead", "add", "replace")
        or (scene.has(i, "enrol") and not scene.has(i, "registration"))
        for i in inside
    )
    return needs and not joins and (mention.relation is None or bool(before))


def cancelled(facts: Facts) -> People:
    out: list[Mention] = []
    doubts: list[Doubt] = []
    listed = facts.listed_mentions
    still = facts.stance.stays
    others = [
        m
        for m in facts.mentions
        if not stays(facts.body, m, still)
        and not is_unaffected(facts.body, m)
        and (m.relation != "child" or _child_on_the_list(m, facts))
        and not m.source
        and (
            m.says is Says.NOT_COMING
            or (m.clause is None and not facts.mentions_in_body and Cue.TITLE in m.cues)
            or (
                (Cue.JOINED in m.cues or m.relation in {"colleague", "friend"})
                and m.says is Says.NOTHING
                and not m.told
            )
        )
        and not (m.told and m.says is not Says.NOT_COMING)
    ]
    if listed:
        told = [m for m in listed if m.answer is False]
        out = told or [m for m in listed if m.answer is None]
        if facts.stance.comes is True and facts.stance.strong and not any(is_sender(facts.sender, m) for m in listed):
            out.insert(0, facts.sender)
        out = [replace(facts.sender, span=m.span) if is_sender(facts.sender, m) else m for m in out]
    elif others or any(_of_us(m, facts) for m in facts.mentions):
        others = [m for m in facts.mentions if m in others or _of_us(m, facts)]
        included = facts.stance.comes is True or any(_of_us(m, facts) for m in others)
        titled = facts.functional and any(Cue.TITLE in m.cues for m in others)
        if included and not facts.stance.strong and (titled or len(others) in facts.crowd.totals):
            included = False  # "for our three participants (A, B, C)", "Frau A ziehe ich zurück" from an office
        if included and facts.stance.strong:  # then the others must be said to stay away in so many words
            sure = [m for m in others if _stays_away(m, facts)]
            others = sure
        out = [m for m in others if m.first < facts.sender_at]
        if included:
            out.append(facts.sender)
        out += [m for m in others if m.first >= facts.sender_at]
        if included and others and not facts.stance.strong:
            doubts.append(Doubt("unclear_who", tuple(m.span for m in others)))  # others stay away; the writer, too?
    else:
        out = _written_for(facts) or ([] if still else [facts.sender])
    if not listed and any(m is facts.sender for m in out) and (others := called_off_for(facts.body, facts.mentions)):
        out, doubts = others, []
    out = [m for m in out if m.name]
    if not out:
        doubts.append(Doubt("unclear_who"))
    return People((), Found(0), tuple(Found(m.name, 0.9, (m.span,)) for m in out), tuple(doubts))


def only_writer(facts: Facts) -> bool:
    """A list of names, and below it alone "ich: keine Teilnahme"."""
    body = facts.body
    last = max(facts.listed.tokens, default=0)
    denied = [c for c in body.text.clauses if c.first in body.own_set and says(body, c) is Says.NOT_COMING]
    mine = ([i for s in body.sentences[c.sentence] for i in range(s.first, s.last + 1)] for c in denied)
    return bool(denied) and denied[0].first > last and any(body.any(inside, "self_i") for inside in mine)


def _written_for(facts: Facts) -> list[Mention]:
    """ "Herr Hoppe hat uns verlassen, seinen Platz brauchen wir nicht": where the writer says nothing of themselves,
    those who are named."""
    if facts.stance.comes is True and (facts.stance.strong or not facts.functional):
        return []
    scene = facts.body
    found = []
    for mention in facts.mentions:
        clause = mention.clause
        if clause is None or mention.source or mention.relation == "child":
            continue
        sure = mention.cues & {Cue.TITLE, Cue.RELATION, Cue.CALLED, Cue.JOINED, Cue.PLACE}
        if not sure and not (Cue.GIVEN in mention.cues and " " in mention.name):
            continue
        comes = any(
            scene.has(i, "attend") and not scene.has(i, "registration", "negation")
            for i in range(clause.first, clause.last + 1)
        )
        if not (comes and mention.says is Says.COMING) and not stays(scene, mention, facts.stance.stays):
            found.append(mention)
    return found


def _child_on_the_list(mention: Mention, facts: Facts) -> bool:
    """ "Meine Tochter Sofia Weber und ich kommen nicht": named in full beside the writer, so registered, too."""
    scene = facts.body
    at = mention.relation_at
    if at is None or len(names.parts(mention.name)) < 2 or mention.says is not Says.NOT_COMING:
        return False
    before = any(scene.has(b, "self_we", "self_i", "accompanied") for b in scene.words_before(at, 3))
    return before or beside_self(scene, mention.first, mention.last)


def _of_us(mention: Mention, facts: Facts) -> bool:
    """ "Abel Tesfay and I registered, but neither of us can come": named beside the writer, then "we" stay away."""
    if mention.clause is None or mention.source or not beside_self(facts.body, mention.first, mention.last):
        return False
    scene = facts.body
    for clause in scene.text.clauses:
        if clause.first < mention.clause.first or clause.first not in scene.own_set:
            continue
        inside = range(clause.first, clause.last + 1)
        if says(scene, clause) is Says.NOT_COMING and scene.any(inside, "self_we", "self_us", "both"):
            return True
    return False


def _stays_away(mention: Mention, facts: Facts) -> bool:
    """In the mention's own clause, or joined with the writer ("X und ich")."""
    if mention.clause is None or Cue.JOINED in mention.cues or _of_us(mention, facts):
        return True
    if _child_on_the_list(mention, facts):
        return True
    scene, own = facts.body, mention.clause
    if says(scene, own) is Says.NOT_COMING:
        return True
    if own.last - mention.last <= 2:  # "Luise Marx, die …, kommt auch nicht": the verb stands behind what is put in
        for clause in scene.sentences[own.sentence]:
            speaks = scene.any(range(clause.first, clause.last + 1), "self_i", "self_we")
            if clause.first > own.last and not speaks and says(scene, clause) is Says.NOT_COMING:
                return True
    return beside_self(facts.body, mention.first, mention.last)
