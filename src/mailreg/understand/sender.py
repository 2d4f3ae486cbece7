"""Does the writer come, too? Only the words decide: "ich und …", "wir", "mich", against "melde ich an: …"."""

from __future__ import annotations

from dataclasses import dataclass

from mailreg.model.reading import Kind
from mailreg.understand.coordination import article, in_brackets, joined_before, nor
from mailreg.understand.mention import Cue, Mention
from mailreg.understand.myself import behind_aside, comes_alone, coming_of_others, first_of_several, only_me
from mailreg.understand.scene import RELATIONS, Scene
from mailreg.understand.staying import staying, stays, stays_though_others_go
from mailreg.understand.text import Clause
from mailreg.understand.ticks import answer
from mailreg.understand.withdrawn import COMES, NEEDS, Says, around, aside, says, verdict

_FAR = 10**7
_MOST_BROUGHT = 60
_NO_TAGS: frozenset[str] = frozenset()
_ME, _I = ("self_me", "self_us"), ("self_i", "self_we")
_ENROLS = ("enrol", "register", "withdraw", "cancel")
_TAKES = ("bring", "accompanied")


@dataclass(frozen=True, slots=True)
class Stance:
    """`comes`: True, False or None where nothing tells (for a cancellation: whether the writer withdraws, too).
    `at`: the token where the writer is named among the others; `strong`: the words leave no doubt; `said`: the writer
    speaks of themselves, and is no office that only writes for others; `stays`: the tokens of the clauses by which the
    writer of a cancellation still comes; `beside`: "ich" stands in one breath with somebody named."""

    comes: bool | None
    strong: bool = False
    at: int = _FAR
    said: bool = True
    stays: frozenset[int] = frozenset()
    beside: bool = False


