"""From a decision and what is on the list to what changes on the list and which answer goes out.

The room's rule: nobody is ever lost and nobody doubled. Applying the same mail twice gives the same people. A mail
that a person must look at changes nothing that is confirmed; when a person accepts it, apply() is called again
with the handling "automatic".
"""

from __future__ import annotations

from dataclasses import replace

from mailreg.model.decision import Decision, Handling, Outcome, Situation
from mailreg.model.mail import Letter
from mailreg.model.outgoing import Purpose
from mailreg.model.reading import Kind, Person, Reading
from mailreg.model.registration import Participant, Registration, Status
from mailreg.registrations import remarks, seats, waitinglist
from mailreg.registrations.answers import answer_to, differs
from mailreg.registrations.machine import Action, move


def apply(decision: Decision, reading: Reading, letter: Letter, situation: Situation, mail_id: int | None) -> Outcome:
    """What the letter does to the list. `mail_id` is the stored mail, kept as the source of new registrations.

    The first registration of the Outcome is the one that the answer is about. Each has the version that it will have
    once it is stored: 1 if new, else one more than before. No answer unless the decision says "automatic"."""
    if decision.handling is Handling.IGNORE or reading.kind.value not in _ACTIONS:
        return Outcome()
    event = reading.event.value
    if event is None:
        return Outcome(note=remarks.NO_EVENT)
    desk = _Desk(decision, reading, letter, situation, mail_id, event)
    return _seated(_ACTIONS[reading.kind.value](desk), situation)


def _seated(outcome: Outcome, situation: Situation) -> Outcome:
    """The same with those on the waiting list for whom no seat is left."""
    known = {r.id: r for r in (*situation.registrations, *situation.registered_elsewhere)}
    befores = [known.get(r.id) if r.id is not None else None for r in outcome.registrations]
    changed = tuple(
        waitinglist.seated(before, after, situation.seats_left, situation.now)
        for before, after in zip(befores, outcome.registrations, strict=True)
    )
    if not changed:
        return outcome
    answer = waitinglist.answer_of(outcome.answer, befores[0], changed[0])
    return replace(outcome, registrations=changed, answer=answer)


class _Desk:
    """One mail at the desk: the facts that all three actions need."""

    def __init__(
        self, decision: Decision, reading: Reading, letter: Letter, situation: Situation, mail: int | None, event: str
    ) -> None:
        self.accepted = decision.handling is Handling.AUTOMATIC
        self.reading, self.letter, self.situation, self.mail, self.event = reading, letter, situation, mail, event
        self.addresses = addresses = {letter.answer_to.email, letter.sender.email} - {""}
        known = [r for r in situation.registrations if r.event == event]
        self.own = [r for r in known if r.contact.email in addresses]
        self.named_in = [r for r in known if r.contact.email not in addresses]
        self.elsewhere = [r for r in situation.registered_elsewhere if r.event == event and r not in known]

    def mine(self) -> Registration | None:
        """The contact's own registration, a live one first; else one of somebody else's that names the people here."""
        for registrations in (self.own, self.named_in):
            for registration in sorted(
                registrations, key=lambda r: (r.status is Status.CANCELLED, not self._names_us(r))
            ):
                if registration in self.own or self._names_us(registration):
                    return registration
        # Somebody whom a colleague has registered, or who answers from another address, changes that registration.
        linked = [r for r in self.named_in if r.status in {Status.CONFIRMED, Status.WAITING}]
        return linked[0] if self.reading.kind.value is Kind.CHANGE and len(linked) == 1 else None

    def _names_us(self, registration: Registration) -> bool:
        people = (*self.reading.people, *(Person(w.value) for w in self.reading.withdrawn))
        return any(seats.find(registration.people, p, set()) is not None for p in people)

    def sender(self) -> Person:
        return Person(self.letter.answer_to.name or self.letter.sender.name, self.letter.answer_to.email or None)

    def new(self, people: tuple[Participant, ...], status: Status) -> Registration:
        return Registration(
            event=self.event,
            contact=self.letter.answer_to,
            language=self.reading.language.value,
            people=people,
            needs=seats.needs_after((), self.reading.needs),
            status=status,
            source=self.mail,
            created_at=self.situation.now,
            updated_at=self.situation.now,
        )

    def update(self, before: Registration, after: Registration) -> Registration:
        """The next version. One that says the same is a version, too, where it is answered: the outbox key of an
        answer holds the version, and who writes twice wants to hear from us twice."""
        if not self.accepted and not differs(before, after):
            return before
        return replace(
            after, version=before.version + 1, language=self.reading.language.value, updated_at=self.situation.now
        )


