"""What every use case needs, built once by app.py: the store, the desk's identity, and who is told of each step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mailreg.compose.letters import Desk
from mailreg.compose.templates import Templates
from mailreg.model.decision import Mode
from mailreg.model.digest import Plan
from mailreg.notices.moments import DEFAULT, Quiet
from mailreg.store.engine import Store

NIGHT = Quiet()


@dataclass(frozen=True, slots=True)
class Notice:
    """A step that has just been taken. `details` may hold personal data: for screens, never for logs."""

    step: str  # one of STEPS
    mail: int | None = None
    outgoing: int | None = None
    details: Mapping[str, object] = field(default_factory=dict)


# Every step of a mail's way, in order. A kill between any two of them loses and doubles nothing
# (tests/e2e/test_kill.py).
STEPS = (
    "fetched",  # a batch has come from the server
    "stored",  # its transaction is committed
    "decoded",
    "understood",
    "decided",
    "registered",  # inside the transaction
    "written",  # the answer lies in the outbox, inside the transaction
    "judged",  # committed
    "claimed",  # committed
    "connected",  # the SMTP server has taken the recipient
    "sending",  # committed: from now on a copy may have gone out
    "accepted",  # the SMTP server has said 250
    "sent",  # committed
    "copied",  # the copy lies in the Sent folder
)


def nobody(_: Notice) -> None:
    """The observer of a worker without a screen."""


@dataclass(frozen=True, slots=True)
class Office:
    store: Store
    desk: Desk
    templates: Templates
    mailbox: str  # the name under which this mailbox's UIDs are kept
    folders: tuple[str, ...]
    own_addresses: frozenset[str]
    organisers: tuple[str, ...]  # lower case
    mode: Mode
    worker: str  # "host:pid:start": names the process that holds a lease
    notify: Callable[[Notice], None] = nobody
    reminders: tuple[str, ...] = DEFAULT  # of an event that names none
    quiet: Quiet = NIGHT
    digest: Plan = field(default_factory=Plan)  # without settings: never
    answer_held: bool = False  # who waits for a person hears that the mail has arrived
