"""What a mail does to the list: registering, joining, cancelling, changing, and what a held mail leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mailreg.model.decision import Decision, Handling, Outcome, Situation
from mailreg.model.mail import Address, Letter
from mailreg.model.outgoing import Purpose
from mailreg.model.reading import Found, Kind, Need, NeedKind, Person, Reading
from mailreg.model.registration import Participant, Registration, Status
from mailreg.registrations.apply import apply

NOW = datetime(2030, 5, 2, 9, tzinfo=UTC)
MINA, OMAR = Address("mina@example.org", "Mina Aslan"), Address("omar@example.org", "Omar Said")
YES, LOOK = Decision(Handling.AUTOMATIC, "clear"), Decision(Handling.REVIEW, "doubt")
TRAVEL, DIET = Need(NeedKind.TRAVEL_COSTS), Need(NeedKind.DIET, "vegan")
ARABIC, SOME = Need(NeedKind.INTERPRETING, "ar"), Need(NeedKind.INTERPRETING, "und")


def reading(kind: Kind, *people: str | Person | None, seats: int | None = None, **other: Any) -> Reading:
    listed = tuple(p if isinstance(p, Person) else Person(p, MINA.email if p == MINA.name else None) for p in people)
    for field in ("needs", "withdrawn_needs", "withdrawn"):
        other[field] = tuple(Found(value) for value in other.get(field, ()))
    count = (len(listed) if kind is Kind.REGISTER else 0) if seats is None else seats
    return Reading(Found(kind), Found("de"), Found("treffen"), listed, Found(count), **other)


def run(
    read: Reading,
    *known: Registration,
    sender: Address = MINA,
    decision: Decision = YES,
    elsewhere: tuple[Registration, ...] = (),
    mail: int = 7,
) -> Outcome:
    letter = Letter("<1@example.org>", sender, "", "", ())
    situation = Situation(NOW, NOW, (), registrations=known, registered_elsewhere=elsewhere)
    return apply(decision, read, letter, situation, mail)


def register(*people: str | Person | None, **other: Any) -> Reading:
    return reading(Kind.REGISTER, *people, **other)


def stored(outcome: Outcome, number: int = 1) -> Registration:
    (registration,) = outcome.registrations
    return replace(registration, id=registration.id or number)


def there(*people: str | None, contact: Address = MINA, number: int = 1, **other: Any) -> Registration:
    seats = tuple(Participant(p, contact.email if p == contact.name else None) for p in people)
    return Registration("treffen", contact, "de", seats, id=number, source=3, **other)


def who(registration: Registration, status: Status = Status.CONFIRMED) -> list[str | None]:
    return [p.name for p in registration.people if p.status is status]


# Registering


def test_a_first_registration() -> None:
    outcome = run(register("Mina Aslan", "Jan Kowalski", seats=4, needs=(TRAVEL, ARABIC)))
    made = stored(outcome)
    assert who(made) == ["Mina Aslan", "Jan Kowalski", None, None]
    assert (made.seats, made.version, made.source, made.contact) == (4, 1, 7, MINA)
    assert made.needs == (TRAVEL, ARABIC)
    assert made.created_at == made.updated_at == NOW
    assert (outcome.answer, outcome.note) == (Purpose.CONFIRM, "")


def test_a_held_registration_is_on_the_list_and_not_answered() -> None:
    outcome = run(register("Mina Aslan", seats=2), decision=LOOK)
    held = stored(outcome)
    assert held.status is Status.HELD
    assert who(held, Status.HELD) == ["Mina Aslan", None]
    assert outcome.answer is None


def test_an_accepted_one_is_confirmed_in_its_place() -> None:
    mail = register("Mina Aslan", seats=2)
    held = stored(run(mail, decision=LOOK))
    outcome = run(mail, held)
    accepted = stored(outcome)
    assert (accepted.id, accepted.status, who(accepted)) == (held.id, Status.CONFIRMED, ["Mina Aslan", None])
    assert (accepted.version, outcome.answer) == (2, Purpose.CONFIRM)


def test_a_clear_mail_does_not_confirm_others_who_are_held() -> None:
    held = stored(run(register("Jan Kowalski"), decision=LOOK))
    both = stored(run(register("Mina Aslan"), held))
    assert who(both) == ["Mina Aslan"]
    assert who(both, Status.HELD) == ["Jan Kowalski"]


def test_the_same_again_is_answered_with_what_is_on_the_list_under_a_new_version() -> None:
    before = stored(run(register("Mina Aslan", seats=3, needs=(TRAVEL,))))
    outcome = run(register("ASLAN, Mina", seats=3, needs=(TRAVEL,)), before, mail=8)
    assert outcome.registrations == (replace(before, version=2),)
    assert outcome.answer is Purpose.ALREADY


def test_the_same_again_while_it_is_held_changes_nothing() -> None:
    mail = register("Mina Aslan", seats=3)
    outcome = run(mail, stored(run(mail, decision=LOOK)), decision=LOOK)
    assert (outcome.registrations, outcome.answer, bool(outcome.note)) == ((), None, True)


def test_new_data_fill_gaps_and_needs_are_united() -> None:
    before = stored(run(register("Mina Aslan", needs=(TRAVEL, SOME))))
    outcome = run(register(Person("Mina Aslan", MINA.email, "Verein", "+49351111"), needs=(ARABIC,)), before)
    after = stored(outcome)
    assert after.people == (Participant("Mina Aslan", MINA.email, "Verein", "+49351111"),)
    assert after.needs == (TRAVEL, ARABIC)
    assert (after.version, after.source, outcome.answer) == (2, 7, Purpose.CHANGED)


def test_what_is_known_is_not_overwritten_by_registering_again() -> None:
    before = replace(there("Mina Aslan"), people=(Participant("Mina Aslan", MINA.email, "Verein"),))
    assert stored(run(register(Person("Mina Aslan", MINA.email, "Andere")), before)).people == before.people


def test_other_people_of_the_same_contact_join() -> None:
    after = stored(run(register("Jan Kowalski"), there("Mina Aslan", None)))
    assert who(after) == ["Mina Aslan", None, "Jan Kowalski"]


def test_names_given_later_take_the_seats_of_unnamed_companions() -> None:
    after = stored(run(register("Mina Aslan", "Jan Kowalski", seats=3), there("Mina Aslan", None, None)))
    assert who(after) == ["Mina Aslan", "Jan Kowalski", None]


def test_two_people_of_one_name_have_two_seats() -> None:
    made = stored(run(register("Ali Khan", "Ali Khan")))
    assert who(made) == ["Ali Khan", "Ali Khan"]
    assert stored(run(register("Ali Khan", "Ali Khan"), made)).people == made.people


def test_one_name_and_two_addresses_are_two_people() -> None:
    old = Person("Ali Khan", "ali@example.org")
    made = stored(run(register(old)))
    assert len(stored(run(register(replace(old, email="khan@example.net")), made)).people) == 2


def test_without_any_name_the_sender_has_a_held_seat() -> None:
    held = stored(run(register(seats=2), sender=Address("mina@example.org"), decision=LOOK))
    assert [(p.name, p.email) for p in held.people] == [(None, MINA.email), (None, None)]
    after = stored(run(register("Mina Aslan", seats=2), held))
    assert who(after) == ["Mina Aslan", None]
    assert after.people[0].email == MINA.email


def test_who_has_cancelled_can_come_again() -> None:
    gone = stored(run(reading(Kind.CANCEL, withdrawn=("Mina Aslan",)), there("Mina Aslan", needs=(DIET,))))
    outcome = run(register("Mina Aslan", needs=(TRAVEL,)), gone)
    back = stored(outcome)
    assert (back.status, who(back), back.needs) == (Status.CONFIRMED, ["Mina Aslan"], (TRAVEL,))
    assert (back.version, outcome.answer) == (3, Purpose.CONFIRM)


def test_an_unclear_registration_leaves_the_confirmed_one_alone() -> None:
    outcome = run(register("Mina Aslan", "Jan Kowalski"), there("Mina Aslan"), decision=LOOK)
    assert (outcome.registrations, outcome.answer) == ((), None)
    assert outcome.note


def test_who_is_registered_by_somebody_else_is_not_doubled() -> None:
    other = there("Omar Said", "Jan Kowalski", contact=OMAR)
    outcome = run(register("Mina Aslan", "Jan Kowalski"), elsewhere=(other,), decision=LOOK)
    assert who(stored(outcome), Status.HELD) == ["Mina Aslan"]
    assert "Jan Kowalski" in outcome.note
    assert run(register("Jan Kowalski"), elsewhere=(other,)).registrations == ()


def test_who_was_brought_by_a_colleague_and_registers_too_has_one_seat() -> None:
    other = there("Omar Said", "Mina Aslan", contact=OMAR)
    after = stored(run(register("Mina Aslan", needs=(DIET,)), other))
    assert (after.id, who(after), after.needs) == (other.id, ["Omar Said", "Mina Aslan"], (DIET,))
    assert after.people[1].email == MINA.email


def test_another_event_is_another_registration() -> None:
    made = stored(run(register("Mina Aslan"), replace(there("Mina Aslan"), event="fachtag")), 2)
    assert (made.event, made.version) == ("treffen", 1)


# Cancelling


def cancel(*names: str) -> Reading:
    return reading(Kind.CANCEL, withdrawn=names)


def test_a_cancellation() -> None:
    outcome = run(cancel("mina aslan"), there("Mina Aslan"))
    after = stored(outcome)
    assert (after.status, after.seats, after.version) == (Status.CANCELLED, 0, 2)
    assert (outcome.answer, outcome.note) == (Purpose.CANCELLED, "")


def test_only_the_people_named_are_withdrawn() -> None:
    after = stored(run(cancel("Mina Aslan"), there("Mina Aslan", "Jan Kowalski")))
    assert (who(after), who(after, Status.CANCELLED)) == (["Jan Kowalski"], ["Mina Aslan"])
    assert after.status is Status.CONFIRMED


def test_a_given_name_is_enough_where_it_is_nobody_elses() -> None:
    assert who(stored(run(cancel("Jan"), there("Mina Aslan", "Jan Kowalski")))) == ["Mina Aslan"]
    unclear = run(cancel("Jan"), there("Jan Nowak", "Jan Kowalski"))
    assert (unclear.registrations[0].seats, bool(unclear.note)) == (2, True)


def test_unnamed_companions_go_with_the_last_named_person() -> None:
    outcome = run(cancel("Mina Aslan"), there("Mina Aslan", None, None))
    assert stored(outcome).status is Status.CANCELLED
    assert outcome.note
    assert stored(run(cancel("Mina Aslan"), there("Mina Aslan", "Jan Kowalski", None))).seats == 2


def test_without_a_name_the_contacts_own_registration_ends() -> None:
    assert stored(run(cancel(), there("Mina Aslan", None))).seats == 0


def test_without_a_name_only_the_senders_seat_in_a_colleagues_registration() -> None:
    other = there("Omar Said", contact=OMAR)
    other = replace(other, people=(*other.people, Participant("Mina Aslan", MINA.email)))
    after = stored(run(cancel(), other))
    assert (after.id, who(after), who(after, Status.CANCELLED)) == (other.id, ["Omar Said"], ["Mina Aslan"])


def test_a_no_from_someone_unknown_is_noted_and_answered() -> None:
    outcome = run(cancel("Mina Aslan"))
    noted = stored(outcome)
    assert (noted.status, who(noted, Status.CANCELLED), noted.seats) == (Status.CANCELLED, ["Mina Aslan"], 0)
    assert outcome.answer is Purpose.NOT_REGISTERED
    assert outcome.note


def test_a_second_no_changes_nothing() -> None:
    for first in (run(cancel("Mina Aslan")), run(cancel("Mina Aslan"), there("Mina Aslan"))):
        again = run(cancel("Mina Aslan"), stored(first))
        assert stored(again).people == stored(first).people
        assert (stored(again).status, again.answer) == (Status.CANCELLED, Purpose.CANCELLED)


def test_cancelling_several_registrations_of_one_contact() -> None:
    first, second = there("Mina Aslan"), there("Jan Kowalski", number=2)
    outcome = run(cancel("Mina Aslan", "Jan Kowalski"), first, second)
    assert [(r.id, r.status) for r in outcome.registrations] == [(1, Status.CANCELLED), (2, Status.CANCELLED)]


def test_a_held_cancellation_changes_nothing_until_it_is_accepted() -> None:
    other = there("Omar Said", contact=OMAR)
    assert run(cancel("Omar Said"), elsewhere=(other,), decision=LOOK).registrations == ()
    assert stored(run(cancel("Omar Said"), elsewhere=(other,))).id == other.id


def test_a_name_that_is_not_on_the_list_is_noted() -> None:
    outcome = run(cancel("Mina Aslan", "Lea Brandt"), there("Mina Aslan", "Jan Kowalski"))
    assert who(stored(outcome), Status.CANCELLED) == ["Mina Aslan", "Lea Brandt"]
    assert "Lea Brandt" in outcome.note


# Changing


def change(*people: str | Person, **other: Any) -> Reading:
    return reading(Kind.CHANGE, *people, **other)


def test_one_more_person() -> None:
    outcome = run(change("Lea Brandt", seats=1), there("Mina Aslan"))
    assert who(stored(outcome)) == ["Mina Aslan", "Lea Brandt"]
    assert (stored(outcome).version, outcome.answer, outcome.note) == (2, Purpose.CHANGED, "")


def test_a_replacement() -> None:
    after = stored(run(change("Lea Brandt", seats=1, withdrawn=("Jan",)), there("Mina Aslan", "Jan Kowalski")))
    assert (who(after), who(after, Status.CANCELLED)) == (["Mina Aslan", "Lea Brandt"], ["Jan Kowalski"])


def test_somebody_instead_of_the_only_one() -> None:
    after = stored(run(change("Lea Brandt", seats=1, withdrawn=("Mina Aslan",)), there("Mina Aslan")))
    assert (who(after), after.status) == (["Lea Brandt"], Status.CONFIRMED)


def test_corrected_data() -> None:
    right = Person("Mina Arslan", MINA.email, "Verein", "+49351222")
    after = stored(run(change(right), there("Mina Aslan", "Jan Kowalski")))
    assert after.people[0] == Participant("Mina Arslan", MINA.email, "Verein", "+49351222")
    assert after.seats == 2


def test_a_given_name_does_not_shorten_the_name() -> None:
    after = stored(run(change(Person("Mina", phone="+49351222")), there("Mina Aslan")))
    assert (after.people[0].name, after.people[0].phone) == ("Mina Aslan", "+49351222")


def test_the_companion_gets_a_name() -> None:
    assert who(stored(run(change("Lea Brandt"), there("Mina Aslan", None)))) == ["Mina Aslan", "Lea Brandt"]


@pytest.mark.parametrize(
    ("before", "new", "gone", "after"),
    [
        ((TRAVEL,), (ARABIC,), (), (TRAVEL, ARABIC)),
        ((TRAVEL, ARABIC), (), (TRAVEL, ARABIC), ()),
        ((ARABIC,), (), (SOME,), ()),
        ((DIET,), (), (Need(NeedKind.DIET),), ()),
        ((Need(NeedKind.INTERPRETING, "ru"),), (ARABIC,), (Need(NeedKind.INTERPRETING, "ru"),), (ARABIC,)),
        ((ARABIC,), (SOME,), (), (ARABIC,)),
    ],
)
def test_needs(
    before: tuple[Need, ...], new: tuple[Need, ...], gone: tuple[Need, ...], after: tuple[Need, ...]
) -> None:
    mail = change("Mina Aslan", needs=new, withdrawn_needs=gone)
    assert stored(run(mail, there("Mina Aslan", needs=before))).needs == after


def test_a_change_of_what_we_never_saw_makes_a_registration_with_a_note() -> None:
    outcome = run(change("Lea Brandt", seats=1, withdrawn=("Mina Aslan",)))
    made = stored(outcome)
    assert (who(made), who(made, Status.CANCELLED)) == (["Lea Brandt"], ["Mina Aslan"])
    assert (outcome.answer, bool(outcome.note)) == (Purpose.CHANGED, True)


def test_needs_alone_of_someone_unknown_give_the_sender_a_seat() -> None:
    assert who(stored(run(change(needs=(DIET,))))) == ["Mina Aslan"]


def test_one_more_person_from_another_address_in_our_thread_joins_there() -> None:
    other = there("Omar Said", contact=OMAR)
    after = stored(run(change("Lea Brandt", seats=1), other))
    assert (after.id, who(after)) == (other.id, ["Omar Said", "Lea Brandt"])


def test_a_held_change_changes_nothing() -> None:
    outcome = run(change("Lea Brandt", seats=1), there("Mina Aslan"), decision=LOOK)
    assert (outcome.registrations, outcome.answer, bool(outcome.note)) == ((), None, True)


# Neither


@pytest.mark.parametrize("kind", [Kind.QUESTION, Kind.AUTOMATIC, Kind.UNRELATED])
def test_other_kinds_change_nothing(kind: Kind) -> None:
    assert run(reading(kind, "Mina Aslan")) == Outcome()


def test_an_ignored_mail_changes_nothing() -> None:
    assert run(register("Mina Aslan"), decision=Decision(Handling.IGNORE, "seen before")) == Outcome()


def test_without_an_event_there_is_a_note() -> None:
    outcome = run(replace(register("Mina Aslan"), event=Found(None)), decision=LOOK)
    assert (outcome.registrations, bool(outcome.note)) == ((), True)


def test_only_travel_costs_or_only_interpreting_are_told_by_their_own_answer() -> None:
    before = there("Mina Aslan", needs=(SOME,))
    for mail in (register("Mina Aslan", needs=(TRAVEL,)), reading(Kind.CHANGE, needs=(TRAVEL,))):
        assert run(mail, before).answer is Purpose.TRAVEL_COSTS
    for mail in (register("Mina Aslan", needs=(ARABIC,)), reading(Kind.CHANGE, needs=(ARABIC,))):
        assert run(mail, before).answer is Purpose.INTERPRETING


def test_two_needs_or_one_more_person_are_told_as_a_change() -> None:
    before = there("Mina Aslan")
    assert run(register("Mina Aslan", needs=(TRAVEL, ARABIC)), before).answer is Purpose.CHANGED
    assert run(register("Mina Aslan", "Jan Kowalski", needs=(TRAVEL,)), before).answer is Purpose.CHANGED
    assert run(register("Mina Aslan", needs=(DIET,)), before).answer is Purpose.CHANGED


def test_interpreting_taken_back_is_a_change() -> None:
    before = there("Mina Aslan", needs=(ARABIC,))
    assert run(reading(Kind.CHANGE, withdrawn_needs=(ARABIC,)), before).answer is Purpose.CHANGED


def test_a_change_of_nothing_shows_what_is_on_the_list() -> None:
    assert run(reading(Kind.CHANGE, "Mina Aslan"), there("Mina Aslan")).answer is Purpose.CHANGED
