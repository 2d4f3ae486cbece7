"""The training mails (training/mails/*.txt) as raw mails with labels and with what each sentence says.

A mail is a head of fields, its From, Subject and Date, and a text in which people, organisations and the sense of each
sentence are marked with ⟦…⟧; the marks are taken out here. What a mail answers is put below it as a quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from mailreg.understand.names import name_from_address, with_family

FOLDER = Path(__file__).parent / "mails"
_MARK = re.compile(r"⟦([^⟦⟧]*)⟧")
_AND = frozenset("& + und and et y i ve и і و".split())  # "Silke & Micha" is nobody's name
_TITLES = re.compile(r"^((Dr|Prof)\. ?)+")
_NAMED = ("p:", "w:", "x:", "o:", "xo:")
KINDS = {"register", "cancel", "change", "question", "automatic", "unrelated"}
HANDLINGS = {"automatic", "review", "ignore"}

INVITATION = """Liebe Kolleg*innen, liebe Engagierte,

anbei senden wir Ihnen und euch das save the date zu unserem Netzwerktreffen
"get together" am 11. Oktober 2022, 15 - 18 Uhr, Lutherstraße 13 in Bischofswerda.
Teilnahme kostenfrei - auf Anfrage können Fahrtkosten übernommen werden.
Auf Anfrage kann Sprachmittlung bereitgestellt werden. Anmeldung ab sofort
möglich per E-Mail an stoye@agjf-sachsen.de

Herzliche Grüße
Claudia Stoye"""
FACHTAG = """Liebe Kolleg*innen,

am 17. November 2022 laden wir herzlich zum Fachtag Jugendhilfe migrationssensibel
ein, 9:30 bis 16 Uhr, Haus der Demokratie, Leipzig. Sprachmittlung ist auf Anfrage
möglich. Anmeldung bis 10. November an stoye@agjf-sachsen.de

Herzliche Grüße
Claudia Stoye"""
CONFIRMATION = """Vielen Dank für die Anmeldung zum {event}. Ihr Platz ist reserviert. Wünsche zu
Sprachmittlung und Fahrtkosten haben wir notiert, soweit Sie welche genannt haben.

Herzliche Grüße
Claudia Stoye"""
OTHER = """Hallo,

können wir dazu noch einmal sprechen? Ich habe die Unterlagen hier liegen.

Viele Grüße
Claudia Stoye"""
EVENTS = {
    "get-together-2022": "get together am 11. Oktober 2022, 15 bis 18 Uhr in Bischofswerda",
    "fachtag-2022": "Fachtag am 17. November 2022 in Leipzig",
}


@dataclass
class TrainingMail:
    """`tags`: (offset in the text, tag); `names`: (kind, start, end in the text); both without the marks."""

    name: str
    label: dict[str, Any]
    raw: bytes
    text: str
    tags: list[tuple[int, str]] = field(default_factory=list)
    names: list[tuple[str, int, int]] = field(default_factory=list)


def training_mails(folder: Path = FOLDER) -> Iterator[TrainingMail]:
    """All mails whose form is right, in order. What is wrong with the others is printed."""
    for path in sorted(folder.glob("*.txt")):
        pieces = re.split(r"^### ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
        for number, piece in enumerate(pieces, 1):
            name = f"{path.stem}-{number:02}"
            try:
                yield parse(name, piece)
            except (ValueError, KeyError, IndexError) as error:
                print(f"{name}: {type(error).__name__}: {error}")


def parse(name: str, piece: str) -> TrainingMail:
    head, _, text = piece.partition("\n---\n")
    first, *lines = head.splitlines()
    cells = [cell.strip() for cell in first.split("|")]
    values = dict(cell.split("=", 1) for cell in cells[3:] if "=" in cell)
    fields = dict(line.split(": ", 1) for line in lines if ": " in line)
    plain, tags, names = without_marks(text.strip("\n"))
    sender = fields["From"]
    persons = [turned(plain[a:b]) for kind, a, b in names if kind == "p"]
    withdrawn = [turned(plain[a:b]) for kind, a, b in names if kind == "w"]
    display = _TITLES.sub("", turned(sender.rpartition("<")[0].strip().strip('"')))
    address = sender.rpartition("<")[2].strip().rstrip(">")
    display = (
        with_family(display, address) or display or name_from_address(address) or ""
    )  # "Margit <margit.noske@…>", as the reading does it
    persons, withdrawn = ([_in_full(n, display) for n in each] for each in (persons, withdrawn))
    if any(tag == "from" for _, tag in tags):
        persons.append(display)
    if any(tag == "wfrom" for _, tag in tags):
        withdrawn.append(display)
    label = {
        "kind": cells[0],
        "handling": cells[1],
        "event": None if cells[2] in {"-", "none", "null"} else cells[2],
        "participants": [{"name": n} for n in dict.fromkeys(persons)] if cells[0] in {"register", "change"} else [],
        "headcount": int(values["heads"]),
        "withdrawn": list(dict.fromkeys(withdrawn)),
        "travel_costs": values["travel"] == "1",
        "interpreting": sorted(codes(values["interp"])),
        "other_needs": sorted(codes(values["needs"])),
        "question": values["q"] == "1",
        "reply_language": values["lang"],
    }
    if label["kind"] not in KINDS or label["handling"] not in HANDLINGS:
        raise ValueError(f"no such kind or handling: {first}")
    raw = build(
        sender, fields["Subject"], fields["Date"].strip()[:10], plain, values.get("thread", "none"), cells[2], name
    )
    return TrainingMail(name, label, raw, plain, tags, names)


def codes(text: str) -> list[str]:
    return [c.strip() for c in text.split(",") if c.strip() not in {"", "-"}]


def turned(name: str) -> str:
    """ "Haddad, Amira" → "Amira Haddad"."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and given.strip() else name.strip()


