"""A personal work inbox, made anew on every run and the same each time: 85 % private mail, 15 % registrations.

Private mail is written here from invented words, in the shapes and sizes that mail has: short notes, long threads,
HTML mail, newsletters, attachments, bounces, absence notes, meeting requests. Registrations are the labelled mails of
tests/corpus; where one is used a second time, its sender's address and Message-ID are another's.
"""

from __future__ import annotations

import base64
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from pathlib import Path

from bench.phrases import CLOSINGS, FAMILY, GIVEN, GREETINGS, HOUSES, NEWS, OUR_DAY, SENTENCES, SUBJECTS

CORPUS = Path(__file__).parent.parent / "tests" / "corpus"
ADDRESS = "stoye@agjf-sachsen.de"
LAST = datetime(2022, 10, 5, 12, 0, tzinfo=UTC)  # the newest mail
REGISTRATIONS = 0.15
OF_OUR_DAY = 0.012  # of the letters; a mail holds two or three: so about 3 % of the private mail name our day
OURS = {"register", "cancel", "change", "question"}


@dataclass(frozen=True, slots=True)
class Mail:
    """`raw` has CRLF line ends."""

    raw: bytes
    received_at: datetime
    registration: bool


def inbox(count: int, seed: int = 2022) -> Iterator[Mail]:
    """`count` mails, oldest first, an hour or so apart; the same ones for the same numbers."""
    chance = random.Random(seed)
    labelled = registrations()
    used = 0
    for number in range(count):
        received_at = LAST - timedelta(minutes=20 * (count - number))
        ours = chance.random() < REGISTRATIONS
        if ours:
            raw = labelled[used % len(labelled)]
            if used >= len(labelled):
                raw = another(raw, number)
            used += 1
        else:
            raw = private(chance, number, received_at)
        yield Mail(raw, received_at, ours)


@cache
def registrations() -> tuple[bytes, ...]:
    """The labelled mails that are about an event, in an order that mixes them."""
    paths = sorted(p for folder in ("dev", "own") for p in (CORPUS / folder).glob("*.eml"))
    ours = [p for p in paths if json.loads(p.with_suffix(".json").read_text("utf-8"))["kind"] in OURS]
    random.Random(1).shuffle(ours)
    return tuple(re.sub(rb"\r?\n", b"\r\n", p.read_bytes()) for p in ours)


def another(raw: bytes, number: int) -> bytes:
    """The same words from another sender."""
    head, blank, body = raw.partition(b"\r\n\r\n")
    head = re.sub(rb"(?im)^(Message-ID:[^<]*<)", rb"\g<1>%d." % number, head)
    head = re.sub(rb"(?im)^(From:.*(?:\r\n[ \t].*)*?[<\s])([\w.-]+)@", rb"\g<1>\g<2>.%d@" % number, head)
    return head + blank + body


Shape = Callable[[random.Random, EmailMessage], None]


def private(chance: random.Random, number: int, received_at: datetime) -> bytes:
    """One mail that is none of our business."""
    shape: Shape = chance.choices(SHAPES, WEIGHTS)[0]
    message = EmailMessage(policy=SMTP.clone(max_line_length=200))
    name, address = person(chance)
    for value in hops(chance, address, received_at):
        message["Received"] = value
    message["DKIM-Signature"] = (
        f"v=1; a=rsa-sha256; c=relaxed/relaxed; d={address.partition('@')[2]}; s=s1; h=from:to:subject:date; "
        f"bh={token(chance, 32)}; b={token(chance, 256)}"
    )
    message["Authentication-Results"] = "mx.agjf-sachsen.example; spf=pass; dkim=pass; dmarc=pass"
    message["From"] = f"{name} <{address}>"
    message["To"] = f"Claudia Stoye <{ADDRESS}>"
    message["Subject"] = chance.choice(("", "", "Re: ", "AW: ", "WG: ")) + chance.choice(SUBJECTS)
    message["Date"] = format_datetime(received_at - timedelta(seconds=chance.randrange(2, 90)))
    message["Message-ID"] = f"<{number}.{chance.getrandbits(64):x}@{address.partition('@')[2]}>"
    message["MIME-Version"] = "1.0"
    shape(chance, message)
    for part in message.walk():
        if part.get_content_maintype() == "multipart":
            part.set_boundary(f"=_{chance.getrandbits(96):x}")  # the library's own is another one on each run
    return message.as_bytes()


