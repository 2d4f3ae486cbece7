"""How the rules found a need: outright, in a question, in a word or two. Features of the second opinion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailreg.model.reading import Found, Kind, Need
from mailreg.understand.scope import Statement

_SHORT = 4  # words


def how_asked(statements: Sequence[Statement], found: Sequence[Found[Need]], kind: Kind) -> Iterator[str]:
    """`found`: what the rules say is asked for, of one kind of need. A model that does not know a name ignores it."""
    if not found:
        return
    yield f"rule*k={kind}"
    spans = [span for finding in found for span in finding.evidence]
    for statement in statements:
        if not any(s.part == statement.text.part and statement.start <= s.start < statement.end for s in spans):
            continue
        if statement.has("request", "need_verb", "asked_for", "indispensable"):
            yield "rule*request"
        if statement.question:
            yield "rule*question"
            yield f"rule*question*k={kind}"
        if statement.words <= _SHORT:
            yield "rule*short"
        if statement.has("past", "stated", "other"):
            yield "rule*aside"
