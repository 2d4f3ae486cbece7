"""Bytes of a delivery report → DeliveryReport: which address failed, for good or not, and which mail it is about.

The order: the fields of RFC 3464, wherever they are found; the header X-Failed-Recipients; the report's words; at
last the recipients of the mail that came back. Nothing raises; what names nobody gives a report without recipients.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mailreg.decode import headers as head
from mailreg.decode import machinetext as machines
from mailreg.decode import reportcodes as codes
from mailreg.decode import reporttext as words
from mailreg.decode import reportwords as says
from mailreg.decode.bodies import gather
from mailreg.decode.charsets import decode_bytes
from mailreg.decode.parts import Part, parse, split_headers
from mailreg.decode.reportfields import Group, Status, address_in, read_fields, undelivered
from mailreg.decode.reportnotices import read_notice
from mailreg.decode.text import normalise
from mailreg.model.report import DeliveryReport, Fate, Undelivered

MAX_CONTENT = 1_000_000  # bytes; the mail that came back may be large, what is said about it is not
MAX_RETURNED = 100_000  # bytes of a returned mail that are searched for its header
STATUS = frozenset({"message/delivery-status", "message/global-delivery-status"})
RETURNED = frozenset(
    {"message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers",
     "message/partial", "text/rfc822"}
)  # fmt: skip
RECEIPT = "message/disposition-notification"  # RFC 8098
MAX_NESTED = 3  # a report that was wrapped in another
# Some servers list what they remember of the mail in words of their own.
_NAMED_ID = re.compile(
    r"^[ \t>*|]{0,40}(?:original )?message[- ]id(?:entifier)?[ \t]?[:=]\s{0,20}(<[^<>\s]{3,998}>)", re.I | re.M
)
_FOR = re.compile(r"\bfor <([^<>\s]{3,254}@[^<>\s]{1,250})>")


def read_report(content: bytes) -> DeliveryReport | None:
    """The report in a mail's bytes; None for an abuse report or a read receipt, which are none. Whether a mail is a
    delivery report at all was found out before (machine.py); mail without marks and words of a report names nobody."""
    try:
        return _read(parse(content[:MAX_CONTENT]), 0)
    except (ValueError, IndexError, RecursionError):  # bytes that no server writes
        return DeliveryReport(())


def _read(part: Part, depth: int) -> DeliveryReport | None:
    parts = list(_outside(part))
    kinds = {p.content_type for p in parts}
    kind = part.parameters.get("report-type", "").lower()
    text = gather(part).text
    if kind == "feedback-report" or "message/feedback-report" in kinds:
        return None
    if (kind == "disposition-notification" or RECEIPT in kinds) and not _rejected(parts, text):
        return None
    own_words, copy = words.split_returned(text)
    notice = read_notice(text)
    if notice is not None:
        return notice
    returned = _returned_headers(parts, copy)
    subject = head.unstructured(part.headers.get("subject") or "")
    fate = words.fate_of(subject, own_words)
    ids = returned.message_ids or tuple(dict.fromkeys(_NAMED_ID.findall(text)))
    thread = _thread(part)
    status = _fields(parts, own_words, text)
    marked = status.recipients or status.nameless or "x-failed-recipients" in part.headers or kinds & STATUS
    if not marked and not _looks_like_one(part, subject, own_words):
        return DeliveryReport((), None, ids, thread)
    recipients = status.recipients or _named(part, status.nameless, own_words, returned, fate)
    if not recipients and copy:  # what looked like the copy of the mail was none
        recipients = _named(part, status.nameless, words.before_header(text), returned, fate)
    if not recipients and depth < MAX_NESTED:
        inner = next((p.children[0] for p in parts if p.content_type == "message/rfc822" and p.children), None)
        if inner is not None and _reports(inner):
            found = _read(inner, depth + 1)
            if found is not None and found.recipients:
                return found
    if not recipients:
        recipients = _sent_to(returned, own_words, fate) or words.only_one(own_words, fate, _own(part))
    unnamed = None if recipients else _from_words("", own_words, fate)
    return DeliveryReport(_once(recipients), unnamed, ids, thread, status.arrived)


def _looks_like_one(part: Part, subject: str, own_words: str) -> bool:
    """Other mail without a sender in its envelope, absence notes above all, names addresses too."""
    low, text = subject.lower(), own_words[:4000].lower()
    if machines.BOUNCE_SUBJECT.search(low) or says.SUBJECT.search(low):
        return True
    if machines.ABSENCE_SUBJECT.search(low):
        return False
    sender = (part.headers.get("from") or "").lower()
    return bool(
        machines.BOUNCE_TEXT.search(text)
        or codes.enhanced(own_words)
        or codes.first_reply(own_words)
        or (any(word in sender for word in machines.DAEMONS) and codes.reason_of(own_words))
    )


def _outside(part: Part) -> Iterator[Part]:
    """All parts, but nothing inside an attached mail."""
    yield part
    if not part.content_type.startswith("message/"):
        for child in part.children:
            yield from _outside(child)


def _rejected(parts: list[Part], text: str) -> bool:
    """A read receipt that is a bounce in disguise: some delivery agents refuse a mail so when the mailbox is full."""
    fields = " ".join(p.payload()[:5000].decode("latin-1") for p in parts if p.content_type == RECEIPT)
    return says.REJECTED.search(codes.fold(f"{text[:2000]}\n{fields}")) is not None


def _reports(part: Part) -> bool:
    return any(p.content_type in STATUS for p in _outside(part)) or part.content_type == "multipart/report"


def _fields(parts: list[Part], own_words: str, text: str) -> Status:
    """From the part made for them; else from the words, where a server or a forwarder put them."""
    arrived = None
    for p in parts:
        if p.content_type not in STATUS:
            continue
        inner = p.payload() + b"".join(b"\n\n" + c.payload() for c in p.children)
        found = read_fields(normalise(decode_bytes(_with_headers(p) + inner, p.parameters.get("charset"))), own_words)
        if found.recipients or found.nameless:
            return found
        arrived = arrived or found.arrived
    for place in (own_words, text):
        if "recipient" in place.lower():
            found = read_fields(place, own_words)
            if found.recipients:
                return found
    return Status((), (), arrived)


def _with_headers(part: Part) -> bytes:
    """Where the blank line behind a part's header is missing, the first fields were taken for header fields."""
    lost = [(n, v) for n, v in part.headers.fields if not n.startswith(("content-", "mime-"))]
    return b"".join(name.encode() + b": " + value + b"\n" for name, value in lost) + (b"\n" if lost else b"")


