"""Rules for what the writer wishes: to come, not to come, something changed, an answer."""

from __future__ import annotations

from itertools import pairwise

from mailreg.model.mail import SegmentKind
from mailreg.model.reading import Doubt, Kind
from mailreg.understand.facts import Facts
from mailreg.understand.rules_aside import LIST_MAIL
from mailreg.understand.tie import HINT, PROVEN
from mailreg.understand.verdict import Verdict

_MORE_THAN_THANKS = 6  # words beside greetings and sentences of thanks


def not_yet(f: Facts) -> Verdict | None:
    if f.not_yet and not f.register and not f.cancel and (f.about_ours or f.question):
        return Verdict(Kind.QUESTION, 0.8, "not_yet", f.not_yet, (Doubt("undecided", f.not_yet[:2]),))
    return None


def comes_after_all(f: Facts) -> Verdict | None:
    """ "Vergessen Sie meine Absage, ich komme doch": a registration of the writer, or of somebody else."""
    if not f.after_all or (f.person_swap and f.for_person) or f.over:
        return None
    kind = Kind.REGISTER if f.after_all_self else Kind.CHANGE
    return Verdict(kind, 0.85 if f.about_ours or f.prior else 0.7, "comes_after_all", f.after_all)


def replacement(f: Facts) -> Verdict | None:
    if f.cancel and not f.person_swap:
        return None  # "zwei statt drei": who goes is said, and nobody comes
    if f.swap and (f.cancel or f.prior or f.weak_cancel) and (f.about_ours or f.prior):
        return Verdict(Kind.CHANGE, 0.85, "replacement", f.replace)
    return None


def in_place_of_somebody(f: Facts) -> Verdict | None:
    """ "Anstelle von Peter kommt Jana": there was a registration, though nobody says so."""
    if f.swap and f.for_person and f.attend and f.about_ours and not f.register and not f.invited:
        return Verdict(Kind.CHANGE, 0.7, "in_place_of_somebody", f.replace)
    return None


def comes_otherwise(f: Facts) -> Verdict | None:
    """ "Wir kommen nun doch zu zweit statt zu dritt": there was an earlier mail, though it isn't spoken of."""
    if f.attend and f.swap and f.change and f.about_ours and not f.register and not f.prior and not f.cancel:
        return Verdict(Kind.CHANGE, 0.55, "comes_otherwise", f.replace, (Doubt("competing", f.change[:2]),))
    return None


def change_of_registration(f: Facts) -> Verdict | None:
    if not f.prior or f.over:
        return None
    evidence = f.change or f.add or f.earlier
    if _only_asks(f):
        return None
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


def _only_asks(f: Facts) -> bool:
    """ "Habt ihr Ola auch angemeldet?": every word of something more stands in a question, and nothing is asked for."""
    if not f.question or f.change or f.act or f.cancel or f.needs.asked or f.needs.refused or f.replace:
        return False
    return all(any(q.part == a.part and q.start <= a.start < q.end for q in f.question) for a in f.add)


def _plain_cancel(f: Facts) -> bool:
    return not f.add and not f.replace


def cancellation(f: Facts) -> Verdict | None:
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
    if f.comes_for_them and f.attend and not f.prior:
        return None
    if f.act_pull > f.cancel_pull + (1.0 if f.prior else 0.0):
        return None
    doubts = (Doubt("undecided", f.wavers[:2]),) if f.wavers else ()  # "rechne nicht mit mir, aber wer weiß"
    return Verdict(Kind.CANCEL, 0.9 if f.about_ours else 0.7, "cancellation", f.cancel, doubts)


def refusal(f: Facts) -> Verdict | None:
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
        return Verdict(Kind.CANCEL, 0.85 if f.away else 0.7, "refusal", f.away or f.weak_cancel)
    hint = f.weak_cancel or f.signs.get("regret", ())
    if hint and (f.thread_ours or f.prior) and not f.accept and not f.sign("pass_on"):
        return Verdict(Kind.CANCEL, 0.55, "refusal", hint, (Doubt("competing", hint[:2]),))
    return None


def _answers_line_by_line(f: Facts) -> bool:
    """Do the writer's words stand between quoted ones, more than once?"""
    kinds = [s.kind for s in f.letter.segments if s.kind in {SegmentKind.OWN, SegmentKind.QUOTED}]
    return sum(a is SegmentKind.QUOTED and b is SegmentKind.OWN for a, b in pairwise(kinds)) >= 2


