"""Words and forms: complete in every language, overridable, and every mistake told in plain German."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mailreg.compose import trials
from mailreg.compose.templates import (
    PLURALS,
    REFERENCE,
    Templates,
    Words,
    load_templates,
    placeholders,
    plural_categories,
)
from mailreg.model.errors import TemplateError
from mailreg.model.registration import Event

START = datetime(2022, 10, 11, 13, tzinfo=UTC)
LANGUAGES = ("ar", "de", "en", "es", "fa", "fr", "pl", "ru", "tr", "uk", "vi")


def problems(templates: Templates) -> list[str]:
    """As `mailreg check` sees them: what one's own files have broken."""
    return trials.problems(templates, quick=True)


def words_file(folder: Path, language: str, text: str) -> Path:
    (folder / "words").mkdir(exist_ok=True)
    path = folder / "words" / f"{language}.toml"
    path.write_text(text, encoding="utf-8")
    return folder


def test_languages(templates: Templates) -> None:
    assert templates.languages == LANGUAGES


def test_check_finds_nothing(templates: Templates) -> None:
    assert trials.problems(templates) == problems(templates) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_phrases_and_placeholders(templates: Templates, language: str) -> None:
    """The same as `check`, counted another way: a check that forgets something must not pass unseen."""
    reference, words = templates.words(REFERENCE).phrases, templates.words(language).phrases

    def plain(phrases: Any) -> dict[str, frozenset[str]]:
        return {k: placeholders(v) for k, v in phrases.items() if k.split(".")[0] not in PLURALS}

    assert plain(words) == plain(reference)
    for table in PLURALS:
        found = {k.split(".")[1] for k in words if k.startswith(f"{table}.")}
        assert found == plural_categories(templates.words(language))
    assert all(phrase.strip() == phrase != "" for phrase in words.values())


@pytest.mark.parametrize(
    ("language", "fallback", "chosen"),
    [
        ("de", "de", ("de",)),
        ("AR", "de", ("ar",)),
        ("pt-BR", "de", ("de", "en")),
        ("fr_CA", "de", ("fr",)),
        ("ku", "de", ("de", "en")),
        ("ti", "uk", ("uk", "en")),
        ("ti", "en", ("en",)),
        ("ti", "xx", ("de", "en")),
        ("", "fr", ("fr",)),
        ("und", "de", ("de",)),
    ],
)
def test_chosen_languages(templates: Templates, language: str, fallback: str, chosen: tuple[str, ...]) -> None:
    assert templates.chosen(language, fallback) == chosen


@pytest.mark.parametrize("language", LANGUAGES)
def test_direction(templates: Templates, language: str) -> None:
    assert templates.words(language).rtl == (language in {"ar", "fa"})


def test_one_changed_phrase(tmp_path: Path, answer: Callable[..., Any]) -> None:
    mine = load_templates(words_file(tmp_path, "de", '[greeting]\nnamed = "Hallo {name}!"\n'))
    text = answer(templates=mine).text
    assert text.startswith("Ihre Anmeldung ist bestätigt\n\nHallo Amira Haddad!\n")
    assert "Herzliche Grüße" in text
    assert problems(mine) == []


def test_words_of_one_event(tmp_path: Path, answer: Callable[..., Any]) -> None:
    words_file(tmp_path, "de", '[greeting]\nnamed = "Hallo {name}!"\n')
    (tmp_path / "events" / "treffen-2022").mkdir(parents=True)
    words_file(tmp_path / "events" / "treffen-2022", "de", '[closing]\nregards = "Bis bald"\n')
    mine = load_templates(tmp_path)
    text = answer(templates=mine).text
    assert "Hallo Amira Haddad!" in text
    assert "Bis bald" in text
    assert "Bis bald" not in answer(templates=mine, event=Event("anderes", "Anderes", START, START)).text
    assert problems(mine) == []
    assert mine.for_event("../../../etc") is mine


def test_a_slip_in_the_words_of_one_event_is_told(tmp_path: Path) -> None:
    (tmp_path / "events" / "treffen-2022").mkdir(parents=True)
    words_file(tmp_path / "events" / "treffen-2022", "de", '[greeting]\nnamed = "Hallo!"\n')
    (problem,) = problems(load_templates(tmp_path))
    assert problem.startswith("events/treffen-2022: words/de.toml: Im Text „greeting.named“")


def test_a_half_written_kind_goes_out_in_german_and_english(tmp_path: Path, answer: Callable[..., Any]) -> None:
    mine = load_templates(words_file(tmp_path, "pt", '[confirm]\nsubject = "A sua inscrição: {title}"\n'))
    assert answer(templates=mine, language="pt").mail["Content-Language"] == "de, en"


