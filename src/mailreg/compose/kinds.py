"""What each kind of mail to participants holds: one table, a row a kind. The words stand in words/XX.toml, in a
section of the kind's name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mailreg.model.mail import Address
from mailreg.model.outgoing import ANSWERS, NOTICES, Purpose
from mailreg.model.reading import NeedKind
from mailreg.model.registration import Participant, Registration, Status

LETTERS = (*ANSWERS, *NOTICES)
EVERY_NEED = tuple(NeedKind)


@dataclass(frozen=True, slots=True)
class Kind:
    """The parts of a mail of one kind."""

    people: Literal["coming", "gone", "none"] = "none"  # whose names are shown
    needs: tuple[NeedKind, ...] = ()  # which are shown
    calendar: Literal["PUBLISH", "CANCEL", None] = None
    reply: Literal["change", "rejoin", "ask"] = "ask"  # what a reply to the mail is good for
    more: bool = False  # the section has a sentence `more`
    privacy: Literal["full", "short"] = "full"  # who has had the whole note gets a short one
    tone: Literal["calm", "sad"] = "calm"  # the colour


KINDS: dict[Purpose, Kind] = {
    # answers
    Purpose.CONFIRM: Kind("coming", EVERY_NEED, "PUBLISH", "change"),
    Purpose.ALREADY: Kind("coming", EVERY_NEED, "PUBLISH", "change"),
    Purpose.WAITING: Kind("coming", EVERY_NEED, None, "change", more=True, tone="sad"),
    Purpose.CHANGED: Kind("coming", EVERY_NEED, "PUBLISH", "change"),
    Purpose.TRAVEL_COSTS: Kind("none", (NeedKind.TRAVEL_COSTS,), None, "ask"),
    Purpose.INTERPRETING: Kind("none", (NeedKind.INTERPRETING,), None, "ask"),
    Purpose.CANCELLED: Kind("gone", (), "CANCEL", "rejoin", tone="sad"),
    Purpose.NOT_REGISTERED: Kind("none", (), None, "rejoin", more=True, tone="sad"),
    Purpose.RECEIVED: Kind("none", (), None, "ask", more=True),
    Purpose.QUESTION: Kind("none", (), None, "ask"),
    Purpose.CLOSED: Kind("none", (), None, "ask", more=True, tone="sad"),
    # notices
    Purpose.COMPANION: Kind("coming", (), "PUBLISH", "change", more=True),
    Purpose.PLACE_FREE: Kind("coming", EVERY_NEED, "PUBLISH", "change", more=True, privacy="short"),
    Purpose.EVENT_CHANGED: Kind("coming", (), "PUBLISH", "change", more=True, privacy="short"),
    Purpose.EVENT_CANCELLED: Kind("none", (), "CANCEL", "ask", more=True, privacy="short", tone="sad"),
    Purpose.REMINDER: Kind("coming", EVERY_NEED, "PUBLISH", "change", privacy="short"),
    Purpose.REMINDER_LAST: Kind("coming", EVERY_NEED, "PUBLISH", "change", privacy="short"),
    Purpose.THANKS: Kind("none", (), None, "ask", privacy="short"),
}
_SEATED = (Purpose.CONFIRM, Purpose.ALREADY, Purpose.CHANGED)


def told_as(purpose: Purpose, registration: Registration, to: Address) -> Purpose:
    """What happened, as the one who gets the mail sees it: a cancellation after which others of their registration
    still come is a change; a change after which nobody comes is a cancellation; who waits has no seat yet."""
    if purpose in _SEATED and registration.status is Status.WAITING:
        return Purpose.WAITING
    if purpose not in {Purpose.CHANGED, Purpose.CANCELLED}:
        return purpose
    gone = [p for p in registration.people if p.status is Status.CANCELLED]
    if registration.status is Status.CANCELLED or len(gone) == len(registration.people):
        return Purpose.CANCELLED
    # Only the contact is told who else still comes.
    told = Purpose.CHANGED if purpose is Purpose.CHANGED or (gone and is_contact(registration, to)) else purpose
    return Purpose.WAITING if told is Purpose.CHANGED and registration.status is Status.WAITING else told


def calendar_method(purpose: Purpose, registration: Registration, to: Address) -> Literal["PUBLISH", "CANCEL", None]:
    """The method of the calendar file that goes along; CANCEL where the one who gets the mail no longer comes."""
    method = KINDS[told_as(purpose, registration, to)].calendar
    if method == "PUBLISH" and registration.status is Status.WAITING:
        return None  # who has no seat yet has nothing to enter
    own = own_seats(registration, to)
    if method == "PUBLISH" and own and all(p.status is Status.CANCELLED for p in own):
        return "CANCEL"
    return method


def shown(purpose: Purpose, registration: Registration, to: Address) -> tuple[Participant, ...]:
    """Whose names stand in the mail. What we write by ourselves to somebody whom another has registered shows
    nobody else; an answer shows all of whom its writer has written."""
    if purpose not in NOTICES or is_contact(registration, to):
        return registration.people
    return own_seats(registration, to)


def own_seats(registration: Registration, to: Address) -> tuple[Participant, ...]:
    """The seats that carry the address of the one who gets the mail."""
    return tuple(p for p in registration.people if (p.email or "").lower() == to.email.lower())


def is_contact(registration: Registration, to: Address) -> bool:
    """Does the mail go to the one who has made the registration?"""
    return to.email.lower() == registration.contact.email.lower()