def stance(
    scene: Scene,
    others: list[Mention],
    *,
    named_self: bool,
    functional: bool,
    secretary: bool,
    kind: Kind,
    among: bool = False,
) -> Stance:
    """What the message says of its writer. `among`: the writer's own name stands among those who come."""
    wanted = Says.NOT_COMING if kind is Kind.CANCEL else Says.COMING
    here = [m for m in others if m.clause is not None]
    still = staying(scene, here) if kind is Kind.CANCEL else frozenset()
    if still and any(not stays(scene, m, still) for m in here):
        return Stance(False, strong=True, stays=still)
    if kind is Kind.REGISTER and scene.undone and not others:
        return Stance(True, strong=True)  # "meine Absage ist hinfällig"
    against = 0
    pro = 0
    of_us = 0  # … of which "we" says it
    place = _FAR
    beside = gone = False
    name_tokens = {i for m in others for i in range(m.first, m.last + 1)}
    for clause in scene.text.clauses:
        if clause.first not in scene.own_set:
            continue
        inside = [i for i in range(clause.first, clause.last + 1) if i in scene.tags and i not in name_tokens]
        tags = _NO_TAGS.union(*[scene.tags[i] for i in inside])
        what = says(scene, clause)
        if kind is Kind.CANCEL and what is wanted and "replace" in tags:
            continue  # "Ersatz können wir leider nicht stellen"
        if what is Says.NOT_COMING and kind is not Kind.CANCEL and _denied(scene, clause):
            what = Says.COMING
        me = [] if tags.isdisjoint(_ME) else [i for i in inside if scene.has(i, *_ME)]
        i_or_we = [] if tags.isdisjoint(_I) else [i for i in inside if scene.has(i, *_I)]
        joined = [
            i
            for i in me + i_or_we
            if (kind is Kind.REGISTER and only_me(scene, clause, i))
            or _beside(scene, i, name_tokens)
            or (in_brackets(scene, i, name_tokens) and around(scene, clause) is Says.COMING)
            or (what is Says.COMING and _also_i(scene, i, clause, name_tokens))
        ]
        need = not tags.isdisjoint(NEEDS)
        for_them = "third" in tags or "in_their_place" in tags  # "das mache ich für sie"
        enrols = not tags.isdisjoint(_ENROLS)
        theirs = enrols and "their" in tags  # "melde ich dessen Teilnahme"
        comes = "attend" in tags or ("come" in tags and not theirs) or ("accept" in tags and not for_them)
        passed_on = "told" in tags or "pass_on" in tags
        told = [i for i in i_or_we if answer(scene, i, len(scene.tokens)) is (kind is not Kind.CANCEL)]
        if joined or told:
            pro += 4 if joined and what is Says.COMING else 3
            beside = beside or bool(joined)
            gone = gone or (bool(joined) and what is Says.NOT_COMING)
            place = min(place, *joined, *told)
            continue
        if what is Says.NOT_COMING and kind is not Kind.CANCEL:
            if need and not comes and kind is Kind.REGISTER:
                continue  # "ich kann die Fachwörter nicht übersetzen"
            names_here = any(i in name_tokens for i in range(clause.first, clause.last + 1))
            relation = not tags.isdisjoint(RELATIONS)
            put_in = aside(scene, clause) and tags.isdisjoint((*COMES, "withdraw", "cancel", "unable"))
            if (
                i_or_we
                and not put_in
                and not names_here
                and not relation
                and _first_person(scene, clause.first, clause.last)
            ):
                against += 3
            continue
        if what is wanted:
            if "group" in tags and (i_or_we or me):
                pro += 3
                place = min(place, *(i_or_we + me))
            elif me and enrols and not passed_on and not _agent_only(scene, me, name_tokens):
                pro += 3
                place = min(place, *me)
            elif (
                comes
                and _says_yes_itself(scene, clause)
                and not aside(scene, clause)
                and not _answers_a_need(scene, clause)
                and not i_or_we
                and not me
                and not enrols
                and "third" not in tags
                and clause.last - clause.first <= 4
                and not any(
                    i in name_tokens or scene.has(i, "title", "their", *RELATIONS)
                    for i in range(clause.first, clause.last + 1)
                )
            ):
                pro += 1  # "bin dabei": no subject, so the writer
            elif (
                i_or_we
                and comes
                and not _confirms_others(scene, clause, inside, name_tokens)
                and not coming_of_others(scene, clause, name_tokens)
                and not passed_on
                and not any(i in name_tokens for i in range(clause.first, min(i_or_we)))
            ):
                object_named = enrols and any(i in name_tokens for i in range(clause.first, clause.last + 1))
                weak_enrol = enrols and "attend" not in tags and not _intransitive(scene, inside)
                if object_named and weak_enrol:
                    pass
                elif weak_enrol and others:
                    pass  # "we register …": says nothing of the writer
                else:
                    pro += 2
                    of_us += 0 if scene.any(i_or_we, "self_i") else 2
                    place = min(place, *i_or_we)
            elif i_or_we and scene.any(i_or_we, "self_we") and not enrols:
                pro += 2
                of_us += 2
                place = min(place, *i_or_we)
            elif kind is Kind.CANCEL and _absent_subject(scene, clause, inside, others):
                pro += 2
                place = min(place, clause.first)
            elif (
                i_or_we
                and enrols
                and kind is Kind.CANCEL
                and not any(i in name_tokens for i in range(clause.first, clause.last + 1))
            ):
                pro += 1
        elif i_or_we and "total" in tags and scene.any(i_or_we, "self_we") and not need:
            pro += 2
            place = min(place, *i_or_we)
        if (
            what is Says.NOTHING
            and kind is Kind.REGISTER
            and others
            and i_or_we
            and scene.any(inside, "myself")
            and scene.any(inside, "unable", "other")
            and not need
            and not scene.any(inside, *COMES, "enrol", "register", "bring", "told", "with_me")
        ):
            against += 1  # "ich selbst habe an dem Tag Chorprobe": set apart from those who come
        if (
            what is Says.NOTHING
            and me
            and not passed_on
            and not need
            and kind is not Kind.CANCEL
            and around(scene, clause) is Says.COMING
            and _enrols_nearby(scene, clause)
        ):
            pro += 2
            place = min(place, *me)
        if "with_me" in tags and (what is Says.COMING or around(scene, clause) is Says.COMING):
            with_me = [i for i in inside if scene.has(i, "with_me")]
            if kind is not Kind.CANCEL and not need and not passed_on:
                pro += 2  # whoever comes with me does not come alone
                place = min(place, with_me[0])
        if tags.isdisjoint(_TAKES):
            continue
        somebody = any(i in name_tokens for i in range(clause.first, clause.last + 1)) or any(
            scene.has(i, "seat", "further", "number", *RELATIONS) or _few(scene, i) for i in inside
        )
        if what is not Says.NOT_COMING and somebody and "bring" in tags and not me:
            pro += 2
            place = min(place, clause.first)
        selves = "self_me" in tags or "self_i" in tags
        if somebody and selves and not passed_on and what is not Says.NOT_COMING:
            pro += 2
            place = min(place, *(me + i_or_we))
    if kind is Kind.REGISTER and not pro and comes_alone(scene):
        against += 5
    if kind is Kind.CANCEL and not gone and stays_though_others_go(scene, others, name_tokens):
        against += 5
    if _for_another(scene, others):
        against += 5
    if _with_relation(scene, others):
        pro += 2
    if (
        functional
        and kind is Kind.REGISTER
        and of_us == pro > 0
        and any(Cue.TITLE in m.cues or m.relation for m in here)
    ):
        return Stance(False, strong=True, said=False)  # "gern kommen wir: Frau Weber": the office, not its clerk
    if against and against >= pro:
        return Stance(False, strong=True, at=place)
    if pro:
        return Stance(True, strong=pro >= 2, at=place, beside=beside)
    if among and kind is Kind.REGISTER:
        return Stance(True, beside=True)
    if functional or secretary:
        return Stance(False, strong=True, said=False)
    if named_self:
        return Stance(True, strong=False)
    if others and any(m.relation is None for m in others):
        return Stance(False)
    if others and all(m.says is not Says.NOTHING for m in others):
        enrols = scene.any(scene.own_tokens, "enrol", "register")
        also = any(
            scene.has(i, "further") for m in others if m.clause for i in range(m.clause.first, m.clause.last + 1)
        )
        if also and kind is not Kind.CANCEL:
            return Stance(True)
        if enrols or kind is Kind.CANCEL:
            return Stance(False)
    return Stance(None)


