"""The first half of the digest: what needs a person, each with the words that matter and links that settle it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from mailreg.compose import clean, links
from mailreg.compose.digestvoice import DigestVoice
from mailreg.compose.links import Link
from mailreg.compose.mime import reply_subject
from mailreg.model.command import Command, Verb
from mailreg.model.digest import BrokenMail, Deadline, Digest, HeldMail, LanguageNeed, Missed, OpenAnswer, Unreachable

NAMED = 12  # people in one line


@dataclass(frozen=True)
class Card:
    """One thing to do. In HTML every text is Markup that is already escaped."""

    title: str
    meta: str = ""
    quotes: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Group:
    """Cards of one kind; `more` says how many are not shown and where they are; `links` are for all of them."""

    title: str
    cards: tuple[Card, ...]
    more: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Signer:
    """Makes the links to mailreg itself: they write to `desk`."""

    desk: str
    secret: bytes

    def link(self, voice: DigestVoice, verb: Verb, target: object, label: str, *, main: bool = False) -> Link:
        command = Command(verb, str(target))
        effect = DigestVoice(voice.words, html=False).say(f"effect.{verb}", target=command.target)
        body = DigestVoice(voice.words, html=False).say("page.command_body", effect=effect)
        url = links.mailto(self.desk, links.command_subject(command, self.secret), body if voice.html else "")
        return Link(label, url, main)


def write_tasks(voice: DigestVoice, digest: Digest, signer: Signer, limit: int) -> list[Group]:
    """The groups that are not empty, at most `limit` cards in each."""
    rows = (
        ("held", digest.held, partial(_held, voice, signer), "page.more_mails"),
        ("questions", digest.questions, partial(_question, voice, signer), "page.more"),
        ("approvals", digest.approvals, partial(_approval, voice, signer), "page.more_answers"),
        ("unreachable", digest.unreachable, partial(_unreachable, voice, signer), "page.more"),
        ("failed", digest.failed, partial(_failed, voice, signer), "page.more_answers"),
        ("broken", digest.broken, partial(_broken, voice, signer), "page.more_mails"),
        ("missed", digest.missed, partial(_missed, voice, signer), "page.more"),
        ("deadlines", digest.deadlines, partial(_deadline, voice, signer, digest.now), "page.more"),
    )
    groups = []
    for name, items, write, more in rows:
        if items:
            rest = len(items) - limit
            groups.append(
                Group(
                    title=voice.say(f"group.{name}"),
                    cards=tuple(write(item) for item in items[:limit]),
                    more=voice.say(more, count=rest) if rest > 0 else "",
                    links=tuple(_all_approvals(voice, signer, digest.approvals)) if name == "approvals" else (),
                )
            )
    return groups


def people_of(voice: DigestVoice, need: LanguageNeed) -> str:
    """How many people a language is for: a mail tells who asks, not for whom."""
    if need.registrations == need.seats:
        return voice.count("people", need.seats)
    registrations, seats = voice.count("registrations", need.registrations), voice.count("seats", need.seats)
    return voice.say("task.seats_of", registrations=registrations, seats=seats)


def _held(voice: DigestVoice, signer: Signer, mail: HeldMail) -> Card:
    kind = f"kind.{mail.kind}"
    counted = mail.seats and any(field == "headcount" for field, _ in mail.rivals)
    return _mail_card(
        voice,
        mail,
        meta=[
            voice.say(kind) if kind in voice.words.phrases else "",
            voice.count("seats", mail.seats) if counted else "",
        ],
        lines=(_why_held(voice, mail), _or_else(voice, mail)),
        links=[
            signer.link(voice, Verb.ACCEPT, mail.number, voice.say("link.accept")) if mail.acceptable else None,
            signer.link(voice, Verb.DONE, mail.number, voice.say("link.done")),
        ],
    )


def _why_held(voice: DigestVoice, mail: HeldMail) -> str:
    """The rule that held it and what became of the registration. Where a language has no words for it, the German
    sentence that was stored."""
    reason = f"why.{mail.rule}"
    if reason not in voice.words.phrases:
        return voice.value(clean.one_line(mail.why, 300)) if mail.why else ""
    notes = [voice.say(f"note.{note.code}", names=clean.one_line(note.names, 200)) for note in mail.notes]
    return voice.join([voice.say(reason), *notes], " ")


def _or_else(voice: DigestVoice, mail: HeldMail) -> str:
    """What else the mail may mean."""
    said = []
    for field, value in mail.rivals:
        if field == "headcount" and isinstance(value, int):
            said.append(voice.count("seats", value))
        elif field == "travel_costs":
            said.append(voice.say("task.with_travel" if value else "task.without_travel"))
        elif f"kind.{value}" in voice.words.phrases:
            said.append(voice.say(f"kind.{value}"))
    return voice.say("task.or_else", readings=voice.join(said)) if said else ""


def _why_failed(voice: DigestVoice, answer: OpenAnswer) -> str:
    """In German the line that was stored; else the reason in words, with the server's code."""
    reason = f"reason.{answer.reason}"
    if voice.words.language == "de" or reason not in voice.words.phrases:
        return voice.value(clean.one_line(answer.error, 200)) if answer.error else ""
    said = f"({answer.code})" if answer.code else ""
    return voice.join([voice.say(reason), voice.value(said) if said else ""], " ")


