"""What the writer wants: one table of named rules over the facts of the sentences.

The first rule that fits gives the kind, how sure it is and what a person should know; its name is `Reading.why`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from mailreg.model.mail import MachineKind, SegmentKind, Span
from mailreg.model.reading import Doubt, Kind
from mailreg.understand.facts import Facts
from mailreg.understand.tie import HINT, PROVEN


@dataclass(frozen=True)
class Verdict:
    kind: Kind
    confidence: float
    rule: str
    evidence: tuple[Span, ...] = ()
    doubts: tuple[Doubt, ...] = ()


Rule = Callable[[Facts], Verdict | None]


def decide(facts: Facts) -> Verdict:
    """The first rule that fits, with the doubts that hold whatever the kind."""
    verdict = next(v for rule in _RULES if (v := rule(facts)) is not None)
    if verdict.kind is Kind.UNRELATED and verdict.rule not in _FIRM:
        verdict = _second_look(facts, verdict)
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
        if verdict.kind is Kind.REGISTER and (facts.busy or (facts.thread_busy and not facts.register)):
            doubt("competing", facts.busy)
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


# Rules that put a mail aside for good; what the others put aside is looked at once more.
_FIRM = frozenset(
    {"glad_of_confirmation", "from_an_organiser", "other_event", "thanks_afterwards", "works_with_us", "confirms_to_us"}
)


def _second_look(f: Facts, verdict: Verdict) -> Verdict:
    """A mail that names our event and in which somebody wishes something is never put aside by a rule of thumb."""
    wish = f.register or f.cancel or f.undecided or f.not_yet or f.asks_to_come or f.attend or f.noun or f.question
    if not wish or max(f.tie, f.mention) < PROVEN or not f.may_be_ours or f.letter.spam:
        return verdict
    kind = Kind.CANCEL if f.cancel else Kind.REGISTER if f.act and not f.question else Kind.QUESTION
    return Verdict(kind, 0.5, "second_look:" + verdict.rule, wish, (Doubt("competing", wish[:2]),))


_SCRIPT = re.compile(r"<script\b|\bonerror\s*=", re.IGNORECASE)
_RIDDLE = 40  # words
_LIST_MAIL = 75  # words of what a human writes to a list; newsletters are longer
_GLAD = 15  # words
_FEW = 3  # words beside thanks that may be left unexplained
_MUCH = 4  # words of business and organising that outweigh our event's name
_MORE_THAN_THANKS = 6  # words beside greetings and sentences of thanks
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
    wish = (
        f.register or f.cancel or (() if f.words > _LIST_MAIL else f.attend or f.change or f.asks_to_come or f.question)
    )
    leaves = f.sign("unsubscribe") and not (f.register and f.speaks_for_self)
    if not wish or not f.about_ours or f.other or f.sign("invite") or leaves:
        return Verdict(Kind.AUTOMATIC, 0.9, "machine_unless_a_human_registers")
    if f.register and f.letter.machine.kind is MachineKind.BULK and f.words <= 2 * _LIST_MAIL:
        return Verdict(Kind.REGISTER, 0.75, "registers_through_a_list", f.register)
    if f.cancel and not f.register:
        kind = Kind.CANCEL
    elif f.change and f.prior:
        kind = Kind.CHANGE
    else:
        kind = Kind.REGISTER if f.register or f.attend else Kind.QUESTION
    return Verdict(kind, 0.5, "human_words_in_machine_mail", wish, (Doubt("competing"),))


def _bulk_content(f: Facts) -> Verdict | None:
    if f.letter.bulk is None or f.letter.machine is not None:
        return None
    wish = f.act or f.cancel or (f.words <= _LIST_MAIL and (f.asks_to_come or f.question or f.undecided))
    if wish and f.about_ours and not f.sign("invite"):
        return None
    return Verdict(Kind.AUTOMATIC, 0.9, "bulk_content")


def _speaks_to_a_robot(f: Facts) -> Verdict | None:
    if f.sign("robot") and not (f.act or f.cancel):
        return Verdict(Kind.UNRELATED, 0.7, "speaks_to_a_robot", f.signs["robot"])
    return None


def _spam(f: Facts) -> Verdict | None:
    ours = f.about_ours and f.mention >= HINT and (f.act or f.cancel)
    if (f.sign("spam") >= 2 or f.letter.spam) and not ours:
        return Verdict(Kind.UNRELATED, 0.9, "spam", f.signs.get("spam", ()))
    return None


def _nothing_said(f: Facts) -> Verdict | None:
    if not f.empty and f.words:
        return None
    if f.event.own:
        return Verdict(Kind.QUESTION, 0.4, "nothing_said", (), (Doubt("competing"),))
    return Verdict(Kind.UNRELATED, 0.7, "nothing_said")


def _off_the_list(f: Facts) -> Verdict | None:
    if f.sign("unsubscribe") and not (f.register or f.attend or (f.cancel and f.about_ours)):
        plain = f.words <= _GLAD + _GLAD and not (f.question or f.event.own or f.needs.asked or f.needs.refused)
        rule = "leaves_the_list" if plain else "off_the_list"
        return Verdict(Kind.UNRELATED, 0.85, rule, f.signs["unsubscribe"])
    return None


def _to_somebody_else(f: Facts) -> Verdict | None:
    if f.copied and f.other and not f.thread_ours:
        return Verdict(Kind.UNRELATED, 0.85, "to_somebody_else", f.other)
    return None


def _other_event(f: Facts) -> Verdict | None:
    if not (f.act or f.cancel) or f.thread_ours or f.event.named:
        return None
    if f.other and f.tie >= (PROVEN if f.long else HINT):
        return Verdict(
            Kind.REGISTER if f.act else Kind.CANCEL,
            0.5,
            "other_event_on_our_day",
            f.other,
            (Doubt("competing", f.other[:2]),),
        )
    if f.other:
        return Verdict(Kind.UNRELATED, 0.75 if f.event.other_dates else 0.65, "other_event", f.other)
    if not f.event.own and f.other_day and not f.prior:
        return Verdict(Kind.UNRELATED, 0.62, "other_day", f.other_day)
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


def _confirms_to_us(f: Facts) -> Verdict | None:
    """ "Hiermit bestätigen wir Ihre Anmeldung": the organiser has registered somewhere else."""
    said = f.signs.get("confirms", ())
    if not said or f.thread_ours or f.cancel or (f.register and f.speaks_for_self and f.about_ours):
        return None
    return Verdict(Kind.UNRELATED, 0.8, "confirms_to_us", said)


def _business_offer(f: Facts) -> Verdict | None:
    if f.question and f.mention >= PROVEN:
        return None
    if f.mention >= PROVEN and f.sign("business") + f.sign("organising") < _MUCH:
        return None
    if f.sign("business") >= 2 and not f.register and not f.attend and not f.cancel:
        return Verdict(Kind.UNRELATED, 0.8, "business_offer", f.signs["business"])
    return None


def _report(f: Facts) -> Verdict | None:
    """Minutes, plans and talk among colleagues count registrations and cancellations of others."""
    talk = f.sign("organising") + f.sign("after_event")
    if f.attend and f.about_ours and f.speaks_for_self:
        return None
    if talk >= 3 and f.words > 40 and not f.register and not f.confirmed and not f.needs_for_writer and not f.question:
        return Verdict(Kind.UNRELATED, 0.75, "report", f.signs.get("organising", ()) or f.signs["after_event"])
    return None


def _press(f: Facts) -> Verdict | None:
    if f.sign("press") >= 2 and not f.register:
        return Verdict(Kind.QUESTION, 0.8, "press", f.signs["press"], (Doubt("press", f.signs["press"][:3]),))
    return None


def _complaint(f: Facts) -> Verdict | None:
    ours = f.mention >= HINT or (f.earlier and f.sign("complaint") >= 2)
    if f.sign("complaint") and not f.register and not f.attend and not f.cancel and ours:
        return Verdict(
            Kind.QUESTION, 0.75, "complaint", f.signs["complaint"], (Doubt("complaint", f.signs["complaint"][:3]),)
        )
    return None


def _after_the_event(f: Facts) -> Verdict | None:
    wants = f.sign("after_event") or (f.over and (f.question or f.needs.asked or f.sign("asking")))
    if (
        wants
        and (f.over or f.sign("past"))
        and f.mention >= (PROVEN if f.long else HINT)
        and not f.register
        and not f.cancel
    ):
        return Verdict(
            Kind.QUESTION,
            0.75,
            "after_the_event",
            f.signs.get("after_event", ()) or f.question,
            (Doubt("after_event", f.signs.get("after_event", ())[:3]),),
        )
    return None


def _thanks_afterwards(f: Facts) -> Verdict | None:
    """ "Danke für den schönen Nachmittag gestern!": the event is over, and nothing is wanted."""
    wants = f.register or f.cancel or f.question or f.asks_to_come or f.needs.asked or f.change or f.noun or f.undecided
    if not f.over or not f.sign("fyi") or wants or f.sign("please") or f.sign("complaint") or f.sign("asking"):
        return None
    return Verdict(Kind.UNRELATED, 0.75, "thanks_afterwards", f.signs["fyi"])


def _works_with_us(f: Facts) -> Verdict | None:
    """Room, keys, slides, contracts for our day: whoever prepares it with us, and wishes nothing for themselves."""
    wish = f.register or f.noun or f.accept or f.cancel or f.weak_cancel or f.undecided or f.asks_to_come or f.change
    if wish or f.question or f.needs.asked or f.add or f.replace or f.not_yet or f.refused or f.thread_ours:
        return None
    talk = f.signs.get("organising", ()) + f.signs.get("business", ())
    if len(talk) < (3 if f.attend or f.mention >= PROVEN else 2):
        return None
    return Verdict(Kind.UNRELATED, 0.75, "works_with_us", talk[:3])


def _not_yet(f: Facts) -> Verdict | None:
    if f.not_yet and not f.register and not f.cancel and (f.about_ours or f.question):
        return Verdict(Kind.QUESTION, 0.8, "not_yet", f.not_yet, (Doubt("undecided", f.not_yet[:2]),))
    return None


def _nothing_ties_it(f: Facts) -> Verdict | None:
    """Words of a wish, but nothing that binds it to our event: office talk, other people's meetings."""
    if f.about_ours or f.thread_ours or f.may_be_ours or (f.mention >= PROVEN and f.question) or _bare_mention(f):
        return None
    rule = "nothing_ties_it"
    wish = f.register or f.needs.asked or f.needs.refused or f.prior
    if f.mention < PROVEN and f.elsewhere and not f.sign("event_noun") and not (wish and not f.other):
        rule = "something_else_that_day"  # a parents' evening on our date
    return Verdict(Kind.UNRELATED, 0.85 if not f.tie else 0.7, rule, f.register or f.cancel or f.attend)


