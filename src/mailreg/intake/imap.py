"""The watched mailbox over IMAP (RFC 9051, RFC 3501), on imap-tools: it reads and changes nothing.

The rules of this room: folders are opened with EXAMINE (read-only), mails are read with BODY.PEEK, no flag is ever
set in a watched folder, nothing is moved or expunged. The only thing written is the copy of a sent mail.
imap-tools' own `fetch`, `flag`, `move` and `delete` are not used: they lose the original bytes, stop silently at
vanished mails, or expunge other clients' mail.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from imap_tools import A, U
from imap_tools.errors import MailboxFolderSelectError

from mailreg.intake import filing, idle, large, sent
from mailreg.intake.access import Box, ImapAccess
from mailreg.intake.batches import WHOLE_UP_TO, Listed, groups, uid_set
from mailreg.intake.session import Session
from mailreg.intake.wire import Item, fetched, internaldate
from mailreg.model.errors import FolderMissing, ImapUnavailable
from mailreg.model.mail import MailKey, RawMail
from mailreg.model.ports import FolderState, SentReply

__all__ = ["Folder", "ImapAccess", "ImapMailbox"]

SIZES_AT_ONCE = 1000  # UIDs whose sizes are asked for in one command


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of the mailbox; `flags` are its attributes such as "\\\\Sent" (RFC 6154)."""

    name: str
    flags: tuple[str, ...]


