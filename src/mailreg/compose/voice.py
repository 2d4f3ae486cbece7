"""One language, spoken in plain text or in HTML: phrases with their placeholders filled safely.

Values are escaped in HTML and isolated from the direction of the text around them (Unicode UAX #9, 2.7; <bdi> in HTML),
so that an address or a time in an Arabic sentence, or an Arabic name in a German one, stays whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from string import Formatter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from mailreg.compose.clean import has_rtl
from mailreg.compose.words import Words, placeholders
from mailreg.model.errors import TemplateError

if TYPE_CHECKING:
    from babel import Locale

ISOLATE, POP = "\u2068", "\u2069"


@dataclass(frozen=True)
class Voice:
    """`html` says whether the words come out as Markup or as plain text."""

    words: Words
    html: bool

    def say(self, key: str, /, **values: object) -> str:
        """The phrase `key` with its placeholders filled. Raises TemplateError where one is not known."""
        phrase = self.words[key]
        unknown = placeholders(phrase) - values.keys()
        if unknown:
            where = f"{self.words.file}, „{key}“"
            raise TemplateError(f"{where}: Den Platzhalter {{{min(unknown)}}} kennt mailreg hier nicht.")
        said = "".join(
            [
                words if name is None else f"{words}{self.value(values[name])}"
                for words, name in _pieces(phrase, self.html)
            ]
        )
        return Markup(said) if self.html else said  # noqa: S704 - each piece is escaped, each value is Markup

    def count(self, table: str, number: int, /, **values: object) -> str:
        """The phrase of a plural table for this number."""
        category = self.words.locale.plural_form(number)
        return self.say(f"{table}.{category}", count=number, **values)

    def value(self, value: object) -> str:
        """A value of ours or a stranger's, kept apart from the words around it. Finished words pass as they are."""
        if isinstance(value, Markup):
            return value
        text = str(value)
        if self.html:
            return Markup(f"<bdi>{escape(text)}</bdi>")  # noqa: S704 - escaped, in one step
        if (self.words.rtl and text) or has_rtl(text):
            return f"{ISOLATE}{text}{POP}"
        return text

    def day(self, day: date) -> str:
        """A date in words, with its weekday."""
        return _day(day, self.words.locale)

    def moment(self, moment: datetime, timezone: str) -> str:
        """Date and time of day of an aware moment, in that zone, e.g. "11.10.2022, 15:04"."""
        from babel.dates import format_date

        local = moment.astimezone(ZoneInfo(timezone))
        return f"{format_date(local.date(), 'medium', locale=self.words.locale)}, {local:%H:%M}"

    def span(self, start: datetime, end: datetime, timezone: str) -> str:
        """When an event is: date and times on the 24-hour clock, in the event's zone."""
        zone = ZoneInfo(timezone)
        start, end = start.astimezone(zone), end.astimezone(zone)
        values: dict[str, object] = {"date": self.day(start.date()), "start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
        if start.date() == end.date():
            return self.say("time.one_day", **values)
        return self.say("time.several_days", end_date=self.day(end.date()), **values)

    def languages(self, codes: Sequence[str]) -> str:
        """Names of languages (ISO 639 codes, or "sgn"), as a list in words."""
        from babel.lists import format_list

        locale = self.words.locale
        names = [
            self.words.phrases.get(f"language.{code}") or str(locale.languages.get(code.replace("-", "_"), code))
            for code in codes
        ]
        return format_list(names, locale=locale)


@lru_cache(maxsize=4096)
def _pieces(phrase: str, html: bool) -> tuple[tuple[str, str | None], ...]:
    """The words of a phrase, each with the name of the placeholder behind it. Most phrases stand in every letter."""
    text = str(escape(phrase)) if html else phrase
    return tuple((words, name) for words, name, _, _ in Formatter().parse(text))


@lru_cache(maxsize=512)
def _day(day: date, locale: Locale) -> str:
    """Kept: the letters about an event all name the same day."""
    from babel.dates import format_date

    return str(format_date(day, "full", locale=locale))
