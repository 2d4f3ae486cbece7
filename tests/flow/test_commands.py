"""Commands by mail: what a link of the digest does, once, and only for an organiser who has the digest."""

from __future__ import annotations

import email
import email.policy
import html
import logging
import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest

from mailreg.flow import digest as flow
from mailreg.model.decision import Handling, Mode
from mailreg.model.outgoing import DeliveryState, Purpose
from mailreg.model.registration import Status
from mailreg.store.engine import Store
from mailreg.store.mailrows import MailState
from mailreg.store.registrations import Registrations
from tests.flow.digestday import ADDRESS, BERLIN, CLAUDIA, DeskOfDay, a_busy_night, a_day, registration

NOW = datetime(2022, 10, 5, 7, 0, tzinfo=BERLIN)
LATER = NOW + timedelta(minutes=20)
State = DeliveryState


@pytest.fixture
def desk(store: Store) -> DeskOfDay:
    made = DeskOfDay(store)
    a_day(made, NOW - timedelta(days=1))
    a_busy_night(made, NOW)
    return made


def commands(desk: DeskOfDay) -> dict[str, str]:
    """The commands in the HTML of the digest as it is now: label and verb → subject. All write to the desk."""
    message = email.message_from_bytes(flow.preview(desk.office, NOW).outgoing.content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    page = message.get_body(("html",))
    assert page is not None
    found = {}
    for url in re.findall(r'href="(mailto:[^"]+)"', page.get_content()):
        parts = urlsplit(html.unescape(url))
        subject = parse_qs(parts.query)["subject"][0]
        if subject.startswith("mailreg "):
            assert parts.path == ADDRESS
            found[subject.partition(" #")[0].removeprefix("mailreg ")] = subject
    return found


def give(desk: DeskOfDay, subject: str, at: datetime = LATER, sender: str = f"Claudia <{CLAUDIA}>", **more: str):  # type: ignore[no-untyped-def]
    return desk.write(sender, "Bitte so absenden.\n\n-- \nClaudia\n", at, subject, **more)


def test_approve_discard_and_retry(desk: DeskOfDay) -> None:
    desk.mode = Mode.APPROVE
    for name in ("Vera Blum", "Uta Kern"):
        desk.write(f"{name} <{name[:4].lower()}@awo.example>", registration(name), NOW - timedelta(hours=1))
    vera, uta = [row.id for row in desk.rows(State.HELD)]
    (nour,) = [row.id for row in desk.rows(State.FAILED)]
    words = commands(desk)
    for command in (f"approve {vera}", f"discard {uta}", f"retry {nour}"):
        judged = give(desk, words[command])
        assert (judged.handling, judged.rule) == (Handling.IGNORE, "organiser_command")
    states = {row.id: row.delivery.state for row in desk.rows()}
    assert (states[vera], states[uta], states[nour]) == (State.QUEUED, State.DISCARDED, State.QUEUED)
    desk.morning(LATER + timedelta(days=1))
    text = desk.digests()[-1].outgoing.content.decode()
    assert "Von Ihnen per Mail erledigt" in text


def test_all_at_once(desk: DeskOfDay) -> None:
    """Only those that the digest has shown, and none that may have gone out already."""
    desk.mode = Mode.APPROVE
    for name in ("Vera Blum", "Uta Kern", "Ines Wolf"):
        desk.write(f"{name} <{name[:4].lower()}@awo.example>", registration(name), NOW - timedelta(hours=1))
    first, second, third = [row.id for row in desk.rows(State.HELD)]
    with desk.store.begin() as tx:
        tx.outbox.approve(second, NOW)
        tx.outbox.hold(second, "maybe_sent")
    words = commands(desk)
    desk.write("Olga Berg <olga@awo.example>", registration("Olga Berg"), NOW + timedelta(minutes=1))
    give(desk, words[f"approve-all {third}"])
    assert {r.id for r in desk.rows(State.HELD)} == {second, max(r.id for r in desk.rows())}
    assert {first, third} <= {r.id for r in desk.rows(State.QUEUED)}


def test_accept_takes_the_held_mail_onto_the_list_and_answers(desk: DeskOfDay) -> None:
    [accept] = [words for command, words in commands(desk).items() if command.startswith("accept ")]
    for _ in range(2):  # people click twice
        assert give(desk, accept).rule == "organiser_command"
    with desk.store.begin() as tx:
        [ralf] = tx.registrations.of_address("ralf@verband.example")
        assert ralf.status is Status.CONFIRMED
        assert tx.inbox.in_review() == []
    answers = [row for row in desk.rows() if row.outgoing.recipient == "ralf@verband.example"]
    assert [row.delivery.state for row in answers] == [State.QUEUED]
    assert [row for row in desk.rows() if row.outgoing.purpose is Purpose.COMMAND] == []


def test_done_settles_a_question(desk: DeskOfDay) -> None:
    with desk.store.begin() as tx:
        [question] = tx.inbox.with_question()
    give(desk, commands(desk)[f"done {question.id}"])
    with desk.store.begin() as tx:
        assert tx.inbox.with_question() == []
        mail = tx.inbox.get(question.id)
    assert mail is not None
    assert mail.state is MailState.RESOLVED
    assert f"done {question.id}" not in commands(desk)


def test_settled_hints_stay_away_until_more_people_ask(desk: DeskOfDay) -> None:
    booked = "settle book/get-together/fa/2"
    words = commands(desk)
    give(desk, words[booked])
    [address] = [w for c, w in words.items() if c.startswith("settle address/")]
    give(desk, address)
    after = commands(desk)
    assert booked not in after
    assert not [c for c in after if c.startswith("settle address/")]
    desk.write(
        "Zahra Noori <zahra@dost.example>",
        registration("Zahra Noori", "Ich brauche eine Übersetzung auf Farsi.\n"),
        NOW,
    )
    assert "settle book/get-together/fa/3" in commands(desk)


def test_quarantined_mail_is_read_again(desk: DeskOfDay) -> None:
    with desk.store.begin() as tx:
        mail = tx.inbox.in_review()[0].id
        tx.inbox.reread(mail)
        for _ in range(3):
            tx.inbox.failed(mail, "ValueError", NOW)
    give(desk, commands(desk)[f"reread {mail}"])
    with desk.store.begin() as tx:
        again = tx.inbox.get(mail)
    assert again is not None
    assert again.state is MailState.WAITING


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"sender": "Claudia <claudia@boese.example>"}, "organiser_command_sender"),
        ({"Auto_Submitted": "auto-generated"}, "organiser_command_machine"),
        (
            {
                "Received": "from boese.example by mx.verein.example; Wed, 05 Oct 2022 07:00:00 +0200",
                "Authentication_Results": "mx.verein.example; dmarc=fail header.from=verein.example",
            },
            "organiser_command_forged",
        ),
    ],
)
def test_forged_commands_change_nothing_and_are_logged_without_data(
    desk: DeskOfDay, caplog: pytest.LogCaptureFixture, change: dict[str, str], refused: str
) -> None:
    [retry] = [words for command, words in commands(desk).items() if command.startswith("retry ")]
    before = [(r.id, r.delivery) for r in desk.rows()]
    with caplog.at_level(logging.INFO, "mailreg"):
        judged = give(desk, retry, **change)
    assert (judged.handling, judged.rule) == (Handling.IGNORE, refused)
    assert [(r.id, r.delivery) for r in desk.rows()] == before
    assert refused.removeprefix("organiser_command_") in caplog.text
    for secret in ("claudia", "boese", retry.partition("#")[2]):
        assert secret not in caplog.text.lower()


