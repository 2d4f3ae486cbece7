"""Those whom somebody else has registered: who of them hears of the event when, of what, and how often."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mailreg.model.mail import Address
from mailreg.model.reading import Need, NeedKind
from mailreg.model.registration import Participant, Registration, Status
from mailreg.notices import reminders
from mailreg.notices.addressees import Standing, address_of, addressees, mark_of, merged, seats_of
from mailreg.notices.moments import Quiet
from tests.notices.test_reminders import CANCELLED, CONFIRMED, EARLY, HELD, TREFFEN, WAITING, ask, at, due, missed

AMIRA = Participant("Amira Haddad", "amira@example.org")
LENA = Participant("Lena Wolf", "Lena@Example.org")
LENAS = "lena@example.org"
MARK = mark_of(LENAS)


def both(
    number: int = 1,
    *past: tuple[datetime, Status],
    told: datetime | None = EARLY,
    lena: Participant = LENA,
    contact: str = "amira@example.org",
) -> Standing:
    """Amira has registered herself and Lena, who was told so at `told`."""
    statuses = past or ((EARLY, CONFIRMED),)
    people = (replace(AMIRA, email=contact), lena)
    registration = Registration("treffen", Address(contact), "de", people, status=statuses[-1][1], id=number)
    return Standing(registration, statuses, ((LENAS, told),) if told else ())


def lenas(number: int, *past: tuple[datetime, Status]) -> Standing:
    """Lena has registered herself."""
    statuses = past or ((EARLY, CONFIRMED),)
    return Standing(Registration("treffen", Address(LENAS), "de", (LENA,), status=statuses[-1][1], id=number), statuses)


WEEK = f"remind:1:7d:2022-10-11:{MARK}"
DAY = f"remind:1:1d:2022-10-11:{MARK}"
CONTACTS = "remind:1:7d:2022-10-11"


def test_each_of_two_gets_an_own_reminder() -> None:
    found = ask(at("04T12:00"), both())
    assert due(found) == [CONTACTS, WEEK]
    assert [(r.email, r.person) for r in found.due] == [("amira@example.org", None), (LENAS, LENAS)]
    assert due(ask(at("04T12:00"), both(), written={CONTACTS})) == [WEEK]
    assert due(ask(at("04T12:00"), both(), written={WEEK})) == [CONTACTS]


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        pytest.param(both(told=at("04T09:00")), [WEEK], id="told just then"),
        pytest.param(both(told=at("04T09:01")), [], id="told later: that was reminder enough"),
        pytest.param(both(told=None), [], id="never told, or the mail was withdrawn"),
        pytest.param(both(lena=replace(LENA, status=CANCELLED)), [], id="her seat is cancelled"),
        pytest.param(both(lena=replace(LENA, status=WAITING)), [], id="her seat waits"),
        pytest.param(both(1, (EARLY, CONFIRMED), (at("03T09:00"), CANCELLED)), [], id="all of it is cancelled"),
        pytest.param(both(1, (EARLY, HELD), (at("04T10:00"), CONFIRMED)), [], id="a seat only since then"),
    ],
)
def test_who_knew_of_it_and_has_a_seat(standing: Standing, expected: list[str]) -> None:
    assert [key for key in due(ask(at("04T12:00"), standing)) if key.endswith(MARK)] == expected
    written = {CONTACTS, *expected, DAY, DAY.removesuffix(f":{MARK}")}
    assert missed(ask(at("12T12:00"), standing, written=written)) == []


@pytest.mark.parametrize(
    ("now", "written", "expected", "lost"),
    [
        ("07T12:00", (), [WEEK], []),  # caught up
        ("10T08:00", (), [], [WEEK]),  # left to the next
        ("10T09:00", (), [DAY], [WEEK]),
        ("11T15:00", (WEEK,), [], [DAY]),
    ],
)
def test_catching_up_and_missing_as_for_contacts(
    now: str, written: tuple[str, ...], expected: list[str], lost: list[str]
) -> None:
    found = ask(at(now), both(), written=set(written))
    mine = [[r.key for r in part if r.email == LENAS] for part in (found.due, found.missed)]
    assert mine == [expected, lost]


def test_an_address_that_bounces_leaves_the_others_alone() -> None:
    assert due(ask(at("04T12:00"), both(), unreachable=LENAS)) == [CONTACTS]
    assert due(ask(at("04T12:00"), both(), unreachable="amira@example.org")) == [WEEK]


def test_named_by_several_is_one_mail() -> None:
    two = (both(1), both(2, contact="omar@example.org"))
    found = ask(at("04T12:00"), *two)
    assert due(found) == [CONTACTS, "remind:2:7d:2022-10-11", WEEK]
    assert [r.id for r in found.due[2].registrations] == [1, 2]
    assert [p.name for p in merged(found.due[2].registrations, LENAS).people] == ["Lena Wolf"]
    # The first of the two is withdrawn afterwards: she has been reminded.
    gone = (both(1, (EARLY, CONFIRMED), (at("04T13:00"), CANCELLED)), two[1])
    assert due(ask(at("04T14:00"), *gone, written={WEEK, "remind:2:7d:2022-10-11"})) == []
    # Withdrawn before: the other one names her still.
    gone = (both(1, (EARLY, CONFIRMED), (at("03T13:00"), CANCELLED)), two[1])
    assert due(ask(at("04T14:00"), *gone)) == ["remind:2:7d:2022-10-11", f"remind:2:7d:2022-10-11:{MARK}"]


def test_who_has_registered_besides_hears_of_that() -> None:
    assert due(ask(at("04T12:00"), both(), lenas(2))) == [CONTACTS, "remind:2:7d:2022-10-11"]
    # She takes her own back and stays with Amira's, with one reminder in all.
    gone = lenas(2, (EARLY, CONFIRMED), (at("04T10:00"), CANCELLED))
    assert due(ask(at("04T12:00"), both(), gone)) == [CONTACTS, WEEK]
    assert due(ask(at("04T12:00"), both(), gone, written={CONTACTS, "remind:2:7d:2022-10-11"})) == []


def test_thanks() -> None:
    held = replace(TREFFEN, thanks=True)

    def thanked(*standings: Standing, written: tuple[str, ...] = ()) -> list[str]:
        return [t.key for t in reminders.thanks_due(held, standings, written, at("12T09:00"), Quiet())]

    assert thanked(both()) == ["thanks:1", f"thanks:1:{MARK}"]
    assert thanked(both(), written=(f"thanks:1:{MARK}",)) == ["thanks:1"]
    assert thanked(both(told=None)) == ["thanks:1"]
    assert thanked(both(), lenas(2)) == ["thanks:1", "thanks:2"]
    assert thanked(both(1), both(2, contact="omar@example.org")) == ["thanks:1", "thanks:2", f"thanks:1:{MARK}"]
    assert thanked(both(lena=replace(LENA, status=CANCELLED))) == ["thanks:1"]


def test_somebody_named_hears_of_themselves_only() -> None:
    vegan = Need(NeedKind.DIET, "vegan")
    of_two = replace(both().registration, needs=(vegan,))
    told = merged([of_two], LENAS)
    assert (told.people, told.needs) == ((LENA,), ())  # who of the two eats vegan is not known
    alone = replace(of_two, people=(LENA,))
    assert merged([alone], LENAS).needs == (vegan,)
    assert address_of(told, LENAS) == Address("Lena@Example.org", "Lena Wolf")
    assert address_of(of_two, None) == of_two.contact
    assert seats_of(replace(of_two, status=WAITING), LENAS) == ()


def test_who_shares_an_address_shares_a_mail() -> None:
    child = Participant("Mina Wolf", LENAS)
    registration = replace(both().registration, people=(AMIRA, LENA, child))
    assert merged([registration], LENAS).people == (LENA, child)
    (_, theirs) = addressees([Standing(registration, (), ((LENAS, EARLY), (LENAS, EARLY + timedelta(days=1))))])
    assert (theirs.email, len(theirs.named)) == (LENAS, 1)
