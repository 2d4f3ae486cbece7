"""A registration and its event → the finished answer; a problem → the finished alert to the organisers.

Pure: the same values give the same bytes, so that a mail can be written again and compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from mailreg.compose import clean, mime
from mailreg.compose.calendar import write_calendar
from mailreg.compose.marks import message_id_for
from mailreg.compose.page import leaves_calendar, told_as, write_page
from mailreg.compose.templates import Templates
from mailreg.compose.voice import Voice
from mailreg.model.mail import Address
from mailreg.model.outgoing import Outgoing, Purpose
from mailreg.model.registration import Event, Registration

ANSWERS = (Purpose.CONFIRM, Purpose.CHANGED, Purpose.CANCELLED)
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

    @property
    def domain(self) -> str:
        return mime.ascii_domain(self.address.email).rpartition("@")[2]


def write_answer(
    purpose: Purpose,
    registration: Registration,
    event: Event,
    *,
    to: Address,
    thread: Thread,
    desk: Desk,
    key: str,
    templates: Templates,
    now: datetime,
    open_question: bool = False,
    held: bool = False,
) -> Outgoing:
    """The answer to a registration (CONFIRM), a change (CHANGED) or a cancellation (CANCELLED), in the writer's words.

    `registration` is as it is after the change. `open_question`: the mail asks something that a person must answer.
    `held`: a person looks at this answer before it goes out, and it says so. Raises TemplateError, and MessageRefused
    where `to` is no address."""
    if purpose not in ANSWERS:
        raise ValueError(f"not an answer: {purpose}")
    codes = templates.chosen(registration.language, desk.language)
    languages = [templates.words(code) for code in codes]
    text, html = (
        [
            write_page(
                Voice(words, html=is_html),
                purpose,
                registration,
                event,
                to=to,
                sender=desk.address,
                organisation=desk.organisation,
                privacy_url=web_address(desk.privacy_url),
                open_question=open_question,
                held=held,
            )
            for words in languages
        ]
        for is_html in (False, True)
    )
    title = clean.one_line(event.title)
    subject = mime.reply_subject(thread.subject) or Voice(languages[0], html=False).say(
        f"subject.{told_as(purpose, registration, to)}", title=title
    )
    cancelled = told_as(purpose, registration, to) is Purpose.CANCELLED
    leaves = leaves_calendar(purpose, registration, to)
    # A later version must win in calendars, a registration after a cancellation, too.
    steps = max(registration.version - 1, 1 if leaves else 0)
    method, calendar = write_calendar(
        event,
        organiser=desk.address,
        domain=desk.domain,
        description="\n\n".join(f"{page.heading}. {page.hints[0]}" for page in text),
        now=now,
        sequence=event.sequence + steps,
        cancelled=leaves,
    )
    message_id = message_id_for(key, desk.secret, desk.domain)
    content = mime.write_mail(
        sender=desk.address,
        to=to,
        subject=subject,
        date=now.astimezone(ZoneInfo(desk.timezone)),
        message_id=message_id,
        auto="auto-replied",
        languages=codes,
        text=_tidy(templates.render("answer.txt.j2", pages=text, title=title, cancelled=cancelled)),
        html=templates.render("answer.html.j2", pages=html, title=title, cancelled=cancelled),
        calendar=mime.Calendar(method, calendar),
        answers=thread.message_id,
        references=thread.references,
    )
    return Outgoing(
        key=key,
        purpose=purpose,
        recipient=to.email,
        message_id=message_id,
        content=content,
        event=event.id,
        registration=registration.id,
        in_reply_to=next(iter(mime.message_ids([thread.message_id])), None),
    )


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
) -> Outgoing:
    """To an organiser: mailreg cannot work (ALERT), or works again (RECOVERED). `problem` is one plain line."""
    if purpose not in ALERTS:
        raise ValueError(f"not an alert: {purpose}")
    code = templates.chosen(desk.language)[0]
    voice = Voice(templates.words(code), html=False)
    page = {
        "opening": voice.say(f"{purpose}.opening", since=voice.moment(since, desk.timezone)),
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
