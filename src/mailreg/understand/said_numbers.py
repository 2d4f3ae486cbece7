"""Numbers that a mail says, and what they count: seats at the event, or children, streets, days and hours."""

from __future__ import annotations

import re

from mailreg.understand.scene import RELATIONS, Scene
from mailreg.understand.text import Clause
from mailreg.understand.withdrawn import NEEDS, Says, around, says

_MOST = 60  # more seats than that in one mail are a mistake of reading


def numbers_in(scene: Scene) -> list[tuple[int, int]]:
    """Numbers in the message, in words or digits, as (token, value)."""
    found: list[tuple[int, int]] = []
    for match in scene.text.of("number"):
        if match.first in scene.own_set and match.value is not None:
            found.append((match.last, int(match.value)))
    for index in scene.own_tokens:
        token = scene.tokens[index]
        if token.kind == "number" and len(token.text) <= 2 and 0 < int(token.folded) <= _MOST:
            before = scene.text.text[token.start - 1] if token.start else " "
            after = scene.text.text[token.end : token.end + 1]
            if (
                before in ".:/,-+"
                or (after in ".:/,%€" and (scene.text.text[token.end + 1 : token.end + 2].isdigit() or after in "%€"))
                or is_ordinal(scene, index)
                or _of_a_long_number(scene, token.start)
            ):
                continue
            found.append((index, int(token.folded)))
    return sorted(set(found))


_GROUPS = re.compile(r"\d[\d /()+–-]{3,}$")


def _of_a_long_number(scene: Scene, start: int) -> bool:
    """ "0151 / 555 092 18": the last group of a telephone number."""
    found = _GROUPS.search(scene.text.text, max(start - 24, 0), start)
    return found is not None and sum(c.isdigit() for c in found[0]) > 3


_ORDINAL = frozenset({"th", "st", "nd", "rd", "го", "ого", "ê", "em"})


def is_ordinal(scene: Scene, index: int) -> bool:
    """ "The 11th": a day, and no number of people."""
    after = scene.tokens[index + 1] if index + 1 < len(scene.tokens) else None
    return after is not None and after.start == scene.tokens[index].end and after.folded in _ORDINAL


def of_people(scene: Scene, index: int) -> bool:
    """ "J'habite à deux rues", "salgo a las cuatro": words for a group that count streets and hours."""
    clause = scene.clause_at(index)
    if clause is None or clause.last - clause.first < 5 or says(scene, clause) is not Says.NOTHING:
        return True
    inside = [i for c in scene.sentences[clause.sentence] for i in range(c.first, c.last + 1)]
    return scene.any(
        range(clause.first, clause.last + 1), "self_we", "self_us", "seat", "registration", "enrol", *RELATIONS
    ) or scene.any(inside, "come", "attend", "register")


def of_children(scene: Scene, last: int) -> bool:
    """ "У меня двое маленьких детей": the number is theirs."""
    clause = scene.clause_at(last)
    behind = range(last + 1, min(last + 3, clause.last + 1 if clause is not None else 0))
    return scene.any(behind, "child")


def elsewhere(scene: Scene, index: int) -> bool:
    """Is the clause about what was, about helpers, or about a need?"""
    clause = scene.clause_at(index)
    if clause is None:
        return False
    inside = range(clause.first, clause.last + 1)
    comes = scene.any(inside, "come", "enrol", "attend", "register")
    return (scene.any(inside, "told", "child", "past") or scene.any(inside, *NEEDS)) and not comes


