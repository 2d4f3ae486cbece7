"""A desk in a world whose clock is an argument: a real database, the real round, real letters; the mailbox and the SMTP
server are objects in memory that keep what they are given."""

from __future__ import annotations

import email
import email.policy
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

from mailreg.compose.letters import Desk
from mailreg.compose.templates import load_templates
from mailreg.flow.office import Office
from mailreg.flow.round import Round, work
from mailreg.model.decision import Mode
from mailreg.model.errors import ImapUnavailable, RecipientRefused, SmtpUnavailable
from mailreg.model.mail import Address, MailKey, RawMail
from mailreg.model.ports import FolderState, SentReply
from mailreg.store.engine import Store, open_store

BERLIN = ZoneInfo("Europe/Berlin")
ADDRESS = "anmeldung@verein.example"


@dataclass(frozen=True)
class Mail:
    """What the SMTP server took, and when."""

    at: datetime
    recipient: str
    content: bytes
    kind: str = ""  # the purpose, from the outbox
    key: str = ""

    @property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.content, policy=email.policy.default)  # type: ignore[return-value]

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())


@dataclass
class Letterbox:
    """An IMAP mailbox: what lies in the inbox and in the Sent folder."""

    inbox: list[RawMail] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)

    def put(self, content: bytes, at: datetime) -> None:
        key = MailKey(ADDRESS, "INBOX", 1, len(self.inbox) + 1)
        self.inbox.append(RawMail(key, at, content, len(content)))

    def examine(self, folder: str) -> FolderState:
        return FolderState(1, len(self.inbox) + 1, len(self.inbox))

    def fetch_after(self, folder: str, next_uid: int, batch: int = 50) -> Iterator[list[RawMail]]:
        new = self.inbox[next_uid - 1 :]
        for start in range(0, len(new), batch):
            yield new[start : start + batch]

    def examine_sent(self, known: str | None = None) -> str | None:
        return "Sent"

    def sent_have(self, message_ids: Iterable[str]) -> set[str]:
        return {one for one in message_ids if any(one.encode() in content for content in self.sent)}

    def sent_replies(self, message_ids: Iterable[str]) -> list[SentReply]:
        return []  # nobody answers by hand here

    def append_sent(self, contents: Sequence[bytes]) -> None:
        self.sent += contents

    def wait(self, folder: str, seconds: float, stop: threading.Event | None = None) -> bool:
        return False

    def close(self) -> None: ...


@dataclass
class Postman:
    """An SMTP server. `away`: it can't be reached. `refused`: addresses that it does not know."""

    clock: Callable[[], datetime]
    taken: list[Mail] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    away: bool = False

    def send(self, sender: str, recipient: str, content: bytes, on_data: Callable[[], None] | None = None) -> None:
        if self.away:
            raise SmtpUnavailable("Der Server ist nicht erreichbar.")
        if recipient in self.refused:
            raise RecipientRefused("550 5.1.1 unknown user")
        if on_data:
            on_data()
        self.taken.append(Mail(self.clock(), recipient, content))

    def close(self) -> None: ...


TEMPLATES = load_templates()  # read and compiled once


@dataclass
class World:
    store: Store
    now: datetime
    mode: Mode = Mode.AUTOMATIC
    box: Letterbox = field(default_factory=Letterbox)
    imap_away: bool = False

    def __post_init__(self) -> None:
        self.postman = Postman(lambda: self.now)
        desk = Desk(Address(ADDRESS, "Claudia Beispiel"), b"a secret for tests only", "Europe/Berlin", "de")
        self._office = Office(
            self.store, desk, TEMPLATES, ADDRESS, ("INBOX",), frozenset({ADDRESS}), (), self.mode, "world:1:1"
        )
        self.number = 0

    @property
    def office(self) -> Office:
        from dataclasses import replace

        return replace(self._office, mode=self.mode)

    def mailbox(self) -> Letterbox:
        if self.imap_away:
            raise ImapUnavailable("Das Postfach ist nicht erreichbar.")
        return self.box

    def round(self, now: datetime | None = None) -> Round:
        """One round of work, at this moment."""
        self.now = now or self.now
        return work(self.office, self.mailbox, self.postman, self.now)

    def write(self, sender: str, name: str, subject: str, text: str, at: datetime | None = None) -> None:
        """Somebody writes to the desk."""
        self.number += 1
        message = EmailMessage()
        message["From"] = f"{name} <{sender}>"
        message["To"] = ADDRESS
        message["Subject"] = subject
        message["Message-ID"] = f"<{self.number}@participants.example>"
        message["Date"] = (at or self.now).strftime("%a, %d %b %Y %H:%M:%S %z")
        message.set_content(text)
        self.box.put(message.as_bytes(policy=email.policy.SMTP), at or self.now)

    def register(self, who: str, event: str, *others: str, at: datetime | None = None, reached: bool = False) -> None:
        """ "Amira Haddad" registers, with others by name; `reached`: with their addresses. `event` is how she names
        it."""
        with_them = f" Mit mir kommen {' und '.join(others)}." if others else ""
        text = f"Guten Tag,\n\nhiermit melde ich mich für {event} an.{with_them}\n\nViele Grüße\n{who}\n"
        if reached:
            people = "\n".join(f"{one}, {address(one)}" for one in (who, *others))
            text = f"Guten Tag,\n\nhiermit melde ich für {event} an:\n\n{people}\n\nViele Grüße\n{who}\n"
        self.write(address(who), who, "Anmeldung", text, at)

    def cancel(self, who: str, event: str, at: datetime | None = None) -> None:
        text = f"Guten Tag,\n\nleider muss ich meine Teilnahme an {event} absagen.\n\nViele Grüße\n{who}\n"
        self.write(address(who), who, "Absage", text, at)

    def sent(self, recipient: str | None = None) -> list[Mail]:
        """What was sent, with its kind."""
        with self.store.begin() as tx:
            rows = {row.outgoing.message_id: row.outgoing for row in tx.outbox.list()}
        found = []
        for mail in self.postman.taken:
            if recipient in {None, mail.recipient}:
                row = rows.get(str(mail.message["Message-ID"]))
                kind, key = (str(row.purpose), row.key) if row else ("", "")
                found.append(Mail(mail.at, mail.recipient, mail.content, kind, key))
        return found


def address(who: str) -> str:
    given, _, family = who.lower().partition(" ")
    return f"{given}.{family}@participants.example".replace(" ", "-")


def open_world(folder: Path, now: datetime, **more: object) -> World:
    return World(open_store(f"sqlite:///{folder / 'world.db'}"), now, **more)  # type: ignore[arg-type]
