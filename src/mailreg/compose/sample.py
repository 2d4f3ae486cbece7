"""Invented registrations, to try and to show every text and template (trials.py, `mailreg template`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from mailreg.compose.kinds import KINDS, LETTERS
from mailreg.compose.letters import ALERTS, Desk, Thread, write_alert, write_letter
from mailreg.compose.rows import Facts
from mailreg.compose.templates import Templates
from mailreg.model.mail import Address
from mailreg.model.outgoing import ANSWERS, Outgoing, Purpose
from mailreg.model.reading import Need, NeedKind
from mailreg.model.registration import Event, EventFile, Participant, Registration, Status

NOW = datetime(2022, 10, 1, 12, tzinfo=UTC)
AMIRA = Participant("Amira Haddad", "amira.haddad@example.org", "Verein Brücke e. V.")
CONTACT = Address("amira.haddad@example.org", "Amira Haddad")
SHOWN = (*LETTERS, *ALERTS)


def write_sample(purpose: Purpose, language: str, templates: Templates, *, plain: bool = False) -> Outgoing:
    """A finished mail of this kind in this language; `plain`: with as little in it as can be. Raises TemplateError."""
    desk = Desk(
        Address("anmeldung@example.org", "Jana Müller"),
        b"sample",
        "Europe/Berlin",
        language,
        None if plain else "https://example.org/datenschutz",
        None if plain else "Beispiel e. V.",
    )
    key = f"{purpose}:1:v1"
    if purpose in ALERTS:
        problem, since = "Das Postfach antwortet nicht.", NOW - timedelta(hours=1)
        return write_alert(purpose, to="jana@example.org", desk=desk, key=key, templates=templates, now=NOW,
                           problem=problem, since=since, kind="ImapUnavailable")  # fmt: skip
    event = _event(plain)
    return write_letter(
        purpose,
        _registration(purpose, plain, language),
        event,
        to=Address("buero@example.org") if plain and purpose is not Purpose.COMPANION else CONTACT,
        desk=desk,
        key=key,
        templates=templates,
        now=event.start - timedelta(hours=20) if purpose is Purpose.REMINDER_LAST else NOW,
        thread=Thread(None, (), "", None) if purpose in ANSWERS else None,
        facts=_facts(purpose, plain, event),
    )


def _event(plain: bool) -> Event:
    start = datetime(2022, 10, 11, 15, tzinfo=ZoneInfo("Europe/Berlin"))
    if plain:
        return Event("beispiel", "Beispiel", start, start + timedelta(days=1))
    return Event(
        "beispiel", "Netzwerktreffen der Vereine", start, start + timedelta(hours=3), "Zusammenarbeit & Austausch",
        venue="Haus für alle", street="Lutherstraße 13", postcode="01877", city="Bischofswerda",
        registration_deadline=start - timedelta(days=7), travel_costs=True, interpreting=True,
    )  # fmt: skip


def _registration(purpose: Purpose, plain: bool, language: str) -> Registration:
    contact = Address("buero@example.org") if plain else CONTACT
    if purpose is Purpose.COMPANION:
        contact = Address("buero@example.org", "Yusuf Demir")
    people: tuple[Participant, ...] = (Participant(None), Participant(None))
    if not plain:
        people = (AMIRA,)
        if purpose in {Purpose.CONFIRM, Purpose.CHANGED, Purpose.ALREADY}:
            people = (AMIRA, Participant("Олена Шевченко"), Participant(None), Participant(None))
        if purpose is Purpose.CHANGED:
            people = (*people, Participant("Lena Krause", status=Status.CANCELLED))
    if purpose is Purpose.COMPANION:
        people = (AMIRA, Participant("Yusuf Demir"))
    if KINDS[purpose].people == "gone":
        people = tuple(replace(p, status=Status.CANCELLED) for p in people)
    status = Status.WAITING if purpose is Purpose.WAITING else Status.CONFIRMED
    if purpose is Purpose.EVENT_CHANGED and plain:  # who waits must hear of it, too
        status, people = Status.WAITING, tuple(replace(p, status=Status.WAITING) for p in people)
    languages = ("und",) if plain else ("ar", "sgn")
    needs = [Need(NeedKind.INTERPRETING, code) for code in languages]
    needs += [Need(NeedKind.TRAVEL_COSTS)]
    needs += [Need(NeedKind.ACCESSIBILITY), Need(NeedKind.CHILDCARE)] if plain else []
    needs += [Need(NeedKind.DIET, "" if plain else "vegetarisch, ohne Nüsse")]
    return Registration("beispiel", contact, language, people, tuple(needs), status=status, id=1)


def _facts(purpose: Purpose, plain: bool, event: Event) -> Facts:
    facts = Facts(open_question=not plain and purpose is Purpose.CONFIRM, held=plain)
    if purpose is Purpose.CANCELLED and plain:
        return replace(facts, registered_by="Yusuf Demir")
    if plain:
        return facts
    if purpose is Purpose.TRAVEL_COSTS:
        form = EventFile(event.id, "travel_costs", "Fahrtkosten.pdf", "application/pdf", b"%PDF-1.4\n")
        return replace(facts, files=(form,))
    if purpose is Purpose.THANKS:
        return replace(facts, files=(EventFile(event.id, "thanks", "Folien.pdf", "application/pdf", b"%PDF-1.4\n"),))
    if purpose is Purpose.EVENT_CHANGED:
        earlier = timedelta(days=-1, hours=-1)
        return replace(facts, before=replace(event, start=event.start + earlier, end=event.end + earlier,
                                             venue="Rathaus", street="Altmarkt 1"))  # fmt: skip
    if purpose is Purpose.EVENT_CANCELLED:
        note = "Die Heizung im Haus ist ausgefallen.\nEinen neuen Termin suchen wir gerade."
        return replace(facts, note=note)
    if purpose is Purpose.WAITING:
        return replace(facts, queue_place=3)
    return facts
