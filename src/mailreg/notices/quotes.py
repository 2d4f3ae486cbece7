"""The words of a mail that matter, as whole sentences: what evidence looks like to a person."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailreg.model.mail import Letter, Span

WIDTH = 180  # characters of one quoted sentence
SHORT_LINE = 45  # a line this short ends by itself: an item of a list, a signature
_END = re.compile(r"(?<!\d)(?<!\b\w)[.!?؟。…]+[\"'“”»)]*(?=\s)|\n\s*\n")
_GREETING = re.compile(r"^[^\n.!?]{0,60},\s*\n")


def part_text(letter: Letter, part: str) -> str:
    """The text that a span's `part` points into; "" for a part that this letter has not."""
    outer, _, inner = part.partition("/")
    if outer == "forwarded" and inner:
        return part_text(letter.forwarded, inner) if letter.forwarded else ""
    if part == "subject":
        return letter.subject
    if part == "from":
        return letter.sender.name or letter.sender.email
    if part == "cc":
        return ", ".join(f"{a.name or ''} <{a.email}>" for a in letter.cc)
    return letter.body if part == "body" else ""


def sentences(letter: Letter, spans: Iterable[Span], limit: int = 2) -> tuple[str, ...]:
    """Up to `limit` sentences of the letter's text that hold these spans, in the order of the spans, each once.
    Subject and display name are shown anyway, so they are no quotes."""
    found: list[str] = []
    for span in spans:
        if span.part.rpartition("/")[2] != "body":
            continue
        text = part_text(letter, span.part)
        sentence = _around(text, span.start, span.end)
        if sentence and not any(sentence in other for other in found):
            found = [other for other in found if other not in sentence] + [sentence]
        if len(found) == limit:
            break
    return tuple(found)


def beginning(letter: Letter) -> str:
    """The first words below the greeting, where no words are evidence: "" for an empty letter."""
    text = letter.own_text.strip()
    rest = _GREETING.sub("", text, count=1).strip() or text
    return _shortened(" ".join(rest.split()), 0, 0)


def _around(text: str, start: int, end: int) -> str:
    """The sentence (or the neighbouring ones) around text[start:end], in one line."""
    if not text[start:end].strip():
        return ""
    cuts = [0, *_cuts(text), len(text)]
    begin = max(cut for cut in cuts if cut <= start)
    finish = min(cut for cut in cuts if cut >= end)
    head, words, tail = text[begin:start], text[start:end], text[end:finish]
    left = len(" ".join((head + "x").split())) - 1 if head.strip() else 0
    sentence = " ".join((head + words + tail).split())
    return _shortened(sentence, left, left + len(" ".join(words.split())))


def _cuts(text: str) -> list[int]:
    """Where a new sentence begins: behind a full stop, a blank line, or a short line, which is a greeting, an item of
    a list or a signature, while long ones are wrapped by the mail program."""
    found = [match.end() for match in _END.finditer(text)]
    position = 0
    for line in text.split("\n"):
        position += len(line) + 1
        if len(line.strip()) < SHORT_LINE:
            found.append(min(position, len(text)))
    return found


def _shortened(sentence: str, start: int, end: int) -> str:
    """At most WIDTH characters, with the words at start:end in them."""
    if len(sentence) <= WIDTH:
        return sentence.strip()
    if end <= WIDTH - 1:
        return sentence[: WIDTH - 1].rsplit(" ", 1)[0].strip() + " …"
    middle = (start + end) // 2
    low = max(0, min(middle - WIDTH // 2, len(sentence) - WIDTH))
    piece = sentence[low : low + WIDTH]
    head = "… " if low else ""
    tail = " …" if low + WIDTH < len(sentence) else ""
    return head + piece.partition(" ")[2].rsplit(" ", 1)[0].strip() + tail
