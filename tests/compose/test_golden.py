"""Every kind in every language, as it is sent: compared with the files in golden/, so that a change of a word or of
the layout is seen. Renew them with `make golden`, and read the difference."""

from __future__ import annotations

import re
from collections import Counter
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from mailreg.compose.sample import SHOWN, write_sample
from mailreg.compose.templates import Templates, load_templates
from mailreg.model.outgoing import Purpose
from tests.compose.html import contrast, read

LANGUAGES = ("ar", "de", "en", "es", "fa", "fr", "pl", "ru", "tr", "uk", "vi")
GOLDEN = Path(__file__).parent / "golden"


def parts(content: bytes) -> tuple[str, str, str]:
    """Subject, text, and HTML ("" if there is none)."""
    mail = message_from_bytes(content, policy=policy.default)
    assert not mail.defects
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    shown = html.get_content().replace("\r\n", "\n") if html is not None else ""
    return str(mail["Subject"]), text.get_content().replace("\r\n", "\n"), shown


def golden(content: bytes) -> str:
    """What stands in the file."""
    mail = message_from_bytes(content, policy=policy.default)
    subject, text, _ = parts(content)
    attached = [str(part.get_filename()) for part in mail.walk() if part.get_filename()]
    return f"Subject: {subject}\nAttached: {', '.join(attached) or '-'}\n\n{text}"


def words(text: str) -> Counter[str]:
    """The words, without isolates and punctuation: tags leave blanks beside it, and colons stand for layout."""
    return Counter(re.sub(r"[^\w\s]|_", " ", re.sub("[\u2066-\u2069]", "", text)).split())


def renew(folder: Path) -> int:
    """Write all files anew; how many."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.txt"):
        old.unlink()
    templates = load_templates()
    for purpose in SHOWN:
        for language in templates.languages:
            content = write_sample(purpose, language, templates).content
            (folder / f"{purpose}.{language}.txt").write_text(golden(content), encoding="utf-8")
    return len(SHOWN) * len(templates.languages)


def test_every_kind_and_language_has_its_file() -> None:
    assert {p.name for p in GOLDEN.iterdir()} == {f"{p}.{code}.txt" for p in SHOWN for code in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", SHOWN)
def test_as_in_the_file(templates: Templates, purpose: Purpose, language: str) -> None:
    content = write_sample(purpose, language, templates).content
    assert golden(content) == (GOLDEN / f"{purpose}.{language}.txt").read_text("utf-8")
    subject, text, html = parts(content)
    assert "{" not in subject + text
    if not html:
        return
    page = read(html)
    # Both say the same.
    assert words(" ".join(piece for piece, _ in page.text)) == words(text)
    # Legible in light and in dark, all of it (WCAG 2.1 AA: 4.5).
    for piece, look in page.text:
        assert contrast(look.ink, look.ground) >= 4.5, (piece, look)
        assert contrast(look.dark_ink, look.dark_ground) >= 4.5, (piece, look)
    assert page.hrefs == ["https://example.org/datenschutz"]
    assert len(html.encode()) < 60_000
    assert "url(" not in html
    assert "@import" not in html


if __name__ == "__main__":
    print(f"{renew(GOLDEN)} files in {GOLDEN}")
