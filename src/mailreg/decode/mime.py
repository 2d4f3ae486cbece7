"""Bytes → Letter. The room's rule: decoding never raises, and never drops a word; what is odd is marked."""

from __future__ import annotations

from mailreg.decode import headers as head
from mailreg.decode.charsets import decode_bytes
from mailreg.decode.html import to_text
from mailreg.decode.parts import Part, parse
from mailreg.decode.segments import segment
from mailreg.model.mail import Address, Attachment, Letter


def decode(content: bytes, *, own_addresses: frozenset[str] = frozenset()) -> Letter:  # noqa: ARG001
    """The Letter of a raw mail (RFC 5322). Any bytes give a Letter; nothing raises."""
    return _letter(parse(content))


def _letter(part: Part) -> Letter:
    raw = part.headers
    texts: list[str] = []
    attachments: list[Attachment] = []
    _collect(part, texts, attachments)
    body = "\n".join(texts)
    senders = head.addresses(raw.get("from")) or head.addresses(raw.get("sender"))
    return Letter(
        message_id=next(iter(head.message_ids(raw.get("message-id"))), None),
        sender=senders[0] if senders else Address("", head.display_name(raw.get("from"))),
        subject=head.unstructured(raw.get("subject") or ""),
        body=body,
        segments=segment(body),
        date=head.date(raw.get("date")),
        reply_to=next(iter(head.addresses(raw.get("reply-to"))), None),
        to=head.addresses(", ".join(raw.all("to"))),
        cc=head.addresses(", ".join(raw.all("cc"))),
        in_reply_to=next(iter(head.message_ids(raw.get("in-reply-to"))), None),
        references=head.message_ids(raw.get("references")),
        attachments=tuple(attachments),
        headers=raw.decoded(),
    )


def _collect(part: Part, texts: list[str], attachments: list[Attachment]) -> None:
    kind = part.content_type
    if kind == "multipart/alternative":
        found = [(child, [], []) for child in part.children]
        for child, inner, listed in found:
            _collect(child, inner, listed)
        plain = next((f for f in found if f[0].content_type == "text/plain" and "".join(f[1]).strip()), None)
        chosen = plain or next((f for f in reversed(found) if "".join(f[1]).strip()), None)
        if chosen:
            texts.extend(chosen[1])
        for _, _, listed in found:
            attachments.extend(listed)
    elif part.children:
        for child in part.children:
            _collect(child, texts, attachments)
    elif kind in ("text/plain", "text/html") and part.disposition != "attachment":
        text = decode_bytes(part.payload(), part.parameters.get("charset"))
        texts.append(to_text(text) if kind == "text/html" else text.strip("\n"))
    elif not kind.startswith("multipart/"):
        attachments.append(Attachment(part.filename, kind, len(part.payload())))
