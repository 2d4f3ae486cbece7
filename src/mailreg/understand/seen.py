"""Looks at the sentences of a mail one after the other: who does what, and how firmly it is bound to our event."""

from __future__ import annotations

from mailreg.lexicon.match import Match
from mailreg.model.mail import Span
from mailreg.understand.asked import asks_only_to_come, is_answered, is_asked, is_whether, open_question
from mailreg.understand.boxes import stay_empty
from mailreg.understand.conditions import hangs_in_the_air, hangs_on, of_a_need, others_come, perhaps_not
from mailreg.understand.denial import NEED_CONCEPTS
from mailreg.understand.event import EventFinding
from mailreg.understand.needs import Needs
from mailreg.understand.refusal import (
    cancels,
    cannot_follow,
    denied,
    is_for_another,
    is_long_ago,
    is_mere_noun,
    is_refusal,
    was,
)
from mailreg.understand.scope import Statement, in_quotes, negated
from mailreg.understand.sentence_forms import (
    beside_thanks,
    but_behind,
    is_flat_no,
    is_of_a_person,
    of_a_need_only,
    somebody,
    to_anybody,
)
from mailreg.understand.tie import FIRST_SUBJECT, PROVEN, Ties, is_qualified
from mailreg.understand.whose import (
    asks_the_reader,
    hypothetical,
    i_do_not_know,
    is_elsewhere,
    is_theirs,
    mine,
    of_the_reader,
    overlaps,
    says_yes_by_no,
    speaks_first,
    tells_of_before,
    tells_the_reader,
)

_SIGNS = (
    "press", "after_event", "invite", "pass_on",
    "organising", "business", "spam", "fyi", "past",
    "change", "add", "question_word", "event_noun", "before", "regret", "another_time", "please",
)  # fmt: skip
_WITH_YOU = frozenset("dich dir you te toi".split())
_WHOLE_SENTENCE = 5  # words of a subject that may say all
_WISHES = (
    "register", "attend", "registration", "accept", "cancel", "unable", "earlier", "change", "replace", "add",
    "undecided", "request", "ask", "complaint", "present", "see_you", "regret", "press", "after_event", *NEED_CONCEPTS,
)  # fmt: skip