def _replacement(f: Facts) -> Verdict | None:
    if f.swap and (f.cancel or f.prior or f.weak_cancel) and (f.about_ours or f.prior):
        return Verdict(Kind.CHANGE, 0.85, "replacement", f.replace)
    return None


def _in_place_of_somebody(f: Facts) -> Verdict | None:
    """ "Anstelle von Peter kommt Jana": there was a registration, though nobody says so."""
    if f.swap and f.for_person and f.attend and f.about_ours and not f.register and not f.invited:
        return Verdict(Kind.CHANGE, 0.7, "in_place_of_somebody", f.replace)
    return None


def _comes_otherwise(f: Facts) -> Verdict | None:
    """ "Wir kommen nun doch zu zweit statt zu dritt": there was an earlier mail, though it isn't spoken of."""
    if f.attend and f.swap and f.change and f.about_ours and not f.register and not f.prior and not f.cancel:
        return Verdict(Kind.CHANGE, 0.55, "comes_otherwise", f.replace, (Doubt("competing", f.change[:2]),))
    return None


def _change_of_registration(f: Facts) -> Verdict | None:
    if not f.prior or f.over:
        return None
    evidence = f.change or f.add or f.earlier
    if f.cancel:
        if (f.add or f.change) and f.earlier and (f.register or f.attend) and not _plain_cancel(f):
            return Verdict(Kind.CHANGE, 0.7, "change_of_registration", evidence)
        return None
    if (
        f.earlier
        and f.register
        and f.earlier[0].part == f.register[-1].part
        and f.earlier[0].start < f.register[-1].start
    ):
        return Verdict(Kind.CHANGE, 0.7, "registers_more", f.register)
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
    if (
        f.register
        and not f.prior
        and f.register[-1].part == f.cancel[-1].part
        and f.register[-1].start > f.cancel[-1].end
    ):
        return None  # "ich dachte, ich kann nicht; jetzt klappt es doch: bitte anmelden"
    if f.act_pull > f.cancel_pull + (1.0 if f.prior else 0.0):
        return None
    return Verdict(Kind.CANCEL, 0.9 if f.about_ours else 0.7, "cancellation", f.cancel)