class ImapMailbox(Session):
    """Implements `model.ports.Mailbox`. Connects on first use, and again after a failure; not for several threads
    (`stop` of `wait` aside)."""

    def __init__(self, access: ImapAccess) -> None:
        super().__init__(access)
        self.name = access.mailbox or access.user
        self._fresh = False  # nothing has been asked since EXAMINE
        self._validity: dict[str, int] = {}  # folder → UIDVALIDITY that `examine` gave out
        self._next: dict[str, int] = {}  # folder → first UID that nobody here has heard of
        self._told: dict[str, tuple[int, int | None]] = {}  # folder → UIDVALIDITY, UIDNEXT of the news `wait` gave last
        self._sent: str | None = None
        self._sent_before: str | None = None  # a Sent folder that has been there

    def folders(self) -> tuple[Folder, ...]:
        """All folders, with their attributes."""
        return self._try(lambda box: tuple(Folder(f.name, tuple(f.flags)) for f in sent.listing(box)))

    # Watched folders

    def examine(self, folder: str) -> FolderState:
        """Select a folder read-only. A connection that has died unnoticed is opened anew, once.

        Raises ImapUnavailable, LoginRefused, FolderMissing."""
        used = self._box is not None
        try:
            state = self._examine(folder)
        except ImapUnavailable:
            if not used:
                raise
            state = self._examine(folder)
        self._validity[folder] = state.uidvalidity
        self._next[folder] = state.uidnext or 0
        return state

    def _examine(self, folder: str) -> FolderState:
        self._selected = self._state = None
        state = self._try(lambda box: self._select(box, folder))
        self._selected, self._state, self._fresh = folder, state, True
        return state

    def _select(self, box: Box, folder: str) -> FolderState:
        try:
            _, told = box.folder.set(folder, readonly=True)
        except MailboxFolderSelectError as error:
            reason = str(error.command_result)
            if "NONEXISTENT" in reason or "TRYCREATE" in reason or not sent.usable(box.folder.list("", folder)):
                raise FolderMissing(
                    f"Den Ordner „{folder}“ gibt es im Postfach nicht. Prüfen Sie MAILREG_IMAP_FOLDER; "
                    "'mailreg check' zeigt die vorhandenen Ordner."
                ) from None
            raise
        exists = int(told[0] or 0) if told and (told[0] or b"0").isdigit() else 0
        validity, uidnext = _number(box, "UIDVALIDITY"), _number(box, "UIDNEXT")
        if validity is None:
            status = box.folder.status(folder, ["UIDVALIDITY", "UIDNEXT"])
            validity, uidnext = status.get("UIDVALIDITY"), status.get("UIDNEXT", uidnext)
        if validity is None:
            raise ImapUnavailable(f"Der IMAP-Server {self.access.host} nennt für den Ordner keine UIDVALIDITY.")
        return FolderState(validity, uidnext, exists)

    def _ensure(self, folder: str) -> FolderState:
        """The folder is selected, under the UIDVALIDITY that `examine` gave out."""
        state = self._state if self._selected == folder and self._state is not None else self._examine(folder)
        if self._validity.setdefault(folder, state.uidvalidity) != state.uidvalidity:
            del self._validity[folder]
            raise ImapUnavailable("Der IMAP-Server hat den Ordner neu nummeriert; er wird gleich neu gelesen.")
        return state

    def fetch_after(self, folder: str, next_uid: int, batch: int = 50) -> Iterator[list[RawMail]]:
        """All mails with UID >= next_uid in ascending order, in batches of at most `batch` mails and about 6 MB.

        The keys carry the UIDVALIDITY that the last `examine` of this folder gave. Mails that another client has
        expunged meanwhile are left out; when the generator has ended, every UID below `examine`'s UIDNEXT has come or
        is gone for good. Between two batches other methods may be called.

        Raises ImapUnavailable (also where the server keeps back a mail that exists), LoginRefused, FolderMissing."""
        if not (self._fresh and self._selected == folder):
            self._selected = None
        state = self._ensure(folder)
        self._fresh = False
        if state.uidnext is not None and state.uidnext <= next_uid:
            return
        uids = self._uids_from(next_uid)
        for start in range(0, len(uids), SIZES_AT_ONCE):
            self._ensure(folder)
            listed = self._sizes(uids[start : start + SIZES_AT_ONCE])
            for group in groups(listed, batch):
                for mails in self._delivered(folder, state.uidvalidity, group):
                    self._next[folder] = max(self._next.get(folder, 0), mails[-1].key.uid + 1)
                    yield mails

    def _delivered(self, folder: str, uidvalidity: int, group: Sequence[Listed]) -> Iterator[list[RawMail]]:
        """The mails of a group at once; where that fails, one by one, so that what comes before a mail that the
        server can't give out is not held up by it."""
        self._ensure(folder)
        try:
            mails = self._contents(folder, uidvalidity, group)
        except ImapUnavailable:
            if len(group) == 1:
                raise
            for one in group:
                yield from self._delivered(folder, uidvalidity, [one])
        else:
            if mails:
                yield mails

    def _uids_from(self, first: int) -> list[int]:
        # "n:*" always gives the last mail, also if its UID is below n (RFC 9051, 6.4.4).
        uids = self._try(lambda box: box.uids(A(uid=U(str(first), "*")), charset=None))
        return sorted(int(uid) for uid in uids if int(uid) >= first)

    def _ask(self, uids: Sequence[int], what: str) -> dict[int, dict[str, Item]]:
        """UID FETCH of some mails. A NO is no failure here: servers say it when a mail has just been expunged; what
        is missing is looked into afterwards."""
        if not uids:
            return {}
        asked = set(uids)
        _, data = self._try(lambda box: box.client.uid("FETCH", uid_set(uids), what))
        return {uid: values for uid, values in fetched(data or []).items() if uid in asked}

    def _complete(self, uids: Sequence[int], what: str, needed: Sequence[str]) -> dict[int, dict[str, Item]]:
        """UID FETCH, with proof: a mail that did not come is gone, or is asked for once more, or raises."""

        def whole(values: dict[str, Item]) -> bool:
            # An empty part may come as NIL; a whole mail never does.
            return all(name in values for name in needed) and values.get("BODY[]", b"") is not None

        came = {uid: values for uid, values in self._ask(uids, what).items() if whole(values)}
        missing = [uid for uid in uids if uid not in came]
        if missing:
            self._try(lambda box: box.client.noop())  # lets the server tell what was expunged
            found = self._try(lambda box: box.uids(A(uid=uid_set(missing)), charset=None))
            for uid in sorted({int(u) for u in found} & set(missing)):
                again = self._ask([uid], what).get(uid, {})
                if whole(again):
                    came[uid] = again
                elif self._try(lambda box, uid=uid: box.uids(A(uid=str(uid)), charset=None)):  # type: ignore[misc]
                    raise ImapUnavailable(
                        f"Der IMAP-Server {self.access.host} gibt die Mail mit der UID {uid} nicht heraus. "
                        "Verschieben Sie sie im Mailprogramm in einen anderen Ordner, wenn das so bleibt."
                    )
        return came

    def _sizes(self, uids: Sequence[int]) -> list[Listed]:
        came = self._complete(uids, "(UID RFC822.SIZE)", ["RFC822.SIZE"])
        return [Listed(uid, _int(came[uid]["RFC822.SIZE"])) for uid in uids if uid in came]

    def _contents(self, folder: str, uidvalidity: int, group: Sequence[Listed]) -> list[RawMail]:
        whole = [listed.uid for listed in group if listed.size <= WHOLE_UP_TO]
        big = [listed.uid for listed in group if listed.size > WHOLE_UP_TO]
        basics = "UID INTERNALDATE RFC822.SIZE"
        came = self._complete(whole, f"({basics} BODY.PEEK[])", ["INTERNALDATE", "BODY[]"])
        came |= self._complete(
            big, f"({basics} BODYSTRUCTURE BODY.PEEK[HEADER])", ["INTERNALDATE", "BODYSTRUCTURE", "BODY[HEADER]"]
        )
        mails = []
        for listed in group:
            values = came.get(listed.uid)
            if values is None:
                continue
            received_at = internaldate(values["INTERNALDATE"])
            content, partial = values.get("BODY[]"), "BODY[]" not in values
            if partial:
                content = self._text_parts(listed.uid, values)
            if content is None:
                continue
            if received_at is None or not isinstance(content, bytes):
                raise ImapUnavailable(f"Der IMAP-Server {self.access.host} antwortet unverständlich.")
            key = MailKey(self.name, folder, uidvalidity, listed.uid)
            mails.append(RawMail(key, received_at, content, _int(values["RFC822.SIZE"]), partial))
        return mails

    def _text_parts(self, uid: int, values: dict[str, Item]) -> bytes | None:
        """Header and text parts of a large mail; None if it has just been expunged."""
        header = values["BODY[HEADER]"]
        structure = large.structure(values["BODYSTRUCTURE"])
        wanted = large.wanted(structure)
        parts = self._complete([uid], large.query(wanted), [want.answer for want in wanted])
        if uid not in parts:
            return None
        return large.rebuild(header if isinstance(header, bytes) else b"", structure, parts[uid])

    def wait(self, folder: str, seconds: float, stop: threading.Event | None = None) -> bool:
        """IDLE (RFC 2177) until something happens in the folder (True) or the time is up (False). Mail that came
        since the last `examine` or `fetch_after` counts, once. `stop`, set by another thread, ends it within a second.

        Raises ImapUnavailable, LoginRefused, FolderMissing."""
        heard = self._next.get(folder)
        state = self._examine(folder)
        self._fresh = False
        news = bool(heard and state.uidnext is not None and state.uidnext > heard)
        news = news or self._validity.get(folder, state.uidvalidity) != state.uidvalidity
        # A connection that only waits is told the same news again and again by EXAMINE, but must not spin.
        if news and self._told.get(folder) != (state.uidvalidity, state.uidnext):
            self._told[folder] = state.uidvalidity, state.uidnext
            return True
        return self._try(lambda box: idle.wait(box, state, seconds, stop))

    # Sent folder

    def sent_folder(self) -> str | None:
        """The Sent folder's name: as set, else by special use, else by its usual names, else as it was before; None if
        there has never been one."""
        if self._sent is None:
            self._sent = self.access.sent_folder or self._find_sent() or self._sent_before
        return self._sent

    def _find_sent(self) -> str | None:
        return self._try(lambda box: sent.find(sent.listing(box)))

    def examine_sent(self, known: str | None = None) -> str | None:
        """Select the Sent folder read-only; its name, None where there has never been one. `known`: the one that was
        there before, on another connection. One that was renamed is looked for anew.

        Raises FolderMissing where the one that the settings name is not there, or the known one no longer and no other
        in its place: an empty answer would mean that nothing was sent. ImapUnavailable, LoginRefused."""
        self._sent_before = self._sent_before or known
        tried: str | None = None
        while (folder := self.sent_folder()) is not None:
            try:
                self._examine(folder)
            except FolderMissing:
                self._sent = None
                if folder == tried:
                    raise FolderMissing(sent.missing(folder, self.access.sent_folder, self._find_sent())) from None
                tried = folder
            else:
                self._sent_before = folder
                return folder
        return None

    def sent_have(self, message_ids: Iterable[str]) -> set[str]:
        """Those of the given Message-IDs that a mail in the Sent folder has; none where there has never been one."""
        ids = [message_id for message_id in message_ids if sent.searchable(message_id)]
        if not ids or self.examine_sent() is None:
            return set()
        return self._try(lambda box: sent.search(box, "Message-ID", ids))

    def sent_replies(self, message_ids: Iterable[str]) -> list[SentReply]:
        """The mails in the Sent folder that answer one of the given Message-IDs."""
        ids = [message_id for message_id in message_ids if sent.searchable(message_id)]
        if not ids or self.examine_sent() is None:
            return []
        return self._try(lambda box: sent.replies(box, ids))

    def append_sent(self, contents: Sequence[bytes]) -> None:
        """Put copies of sent mails into the Sent folder, marked as read. Ask `sent_have` first: Gmail and Microsoft 365
        file what goes through their SMTP server by themselves.

        Raises FolderMissing where there is no Sent folder, ImapUnavailable, LoginRefused."""
        folder = self.sent_folder()
        if folder is None:
            raise FolderMissing(
                "Im Postfach gibt es keinen Ordner für gesendete Mails. Legen Sie einen an oder nennen Sie ihn in "
                "MAILREG_IMAP_SENT_FOLDER."
            )
        self._try(lambda box: filing.file(box, folder, contents))


def _number(box: Box, code: str) -> int | None:
    """The value of a response code that came with EXAMINE."""
    _, values = box.client.response(code)
    value = next((v for v in reversed(values or []) if isinstance(v, bytes) and v.isdigit()), None)
    return int(value) if value is not None else None


def _int(value: Item) -> int:
    return int(value) if isinstance(value, bytes) and value.isdigit() else 0
