"""Large mails: which parts hold text (by BODYSTRUCTURE), and a valid small mail made of them.

The rebuilt mail has the original header, every part's own header, and the text parts' bodies; attachments keep their
header, so that a reader sees their names, and have an empty body.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mailreg.intake.wire import Item

TEXT_UP_TO = 1024 * 1024  # bytes of one text part, encoded; more is cut off
TEXTS_UP_TO = 4 * 1024 * 1024  # bytes of all text parts of a mail
# Not text, but what tells a machine's mail from a person's (RFC 3462, RFC 3464, RFC 8098, RFC 5965).
TELLING = {"message/delivery-status", "message/disposition-notification", "message/feedback-report"}
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Part:
    """One part of BODYSTRUCTURE (RFC 9051, 7.5.2). `section` is "" for the whole mail, else such as "2.1";
    `inner` is the mail in a message/rfc822; `size` in bytes, encoded."""

    section: str
    content_type: str  # lower case
    boundary: str | None = None
    children: tuple[Part, ...] = ()
    inner: Part | None = None
    size: int = 0
    attached: bool = False

    @property
    def readable(self) -> bool:
        return self.content_type in TELLING or (self.content_type.startswith("text/") and not self.attached)

    def walk(self) -> Iterator[Part]:
        yield self
        for part in (*self.children, *((self.inner,) if self.inner else ())):
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to fetch: what to ask for, and the name under which the answer comes."""

    ask: str
    answer: str


def structure(item: Item) -> Part:
    """BODYSTRUCTURE as parts. What can't be understood becomes one text part, the whole text: better cut than lost."""
    try:
        return _part(item, "", whole=True, depth=0)
    except (IndexError, TypeError, ValueError):
        return Part("TEXT", "unknown/unknown")


def _part(item: Item, section: str, *, whole: bool, depth: int) -> Part:
    if not isinstance(item, list) or depth > DEEPEST:
        raise ValueError("no BODYSTRUCTURE")
    if isinstance(item[0], list):
        count = next((i for i, child in enumerate(item) if not isinstance(child, list)), len(item))
        prefix = f"{section}." if section else ""
        children = tuple(
            _part(child, f"{prefix}{number}", whole=False, depth=depth + 1)
            for number, child in enumerate(item[:count], 1)
        )
        boundary = _parameters(item[count + 1]).get("boundary") if len(item) > count + 1 else None
        return Part(section, f"multipart/{_word(item[count])}", boundary, children)
    content_type = f"{_word(item[0])}/{_word(item[1])}"
    size = int(item[6]) if isinstance(item[6], bytes) and item[6].isdigit() else 0
    # A mail that is one part alone has its body as section 1 (RFC 9051, 6.4.5.1).
    here = f"{section}.1" if section and whole else section or "1"
    inner = None
    if content_type in {"message/rfc822", "message/global"} and len(item) > 8 and isinstance(item[8], list):
        inner = _part(item[8], here, whole=True, depth=depth + 1)
    # The extension data: after the size come lines (text), or envelope, structure and lines (message/rfc822), then MD5.
    extra = 11 if inner else 9 if content_type.startswith("text/") else 8
    disposition = item[extra] if len(item) > extra else None
    attached = isinstance(disposition, list) and bool(disposition) and _word(disposition[0]) == "attachment"
    return Part(here, content_type, inner=inner, size=size, attached=attached)


def _word(item: Item) -> str:
    return item.decode("ascii", "replace").lower() if isinstance(item, bytes) else "unknown"


def _parameters(item: Item) -> dict[str, str]:
    if not isinstance(item, list):
        return {}
    pairs = zip(item[0::2], item[1::2], strict=False)
    return {_word(name): value.decode("latin-1") for name, value in pairs if isinstance(value, bytes)}


def wanted(root: Part) -> tuple[Wanted, ...]:
    """What to fetch of a mail beside its header."""
    if root.section == "TEXT":
        return (_text(root),)
    asks = []
    left = TEXTS_UP_TO
    single = not root.children
    for part in root.walk():
        if part.section and not (single and part is root) and not _inside(root, part):
            asks.append(Wanted(f"BODY.PEEK[{part.section}.MIME]", f"BODY[{part.section}.MIME]"))
        if part.inner is not None:
            asks.append(Wanted(f"BODY.PEEK[{part.section}.HEADER]", f"BODY[{part.section}.HEADER]"))
        if not part.children and part.readable and left > 0:
            asks.append(_text(part))
            left -= min(part.size or TEXT_UP_TO, TEXT_UP_TO)
    return tuple(asks)


def _inside(root: Part, part: Part) -> bool:
    """Is this the body of an attached mail? Then that mail's header describes it, there is no MIME header."""
    return any(other.inner is part for other in root.walk())


def _text(part: Part) -> Wanted:
    return Wanted(f"BODY.PEEK[{part.section}]<0.{TEXT_UP_TO}>", f"BODY[{part.section}]")


def query(asks: Sequence[Wanted]) -> str:
    return f"(UID {' '.join(one.ask for one in asks)})" if asks else "(UID)"


def rebuild(header: bytes, root: Part, values: Mapping[str, Item]) -> bytes:
    """The small mail. `values`: the answers to `wanted`."""
    return _ended(header) + _body(root, values)


def _body(part: Part, values: Mapping[str, Item]) -> bytes:
    if part.children and part.boundary:
        line = b"--" + part.boundary.encode("latin-1")
        pieces = []
        for child in part.children:
            head = _ended(_bytes(values.get(f"BODY[{child.section}.MIME]")))
            pieces.append(line + b"\r\n" + head + _body(child, values) + b"\r\n")
        return b"".join(pieces) + line + b"--\r\n"
    if part.children:  # no boundary is told: the header's own can't be known, so only the first readable text stays
        return next((_body(child, values) for child in part.walk() if child.readable), b"")
    if part.inner is not None:
        return _ended(_bytes(values.get(f"BODY[{part.section}.HEADER]"))) + _body(part.inner, values)
    text = _bytes(values.get(f"BODY[{part.section}]"))
    # A cut base64 or quoted-printable text ends at a line's end, so that it can be decoded.
    return text[: text.rfind(b"\n") + 1] if len(text) >= TEXT_UP_TO and b"\n" in text else text


def _bytes(item: Item | None) -> bytes:
    return item if isinstance(item, bytes) else b""


def _ended(header: bytes) -> bytes:
    """A header with the empty line that ends it."""
    if not header.strip():
        return b"\r\n"
    return header if header.endswith((b"\r\n\r\n", b"\n\n")) else header.rstrip(b"\r\n") + b"\r\n\r\n"
