"""Bytes → Letter. The room's rule: decoding never raises, and never drops a word; what is odd is marked.

`decode` puts the steps together: parts (MIME tree) → body (the text a reader sees) → segments → forwarded mail →
what wrote it. Should a step fail after all, `_last_resort` still gives a Letter with the text as it stands.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailreg.decode import forwards
from mailreg.decode import headers as head
from mailreg.decode.authentication import read_authentication
from mailreg.decode.bodies import gather
from mailreg.decode.charsets import decode_bytes
from mailreg.decode.clients import FORWARD_SUBJECT, REPLY_SUBJECT
from mailreg.decode.headers import RawHeaders
from mailreg.decode.machine import bulk_mark, find_machine, spam_mark
from mailreg.decode.parts import Part, parse
from mailreg.decode.segments import segment
from mailreg.decode.text import noise, normalise
from mailreg.model.mail import KEPT_HEADERS, Address, Authentication, Letter, Segment, SegmentKind

MAX_NESTED = 10  # forwarded mail in forwarded mail
# A mail has at least one of these (RFC 5322, 3.6); bytes without any are something else.
TELLING = (
    "from", "sender", "to", "cc", "subject", "date", "message-id", "received", "return-path", "mime-version",
    "content-type",
)  # fmt: skip
MAX_BODY = 2_000_000  # characters; nobody reads on behind them, and neither do the rules


def decode(content: bytes, *, own_addresses: frozenset[str] = frozenset()) -> Letter:
    """The Letter of a raw mail (RFC 5322). Any bytes give a Letter; nothing raises.

    `own_addresses`: the desk's own, in lower case; mail from them is marked as come back.
    """
    try:
        return _letter(parse(content), own_addresses, 0)
    except Exception as error:
        return _last_resort(content, type(error).__name__)


def _letter(part: Part, own_addresses: frozenset[str], depth: int) -> Letter:
    raw = part.headers
    bulk = bulk_mark(raw)
    body = gather(part, bulk=bulk is not None)
    subject = head.unstructured(raw.get("subject") or "")
    sender = _sender(raw)
    date = head.date(raw.get("date"))
    forward = bool(FORWARD_SUBJECT.match(subject))
    reply = bool(REPLY_SUBJECT.match(subject)) or (not forward and "in-reply-to" in raw)
    segmented = segment(
        body.text, hints=body.quotes, answers=body.answers, forward=forward, reply=reply, writer=sender.name
    )
    forwarded = None
    if depth < MAX_NESTED:
        if segmented.forward:
            begin, end = segmented.forward
            forwarded = _inline(body.text[begin:end], date, depth + 1)
        elif body.attached is not None:
            forwarded = _letter(body.attached, frozenset(), depth + 1)
    letter = Letter(
        message_id=next(iter(head.message_ids(raw.get("message-id"))), None),
        sender=sender,
        subject=subject,
        body=body.text,
        segments=segmented.segments,
        date=date,
        # What we answered to ourselves would reach nobody; forms and mail programs put the desk itself there.
        reply_to=next((a for a in head.addresses(raw.get("reply-to")) if a.email not in own_addresses), None),
        to=head.addresses(", ".join(raw.all("to"))),
        cc=head.addresses(", ".join(raw.all("cc"))),
        in_reply_to=next(iter(head.message_ids(raw.get("in-reply-to"))), None),
        references=head.message_ids(" ".join(raw.all("references"))),
        forwarded=forwarded,
        authentication=read_authentication(raw) if depth == 0 else Authentication(),
        bulk=bulk,
        spam=spam_mark(raw, subject),
        attachments=tuple(body.attachments),
        content_language=_language(raw.get("content-language")),
        defects=tuple(dict.fromkeys(body.defects)),
        headers=raw.decoded(KEPT_HEADERS),
        unreadable=depth == 0 and (not any(name in raw for name in TELLING) or noise(subject + body.text)),
    )
    machine = find_machine(letter, part, own_addresses)
    return letter if machine is None else replace(letter, machine=machine)


def _sender(raw: RawHeaders) -> Address:
    for name in ("from", "sender"):
        found = head.addresses(raw.get(name))
        if found:
            return found[0]
    return Address("", head.display_name(raw.get("from")))


def _language(value: str | None) -> str | None:
    tag = (value or "").split(",")[0].strip().lower()
    return tag.partition("-")[0].partition("_")[0] or None if tag.replace("-", "").isalnum() else None


def _inline(stretch: str, outer: datetime | None, depth: int) -> Letter:
    """The Letter of an inline forwarded mail; what is forwarded within it is found in turn."""
    found = forwards.parse(stretch, outer.tzinfo if outer else None)
    forward = bool(FORWARD_SUBJECT.match(found.subject))
    segmented = segment(found.body, forward=forward, reply=not forward, writer=found.sender.name)
    forwarded = None
    if segmented.forward and depth < MAX_NESTED:
        begin, end = segmented.forward
        if end - begin < len(stretch):
            forwarded = _inline(found.body[begin:end], found.date or outer, depth + 1)
    return Letter(
        message_id=None,
        sender=found.sender,
        subject=found.subject,
        body=found.body,
        segments=segmented.segments,
        date=found.date,
        to=found.to,
        cc=found.cc,
        forwarded=forwarded,
    )


def _last_resort(content: bytes, error: str) -> Letter:
    text = normalise(decode_bytes(content[:MAX_BODY], None))
    segments = (Segment(SegmentKind.OWN, 0, len(text)),) if text else ()
    return Letter(
        None, Address(""), "", text, segments, defects=(f"could not be taken apart ({error})",), unreadable=True
    )