def _for_another(scene: Scene, others: list[Mention]) -> bool:
    """ "I am writing on behalf of Mr Saleh": a person, no organisation, stands behind it."""
    for mention in others:
        if mention.clause is None:
            continue
        for b in scene.words_before(mention.first, 4):
            if scene.behalf(b):
                return True
            if not scene.has(b, "title", "from_organisation", *RELATIONS) and not scene.everyday(b):
                break
    return False


def _absent_subject(scene: Scene, clause: Clause, inside: list[int], others: list[Mention]) -> bool:
    """ "Muss euch leider absagen", before anybody is named: who else but the writer?"""
    if scene.any(inside, "self_i", "self_we", "self_me", "self_us", "title", "their", *RELATIONS):
        return False
    first = min((m.first for m in others if m.clause is not None), default=None)
    near = [m for m in others if m.clause is not None and m.clause.sentence == clause.sentence]
    return (
        first is not None
        and clause.last < first
        and not near
        and scene.any(inside, "cancel", "withdraw")
        and not any(scene.tokens[i].kind == "number" and scene.has(i + 1, "seat") for i in inside[:-1])
    )


def _says_yes_itself(scene: Scene, clause: Clause) -> bool:
    """ "Bin dabei", "ja, gern"; not "wenn ja", "kennst du ja"."""
    words = [i for i in range(clause.first, clause.last + 1) if scene.tokens[i].kind == "word"]
    return scene.any(words, "come", "attend") or (bool(words) and scene.has(words[0], "accept"))


def _few(scene: Scene, index: int) -> bool:
    """A number of people whom one may bring: "mit 81 zu alt" is none."""
    token = scene.tokens[index]
    return token.kind == "number" and len(token.folded) <= 2 and int(token.folded) <= _MOST_BROUGHT


def _answers_a_need(scene: Scene, clause: Clause) -> bool:
    """ "Fahrkarte: ja bitte": a yes to what stands before the colon."""
    before = [c for c in scene.sentences[clause.sentence] if c.last < clause.first]
    return bool(before) and scene.any(range(before[-1].first, before[-1].last + 1), *NEEDS)


def _enrols_nearby(scene: Scene, clause: Clause) -> bool:
    """Is somebody put on the list ("anmelden möchte ich: mich, …")? Not "er bat mich, ihn zu melden"."""
    for other in scene.sentences[clause.sentence]:
        inside = range(other.first, other.last + 1)
        if scene.any(inside, "myself") and not scene.any(inside, "self_i"):
            continue  # "… und trauen sich nicht, selbst zu schreiben"
        if scene.any(inside, "enrol", "register"):
            theirs = other.first > clause.first and scene.any(inside, "third")
            if not theirs or scene.any(inside, "self_me", "self_us", "joins"):
                return True
    return False


def _confirms_others(scene: Scene, clause: Clause, inside: list[int], name_tokens: set[int]) -> bool:
    """ "Gern bestätige ich, dass Frau Weber teilnimmt": the yes is to somebody else's coming."""
    if scene.any(inside, "come", "attend", "enrol", "register", "bring"):
        return False
    behind = [c for c in scene.sentences[clause.sentence] if c.first > clause.last]
    return any(i in name_tokens for c in behind for i in range(c.first, c.last + 1)) and any(
        scene.any(range(c.first, c.last + 1), "come", "attend") for c in behind
    )


