"""An invented digest as an organiser might get it on a busy morning: something of everything, in numbers that take
several plural forms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from mailreg.model.command import Verb
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
    Note,
    OpenAnswer,
    TravelRequest,
    Unreachable,
)
from mailreg.model.mail import Address
from mailreg.model.outgoing import Purpose
from mailreg.model.reading import Kind, Need, NeedKind
from mailreg.model.registration import Event, Participant, Registration, Status

NOW = datetime(2022, 10, 5, 5, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

MEETING = Event("treffen", "Netzwerktreffen der Vereine", NOW + 6 * DAY, NOW + 6 * DAY + 3 * HOUR, capacity=40,
                registration_deadline=NOW + 2 * DAY)  # fmt: skip
# It begins at 00:30 in Kyiv, which is still the day before in Berlin.
ABROAD = Event("kyiv", "Онлайн-зустріч", datetime(2022, 10, 26, 21, 30, tzinfo=UTC),
               datetime(2022, 10, 26, 23, tzinfo=UTC), timezone="Europe/Kyiv")  # fmt: skip
OVER = Event("vorbei", "Sommerfest", NOW - 2 * DAY, NOW - 2 * DAY + HOUR)


def person(number: int, name: str, email: str, seats: int = 1, status: Status = Status.CONFIRMED, *needs: Need,
           organisation: str | None = None) -> Registration:  # fmt: skip
    people = (Participant(name, email, organisation), *(Participant(None) for _ in range(seats - 1)))
    return Registration("treffen", Address(email, name), "de", people, needs, status, number)


# As it is stored with the mail.
WHY = (
    "Wer abgemeldet wird, steht nicht eindeutig in der Anmeldung von dieser Adresse. Noch nicht eingetragen, weil ein "
    "Mensch zuerst schauen muss; die bisherige Anmeldung gilt weiter. Nicht eindeutig auf der Liste gefunden und nur "
    "als abgemeldet vermerkt, bitte prüfen: Farid Amiri."
)
NEWS = (
    News(NewsKind.NEW, person(1, "Amira Haddad", "amira@msov.example", 1, Status.CONFIRMED,
                              Need(NeedKind.INTERPRETING, "ar"), organisation="MSOV e. V."), NOW - HOUR),
    News(NewsKind.NEW, person(2, "Олена Шевченко", "olena@hilfe.example", 5), NOW - HOUR),
    News(NewsKind.NEW, person(3, "أحمد خليل", "ahmad@msov.example", 1, Status.WAITING), NOW - HOUR),
    News(NewsKind.CHANGED, person(4, "Jana Müller", "jana@verein.example", 2, Status.CONFIRMED,
                                  Need(NeedKind.TRAVEL_COSTS), Need(NeedKind.DIET, "vegan")), NOW - HOUR, 1),
    News(NewsKind.CANCELLED, person(5, "Mehmet Yıldız", "mehmet@kultur.example", 3, Status.CANCELLED), NOW - HOUR, 3),
)  # fmt: skip

FULL = Digest(
    now=NOW,
    since=NOW - DAY,
    held=(
        HeldMail(17, NOW - 18 * HOUR, "ralf@verband.example", "Ralf Winter", "Netzwerktreffen", "<r@test.example>",
                 Kind.REGISTER, "doubt: conditional", "Die Anmeldung hängt von einer Bedingung ab.",
                 MEETING.title, ("Wenn mein Zug nicht ausfällt, komme ich gern.",), True,
                 seats=1, rivals=(("kind", "question"), ("headcount", 2), ("travel_costs", True))),
        HeldMail(18, NOW - 12 * HOUR, "leyla@dost.example", "لیلا رحیمی", "تغییر", "<l@test.example>",
                 Kind.CHANGE, "withdrawn unclear", WHY, MEETING.title, ("آقای امیری نمی‌تواند بیاید.",), False,
                 (Note("waits"), Note("missing", "Farid Amiri"))),
    ),
    questions=(
        HeldMail(19, NOW - 2 * HOUR, "petra@awo.example", "Petra Simon", "Anmeldung", "<p@test.example>",
                 Kind.REGISTER, "clear registration", "", MEETING.title, ("Gibt es am Treffpunkt Parkplätze?",)),
    ),
    approvals=(
        OpenAnswer(31, NOW - HOUR, Purpose.CONFIRM, "nour@msov.example", "Nour Khalil", "", MEETING.title, "flood"),
        OpenAnswer(32, NOW - HOUR, Purpose.REMINDER, "vera@awo.example", "Vera Blum", "", MEETING.title),
        OpenAnswer(33, NOW - HOUR, Purpose.PLACE_FREE, "tim@awo.example", "", "", MEETING.title, "maybe_sent"),
    ),
    unreachable=(
        Unreachable("katrin@awo.example", NOW - HOUR, "Katrin Lehmann", "+49 351 1234567", MEETING.title,
                    "unknown_user", "550 5.1.1 User unknown", key="address/a"),
        Unreachable("samir@msov.example", NOW - HOUR, "Samir Kurdi", "", MEETING.title, "absent", "",
                    "vertretung@msov.example", key="address/b"),
    ),
    failed=(
        OpenAnswer(34, NOW - HOUR, Purpose.CHANGED, "voll@schule.example", "Sabine Vogel", "", MEETING.title, "refused",
                   "Der SMTP-Server mail.example hat die Mail abgewiesen (554).", "554"),
    ),
    broken=(BrokenMail(20, NOW - 5 * HOUR, "RecursionError", "Thomas Richter", "Anmeldung"),),
    missed=(Missed(MEETING.title, (("Olga Petrova", "+49 30 7654321"), ("Ali Demir", "")), "missed/a"),),
    deadlines=(
        Deadline(MEETING, LanguageNeed("fa", 4, 4), NOW + 2 * DAY, NOW, False, "book/a"),
        Deadline(MEETING, LanguageNeed("ar", 2, 5), NOW - DAY, NOW - 8 * DAY, True, "book/b"),
    ),
    news=NEWS,
    commands=(CommandDone(NOW - 20 * HOUR, Verb.APPROVE, "12"), CommandDone(NOW - 20 * HOUR, Verb.SETTLE, "a")),
    events=(
        EventState(
            MEETING, 31, 2, 1, (LanguageNeed("ar", 2, 5), LanguageNeed("fa", 4, 4), LanguageNeed("sgn", 1, 1)),
            (NeedCount(NeedKind.ACCESSIBILITY, 1, (("Sabine Vogel", "Ich sitze im Rollstuhl."),)),
             NeedCount(NeedKind.DIET, 2, (("Jana Müller", "vegan"), ("أحمد خليل", "")))),
            (TravelRequest("Olena Bondar", 1, "Die Fahrkarte kostet 1238,40 €.", Decimal("1238.40")),
             TravelRequest("Mehmet Yıldız", 2, "Es sind 124 km hin und zurück.", None, Decimal(124))),
        ),
        EventState(ABROAD, 21, 0, 0),
        EventState(OVER, 2, 0, 0),
    ),
)  # fmt: skip

QUIET = Digest(NOW, NOW - 9 * DAY, events=(EventState(MEETING, 31, 0, 0), EventState(ABROAD, 2, 0, 0)))
FIRST = Digest(NOW, None, observing=True, news=NEWS[:1], events=(EventState(ABROAD, 0, 0, 0),))
DIGESTS = {"full": FULL, "quiet": QUIET, "first": FIRST}
