"""What a kind of mail shows, and to whom: nobody's name to strangers, no promise that may turn out untrue."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mailreg.compose.kinds import KINDS, LETTERS
from mailreg.compose.templates import Templates
from mailreg.model.mail import Address
from mailreg.model.outgoing import Purpose
from mailreg.model.reading import Need, NeedKind
from mailreg.model.registration import Event, EventFile, Participant, Status

AMIRA = Participant("Amira Haddad", "amira@msov.example")
YUSUF = Participant("Yusuf Demir", "yusuf@msov.example")
OFFICE = Address("buero@msov.example", "Das Büro")
DIET = Need(NeedKind.DIET, "vegan")
DAY_BEFORE, SAME_DAY = datetime(2022, 10, 10, 10, tzinfo=UTC), datetime(2022, 10, 11, 6, tzinfo=UTC)


def test_every_kind_stands_in_the_table() -> None:
    assert KINDS.keys() == set(LETTERS)


@pytest.mark.parametrize("purpose", [Purpose.COMPANION, Purpose.REMINDER, Purpose.EVENT_CHANGED, Purpose.PLACE_FREE])
def test_a_notice_to_one_of_several_names_nobody_else(answer: Callable[..., Any], purpose: Purpose) -> None:
    written = answer(purpose, people=[AMIRA, YUSUF], contact=OFFICE, needs=[DIET], thread=None)
    for part in (written.text, written.html):
        assert "Amira Haddad" in part
        assert "Yusuf" not in part
        assert "vegan" not in part
    assert written.mail["Auto-Submitted"] == "auto-generated"


def test_the_source_of_the_data_is_named_even_where_nobody_knows_the_name(answer: Callable[..., Any]) -> None:
    written = answer(Purpose.COMPANION, people=[AMIRA], contact=Address("buero@msov.example"), thread=None)
    assert "Ihre Angaben haben wir von buero@msov.example bekommen." in written.text


@pytest.mark.parametrize(
    ("now", "held", "subject"),
    [
        (DAY_BEFORE, False, "Morgen: Netzwerktreffen"),
        (SAME_DAY, False, "Heute: Netzwerktreffen"),
        (DAY_BEFORE, True, "Erinnerung: Netzwerktreffen"),
    ],
)
def test_tomorrow_only_where_it_stays_true(answer: Callable[..., Any], now: datetime, held: bool, subject: str) -> None:
    written = answer(Purpose.REMINDER_LAST, now=now, held=held, thread=None)
    assert written.mail["Subject"] == subject
    assert "Morgen" not in written.calendar_part.get_content()


@pytest.mark.parametrize("purpose", [Purpose.CONFIRM, Purpose.ALREADY, Purpose.CHANGED])
def test_who_waits_is_not_told_of_a_seat(answer: Callable[..., Any], purpose: Purpose) -> None:
    waiting = replace(AMIRA, status=Status.WAITING)
    written = answer(purpose, people=[waiting], status=Status.WAITING, queue_place=2)
    assert "Sie stehen auf der Warteliste" in written.text
    assert "Platz auf der Warteliste: 2" in written.text
    assert "text/calendar" not in {part.get_content_type() for part in written.mail.walk()}


def test_only_what_has_changed_is_shown_as_before(answer: Callable[..., Any], event: Event) -> None:
    before = replace(event, venue="Rathaus")
    text = answer(Purpose.EVENT_CHANGED, before=before, thread=None).text
    assert text.count("Bisher:") == 1
    assert text.index("Haus für alle") < text.index("Bisher:") < text.index("Rathaus")


@pytest.mark.parametrize("language", ["ar", "de", "en", "es", "fa", "fr", "pl", "ru", "tr", "uk", "vi"])
def test_who_waits_hears_of_a_change_without_a_promise(
    answer: Callable[..., Any], event: Event, templates: Templates, language: str
) -> None:
    words = templates.words(language)
    before = replace(event, venue="Rathaus")
    waiting = {"people": [replace(AMIRA, status=Status.WAITING)], "status": Status.WAITING}
    seated: dict[str, Any] = {}
    texts = [
        " ".join(re.sub("[\u2066-\u2069]", "", written.text).split())
        for more in (waiting, seated)
        for written in [answer(Purpose.EVENT_CHANGED, before=before, thread=None, language=language, **more)]
    ]
    for text, mine, others in zip(texts, ("_waiting", ""), ("", "_waiting"), strict=True):
        assert words[f"event_changed.opening{mine}"] in text
        assert words[f"event_changed.opening{others}"] not in text
        assert (words["event_changed.more"] in text) is (mine == "")
        assert (words["waiting.more"] in text) is (mine != "")
        assert (words["label.seats"] in text) is (mine == "")


@pytest.mark.parametrize("given", ["message/rfc822", "multipart/mixed", "nonsense", "text/html\r\nX: y", ""])
def test_a_file_of_no_plain_kind_is_only_bytes(answer: Callable[..., Any], given: str) -> None:
    file = EventFile("treffen-2022", "thanks", "../../a:b\r\n.pdf", given, b"From: x\r\n\r\ny")
    written = answer(Purpose.THANKS, files=(file,), thread=None)
    (part,) = [p for p in written.mail.walk() if p.get_filename()]
    assert part.get_content_type() == "application/octet-stream"
    assert part.get_content() == b"From: x\r\n\r\ny"
    assert not set("/\\:\r\n") & set(str(part.get_filename()))
