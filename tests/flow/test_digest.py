"""The digest on a real database: what stands in it, when it is written, and that it is written once."""

from __future__ import annotations

import email
import email.policy
import io
import re
import threading
import zipfile
from dataclasses import replace
from datetime import datetime, time, timedelta
from email.message import EmailMessage

import pytest

from mailreg.flow import digest as flow
from mailreg.model.decision import Mode
from mailreg.model.digest import Plan, Rhythm
from mailreg.model.outgoing import DeliveryState
from mailreg.store.engine import Store
from tests.flow.digestday import (
    BERLIN,
    CLAUDIA,
    FRITZ,
    MEETING,
    DeskOfDay,
    a_busy_night,
    a_day,
    registration,
)

NOW = datetime(2022, 10, 5, 7, 0, tzinfo=BERLIN)
DAY = timedelta(days=1)


@pytest.fixture
def desk(store: Store) -> DeskOfDay:
    return DeskOfDay(store)


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert [part.defects for part in message.walk() if part.defects] == []
    return message


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def last_digest(desk: DeskOfDay) -> str:
    return text_of(parsed(desk.digests()[-1].outgoing.content))


def test_a_day_with_something_of_everything(desk: DeskOfDay) -> None:
    a_day(desk, NOW - DAY)
    assert desk.morning(NOW - DAY) == 1
    a_busy_night(desk, NOW)
    assert desk.morning(NOW) == 1
    row = desk.digests()[-1]
    assert (row.outgoing.key, row.delivery.state) == (f"digest:2022-10-05:{CLAUDIA}", DeliveryState.SENT)
    message = parsed(row.outgoing.content)
    assert message["Subject"] == "Tagesübersicht: 6 Dinge brauchen Sie, 3 neue Anmeldungen und 1 Absage"
    assert (message["Auto-Submitted"], message["To"]) == ("auto-generated", CLAUDIA)
    text = text_of(message)
    order = [
        "6 Dinge brauchen Sie",
        "Seit gestern: 3 neue Anmeldungen und 1 Absage.",
        "Ralf Winter (Anmeldung · get together · Di., 4. Okt., 13:00)",
        "> wenn mein Zug nicht ausfällt, komme ich gern zum Netzwerktreffen am 11. Oktober in Bischofswerda.",
        "Die Anmeldung hängt von einer Bedingung ab.",
        "Antworten: <mailto:ralf@verband.example?subject=Re%3A%20Netzwerktreffen%20am%2011.10.",
        "Petra Simon (get together",
        "> Gibt es am Treffpunkt Parkplätze?",
        "Katrin Lehmann (katrin@awo.example",
        "Diese Adresse gibt es nicht.",
        "Nour Khalil (Bestätigung",
        "550 5.7.1 Message rejected",
        "Sprachmittlung Farsi/Dari: 2 Personen, bis Freitag buchen",
        "+ Nour Khalil",
        "− Jana Novak",
        "11 von 40 Plätzen, 1 zu prüfen",
        "  Arabisch: 2 Personen",
        "Sabine Vogel: „Ich sitze im Rollstuhl",
        "Olena Bondar, 38,40 €: „Können Sie mir die Fahrtkosten erstatten?“",
        "Mehmet Yıldız, 124 km",
        "Genannt sind zusammen 38,40 € und 124 km.",
    ]
    positions = [text.index(part) for part in order]
    assert positions == sorted(positions)
    assert "Amira Haddad" not in text.partition("So steht es")[0]  # told yesterday


