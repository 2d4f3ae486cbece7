"""Whole mails in one or two sentences, in every language: what is read of them.

The mails stand in mails.toml.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailreg.model.mail import Address, Letter, Segment, SegmentKind
from mailreg.model.reading import Kind
from mailreg.model.registration import Event
from mailreg.understand.read import read

_ZONE = ZoneInfo("Europe/Berlin")
MOMENT = datetime(2022, 9, 20, 8, tzinfo=UTC)
EVENTS = (
    Event(
        id="get-together-2022",
        title="get together",
        aliases=("Netzwerktreffen",),
        start=datetime(2022, 10, 11, 15, tzinfo=_ZONE),
        end=datetime(2022, 10, 11, 18, tzinfo=_ZONE),
        city="Bischofswerda",
        registration_email="anmeldung@example.org",
    ),
    Event(
        id="fachtag-2022",
        title="Fachtag Jugendhilfe",
        aliases=("Fachtag",),
        start=datetime(2022, 11, 17, 9, tzinfo=_ZONE),
        end=datetime(2022, 11, 17, 16, tzinfo=_ZONE),
        city="Leipzig",
        registration_email="anmeldung@example.org",
    ),
)


def letter(subject: str, body: str) -> Letter:
    return Letter(
        message_id="<1@example.org>",
        sender=Address("pia.muster@example.org", "Pia Muster"),
        to=(Address("anmeldung@example.org"),),
        subject=subject,
        body=body,
        segments=(Segment(SegmentKind.OWN, 0, len(body)),),
        date=MOMENT,
    )


MAILS = [
    (mail["expected"], mail["subject"], mail["body"])
    for mail in tomllib.loads((Path(__file__).parent / "mails.toml").read_text(encoding="utf-8"))["mail"]
]


@pytest.mark.parametrize(("expected", "subject", "body"), MAILS, ids=[f"{e}-{s}" for e, s, _ in MAILS])
def test_a_mail_is_read(expected: str, subject: str, body: str) -> None:
    reading = read(letter(subject, body), EVENTS, MOMENT)
    kind, *rest = expected.split()
    needs = sorted(n.value.kind.value[:2] + (f":{n.value.detail}" if n.value.detail else "") for n in reading.needs)
    assert reading.kind.value == Kind(kind)
    assert needs == sorted(r for r in rest if r not in {"q", "?"})
    assert reading.question.value is ("q" in rest)
    assert bool([d for d in reading.doubts if d.code != "unclear_who"]) is ("?" in rest)


def test_every_finding_has_words_that_prove_it() -> None:
    body = "Ich melde mich für den 11.10. an. Bitte Übersetzung ins Arabische."
    reading = read(letter("Anmeldung", body), EVENTS, MOMENT)
    assert any("melde" in body[s.start : s.end] for s in reading.kind.evidence if s.part == "body")
    assert all("bersetzung" in body[s.start : s.end] for n in reading.needs for s in n.evidence)
    assert any("11.10" in body[s.start : s.end] for s in reading.event.evidence if s.part == "body")
    assert reading.why


def test_the_only_open_event_is_meant_where_none_is_named() -> None:
    later = datetime(2022, 10, 20, tzinfo=UTC)
    reading = read(letter("Anmeldung", "Hiermit melde ich mich an."), EVENTS, later)
    assert reading.event.value == "fachtag-2022"


def test_two_open_events_and_none_named_is_unclear() -> None:
    reading = read(letter("Anmeldung", "Hiermit melde ich mich für Ihre Veranstaltung an."), EVENTS, MOMENT)
    assert reading.event.value is None
    assert "unclear_event" in {d.code for d in reading.doubts}


def test_a_very_long_letter_is_cut_and_shown_to_a_person() -> None:
    reading = read(letter("Anmeldung get together", "Ich melde mich an. " + "bla " * 20_000), EVENTS, MOMENT)
    assert "competing" in {d.code for d in reading.doubts}


@pytest.mark.parametrize(
    "body",
    [
        "a" * 2_000_000,
        "anmelden " * 200_000,
        "melde ich " * 100_000,
        "> " * 500_000,
        "((((" * 300_000,
        "1.1." * 300_000,
    ],
    ids=["one word", "one act", "open brackets of a verb", "quotes", "parentheses", "dates"],
)
@pytest.mark.timeout(20)
def test_hostile_text_is_read_in_reasonable_time(body: str) -> None:
    assert read(letter("Anmeldung", body), EVENTS, MOMENT).why


def test_thousands_of_segments_are_no_trap() -> None:
    body = "> zitiert\nich komme\n" * 4_000
    kinds = (SegmentKind.QUOTED, SegmentKind.OWN)
    segments = tuple(Segment(kinds[i % 2], i * 10, (i + 1) * 10) for i in range(len(body) // 10))
    assert read(replace(letter("Re: Treffen", body), segments=segments), EVENTS, MOMENT).why
