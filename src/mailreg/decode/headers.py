"""Header fields → text, addresses, parameters, dates (RFC 5322, 2047, 2231), from any bytes, without raising.

Values are cleaned of control characters, so that an encoded line break can never become a header of ours.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Container, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from mailreg.decode.charsets import decode_bytes
from mailreg.model.mail import Address

MAX_VALUE = 100_000  # characters of one header value that are looked at
MAX_ADDRESSES = 50_000  # characters of one address list: more than a thousand people

_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
_Q_ESCAPE = re.compile(rb"=([0-9A-Fa-f]{2})")
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,200})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))', re.DOTALL)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|<[^<>]*>?|[(),;:]|(?:\\.|[^"<(),;:)\\])+|.', re.DOTALL)
_COMMENT = re.compile(r"\((?:\\.|[^()\\])*\)", re.DOTALL)
_USUAL = re.compile(  # "Ada Berg" <ada@example.org>
    r""" *+(?:"([^"\\]*+)" *+|([^"<>(),;:\\@]*+))<([^\s<>"(),;:@\[\]]{1,200}@[^\s<>"(),;:@]{1,255})> *"""
)
_EMAIL = re.compile(r"[^\s<>\"(),;:@\[\]]{1,200}@[^\s<>\"(),;:@]{1,255}")
_QUOTED_LOCAL = re.compile(r'^"([^\s<>"(),;:@\[\]\\]{1,200})"(?=@|$)')
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,998}>")
_FOLDED_ID = re.compile(r"<[^<>]{1,2000}>")


class RawHeaders:
    """The header fields of one part: names in lower case, in order, values as unfolded bytes."""

    __slots__ = ("_first", "fields")

    def __init__(self, fields: list[tuple[str, bytes]]) -> None:
        self.fields = fields
        self._first: dict[str, bytes] = {}
        for name, value in fields:
            self._first.setdefault(name, value)

    def __contains__(self, name: str) -> bool:
        return name in self._first

    def get(self, name: str) -> str | None:
        """The first field of this name (lower case) with its encoded words as they are, or None."""
        value = self._first.get(name)
        return None if value is None else _to_text(value)

    def all(self, name: str) -> list[str]:
        return [_to_text(value) for key, value in self.fields if key == name] if name in self._first else []

    def decoded(self, names: Container[str]) -> tuple[tuple[str, str], ...]:
        """The fields of these names, in order."""
        return tuple([(name, unstructured(_to_text(value))) for name, value in self.fields if name in names])


def _to_text(value: bytes) -> str:
    value = value[:MAX_VALUE]
    return value.decode("ascii") if value.isascii() else decode_bytes(value, None)


def unstructured(value: str) -> str:
    """A header value as a person reads it: encoded words decoded (RFC 2047), no control characters."""
    value = decode_words(value)
    return (value if value.isprintable() else _CONTROLS.sub(" ", value)).strip()


def decode_words(value: str) -> str:
    """RFC 2047. Neighbouring words of one charset are joined as bytes: senders cut characters in two."""
    if "=?" not in value:
        return value
    out: list[str] = []
    pending, pending_charset, last = b"", "", 0
    for word in _ENCODED_WORD.finditer(value):
        between = value[last : word.start()]
        charset = word[1].partition("*")[0].lower()  # RFC 2231, 5: a language may follow
        if last == 0 or between.strip() or charset != pending_charset:
            if pending_charset:
                out.append(decode_bytes(pending, pending_charset))
                pending = b""
            if between.strip() or last == 0:
                out.append(between)
        pending += _word_bytes(word[2], word[3])
        pending_charset, last = charset, word.end()
    if not last:
        return value
    out.append(decode_bytes(pending, pending_charset))
    out.append(value[last:])
    return "".join(out)


def _word_bytes(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "surrogateescape")
    if encoding in "qQ":
        return _Q_ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), raw.replace(b"_", b" "))
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    kept = kept[:-1] if len(kept) % 4 == 1 else kept
    try:
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
    except binascii.Error:
        return raw


def parse_parameters(value: str) -> tuple[str, Mapping[str, str]]:
    """`text/plain; charset="x"` → ("text/plain", {"charset": "x"}); continuations and charsets of RFC 2231 joined."""
    return _usual_parameters(value) if len(value) < 100 else _parameters(value)


def _parameters(value: str) -> tuple[str, Mapping[str, str]]:
    main, semicolon, _ = value.partition(";")
    main = main.partition("(")[0].strip().strip('"').lower()
    if not semicolon:
        return main, {}
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for found in _PARAMETER.finditer(value[:20_000]):
        name = found[1].lower()
        text = re.sub(r"\\(.)", r"\1", found[2]) if found[2] is not None else found[3].strip()
        base, star, rest = name.partition("*")
        if not star:
            plain.setdefault(name, unstructured(text) if "=?" in text else text)
            continue
        number, extended = (rest.rstrip("*"), rest.endswith("*") or rest == "")
        pieces.setdefault(base, []).append((int(number) if number.isdigit() and len(number) < 4 else 0, extended, text))
    for base, parts in pieces.items():
        plain[base] = _join_2231(sorted(parts, key=lambda p: p[0]))
    return main, {key: _CONTROLS.sub(" ", text) for key, text in plain.items()}


_usual_parameters = lru_cache(maxsize=1000)(_parameters)  # nearly all parts have one of a dozen


def _join_2231(parts: list[tuple[int, bool, str]]) -> str:
    charset, first = None, parts[0][2]
    if parts[0][1] and first.count("'") >= 2:
        charset, _, first = first.split("'", 2)
    joined = b""
    for index, (_, extended, piece) in enumerate(parts):
        text = first if index == 0 else piece
        joined += unquote_to_bytes(text) if extended else text.encode("utf-8", "surrogateescape")
    return decode_bytes(joined, charset or None)


def addresses(value: str | None) -> tuple[Address, ...]:
    """All mailboxes of an address list (RFC 5322, 3.4), groups flattened; what has no address at all is left out."""
    if not value:
        return ()
    found: list[Address] = []
    carried = ""  # "Family, Given <a@b>" without quotes: the comma is part of the name
    for written, angle, comment in _mailboxes(value):
        email, words = (angle, written) if angle else _bare(written)
        if email is None:
            carried = f"{words}, " if words else carried
            continue
        name = clean_name(carried + words) or clean_name(comment)
        carried = ""
        email = email.lower().rstrip(".")
        found.append(Address(email, name if name and name.lower() != email else None))
    return tuple(found)


def display_name(value: str | None) -> str | None:
    """The name of a From that has no usable address, e.g. "Mail Delivery System"."""
    return clean_name(re.sub(r"<[^<>]*>", "", value[:2000])) if value else None


def clean_name(text: str) -> str | None:
    decoded = unstructured(text)
    if len(decoded) > 1 and decoded[0] == decoded[-1] and decoded[0] in "\"'":
        decoded = decoded[1:-1].strip()
    decoded = decoded.replace('\\"', '"').replace("\\\\", "\\")
    return " ".join(decoded.split()) or None


def _mailboxes(value: str) -> list[tuple[str, str | None, str]]:
    """(name as written, the address in angle brackets, comment) for each comma-separated stretch."""
    value = value[:MAX_ADDRESSES]
    usual = _USUAL.fullmatch(value)
    if usual and value.isprintable() and "=?" not in usual[3]:
        return [((usual[2] if usual[1] is None else usual[1]).strip(), usual[3], "")]
    result: list[tuple[str, str | None, str]] = []
    words: list[str] = []
    comment: list[str] = []
    angle: str | None = None
    depth = 0

    def close() -> None:
        nonlocal angle
        if words or angle or comment:
            result.append(("".join(words).strip(), angle, "".join(comment).strip()))
        words.clear()
        comment.clear()
        angle = None

    tokens = _TOKEN.findall(value)
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        if token == "(":  # noqa: S105
            depth += 1
        elif token == ")":  # noqa: S105
            depth = max(depth - 1, 0)
        elif depth:
            comment.append(token)
        elif token in (",", ";"):
            close()
        elif token == ":":  # noqa: S105
            if not _EMAIL.search("".join(words)):
                words.clear()  # a group's name, or a route (RFC 5322, 4.4)
        elif token[0] == "<":
            inside = unstructured(_COMMENT.sub("", token)).strip("<> ").removeprefix("mailto:")
            inside = _QUOTED_LOCAL.sub(r"\1", inside)
            address = _EMAIL.search(inside.replace(" ", ""))
            if address:
                angle = address[0]
            elif inside and "@" not in inside:
                words.append(inside)
        elif token[0] == '"' and following.startswith("@"):
            # A local part in quotes: where they are needed nobody can be answered, and what stands behind a space or
            # quote in it is not the address of somebody else.
            words.append(_QUOTED_LOCAL.sub(r"\1", token))
        elif token[0] == '"':
            words.append(re.sub(r"\\(.)", r"\1", token.strip('"') if len(token) > 1 else ""))
        else:
            words.append(token)
    close()
    return result


def _bare(words: str) -> tuple[str | None, str]:
    text = unstructured(words)
    address = _EMAIL.search(text)
    if not address:
        return None, words
    rest = (text[: address.start()] + text[address.end() :]).strip(" <>'\"[]")
    return address[0].strip("'"), rest


def message_ids(value: str | None) -> tuple[str, ...]:
    """All Message-IDs of References, In-Reply-To or Message-ID, with their angle brackets, each once.

    Some programs, Python's own library among them, fold long ones as if they were text, into encoded words (RFC 2047)
    that have no place there, even in the middle of one."""
    if not value:
        return ()
    if "=?" in value:
        value = decode_words(value)
        # What was folded in the middle: between the pieces stands the blank of the fold.
        value = _FOLDED_ID.sub(lambda m: "".join(m[0].split()), value)
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(value)))


def date(value: str | None) -> datetime | None:
    """An aware datetime, or None where the header is missing or broken. Without a zone UTC is taken (RFC 5322, 3.3)."""
    if not value:
        return None
    try:
        when = parsedate_to_datetime(value[:200])
        return when.replace(tzinfo=UTC) if when.tzinfo is None else _whole_offset(when)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _whole_offset(when: datetime) -> datetime:
    when.astimezone(UTC)  # raises OverflowError for years 1 and 9999
    return when
