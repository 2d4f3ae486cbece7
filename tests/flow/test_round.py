"""A round tells a fault of the world from a mail's own, and counts only what it has read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from mailreg.flow.office import Notice
from mailreg.flow.round import work
from mailreg.model.errors import FolderMissing, ImapUnavailable, LoginRefused, OperationError
from mailreg.model.ports import SentReply
from mailreg.store.engine import Store
from tests.flow.digestday import MEETING, DeskOfDay, letter, registration
from tests.simulation.world import Letterbox, Postman

NOW = datetime(2022, 9, 20, 12, 0, tzinfo=UTC)
AMIRA, LINA = "amira@awo.example", "lina@verein.example"


@dataclass
class Torn(Letterbox):
    """Its Sent folder can't be asked, from a certain moment of the round on."""

    error: OperationError | None = None
    asked: list[str] = field(default_factory=list)

    def sent_replies(self, message_ids: Iterable[str]) -> list[SentReply]:
        self.asked += message_ids
        if self.error is not None:
            raise self.error
        return []


@pytest.fixture
def desk(store: Store) -> DeskOfDay:
    found = DeskOfDay(store)
    found.event(MEETING)
    return found


def test_what_failed_is_not_counted_as_read(desk: DeskOfDay) -> None:
    def break_the_first(notice: Notice) -> None:
        if (notice.step, notice.mail) == ("decided", 1):
            raise ValueError("an unexpected mail")

    mailbox = Letterbox()
    desk_of = replace(desk.office, notify=break_the_first)
    work(desk_of, lambda: mailbox, Postman(lambda: NOW), NOW)
    mailbox.put(letter(f"Amira Haddad <{AMIRA}>", registration("Amira Haddad"), NOW), NOW)
    mailbox.put(letter(f"Lina Berg <{LINA}>", registration("Lina Berg"), NOW), NOW)
    done = work(desk_of, lambda: mailbox, Postman(lambda: NOW), NOW)
    assert len(done.judged) == 2
    assert done.read == 1
    assert done.problems == ()


@pytest.mark.parametrize(
    ("error", "goes_out"),
    [(FolderMissing("Sent"), False), (LoginRefused("no"), True), (ImapUnavailable("away"), True)],
)
def test_no_fault_of_imap_counts_against_a_mail(desk: DeskOfDay, error: OperationError, goes_out: bool) -> None:
    mailbox, postman = Torn(), Postman(lambda: NOW)
    work(desk.office, lambda: mailbox, postman, NOW)
    mailbox.put(letter(f"Amira Haddad <{AMIRA}>", registration("Amira Haddad"), NOW), NOW)
    postman.away = True
    work(desk.office, lambda: mailbox, postman, NOW)  # her answer waits
    postman.away = False
    mailbox.put(letter(f"Lina Berg <{LINA}>", registration("Lina Berg"), NOW), NOW)
    mailbox.error = error
    for number in range(1, 5):
        later = NOW + timedelta(minutes=4 * number)
        done = work(desk.office, lambda: mailbox, postman, later)
        assert error in done.problems
        assert done.read == 0
    with desk.store.begin() as tx:
        assert [(mail.attempts, mail.id) for mail in tx.inbox.waiting(5, NOW)] == [(0, 2)]
    assert [mail.recipient for mail in postman.taken if mail.recipient == AMIRA] == [AMIRA] * goes_out
    mailbox.error = None
    work(desk.office, lambda: mailbox, postman, NOW + timedelta(hours=1))
    assert sorted(mail.recipient for mail in postman.taken if mail.recipient in {AMIRA, LINA}) == [AMIRA, LINA]
