"""The fields of a delivery status (RFC 3464), in whatever shape: a part of its own, in the text, quoted, torn apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from mailreg.decode import headers as head
from mailreg.decode import reportcodes as codes
from mailreg.model.report import Fate, Undelivered

EMAIL = re.compile(
    r"(?:\"[^\"\s@]{1,64}\"|[^\s<>\"'(),;:@\[\]|]{1,200})@(?:[^\W_](?:[\w-]{0,62})\.){1,20}[^\W\d_](?:[\w-]{0,62})"
)
_LOCAL = re.compile(r"[^\s<>\"(),;:@/\[\]|]{1,200}@[\w.-]{1,200}$")  # a host without a dot
_FIELD = re.compile(r"([A-Za-z][A-Za-z-]{2,40})[ \t]{0,5}:[ \t]{0,20}(.*)")
_QUOTE = re.compile(r"^[ \t]{0,10}(?:>[> \t]{0,20}|\|[ \t])")
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
RECIPIENT = ("original-recipient", "final-recipient", "x-actual-recipient")
TELLING = frozenset({*RECIPIENT, "action", "status", "diagnostic-code"})
MAX_LINES = 20_000
FATES = {
    "failed": Fate.FINAL,
    "failure": Fate.FINAL,
    "delayed": Fate.DELAYED,
    "delay": Fate.DELAYED,
    "delivered": Fate.RELAYED,
    "relayed": Fate.RELAYED,
    "expanded": Fate.RELAYED,
}


@dataclass(slots=True)
class Group:
    """The fields about one recipient; names in lower case, the first of each counts."""

    fields: dict[str, str] = field(default_factory=dict)

    @property
    def names_someone(self) -> bool:
        return any(name in self.fields for name in RECIPIENT)

    def clashes(self, name: str) -> bool:
        """Would this field begin the next recipient? The blank line between two was lost."""
        return name in self.fields and (name in RECIPIENT[:2] or name == "action")


@dataclass(frozen=True, slots=True)
class Status:
    """What the fields say: recipients whose field held an address, and fields whose recipient is no address."""

    recipients: tuple[Undelivered, ...]
    nameless: tuple[Group, ...]
    arrived: datetime | None


def read_fields(text: str, around: str) -> Status:
    """Every recipient in a text of fields. `around`: the report's own words, for what the fields leave open."""
    found: list[Undelivered] = []
    nameless: list[Group] = []
    arrived = None
    for group in _groups(text):
        arrived = arrived or head.date(group.fields.get("arrival-date"))
        if not group.names_someone and not {"action", "status"} <= group.fields.keys():
            continue
        recipient = undelivered(group, around)
        if recipient is not None:
            found.append(recipient)
        else:
            nameless.append(group)
    return Status(tuple(found), tuple(nameless), arrived)


def undelivered(group: Group, around: str, address: str | None = None) -> Undelivered | None:
    """What the fields say about their recipient, or about `address`, which was found elsewhere."""
    final, original, actual = (
        address_in(group.fields.get(name, ""))
        for name in ("final-recipient", "original-recipient", "x-actual-recipient")
    )
    chosen = address or final or original or actual or local_in(group.fields.get("final-recipient", ""))
    if chosen is None:
        return None
    status = _STATUS.search(group.fields.get("status", ""))
    code = ".".join(str(int(n)) for n in status.groups()) if status else None
    action = head.unstructured(group.fields.get("action", "")).lower()
    fate = next((fate for word, fate in FATES.items() if action.startswith(word)), None)
    if fate is None:
        fate = Fate.RELAYED if code and code[0] == "2" else Fate.FINAL
    written = group.fields.get("diagnostic-code", "") or group.fields.get("status", "").partition("(")[2].rstrip(") ")
    diagnostic = re.sub(r"^\s*(?:smtp|x-[\w-]+|dns|local)\s*;\s*", "", written, flags=re.IGNORECASE)
    verdict = codes.judge(code, diagnostic, around, fate)
    first = original if original not in (None, chosen) else None
    said = codes.one_line(diagnostic or codes.telling_line(around))
    return Undelivered(chosen, fate, verdict.hard, verdict.status, verdict.reason, said, first)


def _groups(text: str) -> Iterator[Group]:
    """Recipients' groups of fields, and the report's own first. Blank lines part them, or a field that comes again."""
    group = Group()
    last = ""
    blank = False
    for line in text.split("\n", MAX_LINES)[:MAX_LINES]:
        bare = _QUOTE.sub("", line) if line.lstrip()[:1] in (">", "|") else line
        if not bare.strip():
            blank, last = True, ""
            continue
        match = _FIELD.match(bare.lstrip() if line is not bare else bare)
        if match is None:
            if (last and bare[:1] in (" ", "\t")) or (last == "diagnostic-code" and not blank):
                group.fields[last] += " " + bare.strip()
            continue
        name = match[1].lower()
        new = (
            blank and (name in RECIPIENT or name == "action") and ("action" in group.fields or not group.names_someone)
        )
        if group.clashes(name) or (new and (group.names_someone or "reporting-mta" in group.fields)):
            yield group
            group = Group()
        blank, last = False, name
        if name in group.fields:
            last = ""
        else:
            group.fields[name] = match[2].strip()
    yield group


def address_in(value: str) -> str | None:
    """The address of a recipient field, lower case: type, comment, angle brackets and route (RFC 5321, 4.1.2) off."""
    written = value.partition(";")[2] or value
    if written.strip().startswith(("/", "|")):
        return None  # a file or a program
    written = re.sub(r"<?\s*@[\w.,@-]{1,250}:(?=[^\s@]+@)", "", written)
    found = EMAIL.search(written)
    return found[0].strip("\"'.").lower() if found else None


def local_in(value: str) -> str | None:
    """An address whose host has no dot, such as "ada@mailhub0"."""
    written = (value.partition(";")[2] or value).strip().strip("<>")
    found = _LOCAL.match(written)
    return found[0].lower() if found else None
