"""A digest → the finished mail to an organiser: one page of words, laid out as text and as HTML.

Also the word about a command by mail that could not be carried out. Pure, like all of this room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

from mailreg.compose import clean, mime
from mailreg.compose.digestevents import EventCard, NewsLine, counted_news, seats_line, write_event, write_news
from mailreg.compose.digesttasks import Group, Signer, write_tasks
from mailreg.compose.digestvoice import DigestVoice
from mailreg.compose.letters import Desk, Thread
from mailreg.compose.marks import message_id_for
from mailreg.compose.templates import Templates
from mailreg.compose.voice import POP
from mailreg.model.command import Command
from mailreg.model.digest import Digest
from mailreg.model.errors import MailregError, NotPossible
from mailreg.model.mail import Address
from mailreg.model.outgoing import Outgoing, Purpose

LARGEST = 60_000  # bytes of HTML: Gmail cuts longer mails off
RLM = "\u200f"
ISOLATES = "\u2066\u2067\u2068"
LIMITS = (8, 5, 3, 1)  # cards of one kind; the first with which the mail is small enough


@dataclass(frozen=True)
class Page:
    """The digest's words from top to bottom. In HTML every text is Markup that is already escaped."""

    language: str
    direction: str  # "ltr" or "rtl"
    comma: str  # the language's own, with its blanks
    colon: str
    date: str
    heading: str
    calm: bool  # nothing to do
    summary: str
    observing: str
    groups: tuple[Group, ...]
    news_title: str
    news: tuple[NewsLine, ...]
    news_more: str
    done: str
    events_title: str
    events: tuple[EventCard, ...]
    brief: tuple[str, ...]  # a day without news: a line an event instead of all the rest
    footer: tuple[str, ...]


def write_digest(
    digest: Digest,
    *,
    to: str,
    desk: Desk,
    key: str,
    templates: Templates,
    pictures: Mapping[str, bytes],
    sheets: Sequence[mime.Attachment],
) -> Outgoing:
    """The digest for one organiser. `pictures`: event id → PNG; `sheets`: the lists that are attached. On a day
    without news (`digest.empty`) neither goes along. Raises TemplateError."""
    words = templates.digest_words(desk.to_organisers)
    signer = Signer(desk.address.email, desk.secret)
    if digest.empty:
        pictures, sheets = {}, ()
    text = html = ""
    for limit in LIMITS:
        plain, page = (
            _page(DigestVoice(words, html=is_html, zone=desk.timezone), digest, signer, pictures, len(sheets), limit)
            for is_html in (False, True)
        )
        text = _tidy(templates.render("digest.txt.j2", page=plain), words.rtl)
        html = templates.render("digest.html.j2", page=page)
        if len(html.encode()) + html.count("\n") < LARGEST:  # as sent, lines end with CRLF
            break
    message_id = message_id_for(key, desk.secret, desk.domain)
    content = mime.write_mail(
        sender=desk.address,
        to=Address(to),
        subject=subject(DigestVoice(words, html=False, zone=desk.timezone), digest),
        date=digest.now.astimezone(ZoneInfo(desk.timezone)),
        message_id=message_id,
        auto="auto-generated",
        languages=[words.language],
        text=text,
        html=html,
        pictures=[mime.Picture(content_id(event), content) for event, content in pictures.items()],
        files=sheets,
    )
    return Outgoing(key=key, purpose=Purpose.DIGEST, recipient=to, message_id=message_id, content=content)


def write_refusal(
    command: Command,
    problem: MailregError,
    *,
    to: str,
    thread: Thread,
    desk: Desk,
    key: str,
    templates: Templates,
    now: datetime,
) -> Outgoing:
    """To an organiser: the command of their mail could not be carried out. A NotPossible is told in their language,
    any other problem in its own, German words."""
    voice = DigestVoice(templates.digest_words(desk.to_organisers), html=False, zone=desk.timezone)
    known = f"problem.{problem.code}" if isinstance(problem, NotPossible) else ""
    told = known in voice.words.phrases
    page = {
        "opening": voice.say("refused.opening", command=command.words),
        "trouble": "",
        "problem": voice.say(known, target=command.target) if told else voice.value(clean.one_line(str(problem), 500)),
        "advice": voice.say("refused.advice"),
    }
    message_id = message_id_for(key, desk.secret, desk.domain)
    content = mime.write_mail(
        sender=desk.address,
        to=Address(to),
        subject=voice.say("refused.subject", command=command.words),
        date=now.astimezone(ZoneInfo(desk.timezone)),
        message_id=message_id,
        auto="auto-replied",
        languages=[voice.words.language],
        text=_tidy(templates.render("alert.txt.j2", pages=[page]), voice.words.rtl),
        answers=thread.message_id,
        references=thread.references,
    )
    return Outgoing(key=key, purpose=Purpose.COMMAND, recipient=to, message_id=message_id, content=content)


