"""Bytes → a tree of MIME parts (RFC 2045, 2046), in time linear in the mail's length, whatever the bytes are.

Python's own parser takes time proportional to lines times nesting depth and raises on some real headers; this one
looks for boundaries by substring search, stops nesting at MAX_DEPTH, and never raises.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mailreg.decode.headers import RawHeaders, parse_parameters

MAX_DEPTH = 40  # deeper multiparts are hostile; their text is read as it stands
MAX_PARTS = 5000
MAX_HEADER_LINES = 2000

_HEADER_NAME = re.compile(rb"[!-9;-~]{1,200}[ \t]{0,10}:")
# With the lines that are folded below it
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]{0,10}:([^\n]*(?:\n[ \t]++\S[^\n]*)*+)\n")
_NOT_BLANK = re.compile(rb"\S")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")


@dataclass(slots=True)
class Part:
    """One node of the tree. Its content is whole[begin:end]: attachments are large, so they are not copied out."""

    headers: RawHeaders
    content_type: str  # lower case, "text/plain" where nothing usable is given
    parameters: Mapping[str, str]
    whole: bytes
    begin: int
    end: int
    children: list[Part] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)

    @property
    def content(self) -> bytes:
        """Still transfer-encoded; a multipart's is its preamble."""
        return self.whole[self.begin : self.end]

    @property
    def disposition(self) -> str:
        value = self.headers.get("content-disposition")
        return parse_parameters(value)[0] if value else ""

    @property
    def filename(self) -> str | None:
        value = self.headers.get("content-disposition")
        given = parse_parameters(value)[1].get("filename") if value else None
        return given or self.parameters.get("name") or None

    def payload(self) -> bytes:
        """The content with its Content-Transfer-Encoding taken off; what cannot be decoded stays as it is."""
        return decode_transfer(self.content, self.headers.get("content-transfer-encoding") or "")

    @property
    def size(self) -> int:
        """Bytes of the payload; base64 is counted, not decoded: attachments are large and nobody reads them."""
        if (self.headers.get("content-transfer-encoding") or "").strip().lower() != "base64":
            return len(self.payload())
        digits = len(self.content.replace(b"\n", b""))  # several times as quick as counting them
        for sign in (b" ", b"="):  # nearly always none, and two at the end
            if (first := self.whole.find(sign, self.begin, self.end)) >= 0:
                digits -= self.whole.count(sign, first, self.end)
        return digits * 3 // 4


def decode_transfer(content: bytes, encoding: str) -> bytes:
    encoding = encoding.strip().lower().strip('"')
    if encoding == "base64":
        return _decode_base64(content)
    if encoding in ("quoted-printable", "quoted/printable", "qp"):
        return quopri.decodestring(content)
    if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
        return _decode_uu(content)
    return content


def _decode_base64(content: bytes) -> bytes:
    kept = _NOT_BASE64.sub(b"", content)
    if kept and (len(content) - content.count(b"\n") - len(kept)) * 10 > len(kept) and content.count(b" ") > 2:
        return content  # words with blanks between them: the label was wrong, the text is plain
    head, pad, tail = kept.partition(b"=")
    if pad and tail.strip(b"="):  # several encoded pieces behind one another
        return b"".join(_decode_base64_run(piece) for piece in kept.split(b"=") if piece)
    return _decode_base64_run(head)


def _decode_base64_run(run: bytes) -> bytes:
    run = run[: len(run) - 1] if len(run) % 4 == 1 else run
    try:
        return binascii.a2b_base64(run + b"=" * (-len(run) % 4))
    except binascii.Error:
        return b""


def _decode_uu(content: bytes) -> bytes:
    start = content.find(b"begin ")
    decoded = []
    for line in content[max(start, 0) :].split(b"\n")[1:]:
        if line.strip() in (b"end", b"`", b""):
            if line.strip() == b"end":
                break
            continue
        try:
            decoded.append(binascii.a2b_uu(line))
        except binascii.Error:
            return content
    return b"".join(decoded)


Fields = list[tuple[str, bytes]]


def split_headers(content: bytes) -> tuple[Fields, bytes]:
    """(header fields in order, names in lower case, values unfolded; the body). Line ends must be LF."""
    fields, body = _read_headers(content, 0, len(content))
    return fields, content[body:]


def _read_headers(content: bytes, begin: int, end: int) -> tuple[Fields, int]:
    """The header fields of content[begin:end], and where the body begins."""
    blank = content.find(b"\n\n", begin, end)
    if blank > begin:  # as it should be, nearly always: fields up to a blank line, and nothing else
        fields: Fields = []
        position = begin
        while found := _FIELD.match(content, position, blank + 1):
            value = found[2]
            pieces = [piece.strip(b" \t") for piece in value.split(b"\n")] if b"\n" in value else [value.strip(b" \t")]
            fields.append((found[1].decode("ascii").lower(), b" ".join(pieces)))
            position = found.end()
        if (
            position == blank + 1
            and len(fields) < MAX_HEADER_LINES
            and not _headers_go_on(fields, content, b"", blank + 2, end)
        ):
            return fields, blank + 2
    return _read_odd_headers(content, begin, end)


