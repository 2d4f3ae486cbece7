"""A desk on a database, without servers: mails are laid into the inbox and judged as in a round, and the outbox is read
instead of sent. And one day that has something of everything that a digest tells."""

from __future__ import annotations

import email.policy
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from mailreg.compose.letters import Desk
from mailreg.compose.templates import load_templates
from mailreg.flow.inbound import Judged, answer
from mailreg.flow.office import Office
from mailreg.model.decision import Mode
from mailreg.model.digest import Plan, Rhythm
from mailreg.model.mail import Address, MailKey, RawMail
from mailreg.model.outgoing import DeliveryState
from mailreg.model.ports import Cursor, SentReply
from mailreg.model.registration import Event
from mailreg.store.addresses import AddressMark
from mailreg.store.engine import Store
from mailreg.store.outboxrows import OutboxRow

BERLIN = ZoneInfo("Europe/Berlin")
ADDRESS = "anmeldung@verein.example"
CLAUDIA, FRITZ = "claudia@verein.example", "fritz@verein.example"
BOX = "INBOX"

MEETING = Event(
    "get-together",
    "get together",
    datetime(2022, 10, 11, 15, tzinfo=BERLIN),
    datetime(2022, 10, 11, 18, tzinfo=BERLIN),
    aliases=("Netzwerktreffen", "Netzwerktreffen Bischofswerda"),
    venue="Netzwerk für Kinder- und Jugendarbeit",
    street="Lutherstraße 13",
    postcode="01877",
    city="Bischofswerda",
    registration_email=ADDRESS,
    travel_costs=True,
    interpreting=True,
    capacity=40,
    interpreting_deadline=datetime(2022, 10, 7, 12, tzinfo=BERLIN),
)
TALK = Event(
    "fachtag",
    "Fachtag Jugendhilfe migrationssensibel",
    datetime(2022, 11, 17, 9, 30, tzinfo=BERLIN),
    datetime(2022, 11, 17, 16, tzinfo=BERLIN),
    aliases=("Fachtag",),
    city="Leipzig",
    registration_email=ADDRESS,
    interpreting=True,
    registration_deadline=datetime(2022, 11, 10, 23, 59, tzinfo=BERLIN),
)


class NoMailbox:
    """The Sent folder of somebody who answers nothing by hand: judging asks for no more."""

    def sent_replies(self, message_ids: object) -> list[SentReply]:
        return []


TEMPLATES = load_templates()  # read and compiled once: an office is asked for at every step


@dataclass
class DeskOfDay:
    store: Store
    mode: Mode = Mode.AUTOMATIC
    organisers: tuple[str, ...] = (CLAUDIA,)
    language: str = "de"
    organisers_language: str = ""
    plan: Plan = field(default_factory=lambda: Plan(Rhythm.DAILY, time(7), "Europe/Berlin"))
    uid: int = 0

    @property
    def office(self) -> Office:
        return Office(
            store=self.store,
            desk=Desk(
                Address(ADDRESS, "Claudia Beispiel"),
                b"a secret for tests",
                "Europe/Berlin",
                self.language,
                organisers_language=self.organisers_language,
            ),
            templates=TEMPLATES,
            mailbox=ADDRESS,
            folders=(BOX,),
            own_addresses=frozenset({ADDRESS}),
            organisers=self.organisers,
            mode=self.mode,
            worker="host:1:-",
            digest=self.plan,
        )

    def event(self, *events: Event) -> None:
        with self.store.begin() as tx:
            for event in events:
                tx.events.save(event)

    def receive(self, content: bytes, at: datetime) -> Judged:
        """A mail arrives and is judged at once."""
        self.uid += 1
        key = MailKey(ADDRESS, BOX, 1, self.uid)
        with self.store.begin() as tx:
            raw = RawMail(key, at, content, len(content))
            tx.inbox.store_fetched([raw], ADDRESS, BOX, Cursor(1, self.uid + 1), first_sight=False, now=at)
        judged = answer(self.office, NoMailbox(), at)  # type: ignore[arg-type]
        return judged[-1]

    def write(self, sender: str, text: str, at: datetime, subject: str = "Anmeldung", **headers: str) -> Judged:
        return self.receive(letter(sender, text, at, subject, **headers), at)

    def rows(self, *states: DeliveryState) -> list[OutboxRow]:
        with self.store.begin() as tx:
            return tx.outbox.list(states or None)

    def digests(self) -> list[OutboxRow]:
        return [row for row in self.rows() if row.outgoing.purpose == "digest"]

    def morning(self, now: datetime) -> int:
        """The digests that are due are written and go out; how many."""
        from mailreg.flow.digest import write_due

        written = write_due(self.office, now)
        self.send_all(now)
        return written

    def send_all(self, now: datetime) -> None:
        """Everything that is queued goes out."""
        with self.store.begin() as tx:
            for row in tx.outbox.list([DeliveryState.QUEUED]):
                tx.outbox.sent(row.id, now, "host:1:-")