def test_its_picture_and_its_list(desk: DeskOfDay) -> None:
    from PIL import Image

    a_day(desk, NOW - DAY)
    a_busy_night(desk, NOW)
    written = flow.preview(desk.office, NOW)
    assert desk.digests() == []
    message = parsed(written.outgoing.content)
    html = message.get_body(("html",))
    assert html is not None
    pictures = [p for p in message.walk() if p.get_content_type() == "image/png"]
    assert len(pictures) == 1
    cid = str(pictures[0]["Content-ID"]).strip("<>")
    assert f'src="cid:{cid}"' in html.get_content()
    assert 'alt="Verlauf der Anmeldungen: 11 von 40 Plätzen am 5. Oktober."' in html.get_content()
    picture = Image.open(io.BytesIO(pictures[0].get_payload(decode=True)))
    picture.load()
    assert picture.size == (1440, 624)
    (sheet,) = [p for p in message.iter_attachments() if (p.get_filename() or "").endswith(".xlsx")]
    assert sheet.get_filename() == "Liste get-together.xlsx"
    with zipfile.ZipFile(io.BytesIO(sheet.get_payload(decode=True))) as book:
        assert book.testzip() is None
        strings = book.read("xl/sharedStrings.xml").decode()
    for words in ("Amira Haddad", "Mehmet Yıldız", "Sprachmittlung: Arabisch", "abgesagt", "jana@traeger.example"):
        assert words in strings


def test_twice_in_a_day_is_once(desk: DeskOfDay) -> None:
    a_day(desk, NOW - DAY)
    assert [desk.morning(NOW + timedelta(minutes=m)) for m in (-1, 0, 0, 1, 600)] == [0, 1, 0, 0, 0]
    assert desk.morning(NOW + DAY) == 1
    assert len(desk.digests()) == 2


