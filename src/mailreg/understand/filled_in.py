"""Heads that say without a sentence who comes: of a table of people, and the fields of a form."""

from __future__ import annotations

from collections.abc import Sequence

from mailreg.model.mail import Span
from mailreg.understand.scope import Statement
from mailreg.understand.text import Text

_NAMES = ("label_name", "label_given", "label_family")
_NUMBERS = ("label_count", "label_along")
_CONTACTS = ("label_email", "label_phone", "label_mobile")
_PARTS = ("\t", "|")
_SIGNS = ":：\t?؟|"
_LABEL = 60  # characters of a field's label
_BEFORE = 16  # … in front of the word that tells what is asked for: "Your name", "Vollständiger Name"


def heads(statements: Sequence[Statement]) -> tuple[Span, ...]:
    """The words that head a table of people, or the fields of a form that asks who comes and how many; empty if the
    writer's own words hold neither."""
    text = next((s.text for s in statements if not s.is_subject), None)
    if text is None or not any(sign in text.text for sign in _SIGNS):
        return ()
    own = [(s.start, s.end) for s in statements if not s.is_subject]
    return _of_table(text, own) or _of_form(text, own)


def _of_table(text: Text, own: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """ "Name ⇥ Verein", and a row of several cells below."""
    if not any(sign in text.text for sign in _PARTS):
        return ()
    for match in text.of(*_NAMES):
        begin = text.text.rfind("\n", 0, match.start) + 1
        end = text.text.find("\n", match.end)
        heading, row = text.text[begin:end], text.text[end + 1 :].partition("\n")[0]
        if end < 0 or not any(a <= match.start < b for a, b in own):
            continue
        if any(heading.count(sign) > 1 and row.count(sign) > 0 for sign in _PARTS):
            return (text.span_of(match),)
    return ()


def _of_form(text: Text, own: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """ "Your name ⇥ …", "E-mail: …", "Number of persons: 3": a name, how many, and how to reach them. Without the
    number it may be any form, of somebody who asks or complains."""
    found = [_field(text, own, *concepts) for concepts in (_NAMES, _NUMBERS, _CONTACTS)]
    return tuple(span for span in found if span is not None) if all(found) else ()


def _field(text: Text, own: Sequence[tuple[int, int]], *concepts: str) -> Span | None:
    """The first such label with a value behind it."""
    for match in text.of(*concepts):
        begin = text.text.rfind("\n", 0, match.start) + 1
        end = text.text.find("\n", match.end)
        line = text.text[match.end : end if end >= 0 else len(text.text)]
        at = next((i for i, sign in enumerate(line) if sign in _SIGNS), None)
        if at is None or not line[at + 1 :].strip(_SIGNS + " ") or match.end + at - begin > _LABEL:
            continue
        if match.start - begin <= _BEFORE and any(a <= match.start < b for a, b in own):
            return text.span_of(match)
    return None
