"""Where helpers read, mails share transactions, and the Sent folder is asked once a batch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailreg.flow import readers, together
from mailreg.flow.crew import Crew
from mailreg.flow.inbound import answer
from mailreg.flow.office import Notice
from mailreg.flow.readers import Readers
from mailreg.model.decision import Handling
from mailreg.model.mail import MailKey, RawMail
from mailreg.model.ports import Cursor, SentReply
from mailreg.model.registration import Status
from mailreg.store.addresses import AddressMark
from mailreg.store.engine import Store
from mailreg.store.mailrows import MailState, Verdict
from tests.flow.digestday import ADDRESS, BOX, MEETING, DeskOfDay, letter, registration

pytestmark = pytest.mark.processes

NOW = datetime(2022, 9, 20, 12, 0, tzinfo=UTC)
PRIVATE = "Hallo Claudia, der Drucker im zweiten Stock geht wieder, du kannst die Listen also ausdrucken. Gruß, {}"


class SentFolder:
    """One that holds replies by hand, (Message-ID, to whom), and counts how often it is asked."""

    def __init__(self, *replied: tuple[str, str]) -> None:
        self.replied = replied
        self.asked: list[list[str]] = []

    def sent_replies(self, message_ids: Iterable[str]) -> list[SentReply]:
        self.asked.append(list(message_ids))
        found = [(asked, to) for asked, to in self.replied if asked in self.asked[-1]]
        return [SentReply(asked, "<hand@example.org>", frozenset({to})) for asked, to in found]


@pytest.fixture
def desk(store: Store, monkeypatch: pytest.MonkeyPatch) -> DeskOfDay:
    monkeypatch.setattr(readers, "BACKLOG", 0)
    found = DeskOfDay(store)
    found.event(MEETING)
    return found


def lay_in(desk: DeskOfDay, contents: list[bytes]) -> None:
    raws = [RawMail(MailKey(ADDRESS, BOX, 1, uid), NOW, raw, len(raw)) for uid, raw in enumerate(contents, 1)]
    with desk.store.begin() as tx:
        cursor = Cursor(1, len(raws) + 1)
        tx.inbox.store_fetched(raws, ADDRESS, BOX, cursor, first_sight=False, now=NOW)  # known ones stay as they are


def private(name: str) -> bytes:
    return letter(f"{name} Berg <{name.lower()}@verein.example>", PRIVATE.format(name), NOW, "Drucker")


def wish(name: str) -> bytes:
    return letter(f"{name} <{name.split(maxsplit=1)[0].lower()}@awo.example>", registration(name), NOW)


MIXED = ["Anke", "Bernd", "Amira Haddad", "Carmen", "Dagmar", "Emre", "Lina Kern", "Franziska"]


def mixed() -> list[bytes]:
    return [wish(name) if " " in name else private(name) for name in MIXED]


def test_all_are_judged_in_their_order(desk: DeskOfDay) -> None:
    lay_in(desk, mixed())
    folder = SentFolder()
    with Readers(frozenset({ADDRESS}), Crew(2)) as two:
        judged = answer(desk.office, folder, NOW, readers=two)  # type: ignore[arg-type]
    assert [j.mail for j in judged] == list(range(1, len(MIXED) + 1))
    assert [j.handling for j in judged] == [
        Handling.AUTOMATIC if " " in name else Handling.IGNORE for name in MIXED
    ]  # fmt: skip
    assert len(folder.asked) == 1
    assert len(folder.asked[0]) == 2
    with desk.store.begin() as tx:
        assert tx.inbox.counts()[MailState.JUDGED] == len(MIXED)
        left = tx.inbox.get(1)
        assert len(tx.registrations.all()) == 2
    assert left is not None
    assert left.raw is None
    assert left.received_at is None
    assert left.verdict is not None
    assert left.verdict.message_id is None


def message_id_of(content: bytes) -> str:
    [found] = [line[12:].strip().decode() for line in content.splitlines() if line.startswith(b"Message-ID: ")]
    return found


def test_who_was_answered_by_hand_gets_no_answer(desk: DeskOfDay) -> None:
    contents = mixed()
    lay_in(desk, contents)
    message_id = message_id_of(contents[2])
    with Readers(frozenset({ADDRESS}), Crew(1)) as one:
        answered = SentFolder((message_id, "amira@awo.example"))
        answer(desk.office, answered, NOW, readers=one)  # type: ignore[arg-type]
    with desk.store.begin() as tx:
        assert len(tx.registrations.all()) == 2
    assert [row.outgoing.recipient for row in desk.rows()] == ["lina@awo.example"]


def test_what_was_passed_on_to_a_colleague_gets_its_answer(desk: DeskOfDay) -> None:
    contents = mixed()
    lay_in(desk, contents)
    message_id = message_id_of(contents[2])
    with Readers(frozenset({ADDRESS}), Crew(1)) as one:
        passed_on = SentFolder((message_id, "kollegin@verein.example"))
        answer(desk.office, passed_on, NOW, readers=one)  # type: ignore[arg-type]
    assert [row.outgoing.recipient for row in desk.rows()] == ["amira@awo.example", "lina@awo.example"]


@pytest.mark.parametrize(("failing", "registered"), [(5, 2), (3, 1)], ids=["private", "a wish"])
def test_one_that_fails_does_not_take_the_others_along(desk: DeskOfDay, failing: int, registered: int) -> None:
    """An observer that raises at one mail's step, inside the transaction that it shares with others."""

    def observer(notice: Notice) -> None:
        if notice.step == "registered" and notice.mail == failing:
            raise RuntimeError("the screen is gone")

    lay_in(desk, mixed())
    with Readers(frozenset({ADDRESS}), Crew(2)) as two:
        judged = answer(replace(desk.office, notify=observer), SentFolder(), NOW, readers=two)  # type: ignore[arg-type]
    assert [j.mail for j in judged] == list(range(1, len(MIXED) + 1))
    assert [j.mail for j in judged if j.handling is None] == [failing]
    assert len(desk.rows()) == registered
    with desk.store.begin() as tx:
        assert tx.inbox.counts()[MailState.JUDGED] == len(MIXED) - 1
        failed = tx.inbox.get(failing)
        assert len(tx.registrations.all()) == registered
    assert failed is not None
    assert (failed.state, failed.attempts, failed.error) == (MailState.WAITING, 1, "RuntimeError")


