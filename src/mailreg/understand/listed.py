"""What is found in lists, tables and forms: people, one a line; and how a name is read there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailreg.model.mail import Span
from mailreg.understand import names

LABELS = ("name", "given", "family", "organisation", "email", "phone", "mobile", "fax", "count")
EMAIL = re.compile(r"[\w.+-]{1,64}@\w[\w-]{0,62}(?:\.[\w-]{1,63})+")
TITLES = re.compile(
    r"^(?:frau|herrn?|fr\.|hr\.|mrs?\.?|ms\.?|miss|dr\.?(?:-\w+\.?)?|prof\.?|dipl\.?-\w+\.?|koll(?:\.|eg(?:e|in|en))|pfr\.?|mme|m\.|monsieur|madame|sr\.?|sra\.?|pan|pani|пан|пані|г-н|г-жа|господин|госпожа|السيد|السيدة|آقای|خانم|ông|bà|chị|anh(?=\s+\S+\s+[^\s(<]))\s+(?=\S)",
    re.IGNORECASE,
)


# A seat whose person is told later: "N. N."
NOBODY_YET = re.compile(r"\s*(?:n\.\s?n\.|n\.\s?a\.|nn\b|t\.?b\.?[acd]\b|xx+\b|\?{2,})", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One listed person. `line`: number of the line in the scene, which tells what belongs to it."""

    name: str
    span: Span
    start: int
    email: str | None = None
    organisation: str | None = None
    phone: str | None = None
    comes: bool | None = None  # what a column of a table says


@dataclass(frozen=True)
class Listed:
    """All rows, the tokens they take up, and the numbers that a form names."""

    rows: tuple[Row, ...] = ()
    tokens: frozenset[int] = frozenset()
    count: int | None = None
    along: int | None = None  # how many come besides those named, by a field of their own
    fields: tuple[Span, ...] = ()  # that say these numbers
    strict: bool = False  # a table or a form: it names everybody
    table: bool = False  # with a heading, which says what its cells mean
    organisation: str | None = None  # of a form, said of the writer
    phone: str | None = None


def plain_name(raw: str) -> str | None:
    """The name without titles and signs around it; None if it is none."""
    text = raw.strip(" ,;*_")
    while (title := TITLES.match(text)) is not None:
        text = text[title.end() :]
    return names.display_name(text)
