"""The facts of a mail that intent's rules ask, and what speaks for a wish that nothing binds to our event."""

from __future__ import annotations

from dataclasses import dataclass

from mailreg.model.mail import Letter, Span
from mailreg.understand.event import EventFinding
from mailreg.understand.needs import Needs
from mailreg.understand.tie import HINT, PROVEN

LONG_MAIL = 80  # words
UNTOLD = 150  # words up to which a mail may be ours that names no event of ours: advertising says more
_FEW = 40  # words
_NOTHING_ELSE = 25  # words of a mail that says only that somebody doesn't come
_ENOUGH = 2.5
_SPOKEN_OF = 0.3  # of what names an event: a month alone


@dataclass(frozen=True)
class Facts:
    """What the rules ask. Each tuple holds the words that prove it; empty means no."""

    letter: Letter
    event: EventFinding
    empty: bool  # no own words and no subject of one's own
    register: tuple[Span, ...]  # says so: anmelden, sign up
    attend: tuple[Span, ...]  # comes, takes part
    noun: tuple[Span, ...]  # "Anmeldung …" as a heading
    heading: bool  # … that begins a line of the text: "Anmeldung: …"
    accept: tuple[Span, ...]  # "ja, gern", where an invitation is quoted
    asks_to_come: tuple[Span, ...]  # "may I still register?"
    cancel: tuple[Span, ...]
    weak_cancel: tuple[Span, ...]  # a reason for not coming, without the word
    away: tuple[Span, ...]  # … which is another town: "I'll be in Accra"
    earlier: tuple[Span, ...]  # a registration that exists already
    confirmed: bool  # the quoted mail is our confirmation
    quotes_confirmation: bool  # … and stands below, or names itself so
    change: tuple[Span, ...]
    replace: tuple[Span, ...]
    add: tuple[Span, ...]
    after_all: tuple[Span, ...]  # an earlier cancellation is taken back
    after_all_self: bool  # … by the writer, for themselves
    swap: bool  # somebody comes in place of somebody
    person_swap: bool  # … and the words may mean a person: not "zwei statt drei", "im Bett statt bei euch"
    comes_for_them: bool  # "unsere Leiterin kann nicht, deshalb komme ich"
    for_person: bool  # … and it is said whose place it is: "statt meiner", "anstelle von"
    somebody: bool  # beside a word of coming a person is named: "Amira kommt mit"
    from_organiser: bool  # the sender is one of the event's organisers
    wish: tuple[Span, ...]  # "einmal Fachtag, bitte": names the event and asks
    needs_for_writer: bool  # needs in sentences of the first person
    only_if: tuple[Span, ...]
    condition: tuple[Span, ...]  # an act that depends on a need
    undecided: tuple[Span, ...]
    wavers: tuple[Span, ...]  # … in a sentence without a word of cancelling
    perhaps_not: tuple[Span, ...]  # the staying away is open: "ich komme vielleicht nicht"
    turned: tuple[Span, ...]  # the registration is taken back behind it: "… scrap that"
    rumour: tuple[Span, ...]  # others come, as the writer has heard
    twice: tuple[Span, ...]  # the writer may be on the list already
    hesitates: tuple[Span, ...]  # beside a registration: "kann sein, dass ich doch passen muss"
    reader_comes: tuple[Span, ...]  # it is the reader who comes: "schön, dass Sie kommen"
    not_yet: tuple[Span, ...]  # "don't register me yet"
    question: tuple[Span, ...]
    needs: Needs
    other: tuple[Span, ...]  # another event is the object of the act
    elsewhere: tuple[Span, ...]  # another event in the sentence that names our day, or in the subject
    other_day: tuple[Span, ...]  # a day that no event has, and that is not told of as past
    copied: bool  # written to somebody else, the organiser only gets a copy
    to_strangers: bool  # our address stands neither in To nor in Cc, as far as the events tell
    invited: bool  # the thread is an invitation to one of our events
    thread_ours: bool
    thread_names: bool  # the subject of the thread speaks of a meeting or a registration
    thread_busy: bool  # the mail that is answered asks for something else: to moderate, to order, to send
    mention: float  # the same for the mail as a whole: is our event spoken of at all?
    table: tuple[Span, ...]  # the heading of a table of people, or the fields of a form that asks how many come
    tie: float  # how firmly what is wished is bound to the event, see tie.py
    refused: tuple[Span, ...]  # coming is denied, without a word of cancelling: "lässt eine Teilnahme nicht zu"
    sorry: bool  # a reason for not coming is regretted: "leider bin ich da im Urlaub"
    rest: int  # words that are more than thanks and greetings
    speaks_for_self: bool  # "ich melde mich an", not "bitte trag das ein"
    act_pull: float  # what speaks for coming …
    cancel_pull: float  # … and for not coming, where a mail has words of both
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
    def bound(self) -> bool:
        """Is there any word of a meeting, of a registration, or of our event, in the mail or in its thread?"""
        return bool(
            self.tie > 0
            or self.mention >= (0.3 if self.act or self.cancel or self.question else HINT)
            or self.noun
            or self.earlier
            or self.prior
            or self.wish
            or self.invited
            or self.thread_ours
            or self.thread_names
            or self.sign("event_noun")
        )

    @property
    def answers_another(self) -> bool:
        """ "AW: Termin Brandschutz": what is called off or changed on our day is what the thread is about, and that is
        nothing of ours."""
        return self.reply and not (self.thread_ours or self.thread_names or self.prior or self.event.named)

    @property
    def two_events(self) -> bool:
        """Is something wished of two of our events: "am 11. kann ich nicht, zum Fachtag komme ich gern"? Not in "danke
        für das Treffen im Oktober, zum Fachtag kann ich nicht"."""
        wish = self.register or self.attend or self.sign("please")
        return bool(wish) and sum(1 for said in self.event.scores.values() if said >= _SPOKEN_OF) > 1

    @property
    def about_ours(self) -> bool:
        """Is it proven that one of our events is meant?"""
        return self.tie >= PROVEN

    @property
    def busy(self) -> tuple[Span, ...]:
        """The caterer and the advertiser come, too: words of business where nobody registers in so many words."""
        if self.noun or self.thread_ours or (self.register and self.speaks_for_self):
            return ()
        found = [self.signs.get(c, ()) for c in ("organising", "business", "spam", "invite")]
        weight = len(found[0]) + len(found[1]) + 2 * (len(found[2]) + len(found[3]))
        if weight < (3 if self.speaks_for_self and self.event.named else 2):
            return ()
        return tuple(span for spans in found for span in spans)

    @property
    def long(self) -> bool:
        """A mail in which a word or a date may stand by chance."""
        return self.words > LONG_MAIL

    @property
    def plain(self) -> bool:
        """ "Ich will mich anmelden", and next to nothing else: to whom else should that be written?"""
        apart = ("other", "business", "organising", "unsubscribe", "invite", "past")
        return (
            self.speaks_for_self
            and self.words <= _FEW
            and not any(self.sign(c) for c in apart)
            and not self.event.other_dates
        )

    @property
    def may_be_ours(self) -> bool:
        """Nothing proves it, but a careful person would ask: enough speaks for it. In a long mail only what stands
        beside a sign of our event does."""
        if self.long and not (self.tie >= HINT and (self.register or self.cancel or self.question)):
            if self._headed and not self.other:
                return True
            own = self.register and self.speaks_for_self and self.sign("event_noun") and not self.other
            return bool(own) and self.sign("business") + self.sign("organising") + self.sign("invite") < 2
        return sum(weight for weight, said in self._hints() if said) >= _ENOUGH

    @property
    def _headed(self) -> bool:
        """ "Anmeldung zweier Mütter": the subject says it, and the text says who comes or what they need."""
        heads = any(span.part.endswith("subject") for span in self.noun)
        return heads and bool(self.register or self.attend) and bool(self.needs.asked or self.somebody)

    def _hints(self) -> tuple[tuple[float, bool], ...]:
        """Each with what it weighs. Words of wishes are everyday office words; two or three of them together, or one
        beside a date of ours, are worth a look."""
        return (
            (2.0, self.tie >= HINT),
            (1.0, HINT > self.tie >= 0.3),
            (2.5 if self.plain else 2.0 if self.speaks_for_self else 1.0, bool(self.register)),
            (1.0, bool(self.change and self.needs.asked)),
            (2.5, bool(self.noun)),
            (1.5, bool(self.asks_to_come)),
            (1.0, self.reply and self.thread_names),
            (1.0, bool(self.attend or self.accept)),
            (1.5, bool(self.cancel)),
            (1.0, bool(self.weak_cancel)),
            (1.5, bool(self.earlier or self.swap)),
            (1.0, bool(self.undecided)),
            (1.0, bool(self.not_yet or self.sign("before"))),
            (1.5, bool(self.question)),
            (1.5, bool(self.needs.asked)),
            (1.5, bool(self.sign("event_noun"))),
            (1.5, bool(self.cancel) and self.words <= _NOTHING_ELSE),
            (-2.0, bool(self.sign("other"))),
            (-2.0, bool(self.sign("unsubscribe"))),
            (-1.5, self.sign("business") >= 1),
            (-1.0, self.sign("organising") >= 1),
            (-1.0, self.sign("organising") >= 2),
            (-1.0, bool(self.sign("invite"))),
            (-1.0, self.long),
        )