class Seen:
    """What the sentences looked at so far have said. One method for each thing that a writer may do."""

    def __init__(
        self,
        event: EventFinding,
        ties: Ties,
        needs: Needs,
        *,
        reply: bool,
        inviting: bool,
        confirmed: bool,
        invited: bool,
    ) -> None:
        self.event, self.ties, self.needs = event, ties, needs
        self.reply, self.inviting, self.confirmed, self.invited = reply, inviting, confirmed, invited
        self.register: list[Span] = []
        self.attend: list[Span] = []
        self.noun: list[Span] = []
        self.accept: list[Span] = []
        self.asks: list[Span] = []
        self.cancel: list[Span] = []
        self.weak: list[Span] = []
        self.away: list[Span] = []
        self.earlier: list[Span] = []
        self.only_if: list[Span] = []
        self.condition: list[Span] = []
        self.undecided: list[Span] = []
        self.wavers: list[Span] = []
        self.perhaps_not: list[Span] = []
        self.reader_comes: list[Span] = []
        self.not_yet: list[Span] = []
        self.question: list[Span] = []
        self.answered: list[Span] = []
        self.other: list[Span] = []
        self.elsewhere: list[Span] = []
        self.other_day: list[Span] = []
        self.refused: list[Span] = []
        self.wish: list[Span] = []
        self.signs: dict[str, list[Span]] = {}
        self.tie = self.act_pull = self.cancel_pull = 0.0
        self.person_swap = False
        self.swap = self.for_person = self.no_swap = self.somebody = False
        self.comes_myself: list[Span] = []  # "ich komme", with its pronoun
        self.theirs = False  # what is cancelled is another person's coming
        self.writer_needs = self.for_self = self.sorry = self.heading = False
        self.rest = 0
        self._last_need = -9

    def look_at(self, s: Statement, position: int) -> None:
        if stay_empty(s.text.text, s.start, s.end):
            return
        if s.has("robot"):
            self.signs.setdefault("robot", []).extend(s.spans("robot"))
            return
        for concept in _SIGNS if s.has(*_SIGNS) else ():
            if concept in s.concepts:
                self.signs.setdefault(concept, []).extend(s.spans(concept))
        if s.has("pass_on"):  # "Im Auftrag" above a name passes nothing on
            passed = [s.text.span_of(m) for m in s.of("pass_on") if not overlaps(s, m, "closing")]
            if passed:
                self.signs.setdefault("pass_on", []).extend(passed)
        if s.has("other"):  # a reason for not coming is no other event
            reason = s.has("cancel", "regret")
            elsewhere = [s.text.span_of(m) for m in s.of("other") if not (reason and overlaps(s, m, "unable"))]
            if elsewhere:
                self.signs.setdefault("other", []).extend(elsewhere)
        if s.has("unsubscribe") and not s.has(*NEED_CONCEPTS):  # "abbestellen möchte ich nur die Dolmetscherin"
            self.signs.setdefault("unsubscribe", []).extend(s.spans("unsubscribe"))
        if s.has("confirmed") and tells_the_reader(s):
            self.signs.setdefault("confirms", []).extend(s.spans("confirmed"))
        if s.has("unknowing"):
            found = [s.text.span_of(m) for m in s.of("unknowing") if not i_do_not_know(s, m)]
            if found:
                self.signs.setdefault("unknowing", []).extend(found)
        if s.has("complaint"):  # "ich muss Sie enttäuschen" is no complaint
            upset = [s.text.span_of(m) for m in s.of("complaint") if not overlaps(s, m, "regret")]
            if upset:
                self.signs.setdefault("complaint", []).extend(upset)
        if s.question or s.has("ask", "wants_to_know"):
            self.signs.setdefault("asking", []).append(s.span())
        if s.has("earlier"):
            self._earlier(s)
        if not s.is_subject and s.words > 3:
            self.rest += s.words if not s.has("fyi") else beside_thanks(s)
        if s.has("other") and (s.is_subject or self.ties.names_ours(s)):
            self.elsewhere += s.spans("other")
        if self.event.other_dates and not s.has("past", "earlier"):
            self.other_day += [
                e for e in self.event.other_dates if e.part == s.text.part and s.start <= e.start < s.end
            ]
        if s.has(*_WISHES) or s.question:
            self.tie = max(self.tie, self.ties.at(position))
        taken = [m for m in s.of("register", "attend", "present") if self._act(s, m)]
        self.somebody = self.somebody or (bool(taken) and somebody(s))
        if turned := [s.text.span_of(m) for m in taken if says_yes_by_no(s, m)]:
            self.signs.setdefault("yes_by_no", []).extend(turned)
        if s.has("registration"):
            self._noun(s)
        if s.has("accept", "see_you"):
            self._accept(s, position)
        self._cancel(s, position)
        if s.has("unable", "registration"):
            self._reason(s)
        if s.has("condition", "only_if"):
            self._condition(s)
        if s.has("undecided"):
            self._hesitation(s)
        if s.has("replace"):
            self._swap(s)
        if s.index in self.needs.sentences:
            self._last_need = position
            self.writer_needs = self.writer_needs or mine(s)
        if s.has("request") and not s.question and s.words <= 12 and _names(s, self.event) and not tells_the_reader(s):
            self.wish.append(s.span())
        if open_question(s, self.needs, position - self._last_need) and not asks_only_to_come(s, taken):
            (self.answered if is_answered(s) else self.question).append(s.span())

    def _swap(self, s: Statement) -> None:
        """Somebody in the place of somebody: not "Ersatz stelle ich keinen", "ob jemand einspringt, klärt sich"."""
        found = [
            m
            for m in s.of("replace")
            if not negated(s, m) and not s.covers(s.place_of(m), "undecided", "limited") and not to_anybody(s, m)
        ]
        open_yet = s.has("undecided") and not s.has("cancel", "unable")
        if s.question or open_yet or any(is_whether(s, s.place_of(m)) for m in found):
            self.no_swap = self.no_swap or bool(s.of("replace"))
            return
        if not found:
            return
        self.signs.setdefault("replace", []).extend(s.text.span_of(m) for m in found)
        acts = s.has("register", "attend", "cancel", "earlier", "unable", "accept", "present")
        self.swap = self.swap or acts or s.words <= 12
        self.person_swap = self.person_swap or any(is_of_a_person(s, m) for m in found)
        self.for_person = self.for_person or s.is_subject or (acts and any(m.last > m.first for m in found))

    def _earlier(self, s: Statement) -> None:
        """A registration that exists already."""
        never = any(m.first <= n.first <= m.last for m in s.of("earlier") for n in s.of("negation"))
        if never:  # "ich hatte mich noch gar nicht angemeldet"
            self.signs.setdefault("unregistered", []).extend(s.spans("earlier"))
        elif (mine(s) or s.words <= 12 or self.reply) and not tells_the_reader(s):
            self.earlier += [
                s.text.span_of(m)
                for m in s.of("earlier")
                if not hypothetical(s, m)
                and not any(r.first < m.first and m.last <= r.last for r in s.of("register"))
                and not (s.question and overlaps(s, m, "answered"))
            ]

    def _act(self, s: Statement, m: Match) -> bool:
        """Words of registering or coming: does the writer do it, or ask, refuse, put off, tell of others?"""
        if m.concept == "present" and not self._is_there(s):
            return False
        if cannot_follow(s, m):
            return False
        where = s.text.span_of(m)
        if m.concept != "register" and not _names(s, self.event) and is_elsewhere(s, m):
            self.weak.append(where)
            self.away.append(where)
            return False
        place = s.place_of(m)
        asking = s.question or s.has("ask", "wants_to_know")
        if in_quotes(s, m) or (s.clause_has(place, "organising") and not mine(s)):
            return False
        if hypothetical(s, m):
            if s.covers(place, "before"):
                self.not_yet.append(where)
            return False
        if (self.inviting and not mine(s)) or overlaps(s, m, "unsubscribe") or tells_of_before(s, m):
            return False
        called_off = cancels(s, place)
        if called_off or denied(s, m):
            if m.concept == "register" and not called_off:
                self.not_yet.append(where)
            elif not (called_off or asking) and not s.covers(place, "past", "only_if", "undecided") and mine(s):
                self.refused.append(where)
            return False
        if s.covers(place, "another_time") or (s.covers(place, "past") and not s.has("request")):
            return False
        if s.covers(place, "undecided") or (is_whether(s, place) and not asking):
            self.undecided.append(where)
            return False
        if of_the_reader(s, m):
            self.reader_comes += [] if overlaps(s, m, "see_you") else [where]
            return False
        if (asking and asks_the_reader(s, place)) or self._another_day(s, m):
            return False
        if (self.asks or self.question) and s.clause_has(place, "then") and not s.has("please"):
            self.undecided.append(where)  # "danach melde ich mich an"
            return False
        if s.question and s.clause_has(place, "condition") and not s.has("please"):
            self.asks.append(where)  # "reicht es, wenn ich einfach vorbeikomme?"
            return False
        if (m.concept != "present" and is_asked(s, m, place)) or (
            (self.asks or self.question) and s.has("condition") and not s.has("request")
        ):
            self.asks.append(where)
            return False
        (self.register if m.concept == "register" else self.attend).append(where)
        self.act_pull = max(self.act_pull, _pull(s, m, self.ties))
        self.for_self = self.for_self or mine(s)
        if speaks_first(s, place):
            self.comes_myself.append(where)
        self._elsewhere(s)
        return True

    def _is_there(self, s: Statement) -> bool:
        """ "Ich sitze am 11. in Bischofswerda": words of every day that say it only beside our event, or as an answer
        to its invitation."""
        if s.question or s.has("organising", "business", "offer", "unable", "undecided", "other"):
            return False
        if not (mine(s) or somebody(s)):
            return False
        if (s.is_subject and s.words < _WHOLE_SENTENCE) or was(s):
            return False
        tokens = s.text.tokens[s.clauses[0].first : s.clauses[-1].last + 1]
        if any(t.folded in _WITH_YOU for t in tokens):
            return False  # "ich hole dich ab, dann fahren wir nach Bischofswerda"
        if self.reply and self.ties.thread >= PROVEN and mine(s) and not self.confirmed:
            return True
        signs = {name for name, _ in self.event.signs}
        here = _names(s, self.event, {"title", "place", "city"})
        dated = _names(s, self.event, {"date"})
        return bool((here and signs & {"title", "date"}) or (dated and signs & {"title", "place", "city"}))

    def _another_day(self, s: Statement, m: Match) -> bool:
        """ "Für die AG am 30.11. muss ich absagen": the clause has a day of its own, and our event stands elsewhere."""
        if not self.event.own or self.ties.names_ours(s) or not self.ties.named_elsewhere(s):
            return False
        clause = s.clauses[s.place_of(m)]
        dated = any(e.part == s.text.part and clause.start <= e.start < clause.end for e in self.event.other_dates)
        return dated or (m.concept == "cancel" and is_for_another(s, m))

    def _elsewhere(self, s: Statement) -> None:
        if s.has("other") and not _ours_named(s, self.event):
            # "Mein Sohn hat Prüfung": a reason for not coming is no other event.
            self.other += [s.text.span_of(m) for m in s.of("other") if not overlaps(s, m, "unable")]

    def _noun(self, s: Statement) -> None:
        """ "Anmeldung …" as a heading, and in a short sentence."""
        if s.is_subject:
            self.noun += [
                s.text.span_of(m)
                for m in s.of("registration")
                if not negated(s, m) and not overlaps(s, m, "unsubscribe") and not of_the_reader(s, m)
            ]
            if self.noun:
                self._elsewhere(s)
            return
        if s.words > 14 or self.inviting or s.question or s.has("negation", "earlier", "invite", "cancel", "whoever"):
            return
        found = [m for m in s.of("registration") if not of_the_reader(s, m)]
        self.noun += [s.text.span_of(m) for m in found]
        self.heading = self.heading or any(m.first == s.clauses[0].first for m in found)

    def _accept(self, s: Statement, position: int) -> None:
        """A yes near the beginning; "bis Dienstag!" anywhere."""
        if s.question or s.is_subject or s.has("negation", "cancel", "offer", "organising", "business", "another_time"):
            return
        if s.has("regret") and s.has("unable"):
            return
        if s.has("accept") and position <= 2 and not but_behind(s):
            self.accept += s.spans("accept")
        if s.has("see_you") and not s.has("attend", "accept"):
            # "Wir sehen uns am 11.10.!" names the day itself; without it it is a yes only to what was asked.
            (self.attend if _names(s, self.event) and not self.reply else self.accept).extend(s.spans("see_you"))

    def _cancel(self, s: Statement, position: int) -> None:
        for m in s.of("cancel"):
            if in_quotes(s, m) or negated(s, m) or not is_refusal(s, m):
                continue
            if s.covers(s.place_of(m), "before"):  # "bitte noch nicht einplanen"
                self.not_yet.append(s.text.span_of(m))
                continue
            if hypothetical(s, m) or (s.question and s.has("question_word") and not s.has("request")):
                continue
            if s.question and not mine(s) and not s.has("ask_us", "please"):
                continue  # "Sie können nicht da sein?"
            if of_the_reader(s, m) or self._another_day(s, m) or is_mere_noun(s, m) or is_long_ago(s, m):
                continue
            if of_a_need_only(s, m):
                continue
            if hangs_in_the_air(s, m):
                self.undecided.append(s.text.span_of(m))
                continue
            clause = s.clauses[s.place_of(m)]
            self.other_day += [
                e for e in self.event.other_near if e.part == s.text.part and clause.start <= e.start < clause.end
            ]
            self.theirs = (self.theirs or not self.cancel) and is_theirs(s, m)
            self.cancel.append(s.text.span_of(m))
            self.other += self._another_meeting(s, m)
            sorry = (0.5 if s.has("regret") else 0.0) + (1.0 if s.is_subject else 0.0)
            self.cancel_pull = max(self.cancel_pull, _pull(s, m, self.ties) + sorry)
        if self.invited and position <= 1 and is_flat_no(s):
            self.cancel += s.spans("negation")[:1]

    def _another_meeting(self, s: Statement, m: Match) -> list[Span]:
        """ "I can't make it to the team meeting": what is cancelled in the same clause is somebody else's meeting."""
        place = s.place_of(m)
        if _names(s, self.event, _SIGNS_OF_OURS) or not (s.clause_has(place, "event_noun") or is_qualified(s)):
            return []
        return [s.text.span_of(n) for n in s.matches[place] if n.concept == "other" and not overlaps(s, n, "unable")]

    def _reason(self, s: Statement) -> None:
        """A no without a word of cancelling, and reasons that let one expect it."""
        if s.has("unable") and not was(s):
            self.weak += [s.text.span_of(m) for m in s.of("unable") if not overlaps(s, m, "limited")]
            self.sorry = self.sorry or s.has("regret", "another_time")
        if s.question or s.has("ask", "undecided", "complaint") or s.is_subject or not mine(s):
            return
        self.refused += [
            s.text.span_of(m)
            for m in s.of("registration")
            if negated(s, m) and not hypothetical(s, m) and not overlaps(s, m, "cancel", "earlier", "confirmed")
        ]

    def _condition(self, s: Statement) -> None:
        about = s.has("register", "attend", "registration", "cancel", *NEED_CONCEPTS)
        behind = self.register or self.attend or self.accept
        if s.has("only_if") and (about or behind):
            self.only_if += [s.text.span_of(m) for m in s.of("only_if") if not of_a_need(s, m)]
        for m in s.of("condition"):
            place = s.place_of(m)
            if hangs_on(s, m, place, acted=bool(behind)):
                self.condition.append(s.text.span_of(m))
                continue
            others = [p for p in range(len(s.clauses)) if p != place or len(s.clauses) == 1]
            if s.covers(place, *NEED_CONCEPTS) and not s.covers(place, "tag", "offer") and others_come(s, others):
                self.condition.append(s.text.span_of(m))

    def _hesitation(self, s: Statement) -> None:
        """Not sure yet; beside a registration only where the sentence is about coming."""
        self.perhaps_not += [s.text.span_of(m) for m in s.of("undecided") if perhaps_not(s, m)]
        if not (s.has("register", "attend", "accept") or mine(s) or s.words <= 8):
            return
        if s.has("register", "attend", "before") or not (self.register or self.attend or self.noun):
            self.undecided += s.spans("undecided")
            self.wavers += [] if s.has("cancel") else s.spans("undecided")


_SIGNS_OF_OURS = frozenset({"title", "place", "city", "date", "near", "month"})
_STRONG = frozenset({"title", "place", "city", "date"})


def _names(s: Statement, event: EventFinding, signs: frozenset[str] | set[str] = _STRONG) -> bool:
    return any(name in signs and e.part == s.text.part and s.start <= e.start < s.end for name, e in event.signs)


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