def _register(desk: _Desk) -> Outcome:
    action, status = (Action.CONFIRM, Status.CONFIRMED) if desk.accepted else (Action.HOLD, Status.HELD)
    if not desk.reading.people:
        # Who writes without any name still has a seat, under what the From line says.
        seated = replace(desk.reading.headcount, value=max(1, desk.reading.headcount.value))
        desk.reading = replace(desk.reading, people=(desk.sender(),), headcount=seated)
    mine = desk.mine()
    reading, doubled = _without(desk, mine)
    note = remarks.ELSEWHERE.format(", ".join(doubled)) if doubled else ""
    if doubled and not reading.people and not seats.unnamed_count(reading):
        return Outcome(note=note)
    if mine is None:
        made = desk.new(seats.added((), reading, action, status), status)
        return Outcome((made,), Purpose.CONFIRM if desk.accepted else None, note)
    if not desk.accepted and mine.status in {Status.CONFIRMED, Status.WAITING}:
        return Outcome(note=f"{remarks.WAITS} {note}".strip())
    kept = () if mine.status is Status.CANCELLED else mine.needs
    after = replace(
        mine,
        people=seats.added(mine.people, reading, action, status),
        needs=seats.needs_after(kept, reading.needs),
        status=move(mine.status, action),
    )
    result = desk.update(mine, after)
    if result is mine:
        return Outcome(note=f"{remarks.KNOWN} {note}".strip())
    # Who writes the same again asks "did you get it?": ALREADY holds all that the confirmation held.
    return Outcome((result,), answer_to(mine, result) if desk.accepted else None, note)


def _without(desk: _Desk, mine: Registration | None) -> tuple[Reading, list[str]]:
    """The reading without the people who came onto the list through somebody else, and their names."""
    doubled = [
        person
        for person in desk.reading.people
        if person.name
        and not (mine and seats.find(mine.people, person, set()) is not None)
        and any(_live_seat(r, person) for r in (*desk.named_in, *desk.elsewhere) if r is not mine)
    ]
    if not doubled:
        return desk.reading, []
    reading = desk.reading
    headcount = replace(reading.headcount, value=max(0, reading.headcount.value - len(doubled)))
    people = tuple(p for p in reading.people if p not in doubled)
    return replace(reading, people=people, headcount=headcount), [p.name or "" for p in doubled]


def _live_seat(registration: Registration, person: Person) -> bool:
    index = seats.find(registration.people, person, set())
    return index is not None and seats.live(registration.people[index])


def _cancel(desk: _Desk) -> Outcome:
    if not desk.accepted:
        return Outcome(note=remarks.WAITS)
    gone = [w.value for w in desk.reading.withdrawn]
    # Others' registrations come last: policy has let the mail through to them only by a person's word.
    known = [*desk.own, *desk.named_in, *desk.elsewhere]
    changed: list[Registration] = []
    notes: list[str] = []
    missing = list(gone)
    found = False
    for registration in known:
        own = registration in desk.own
        wanted = missing if gone else _speaker(registration, own, desk)
        people, left = seats.withdrawn(registration.people, wanted)
        if len(left) == len(wanted) and (gone or not own):
            continue
        found = True
        missing = left if gone else []
        result, note = _closed(registration, people, everybody=own and not gone)
        notes.append(note)
        changed.append(desk.update(registration, result))
    if not found and not desk.own:
        people = tuple(Participant(name, status=Status.CANCELLED) for name in gone)
        people = people or (seats.seat_of(desk.sender(), Status.CANCELLED),)
        return Outcome((desk.new(people, Status.CANCELLED),), Purpose.NOT_REGISTERED, remarks.UNKNOWN_CANCEL)
    if missing:
        notes.append(remarks.MISSING.format(", ".join(missing)))
        before = changed[0] if changed else desk.own[0]
        after = replace(before, people=seats.noted(before.people, missing))
        # Still one change of this registration, not two.
        changed[:1] = [replace(after, version=before.version) if before not in known else desk.update(before, after)]
    return Outcome(tuple(changed), Purpose.CANCELLED, " ".join(n for n in notes if n))


