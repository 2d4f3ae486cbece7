"""Can every mail be written? `mailreg template check` tries all of them; `mailreg check` those that one's own files
could have broken: the package's are tried before it ships."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.policy import default

from mailreg.compose.digestsample import try_digest
from mailreg.compose.sample import SHOWN, write_sample
from mailreg.compose.templates import REFERENCE, Changes, Templates
from mailreg.model.errors import TemplateError
from mailreg.model.outgoing import Purpose

_LINK = re.compile(r"""\bhref\s*=\s*["']?([^"'\s>]*)""", re.IGNORECASE)
# A form is laid out once for all languages: one from left to right, one from right to left, two below each other.
FORM_LANGUAGES = (REFERENCE, "ar", "xx")
ONE = ((Purpose.CONFIRM, REFERENCE), (Purpose.ALERT, REFERENCE))


def problems(templates: Templates, *, quick: bool = False) -> list[str]:
    """What is wrong, in plain German lines; empty if everything can be written in every language. `quick`: without
    writing what only the package's own files make."""
    changes = templates.changes()
    found = list(templates.word_problems())
    found += [p for p in _tried(templates, _chosen(templates, changes, quick=quick)) if p not in found]
    found += try_digest(templates) if changes.digest or not quick else templates.digest_problems()
    for event, own in templates.of_events.items():
        # Only what the event changes: the rest has just been tried.
        changes = own.changes(own.folders[:1])
        chosen = _chosen(own, changes, quick=quick) if quick else _whole(own, changes)
        lines = [*own.word_problems(), *_tried(own, chosen)]
        found += [f"events/{event}: {line}" for line in dict.fromkeys(lines) if line not in found]
    return found


Pair = tuple[Purpose, str]  # a kind and a language


def _chosen(templates: Templates, changes: Changes, *, quick: bool) -> Iterable[Pair]:
    if not quick:
        return [(purpose, code) for code in templates.languages for purpose in SHOWN]
    chosen = dict.fromkeys(ONE)
    if changes.forms:
        chosen |= dict.fromkeys((purpose, code) for code in FORM_LANGUAGES for purpose in SHOWN)
    for code, sections in changes.sections.items():
        chosen |= dict.fromkeys((purpose, code) for purpose in SHOWN if purpose in sections)
    return chosen


def _whole(templates: Templates, changes: Changes) -> Iterable[Pair]:
    languages = templates.languages if changes.forms else tuple(changes.sections)
    return [(purpose, code) for code in languages for purpose in SHOWN]


def _tried(templates: Templates, chosen: Iterable[Pair]) -> list[str]:
    """One line for each mail that cannot be written, each line once."""
    wanted = [(purpose, code, plain) for purpose, code in chosen for plain in (False, True)]
    return list(dict.fromkeys(line for one in wanted for line in _written(*one, templates)))


def _written(purpose: Purpose, language: str, plain: bool, templates: Templates) -> Iterator[str]:
    try:
        content = write_sample(purpose, language, templates, plain=plain).content
    except TemplateError as error:
        yield str(error)
        return
    html = message_from_bytes(content, policy=default).get_body(("html",))
    for link in _LINK.findall(html.get_content() if html else ""):
        if not link.startswith(("https://", "http://", "mailto:")):
            yield f"{purpose}, {language}: Der Link „{link}“ führt nirgendwohin; er muss mit https:// beginnen."
