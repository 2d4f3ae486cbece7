"""Answers between quoted lines: a "no" there answers the question above it, which may be about the train or lunch."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from mailreg.lexicon.concepts import NEEDS
from mailreg.model.mail import Segment, SegmentKind, Span
from mailreg.understand.text import Analysis

_BARE = 5  # words of an answer that says nothing but yes or no


def answers_something_else(analysis: Analysis, evidence: Sequence[Span]) -> bool:
    """Is every one of these words a bare answer below a quoted question, which need not be the one about coming?"""
    kept = (SegmentKind.OWN, SegmentKind.QUOTED)
    segments = [s for s in analysis.letter.segments if s.kind in kept]
    pairs = [(a, b) for a, b in pairwise(segments) if (a.kind, b.kind) == (SegmentKind.QUOTED, SegmentKind.OWN)]
    spans = [s for s in evidence if s.part.endswith("body")]
    if not pairs or not spans or len(spans) < len(evidence):
        return False
    return all(_bare_below(analysis, span, pairs) for span in spans)


def _bare_below(analysis: Analysis, span: Span, pairs: Sequence[tuple[Segment, Segment]]) -> bool:
    above = next((a for a, b in pairs if b.start <= span.start < b.end), None)
    if above is None:
        return False
    body = analysis.body.text
    line = body[body.rfind("\n", 0, span.start) + 1 :].split("\n", 1)[0]
    if len(line.split()) > _BARE:
        return False
    if len(pairs) > 1:
        return True
    asked = body[above.start : above.end].rstrip("> \n")
    start = above.start + asked.rfind("\n") + 1
    return any(start <= m.start < above.end for m in analysis.body.of(*NEEDS))
