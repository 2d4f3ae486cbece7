"""Within the writer's own stretches: signatures and footers.

A signature begins below "-- ", or right below a closing ("Mit freundlichen Grüßen") with the name. What reads like a
sentence there is the writer's own again (a P.S., a list of people that follows), unless contact data came before it:
below those only advertising follows.
"""

from __future__ import annotations

import re

from mailreg.decode.clients import (
    CLOSING,
    CONTACT,
    FORM_LINE,
    LIST_FOOTER,
    LIST_HINTS,
    NOTICE_HINTS,
    NOTICE_MARKS,
    NOTICE_SUBJECT,
    PHONE_FOOTER,
    PHONE_HINTS,
    POSTSCRIPT,
    RULE_LINE,
    SIGNATURE_MARK,
)
from mailreg.model.mail import SegmentKind

OWN, SIGNATURE, FOOTER = SegmentKind.OWN, SegmentKind.SIGNATURE, SegmentKind.FOOTER
_WORD = re.compile(r"[^\W\d_]+")
_ITEM = re.compile(r"^(?:[-•*·–]\s|\d{1,2}[.)]\s)")
_CONTACT_HEADING = re.compile(
    r"^(?:kontakt|contact|anschrift|adresse|address|büro|post|sprechzeiten|öffnungszeiten|bürozeiten)\b", re.IGNORECASE
)
_ABBREVIATION = re.compile(r"(?:^|[\s.])[^\W\d_]\.$")  # "e. V.", "z. s."
_LAST_WORDS = 6  # lines
_MAX_PARAGRAPH = 60  # lines that are looked at together


def mark_own(texts: list[str], lines: list[str], kinds: list[SegmentKind | None], writer: str | None) -> None:
    """Fill in the kind of every line that is no quote and not blank. `texts` are the cleaned `lines`."""
    index, end = 0, len(texts)
    while index < end:
        if kinds[index] is not None or not texts[index]:
            index += 1
            continue
        stop = index
        while stop < end and kinds[stop] is None:
            stop += 1
        _Region(texts, lines, kinds, index, stop, writer).run()
        index = stop


