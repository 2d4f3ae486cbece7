"""Rules that put a mail aside, or give it to a person whatever it wishes: machines, spam, other events, talk, press."""

from __future__ import annotations

from mailreg.model.mail import MachineKind
from mailreg.model.reading import Doubt, Kind
from mailreg.understand.facts import Facts
from mailreg.understand.tie import HINT, PROVEN
from mailreg.understand.verdict import Verdict

_RIDDLE = 40  # words
LIST_MAIL = 75  # words of what a human writes to a list; newsletters are longer
_GLAD = 15  # words
_FEW = 3  # words beside thanks that may be left unexplained
_MUCH = 4  # words of business and organising that outweigh our event's name


def machine_is_certain(f: Facts) -> Verdict | None:
    if f.letter.machine is not None and f.letter.machine.certain:
        return Verdict(Kind.AUTOMATIC, 0.99, "machine_is_certain")
    return None


def machine_unless_a_human_registers(f: Facts) -> Verdict | None:
    if f.letter.machine is None:
        return None
    wish = (
        f.register or f.cancel or (() if f.words > LIST_MAIL else f.attend or f.change or f.asks_to_come or f.question)
    )
    leaves = f.sign("unsubscribe") and not (f.register and f.speaks_for_self)
    if not wish or not f.about_ours or f.other or f.sign("invite") or leaves:
        return Verdict(Kind.AUTOMATIC, 0.9, "machine_unless_a_human_registers")
    if f.register and f.letter.machine.kind is MachineKind.BULK and f.words <= 2 * LIST_MAIL:
        return Verdict(Kind.REGISTER, 0.75, "registers_through_a_list", f.register)
    if f.cancel and not f.register:
        kind = Kind.CANCEL
    elif f.change and f.prior:
        kind = Kind.CHANGE
    else:
        kind = Kind.REGISTER if f.register or f.attend else Kind.QUESTION
    return Verdict(kind, 0.5, "human_words_in_machine_mail", wish, (Doubt("competing"),))


def bulk_content(f: Facts) -> Verdict | None:
    if f.letter.bulk is None or f.letter.machine is not None:
        return None
    wish = f.act or f.cancel or (f.words <= LIST_MAIL and (f.asks_to_come or f.question or f.undecided))
    if wish and f.about_ours and not f.sign("invite"):
        return None
    return Verdict(Kind.AUTOMATIC, 0.9, "bulk_content")


def not_to_us(f: Facts) -> Verdict | None:
    """Not written to us, and no word of a meeting or a registration binds it: a copy, a list, an advertisement. A short
    mail in which somebody comes or doesn't is shown all the same: a colleague's address may lead to us."""
    if not f.to_strangers or f.bound or f.copied or f.forward:
        return None
    if f.words <= _RIDDLE and (f.register or f.attend or f.cancel) and not (f.letter.bulk or f.letter.spam):
        return None
    return Verdict(Kind.UNRELATED, 0.9, "not_to_us")


def speaks_to_a_robot(f: Facts) -> Verdict | None:
    if f.sign("robot") and not (f.act or f.cancel):
        return Verdict(Kind.UNRELATED, 0.7, "speaks_to_a_robot", f.signs["robot"])
    return None


def spam(f: Facts) -> Verdict | None:
    ours = f.about_ours and f.mention >= HINT and (f.act or f.cancel)
    if (f.sign("spam") >= 2 or f.letter.spam) and not ours:
        return Verdict(Kind.UNRELATED, 0.9, "spam", f.signs.get("spam", ()))
    return None


def nothing_said(f: Facts) -> Verdict | None:
    if not f.empty and f.words:
        return None
    if f.event.own:
        return Verdict(Kind.QUESTION, 0.4, "nothing_said", (), (Doubt("competing"),))
    return Verdict(Kind.UNRELATED, 0.7, "nothing_said")


def off_the_list(f: Facts) -> Verdict | None:
    if f.sign("unsubscribe") and not (f.register or f.attend or ((f.cancel or f.earlier) and f.about_ours)):
        plain = f.words <= _GLAD + _GLAD and not (f.question or f.event.own or f.needs.asked or f.needs.refused)
        rule = "leaves_the_list" if plain else "off_the_list"
        return Verdict(Kind.UNRELATED, 0.85, rule, f.signs["unsubscribe"])
    return None


