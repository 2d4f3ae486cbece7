"""The phrases of one language, and what may stand in their braces."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from mailreg.model.errors import TemplateError

if TYPE_CHECKING:
    from babel import Locale


@dataclass(frozen=True)
class Words:
    """The phrases of one language, by their dotted keys, e.g. "heading.confirm". `room`: the folder of their file."""

    language: str
    phrases: Mapping[str, str]
    room: str = "words"

    def __getitem__(self, key: str) -> str:
        try:
            return self.phrases[key]
        except KeyError:
            raise TemplateError(f"In {self.file} fehlt der Text „{key}“. Bitte ergänzen.") from None

    @property
    def file(self) -> str:
        return f"{self.room}/{self.language}.toml"

    @cached_property
    def locale(self) -> Locale:
        """The CLDR locale for dates and language names. Raises TemplateError if there is no such language."""
        from babel import Locale, UnknownLocaleError

        # British English, as we write for Europe
        code = "en_GB" if self.language == "en" else self.language.replace("-", "_")
        try:
            return Locale.parse(code)
        except (UnknownLocaleError, ValueError) as error:
            raise TemplateError(f"{self.file}: „{self.language}“ ist kein Sprachkürzel.") from error

    @cached_property
    def rtl(self) -> bool:
        """Is the language written from right to left?"""
        return self.locale.text_direction == "rtl"


@lru_cache(maxsize=2048)
def placeholders(phrase: str) -> frozenset[str]:
    """The names in a phrase's braces. Raises TemplateError for anything but plain {name}."""
    try:
        parts = list(string.Formatter().parse(phrase))
    except ValueError as error:
        raise TemplateError(f"Im Text „{phrase}“ fehlt eine geschweifte Klammer.") from error
    names = [field for _, field, _, _ in parts if field is not None]
    if any(not n.isidentifier() for n in names) or any(spec or conversion for _, _, spec, conversion in parts):
        raise TemplateError(f"Im Text „{phrase}“ dürfen in geschweiften Klammern nur Namen stehen.")
    return frozenset(names)


def plural_categories(words: Words, start: int = 1) -> frozenset[str]:
    """The CLDR plural categories that whole numbers from `start` on can have in this language, e.g. one, few, many."""
    return frozenset(str(words.locale.plural_form(n)) for n in range(start, 201))


def language_of(code: str) -> str:
    """The language alone, lower case: "de" of "de-AT"."""
    return code.strip().lower().replace("_", "-").split("-")[0]
