"""The MIME tree → the text that a reader sees, attached mail, and the list of attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from mailreg.decode.charsets import decode_bytes
from mailreg.decode.colours import says_in_colour
from mailreg.decode.html import to_text
from mailreg.decode.parts import Part
from mailreg.decode.text import normalise, unflow
from mailreg.decode.tnef import read_tnef
from mailreg.model.mail import Attachment

MAX_TEXT = 2_000_000  # characters of one text part that are read
SHORT = 500  # characters; a text that short may only say that the mail is in the HTML
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_HTML_START = re.compile(r"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,20})?<(?:!doctype html|html|body)\b", re.IGNORECASE)
_TAG = re.compile(rb"<[a-zA-Z/!][^<>]{0,2000}>")
_ENRICHED = re.compile(r"</?[a-zA-Z-]{1,30}>")
_SKIPPED = frozenset({"text/x-amp-html", "text/watch-html"})


@dataclass(slots=True)
class Body:
    text: str = ""
    quotes: list[tuple[int, int]] = field(default_factory=list)
    answers: list[tuple[int, int]] = field(default_factory=list)  # lines in the colour in which the writer answers
    attachments: list[Attachment] = field(default_factory=list)
    attached: Part | None = None  # the first attached mail
    defects: list[str] = field(default_factory=list)
    bulk: bool = False
    struck: bool = False  # words struck through were left out

    def add(
        self, text: str, quotes: tuple[tuple[int, int], ...] = (), answers: tuple[tuple[int, int], ...] = ()
    ) -> None:
        if not text.strip():
            return
        shift = 0
        if self.text:
            self.text += "\n\n"
            shift = len(self.text)
        self.text += text
        self.quotes.extend((begin + shift, end + shift) for begin, end in quotes)
        self.answers.extend((begin + shift, end + shift) for begin, end in answers)


def gather(part: Part, *, bulk: bool = False) -> Body:
    """The whole mail's body. `bulk`: a list's or a mailer's, whose plain text is enough: its HTML may be a hundred
    pictures long, and whoever registers through a list writes in the plain text too."""
    body = Body(bulk=bulk)
    _collect(part, body, report=False)
    if not body.text and body.attached is None:
        for leaf in _leaves(part):  # a phone or a scanner sends what was written as an attached text
            if leaf.content_type in ("text/plain", "text/html"):
                body.add(*_text(leaf, body))
                break
    return body


def _leaves(part: Part) -> Iterator[Part]:
    if part.content_type.startswith("message/"):
        return
    if not part.children:
        yield part
    for child in part.children:
        yield from _leaves(child)


def _collect(part: Part, body: Body, *, report: bool) -> None:
    body.defects.extend(part.defects)
    kind = part.content_type
    if kind.startswith("message/"):
        _message(part, body, report)
    elif kind == "multipart/alternative" and part.children:
        _alternative(part, body, report)
    elif part.children:
        for child in part.children:
            _collect(child, body, report=report or kind == "multipart/report")
    elif kind in ("application/ms-tnef", "application/vnd.ms-tnef"):
        _tnef(part, body)
    elif _is_text(part, body):
        body.add(*_text(part, body))
        if part.filename and part.disposition:
            _list(part, body)
    elif not kind.startswith("multipart/"):
        _list(part, body)


def _message(part: Part, body: Body, report: bool) -> None:
    _list(part, body)
    if part.children and body.attached is None and not report:
        body.attached = part.children[0]


def _list(part: Part, body: Body) -> None:
    body.attachments.append(Attachment(part.filename, part.content_type, part.size))


def _is_text(part: Part, body: Body) -> bool:
    if part.content_type not in ("text/plain", "text/html", "text/enriched", "text/richtext"):
        return False
    if part.disposition == "attachment":
        return False
    return not (part.filename and body.text)  # a text file shown inline below the mail is no part of it


def _alternative(part: Part, body: Body, report: bool) -> None:
    """RFC 2046, 5.1.4, but plain text first: it keeps the quote marks. HTML where the plain text says clearly less: it
    shows no lines through words, and many programs write each cell of a table into a line of its own."""
    shapes: list[tuple[str, Body]] = []
    plain: Body | None = None
    for child in part.children:
        if child.content_type in _SKIPPED:
            continue
        if plain is not None and child.content_type == "text/html" and len(plain.text) > SHORT:
            if body.bulk:
                continue
            enough, html = 2 * _letters(plain.text), child.payload()
            small = child.end - child.begin <= enough or _at_most(html) <= enough
            if small and not (_shows_more(html) or says_in_colour(plain.text)):
                continue  # it cannot say clearly more: no need to take it apart
        inner = Body(bulk=body.bulk)
        _collect(child, inner, report=report)
        shapes.append((child.content_type, inner))
        if child.content_type == "text/plain" and plain is None and inner.text:
            plain = inner
    richest = max((inner for _, inner in shapes), key=lambda b: _letters(b.text), default=None)
    if richest is None:
        return
    chosen = plain if plain is not None and _letters(plain.text) * 2 >= _letters(richest.text) else richest
    if chosen is plain:
        chosen = next(
            (b for _, b in shapes if b is not plain and (b.struck or b.answers or _has_table(b, plain))), chosen
        )
    body.add(chosen.text, tuple(chosen.quotes), tuple(chosen.answers))
    for _, inner in shapes:
        body.attachments.extend(inner.attachments)
        body.attached = body.attached or inner.attached
        body.defects.extend(inner.defects)


_LINE_THROUGH = re.compile(rb"<s[ >]|<strike\b|<del\b|line-through", re.IGNORECASE)
_CELL = re.compile(rb"<td\b", re.IGNORECASE)
_CELLS = 4  # of the smallest table: a heading and a row
MAX_LOOKED_AT = 100_000  # bytes of HTML


def _shows_more(html: bytes) -> bool:
    """May it show words struck through, or a table of people?"""
    start = html[:MAX_LOOKED_AT]
    return _LINE_THROUGH.search(start) is not None or sum(1 for _ in islice(_CELL.finditer(start), _CELLS)) == _CELLS


def _has_table(html: Body, plain: Body) -> bool:
    """Does the HTML have a table, outside what it quotes, whose rows the plain text takes apart?"""
    above = html.text[: html.quotes[0][0] if html.quotes else len(html.text)]
    rows = [row for row in above.split("\n") if "\t" in row]
    shown = {_PARTED.sub("", line) for line in plain.text.split("\n") if _COLUMNS.search(line)}
    return len(rows) > 1 and any(_PARTED.sub("", row) not in shown for row in rows)


_PARTED = re.compile(r"[\s|\u00a0]+")
_COLUMNS = re.compile(r"[\t|]|\S[ \u00a0]{2,}\S")


def _letters(text: str) -> int:
    return len(text) - text.count(" ") - text.count("\n") - text.count(">")


def _at_most(html: bytes) -> int:
    """No fewer letters than the text of this HTML has, counted without taking it apart."""
    head, *rest = html.split(b"<style")
    shown = _TAG.sub(b"", head + b"".join(piece.partition(b"</style>")[2] for piece in rest))
    return len(shown.translate(None, b" \t\n\r\f\v"))


def _text(part: Part, body: Body) -> tuple[str, tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """The text, what of it is quoted, and what is in the colour in which the writer answers."""
    content = part.payload()
    charset = part.parameters.get("charset")
    html = part.content_type == "text/html"
    if html and (found := _META_CHARSET.search(content, 0, 3000)) and not charset:
        charset = found[1].decode("ascii")
    text = decode_bytes(content, charset)
    if len(text) > MAX_TEXT:
        # The middle goes: what somebody writes stands above a long quote or below it.
        head, tail = text[: MAX_TEXT // 2], text[-MAX_TEXT // 2 :]
        text = f"{head.rpartition(chr(10))[0] or head}\n{tail.partition(chr(10))[2] or tail}"
        body.defects.append("very long text cut")
    if html or (text.lstrip()[:1] == "<" and _HTML_START.match(text)):
        found_text = to_text(normalise(text))
        if found_text.hidden:
            body.defects.append("invisible text left out")
        body.struck = body.struck or found_text.struck
        return found_text.text, found_text.quotes, found_text.answers
    text = normalise(text)
    if part.content_type != "text/plain":
        text = _ENRICHED.sub("", text.replace("<<", "<"))
    elif part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delsp=part.parameters.get("delsp", "").lower() == "yes")
    return text.strip("\n"), (), ()


def _tnef(part: Part, body: Body) -> None:
    _list(part, body)
    found = read_tnef(part.payload())
    if found is None:
        body.defects.append("winmail.dat unreadable")
        return
    body.attachments.extend(found.attachments)
    if body.text:
        return
    if found.html:
        text = to_text(normalise(found.html))
        body.add(text.text, text.quotes, text.answers)
    elif found.text:
        body.add(normalise(found.text).strip("\n"))
