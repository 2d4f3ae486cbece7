"""What a rule is, and the questions that the rules ask: small pure tests of a letter, its reading and the situation.

A test answers False (miss), True (hit), or the words that prove the hit, never an empty tuple for a hit.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from mailreg.model import names
from mailreg.model.decision import Handling, Role, Situation
from mailreg.model.mail import Letter, MachineKind, Span
from mailreg.model.reading import Kind, Reading
from mailreg.model.registration import Event, Registration, Status
from mailreg.policy import addresses

Hit: TypeAlias = tuple[Span, ...] | bool
Test: TypeAlias = Callable[[Letter, Reading, Situation], Hit]

SURE = 0.6  # from here on a kind is believed; below, a person looks ("we never lose")
BOTH_SURE = 0.9  # rules and second opinion agree that a mail is not for us
PROVEN = 0.6  # from here on the event is believed: below, nothing but hints binds the mail to it
LIKELY = 0.5  # the same for the number of seats
LARGE = 30  # seats; more in one mail is rather a misreading or a joke than a registration
ASKS = frozenset({Kind.REGISTER, Kind.CANCEL, Kind.CHANGE})  # kinds that move the list


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table. `why` is one plain German sentence for the organiser."""

    name: str
    tier: str  # "never", "person", "reading"
    why: str
    test: Test
    handling: Handling


def shown(evidence: tuple[Span, ...]) -> Hit:
    """A hit with its evidence, if there is any."""
    return evidence or True


def both(*tests: Test) -> Test:
    """All tests hit; the evidence is the last one's."""

    def test(letter: Letter, reading: Reading, situation: Situation) -> Hit:
        hit: Hit = False
        for one in tests:
            hit = one(letter, reading, situation)
            if not hit:
                return False
        return hit

    return test


def is_kind(*kinds: Kind) -> Test:
    def test(_: Letter, reading: Reading, __: Situation) -> Hit:
        return shown(reading.kind.evidence) if reading.kind.value in kinds else False

    return test


asks = is_kind(*ASKS)


# Who wrote it


def machine_certain(*kinds: MachineKind) -> Test:
    def test(letter: Letter, _: Reading, __: Situation) -> Hit:
        return letter.machine is not None and letter.machine.certain and letter.machine.kind in kinds

    return test


FORMS = frozenset({MachineKind.ROBOT, MachineKind.AUTO, MachineKind.OWN})


def web_form(letter: Letter, _: Reading, situation: Situation) -> Hit:
    """A form on a website sends as itself, as noreply or as us, and puts the person into Reply-To."""
    if letter.reply_to is None or not letter.reply_to.email or addresses.robot(letter.reply_to.email):
        return False
    if addresses.ours(letter.reply_to.email, addresses.known(situation.own_addresses, situation.events)):
        return False
    if letter.machine is not None and (letter.machine.certain or letter.machine.kind not in FORMS):
        return False
    return letter.machine is not None or addresses.robot(letter.sender.email) or _from_us(letter, situation)


def no_answer_address(letter: Letter, _: Reading, situation: Situation) -> Hit:
    """Whoever is registered must hear of it; where no answer can go, a person must find a way."""
    email = letter.answer_to.email
    known = addresses.known(situation.own_addresses, situation.events)
    return "@" not in email or addresses.robot(email) or addresses.ours(email, known)


def own_forward(letter: Letter, _: Reading, situation: Situation) -> Hit:
    return _from_us(letter, situation) and letter.machine is None and letter.forwarded is not None


def null_return_path(letter: Letter, _: Reading, __: Situation) -> Hit:
    path = letter.header("return-path")
    return path is not None and path.replace(" ", "") in {"<>", ""}


def unclear_return(_: Letter, __: Reading, situation: Situation) -> Hit:
    return situation.unclear_return


def from_us(letter: Letter, _: Reading, situation: Situation) -> Hit:
    return _from_us(letter, situation)


def from_robot(letter: Letter, _: Reading, __: Situation) -> Hit:
    return addresses.robot(letter.sender.email)


def seen_before(_: Letter, __: Reading, situation: Situation) -> Hit:
    return situation.seen_before


def _from_us(letter: Letter, situation: Situation) -> bool:
    known = addresses.known(situation.own_addresses, situation.events)
    return situation.role is Role.OURSELVES or addresses.ours(letter.sender.email, known)