def _speaker(registration: Registration, own: bool, desk: _Desk) -> list[str]:
    """Whom a cancellation without names means: all whom the sender has brought; in somebody else's registration only
    the sender."""
    return [s.name for s in seats.named(registration.people) if s.name and (own or s.email in desk.addresses)]


def _closed(registration: Registration, people: tuple[Participant, ...], everybody: bool) -> tuple[Registration, str]:
    """The registration with these seats; cancelled as a whole when this mail withdrew the last person with a name."""
    last = people != registration.people and not seats.named(people)
    if not (everybody or last) or registration.status is Status.CANCELLED:
        return replace(registration, people=people), ""
    note = remarks.COMPANIONS if not everybody and any(map(seats.live, people)) else ""
    people = tuple(seats.moved(s, Action.WITHDRAW) for s in people)
    return replace(registration, people=people, status=move(registration.status, Action.WITHDRAW)), note


def _change(desk: _Desk) -> Outcome:
    if not desk.accepted:
        return Outcome(note=remarks.WAITS)
    reading = desk.reading
    mine = desk.mine()
    if mine is None:
        people = seats.added((), reading, Action.CONFIRM, Status.CONFIRMED)
        gone = tuple(Participant(w.value, status=Status.CANCELLED) for w in reading.withdrawn)
        if not people and not gone:
            people = (seats.seat_of(desk.sender(), Status.CONFIRMED),)
        status = Status.CONFIRMED if people else Status.CANCELLED
        return Outcome((desk.new((*people, *gone), status),), Purpose.CHANGED, remarks.NOT_FOUND)
    people, missing = seats.withdrawn(mine.people, [w.value for w in reading.withdrawn])
    people, unknown = _changed_seats(mine, people, desk)
    people = seats.noted(people, missing)
    status = mine.status
    if any(map(seats.live, people)):
        status = move(status, Action.CONFIRM)
    elif status is not Status.CANCELLED:
        status = move(status, Action.WITHDRAW)
    needs = seats.needs_after(mine.needs, reading.needs, reading.withdrawn_needs)
    result = desk.update(mine, replace(mine, people=people, needs=needs, status=status))
    notes = [remarks.MISSING.format(", ".join(missing)) if missing else "", remarks.NOT_FOUND if unknown else ""]
    # Who writes a change and is told "nothing has changed" worries: the whole as it stands says it better.
    told = answer_to(mine, result)
    answer = Purpose.CHANGED if told in {Purpose.ALREADY, Purpose.CONFIRM} else told
    return Outcome((result,), answer, " ".join(n for n in notes if n))


def _changed_seats(
    mine: Registration, people: tuple[Participant, ...], desk: _Desk
) -> tuple[tuple[Participant, ...], bool]:
    """The seats with the mail's people in them, and whether somebody was taken for registered but was not."""
    reading = desk.reading
    result, taken, unknown = list(people), set[int](), False
    new_seats = reading.headcount.value
    for person in reading.people:
        matches = (seats.same_person,) if new_seats else (seats.same_person, seats.loosely)
        index = seats.find(tuple(result), person, taken, *matches)
        if index is None and not new_seats:
            index = _meant(result, taken)
            unknown = unknown or index is None
        if index is None:
            taken.add(len(result))
            result.append(seats.seat_of(person, Status.CONFIRMED))
        else:
            taken.add(index)
            result[index] = seats.moved(seats.corrected(result[index], person), Action.CONFIRM)
    more = max(0, new_seats - len(reading.people))
    # The same mail again must not bring its unnamed companions twice.
    if more and mine.source != desk.mail:
        result.extend(Participant(None) for _ in range(more))
    return tuple(result), unknown


def _meant(result: list[Participant], taken: set[int]) -> int | None:
    """Whose data change if no name fits: an unnamed companion, who has a name now."""
    free = [i for i, s in enumerate(result) if i not in taken and seats.live(s) and s.name is None]
    return free[0] if free else None


_ACTIONS = {Kind.REGISTER: _register, Kind.CANCEL: _cancel, Kind.CHANGE: _change}
