"""Every row of RULES: a mail that hits it, what follows, and that the order matters where it does."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailreg.model.decision import Handling, Role, Situation
from mailreg.model.mail import Address, Attachment, Authentication, Letter, Machine, MachineKind, Span
from mailreg.model.reading import Doubt, Found, Kind, Need, NeedKind, Person, Reading
from mailreg.model.registration import Event, Participant, Registration, Status
from mailreg.policy.decide import RULES, decide, explain

NOW = datetime(2030, 5, 2, 9, tzinfo=UTC)
EVENT = Event("treffen", "Treffen", NOW + timedelta(days=20), NOW + timedelta(days=20, hours=3))
CLOSED = replace(EVENT, registration_deadline=NOW - timedelta(hours=1))
US = "desk@verein.example"
MINA, OMAR = Address("mina@example.org", "Mina Aslan"), Address("omar@example.org", "Omar Said")
WORDS = (Span("body", 0, 5),)
LIST_HEADERS = (("list-id", "Runde <runde.listen.example>"), ("list-post", "<mailto:runde@listen.example>"))
RUNDE = Address("runde@listen.example", "Mina Aslan über runde")


def letter(**other: Any) -> Letter:
    given: dict[str, Any] = {"sender": MINA, "to": (Address(US),), **other}
    return Letter(message_id="<1@example.org>", subject="Anmeldung", body="Ich komme.", segments=(), **given)


def reading(kind: Kind = Kind.REGISTER, sure: float = 0.9, **other: Any) -> Reading:
    given: dict[str, Any] = {"event": Found(EVENT.id), "language": Found("de"), **other}
    if kind in {Kind.REGISTER, Kind.CHANGE}:
        given.setdefault("people", (Person(MINA.name, MINA.email),))
    if kind is Kind.REGISTER:
        given.setdefault("headcount", Found(max(1, len(given["people"]))))
    if kind is Kind.CANCEL:
        given.setdefault("withdrawn", (Found(MINA.name),))
    return Reading(kind=Found(kind, sure, WORDS), **given)


def situation(**other: Any) -> Situation:
    given: dict[str, Any] = {
        "now": NOW,
        "received_at": NOW,
        "events": (EVENT,),
        "own_addresses": frozenset({US}),
        **other,
    }
    return Situation(**given)


def registration(contact: Address = MINA, *people: Participant) -> Registration:
    return Registration(EVENT.id, contact, "de", people or (Participant(contact.name, contact.email),), id=1)


def machine(kind: MachineKind, certain: bool = True) -> Machine:
    return Machine(kind, "a mark", certain)


@dataclass(frozen=True)
class Case:
    rule: str
    handling: Handling
    letter: Letter = field(default_factory=letter)
    reading: Reading = field(default_factory=reading)
    situation: Situation = field(default_factory=situation)
    note: str = ""

    def __str__(self) -> str:
        return f"{self.rule}{' (' + self.note + ')' if self.note else ''}"


WISH = Span("body", 0, 4)
A, R, I = Handling.AUTOMATIC, Handling.REVIEW, Handling.IGNORE  # noqa: E741
NOREPLY = Address("no-reply@formular.example", "Webseite")
CANCEL, CHANGE = reading(Kind.CANCEL), reading(Kind.CHANGE)
FAILED = Authentication(spf="fail", dkim="none", dmarc="fail")
TALK = letter(sender=RUNDE, to=(Address("runde@listen.example"),), reply_to=MINA, bulk="List-Id", headers=LIST_HEADERS)

PDF = Attachment("Anmeldung.pdf", "application/pdf", 20_000)

CASES = [
    # Never
    Case("web form", R, letter(sender=NOREPLY, reply_to=MINA)),
    *(
        Case(
            "web form",
            R,
            letter(sender=sender, reply_to=MINA, machine=machine and Machine(machine, "", certain=False)),
            note=note,
        )
        for sender, machine, note in (
            (NOREPLY, MachineKind.ROBOT, "marked"),
            (Address(US), MachineKind.OWN, "sent as us"),
            (Address(US), None, "sent as us, unmarked"),
            (Address("wordpress@site.example"), MachineKind.AUTO, "sent as itself"),
        )
    ),
    Case("unreadable", R, letter(unreadable=True)),
    Case("form attached", R, letter(attachments=(PDF,)), note="hardly a word beside it"),
    Case(
        "form attached",
        R,
        letter(attachments=(PDF,)),
        reading(Kind.UNRELATED, why="nothing_ties_it", event=Found(None)),
        note="named as one",
    ),
    *(
        Case("no answer address", R, letter(sender=Address(email)), note=email or "none")
        for email in ("", "undisclosed")
    ),
    Case("no answer address", R, letter(reply_to=Address("noreply@verein.example")), note="a robot in Reply-To"),
    Case("own forward", R, letter(sender=Address(US), forwarded=letter())),
    *(Case(f"machine: {kind}", I, letter(machine=machine(kind)), note="though it reads well") for kind in MachineKind),
    Case(
        "unclear return",
        R,
        letter(machine=machine(MachineKind.BOUNCE)),
        reading(Kind.AUTOMATIC),
        situation(unclear_return=True),
    ),
    Case("null return path", I, letter(headers=(("return-path", "<>"),))),
    Case("own address", I, letter(sender=Address(US))),
    Case("own address", I, letter(sender=Address("desk+alt@verein.example")), note="with a tag"),
    Case("own address", I, situation=situation(role=Role.OURSELVES), note="by role"),
    *(
        Case("noreply sender", I, letter(sender=Address(f"{local}@dienst.example")), note=local)
        for local in (
            "noreply",
            "no-reply",
            "donotreply",
            "noreply-shop",
            "bitte-nicht-antworten",
            "do_not_reply",
            "mailer-daemon",
            "postmaster",
        )
    ),
    Case("noreply sender", I, letter(sender=Address("shop-bounces@dienst.example")), note="bounces"),
    Case("noreply sender", I, letter(sender=NOREPLY, reply_to=NOREPLY), note="reply to noreply"),
    Case("seen before", I, situation=situation(seen_before=True)),
    # Only a person's word
    Case("not addressed", R, letter(to=(OMAR,))),
    Case("not addressed", R, letter(to=(), headers=(("to", "undisclosed-recipients:;"),)), note="blind copy"),
    Case("bulk", R, letter(bulk="List-Id", headers=LIST_HEADERS, sender=RUNDE), note="answer would reach the list"),
    Case("bulk", R, letter(bulk="Precedence", headers=(("precedence", "bulk"),))),
    Case(
        "bulk",
        R,
        replace(TALK, to=(Address(US),), headers=(("list-id", "<brief.example>"), ("list-post", "NO"))),
        note="a newsletter's Reply-To",
    ),
    Case("spam", R, letter(spam="X-Spam-Flag: YES")),
    Case("perhaps a machine", R, letter(machine=machine(MachineKind.ABSENCE, certain=False))),
    Case("forged", R, letter(authentication=FAILED), CANCEL),
    Case("forged", R, letter(authentication=FAILED), CHANGE),
    Case(
        "forged",
        R,
        letter(authentication=FAILED),
        situation=situation(registrations=(registration(),)),
        note="would be merged",
    ),
    Case(
        "known under another name",
        R,
        reading=reading(people=(Person("Jan Kowalski", MINA.email),)),
        situation=situation(registrations=(registration(),)),
    ),
    Case(
        "somebody else's registration",
        R,
        situation=situation(registered_elsewhere=(registration(OMAR, Participant("Mina Aslan")),)),
    ),
    Case(
        "somebody else's registration",
        R,
        letter(sender=OMAR),
        CANCEL,
        situation(registered_elsewhere=(registration(),)),
        note="cancelled by a stranger",
    ),
    # The reading
    Case("colleague", I, reading=reading(Kind.UNRELATED, 0.3), situation=situation(role=Role.ORGANISER)),
    Case("perhaps automatic", R, reading=reading(Kind.AUTOMATIC, 0.5)),
    Case("automatic", I, reading=reading(Kind.AUTOMATIC, 0.6)),
    *(
        Case(
            "names our event",
            R,
            reading=reading(Kind.UNRELATED, 0.8, why=why, event=Found(EVENT.id, 0.4, WORDS)),
            note=why,
        )
        for why in ("nothing_ties_it", "asks_something_else", "off_the_list", "thanks_or_talk", "invites_us")
    ),
    Case(
        "names our event",
        R,
        reading=reading(Kind.UNRELATED, 0.95, why="nothing_ties_it", event=Found(EVENT.id, 0.9, WORDS)),
        note="proven",
    ),
    Case(
        "unrelated",
        I,
        reading=reading(Kind.UNRELATED, 0.95, why="nothing_ties_it", event=Found(EVENT.id, 0.4, WORDS)),
        note="a bare date, both sure",
    ),
    Case("unrelated", I, reading=reading(Kind.UNRELATED, why="spam", event=Found(EVENT.id, 0.4, WORDS)), note="spam"),
    Case("unrelated", I, reading=reading(Kind.UNRELATED, why="thanks_or_talk", event=Found(None)), note="no event"),
    Case("doubt: little_known", R, reading=reading(Kind.UNRELATED, doubts=(Doubt("little_known"),))),
    Case("perhaps unrelated", R, reading=reading(Kind.UNRELATED, 0.5)),
    Case("unrelated", I, reading=reading(Kind.UNRELATED, 0.6)),
    *(
        Case(f"doubt: {code}", R, reading=reading(doubts=(Doubt(code, WORDS),)))
        for code in [
            "suspicious",
            "unknowing",
            "press",
            "complaint",
            "after_event",
            "conditional",
            "undecided",
            "unclear_event",
            "unclear_who",
            "unclear_count",
            "contradictory",
            "competing",
        ]
    ),
    Case("doubt: other", R, reading=reading(doubts=(Doubt("quite new"),)), note="without evidence"),
    Case("question", R, reading=reading(Kind.QUESTION)),
    Case("no event known", R, situation=situation(events=())),
    Case("event unclear", R, reading=reading(event=Found(None))),
    Case("event unclear", R, reading=reading(event=Found("another")), note="not ours"),
    Case(
        "on the list",
        R,
        reading=replace(reading(Kind.UNRELATED), why="nothing_ties_it", kind=Found(Kind.UNRELATED, 0.85, (WISH,))),
        situation=situation(registrations=(registration(),)),
    ),
    Case(
        "unrelated",
        I,
        reading=reading(Kind.UNRELATED, why="nothing_ties_it", event=Found(None)),
        note="of a stranger",
    ),
    Case("event not proven", R, reading=reading(event=Found(EVENT.id, 0.4)), note="a weekday"),
    Case("event not proven", R, reading=reading(Kind.CANCEL, event=Found(EVENT.id, 0.55)), note="a date among others"),
    Case("called off", R, situation=situation(events=(replace(EVENT, cancelled_at=EVENT.start),))),
    Case("after the start", R, situation=situation(received_at=EVENT.start)),
    *(
        Case("after the deadline", R, reading=reading(kind), situation=situation(events=(CLOSED,)), note=kind)
        for kind in (Kind.REGISTER, Kind.CHANGE, Kind.CANCEL)
    ),
    Case("unsure", R, reading=reading(sure=0.5)),
    Case("nobody named", R, reading=reading(people=())),
    Case("nobody named", R, reading=reading(people=(Person(None, MINA.email),)), note="unknown"),
    Case("nobody withdrawn", R, reading=reading(Kind.CANCEL, withdrawn=())),
    Case(
        "nobody withdrawn",
        R,
        reading=reading(Kind.CANCEL, withdrawn=()),
        situation=situation(
            registrations=(registration(MINA, Participant("Mina Aslan"), Participant("Jan Kowalski")),)
        ),
        note="two have a seat",
    ),
    Case(
        "withdrawn unclear",
        R,
        reading=reading(Kind.CANCEL, withdrawn=(Found("Lea Brandt"),)),
        situation=situation(registrations=(registration(),)),
        note="not on the list",
    ),
    Case(
        "withdrawn unclear",
        R,
        reading=reading(Kind.CHANGE, withdrawn=(Found("Jan"),)),
        situation=situation(registrations=(registration(MINA, Participant("Jan Nowak"), Participant("Jan Kowalski")),)),
        note="two of that name",
    ),
    Case(
        "clear cancellation",
        A,
        reading=reading(Kind.CANCEL, withdrawn=(Found("Mina"),)),
        situation=situation(registrations=(registration(),)),
        note="given name alone",
    ),
    *(
        Case(
            "not confirmed",
            R,
            reading=CHANGE,
            situation=situation(registrations=(replace(registration(), status=status),)),
            note=status,
        )
        for status in (Status.HELD, Status.CANCELLED)
    ),
    Case(
        "nobody withdrawn",
        R,
        reading=reading(Kind.CANCEL, withdrawn=()),
        situation=situation(registrations=(registration(OMAR),)),
        note="the one seat is somebody else's",
    ),
    Case("nothing changed", R, reading=reading(Kind.CHANGE, people=())),
    Case("headcount unclear", R, reading=reading(headcount=Found(3, 0.4))),
    Case("large group", R, reading=reading(headcount=Found(31))),
    Case("fewer seats than people", R, reading=reading(headcount=Found(0))),
    Case("clear registration", A),
    Case("clear registration", A, situation=situation(role=Role.ORGANISER), note="by an organiser"),
    Case("clear registration", A, letter(authentication=FAILED), note="a forged one harms nobody"),
    Case(
        "clear registration", A, reading=reading(headcount=Found(3), question=Found(True)), note="companions, question"
    ),
    Case("clear registration", A, TALK, note="through a list, Reply-To a person"),
    Case(
        "clear registration",
        A,
        replace(TALK, machine=machine(MachineKind.BULK, certain=False)),
        note="through a list that looks like bulk",
    ),
    Case("clear cancellation", A, reading=CANCEL),
    Case(
        "clear cancellation",
        A,
        reading=reading(Kind.CANCEL, withdrawn=()),
        situation=situation(registrations=(registration(),)),
        note="no name, one seat",
    ),
    Case("clear change", A, reading=CHANGE),
    Case("clear change", A, reading=reading(Kind.CHANGE, people=(), needs=(Found(Need(NeedKind.DIET)),)), note="needs"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule_decides(case: Case) -> None:
    decision = decide(case.letter, case.reading, case.situation)
    assert (decision.rule, decision.handling) == (case.rule, case.handling)
    assert decision.why


def test_every_row_has_a_case_and_a_name_of_its_own() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
    assert set(names) == {case.rule for case in CASES}


def test_every_doubt_of_the_model_has_a_row() -> None:
    told = {line.split('"')[1] for line in (Doubt.__doc__ or "").replace(", ", ",\n").splitlines() if '"' in line}
    assert told
    assert {f"doubt: {code}" for code in told} <= {rule.name for rule in RULES}


def test_the_tiers_are_in_order() -> None:
    tiers = [rule.tier for rule in RULES]
    assert tiers == sorted(tiers, key=["never", "person", "reading"].index)


@pytest.mark.parametrize(
    "mail",
    [
        letter(headers=(("x-auto-response-suppress", "All"),)),
        letter(headers=(("auto-submitted", "no"),)),
        letter(headers=(("precedence", "normal"),)),
        letter(headers=(("return-path", "<mina@example.org>"),)),
        letter(to=(), cc=()),
        letter(cc=(Address(US),), to=(OMAR,)),
        letter(to=(Address("desk+treffen@verein.example"),)),
        letter(sender=Address("norah.reply@example.org")),
        letter(sender=Address("arnoreply@example.org")),
        letter(sender=Address("nobodyknows@example.org")),
        replace(letter(), message_id=None),
    ],
    ids=[
        "suppress",
        "not auto",
        "normal",
        "path",
        "no To",
        "Cc",
        "tag",
        "Reply as a name",
        "part of a name",
        "like nobody",
        "no Message-ID",
    ],
)
def test_no_obstacle(mail: Letter) -> None:
    assert decide(mail, reading(), situation()).rule == "clear registration"


def test_the_address_on_the_flyer_is_ours() -> None:
    flyer = replace(EVENT, registration_email="Anmeldung@verein.example")
    facts = situation(events=(flyer,), own_addresses=frozenset())
    assert decide(letter(sender=Address("anmeldung@verein.example")), reading(), facts).rule == "own address"


def test_an_alias_on_the_flyer_counts_as_our_address() -> None:
    flyer = replace(EVENT, registration_email="Anmeldung@verein.example")
    mail = letter(to=(Address("anmeldung@verein.example"),))
    assert decide(mail, reading(), situation(events=(flyer,))).handling is Handling.AUTOMATIC


@pytest.mark.parametrize(
    ("mail", "read", "facts", "first"),
    [
        (letter(machine=machine(MachineKind.BOUNCE), spam="yes"), reading(), situation(), "machine: bounce"),
        (letter(spam="yes"), reading(), situation(seen_before=True), "seen before"),
        (letter(spam="yes"), reading(doubts=(Doubt("press"),)), situation(), "spam"),
        (letter(spam="yes"), reading(Kind.UNRELATED), situation(), "unrelated"),
        (letter(), reading(Kind.QUESTION, doubts=(Doubt("press"),)), situation(), "doubt: press"),
        (letter(), reading(doubts=(Doubt("conditional"), Doubt("suspicious"))), situation(), "doubt: suspicious"),
        (letter(), reading(Kind.QUESTION), situation(received_at=EVENT.end), "question"),
        (letter(), reading(), situation(events=(CLOSED,), received_at=EVENT.end), "after the start"),
    ],
)
def test_the_first_hit_decides(mail: Letter, read: Reading, facts: Situation, first: str) -> None:
    assert decide(mail, read, facts).rule == first


def test_the_evidence_of_the_deciding_rule_is_kept() -> None:
    doubt = (Span("body", 7, 9),)
    assert decide(letter(), reading(doubts=(Doubt("press", doubt),)), situation()).evidence == doubt
    assert decide(letter(), reading(), situation()).evidence == WORDS


def test_explain_shows_each_rule_and_agrees_with_decide() -> None:
    mail = letter(spam="yes")
    shown = explain(mail, reading(), situation())
    assert [rule for rule, _ in shown] == list(RULES)
    assert [rule.name for rule, hit in shown if hit] == ["spam", "clear registration"]


letters = st.builds(
    letter,
    sender=st.sampled_from([MINA, OMAR, NOREPLY, Address(US), RUNDE, Address("")]),
    to=st.sampled_from([(), (Address(US),), (RUNDE,)]),
    reply_to=st.sampled_from([None, OMAR, NOREPLY]),
    bulk=st.sampled_from([None, "List-Id", "Precedence"]),
    headers=st.sampled_from([(), LIST_HEADERS]),
    machine=st.one_of(st.none(), st.builds(machine, st.sampled_from(MachineKind), st.booleans())),
    spam=st.sampled_from([None, "yes"]),
)
readings = st.builds(
    reading,
    st.sampled_from(Kind),
    st.floats(0, 1),
    event=st.sampled_from([Found(EVENT.id), Found(None)]),
    people=st.lists(st.sampled_from([Person("Mina Aslan"), Person(None), Person("Omar Said")]), max_size=3).map(tuple),
    headcount=st.integers(0, 40).map(Found),
    doubts=st.lists(st.builds(Doubt, st.text(min_size=1, max_size=5)), max_size=1).map(tuple),
)
situations = st.builds(
    situation,
    role=st.sampled_from(Role),
    own_addresses=st.sampled_from([frozenset(), frozenset({US})]),
    seen_before=st.booleans(),
    registrations=st.sampled_from([(), (registration(),)]),
)


@given(letters, readings, situations)
def test_what_is_never_automatic(mail: Letter, read: Reading, facts: Situation) -> None:
    decision = decide(mail, read, facts)
    assert decision.rule in {rule.name for rule in RULES}
    if decision.handling is Handling.AUTOMATIC:
        assert mail.machine is None or not mail.machine.certain
        assert not read.doubts
        assert read.kind.value in {Kind.REGISTER, Kind.CANCEL, Kind.CHANGE}
        assert read.event.value == EVENT.id
        assert not facts.seen_before
        assert mail.spam is None
        assert mail.sender.email not in {NOREPLY.email, *facts.own_addresses}
        assert mail.answer_to != RUNDE


@given(letters, readings, situations)
def test_a_persons_registration_is_never_ignored(mail: Letter, read: Reading, facts: Situation) -> None:
    """Ignored is only what a machine or we ourselves wrote, what was judged before, or what asks for nothing."""
    if decide(mail, read, facts).handling is Handling.IGNORE and read.kind.value in {
        Kind.REGISTER,
        Kind.CANCEL,
        Kind.CHANGE,
        Kind.QUESTION,
    }:
        certain = mail.machine is not None and mail.machine.certain
        ourselves = facts.role is Role.OURSELVES or mail.sender.email == US
        assert certain or ourselves or facts.seen_before or mail.sender == NOREPLY
