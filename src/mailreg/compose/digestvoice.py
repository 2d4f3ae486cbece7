"""The digest's own turns of phrase: days as people say them, lists, needs, names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from mailreg.compose import clean
from mailreg.compose.voice import Voice
from mailreg.model.reading import NeedKind
from mailreg.model.registration import Registration, Status


@dataclass(frozen=True)
class DigestVoice(Voice):
    """`zone`: in which moments are told."""

    zone: str = "Europe/Berlin"

    def at(self, zone: str) -> DigestVoice:
        """The same voice in another time zone."""
        return replace(self, zone=zone)

    @property
    def direction(self) -> str:
        return "rtl" if self.words.rtl else "ltr"

    def join(self, parts: Iterable[str], between: str = "") -> str:
        """The parts that are there, one behind the other; with the language's comma where nothing else is given."""
        kept = [part for part in parts if part]
        between = between or self.words["page.comma"]
        return escape(between).join(kept) if self.html else between.join(kept)

    def listed(self, parts: list[str]) -> str:
        """ "a, b und c"."""
        if len(parts) < 2:
            return parts[0] if parts else ""
        return self.say("page.and", list=self._finished(self.join(parts[:-1])), last=self._finished(parts[-1]))

    def quoted(self, words: str) -> str:
        return self.say("page.quote", quote=clean.one_line(words, 240))

    def short(self, moment: datetime) -> str:
        """Day and time, e.g. "Mi., 5. Okt., 11:00"."""
        return self._with_time(self._skeleton(moment, "MMMEd"), moment)

    def long(self, moment: datetime) -> str:
        """e.g. "Freitag, 7. Oktober, 15:00"."""
        return self._with_time(self.date(moment), moment)

    def date(self, moment: datetime) -> str:
        """e.g. "Freitag, 7. Oktober"."""
        from babel.dates import format_date, match_skeleton

        # Some languages have this pattern with short names only; in a sentence they are written out.
        patterns = self.words.locale.datetime_skeletons
        whole = re.sub("E+|c+", "EEEE", patterns[match_skeleton("MMMMEEEEd", patterns)].pattern)
        whole = re.sub("(?<!M)MMM(?!M)", "MMMM", whole)
        return str(format_date(moment.astimezone(ZoneInfo(self.zone)).date(), whole, locale=self.words.locale))

    def month_day(self, moment: datetime) -> str:
        """e.g. "7. Oktober"."""
        return self._skeleton(moment, "MMMMd")

    def tick(self, moment: datetime) -> str:
        """e.g. "7. Okt."."""
        return self._skeleton(moment, "MMMd")

    def near(self, moment: datetime, now: datetime) -> str:
        """A day to come, e.g. "heute", "morgen", "Freitag", "Freitag, 14. Oktober"."""
        from babel.dates import format_date

        zone = ZoneInfo(self.zone)
        day = moment.astimezone(zone).date()
        days = (day - now.astimezone(zone).date()).days
        if days in {0, 1}:
            return self.say("page.tomorrow" if days else "page.today")
        if 0 < days < 7:
            return str(format_date(day, "EEEE", locale=self.words.locale))
        return self.date(moment)

    def ago(self, moment: datetime, now: datetime) -> str:
        """Since when, e.g. "gestern", "Freitag", "5. Oktober"."""
        from babel.dates import format_date

        zone = ZoneInfo(self.zone)
        local, today = moment.astimezone(zone), now.astimezone(zone).date()
        days = (today - local.date()).days
        if days == 0:
            return self._with_time(self.say("page.today"), moment)
        if days == 1:
            return self.say("page.yesterday")
        if days < 7:
            return str(format_date(local.date(), "EEEE", locale=self.words.locale))
        return self.say("page.since_day", day=self._finished(self._skeleton(moment, "MMMMd")))

    def number(self, value: Decimal) -> str:
        """e.g. "1.234,50"; whole numbers without a fraction."""
        from babel.numbers import format_decimal

        pattern = "#,##0" if value == value.to_integral_value() else "#,##0.00"
        return str(format_decimal(value, pattern, locale=self.words.locale))

    def sheet_format(self) -> str:
        """The language's short date, with four digits for the year, and the time, as spreadsheets write formats."""
        pattern = self.words.locale.date_formats["short"].pattern
        parts = [c for c in re.sub(r"(.)\1*", r"\1", pattern) if c in "yMd./- "]
        return f"{''.join({'y': 'yyyy', 'M': 'mm', 'd': 'dd'}.get(c, c) for c in parts).strip()} hh:mm"

    def language(self, code: str) -> str:
        """The name of a language."""
        return self.languages([clean.one_line(code, 20) or "und"])

    def status(self, status: Status) -> str:
        return self.say(f"status.{status}")

    def needs(self, registration: Registration) -> list[str]:
        """What is asked for, each in a few words."""
        found = []
        for need in registration.needs:
            text = self.say(f"need.{need.kind}")
            detail = clean.words(need.detail)
            if need.kind is NeedKind.INTERPRETING:
                detail = self.language(need.detail or "und")
            elif detail:
                detail = self.value(detail)
            found.append(self.join([text, detail], self.words["page.colon"]) if detail else text)
        return list(dict.fromkeys(found))

    def name(self, name: str | None, otherwise: str = "") -> str:
        """Somebody's name as we repeat it, else the address."""
        shown = clean.name(name) or clean.one_line(otherwise, 80)
        return self.value(shown) if shown else ""

    def _with_time(self, day: str, moment: datetime) -> str:
        return f"{day}{self.words['page.comma']}{moment.astimezone(ZoneInfo(self.zone)):%H:%M}"

    def _finished(self, text: str) -> str:
        """Words that are put into a phrase as they are."""
        return Markup(text) if self.html else text  # noqa: S704 - escaped when it was made

    def _skeleton(self, moment: datetime, skeleton: str) -> str:
        from babel.dates import format_skeleton

        local = moment.astimezone(ZoneInfo(self.zone))
        return str(format_skeleton(skeleton, local, locale=self.words.locale))