def _glad_of_confirmation(f: Facts) -> Verdict | None:
    """ "Super, bin dabei, bis dann!" below our confirmation: they are on the list already."""
    news = f.register or f.change or f.add or f.replace or f.cancel or f.needs.asked or f.needs.refused or f.question
    if f.not_yet or f.undecided or f.refused or f.sign("unregistered"):
        return None
    if not f.quotes_confirmation or news or f.rest > _GLAD or not (f.attend or f.accept) or f.sign("regret"):
        return None
    return Verdict(Kind.UNRELATED, 0.7, "glad_of_confirmation", f.attend or f.accept)


def _refusal(f: Facts) -> Verdict | None:
    """A no without a word of cancelling: "mein Kalender lässt eine Teilnahme nicht zu", "I'm on holiday that week"."""
    if f.register or f.attend or f.noun or f.undecided or f.not_yet or f.long or not f.about_ours or f.forward:
        return None
    if f.asks_to_come or (f.question and not (f.refused or f.sign("regret"))):
        return None
    if f.refused and _answers_line_by_line(f):
        # Each no answers the question above it, which may be about the train or the lunch.
        return Verdict(Kind.CANCEL, 0.5, "refusal", f.refused, (Doubt("competing", f.refused[:2]),))
    if f.refused:
        return Verdict(Kind.CANCEL, 0.65, "refusal", f.refused)
    if f.sorry and f.weak_cancel and not f.accept:
        return Verdict(Kind.CANCEL, 0.7, "refusal", f.weak_cancel)
    hint = f.weak_cancel or f.signs.get("regret", ())
    if hint and (f.thread_ours or f.prior) and not f.accept and not f.sign("pass_on"):
        return Verdict(Kind.CANCEL, 0.55, "refusal", hint, (Doubt("competing", hint[:2]),))
    return None