def _question(voice: DigestVoice, signer: Signer, mail: HeldMail) -> Card:
    done = signer.link(voice, Verb.DONE, mail.number, voice.say("link.done"))
    return _mail_card(voice, mail, meta=[], lines=(voice.say("task.question_wanted"),), links=[done])


def _mail_card(
    voice: DigestVoice, mail: HeldMail, *, meta: list[str], lines: tuple[str, ...], links: list[Link | None]
) -> Card:
    reply = _reply(voice, mail)
    return Card(
        title=voice.name(mail.name, mail.email) or voice.value("?"),
        meta=voice.join([*meta, _title(voice, mail.event), voice.short(mail.at)], " · "),
        quotes=tuple(voice.value(clean.one_line(words, 240)) for words in mail.quotes)
        or ((voice.value(clean.title(mail.subject, 120)),) if mail.subject else ()),
        lines=tuple(filter(None, lines)),
        links=tuple(link for link in (reply, *links) if link is not None),
    )


def _reply(voice: DigestVoice, mail: HeldMail) -> Link | None:
    url = links.mailto(mail.email, reply_subject(mail.subject) or "Re:", answers=mail.message_id)
    return Link(voice.say("link.reply"), url, main=True) if url else None


def _approval(voice: DigestVoice, signer: Signer, answer: OpenAnswer) -> Card:
    reason = f"reason.{answer.reason}"
    return Card(
        title=voice.name(answer.name, answer.email),
        meta=voice.join([voice.say(f"purpose.{answer.purpose}"), _title(voice, answer.event)], " · "),
        lines=(voice.say(reason),) if reason in voice.words.phrases else (),
        links=(
            signer.link(voice, Verb.APPROVE, answer.number, voice.say("link.approve"), main=True),
            signer.link(voice, Verb.DISCARD, answer.number, voice.say("link.discard")),
        ),
    )


def _all_approvals(voice: DigestVoice, signer: Signer, answers: Sequence[OpenAnswer]) -> Iterable[Link]:
    """One link for all; what may have gone out already is never swept along."""
    sure = [a for a in answers if a.reason != "maybe_sent"]
    if len(sure) > 1:
        label = voice.say("link.approve_all", count=len(sure))
        yield signer.link(voice, Verb.APPROVE_ALL, max(a.number for a in sure), label, main=True)


def _unreachable(voice: DigestVoice, signer: Signer, address: Unreachable) -> Card:
    reason = f"reason.{address.reason}"
    known = voice.say(reason if reason in voice.words.phrases else "reason.undeliverable")
    call = _call(voice, address.phone)
    write = _write(voice, address.replacement)
    instead = clean.one_line(address.replacement, 100) if not write else ""
    named = voice.say("task.replacement", email=instead) if instead else ""
    said = clean.title(address.diagnostic, 160) if address.reason != "absent" else ""
    absent = address.reason == "absent"
    wanted = "" if absent else voice.say("task.call" if call else "task.no_phone")
    return Card(
        title=voice.name(address.name, address.email),
        meta=voice.join([_address(voice, address.email), _title(voice, address.event)], " · "),
        quotes=(voice.value(said),) if said else (),
        lines=tuple(filter(None, (voice.join([known, wanted], " "), named))),
        links=(*call, *write, signer.link(voice, Verb.SETTLE, address.key, voice.say("link.settled"))),
    )


