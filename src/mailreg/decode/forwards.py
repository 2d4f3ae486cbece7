"""An inline forwarded mail → a Letter of its own, from the header block that the mail program wrote above it.

The block's labels may be in any of our languages; its date is in words and has no zone: the forwarding mail's zone is
taken. What cannot be told stays None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from mailreg.decode.clients import FORWARD, SEPARATOR
from mailreg.decode.headers import addresses, clean_name
from mailreg.decode.segments import clean, header_block, unquote
from mailreg.model.mail import Address

_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_DOTTED = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})\b")
_DAY_MONTH = re.compile(r"\b(\d{1,2})[.,]?\s{1,3}(?:de |thg )?([^\W\d_]{2,12}|\d{1,2})[.,]?\s{1,3}(?:de )?(\d{4})\b")
_MONTH_DAY = re.compile(r"\b([^\W\d_]{3,12})[.,]?\s{1,3}(\d{1,2}),?\s{1,3}(\d{4})\b")
_TIME = re.compile(r"\b(\d{1,2})[:.h](\d{2})(?:[:.]\d{2})?\s?([ap]\.?m\.?)?(?![\d.])", re.IGNORECASE)
# The beginnings of month names; within one language no two clash.
_MONTHS = (
    "jan|ene|sty|oca|янв|січ|led|sij|gen|ian|يناير|ژانویه|كانون الثاني",
    "feb|fév|fev|lut|şub|фев|лют|úno|vel|فبراير|فوریه|شباط",
    "mar|mär|mrz|мар|бер|bře|ožu|مارس|آذار",
    "apr|abr|avr|kwi|nis|апр|кві|dub|tra|أبريل|ابريل|آوریل|نيسان",
    "may|mai|maj|май|мая|тра|kvě|svi|mag|mei|مايو|أيار|مه",
    "jun|juin|cze|haz|июн|чер|lip|giu|يونيو|ژوئن|حزيران",
    "jul|juil|tem|июл|лип|srp|lug|يوليو|ژوئیه|تموز|lipca",
    "aug|ago|aoû|sie|ağu|авг|сер|kol|أغسطس|اوت|آب",
    "sep|wrz|eyl|сен|вер|zář|ruj|set|سبتمبر|سپتامبر|أيلول",
    "oct|okt|out|paź|eki|окт|жов|říj|lis|ott|أكتوبر|اکتبر|تشرين الأول",
    "nov|lis|kas|ноя|лис|stu|نوفمبر|نوامبر|تشرين الثاني",
    "dec|dez|dic|déc|gru|ara|дек|гру|pro|ديسمبر|دسامبر|كانون الأول",
)
_BEGINNINGS = sorted(
    ((name, number) for number, names in enumerate(_MONTHS, start=1) for name in names.split("|")),
    key=lambda pair: -len(pair[0]),
)


@dataclass(frozen=True, slots=True)
class Inline:
    """A forwarded mail as it stands in the text."""

    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    date: datetime | None
    body: str
    offset: int  # where `body` begins within the stretch that was given; -1 if a quote level was taken off


def parse(stretch: str, zone: tzinfo | None) -> Inline:
    """The mail in a FORWARDED stretch. Without a header block everything is its body."""
    lines = stretch.split("\n")
    offset = 0
    first = 0
    while first < len(lines) and _is_mark(lines[first]):
        offset += len(lines[first]) + 1
        first += 1
    rest = lines[first:]
    marked = [line for line in rest if line.strip()]
    if marked and sum(1 for line in marked if line.lstrip().startswith(">")) * 10 >= len(marked) * 8:
        rest, offset = [unquote(line) for line in rest], -1
    while rest and not rest[0].strip():
        offset = offset + len(rest[0]) + 1 if offset >= 0 else -1
        rest = rest[1:]
    texts = [clean(line) for line in rest[:24]]
    block = header_block(texts)
    fields: dict[str, str] = {}
    if block:
        fields = block.fields
        end = block.end
        while end < len(rest) and not rest[end].strip():
            end += 1
        offset = offset + sum(len(line) + 1 for line in rest[:end]) if offset >= 0 else -1
        rest = rest[end:]
    return Inline(
        sender=_sender(fields.get("from", "")),
        to=addresses(_plain(fields.get("to", "")).replace(";", ",")),
        cc=addresses(_plain(fields.get("cc", "")).replace(";", ",")),
        subject=fields.get("subject", ""),
        date=read_date(fields.get("date", ""), zone),
        body="\n".join(rest),
        offset=offset,
    )


def _is_mark(line: str) -> bool:
    text = clean(line).lstrip("> ")
    return not text or not text.strip("_") or bool(FORWARD.match(text) or SEPARATOR.match(text))


def _plain(value: str) -> str:
    """Outlook writes "Name <a@b><mailto:a@b>" and "Name [mailto:a@b]"."""
    value = re.sub(r"<mailto:[^>]{0,200}>", "", value)
    return re.sub(r"\[mailto:([^\]]{1,200})\]", r"<\1>", value)


def _sender(value: str) -> Address:
    value = re.sub(r"\s+(?:im Auftrag von|on behalf of)\s.*$", "", _plain(value))
    found = addresses(value)
    return found[0] if found else Address("", clean_name(value.strip("<>[] ")))


def read_date(text: str, zone: tzinfo | None) -> datetime | None:
    """A date as mail programs write it into header blocks, in any of our languages, aware; None if it can't be told."""
    text = text[:120].translate(_DIGITS)
    day = _day(text)
    if day is None:
        return None
    hour = minute = 0
    if found := _TIME.search(_DOTTED.sub(" ", text)):
        hour, minute = int(found[1]), int(found[2])
        half = (found[3] or "").lower()
        if half.startswith("p") and hour < 12:
            hour += 12
        elif half.startswith("a") and hour == 12:
            hour = 0
    try:
        return datetime(*day, hour, minute, tzinfo=zone or UTC)
    except ValueError:
        return None


def _day(text: str) -> tuple[int, int, int] | None:
    if found := _ISO.search(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DOTTED.search(text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        first, second = (second, first) if second > 12 else (first, second)
        return year + 2000 if year < 100 else year, second, first
    for pattern, order in ((_DAY_MONTH, (3, 2, 1)), (_MONTH_DAY, (3, 1, 2))):
        for found in pattern.finditer(text):
            month = _month(found[order[1]])
            if month:
                return int(found[order[0]]), month, int(found[order[2]])
    return None


def _month(word: str) -> int | None:
    if word.isdigit():
        return int(word) if 1 <= int(word) <= 12 else None
    lower = word.lower()
    return next((number for beginning, number in _BEGINNINGS if lower.startswith(beginning)), None)


_DIGITS = {ord(c): str(i % 10) for i, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