def answers_us(f: Facts) -> Verdict | None:
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


def undecided(f: Facts) -> Verdict | None:
    if (
        f.undecided
        and not (f.register and not f.not_yet)
        and (f.about_ours or f.asks_to_come or f.attend or f.may_be_ours)
        and not (f.attend and len(f.attend) > len(f.undecided) + 1)
    ):
        return Verdict(Kind.QUESTION, 0.75, "undecided", f.undecided, (Doubt("undecided", f.undecided[:2]),))
    return None


def explicit_registration(f: Facts) -> Verdict | None:
    if f.register and not _mere_report(f):
        return Verdict(Kind.REGISTER, 0.95 if f.about_ours else 0.8, "explicit_registration", f.register)
    return None


def comes(f: Facts) -> Verdict | None:
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


def registration_as_heading(f: Facts) -> Verdict | None:
    if f.noun and not f.asks_to_come and not f.other and not (f.question and f.words < 40 and not f.needs.asked):
        if f.sign("organising") >= 2 or f.sign("business") >= 2:
            return None
        heads = any(span.part.endswith("subject") for span in f.noun)  # in the text it may be what is talked about
        alone = f.heading and f.words <= LIST_MAIL and f.event.named
        sure = 0.85 if f.about_ours and (heads or alone or f.needs_for_writer) else 0.55
        return Verdict(Kind.REGISTER, sure, "registration_as_heading", f.noun)
    return None


def table_of_people(f: Facts) -> Verdict | None:
    """ "Unser Team für den 11.10.:", and a table with names."""
    if f.table and f.about_ours and not f.asks_to_come and f.sign("organising") < ORGANISES:
        return Verdict(Kind.REGISTER, 0.75, "table_of_people", f.table)
    return None


ORGANISES = 2  # signs that somebody writes about organising the event


def says_yes(f: Facts) -> Verdict | None:
    if f.accept and (f.invited or f.thread_ours) and not f.question and f.words <= 80:
        return Verdict(Kind.REGISTER, 0.8, "says_yes", f.accept)
    if f.accept and f.event.own and f.words <= 25 and not f.question:
        return Verdict(Kind.REGISTER, 0.55, "says_yes", f.accept)  # "klingt super": a yes to what, nobody asked
    return None


def needs_for_our_event(f: Facts) -> Verdict | None:
    if f.needs.asked and f.about_ours and not f.question and not f.asks_to_come:
        if f.change and not f.act:  # "Nachtrag: …"
            return Verdict(Kind.CHANGE, 0.55, "needs_for_our_event", f.change, (Doubt("competing", f.change[:2]),))
        return Verdict(Kind.REGISTER, 0.55, "needs_for_our_event", f.needs.asked[0].evidence, (Doubt("competing"),))
    return None


def asks_about_event(f: Facts) -> Verdict | None:
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


def corrects_something(f: Facts) -> Verdict | None:
    """A correction beside our event's name, though no earlier registration is spoken of."""
    if f.change and f.about_ours and f.words <= 40 and not f.sign("organising") and not f.from_organiser:
        return Verdict(Kind.CHANGE, 0.55, "corrects_something", f.change, (Doubt("competing", f.change[:2]),))
    return None


def wishes(f: Facts) -> Verdict | None:
    if f.sign("after_event") or f.sign("organising") or f.sign("business"):
        return None
    if f.wish and f.event.own and not f.question and not f.sign("invite") and not f.sign("pass_on"):
        return Verdict(Kind.REGISTER, 0.55, "wishes", f.wish)  # or "bitte den Fachtag auf die Homepage"
    return None


def perhaps_ours(f: Facts) -> Verdict | None:
    """No rule knows what it wants, but words of a wish stand in it: a person looks before it is put aside."""
    adds = f.change if f.needs.asked else ()
    wish = f.act or f.asks_to_come or f.cancel or f.undecided or f.not_yet or f.question or adds
    if not wish or not (f.may_be_ours or f.about_ours) or f.long:
        return None
    if adds and wish is adds:
        return Verdict(Kind.CHANGE, 0.5, "perhaps_ours", adds, (Doubt("competing", adds[:2]),))
    kind = Kind.QUESTION if f.question or f.undecided or f.not_yet else Kind.CANCEL if f.cancel else Kind.REGISTER
    return Verdict(kind, 0.5, "perhaps_ours", wish, (Doubt("competing", wish[:2]),))
