"""Who is named without taking a seat by it: whoever sent the invitation, told of it, is asked about; and whom a
pronoun takes up again ("Er ist verhindert")."""

from __future__ import annotations

from dataclasses import replace

from mailreg.understand import names
from mailreg.understand.coordination import article, beside_self
from mailreg.understand.mention import Mention
from mailreg.understand.scene import RELATIONS, Scene
from mailreg.understand.text import Clause
from mailreg.understand.withdrawn import Says, says


def takes_no_seat(scene: Scene, mention: Mention, clause: Clause) -> bool:
    """Whoever sent it, told of it, is why, or is asked about."""
    return (
        _is_source(scene, mention)
        or _only_tells(scene, mention, clause)
        or _is_reason(scene, mention, clause)
        or _asked_about(scene, clause)
        or _was_meant(scene, mention, clause)
    )


_OF_SEATS = (
    "enrol", "register", "registration", "come", "attend", "accompanied", "withdraw", "cancel", "seat", "instead",
    "in_their_place", "instead_of_me", "change", "replace", "self_me",
)  # fmt: skip


def _was_meant(scene: Scene, mention: Mention, clause: Clause) -> bool:
    """ "Eigentlich wollte ja Mehmet Uçar fahren, nun komme ich"."""
    inside = range(clause.first, clause.last + 1)
    if not scene.any(inside, "meant") or scene.any(inside, "self_i", "self_we"):
        return False
    others = [c for c in scene.sentences[clause.sentence] if c.first > clause.last]
    return any(scene.has(i, "self_i", "self_me") for c in others for i in range(c.first, c.last + 1)) and not _goes_on(
        scene, mention
    )


def _is_source(scene: Scene, mention: Mention) -> bool:
    """ "Die Einladung habe ich von Frau Weber": behind "from" stands who told of it, unless it is "the registration of
    Mrs Weber"."""
    if beside_self(scene, mention.first, mention.last):
        return False  # "durch Ilka Rentzsch und meine Wenigkeit"
    if mention.name.endswith(("'s", "’s")) and mention.relation is None:
        return True  # "at Mary's place"
    start = mention.relation_at if mention.relation_at is not None else mention.first
    before = scene.before(min(start, mention.first))
    while before is not None and scene.has(before, "title", "my", *RELATIONS):
        before = scene.before(before)
    if before is not None and any(m.first < before <= m.last and m.last - m.first > 1 for m in scene.text.of("source")):
        return not _goes_on(scene, mention)  # "nach Rücksprache mit …"
    in_one = before is not None and all(scene.tokens[i].kind == "word" for i in range(before, mention.first))
    if before is not None and in_one and article(scene, before) and scene.has(before + 1, "title", *RELATIONS):
        before = scene.before(before)  # "bei der Kollegin Anna Weber"
    if before is None or not scene.has(before, "source") or scene.has(before, *_OF_SEATS):
        return False
    if any(scene.has(i, *_OF_SEATS, "joins") or scene.behalf(i) for i in scene.words_before(before, 1)):
        return False  # "die Anmeldung von …", "von mir und von …"
    return not _agent(scene, mention) and not _goes_on(scene, mention)


def _is_reason(scene: Scene, mention: Mention, clause: Clause) -> bool:
    """ "Da meine Kollegin Frau Krug im Urlaub ist, kann ich nicht kommen": she is why, and it is the writer's seat."""
    before = list(range(clause.first, mention.first))
    for earlier in reversed([c for c in scene.sentences[clause.sentence] if c.last < clause.first]):
        inside = range(earlier.first, earlier.last + 1)
        main = scene.any(inside, "self_i") and not scene.any(inside, "reason")
        if main or says(scene, earlier) is not Says.NOTHING:
            break  # "weil Sie planen müssen, schreibe ich gleich: Herr Kolbe kommt nicht"
        before += range(earlier.first, earlier.last + 1)  # "nachdem mein Chef, Herr Kolbe, …"
    if not scene.any(before, "reason") or beside_self(scene, mention.first, mention.last):
        return False
    others = [c for c in scene.sentences[clause.sentence] if c != clause]
    mine = any(
        scene.has(i, "self_i", "self_we", "self_me") for c in (*others, clause) for i in range(c.first, c.last + 1)
    )
    return mine and not _goes_on(scene, mention)


