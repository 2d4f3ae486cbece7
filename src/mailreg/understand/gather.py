"""Looks at every sentence of a mail once: who says what, and how firmly it is bound to our event."""

from __future__ import annotations

from collections.abc import Sequence

from mailreg.lexicon.fold import words_of
from mailreg.lexicon.match import Match
from mailreg.model.mail import Letter, Span
from mailreg.understand.denial import NEED_CONCEPTS
from mailreg.understand.event import EventFinding
from mailreg.understand.facts import LONG_MAIL, Facts
from mailreg.understand.needs import Needs
from mailreg.understand.scope import Statement, in_quotes, is_forward, is_reply, negated
from mailreg.understand.tie import FIRST_SUBJECT, PROVEN, Ties, is_qualified, thread_tie

_SIGNS = (
    "press", "complaint", "after_event", "unknowing", "invite", "pass_on",
    "organising", "business", "spam", "fyi", "unsubscribe", "past",
    "change", "replace", "add", "question_word", "event_noun", "other", "before",
)  # fmt: skip
_SUBJECT_BEGINS = 4  # tokens, the "Re:" among them
_HYPOTHETICAL = ("before", "whoever", "robot")
_WISHES = (
    "register", "attend", "registration", "accept", "cancel", "unable", "earlier", "change", "replace", "add",
    "undecided", "request", "ask", "complaint", "press", "after_event", *NEED_CONCEPTS,
)  # fmt: skip


