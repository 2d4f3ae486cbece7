"""How firmly a sentence is bound to our event, from 0 to 1. Nothing is answered unless the tie is proven: what names
the event stands in the same or a neighbouring sentence, in the subject, or in the mail that is answered.

A weekday, a bare day ("am 11."), a month and "the only open event" prove nothing by themselves; a date or a town does
if the words around it are about a meeting, and not about something else that happens on that day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mailreg.lexicon.concepts import CONCEPTS, VALUES
from mailreg.understand.denial import NEED_CONCEPTS
from mailreg.understand.event import EventFinding
from mailreg.understand.scope import Statement

PROVEN = 0.6
HINT = 0.5  # a sign of the event without proof: a person should look
_STRENGTH = {"title": 0.95, "place": 0.9, "date": 0.55, "city": 0.55, "near": 0.4, "month": 0.3}
_DATED_TOWN = 0.9
_DATED_MEETING = 0.8  # a date or town beside "Treffen", "anmelden", "Teilnahme"
_DATED_SUBJECT = 0.7
_NEAR_MEETING = 0.62  # a weekday beside both "Treffen" and "anmelden"; or the only open event
_THREAD = 0.9
_ELSEWHERE = ("other", "organising", "business", "unsubscribe")
_MEETING = ("event_noun", "registration", "register", "earlier")
_FEW = 30  # words of a mail that says only that somebody doesn't come
_SHORT = 80  # words; in a short mail every sentence is near every other
_THREAD_MAIL = 150  # words; in longer mails only the first sentences answer what is quoted


@dataclass(frozen=True)
class Ties:
    """`only`: exactly one event is open, and nothing in the mail speaks against it."""

    statements: Sequence[Statement]
    event: EventFinding
    words: int
    only: bool
    thread: float
    subject: frozenset[str] = frozenset()  # concepts of a thread's subject: "Re: Anmeldung"
    _named: dict[int, list[str]] = field(default_factory=dict, repr=False, compare=False)  # by the sentence's id()

    def at(self, position: int) -> float:
        """How firmly the statement at this position is bound to `event`."""
        return max(self._own(position), self._thread(position))

    def names_ours(self, s: Statement) -> bool:
        """Does this sentence name our event, its day or its place?"""
        return any(name != "month" for name in self._signs(s))

    def named_elsewhere(self, s: Statement) -> bool:
        """Does another of the writer's sentences name our event?"""
        return any(other is not s and self.names_ours(other) for other in self.statements)

    @property
    def mention(self) -> float:
        """The same for the mail as a whole: is our event spoken of at all?"""
        own = {name for s in self.statements for name in self._signs(s)}
        if {"date", "city"} <= own:
            return _DATED_TOWN
        return max(self.thread, max((_STRENGTH[name] for name in own), default=0.0))

    def _own(self, position: int) -> float:
        said = self._signs(self.statements[position])
        if "city" in said and "date" in said and not _other_kind(self.statements[position]):
            return _DATED_TOWN
        here = self._around(position)
        signs = {name for s in here for name in self._signs(s)}
        if not signs and not (self.only and self.event.event.value):
            return 0.0
        strength = max((_STRENGTH[name] for name in signs), default=0.0)
        if strength >= PROVEN and self._on_another_day(here, signs):
            return HINT
        if strength >= PROVEN:
            return strength
        concepts = frozenset().union(*(s.concepts for s in here)) if here else frozenset()
        concepts |= self.subject
        elsewhere = any(
            s.has(*_ELSEWHERE)
            for i, s in enumerate(self.statements)
            if s.is_subject or i == position or (s in here and self._signs(s))
        ) or any(
            names_something_else(s, self._ours(s)) or is_qualified(s, self._ours(s))
            for s in here
            if s is self.statements[position] or self._signs(s)
        )
        meeting = not concepts.isdisjoint(_MEETING)
        registers = not concepts.isdisjoint(("register", "registration"))
        if "city" in signs and signs & {"date", "near"} and not elsewhere:
            return _DATED_TOWN
        if (
            "date" in signs
            and not elsewhere
            and self._dated_subject()
            and "date" in self._signs(self.statements[position])
        ):
            return _DATED_SUBJECT
        if {"date", "city"} & signs:
            # Nobody asks a friend to pay the fare or to interpret: then a day alone is ours.
            asks = self.words <= _SHORT and any(s.has("travel_costs", "interpreting") for s in self.statements)
            called_off = any(s.is_subject and s.has("cancel") for s in self.statements)
            meeting = meeting or called_off or (asks and not concepts.isdisjoint(("attend", "accept", "present")))
            # "Ich kann am 11. Oktober leider nicht kommen": who else should hear that in so few words?
            sorry = self.words <= _FEW and "date" in signs and {"cancel", "regret"} <= concepts
            return HINT if elsewhere else _DATED_MEETING if meeting else _NEAR_MEETING if sorry else strength
        if signs or (self.only and self.event.event.value):
            if elsewhere:
                return min(strength, 0.3)
            acts = registers or ("near" in signs and not concepts.isdisjoint(("cancel", "attend", "earlier")))
            if acts and "event_noun" in concepts and self.words <= _SHORT:
                return _NEAR_MEETING
            prior = "earlier" in concepts or ("registration" in concepts and {"change", "cancel", "replace"} & concepts)
            if "near" in signs and prior and self.words <= _SHORT:
                return _NEAR_MEETING
            return HINT if "event_noun" in concepts and self.words <= _SHORT else max(strength, 0.3)
        return 0.0

    def _ours(self, s: Statement) -> frozenset[int]:
        """The tokens that name our event."""
        found: set[int] = set()
        for _, span in self.event.signs:
            if span.part == s.text.part and s.start <= span.start < s.end:
                found.update(range(*s.text.tokens_in(span.start, span.end)))
        return frozenset(found)

    def _on_another_day(self, here: Sequence[Statement], signs: set[str]) -> bool:
        """ "Zum Fachtag am 3. Dezember": the name is ours, the day that stands with it is not."""
        if signs & {"date", "near"}:
            return False
        return any(
            e.part == s.text.part and s.start <= e.start < s.end
            for s in here
            if "title" in self._signs(s) or "place" in self._signs(s)
            for e in self.event.other_dates
        )

    def _dated_subject(self) -> bool:
        """The subject is our date and next to nothing else: the mail is about that day."""
        return any(
            s.is_subject and s.words <= 3 and "date" in self._signs(s) and not s.has(*NEED_CONCEPTS)
            for s in self.statements
        )

    def _thread(self, position: int) -> float:
        return self.thread if self.words <= _THREAD_MAIL or position <= 3 else min(self.thread, HINT)

    def _around(self, position: int) -> list[Statement]:
        """The sentence, its neighbours, and the subject. In a long mail the neighbours only where the writer speaks of
        themselves: there every subject of the week stands beside every other."""
        here = self.statements[position]
        reach = 3 if self.words <= _SHORT else 1 if speaks_of_self(here) else 0
        return [s for i, s in enumerate(self.statements) if abs(i - position) <= reach or s.is_subject]

    def _signs(self, s: Statement) -> list[str]:
        """What of our event a sentence names; each is looked at once."""
        known = self._named.get(id(s))
        if known is None:
            known = self._named[id(s)] = self._look_up(s)
        return known

    def _look_up(self, s: Statement) -> list[str]:
        return [
            "near" if name in {"date", "city"} and _is_beside_the_point(s, e.start) else name
            for name, e in self.event.signs
            if e.part == s.text.part and s.start <= e.start < s.end
        ]