def _goes_on(scene: Scene, mention: Mention) -> bool:
    """Does a pronoun behind take them up, for their own seat: "…, dass sie nicht kommen kann"?"""
    clause = scene.clause_at(mention.last)
    if clause is None:
        return False
    for other in scene.sentences[clause.sentence]:
        inside = [i for i in range(other.first, other.last + 1) if i > mention.last]
        mine = scene.any(inside, "self_i", "self_me")
        if scene.any(inside, "third") and scene.any(inside, *_ACTS[:-1]) and not mine:
            return True
    return False


_ACTS = ("come", "attend", "accept", "withdraw", "cancel", "unable", "bring", "enrol", "register", "joins")


def _only_tells(scene: Scene, mention: Mention, clause: Clause) -> bool:
    """ "Frau Böttger hat gesagt, ich soll schreiben": the first thing that they do is telling, and nothing behind it
    takes them up again ("…, sie kommt auch", "asked me to sign her up")."""
    told = None
    for index in range(mention.last + 1, clause.last + 1):
        if scene.has(index, "told"):
            told = index
            break
        if scene.has(index, *_ACTS):
            return False
    if told is None:
        return False
    behind = [i for c in scene.sentences[clause.sentence] for i in range(c.first, c.last + 1) if i > told]
    taken_up = scene.any(behind, "third", "their")
    return not (taken_up and scene.any(behind, *_ACTS[:-1]))


def taken_up(scene: Scene, mentions: list[Mention]) -> list[Mention]:
    """ "Ich hatte Torben Hück angemeldet. Er ist verhindert.": what a pronoun says of the one named last."""
    places = sorted((m.first, n) for n, m in enumerate(mentions) if m.clause is not None)
    found = list(mentions)
    for clause in scene.text.clauses:
        if clause.first not in scene.own_set or says(scene, clause) is not Says.NOT_COMING:
            continue
        inside = range(clause.first, clause.last + 1)
        words = [i for i in inside if scene.tokens[i].kind == "word"][:4]
        if not scene.any(words, "third") or scene.any(inside, "self_i", "self_we", "self_me"):
            continue
        last = max((p for p in places if p[0] < clause.last), default=None)
        if last is None or last[0] >= clause.first:
            continue
        before = found[last[1]]
        if (
            before.clause is not None
            and clause.sentence - before.clause.sentence <= 1
            and before.says is not Says.NOT_COMING
        ):
            found[last[1]] = replace(before, says=Says.NOT_COMING, source=False, told=False)
    return found


def _asked_about(scene: Scene, clause: Clause) -> bool:
    """ "Kommt Frau Hering auch?" asks; "Kann meine Kollegin Anna mitkommen?" registers."""
    if not clause.question:
        return False
    inside = [i for c in scene.sentences[clause.sentence] for i in range(c.first, c.last + 1)]
    return not any(
        scene.has(
            i, "enrol", "register", "bring", "ask_us", "my", "self_i", "self_we", "self_me", "add", "request", "tag"
        )
        for i in inside
    )


def _agent(scene: Scene, mention: Mention) -> bool:
    """ "Sie wird durch Frau Omar vertreten", "werde von Frau Omar begleitet": the one behind "by" is who comes."""
    clause = scene.clause_at(mention.last)
    if clause is None:
        return False
    behind = range(mention.last + 1, clause.last + 1)
    acts = scene.any(behind, "come", "accompanied", "instead", "in_their_place", "replace")
    return acts and not scene.any(behind, "self_i", "self_we", "self_me")


def restated(scene: Scene, mentions: list[Mention]) -> list[Mention]:
    """ "Jule und ich kommen, also Juliane Kaltofen und meine Wenigkeit": said twice, the second time in full."""
    beside = [m for m in mentions if m.clause is not None and beside_self(scene, m.first, m.last)]
    if len(beside) != 2 or len({m.name for m in mentions}) != 2:
        return mentions
    short, full = beside
    if len(names.parts(short.name)) != 1 or len(names.parts(full.name)) < 2 or short.relation or full.relation:
        return mentions
    if short.clause is None or full.clause is None or full.clause.sentence - short.clause.sentence > 1:
        return mentions
    whole = replace(short, name=full.name, cues=short.cues | full.cues, also=(*short.also, full.first))
    return [whole, *(replace(m, name=full.name) for m in mentions if m is not short and m is not full)]
