"""Who was told that somebody has registered them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mailreg.model.outgoing import DeliveryState, Purpose
from mailreg.store.engine import Store
from tests.store.samples import NOW, outgoing, registration

State = DeliveryState
LATER = NOW + timedelta(hours=1)


def test_the_latest_mail_counts(store: Store) -> None:
    mail = replace(outgoing("companion:1:aa", "Lena@Example.org", Purpose.COMPANION), registration=1)
    again = replace(mail, key="companion:1:aa:v3", message_id="<again@verein.example>")
    with store.begin() as tx:
        tx.registrations.add(registration(), NOW)
        tx.outbox.add(mail, state=State.HELD, hold_reason="mode_approve", now=NOW)
        (told,) = tx.informed.of("treffen")
        assert (told.registration, told.email, told.since, told.on_its_way) == (1, "lena@example.org", None, True)
        assert told.hold_reason == "mode_approve"
        tx.outbox.approve(1, NOW)
        tx.outbox.claim(LATER, "me")
        tx.outbox.sent(1, LATER, "me")
        (told,) = tx.informed.of("treffen", 1)
        assert (told.written_at, told.since) == (NOW, LATER)
        tx.returns.send_again(1, "voll", LATER + timedelta(hours=4), LATER)
        assert tx.informed.of("treffen")[0].since == LATER  # it goes out once more
        tx.returns.failed(1, "gibt es nicht", LATER)
        assert (tx.informed.of("treffen")[0].since, tx.informed.of("treffen")[0].on_its_way) == (None, False)
        tx.outbox.add(again, state=State.QUEUED, hold_reason=None, now=LATER)
        (told,) = tx.informed.of("treffen")
        assert (told.state, told.since, told.on_its_way) == (State.QUEUED, None, True)
        tx.outbox.discard(2, LATER)
        assert not tx.informed.of("treffen")[0].on_its_way
        assert tx.informed.of("anderes") == tx.informed.of("treffen", 2) == []
