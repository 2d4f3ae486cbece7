"""Can every mail be written? `mailreg template check` tries all of them; `mailreg check` those that one's own files
could have broken: the package's are tried before it ships."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from html import unescape
from urllib.parse import urlsplit

from mailreg.compose.digestsample import try_digest
from mailreg.compose.sample import SHOWN, write_sample
from mailreg.compose.templates import REFERENCE, Changes, Templates
from mailreg.model.errors import TemplateError
from mailreg.model.outgoing import Purpose

_LINK = re.compile(r"""<[a-z][^<>]*?\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*))""", re.IGNORECASE)
_REMOTE = re.compile(
    r"""<[a-z]+(?=[^<>]*\s(?:src|srcset|background|poster)\s*=\s*["']?\s*(?:https?:)?//)|<(?:link|script|iframe)\b"""
    r"""|url\(\s*["']?\s*(?:https?:)?//|@import""",
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"\bhttps?:[^\s<>{}]*")  # a link in plain words
# A form is laid out once for all languages: one from left to right, one from right to left, two below each other.
FORM_LANGUAGES = (REFERENCE, "ar", "xx")
ONE = ((Purpose.CONFIRM, REFERENCE), (Purpose.ALERT, REFERENCE))


def problems(templates: Templates, *, quick: bool = False) -> list[str]:
    """What is wrong, in plain German lines; empty if everything can be written in every language. `quick`: without
    writing what only the package's own files make."""
    changes = templates.changes()
    found = [*templates.word_problems(), *word_links(templates)]
    found += [p for p in _tried(templates, _chosen(templates, changes, quick=quick)) if p not in found]
    found += try_digest(templates) if changes.digest or not quick else templates.digest_problems()
    for event, own in templates.of_events.items():
        # Only what the event changes: the rest has just been tried.
        changes = own.changes(own.folders[:1])
        chosen = _chosen(own, changes, quick=quick) if quick else _whole(own, changes)
        lines = [*own.word_problems(), *word_links(own), *_tried(own, chosen)]
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
    """One line for each thing that is wrong with these mails, with the first of them that shows it."""
    found: dict[str, str] = {}
    for purpose, code in chosen:
        for plain in (False, True):
            for line in _written(purpose, code, plain, templates):
                found.setdefault(line, f"{purpose}, {code}: {line}")
    return list(found.values())


def _written(purpose: Purpose, language: str, plain: bool, templates: Templates) -> Iterator[str]:
    try:
        content = write_sample(purpose, language, templates, plain=plain).content
    except TemplateError as error:
        yield str(error)
        return
    page = _page(content)
    for quoted, single, bare in _LINK.findall(page):
        link = unescape(quoted or single or bare)
        if not leads_somewhere(link):
            yield f"Der Link „{link}“ führt nirgendwohin; er braucht eine ganze Adresse mit https:// oder mailto:."
    for tag in dict.fromkeys(_REMOTE.findall(page)):
        yield f"„{tag}“ lädt etwas aus dem Netz; viele Programme zeigen das nicht, und es verrät, wer die Mail öffnet."


def _page(content: bytes) -> str:
    """The HTML of a mail of ours. Without the policy that understands header fields, which takes most of the time."""
    html = next((p for p in message_from_bytes(content).walk() if p.get_content_type() == "text/html"), None)
    body = html.get_payload(decode=True) if html else b""
    return body.decode("utf-8") if isinstance(body, bytes) else ""


def word_links(templates: Templates) -> Iterator[str]:
    """Links in the words that lead nowhere, in plain German lines."""
    for code in templates.languages:
        for key, phrase in templates.words(code).phrases.items():
            for link in _WRITTEN.findall(phrase):
                if not leads_somewhere(link.rstrip(".,;:!?)\"“”»'")):
                    yield f"words/{code}.toml: Im Text „{key}“ führt der Link „{link}“ nirgendwohin."


def leads_somewhere(link: str) -> bool:
    """Is it a whole address of a page, or of somebody's mailbox?"""
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return "@" in parts.path
    return parts.scheme in {"http", "https"} and "." in host.strip(".") and not re.search(r"\s", link)
