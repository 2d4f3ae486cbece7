"""What the writer wants: facts of the sentences first, then one table of named rules.

The first rule that fits gives the kind, how sure it is and what a person should know; its name is `Reading.why`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mailreg.lexicon.fold import words_of
from mailreg.lexicon.match import Match
from mailreg.model.mail import Letter, MachineKind, Span
from mailreg.model.reading import Doubt, Kind
from mailreg.understand.event import EventFinding
from mailreg.understand.needs import NEED_CONCEPTS, Needs
from mailreg.understand.scope import Statement, in_quotes, is_forward, is_reply, negated

_SIGNS = (
    "press", "complaint", "after_event", "unknowing", "invite", "pass_on",
    "organising", "business", "spam", "fyi", "unsubscribe", "past",
    "change", "replace", "add", "question_word", "event_noun",
)  # fmt: skip
_HYPOTHETICAL = ("before", "whoever", "robot")


@dataclass(frozen=True)
class Facts:
    """What the rules ask. Each tuple holds the words that prove it; empty means no."""

    letter: Letter
    event: EventFinding
    empty: bool  # no own words and no subject of one's own
    register: tuple[Span, ...]  # says so: anmelden, sign up
    attend: tuple[Span, ...]  # comes, takes part
    noun: tuple[Span, ...]  # "Anmeldung …" as a heading
    accept: tuple[Span, ...]  # "ja, gern", where an invitation is quoted
    asks_to_come: tuple[Span, ...]  # "may I still register?"
    cancel: tuple[Span, ...]
    weak_cancel: tuple[Span, ...]  # a reason for not coming, without the word
    earlier: tuple[Span, ...]  # a registration that exists already
    confirmed: bool  # the quoted mail is our confirmation
    change: tuple[Span, ...]
    replace: tuple[Span, ...]
    add: tuple[Span, ...]
    swap: bool  # somebody comes in place of somebody
    from_organiser: bool  # the sender is one of the event's organisers
    wish: tuple[Span, ...]  # "einmal Fachtag, bitte": names the event and asks
    needs_for_writer: bool  # needs in sentences of the first person
    only_if: tuple[Span, ...]
    condition: tuple[Span, ...]  # an act that depends on a need
    undecided: tuple[Span, ...]
    not_yet: tuple[Span, ...]  # "don't register me yet"
    question: tuple[Span, ...]
    needs: Needs
    other: tuple[Span, ...]  # another event is the object of the act
    copied: bool  # written to somebody else, the organiser only gets a copy
    invited: bool  # the thread is an invitation to one of our events
    thread_ours: bool
    signs: dict[str, tuple[Span, ...]]  # press, complaint, … of concepts.SIGNS
    words: int
    forward: bool
    reply: bool
    over: bool  # the event is over, or no event is open

    def sign(self, concept: str) -> int:
        return len(self.signs.get(concept, ()))

    @property
    def act(self) -> tuple[Span, ...]:
        return self.register or self.attend or self.accept or self.noun

    @property
    def prior(self) -> bool:
        return bool(self.earlier) or self.confirmed

    @property
    def about_ours(self) -> bool:
        """Is there any sign that one of our events is meant?"""
        return self.event.own or self.thread_ours


@dataclass(frozen=True)
class Verdict:
    kind: Kind
    confidence: float
    rule: str
    evidence: tuple[Span, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def gather(
    letter: Letter,
    event: EventFinding,
    statements: Sequence[Statement],
    thread: Sequence[Statement],
    needs: Needs,
    *,
    over: bool,
    own_address: frozenset[str],
    organisers: frozenset[str] = frozenset(),
) -> Facts:
    """Look at every sentence once."""
    register: list[Span] = []
    attend: list[Span] = []
    noun: list[Span] = []
    accept: list[Span] = []
    asks: list[Span] = []
    cancel: list[Span] = []
    weak: list[Span] = []
    earlier: list[Span] = []
    only_if: list[Span] = []
    condition: list[Span] = []
    undecided: list[Span] = []
    not_yet: list[Span] = []
    question: list[Span] = []
    other: list[Span] = []
    signs: dict[str, list[Span]] = {}
    thread_concepts = frozenset().union(*(s.concepts for s in thread)) if thread else frozenset()
    confirmed = "confirmed" in thread_concepts
    reply = is_reply(letter.subject)
    invited = (reply or bool(thread)) and not confirmed and ("invite" in thread_concepts or event.thread)
    last_need = -9
    swap = writer_needs = False
    wish: list[Span] = []
    hesitates: list[Span] = []
    inviting = any(s.has("invite") for s in statements)
    for position, s in enumerate(statements):
        if s.has("robot"):
            signs.setdefault("robot", []).extend(s.spans("robot"))
            continue
        for concept in _SIGNS:
            if s.has(concept):
                signs.setdefault(concept, []).extend(s.spans(concept))
        if _mine(s) or s.words <= 12 or reply:
            earlier += [s.text.span_of(m) for m in s.of("earlier") if not _hypothetical(s, m)]
        asking = s.question or s.has("ask")
        for m in s.of("register", "attend"):
            where = s.text.span_of(m)
            place = s.place_of(m)
            if in_quotes(s, m) or (s.clause_has(place, "organising") and not _mine(s)):
                continue
            if _hypothetical(s, m):
                if s.covers(place, "before"):
                    not_yet.append(where)
                continue
            if inviting and not _mine(s):
                continue
            if _overlaps(s, m, "earlier", "unsubscribe"):
                continue
            if s.covers(place, "cancel") or negated(s, m):
                if m.concept == "register" and not s.covers(place, "cancel"):
                    not_yet.append(where)
                continue
            if s.covers(place, "past") and not s.has("request"):
                continue
            if s.covers(place, "undecided"):
                undecided.append(where)
                continue
            if asking and s.clause_has(place, "question_word", "ask") and not _asks_us_to(s, place):
                asks.append(where)
                continue
            (register if m.concept == "register" else attend).append(where)
            if s.has("other") and not _ours_named(s, event):
                other += s.spans("other")
        if s.is_subject:
            noun += [
                s.text.span_of(m)
                for m in s.of("registration")
                if not negated(s, m) and not _overlaps(s, m, "unsubscribe")
            ]
            if noun and s.has("other") and not _ours_named(s, event):
                other += s.spans("other")
        elif (
            s.words <= 14
            and not inviting
            and s.has("registration")
            and not s.question
            and not s.has("negation", "earlier", "invite", "cancel")
        ):
            noun += s.spans("registration")
        if (
            s.has("accept")
            and not s.has("negation", "cancel")
            and position <= 2
            and not s.question
            and not s.is_subject
        ):
            accept += s.spans("accept")
        for m in s.of("cancel"):
            if in_quotes(s, m) or _overlaps(s, m, "indispensable", "unsubscribe", "only_if") or negated(s, m):
                continue
            if not _hypothetical(s, m) and not (s.question and s.has("question_word") and not s.has("request")):
                cancel.append(s.text.span_of(m))
        if s.has("unable"):
            weak += s.spans("unable")
        if s.has("only_if") and (s.has("register", "attend", "registration", "cancel") or s.has(*NEED_CONCEPTS)):
            only_if += s.spans("only_if")
        for m in s.of("condition"):
            place = s.place_of(m)
            if (
                s.covers(place, *NEED_CONCEPTS)
                and not s.covers(place, "tag")
                and any(
                    s.clause_has(p, "register", "attend")
                    for p in range(len(s.clauses))
                    if p != place or len(s.clauses) == 1
                )
                and not s.covers(place, "offer")
            ):
                condition.append(s.text.span_of(m))
        if s.has("undecided") and (s.has("register", "attend", "accept") or _mine(s) or s.words <= 8):
            (
                undecided
                if s.has("register", "attend") or not (register or attend or noun) or s.has("before")
                else hesitates
            ).extend(s.spans("undecided"))
        swap = swap or (
            (s.has("replace") and s.has("register", "attend", "cancel", "earlier", "unable", "accept"))
            or (s.has("replace") and s.words <= 12)
        )
        if s.index in needs.sentences:
            last_need = position
            writer_needs = writer_needs or _mine(s)
        if (
            s.has("request")
            and not s.question
            and s.words <= 12
            and any(e.part == s.text.part and s.start <= e.start < s.end for e in event.event.evidence)
        ):
            wish.append(s.span())
        if _open_question(s, needs, position - last_need):
            question.append(s.span())
    spans = {concept: tuple(found) for concept, found in signs.items()}
    to = {a.email for a in letter.to}
    copied = bool(own_address and to and not (to & own_address) and own_address & {a.email for a in letter.cc})
    return Facts(
        letter=letter,
        event=event,
        empty=not statements,
        register=tuple(register),
        attend=tuple(attend),
        noun=tuple(noun),
        accept=tuple(accept),
        asks_to_come=tuple(asks),
        cancel=tuple(cancel),
        weak_cancel=tuple(weak),
        earlier=tuple(earlier),
        confirmed=confirmed or _thread_of_registration(letter, thread),
        change=spans.get("change", ()),
        replace=spans.get("replace", ()),
        swap=swap,
        from_organiser=_is_organiser(letter, organisers),
        wish=tuple(wish),
        needs_for_writer=writer_needs,
        add=spans.get("add", ()),
        only_if=tuple(only_if),
        condition=tuple(condition),
        undecided=tuple(undecided),
        not_yet=tuple(not_yet),
        question=tuple(question),
        needs=needs,
        other=tuple(other),
        copied=copied,
        invited=invited,
        thread_ours=event.thread,
        signs=spans,
        words=sum(s.words for s in statements),
        forward=is_forward(letter.subject),
        reply=reply,
        over=over,
    )


def _thread_of_registration(letter: Letter, thread: Sequence[Statement]) -> bool:
    """ "Re: AW: Anmeldung get together": the thread began with a registration."""
    if not is_reply(letter.subject) or is_forward(letter.subject):
        return False
    subject = thread[0] if thread and thread[0].is_subject else None
    return subject is not None and subject.has("registration", "register") and not subject.has("invite")


def _is_organiser(letter: Letter, organisers: frozenset[str]) -> bool:
    words = frozenset(words_of(letter.sender.name or ""))
    return any(len(name.split()) >= 2 and words == frozenset(name.split()) for name in organisers)


def _hypothetical(s: Statement, m: Match) -> bool:
    return s.covers(s.place_of(m), *_HYPOTHETICAL)


def _overlaps(s: Statement, m: Match, *concepts: str) -> bool:
    return any(o.first <= m.last and o.last >= m.first for o in s.of(*concepts))


def _mine(s: Statement) -> bool:
    """Does the writer speak of themselves: "ich", "wir", "my"?"""
    tokens = s.text.tokens[s.clauses[0].first : s.clauses[-1].last + 1]
    return any(t.folded in _FIRST_PERSON for t in tokens) or s.text.languages[0] in {
        "ar",
        "fa",
        "tr",
        "ti",
        "ckb",
        "ps",
        "es",
        "pt",
    }


_FIRST_PERSON = frozenset(
    """ich mich mir wir uns mein meine meinen unser unsere i me we us my our
    je me m j nous mon ma mes notre yo nosotros nos mi
    ja mnie nas my я меня мне мы нас мой моя мене мені ми нам toi tôi chung em anh chi chúng
    eu noi ne jsem chci me nam ez min em waan aan""".split()
)


def _ours_named(s: Statement, event: EventFinding) -> bool:
    return event.named and any(e.part == s.text.part and s.start <= e.start < s.end for e in event.event.evidence)


def _asks_us_to(s: Statement, place: int) -> bool:
    """ "Könnt ihr uns bitte eintragen?" asks us to do it; "kann ich mich noch anmelden?" asks whether."""
    return s.covers(place, "ask_us")


def _open_question(s: Statement, needs: Needs, after_need: int) -> bool:
    if s.is_subject and not s.question:
        return False
    if not (s.question or s.has("wants_to_know")):
        return False
    if s.has("ask_us") and s.has("register", "attend", "add", "change", "replace", "cancel", "earlier"):
        return False
    if s.index in needs.sentences and s.has("travel_costs", "interpreting", "sign_language"):
        return False
    if s.has("tag") and s.words <= 12 and after_need <= 1:
        return False
    if s.has("ask_us") and s.has("childcare", "accessibility", "diet") and not s.has("is_there"):
        return False
    return s.words >= 2


Rule = Callable[[Facts], Verdict | None]


def decide(facts: Facts) -> Verdict:
    """The first rule that fits, with the doubts that hold whatever the kind."""
    verdict = next(v for rule in _RULES if (v := rule(facts)) is not None)
    doubts = list(verdict.doubts)

    def doubt(code: str, spans: tuple[Span, ...]) -> None:
        if all(d.code != code for d in doubts):
            doubts.append(Doubt(code, spans[:3]))

    ours = verdict.kind in {Kind.REGISTER, Kind.CANCEL, Kind.CHANGE, Kind.QUESTION}
    if ours and verdict.kind is not Kind.QUESTION:
        if facts.event.doubt is not None and facts.event.event.value is None:
            doubt("unclear_event", facts.event.doubt.evidence)
        if facts.only_if or facts.condition:
            doubt("conditional", facts.only_if or facts.condition)
        if facts.sign("unknowing") and verdict.kind is Kind.REGISTER:
            doubt("unknowing", facts.signs["unknowing"])
        if facts.sign("complaint") >= 2:
            doubt("complaint", facts.signs["complaint"])
        if facts.sign("press") >= 2:
            doubt("press", facts.signs["press"])
    if ours and (
        _scripted(facts.letter.subject)
        or _scripted(facts.letter.sender.name or "")
        or _SCRIPT.search(facts.letter.body[:20_000])
    ):
        doubt("suspicious", ())
    if ours and facts.sign("robot"):
        doubt("suspicious", facts.signs["robot"])
    return Verdict(verdict.kind, verdict.confidence, verdict.rule, verdict.evidence, tuple(doubts))


_SCRIPT = re.compile(r"<script\b|\bonerror\s*=", re.IGNORECASE)
_INJECTED = re.compile(
    r"<script\b|\bonerror\s*=|[\r\n]\s*(?:bcc|cc|to)\s*:|^[^\n]{0,200}\b(?:bcc|x-[a-z-]{3,20}):\s*\S", re.IGNORECASE
)


def _scripted(text: str) -> bool:
    """A script, or header lines where a name or a subject should be."""
    return bool(_INJECTED.search(text[:20_000]))


# The rules, in their order. Each returns None where it does not fit.


def _machine_is_certain(f: Facts) -> Verdict | None:
    if f.letter.machine is not None and f.letter.machine.certain:
        return Verdict(Kind.AUTOMATIC, 0.99, "machine_is_certain")
    return None


def _machine_unless_a_human_registers(f: Facts) -> Verdict | None:
    if f.letter.machine is None:
        return None
    human = (f.register or f.cancel) and f.about_ours and not f.other and not f.sign("invite")
    if human and f.letter.machine.kind is MachineKind.BULK and f.words <= 150 and f.register:
        return Verdict(Kind.REGISTER, 0.75, "registers_through_a_list", f.register)
    if human:
        return Verdict(
            Kind.REGISTER if f.register else Kind.CANCEL,
            0.5,
            "human_words_in_machine_mail",
            f.register or f.cancel,
            (Doubt("competing"),),
        )
    return Verdict(Kind.AUTOMATIC, 0.9, "machine_unless_a_human_registers")


def _bulk_content(f: Facts) -> Verdict | None:
    if f.letter.bulk is None or f.letter.machine is not None:
        return None
    if f.act and f.about_ours and not f.sign("invite"):
        return None
    return Verdict(Kind.AUTOMATIC, 0.9, "bulk_content")


def _speaks_to_a_robot(f: Facts) -> Verdict | None:
    if f.sign("robot") and not (f.act or f.cancel):
        return Verdict(Kind.UNRELATED, 0.7, "speaks_to_a_robot", f.signs["robot"])
    return None


def _spam(f: Facts) -> Verdict | None:
    if (f.sign("spam") >= 2 or f.letter.spam) and not (f.about_ours and (f.act or f.cancel)):
        return Verdict(Kind.UNRELATED, 0.9, "spam", f.signs.get("spam", ()))
    return None


def _nothing_said(f: Facts) -> Verdict | None:
    if not f.empty and f.words:
        return None
    if f.event.own:
        return Verdict(Kind.QUESTION, 0.4, "nothing_said", (), (Doubt("competing"),))
    return Verdict(Kind.UNRELATED, 0.7, "nothing_said")


def _off_the_list(f: Facts) -> Verdict | None:
    if f.sign("unsubscribe") and not (f.register or f.attend) and not (f.event.own and f.event.named and f.cancel):
        return Verdict(Kind.UNRELATED, 0.85, "off_the_list", f.signs["unsubscribe"])
    return None


def _to_somebody_else(f: Facts) -> Verdict | None:
    if f.copied and f.other and not f.thread_ours:
        return Verdict(Kind.UNRELATED, 0.85, "to_somebody_else", f.other)
    return None


def _other_event(f: Facts) -> Verdict | None:
    if not (f.act or f.cancel) or f.thread_ours or f.event.named:
        return None
    if f.event.own and f.other:
        return Verdict(
            Kind.REGISTER if f.act else Kind.CANCEL,
            0.5,
            "other_event_on_our_day",
            f.other,
            (Doubt("competing", f.other[:2]),),
        )
    if not f.event.own and f.other:
        return Verdict(Kind.UNRELATED, 0.75 if f.event.other_dates else 0.65, "other_event", f.other)
    if not f.event.own and f.event.other_dates and not f.prior:
        return Verdict(Kind.UNRELATED, 0.62, "other_day", f.event.other_dates)
    return None


def _from_an_organiser(f: Facts) -> Verdict | None:
    if f.from_organiser and not f.register and not f.cancel and not f.forward:
        return Verdict(Kind.UNRELATED, 0.8, "from_an_organiser")
    return None


def _invites_us(f: Facts) -> Verdict | None:
    if (
        f.sign("invite") >= 1
        and not f.register
        and not f.thread_ours
        and not f.prior
        and not f.cancel
        and not (f.attend and f.event.named)
    ):
        return Verdict(Kind.UNRELATED, 0.8, "invites_us", f.signs["invite"])
    return None


def _business_offer(f: Facts) -> Verdict | None:
    if f.sign("business") >= 2 and not f.register and not f.attend and not f.cancel:
        return Verdict(Kind.UNRELATED, 0.8, "business_offer", f.signs["business"])
    return None


def _report(f: Facts) -> Verdict | None:
    """Minutes, plans and talk among colleagues count registrations and cancellations of others."""
    talk = f.sign("organising") + f.sign("after_event")
    if talk >= 3 and f.words > 40 and not f.register and not f.confirmed and not f.needs_for_writer and not f.question:
        return Verdict(Kind.UNRELATED, 0.75, "report", f.signs["organising"])
    return None


def _press(f: Facts) -> Verdict | None:
    if f.sign("press") >= 2 and not f.register:
        return Verdict(Kind.QUESTION, 0.8, "press", f.signs["press"], (Doubt("press", f.signs["press"][:3]),))
    return None


def _complaint(f: Facts) -> Verdict | None:
    if f.sign("complaint") and not f.register and not f.attend and not f.cancel and f.about_ours:
        return Verdict(
            Kind.QUESTION, 0.75, "complaint", f.signs["complaint"], (Doubt("complaint", f.signs["complaint"][:3]),)
        )
    return None


def _after_the_event(f: Facts) -> Verdict | None:
    if f.sign("after_event") and (f.over or f.sign("past")) and f.about_ours and not f.register and not f.cancel:
        return Verdict(
            Kind.QUESTION,
            0.75,
            "after_the_event",
            f.signs["after_event"],
            (Doubt("after_event", f.signs["after_event"][:3]),),
        )
    return None


def _not_yet(f: Facts) -> Verdict | None:
    if f.not_yet and not f.register and not f.cancel and (f.about_ours or f.question):
        return Verdict(Kind.QUESTION, 0.8, "not_yet", f.not_yet, (Doubt("undecided", f.not_yet[:2]),))
    return None


def _replacement(f: Facts) -> Verdict | None:
    if f.swap and (f.cancel or f.prior or f.weak_cancel) and (f.about_ours or f.prior):
        return Verdict(Kind.CHANGE, 0.85, "replacement", f.replace)
    return None


def _change_of_registration(f: Facts) -> Verdict | None:
    if not f.prior or f.over:
        return None
    evidence = f.change or f.add or f.earlier
    if f.cancel:
        if (f.add or f.change) and f.earlier and (f.register or f.attend) and not _plain_cancel(f):
            return Verdict(Kind.CHANGE, 0.7, "change_of_registration", evidence)
        return None
    if f.needs.asked or f.needs.refused or f.change or f.add:
        if f.needs.asked or f.needs.refused or f.register or f.attend or f.change:
            return Verdict(Kind.CHANGE, 0.85, "change_of_registration", evidence or f.earlier)
        return Verdict(Kind.CHANGE, 0.7, "change_of_registration", evidence)
    return None


def _plain_cancel(f: Facts) -> bool:
    return not f.add and not f.replace


def _cancellation(f: Facts) -> Verdict | None:
    if not f.cancel:
        return None
    if f.sign("organising") and not f.event.own and not f.prior and not f.thread_ours:
        return Verdict(Kind.UNRELATED, 0.7, "sick_note", f.signs["organising"])
    if f.register and not f.prior and f.register[0].start < f.cancel[0].start and len(f.register) >= len(f.cancel):
        return None
    if f.about_ours or f.prior:
        return Verdict(Kind.CANCEL, 0.9, "cancellation", f.cancel)
    if f.event.event.value is not None and not f.event.other_dates:
        return Verdict(Kind.CANCEL, 0.5, "cancels_something", f.cancel, (Doubt("competing", f.cancel[:2]),))
    return Verdict(Kind.UNRELATED, 0.65, "cancels_something_else", f.cancel)


def _undecided(f: Facts) -> Verdict | None:
    if (
        f.undecided
        and not (f.register and not f.not_yet)
        and (f.about_ours or f.asks_to_come or f.attend)
        and not (f.attend and len(f.attend) > len(f.undecided) + 1)
    ):
        return Verdict(Kind.QUESTION, 0.75, "undecided", f.undecided, (Doubt("undecided", f.undecided[:2]),))
    return None


def _passed_around(f: Facts) -> Verdict | None:
    """The invitation goes on to colleagues, "zur Info": nobody registers."""
    if (f.forward or f.sign("fyi") or f.sign("pass_on")) and not (
        f.register or f.attend or f.question or f.asks_to_come or f.needs.asked or f.noun or f.cancel
    ):
        if f.accept and f.invited and not f.forward and not f.sign("pass_on"):
            return None
        return Verdict(Kind.UNRELATED, 0.75, "passed_around", f.signs.get("pass_on", ()) or f.signs.get("fyi", ()))
    return None


def _explicit_registration(f: Facts) -> Verdict | None:
    if f.register and not _mere_report(f):
        return Verdict(Kind.REGISTER, 0.95 if f.about_ours else 0.8, "explicit_registration", f.register)
    return None


def _comes(f: Facts) -> Verdict | None:
    if f.attend and not _mere_report(f):
        if f.about_ours:
            return Verdict(Kind.REGISTER, 0.9, "comes", f.attend)
        if f.noun or f.event.event.value is not None:
            return Verdict(
                Kind.REGISTER,
                0.65 if f.noun else 0.5,
                "comes",
                f.attend,
                () if f.noun else (Doubt("competing", f.attend[:2]),),
            )
    return None


def _mere_report(f: Facts) -> bool:
    """Minutes and talk about organising name registrations, too."""
    return f.sign("organising") >= 3 and not f.needs.asked and not f.thread_ours and f.words > 60


def _registration_as_heading(f: Facts) -> Verdict | None:
    if f.noun and not f.asks_to_come and not f.other and not (f.question and f.words < 40 and not f.needs.asked):
        if f.sign("organising") >= 2 or f.sign("business") >= 2:
            return None
        return Verdict(Kind.REGISTER, 0.85 if f.about_ours else 0.65, "registration_as_heading", f.noun)
    return None


def _says_yes(f: Facts) -> Verdict | None:
    if f.accept and (f.invited or f.thread_ours) and not f.question and f.words <= 80:
        return Verdict(Kind.REGISTER, 0.8, "says_yes", f.accept)
    if f.accept and f.event.own and f.words <= 25 and not f.question:
        return Verdict(Kind.REGISTER, 0.65, "says_yes", f.accept)
    return None


def _needs_for_our_event(f: Facts) -> Verdict | None:
    if f.needs.asked and f.about_ours and not f.question and not f.asks_to_come:
        return Verdict(Kind.REGISTER, 0.55, "needs_for_our_event", f.needs.asked[0].evidence, (Doubt("competing"),))
    return None


def _asks_about_event(f: Facts) -> Verdict | None:
    asked = f.question or f.asks_to_come
    if not asked:
        return None
    if f.sign("business") >= 2 or (f.sign("organising") >= 2 and not f.asks_to_come and not f.event.own):
        return Verdict(Kind.UNRELATED, 0.65, "asks_something_else", asked)
    if f.about_ours or f.asks_to_come or f.prior:
        return Verdict(Kind.QUESTION, 0.85, "asks_about_event", asked)
    if f.needs.asked or f.sign("event_noun"):
        return Verdict(Kind.QUESTION, 0.6, "asks_about_event", asked)
    return Verdict(Kind.UNRELATED, 0.65, "asks_something_else", asked)


def _thanks_or_talk(f: Facts) -> Verdict | None:
    if f.sign("fyi") or f.sign("organising") or f.sign("business") or f.sign("past"):
        return Verdict(Kind.UNRELATED, 0.75, "thanks_or_talk", f.signs.get("fyi", ()) or f.signs.get("organising", ()))
    return None


def _wishes(f: Facts) -> Verdict | None:
    if f.wish and f.event.own and not f.question and not f.sign("invite") and not f.sign("pass_on"):
        return Verdict(Kind.REGISTER, 0.7, "wishes", f.wish)
    return None


def _names_our_event(f: Facts) -> Verdict | None:
    if f.event.own and f.event.event.confidence >= 0.8:
        kind = Kind.REGISTER if f.words <= 40 else Kind.UNRELATED
        return Verdict(kind, 0.5, "names_our_event", f.event.event.evidence[:1], (Doubt("competing"),))
    return None


def _nothing_of_ours(_: Facts) -> Verdict | None:
    return Verdict(Kind.UNRELATED, 0.85, "nothing_of_ours")


_RULES: tuple[Rule, ...] = (
    _machine_is_certain,
    _machine_unless_a_human_registers,
    _bulk_content,
    _speaks_to_a_robot,
    _spam,
    _nothing_said,
    _off_the_list,
    _to_somebody_else,
    _from_an_organiser,
    _complaint,
    _invites_us,
    _other_event,
    _business_offer,
    _press,
    _report,
    _after_the_event,
    _not_yet,
    _replacement,
    _change_of_registration,
    _cancellation,
    _undecided,
    _passed_around,
    _explicit_registration,
    _comes,
    _registration_as_heading,
    _says_yes,
    _needs_for_our_event,
    _asks_about_event,
    _wishes,
    _thanks_or_talk,
    _names_our_event,
    _nothing_of_ours,
)
