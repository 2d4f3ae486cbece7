"""What the network is given to read: the sender, the subject and the writer's own words, our event without its name.

Training and reading use the same function.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailreg.model.mail import Letter, SegmentKind, Span
from mailreg.understand.facts import Facts

_READ = 1_500  # characters of the own words
_SUBJECT = 200
_NAME = 100
# What names our event stands there as what it is: its own words are not learnt.
_MASKS = {"date": "[date]", "near": "[date]", "month": "[date]", "city": "[place]", "place": "[place]"}
_MASK = "[event]"
_OWN = frozenset({SegmentKind.OWN, SegmentKind.SIGNATURE})


class Reader:
    """`text`: what the network reads; `places`: for each of its characters the offset in the mail's body, −1 for what
    stands in no body."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.places: list[int] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def put(self, text: str, at: int = -1) -> None:
        """Add a text that stands at offset `at` of the body."""
        self._parts.append(text)
        self.places += range(at, at + len(text)) if at >= 0 else [-1] * len(text)

    def put_masked(self, text: str, begin: int, end: int, signs: Sequence[tuple[str, Span]], *, body: bool) -> None:
        """Add text[begin:end] with a mask for each sign in it."""
        for start, stop, name in sorted((span.start, span.end, name) for name, span in signs):
            if start < begin or stop > end:
                continue
            self.put(text[begin:start], begin if body else -1)
            self.put(_MASKS.get(name, _MASK))
            begin = stop
        self.put(text[begin:end], begin if body else -1)


def as_read(letter: Letter, facts: Facts) -> Reader:
    """The letter as the network reads it."""
    reader = Reader()
    signs = {part: [s for s in facts.event.signs if s[1].part == part] for part in ("subject", "body")}
    reader.put(" ".join(_thread(facts)) + " " + (letter.sender.name or letter.sender.email or "")[:_NAME] + "\n")
    reader.put_masked(letter.subject, 0, min(_SUBJECT, len(letter.subject)), signs["subject"], body=False)
    reader.put("\n")
    read = 0
    for segment in letter.segments:
        if segment.kind not in _OWN:
            continue
        end = min(segment.end, segment.start + _READ - read)
        if end <= segment.start:
            break
        reader.put_masked(letter.body, segment.start, end, signs["body"], body=True)
        reader.put("\n")
        read += end - segment.start
    return reader


def _thread(facts: Facts) -> list[str]:
    """What the mail answers, in a few fixed words."""
    said = [("[re]", facts.reply), ("[fwd]", facts.forward), ("[ours]", facts.thread_ours)]
    said += [("[confirmed]", facts.confirmed), ("[invited]", facts.invited and not facts.confirmed)]
    return [word for word, so in said if so]
