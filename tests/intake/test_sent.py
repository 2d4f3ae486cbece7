"""The Sent folder: found, asked exactly, and the only place that is written to."""

from __future__ import annotations

import pytest
from imap_tools.folder import FolderInfo

from mailreg.intake import sent
from mailreg.intake.imap import ImapMailbox
from mailreg.model.errors import FolderMissing
from tests.servers.dovecot import Dovecot, running


def mail(message_id: str, in_reply_to: str = "") -> bytes:
    reply = f"In-Reply-To: {in_reply_to}\r\n" if in_reply_to else ""
    return f"From: a@verein.example\r\nMessage-ID: {message_id}\r\n{reply}\r\nHallo\r\n".encode()


@pytest.mark.dovecot
def test_a_copy_is_put_there_once_and_marked_as_read(dovecot: Dovecot) -> None:
    dovecot.deliver(mail("<frage@example.org>"))
    with ImapMailbox(dovecot.access()) as mailbox:
        assert not mailbox.sent_have(["<1@verein.example>"])
        mailbox.append_sent([mail("<1@verein.example>", "<frage@example.org>")])
        assert mailbox.sent_have(["<1@verein.example>"])
    assert dovecot.snapshot() == {"INBOX": {1: ()}, "Sent": {1: ("\\Seen",)}}
    assert dovecot.contents("Sent") == [mail("<1@verein.example>", "<frage@example.org>")]


@pytest.mark.dovecot
@pytest.mark.parametrize(
    "asked",
    [
        "<1@verein.exampl",
        "1@verein.example",
        "<11@verein.example>",
        "<1@VEREIN.example>",
        "",
        "<ü@x>",
        '<"a\\b@x>',
        "<>",
    ],
)
def test_only_the_very_same_message_id_counts(dovecot: Dovecot, asked: str) -> None:
    dovecot.deliver(mail("<1@verein.example>"), folder="Sent")
    with ImapMailbox(dovecot.access()) as mailbox:
        assert mailbox.sent_have(["<1@verein.example>"])
        assert not mailbox.sent_have([asked])


@pytest.mark.dovecot
def test_answers_by_hand_are_found_among_many(dovecot: Dovecot) -> None:
    dovecot.deliver_all([(mail(f"<{n}@verein.example>", f"<q{n}@example.org>"), None) for n in range(30)], "Sent")
    folded = b"Message-ID: <f@verein.example>\r\nIn-Reply-To:\r\n <gefaltet-und-lang@example.org>\r\n\r\nx\r\n"
    dovecot.deliver(folded, folder="Sent")
    asked = [f"<q{n}@example.org>" for n in range(0, 60, 2)] + [
        "<gefaltet-und-lang@example.org>",
        "<q@example.org>",
        "ü",
    ]
    with ImapMailbox(dovecot.access()) as mailbox:
        before = mailbox.commands
        found = {reply.answers for reply in mailbox.sent_replies(asked)}
        assert mailbox.commands - before < 10
    assert found == {f"<q{n}@example.org>" for n in range(0, 30, 2)} | {"<gefaltet-und-lang@example.org>"}


@pytest.mark.dovecot
def test_the_folder_that_the_settings_name_wins(dovecot: Dovecot) -> None:
    dovecot.deliver(mail("<1@verein.example>"), folder="Büro/Gesendet")
    with ImapMailbox(dovecot.access(sent_folder="Büro/Gesendet")) as mailbox:
        assert mailbox.sent_have(["<1@verein.example>"])
        mailbox.append_sent([mail("<2@verein.example>")])
    assert len(dovecot.snapshot("Büro/Gesendet")["Büro/Gesendet"]) == 2


@pytest.mark.dovecot
def test_a_mailbox_without_one() -> None:
    with running(sent="") as dovecot, ImapMailbox(dovecot.access()) as mailbox:
        assert not mailbox.sent_have(["<1@verein.example>"])
        assert mailbox.sent_replies(["<1@verein.example>"]) == []
        with pytest.raises(FolderMissing, match="MAILREG_IMAP_SENT_FOLDER"):
            mailbox.append_sent([mail("<1@verein.example>")])
        assert set(dovecot.snapshot()) == {"INBOX"}


def folder(name: str, *flags: str, delim: str = "/") -> FolderInfo:
    return FolderInfo(name, delim, flags)