class _Region:
    def __init__(
        self,
        texts: list[str],
        lines: list[str],
        kinds: list[SegmentKind | None],
        begin: int,
        end: int,
        writer: str | None,
    ) -> None:
        self.texts, self.lines, self.kinds = texts, lines, kinds
        self.begin, self.end = begin, end
        self.writer = set(_words(writer)) if writer else set()
        self._closes: dict[int, bool] = {}
        self._last_closing: int | None = None
        whole = "\n".join(texts[begin:end]).lower()
        self.phone_hints = [hint for hint in PHONE_HINTS if hint in whole]  # looked for once, not on each line
        self.list_hints = [hint for hint in LIST_HINTS if hint in whole]
        self.notice_hints = [hint for hint in NOTICE_HINTS if hint in whole]
        self.contact = False  # contact data seen in the signature
        self.marked = False  # it began with "-- "

    def run(self) -> None:
        state, index = OWN, self.begin
        closed = False  # a closing stands above and nothing else
        while index < self.end:
            text = self.texts[index]
            if not text:
                index += 1
                continue
            if stop := self._footer(index, text):
                self._mark(index, stop, FOOTER)
                index = stop
                continue
            stop = index + 1
            if state is OWN:
                if index > self.begin or index > 0:
                    if self._begins_signature(index, text):
                        state, closed, self.marked = SIGNATURE, False, True
                    elif closed and POSTSCRIPT.match(text):
                        stop = self._paragraph(index)
                    elif closed and not self._own_again(index):
                        state, closed = SIGNATURE, False
                    else:
                        closed = self._closing(index) and (index > self.begin or self._last_words())
                        if not closed and self._unmarked(index, text):
                            state = SIGNATURE
                kind = state
            else:
                kind = SIGNATURE
                if POSTSCRIPT.match(text):
                    stop, kind = self._paragraph(index), OWN
                elif not self.marked and self._own_again(index):
                    state = kind = OWN
            if kind is SIGNATURE:
                self.contact = self.contact or bool(CONTACT.search(text))
            self._mark(index, stop, kind)
            index = stop

    @property
    def last_closing(self) -> int:
        """The last line that is a closing, or -1."""
        if self._last_closing is None:
            lines = range(self.end - 1, self.begin - 1, -1)
            self._last_closing = next((i for i in lines if self.texts[i] and self._closing(i)), -1)
        return self._last_closing

    def _mark(self, begin: int, stop: int, kind: SegmentKind) -> None:
        for index in range(begin, stop):
            if self.texts[index]:
                self.kinds[index] = kind

    def _paragraph(self, index: int) -> int:
        stop = index
        while stop < self.end and self.texts[stop] and stop < index + _MAX_PARAGRAPH:
            stop += 1
        return stop

    def _begins_signature(self, index: int, text: str) -> bool:
        """ "-- ": but a rule with prose and a closing below it divides the mail, it does not end it."""
        if len(text) > 3 or not SIGNATURE_MARK.match(text):
            return False
        if not any(self.texts[index + 1 : self.end]):
            return False
        if self.last_closing <= index:
            return True
        return not any(_prose(self.texts[i]) for i in range(index + 1, min(self.last_closing, index + _MAX_PARAGRAPH)))

    def _last_words(self) -> bool:
        """Below a quote a few lines: their first may be the closing. At the top of a mail it is a greeting."""
        return self.begin > 0 and sum(1 for t in self.texts[self.begin : self.end] if t) <= _LAST_WORDS

    def _form(self, index: int) -> bool:
        """A line of a form, or the heading of one."""
        if FORM_LINE.match(self.texts[index]):
            return True
        if self.texts[index][-1] != ":":
            return False
        following = next((t for t in self.texts[index + 1 : min(index + 4, self.end)] if t), "")
        return bool(FORM_LINE.match(following) or _ITEM.match(following))

    def _role(self, index: int) -> bool:
        """A long description of what the writer does, without a full stop, above contact data: "pädagogische
        Mitarbeiterin im offenen Treff für junge Menschen"."""
        text = self.texts[index]
        if text[-1] in ".!?…" and not _ABBREVIATION.search(text):
            return False
        return any(CONTACT.search(t) for t in self.texts[index + 1 : min(self._paragraph(index), index + 6)])

    def _own_again(self, index: int) -> bool:
        if self._form(index):
            return True
        if self._role(index):
            return False
        if self.contact or (
            index and self.texts[index - 1] and self.kinds[index - 1] is SIGNATURE and not _prose(self.texts[index])
        ):
            return False
        text = self.texts[index]
        if CONTACT.search(text):
            return False
        if _ITEM.match(text):
            return True
        if text[-1] == ":":
            return not _CONTACT_HEADING.match(text)
        paragraph = " ".join(self.texts[index : min(self._paragraph(index), index + 6)])
        return _prose(text) or (_prose(paragraph) and not CONTACT.search(paragraph))

    def _unmarked(self, index: int, text: str) -> bool:
        """The writer's name alone on a line, contact data below it, and no sentence between."""
        if not self.writer or len(text) > 60 or len(self.writer) < 2:
            return False
        words = _words(text)
        if not self.writer <= set(words) or len(words) > len(self.writer) + 3:
            return False
        below = [t for t in self.texts[index + 1 : min(self.end, index + 12)] if t]
        if self.last_closing > index:
            return False  # a row of a list; the signature stands below the closing
        if ":" in text or "\t" in text or _ITEM.match(text) or any(FORM_LINE.match(t) for t in below):
            return False
        contact = next((i for i, t in enumerate(below) if CONTACT.search(t)), None)
        return contact is not None and not any(_prose(t) for t in below[: contact + 1])

    def _footer(self, index: int, text: str) -> int:
        """The line behind a footer that begins here, or 0."""
        if (
            self.phone_hints
            and len(text) < 200
            and any(map(text.lower().__contains__, self.phone_hints))
            and PHONE_FOOTER.match(text)
        ):
            return index + 1
        if text[0] in "_-=*–—─" and RULE_LINE.match(text):
            below = self.texts[index + 1 : index + 8]
            if any(self._list_footer(t) for t in below) and not any(
                _closing(t) for t in self.texts[index + 1 : self.end] if t
            ):
                return self.end
            return 0
        listed = self._list_footer(text) and self._starts_paragraph(index) and self._below_own(index)
        if listed and not any(self._has_prose(index)):
            return self._paragraph(index)
        if self.notice_hints and (
            self._starts_paragraph(index) or (index > self.begin and self.kinds[index - 1] is SIGNATURE)
        ):
            if not any(map(text.lower().__contains__, self.notice_hints)) and (
                self.kinds[index - 1] is not SIGNATURE or CONTACT.search(text) or not _prose(text)
            ):
                return 0  # the notice may begin further below in the same paragraph
            stop = self._paragraph(index)
            joined = " ".join(self.texts[index:stop])[:3000]
            lower = joined.lower()
            if len(joined) > 60 and any(map(lower.__contains__, self.notice_hints)) and NOTICE_SUBJECT.search(joined):
                marks = {mark.lower() for mark in NOTICE_MARKS.findall(joined)}
                if len(marks) >= 2 and self._below_own(index):
                    return stop
        return 0

    def _starts_paragraph(self, index: int) -> bool:
        above = self.texts[index - 1] if index > self.begin else ""
        return not above or (len(above) <= 3 and SIGNATURE_MARK.match(above) is not None)

    def _has_prose(self, index: int) -> list[bool]:
        return [_prose(t) and not self._list_footer(t) for t in self.texts[index : self._paragraph(index)]]

    def _closing(self, index: int) -> bool:
        """Is this line a closing? Asked for once."""
        known = self._closes.get(index)
        if known is None:
            known = self._closes[index] = _closing(self.texts[index])
        return known

    def _below_own(self, index: int) -> bool:
        return any(self.texts[self.begin : index])

    def _list_footer(self, text: str) -> bool:
        if not self.list_hints:
            return False
        lower = text.lower()
        return any(hint in lower for hint in self.list_hints) and bool(LIST_FOOTER.search(text))


def _closing(text: str) -> bool:
    if len(text) > 90:
        return False
    found = CLOSING.match(text)
    if not found:
        return False
    rest = text[found.end() :]
    return len(rest.split()) <= 5 and not re.search(r"[.!?]\s+\S+\s+\S", rest)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _prose(text: str) -> bool:
    """Does it read like a sentence? Lower-case words and an end mark, or many lower-case words."""
    words = _WORD.findall(text)
    if len(words) < 4:
        return False
    cased = [word for word in words if word[0].isupper() or word[0].islower()]
    if len(cased) * 2 < len(words):  # Arabic, Ethiopic: no case
        return len(words) >= 6
    lower = sum(1 for word in cased if word[0].islower())
    if text[-1] in ".!?…" and not _ABBREVIATION.search(text) and lower * 5 >= len(cased) * 2:
        return True
    return len(words) >= 6 and lower * 5 >= len(cased) * 3
