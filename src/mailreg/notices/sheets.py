"""The list of an event's participants as a spreadsheet: sorted, filtered and printed without another hand on it.

What people wrote stays text: a name like "=1+1" is no formula, and nothing becomes a link by itself.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from mailreg.model.registration import Event, Participant, Registration, Status

ORDER = (Status.CONFIRMED, Status.WAITING, Status.HELD, Status.CANCELLED)
COLOURS = {Status.WAITING: "#8a5a1e", Status.HELD: "#8a5a1e", Status.CANCELLED: "#7d8986"}
WIDEST = 46  # characters
CELL = 32_767  # characters that a cell holds


@dataclass(frozen=True, slots=True)
class SheetWords:
    """`columns`: the eight headings in order; `needs`: registration id → what it asks for; `languages`: code → name;
    `unnamed`: for a seat without a name; `footer`: printed on each page; `moment`: the spreadsheet's format of a day
    with its time; `rtl`: the first column is at the right."""

    columns: tuple[str, str, str, str, str, str, str, str]
    status: Mapping[Status, str]
    needs: Mapping[int, str]
    languages: Mapping[str, str]
    unnamed: str
    footer: str
    moment: str = "dd.mm.yyyy hh:mm"
    rtl: bool = False


def write_sheet(event: Event, registrations: Iterable[Registration], words: SheetWords, now: datetime) -> bytes:
    """The .xlsx: one row a seat; confirmed ones first, then by name. The same values give the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"title": event.title, "created": now.replace(tzinfo=None)})
    head = book.add_format({"bold": True, "bg_color": "#e4f0ed", "bottom": 1, "valign": "vcenter"})
    begin = "right" if words.rtl else "left"
    plain = {"valign": "top", "text_wrap": True}
    formats = {
        status: book.add_format(plain | {"font_color": COLOURS.get(status, "#1c2b28")} | _struck(status))
        for status in Status
    }
    days = {
        status: book.add_format(
            plain | {"font_color": COLOURS.get(status, "#1c2b28"), "num_format": words.moment, "align": begin}
        )
        for status in Status
    }
    sheet = book.add_worksheet(_sheet_name(event.title))
    rows = [_row(registration, person, words) for registration, person in _seats(registrations)]
    for column, title in enumerate(words.columns):
        sheet.write_string(0, column, title, head)
    zone = ZoneInfo(event.timezone)
    for number, (status, cells, registered) in enumerate(rows, 1):
        for column, text in enumerate(cells):
            sheet.write_string(number, column, text[:CELL], formats[status])
        if registered is not None:
            # Spreadsheets know no time zones: the event's local time.
            sheet.write_datetime(number, 7, registered.astimezone(zone).replace(tzinfo=None), days[status])
    for column, title in enumerate(words.columns):
        longest = max((len(cells[column]) for _, cells, _ in rows if column < 7), default=0)
        sheet.set_column(column, column, 17 if column == 7 else min(max(longest, len(title)) + 3, WIDEST))
    if words.rtl:
        sheet.right_to_left()
    sheet.set_row(0, 22)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(words.columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.9, bottom=0.7)
    here, there = ("&R", "&L") if words.rtl else ("&L", "&R")
    sheet.set_header(f"{here}&B{_escaped(event.title)}"[:250])
    sheet.set_footer(f"{here}{_escaped(words.footer)[:230]}{there}&P / &N")
    book.close()
    return out.getvalue()


def _seats(registrations: Iterable[Registration]) -> list[tuple[Registration, Participant]]:
    pairs = [(r, p) for r in registrations for p in r.people]
    return sorted(pairs, key=lambda pair: (ORDER.index(_status(*pair)), (pair[1].name or "\uffff").casefold()))


def _status(registration: Registration, person: Participant) -> Status:
    """Of a seat: in a confirmed registration some may wait, and some may be given back."""
    if Status.CANCELLED in {registration.status, person.status}:
        return Status.CANCELLED
    return person.status if registration.status is Status.CONFIRMED else registration.status


def _row(
    registration: Registration, person: Participant, words: SheetWords
) -> tuple[Status, Sequence[str], datetime | None]:
    status = _status(registration, person)
    cells = (
        words.status[status],
        person.name or words.unnamed,
        person.organisation or "",
        person.email or registration.contact.email,
        person.phone or "",
        words.needs.get(registration.id or 0, ""),
        words.languages.get(registration.language, registration.language),
    )
    return status, cells, registration.created_at


def _struck(status: Status) -> dict[str, bool]:
    return {"font_strikeout": True} if status is Status.CANCELLED else {}


def _sheet_name(title: str) -> str:
    """At most 31 characters, without those that spreadsheets refuse in the name of a sheet."""
    kept = "".join(c for c in title if c not in "[]:*?/\\" and c.isprintable()).strip("' ")
    return kept[:31].strip("' ") or "mailreg"


def _escaped(text: str) -> str:
    """For headers and footers, where "&" begins a code."""
    return text.replace("&", "&&")