def to_somebody_else(f: Facts) -> Verdict | None:
    if f.copied and f.other and not f.thread_ours:
        return Verdict(Kind.UNRELATED, 0.85, "to_somebody_else", f.other)
    return None


def other_event(f: Facts) -> Verdict | None:
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


def from_an_organiser(f: Facts) -> Verdict | None:
    if f.from_organiser and not f.register and not f.cancel and not f.forward:
        return Verdict(Kind.UNRELATED, 0.8, "from_an_organiser")
    return None


def invites_us(f: Facts) -> Verdict | None:
    if (
        f.sign("invite") >= 1
        and not f.register
        and not f.thread_ours
        and not f.prior
        and not f.cancel
        and not (f.attend and f.event.named)
        and not (f.table and f.about_ours)  # a form's own advertising: "Make your own forms. Sign up now!"
    ):
        return Verdict(Kind.UNRELATED, 0.8, "invites_us", f.signs["invite"])
    return None


def confirms_to_us(f: Facts) -> Verdict | None:
    """ "Hiermit bestätigen wir Ihre Anmeldung": the organiser has registered somewhere else."""
    said = f.signs.get("confirms", ())
    if not said or f.thread_ours or f.cancel or (f.register and f.speaks_for_self and f.about_ours):
        return None
    return Verdict(Kind.UNRELATED, 0.8, "confirms_to_us", said)


def business_offer(f: Facts) -> Verdict | None:
    if f.question and f.mention >= PROVEN:
        return None
    if f.mention >= PROVEN and f.sign("business") + f.sign("organising") < _MUCH:
        return None
    if f.sign("business") >= 2 and not f.register and not f.attend and not f.cancel:
        return Verdict(Kind.UNRELATED, 0.8, "business_offer", f.signs["business"])
    return None


def report(f: Facts) -> Verdict | None:
    """Minutes, plans and talk among colleagues count registrations and cancellations of others."""
    talk = f.sign("organising") + f.sign("after_event")
    if f.attend and f.about_ours and f.speaks_for_self:
        return None
    if talk >= 3 and f.words > 40 and not f.register and not f.confirmed and not f.needs_for_writer and not f.question:
        return Verdict(Kind.UNRELATED, 0.75, "report", f.signs.get("organising", ()) or f.signs["after_event"])
    return None


def press(f: Facts) -> Verdict | None:
    asks = f.mention > 0 or f.thread_ours or f.question or f.sign("asking") or not f.to_strangers
    if f.sign("press") >= 2 and not f.register and asks and (f.mention >= HINT or not f.long):
        return Verdict(Kind.QUESTION, 0.8, "press", f.signs["press"], (Doubt("press", f.signs["press"][:3]),))
    return None


def complaint(f: Facts) -> Verdict | None:
    ours = f.mention >= HINT or (f.earlier and f.sign("complaint") >= 2)
    if f.sign("complaint") and not f.register and not f.attend and not f.cancel and ours:
        return Verdict(
            Kind.QUESTION, 0.75, "complaint", f.signs["complaint"], (Doubt("complaint", f.signs["complaint"][:3]),)
        )
    return None


def after_the_event(f: Facts) -> Verdict | None:
    wants = f.sign("after_event") or (f.over and (f.question or f.needs.asked or f.sign("asking")))
    if (
        wants
        and (f.over or f.sign("past"))
        and f.mention >= (PROVEN if f.long else HINT)
        and not f.register
        and not f.cancel
        and not (f.attend and not f.over)
    ):
        return Verdict(
            Kind.QUESTION,
            0.75,
            "after_the_event",
            f.signs.get("after_event", ()) or f.question,
            (Doubt("after_event", f.signs.get("after_event", ())[:3]),),
        )
    return None


def thanks_afterwards(f: Facts) -> Verdict | None:
    """ "Danke für den schönen Nachmittag gestern!": the event is over, and nothing is wanted."""
    wants = f.register or f.cancel or f.question or f.asks_to_come or f.needs.asked or f.change or f.noun or f.undecided
    if not f.over or not f.sign("fyi") or wants or f.sign("please") or f.sign("complaint") or f.sign("asking"):
        return None
    return Verdict(Kind.UNRELATED, 0.75, "thanks_afterwards", f.signs["fyi"])