def _answers_line_by_line(f: Facts) -> bool:
    """Do the writer's words stand between quoted ones, more than once?"""
    kinds = [s.kind for s in f.letter.segments if s.kind in {SegmentKind.OWN, SegmentKind.QUOTED}]
    return sum(a is SegmentKind.QUOTED and b is SegmentKind.OWN for a, b in pairwise(kinds)) >= 2


def _answers_us(f: Facts) -> Verdict | None:
    """An answer to our invitation or confirmation that says more than thanks, and nothing that is understood."""
    if not f.thread_ours or f.act or f.question or f.needs.asked or f.rest < _MORE_THAN_THANKS or f.from_organiser:
        return None
    if f.forward or f.sign("pass_on") or f.sign("organising") >= 2 or f.sign("business") >= 2:
        return None
    kind = Kind.CHANGE if f.confirmed else Kind.QUESTION
    return Verdict(
        Kind.CANCEL if f.sign("regret") else kind,
        0.5,
        "answers_us",
        f.event.event.evidence[:1],
        (Doubt("competing"),),
    )


def _undecided(f: Facts) -> Verdict | None:
    if (
        f.undecided
        and not (f.register and not f.not_yet)
        and (f.about_ours or f.asks_to_come or f.attend or f.may_be_ours)
        and not (f.attend and len(f.attend) > len(f.undecided) + 1)
    ):
        return Verdict(Kind.QUESTION, 0.75, "undecided", f.undecided, (Doubt("undecided", f.undecided[:2]),))
    return None