def content_id(event: str) -> str:
    """The Content-ID (RFC 2392) of an event's picture."""
    return f"chart.{''.join(c if c.isalnum() and c.isascii() else '-' for c in event)}@mailreg"


def subject(voice: DigestVoice, digest: Digest) -> str:
    tasks = voice.count("tasks", digest.tasks) if digest.tasks else voice.say("page.nothing_short")
    news = counted_news(voice, digest)
    return voice.say("page.subject_news", tasks=tasks, news=news) if news else voice.say("page.subject", tasks=tasks)


def _page(
    voice: DigestVoice, digest: Digest, signer: Signer, pictures: Mapping[str, bytes], sheets: int, limit: int
) -> Page:
    groups = write_tasks(voice, digest, signer, limit)
    news, more = write_news(voice, digest, 3 * limit)
    events = [
        write_event(voice, s, digest.now, content_id(s.event.id) if s.event.id in pictures else "", limit)
        for s in digest.events
    ]
    since = voice.ago(digest.since, digest.now) if digest.since else ""
    footer = []
    if groups:
        footer += [voice.say("page.footer_links")]
    footer += [voice.say("page.footer_reply")]
    if sheets:
        footer.append(voice.say("page.footer_sheet" if sheets == 1 else "page.footer_sheets"))
    return Page(
        language=voice.words.language,
        direction=voice.direction,
        comma=voice.words["page.comma"],
        colon=voice.words["page.colon"],
        date=voice.day(digest.now.astimezone(ZoneInfo(voice.zone)).date()),
        heading=voice.count("heading", digest.tasks) if digest.tasks else voice.say("page.nothing"),
        calm=not digest.tasks,
        summary=_summary(voice, digest, since),
        observing=voice.say("page.observing") if digest.observing else "",
        groups=tuple(groups),
        news_title=voice.say("page.news", since=since) if since else voice.say("page.news_so_far"),
        news=tuple(news),
        news_more=more,
        done=_done(voice, digest),
        events_title=voice.say("page.events"),
        events=() if digest.empty else tuple(events),
        brief=tuple(_brief(voice, digest)) if digest.empty else (),
        footer=tuple(footer),
    )


def _summary(voice: DigestVoice, digest: Digest, since: str) -> str:
    news = counted_news(voice, digest)
    if news:
        return voice.say("page.since", since=since, news=news) if since else voice.say("page.so_far", news=news)
    return voice.say("page.quiet", since=since) if since else voice.say("page.quiet_so_far")


def _done(voice: DigestVoice, digest: Digest) -> str:
    did = [voice.say(f"did.{c.verb}", target=c.target) for c in digest.commands]
    return voice.say("news.did", list=voice.join(did)) if did else ""


def _brief(voice: DigestVoice, digest: Digest) -> list[str]:
    shown = [s for s in digest.events if digest.now < s.event.end and not s.event.cancelled]
    return [voice.say("news.line", name=clean.one_line(s.event.title, 80), what=seats_line(voice, s)) for s in shown]


def _tidy(text: str, rtl: bool) -> str:
    """Without trailing blanks, with at most one empty line in a row. From right to left, a line whose own words don't
    say so begins with a mark: a name that is kept apart has no say in the direction of its line (UAX #9, P2)."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append((RLM if rtl and line.strip() and not _turns_right(line) else "") + line.rstrip())
    return "\n".join(lines) + "\n"


def _turns_right(line: str) -> bool:
    """Is the first strong character outside of isolates one that is written from right to left?"""
    depth = 0
    for char in line:
        if char in ISOLATES:
            depth += 1
        elif char == POP:
            depth -= 1
        elif depth <= 0 and (strong := bidirectional(char)) in {"L", "R", "AL"}:
            return strong != "L"
    return False
