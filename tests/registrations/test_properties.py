"""Nobody is lost, nobody doubled, whatever comes in whatever order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from mailreg.model import names
from mailreg.model.decision import Decision, Handling, Outcome, Situation
from mailreg.model.mail import Address, Letter
from mailreg.model.reading import Found, Kind, Need, NeedKind, Person, Reading
from mailreg.model.registration import Registration, Status
from mailreg.registrations.apply import apply

NOW = datetime(2030, 5, 2, 9, tzinfo=UTC)
YES, LOOK = Decision(Handling.AUTOMATIC, "clear"), Decision(Handling.REVIEW, "doubt")
LETTER = Letter("<1@example.org>", Address("mina@example.org", "Mina Aslan"), "", "", ())
NAMES = ["Mina Aslan", "Mina", "Mina Arslan", "Jan Kowalski", "Kowalski, Jan", "علي كريمي", "Şükrü Aydın", "Lea Brandt"]

people = st.lists(
    st.builds(
        Person,
        st.one_of(st.none(), st.sampled_from(NAMES)),
        st.sampled_from([None, "mina@example.org", "jan@example.org"]),
        st.sampled_from([None, "Verein"]),
    ),
    max_size=4,
).map(tuple)
needs = st.lists(
    st.builds(Need, st.sampled_from(NeedKind), st.sampled_from(["", "ar", "und"])).map(Found), max_size=3
).map(tuple)


@st.composite
def readings(draw: st.DrawFn, kinds: tuple[Kind, ...] = (Kind.REGISTER, Kind.CANCEL, Kind.CHANGE)) -> Reading:
    kind = draw(st.sampled_from(kinds))
    listed = () if kind is Kind.CANCEL else draw(people)
    more = draw(st.integers(0, 3))
    gone = () if kind is Kind.REGISTER else draw(st.lists(st.sampled_from(NAMES).map(Found), max_size=2).map(tuple))
    headcount = {Kind.REGISTER: len(listed) + more, Kind.CANCEL: 0}.get(kind, more)
    return Reading(Found(kind), Found("de"), Found("treffen"), listed, Found(headcount), gone, draw(needs), draw(needs))


def run(reading: Reading, known: tuple[Registration, ...], decision: Decision = YES, mail: int = 7) -> Outcome:
    return apply(decision, reading, LETTER, Situation(NOW, NOW, (), registrations=known), mail)


def keep(known: tuple[Registration, ...], outcome: Outcome) -> tuple[Registration, ...]:
    """As the store does: insert what has no id, replace what has one."""
    rows = {r.id: r for r in known}
    for registration in outcome.registrations:
        number = registration.id or len(rows) + 1
        rows[number] = replace(registration, id=number)
    return tuple(rows.values())


def content(known: tuple[Registration, ...]) -> list[object]:
    """Who comes. Two people of one name may swap what else is known of them."""
    seats = [sorted((p.name or "", p.status) for p in r.people) for r in known]
    return [(r.id, who, r.needs, r.status, r.contact, r.source) for r, who in zip(known, seats, strict=True)]


histories = st.lists(st.tuples(readings(), st.sampled_from([YES, LOOK])), max_size=4)


def history(steps: list[tuple[Reading, Decision]]) -> tuple[Registration, ...]:
    known: tuple[Registration, ...] = ()
    for number, (reading, decision) in enumerate(steps):
        known = keep(known, run(reading, known, decision, mail=number + 100))
    return known


@given(histories, readings((Kind.REGISTER,)))
def test_whoever_registers_is_on_the_list(steps: list[tuple[Reading, Decision]], reading: Reading) -> None:
    known = history(steps)
    after = keep(known, run(reading, known))
    seats = [p for r in after for p in r.people if p.status is Status.CONFIRMED]
    for person in reading.people:
        if person.name:
            assert any(s.name and names.part_of(s.name, person.name) for s in seats)
    assert sum(1 for _ in seats) >= reading.headcount.value


@given(histories, readings((Kind.CHANGE,)))
def test_whoever_a_change_brings_is_on_the_list(steps: list[tuple[Reading, Decision]], reading: Reading) -> None:
    known = history(steps)
    after = keep(known, run(reading, known))
    coming = [p.name for r in after for p in r.people if p.status is Status.CONFIRMED and p.name]
    for person in reading.people:
        if person.name:
            assert any(names.part_of(n, person.name) or names.alike(n, person.name) for n in coming)


@given(histories, readings((Kind.REGISTER, Kind.CANCEL)))
def test_the_same_mail_twice_gives_the_same_list(steps: list[tuple[Reading, Decision]], reading: Reading) -> None:
    known = history(steps)
    once = keep(known, run(reading, known))
    assert content(keep(once, run(reading, once))) == content(once)


@given(histories, readings())
def test_no_seat_ever_disappears(steps: list[tuple[Reading, Decision]], reading: Reading) -> None:
    known = history(steps)
    after = {r.id: r for r in keep(known, run(reading, known))}
    for registration in known:
        assert len(after[registration.id].people) >= len(registration.people)


@given(histories, readings())
def test_a_held_mail_leaves_what_is_confirmed(steps: list[tuple[Reading, Decision]], reading: Reading) -> None:
    known = history(steps)
    outcome = run(reading, known, LOOK)
    assert outcome.answer is None
    confirmed = {r.id for r in known if r.status is Status.CONFIRMED}
    assert not [r for r in outcome.registrations if r.id in confirmed]
    assert outcome.registrations or outcome.note


@given(histories, readings(), st.sampled_from([YES, LOOK]))
def test_what_is_stored_has_the_next_version(
    steps: list[tuple[Reading, Decision]], reading: Reading, decision: Decision
) -> None:
    known = history(steps)
    before = {r.id: r for r in known}
    for registration in run(reading, known, decision).registrations:
        old = before.get(registration.id)
        if old is None:
            assert (registration.id, registration.version) == (None, 1)
        else:
            assert registration.version == old.version + 1
            assert (registration.created_at, registration.source) == (old.created_at, old.source)


@given(histories)
def test_a_cancelled_registration_has_no_seats(steps: list[tuple[Reading, Decision]]) -> None:
    for registration in history(steps):
        if registration.status is Status.CANCELLED:
            assert registration.seats == 0
        else:
            assert registration.seats > 0
