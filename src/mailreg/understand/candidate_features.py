"""What tells whether a candidate comes, does not come, or is somebody else: what the rules made of it, what stands
around the name, what its sentence says, and how it fits with the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from mailreg.lexicon.given_names import given_names
from mailreg.lexicon.kept import Kept, once
from mailreg.model.reading import Kind
from mailreg.understand import names
from mailreg.understand.candidates import Candidate, Place
from mailreg.understand.findings import Facts, People
from mailreg.understand.layout import Line
from mailreg.understand.scope import Statement
from mailreg.understand.senses import Row
from mailreg.understand.withdrawn import around, says

_LABELS = ("come", "no", "rep", "chg", "maybe", "oth", "if", "ask", "plus")
_WORDS = 3  # before and behind a name
_NEAR = 25  # tokens from one name to the next of an enumeration


class Around:
    """One letter, seen from its candidates. `logits`: what each of `statements` says, by `labels`."""

    def __init__(
        self,
        facts: Facts,
        found: People,
        kind: Kind,
        groups: Sequence[Candidate],
        statements: Sequence[Statement],
        labels: Sequence[str],
        logits: Sequence[Row],
    ) -> None:
        self.facts, self.found, self.kind, self.groups = facts, found, kind, groups
        self.scene = facts.body
        self._lines = [line for line in self.scene.lines if line.text.strip()]
        self._line_of = {i: n for n, line in enumerate(self._lines) for i in range(line.first, line.last)}
        columns = [(label, labels.index(label)) for label in _LABELS]
        self._said: dict[int, dict[str, float]] = {}  # by token
        self._loudest = dict.fromkeys(_LABELS, 0.0)
        for statement, row in zip(statements, logits, strict=False):
            if statement.is_subject:
                continue
            told = {label: (1 + math.tanh(row[j] / 2)) / 2 for label, j in columns}
            for label, value in told.items():
                self._loudest[label] = max(self._loudest[label], value)
            for clause in statement.clauses:
                self._said.update(dict.fromkeys(range(clause.first, clause.last + 1), told))
        self._owner = {
            i: n for n, g in enumerate(groups) for p in g.places if p.first >= 0 for i in range(p.first, p.last + 1)
        }
        self._wheres: Kept[int, str] = Kept(self._where_is, 1024)
        self.firm = [g for g in groups if g.verdict != "unseen" or any(p.plain for p in g.places)]

    def line(self, index: int) -> Line | None:
        number = self._line_of.get(index)
        return None if number is None else self._lines[number]

    def features(self, candidate: Candidate) -> dict[str, float]:
        """Each with its value; those that may mean another thing in another kind of mail stand twice."""
        most = dict.fromkeys(self._flags(candidate), 1.0)
        for name, value in self._graded(candidate):
            if name not in most or value > most[name]:
                most[name] = value
        kind = f"{self.kind}:"
        found: dict[str, float] = {}
        for name, value in most.items():
            found[name] = found[kind + name] = value
        return found

    def together(self, chances: Sequence[dict[str, float]], place: int) -> dict[str, float]:
        """The first judgement of one candidate beside those of the others: who stands in one enumeration comes or stays
        away together, and the numbers should fit. `chances`: of all candidates, in their order."""
        mine, own = self.groups[place], chances[place]
        who = "sender" if mine.sender else "other"
        found = {f"p {role}": p for role, p in own.items()}
        found |= {f"{mine.verdict} {role}": p for role, p in own.items()}
        found |= {f"{self.kind} {role}": p for role, p in own.items()}
        found |= {f"{self.kind} {who} {mine.verdict}": 1.0}
        before, after = self._neighbours(place)
        for side, other in (("before", before), ("after", after)):
            if other is None:
                found[f"{side} none"] = 1.0
                continue
            for role, p in chances[other].items():
                found[f"{side} {role}"] = p
                found[f"{who} {side} {role}"] = p
        others = [c for n, c in enumerate(chances) if n != place]
        coming = sum(c["comes"] for c in others)
        gone = sum(c["withdrawn"] for c in others)
        found[f"{self.kind} {who} coming"] = min(coming, 3.0)
        found[f"{self.kind} {who} gone"] = min(gone, 3.0)
        found[f"{self.kind} {who} alone"] = float(coming < 0.5)
        found[f"{self.kind} {who} none gone"] = float(gone < 0.5)
        for total in self.facts.crowd.totals[:2]:
            gap = total - coming - self.facts.crowd.extra
            found[f"{who} full"] = float(gap < 0.5)
            found[f"{who} one missing"] = float(0.5 <= gap < 1.5)
            found[f"{who} several missing"] = float(gap >= 1.5)
        clash = max((c["comes"] for n, c in enumerate(chances) if n != place and self._clash(place, n)), default=0.0)
        found["clash"] = clash
        found["clash more"] = float(clash > own["comes"])
        return found

    def _neighbours(self, place: int) -> tuple[int | None, int | None]:
        """The candidates named directly before and behind in the same sentence or in the next lines."""
        spots = self._spots
        at = self.groups[place].at
        if at not in self._owner:
            return None, None
        before = [n for first, n in spots if first < at and n != place and at - first < _NEAR]
        after = [n for first, n in spots if first > at and n != place and first - at < _NEAR]
        return (before[-1] if before else None), (after[0] if after else None)

    @once
    def _spots(self) -> list[tuple[int, int]]:
        """Where each candidate stands: the first token, and which one it is."""
        return sorted([(p.first, n) for n, g in enumerate(self.groups) for p in g.places if p.first >= 0])

    @once
    def _stands_on(self) -> list[set[int]]:
        """The tokens of each candidate."""
        return [{i for p in g.places if p.first >= 0 for i in range(p.first, p.last + 1)} for g in self.groups]

    def _clash(self, one: int, other: int) -> bool:
        """Do both stand on the same words?"""
        return not self._stands_on[one].isdisjoint(self._stands_on[other])

    def _graded(self, candidate: Candidate) -> Iterator[tuple[str, float]]:
        """What is true in part."""
        sure = max((p.sure for p in candidate.places), default=0.0)
        yield "sure", sure
        yield f"verdict {candidate.verdict}*sure", sure
        for place in candidate.in_text:
            for label, value in self._said.get(place.first, {}).items():
                yield f"said {label}", value
                yield f"said {label}*{candidate.verdict}", value
        if candidate.sender:
            for label, value in self._loudest.items():
                yield f"any {label}*sender", value

    def _flags(self, candidate: Candidate) -> Iterator[str]:
        facts = self.facts
        yield "always"
        verdict = candidate.verdict
        yield f"verdict={verdict}"
        sources = {p.source for p in candidate.places} - {"outcome"}
        yield f"sources={','.join(sorted(sources))}"
        plain = any(p.plain for p in candidate.places)
        yield f"plain={plain}|{verdict}"
        if candidate.sender:
            stance = f"{facts.stance.comes}{'!' if facts.stance.strong else ''}"
            yield "sender"
            yield f"sender|{verdict}"
            yield f"sender stance={stance}"
            yield f"sender functional={facts.functional} secretary={facts.contact.secretary}"
            yield f"sender in text={self._where(candidate)}"
            others = len([g for g in self.firm if not g.sender])
            yield f"sender others={min(others, 3)}"
            yield f"sender others={min(others, 3)} stance={stance}"
            yield f"sender named={bool(facts.selves)}|{min(others, 2)}"
            yield f"sender extra={min(facts.crowd.extra, 3)}"
            gone = sum(g.verdict == "withdrawn" for g in self.groups if not g.sender)
            come = sum(g.verdict == "comes" for g in self.groups if not g.sender)
            yield f"sender beside={min(come, 2)}+{min(gone, 2)}"
        else:
            where = self._where(candidate)
            yield f"other where={where}"
            yield f"other where={where}|{verdict}"
            mine = next((g for g in self.groups if g.sender), None)
            yield f"other sender={mine.verdict if mine else 'none'}|{verdict}"
        yield from self._numbers(candidate)
        words = names.parts(candidate.names[0])
        yield f"words={min(len(words), 4)}|{verdict}"
        if words and words[0] in given_names():
            yield "given"
            yield f"given|{verdict}"
        mention = candidate.mention
        if mention is not None and mention is not facts.sender:
            for cue in mention.cues:
                yield f"cue={cue.value}"
            yield f"says={mention.says.value}"
            yield f"relation={mention.relation}"
            if mention.told:
                yield "told"
            if mention.source:
                yield "source"
        for place in candidate.in_text:
            yield from self._beside(place, verdict)

    def _where(self, candidate: Candidate) -> str:
        """ "own", "signature", "greeting", "row" or "nowhere": the best of its places."""
        found = {self._wheres[p.first] for p in candidate.in_text}
        return next((w for w in ("row", "own", "signature", "greeting") if w in found), "nowhere")

    def _where_is(self, token: int) -> str:
        if token in self.facts.greeting:
            return "greeting"
        line = self.line(token)
        if line is None:
            return "nowhere"
        if line.signature:
            return "signature"
        return "row" if self.scene.bullet(line.text) else "own"

    @once
    def _named(self) -> int:
        """How many stand in the message itself, the writer aside."""
        return len([g for g in self.firm if not g.sender and self._where(g) in {"own", "row"}])

    def _numbers(self, candidate: Candidate) -> Iterator[str]:
        """Do the numbers that the mail says fit with all of the names, or with all but the writer's?"""
        totals = self.facts.crowd.totals
        named = self._named
        who = "sender" if candidate.sender else "other"
        for total in totals[:3]:
            gap = total - named
            yield f"{who} total-named={max(-2, min(gap, 2))}"
        yield f"{who} named={min(named, 3)} totals={bool(totals)}"
        if self.facts.listed_mentions:
            yield f"{who} beside a list"

    def _beside(self, place: Place, verdict: str) -> Iterator[str]:
        scene = self.scene
        tokens = scene.tokens
        where = self._wheres[place.first]
        own = f"{where}|"
        clause = scene.clause_at(place.first)
        if clause is not None:
            said = says(scene, clause).value
            yield f"clause={said}"
            yield f"clause={said}|{verdict}"
            yield f"around={around(scene, clause).value}|{verdict}"
            inside = {
                t for i in range(clause.first, clause.last + 1) if i not in self._owner for t in scene.tags.get(i, ())
            }
            for tag in inside:
                yield f"in clause {tag}"
            sentence = scene.sentences[clause.sentence]
            whole = {
                t
                for c in sentence
                for i in range(c.first, c.last + 1)
                if i not in self._owner
                for t in scene.tags.get(i, ())
            }
            for tag in whole:
                yield f"in sentence {tag}"
            others = {self._owner.get(i) for c in sentence for i in range(c.first, c.last + 1)}
            verdicts = {self.groups[n].verdict for n in others if n is not None and n != self._owner.get(place.first)}
            for other in verdicts:
                yield f"beside {other}|{verdict}"
        at = place.first - 1
        seen: list[str] = []
        while at >= 0 and len(seen) < _WORDS and tokens[at].kind != "newline":
            word = tokens[at].folded
            seen.append(word)
            yield f"{own}-{len(seen)} {word}"
            for tag in scene.tags.get(at, ()):
                yield f"-{len(seen)} {tag}"
            if at in self._owner and len(seen) <= 3:
                yield f"-{len(seen)} name {self.groups[self._owner[at]].verdict}"
            at -= 1
        if at < 0 or tokens[at].kind == "newline":
            yield f"{own}-{len(seen) + 1} ^"
        if len(seen) >= 2:
            yield f"-- {seen[1]} {seen[0]}"
        at = place.last + 1
        seen = []
        while at < len(tokens) and len(seen) < _WORDS and tokens[at].kind != "newline":
            word = tokens[at].folded
            seen.append(word)
            yield f"{own}+{len(seen)} {word}"
            for tag in scene.tags.get(at, ()):
                yield f"+{len(seen)} {tag}"
            if at in self._owner and len(seen) <= 3:
                yield f"+{len(seen)} name {self.groups[self._owner[at]].verdict}"
            at += 1
        if at >= len(tokens) or tokens[at].kind == "newline":
            yield f"{own}+{len(seen) + 1} $"
        if len(seen) >= 2:
            yield f"++ {seen[0]} {seen[1]}"
        number = self._line_of.get(place.first)
        if number is not None:
            line = self._lines[number]
            share = (place.last - place.first + 1) / max(1, line.last - line.first)
            yield f"share={int(share * 3)}|{where}"
            above = self._lines[number - 1] if number else None
            if above is not None and above.text.rstrip().endswith(":"):
                yield "below a colon"
            beside = [n for n in (number - 1, number + 1) if 0 <= n < len(self._lines)]
            rows = sum(
                any(
                    i in self._owner
                    for i in range(self._lines[n].first, min(self._lines[n].first + 4, self._lines[n].last))
                )
                for n in beside
            )
            yield f"name lines beside={rows}|{where}"
