"""Answers between quoted lines. "> Brauchst du Fahrtkosten? / Nein." says as much as a form's "Fahrtkosten: Nein.",
and is read as one; a bare "no" whose question cannot be told is no cancellation for sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from mailreg.lexicon.concepts import NEEDS
from mailreg.model.mail import Letter, Segment, SegmentKind, Span
from mailreg.understand.text import Analysis

_BARE = 5  # words of an answer that says nothing but yes or no
_SHORT = 12  # words of an answer to a question about a need
_EITHER = re.compile(r"\b(?:oder|or|ou|o|lub|czy|nebo|ili|или|або|чи|veya|yoksa|sau)\b|\bأو\b|\bيا\b", re.IGNORECASE)
_MOST = 20  # questions that are looked at


def as_a_form(analysis: Analysis) -> Letter | None:
    """The letter with each quoted question about a need turned into the label of the answer below it; None if there
    is no such question. Nothing moves: what is left out becomes blanks, so that all evidence stands where it stood."""
    letter = analysis.letter
    body, segments = letter.body, list(letter.segments)
    changed = False
    for above, below in _pairs(letter)[:_MOST]:
        label = _label(analysis, above, below)
        if label is None:
            continue
        line, start, end = label
        kept = body[start:end] + ":"
        answer = _verdict(analysis, below)
        gap = " " * (answer - start - len(kept))
        body = body[:line] + " " * (start - line) + kept + gap + body[answer:]
        at = segments.index(above)
        head = [replace(above, end=line)] if line > above.start else []
        segments[at : at + 2] = [*head, Segment(SegmentKind.OWN, line, below.end)]
        changed = True
    return replace(letter, body=body, segments=tuple(segments)) if changed else None


def answers_something_else(analysis: Analysis, evidence: Sequence[Span]) -> bool:
    """Is every one of these words a bare answer below a quoted question, which need not be the one about coming?"""
    pairs = _pairs(analysis.letter)
    spans = [s for s in evidence if s.part.endswith("body")]
    if len(pairs) < 2 or not spans or len(spans) < len(evidence):
        return False
    return all(_bare_below(analysis, span, pairs) for span in spans)


def _pairs(letter: Letter) -> list[tuple[Segment, Segment]]:
    """(quoted, the writer's own words right below)."""
    kept = [s for s in letter.segments if s.kind in (SegmentKind.OWN, SegmentKind.QUOTED)]
    return [
        (a, b) for a, b in pairwise(kept) if (a.kind, b.kind, a.end) == (SegmentKind.QUOTED, SegmentKind.OWN, b.start)
    ]


def _label(analysis: Analysis, above: Segment, below: Segment) -> tuple[int, int, int] | None:
    """(start of the question's line, start and end of what names the need in it), for a short answer to a question
    about one kind of need."""
    body = analysis.body.text
    asked = body[above.start : above.end].rstrip("> \n")
    answer = body[below.start : below.end].strip()
    if not any(c.isalnum() for c in answer) or _EITHER.search(asked[asked.rfind("\n") + 1 :]):
        return None
    if not asked.endswith(("?", "؟", ":")) or not 0 < len(answer.split("\n")[0].split()) <= _SHORT:
        return None
    line = above.start + asked.rfind("\n") + 1
    end = above.start + len(asked)
    named = [m for m in analysis.body.of(*NEEDS) if line <= m.start and m.end <= end]
    if len({m.concept for m in named}) != 1:
        return None
    languages = [m for m in analysis.body.of("language_name") if line <= m.start and m.end <= end]
    words = [*named, *languages] if len(languages) == 1 else named  # several are examples
    return line, min(m.start for m in words), max(m.end for m in words)


def _verdict(analysis: Analysis, below: Segment) -> int:
    """Where the answer begins that counts: "Höchstens für die Mundart ;-) also nein." ends with it."""
    body = analysis.body.text
    answer = body[below.start : below.end]
    first = answer.lstrip("\n ").split("\n", 1)[0]
    end = below.start + answer.find(first) + len(first.rstrip(" .!"))
    last = next((m for m in analysis.body.of("negation") if m.end == end and m.start >= below.start), None)
    return last.start if last is not None else below.start


def _bare_below(analysis: Analysis, span: Span, pairs: Sequence[tuple[Segment, Segment]]) -> bool:
    if not any(b.start <= span.start < b.end for _, b in pairs):
        return False
    body = analysis.body.text
    line = body[body.rfind("\n", 0, span.start) + 1 :].split("\n", 1)[0]
    return len(line.split()) <= _BARE
