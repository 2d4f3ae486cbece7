"""Mail as values: from raw bytes (RawMail) to what a reader sees (Letter).

A Letter keeps everything that was written: `body` is the whole text as a person would see it, and `segments` say
which stretch is the writer's own, which is quoted and which is a signature. Nothing is cut away, so that evidence
can always be shown in its place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class MailKey:
    """Where a mail lies: unique for good (RFC 9051, 2.3.1.1)."""

    mailbox: str
    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class RawMail:
    """A fetched mail, byte for byte."""

    key: MailKey
    received_at: datetime  # IMAP INTERNALDATE, aware
    content: bytes
    size: int  # RFC822.SIZE in bytes; larger than len(content) if only the text parts were fetched
    partial: bool = False  # True: a large mail, of which only the header and the text parts were fetched


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox address (RFC 5322, 3.4). `email` is lower case; `name` is the decoded display name."""

    email: str
    name: str | None = None


class Span(NamedTuple):
    """A stretch of a letter's text: `part` is "subject", "body", "from" (display name), or "cc";
    inside a forwarded letter the same behind "forwarded/" (repeated as deep as it is nested).
    `start` and `end` are offsets in characters (Python string indices) into that part."""

    part: str
    start: int
    end: int


class SegmentKind(StrEnum):
    OWN = "own"  # the writer's own words
    QUOTED = "quoted"  # an earlier mail that is answered, or its attribution line
    SIGNATURE = "signature"  # below "-- ", or what was recognised as a signature
    FOOTER = "footer"  # "Sent from my iPhone", disclaimers, a virus scanner's line, a list's footer
    FORWARDED = "forwarded"  # an inline forwarded mail; it is parsed into `Letter.forwarded`, too


@dataclass(frozen=True, slots=True)
class Segment:
    """body[start:end] is of this kind. A letter's segments are in order, without gaps, and cover the body."""

    kind: SegmentKind
    start: int
    end: int


class MachineKind(StrEnum):
    """What sort of machine wrote a mail."""

    BOUNCE = "bounce"  # delivery status of any kind, delays included (RFC 3464)
    RECEIPT = "receipt"  # read receipt (RFC 8098)
    CALENDAR = "calendar"  # calendar reply or notification (RFC 5546)
    ABSENCE = "absence"  # absence note (RFC 5230)
    AUTO = "auto"  # Auto-Submitted and other notifications (RFC 3834)
    ABUSE = "abuse"  # abuse report (RFC 5965)
    CHALLENGE = "challenge"  # challenge-response robot
    OWN = "own"  # our own mail come back
    ROBOT = "robot"  # sent by mailer-daemon, noreply and the like
    BULK = "bulk"  # newsletter, digest of a list


@dataclass(frozen=True, slots=True)
class Machine:
    """Two facts that are kept apart: a machine wrote it, and whether it may be answered."""

    kind: MachineKind
    mark: str  # the mark that told, e.g. "Auto-Submitted: auto-replied", for the explanation
    certain: bool  # True: never answer, whatever the text says; False: a human's words in it may count


@dataclass(frozen=True, slots=True)
class Authentication:
    """What our own provider found (RFC 8601); each is "pass", "fail", … or None where it says nothing."""

    spf: str | None = None
    dkim: str | None = None
    dmarc: str | None = None

    @property
    def forged(self) -> bool:
        """True where the sender's address is in doubt: dmarc=fail, or spf and dkim both failing."""
        failing = {"fail", "softfail", "permerror", "none"}
        return self.dmarc == "fail" or (self.spf in failing - {"none"} and self.dkim in failing)


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str | None
    content_type: str
    size: int  # bytes, decoded


# What the rules ask for beside the fields of a Letter. A mail has some twenty more, and nobody needs them decoded.
KEPT_HEADERS = frozenset({"return-path", "to", "precedence", "list-id", "list-post", "x-beenthere", "x-mailing-list"})


@dataclass(frozen=True, slots=True)
class Letter:
    """A decoded mail. Every field has an honest empty value: decoding never fails."""

    message_id: str | None  # with angle brackets
    sender: Address  # From; email "" if there is none
    subject: str
    body: str  # the whole text with "\n" line ends; cells of a table row are separated by "\t"
    segments: tuple[Segment, ...]
    date: datetime | None = None  # the Date header, aware
    reply_to: Address | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    forwarded: Letter | None = None  # a forwarded mail, inline or attached
    machine: Machine | None = None
    authentication: Authentication = Authentication()
    bulk: str | None = None  # the header that says that a list or a bulk mailer sent it, e.g. "List-Id"
    spam: str | None = None  # the provider's spam mark
    attachments: tuple[Attachment, ...] = ()
    content_language: str | None = None  # first tag of Content-Language, lower case, e.g. "de"
    unreadable: bool = False  # no mail at all, or more noise than text: nobody can say what it is
    defects: tuple[str, ...] = ()  # what was broken and mended on the way, in plain words
    # Those of KEPT_HEADERS, decoded, in order, names in lower case
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def header(self, name: str) -> str | None:
        """The first header of this name (one of KEPT_HEADERS), or None."""
        assert name in KEPT_HEADERS, name
        return next((value for key, value in self.headers if key == name), None)

    def of_kind(self, *kinds: SegmentKind) -> str:
        """The text of all segments of these kinds, in order, joined by a line break."""
        return "\n".join(self.body[s.start : s.end] for s in self.segments if s.kind in kinds)

    @property
    def own_text(self) -> str:
        return self.of_kind(SegmentKind.OWN)

    @property
    def quoted(self) -> str:
        return self.of_kind(SegmentKind.QUOTED)

    @property
    def signature(self) -> str:
        return self.of_kind(SegmentKind.SIGNATURE)

    @property
    def answer_to(self) -> Address:
        """Where an answer goes: Reply-To before From (RFC 5322, 3.6.2)."""
        return self.reply_to or self.sender