def _other_kind(s: Statement) -> bool:
    """Something else than a meeting of some kind; a "hội thảo" on our day in our town is our conference."""
    kinds = s.of("event_kind")
    return any(not any(k.first <= m.last and m.first <= k.last for k in kinds) for m in s.of("other"))


def _is_beside_the_point(s: Statement, start: int) -> bool:
    """ "Falls ihr am 11. nicht könnt", "ab dem 11. Oktober", "bis zum 11.": no day on which the writer comes."""
    place = next((i for i, c in enumerate(s.clauses) if c.start <= start < c.end), 0)
    if s.clause_has(place, "whoever") or (s.clause_has(place, "condition") and not s.clause_has(place, "registration")):
        return True
    before = [t.folded for t in s.text.tokens[s.clauses[place].first : s.clauses[place].last + 1] if t.start < start]
    return not _FROM_OR_UNTIL.isdisjoint(before[-2:])


def names_something_else(s: Statement, ours: frozenset[int] = frozenset()) -> bool:
    """ "Zur Betriebsversammlung", "für das Konzert": a German noun that no concept knows is what it is about. `ours`:
    tokens that name our event."""
    if "de" not in s.text.languages[:1]:
        return False
    tokens, first, last = s.text.tokens, s.clauses[0].first, s.clauses[-1].last
    known = _known(s) | ours
    for i in range(first, last):
        two = tokens[i].folded in _FOR and tokens[i + 1].folded in _ARTICLES
        noun = i + (2 if two else 1)
        if (two or tokens[i].folded in _TO) and noun <= last and noun not in known:
            text = tokens[noun].text
            if tokens[noun].kind == "word" and text[0].isupper() and text[1:].islower() and len(text) >= 5:
                return True
    return False


