"""What is known of addresses that mail came back from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mailreg.store.addresses import AddressMark
from mailreg.store.engine import Store
from tests.store.samples import NOW

GONE = AddressMark("amira@example.org", "unknown_user", NOW, "550 5.1.1 no such user", unreachable_at=NOW)


def test_a_mark_holds_for_every_spelling_of_the_address_until_it_is_cleared(store: Store) -> None:
    with store.begin() as tx:
        tx.addresses.mark(GONE)
        tx.addresses.mark(AddressMark("samir@example.org", "mailbox_full", NOW, soft_bounces=1))
        assert tx.addresses.unreachable(["Amira@Example.ORG", "samir@example.org", "x@example.org"]) == {
            "Amira@Example.ORG"
        }
        assert tx.addresses.get("AMIRA@example.org") == GONE
        tx.addresses.mark(replace(GONE, soft_bounces=2))
        assert [mark.soft_bounces for mark in tx.addresses.all() if mark.email == GONE.email] == [2]
        assert tx.addresses.clear("amira@EXAMPLE.org")
        assert not tx.addresses.clear("amira@example.org")
        assert tx.addresses.unreachable(["amira@example.org"]) == set()


def test_a_mail_clears_only_what_came_back_before_it(store: Store) -> None:
    with store.begin() as tx:
        tx.addresses.mark(GONE)
        assert not tx.addresses.clear(GONE.email, before=NOW)
        assert tx.addresses.clear(GONE.email, before=NOW + timedelta(seconds=1))