def gather(
    letter: Letter,
    event: EventFinding,
    statements: Sequence[Statement],
    thread: Sequence[Statement],
    needs: Needs,
    *,
    over: bool,
    only: bool,
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
    words = sum(s.words for s in statements)
    of_thread = thread_tie(event, thread)
    of_subject = next((s.concepts for s in thread if s.is_subject), frozenset[str]())
    ties = Ties(statements, event, words, only and not event.other_dates, of_thread, of_subject)
    tie = act_pull = cancel_pull = 0.0
    invited = (reply or bool(thread)) and not confirmed and ("invite" in thread_concepts or of_thread >= PROVEN)
    last_need = -9
    swap = writer_needs = for_self = False
    refused: list[Span] = []
    rest = 0
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
            earlier += [
                s.text.span_of(m)
                for m in s.of("earlier")
                if not _hypothetical(s, m)
                and not _tells_the_reader(s)
                and not any(r.first < m.first and m.last <= r.last for r in s.of("register"))
            ]
        if not s.is_subject and s.words > 3 and not s.has("fyi"):
            rest += s.words
        asking = s.question or s.has("ask")
        here = ties.at(position) if s.has(*_WISHES) or s.question else 0.0
        tie = max(tie, here)
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
            if _overlaps(s, m, "unsubscribe") or _tells_of_before(s, m):
                continue
            if s.covers(place, "cancel") or negated(s, m):
                if m.concept == "register" and not s.covers(place, "cancel"):
                    not_yet.append(where)
                elif not s.covers(place, "cancel", "past", "only_if", "undecided") and not asking and _mine(s):
                    refused.append(where)
                continue
            if s.covers(place, "past") and not s.has("request"):
                continue
            if s.covers(place, "undecided"):
                undecided.append(where)
                continue
            if _of_the_reader(s, m):
                continue
            if (asking and s.clause_has(place, "question_word", "ask") and not _asks_us_to(s, place)) or (
                s.question and not s.has("ask_us") and m.concept == "attend" and _is_what_is_asked(s, m)
            ):
                asks.append(where)
                continue
            if (asks or question) and s.has("condition") and not s.has("request"):
                asks.append(where)
                continue
            (register if m.concept == "register" else attend).append(where)
            act_pull = max(act_pull, _pull(s, m, ties))
            for_self = for_self or _mine(s)
            if s.has("other") and not _ours_named(s, event):
                other += s.spans("other")
        if s.is_subject:
            noun += [
                s.text.span_of(m)
                for m in s.of("registration")
                if not negated(s, m) and not _overlaps(s, m, "unsubscribe") and not _of_the_reader(s, m)
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
            noun += [s.text.span_of(m) for m in s.of("registration") if not _of_the_reader(s, m)]
        if (
            s.has("accept")
            and not s.has("negation", "cancel", "offer", "organising", "business")
            and position <= 2
            and not s.question
            and not s.is_subject
        ):
            accept += s.spans("accept")
        for m in s.of("cancel"):
            if (
                in_quotes(s, m)
                or _overlaps(s, m, "indispensable", "unsubscribe", "only_if", "undecided")
                or negated(s, m)
            ):
                continue
            if _long_ago(s, m):
                continue
            if not _hypothetical(s, m) and not (s.question and s.has("question_word") and not s.has("request")):
                if _of_the_reader(s, m):
                    continue
                cancel.append(s.text.span_of(m))
                cancel_pull = max(cancel_pull, _pull(s, m, ties))
                other += _another_meeting(s, m, event)
        if not asking and not s.is_subject and not s.has("undecided", "complaint") and _mine(s):
            refused += [
                s.text.span_of(m)
                for m in s.of("registration")
                if negated(s, m) and not _hypothetical(s, m) and not _overlaps(s, m, "cancel", "earlier", "confirmed")
            ]
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
        quotes_confirmation=confirmed,
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
        thread_ours=of_thread >= PROVEN,
        thread_names=not of_subject.isdisjoint({"registration", "register", "event_noun", "invite", "cancel"}),
        thread_busy=thread_concepts.isdisjoint({"invite", "registration", "register"})
        and not confirmed
        and not thread_concepts.isdisjoint({"organising", "business", "other"}),
        tie=max(tie, of_thread if words <= LONG_MAIL else 0.0),
        refused=tuple(refused),
        rest=rest,
        speaks_for_self=for_self,
        mention=ties.mention,
        act_pull=act_pull,
        cancel_pull=cancel_pull,
        signs=spans,
        words=words,
        forward=is_forward(letter.subject),
        reply=reply,
        over=over,
    )


def _thread_of_registration(letter: Letter, thread: Sequence[Statement]) -> bool:
    """ "Re: AW: Anmeldung get together": the thread began with a registration."""
    if not is_reply(letter.subject) or is_forward(letter.subject):
        return False
    subject = thread[0] if thread and thread[0].is_subject else None
    if subject is None or subject.has("invite"):
        return False
    # Behind an invitation's title it is what that mail asked for: "AW: Einladung zum Treffen – Anmeldung".
    return any(m.first <= _SUBJECT_BEGINS for m in subject.of("registration", "register"))


def _is_organiser(letter: Letter, organisers: frozenset[str]) -> bool:
    words = frozenset(words_of(letter.sender.name or ""))
    return any(len(name.split()) >= 2 and words == frozenset(name.split()) for name in organisers)


def _hypothetical(s: Statement, m: Match) -> bool:
    return s.covers(s.place_of(m), *_HYPOTHETICAL)


def _long_ago(s: Statement, m: Match) -> bool:
    """ "Last year I had to cancel"; but "I cancel last week's registration" is now."""
    place = s.place_of(m)
    before = any(n.concept == "past" and n.last < m.first for n in s.matches[place])
    return before and not s.clause_has(place, "earlier", "registration")


def _another_meeting(s: Statement, m: Match, event: EventFinding) -> list[Span]:
    """ "I can't make it to the team meeting": what is cancelled in the same clause is somebody else's meeting."""
    if any(e.part == s.text.part and s.start <= e.start < s.end for _, e in event.signs):
        return []
    place = s.place_of(m)
    if not (s.clause_has(place, "event_noun") or is_qualified(s)):
        return []
    return [s.text.span_of(n) for n in s.matches[place] if n.concept == "other" and not _overlaps(s, n, "unable")]


def _tells_of_before(s: Statement, m: Match) -> bool:
    """ "I have registered" is no new registration; "please make my registration" is one: the longer phrase counts."""
    return any(
        o.first <= m.last and o.last >= m.first
        for o in s.of("earlier")
        if not (m.first <= o.first and o.last <= m.last and o.last - o.first < m.last - m.first)
    )


def _overlaps(s: Statement, m: Match, *concepts: str) -> bool:
    return any(o.first <= m.last and o.last >= m.first for o in s.of(*concepts))


def _mine(s: Statement) -> bool:
    """Does the writer speak of themselves: "ich", "wir", "my"?"""
    tokens = s.text.tokens[s.clauses[0].first : s.clauses[-1].last + 1]
    return any(t.folded in _FIRST_PERSON for t in tokens) or (*s.text.languages, "")[0] in {
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
    eu noi ne jsem chci me nam ez min em xwe waan aan waxaan aniga moj moja moje mi nas ја ми мој моја""".split()
)


def _tells_the_reader(s: Statement) -> bool:
    """ "Sie sind für den Fachtag angemeldet", "you have been registered": somebody else's confirmation."""
    words = {t.folded for t in s.text.tokens[s.clauses[0].first : s.clauses[-1].last + 1]}
    return bool(words & _YOU) and not words & _FIRST_PERSON and not s.has("request", "ask_us") and not s.question


_YOU = frozenset("sie du ihr you vous usted tu ustedes siz sen вы ви pan pani".split())


def _is_what_is_asked(s: Statement, m: Match) -> bool:
    """ "Kann man auch nur vormittags kommen?", but not "ich komme gern, gibt es Parkplätze?"."""
    behind = [p for p, c in enumerate(s.clauses) if c.first > m.last]
    return not any(s.clause_has(p, "question_word", "is_there", "tag", "ask", *NEED_CONCEPTS) for p in behind)


def _of_the_reader(s: Statement, m: Match) -> bool:
    """ "Bestätigen Sie Ihre Teilnahme", "I will sign you up": what the reader gets, no wish of the writer's. In "I
    won't be joining you" the reader is part of what is said."""
    clause = s.clauses[s.place_of(m)]
    inside = range(clause.first, clause.last + 1)
    words = {s.text.tokens[i].folded for i in inside}
    others = {s.text.tokens[i].folded for i in inside if m.concept != "cancel" or not m.first <= i <= m.last}
    mine = words & _FIRST_PERSON - FIRST_SUBJECT
    return bool(others & _READER) and not mine and not s.has("request", "ask_us", "ask")


_READER = frozenset("ihr ihre ihren ihrem ihrer dein deine deinen you your votre vos ton tes su sus".split())


def _pull(s: Statement, m: Match, ties: Ties) -> float:
    """How much this says about who comes: more if the clause names the event, if it has a person as its subject,
    if it follows a "but"."""
    place = s.place_of(m)
    clause = s.clauses[place]
    tokens = s.text.tokens[clause.first : clause.last + 1]
    named = any(e.part == s.text.part and clause.start <= e.start < clause.end for _, e in ties.event.signs)
    speaks = any(t.folded in FIRST_SUBJECT for t in tokens) or s.clause_has(place, "colleague", "friend")
    return (
        1.0
        + (1.0 if named else 0.0)
        + (0.5 if speaks else 0.0)
        + (0.5 if s.clause_has(place, "contrast") else 0.0)
        - (1.0 if s.clause_has(place, "past") else 0.0)
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