def letter(sender: str, text: str, at: datetime, subject: str = "Anmeldung", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = ADDRESS
    message["Subject"] = subject
    message["Date"] = at
    message["Message-ID"] = f"<{abs(hash((text, sender, at))):x}@test.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    # Python folds a long Message-ID into an encoded word, which no mail program does.
    return message.as_bytes(policy=email.policy.SMTP.clone(max_line_length=900))


def registration(name: str, extra: str = "", seats: str = "mich") -> str:
    return (
        f"Guten Tag,\n\nhiermit melde ich {seats} für das Netzwerktreffen am 11. Oktober in Bischofswerda an.\n{extra}"
        f"\nMit freundlichen Grüßen\n{name}\n"
    )


PEOPLE = (
    ("Amira Haddad", "amira@msov.example", "Ich brauche Sprachmittlung auf Arabisch.\n", 9, 12),
    ("Samir Kurdi", "samir@msov.example", "Ich brauche Sprachmittlung auf Arabisch.\n", 8, 12),
    ("Leyla Rahimi", "leyla@dost.example", "Ich brauche eine Übersetzung auf Farsi.\n", 8, 9),
    ("Jana Novak", "jana@traeger.example", "", 7, 15),
    (
        "Olena Bondar",
        "olena@hilfe.example",
        "Können Sie mir die Fahrtkosten erstatten? Die Fahrkarte aus Görlitz kostet 38,40 €.\n",
        6,
        10,
    ),
    ("Thomas Richter", "thomas@stadt.example", "Ich esse vegan.\n", 5, 16),
    (
        "Mehmet Yıldız",
        "mehmet@kultur.example",
        "Ich möchte die Fahrtkosten abrechnen, es sind mit dem Auto 124 km hin und zurück.\n",
        4,
        11,
    ),
    (
        "Sabine Vogel",
        "sabine@schule.example",
        "Ich sitze im Rollstuhl und brauche einen barrierefreien Zugang.\n",
        3,
        8,
    ),
    ("Farid Amiri", "farid@dost.example", "Ich brauche eine Übersetzung auf Farsi.\n", 2, 14),
    ("Katrin Lehmann", "katrin@awo.example", "", 2, 15),
)


def a_day(desk: DeskOfDay, now: datetime) -> None:
    """Something of everything, before `now`; those in PEOPLE registered up to nine days before."""
    desk.event(MEETING, TALK)
    for name, address, extra, days, hour in PEOPLE:
        at = (now - timedelta(days=days)).replace(hour=hour, minute=20)
        desk.write(f"{name} <{address}>", registration(name, extra), at)
    desk.send_all(now - timedelta(days=2))
    with desk.store.begin() as tx:
        tx.notes.set("digest began", (now - timedelta(days=30)).isoformat())


def a_busy_night(desk: DeskOfDay, now: datetime) -> None:
    """What came since yesterday's digest."""
    last = now - timedelta(hours=20)
    desk.write("Nour Khalil <nour@msov.example>", registration("Nour Khalil"), last)
    desk.write(
        "Petra Simon <petra@awo.example>",
        registration("Petra Simon", "Gibt es am Treffpunkt Parkplätze?\n"),
        last + timedelta(hours=1),
    )
    desk.write(
        "Ralf Winter <ralf@verband.example>",
        "Guten Tag,\n\nwenn mein Zug nicht ausfällt, komme ich gern zum Netzwerktreffen am 11. Oktober in\n"
        "Bischofswerda. Ist das so möglich?\n\nViele Grüße\nRalf Winter\n",
        last + timedelta(hours=2),
        "Netzwerktreffen am 11.10.",
    )
    desk.write(
        "Jana Novak <jana@traeger.example>",
        "Guten Tag,\n\nleider muss ich für das Netzwerktreffen am 11. Oktober absagen.\n\nViele Grüße\nJana Novak\n",
        last + timedelta(hours=3),
        "Absage",
    )
    with desk.store.begin() as tx:
        nour = next(r for r in tx.outbox.list() if r.outgoing.recipient == "nour@msov.example")
        tx.outbox.failed(nour.id, "550 5.7.1 Message rejected", last + timedelta(hours=4))
        katrin = "katrin@awo.example"
        tx.addresses.mark(
            AddressMark(
                katrin, "unknown_user", last, "550 5.1.1 User unknown", unreachable_at=last + timedelta(hours=5)
            )
        )
