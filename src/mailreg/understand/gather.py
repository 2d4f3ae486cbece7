"""The facts of a mail: what its sentences say (seen.py) beside what its thread and its addresses tell."""

from __future__ import annotations

from collections.abc import Sequence

from mailreg.lexicon.fold import words_of
from mailreg.model.mail import Letter, Span
from mailreg.understand.boxes import ticked_answers
from mailreg.understand.conditions import without_if
from mailreg.understand.event import EventFinding
from mailreg.understand.facts import LONG_MAIL, Facts
from mailreg.understand.filled_in import heads
from mailreg.understand.needs import Needs
from mailreg.understand.resumed import taken_back
from mailreg.understand.scope import Statement, is_forward, is_reply
from mailreg.understand.second_thoughts import second_thoughts
from mailreg.understand.seen import Seen
from mailreg.understand.tie import PROVEN, Ties, thread_tie
from mailreg.understand.whose import overlaps

_SUBJECT_BEGINS = 4  # tokens, the "Re:" among them
_FEW_WORDS = 30  # of a mail in which regret in one sentence is about the reason in the other


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
    seen = Seen(event, ties, needs, reply=reply, inviting=inviting, confirmed=confirmed, invited=invited)
    for position, statement in enumerate(statements):
        seen.look_at(statement, position)
    spans = {concept: tuple(found) for concept, found in seen.signs.items()}
    spans |= ticked_answers(statements)
    spans["change"] = tuple(c for c in spans.get("change", ()) if c not in _affirmed(statements))
    to = {a.email for a in letter.to}
    copied = bool(own_address and to and not (to & own_address) and own_address & {a.email for a in letter.cc})
    after_all, after_all_self = taken_back(statements, answers_a_no=reply and _of_a_cancellation(thread))
    resumes = [n for n, s in enumerate(statements) if any(_holds(s, span) for span in after_all)]
    thoughts = second_thoughts(statements, (*seen.register, *seen.attend, *seen.noun), seen.cancel)
    table = heads(statements)
    comes = seen.register or seen.attend or seen.cancel or spans.get("add") or spans.get("change")
    return Facts(
        letter=letter,
        event=event,
        empty=not statements,
        register=tuple(seen.register),
        attend=tuple(seen.attend),
        noun=tuple(seen.noun),
        heading=seen.heading,
        accept=tuple(seen.accept),
        asks_to_come=tuple(seen.asks),
        cancel=tuple(seen.cancel),
        weak_cancel=tuple(seen.weak),
        away=tuple(seen.away),
        earlier=tuple(seen.earlier),
        confirmed=not spans.get("unregistered") and (confirmed or _thread_of_registration(letter, thread)),
        quotes_confirmation=confirmed,
        change=spans.get("change", ()),
        replace=spans.get("replace", ()),
        after_all=after_all,
        after_all_self=after_all_self,
        swap=seen.swap and not seen.no_swap,
        person_swap=seen.person_swap,
        for_person=seen.for_person,
        comes_for_them=seen.theirs
        and any(c.part == seen.cancel[0].part and c.start > seen.cancel[0].end for c in seen.comes_myself),
        somebody=seen.somebody,
        from_organiser=_is_organiser(letter, organisers),
        wish=tuple(seen.wish),
        needs_for_writer=seen.writer_needs,
        add=spans.get("add", ()),
        only_if=tuple(seen.only_if),
        condition=(*seen.condition, *without_if(statements)),
        undecided=tuple(seen.undecided),
        wavers=tuple(seen.wavers),
        perhaps_not=tuple(seen.perhaps_not),
        turned=thoughts.turned,
        rumour=thoughts.rumour,
        twice=thoughts.twice,
        hesitates=thoughts.hesitates,
        reader_comes=tuple(seen.reader_comes),
        not_yet=tuple(seen.not_yet),
        question=tuple(
            seen.question
            if comes
            else sorted({*seen.question, *seen.answered}, key=lambda s: (s.part.endswith("body"), s.start))
        ),
        needs=needs,
        other=tuple(seen.other),
        elsewhere=tuple(seen.elsewhere),
        other_day=tuple(seen.other_day),
        copied=copied,
        to_strangers=bool(own_address) and not own_address & (to | {a.email for a in letter.cc}),
        invited=invited,
        thread_ours=of_thread >= PROVEN,
        thread_names=not of_subject.isdisjoint({"registration", "register", "event_noun", "invite", "cancel"}),
        thread_busy=not (event.own and event.named)
        and event.thread_signs.isdisjoint({"title", "place"})
        and thread_concepts.isdisjoint({"invite", "registration", "register"})
        and not confirmed
        and not thread_concepts.isdisjoint({"organising", "business", "other"}),
        tie=max(
            seen.tie,
            of_thread if words <= LONG_MAIL else 0.0,
            ties.mention if table else 0.0,
            *(ties.at(n) for n in resumes),
        ),
        refused=tuple(seen.refused),
        sorry=seen.sorry or (words <= _FEW_WORDS and bool(spans.get("regret") or spans.get("another_time"))),
        rest=seen.rest,
        table=table,
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


def _thread_of_registration(letter: Letter, thread: Sequence[Statement]) -> bool:
    """ "Re: AW: Anmeldung get together": the thread began with a registration."""
    if not is_reply(letter.subject) or is_forward(letter.subject):
        return False
    subject = thread[0] if thread and thread[0].is_subject else None
    if subject is None or subject.has("invite"):
        return False
    # Behind an invitation's title it is what that mail asked for: "AW: Einladung zum Treffen – Anmeldung".
    return any(m.first <= _SUBJECT_BEGINS for m in subject.of("registration", "register"))


def _of_a_cancellation(thread: Sequence[Statement]) -> bool:
    """ "Re: Ihre Abmeldung": what the subject of the thread names."""
    return any(s.is_subject and s.text.of("cancelled_before") for s in thread)


def _holds(statement: Statement, span: Span) -> bool:
    return statement.text.part == span.part and statement.start <= span.start < statement.end


def _is_organiser(letter: Letter, organisers: frozenset[str]) -> bool:
    words = frozenset(words_of(letter.sender.name or ""))
    return any(len(name.split()) >= 2 and words == frozenset(name.split()) for name in organisers)


def _affirmed(statements: Sequence[Statement]) -> set[Span]:
    """ "All correct, thank you", "nothing has changed": words of a change in what says that there is none."""
    plain = (s for s in statements if s.has("change") and s.has("fyi") and not s.has("contrast"))
    return {s.text.span_of(m) for s in plain for m in s.of("change") if overlaps(s, m, "fyi")}