def is_qualified(s: Statement, ours: frozenset[int] = frozenset()) -> bool:
    """ "Réunion du comité", "zebranie rodziców", "meeting with the ministry": a meeting, but somebody else's. Whoever
    comes "mit meiner Kollegin" tells of a companion; German and English nouns need a word between."""
    tokens, last = s.text.tokens, s.clauses[-1].last
    known = _known(s) | ours
    plain = s.text.languages[:1] and s.text.languages[0] in _NEEDS_OF
    for noun in s.of("event_noun"):
        i = noun.last + 1
        of = i <= last and tokens[i].folded in _OF_OR_WITH
        company = of and tokens[i].folded in _WITH
        i += of
        article = i <= last and tokens[i].folded in _ARTICLES | _MORE_ARTICLES | ({"des", "der"} if plain else set())
        if (company and not article) or (plain and not (of or article)):
            continue
        i += article
        text = tokens[i].text if i <= last and tokens[i].kind == "word" else ""
        if (
            len(text) >= 5
            and i not in known
            and not any(m.first <= i <= m.last for m in s.of("register", "attend", "cancel"))
        ):
            return True
    return False


def _known(s: Statement) -> set[int]:
    """The tokens of which a concept tells what they are."""
    return {
        i
        for row in s.matches
        for m in row
        if m.concept in _OURS and m.last - m.first <= 2
        for i in range(m.first, m.last + 1)
    }


_NEEDS_OF = frozenset({"de", "en", "tr", "so", "ps", "ti"})  # others put what it is right behind
_WITH = frozenset("mit with avec con com z ze с зі із với".split())
_OURS = frozenset(CONCEPTS) | frozenset(VALUES)  # not the concepts of people: a "comité" is nobody's event of ours
_OF_OR_WITH = frozenset("du des de del della der mit with of z ze с зі із مع با của với".split())
_MORE_ARTICLES = frozenset("the la le les los las l".split())
_TO = frozenset({"zum", "zur", "beim"})
_FOR = frozenset({"fur", "an", "bei"})
_ARTICLES = frozenset({"das", "die", "den", "der", "dem"})


def speaks_of_self(s: Statement) -> bool:
    """Is the writer the one who acts: "ich", "we", "je"? Not told from the verb in languages that drop the pronoun."""
    if s.text.languages[:1] and s.text.languages[0] in DROPS_PRONOUN:
        return True
    return not s.folded.isdisjoint(FIRST_SUBJECT) or any(
        s.text.tokens[c.first].folded in FIRST_VERBS for c in s.clauses
    )


# German writers leave out the pronoun: "Bin dabei", "Würde gern kommen".
FIRST_VERBS = frozenset(
    """bin komme komm nehme melde mochte wurde ware werde hab habe hatte kann muss will brauche brauchte sage schaffe
    freue bringe bleibe fahre schick schicke kame bitte""".split()
)


FIRST_SUBJECT = frozenset(
    """ich wir i we je nous j yo nosotros ja my я мы ми ben biz انا نحن من ما em toi eu noi jsem ez min زه مونږ
    aan waan waxaan አነ ንሕና""".split()
)
DROPS_PRONOUN = frozenset("ar fa tr ti ckb ps es pt it pl cs hr bs sr ro ru uk so ku".split())
_FROM_OR_UNTIL = frozenset(
    """ab bis seit from until till since by partir depuis jusqu desde hasta od do с до від з по dal fino""".split()
)


def thread_tie(event: EventFinding, thread: Sequence[Statement]) -> float:
    """How surely the mail that is answered is about our event: it names it, or invites to or confirms its date."""
    signs = event.thread_signs
    if not signs:
        return 0.0
    if signs & {"title", "place"} or {"date", "city"} <= signs:
        return _THREAD
    concepts = frozenset().union(*(s.concepts for s in thread)) if thread else frozenset()
    if signs & {"date", "city"} and concepts & {"invite", "confirmed", "registration"} and "other" not in concepts:
        return _DATED_MEETING
    return HINT if signs & {"date", "city"} else 0.3