# Only a person's word decides


def not_addressed(letter: Letter, _: Reading, situation: Situation) -> Hit:
    if addresses.through_list(letter):
        return False
    return not addresses.addressed(letter, situation.own_addresses, situation.events)


def bulk(letter: Letter, _: Reading, __: Situation) -> Hit:
    return letter.bulk is not None and not addresses.through_list(letter)


def spam(letter: Letter, _: Reading, __: Situation) -> Hit:
    return letter.spam is not None


def machine_uncertain(letter: Letter, _: Reading, __: Situation) -> Hit:
    if letter.machine is None or letter.machine.certain:
        return False
    return not (letter.machine.kind is MachineKind.BULK and addresses.through_list(letter))


def forged(letter: Letter, reading: Reading, situation: Situation) -> Hit:
    if not letter.authentication.forged:
        return False
    # A forged new registration harms nobody; one that would be merged into what is there does.
    return reading.kind.value is not Kind.REGISTER or bool(_of_event(reading, situation))


def named_otherwise(letter: Letter, reading: Reading, situation: Situation) -> Hit:
    """The sender's address is on the list under names of which none shares a word with the name given now."""
    sender = letter.answer_to.email
    before = [p.name for r in situation.registrations for p in r.people if p.name and p.email == sender]
    now = [p for p in reading.people if p.name and p.email == sender]
    if not before or any(names.words(p.name or "") & names.words(old) for p in now for old in before):
        return False
    return shown(tuple(span for p in now for span in p.evidence)) if now else False


def others_people(_: Letter, reading: Reading, situation: Situation) -> Hit:
    """Registrations of other contacts name people of this mail, and none of the sender's does."""
    mine = _named(situation.registrations, reading)
    theirs = _named(situation.registered_elsewhere, reading) - mine
    for person in reading.people:
        if person.name and names.words(person.name) in theirs:
            return shown(person.evidence)
    for gone in reading.withdrawn:
        if names.words(gone.value) in theirs:
            return shown(gone.evidence)
    return False


def _named(registrations: tuple[Registration, ...], reading: Reading) -> set[frozenset[str]]:
    """The folded names of those who come by these registrations to the reading's event."""
    return {
        names.words(p.name)
        for r in registrations
        if r.event == reading.event.value
        for p in r.people
        if p.name and p.status is not Status.CANCELLED
    }


# What the reading found


def unsure(_: Letter, reading: Reading, __: Situation) -> Hit:
    return reading.kind.confidence < SURE


def colleague(_: Letter, __: Reading, situation: Situation) -> Hit:
    return situation.role is Role.ORGANISER


def on_the_list(_: Letter, reading: Reading, situation: Situation) -> Hit:
    """Words of a wish that nothing ties to an event, from somebody who is registered: "I'm ill"."""
    live = [r for r in situation.registrations if r.status is not Status.CANCELLED]
    told = reading.why in {"nothing_ties_it", "other_event", "other_day"}
    return told and bool(live) and bool(reading.kind.evidence)


def unreadable(letter: Letter, _: Reading, __: Situation) -> Hit:
    return letter.unreadable and letter.machine is None


# What people fill in and attach; a picture may be a photographed form.
DOCUMENTS = re.compile(r"pdf|msword|wordprocessing|opendocument|spreadsheet|excel|rtf|image/(?:jpeg|png|heic|tiff)")
NAMED_SO = re.compile(
    r"anmeld|registr|r(?:ü|ue)ckmeld|teilnahm|teilnehm|zusage|absage|formular|inscri|zg(?:ł|l)osz", re.I
)
FEW_WORDS = 12


def form_attached(letter: Letter, reading: Reading, _: Situation) -> Hit:
    """Who comes may stand in the attachment, which is not read."""
    forms = [a for a in letter.attachments if DOCUMENTS.search(a.content_type)]
    if not forms or letter.machine is not None:
        return False
    if len(letter.own_text.split()) <= FEW_WORDS and asks(letter, reading, _):
        return True
    named = any(a.name and NAMED_SO.search(a.name) for a in forms)
    return named and not letter.bulk and reading.kind.value is Kind.UNRELATED and reading.why in WITHOUT_A_WISH