def _passed_around(f: Facts) -> Verdict | None:
    """The invitation goes on to colleagues, "zur Info": nobody registers."""
    if (f.forward or f.sign("fyi") or f.sign("pass_on")) and not (
        f.register
        or f.attend
        or f.question
        or f.asks_to_come
        or f.needs.asked
        or f.needs.refused
        or f.noun
        or f.cancel
        or (f.change and f.about_ours)
        or (f.wish and f.event.own and not f.forward and not f.sign("pass_on"))
    ):
        passed = f.forward or f.sign("pass_on")
        if f.accept and f.invited and not passed:
            return None
        # Thanks beside words that nothing explains are no mere thanks: a person looks.
        more = f.rest > (_LIST_MAIL if passed else _FEW) and f.mention >= HINT
        rule = "passed_around_with_more" if more else "passed_around"
        return Verdict(Kind.UNRELATED, 0.75, rule, f.signs.get("pass_on", ()) or f.signs.get("fyi", ()))
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
    if f.about_ours and f.speaks_for_self:
        return False
    return f.sign("organising") >= 3 and not f.needs.asked and not f.thread_ours and f.words > 60


def _registration_as_heading(f: Facts) -> Verdict | None:
    if f.noun and not f.asks_to_come and not f.other and not (f.question and f.words < 40 and not f.needs.asked):
        if f.sign("organising") >= 2 or f.sign("business") >= 2:
            return None
        heads = any(span.part.endswith("subject") for span in f.noun)  # in the text it may be what is talked about
        alone = f.heading and f.words <= _LIST_MAIL and f.event.named
        sure = 0.85 if f.about_ours and (heads or alone or f.needs_for_writer) else 0.55
        return Verdict(Kind.REGISTER, sure, "registration_as_heading", f.noun)
    return None


def _says_yes(f: Facts) -> Verdict | None:
    if f.accept and (f.invited or f.thread_ours) and not f.question and f.words <= 80:
        return Verdict(Kind.REGISTER, 0.8, "says_yes", f.accept)
    if f.accept and f.event.own and f.words <= 25 and not f.question:
        return Verdict(Kind.REGISTER, 0.55, "says_yes", f.accept)  # "klingt super": a yes to what, nobody asked
    return None


def _needs_for_our_event(f: Facts) -> Verdict | None:
    if f.needs.asked and f.about_ours and not f.question and not f.asks_to_come:
        return Verdict(Kind.REGISTER, 0.55, "needs_for_our_event", f.needs.asked[0].evidence, (Doubt("competing"),))
    return None