def _denied(scene: Scene, clause: Clause) -> bool:
    """ "It is not true that I …", "nicht dass Sie denken, ich käme nicht": an earlier clause takes it back."""
    for other in scene.text.clauses:
        if other.sentence == clause.sentence and other.first < clause.first and says(scene, other) is Says.NOTHING:
            inside = range(other.first, other.last + 1)
            if not scene.any(inside, "third") and scene.any(inside, "negative", "negation"):
                return True
    return False


def _beside(scene: Scene, index: int, name_tokens: set[int]) -> bool:
    """ "ich und Anna", "Anna und ich", "mich sowie meine Kollegin"."""
    if not scene.has(index, "self_i", "self_me"):
        return False
    after = scene.after(index)
    mine = after == index + 1 and scene.has(after, "myself")  # "ich selbst, mein Bruder Jan und …"
    if first_of_several(scene, index + mine, name_tokens):
        return True
    if (
        after is not None
        and scene.has(after, "and_prefix")
        and (after in name_tokens or scene.has(after, "title", *RELATIONS))
    ):
        return True
    if after is not None and after in name_tokens and scene.tokens[index + 1].text in ",،":
        end = after  # "ich, Anna und Paul"
        while end in name_tokens:
            end += 1
        goes_on = end < len(scene.tokens) and (scene.has(end, "joins") or scene.tokens[end].text in ",،")
        if goes_on and scene.after(end) in name_tokens:
            return True
    if after in name_tokens and scene.tokens[index + 1].text in "+&":
        return True  # "ich + Anna"
    if after is not None and (scene.has(after, "joins") or nor(scene, after)):
        at = scene.after(after)
        for _ in range(5):  # "ma présence et celle de ma collègue …"
            if at is None or scene.has(at, "self_i", "self_we", "come", "withdraw"):
                break
            if at in name_tokens or scene.has(at, "title", "seat", *RELATIONS):
                return True
            at = scene.after(at)
    if index and scene.tokens[index - 1].text in "+&" and joined_before(scene, index - 1, name_tokens):
        return True
    before = scene.before(behind_aside(scene, index))
    if before is not None and article(scene, before):
        before = scene.before(before)  # "e la sottoscritta", "und die Unterzeichnende"
    if before is not None and nor(scene, before):
        return joined_before(scene, before, name_tokens)
    while before is not None and scene.has(before, "further") and not scene.has(before, "joins"):
        if scene.tokens[before - 1].text in ",،" and joined_before(scene, before - 1, name_tokens):
            return True  # "Frau Weber, dazu meine Wenigkeit"
        before = scene.before(before)
    if before is not None and scene.has(before, "joins"):
        return joined_before(scene, before, name_tokens)
    return False


def _also_i(scene: Scene, index: int, clause: Clause, name_tokens: set[int]) -> bool:
    """ "Neben Ida Marx nehme auch ich teil"."""
    before = scene.before(index)
    named = any(i in name_tokens for i in range(clause.first, index))
    return named and scene.has(index, "self_i") and before is not None and scene.has(before, "further")


def _agent_only(scene: Scene, me: list[int], name_tokens: set[int]) -> bool:
    """ "für mich ist …": a need of the writer, no seat."""
    del name_tokens
    return all(scene.has(i, "negative") for i in me)


def _intransitive(scene: Scene, inside: list[int]) -> bool:
    """Verbs of coming beside those of enrolling: "ich möchte kommen und mich anmelden"."""
    return sum(1 for i in inside if scene.has(i, "come") and not scene.has(i, "enrol", "register")) > 0


def _first_person(scene: Scene, first: int, last: int) -> bool:
    return verdict(scene, first, last) is Says.NOT_COMING


def _with_relation(scene: Scene, others: list[Mention]) -> bool:
    """ "mit meiner Kollegin X", "begleitet von", "bringe X mit": the writer comes with them."""
    for mention in others:
        start = mention.relation_at if mention.relation_at is not None else mention.first
        if mention.says is Says.NOT_COMING:
            continue
        for b in scene.words_before(start, 3):
            if scene.has(b, "accompanied"):
                # "begleitet wird sie von Herrn X": it is somebody else whom they accompany
                earlier = any(m is not mention and m.clause is not None and m.first < mention.first for m in others)
                return not earlier
            if not scene.has(b, "my", "further", "title"):
                break
    return False
