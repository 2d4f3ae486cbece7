"""An invitation's text → the event it invites to. Written for flyers, letters and mails as NGOs write them.

What is found is shown to a person before it is saved, so a good guess beats a blank; only title, date and time must be
found. What was guessed is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mailreg.model.errors import EventFileError
from mailreg.model.registration import Event
from mailreg.understand.invitation_people import find_address, find_organisers, offers_interpreting, offers_travel_costs
from mailreg.understand.invitation_place import find_place, is_town_unsure
from mailreg.understand.invitation_text import Page, page_of
from mailreg.understand.invitation_time import anchor, find_deadline, find_when
from mailreg.understand.invitation_title import are_ends_unsure, find_aliases, find_subtitle, find_title

LIMIT = 200_000  # characters: more is no invitation, and its dates would only mislead


@dataclass(frozen=True, slots=True)
class Invitation:
    """`remarks`: what was guessed or is missing, each a German line for the person who confirms."""

    event: Event
    remarks: tuple[str, ...] = ()


def read_invitation(text: str, *, source: str, timezone: str, now: datetime) -> Event:
    """The event alone of `understand_invitation`."""
    return understand_invitation(text, source=source, timezone=timezone, now=now).event


def understand_invitation(text: str, *, source: str, timezone: str, now: datetime) -> Invitation:
    """The event that an invitation's text invites to. `now` (aware) helps where the text names no year; `source` is the
    file's name, for messages. Raises EventFileError, one line, naming what could not be found."""
    page = page_of(text[:LIMIT])
    zone = ZoneInfo(timezone)
    near = anchor(page, now.astimezone(zone).date())
    when = find_when(page, near, zone)
    if when is None or isinstance(when, date):
        missing = "kein Datum" if when is None else f"zum Datum {when:%d.%m.%Y} keine Uhrzeit"
        raise EventFileError(
            f"In {source} ist {missing} zu finden (wie „11. Oktober 2022, 15–18 Uhr“). "
            "Bitte ergänzen, oder die Veranstaltung als TOML-Datei anlegen."
        )
    title = find_title(page, when.line)
    if not title:
        raise EventFileError(f"In {source} ist kein Titel zu finden: bitte als erste Zeile schreiben.")
    subtitle = find_subtitle(page, title)
    place = find_place(page, when)
    event = Event(
        id=_slug(title, when.start.year),
        title=title,
        subtitle=subtitle,
        start=when.start,
        end=when.end,
        aliases=find_aliases(page, title, subtitle, place.city),
        venue=place.venue,
        street=place.street,
        postcode=place.postcode,
        city=place.city,
        registration_email=find_address(page),
        registration_deadline=find_deadline(page, when, near, zone),
        organisers=find_organisers(page),
        travel_costs=offers_travel_costs(page),
        interpreting=offers_interpreting(page),
        timezone=timezone,
    )
    return Invitation(event, (*_remarks(event, when.guessed, now), *_unsure(page, event)))


def _remarks(event: Event, guessed: tuple[str, ...], now: datetime) -> tuple[str, ...]:
    online = event.venue.startswith("online")
    found = []
    if "year" in guessed:
        found.append(f"Das Jahr steht nicht im Text; angenommen ist {event.start.year}.")
    if "end" in guessed:
        found.append("Ein Ende ist nicht genannt; angenommen sind zwei Stunden.")
    if not event.place:
        found.append("Ein Ort ist nicht zu finden.")
    elif not online and not event.postcode:
        found.append("Eine Postleitzahl ist nicht zu finden.")
    if not event.registration_email:
        found.append("Eine Adresse für Anmeldungen ist nicht zu finden.")
    if event.start < now:
        found.append("Die Veranstaltung hat schon begonnen oder ist vorbei.")
    return tuple(found)


def _unsure(page: Page, event: Event) -> Iterator[str]:
    """What lines without gaps between them have left open."""
    if are_ends_unsure(page, event.title, event.subtitle):
        yield "Wo Titel und Untertitel enden, ist nicht sicher: Im Text fehlt ein Abstand."
    if is_town_unsure(page, event.city):
        yield f"Ob „{event.city}“ der ganze Ortsname ist, ist nicht sicher: Dahinter endet die Zeile."
    if event.registration_email in page.unsure:
        yield f"Die Adresse {event.registration_email} steht im Text auf zwei Zeilen: Gehört alles dazu?"


def _slug(title: str, year: int) -> str:
    folded = title.casefold()
    for letter, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        folded = folded.replace(letter, plain)
    words = re.findall(r"[a-z0-9]+", re.sub(r"[*:_·](?=innen)", "", folded)) or ["event"]
    kept = 1
    while kept < len(words) and len("-".join(words[: kept + 1])) <= 30:
        kept += 1
    words = [words[0][:40], *words[1:kept]]
    return "-".join([*words, *([] if str(year) in words else [str(year)])])