@pytest.mark.parametrize(
    ("most", "longest", "committed"),
    [(10, 60.0, [8]), (1, 60.0, [6, 2]), (0, 60.0, [2, 1, 3, 1, 1]), (10, 0.0, [1] * 8)],
    ids=["all", "one wish", "each wish alone", "no time"],
)
def test_who_shares_a_transaction(
    desk: DeskOfDay, monkeypatch: pytest.MonkeyPatch, most: int, longest: float, committed: list[int]
) -> None:
    """So many mails are told of at once, when their transaction is committed."""
    monkeypatch.setattr(together, "MOST_WISHES", most)
    monkeypatch.setattr(together, "LONGEST", longest)
    seen: list[list[int | None]] = []

    def observer(notice: Notice) -> None:
        if notice.step == "decoded" and (not seen or len(seen[-1]) > 0):
            seen.append([])
        elif notice.step == "judged":
            seen[-1].append(notice.mail)

    lay_in(desk, mixed())
    with Readers(frozenset({ADDRESS}), Crew(1)) as one:
        answer(replace(desk.office, notify=observer), SentFolder(), NOW, readers=one)  # type: ignore[arg-type]
    assert [len(mails) for mails in seen] == committed
    assert [mail for mails in seen for mail in mails] == list(range(1, len(MIXED) + 1))


def test_one_that_another_process_was_faster_with(desk: DeskOfDay) -> None:
    lay_in(desk, mixed())
    office = desk.office

    with Readers(frozenset({ADDRESS}), Crew(1)) as one:
        with desk.store.begin() as tx:
            batch = tx.inbox.waiting(50, NOW)
            events = tx.events.all()
        one.give(batch, events)
        with desk.store.begin() as tx:
            tx.inbox.judged(4, Verdict(Handling.IGNORE, "", "theirs"), now=NOW, keep=False)
        judged = answer(office, SentFolder(), NOW, readers=one)  # type: ignore[arg-type]
    assert [j.mail for j in judged if j.handling is None] == [4]
    with desk.store.begin() as tx:
        theirs = tx.inbox.get(4)
        assert tx.inbox.counts()[MailState.JUDGED] == len(MIXED)
    assert theirs is not None
    assert theirs.verdict is not None
    assert theirs.verdict.rule == "theirs"


def test_private_mail_shows_that_its_sender_can_be_reached(desk: DeskOfDay) -> None:
    marks = {"anke": NOW - timedelta(days=1), "bernd": NOW + timedelta(hours=1)}
    with desk.store.begin() as tx:
        for name, moment in marks.items():
            tx.addresses.mark(AddressMark(f"{name}@verein.example", "unknown_user", moment, unreachable_at=moment))
    lay_in(desk, mixed())
    with Readers(frozenset({ADDRESS}), Crew(1)) as one:
        answer(desk.office, SentFolder(), NOW, readers=one)  # type: ignore[arg-type]
    with desk.store.begin() as tx:
        # What came back after that mail is newer than it.
        assert [mark.email for mark in tx.addresses.all()] == ["bernd@verein.example"]


def test_the_last_batch_may_wait_for_the_next_call(desk: DeskOfDay) -> None:
    lay_in(desk, mixed())
    with Readers(frozenset({ADDRESS}), Crew(1)) as one:
        first = answer(desk.office, SentFolder(), NOW, readers=one, more_to_come=True)  # type: ignore[arg-type]
        rest = answer(desk.office, SentFolder(), NOW, readers=one)  # type: ignore[arg-type]
    assert first == []
    assert [j.mail for j in rest] == list(range(1, len(MIXED) + 1))


@pytest.mark.parametrize("replied", [False, True])
def test_what_only_its_thread_shows_to_be_ours(desk: DeskOfDay, replied: bool) -> None:
    """By itself it wants nothing of us; it answers our confirmation."""
    lay_in(desk, [wish("Amira Haddad")])
    answer(desk.office, SentFolder(), NOW)  # type: ignore[arg-type]
    [confirmation] = desk.rows()
    sorry = letter(
        "Amira Haddad <amira@awo.example>",
        "Ich kann leider doch nicht kommen.\n\nAmira Haddad\n",
        NOW,
        "Wegen Freitag",
        In_Reply_To=confirmation.outgoing.message_id,
    )
    lay_in(desk, [wish("Amira Haddad"), private("Anke"), sorry, private("Bernd")])
    [message_id] = [line[12:].strip().decode() for line in sorry.splitlines() if line.startswith(b"Message-ID: ")]
    folder = SentFolder((message_id, "amira@awo.example")) if replied else SentFolder()
    with Readers(frozenset({ADDRESS}), Crew(1)) as one:
        judged = answer(desk.office, folder, NOW, readers=one)  # type: ignore[arg-type]
    assert [j.handling for j in judged] == [Handling.IGNORE, Handling.AUTOMATIC, Handling.IGNORE]
    with desk.store.begin() as tx:
        assert [r.status for r in tx.registrations.all()] == [Status.CANCELLED]
    assert len(desk.rows()) == (1 if replied else 2)
