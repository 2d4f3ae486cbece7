"""An invented digest with something of everything, to try whether its texts and templates can be written
(`mailreg check`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from mailreg.compose.digest import write_digest, write_refusal
from mailreg.compose.letters import Desk, Thread
from mailreg.compose.templates import Templates
from mailreg.model.command import Command, Verb
from mailreg.model.digest import (
    BrokenMail,
    CommandDone,
    Deadline,
    Digest,
    EventState,
    HeldMail,
    LanguageNeed,
    Missed,
    NeedCount,
    News,
    NewsKind,
    OpenAnswer,
    TravelRequest,
    Unreachable,
)
from mailreg.model.errors import NotPossible, TemplateError, UsageError
from mailreg.model.mail import Address
from mailreg.model.outgoing import Purpose
from mailreg.model.reading import Kind, Need, NeedKind
from mailreg.model.registration import Event, Participant, Registration, Status

NOW = datetime(2022, 10, 5, 5, tzinfo=UTC)
SOON = timedelta(days=6)


def try_digest(templates: Templates) -> Iterator[str]:
    """One German line for each text of the digest that cannot be written, each once."""
    told = dict.fromkeys(templates.digest_problems())
    for language in templates.digest_languages:
        desk = Desk(Address("desk@example.org", "Anmeldung"), b"sample", "Europe/Berlin", language)
        try:
            for digest in (sample(), sample(words="Beispiel"), Digest(NOW, NOW - SOON), Digest(NOW, None)):
                write_digest(digest, to="desk@example.org", desk=desk, key="try", templates=templates,
                             pictures={"try": b""}, sheets=())  # fmt: skip
            for problem in (NotPossible("no_mail", "…"), UsageError("…")):
                write_refusal(Command(Verb.DONE, "1"), problem, to="desk@example.org", key="try", desk=desk,
                              thread=Thread(None, (), "", None), templates=templates, now=NOW)  # fmt: skip
        except TemplateError as error:
            told[str(error)] = None
    yield from told


def sample(words: str = "") -> Digest:
    """Everything once; with `words` in every place that strangers can fill."""
    event = Event("try", words or "Beispiel", NOW + SOON, NOW + SOON + timedelta(hours=3), capacity=4,
                  registration_deadline=NOW + timedelta(days=2))  # fmt: skip
    named = Participant(words or "Amira Beispiel", "amira@example.org", words or None, words or "+4930123456")
    needs = tuple(Need(kind, words or "ar" if kind is NeedKind.INTERPRETING else words) for kind in NeedKind)
    people = (named, Participant(None))
    registration = Registration("try", Address("amira@example.org", words or None), "de", people, needs, id=1)
    gone = Registration("try", registration.contact, "de", people, (), Status.CANCELLED, id=2)
    held = Registration("try", registration.contact, "de", people, (), Status.HELD, id=3)
    language = LanguageNeed("ar", 1, 2)
    mail = HeldMail(1, NOW, "amira@example.org", words or "Amira", words or "Anmeldung", "<a@example.org>",
                    Kind.REGISTER, words or "doubt: unclear_count", words or "Es ist unklar, wie viele kommen.",
                    words or "Beispiel", (words or "Ich komme gern und bringe vielleicht noch jemanden mit.",),
                    True, seats=1, rivals=(("kind", words or "change"), ("travel_costs", False)))  # fmt: skip
    answer = OpenAnswer(1, NOW, Purpose.CONFIRM, "amira@example.org", words, words or "+4930123456", "Beispiel",
                        "maybe_sent", words or "…")  # fmt: skip
    return Digest(
        now=NOW,
        since=NOW - timedelta(days=1),
        held=(mail, mail),
        questions=(mail,),
        approvals=(answer, OpenAnswer(2, NOW, Purpose.REMINDER, "b@example.org", reason=words), answer),
        unreachable=(
            Unreachable("a@example.org", NOW, words, words or "+4930123456", "Beispiel", words or "dns", words,
                        words or "b@example.org", "address/a"),
            Unreachable("b@example.org", NOW, key="address/b", reason="absent"),
        ),
        failed=(answer,),
        broken=(BrokenMail(1, NOW, "ValueError"), BrokenMail(2, None, words)),
        missed=(Missed(words or "Beispiel", ((words or "Amira", words),) * 20, "missed/a"),),
        deadlines=tuple(
            Deadline(event, LanguageNeed(code, 2, 2), NOW + timedelta(days=day), NOW, day < 0, "book/a")
            for code, day in (("ar", 1), ("fa", -1), ("sgn", 9), ("und", 0))
        ),
        news=(
            News(NewsKind.NEW, registration, NOW),
            News(NewsKind.NEW, held, NOW),
            News(NewsKind.CHANGED, registration, NOW, 1),
            News(NewsKind.CANCELLED, gone, NOW, 2),
        ),
        commands=tuple(CommandDone(NOW, verb, "1") for verb in Verb),
        events=(
            EventState(
                event, 4, 2, 1, (language, LanguageNeed("und", 2, 2)),
                tuple(NeedCount(kind, 9, ((words or "Amira", words or "Bitte auf Ukrainisch."),) * 9)
                      for kind in (NeedKind.ACCESSIBILITY, NeedKind.CHILDCARE, NeedKind.DIET)),
                tuple(TravelRequest(words or "Amira", 1, words, Decimal("38.40"), Decimal(124)) for _ in range(9)),
                ((NOW - SOON, 4),),
            ),
            EventState(Event("past", words or "Vorbei", NOW - SOON, NOW - SOON + timedelta(hours=1)), 0, 0, 0),
        ),
        observing=bool(words),
    )  # fmt: skip