# Rules of the reading that set a human's mail aside for want of a wish that they could see.
WITHOUT_A_WISH = frozenset(
    {
        "nothing_ties_it",
        "asks_something_else",
        "off_the_list",
        "thanks_or_talk",
        "invites_us",
        "passed_around_with_more",
    }
)


def names_our_event(letter: Letter, reading: Reading, _: Situation) -> Hit:
    """A human's mail about one of our events in which no wish was seen: people find words that no rule knows. A bare
    date is also the day of other people's meetings: where both readers are sure of something else, nobody need look."""
    if letter.machine is not None or letter.spam or letter.bulk or reading.event.value is None:
        return False
    if reading.event.confidence < PROVEN and reading.kind.confidence >= BOTH_SURE:
        return False
    return reading.why in WITHOUT_A_WISH and shown(reading.event.evidence)


def doubt(code: str) -> Test:
    def test(_: Letter, reading: Reading, __: Situation) -> Hit:
        return next((shown(d.evidence) for d in reading.doubts if d.code == code), False)

    return test


def any_doubt(_: Letter, reading: Reading, __: Situation) -> Hit:
    return next((shown(d.evidence) for d in reading.doubts), False)


def no_events(_: Letter, __: Reading, situation: Situation) -> Hit:
    return not situation.events


def event_unclear(_: Letter, reading: Reading, situation: Situation) -> Hit:
    return _event(reading, situation) is None


def event_unproven(_: Letter, reading: Reading, __: Situation) -> Hit:
    """Only a weekday, the only open event and the like say that this event is meant."""
    return shown(reading.event.evidence) if reading.event.confidence < PROVEN else False


def after_start(_: Letter, reading: Reading, situation: Situation) -> Hit:
    event = _event(reading, situation)
    return event is not None and not event.open_at(situation.received_at)


def after_deadline(_: Letter, reading: Reading, situation: Situation) -> Hit:
    event = _event(reading, situation)
    return event is not None and not event.accepts_at(situation.received_at)


def called_off(_: Letter, reading: Reading, situation: Situation) -> Hit:
    event = _event(reading, situation)
    return event is not None and event.cancelled


def _event(reading: Reading, situation: Situation) -> Event | None:
    return situation.event(reading.event.value)


def nobody_named(_: Letter, reading: Reading, __: Situation) -> Hit:
    return not reading.people or reading.people[0].name is None


def nobody_withdrawn(letter: Letter, reading: Reading, situation: Situation) -> Hit:
    """A cancellation without a name is clear only where the sender has exactly one seat."""
    if reading.withdrawn:
        return False
    sender = {letter.sender.email, letter.answer_to.email}
    theirs = [
        p
        for r in _of_event(reading, situation)
        for p in r.people
        if p.status is not Status.CANCELLED and (r.contact.email in sender or (p.name and p.email in sender))
    ]
    return len(theirs) != 1


def not_confirmed(_: Letter, reading: Reading, situation: Situation) -> Hit:
    """What would be changed waits for a person itself, or was cancelled."""
    known = _of_event(reading, situation)
    return bool(known) and all(r.status not in {Status.CONFIRMED, Status.WAITING} for r in known)


def _of_event(reading: Reading, situation: Situation) -> list[Registration]:
    return [r for r in situation.registrations if r.event == reading.event.value]


def withdrawn_unclear(_: Letter, reading: Reading, situation: Situation) -> Hit:
    """The sender has people on the list, and a name that is withdrawn is none of theirs, or two people's."""
    people = [p for r in _of_event(reading, situation) for p in r.people]
    known = [(p.name, p.status is not Status.CANCELLED) for p in people]
    if not any(comes for _, comes in known):
        return False
    return next((shown(w.evidence) for w in reading.withdrawn if names.pick(known, w.value) is None), False)


def nothing_changed(_: Letter, reading: Reading, __: Situation) -> Hit:
    return not (
        reading.people or reading.withdrawn or reading.needs or reading.withdrawn_needs or reading.headcount.value
    )


def count_unclear(_: Letter, reading: Reading, __: Situation) -> Hit:
    return shown(reading.headcount.evidence) if reading.headcount.confidence < LIKELY else False


def too_many(_: Letter, reading: Reading, __: Situation) -> Hit:
    return shown(reading.headcount.evidence) if reading.headcount.value > LARGE else False


def too_few(_: Letter, reading: Reading, __: Situation) -> Hit:
    return reading.headcount.value < len(reading.people)