def _failed(voice: DigestVoice, signer: Signer, answer: OpenAnswer) -> Card:
    return Card(
        title=voice.name(answer.name, answer.email),
        meta=voice.join([voice.say(f"purpose.{answer.purpose}"), _address(voice, answer.email)], " · "),
        lines=tuple(filter(None, [_why_failed(voice, answer)])),
        links=(
            *_call(voice, answer.phone),
            signer.link(voice, Verb.RETRY, answer.number, voice.say("link.retry"), main=not answer.phone),
            signer.link(voice, Verb.DISCARD, answer.number, voice.say("link.discard")),
        ),
    )


def _broken(voice: DigestVoice, signer: Signer, mail: BrokenMail) -> Card:
    return Card(
        title=voice.name(mail.sender) or voice.value("?"),
        meta=voice.short(mail.at) if mail.at else "",
        quotes=(voice.value(clean.title(mail.subject, 120)),) if mail.subject else (),
        lines=(voice.say("task.broken", number=mail.number, error=clean.one_line(mail.error, 60)),),
        links=(
            signer.link(voice, Verb.REREAD, mail.number, voice.say("link.reread"), main=True),
            signer.link(voice, Verb.DONE, mail.number, voice.say("link.done")),
        ),
    )


def _missed(voice: DigestVoice, signer: Signer, missed: Missed) -> Card:
    """One card an event: after a downtime there may be hundreds."""
    shown = [voice.join([voice.name(name), _phone(voice, phone)], " ") for name, phone in missed.people[:NAMED]]
    if len(missed.people) > NAMED:
        shown.append(voice.say("page.more", count=len(missed.people) - NAMED))
    return Card(
        title=voice.join(
            [_title(voice, missed.event), voice.count("people", len(missed.people))], voice.words["page.colon"]
        ),
        lines=(voice.say("task.missed"), voice.join(shown)),
        links=(signer.link(voice, Verb.SETTLE, missed.key, voice.say("link.settled")),),
    )


def _deadline(voice: DigestVoice, signer: Signer, now: datetime, deadline: Deadline) -> Card:
    event = deadline.event
    voice = voice.at(event.timezone)
    key = "task.book_overdue" if deadline.overdue else "task.book_until"
    day = voice.date(deadline.until) if deadline.overdue else voice.near(deadline.until, now)
    return Card(
        title=voice.say(
            "task.interpreting",
            language=voice.language(deadline.need.language),
            people=people_of(voice, deadline.need),
            until=voice.say(key, day=day),
        ),
        meta=voice.say("task.on_day", title=clean.one_line(event.title, 80), date=voice.month_day(event.start)),
        links=(signer.link(voice, Verb.SETTLE, deadline.key, voice.say("link.booked"), main=True),),
    )


def _call(voice: DigestVoice, phone: str) -> tuple[Link, ...]:
    url = links.telephone(phone)
    return (Link(voice.say("link.call", phone=clean.one_line(phone, 30)), url, main=True),) if url else ()


def _write(voice: DigestVoice, address: str) -> tuple[Link, ...]:
    """A link that opens an empty mail to the address that an absence note names instead."""
    url = links.mailto(address, "") if address else ""
    return (Link(voice.say("link.write", email=clean.one_line(address, 60)), url, main=True),) if url else ()


def _title(voice: DigestVoice, title: str) -> str:
    return voice.value(clean.one_line(title, 60)) if title else ""


def _phone(voice: DigestVoice, phone: str) -> str:
    return voice.value(clean.one_line(phone, 30)) if phone else ""


def _address(voice: DigestVoice, email: str) -> str:
    return voice.value(clean.one_line(email, 100))