def counted(scene: Scene, index: int, number: int) -> tuple[str | None, int]:
    """Is this number one of seats? ("total" | "extra" | None, the last token of the phrase)"""
    noun = None
    further = False
    at: int | None = index
    for _ in range(3):
        at = scene.after(at) if at is not None else None
        if at is None or at not in scene.own_set:
            break
        if scene.has(at, "seat"):
            noun = at
            break
        if scene.has(at, "further"):
            further = True
        elif scene.has(at, "month", "child", "no_name") or scene.tokens[at].kind == "number":
            break
    clause = scene.clause_at(index)
    if clause is None:
        return None, index
    inside = range(clause.first, clause.last + 1)
    if scene.any(inside, "in_the_car"):
        return None, index  # "ich habe drei Plätze im Auto frei"
    if noun is None:
        if _beside_me(scene, index, number, clause):
            return "extra", index
        # "wir sind fünf", "insgesamt 4"
        before = list(scene.words_before(index, 2))
        announced = any(scene.has(b, "total") for b in before)
        if scene.tokens[index].kind == "number" and [t.text for t in scene.tokens[index + 1 : index + 2]] == ["."]:
            announced = scene.any(before[:1], "total")  # not "wir kommen also am 17."
        if number > 1 or scene.tokens[index].kind == "word":
            at = scene.before(index)
            while at is not None and scene.has(at, "further"):
                at = scene.before(at)
            beyond = scene.before(at) if at is not None and scene.has(at, "joins") else None
            nxt = scene.after(index)
            if (
                beyond is not None
                and scene.has(beyond, "self_i", "self_me")
                and number > 1
                and not (nxt is not None and scene.has(nxt, "child", *RELATIONS, *NEEDS))
            ):
                return "extra", index  # "ich und noch zwei aus dem Team"
        after = scene.after(index)
        unit = after is not None and (
            scene.has(after, "month", "child", "language_name", "event_noun")
            or scene.tokens[after].kind == "number"
            or (scene.tokens[after].text[0].isupper() and after == index + 1)
        )
        follows = scene.tokens[index + 1].text if index + 1 < len(scene.tokens) else ""
        if announced and number > 1 and not unit and follows not in ".:/%" + "€" and not elsewhere(scene, index):
            return "total", index
        if (
            announced
            and number > 1
            and follows == "."
            and (after is None or (scene.tokens[index + 2 : index + 3] and scene.tokens[index + 2].kind == "newline"))
        ):
            return "total", index
        return None, index
    if (
        number == 1
        and scene.tokens[index].kind == "word"
        and not scene.any(inside, "enrol", "come", "attend", "register")
    ):
        return None, index
    sure = [i for i in inside if not scene.has(i, "told")]  # not "begleite ich zwei junge Männer bei Behördengängen"
    comes = scene.any(sure, "come", "enrol", "attend", "register", "total", "bring")
    if scene.any(inside, "child", "told", "past") and not comes:
        return None, index
    if scene.any(inside, *NEEDS) and not comes:
        return None, index
    if around(scene, clause) is Says.NOT_COMING:
        return None, index
    before = list(scene.words_before(index, 3))
    if own_seat(scene, index, number):
        return None, index
    for b in before:
        if b >= clause.first and scene.has(b, "further"):
            further = True
    joined = bool(before) and scene.has(before[0], "joins") and number != 0
    if joined:
        further_back = scene.before(before[0])
        joined = further_back is not None and scene.has(further_back, "self_i", "self_me")
    brings = scene.any(inside, "bring") and not _takes_one(scene, clause, number)
    along = bool(before) and scene.has(before[0], "accompanied") and not scene.has(before[0], "total")
    alone = scene.any(inside, "self_i") and not scene.any(inside, "self_we", "self_us")
    if further or joined or brings or (along and alone) or _and_me(scene, noun):
        return "extra", noun
    return "total", noun


def _and_me(scene: Scene, noun: int) -> bool:
    """ "Acht Teilnehmende und ich": the writer is none of the eight."""
    after = scene.after(noun)
    behind = scene.after(after) if after is not None and scene.has(after, "joins") else None
    return behind is not None and after == noun + 1 and scene.has(behind, "self_i", "self_me")


def own_seat(scene: Scene, index: int, number: int) -> bool:
    """ "Reservieren Sie mir außerdem einen Platz vorn": the writer's own."""
    return number == 1 and any(scene.has(b, "self_me") for b in scene.words_before(index, 3))


def _takes_one(scene: Scene, clause: Clause, number: int) -> bool:
    """ "Ich nehme einen Platz": nobody is brought along."""
    inside = range(clause.first, clause.last + 1)
    return (
        number == 1
        and scene.any(inside, "self_i")
        and not scene.any(inside, "further", "accompanied", "with_me", "joins", *RELATIONS)
    )


_FEW = 9  # larger numbers in digits are rather days


def _beside_me(scene: Scene, index: int, number: int, clause: Clause) -> bool:
    """ "Зі мною ще дві мами", "mit mir kommen drei Frauen", "obendrauf kämen noch zwei: …": a number of people whom no
    word for people or seats names."""
    inside = range(clause.first, clause.last + 1)
    after = index + 1
    behind = scene.tokens[after] if after < len(scene.tokens) else None
    if behind is not None and (behind.text in ".:/%€" + "." and scene.tokens[index].kind == "number"):
        return False
    if scene.any((after + 1, after + 2), "month") or number > _FEW:
        return False  # "conmigo el 11 de octubre"
    if scene.has(after, "month", "child", "weekday", "event_noun", "language_name", *RELATIONS, *NEEDS):
        return False
    if around(scene, clause) is not Says.COMING or (number == 1 and scene.tokens[index].kind == "word"):
        return False
    if scene.any(inside, "with_me") and not scene.any(inside, *NEEDS, "told"):
        return True
    adds = any(scene.has(b, "further") for b in scene.words_before(index, 1))
    ends = behind is None or behind.text in ":.,!–(" or behind.kind == "newline"
    return adds and ends and number > 1 and scene.any(inside, "come", "attend", "bring")