def person(chance: random.Random) -> tuple[str, str]:
    given, family = chance.choice(GIVEN), chance.choice(FAMILY)
    plain = f"{given}.{family}".lower().translate(str.maketrans({"ü": "ue", "ö": "oe", "ß": "ss", "ı": "i"}))
    return f"{given} {family}", f"{plain}@{chance.choice(HOUSES)}.example"


def hops(chance: random.Random, address: str, received_at: datetime) -> Iterator[str]:
    for hop in range(chance.randrange(2, 6)):
        yield (
            f"from relay{hop}.{address.partition('@')[2]} (relay{hop}.{address.partition('@')[2]} "
            f"[192.0.2.{chance.randrange(1, 255)}]) by mx{hop}.agjf-sachsen.example (Postfix) with ESMTPS "
            f"id {chance.getrandbits(48):x} for <{ADDRESS}>; {format_datetime(received_at)}"
        )


def token(chance: random.Random, size: int) -> str:
    return base64.b64encode(chance.randbytes(size)).decode()


def paragraph(chance: random.Random, least: int = 2, most: int = 6) -> str:
    return " ".join(chance.choices(SENTENCES, k=chance.randint(least, most)))


def signature(chance: random.Random) -> str:
    name, address = person(chance)
    house = address.partition("@")[2].partition(".")[0]
    return (
        f"-- \n{name}\n{house.replace('-', ' ').title()} e. V.\nHauptstraße {chance.randrange(1, 90)}, 01234 Mittelfurt"
        f"\nTel.: 03591 {chance.randrange(10000, 99999)}\n{address}\nwww.{house}.example\n"
    )


def letter(chance: random.Random, paragraphs: int) -> str:
    """A whole text, wrapped as mail clients do not."""
    text = "\n\n".join(paragraph(chance) for _ in range(paragraphs))
    if chance.random() < OF_OUR_DAY:
        text += f" {OUR_DAY}"
    return f"{chance.choice(GREETINGS)}\n\n{text}\n\n{chance.choice(CLOSINGS)}\n{person(chance)[0]}\n"


def thread(chance: random.Random, depth: int) -> str:
    """A letter with the mails that it answers quoted below."""
    text = letter(chance, chance.randint(2, 5))
    if depth == 0:
        return text + signature(chance)
    name, address = person(chance)
    quoted = "\n".join(f"> {line}" for line in thread(chance, depth - 1).splitlines())
    return f"{text}\nAm 0{depth}.10.2022 um 09:1{depth} schrieb {name} <{address}>:\n{quoted}\n"


def outlook(chance: random.Random, text: str) -> str:
    """The text in the HTML that desktop clients make of it."""
    rows = "".join(
        f'<p class="MsoNormal" style="margin:0cm;font-size:11.0pt;font-family:&quot;Calibri&quot;,sans-serif">'
        f'<span lang="DE" style="color:#1F497D;mso-fareast-language:EN-US">{line or "&nbsp;"}<o:p></o:p></span></p>\n'
        for line in text.replace("<", "&lt;").splitlines()
    )
    styles = "".join(
        f"p.MsoStyle{n}, li.MsoStyle{n} {{margin:0cm; font-size:{chance.randint(8, 14)}.0pt; "
        'font-family:"Calibri",sans-serif; mso-style-priority:99;}\n'
        for n in range(20)
    )
    return f"<html><head><style>{styles}</style></head><body lang=DE><div class=WordSection1>{rows}</div></body></html>"


def note(chance: random.Random, message: EmailMessage) -> None:
    message.set_content(letter(chance, 1), cte=chance.choice(("8bit", "quoted-printable")))


def conversation(chance: random.Random, message: EmailMessage) -> None:
    message["In-Reply-To"] = f"<{chance.getrandbits(64):x}@agjf-sachsen.de>"
    message["References"] = " ".join(f"<{chance.getrandbits(64):x}@agjf-sachsen.de>" for _ in range(3))
    message.set_content(thread(chance, chance.randint(3, 8)), cte="quoted-printable")


def html(chance: random.Random, message: EmailMessage) -> None:
    text = thread(chance, chance.randint(1, 5))
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(outlook(chance, text), subtype="html", cte="quoted-printable")