def _named(
    part: Part, nameless: tuple[Group, ...], own_words: str, returned: Returned, fate: Fate
) -> tuple[Undelivered, ...]:
    """By X-Failed-Recipients (Exim, Google), and by the report's words."""
    given = [
        found
        for value in part.headers.all("x-failed-recipients")
        for piece in value.split(",")
        if (found := address_in(piece))
    ]
    own = frozenset(
        a.email for name in ("to", "delivered-to", "x-original-to") for a in head.addresses(part.headers.get(name))
    )
    told = words.read_text(own_words, fate, own, frozenset(returned.recipients))
    if given:
        known = {r.address: r for r in told}
        told = tuple(known.get(address) or _from_words(address, own_words, fate) for address in dict.fromkeys(given))
    if len(nameless) == 1 and len(told) == 1:  # a file or a program failed; who it belongs to stands in the words
        return (undelivered(nameless[0], own_words, told[0].address) or told[0],)
    return told


def _own(part: Part) -> frozenset[str]:
    """To whom the report was sent: who wrote the mail that it is about."""
    return frozenset(a.email for name in ("to", "delivered-to") for a in head.addresses(part.headers.get(name)))


def _from_words(address: str, own_words: str, fate: Fate) -> Undelivered:
    verdict = codes.judge(None, own_words, "", fate)
    said = codes.telling_line(own_words)
    return Undelivered(address, fate, verdict.hard, verdict.status, verdict.reason, said)


class Returned:
    """What the copy of the mail tells: its recipients and its Message-IDs."""

    def __init__(self, headers: list[tuple[str, str]]) -> None:
        self.message_ids = tuple(
            dict.fromkeys(found for name, value in headers if name == "message-id" for found in head.message_ids(value))
        )
        to = [
            a.email for name, value in headers if name in ("to", "cc", "x-original-to") for a in head.addresses(value)
        ]
        to += [found.lower() for name, value in headers if name == "received" for found in _FOR.findall(value)]
        self.recipients = tuple(dict.fromkeys(to))


def _returned_headers(parts: list[Part], copy: str) -> Returned:
    fields: list[tuple[str, str]] = []
    for p in parts:
        if p.content_type in RETURNED:
            inner = p.payload()[:MAX_RETURNED].replace(b"\r\n", b"\n").lstrip(b"\n")
            fields += [(name, decode_bytes(value, None)) for name, value in split_headers(inner)[0]]
    lines = copy[:MAX_RETURNED].split("\n")
    blocks: list[str] = []
    for line in lines:
        bare = line.lstrip("> |") if line[:1] in (">", "|") else line
        if re.match(r"[A-Za-z][\w-]{1,60}[ \t]?:", bare.lstrip(" \t") if line[:1] == " " and not blocks else bare):
            blocks.append(bare.strip())
        elif bare[:1] in (" ", "\t") and blocks:
            blocks[-1] += " " + bare.strip()
    fields += [(name.strip().lower(), value) for name, _, value in (block.partition(":") for block in blocks)]
    return Returned(fields)


def _sent_to(returned: Returned, own_words: str, fate: Fate) -> tuple[Undelivered, ...]:
    """Nobody is named: it can only be who the mail was sent to, if that is one person."""
    if len(returned.recipients) != 1:
        return ()
    return (_from_words(returned.recipients[0], own_words, fate),)


def _once(recipients: tuple[Undelivered, ...]) -> tuple[Undelivered, ...]:
    """Each address once, failures before delays; a host without a dot gives way to the address we wrote to."""
    kept: dict[str, Undelivered] = {}
    for r in recipients:
        plain = (
            r
            if "." in r.address.rpartition("@")[2] or r.original is None
            else replace(r, address=r.original, original=r.address)
        )
        before = kept.get(plain.address)
        if before is None or (before.fate is not Fate.FINAL and plain.fate is Fate.FINAL):
            kept[plain.address] = plain
    return tuple(kept.values())


def _thread(part: Part) -> tuple[str, ...]:
    names = ("in-reply-to", "references", "x-ms-exchange-parent-message-id", "x-original-message-id")
    answered = [found for name in names for value in part.headers.all(name) for found in head.message_ids(value)]
    return tuple(dict.fromkeys(answered))
