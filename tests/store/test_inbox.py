"""Mails that came in: stored once, judged once, kept or forgotten."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from mailreg.model.decision import Handling
from mailreg.model.errors import TransientError
from mailreg.model.ports import Cursor
from mailreg.store import inbox as inbox_module
from mailreg.store.engine import Store, open_store
from mailreg.store.mailrows import MailState
from tests.store.samples import BOX, FOLDER, NOW, fetched, raw, registration, verdict


def test_a_mail_comes_back_byte_for_byte(store: Store) -> None:
    mail = replace(raw(3, bytes(range(256))), size=9_000_000, partial=True)
    with store.begin() as tx:
        assert tx.inbox.store_fetched([mail], BOX, FOLDER, Cursor(7, 4), first_sight=True, now=NOW) == 1
    with store.begin() as tx:
        [stored] = tx.inbox.waiting(10, NOW)
    assert (stored.raw, stored.attempts, stored.first_sight) == (mail, 0, True)


def test_a_known_mail_is_not_stored_twice(store: Store) -> None:
    with store.begin() as tx:
        assert fetched(tx, 1, 2, 3) == 3
        assert fetched(tx, 2, 3, 4) == 1
        assert fetched(tx, 1, uidvalidity=8) == 1  # the same UID under another UIDVALIDITY is another mail
        assert [mail.raw.key.uid for mail in tx.inbox.waiting(10, NOW)] == [1, 2, 3, 4, 1]


def test_the_cursor_moves_with_the_mails(store: Store) -> None:
    with store.begin() as tx:
        assert tx.inbox.cursor(BOX, FOLDER) is None
        tx.inbox.store_fetched([], BOX, FOLDER, Cursor(7, 1), first_sight=True, now=NOW)
        assert tx.inbox.cursor(BOX, FOLDER) == Cursor(7, 1)
    with pytest.raises(RuntimeError), store.begin() as tx:  # noqa: PT012
        fetched(tx, 1, 2)
        raise RuntimeError("a crash before the commit")
    with store.begin() as tx:
        assert tx.inbox.cursor(BOX, FOLDER) == Cursor(7, 1)
        assert tx.inbox.waiting(10, NOW) == []


def test_the_cursor_never_goes_back_under_one_uidvalidity(store: Store) -> None:
    with store.begin() as tx:
        fetched(tx, 9)
        fetched(tx, 4)
        assert tx.inbox.cursor(BOX, FOLDER) == Cursor(7, 10)
        fetched(tx, 2, uidvalidity=8)
        assert tx.inbox.cursor(BOX, FOLDER) == Cursor(8, 3)
        assert tx.inbox.cursor(BOX, "Archiv") is None


def test_waiting_goes_on_behind_an_id_and_stops_at_the_limit(store: Store) -> None:
    with store.begin() as tx:
        fetched(tx, 1, 2, 3)
        first, second = tx.inbox.waiting(2, NOW)
        assert [mail.id for mail in tx.inbox.waiting(2, NOW, after=second.id)] == [second.id + 1]
        assert first.id < second.id


def test_a_batch_fits_into_memory(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox_module, "BATCH_BYTES", 100)
    with store.begin() as tx:
        for uid, size in enumerate((500, 60, 30, 30), 1):
            tx.inbox.store_fetched([raw(uid, b"x" * size)], BOX, FOLDER, Cursor(7, uid), first_sight=False, now=NOW)
        batch = tx.inbox.waiting(50, NOW)
        assert [mail.raw.key.uid for mail in batch] == [1]
        assert [mail.raw.key.uid for mail in tx.inbox.waiting(50, NOW, after=batch[-1].id)] == [2, 3]


def test_a_kept_mail_keeps_its_content_and_its_verdict(store: Store) -> None:
    with store.begin() as tx:
        fetched(tx, 1)
        found = verdict(Handling.AUTOMATIC)
        tx.inbox.judged(1, found, now=NOW, keep=True)
    with store.begin() as tx:
        assert tx.inbox.waiting(10, NOW) == []
        mail = tx.inbox.get(1)
    assert mail is not None
    assert mail.raw is not None
    assert (mail.state, mail.verdict, mail.raw.content, mail.judged_at) == (
        MailState.JUDGED,
        found,
        b"mail 1 of 7",
        NOW,
    )


def test_private_mail_leaves_key_handling_and_rule(store: Store) -> None:
    private = verdict(Handling.IGNORE, why="Von Zoë", kind="unrelated", rule="not ours")
    with store.begin() as tx:
        fetched(tx, 1, first_sight=True)
        tx.inbox.failed(1, "ValueError", NOW)
        tx.inbox.judged(1, private, now=NOW, keep=False)
    with store._engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT * FROM mails").mappings().one()
        left = {name: value for name, value in row.items() if value is not None}
    assert left == {
        "id": 1, "mailbox": BOX, "folder": FOLDER, "uidvalidity": 7, "uid": 1,
        "state": "judged", "handling": "ignore", "rule": "not ours", "attempts": 0, "first_sight": False,
    }  # fmt: skip
    with store.begin() as tx:
        assert not tx.inbox.seen("00ff")
        assert tx.inbox.with_message_id("<one@example.org>") == []
        assert fetched(tx, 1) == 0  # it is known, and not fetched again
        assert not tx.inbox.reread(1)


def test_private_bytes_are_wiped_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "mailreg.db"
    secret = b"Liebe Mutter, ganz privat! "
    store = open_store(f"sqlite:///{path}")
    with store.begin() as tx:
        mail = raw(1, secret * 1000)
        tx.inbox.store_fetched([mail], BOX, FOLDER, Cursor(7, 2), first_sight=False, now=NOW)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert secret in path.read_bytes()
    with store.begin() as tx:
        tx.inbox.judged(1, verdict(Handling.IGNORE), now=NOW, keep=False)
    store.dispose()
    assert b"ganz privat" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_a_mail_is_judged_by_one_process_only(store: Store) -> None:
    with store.begin() as tx:
        fetched(tx, 1)
        tx.inbox.judged(1, verdict(Handling.REVIEW), now=NOW, keep=True)
    for late in (Handling.REVIEW, Handling.IGNORE):
        with pytest.raises(TransientError, match="anderer Prozess"), store.begin() as tx:  # noqa: PT012
            tx.registrations.add(registration(), NOW)
            tx.inbox.judged(1, verdict(late), now=NOW, keep=True)
    with store.begin() as tx:
        assert tx.registrations.all() == []


def test_a_person_accepts_a_mail_in_review_once(store: Store) -> None:
    with store.begin() as tx:
        fetched(tx, 1)
        tx.inbox.judged(1, verdict(Handling.REVIEW), now=NOW, keep=True)
        assert [mail.id for mail in tx.inbox.in_review()] == [1]
    with store.begin() as tx:
        tx.inbox.judged(1, verdict(Handling.AUTOMATIC), now=NOW, keep=True)
        tx.inbox.resolve(1, "accepted", NOW)
    with pytest.raises(TransientError), store.begin() as tx:
        tx.inbox.judged(1, verdict(Handling.AUTOMATIC), now=NOW, keep=True)
    with store.begin() as tx:
        mail = tx.inbox.get(1)
        assert tx.inbox.in_review() == []
    assert mail is not None
    assert (mail.state, mail.resolution) == (MailState.RESOLVED, "accepted")
    assert mail.raw is not None


def test_three_failures_quarantine_a_mail_and_lose_nothing(store: Store) -> None:
    with store.begin() as tx:
        fetched(tx, 1, 2)
        assert tx.inbox.failed(1, "ValueError", NOW) == 1
        assert [m.id for m in tx.inbox.waiting(10, NOW + timedelta(seconds=59))] == [2]
        assert [m.id for m in tx.inbox.waiting(10, NOW + timedelta(seconds=60))] == [1, 2]
        assert tx.inbox.failed(1, "ValueError", NOW) == 2
        assert [m.id for m in tx.inbox.waiting(10, NOW + timedelta(seconds=299))] == [2]
        assert [m.id for m in tx.inbox.waiting(10, NOW + timedelta(seconds=300))] == [1, 2]
        assert tx.inbox.failed(1, "KeyError", NOW) == 3
        assert [m.id for m in tx.inbox.waiting(10, NOW + timedelta(days=9))] == [2]
        [lost] = tx.inbox.quarantined()
        assert (lost.error, lost.attempts, lost.raw and lost.raw.content) == ("KeyError", 3, b"mail 1 of 7")
        assert tx.inbox.failed(1, "KeyError", NOW) == 0  # it no longer waits


def test_a_quarantined_mail_is_read_again_with_held_answers(store: Store) -> None:
    with store.begin() as tx:
        fetched(tx, 1)
        for _ in range(3):
            tx.inbox.failed(1, "KeyError", NOW)
        assert tx.inbox.reread(1)
        [mail] = tx.inbox.waiting(10, NOW)
        assert (mail.first_sight, mail.attempts) == (True, 0)
        assert tx.inbox.quarantined() == []
        assert not tx.inbox.reread(99)


def test_a_mail_is_known_by_message_id_or_content(store: Store) -> None:
    endless = f"<{'x' * 100_000}@example.org>"
    with store.begin() as tx:
        fetched(tx, 1, 2)
        assert not tx.inbox.seen("00ff")
        tx.inbox.judged(1, verdict(Handling.AUTOMATIC), now=NOW, keep=True)
        tx.inbox.judged(2, verdict(Handling.REVIEW, message_id=endless, content_hash="01"), now=NOW, keep=True)
        assert len(tx.inbox.with_message_id("<one@example.org>")) == 1
        assert len(tx.inbox.with_message_id(endless)) == 1
        assert tx.inbox.with_message_id(None) == []
        assert tx.inbox.with_message_id("<one@example.org>", besides=1) == []
        assert tx.inbox.seen("00ff")
        assert not tx.inbox.seen("other")
        assert not tx.inbox.seen("00ff", besides=1)
        assert tx.inbox.reread(1)
        assert not tx.inbox.seen("00ff")  # a mail is no double of itself
        assert tx.inbox.with_message_id("<one@example.org>") == []


def test_what_a_database_refuses_in_a_text_does_not_stop_a_mail(store: Store) -> None:
    odd = verdict(
        Handling.REVIEW,
        message_id="<a\x00\udc80b@example.org>",
        why="\x00",
        reading={"a\x00": ["\ud800", 1, None, {"b": "ü\x00"}]},
    )
    with store.begin() as tx:
        fetched(tx, 1)
        tx.inbox.judged(1, odd, now=NOW, keep=True)
        mail = tx.inbox.get(1)
        assert len(tx.inbox.with_message_id(odd.message_id)) == 1
    assert mail is not None
    assert mail.verdict is not None
    assert mail.verdict.message_id == "<a\ufffd\ufffdb@example.org>"
    assert mail.verdict.reading == {"a\ufffd": ["\ufffd", 1, None, {"b": "ü\ufffd"}]}


def test_figures_for_the_status(store: Store) -> None:
    with store.begin() as tx:
        fetched(tx, 1, 2, 3, 4)
        tx.inbox.judged(1, verdict(Handling.IGNORE, rule="bounce"), now=NOW, keep=False)
        tx.inbox.judged(2, verdict(Handling.IGNORE, rule="bounce"), now=NOW, keep=False)
        tx.inbox.judged(3, verdict(Handling.REVIEW, rule="press"), now=NOW, keep=True)
        assert tx.inbox.counts() == {"waiting": 1, "judged": 2, "review": 1, "resolved": 0, "quarantined": 0}
        assert tx.inbox.verdicts() == {("ignore", "bounce"): 2, ("review", "press"): 1}


def test_a_naive_time_is_an_error(store: Store) -> None:
    with pytest.raises(ValueError, match="naive"), store.begin() as tx:
        tx.inbox.store_fetched([raw(1)], BOX, FOLDER, Cursor(7, 2), first_sight=False, now=NOW.replace(tzinfo=None))


def test_lists_without_the_content(store: Store) -> None:
    with store.begin() as tx:
        fetched(tx, 1, 2)
        tx.inbox.judged(1, verdict(Handling.REVIEW), now=NOW, keep=True)
        for _ in range(3):
            tx.inbox.failed(2, "KeyError", NOW)
        assert tx.inbox.in_review(content=False) == [replace(mail, raw=None) for mail in tx.inbox.in_review()]
        assert tx.inbox.quarantined(content=False) == [replace(mail, raw=None) for mail in tx.inbox.quarantined()]
        assert [mail.id for mail in tx.inbox.in_review() + tx.inbox.quarantined() if mail.raw] == [1, 2]


@pytest.mark.parametrize("handling", [Handling.REVIEW, Handling.AUTOMATIC])
def test_two_workers_on_one_mail_register_once(store: Store, handling: Handling) -> None:
    with store.begin() as tx:
        fetched(tx, 1)
    start = Barrier(2)

    def conclude(_: int) -> bool:
        start.wait()
        try:
            with store.begin() as tx:
                tx.registrations.add(registration(), NOW)
                tx.inbox.judged(1, verdict(handling), now=NOW, keep=True)
        except TransientError:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(conclude, range(2))) == [False, True]
    with store.begin() as tx:
        assert len(tx.registrations.all()) == 1