def test_a_token_is_good_for_its_own_words_only(desk: DeskOfDay) -> None:
    [retry] = [words for command, words in commands(desk).items() if command.startswith("retry ")]
    number = int(retry.split()[2])
    for forged in (retry.replace("retry", "discard"), retry.replace(f" {number} ", f" {number - 1} ")):
        assert give(desk, forged).rule == "organiser_command_forged"
    assert give(desk, f"AW: {retry} ").rule == "organiser_command"


def discard_what_is_sent(desk: DeskOfDay) -> int:
    """Press "discard" for a mail that has gone out meanwhile; its number."""
    [discard] = [words for command, words in commands(desk).items() if command.startswith("discard ")]
    number = int(discard.split()[2])
    with desk.store.begin() as tx:
        tx.outbox.retry_now(number, NOW)
        tx.outbox.sent(number, NOW, "host:1:-")
    give(desk, discard)
    return number


def test_what_cannot_be_done_is_told_in_one_mail(desk: DeskOfDay) -> None:
    number = discard_what_is_sent(desk)
    [told] = [row for row in desk.rows() if row.outgoing.purpose is Purpose.COMMAND]
    message = email.message_from_bytes(told.outgoing.content, policy=email.policy.default)
    assert told.outgoing.recipient == CLAUDIA
    assert message["Subject"] == f"Das ging nicht: discard {number}"
    assert "ist schon gesendet" in message.get_content()
    assert message["In-Reply-To"]