def _in_full(name: str, display: str) -> str:
    """A signature "sandra" or "S. Wolf" below a mail from "Sandra Wolf" is Sandra Wolf."""
    words = display.split()
    if len(words) not in {2, 3} or not _AND.isdisjoint(words):
        return name
    small = [word.casefold() for word in words]
    initial, _, family = name.casefold().partition(".")
    shortened = len(initial) == 1 and initial == small[0][:1] and family.strip() == small[-1]
    return display if shortened or name.casefold() in small else name


def without_marks(text: str) -> tuple[str, list[tuple[int, str]], list[tuple[str, int, int]]]:
    out: list[str] = []
    length = last = 0
    tags: list[tuple[int, str]] = []
    names: list[tuple[str, int, int]] = []
    for found in _MARK.finditer(text):
        before = text[last : found.start()]
        out.append(before)
        length += len(before)
        mark = found[1].strip()
        kind = next((k for k in _NAMED if mark.startswith(k)), None)
        if kind:
            shown = mark[len(kind) :].strip()
            names.append((kind[:-1], length, length + len(shown)))
            out.append(shown)
            length += len(shown)
        else:
            tags += [(length, tag) for tag in re.split(r"[\s,;]+", mark) if tag]
        last = found.end()
    out.append(text[last:])
    return "".join(out), tags, names


def build(sender: str, subject: str, date: str, text: str, thread: str, event: str, name: str) -> bytes:
    message = EmailMessage()
    display, _, address = sender.rpartition("<")
    message["From"] = f'"{display.strip().strip(chr(34))}" <{address.strip().rstrip(">")}>' if display else sender
    message["To"] = "Claudia Stoye <stoye@agjf-sachsen.de>"
    message["Subject"] = subject
    message["Date"] = _date(date)
    message["Message-ID"] = f"<{name}@training.example>"
    if thread != "none":
        message["In-Reply-To"] = "<0815@agjf-sachsen.de>"
        quoted = {
            "invitation": FACHTAG if event == "fachtag-2022" else INVITATION,
            "reminder": FACHTAG if event == "fachtag-2022" else INVITATION,
            "confirmation": CONFIRMATION.format(event=EVENTS.get(event, "Treffen")),
        }.get(thread, OTHER)
        lines = "\n".join(f"> {line}" for line in quoted.split("\n"))
        text = f"{text}\n\nAm 24.08.2022 um 10:41 schrieb Claudia Stoye <stoye@agjf-sachsen.de>:\n\n{lines}\n"
    message.set_content(text, charset="utf-8", cte="8bit")
    return message.as_bytes()


def _date(day: str) -> str:
    from datetime import datetime
    from email.utils import format_datetime
    from zoneinfo import ZoneInfo

    return format_datetime(datetime.fromisoformat(f"{day}T10:15:00").replace(tzinfo=ZoneInfo("Europe/Berlin")))
