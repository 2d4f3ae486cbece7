"""Names that their neighbours prove: beside others, beside "and I", in the place of somebody who comes; and what each
clause says of them."""

from __future__ import annotations

import re
from dataclasses import replace

from mailreg.understand import names
from mailreg.understand.caseless import put_down
from mailreg.understand.coordination import adjacent, beside_self
from mailreg.understand.mention import Cue, Mention
from mailreg.understand.roles import takes_no_seat
from mailreg.understand.scene import RELATIONS, Scene
from mailreg.understand.withdrawn import Says, around


def keep_joined(scene: Scene, found: list[Mention]) -> list[Mention]:
    """Keep uncued runs only beside others ("A B, C D und ich"); tell what each clause says."""
    sure: list[Mention] = []
    for number in range(len(found)):
        mention = found[number]
        cues = mention.cues
        if not cues:
            left = found[number - 1] if number else None
            right = found[number + 1] if number + 1 < len(found) else None
            beside = (left is not None and adjacent(scene, left.last, mention.first)) or (
                right is not None and bool(right.cues) and adjacent(scene, mention.last, right.first)
            )
            joined = beside or beside_self(scene, mention.first, mention.last) or _subject(scene, mention)
            if not joined and not _in_place(scene, mention):
                continue
            mention = replace(mention, cues=frozenset({Cue.JOINED if joined else Cue.PLACE}))
            found[number] = mention
        elif Cue.RELATION not in cues and (
            (number and found[number - 1].cues and adjacent(scene, found[number - 1].last, mention.first))
            or (number + 1 < len(found) and adjacent(scene, mention.last, found[number + 1].first))
            or beside_self(scene, mention.first, mention.last)
        ):
            mention = replace(mention, cues=mention.cues | {Cue.JOINED})
            found[number] = mention
        if (described := _told_before(scene, mention)) is not None:
            mention = replace(
                mention, cues=mention.cues | {Cue.RELATION}, relation=described[0], relation_at=described[1]
            )
            found[number] = mention
        if (
            cues
            and sure
            and Cue.RELATION not in cues
            and sure[-1].relation
            and adjacent(scene, sure[-1].last, mention.first)
        ):
            mention = replace(mention, relation=sure[-1].relation)  # "meine Kolleginnen Anna Weber und Mia Kurz"
            found[number] = mention
        if number + 1 < len(found) and (whole := _shared_family(scene, mention, found[number + 1])):
            mention = replace(mention, name=whole)
            found[number] = mention
        clause = scene.clause_at(mention.first)
        if clause is not None:
            told = scene.any(range(clause.first, clause.last + 1), "told")
            mention = replace(
                mention,
                clause=clause,
                says=around(scene, clause),
                told=told,
                source=takes_no_seat(scene, mention, clause),
            )
        if clause is not None and _not_but(scene, mention):
            mention = replace(mention, says=Says.NOT_COMING)
        sure.append(mention)
    return sure


def _not_but(scene: Scene, mention: Mention) -> bool:
    """ "Nicht Linda Eger, sondern Piet Sommer kommt"."""
    if mention.first < 1 or not scene.has(mention.first - 1, "negative"):
        return False
    behind = range(mention.last + 1, min(mention.last + 4, len(scene.tokens)))
    return scene.any(behind, "contrast")


def _shared_family(scene: Scene, mention: Mention, following: Mention) -> str | None:
    """ "Nadine und Kai Seidel": both have the family name."""
    words = following.name.split()
    between = range(mention.last + 1, following.first)
    if len(mention.name.split()) != 1 or len(words) != 2 or len(between) != 1:
        return None
    joined = scene.has(between[0], "joins") or scene.tokens[between[0]].text in "&+"
    given = all(scene.tokens[i].folded in scene.given for i in (mention.first, following.first))
    same = mention.relation is None and following.relation is None
    return f"{mention.name} {words[-1]}" if joined and given and same else None


def _told_before(scene: Scene, mention: Mention) -> tuple[str, int] | None:
    """ "una compañera recién llegada de Colombia, Yurani Mosquera, …": who is described, then named by themselves.
    The relation and its token."""
    behind = mention.last + 1
    if mention.relation or mention.last == mention.first or scene.tokens[mention.first - 1].text not in ",،:(–—":
        return None
    if behind < len(scene.tokens) and scene.tokens[behind].kind == "word" and not scene.has(behind, "joins"):
        return None  # "…, Ines Gil hat gesagt"
    for index in range(mention.first - 2, max(mention.first - 10, -1), -1):
        relation = next((r for r in RELATIONS[:3] if scene.has(index, r)), None)
        if relation is not None:
            return relation, index
        if scene.has(index, "joins", "title", "child") or scene.tokens[index].kind not in {"word", "newline"}:
            return None
    return None


def before_label(scene: Scene, first: int, last: int) -> int:
    """ "Herrn Sahins Vornamen weiß ich nicht": the last token of the name before the word for a name."""
    while last > first and scene.has(last, "label_given", "label_family") and not _is_given(scene, last):
        last -= 1
    return without_degree(scene, first, last)


_DEGREE = re.compile(r"(?:^|\s+)(?:[MB]\.?\s?(?:A|Sc|Ed|Eng)|LL\.?\s?M|Ph\.?\s?D|MBA)\.?$")


