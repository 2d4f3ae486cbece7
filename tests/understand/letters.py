"""Mails made in tests: built as bytes, decoded, read and judged by the real parts."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from mailreg.decode import decode
from mailreg.decode.eventfile import parse_events
from mailreg.model.decision import Decision, Situation
from mailreg.model.reading import Reading
from mailreg.model.registration import Event
from mailreg.policy.decide import decide
from mailreg.understand.read import read

MOMENT = datetime(2022, 9, 27, 10, 15, tzinfo=ZoneInfo("Europe/Berlin"))
_EVENTS = Path(__file__).parents[1] / "corpus" / "events.toml"


@lru_cache(maxsize=1)
def known_events() -> tuple[Event, ...]:
    return parse_events(_EVENTS.read_bytes(), source="events.toml")


@lru_cache(maxsize=512)
def judged(
    subject: str,
    text: str,
    sender: str = "Jana Wolters <jana.wolters@verein.example>",
    cc: str = "",
    to: str = "stoye@agjf-sachsen.de",
) -> tuple[Reading, Decision]:
    """The reading of one plain text mail and what policy makes of it. A subject with "Re:" gets an In-Reply-To."""
    letter = decode(mail(subject, text, sender, cc, to))
    reading = read(letter, known_events(), MOMENT)
    situation = Situation(now=MOMENT, received_at=MOMENT, events=known_events())
    return reading, decide(letter, reading, situation)


def mail(
    subject: str,
    text: str,
    sender: str = "Jana Wolters <jana.wolters@verein.example>",
    cc: str = "",
    to: str = "stoye@agjf-sachsen.de",
) -> bytes:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    if cc:
        message["Cc"] = cc
    message["Subject"] = subject
    message["Date"] = MOMENT
    message["Message-ID"] = "<one@verein.example>"
    if subject.lower().startswith(("re:", "aw:")):
        message["In-Reply-To"] = "<two@agjf-sachsen.de>"
    message.set_content(text)
    return message.as_bytes()
