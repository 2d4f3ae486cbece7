"""Delivery reports in words: qmail, Exim, Exchange, GMX and all the others whose fields are missing or say too little.

No family has rules of its own. What all of them do: the failed address begins a line or ends one behind a label, the
server's words follow it, and a copy of the mail comes last. Addresses of senders and of helpdesks are told by the words
in front of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailreg.decode import reportcodes as codes
from mailreg.decode import reportwords as says
from mailreg.decode.reportfields import EMAIL
from mailreg.model.report import Fate, Undelivered

MAX_HEAD = 30_000  # characters; what a server has to say stands on the first pages
MAX_RECIPIENTS = 200
# What may stand before an address that begins its line: bullets, quotes, a reply code, an arrow of a transcript.
_LEAD = re.compile(
    r"^[\s>|*•·‣\-–=#+_.:]{0,40}(?:\d{1,3}[.)] )?(?:<<< ?|>>> ?)?(?:[45]\d\d[ -])?(?:[45]\.\d\.\d{1,3} )?"
    r"(?:(?:rcpt to|to the following (?:address|recipient)s?): ?)?[\s<\"'“„«(\[]{0,6}(?:mailto:)?$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^[\s>|*•·\-=#]{0,20}([^:\n]{2,60}?)\s?: ?[<\"'“„(\[ ]{0,6}(?:@[\w.,@-]{1,250}:)?$")
_ALONE = re.compile(r"^[\s<\"'*•-]{0,20}\S{3,254}@\S{1,250}?[>\"']?\s*:?\s*$")
_URL = re.compile(r"(?:https?|ftp)://\S+|<mailto:[^<>\s]{1,300}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Place:
    address: str
    line: int
    rank: int  # 0: begins its line or stands behind a label; 1: behind words such as "to"; 2: anywhere


def split_returned(text: str) -> tuple[str, str]:
    """(the server's words, the copy of the mail or what of it is there)."""
    marks = [m.start() for m in (says.RETURNED.search(text), _header_start(text)) if m]
    cut = min(marks, default=len(text))
    return text[:cut][:MAX_HEAD], text[cut:]


def before_header(text: str) -> str:
    """All that stands before the header of a mail, whatever seems to announce it."""
    start = _header_start(text)
    return text[: start.start() if start else len(text)][:MAX_HEAD]


def _header_start(text: str) -> re.Match[str] | None:
    """The first of two neighbouring lines that look like a mail's header."""
    for found in says.HEADER_LINE.finditer(text):
        following = text[found.end() : found.end() + 3000].split("\n")[1:4]
        if any(re.match(r"[ \t]+\S|[A-Za-z][\w-]{2,40}: ?\S", line) for line in following[:2]):
            return found
    return None


def fate_of(subject: str, head: str) -> Fate:
    words = codes.fold(f"{subject}\n{head}")
    if says.RELAYED.search(words):
        return Fate.RELAYED
    if says.DELAYED.search(codes.fold(subject)) or (says.DELAYED.search(words) and not says.GIVEN_UP.search(words)):
        return Fate.DELAYED
    return Fate.FINAL


def read_text(head: str, fate: Fate, own: frozenset[str], sent_to: frozenset[str]) -> tuple[Undelivered, ...]:
    """The recipients that a report's words name. `own`: to whom the report was sent, which is who wrote the mail;
    `sent_to`: to whom the mail that came back was addressed, as far as it is there."""
    lines = _URL.sub(" ", head).replace("\t", " ").split("\n")
    places = _places(lines)
    chosen: list[_Place] = []
    for rank in (0, 1, 2):
        others = [p for p in places if p.rank <= rank and p.address not in own]
        # An address anywhere in the words counts only if the mail went there.
        chosen = [p for p in others if p.address in sent_to] if rank == 2 else others
        if not chosen and rank == 0:  # the writer's own address failed; a greeting begins with it as well
            chosen = [p for p in places if p.rank == 0 and (p.address in sent_to or _ALONE.match(lines[p.line]))]
        if chosen:
            break
    return tuple(_judged(chosen, lines, head, fate))


def only_one(head: str, fate: Fate, own: frozenset[str]) -> tuple[Undelivered, ...]:
    """Nothing tells who it was; but the words hold one address alone that is no helpdesk's."""
    lines = _URL.sub(" ", head).split("\n")
    places = [p for p in _places(lines) if p.address not in own and not says.OFFICE.match(p.address)]
    return tuple(_judged(places, lines, head, fate)) if len({p.address for p in places}) == 1 else ()


def _places(lines: list[str]) -> list[_Place]:
    found: list[_Place] = []
    for number, line in enumerate(lines):
        if "@" not in line:
            continue
        for match in EMAIL.finditer(line[:2000]):
            before = line[max(0, match.start() - 120) : match.start()]
            if match.start() < 30 and not before.strip(" <\"'(") and number:
                before = f"{lines[number - 1][-60:].lower()} {before}" if not _LEAD.match(before) else before
            rank = _rank(before, line[: match.start()])
            address = match[0].strip("\"'.").lower()
            if rank == 0 and says.OFFICE.match(address):
                rank = 2  # a signature begins with it as well
            if rank is not None:
                found.append(_Place(address, number, rank))
    return found


def _rank(before: str, start: str) -> int | None:
    if _LEAD.match(start):
        return 0
    low = before.lower()
    label = _LABEL.match(start)
    if label:
        if says.OTHER_LABEL.match(label[1].strip().lower()):
            return None
        if not says.NOT_FAILED.search(low):
            return 0
    if says.NOT_FAILED.search(low):
        return None
    return 1 if says.FAILED.search(low) else 2


def _judged(chosen: list[_Place], lines: list[str], head: str, fate: Fate) -> list[Undelivered]:
    addresses = list(dict.fromkeys(p.address for p in chosen))[:MAX_RECIPIENTS]
    starts = sorted({p.line for p in chosen})
    result = []
    for address in addresses:
        stretch = head
        if len(addresses) > 1:
            own = [p.line for p in chosen if p.address == address]
            ends = {line: next((s for s in starts if s > line), len(lines)) for line in own}
            stretch = "\n".join("\n".join(lines[line : ends[line]]) for line in own)
        words = _without(stretch, address)
        told = codes.enhanced(words) or codes.first_reply(words) or codes.reason_of(words)
        verdict = codes.judge(None, words, "" if told else _without(head, address), fate)
        diagnostic = codes.telling_line(words)
        result.append(Undelivered(address, fate, verdict.hard, verdict.status, verdict.reason, diagnostic))
    return result


def _without(text: str, address: str) -> str:
    """An address such as user.unknown@… must not be read as the reason."""
    return re.sub(re.escape(address), "…", text, flags=re.IGNORECASE)
