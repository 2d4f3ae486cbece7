"""What a sentence says about what it mentions: affirmed, negated, conditional, past, somebody else's.

A `Statement` is one sentence of the writer's own words with the concepts of each of its clauses. Everything above it
(intent, needs) asks statements, never words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailreg.lexicon.concepts import ACTS
from mailreg.lexicon.kept import once
from mailreg.lexicon.match import Match
from mailreg.model.mail import SegmentKind, Span
from mailreg.understand.text import Analysis, Clause, Text

_REPLY_MARKS = ("re aw antw antwort sv rif ref odp ynt cevap res رد الرد fw fwd wg tr rv enc i weitergeleitet").replace(
    " ", "|"
)
_REPLY = re.compile(rf"^\s*(?:\[[^\]]{{1,40}}\]\s*)?(?:{_REPLY_MARKS})\s*(?:\[\d+\]|\(\d+\))?\s*:", re.IGNORECASE)
_HOLDING_NEGATION = frozenset({"diet", "accessibility", "cancel", "childcare"})  # "vertrage keine Milch"
_QUOTES = frozenset('"“”„«»')
_FORWARD = re.compile(r"^\s*(?:fwd?|wg|tr|rv|weitergeleitet)\s*:", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Statement:
    """One sentence. `index`: its number among the writer's sentences, the subject line being -1."""

    text: Text
    clauses: tuple[Clause, ...]
    index: int
    is_subject: bool = False

    @once
    def matches(self) -> tuple[tuple[Match, ...], ...]:
        """The matches that begin in each clause."""
        return tuple([self.text.between(c.first, c.last) for c in self.clauses])

    @once
    def concepts(self) -> frozenset[str]:
        return frozenset([m.concept for row in self.matches for m in row])

    def has(self, *concepts: str) -> bool:
        return not self.concepts.isdisjoint(concepts)

    @once
    def by_clause(self) -> tuple[frozenset[str], ...]:
        """The concepts that begin in each clause."""
        return tuple([frozenset([m.concept for m in row]) for row in self.matches])

    @once
    def folded(self) -> frozenset[str]:
        """All words of the sentence, folded."""
        return frozenset([t.folded for t in self.text.tokens[self.clauses[0].first : self.clauses[-1].last + 1]])

    def of(self, *concepts: str) -> list[Match]:
        if self.concepts.isdisjoint(concepts):
            return []
        return [m for row in self.matches for m in row if m.concept in concepts]

    def clause_has(self, place: int, *concepts: str) -> bool:
        return 0 <= place < len(self.clauses) and not self.by_clause[place].isdisjoint(concepts)

    def covers(self, place: int, *concepts: str) -> bool:
        """Does a match of these concepts begin in this clause, or reach into it?"""
        if not 0 <= place < len(self.clauses) or self.concepts.isdisjoint(concepts):
            return False
        clause = self.clauses[place]
        return any(
            m.concept in concepts and m.first <= clause.last and m.last >= clause.first
            for row in self.matches
            for m in row
        )

    @property
    def question(self) -> bool:
        return self.clauses[0].question

    @once
    def words(self) -> int:
        tokens = self.text.tokens[self.clauses[0].first : self.clauses[-1].last + 1]
        return len([t for t in tokens if t.kind in {"word", "number", "email"}])

    @once
    def start(self) -> int:
        return self.clauses[0].start

    @once
    def end(self) -> int:
        return self.clauses[-1].end

    def span(self) -> Span:
        return self.text.span(self.start, self.end)

    def spans(self, *concepts: str) -> tuple[Span, ...]:
        return tuple(self.text.span_of(m) for m in self.of(*concepts))

    def place_of(self, match: Match) -> int:
        """The clause in which a match of this statement begins."""
        return next(i for i, c in enumerate(self.clauses) if c.first <= match.first <= c.last)


def is_reply(subject: str) -> bool:
    return bool(_REPLY.match(subject))


def is_forward(subject: str) -> bool:
    return bool(_FORWARD.match(subject))


def own_statements(analysis: Analysis, *, with_subject: bool = True) -> tuple[Statement, ...]:
    """The writer's own sentences, the subject first unless it belongs to the thread (Re:, Fwd:)."""
    found: list[Statement] = []
    if with_subject and analysis.subject.clauses and not is_reply(analysis.letter.subject):
        found.append(Statement(analysis.subject, analysis.subject.clauses, -1, is_subject=True))
    found += _of_kind(analysis.body, SegmentKind.OWN)
    return tuple(found)


def thread_statements(analysis: Analysis) -> tuple[Statement, ...]:
    """What is quoted or forwarded in this letter, and the subject of the thread."""
    found: list[Statement] = []
    if analysis.subject.clauses and is_reply(analysis.letter.subject):
        found.append(Statement(analysis.subject, analysis.subject.clauses, -1, is_subject=True))
    found += _of_kind(analysis.body, SegmentKind.QUOTED)
    found += _of_kind(analysis.body, SegmentKind.FORWARDED)
    return tuple(found)


