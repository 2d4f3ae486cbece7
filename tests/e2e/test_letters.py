"""Which mail who gets, on real servers: those whom somebody else has registered, travel costs, held mail."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage

from mailreg.model.registration import EventFile
from mailreg.store.engine import open_store
from tests.e2e.desk import REGISTRATION, Desk, letter

ONE_LESS = """Guten Tag,

Yusuf Demir kann am 11. Oktober leider nicht kommen, bitte nur ihn abmelden.
Ich komme weiterhin.

Amira Haddad
"""
TOGETHER = (
    "Guten Tag,\n\nhiermit melde ich für das Netzwerktreffen am 11. Oktober in Bischofswerda an:\n\n"
    "Amira Haddad, amira@msov.example\nYusuf Demir, yusuf@msov.example\n\n"
    "Mit freundlichen Grüßen\nAmira Haddad\n"
)
EVENT = "get-together-2022"


def text(mail: EmailMessage) -> str:
    (part,) = [p for p in mail.walk() if p.get_content_type() == "text/plain"]
    return str(part.get_content())


def kinds(desk: Desk) -> list[tuple[str, str]]:
    return sorted((o["purpose"], o["recipient"]) for o in desk.outbox())


def test_who_is_named_with_an_own_address_hears_of_it_once(desk: Desk) -> None:
    desk.deliver(letter(TOGETHER))
    desk.once()
    assert kinds(desk) == [("companion", "yusuf@msov.example"), ("confirm", "amira@msov.example")]
    (told,) = desk.answers("yusuf@msov.example")
    assert "Amira Haddad hat Sie zu dieser Veranstaltung angemeldet" in text(told)
    assert "Ihre Angaben haben wir von Amira Haddad bekommen" in text(told)
    assert (told["Auto-Submitted"], told["In-Reply-To"]) == ("auto-generated", None)
    # The same once more: an answer, and no second mail to Yusuf.
    desk.deliver(letter(TOGETHER + "\nIst das angekommen?\n"))
    desk.once()
    assert len(desk.answers("yusuf@msov.example")) == 1


def test_who_is_withdrawn_by_another_hears_of_it(desk: Desk) -> None:
    desk.deliver(letter(TOGETHER))
    desk.once()
    desk.deliver(letter(ONE_LESS, subject="Netzwerktreffen"))
    desk.once()
    assert [r["status"] for r in desk.registrations() if r["name"] == "Yusuf Demir"] == ["cancelled"]
    _, gone = desk.answers("yusuf@msov.example")
    assert "Amira Haddad hat Ihre Anmeldung zurückgezogen" in text(gone)
    calendars = [p for p in gone.walk() if p.get_content_type() == "text/calendar"]
    assert [p.get_param("method") for p in calendars] == ["CANCEL"]


def test_a_companion_s_mail_that_still_waits_is_taken_back_with_its_reason(desk: Desk) -> None:
    desk.changes["MAILREG_MODE"] = "approve"
    desk.deliver(letter(TOGETHER))
    desk.once()
    assert {o["state"] for o in desk.outbox()} == {"held"}
    desk.deliver(letter(ONE_LESS, subject="Netzwerktreffen"))
    desk.once()
    states = [(o["purpose"], o["state"]) for o in desk.outbox() if o["recipient"] == "yusuf@msov.example"]
    assert states == [("companion", "discarded")]


def test_nobody_s_inbox_is_flooded_by_naming_them(desk: Desk) -> None:
    others = ("Jonas Beer", "Lena Krause", "Omar Said", "Mina Aslan", "Jan Kowalski", "Lea Brandt")
    for number, name in enumerate(others):
        named = TOGETHER.replace("Amira Haddad", name).replace("amira@", f"p{number}@")
        named = named.replace("Yusuf Demir", f"Opfer {name.split()[1]}sen")
        named = named.replace("yusuf@msov.example", f"victim+{number}@victim.example")
        desk.deliver(letter(named, f"{name} <p{number}@msov.example>"))
    desk.once()
    assert len([a for a in desk.smtp.accepted if "victim" in a.recipient]) == 3
    held = [o for o in desk.outbox() if o["purpose"] == "companion" and o["state"] == "held"]
    assert {o["reason"] for o in held} == {"ceiling_address_hour"}


def test_who_waited_with_somebody_hears_of_the_seat(desk: Desk) -> None:
    with open_store(f"sqlite:///{desk.folder / 'data' / 'mailreg.sqlite3'}").begin() as tx:
        event = tx.events.get(EVENT)
        assert event is not None
        tx.events.save(replace(event, capacity=1))
    desk.deliver(letter(TOGETHER))
    desk.once()
    assert kinds(desk) == [("waiting", "amira@msov.example")]
    desk.mailreg("event", "import", str(desk.events_file), "--yes")  # as many seats as come
    desk.once()
    assert ("companion", "yusuf@msov.example") in kinds(desk)
    (told,) = desk.answers("yusuf@msov.example")
    assert "Amira Haddad hat Sie zu dieser Veranstaltung angemeldet" in text(told)


def test_travel_costs_bring_the_organisers_form(desk: Desk) -> None:
    with open_store(f"sqlite:///{desk.folder / 'data' / 'mailreg.sqlite3'}").begin() as tx:
        tx.events.attach(EventFile(EVENT, "travel_costs", "Fahrtkosten.pdf", "application/pdf", b"%PDF-1.4 form"))
    desk.deliver(letter(REGISTRATION))
    desk.once()
    desk.deliver(letter("Guten Tag,\n\nzu meiner Anmeldung für den 11. Oktober: Ich brauche bitte die Erstattung der "
                        "Fahrtkosten.\n\nAmira Haddad\n", subject="Netzwerktreffen"))  # fmt: skip
    desk.once()
    confirmed, travel = desk.answers("amira@msov.example")
    assert [p.get_filename() for p in confirmed.walk() if p.get_filename()] == ["termin.ics"]
    assert "travel_costs" in dict(kinds(desk))
    (form,) = [p for p in travel.walk() if p.get_filename()]
    assert (form.get_filename(), form.get_content()) == ("Fahrtkosten.pdf", b"%PDF-1.4 form")
    assert "Das Formular liegt bei" in text(travel)


def test_a_no_of_somebody_unknown_is_thanked_for(desk: Desk) -> None:
    desk.deliver(letter("Guten Tag,\n\nich kann am 11. Oktober leider nicht zum Netzwerktreffen kommen."
                        "\n\nMit freundlichen Grüßen\nAmira Haddad\n", subject="Absage"))  # fmt: skip
    desk.once()
    assert kinds(desk) == [("not_registered", "amira@msov.example")]
    (answer,) = desk.answers()
    assert "Eine Anmeldung haben wir unter Ihrer Adresse nicht gefunden" in text(answer)


QUESTION = "Guten Tag,\n\ngibt es beim Netzwerktreffen am 11. Oktober in Bischofswerda Parkplätze?\n\nAmira Haddad\n"


def test_held_mail_is_silent_unless_the_installation_wants_it_otherwise(desk: Desk) -> None:
    desk.deliver(letter(QUESTION, subject="Frage"))
    desk.once()
    assert desk.outbox() == []
    desk.changes["MAILREG_ANSWER_HELD"] = "yes"
    desk.deliver(letter(QUESTION + "\nUnd eine Garderobe?\n", subject="Frage"))
    desk.once()
    assert kinds(desk) == [("question", "amira@msov.example")]
    (answer,) = desk.answers()
    assert "Ihre Frage haben wir weitergegeben" in text(answer)
    assert answer["Auto-Submitted"] == "auto-replied"


def test_nothing_is_acknowledged_that_waits_because_everything_waits(desk: Desk) -> None:
    desk.changes |= {"MAILREG_ANSWER_HELD": "yes", "MAILREG_MODE": "approve"}
    desk.deliver(letter(QUESTION, subject="Frage"))
    desk.once()
    assert desk.outbox() == []
