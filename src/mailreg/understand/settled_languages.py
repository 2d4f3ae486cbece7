"""The languages of a mail's interpreting, once its kind and its own language are known.

A change names the old language beside the new one, and who asks for an interpreter in Ukrainian without naming a
language needs one into Ukrainian.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailreg.model.mail import Span
from mailreg.model.reading import Found, Kind, Need, NeedKind
from mailreg.understand.asked_languages import GERMAN, corrected
from mailreg.understand.needs import SIGN, UNNAMED, Needs
from mailreg.understand.scope import Statement

_SURE = 0.5  # of the mail's language
_COMMON = frozenset({GERMAN, "en"})  # in which people write whatever their language is


def settle_languages(needs: Needs, kind: Kind, statements: Sequence[Statement], own: Found[str]) -> Needs:
    """`own`: the language in which the mail is written."""
    if kind is Kind.CHANGE and (codes := corrected(statements)):
        rest = [f for f in needs.asked if f.value.kind is not NeedKind.INTERPRETING or f.value.detail == SIGN]
        spans = _spans(needs) or _spans_of(statements, codes)
        return replace(needs, asked=(*rest, *(Found(Need(NeedKind.INTERPRETING, c), 0.85, spans) for c in codes)))
    if own.value in _COMMON or own.confidence < _SURE or kind not in {Kind.REGISTER, Kind.CHANGE}:
        return needs
    return replace(
        needs,
        asked=tuple(
            replace(f, value=Need(NeedKind.INTERPRETING, own.value))
            if f.value == Need(NeedKind.INTERPRETING, UNNAMED)
            else f
            for f in needs.asked
        ),
    )


def _spans(needs: Needs) -> tuple[Span, ...]:
    return tuple(s for f in needs.asked if f.value.kind is NeedKind.INTERPRETING for s in f.evidence)[:3]


def _spans_of(statements: Sequence[Statement], codes: Sequence[str]) -> tuple[Span, ...]:
    return tuple(s.text.span_of(m) for s in statements for m in s.of("language_name") if m.value in codes)[:3]