@pytest.mark.parametrize(
    ("folders", "found"),
    [
        ([folder("INBOX"), folder("Gesendet"), folder("Raus", "\\Sent")], "Raus"),
        ([folder("INBOX"), folder("Gesendete Objekte")], "Gesendete Objekte"),
        ([folder("INBOX"), folder("Gesendete Elemente"), folder("Sent Items")], "Sent Items"),
        ([folder("INBOX", delim="."), folder("INBOX.Sent", delim=".")], "INBOX.Sent"),
        ([folder("[Gmail]", "\\Noselect"), folder("[Gmail]/Gesendet", "\\sent")], "[Gmail]/Gesendet"),
        ([folder("[Gmail]/Gesendet")], "[Gmail]/Gesendet"),
        ([folder("Archiv/Gesendet"), folder("INBOX")], None),
        ([folder("Sent", "\\Noselect")], None),
        ([folder("GESENDET", delim="")], "GESENDET"),
    ],
    ids=["special use", "German", "two", "below INBOX", "Gmail", "Gmail unmarked", "an archive", "noselect", "flat"],
)
def test_which_folder_it_is(folders: list[FolderInfo], found: str | None) -> None:
    assert sent.find(folders) == found


@pytest.mark.dovecot
def test_many_copies_in_one_command(dovecot: Dovecot) -> None:
    copies = [mail(f"<{number}@verein.example>") for number in range(1, 26)]
    with ImapMailbox(dovecot.access()) as mailbox:
        mailbox.sent_folder()
        before = mailbox.commands
        mailbox.append_sent(copies)
        assert mailbox.commands == before + 1
        asked = [f"<{number}@verein.example>" for number in range(20, 31)]
        assert mailbox.sent_have(asked) == set(asked[:6])
    assert dovecot.contents("Sent") == copies
    assert set(dovecot.snapshot("Sent")["Sent"].values()) == {("\\Seen",)}


@pytest.mark.dovecot
def test_copies_one_by_one_where_the_server_takes_no_more(dovecot: Dovecot) -> None:
    copies = [mail("<1@verein.example>"), mail("<2@verein.example>")]
    with ImapMailbox(dovecot.access()) as mailbox:
        mailbox.sent_folder()
        client = mailbox._open().client
        client.capabilities = tuple(c for c in client.capabilities if c != "MULTIAPPEND")
        mailbox.append_sent(copies)
    assert dovecot.contents("Sent") == copies


@pytest.mark.dovecot
def test_one_that_goes_while_the_connection_is_open() -> None:
    with running(sent="") as dovecot, ImapMailbox(dovecot.access()) as mailbox, dovecot.client() as client:
        assert mailbox.examine_sent() is None, "there has never been one"
        client.create("Sent")
        assert mailbox.examine_sent() == "Sent"
        client.rename("Sent", "Gesendet")
        assert mailbox.examine_sent() == "Gesendet"
        client.rename("Gesendet", "Ablage")
        for _ in range(2):
            with pytest.raises(FolderMissing, match=r"„Gesendet“.*MAILREG_IMAP_SENT_FOLDER"):
                mailbox.sent_replies(["<1@verein.example>"])
            with pytest.raises(FolderMissing):
                mailbox.sent_have(["<1@verein.example>"])
        client.rename("Ablage", "Gesendet")
        assert mailbox.sent_replies(["<1@verein.example>"]) == []


@pytest.mark.dovecot
@pytest.mark.parametrize(
    ("setting", "known", "words"),
    [
        ("Nix", None, "„Nix“.*MAILREG_IMAP_SENT_FOLDER „Sent“"),
        ("Nix", "Sent", "„Nix“"),
        (None, "Raus", None),  # another one has taken its place
        ("Büro", None, "„Büro“"),  # it holds folders, and no mails
    ],
)
def test_one_that_is_not_where_it_should_be(dovecot: Dovecot, setting: str, known: str, words: str | None) -> None:
    dovecot.deliver(mail("<1@verein.example>"), folder="Büro/Gesendet")
    with ImapMailbox(dovecot.access(sent_folder=setting)) as mailbox:
        if words is None:
            assert mailbox.examine_sent(known) == "Sent"
        else:
            with pytest.raises(FolderMissing, match=words):
                mailbox.examine_sent(known)


@pytest.mark.dovecot
def test_one_that_only_we_know_to_be_it() -> None:
    with running(sent="") as dovecot, dovecot.client() as client, ImapMailbox(dovecot.access()) as mailbox:
        client.create("Raus")
        assert mailbox.examine_sent("Raus") == "Raus"