def _asks_about_event(f: Facts) -> Verdict | None:
    asked = f.question or f.asks_to_come
    if not asked:
        return None
    if (f.sign("business") >= 2 and f.mention < PROVEN) or (
        f.sign("organising") >= 2 and not f.asks_to_come and not f.event.own
    ):
        return Verdict(Kind.UNRELATED, 0.65, "asks_something_else", asked)
    if f.mention >= PROVEN or f.about_ours or f.asks_to_come or f.prior:
        return Verdict(Kind.QUESTION, 0.85, "asks_about_event", asked)
    elsewhere = f.sign("other") or f.sign("business") or f.sign("organising") >= 2
    if f.mention >= HINT and not elsewhere and not f.long:
        return Verdict(Kind.QUESTION, 0.6, "asks_about_that_day", asked)
    if f.needs.asked or f.sign("event_noun"):
        return Verdict(Kind.QUESTION, 0.6, "asks_about_event", asked)
    return Verdict(Kind.UNRELATED, 0.65, "asks_something_else", asked)


def _corrects_something(f: Facts) -> Verdict | None:
    """A correction beside our event's name, though no earlier registration is spoken of."""
    if f.change and f.about_ours and f.words <= 40 and not f.sign("organising") and not f.from_organiser:
        return Verdict(Kind.CHANGE, 0.55, "corrects_something", f.change, (Doubt("competing", f.change[:2]),))
    return None


def _thanks_or_talk(f: Facts) -> Verdict | None:
    if f.sign("fyi") or f.sign("organising") or f.sign("business") or f.sign("past"):
        return Verdict(Kind.UNRELATED, 0.75, "thanks_or_talk", f.signs.get("fyi", ()) or f.signs.get("organising", ()))
    return None


def _wishes(f: Facts) -> Verdict | None:
    if f.sign("after_event") or f.sign("organising") or f.sign("business"):
        return None
    if f.wish and f.event.own and not f.question and not f.sign("invite") and not f.sign("pass_on"):
        return Verdict(Kind.REGISTER, 0.55, "wishes", f.wish)  # or "bitte den Fachtag auf die Homepage"
    return None


def _bare_mention(f: Facts) -> bool:
    """A short mail that names our event or its day, and nothing else is understood: another language, a riddle."""
    elsewhere = any(f.sign(c) for c in ("other", "organising", "business", "invite", "fyi", "unsubscribe", "spam"))
    return f.mention >= HINT and f.words <= _RIDDLE and not elsewhere


def _names_our_event(f: Facts) -> Verdict | None:
    if _bare_mention(f) or f.mention >= PROVEN:
        kind = Kind.REGISTER if f.words <= _RIDDLE else Kind.UNRELATED
        return Verdict(kind, 0.5, "names_our_event", f.event.event.evidence[:1], (Doubt("competing"),))
    return None


def _perhaps_ours(f: Facts) -> Verdict | None:
    """No rule knows what it wants, but words of a wish stand in it: a person looks before it is put aside."""
    adds = f.change if f.needs.asked else ()
    wish = f.act or f.asks_to_come or f.cancel or f.undecided or f.not_yet or f.question or adds
    if not wish or not (f.may_be_ours or f.about_ours) or f.long:
        return None
    if adds and wish is adds:
        return Verdict(Kind.CHANGE, 0.5, "perhaps_ours", adds, (Doubt("competing", adds[:2]),))
    kind = Kind.QUESTION if f.question or f.undecided or f.not_yet else Kind.CANCEL if f.cancel else Kind.REGISTER
    return Verdict(kind, 0.5, "perhaps_ours", wish, (Doubt("competing", wish[:2]),))


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
    _confirms_to_us,
    _invites_us,
    _other_event,
    _business_offer,
    _press,
    _report,
    _works_with_us,
    _thanks_afterwards,
    _after_the_event,
    _not_yet,
    _nothing_ties_it,
    _replacement,
    _in_place_of_somebody,
    _comes_otherwise,
    _change_of_registration,
    _cancellation,
    _undecided,
    _glad_of_confirmation,
    _refusal,
    _answers_us,
    _passed_around,
    _explicit_registration,
    _comes,
    _registration_as_heading,
    _says_yes,
    _needs_for_our_event,
    _asks_about_event,
    _wishes,
    _corrects_something,
    _thanks_or_talk,
    _names_our_event,
    _perhaps_ours,
    _nothing_of_ours,
)
