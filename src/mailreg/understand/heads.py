"""How many seats: the names, a number that the mail says, or names and unnamed companions? A second opinion on the
number that the rules read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mailreg.lexicon.fold import fold
from mailreg.model.reading import Kind
from mailreg.understand.agreement import Listener
from mailreg.understand.findings import Facts, People
from mailreg.understand.senses import Row, Softmax

LABELS = ("plus", "come", "ch+", "maybe", "if", "rep", "chg", "no", "ac+", "tr+", "tr-")
AGAINST = 0.25  # how much likelier than the rules' number another one must be …
LESS = 0.5  # … to take seats away
ALONG = 0.2  # how likely a form with one name must say that somebody more comes, for the network to be heard
_MOST = 60  # seats


class Heads:
    """The numbers that may be meant in one letter, each with what speaks for it. `logits`: what each sentence says, by
    `labels`."""

    def __init__(self, facts: Facts, found: People, kind: Kind, labels: Sequence[str], logits: Sequence[Row]) -> None:
        self._facts = facts
        self._by_rules, self._named = found.headcount.value, len([p for p in found.people if p.name])
        self._extra = facts.crowd.extra
        # "One seat near the front", beside a companion, is no number of all.
        self._totals = tuple(t for t in facts.crowd.totals if t > 1 or not self._extra)
        self._subject = facts.said_in_subject.totals
        self._listed = () if facts.listed.count is None else (facts.listed.count,)
        may = {self._by_rules, self._named, self._named + 1, self._named + self._extra}
        may.update(self._totals, self._subject, self._listed, (t + 1 for t in self._totals[:2]))
        self.numbers = sorted(n for n in may if max(1, self._named) <= n <= _MOST)
        mine = any(p.name and p.name == facts.sender.name for p in found.people)
        self._who = f"{kind} {'mine' if mine else 'others'}"
        self._said = {}
        for label in LABELS:
            column = labels.index(label)
            top = max((row[column] for row in logits), default=-6.0)
            self._said[label] = 1 / (1 + math.exp(-max(-6.0, min(6.0, top))))
        own = facts.body.own_tokens
        self._tags = {t for i in own for t in facts.body.tags.get(i, ())}
        self._listed_rows = min(len(facts.listed_mentions), 3)

    def said(self, label: str) -> float:
        """How probable it is that some sentence says this."""
        return self._said[label]

    def features(self, number: int) -> dict[str, float]:
        """What speaks for this number, and against it."""
        gap = min(number - self._named, 4)
        told = {
            "rules": number == self._by_rules,
            "extra": number == self._named + self._extra,
            "total": number in self._totals,
            "first": self._totals[:1] == (number,),
            "subject": number in self._subject,
            "listed": number in self._listed,
        }
        marks = "".join(name[0] if yes else "-" for name, yes in told.items())
        found = {f"{name}": 1.0 for name, yes in told.items() if yes}
        more = "more" if gap else "names"
        for name in (
            f"gap={gap}",
            f"gap={gap} {self._who}",
            f"{marks} {more}",
            f"{marks} {more} {self._who}",
            f"{more} named={min(self._named, 4)}",
            f"{more} extra={min(self._extra, 3)} {marks[0]}",
            f"{more} totals={min(len(self._totals), 3)} {marks[2]}",
            f"{more} vague={self._facts.crowd.vague}",
            f"{more} rows={self._listed_rows}",
            f"{more} stance={self._facts.stance.comes}",
            f"{more} office={self._facts.functional or self._facts.contact.secretary}",
            f"choices={min(len(self.numbers), 5)} {marks[0]}",
            f"far={number - self._named > 4} {marks}",
        ):
            found[name] = 1.0
        for label, said in self._said.items():
            found[f"{more} said {label}"] = said
            found[f"{more} {marks} said {label}"] = said
        for tag in self._tags:
            found[f"{more} has {tag}"] = 1.0
        return found


def _without_nickname(found: People, listener: Listener | None) -> People:
    """ "Jule und ich, also Juliane Kaltofen und meine Wenigkeit" are two, where the network counts so, too."""
    named = [p for p in found.people if p.name]
    short = [p for p in named if " " not in (p.name or "") and any(_short_for(p.name, o.name) for o in named)]
    if len(short) != 1 or listener is None or (heard := listener.hear()) is None:
        return found
    fewer = found.headcount.value - 1
    if not 0 < fewer < len(heard.seats) - 1 or heard.seats[fewer] < NICKNAME:
        return found
    people = tuple(p for p in found.people if p is not short[0])
    return replace(found, people=people, headcount=replace(found.headcount, value=fewer))


def _short_for(nickname: str | None, name: str | None) -> bool:
    """Do both begin alike, and is the second a name in full?"""
    if not nickname or not name or " " not in name:
        return False
    return fold(name)[:_ALIKE] == fold(nickname)[:_ALIKE] and len(nickname) >= _ALIKE


NICKNAME = 0.5  # how sure the network must be of one seat fewer where one of the names seems to be short for another
_ALIKE = 3  # letters


def _are_all_rows(facts: Facts, found: People) -> bool:
    """Are those who come the rows of a table, or several of a form, and does no word count them otherwise?"""
    rows = [m for m in facts.listed_mentions if m.answer is not False]
    if not (facts.listed.table or (facts.listed.strict and len(rows) > 1)) or facts.crowd.extra:
        return False
    number = found.headcount.value
    counted = {facts.crowd.total or number, facts.said_in_subject.total or number}
    return len(found.people) == len(rows) == number and counted == {number}


_ROWS = 0.95  # how sure the number of a table's rows is


def _likeliest(chances: Mapping[int, float], by_rules: int) -> int:
    best = max(chances, key=lambda n: chances[n])
    lead = LESS if best < by_rules else AGAINST
    return by_rules if chances[best] < chances.get(by_rules, 0.0) + lead else best


def weigh_heads(
    facts: Facts,
    found: People,
    kind: Kind,
    labels: Sequence[str],
    logits: Sequence[Row],
    model: Softmax,
    listener: Listener | None = None,
) -> People:
    """The findings with the likeliest number of seats, and how sure it is."""
    if found.headcount.value == 0 or not found.people:
        return found
    if facts.listed.count is not None or facts.listed.along is not None:
        field = found.headcount.value if facts.listed.along is not None else facts.listed.count
        others = facts.crowd.extra or {facts.crowd.total or field, found.headcount.value} != {field}
        if listener is not None and not others:  # "Beschäftigte: 14", "Anmeldungen: 2" is doubted
            listener.number_is_filled_in = True
        return found
    found = _without_nickname(found, listener)
    heads = Heads(facts, found, kind, labels, logits)
    if listener is not None and facts.listed.strict and len(found.people) == 1 and heads.said("plus") < ALONG:
        listener.number_is_filled_in = True  # one name in a form, where "Haus: 3" or "Anzahl Nächte: 2" may stand, too
    if _are_all_rows(facts, found) and heads.said("plus") < ALONG:
        if listener is not None:
            listener.number_is_filled_in = True
        return replace(found, headcount=replace(found.headcount, confidence=_ROWS))

    def chance(number: int) -> float:
        return model.probabilities(heads.features(number))["1"]

    chances: Mapping[int, float] = {n: chance(n) for n in heads.numbers}
    if not chances:
        return found
    by_rules = found.headcount.value
    if listener is not None and listener.counts(found.people):
        chances = listener.seats(chances, chance)
    best = _likeliest(chances, by_rules)
    sure = min(found.headcount.confidence, chances.get(best, 0.5))
    return replace(found, headcount=replace(found.headcount, value=best, confidence=round(sure, 2)))
