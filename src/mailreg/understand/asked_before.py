"""What was asked for in an earlier mail and is only told of now: it is no wish where it is refused beside it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from mailreg.model.mail import Span
from mailreg.model.reading import Need
from mailreg.understand.denial import NEED_CONCEPTS
from mailreg.understand.scope import Statement

_BEHIND = 3  # sentences behind an earlier request in which it may be taken back
_SHORT, _BARE = 16, 5  # words of such a sentence: with what refuses, and with no more than a "not"


def without_what_was_asked_before(
    asked: Mapping[Need, list[Span]], refused: dict[Need, list[Span]], statements: Sequence[Statement]
) -> dict[Need, list[Span]]:
    """ "In my registration I asked for Arabic translation. You don't need to order the translator any more": what is
    only told of an earlier mail is not asked for where it is refused now."""
    refused_now = {n.kind for n in refused}
    kept: dict[Need, list[Span]] = {}
    for need, spans in asked.items():
        told = _told(spans, statements)
        if told and (need.kind in refused_now or any(_refused_behind(statements, at) for at in told)):
            refused.setdefault(need, spans)
        else:
            kept[need] = spans
    return kept


def _told(spans: Sequence[Span], statements: Sequence[Statement]) -> tuple[int, ...]:
    """The sentences in which it stands, if all of them say what was written before; else none."""
    places: dict[tuple[str, int], int] = {(s.text.part, s.index): n for n, s in enumerate(statements)}
    found: list[int] = []
    of_part: dict[str, list[Statement]] = {}
    for s in statements:
        of_part.setdefault(s.text.part, []).append(s)
    for span in spans:
        own = of_part.get(span.part, [])
        at = bisect_right(own, span.start, key=lambda s: s.start) - 1
        if at < 0 or not own[at].has("stated") or own[at].has("contrast", "need_verb"):
            return ()
        found.append(places[span.part, own[at].index])
    return tuple(found)


def _refused_behind(statements: Sequence[Statement], number: int) -> bool:
    """ "Ich hatte um Arabisch gebeten. Die brauche ich nun nicht", "… Bitte also ohne!": a short sentence behind the
    one (`number`) that tells of an earlier request says no, and names no need of its own."""
    for s in statements[number + 1 : number + 1 + _BEHIND]:
        if s.question or s.has(*NEED_CONCEPTS, "language_name"):
            continue
        if s is statements[number + 1] and s.has("no_need") and s.words <= _SHORT:
            return True
        if s.has("negation") and s.words <= _BARE and not s.has("cancel", "attend"):
            return True
    return False
