"""Fetching from a real Dovecot: everything comes once, and nothing in the mailbox changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from mailreg.intake.imap import ImapMailbox
from mailreg.model.errors import FolderMissing, ImapUnavailable, LoginRefused, SettingsError
from mailreg.model.mail import RawMail
from tests.servers.dovecot import Dovecot

pytestmark = pytest.mark.dovecot

BERLIN_SUMMER = timezone(timedelta(hours=2))


def mail(number: int, body: str = "Guten Tag,\r\nich komme.\r\n", more: str = "") -> bytes:
    return (
        f"From: Amira Haddad <amira@msov.example>\r\nSubject: Anmeldung {number}\r\n"
        f"Message-ID: <{number}@msov.example>\r\n{more}\r\n{body}"
    ).encode()


def fetch(mailbox: ImapMailbox, folder: str = "INBOX", next_uid: int = 1, batch: int = 50) -> list[RawMail]:
    mailbox.examine(folder)
    return [one for group in mailbox.fetch_after(folder, next_uid, batch) for one in group]


def test_fetching_everything_changes_no_flag_no_uid_and_no_count(dovecot: Dovecot) -> None:
    for flags in (None, "(\\Seen)", "(\\Flagged $Wichtig)", "(\\Deleted)"):
        dovecot.deliver_all([(mail(number), None) for number in range(30)], flags=flags)
    dovecot.deliver(mail(500), folder="Projekte/Förderung")
    before = dovecot.snapshot()

    with ImapMailbox(dovecot.access()) as mailbox:
        mails = fetch(mailbox)
        assert len(fetch(mailbox, "Projekte/Förderung")) == 1
        mailbox.sent_have(["<0@msov.example>"])

    assert [one.key.uid for one in mails] == list(range(1, 121))
    assert dovecot.snapshot() == before
    assert len(before["INBOX"]) == 120
    assert before["INBOX"][1] == ()
    assert before["INBOX"][120] == ("\\Deleted",)


def test_mails_come_byte_for_byte_with_the_moment_of_their_arrival(dovecot: Dovecot) -> None:
    raw = (
        b"From: a@example.org\r\nSubject: =?unknown?Q?=FF?=\r\nX: \xff\xfe \xe4\r\n\r\n{12}\r\n\x80)\r\n* 3 EXISTS\r\n"
    )
    dovecot.deliver(raw, datetime(2022, 10, 1, 9, 30, 15, tzinfo=BERLIN_SUMMER))
    with ImapMailbox(dovecot.access(mailbox="verein")) as mailbox:
        (one,) = fetch(mailbox)
        state = mailbox.examine("INBOX")
    assert one.content == raw
    assert one.size == len(raw)
    assert not one.partial
    assert one.received_at == datetime(2022, 10, 1, 7, 30, 15, tzinfo=UTC)
    assert (one.key.mailbox, one.key.folder, one.key.uidvalidity, one.key.uid) == (
        "verein",
        "INBOX",
        state.uidvalidity,
        1,
    )


def test_only_mails_from_the_cursor_on_come_in_batches(dovecot: Dovecot) -> None:
    dovecot.deliver_all([(mail(number), None) for number in range(25)])
    with ImapMailbox(dovecot.access()) as mailbox:
        mailbox.examine("INBOX")
        groups = [[one.key.uid for one in group] for group in mailbox.fetch_after("INBOX", 6, 8)]
        assert groups == [list(range(6, 14)), list(range(14, 22)), list(range(22, 26))]
        assert fetch(mailbox, next_uid=26) == []
        # "26:*" would give mail 25.
        assert fetch(mailbox, next_uid=100) == []


def test_a_batch_holds_about_6_megabytes(dovecot: Dovecot) -> None:
    dovecot.deliver_all([(mail(number, "x" * 76 + "\r\n" + ("y" * 76 + "\r\n") * 26_000), None) for number in range(6)])
    with ImapMailbox(dovecot.access()) as mailbox:
        mailbox.examine("INBOX")
        assert [len(group) for group in mailbox.fetch_after("INBOX", 1)] == [3, 3]


def test_mails_that_another_client_expunges_meanwhile_are_left_out(dovecot: Dovecot) -> None:
    dovecot.deliver_all([(mail(number), None) for number in range(30)])
    with ImapMailbox(dovecot.access()) as mailbox:
        mailbox.examine("INBOX")
        groups = mailbox.fetch_after("INBOX", 1, 10)
        got = [one.key.uid for one in next(groups)]
        dovecot.expunge(*range(11, 21), 25)  # a whole batch, and one of the next
        got += [one.key.uid for group in groups for one in group]
    assert got == [*range(1, 11), 21, 22, 23, 24, 26, 27, 28, 29, 30]


def test_other_clients_flag_changes_between_the_answers_disturb_nothing(dovecot: Dovecot) -> None:
    dovecot.deliver_all([(mail(number), None) for number in range(20)])
    with ImapMailbox(dovecot.access()) as mailbox, dovecot.client() as other:
        mailbox.examine("INBOX")
        got = []
        other.select("INBOX")
        for group in mailbox.fetch_after("INBOX", 1, 5):
            got += [one.key.uid for one in group]
            other.uid("STORE", "1:20", "+FLAGS", f"($k{len(got)} \\Seen)")
    assert got == list(range(1, 21))


def test_between_two_batches_the_sent_folder_may_be_asked(dovecot: Dovecot) -> None:
    dovecot.deliver_all([(mail(number), None) for number in range(9)])
    with ImapMailbox(dovecot.access()) as mailbox:
        mailbox.examine("INBOX")
        got = []
        for group in mailbox.fetch_after("INBOX", 1, 4):
            assert mailbox.sent_replies(["<1@msov.example>"]) == []
            got += [one.key.uid for one in group]
    assert got == list(range(1, 10))


def test_a_changed_uidvalidity_is_told_and_the_mails_come_under_it(dovecot: Dovecot) -> None:
    dovecot.deliver_all([(mail(number), None) for number in range(3)])
    with ImapMailbox(dovecot.access()) as mailbox:
        first = mailbox.examine("INBOX")
        dovecot.change_uidvalidity()
        second = mailbox.examine("INBOX")
        assert second.uidvalidity != first.uidvalidity
        mails = [one for group in mailbox.fetch_after("INBOX", 1) for one in group]
    assert {one.key.uidvalidity for one in mails} == {second.uidvalidity}
    assert sorted(one.content for one in mails) == sorted(mail(number) for number in range(3))


def test_a_uidvalidity_that_changes_after_examine_stops_the_fetch(dovecot: Dovecot) -> None:
    dovecot.deliver_all([(mail(number), None) for number in range(30)])
    with ImapMailbox(dovecot.access()) as mailbox:
        mailbox.examine("INBOX")
        groups = mailbox.fetch_after("INBOX", 1, 10)
        next(groups)
        mailbox.sent_have(["<x@msov.example>"])  # leaves the folder
        dovecot.change_uidvalidity()
        with pytest.raises(ImapUnavailable):
            list(groups)
        assert len(fetch(mailbox)) == 30


def test_several_folders_one_with_umlauts_and_blanks(dovecot: Dovecot) -> None:
    names = ["INBOX", "Anmeldungen für Köln & Bonn", "Älteres/Getränke"]
    for number, name in enumerate(names):
        dovecot.deliver(mail(number), folder=name)
    with ImapMailbox(dovecot.access()) as mailbox:
        for number, name in enumerate(names):
            (one,) = fetch(mailbox, name)
            assert one.content == mail(number)
            assert one.key.folder == name
        assert set(names) <= {folder.name for folder in mailbox.folders()}


def test_a_missing_folder_is_named_and_the_connection_lives_on(dovecot: Dovecot) -> None:
    with ImapMailbox(dovecot.access()) as mailbox:
        with pytest.raises(FolderMissing, match="Anmeldungen 2022"):
            mailbox.examine("Anmeldungen 2022")
        assert mailbox.examine("INBOX").exists == 0


def test_a_wrong_password_is_told_without_repeating_it(dovecot: Dovecot) -> None:
    access = dovecot.access(password="falsch-1234")
    with pytest.raises(LoginRefused, match="Passwort") as caught:
        ImapMailbox(access).examine("INBOX")
    assert "falsch-1234" not in str(caught.value) + repr(access)


@pytest.mark.parametrize(
    ("port", "host", "words"),
    [(1, "127.0.0.1", "keine Verbindung"), (993, "imap.verein.invalid", "gibt es nicht")],
    ids=["refused", "unknown name"],
)
def test_an_unreachable_server_says_what_to_check(port: int, host: str, words: str, dovecot: Dovecot) -> None:
    with pytest.raises(ImapUnavailable, match=words):
        ImapMailbox(dovecot.access(host=host, port=port, security="tls")).examine("INBOX")


def test_plain_text_to_another_machine_is_refused_before_anything_is_sent(dovecot: Dovecot) -> None:
    with pytest.raises(SettingsError, match="MAILREG_IMAP_SECURITY"):
        ImapMailbox(dovecot.access(host="imap.verein.example")).examine("INBOX")


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_encrypted(dovecot_tls: Dovecot, security: str) -> None:
    dovecot_tls.deliver(mail(1))
    port = dovecot_tls.tls_port if security == "tls" else dovecot_tls.port
    with ImapMailbox(dovecot_tls.access(host="localhost", port=port, security=security)) as mailbox:
        assert [one.content for one in fetch(mailbox)] == [mail(1)]
        assert mailbox.wait("INBOX", 0.2) is False
        dovecot_tls.deliver(mail(2))
        assert mailbox.wait("INBOX", 20) is True


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(
    dovecot_tls: Dovecot, security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    port = dovecot_tls.tls_port if security == "tls" else dovecot_tls.port
    with pytest.raises(ImapUnavailable, match=r"Zertifikat .* nicht gültig: (es|der Server) "):
        ImapMailbox(dovecot_tls.access(host="localhost", port=port, security=security)).examine("INBOX")


def test_tls_on_a_plain_port_is_explained(dovecot: Dovecot) -> None:
    with pytest.raises(ImapUnavailable, match="MAILREG_IMAP_SECURITY"):
        ImapMailbox(dovecot.access(security="tls")).examine("INBOX")


def test_the_capabilities_are_those_after_login(dovecot: Dovecot) -> None:
    with ImapMailbox(dovecot.access()) as mailbox:
        assert {"IDLE", "MOVE", "SPECIAL-USE"} <= set(mailbox.capabilities())


def test_an_idle_poll_costs_the_same_however_large_the_folder_is(dovecot: Dovecot) -> None:
    costs = []
    for count in (1_000, 20_000):
        dovecot.fill(count)
        with ImapMailbox(dovecot.access()) as mailbox:
            state = mailbox.examine("INBOX")
            assert state.uidnext is not None
            login = mailbox.commands
            assert fetch(mailbox, next_uid=state.uidnext) == []
            costs.append(mailbox.commands - login)
        assert state.exists == count
    assert costs[0] == costs[1] <= 5


def test_a_mail_that_the_server_cannot_give_out_is_never_passed_over(dovecot: Dovecot) -> None:
    dovecot.deliver_all([(mail(number), None) for number in range(6)])
    files = sorted((dovecot.maildir() / "new").iterdir()) + sorted((dovecot.maildir() / "cur").iterdir())
    broken = next(path for path in files if b"Subject: Anmeldung 3" in path.read_bytes())
    broken.chmod(0)
    got: list[int] = []
    with ImapMailbox(dovecot.access()) as mailbox:
        mailbox.examine("INBOX")
        groups = mailbox.fetch_after("INBOX", 1)
        with pytest.raises(ImapUnavailable):
            got.extend(one.key.uid for group in groups for one in group)
        assert got == [1, 2, 3]
        broken.chmod(0o600)
        assert [one.key.uid for one in fetch(mailbox, next_uid=4)] == [4, 5, 6]
