"""Delivery reports as values: which address could not be reached, for good or for now, and why (RFC 3464)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Fate(StrEnum):
    """What became of the mail for one recipient (RFC 3464, 2.3.3)."""

    FINAL = "final"  # not delivered, and the server tries no more
    DELAYED = "delayed"  # not delivered yet; the server goes on trying
    RELAYED = "relayed"  # delivered, relayed or expanded: no failure


class Reason(StrEnum):
    """Why, as far as the report says it."""

    UNKNOWN_USER = "unknown_user"  # no such mailbox
    DISABLED = "disabled"  # the mailbox is closed, blocked or frozen
    MOVED = "moved"
    MAILBOX_FULL = "mailbox_full"
    TOO_LARGE = "too_large"  # the mail is larger than the server takes
    BLOCKED = "blocked"  # refused for its sender, content or origin: spam filters, policies, block lists
    DNS = "dns"  # the domain does not exist or takes no mail
    UNREACHABLE = "unreachable"  # no connection, time-outs, a server out of order; given up after days of trying
    LOOP = "loop"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Undelivered:
    """What a report says about one recipient."""

    address: str  # lower case
    fate: Fate
    hard: bool  # True: permanent (class 5); False: may work another time (class 4), or a delay
    status: str | None = None  # enhanced status code such as "5.1.1" (RFC 3463), if there is one
    reason: Reason = Reason.OTHER
    diagnostic: str = ""  # the server's words in one line; they may hold addresses, so they belong in no log
    original: str | None = None  # the address we wrote to, where the mail was forwarded from there (lower case)

    @property
    def addresses(self) -> frozenset[str]:
        """The failed address, and the one that it was forwarded from."""
        return frozenset({self.address, self.original} - {None})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """A delivery report, whatever its shape. No recipients: it names no address that could be found; `unnamed` is what
    it says all the same (address ""), None if it does not look like a report at all."""

    recipients: tuple[Undelivered, ...]
    unnamed: Undelivered | None = None
    message_ids: tuple[str, ...] = ()  # of the mail that it is about, with angle brackets: from its copy
    thread: tuple[str, ...] = ()  # what the report's own header says that it answers (In-Reply-To, References)
    arrived: datetime | None = None  # when that mail came to the reporting server (Arrival-Date), aware

    @property
    def failed(self) -> tuple[Undelivered, ...]:
        return tuple(r for r in self.recipients if r.fate is Fate.FINAL)
