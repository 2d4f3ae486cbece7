"""Which words the organisers' digest needs in each language, and what is wrong with those that are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mailreg.compose.words import Words, placeholders, plural_categories
from mailreg.model.errors import TemplateError

ROOM = "digest"  # the folder of the files
# Tables whose keys are the language's CLDR plural categories.
PLURALS = (
    "heading", "tasks", "new", "changed", "cancelled", "seats", "of_seats", "days", "people", "registrations",
)  # fmt: skip
# Why a mail is held, what an alert is about. German needs none: there mailreg's own lines are shown.
NOT_IN_GERMAN = ("why.", "trouble.")


def reference(known: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Each phrase that is needed, as one of the package's languages has it: German, and English where German has none.
    Plurals under the category that every language has."""
    return {**known.get("en", {}), **known.get("de", {})}


def needed(words: Words, wanted: Mapping[str, str]) -> dict[str, str]:
    """The phrases that this language must have, each with one that has the same placeholders. Raises TemplateError if
    the file's name is no language."""
    found = {
        key: phrase
        for key, phrase in wanted.items()
        if key.split(".")[0] not in PLURALS and not (words.language == "de" and key.startswith(NOT_IN_GERMAN))
    }
    categories = plural_categories(words, 0)
    return found | {
        f"{table}.{category}": wanted[f"{table}.other"]
        for table in PLURALS
        for category in categories
        if f"{table}.other" in wanted
    }


def missing(words: Words, wanted: Mapping[str, str]) -> list[str]:
    """The keys of the phrases that this language lacks, sorted; of what is no language, all."""
    try:
        return sorted(needed(words, wanted).keys() - words.phrases.keys())
    except TemplateError:
        return sorted(wanted)


def problems(words: Words, wanted: Mapping[str, str]) -> Iterator[str]:
    """What is wrong, in plain German lines: phrases or placeholders that are unknown, phrases that are missing."""
    try:
        expected = needed(words, wanted)
    except TemplateError as error:
        yield str(error)
        return
    lacking = missing(words, wanted)
    if lacking:
        shown = ", ".join(f"„{key}“" for key in lacking[:3])
        yield f"{words.file}: Es fehlen {len(lacking)} Texte ({shown} …); so lange gilt die englische Übersicht."
    # A plural category of another language, or a German reason, is of no use and does no harm.
    known = wanted.keys() | {f"{table}.{name}" for table in PLURALS for name in _CATEGORIES}
    for key in sorted(words.phrases.keys() - expected.keys() - known):
        yield f"{words.file}: Den Text „{key}“ kennt mailreg nicht."
    for key in sorted(words.phrases.keys() & expected.keys()):
        try:
            unknown = placeholders(words.phrases[key]) - placeholders(expected[key])
        except TemplateError as error:
            yield f"{words.file}: {error}"
            continue
        if unknown:
            yield f"{words.file}: Im Text „{key}“ gibt es den Platzhalter {{{min(unknown)}}} nicht."


_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