def changed_form(folder: Path, templates: Templates, more: str) -> Templates:
    """With something behind each heading."""
    form = (templates.folders[-1] / "answer.html.j2").read_text("utf-8")
    (folder / "answer.html.j2").write_text(form.replace("</h1>", f"</h1>{more}"), "utf-8")
    return load_templates(folder)


@pytest.mark.parametrize(
    "link", ["example.org/x", "https://", "http:/kaputt.example", "https://exa mple.org/", "mailto:", "#oben", ""]
)
def test_a_link_that_leads_nowhere_is_told_once(tmp_path: Path, templates: Templates, link: str) -> None:
    (problem,) = trials.problems(changed_form(tmp_path, templates, f'<a href="{link}">x</a>'), quick=True)
    assert f"Der Link „{link}“ führt nirgendwohin" in problem


@pytest.mark.parametrize(
    "link", ["https://example.org/x?a=1&amp;b=2", "mailto:buero@example.org", "http://example.org"]
)
def test_a_link_that_leads_somewhere_is_none(tmp_path: Path, templates: Templates, link: str) -> None:
    assert trials.problems(changed_form(tmp_path, templates, f'<a href="{link}">x</a>'), quick=True) == []


@pytest.mark.parametrize(
    "loaded",
    [
        '<img src="https://tracker.example/x.png">',
        "<img alt='' src=//tracker.example/x.png>",
        '<link rel="stylesheet" href="https://fonts.example/a.css">',
        '<td style="background:url(https://tracker.example/x.png)">',
        "<script>alert(1)</script>",
    ],
)
def test_what_would_be_loaded_from_elsewhere_is_told(tmp_path: Path, templates: Templates, loaded: str) -> None:
    (problem,) = trials.problems(changed_form(tmp_path, templates, loaded), quick=True)
    assert "lädt etwas aus dem Netz" in problem


def test_a_broken_link_in_the_words_is_told(tmp_path: Path) -> None:
    words = '[closing]\nregards = "Mehr auf https://example.org/mehr. Und auf http:/kaputt!"\n'
    (problem,) = problems(load_templates(words_file(tmp_path, "de", words)))
    assert problem == "words/de.toml: Im Text „closing.regards“ führt der Link „http:/kaputt!“ nirgendwohin."


def test_words_that_look_like_a_tag_are_words(tmp_path: Path) -> None:
    words = '[closing]\nregards = "Grüße von <a href=x>uns</a>"\n'
    assert problems(load_templates(words_file(tmp_path, "de", words))) == []


@pytest.mark.parametrize(
    "slip",
    [
        "{% if page.direction == 'rtl' %}{{ nonsense }}{% endif %}",
        "{% if pages|length == 2 %}{{ nonsense }}{% endif %}",
        "{% if kind == 'event_cancelled' %}{{ nonsense }}{% endif %}",
        "{% if not page.subtitle %}{{ nonsense }}{% endif %}",
    ],
)
def test_a_slip_that_few_mails_show_is_seen_at_once(tmp_path: Path, templates: Templates, slip: str) -> None:
    form = (templates.folders[-1] / "answer.html.j2").read_text("utf-8")
    (tmp_path / "answer.html.j2").write_text(form.replace("</h1>", f"</h1>{slip}"), "utf-8")
    (problem,) = trials.problems(load_templates(tmp_path), quick=True)
    assert "nonsense" in problem


def test_a_slip_in_the_digests_form_is_seen_at_once(tmp_path: Path) -> None:
    (tmp_path / "digest.html.j2").write_text("{{ nonsense }}")
    assert any("nonsense" in line for line in trials.problems(load_templates(tmp_path), quick=True))


def test_forms_run_in_a_sandbox(tmp_path: Path) -> None:
    (tmp_path / "answer.txt.j2").write_text("{{ ''.__class__.__mro__ }}")
    with pytest.raises(TemplateError):
        load_templates(tmp_path).render("answer.txt.j2", pages=[])


def test_a_changed_form(tmp_path: Path, answer: Callable[..., Any]) -> None:
    (tmp_path / "answer.txt.j2").write_text("{{ pages[0].heading }}\n")
    written = answer(templates=load_templates(tmp_path))
    assert written.text == "Ihre Anmeldung ist bestätigt\n"
    assert "<h1" in written.html


def test_a_new_language_is_a_new_file(tmp_path: Path, templates: Templates, answer: Callable[..., Any]) -> None:
    package = Path(templates.folders[0])
    text = (package / "words" / "fr.toml").read_text(encoding="utf-8").replace("Bonjour", "Bonghjornu")
    mine = load_templates(words_file(tmp_path, "pt", text))
    assert problems(mine) == []
    assert "\n\nBonghjornu Amira Haddad,\n" in answer(templates=mine, language="pt").text


