"""Telephone numbers in a text: found, told apart (mobile, landline, fax), and written as E.164 (ITU-T).

Numbers without a country code are German. What no German or international numbering plan knows is no number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from mailreg.model.mail import Span
from mailreg.understand.text import Text

_FOREIGN_DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९０１２３４５６７８９＋"
_FOREIGN = re.compile(f"[{_FOREIGN_DIGITS}]")
_DIGITS = str.maketrans(_FOREIGN_DIGITS, "0123456789" * 4 + "+")
_DIGITS_IN_A_ROW = re.compile(
    r"\d[\d \u00a0\t/().\-–—‐‑·\n\u200e\u200f\u202a-\u202e\u2066-\u2069]{2,}\d"
)  # a quick look
# A run of digits as people write numbers; it may stand in brackets, and never crosses a line.
_RUN = re.compile(
    r"(?<![\w.@/=-])(?:[+(]|00)?\(?\d[\d \u00a0\t/().\-–—‐‑·]{2,28}(?:(?<=[\d ])\n)?[\d \u00a0/-]{0,14}\d(?![\w@])"
)
_DATE = re.compile(
    r"^\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:\d{2}|\d{4})$|^\d{4}-\d\d-\d\d$|^\d{1,2}[.:]\d\d\s?[-–]\s?\d{1,2}[.:]\d\d$"
)
# "Kundennummer 0341 …": a number of something else
_OTHER_NUMBER = re.compile(
    r"(?:kunden|rechnungs|steuer|konto|auftrags|mitglieds|vorgangs|bestell|matrikel|personal|versicherungs|vereins|"
    r"ticket|buchungs|akten|register|iban|ust)[\w-]{0,12}\.?[ :#]{1,4}$|"
    r"\b(?:IBAN|BIC|USt-?Id|invoice|account|order|ref)\b[^\n]{0,12}$",
    re.IGNORECASE,
)
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NEAR = 34  # characters before a number in which its label may stand


@dataclass(frozen=True, slots=True)
class Phone:
    """`kind`: "mobile", "landline" or "fax"."""

    number: str  # E.164
    kind: str
    start: int
    end: int
    span: Span


def find_phones(text: Text) -> tuple[Phone, ...]:
    """All numbers of a text, in its order."""
    shown = text.text
    if not shown.isascii() and _FOREIGN.search(shown):
        shown = shown.translate(_DIGITS)
    if not _DIGITS_IN_A_ROW.search(shown):
        return ()
    if _MARKS.search(shown):  # the direction marks around a number hide it from the pattern
        shown = _MARKS.sub(" ", shown)
    found: list[Phone] = []
    for match in _RUN.finditer(shown):
        raw = match.group()
        start = match.start()
        if _DATE.match(raw.strip()) or _OTHER_NUMBER.search(shown, max(start - _NEAR, 0), start):
            continue
        head, _, rest = raw.partition("\n")
        plain = None
        if rest and len(head) >= 7:  # the number may end with its line, or be wrapped by the mail client
            plain = e164(_with_area(head))
            raw = head if plain else raw
        if plain is None:
            plain = e164(_with_area(raw.replace("\n", " ")))
        if plain is None:
            plain, raw = _shortened(raw)
            if plain is None:
                continue
        number, mobile = plain
        kind = _label(text, start, found) or ("mobile" if mobile else "landline")
        if kind == "landline" and mobile:
            kind = "mobile"
        found.append(Phone(number, kind, start, start + len(raw), text.span(start, start + len(raw))))
    return tuple(found)


def _with_area(raw: str) -> str:
    """ "+49 (0) 30 …" → "+49 30 …"; the slashes and dashes don't matter to the parser."""
    return re.sub(r"(?<=\d)[\s\u00a0]*\(0\)", " ", raw)


def _shortened(raw: str) -> tuple[tuple[str, bool] | None, str]:
    """A number followed by something else on its line ("0371 1533-120 / -121"): try its first parts."""
    pieces = list(re.finditer(r"[\s/–—]+(?=[\d(+-])", raw))
    for cut in reversed(pieces):
        head = raw[: cut.start()]
        if sum(c.isdigit() for c in head) < 7:
            break
        plain = e164(_with_area(head))
        if plain is not None:
            return plain, head
    return None, raw


@lru_cache(maxsize=2048)
def e164(raw: str) -> tuple[str, bool] | None:
    """The number as E.164 and whether it is a mobile one; None if it is no number that can be called."""
    digits = re.sub(r"\D", "", raw)
    international = raw.strip().lstrip("(").startswith(("+", "00"))
    if len(digits) < 7 or not (international or digits.startswith("0")):
        return None
    import phonenumbers
    from phonenumbers import PhoneNumberType as Type

    try:
        parsed = phonenumbers.parse(raw.replace("–", "-"), "DE")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    if not international and len(digits) < 8:
        return None
    kind = phonenumbers.number_type(parsed)
    if kind in {Type.TOLL_FREE, Type.PREMIUM_RATE, Type.SHARED_COST}:
        return None  # nobody's own
    mobile = kind == Type.MOBILE or bool(
        parsed.country_code == 49 and re.match(r"1[567]\d", str(parsed.national_number))
    )
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)), mobile


def _label(text: Text, start: int, before: list[Phone]) -> str | None:
    """What the nearest label on the line before the number says."""
    line = text.text.rfind("\n", 0, start) + 1
    floor = max(line, start - _NEAR, before[-1].end if before else 0)
    labels = [m for m in text.of("label_phone", "label_mobile", "label_fax") if floor <= m.start and m.end <= start]
    if not labels:
        return None
    last = max(labels, key=lambda m: (m.end, m.concept == "label_fax"))
    return {"label_phone": "landline", "label_mobile": "mobile", "label_fax": "fax"}[last.concept]


def best(phones: tuple[Phone, ...] | list[Phone]) -> Phone | None:
    """Mobile before landline, never a fax; the first of its kind."""
    for kind in ("mobile", "landline"):
        for phone in phones:
            if phone.kind == kind:
                return phone
    return None