def _of_kind(text: Text, kind: SegmentKind) -> Iterator[Statement]:
    own = (s for s in text.sentences if s[0].segment is kind)
    return (Statement(text, clauses, i) for i, clauses in enumerate(own))


def negated(statement: Statement, match: Match) -> bool:
    """Is what is mentioned denied? By a "not" in its clause, or right behind it ("Übersetzung: nein"). A negation
    that belongs to a phrase of its own ("nicht ohne", "verstehe nicht") does not count."""
    place = statement.place_of(match)
    if _denied(statement, place, match):
        return True
    after = place + 1
    return (
        after < len(statement.clauses)
        and statement.clause_has(after, "negation", "no_need")
        and not statement.covers(after, "indispensable")
        and _size(statement, after) <= 4
        and not statement.clause_has(
            after, "travel_costs", "interpreting", "childcare", "accessibility", "diet", "language_name"
        )
    )


def _how_one_comes(match: Match, no_need: Match) -> bool:
    """ "Ich komme mit dem Rad" needs no travel costs, and comes."""
    return match.concept in ACTS and match.first <= no_need.last and no_need.first <= match.last


def _denied(statement: Statement, place: int, match: Match) -> bool:
    if any(
        n.concept == "no_need" and not _how_one_comes(match, n)
        and n.first <= statement.clauses[place].last and n.last >= statement.clauses[place].first
        and not (match.concept in _HOLDING_NEGATION and n.first >= match.first and n.last <= match.last)
        and _bears_on(statement, place, match, n) for row in statement.matches for n in row
    ):  # fmt: skip
        return True
    shields = [m for row in statement.matches for m in row if m.concept == "indispensable"]
    return any(
        m.concept == "negation"
        and not any(s.first <= m.first <= s.last for s in shields)
        and not (match.concept in _HOLDING_NEGATION and match.first <= m.first <= match.last)
        and not (match.concept in ACTS and _yes_by_no(m, statement.matches[place]))
        and not _question_particle(statement, place, m)
        and _near(statement, place, match, m)
        for m in statement.matches[place]
    )


def _yes_by_no(negation: Match, row: Sequence[Match]) -> bool:
    """Does a phrase that says yes begin with this "not": "no faltaré"?"""
    return any(m.concept == "attend" and m.first == negation.first and m.last > negation.last for m in row)


_LONG = 12  # words; longer clauses are dictated or lack their commas: there a "not" reaches only a few words
_REACH = 5


def _near(statement: Statement, place: int, match: Match, other: Match) -> bool:
    if _size(statement, place) <= _LONG:
        return True
    return other.first <= match.last + _REACH and other.last >= match.first - _REACH


def _bears_on(statement: Statement, place: int, match: Match, refusal: Match) -> bool:
    """ "Wir brauchen Ukrainisch, nicht Russisch": a refusal that only a comma later becomes one is another's."""
    clause = statement.clauses[place]
    if clause.first <= refusal.first <= clause.last < refusal.last and match.first >= refusal.first:
        return False
    return _near(statement, place, match, refusal)


def _question_particle(statement: Statement, place: int, match: Match) -> bool:
    """Vietnamese ends a question with the word for "not": "có … không?"; Somali begins one so: "ma …?"."""
    if not statement.question:
        return False
    return match.language == "so" or (match.language == "vi" and match.last >= statement.clauses[place].last - 3)


def in_quotes(statement: Statement, match: Match) -> bool:
    """Is it part of a name or title in quotation marks: Bündnis „Absage an Rassismus“?"""
    before = after = False
    tokens = statement.text.tokens
    for i in range(match.first - 1, max(statement.clauses[0].first, match.first - 8) - 1, -1):
        if tokens[i].text in _QUOTES:
            before = True
            break
    for i in range(match.last + 1, min(statement.clauses[-1].last, match.last + 8) + 1):
        if tokens[i].text in _QUOTES:
            after = True
            break
    return before and after


def _size(statement: Statement, place: int) -> int:
    clause = statement.clauses[place]
    tokens = statement.text.tokens[clause.first : clause.last + 1]
    return len([t for t in tokens if t.kind in {"word", "number"}])


def clause_size(statement: Statement, place: int) -> int:
    return _size(statement, place)


def neighbours(statements: Sequence[Statement], statement: Statement, reach: int = 1) -> list[Statement]:
    """The sentences before and after, nearest first."""
    here = statements.index(statement)
    places = [p for d in range(1, reach + 1) for p in (here - d, here + d)]
    return [statements[p] for p in places if 0 <= p < len(statements)]