def test_a_crash_in_the_middle_leaves_nothing_and_the_next_try_writes_it(
    desk: DeskOfDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power goes after the mail was laid into the outbox and before the commit."""
    from mailreg.store.outbox import Outbox

    a_day(desk, NOW - DAY)
    add = Outbox.add

    def dies(self: Outbox, *arguments: object, **more: object) -> bool:
        assert add(self, *arguments, **more)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(Outbox, "add", dies)
    with pytest.raises(KeyboardInterrupt):
        flow.write_due(desk.office, NOW)
    assert desk.digests() == []
    monkeypatch.undo()
    assert desk.morning(NOW) == 1


def test_two_workers_write_it_once(desk: DeskOfDay) -> None:
    a_day(desk, NOW - DAY)
    written: list[int] = []
    workers = [threading.Thread(target=lambda: written.append(flow.write_due(desk.office, NOW))) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert len(desk.digests()) == 1
    assert sum(written) == 1


def test_each_organiser_gets_one_with_what_is_new_to_them(desk: DeskOfDay) -> None:
    a_day(desk, NOW - DAY)
    desk.morning(NOW - DAY)
    desk.organisers = (CLAUDIA, FRITZ)
    desk.write("Nour Khalil <nour@msov.example>", registration("Nour Khalil"), NOW - timedelta(hours=2))
    assert desk.morning(NOW) == 2
    claudia, fritz = (text_of(parsed(row.outgoing.content)) for row in desk.digests()[-2:])
    assert "Seit gestern: 1 neue Anmeldung." in claudia
    assert "Bisher: 11 neue Anmeldungen." in fritz


def test_after_a_downtime_one_and_not_one_a_day(desk: DeskOfDay) -> None:
    a_day(desk, NOW - 6 * DAY)
    desk.morning(NOW - 5 * DAY)
    desk.write("Nour Khalil <nour@msov.example>", registration("Nour Khalil"), NOW - 3 * DAY)
    assert desk.morning(NOW + timedelta(hours=4)) == 1
    assert [row.outgoing.key for row in desk.digests()] == [
        f"digest:2022-09-30:{CLAUDIA}",
        f"digest:2022-10-05:{CLAUDIA}",
    ]
    assert "Seit Freitag: 1 neue Anmeldung." in last_digest(desk)


def test_a_new_desk_waits_for_its_first_hour_of_digests(desk: DeskOfDay) -> None:
    desk.event(MEETING)
    noon = NOW.replace(hour=12)
    assert desk.morning(noon) == 0
    assert desk.morning(noon + timedelta(hours=5)) == 0
    assert desk.morning(NOW + DAY) == 1
    assert "Bisher ist noch nichts gekommen." in last_digest(desk)


def test_a_day_without_news_is_one_line(desk: DeskOfDay) -> None:
    a_day(desk, NOW - 9 * DAY)
    desk.event(replace(MEETING, interpreting_deadline=MEETING.start - timedelta(hours=1)))
    desk.morning(NOW - 9 * DAY)
    assert desk.morning(NOW - 8 * DAY) == 1
    message = parsed(desk.digests()[-1].outgoing.content)
    assert message["Subject"] == "Tagesübersicht: nichts zu tun"
    assert list(message.iter_attachments()) == []
    text = text_of(message)
    assert "Seit gestern ist nichts Neues gekommen.\nget together: 10 von 40 Plätzen" in text.replace("\r", "")
    assert len(text.splitlines()) < 12


@pytest.mark.parametrize("rhythm", [Rhythm.DAILY, Rhythm.NEWS])
def test_a_day_without_news_is_nothing_if_so_set(desk: DeskOfDay, rhythm: Rhythm) -> None:
    desk.plan = Plan(rhythm, time(7), "Europe/Berlin", empty=False)
    a_day(desk, NOW - 9 * DAY)
    desk.event(replace(MEETING, interpreting_deadline=MEETING.start - timedelta(hours=1)))
    assert [desk.morning(NOW - d * DAY) for d in (9, 8, 7)] == [1, 0, 0]
    desk.write("Nour Khalil <nour@msov.example>", registration("Nour Khalil"), NOW - 6.5 * DAY)
    assert desk.morning(NOW - 6 * DAY) == 1
    # What came on the days without a digest is not lost: the last one is what counts.
    assert "Seit Montag: 1 neue Anmeldung." in last_digest(desk)


def test_only_news_keeps_quiet_about_what_was_told(desk: DeskOfDay) -> None:
    """A mail that still waits is no news on the second day; a new one is."""
    desk.plan = Plan(Rhythm.NEWS, time(7), "Europe/Berlin")
    a_day(desk, NOW - DAY)
    desk.event(replace(MEETING, interpreting_deadline=MEETING.start - timedelta(hours=1)))
    a_busy_night(desk, NOW)
    assert [desk.morning(NOW), desk.morning(NOW + DAY)] == [1, 0]


def test_weekly_on_mondays_or_the_day_after(desk: DeskOfDay) -> None:
    desk.plan = Plan(Rhythm.WEEKLY, time(7), "Europe/Berlin")
    a_day(desk, NOW - 10 * DAY)
    monday = datetime(2022, 10, 3, 7, tzinfo=BERLIN)
    days = [desk.morning(monday + timedelta(days=d)) for d in (-1, 0, 1, 2, 6)]
    assert days == [1, 1, 0, 0, 0]  # the Sunday catches up on the Monday before
    assert desk.morning(monday + timedelta(days=8)) == 1
    assert [row.outgoing.key.split(":")[1] for row in desk.digests()] == ["2022-09-26", "2022-10-03", "2022-10-10"]


def test_never(desk: DeskOfDay) -> None:
    desk.plan = Plan(Rhythm.NEVER)
    a_day(desk, NOW - DAY)
    assert desk.morning(NOW) == 0


def test_past_events_drop_out_after_a_week(desk: DeskOfDay) -> None:
    a_day(desk, NOW - DAY)
    over = MEETING.end + timedelta(days=6)
    assert "get together" in text_of(parsed(flow.preview(desk.office, over).outgoing.content))
    assert "vorbei" in text_of(parsed(flow.preview(desk.office, over).outgoing.content))
    assert "get together" not in text_of(parsed(flow.preview(desk.office, over + 2 * DAY).outgoing.content))


def test_answers_that_wait_and_the_mode_that_only_watches(desk: DeskOfDay) -> None:
    desk.mode = Mode.APPROVE
    a_day(desk, NOW - DAY)
    text = text_of(parsed(flow.preview(desk.office, NOW).outgoing.content))
    assert "Alle 10 freigeben: <mailto:" in text
    assert "Bestätigung · get together" in text
    assert "… und 2 weitere: mailreg outbox list" in text
    desk.mode = Mode.OBSERVE
    text = text_of(parsed(flow.preview(desk.office, NOW).outgoing.content))
    assert "mailreg schaut nur zu" in text
    assert "freigeben" not in text


@pytest.mark.parametrize("language", ["en", "it"])
def test_whose_language_it_lacks_reads_english(desk: DeskOfDay, language: str) -> None:
    desk.language = language
    a_day(desk, NOW - DAY)
    desk.morning(NOW - DAY)
    a_busy_night(desk, NOW)
    message = parsed(flow.preview(desk.office, NOW).outgoing.content)
    text = text_of(message)
    assert message["Content-Language"] == "en"
    assert text.startswith("6 things need you")
    assert "The registration depends on a condition." in text
    assert "Since yesterday: 3 new registrations and 1 cancellation." in text
    assert "€38.40" in text
    assert "Interpreting Arabic: 2 people, book by Friday" in text
    attachment = next(message.iter_attachments())
    assert attachment.get_filename() == "List get-together.xlsx"


def test_a_day_for_organisers_who_read_arabic(desk: DeskOfDay) -> None:
    """Participants are answered in theirs as before; nothing but strangers' own words is left in German."""
    desk.organisers_language = "ar"
    a_day(desk, NOW - DAY)
    desk.morning(NOW - DAY)
    a_busy_night(desk, NOW)
    with desk.store.begin() as tx:
        mail = tx.inbox.in_review()[0]
        tx.inbox.reread(mail.id)
        for _ in range(3):
            tx.inbox.failed(mail.id, "ValueError", NOW)
    written = flow.preview(desk.office, NOW)
    message = parsed(written.outgoing.content)
    text = text_of(message)
    assert message["Content-Language"] == "ar"
    assert "\u2068Ralf Winter\u2069 (" in text  # a mail that can't be judged says whose it is
    assert "الخادم لا يقبل رسائلنا. \u2068(550 5.7.1)\u2069" in text
    said = re.sub(r"<mailto:[^>]*>|\u2068[^\u2066-\u2069]*\u2069", "", text)
    assert re.findall("[A-Za-z]{2,}", re.sub(r"\u2068[^\u2066-\u2069]*\u2069", "", said)) == []
    (attached,) = [p for p in message.iter_attachments() if (p.get_filename() or "").endswith(".xlsx")]
    assert attached.get_filename() == "قائمة get-together.xlsx"
    with zipfile.ZipFile(io.BytesIO(attached.get_payload(decode=True))) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
        assert 'rightToLeft="1"' in book.read("xl/worksheets/sheet1.xml").decode()
    for words in ("الترجمة الشفهية: العربية", "ملغى", "قائمة", "الألمانية"):
        assert words in strings + str(attached.get_filename())
    assert not re.search("[\u2066-\u2069]", strings)


def test_a_thousand_held_mails_stay_small(desk: DeskOfDay) -> None:
    a_day(desk, NOW - DAY)
    for number in range(60):
        desk.write(
            f"Ralf Winter {number} <ralf{number}@verband.example>",
            "Guten Tag,\n\nwenn mein Zug nicht ausfällt, komme ich gern zum Netzwerktreffen am 11. Oktober in\n"
            f"Bischofswerda und bringe {number} weitere Fragen mit. Ist das so möglich?\n\nViele Grüße\nRalf Winter\n",
            NOW - timedelta(minutes=90 - number),
        )
    message = parsed(flow.preview(desk.office, NOW).outgoing.content)
    html = message.get_body(("html",))
    assert html is not None
    assert len(html.get_content().encode()) < 60_000
    assert "weitere: mailreg review list" in html.get_content()


def test_a_digest_that_could_not_go_out_is_replaced_by_the_next(desk: DeskOfDay) -> None:
    """The server was away for two days: one digest tells of both."""
    a_day(desk, NOW - 2 * DAY)
    desk.morning(NOW - 2 * DAY)
    desk.write("Nour Khalil <nour@msov.example>", registration("Nour Khalil"), NOW - 1.5 * DAY)
    assert flow.write_due(desk.office, NOW - DAY) == 1
    desk.write("Vera Blum <vera@awo.example>", registration("Vera Blum"), NOW - 0.5 * DAY)
    assert flow.write_due(desk.office, NOW) == 1
    assert [r.delivery.state for r in desk.digests()] == ["sent", "discarded", "queued"]
    assert "Seit Montag: 2 neue Anmeldungen." in last_digest(desk)
