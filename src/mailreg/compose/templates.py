"""Templates and their words: the event's folder first, then the installation's, then the package's.

A form (`answer.txt.j2`, `answer.html.j2`, `alert.txt.j2`) is laid out once for all kinds and languages; `words/XX.toml`
holds the phrases of one language, a section a kind. To add a language is to add such a file; to change a phrase is to
put that one line into the same file of one's own folder, or, for one event, of `events/EVENT-ID/` in it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from mailreg.compose import digestwords
from mailreg.compose.words import Words, language_of, placeholders, plural_categories
from mailreg.model.errors import TemplateError
from mailreg.model.reasons import reason

if TYPE_CHECKING:
    from jinja2 import Environment

REFERENCE = "de"  # its phrases and their placeholders are what every other language must have
PLURALS = ("companions", "unnamed")  # tables whose keys are the language's CLDR plural categories
FORMS = ("answer.txt.j2", "answer.html.j2", "alert.txt.j2")
DIGEST_FORMS = ("digest.txt.j2", "digest.html.j2")


@dataclass(frozen=True)
class Changes:
    """What folders of one's own change: forms; of which languages which sections of the words; the digest."""

    forms: bool
    digest: bool
    sections: Mapping[str, frozenset[str]]


class Templates:
    """All templates and words below these folders; an earlier folder wins. Raises TemplateError, one German line."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)
        self._words = {code: Words(code, phrases) for code, phrases in sorted(_read_words(self.folders).items())}
        if REFERENCE not in self._words:
            raise TemplateError("Die Textdatei words/de.toml fehlt. Bitte mailreg neu installieren.")
        # the last folder's, which is the package's: a user's slip must not become the measure of the others
        self._reference = _read_words(self.folders[-1:]).get(REFERENCE) or self._words[REFERENCE].phrases

    def for_event(self, event: str) -> Templates:
        """These templates with the event's own folder, `events/EVENT-ID`, before them; themselves if there is none."""
        return self.of_events.get(event, self)

    @cached_property
    def of_events(self) -> dict[str, Templates]:
        """The templates of each event that has a folder of its own."""
        # Listed, not composed from the id: an id must not lead out of the folder.
        found = {p.name: p for folder in reversed(self.folders) for p in sorted((folder / "events").glob("*/"))}
        return {name: Templates([path, *self.folders]) for name, path in found.items()}

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages that have words, sorted."""
        return tuple(self._words)

    def speaks(self, language: str) -> bool:
        """Are there words for this language?"""
        return self._known(language) is not None

    def words(self, language: str) -> Words:
        """The words of one of `languages`."""
        return self._words[language]

    def chosen(self, language: str, fallback: str = REFERENCE, kind: str | None = None) -> tuple[str, ...]:
        """The language or languages to write in: the writer's, or, where we have no words for it, the installation's
        and English, one below the other. An empty or undetermined code means the installation's language. `kind`: the
        section that must be there; a language of which it is only half written counts as one without words."""
        default = self._fit(fallback, kind) or REFERENCE
        if language.strip().lower() in {"", "und"}:
            return (default,)
        known = self._fit(language, kind)
        return (known,) if known else tuple(dict.fromkeys((default, self._fit("en", kind) or default)))

    def _fit(self, language: str, kind: str | None) -> str | None:
        code = self._known(language)
        return code if code is None or kind is None or self.complete(code, kind) else None

    def complete(self, language: str, kind: str) -> bool:
        """Does one of `languages` have every phrase of this kind's section?"""
        return kind not in self._incomplete[language]

    @cached_property
    def _incomplete(self) -> dict[str, frozenset[str]]:
        """The sections of each language in which a phrase is missing. Every letter asks."""
        return {
            code: frozenset(key.partition(".")[0] for key in self._reference.keys() - words.phrases.keys())
            for code, words in self._words.items()
        }

    def changed(self, kind: str) -> tuple[str, ...]:
        """The languages in which folders before the package's change a phrase of this kind's section."""
        found = _read_words(self.folders[:-1])
        return tuple(sorted(code for code, own in found.items() if any(key.startswith(f"{kind}.") for key in own)))

    def own_files(self) -> Iterator[tuple[Path, tuple[str, ...]]]:
        """The folders before the package's, and the forms and files of words in each."""
        for folder in self.folders[:-1]:
            files = [folder / name for name in (*FORMS, *DIGEST_FORMS)]
            files += [file for room in ("words", "digest") for file in sorted((folder / room).glob("*.toml"))]
            names = tuple(str(file.relative_to(folder)) for file in files if file.is_file())
            if names:
                yield folder, names

    @cached_property
    def digest_languages(self) -> tuple[str, ...]:
        """The codes of the languages in which the organisers' digest has all its words, sorted."""
        return tuple(code for code, words in self._digest.items() if not digestwords.missing(words, self._digest_keys))

    def digest_speaks(self, language: str) -> bool:
        """Can the organisers' digest be written in this language?"""
        return language_of(language) in self.digest_languages

    def digest_words(self, language: str) -> Words:
        """The words of the organisers' digest; of a language without all of them, English."""
        code = language_of(language)
        found = next((c for c in (code, "en", REFERENCE) if c in self.digest_languages), None)
        if found is None:
            raise TemplateError("Die Textdatei digest/de.toml fehlt. Bitte mailreg neu installieren.")
        return self._digest[found]

    def digest_problems(self) -> Iterator[str]:
        """What is wrong with the digest's words, in plain German lines."""
        for words in self._digest.values():
            yield from digestwords.problems(words, self._digest_keys)

    @cached_property
    def _digest(self) -> dict[str, Words]:
        found = sorted(_read_words(self.folders, digestwords.ROOM).items())
        return {code: Words(code, phrases, digestwords.ROOM) for code, phrases in found}

    @cached_property
    def _digest_keys(self) -> Mapping[str, str]:
        """Each phrase that the digest needs, with its placeholders: the package's own."""
        return digestwords.reference(_read_words(self.folders[-1:], digestwords.ROOM))

    def render(self, name: str, **values: object) -> str:
        """The template `name`, filled. Raises TemplateError if it is missing, broken, or asks for an unknown name."""
        import jinja2

        try:
            return self._environment.get_template(name).render(**values)
        except jinja2.TemplateNotFound as error:
            raise TemplateError(f"Die Vorlage {error.name} fehlt.") from error
        except jinja2.TemplateSyntaxError as error:
            raise TemplateError(
                f"Die Vorlage {error.name or name} hat in Zeile {error.lineno} einen Fehler: {error.message}"
            ) from error
        except jinja2.UndefinedError as error:
            raise TemplateError(f"Die Vorlage {name} verwendet etwas, das es nicht gibt: {error.message}") from error
        except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            raise TemplateError(f"Die Vorlage {name} lässt sich nicht ausfüllen: {error}") from error

    def changes(self, folders: Sequence[Path] | None = None) -> Changes:
        """What these folders change, without them those before the package's."""
        folders = self.folders[:-1] if folders is None else folders
        sections = {
            code: frozenset(key.partition(".")[0] for key in own) for code, own in sorted(_read_words(folders).items())
        }
        return Changes(
            forms=any((folder / name).is_file() for folder in folders for name in FORMS),
            digest=bool(_read_words(folders, "digest"))
            or any((folder / name).is_file() for folder in folders for name in DIGEST_FORMS),
            sections=sections,
        )

    @cached_property
    def _environment(self) -> Environment:
        import jinja2

        from mailreg.compose.forms import Forms

        return Forms(
            loader=jinja2.FileSystemLoader(self.folders),
            undefined=jinja2.StrictUndefined,
            autoescape=jinja2.select_autoescape(enabled_extensions=("html.j2",), default_for_string=True),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def _known(self, language: str) -> str | None:
        code = language.strip().lower().replace("_", "-")
        return next((c for c in (code, code.split("-")[0]) if c in self._words), None)

    def word_problems(self) -> Iterator[str]:
        """Phrases and placeholders that are missing or that nobody uses, in plain German lines."""
        for code, words in self._words.items():
            expected = {k: v for k, v in self._reference.items() if k.split(".")[0] not in PLURALS}
            for table in PLURALS:
                try:
                    categories = plural_categories(words)
                except TemplateError as error:
                    yield str(error)
                    break
                expected |= {f"{table}.{category}": "{count}" for category in categories}
            for key in sorted(expected.keys() - words.phrases.keys()):
                yield f"words/{code}.toml: Der Text „{key}“ fehlt."
            for key in sorted(words.phrases.keys() - expected.keys()):
                yield f"words/{code}.toml: Den Text „{key}“ kennt mailreg nicht."
            for key in sorted(words.phrases.keys() & expected.keys()):
                try:
                    found = placeholders(words.phrases[key])
                except TemplateError as error:
                    yield f"words/{code}.toml: {error}"
                    continue
                wanted = placeholders(expected[key])
                # "one" and "two" of a plural may be a word instead of the figure
                if found != wanted and not (key.split(".")[0] in PLURALS and not found):
                    shown = ", ".join(f"{{{p}}}" for p in sorted(wanted)) or "keine"
                    yield f"words/{code}.toml: Im Text „{key}“ müssen diese Platzhalter stehen: {shown}."


def load_templates(override: Path | None = None) -> Templates:
    """The package's templates, the user's folder before them. Raises TemplateError if that folder does not exist."""
    if override is not None and not override.is_dir():
        raise TemplateError(f"Den Ordner für eigene Vorlagen gibt es nicht: {override}")
    package = Path(__file__).resolve().parents[1]
    homes = (package / "_data" / "templates", package.parents[1] / "templates")
    home = next((folder for folder in homes if (folder / "words").is_dir()), None)
    if home is None:
        raise TemplateError("Die Vorlagen von mailreg fehlen. Bitte mailreg neu installieren.")
    return Templates([*([override] if override else []), home])


def _read_words(folders: Sequence[Path], room: str = "words") -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for folder in reversed(folders):
        for path in sorted((folder / room).glob("*.toml")):
            try:
                state = path.stat()
                found.setdefault(path.stem.lower(), {}).update(_phrases(path, state.st_mtime_ns, state.st_size))
            except OSError as error:
                raise TemplateError(f"Die Textdatei {path} lässt sich nicht öffnen: {reason(error)}") from error
    return found


@lru_cache(maxsize=64)
def _phrases(path: Path, _changed: int, _size: int) -> Mapping[str, str]:
    """The phrases of a file. Kept until the file changes: the package's own are asked for several times."""
    try:
        return MappingProxyType(dict(_flat(tomllib.loads(path.read_text(encoding="utf-8-sig")), path)))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TemplateError(f"Die Textdatei {path} ist nicht lesbar: {error}") from error


def _flat(tables: Mapping[str, object], path: Path) -> Iterator[tuple[str, str]]:
    for table, phrases in tables.items():
        if not isinstance(phrases, dict) or not all(isinstance(p, str) for p in phrases.values()):
            raise TemplateError(f"Die Textdatei {path}: Der Abschnitt [{table}] darf nur Texte enthalten.")
        for key, phrase in phrases.items():
            yield f"{table}.{key}", phrase