@pytest.mark.parametrize(
    ("language", "subject", "told"),
    [
        ("uk", "Не вдалося", "уже надіслано"),
        ("ar", "تعذّر التنفيذ", "أُرسلت بالفعل"),
        ("tr", "Olmadı", "zaten gönderildi"),
        ("pl", "Nie udało się", "już wysłana"),
        ("es", "No ha sido posible", "ya se ha enviado"),
        ("vi", "Không thực hiện được", "đã được gửi rồi"),
    ],
)
def test_it_is_told_in_the_organisers_language(desk: DeskOfDay, language: str, subject: str, told: str) -> None:
    desk.organisers_language = language
    number = discard_what_is_sent(desk)
    [row] = [row for row in desk.rows() if row.outgoing.purpose is Purpose.COMMAND]
    message = email.message_from_bytes(row.outgoing.content, policy=email.policy.default)
    assert message["Content-Language"] == language
    assert message["Subject"] == f"{subject}: discard {number}"
    assert told in message.get_content()


def test_an_organisers_reply_to_the_digest_is_never_a_registration(desk: DeskOfDay) -> None:
    desk.morning(NOW)
    digest = desk.digests()[-1].outgoing
    before = len(desk.rows())
    judged = desk.write(
        f"Claudia <{CLAUDIA}>", registration("Claudia Beispiel"), LATER, "Re: Übersicht", In_Reply_To=digest.message_id
    )
    assert (judged.handling, judged.rule) == (Handling.IGNORE, "organiser_reply")
    # Somebody to whom it was forwarded: a person looks.
    judged = desk.write(
        "Uta Kern <uta@awo.example>", registration("Uta Kern"), LATER, "Re: Übersicht", References=digest.message_id
    )
    assert (judged.handling, judged.rule) == (Handling.REVIEW, "reply to a digest")
    assert len(desk.rows()) == before


def test_a_command_that_dies_in_the_middle_is_given_again(desk: DeskOfDay, monkeypatch: pytest.MonkeyPatch) -> None:
    """List, outbox and the command's own mail are one transaction."""
    [accept] = [words for command, words in commands(desk).items() if command.startswith("accept ")]

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Registrations, "update", dies)
    with pytest.raises(KeyboardInterrupt):
        give(desk, accept)
    monkeypatch.undo()
    with desk.store.begin() as tx:
        assert len(tx.inbox.in_review()) == 1
        waiting = tx.inbox.waiting(10, LATER)
    assert len(waiting) == 1
    from mailreg.flow.inbound import answer
    from tests.flow.digestday import NoMailbox

    answer(desk.office, NoMailbox(), LATER)  # type: ignore[arg-type]
    with desk.store.begin() as tx:
        assert tx.inbox.in_review() == []
        assert tx.registrations.of_address("ralf@verband.example")[0].status is Status.CONFIRMED