def _read_odd_headers(content: bytes, begin: int, end: int) -> tuple[Fields, int]:
    """As `_read_headers`, line by line, whatever stands there."""
    fields: list[tuple[str, list[bytes]]] = []
    position = begin
    while position < end and len(fields) < MAX_HEADER_LINES:
        stop = content.find(b"\n", position, end)
        stop = end if stop < 0 else stop
        line = content[position:stop]
        if not line.strip():
            position = stop + 1
            if fields and not _headers_go_on(fields, content, line, position, end):
                break
            continue
        if line[:1] in b" \t" and fields:
            fields[-1][1].append(line.strip(b" \t"))
        elif found := _HEADER_NAME.match(line):
            name = found.group()[:-1].strip().decode("ascii").lower()
            fields.append((name, [line[found.end() :].strip(b" \t")]))
        elif not fields and line.startswith((b"From ", b">From ")):
            pass  # an mbox separator
        elif fields and _HEADER_NAME.match(content, stop + 1, min(stop + 221, end)):
            fields[-1][1].append(line.strip(b" \t"))  # a folded line that lost its blank
        else:
            break  # the blank line is missing
        position = stop + 1
    return [(name, b" ".join(pieces)) for name, pieces in fields], min(position, end)


def _headers_go_on(fields: Sequence[tuple[str, object]], content: bytes, line: bytes, position: int, end: int) -> bool:
    """A blank line that is none: blanks alone before a folded line (RFC 5322, 4.2), or one put amid the header by
    mistake, so that sender or subject stand below it."""
    if not line:
        names = {name for name, _ in fields}
        if "received" not in names or names >= {"from", "subject"}:
            return False
    following = content[position : min(position + 1000, end)]
    folded = line and following[:1] in (b" ", b"\t") and b"=?" in following.partition(b"\n")[0]
    return bool(folded) or _known_names(following) >= 2


def _known_names(following: bytes) -> int:
    """How many of the next lines begin with the name of a header field."""
    below = [line.partition(b":")[0].lower() for line in following.split(b"\n")[:3]]
    return sum(
        name in (b"subject", b"from", b"to", b"mime-version", b"content-type", b"message-id", b"date") for name in below
    )


def parse(content: bytes) -> Part:
    """The tree of a whole mail."""
    if b"\n" in content[:2000]:
        content = content.replace(b"\r", b"")  # ten times as quick as looking for CRLF; attachments are large
    elif b"\r" in content:
        content = content.replace(b"\r\n", b"\n")
        content = content.replace(b"\r", b"\n" if b"\n" not in content[:2000] else b"")
    return _Parser().part(content, 0, len(content), 0, "text/plain")


class _Parser:
    def __init__(self) -> None:
        self.count = 0

    def part(self, whole: bytes, begin: int, end: int, depth: int, default_type: str) -> Part:
        self.count += 1
        fields, begin = _read_headers(whole, begin, end)
        headers = RawHeaders(fields)
        content_type, parameters = parse_parameters(headers.get("content-type") or default_type)
        if content_type.count("/") != 1 or content_type.startswith("/") or content_type.endswith("/"):
            content_type = "text/html" if content_type == "html" else default_type
        part = Part(headers, content_type, parameters, whole, begin, end)
        if depth >= MAX_DEPTH or self.count >= MAX_PARTS:
            return part
        if content_type.startswith("multipart/"):
            self._split(part, depth)
        elif content_type in ("message/rfc822", "message/global"):
            inner = part.payload()
            if inner.strip():
                part.children = [self.part(inner, 0, len(inner), depth + 1, "text/plain")]
        return part

    def _split(self, part: Part, depth: int) -> None:
        default_type = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        boundary = part.parameters.get("boundary", "").encode("utf-8", "surrogateescape").rstrip()
        pieces, closed = _pieces(part, boundary) if boundary else ([], False)
        if len(pieces) < 2 and (guess := _guess_boundary(part.content)) and guess != boundary:
            pieces, closed = _pieces(part, guess)
            part.defects.append("boundary guessed")
        if len(pieces) < 2:
            part.defects.append("multipart without parts")
            part.content_type = "text/plain"
            return
        if not closed:
            part.defects.append("end boundary missing")
        part.begin, part.end = pieces[0]
        for begin, end in pieces[1:]:
            if self.count >= MAX_PARTS:
                part.defects.append("too many parts")
                break
            if _NOT_BLANK.search(part.whole, begin, end):
                part.children.append(self.part(part.whole, begin, end, depth + 1, default_type))


def _pieces(part: Part, boundary: bytes) -> tuple[list[tuple[int, int]], bool]:
    """(where preamble, first part, second part, … stand in the whole; whether the end boundary was there)."""
    content, end = part.whole, part.end
    mark = b"--" + boundary
    pieces: list[tuple[int, int]] = []
    begin = search = part.begin
    while (at := content.find(mark, search, end)) >= 0:
        search = at + len(mark)
        if at > part.begin and content[at - 1] != 0x0A:
            continue
        stop = content.find(b"\n", search, end)
        stop = end if stop < 0 else stop
        rest = content[search : min(stop, search + 80)].strip()
        if rest not in (b"", b"--"):
            continue  # a longer boundary that begins with ours
        pieces.append((begin, max(at - 1, begin)))
        begin = min(stop + 1, end)
        search = begin - 1 if begin > search else begin
        if rest == b"--" and content.find(b"\n" + mark, stop, end) < 0:
            return pieces, True
    pieces.append((begin, end))
    return pieces, False


def _guess_boundary(content: bytes) -> bytes | None:
    for line in content[:20000].split(b"\n"):
        stripped = line.rstrip()
        if not stripped.startswith(b"--") or b" " in stripped:
            continue
        if len(stripped) > 6 or (stripped.strip(b"-") and stripped + b"--" in content):
            return stripped[2:]
    return None
