"""Status codes and words of a delivery report → permanent or not, and why (RFC 3463, RFC 5321 4.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailreg.decode import reportwords as says
from mailreg.decode.late import Late
from mailreg.model.report import Fate, Reason

MAX_DIAGNOSTIC = 300  # characters that are kept of a server's words
# "5.1.1", not a piece of an IP address, a version or a date: RFC 3463 knows the subjects 0 to 7.
_ENHANCED = re.compile(r"(?<![\w./])([245])\.([0-7])\.(\d{1,3})(?![\w/]|\.\d)")
_REPLY = re.compile(
    r"(?:^|[<>:;,'\"“«(\[=|]\s{0,4}|\b(?:said|says|returned|code|error|status|reply|response|antwort|fehler\w*|meldung|erreur)\W{1,4})"
    r"([45][0-5]\d)(?=[\s\-:,.'\"”)\]#<]|$)",
    re.MULTILINE | re.IGNORECASE,
)
_UNDEFINED = re.compile(r"[245]\.0\.0$")  # "other undefined status": what stands beside it says more
_BLANKS = re.compile(r"\s+")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")

# Reasons by subject and detail of the status code (RFC 3463, 3; 5.1.10 and up: Microsoft's).
BY_STATUS: dict[str, Reason] = {
    "1.1": Reason.UNKNOWN_USER,
    "1.2": Reason.DNS,
    "1.3": Reason.UNKNOWN_USER,
    "1.4": Reason.UNKNOWN_USER,
    "1.6": Reason.MOVED,
    "1.7": Reason.BLOCKED,
    "1.8": Reason.BLOCKED,
    "1.10": Reason.DNS,  # RFC 7505; Microsoft's RecipientNotFound is known by its words
    "1.351": Reason.UNKNOWN_USER,
    "2.1": Reason.DISABLED,
    "2.2": Reason.MAILBOX_FULL,
    "2.3": Reason.TOO_LARGE,
    "3.1": Reason.UNREACHABLE,
    "3.2": Reason.UNREACHABLE,
    "3.4": Reason.TOO_LARGE,
    "4.0": Reason.UNREACHABLE,
    "4.1": Reason.UNREACHABLE,
    "4.2": Reason.UNREACHABLE,
    "4.3": Reason.UNREACHABLE,
    "4.4": Reason.DNS,
    "4.5": Reason.UNREACHABLE,
    "4.6": Reason.LOOP,
    "4.7": Reason.UNREACHABLE,
    "6.0": Reason.BLOCKED,
}
FOR_NOW = frozenset({Reason.UNREACHABLE})


@dataclass(frozen=True, slots=True)
class Verdict:
    hard: bool
    status: str | None
    reason: Reason


def judge(status: str | None, diagnostic: str, around: str, fate: Fate) -> Verdict:
    """What a status field (or None), a server's words, and the text around mean together.

    The class of the status decides; "x.0.0" gives way to a more precise code in the server's words; without any
    code the words decide, and what is final and unclear counts as permanent."""
    own = status
    said = enhanced(diagnostic)
    if own is None or (_UNDEFINED.match(own) and said is not None and not _UNDEFINED.match(said)):
        own = said or own
    reply = first_reply(diagnostic)
    if own is None and reply is None:
        own, reply = enhanced(around), first_reply(around)
    reason = (
        reason_of(diagnostic)
        or _by_status(own)
        or _by_status(said)
        or reason_of(diagnostic, says.WEAK)
        or reason_of(around)
        or reason_of(around, says.WEAK)
        or Reason.OTHER
    )
    return Verdict(_hard(own, reply, reason, f"{diagnostic}\n{around}", fate), own, reason)


def _hard(status: str | None, reply: str | None, reason: Reason, words: str, fate: Fate) -> bool:
    if fate is not Fate.FINAL:
        return False
    vague = status is None or bool(_UNDEFINED.match(status))
    if vague and not (reply or "").startswith("4") and says.NO_DOMAIN.search(fold(words)):
        return True
    if status is not None and status[0] in "45":
        return status[0] == "5"
    if reply is not None:
        return reply[0] == "5"
    if reason is Reason.MAILBOX_FULL:
        return bool(says.GIVEN_UP.search(fold(words)))
    return reason not in FOR_NOW


def enhanced(text: str) -> str | None:
    """The first enhanced status code of class 4 or 5 in a text, precise ones before "5.0.0"."""
    found = [".".join(str(int(n)) for n in code.groups()) for code in _ENHANCED.finditer(text)]
    found = [code for code in found if code[0] in "45"]
    return next((code for code in found if not _UNDEFINED.match(code)), found[0] if found else None)


def first_reply(text: str) -> str | None:
    """The first reply code of an SMTP server (4xx, 5xx) in a text."""
    found = _REPLY.search(text)
    return found[1] if found else None


def reason_of(text: str, table: tuple[tuple[Reason, Late], ...] = says.REASONS) -> Reason | None:
    """The reason that a text's words name; with `says.WEAK` by words that say little."""
    folded = fold(text)
    return next((reason for reason, pattern in table if pattern.search(folded)), None)


def _by_status(status: str | None) -> Reason | None:
    if status is None or _UNDEFINED.match(status) or status == "5.4.1":  # Microsoft's, when it knows no such mailbox
        return None
    return BY_STATUS.get(status[2:]) or (Reason.BLOCKED if status[2:].startswith("7.") else None)


def fold(text: str) -> str:
    """As the tables of words expect it: lower case, a paragraph in one line, its blanks folded to one."""
    return "\n".join(_BLANKS.sub(" ", paragraph).strip() for paragraph in _PARAGRAPHS.split(text.lower()))


def one_line(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()[:MAX_DIAGNOSTIC]


def telling_line(words: str) -> str:
    """For a person to see: the line with a code in it and what follows, or the line with a reason, or the first one."""
    lines = [line for line in words.split("\n") if line.strip(' <>:…"')]
    for test in (enhanced, first_reply, reason_of):
        for number, line in enumerate(lines):
            if test(line):
                return one_line(" ".join(lines[number : number + 3]))
    return one_line(lines[0]) if lines else ""