def works_with_us(f: Facts) -> Verdict | None:
    """Room, keys, slides, contracts for our day: whoever prepares it with us, and wishes nothing for themselves."""
    wish = f.register or f.noun or f.accept or f.cancel or f.weak_cancel or f.undecided or f.asks_to_come or f.change
    if wish or f.question or f.needs.asked or f.add or f.replace or f.not_yet or f.refused or f.thread_ours:
        return None
    talk = f.signs.get("organising", ()) + f.signs.get("business", ())
    if len(talk) < (3 if f.attend or f.mention >= PROVEN else 2):
        return None
    return Verdict(Kind.UNRELATED, 0.75, "works_with_us", talk[:3])


def nothing_ties_it(f: Facts) -> Verdict | None:
    """Words of a wish, but nothing that binds it to our event: office talk, other people's meetings."""
    if f.about_ours or f.thread_ours or f.may_be_ours or (f.mention >= PROVEN and f.question) or _bare_mention(f):
        return None
    rule = "nothing_ties_it"
    wish = f.register or f.needs.asked or f.needs.refused or f.prior
    if f.mention < PROVEN and f.elsewhere and not f.sign("event_noun") and not (wish and not f.other):
        rule = "something_else_that_day"  # a parents' evening on our date
    return Verdict(Kind.UNRELATED, 0.85 if not f.tie else 0.7, rule, f.register or f.cancel or f.attend)


def glad_of_confirmation(f: Facts) -> Verdict | None:
    """ "Super, bin dabei, bis dann!" below our confirmation: they are on the list already."""
    news = f.register or f.change or f.add or f.replace or f.cancel or f.needs.asked or f.needs.refused or f.question
    if f.not_yet or f.undecided or f.refused or f.somebody or f.sign("unregistered"):
        return None
    if not f.quotes_confirmation or news or f.rest > _GLAD or not (f.attend or f.accept) or f.sign("regret"):
        return None
    return Verdict(Kind.UNRELATED, 0.7, "glad_of_confirmation", f.attend or f.accept)


def reader_comes(f: Facts) -> Verdict | None:
    """ "Schön, dass Sie zu unserem Netzwerktreffen kommen": somebody else's meeting, to which the organiser goes."""
    wish = f.act or f.cancel or f.question or f.asks_to_come or f.undecided or f.not_yet or f.change
    if not f.reader_comes or wish:
        return None
    return Verdict(Kind.UNRELATED, 0.7, "reader_comes", f.reader_comes)


def passed_around(f: Facts) -> Verdict | None:
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
        more = f.rest > (LIST_MAIL if passed else _FEW) and f.mention >= HINT
        rule = "passed_around_with_more" if more else "passed_around"
        return Verdict(Kind.UNRELATED, 0.75, rule, f.signs.get("pass_on", ()) or f.signs.get("fyi", ()))
    return None


def thanks_or_talk(f: Facts) -> Verdict | None:
    if f.sign("fyi") or f.sign("organising") or f.sign("business") or f.sign("past"):
        return Verdict(Kind.UNRELATED, 0.75, "thanks_or_talk", f.signs.get("fyi", ()) or f.signs.get("organising", ()))
    return None


def _bare_mention(f: Facts) -> bool:
    """A short mail that names our event or its day, and nothing else is understood: another language, a riddle."""
    elsewhere = any(f.sign(c) for c in ("other", "organising", "business", "invite", "fyi", "unsubscribe", "spam"))
    return f.mention >= HINT and f.words <= _RIDDLE and not elsewhere


def names_our_event(f: Facts) -> Verdict | None:
    if _bare_mention(f) or f.mention >= PROVEN:
        kind = Kind.REGISTER if f.words <= _RIDDLE else Kind.UNRELATED
        return Verdict(kind, 0.5, "names_our_event", f.event.event.evidence[:1], (Doubt("competing"),))
    return None


def nothing_of_ours(_: Facts) -> Verdict | None:
    return Verdict(Kind.UNRELATED, 0.85, "nothing_of_ours")