@pytest.mark.parametrize(
    ("language", "text", "problem"),
    [
        pytest.param("de", '[greeting]\nnamed = "Hallo!"', "„greeting.named“ müssen .* {name}", id="placeholder lost"),
        pytest.param("de", '[greeting]\nplain = "{who}!"', "Platzhalter", id="unknown placeholder"),
        pytest.param("de", '[greeting]\nplain = "{"', "geschweifte Klammer", id="lone brace"),
        pytest.param("de", '[greeting]\nplain = "{a.b}"', "nur Namen", id="attribute in braces"),
        pytest.param("de", '[greting]\nplain = "Hallo"', "„greting.plain“ kennt mailreg nicht", id="typing error"),
        pytest.param("pt", '[greeting]\nplain = "Olá,"', "words/pt.toml: Der Text „confirm.heading“ fehlt", id="half"),
        pytest.param("xx", '[greeting]\nplain = "Olá,"', "„xx“ ist kein Sprachkürzel", id="no language"),
    ],
)
def test_check_tells_what_is_wrong_with_words(tmp_path: Path, language: str, text: str, problem: str) -> None:
    import re

    found = problems(load_templates(words_file(tmp_path, language, text)))
    assert any(re.search(problem, line) for line in found), found
    assert all("\n" not in line for line in found)


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        pytest.param("{{ nonsense }}", "verwendet etwas, das es nicht gibt.*nonsense", id="unknown name"),
        pytest.param("{{ pages[0].nonsense }}", "verwendet etwas, das es nicht gibt.*nonsense", id="unknown field"),
        pytest.param("\n{% if %}", "Zeile 2 einen Fehler", id="syntax"),
        pytest.param("{% include 'gone.j2' %}", "gone.j2 fehlt", id="missing include"),
        pytest.param("{{ 1 / 0 }}", "lässt sich nicht ausfüllen", id="arithmetic"),
    ],
)
@pytest.mark.parametrize("name", ["answer.txt.j2", "answer.html.j2", "alert.txt.j2"])
def test_a_broken_form(tmp_path: Path, answer: Callable[..., Any], name: str, form: str, problem: str) -> None:
    (tmp_path / name).write_text(form)
    mine = load_templates(tmp_path)
    with pytest.raises(TemplateError, match=problem):
        mine.render(name, pages=[{}])
    assert problems(mine) != []


def test_the_whole_check_finds_what_the_quick_one_finds(tmp_path: Path) -> None:
    """A form, a word, an event's word: `mailreg template check` tries them in all languages."""
    (tmp_path / "answer.html.j2").write_text("{{ nonsense }}")
    words_file(tmp_path, "tr", '[greeting]\nnamed = "Merhaba!"\n')
    (tmp_path / "events" / "treffen-2022").mkdir(parents=True)
    words_file(tmp_path / "events" / "treffen-2022", "de", '[greeting]\nnamed = "Hallo!"\n')
    mine = load_templates(tmp_path)
    whole, quick = trials.problems(mine), trials.problems(mine, quick=True)
    for slip in ("nonsense", "words/tr.toml: Im Text „greeting.named“", "events/treffen-2022: words/de.toml"):
        assert any(slip in line for line in whole), (slip, whole)
        assert any(slip in line for line in quick), (slip, quick)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"[greeting", "nicht lesbar", id="no TOML"),
        pytest.param(b'x = "\xff"', "nicht lesbar", id="no UTF-8"),
        pytest.param(b'x = "y"', "darf nur Texte enthalten", id="no section"),
        pytest.param(b"[x]\ny = 3", "darf nur Texte enthalten", id="a number"),
    ],
)
def test_unreadable_words(tmp_path: Path, content: bytes, problem: str) -> None:
    (words_file(tmp_path, "de", "") / "words" / "de.toml").write_bytes(content)
    with pytest.raises(TemplateError, match=problem):
        load_templates(tmp_path)


def test_found_in_an_installed_package(tmp_path: Path, templates: Templates) -> None:
    """In the wheel the templates lie inside the package; no folder of the source tree is near."""
    import mailreg

    package = tmp_path / "mailreg"
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(mailreg.__file__).parent, package, ignore=skip)
    shutil.copytree(templates.folders[-1], package / "_data" / "templates")
    script = (
        "from mailreg.compose.templates import load_templates as load\n"
        "from mailreg.compose.trials import problems\n"
        "print(*load().folders, problems(load()))"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == f"{package / '_data' / 'templates'} []"


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="gibt es nicht"):
        load_templates(tmp_path / "gone")


def test_no_words_at_all(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"de\.toml fehlt"):
        Templates([tmp_path])


def test_a_missing_phrase_is_told() -> None:
    with pytest.raises(TemplateError, match=r"words/de\.toml fehlt der Text „confirm\.heading“"):
        Words("de", {})["confirm.heading"]


def test_names_are_escaped_in_html_only(templates: Templates, answer: Callable[..., Any]) -> None:
    written = answer()
    assert "Zusammenarbeit & Austausch" in written.text
    assert "Zusammenarbeit &amp; Austausch" in written.html
