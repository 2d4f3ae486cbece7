"""A registration and its event → the finished mail to a participant; a problem → the finished alert to the organisers.

Pure: the same values give the same bytes, so that a mail can be written again and compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from mailreg.compose import clean, mime
from mailreg.compose.calendar import sequence_of, uid_of, write_calendar
from mailreg.compose.kinds import KINDS, LETTERS, calendar_method, told_as
from mailreg.compose.marks import message_id_for
from mailreg.compose.page import Signer, write_page
from mailreg.compose.rows import Facts
from mailreg.compose.templates import Templates
from mailreg.compose.voice import Voice
from mailreg.model.mail import Address
from mailreg.model.outgoing import ANSWERS, Outgoing, Purpose
from mailreg.model.registration import Event, Registration

NOTHING_MORE = Facts()
ALERTS = (Purpose.ALERT, Purpose.RECOVERED)


@dataclass(frozen=True)
class Thread:
    """The mail that is answered."""

    message_id: str | None  # with angle brackets
    references: tuple[str, ...]
    subject: str
    date: datetime | None


@dataclass(frozen=True)
class Desk:
    """Who answers."""

    address: Address  # From
    secret: bytes  # signs the Message-IDs
    timezone: str
    language: str  # where the writer's is unknown
    privacy_url: str | None = None
    organisation: str | None = None  # responsible in the sense of Art. 13 GDPR; else the From name
    organisers_language: str = ""  # of the digest and of alerts; "": `language`

    @property
    def to_organisers(self) -> str:
        return self.organisers_language or self.language

    @property
    def domain(self) -> str:
        return mime.ascii_domain(self.address.email).rpartition("@")[2]


def write_letter(
    purpose: Purpose,
    registration: Registration,
    event: Event,
    *,
    to: Address,
    desk: Desk,
    key: str,
    templates: Templates,
    now: datetime,
    thread: Thread | None = None,
    facts: Facts = NOTHING_MORE,
    entries: Sequence[Registration] = (),
) -> Outgoing:
    """One of ANSWERS or NOTICES, in the language of the registration.

    `registration` is as it is after the change. With a `thread` the mail stands below the one that it answers; a notice
    keeps its own subject even there. The organisers' files in `facts` are attached. `entries`: those whose calendar
    entries go along, where `registration` stands for several. Raises TemplateError, and
    MessageRefused where `to` is no address."""
    if purpose not in LETTERS:
        raise ValueError(f"not to a participant: {purpose}")
    templates = templates.for_event(event.id)
    told = told_as(purpose, registration, to)
    codes = templates.chosen(registration.language, desk.language, told)
    signer = Signer(desk.address, desk.organisation, web_address(desk.privacy_url))
    text, html = (
        [
            write_page(
                Voice(templates.words(code), html=is_html),
                purpose,
                registration,
                event,
                to=to,
                signer=signer,
                facts=facts,
                now=now,
            )
            for code in codes
        ]
        for is_html in (False, True)
    )
    answers = purpose in ANSWERS and thread is not None
    subject = mime.reply_subject(thread.subject) if answers and thread else ""
    layout = {"title": clean.one_line(event.title), "tone": KINDS[told].tone, "kind": told.value}
    message_id = message_id_for(key, desk.secret, desk.domain)
    description = "\n\n".join(page.entry for page in text)
    content = mime.write_mail(
        sender=desk.address,
        to=to,
        subject=subject or text[0].subject,
        date=now.astimezone(ZoneInfo(desk.timezone)),
        message_id=message_id,
        auto="auto-replied" if answers else "auto-generated",
        languages=codes,
        text=_tidy(templates.render("answer.txt.j2", pages=text, **layout)),
        html=templates.render("answer.html.j2", pages=html, **layout),
        calendars=_calendars(purpose, entries or (registration,), event, to, desk, now, description),
        files=[mime.Attachment(file.name, file.content_type, file.content) for file in facts.files],
        answers=thread.message_id if thread else None,
        references=thread.references if thread else (),
    )
    return Outgoing(
        key=key,
        purpose=purpose,
        recipient=to.email,
        message_id=message_id,
        content=content,
        event=event.id,
        registration=registration.id,
        in_reply_to=next(iter(mime.message_ids([thread.message_id if thread else None])), None),
    )


def _calendars(
    purpose: Purpose,
    registrations: Sequence[Registration],
    event: Event,
    to: Address,
    desk: Desk,
    now: datetime,
    description: str,
) -> list[mime.Calendar]:
    """One file for each entry: a CANCEL may name one UID only (RFC 5546, 3.2.5), and a file of several opens in some
    programs as a calendar of its own. What is to be entered comes first."""
    found = []
    for registration in registrations:
        method = calendar_method(purpose, registration, to)
        if method is not None:
            cancelled = method == "CANCEL"
            named, content = write_calendar(
                event,
                uid=uid_of(registration, to, desk.address, desk.domain),
                sequence=sequence_of(event, registration, cancelled=cancelled),
                organiser=desk.address,
                description=description,
                now=now,
                cancelled=cancelled,
            )
            found.append(mime.Calendar(named, content))
    return sorted(found, key=lambda calendar: calendar.method == "CANCEL")


def write_alert(
    purpose: Purpose,
    *,
    to: str,
    desk: Desk,
    key: str,
    templates: Templates,
    now: datetime,
    problem: str,
    since: datetime,
    kind: str = "",
) -> Outgoing:
    """To an organiser: mailreg cannot work (ALERT), or works again (RECOVERED). `problem` is one plain German line;
    `kind`, the name of its class in model/errors.py, is told in the organisers' language."""
    if purpose not in ALERTS:
        raise ValueError(f"not an alert: {purpose}")
    code = templates.chosen(desk.to_organisers)[0]
    voice = Voice(templates.words(code), html=False)
    own = Voice(templates.digest_words(code), html=False)
    told = f"trouble.{kind}"
    page = {
        "opening": voice.say(f"{purpose}.opening", since=voice.moment(since, desk.timezone)),
        "trouble": own.say(told) if own.words.language == code and told in own.words.phrases else "",
        "problem": voice.value(clean.one_line(problem, 500)),
        "advice": voice.say(f"{purpose}.advice"),
    }
    message_id = message_id_for(key, desk.secret, desk.domain)
    content = mime.write_mail(
        sender=desk.address,
        to=Address(to),
        subject=voice.say(f"{purpose}.subject"),
        date=now.astimezone(ZoneInfo(desk.timezone)),
        message_id=message_id,
        auto="auto-generated",
        languages=[code],
        text=_tidy(templates.render("alert.txt.j2", pages=[page])),
    )
    return Outgoing(key=key, purpose=purpose, recipient=to, message_id=message_id, content=content)


def web_address(url: str | None) -> str | None:
    """The address of a page if it is one that can be linked to (http, https), else None."""
    if not url:
        return None
    parts = urlsplit(url.strip())
    return url.strip() if parts.scheme in {"http", "https"} and parts.netloc else None


def _tidy(text: str) -> str:
    """Without trailing blanks, with at most one empty line in a row."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"
