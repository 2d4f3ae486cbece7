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
from mailreg.understand.scope import Statement, clause_size, in_quotes, is_forward, is_reply, negated
from mailreg.understand.tie import FIRST_SUBJECT, PROVEN, Ties, thread_tie

_SIGNS = (
    "press", "after_event", "unknowing", "invite", "pass_on",
    "organising", "business", "spam", "fyi", "unsubscribe", "past",
    "change", "replace", "add", "question_word", "event_noun", "other", "before", "regret", "another_time", "please",
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
    thread_concepts = frozenset().union(*(s.concepts for s in thread)) if thread else frozenset()
    confirmed = "confirmed" in thread_concepts
    reply = is_reply(letter.subject)
    words = sum(s.words for s in statements)
    of_thread = thread_tie(event, thread)
    of_subject = next((s.concepts for s in thread if s.is_subject), frozenset[str]())
    ties = Ties(statements, event, words, only and not event.other_dates, of_thread, of_subject)
    invited = (reply or bool(thread)) and not confirmed and ("invite" in thread_concepts or of_thread >= PROVEN)
    inviting = any(s.has("invite") for s in statements)
    seen = _Seen(event, ties, needs, reply=reply, inviting=inviting, confirmed=confirmed)
    for position, statement in enumerate(statements):
        seen.look_at(statement, position)
    spans = {concept: tuple(found) for concept, found in seen.signs.items()}
    to = {a.email for a in letter.to}
    copied = bool(own_address and to and not (to & own_address) and own_address & {a.email for a in letter.cc})
    comes = seen.register or seen.attend
    return Facts(
        letter=letter,
        event=event,
        empty=not statements,
        register=tuple(seen.register),
        attend=tuple(seen.attend),
        noun=tuple(seen.noun),
        accept=tuple(seen.accept),
        asks_to_come=tuple(seen.asks),
        cancel=tuple(seen.cancel),
        weak_cancel=tuple(seen.weak),
        earlier=tuple(seen.earlier),
        confirmed=confirmed or _thread_of_registration(letter, thread),
        quotes_confirmation=confirmed,
        change=spans.get("change", ()),
        replace=spans.get("replace", ()),
        swap=seen.swap,
        from_organiser=_is_organiser(letter, organisers),
        wish=tuple(seen.wish),
        needs_for_writer=seen.writer_needs,
        add=spans.get("add", ()),
        only_if=tuple(seen.only_if),
        condition=tuple(seen.condition),
        undecided=tuple(seen.undecided),
        not_yet=tuple(seen.not_yet),
        question=tuple(seen.question if comes else sorted({*seen.question, *seen.answered}, key=lambda s: s.start)),
        needs=needs,
        other=tuple(seen.other),
        copied=copied,
        invited=invited,
        thread_ours=of_thread >= PROVEN,
        thread_names=not of_subject.isdisjoint({"registration", "register", "event_noun", "invite", "cancel"}),
        thread_busy=thread_concepts.isdisjoint({"invite", "registration", "register"})
        and not confirmed
        and not thread_concepts.isdisjoint({"organising", "business", "other"}),
        tie=max(seen.tie, of_thread if words <= LONG_MAIL else 0.0),
        refused=tuple(seen.refused),
        rest=seen.rest,
        speaks_for_self=seen.for_self,
        mention=ties.mention,
        act_pull=seen.act_pull,
        cancel_pull=seen.cancel_pull,
        signs=spans,
        words=words,
        forward=is_forward(letter.subject),
        reply=reply,
        over=over,
    )


class _Seen:
    """What the sentences looked at so far have said. One method for each thing that a writer may do."""

    def __init__(
        self, event: EventFinding, ties: Ties, needs: Needs, *, reply: bool, inviting: bool, confirmed: bool
    ) -> None:
        self.event, self.ties, self.needs = event, ties, needs
        self.reply, self.inviting, self.confirmed = reply, inviting, confirmed
        self.register: list[Span] = []
        self.attend: list[Span] = []
        self.noun: list[Span] = []
        self.accept: list[Span] = []
        self.asks: list[Span] = []
        self.cancel: list[Span] = []
        self.weak: list[Span] = []
        self.earlier: list[Span] = []
        self.only_if: list[Span] = []
        self.condition: list[Span] = []
        self.undecided: list[Span] = []
        self.not_yet: list[Span] = []
        self.question: list[Span] = []
        self.answered: list[Span] = []
        self.other: list[Span] = []
        self.refused: list[Span] = []
        self.wish: list[Span] = []
        self.signs: dict[str, list[Span]] = {}
        self.tie = self.act_pull = self.cancel_pull = 0.0
        self.swap = self.writer_needs = self.for_self = False
        self.rest = 0
        self._last_need = -9

    def look_at(self, s: Statement, position: int) -> None:
        if s.has("robot"):
            self.signs.setdefault("robot", []).extend(s.spans("robot"))
            return
        for concept in _SIGNS:
            if s.has(concept):
                self.signs.setdefault(concept, []).extend(s.spans(concept))
        if s.has("complaint"):  # "ich muss Sie enttäuschen" is no complaint
            upset = [s.text.span_of(m) for m in s.of("complaint") if not _overlaps(s, m, "regret")]
            if upset:
                self.signs.setdefault("complaint", []).extend(upset)
        if s.question or s.has("ask", "wants_to_know"):
            self.signs.setdefault("asking", []).append(s.span())
        self._earlier(s)
        if not s.is_subject and s.words > 3 and not s.has("fyi"):
            self.rest += s.words
        if s.has(*_WISHES) or s.question:
            self.tie = max(self.tie, self.ties.at(position))
        taken = [m for m in s.of("register", "attend") if self._act(s, m)]
        self._noun(s)
        self._accept(s, position)
        self._cancel(s)
        self._reason(s)
        self._condition(s)
        self._hesitation(s)
        self.swap = self.swap or (
            s.has("replace") and (s.has("register", "attend", "cancel", "earlier", "unable", "accept") or s.words <= 12)
        )
        if s.index in self.needs.sentences:
            self._last_need = position
            self.writer_needs = self.writer_needs or _mine(s)
        if s.has("request") and not s.question and s.words <= 12 and _names(s, self.event):
            self.wish.append(s.span())
        if _open_question(s, self.needs, position - self._last_need) and not _asks_only_to_come(s, taken):
            (self.answered if _is_answered(s) else self.question).append(s.span())

    def _earlier(self, s: Statement) -> None:
        """A registration that exists already."""
        if (_mine(s) or s.words <= 12 or self.reply) and not _tells_the_reader(s):
            self.earlier += [
                s.text.span_of(m)
                for m in s.of("earlier")
                if not _hypothetical(s, m) and not any(r.first < m.first and m.last <= r.last for r in s.of("register"))
            ]

    def _act(self, s: Statement, m: Match) -> bool:
        """Words of registering or coming: does the writer do it, or ask, refuse, put off, tell of others?"""
        where = s.text.span_of(m)
        place = s.place_of(m)
        asking = s.question or s.has("ask", "wants_to_know")
        if in_quotes(s, m) or (s.clause_has(place, "organising") and not _mine(s)):
            return False
        if _hypothetical(s, m):
            if s.covers(place, "before"):
                self.not_yet.append(where)
            return False
        if (self.inviting and not _mine(s)) or _overlaps(s, m, "earlier", "unsubscribe"):
            return False
        if s.covers(place, "cancel") or negated(s, m):
            if m.concept == "register" and not s.covers(place, "cancel"):
                self.not_yet.append(where)
            elif not s.covers(place, "cancel", "past", "only_if", "undecided") and not asking and _mine(s):
                self.refused.append(where)
            return False
        if s.covers(place, "another_time") or (s.covers(place, "past") and not s.has("request")):
            return False
        if s.covers(place, "undecided"):
            self.undecided.append(where)
            return False
        if _of_the_reader(s, place) or (asking and _asks_the_reader(s, place)):
            return False
        if _is_asked(s, m, place) or ((self.asks or self.question) and s.has("condition") and not s.has("request")):
            self.asks.append(where)
            return False
        (self.register if m.concept == "register" else self.attend).append(where)
        self.act_pull = max(self.act_pull, _pull(s, m, self.ties))
        self.for_self = self.for_self or _mine(s)
        self._elsewhere(s)
        return True

    def _elsewhere(self, s: Statement) -> None:
        if s.has("other") and not _ours_named(s, self.event):
            self.other += s.spans("other")

    def _noun(self, s: Statement) -> None:
        """ "Anmeldung …" as a heading, and in a short sentence."""
        if s.is_subject:
            self.noun += [
                s.text.span_of(m)
                for m in s.of("registration")
                if not negated(s, m) and not _overlaps(s, m, "unsubscribe") and not _of_the_reader(s, s.place_of(m))
            ]
            if self.noun:
                self._elsewhere(s)
            return
        if s.words > 14 or self.inviting or s.question or s.has("negation", "earlier", "invite", "cancel"):
            return
        self.noun += [s.text.span_of(m) for m in s.of("registration") if not _of_the_reader(s, s.place_of(m))]

    def _accept(self, s: Statement, position: int) -> None:
        """A yes near the beginning; "bis Dienstag!" anywhere."""
        if s.question or s.is_subject or s.has("negation", "cancel", "offer", "organising", "business", "another_time"):
            return
        if s.has("accept") and position <= 2:
            self.accept += s.spans("accept")
        if s.has("see_you") and not s.has("attend", "accept"):
            # "Wir sehen uns am 11.10.!" names the day itself; without it it is a yes only to what was asked.
            (self.attend if _names(s, self.event) and not self.reply else self.accept).extend(s.spans("see_you"))

    def _cancel(self, s: Statement) -> None:
        for m in s.of("cancel"):
            if in_quotes(s, m) or _overlaps(s, m, "indispensable", "unsubscribe", "only_if") or negated(s, m):
                continue
            if _hypothetical(s, m) or (s.question and s.has("question_word") and not s.has("request")):
                continue
            if _of_the_reader(s, s.place_of(m)):
                continue
            self.cancel.append(s.text.span_of(m))
            self.cancel_pull = max(self.cancel_pull, _pull(s, m, self.ties))

    def _reason(self, s: Statement) -> None:
        """A no without a word of cancelling, and reasons that let one expect it."""
        if s.has("unable") and not _was(s):
            self.weak += s.spans("unable")
        if s.question or s.has("ask", "undecided", "complaint") or s.is_subject or not _mine(s):
            return
        self.refused += [
            s.text.span_of(m)
            for m in s.of("registration")
            if negated(s, m) and not _hypothetical(s, m) and not _overlaps(s, m, "cancel", "earlier", "confirmed")
        ]

    def _condition(self, s: Statement) -> None:
        if s.has("only_if") and (s.has("register", "attend", "registration", "cancel") or s.has(*NEED_CONCEPTS)):
            self.only_if += s.spans("only_if")
        for m in s.of("condition"):
            place = s.place_of(m)
            others = [p for p in range(len(s.clauses)) if p != place or len(s.clauses) == 1]
            if (
                s.covers(place, *NEED_CONCEPTS)
                and not s.covers(place, "tag", "offer")
                and any(s.clause_has(p, "register", "attend") for p in others)
            ):
                self.condition.append(s.text.span_of(m))

    def _hesitation(self, s: Statement) -> None:
        """Not sure yet; beside a registration only where the sentence is about coming."""
        if not s.has("undecided") or not (s.has("register", "attend", "accept") or _mine(s) or s.words <= 8):
            return
        if s.has("register", "attend", "before") or not (self.register or self.attend or self.noun):
            self.undecided += s.spans("undecided")


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


def _was(s: Statement) -> bool:
    """ "Ich war krank" tells why the answer is late, not why nobody comes."""
    tokens = s.text.tokens[s.clauses[0].first : s.clauses[-1].last + 1]
    return s.has("past") or any(t.folded in _PAST for t in tokens)


_PAST = frozenset("war waren was were been etais etait estaba estuve bylem bylam был была були був idim".split())


def _names(s: Statement, event: EventFinding) -> bool:
    return any(
        name in {"title", "place", "city", "date"} and e.part == s.text.part and s.start <= e.start < s.end
        for name, e in event.signs
    )


def _is_asked(s: Statement, m: Match, place: int) -> bool:
    """Is coming what the sentence asks about: "kann ich mich noch anmelden?", "kann man auch später kommen?" """
    if s.has("ask_us") if m.concept == "attend" else s.covers(place, "ask_us"):
        return False
    if not (s.question or s.has("ask")):
        return False
    if m.concept == "register" and s.clause_has(place, "please") and not s.clause_has(place, "wants_to_know"):
        return False
    if s.clause_has(place, "question_word", "ask"):
        return True
    return s.question and m.concept == "attend" and _is_what_is_asked(s, m)


def _asks_the_reader(s: Statement, place: int) -> bool:
    """ "Kommst du auch?", "Bist du am Donnerstag dabei?": whether the reader comes."""
    clause = s.clauses[place]
    words = {t.folded for t in s.text.tokens[clause.first : clause.last + 1]}
    return bool(words & _READER_COMES) and not words & _FIRST_PERSON and not s.has("ask_us", "request")


_READER_COMES = frozenset("du ihr you tu vous usted ustedes ty вы ти ви".split())


def _asks_only_to_come(s: Statement, taken: Sequence[Match]) -> bool:
    """ "Darf ich mich hiermit anmelden?": what is asked is the registration itself."""
    places = {s.place_of(m) for m in taken}
    asking = {p for p in range(len(s.clauses)) if s.clause_has(p, "question_word", "is_there", "wants_to_know", "tag")}
    # "Ist es möglich, mich …" asks what its second clause says.
    asking = {p + 1 if clause_size(s, p) <= 4 and p + 1 in places else p for p in asking}
    return bool(places) and asking <= places


def _is_answered(s: Statement) -> bool:
    """Does the confirmation answer all that this sentence asks?"""
    if not s.has("answered") or s.has(*NEED_CONCEPTS):
        return False
    return all(
        s.covers(p, "answered")
        for p in range(len(s.clauses))
        if s.clause_has(p, "question_word", "is_there", "wants_to_know")
    )


def _is_what_is_asked(s: Statement, m: Match) -> bool:
    """ "Kann man auch nur vormittags kommen?", but not "ich komme gern, gibt es Parkplätze?"."""
    behind = [p for p, c in enumerate(s.clauses) if c.first > m.last]
    return not any(s.clause_has(p, "question_word", "is_there", "tag", "ask", *NEED_CONCEPTS) for p in behind)


def _of_the_reader(s: Statement, place: int) -> bool:
    """ "Bestätigen Sie Ihre Teilnahme", "I will sign you up": what the reader gets, no wish of the writer's."""
    clause = s.clauses[place]
    tokens = s.text.tokens[clause.first : clause.last + 1]
    words = {t.folded for t in tokens}
    return bool(words & _READER) and not words & _FIRST_PERSON - FIRST_SUBJECT and not s.has("request", "ask_us", "ask")


_READER = frozenset("ihr ihre ihren ihrem ihrer dein deine deinen you your votre vos ton tes su sus".split())


def _pull(s: Statement, m: Match, ties: Ties) -> float:
    """How much this says about who comes: more if the clause names the event, if the writer speaks of themselves,
    if it follows a "but"."""
    place = s.place_of(m)
    clause = s.clauses[place]
    tokens = s.text.tokens[clause.first : clause.last + 1]
    named = any(e.part == s.text.part and clause.start <= e.start < clause.end for _, e in ties.event.signs)
    return (
        1.0
        + (1.0 if named else 0.0)
        + (0.5 if any(t.folded in FIRST_SUBJECT for t in tokens) else 0.0)
        + (0.5 if s.clause_has(place, "contrast") else 0.0)
        - (1.0 if s.clause_has(place, "past") else 0.0)
    )


def _ours_named(s: Statement, event: EventFinding) -> bool:
    return event.named and any(e.part == s.text.part and s.start <= e.start < s.end for e in event.event.evidence)


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