def without_degree(scene: Scene, first: int, last: int) -> int:
    """ "Ivana Horáková M. A.": the last token of the name before a degree; `first - 1` if there is nothing else."""
    text, start = scene.text.text, scene.tokens[first].start
    degree = _DEGREE.search(text[start : scene.tokens[last].end]) if last - first < _LONGEST else None
    while degree is not None and last >= first and scene.tokens[last].end > start + degree.start():
        last -= 1
    return last


_LONGEST = 10  # tokens of a name with a degree


def several(scene: Scene, at: int) -> bool:
    """ "Frau Roth, Lukas und ich", "Frau Roth, Lukas, Mia und ich": these are several people."""
    if at + 1 >= len(scene.tokens):
        return False
    return scene.has(at, "joins") or (scene.tokens[at].text == "," and _is_given(scene, at + 1))


def _is_given(scene: Scene, index: int) -> bool:
    return scene.tokens[index].folded in scene.given


def beside_a_name(scene: Scene, first: int, last: int, found: list[Mention]) -> bool:
    """Does a word without any sign of a name stand beside somebody who comes?"""
    return _and_i(scene, first, last) or _among_given(scene, first, last, found)


def _among_given(scene: Scene, first: int, last: int, found: list[Mention]) -> bool:
    """ "Rike, Lolle, Mo und Henning": one word between commas, behind a given name that stands so, too."""
    before = found[-1] if found else None
    return (
        before is not None
        and last + 1 < len(scene.tokens)
        and before.first == before.last == first - 2
        and first == last
        and before.cues <= {Cue.GIVEN, Cue.PLACE, Cue.JOINED}
        and scene.tokens[first - 1].text == ","
        and (scene.tokens[last + 1].text == "," or scene.has(last + 1, "joins"))
        and not scene.ordinary(first)
        and not scene.everyday(first)
    )


def _and_i(scene: Scene, first: int, last: int) -> bool:
    """ "Wencke und ich": one word is enough directly beside "and I"."""
    after = scene.after(last)
    further = scene.after(after) if after is not None and scene.has(after, "joins") else None
    before = scene.before(first)
    return (
        further is not None
        and scene.has(further, "self_i")
        and scene.tokens[first].text[0].isupper()
        and scene.tokens[last + 1].text != ","
        and not (before is not None and scene.has(before, "place", "from_organisation"))
    )


def _subject(scene: Scene, mention: Mention) -> bool:
    """Two unknown words with capitals at the head of a clause that says who comes or does not: "Sue Field is ill"."""
    clause = scene.clause_at(mention.first)
    if clause is None or not 1 <= mention.last - mention.first <= 3:
        return False
    inside = range(clause.first, clause.last + 1)
    if (
        scene.any(inside, "in_their_place", "instead_of_me", "instead", "bring")
        and around(scene, clause) is not Says.NOTHING
    ):
        return True
    head = next(
        (
            i
            for i in range(clause.first, clause.last + 1)
            if scene.tokens[i].kind == "word" and not scene.has(i, "joins")
        ),
        None,
    )
    after = scene.after(mention.last)
    return (
        head == mention.first
        and after is not None
        and after <= clause.last
        and scene.tokens[after].text[0].islower()
        and around(scene, clause) is not Says.NOTHING
    )


def _in_place(scene: Scene, mention: Mention) -> bool:
    """Two to four unknown words with capitals in a clause about who comes, and nothing says that they are a place or
    an organisation: "c'est Boubacar Sow qui viendra", "acrescente a Vera Lúcia Pinto"."""
    words = [i for i in range(mention.first, mention.last + 1) if scene.tokens[i].kind == "word"]
    if not 2 <= len(words) <= 4:
        return False
    if names.is_caseless(mention.name):
        return put_down(scene, mention.first)
    if any(scene.tokens[i].text.isupper() or scene.tags.get(i) or scene.everyday(i) for i in words):
        return False
    before = scene.tokens[mention.first - 1] if mention.first else None
    if before is not None and (
        before.text in "„“”\"«»‚‘'" or scene.has(mention.first - 1, "organisation", "event_noun")
    ):
        return False
    if (
        before is not None
        and scene.has(mention.first - 1, "place", "from_organisation")
        and not scene.has(mention.first - 1, "enrol", "bring", "in_their_place")
        and not (mention.first > 1 and scene.has(mention.first - 2, "self_we", "self_i"))
    ):
        return False
    clause = scene.clause_at(mention.first)
    if clause is None:
        return False
    behind = mention.last + 1
    if behind < len(scene.tokens) and scene.has(behind, "organisation") and scene.tokens[behind].text[0].isupper():
        return False  # "Dostluk Spor Kulübü", "Bright Future Centre"
    if scene.any(range(max(clause.first, mention.first - 4), mention.first), "organisation"):
        return False
    inside = range(clause.first, clause.last + 1)
    sentence = [i for c in scene.sentences[clause.sentence] for i in range(c.first, c.last + 1)]
    return any(
        scene.has(
            i, "come", "attend", "withdraw", "bring", "add", "replace", "in_their_place", "instead", "instead_of_me"
        )
        or scene.has(i, "enrol")
        for i in inside
    ) or scene.any(sentence, "in_their_place", "instead_of_me", "add", "replace", "bring")
