"""How many: unnamed companions ("meine Frau und ich", "mit zwei Kolleginnen", "+1") and totals ("zu dritt")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailreg.model.mail import Span
from mailreg.understand import unnamed
from mailreg.understand.ages import child_with_seat
from mailreg.understand.coordination import beside_self, joined_before, leads_to_self
from mailreg.understand.mention import Mention
from mailreg.understand.more_or_fewer import adds_a_group, so_many_more
from mailreg.understand.said_numbers import counted, elsewhere, is_ordinal, numbers_in, of_children, of_people, own_seat
from mailreg.understand.scene import RELATIONS, Scene
from mailreg.understand.text import Clause
from mailreg.understand.what_one_is import in_passing, is_there, somebody_untold, what_one_is
from mailreg.understand.withdrawn import Says, around

_NEAR = 60  # characters from "eine" to the one whom it means
_PLUS = re.compile(r"(?<![\w+])\+\s?(\d{1,2})\b(?![\d\s/.()-]*\d)")


@dataclass(frozen=True)
class Crowd:
    """`extra`: unnamed companions that are asked for, beside those named. `total`: a number that the mail says of all,
    the sender and the named included; `vague`: companions without a number."""

    extra: int = 0
    total: int | None = None
    vague: bool = False
    evidence: tuple[Span, ...] = ()
    totals: tuple[int, ...] = ()


def count(
    scene: Scene,
    mentions: list[Mention],
    listed: frozenset[int],
    greeting: frozenset[int] = frozenset(),
    offices: frozenset[int] = frozenset(),
) -> Crowd:
    """What the message says about numbers of people. `greeting`: tokens of the salutation, whose "colleagues" are
    ours; `offices`: those of names of organisations ("Junge Syrer Hoyerswerda")."""
    extra, vague, evidence, used = _unnamed(scene, mentions, listed, greeting, offices)
    totals: list[tuple[int, int]] = []
    strong: list[tuple[int, int]] = []
    left: list[int] = []
    named = unnamed.named_tokens(scene, mentions, listed)
    for match in scene.text.of("group"):
        if match.first not in scene.own_set or match.value is None or elsewhere(scene, match.first):
            continue
        whole = range(match.first, match.last + 1)
        if not of_people(scene, match.first) and not scene.any(whole, "total", "self_we", "self_us"):
            continue
        if of_children(scene, match.last) or unnamed.meant_only(scene, match.first):
            continue
        if unnamed.out_of(scene, match.first, match.last, int(match.value)):
            continue
        if any(scene.has(b, "negative") for b in scene.words_before(match.first, 1)):
            continue  # "nicht zu dritt, sondern zu zweit"
        if unnamed.joins_the_named(scene, match.first, int(match.value), named):
            continue  # "și încă trei persoane": counted with the numbers
        if match.last in used:
            continue
        if adds_a_group(scene, match):
            behind = _named_behind(scene, match.last, mentions, int(match.value))
            extra += int(match.value) - behind  # "wir sind zwei mehr als gemeldet"
        else:
            strong.append((match.first, int(match.value)))
        used.update(range(match.first, match.last + 1))
        evidence.append(scene.text.span_of(match))
    numbers = [(i, n) for i, n in numbers_in(scene) if i not in used]
    loose: list[tuple[int, int]] = []
    for index, number in numbers:
        if unnamed.meant_only(scene, index):
            continue
        if unnamed.rest(scene, index):
            left.append(number)
            evidence.append(scene.text.span(scene.tokens[index].start, scene.tokens[index].end))
            continue
        if so_many_more(scene, index, number):
            extra += max(number - _named_behind(scene, index, mentions, number), 0)
            evidence.append(scene.text.span(scene.tokens[index].start, scene.tokens[index].end))
            continue
        kind, noun = counted(scene, index, number)
        mine = own_seat(scene, index, number)
        if kind != "extra" and not mine and unnamed.joins_the_named(scene, index, number, named):
            start = scene.tokens[index].start
            if number == 1 and any(start <= span.start <= start + _NEAR for span in evidence):
                continue  # "und eine neue Kollegin": counted with the relations
            kind = "extra"
        grouped = kind is None and (kind := unnamed.of_a_group(scene, index, number)) is not None
        if kind is None:
            loose.append((index, number))
            continue
        span = scene.text.span(scene.tokens[index].start, scene.tokens[noun].end)
        if kind == "extra" and number == 1 and _same_companion(scene, index, evidence if extra else [], mentions):
            continue
        if kind == "extra" and unnamed.are_all(scene, noun, mentions, number):
            kind = "total"
        if kind == "extra":
            if grouped and any(noun < i <= noun + 30 for i in listed):
                continue  # "ich bringe zwei aus der Werkstatt mit, nämlich", and then a list
            known = 0 if grouped and not unnamed.introduced(scene, noun, mentions) else None
            known = _named_behind(scene, noun, mentions, number) if known is None else known
            extra += max(number - known, 0)
        elif grouped and totals and unnamed.joined_in_sentence(scene, totals[-1][0], index):
            totals[-1] = (totals[-1][0], totals[-1][1] + number)  # "zwei von uns und zwei von euch"
        else:
            totals.append((index, number))
        evidence.append(span)
    if not extra and left:
        extra = max(left)  # "… und drei weitere. Die drei Namen folgen": they are the same
    if rows := unnamed.open_rows(scene, named):
        extra += max(len(rows) - extra, 0)
        evidence.extend(scene.text.span(scene.tokens[a].start, scene.tokens[b].end) for a, b in rows)
    for found in _PLUS.finditer(scene.text.text):
        if any(line.own and line.start <= found.start() < line.end for line in scene.lines) and int(found[1]) <= 12:
            if not unnamed.same_as(scene, found.start(), int(found[1]), extra, evidence):
                extra += int(found[1])
            evidence.append(scene.text.span(found.start(), found.end()))
    if (strong or totals) and unnamed.alone(scene):
        return Crowd(extra, None, vague, tuple(evidence))
    everything = unnamed.holding(scene, strong or totals)
    total = max(everything) if everything else None
    if (some := unnamed.some_of_them(scene, strong + totals, loose)) is not None:
        everything, total = (some,), some
    said = tuple(n for _, n in (*strong, *totals))
    if set(everything) != {n for _, n in strong or totals}:
        said = (*everything, *said)  # what does not hold may still be weighed
    return Crowd(extra, total, vague, tuple(evidence), said)


def _same_companion(scene: Scene, index: int, counted: list[Span], mentions: list[Mention]) -> bool:
    """ "Eine Begleitperson bringt sie mit; bitte einen weiteren Platz": the seat of the one just counted, or named:
    "… seine Assistentin Anna Weber, die auch einen Platz braucht"."""
    clause = scene.clause_at(index)
    if clause is None:
        return False
    start = min((c.start for c in scene.sentences[clause.sentence]), default=clause.start)
    if any(
        m.relation_at is not None and m.clause is not None and m.clause.sentence == clause.sentence and m.last < index
        for m in mentions
    ):
        return True
    here = scene.tokens[index].start
    seat = here + _NEAR // 2 if scene.has(index + 1, "seat") else here  # "einen Platz für eine Freundin"
    return any(start <= span.start < seat for span in counted)


def _named_behind(scene: Scene, last: int, mentions: list[Mention], number: int) -> int:
    """How many of the counted are named: "drei junge Männer: Yared, Robel und Meron", in this sentence or directly
    in the next."""
    clause = scene.clause_at(last)
    if clause is None:
        return 0
    here = [m for m in mentions if m.first > last and m.clause is not None and m.clause.sentence == clause.sentence]
    if here and not beside_self(scene, here[-1].first, here[-1].last):
        return min(len({m.name for m in here}), number)
    after = [m for m in mentions if m.clause is not None and m.clause.sentence == clause.sentence + 1]
    names_only = after and after[0].clause is not None and after[0].first <= after[0].clause.first + 3
    return min(len({m.name for m in after}), number) if names_only and len(after) == number else 0


def _unnamed(
    scene: Scene,
    mentions: list[Mention],
    listed: frozenset[int],
    greeting: frozenset[int],
    offices: frozenset[int],
) -> tuple[int, bool, list[Span], set[int]]:
    """Relations without a name that take a seat."""
    named = {m.relation_at for m in mentions if m.relation_at is not None}
    name_tokens = {i for m in mentions for i in range(m.first, m.last + 1)}
    beside = unnamed.named_tokens(scene, mentions, listed)
    extra = 0
    vague = False
    evidence: list[Span] = []
    used: set[int] = set()
    seen: set[str] = set()
    done = -1
    for match in scene.text.of(*RELATIONS):
        index = match.first
        if (
            index not in scene.own_set
            or index <= done
            or match.last in listed
            or (match.first in offices and match.last in offices)
            or what_one_is(scene, index, match.last)
            or (match.last in greeting and match.concept == "colleague")
            or index in named
            or index in name_tokens
        ):
            continue
        if match.concept == "child" or scene.has(match.last, "child"):
            if child_with_seat(scene, index) and "child" not in seen:
                seen.add("child")
                number, _ = _how_many(scene, index)
                extra += number or 1
                evidence.append(scene.text.span_of(match))
            continue
        if (
            match.concept == "friend"
            and scene.has(index, "title")
            and not (scene.before(index) is not None and scene.has(scene.before(index) or 0, "my"))
            and not somebody_untold(scene, index)
            and not unnamed.alone_behind_with(scene, index)
        ):
            continue
        if scene.has(index, "accompanied") and unnamed.relation_behind(scene, match.last):
            continue  # "in Begleitung meiner Praktikantin"
        if (
            unnamed.list_follows(scene, match.last, listed)
            or _names_follow(scene, match.last, mentions)
            or _apposition(scene, index, mentions)
        ):
            done = match.last
            continue
        clause = scene.clause_at(index)
        if clause is None or not _takes_a_seat(scene, index, match.last, clause, beside):
            continue
        done = match.last
        key = scene.tokens[index].folded[:5]
        number, number_at = _how_many(scene, index)
        if (key in seen and number in {None, 1}) or (number_at is not None and number_at in used):
            continue  # "zwei Kolleginnen aus der Schulsozialarbeit": the same two
        seen.add(key)
        if number is None:
            vague = True
            number = 1
        if number_at is not None:
            used.add(number_at)
        extra += 0 if unnamed.are_all(scene, match.last, mentions, number) else number
        evidence.append(scene.text.span(scene.tokens[number_at if number_at is not None else index].start, match.end))
    return extra, vague, evidence, used


def _names_follow(scene: Scene, last: int, mentions: list[Mention]) -> bool:
    """ "meine Kolleginnen: Anna …", "mein Freund heißt Dawit", "zwei Kolleginnen, Frau Weber und Frau Kurz": the named
    ones are these."""
    token = scene.tokens[last]
    clause = scene.clause_at(last)
    for mention in mentions:
        between = mention.first - last
        if 0 < between <= 6 and all(
            (scene.tokens[i].kind == "punct" and scene.tokens[i].text not in ".!?")
            or scene.has(i, "title", "called", "my", "further")
            or scene.tokens[i].kind == "newline"
            or (scene.has(i, "joins", "self_i") and scene.tokens[mention.first - 1].text == "(")
            for i in range(last + 1, mention.first)
        ):
            return True
        if (
            mention.relation_at is not None
            and mention.relation_at > last
            and scene.tokens[mention.relation_at].folded[:5] == token.folded[:5]
        ):
            return True
        if _named_later(scene, last, mention):
            return True
        if (
            mention.first > last
            and mention.clause is not None
            and clause is not None
            and 0 <= mention.clause.sentence - clause.sentence <= 1
        ):
            before = list(scene.words_before(mention.first, 3))
            if any(scene.has(b, "called", "introduces") for b in before) and not any(
                scene.has(b, "self_i") for b in before
            ):
                return True
    return False


def _named_later(scene: Scene, last: int, mention: Mention) -> bool:
    """ "Meine Freundin, mit der ich wohne, Anna Weber", "mein Bruder – das ist Tom", "meine Frau. Sie: Anna": named in
    the same sentence with nobody else between, or behind "he" or "she"."""
    between = range(last + 1, mention.first)
    if not 0 < len(between) <= 14 or mention.relation_at is not None or mention.source or mention.told:
        return False
    before = scene.tokens[mention.first - 1]
    pronoun = next(iter(scene.words_before(mention.first, 1)), None)
    if pronoun is not None and pronoun > last and scene.has(pronoun, "third") and before.text in ":–—-":
        return True
    others = any(scene.has(i, *RELATIONS) and not scene.has(i, "title") for i in between)
    if mention.says is Says.NOT_COMING or others or scene.any(between, "contrast", "come", "withdraw", "enrol"):
        return False
    ends = any(scene.tokens[i].text in ".!?;" and not scene.has(i - 1, "title") for i in between)
    if ends or scene.any(between, "joins", "introduces"):
        return False
    return len(between) <= 3 or before.text in ",:–—-(" or scene.has(mention.first - 1, "title")


def _apposition(scene: Scene, index: int, mentions: list[Mention]) -> bool:
    """ "Anna Weber (meine Kollegin)", "Herr Kurz, unser Vorsitzender"."""
    for mention in mentions:
        between = index - mention.last
        if leads_to_self(scene, index) and scene.any(range(mention.last + 1, index), "their"):
            continue  # "Anna Weber, ihren Mann und mich"
        if (
            0 < between <= 5
            and scene.tokens[mention.last + 1].text in ",(–-"
            and all(
                scene.tokens[i].text in ",(–-"
                or scene.has(i, "my")
                or scene.tokens[i].kind == "newline"
                or (
                    scene.tokens[i].text.islower()
                    and scene.tokens[i].kind == "word"
                    and not scene.has(i, "joins", "accompanied", "self_i", "come", "bring", "enrol", "further")
                )
                for i in range(mention.last + 1, index)
            )
        ):
            return True
    return False


_A_GROUP = 12  # a larger number stands directly before those whom it counts


def _how_many(scene: Scene, index: int) -> tuple[int | None, int | None]:
    """The number before a relation: 1 for "meine Kollegin", None for a plural without one."""
    numbers = {m.last: int(m.value) for m in scene.text.of("number") if m.value is not None}
    for b in scene.words_before(index, 4):
        if scene.has(b, "joins", "accompanied", "self_i", "self_me", "come", "month", "weekday", "event_noun"):
            break
        if scene.has(b, "seat") and any(scene.tokens[i].text in ",:–—" for i in range(b + 1, index)):
            break  # "zwei Personen, meine Partnerin und mich"
        token = scene.tokens[b]
        digits = token.kind == "number" and len(token.text) <= 2 and not is_ordinal(scene, b)
        number = int(token.folded) if digits else numbers.get(b)
        if number is not None and (number <= _A_GROUP or b == index - 1):
            return number, b  # not "seit zwanzig Jahren im Seniorenkreis"
    return (None, None) if unnamed.plural(scene, index) else (1, None)


def _takes_a_seat(scene: Scene, first: int, last: int, clause: Clause, name_tokens: set[int]) -> bool:
    """Is the relation in a place where companions stand: beside "ich", behind "mit", brought along?"""
    inside = range(clause.first, clause.last + 1)
    if around(scene, clause) is Says.NOT_COMING or in_passing(scene, first):
        return False
    sentence = [i for c in scene.sentences[clause.sentence] for i in range(c.first, c.last + 1)]
    comes = scene.any(sentence, "come", "attend", "enrol", "register", "accept", "bring", "seat", "registration")
    comes = comes or is_there(scene, inside)
    told = scene.any(inside, "told")
    after = scene.after(last)
    if after is not None and scene.has(after, "joins"):
        far = scene.after(after)
        if far is not None and scene.has(far, "self_i", "self_me") and not told:
            return True
    if not told and (leads_to_self(scene, last) or unnamed.behind_self(scene, first, sentence)):
        return True
    if scene.has(first, "accompanied") and scene.has(first, "assistant"):
        return not told  # "plus one"
    if unnamed.added_in_a_row(scene, first, name_tokens):
        return not told  # "Anna Weber (vegetarisch) + Begleitung"
    if scene.has(first, "accompanied") and comes and not told:
        return True  # "annemle": the ending says "with"
    skipped = 0
    at = scene.before(first)
    if scene.has(first, "and_prefix") and at is not None and scene.has(at, "self_i", "self_me"):
        return not told
    while at is not None and skipped < 5:
        if scene.has(at, "accompanied"):
            return comes and not told and not (unnamed.agreed(scene, at) or unnamed.only_travels(scene, at))
        if scene.has(at, "joins"):
            far = scene.before(at)
            if far is not None and (scene.has(far, "self_i", "self_me", *RELATIONS) or far in name_tokens):
                return not told
            if joined_before(scene, at, name_tokens):
                return not told
            break
        if scene.has(at, "bring") and not scene.has(at, "attend"):
            return not told  # not "nehme teil"
        filler = (
            scene.has(at, "my", "their", "further", "number", "assistant", *RELATIONS)
            or scene.tokens[at].kind == "number"
        )
        if (
            not filler
            and scene.tokens[at].text[:1].isupper()
            and not scene.tokens[at].text.islower()
            and at != clause.first
        ):
            break
        if scene.has(at, "self_i", "self_we"):
            break
        at = scene.before(at)
        skipped += 1
    if told or (scene.any(inside, "negative") and scene.has(first, "assistant")):
        return False  # "eine Assistenz begleitet mich nicht"
    brings = any(scene.has(i, "bring") and not scene.has(i, "attend") for i in inside)
    if brings and comes:  # not "Mädchen bringe ich keine mit"
        return not any(scene.has(i, "negative") for i in inside if i > last)
    if scene.any(inside, "accompanied") and scene.any(inside, "come", "attend", "bring"):
        return scene.has(first, "assistant", "colleague", "friend")
    if unnamed.and_so_does(scene, first, last, clause):
        return not told
    further = scene.any(inside, "further")
    # "meine Kollegin kommt auch"
    return (
        further
        and scene.any(inside, "come", "attend")
        and any(scene.has(b, "my", "further", "number") for b in scene.words_before(first, 2))
    )
