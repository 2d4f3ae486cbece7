"""The Sent folder, without which nobody knows what was answered by hand: which one was there, and whether it still is.

A mailbox that has never had one is served all the same. Where it is gone, or not where the settings say, mails and
answers wait: taken for empty, it would let us answer what somebody has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailreg.flow.office import Office
    from mailreg.model.ports import Mailbox
    from mailreg.store.engine import Store


def known_sent_folder(store: Store, mailbox: str) -> str | None:
    """The Sent folder that was there last."""
    with store.begin() as tx:
        return tx.notes.get(_note(mailbox)) or None


def make_sure_of_sent_folder(office: Office, mailbox: Mailbox) -> None:
    """Look whether it is there, and remember which one it is. Raises FolderMissing, ImapUnavailable, LoginRefused."""
    known = known_sent_folder(office.store, office.mailbox)
    found = mailbox.examine_sent(known)
    if found is not None and found != known:
        with office.store.begin() as tx:
            tx.notes.set(_note(office.mailbox), found)


def _note(mailbox: str) -> str:
    return f"sent folder:{mailbox}"