def newsletter(chance: random.Random, message: EmailMessage) -> None:
    """30 to 80 kB of nested tables."""
    message["List-Unsubscribe"] = "<https://news.kulturhaus-alte-post.example/u?id=1>"
    message["List-Id"] = "<newsletter.kulturhaus-alte-post.example>"
    message["Precedence"] = "bulk"
    blocks, size, goal = [], 0, chance.randrange(27_000, 70_000)
    while size < goal:
        link = f"https://news.kulturhaus-alte-post.example/r/{chance.getrandbits(256):x}"
        blocks.append(
            '<table width="600" cellpadding="0" cellspacing="0" style="border-collapse:collapse;background:#ffffff">'
            f'<tr><td style="padding:24px"><img src="{link}.png" width="552" alt="Bild"></td></tr>'
            f'<tr><td style="font:16px/24px Arial,sans-serif;color:#333"><h2>{chance.choice(NEWS)}</h2>'
            f'<p>{paragraph(chance, 3, 8)}</p><a href="{link}">Weiterlesen</a></td></tr></table>\n'
        )
        size += len(blocks[-1])
    message.set_content("Im Browser ansehen: https://news.kulturhaus-alte-post.example\n" + letter(chance, 5))
    page = f"<html><body><table width='100%'><tr><td>{''.join(blocks)}</td></tr></table></body></html>"
    message.add_alternative(page, subtype="html", cte="quoted-printable")


def attachment(chance: random.Random, message: EmailMessage) -> None:
    """200 kB to 2 MB as they travel (base64 adds a third)."""
    message.set_content(letter(chance, 2), cte="quoted-printable")
    size = chance.randrange(150_000, 1_500_000)
    subtype, name = chance.choice((("pdf", "Protokoll.pdf"), ("zip", "Fotos.zip"), ("msword", "Antrag.doc")))
    message.add_attachment(chance.randbytes(size), maintype="application", subtype=subtype, filename=name)


def bounce(chance: random.Random, message: EmailMessage) -> None:
    name, address = person(chance)
    del message["From"], message["Subject"]
    message["From"] = "Mail Delivery System <mailer-daemon@agjf-sachsen.example>"
    message["Subject"] = "Undelivered Mail Returned to Sender"
    message["Return-Path"] = "<>"
    message["Auto-Submitted"] = "auto-replied"
    message.set_content(f"Your message to {name} could not be delivered.\n\n<{address}>: user unknown\n")
    report = Message()
    report.set_type("message/delivery-status")
    for fields in (
        {"Reporting-MTA": "dns; mx.agjf-sachsen.example"},
        {"Final-Recipient": f"rfc822; {address}", "Action": "failed", "Status": "5.1.1"},
    ):
        block = Message()
        for field, value in fields.items():
            block[field] = value
        report.attach(block)
    message.make_mixed()
    message.attach(report)
    message.set_type("multipart/report")
    message.set_param("report-type", "delivery-status")


def absence(chance: random.Random, message: EmailMessage) -> None:
    del message["Subject"]
    message["Subject"] = "Automatische Antwort: " + chance.choice(SUBJECTS)
    message["Auto-Submitted"] = "auto-replied"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(
        "Guten Tag,\n\nich bin bis zum 17.10. nicht im Büro und lese keine Mails. In dringenden Fällen wenden Sie sich "
        f"bitte an {person(chance)[0]}.\n\nMit freundlichen Grüßen\n" + signature(chance)
    )


def meeting(chance: random.Random, message: EmailMessage) -> None:
    text = letter(chance, 1)
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(outlook(chance, text), subtype="html", cte="quoted-printable")
    calendar = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
        f"UID:{chance.getrandbits(64):x}\r\nDTSTART:20221018T080000Z\r\nDTEND:20221018T090000Z\r\n"
        "SUMMARY:Teamsitzung\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    message.add_alternative(calendar, subtype="calendar", params={"method": "REQUEST"})


# Each shape and its share of the private mail, in percent.
TABLE: tuple[tuple[Shape, int], ...] = (
    (note, 15),
    (conversation, 25),
    (html, 25),
    (newsletter, 15),
    (attachment, 6),
    (bounce, 4),
    (absence, 5),
    (meeting, 5),
)
SHAPES = [shape for shape, _ in TABLE]
WEIGHTS = [weight for _, weight in TABLE]
