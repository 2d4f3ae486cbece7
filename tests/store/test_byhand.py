"""Mails that wait for a person until somebody answers them by hand."""

from __future__ import annotations

from datetime import timedelta

from mailreg.model.decision import Handling
from mailreg.store.engine import Store
from mailreg.store.mailrows import MailState
from tests.store.samples import NOW, fetched, verdict

QUESTION = {"question": {"value": True, "evidence": [["body", 0, 3]]}}


def test_which_wait(store: Store) -> None:
    """One in review, one whose question does, one that was answered in full, one that is nobody's business."""
    with store.begin() as tx:
        fetched(tx, 1, 2, 3, 4, 5)
        tx.inbox.judged(1, verdict(Handling.REVIEW, message_id="<1@x>"), now=NOW, keep=True)
        tx.inbox.judged(2, verdict(Handling.AUTOMATIC, message_id="<2@x>", reading=QUESTION), now=NOW, keep=True)
        tx.inbox.judged(3, verdict(Handling.AUTOMATIC, message_id="<3@x>"), now=NOW, keep=True)
        tx.inbox.judged(4, verdict(Handling.IGNORE), now=NOW, keep=False)
        tx.inbox.judged(5, verdict(Handling.REVIEW, message_id="<1@x>"), now=NOW, keep=True)
    with store.begin() as tx:
        assert tx.by_hand.waiting(NOW) == {"<1@x>": [1, 5], "<2@x>": [2]}
        assert tx.by_hand.waiting(NOW + timedelta(seconds=1)) == {}


def test_marked_and_opened_again(store: Store) -> None:
    with store.begin() as tx:
        fetched(tx, 1, 2)
        tx.inbox.judged(1, verdict(Handling.REVIEW), now=NOW, keep=True)
        assert tx.by_hand.mark(1, NOW)
        assert not tx.by_hand.mark(1, NOW), "nobody waits for it any more"
        assert not tx.by_hand.mark(2, NOW), "it has not been judged"
        assert tx.by_hand.latest(5) == [1]
        assert tx.by_hand.reopen(1)
        assert not tx.by_hand.reopen(1)
        tx.inbox.resolve(1, "done", NOW)
        assert not tx.by_hand.reopen(1), "what a person has put aside stays so"
    with store.begin() as tx:
        mail = tx.inbox.get(1)
        assert mail is not None
        assert (mail.state, mail.resolution) == (MailState.RESOLVED, "done")
        assert tx.by_hand.latest(5) == []
