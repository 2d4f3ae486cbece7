"""`mailreg template`: without any set-up, and with own wordings."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailreg.compose.templates import load_templates
from tests.cli.shell import Shell


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def own_words(shell: Shell, text: str) -> None:
    folder = shell.folder / "eigene" / "words"
    folder.mkdir(parents=True)
    (folder / "de.toml").write_text(text, encoding="utf-8")
    shell.environment["MAILREG_TEMPLATES"] = "eigene"


def test_list_tells_what_is_changed(shell: Shell) -> None:
    own_words(shell, '[reminder]\nheading = "Bis gleich"\n')
    done = shell.run("template", "list")
    assert (done.code, done.err) == (0, "")
    (line,) = [line for line in done.out.splitlines() if line.split()[:1] == ["reminder"]]
    assert line.split() == ["reminder", "Erinnerung", "alle", "11", "de"]
    assert "Aus eigene: words/de.toml" in done.out


def test_show(shell: Shell) -> None:
    done = shell.run("template", "show", "reminder_last", "--language", "uk")
    assert done.out.startswith("Betreff: Завтра: Netzwerktreffen der Vereine\n\nЦе вже завтра\n")


def test_preview_writes_what_is_asked_for(shell: Shell) -> None:
    done = shell.run("template", "preview", "thanks", "--language", "ar", "--out", "seiten")
    assert done.out == "1 E-Mail geschrieben: seiten/index.html\n"
    names = {"index.html", "thanks.ar.eml", "thanks.ar.html", "thanks.ar.txt"}
    assert {p.name for p in (shell.folder / "seiten").iterdir()} == names
    assert 'href="thanks.ar.html"' in (shell.folder / "seiten" / "index.html").read_text("utf-8")


def test_check_says_what_is_missing(shell: Shell) -> None:
    own_words(shell, '[companion]\nopening = "Guten Tag"\n')
    done = shell.run("template", "check")
    assert done.code == 1
    assert "words/de.toml: Im Text „companion.opening“ müssen diese Platzhalter stehen: {registered_by}." in done.out


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("show", "nonsense"), "Die Art „nonsense“ gibt es nicht; möglich sind confirm, "),
        (("show", "thanks", "--language", "xx"), "Die Sprache „xx“ hat keine Texte"),
        (("preview", "thanks", "--out", "/proc/nothing"), "In den Ordner /proc/nothing lässt sich nicht schreiben"),
    ],
)
def test_mistakes_are_told_in_one_line(shell: Shell, arguments: tuple[str, ...], problem: str) -> None:
    done = shell.run("template", *arguments)
    assert done.code in {1, 2}
    assert problem in done.err
    assert len(done.err.splitlines()) == 1


def test_the_digest_can_be_looked_at_too(shell: Shell) -> None:
    (line,) = [one for one in shell.run("template", "list").out.splitlines() if one.split()[:1] == ["digest"]]
    assert "Tagesübersicht" in line
    shown = shell.run("template", "show", "digest", "--language", "en").out
    assert shown.startswith("Betreff: ")
    assert "Amira Beispiel" in shown
    done = shell.run("template", "preview", "digest", "--language", "de", "--out", "seiten")
    assert done.out == "1 E-Mail geschrieben: seiten/index.html\n"
    assert (shell.folder / "seiten" / "digest.de.html").is_file()
    assert "Die Tagesübersicht gibt es nicht in „it“" in shell.run("template", "show", "digest", "--language", "it").err


def test_preview_leaves_out_what_a_language_does_not_have(shell: Shell) -> None:
    """An installation's own language has no digest."""
    words = shell.folder / "own" / "words"
    words.mkdir(parents=True)
    english = (load_templates().folders[-1] / "words" / "en.toml").read_text("utf-8")
    (words / "it.toml").write_text(english, "utf-8")
    shell.environment["MAILREG_TEMPLATES"] = "own"
    done = shell.run("template", "preview", "--language", "it", "--out", "seiten")
    assert done.out == "20 E-Mails geschrieben: seiten/index.html\n"
